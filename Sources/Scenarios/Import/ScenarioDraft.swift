/// The scenario that an import writes: a semester with the demand that the survey lets expect.
struct ScenarioDraft {
    private let members: ImportedMembers
    private let share: InNetworkShare
    private let options: IPEDSImport.Options

    private static let daysInYear = 365.0

    init(_ members: ImportedMembers, share: InNetworkShare, options: IPEDSImport.Options) {
        self.members = members
        self.share = share
        self.options = options
    }

    var text: String {
        let network = options.networkName ?? options.selection.systems.first ?? "Imported libraries"
        let semester = ImportedPolicies.semester
        return heading + """
            name: \(Draft.scalarText("\(network), spring semester 2026"))
            description: What \(members.all.count) institutions lend at home, to visitors and to each other.
            network: \(Draft.scalarText(options.networkReference))
            seed: 2026
            start: \(semester.start)
            end: \(semester.end)
            demand:
              stay: {lognormal: {median: 14 d, sigma: 0.6}}
              institutions:

            """ + members.all.map(demand).joined()
    }

    private var heading: String {
        Draft.comment([
            "Written by 'fulfillnet import ipeds' from the 2021 Academic Libraries survey (IPEDS), "
                + "joined with the institution directory: US federal statistics in the public "
                + "domain, nces.ed.gov/ipeds.",
            "",
            "own-loans: the circulation of physical volumes (LPCRCLT) a patron and day of the "
                + "year.",
            "requests, visits: the loans received from elsewhere (LILLDRC), as many of them as come "
                + "from members, a patron and day of the year. "
                + "\(DecimalText(SurveyDefaults.visitShare, digits: 2)) of them are visits, an "
                + "assumption; the rest are titles that patrons want, lent at home where a copy is "
                + "on the shelf and requested from a member otherwise.",
            "The \(share.summary): members also borrow outside.",
        ]) + "\n"
    }

    private func demand(of member: ImportedMembers.Member) -> String {
        let institution = member.institution
        let patronDays = Double(institution.patrons) * Self.daysInYear
        let own = DecimalText(Double(institution.circulation) / patronDays, digits: 8)
        let received = Double(institution.received) * share.value / patronDays
        let visits = DecimalText(received * SurveyDefaults.visitShare, digits: 8)
        let requests = DecimalText(received * (1 - SurveyDefaults.visitShare), digits: 8)
        let popularity = SurveyDefaults.popularity
        let comment = Draft.comment(
            [
                "\(grouped(institution.circulation)) loans at home and "
                    + "\(grouped(institution.received)) from elsewhere a year, "
                    + "\(grouped(institution.patrons)) patrons"
            ],
            "    "
        )
        return comment + """
                \(Draft.scalarText(member.code)):
                  own-loans: {per-patron-day: \(own), popularity: \(popularity)}
                  requests: {per-patron-day: \(requests), popularity: \(popularity)}
                  visits:
                    per-patron-day: \(visits)
                    popularity: \(popularity)
                    distance-decay: \(SurveyDefaults.distanceDecayKilometres)

            """
    }
}
