public import LibraryModel
public import SimulationKernel

/// How lenders are chosen, as a Swift type.
///
/// A rule says which facts it needs, which filters find a candidate, and by which keys candidates
/// are ordered. Everything else is done for it as for rule sets from files: every filter is looked at
/// for every candidate, of an institution's copies the best stands for it, what keys leave equal goes
/// by the institutions' codes, and each candidate gets a record from which ``explain(_:decidedAt:name:)``
/// makes the same explanation.
///
/// An implementer owes the same answers for the same facts: no clock, no random numbers, nothing
/// remembered between calls.
public protocol RoutingRule: Sendable {
    /// What explanations call the rule.
    var name: String { get }
    /// The facts that it needs.
    var facts: [FactColumn] { get }
    /// Its filters, at most 64, in the order of the numbers that ``filters(finding:)`` gives.
    var filters: [RuleDescription.Filter] { get }
    /// Its keys, in the order in which they count, and of the values that ``keyValues(of:)`` gives.
    var keys: [RuleDescription.Key] { get }
    /// How many institutions are asked at most; nil for all.
    var cap: Int? { get }
    /// The numbers of the filters that find a candidate.
    func filters(finding candidate: CandidateFacts) -> [Int]
    /// The values of the keys for a candidate, one for each; values that are unknown or missing go
    /// last.
    func keyValues(of candidate: CandidateFacts) -> [Int64]
}

/// What is known of one candidate.
public struct CandidateFacts: Sendable {
    private let sheet: FactSheet
    private let row: Int

    init(_ sheet: FactSheet, _ row: Int) {
        self.sheet = sheet
        self.row = row
    }

    /// The institution that may lend.
    public var institution: InstitutionID { sheet.rows[row].institution }
    /// The copy; 0 for the institution as a whole.
    public var item: Int64 { sheet.rows[row].item }
    /// When the decision is made.
    public var now: SimulationTime { sheet.now }

    /// A fact as a number of its unit; nil where it is unknown or known to be missing.
    public subscript(column: FactColumn) -> Int64? {
        let value = sheet.value(column, of: row)
        return FactValue.isValue(value) ? value : nil
    }

    /// Whether something holds; nil where that is unknown.
    public func holds(_ column: FactColumn) -> Bool? {
        self[column].map { $0 != 0 }
    }
}

extension RoutingRule {
    /// All candidates are asked.
    public var cap: Int? { nil }

    /// A sheet for this rule, on which nothing is known.
    public func sheet(at now: SimulationTime, of rows: [FactSheet.Row]) -> FactSheet {
        FactSheet(FactLayout(facts + [.holdingsLocated]), at: now, of: rows)
    }

    /// What explanations say of the rule.
    public var description: RuleDescription {
        RuleDescription(
            name,
            filters: filters,
            keys: keys,
            tieBreaks: [.init("symbol", nil)]
        )
    }

    /// Decides who is asked to lend, in which order, with a record per candidate.
    public func decide(_ sheet: FactSheet) -> RoutingOutcome {
        let filters = filters
        let keys = keys
        func mask(_ effect: FilterEffect) -> UInt64 {
            filters.indices.prefix(64).reduce(0) { mask, place in
                mask | (filters[place].effect == effect ? 1 << UInt64(place) : 0)
            }
        }
        let demotes = mask(.demote)
        var ranking = Ranking(
            keyCount: keys.count,
            tieCount: 1,
            groupsByInstitution: true,
            cap: cap
        )
        ranking.restart(
            rowCount: sheet.rows.count,
            excludes: mask(.exclude),
            defers: mask(.defer)
        )
        let candidates = sheet.rows.indices.map { CandidateFacts(sheet, $0) }
        let standings = ranking.addStandings()
        for (row, candidate) in candidates.enumerated() {
            let found = self.filters(finding: candidate).filter { filters.indices.contains($0) }
            ranking.failed[row] = found.reduce(0) { $0 | 1 << UInt64($1) }
            standings[row] = ranking.failed[row] & demotes != 0 ? 1 : 0
        }
        let values = candidates.map { keyValues(of: $0) }
        func value(_ place: Int, _ row: Int) -> Int64 {
            place < values[row].count ? values[row][place] : FactValue.unknown
        }
        for (place, key) in keys.enumerated() {
            let rank = RankKey(key.code, .setting(0), key.direction)
            let codes = ranking.addCodes(place)
            for row in values.indices { codes[row] = rank.sortCode(value(place, row)) }
        }
        let symbols = ranking.addCodes(keys.count)
        for (row, candidate) in sheet.rows.enumerated() {
            symbols[row] = Int64(candidate.institution.index)
        }
        var outcome = RoutingOutcome()
        sheet.rows.withUnsafeBufferPointer { rows in
            ranking.tell(&outcome, of: rows) { place, row, code in
                let oldest = self.facts.reduce(sheet.now.microseconds) {
                    min($0, sheet.time($1, of: row).microseconds)
                }
                return (place < keys.count ? value(place, row) : code, oldest)
            }
        }
        if outcome.records.first?.standing.isAsked != true {
            outcome.nobody = outcome.whyNobody(on: sheet)
        }
        return outcome
    }

    /// Explains an outcome from its records.
    public func explain(
        _ outcome: RoutingOutcome,
        decidedAt now: SimulationTime,
        name: (InstitutionID) -> String
    ) -> Explanation {
        description.explain(outcome, decidedAt: now, name: name)
    }
}
