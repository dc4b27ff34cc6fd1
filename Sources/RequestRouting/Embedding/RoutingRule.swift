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
        let width = ranking.width
        for row in sheet.rows.indices {
            let facts = CandidateFacts(sheet, row)
            for filter in self.filters(finding: facts) where filters.indices.contains(filter) {
                ranking.failed[row] |= 1 << UInt64(filter)
            }
            let isDemoted = ranking.failed[row] & demotes != 0
            ranking.codes[row * width] = Ranking.standing(
                isDemoted: isDemoted,
                lastResortPlace: -1
            )
            let values = keyValues(of: facts)
            for (place, key) in keys.enumerated() {
                let value = place < values.count ? values[place] : FactValue.unknown
                let rank = RankKey(key.code, .setting(0), key.direction)
                ranking.values[row * (width - 1) + place] = value
                ranking.codes[row * width + place + 1] = rank.sortCode(value)
            }
            let index = Int64(facts.institution.index)
            ranking.values[row * (width - 1) + keys.count] = index
            ranking.codes[row * width + keys.count + 1] = index
        }
        var outcome = RoutingOutcome()
        ranking.tell(&outcome, of: sheet.rows, hasLastResort: false) { _, row in
            self.facts.reduce(sheet.now.microseconds) {
                min($0, sheet.time($1, of: row).microseconds)
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
