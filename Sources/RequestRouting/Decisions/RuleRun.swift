import Foundation
import LibraryModel
import SimulationKernel

/// One decision while it is made.
struct RuleRun {
    private let prepared: PreparedRules
    private let sheet: FactSheet
    private let context: RoutingContext
    private let loads: [Int64]
    private let count: Int

    init(_ rules: RoutingRules, _ sheet: FactSheet, _ context: RoutingContext) {
        prepared = rules.prepared
        self.sheet = sheet
        self.context = context
        count = max(1, sheet.rows.count)
        guard !rules.program.loads.isEmpty else {
            loads = []
            return
        }
        // Facts about the request have a place even where there is no candidate.
        let rows = sheet.rows.isEmpty ? [FactSheet.Row(InstitutionID(0))] : sheet.rows
        let view = sheet.rows.isEmpty ? sheet.with(rows) : sheet
        loads = [Int64](
            unsafeUninitializedCapacity: rules.program.loads.count * count
        ) { buffer, used in
            buffer.initialize(repeating: FactValue.unknown)
            for (place, function) in rules.program.loads.enumerated() {
                let range = place * rows.count..<(place + 1) * rows.count
                function.evaluate(
                    view,
                    rules.program.settings,
                    into: UnsafeMutableBufferPointer(rebasing: buffer[range])
                )
            }
            used = buffer.count
        }
    }

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
    func refusals() -> UInt64 {
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

    /// All candidates with what they are compared by; filters that are ignored find nobody.
    func rank(ignoring ignored: UInt64 = 0) -> Ranking {
        let rowCount = sheet.rows.count
        var ranking = Ranking(
            rowCount: rowCount,
            keyCount: program.keys.count,
            tieCount: program.ties.count,
            groupsByInstitution: prepared.groupsByInstitution,
            cap: prepared.cap,
            excludes: program.excludes & ~ignored,
            defers: program.defers & ~ignored,
            demotes: program.demotes & ~ignored
        )
        guard rowCount > 0 else { return ranking }
        filter(&ranking.failed)
        let width = ranking.width
        with(program.lastResortPlace) { place in
            for row in 0..<rowCount {
                let lastResort = place[row]
                let isLastResort = FactValue.isValue(lastResort)
                if isLastResort { ranking.failed[row] &= program.lastResortMask }
                ranking.codes[row * width] = Ranking.standing(
                    isDemoted: ranking.failed[row] & ranking.demotes != 0,
                    lastResortPlace: isLastResort ? max(0, lastResort) : -1
                )
            }
        }
        for (place, key) in program.keys.enumerated() { sortCodes(of: key, place, &ranking) }
        breakTies(&ranking)
        return ranking
    }

    /// Sets the bit of each filter that finds a row.
    private func filter(_ failed: inout [UInt64]) {
        let rowCount = sheet.rows.count
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rowCount) { found in
            failed.withUnsafeMutableBufferPointer { failed in
                for (place, conditions) in program.filters.enumerated() {
                    found.initialize(repeating: 1)
                    for condition in conditions { sweep(condition, found) }
                    let shift = UInt64(place)
                    for row in 0..<rowCount { failed[row] |= UInt64(found[row]) << shift }
                }
            }
        }
    }

    /// Clears the marks of the rows of which a condition does not hold.
    private func sweep(
        _ condition: RuleProgram.Condition,
        _ found: UnsafeMutableBufferPointer<UInt8>
    ) {
        let test = condition.condition
        let ifUnknown: UInt8 = test.holdsIfUnknown ? 1 : 0
        let ifMissing: UInt8 = test.holdsIfMissing ? 1 : 0
        with(condition.left) { left in
            with(condition.right) { right in
                @inline(__always)
                func each(_ holds: (Int64, Int64) -> Bool) {
                    for row in found.indices {
                        let (value, other) = (left[row], right[row])
                        let least = min(value, other)
                        if FactValue.isValue(least) {
                            found[row] &= holds(value, other) ? 1 : 0
                        } else {
                            found[row] &= least == FactValue.unknown ? ifUnknown : ifMissing
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
                    for row in found.indices {
                        found[row] &= test.holds(left[row], right[row]) ? 1 : 0
                    }
                }
            }
        }
    }

    /// Whether a key counts for this request.
    private func counts(_ key: RuleProgram.Key) -> Bool {
        key.conditions.allSatisfy { holds($0, 0) }
    }

    private func sortCodes(of key: RuleProgram.Key, _ place: Int, _ ranking: inout Ranking) {
        guard counts(key) else { return }
        let width = ranking.width
        let rowCount = sheet.rows.count
        let rule = key.key
        let isPlain = rule.bucketing == .none
        let isDescending = rule.direction == .descending
        with(key.source) { column in
            ranking.codes.withUnsafeMutableBufferPointer { codes in
                ranking.values.withUnsafeMutableBufferPointer { values in
                    for row in 0..<rowCount {
                        let value = column[row]
                        values[row &* (width - 1) + place] = value
                        let code: Int64
                        if isPlain, FactValue.isValue(value) {
                            let held = FactValue.held(value)
                            code = isDescending ? -held : held
                        } else {
                            code = rule.sortCode(value)
                        }
                        // Lenders of last resort go by their list only.
                        codes[row &* width + place + 1] = codes[row &* width] >= 2 ? 0 : code
                    }
                }
            }
        }
    }

    private func breakTies(_ ranking: inout Ranking) {
        let first = program.keys.count
        for (number, tie) in program.ties.enumerated() {
            let place = first + number
            switch tie {
            case .symbol:
                set(place, &ranking) { Int64(sheet.rows[$0].institution.index) }
            case .key(let key, let onlyBest):
                sortCodes(of: key, place, &ranking)
                if onlyBest { clearBeyondBest(place, comparing: first, &ranking) }
            case .random(let conditions):
                guard conditions.allSatisfy({ holds($0, 0) }) else { continue }
                set(place, &ranking) { Int64(bitPattern: draw($0).first >> 1) }
            case .weighted(let source):
                with(source) { weights in
                    set(place, &ranking) { row in
                        let weight = weights[row]
                        guard FactValue.isValue(weight), weight > 0 else { return .max }
                        // The least of exponential variates, each with its weight as its rate.
                        let wait = -log(draw(row).unit) / Double(weight)
                        return Int64(bitPattern: wait.bitPattern)
                    }
                }
            case .roundRobin:
                let next = (context.cursor?.index).map { Int64($0) + 1 } ?? 0
                set(place, &ranking) { row in
                    let index = Int64(sheet.rows[row].institution.index)
                    return index >= next ? index - next : index + Int64(Int32.max)
                }
            }
        }
    }

    @inline(__always)
    private func set(_ place: Int, _ ranking: inout Ranking, _ code: (Int) -> Int64) {
        let width = ranking.width
        for row in sheet.rows.indices where ranking.codes[row * width] < 2 {
            let number = code(row)
            ranking.codes[row * width + place + 1] = number
            ranking.values[row * (width - 1) + place] = number
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
    private func clearBeyondBest(_ place: Int, comparing keyCount: Int, _ ranking: inout Ranking) {
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
    func time(_ place: Int, _ row: Int) -> Int64 {
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

    /// The number of a term for one row, as explanations show it.
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
