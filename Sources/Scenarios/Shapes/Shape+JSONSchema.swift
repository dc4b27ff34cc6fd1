extension Shape {
    /// The shape as JSON Schema (draft 2020-12), for editors such as those with the YAML language
    /// server.
    ///
    /// It accepts what a parser with YAML 1.2's core schema makes of a document: a code such as
    /// `0012` may arrive as a number, a day and a duration are texts. It is no stricter than
    /// ``validate(_:as:into:)``, and leaves out what JSON Schema cannot say: impossible dates, the
    /// range of durations, and that a law's bounds are in order. What several places have alike is
    /// defined once.
    ///
    /// - Parameters:
    ///   - title: What such a document is called.
    ///   - description: One sentence about it.
    /// - Returns: JSON that is the same every time, ending with a line break.
    package func jsonSchema(title: String, description: String) -> String {
        var schema = SchemaWriter()
        var members: [(String, JSONText)] = [
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string(title)),
            ("description", .string(description)),
        ]
        let written = schema.members(of: self)
        let (root, definitions) = schema.resolved(written)
        members += root.filter { $0.0 != "title" && $0.0 != "description" }
        if !definitions.isEmpty {
            let inOrder = definitions.sorted { $0.key < $1.key }
            members.append(("$defs", .object(inOrder.map { ($0.key, .object($0.value)) })))
        }
        return JSONText.object(members).printed() + "\n"
    }
}
