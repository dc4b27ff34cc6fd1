import Foundation
import LibraryModel
import SimulationKernel

/// Where decisions are made, one after another, in memory that is used again.
///
/// What is known is written on its sheet, and then decided on. Nothing of a decision is left for
/// the next one.
package final class RoutingDesk {
    private let program: RuleProgram
    /// All that is known of the request and its candidates.
    @exclusivity(unchecked) package private(set) var sheet: FactSheet
    /// What came of the last decision.
    package var outcome: RoutingOutcome { latest }
    @exclusivity(unchecked) private var latest = RoutingOutcome()
    @exclusivity(unchecked) private var context = RoutingContext()
    /// The numbers that are the same always.
    @exclusivity(unchecked) private var constants = Scratch<Int64>()
    /// The numbers of the load functions, function by function.
    @exclusivity(unchecked) private var loads = Scratch<Int64>()
    @exclusivity(unchecked) private var ranking: Ranking

    /// Prepares to decide by rules, with a sheet that was made for them.
    package init(_ rules: RoutingRules, _ sheet: FactSheet) {
        precondition(
            sheet.layout.columns == rules.layout.columns,
            "the sheet was not made for these rules"
        )
        program = rules.program
        self.sheet = sheet
        ranking = Ranking(
            keyCount: program.keyCount,
            tieCount: program.steps.count - program.keyCount,
            groupsByInstitution: program.groupsByInstitution,
            cap: program.cap
        )
        constants.makeRoom(for: program.numbers.count)
        for (place, number) in program.numbers.enumerated() { constants.base[place] = number }
    }

    /// Prepares to decide by rules about candidates that are not known yet.
    package convenience init(_ rules: RoutingRules) {
        self.init(rules, FactSheet(rules.layout, at: .distantPast, of: []))
    }

    /// Lets facts be written on the sheet.
    package func write(_ facts: (inout FactSheet) -> Void) {
        facts(&sheet)
    }

    /// Decides who is asked to lend, in which order, with a record per candidate.
    ///
    /// The order of the sheet's rows means nothing. All filters are looked at for all candidates.
    /// Records that nobody will read do without what decided between neighbours, and those of
    /// candidates beyond the cap may be left out.
    ///
    /// - Complexity: O(*n* (*f* + *k*) + *n* *k* log *n*) for *n* candidates, *f* conditions of
    ///   filters and *k* keys.
    package func decide(_ context: RoutingContext, isRead: Bool) {
        latest.clear()
        latest.cursor = context.cursor
        evaluateLoads()
        self.context = context
        latest.refusals = refusals()
        guard latest.refusals == 0 else {
            latest.nobody = .notAdmitted
            return
        }
        rank(isRead: isRead)
        if latest.records.first?.standing.isAsked == true {
            if program.hasRoundRobin { latest.cursor = latest.records[0].institution }
        } else {
            latest.nobody = latest.whyNobody(on: sheet)
        }
    }

    /// Takes an outcome that was come by in another way.
    func settle(_ outcome: RoutingOutcome) {
        latest = outcome
    }

    /// The order of the candidates where some filters find nobody.
    func order(ignoring ignored: UInt64, _ context: RoutingContext) -> RoutingOutcome {
        latest.clear()
        evaluateLoads()
        self.context = context
        rank(ignoring: ignored, isRead: true)
        return latest
    }

    /// Works out the numbers of the load functions; a decision begins with it.
    func evaluateLoads() {
        guard !program.loads.isEmpty else { return }
        loads.makeRoom(for: program.loads.count * count)
        // Facts about the request have a place even where there is no candidate.
        let view = sheet.rows.isEmpty ? sheet.with([FactSheet.Row(InstitutionID(0))]) : sheet
        for (place, function) in program.loads.enumerated() {
            let values = UnsafeMutableBufferPointer(
                start: loads.base + place * count,
                count: count
            )
            values.update(repeating: FactValue.unknown)
            function.evaluate(view, program.settings, into: values)
        }
    }

    /// The number of places of a column.
    private var count: Int { max(1, sheet.rows.count) }

    /// A number for each row: where it is, and how far apart; 0 where all rows share it.
    private struct Column {
        var base: UnsafePointer<Int64>
        var step: Int

        var isShared: Bool { step == 0 }

        @inline(__always)
        subscript(row: Int) -> Int64 { base[row &* step] }
    }

    /// The candidates, and where the numbers of all sources are.
    private struct Numbers {
        var rows: UnsafeBufferPointer<FactSheet.Row>
        var facts: UnsafePointer<Int64>
        var times: UnsafePointer<Int64>
        var spreads: UnsafePointer<FactSheet.Spread>
        var constants: UnsafePointer<Int64>
        var loads: UnsafePointer<Int64>
        var stride: Int
        /// When the decision is made, in microseconds since 1970 UTC.
        var now: Int64

        @inline(__always)
        subscript(source: RuleProgram.Source) -> Column {
            switch source {
            case .slot(let slot):
                Column(base: facts + slot &* stride, step: spreads[slot] == .nothing ? 0 : 1)
            case .load(let place): Column(base: loads + place &* stride, step: 1)
            case .number(let place): Column(base: constants + place, step: 0)
            }
        }

        /// When a fact was true, by the slot of its column.
        func time(_ slot: Int, _ row: Int) -> Int64 {
            times[slot &* stride &+ (spreads[slot] == .valuesAndTimes ? row : 0)]
        }
    }

    /// Lets the numbers of all sources be read, once loads are evaluated; the sheet must not be reached
    /// otherwise meanwhile.
    @inline(__always)
    private func withNumbers<Result>(_ body: (Numbers) -> Result) -> Result {
        let (constants, loads) = (constants.base, loads.base)
        let (now, stride) = (sheet.now.microseconds, count)
        return sheet.lend { rows, values, times, spreads in
            // A sheet for rules has room for some facts, and a place for the request's.
            guard let facts = values.baseAddress, let times = times.baseAddress,
                let spreads = spreads.baseAddress
            else { preconditionFailure("a sheet without room") }
            return body(
                Numbers(
                    rows: rows,
                    facts: facts,
                    times: times,
                    spreads: spreads,
                    constants: constants,
                    loads: loads,
                    stride: stride,
                    now: now
                )
            )
        }
    }

    /// The rules of admission that refuse the request.
    private func refusals() -> UInt64 {
        guard !program.admission.isEmpty else { return 0 }
        return withNumbers { numbers in
            var mask: UInt64 = 0
            for (place, conditions) in program.admission.enumerated()
            where hold(conditions, numbers) {
                mask |= 1 << UInt64(place)
            }
            return mask
        }
    }

    /// Whether conditions hold of a row; those about the request hold of any.
    private func hold(
        _ conditions: [RuleProgram.Condition],
        of row: Int = 0,
        _ numbers: Numbers
    ) -> Bool {
        conditions.allSatisfy { $0.condition.holds(numbers[$0.left][row], numbers[$0.right][row]) }
    }

    /// Puts all candidates in order; filters that are ignored find nobody.
    private func rank(ignoring ignored: UInt64 = 0, isRead: Bool) {
        ranking.restart(
            rowCount: sheet.rows.count,
            excludes: program.excludes & ~ignored,
            defers: program.defers & ~ignored
        )
        withNumbers { numbers in
            let found = filter(numbers)
            ranking.found = found
            setStandings(numbers, demotes: found & program.demotes & ~ignored)
            let stepCount = isRead ? program.steps.count : program.decidingCount
            for place in 0..<stepCount { setCodes(place, numbers) }
            ranking.clearLastResort()
            ranking.tell(&latest, of: numbers.rows, isRead: isRead) { place, row, code in
                (value(place, row, numbers) ?? code, time(place, row, numbers))
            }
        }
    }

    /// Sets the bit of each filter that finds a row, and gives the bits of those that find any.
    private func filter(_ numbers: Numbers) -> UInt64 {
        let failed = ranking.failed
        let rows = 0..<ranking.rowCount
        failed.update(repeating: 0, count: rows.count)
        var found: UInt64 = 0
        let (tests, singles) = (program.firstTests, program.singles)
        for place in tests.indices {
            let test = tests[place]
            let column = numbers[test.source]
            if column.isShared, !test.holds(column[0]) { continue }
            let bit: UInt64 = 1 << UInt64(place)
            let isSingle = singles & bit != 0
            for row in rows where test.holds(column[row]) {
                guard isSingle || holdsBesides(place, of: row, numbers) else {
                    continue
                }
                failed[row] |= bit
                found |= bit
            }
        }
        return found
    }

    /// Whether all of a filter but its first test holds of a row.
    @inline(__always)
    private func holdsBesides(_ place: Int, of row: Int, _ numbers: Numbers) -> Bool {
        program.finders[place].tests.allSatisfy { $0.holds(numbers[$0.source][row]) }
            && hold(program.finders[place].conditions, of: row, numbers)
    }

    /// Sets the first number of each row, where any is demoted or of last resort.
    private func setStandings(_ numbers: Numbers, demotes: UInt64) {
        let places = numbers[program.lastResortPlace]
        let hasLastResort = !places.isShared || FactValue.isValue(places[0])
        guard hasLastResort || demotes != 0 else { return }
        let failed = ranking.failed
        let standings = ranking.addStandings()
        for row in 0..<ranking.rowCount {
            let place = places[row]
            if FactValue.isValue(place) {
                failed[row] &= program.lastResortMask
                standings[row] = FactValue.sum(2, max(0, place))
            } else {
                standings[row] = failed[row] & demotes != 0 ? 1 : 0
            }
        }
    }

    /// Sets what the rows are compared by at a place, where they may differ there.
    private func setCodes(_ place: Int, _ numbers: Numbers) {
        let step = program.steps[place]
        let rows = 0..<ranking.rowCount
        if step.isConditional, !hold(program.conditions[place], numbers) { return }
        switch step.kind {
        case .key:
            let column = numbers[step.source]
            if column.isShared { return }
            let codes = ranking.addCodes(place)
            setCodes(codes, by: step, column)
            if step.isBucketed {
                setBucketedCodes(codes, by: step, column, program.bucketings[place])
            }
            if step.isForBest { clearBeyondBest(codes) }
        case .symbol:
            let codes = ranking.addCodes(place)
            for row in rows { codes[row] = Int64(numbers.rows[row].institution.index) }
        case .random:
            let codes = ranking.addCodes(place)
            for row in rows { codes[row] = Int64(bitPattern: draw(numbers.rows[row]).first >> 1) }
        case .weighted:
            let codes = ranking.addCodes(place)
            let weights = numbers[step.source]
            for row in rows { codes[row] = waiting(numbers.rows[row], weight: weights[row]) }
        case .roundRobin:
            let codes = ranking.addCodes(place)
            let next = (context.cursor?.index).map { Int64($0) + 1 } ?? 0
            for row in rows {
                let index = Int64(numbers.rows[row].institution.index)
                codes[row] = index >= next ? index - next : index + Int64(Int32.max)
            }
        }
    }

    /// Sets what a key that leaves values as they are orders those of all rows by.
    private func setCodes(
        _ codes: UnsafeMutablePointer<Int64>,
        by key: RuleProgram.Step,
        _ column: Column
    ) {
        // A number less one with its bits turned over is its negative.
        let turned: Int64 = key.isDescending ? -1 : 0
        for row in 0..<ranking.rowCount {
            let value = column[row]
            if FactValue.isValue(value) {
                codes[row] = (FactValue.held(value) &+ turned) ^ turned
            } else {
                codes[row] = value == FactValue.unknown ? key.ifUnknown : key.ifMissing
            }
        }
    }

    /// Sets what a key that makes near values equal orders those of all rows by.
    private func setBucketedCodes(
        _ codes: UnsafeMutablePointer<Int64>,
        by key: RuleProgram.Step,
        _ column: Column,
        _ bucketing: RankBucketing
    ) {
        for row in 0..<ranking.rowCount where FactValue.isValue(column[row]) {
            let bucketed = bucketing.apply(FactValue.held(column[row]))
            codes[row] = key.isDescending ? -bucketed : bucketed
        }
    }

    /// The least of exponential variates comes first, each with its weight as its rate.
    private func waiting(_ row: FactSheet.Row, weight: Int64) -> Int64 {
        guard FactValue.isValue(weight), weight > 0 else { return .max }
        let wait = -log(draw(row).unit) / Double(weight)
        return Int64(bitPattern: wait.bitPattern)
    }

    private func draw(_ row: FactSheet.Row) -> Draw {
        context.draws.draw(
            context.request.child(Int64(bitPattern: row.entity.hash)),
            .routingTie,
            context.round
        )
    }

    /// Leaves a tie-break's number only to the rows whose keys equal the best one's.
    private func clearBeyondBest(_ codes: UnsafeMutablePointer<Int64>) {
        let live = (0..<ranking.rowCount).filter { ranking.isLive($0) }
        guard var best = live.first else { return }
        for row in live where ranking.isBefore(row, best, by: program.keyCount) { best = row }
        for row in 0..<ranking.rowCount where ranking.isBefore(best, row, by: program.keyCount) {
            codes[row] = 0
        }
    }

    /// A row's value of a key; nil for a tie-break that goes by no key.
    private func value(_ place: Int, _ row: Int, _ numbers: Numbers) -> Int64? {
        let step = program.steps[place]
        return step.kind == .key ? numbers[step.source][row] : nil
    }

    /// As of when a row's value of a key or a tie-break was known: its oldest fact.
    private func time(_ place: Int, _ row: Int, _ numbers: Numbers) -> Int64 {
        let step = program.steps[place]
        guard step.kind == .key else { return numbers.now }
        switch step.source {
        case .slot(let slot): return numbers.time(slot, row)
        case .number: return numbers.now
        case .load(let load):
            return program.loadSlots[load].reduce(numbers.now) { min($0, numbers.time($1, row)) }
        }
    }

    /// The number of a term for one row, as explanations show it, once loads are evaluated.
    func value(of source: RuleProgram.Source, _ row: Int) -> Int64 {
        withNumbers { $0[source][row] }
    }
}

extension FactSheet {
    /// The same facts about the request for other candidates, of which nothing is known.
    func with(_ rows: [Row]) -> FactSheet {
        var copy = FactSheet(layout, at: now, of: rows)
        copy.history = history
        copy.earlierRequests = earlierRequests
        copy.request = request
        for column in layout.columns where column.scope == .request {
            copy.set(column, to: value(column, of: 0))
        }
        return copy
    }
}
