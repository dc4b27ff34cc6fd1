extension Draft {
    /// The longest line, comments aside.
    private static let width = 100

    /// The node as YAML, under a key: lists and small mappings on one line.
    func text(key: String, indentation: String = "") -> String {
        var text = Self.comment(comments, indentation)
        let head = "\(indentation)\(Self.scalarText(key)):"
        if let line = flow, head.count + 1 + line.count <= Self.width {
            return text + "\(head) \(line)\(ending)\n"
        }
        switch content {
        case .scalar(let value):
            text += "\(head) \(Self.scalarText(value))\(ending)\n"
        case .list(let items):
            text += "\(head)\(ending)\n"
            for item in items { text += item.itemText(indentation: indentation + "  ") }
        case .mapping(let entries):
            text += "\(head)\(ending)\n"
            for entry in entries {
                text += entry.value.text(key: entry.key, indentation: indentation + "  ")
            }
        }
        return text
    }

    private func itemText(indentation: String) -> String {
        guard case .mapping(let entries) = content,
            (flow?.count ?? Self.width) + indentation.count + 2 > Self.width
        else { return "\(indentation)- \(flowText)\(ending)\n" }
        var text = ""
        for (position, entry) in entries.enumerated() {
            let lines = entry.value.text(key: entry.key, indentation: indentation + "  ")
            text +=
                position == 0
                ? "\(indentation)- \(lines.dropFirst(indentation.count + 2))" : lines
        }
        return text
    }

    /// The node on one line, if it is small enough that people like it so.
    private var flow: String? {
        switch content {
        case .scalar: nil
        case .list: hasRemarks ? nil : flowText
        case .mapping(let entries):
            entries.isEmpty || !hasRemarks && entries.allSatisfy { $0.value.isFlat }
                ? flowText : nil
        }
    }

    private var isFlat: Bool {
        if case .mapping = content { return false }
        return true
    }

    private var hasRemarks: Bool {
        switch content {
        case .scalar: false
        case .list(let items): items.contains { $0.isRemarked || $0.hasRemarks }
        case .mapping(let entries):
            entries.contains { $0.value.isRemarked || $0.value.hasRemarks }
        }
    }

    private var ending: String { note.map { "  # \($0)" } ?? "" }

    private var isRemarked: Bool { note != nil || !comments.isEmpty }

    private var flowText: String {
        switch content {
        case .scalar(let text): Self.scalarText(text)
        case .list(let items): "[\(items.map(\.flowText).joined(separator: ", "))]"
        case .mapping(let entries):
            "{"
                + entries.map { "\(Self.scalarText($0.key)): \($0.value.flowText)" }
                .joined(separator: ", ") + "}"
        }
    }

    /// Texts as comment lines.
    static func comment(_ texts: [String], _ indentation: String = "") -> String {
        var result = ""
        for text in texts {
            var line = ""
            for word in text.split(separator: " ", omittingEmptySubsequences: false) {
                if !line.isEmpty, indentation.count + 3 + line.count + word.count > width {
                    result += "\(indentation)# \(line)\n"
                    line = "  "
                    line += word
                } else {
                    line += line.isEmpty ? String(word) : " \(word)"
                }
            }
            result += line.isEmpty ? "\(indentation)#\n" : "\(indentation)# \(line)\n"
        }
        return result
    }

    /// A scalar as it is, or in quotes where YAML would take it for something else.
    static func scalarText(_ text: String) -> String {
        let scalars = text.unicodeScalars
        func isPlain(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case "A"..."Z", "a"..."z", "0"..."9": true
            default: " -_./'&()%".unicodeScalars.contains(scalar)
            }
        }
        let start = text.hasPrefix("-") ? scalars.dropFirst().first : scalars.first
        let isMeant = start.map { $0.properties.isAlphabetic || ("0"..."9").contains($0) } ?? false
        let isNull = Element(.scalar(text, .plain), at: SourcePlace(file: "")).isNull
        let isPath = ["./", "../", "/"].contains { text.hasPrefix($0) }
        if isMeant || isPath, !isNull, scalars.last != " ", scalars.allSatisfy(isPlain) {
            return text
        }
        return JSONText.string(text).printed()
    }
}
