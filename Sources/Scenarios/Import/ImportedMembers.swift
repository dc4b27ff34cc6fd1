import LibraryModel
/// The members of an imported network in the order of their codes, and what they amount to
/// together.
struct ImportedMembers {
    /// A member.
    struct Member {
        let code: String
        let institution: SurveyInstitution
        /// Circulating titles.
        let titles: Int
    }

    let all: [Member]
    /// The distinct titles of all.
    let universe: Int

    init(_ members: [(code: String, institution: SurveyInstitution)], options: IPEDSImport.Options)
    {
        all = members.sorted { $0.code < $1.code }
            .map {
                Member(
                    code: $0.code,
                    institution: $0.institution,
                    titles: $0.institution.titles(activeShare: options.activeShare)
                )
            }
        let copies = all.reduce(0) { $0 + $1.titles }
        let distinct = Int((Double(copies) * SurveyDefaults.distinctShare).rounded())
        universe = max(distinct, all.map(\.titles).max() ?? 0)
    }

    /// The zone that most members are in; of several, the first by name.
    var zone: String {
        var counts: [String: Int] = [:]
        for member in all { counts[Self.zone(of: member.institution), default: 0] += 1 }
        let most = counts.values.max() ?? 0
        return counts.keys.sorted().first { counts[$0] == most } ?? SurveyDefaults.usualZone
    }

    static func zone(of institution: SurveyInstitution) -> String {
        SurveyDefaults.zones[institution.state] ?? SurveyDefaults.usualZone
    }

    var summary: String {
        let patrons = all.reduce(0) { $0 + $1.institution.patrons }
        let copies = all.reduce(0) { $0 + $1.titles }
        return "\(all.count) institutions, \(grouped(patrons)) patrons, \(grouped(copies)) copies "
            + "of \(grouped(universe)) titles"
    }

    /// The two members farthest apart, and how far that is in kilometres.
    var farthest: (one: Member, other: Member, kilometres: Double)? {
        var best: (one: Member, other: Member, kilometres: Double)?
        for (position, one) in all.enumerated() {
            guard let from = one.institution.coordinates else { continue }
            for other in all.dropFirst(position + 1) {
                guard let to = other.institution.coordinates else { continue }
                let distance = from.kilometres(to: to)
                if distance > best?.kilometres ?? -1 { best = (one, other, distance) }
            }
        }
        return best
    }
}
