/// The outcome of a business question: a value, or why not.
package enum Decision<Value: Sendable>: Sendable {
    case accepted(Value)
    case refused(Refusal)

    /// The value, unless refused.
    package var accepted: Value? {
        if case .accepted(let value) = self { value } else { nil }
    }

    /// The reason, if refused.
    package var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}

extension Decision: Equatable where Value: Equatable {}
