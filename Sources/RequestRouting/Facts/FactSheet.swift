public import LibraryModel
public import SimulationKernel

/// All that is known when a request is routed: a row of facts per candidate, each fact a value and
/// the time at which it was true.
///
/// Everything is unknown until it is said. Values lie column by column, so that a rule is looked at
/// for all candidates in one pass; what is the same for all of them is there once.
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

    /// What of a slot is there for each row, and not once for all.
    @usableFromInline
    enum Spread: Sendable {
        case nothing, values, valuesAndTimes
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

    @usableFromInline var values: [Int64] = []
    @usableFromInline var times: [Int64] = []
    @usableFromInline var spreads: [Spread] = []

    /// Creates a sheet on which nothing is known.
    public init(_ layout: FactLayout, at now: SimulationTime, of rows: [Row]) {
        self.layout = layout
        self.now = now
        self.rows = rows
        forget()
    }

    /// Begins anew, with other candidates of which nothing is known.
    package mutating func restart(
        at now: SimulationTime,
        rowCount: Int,
        _ fill: (UnsafeMutableBufferPointer<Row>) -> Void
    ) {
        self.now = now
        if rows.count < rowCount {
            let none = Row(InstitutionID(0 as Int32), entity: EntityKey(hash: 0))
            rows.append(contentsOf: repeatElement(none, count: rowCount - rows.count))
        } else if rows.count > rowCount {
            rows.removeLast(rows.count - rowCount)
        }
        rows.withUnsafeMutableBufferPointer { fill($0) }
        forgetRequest()
        forget()
    }

    /// Lets go of what is known besides the columns, so that whoever keeps it need not copy it.
    package mutating func forgetRequest() {
        guard !history.entries.isEmpty || !earlierRequests.isEmpty || request != nil else { return }
        history = RoutingHistory()
        earlierRequests = []
        request = nil
    }

    private mutating func forget() {
        let slots = layout.columns.count
        if values.count < slots * stride {
            values = Array(repeating: FactValue.unknown, count: slots * stride)
            times = values
            spreads = Array(repeating: .nothing, count: slots)
        }
        let (stride, now) = (stride, now.microseconds)
        values.withUnsafeMutableBufferPointer { values in
            times.withUnsafeMutableBufferPointer { times in
                spreads.withUnsafeMutableBufferPointer { spreads in
                    var place = 0
                    for slot in 0..<slots {
                        values[place] = FactValue.unknown
                        times[place] = now
                        spreads[slot] = .nothing
                        place &+= stride
                    }
                }
            }
        }
    }

    /// Lets each row have a value and a time of its own.
    @usableFromInline
    mutating func spread(_ slot: Int) {
        let rest = slot * stride + 1..<(slot + 1) * stride
        switch spreads[slot] {
        case .nothing:
            for place in rest {
                values[place] = values[slot * stride]
                times[place] = times[slot * stride]
            }
        case .values: for place in rest { times[place] = times[slot * stride] }
        case .valuesAndTimes: return
        }
        spreads[slot] = .valuesAndTimes
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
        if column.scope != .request { spread(slot) }
        let place = slot * stride + (column.scope == .request ? 0 : row)
        let asOf = time?.microseconds ?? now.microseconds
        let (age, overflow) = now.microseconds.subtractingReportingOverflow(asOf)
        times[place] = asOf
        values[place] = overflow || age > layout.maximumAges[slot] ? FactValue.unknown : value
    }

    /// Lets facts about the first candidates be written, once the sheet has begun anew.
    @inlinable @inline(__always)
    public mutating func write(ofFirst count: Int, _ facts: (FactWriter) -> Void) {
        precondition(count <= rows.count, "there are fewer candidates")
        let (stride, rowCount, now) = (stride, rows.count, now.microseconds)
        values.withUnsafeMutableBufferPointer { values in
            times.withUnsafeMutableBufferPointer { times in
                spreads.withUnsafeMutableBufferPointer { spreads in
                    layout.maximumAges.withUnsafeBufferPointer { ages in
                        guard let values = values.baseAddress, let times = times.baseAddress,
                            let spreads = spreads.baseAddress, let ages = ages.baseAddress
                        else { return }
                        facts(
                            FactWriter(
                                values,
                                times,
                                spreads,
                                ages,
                                stride: stride,
                                count: count,
                                rowCount: rowCount,
                                now: now
                            )
                        )
                    }
                }
            }
        }
    }

    /// Lends the rows and all that is known of them for one call.
    ///
    /// To read them it would do not to change the sheet, but then references to each part would be counted.
    @inline(__always)
    mutating func lend<Result>(
        _ body: (
            UnsafeBufferPointer<Row>, _ values: UnsafeBufferPointer<Int64>,
            _ times: UnsafeBufferPointer<Int64>, UnsafeBufferPointer<Spread>
        ) -> Result
    ) -> Result {
        rows.withUnsafeMutableBufferPointer { rows in
            values.withUnsafeMutableBufferPointer { values in
                times.withUnsafeMutableBufferPointer { times in
                    spreads.withUnsafeMutableBufferPointer { spreads in
                        body(
                            UnsafeBufferPointer(rows),
                            UnsafeBufferPointer(values),
                            UnsafeBufferPointer(times),
                            UnsafeBufferPointer(spreads)
                        )
                    }
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

    /// A fact about a candidate; unknown where nobody said it.
    @inlinable
    public func value(_ column: FactColumn, of row: Int) -> Int64 {
        let slot = layout.slot(column)
        guard slot >= 0 else { return FactValue.unknown }
        return values[slot * stride + (spreads[slot] == .nothing ? 0 : row)]
    }

    /// When a fact was true.
    @inlinable
    public func time(_ column: FactColumn, of row: Int) -> SimulationTime {
        let slot = layout.slot(column)
        guard slot >= 0 else { return now }
        return SimulationTime(microseconds: time(slot, row))
    }

    /// When a fact was true, by the slot of its column.
    @inlinable
    func time(_ slot: Int, _ row: Int) -> Int64 {
        times[slot * stride + (spreads[slot] == .valuesAndTimes ? row : 0)]
    }
}
