import Foundation

/// Short codes for institutions, made of their names: BSU for Bemidji State University.
///
/// A code is the initials of the name without its small words; where they are fewer than three, the
/// first word that is not just a kind of institution. Those that several institutions would share
/// get the city after a hyphen (MSUM-MANKATO), and where that does not help, the UNITID. The order
/// of the rows does not matter.
struct InstitutionCodes {
    /// What codes are made of.
    struct Name {
        let unitID: Int
        let name: String
        let city: String
    }

    private static let smallWords: Set<String> = [
        "A", "AN", "AND", "AT", "FOR", "IN", "OF", "ON", "THE",
    ]
    private static let kinds: Set<String> = [
        "ACADEMY", "COLLEGE", "INSTITUTE", "SCHOOL", "SEMINARY", "UNIVERSITY",
    ]
    private static let longest = 16

    /// The codes by UNITID, some of which the user has chosen.
    static func codes(of names: [Name], chosen: [Int: String]) -> [Int: String] {
        var codes = chosen
        var taken = Set(chosen.values.map { $0.uppercased() })
        var remaining = names.filter { chosen[$0.unitID] == nil }
        let levels: [(Name) -> String] = [
            { initials(of: $0) },
            { name in
                let city = words(of: name.city).joined().prefix(longest)
                return city.isEmpty ? initials(of: name) : "\(initials(of: name))-\(city)"
            },
        ]
        for level in levels {
            let candidates = remaining.map { (name: $0, code: level($0)) }
            let counts = Dictionary(grouping: candidates, by: \.code).mapValues(\.count)
            remaining = []
            let refused = taken
            for candidate in candidates {
                if counts[candidate.code] == 1, !refused.contains(candidate.code) {
                    codes[candidate.name.unitID] = candidate.code
                    taken.insert(candidate.code)
                } else {
                    remaining.append(candidate.name)
                }
            }
        }
        for name in remaining {
            var code = "\(initials(of: name))-\(name.unitID)"
            while !taken.insert(code).inserted { code += "X" }
            codes[name.unitID] = code
        }
        return codes
    }

    private static func initials(of name: Name) -> String {
        let words = words(of: name.name)
        let long = words.filter { !smallWords.contains($0) }
        let initials = String(long.compactMap(\.first).prefix(longest))
        if initials.count >= 3 { return initials }
        let telling = long.first { !kinds.contains($0) } ?? long.first
        return telling.map { String($0.prefix(longest)) } ?? "I\(name.unitID)"
    }

    /// The words of a text in capitals, without accents and apostrophes; anything else parts words.
    private static func words(of text: String) -> [String] {
        let plain = text.folding(options: .diacriticInsensitive, locale: nil).uppercased()
        var words = [""]
        for scalar in plain.unicodeScalars where !"'’.".unicodeScalars.contains(scalar) {
            switch scalar {
            case "A"..."Z", "0"..."9": words[words.count - 1].unicodeScalars.append(scalar)
            default: words.append("")
            }
        }
        return words.filter { !$0.isEmpty }
    }
}
