/// Turns rows of the 2021 survey of US academic libraries (IPEDS) into a network configuration, and
/// into a scenario of a semester with the demand that the survey lets expect.
package struct IPEDSImport {
    /// What the user decides; the rest the survey says.
    package struct Options: Sendable {
        /// The members.
        package var selection = SurveySelection()
        /// Codes that the user chooses, by UNITID.
        package var codes: [Int: String] = [:]
        /// The network's code.
        package var networkCode: String?
        /// The network's name.
        package var networkName: String?
        /// The share of each collection that is made up copy by copy.
        package var activeShare: Double
        /// The share of the loans received that comes from members; as the members' numbers have
        /// it, if not given.
        package var inNetworkShare: Double?
        /// A YAML file that is laid over the institutions.
        package var overlayPath: String?
        /// Where the network configuration is written to, for complaints about it.
        package var networkPath: String
        /// The path of the network configuration as the scenario has it.
        package var networkReference: String

        /// Creates options that select nothing.
        package init() {
            activeShare = SurveyDefaults.activeShare
            networkPath = "network.yaml"
            networkReference = "network.yaml"
        }
    }

    /// What came of an import.
    package struct Result: Sendable {
        /// The network configuration's text.
        package var network: String
        /// The scenario's text.
        package var scenario: String
        /// What was imported, in a few lines.
        package var summary: String
    }

    let options: Options
    let diagnostics: Diagnostics

    /// Creates an import.
    package init(_ options: Options, into diagnostics: Diagnostics) {
        self.options = options
        self.diagnostics = diagnostics
    }

    /// Reads the survey's files and writes what they say down; nil where nothing usable came of it,
    /// with the reasons among the diagnostics.
    package func run(paths: [String]) -> Result? {
        let before = diagnostics.count(of: .error)
        checkOptions()
        let survey = Survey(paths: paths, into: diagnostics)
        guard diagnostics.count(of: .error) == before else { return nil }
        let rows = options.selection.rows(of: survey, into: diagnostics)
        var institutions = rows.map { SurveyInstitution($0, into: diagnostics) }
        let centre = SurveyInstitution.centre(of: institutions)
        for index in institutions.indices {
            institutions[index].settle(centre: centre, into: diagnostics)
        }
        checkCodes(of: institutions, at: survey.place)
        guard diagnostics.count(of: .error) == before, !institutions.isEmpty else { return nil }
        let codes = InstitutionCodes.codes(
            of: institutions.map { .init(unitID: $0.unitID, name: $0.name, city: $0.city) },
            chosen: options.codes
        )
        let members = ImportedMembers(
            institutions.map { (codes[$0.unitID] ?? "", $0) },
            options: options
        )
        guard let share = share(of: members, at: survey.place),
            let network = NetworkDraft(members, options: options).text(into: diagnostics)
        else { return nil }
        let scenario = ScenarioDraft(members, share: share, options: options).text
        return Result(
            network: network,
            scenario: scenario,
            summary: members.summary + "\n" + share.summary
        )
    }

    private func checkOptions() {
        if !(options.activeShare > 0 && options.activeShare <= 1) {
            diagnostics.error(
                "\(options.activeShare) is not a share",
                at: SourcePlace(file: "--active-share"),
                hint: "write a number above 0 and at most 1"
            )
        }
        if let share = options.inNetworkShare, !(share >= 0 && share <= 1) {
            diagnostics.error(
                "\(share) is not a share",
                at: SourcePlace(file: "--in-network-share"),
                hint: "write a number from 0 to 1"
            )
        }
        if let code = options.networkCode { checkCode(code, at: "--network-code") }
        for (_, code) in options.codes.sorted(by: { $0.key < $1.key }) {
            checkCode(code, at: "--code")
        }
    }

    private func checkCode(_ code: String, at option: String) {
        do {
            _ = try ScalarReading.code(code)
        } catch {
            diagnostics.error(
                "'\(code)' is not a code",
                at: SourcePlace(file: option),
                hint: "write up to 40 letters, digits, '-', '_' and '.', a letter or digit first"
            )
        }
    }

    private func checkCodes(of institutions: [SurveyInstitution], at place: SourcePlace) {
        let members = Set(institutions.map(\.unitID))
        var owners: [String: Int] = [:]
        for (id, code) in options.codes.sorted(by: { $0.key < $1.key }) {
            if !members.contains(id) {
                diagnostics.error(
                    "--code \(id)=\(code) is for an institution that is not selected",
                    at: place,
                    hint: "select it with --unitid \(id), or leave the code out"
                )
            }
            if let other = owners.updateValue(id, forKey: code.uppercased()) {
                diagnostics.error(
                    "--code gives \(other) and \(id) the same code '\(code)'",
                    at: place,
                    hint: "choose another for one of them"
                )
            }
        }
    }

    private func share(of members: ImportedMembers, at place: SourcePlace) -> InNetworkShare? {
        if let declared = options.inNetworkShare { return .declared(declared) }
        if let share = InNetworkShare(reportedBy: members.all.map(\.institution)) { return share }
        diagnostics.error(
            "no member reports loans received from others, so that a share in the network cannot "
                + "be found",
            at: place,
            hint: "give --in-network-share"
        )
        return nil
    }
}
