/// Parts of a schema that several places have, each to be written once.
///
/// While shapes are written, every mapping is a reference by number; only at the end is it known which
/// of them occur once, and are put back where they belong.
struct SharedSchemas {
    typealias Members = SchemaWriter.Members

    /// So many words are written out wherever they occur.
    static let fewWords = 12

    private struct Part {
        var members: Members
        var name: String
        var uses = 0
    }

    private var parts: [Part] = []
    private var numbers: [String: Int] = [:]

    private static let key = "$ref"
    private static let mark = "shared "

    /// A reference to a part that says the same as these members.
    mutating func reference(to members: Members, _ name: String) -> Members {
        let text = JSONText.object(members).printed()
        let number = numbers[text] ?? parts.count
        if number == parts.count {
            numbers[text] = number
            parts.append(Part(members: members, name: name))
        }
        return [(Self.key, .string("\(Self.mark)\(number)"))]
    }

    /// The members of a schema and its definitions, with what occurs once in its place and a definition
    /// for what occurs more often.
    mutating func resolve(
        _ root: Members,
        _ definitions: [String: Members]
    ) -> (root: Members, definitions: [String: Members]) {
        // What the root says is said at the root, wherever else.
        let root = Self.number(in: .object(root)).map { parts[$0].members } ?? root
        count(.object(root))
        for (_, members) in definitions.sorted(by: { $0.key < $1.key }) { count(.object(members)) }
        var names: [Int: String] = [:]
        var taken = Set(definitions.keys)
        for (number, part) in parts.enumerated() where part.uses > 1 {
            let base = SchemaWriter.title(part.name).split { !$0.isLetter && !$0.isNumber }
                .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            var name = base
            var ordinal = 1
            while !taken.insert(name).inserted {
                ordinal += 1
                name = "\(base)_\(ordinal)"
            }
            names[number] = name
        }
        var all = definitions.mapValues { placed($0, names) }
        for (number, name) in names { all[name] = placed(parts[number].members, names) }
        return (placed(root, names), all)
    }

    /// Counts the places of each part; what a part holds is counted with its first place.
    private mutating func count(_ text: JSONText) {
        switch text {
        case .array(let values): for value in values { count(value) }
        case .object(let members):
            if let number = Self.number(in: text) {
                parts[number].uses += 1
                if parts[number].uses == 1 { count(.object(parts[number].members)) }
            }
            for (_, value) in members { count(value) }
        default: break
        }
    }

    private static func number(in text: JSONText) -> Int? {
        guard case .object(let members) = text,
            case .string(let target)? = members.first(where: { $0.0 == key })?.1,
            target.hasPrefix(mark)
        else { return nil }
        return Int(target.dropFirst(mark.count))
    }

    private func placed(_ members: Members, _ names: [Int: String]) -> Members {
        guard let number = Self.number(in: .object(members)) else {
            return members.map { ($0.0, placed($0.1, names)) }
        }
        if let name = names[number] {
            return members.map { $0.0 == Self.key ? ($0.0, .string("#/$defs/\(name)")) : $0 }
        }
        // What is said beside the reference goes before what the part says itself.
        let beside = members.filter { $0.0 != Self.key }
        let own = placed(parts[number].members, names).filter { member in
            !beside.contains { $0.0 == member.0 }
        }
        let first = beside.filter { $0.0 == "description" }
        return first + own + beside.filter { $0.0 != "description" }
    }

    private func placed(_ text: JSONText, _ names: [Int: String]) -> JSONText {
        switch text {
        case .array(let values): .array(values.map { placed($0, names) })
        case .object(let members): .object(placed(members, names))
        default: text
        }
    }
}
