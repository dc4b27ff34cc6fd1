public import LibraryModel
public import SimulationKernel

/// All that is known when a request is routed: a row of facts per candidate, each fact a value and
/// the time at which it was true.
///
/// Everything is unknown until it is said. Values lie column by column, so that a rule is looked at
/// for all candidates in one pass.
public struct FactSheet: Sendable {
    /// A candidate: a copy, or an institution as a whole.
    public struct Row: Sendable, Hashable {
        /// The institution that may lend.
        public var institution: InstitutionID
        /// What tells its copies apart; 0 where the institution as a whole is meant.
        public var item: Int64
        /// What draws about the candidate are keyed by.
        public var entity: EntityKey

        /// Names a candidate; without an entity, draws are keyed by its numbers.
        @inlinable
        public init(_ institution: InstitutionID, item: Int64 = 0, entity: EntityKey? = nil) {
            self.institution = institution
            self.item = item
            self.entity = entity ?? EntityKey(hash: UInt64(institution.index)).child(item)
        }
    }

    /// Which facts there is room for.
    public let layout: FactLayout
    /// When the decision is made.
    public private(set) var now: SimulationTime
    /// The candidates; their order means nothing.
    public private(set) var rows: [Row]
    /// Who was asked before, for rules that count.
    public var history = RoutingHistory()
    /// What the patron and others asked for before, for rules that find duplicates.
    public var earlierRequests: [EarlierRequest] = []
    /// The request as rules that find duplicates know it.
    public var request: EarlierRequest?

    @usableFromInline var values: [Int64]
    @usableFromInline var times: [Int64]

    /// Creates a sheet on which nothing is known.
    public init(_ layout: FactLayout, at now: SimulationTime, of rows: [Row]) {
        self.layout = layout
        self.now = now
        self.rows = rows
        values = []
        times = []
        forget()
    }

    /// Begins anew, with other candidates of which nothing is known.
    package mutating func restart(at now: SimulationTime, of fill: (inout [Row]) -> Void) {
        self.now = now
        rows.removeAll(keepingCapacity: true)
        fill(&rows)
        forgetRequest()
        forget()
    }

    /// Lets go of what is known besides the columns, so that whoever keeps it need not copy it.
    package mutating func forgetRequest() {
        history = RoutingHistory()
        earlierRequests = []
        request = nil
    }

    private mutating func forget() {
        let count = layout.columns.count * max(1, rows.count)
        values.refill(with: FactValue.unknown, count: count)
        times.refill(with: now.microseconds, count: count)
    }

    /// The number of places of a slot: at least one, for facts about the request.
    @inlinable var stride: Int { max(1, rows.count) }

    /// Says a fact about a candidate, and as of when; now, if nothing is said of that.
    ///
    /// A column without a slot is not kept; a value older than its greatest age stays unknown, with
    /// its time. A fact about the request holds for all rows, whichever is given.
    @inlinable
    public mutating func set(
        _ column: FactColumn,
        of row: Int,
        to value: Int64,
        asOf time: SimulationTime? = nil
    ) {
        let slot = layout.slot(column)
        guard slot >= 0 else { return }
        let place = slot * stride + (column.scope == .request ? 0 : row)
        let asOf = time?.microseconds ?? now.microseconds
        let (age, overflow) = now.microseconds.subtractingReportingOverflow(asOf)
        times[place] = asOf
        values[place] = overflow || age > layout.maximumAges[slot] ? FactValue.unknown : value
    }

    /// Says a fact of this moment about each of the first candidates, by the slot of its column.
    @inlinable @inline(__always)
    package mutating func fill(
        _ slot: Int,
        ofFirst count: Int,
        _ value: (Int) -> Int64
    ) {
        precondition(count <= rows.count, "there are fewer candidates")
        let first = slot * stride
        values.withUnsafeMutableBufferPointer { values in
            for row in 0..<count { values[first &+ row] = value(row) }
        }
    }

    /// Says a fact about each of the first candidates, and as of when, by the slot of its column; what
    /// is older than the column's greatest age stays unknown, with its time.
    @inlinable @inline(__always)
    package mutating func fill(
        _ slot: Int,
        ofFirst count: Int,
        _ fact: (Int) -> (value: Int64, asOf: SimulationTime)
    ) {
        precondition(count <= rows.count, "there are fewer candidates")
        let first = slot * stride
        let greatest = layout.maximumAges[slot]
        let now = now.microseconds
        values.withUnsafeMutableBufferPointer { values in
            times.withUnsafeMutableBufferPointer { times in
                for row in 0..<count {
                    let (value, time) = fact(row)
                    let (age, overflow) = now.subtractingReportingOverflow(time.microseconds)
                    times[first &+ row] = time.microseconds
                    values[first &+ row] =
                        overflow || age > greatest ? FactValue.unknown : value
                }
            }
        }
    }

    /// Says whether something holds of a candidate.
    @inlinable
    public mutating func set(
        _ column: FactColumn,
        of row: Int,
        to flag: Bool,
        asOf time: SimulationTime? = nil
    ) {
        set(column, of: row, to: flag ? 1 : 0, asOf: time)
    }

    /// Says a fact about the request.
    @inlinable
    public mutating func set(_ column: FactColumn, to value: Int64) {
        set(column, of: 0, to: value)
    }

    /// Says whether something holds of the request.
    @inlinable
    public mutating func set(_ column: FactColumn, to flag: Bool) {
        set(column, of: 0, to: flag ? 1 : 0)
    }

    @inlinable
    func place(_ column: FactColumn, _ row: Int) -> Int? {
        let slot = layout.slot(column)
        guard slot >= 0, values.count > slot * stride else { return nil }
        return slot * stride + (column.scope == .request ? 0 : row)
    }

    /// A fact about a candidate; unknown where nobody said it.
    @inlinable
    public func value(_ column: FactColumn, of row: Int) -> Int64 {
        place(column, row).map { values[$0] } ?? FactValue.unknown
    }

    /// When a fact was true.
    @inlinable
    public func time(_ column: FactColumn, of row: Int) -> SimulationTime {
        place(column, row).map { SimulationTime(microseconds: times[$0]) } ?? now
    }
}

extension Array where Element: FixedWidthInteger {
    /// Makes at least its first elements a value, in the memory that it has.
    @inline(__always)
    mutating func refill(with value: Element, count: Int) {
        if self.count < count {
            self = Self(repeating: value, count: count)
        } else {
            withUnsafeMutableBufferPointer { $0.prefix(count).update(repeating: value) }
        }
    }
}
