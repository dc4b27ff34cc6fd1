package import LibraryModel

extension RoutingRules {
    /// What the rules mean in a network: filters that find everybody, and lenders that nobody can
    /// reach.
    ///
    /// - Parameters:
    ///   - borrowers: A sheet for each borrower, with what is known of a network before it is run.
    ///   - name: The code of an institution.
    /// - Returns: The findings by filter, then by lender.
    package func lint(
        in borrowers: [FactSheet],
        name: (InstitutionID) -> String
    ) -> [RuleFinding] {
        let outcomes = borrowers.map { decide($0) }
        var findings: [RuleFinding] = []
        let others = zip(borrowers, outcomes).flatMap { sheet, outcome in
            outcome.records.filter { record in
                let row = sheet.rows.firstIndex { $0.institution == record.institution }
                return row.map { sheet.value(.isBorrower, of: $0) != 1 } ?? true
            }
        }
        guard !others.isEmpty else { return [] }
        var everybody: UInt64 = 0
        for (place, filter) in filters.enumerated()
        where filter.effect == .exclude
            && others.allSatisfy({ $0.failedFilters & 1 << UInt64(place) != 0 })
        {
            everybody |= 1 << UInt64(place)
            findings.append(
                RuleFinding(
                    .warning,
                    .excludesEverybody,
                    "the filter '\(filter.code)' excludes every lender of this network",
                    hint: "widen it, or check the network",
                    at: filter.line
                )
            )
        }
        guard everybody == 0 else { return findings }
        let lenders = Set(others.map(\.institution)).sorted()
        for lender in lenders {
            let records = others.filter { $0.institution == lender }
            guard records.allSatisfy({ $0.standing == .excluded }) else { continue }
            let reasons = filters.indices.filter { place in
                records.contains { $0.failedFilters & 1 << UInt64(place) != 0 }
            }
            let codes = reasons.map { filters[$0].code }
            findings.append(
                RuleFinding(
                    .warning,
                    .unreachableLender,
                    "no borrower can reach \(name(lender)): \(codes.joined(separator: ", "))",
                    hint: "check these filters and the network's relations",
                    at: reasons.first.map { filters[$0].line } ?? RuleLine(1, 1)
                )
            )
        }
        return findings
    }
}
