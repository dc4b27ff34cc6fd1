/// A copy of a YAML text in which the aliases have other names than any anchor.
struct AliasProbe {
    /// The changed copy.
    private(set) var text = ""
    private var insertions = Insertions()

    /// Creates the copy, or nil if nothing in the text looks like an alias.
    ///
    /// It also changes what only looks like an alias in comments and quoted texts, which does no harm, since the
    /// copy serves to find aliases and nothing else.
    init?(_ source: String) {
        guard source.utf8.contains(UInt8(ascii: "*")) else { return nil }
        var prefix = "alias"
        while source.contains("&\(prefix)") { prefix += "-" }
        var cursor = TextCursor()
        var output = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in source.unicodeScalars {
            if previous == "*", scalar.isASCII,
                Character(scalar).isLetter || "0"..."9" ~= scalar
                    || scalar == "_" || scalar == "-"
            {
                insertions.insert(width: prefix.count, at: cursor.position)
                output.append(contentsOf: prefix.unicodeScalars)
            }
            output.append(scalar)
            cursor.advance(over: scalar)
            previous = scalar
        }
        guard !insertions.isEmpty else { return nil }
        text = String(output)
    }

    /// The position in the source of a position in the copy.
    func original(_ position: TextPosition) -> TextPosition {
        insertions.original(position)
    }
}
