/// Why a text is not the value it should be.
package struct ScalarProblem: Error, Hashable {
    /// What is wrong with a text of nearly the right form, to follow its quotation:
    /// `is an impossible date`; nil where the text is of another form altogether.
    let reason: String?
    /// How to mend it, if that can be said.
    let hint: String?

    /// The text is of another form altogether.
    static let otherForm = Self(reason: nil, hint: nil)

    /// The text has nearly the right form.
    static func refused(_ reason: String, hint: String? = nil) -> Self {
        Self(reason: reason, hint: hint)
    }

    /// The text is of another form, and what was meant can be guessed.
    static func otherForm(hint: String) -> Self {
        Self(reason: nil, hint: hint)
    }
}
