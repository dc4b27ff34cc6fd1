/// A mapping with given keys, each with a shape.
package struct ObjectShape: Sendable {
    /// What such a mapping describes, with its article: `a library`.
    package let name: String
    /// One sentence for the schema and the reference.
    package let summary: String
    /// The keys, in the order in which they are documented.
    package let fields: [Field]

    /// Creates the description of a mapping.
    package init(_ name: String, _ summary: String, _ fields: [Field]) {
        self.name = name
        self.summary = summary
        self.fields = fields
    }
}

/// One key of a mapping.
package struct Field: Sendable {
    /// Whether a key must be there.
    package enum Presence: Hashable, Sendable {
        /// It must.
        case required
        /// It need not, and is then as if it were this (in YAML), if anything.
        case optional(default: String?)
    }

    /// The key.
    package let key: String
    /// What its value looks like.
    package let shape: Shape
    /// Whether it must be there.
    package let presence: Presence
    /// One sentence for the schema and the reference.
    package let summary: String

    /// A key that must be there.
    package static func required(_ key: String, _ shape: Shape, _ summary: String) -> Self {
        Self(key: key, shape: shape, presence: .required, summary: summary)
    }

    /// A key that need not be there; the default is for readers only, and the reader of the element
    /// applies it.
    package static func optional(
        _ key: String,
        _ shape: Shape,
        default value: String? = nil,
        _ summary: String
    ) -> Self {
        Self(key: key, shape: shape, presence: .optional(default: value), summary: summary)
    }
}
