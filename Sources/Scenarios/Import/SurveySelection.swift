/// Which institutions of the survey become members.
package struct SurveySelection: Sendable {
    /// Names of public systems (F1SYSNAM); one of them is enough.
    package var systems: [String]
    /// Postal codes of states (STABBR); one of them is enough.
    ///
    /// With systems, both must fit.
    package var states: [String]
    /// Institutions that are members in any case.
    package var unitIDs: [Int]

    /// The most that one network has.
    static let mostMembers = 500

    /// Creates a selection.
    package init(systems: [String] = [], states: [String] = [], unitIDs: [Int] = []) {
        self.systems = systems
        self.states = states
        self.unitIDs = unitIDs
    }

    /// The rows selected, by UNITID; what was asked for and is not there is an error.
    func rows(of survey: Survey, into diagnostics: Diagnostics) -> [Survey.Row] {
        let place = survey.place
        let before = diagnostics.count(of: .error)
        guard !systems.isEmpty || !states.isEmpty || !unitIDs.isEmpty else {
            diagnostics.error(
                "nothing says which institutions to take",
                at: place,
                hint: "give --system, --state or --unitid"
            )
            return []
        }
        checkSystems(survey, into: diagnostics)
        let knownStates = Set(survey.rows.compactMap { $0.text("STABBR") }).sorted()
        for state in states where !knownStates.contains(state) {
            diagnostics.error(
                "no row has the state '\(state)' (STABBR)",
                at: place,
                hint: Spelling.hint(for: state, among: knownStates)
                    ?? "write the postal code, such as MN"
            )
        }
        var seen: Set<Int> = []
        let known = Set(survey.rows.map(\.unitID))
        for id in unitIDs {
            if !seen.insert(id).inserted {
                diagnostics.error(
                    "--unitid \(id) is given twice",
                    at: place,
                    hint: "remove one of them"
                )
            } else if !known.contains(id) {
                diagnostics.error(
                    "no row has the UNITID \(id)",
                    at: place,
                    hint: "look the institution up in the column INSTNM"
                )
            }
        }
        guard diagnostics.count(of: .error) == before else { return [] }
        let rows = survey.rows.filter { isSelected($0) }
        if rows.isEmpty {
            diagnostics.error(
                "no row is of such a system and such a state at once",
                at: place,
                hint: "leave out --system or --state"
            )
        } else if rows.count > Self.mostMembers {
            diagnostics.error(
                "\(rows.count) institutions are selected, of at most \(Self.mostMembers)",
                at: place,
                hint: "select fewer by --system, --state and --unitid"
            )
            return []
        }
        return rows
    }

    private func checkSystems(_ survey: Survey, into diagnostics: Diagnostics) {
        guard !systems.isEmpty else { return }
        guard survey.namesSystems else {
            diagnostics.error(
                "no file tells the systems that institutions belong to",
                at: survey.place,
                hint: "add a file with the column F1SYSNAM, or select by --state or --unitid"
            )
            return
        }
        let known = Set(survey.rows.compactMap { $0.text("F1SYSNAM") }).sorted()
        for system in systems where !known.contains(system) {
            diagnostics.error(
                "no row is of the system '\(system)' (F1SYSNAM)",
                at: survey.place,
                hint: Spelling.hint(for: system, among: known)
                    ?? "write the name as in the column F1SYSNAM"
            )
        }
    }

    private func isSelected(_ row: Survey.Row) -> Bool {
        if unitIDs.contains(row.unitID) { return true }
        guard !systems.isEmpty || !states.isEmpty else { return false }
        return fits(row.text("F1SYSNAM"), systems) && fits(row.text("STABBR"), states)
    }

    private func fits(_ value: String?, _ wanted: [String]) -> Bool {
        wanted.isEmpty || value.map(wanted.contains) ?? false
    }

    /// The selection in words, for the comment of a file.
    var summary: String {
        var parts: [String] = []
        if !systems.isEmpty { parts.append("system " + systems.joined(separator: " or ")) }
        if !states.isEmpty { parts.append("state " + states.joined(separator: " or ")) }
        var text = parts.joined(separator: " and ")
        if !unitIDs.isEmpty {
            let list = "UNITID " + unitIDs.sorted().map(String.init).joined(separator: ", ")
            text = text.isEmpty ? list : text + "; also " + list
        }
        return text
    }
}
