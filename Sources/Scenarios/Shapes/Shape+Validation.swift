extension Shape {
    /// Reports everything in an element that does not have this shape.
    ///
    /// - Parameters:
    ///   - element: The element, which a depth limit has bounded.
    ///   - subject: What messages call the element: `the document`, `'libraries'`.
    ///   - diagnostics: Where the findings go.
    /// - Returns: Whether the element has the shape.
    @discardableResult
    package func validate(
        _ element: Element,
        as subject: String = "the document",
        into diagnostics: Diagnostics
    ) -> Bool {
        let before = diagnostics.count(of: .error)
        ShapeValidator(diagnostics: diagnostics).check(element, self, subject)
        return diagnostics.count(of: .error) == before
    }
}
