extension ShapeValidator {
    /// Checks the keys of a mapping and their values.
    func checkObject(_ element: Element, _ object: ObjectShape) {
        let fields = Dictionary(
            object.fields.map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for entry in element.entries {
            if let field = fields[entry.key] {
                check(entry.value, field.shape, "'\(entry.key)'")
            } else {
                reportUnknown(entry, of: object.name, allowed: object.fields.map(\.key))
            }
        }
        reportMissing(object.fields, in: element, name: object.name)
    }

    /// Checks a mapping of which one key says what it is.
    func checkVariant(_ element: Element, _ shape: VariantShape) {
        let variants = Dictionary(
            shape.variants.map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let fields = Dictionary(
            shape.common.map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var chosen: ElementMapping.Entry?
        var hasUnknownKey = false
        for entry in element.entries {
            if let variant = variants[entry.key] {
                check(entry.value, variant.shape, "'\(entry.key)'")
                if let chosen {
                    diagnostics.error(
                        "\(shape.name) can be '\(chosen.key)' or '\(entry.key)', but not both",
                        at: entry.keyPlace,
                        hint: "write two, or remove one of the keys"
                    )
                }
                chosen = chosen ?? entry
            } else if let field = fields[entry.key] {
                check(entry.value, field.shape, "'\(entry.key)'")
            } else {
                hasUnknownKey = true
                reportUnknown(
                    entry,
                    of: shape.name,
                    allowed: shape.variants.map(\.key) + shape.common.map(\.key)
                )
            }
        }
        // A mistyped key has been reported, and was most likely the one that is missing.
        if chosen == nil, !hasUnknownKey {
            diagnostics.error(
                "\(shape.name) does not say which it is",
                at: element.place,
                hint: "add one of the keys \(listed(shape.variants.map(\.key)))"
            )
        }
        reportMissing(shape.common, in: element, name: shape.name)
    }

    private func reportUnknown(
        _ entry: ElementMapping.Entry,
        of name: String,
        allowed: [String]
    ) {
        diagnostics.error(
            "'\(entry.key.clipped)' is not a key of \(name)",
            at: entry.keyPlace,
            hint: Spelling.hint(for: entry.key, among: allowed)
                ?? (allowed.isEmpty ? "it has no keys" : "its keys are \(listed(allowed))")
        )
    }

    private func reportMissing(_ fields: [Field], in element: Element, name: String) {
        for field in fields where field.presence == .required && element[field.key] == nil {
            let value = field.shape.example
            diagnostics.error(
                "\(name) needs the key '\(field.key)'",
                at: element.place,
                hint: value.map { "add it, as in '\(field.key): \($0)'" }
                    ?? "add it: \(field.shape.expectation)"
            )
        }
    }

    private func listed(_ keys: [String]) -> String {
        keys.joined(separator: ", ")
    }
}
