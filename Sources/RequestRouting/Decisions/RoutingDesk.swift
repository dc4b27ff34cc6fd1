import Foundation
import LibraryModel
import SimulationKernel

/// Where decisions are made, one after another, in memory that is used again.
///
/// What is known is written on its sheet, and then decided on. Nothing of a decision is left for
/// the next one.
package final class RoutingDesk {
    private let prepared: PreparedRules
    /// All that is known of the request and its candidates.
    @exclusivity(unchecked) package private(set) var sheet: FactSheet
    /// What came of the last decision.
    @exclusivity(unchecked) package private(set) var outcome = RoutingOutcome()
    @exclusivity(unchecked) private var context = RoutingContext()
    /// The numbers of the load functions, function by function.
    @exclusivity(unchecked) private var loads: [Int64] = []
    @exclusivity(unchecked) private var ranking: Ranking

    /// Prepares to decide by rules, with a sheet that was made for them.
    package init(_ rules: RoutingRules, _ sheet: FactSheet) {
        precondition(
            sheet.layout.columns == rules.layout.columns,
            "the sheet was not made for these rules"
        )
        prepared = rules.prepared
        self.sheet = sheet
        ranking = Ranking(
            keyCount: rules.program.keys.count,
            tieCount: rules.program.ties.count,
            groupsByInstitution: rules.prepared.groupsByInstitution,
            cap: rules.prepared.cap
        )
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
        outcome.clear()
        outcome.cursor = context.cursor
        evaluateLoads()
        self.context = context
        outcome.refusals = refusals()
        guard outcome.refusals == 0 else {
            outcome.nobody = .notAdmitted
            return
        }
        rank()
        ranking.tell(&outcome, of: sheet.rows, hasLastResort: true, isRead: isRead) {
            time($0, $1)
        }
        if outcome.records.first?.standing.isAsked == true {
            if program.hasRoundRobin { outcome.cursor = outcome.records[0].institution }
        } else {
            outcome.nobody = outcome.whyNobody(on: sheet)
        }
    }

    /// Takes an outcome that was come by in another way.
    func settle(_ outcome: RoutingOutcome) {
        self.outcome = outcome
    }

    /// The order of the candidates where some filters find nobody.
    func order(ignoring ignored: UInt64, _ context: RoutingContext) -> RoutingOutcome {
        outcome.clear()
        evaluateLoads()
        self.context = context
        rank(ignoring: ignored)
        ranking.tell(&outcome, of: sheet.rows, hasLastResort: true) { _, _ in 0 }
        return outcome
    }

    /// Works out the numbers of the load functions; a decision begins with it.
    func evaluateLoads() {
        guard !program.loads.isEmpty else { return }
        // Facts about the request have a place even where there is no candidate.
        let view = sheet.rows.isEmpty ? sheet.with([FactSheet.Row(InstitutionID(0))]) : sheet
        loads.removeAll(keepingCapacity: true)
        loads.append(
            contentsOf: repeatElement(FactValue.unknown, count: program.loads.count * count)
        )
        loads.withUnsafeMutableBufferPointer { buffer in
            for (place, function) in program.loads.enumerated() {
                let range = place * count..<(place + 1) * count
                function.evaluate(
                    view,
                    program.settings,
                    into: UnsafeMutableBufferPointer(rebasing: buffer[range])
                )
            }
        }
    }

    /// The number of places of a column.
    private var count: Int { max(1, sheet.rows.count) }

    private var program: RuleProgram {
        @inline(__always) _read { yield prepared.program }
    }

    /// A number for each row: where it is, and how far apart; 0 where all rows share it.
    private struct Column {
        var base: UnsafePointer<Int64>
        var step: Int

        @inline(__always)
        subscript(row: Int) -> Int64 { base[row &* step] }
    }

    /// Gives the numbers of a source for all rows.
    @inline(__always)
    private func with<Result>(
        _ source: RuleProgram.Source,
        _ body: (Column) -> Result
    ) -> Result {
        switch source {
        case .slot(let slot):
            sheet.values.withUnsafeBufferPointer { values in
                guard let base = values.baseAddress else {
                    return constant(FactValue.unknown, body)
                }
                return body(Column(base: base + slot * count, step: 1))
            }
        case .requestSlot(let slot):
            sheet.values.withUnsafeBufferPointer { values in
                guard let base = values.baseAddress else {
                    return constant(FactValue.unknown, body)
                }
                return body(Column(base: base + slot * count, step: 0))
            }
        case .load(let place):
            loads.withUnsafeBufferPointer { values in
                guard let base = values.baseAddress else {
                    return constant(FactValue.unknown, body)
                }
                return body(Column(base: base + place * count, step: 1))
            }
        case .number(let number):
            constant(number, body)
        }
    }

    private func constant<Result>(_ number: Int64, _ body: (Column) -> Result) -> Result {
        withUnsafePointer(to: number) { body(Column(base: $0, step: 0)) }
    }

    /// The rules of admission that refuse the request.
    private func refusals() -> UInt64 {
        var mask: UInt64 = 0
        for (place, conditions) in program.admission.enumerated()
        where conditions.allSatisfy({ holds($0, 0) }) {
            mask |= 1 << UInt64(place)
        }
        return mask
    }

    private func holds(_ condition: RuleProgram.Condition, _ row: Int) -> Bool {
        with(condition.left) { left in
            with(condition.right) { right in condition.condition.holds(left[row], right[row]) }
        }
    }

    /// Works out what all candidates are compared by; filters that are ignored find nobody.
    private func rank(ignoring ignored: UInt64 = 0) {
        let rowCount = sheet.rows.count
        ranking.restart(
            rowCount: rowCount,
            excludes: program.excludes & ~ignored,
            defers: program.defers & ~ignored
        )
        guard rowCount > 0 else { return }
        filter()
        let width = ranking.width
        with(program.lastResortPlace) { place in
            ranking.failed.withUnsafeMutableBufferPointer { failed in
                ranking.codes.withUnsafeMutableBufferPointer { codes in
                    for row in 0..<rowCount {
                        let lastResort = place[row]
                        let isLastResort = FactValue.isValue(lastResort)
                        if isLastResort { failed[row] &= program.lastResortMask }
                        codes[row &* width] = Ranking.standing(
                            isDemoted: failed[row] & program.demotes & ~ignored != 0,
                            lastResortPlace: isLastResort ? max(0, lastResort) : -1
                        )
                    }
                }
            }
        }
        for place in prepared.keys.indices {
            let key = prepared.keys[place]
            if key.isPlain {
                sortCodes(place, of: key.source, key.isDescending)
            } else {
                sortCodes(of: program.keys[place], place)
            }
        }
        breakTies()
    }

    /// Sets the bit of each filter that finds a row.
    private func filter() {
        let rowCount = sheet.rows.count
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rowCount) { found in
            ranking.failed.withUnsafeMutableBufferPointer { failed in
                for (place, tests) in prepared.filters.enumerated() {
                    found.initialize(repeating: 1)
                    for test in tests { sweep(prepared.tests[test], found) }
                    let shift = UInt64(place)
                    for row in 0..<rowCount { failed[row] |= UInt64(found[row]) << shift }
                }
            }
        }
    }

    /// Clears the marks of the rows of which a condition does not hold.
    private func sweep(
        _ test: PreparedRules.Test,
        _ found: UnsafeMutableBufferPointer<UInt8>
    ) {
        with(test.left) { left in
            with(test.right) { right in
                @inline(__always)
                func each(_ holds: (Int64, Int64) -> Bool) {
                    for row in found.indices {
                        let (value, other) = (left[row], right[row])
                        let least = min(value, other)
                        if FactValue.isValue(least) {
                            found[row] &= holds(value, other) ? 1 : 0
                        } else {
                            found[row] &=
                                least == FactValue.unknown ? test.ifUnknown : test.ifMissing
                        }
                    }
                }
                switch test.comparison {
                case .isEqual: each { $0 == $1 }
                case .isNot: each { $0 != $1 }
                case .below: each { $0 < $1 }
                case .atMost: each { $0 <= $1 }
                case .above: each { $0 > $1 }
                case .atLeast: each { $0 >= $1 }
                case .isAmong, .isNotAmong, .known:
                    let condition = program.filters[test.filter][test.place].condition
                    for row in found.indices {
                        found[row] &= condition.holds(left[row], right[row]) ? 1 : 0
                    }
                }
            }
        }
    }

    /// Whether a key counts for this request.
    private func counts(_ key: RuleProgram.Key) -> Bool {
        key.conditions.allSatisfy { holds($0, 0) }
    }

    private func sortCodes(of key: RuleProgram.Key, _ place: Int) {
        guard counts(key) else { return }
        let rule = key.key
        with(key.source) { column in
            setCodes(place) { row in
                let value = column[row]
                return (value, rule.sortCode(value))
            }
        }
    }

    /// What values are ordered by that are neither bucketed nor subject to conditions.
    private func sortCodes(_ place: Int, of source: RuleProgram.Source, _ isDescending: Bool) {
        with(source) { column in
            setCodes(place) { row in
                let value = column[row]
                if FactValue.isValue(value) {
                    let held = FactValue.held(value)
                    return (value, isDescending ? -held : held)
                }
                return (value, program.keys[place].key.sortCode(value))
            }
        }
    }

    /// Sets the value and the number of a key or a tie-break for each row; lenders of last resort go
    /// by their list only.
    @inline(__always)
    private func setCodes(_ place: Int, _ code: (Int) -> (value: Int64, code: Int64)) {
        let width = ranking.width
        let rowCount = sheet.rows.count
        ranking.codes.withUnsafeMutableBufferPointer { codes in
            ranking.values.withUnsafeMutableBufferPointer { values in
                for row in 0..<rowCount {
                    let (value, code) = code(row)
                    values[row &* (width &- 1) &+ place] = value
                    codes[row &* width &+ place &+ 1] = codes[row &* width] >= 2 ? 0 : code
                }
            }
        }
    }

    private func breakTies() {
        let first = program.keys.count
        for (number, tie) in program.ties.enumerated() {
            let place = first + number
            switch tie {
            case .symbol:
                sheet.rows.withUnsafeBufferPointer { rows in
                    set(place) { Int64(rows[$0].institution.index) }
                }
            case .key(let key, let onlyBest):
                sortCodes(of: key, place)
                if onlyBest { clearBeyondBest(place, comparing: first) }
            case .random(let conditions):
                guard conditions.allSatisfy({ holds($0, 0) }) else { continue }
                set(place) { Int64(bitPattern: draw($0).first >> 1) }
            case .weighted(let source):
                with(source) { weights in
                    set(place) { row in
                        let weight = weights[row]
                        guard FactValue.isValue(weight), weight > 0 else { return .max }
                        // The least of exponential variates, each with its weight as its rate.
                        let wait = -log(draw(row).unit) / Double(weight)
                        return Int64(bitPattern: wait.bitPattern)
                    }
                }
            case .roundRobin:
                let next = (context.cursor?.index).map { Int64($0) + 1 } ?? 0
                set(place) { row in
                    let index = Int64(sheet.rows[row].institution.index)
                    return index >= next ? index - next : index + Int64(Int32.max)
                }
            }
        }
    }

    @inline(__always)
    private func set(_ place: Int, _ code: (Int) -> Int64) {
        let width = ranking.width
        let rowCount = sheet.rows.count
        ranking.codes.withUnsafeMutableBufferPointer { codes in
            ranking.values.withUnsafeMutableBufferPointer { values in
                for row in 0..<rowCount where codes[row &* width] < 2 {
                    let number = code(row)
                    codes[row &* width &+ place &+ 1] = number
                    values[row &* (width &- 1) &+ place] = number
                }
            }
        }
    }

    private func draw(_ row: Int) -> Draw {
        context.draws.draw(
            context.request.child(Int64(bitPattern: sheet.rows[row].entity.hash)),
            .routingTie,
            context.round
        )
    }

    /// Leaves a tie-break's number only to the rows whose keys equal the best one's.
    private func clearBeyondBest(_ place: Int, comparing keyCount: Int) {
        let width = ranking.width
        func isAtLeast(_ row: Int, _ best: Int) -> Bool {
            for step in 0...keyCount {
                let (one, other) = (
                    ranking.codes[row * width + step], ranking.codes[best * width + step]
                )
                if one != other { return one > other }
            }
            return true
        }
        let live = sheet.rows.indices.filter { ranking.isLive($0) }
        guard var best = live.first else { return }
        for row in live where !isAtLeast(row, best) { best = row }
        for row in sheet.rows.indices where !isAtLeast(best, row) {
            ranking.codes[row * width + place + 1] = 0
        }
    }

    /// As of when a row's value of a key or a tie-break was known: its oldest fact.
    private func time(_ place: Int, _ row: Int) -> Int64 {
        let now = sheet.now.microseconds
        let source: RuleProgram.Source
        if place < program.keys.count {
            source = program.keys[place].source
        } else {
            guard case .key(let key, _) = program.ties[place - program.keys.count] else {
                return now
            }
            source = key.source
        }
        switch source {
        case .slot(let slot): return sheet.times[slot * count + row]
        case .requestSlot(let slot): return sheet.times[slot * count]
        case .number: return now
        case .load(let load):
            return program.loads[load].columns.reduce(now) { oldest, column in
                min(oldest, sheet.time(column, of: row).microseconds)
            }
        }
    }

    /// The number of a term for one row, as explanations show it, once loads are evaluated.
    func value(of source: RuleProgram.Source, _ row: Int) -> Int64 {
        with(source) { $0[row] }
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
