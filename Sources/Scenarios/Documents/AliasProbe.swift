/// A copy of a YAML text in which the aliases have other names than any anchor.
struct AliasProbe {
    /// The changed copy.
    private(set) var text = ""
    private var insertions = Insertions()

    /// Creates the copy, or nil if nothing in the text looks like an alias.
    ///
    /// It also changes what only looks like an alias in comments and quoted texts, which does no
    /// harm, since the copy serves to find aliases and nothing else.
    init?(_ source: String) {
        guard source.utf8.contains(UInt8(ascii: "*")) else { return nil }
        var prefix = "alias"
        while source.contains("&\(prefix)") { prefix += "-" }
        var cursor = TextCursor()
        var output: [UInt8] = []
        output.reserveCapacity(source.utf8.count + source.utf8.count / 8)
        var followsStar = false
        for scalar in source.unicodeScalars {
            if followsStar, Self.isNameScalar(scalar) {
                insertions.insert(width: prefix.utf8.count, at: cursor.position)
                output.append(contentsOf: prefix.utf8)
            }
            output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            cursor.advance(over: scalar)
            followsStar = scalar == "*"
        }
        guard !insertions.isEmpty else { return nil }
        text = String(decoding: output, as: UTF8.self)
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }

    /// The position in the source of a position in the copy.
    func original(_ position: TextPosition) -> TextPosition {
        insertions.original(position)
    }
}
