package import LibraryModel
package import SimulationKernel

extension FactSheet {
    /// Says how many copies an institution has, by their statuses as numbers of
    /// ``FactColumn/itemStatus``.
    package mutating func setCounts(
        of row: Int,
        statuses: [Int64],
        asOf time: SimulationTime? = nil
    ) {
        func count(_ chosen: [ItemStatusFact]) -> Int64 {
            Int64(statuses.count { status in chosen.contains { $0.rawValue == status } })
        }
        set(.availableItems, of: row, to: count([.available]), asOf: time)
        set(.outItems, of: row, to: count([.checkedOut, .inTransit]), asOf: time)
        set(.items, of: row, to: Int64(statuses.count), asOf: time)
    }
}

extension RoutingRules {
    /// A sheet for these rules: a row for each candidate, and one for each lender of last resort,
    /// with what the rule set's own lists say of them; `institution` finds the one of a code.
    package func sheet(
        at now: SimulationTime,
        of rows: [FactSheet.Row],
        institution: (String) -> InstitutionID?
    ) -> FactSheet {
        let last = lists.lastResort.compactMap(institution)
        let lastRows = last.map { FactSheet.Row($0, item: -1) }
        var sheet = FactSheet(layout, at: now, of: rows + lastRows)
        let template = lists.template.compactMap(institution)
        let excluded = lists.excluded.compactMap(institution)
        for (row, candidate) in sheet.rows.enumerated() {
            let code = candidate.institution
            sheet.set(
                .templatePlace,
                of: row,
                to: template.firstIndex(of: code).map(Int64.init) ?? FactValue.missing
            )
            sheet.set(.listedAsExcluded, of: row, to: excluded.contains(code))
            let place = row - rows.count
            sheet.set(.lastResortPlace, of: row, to: place < 0 ? FactValue.missing : Int64(place))
        }
        return sheet
    }
}
