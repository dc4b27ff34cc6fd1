import LibraryModel
import SimulationKernel

/// What visits the columns of a row in their order: to declare them, to bind them or to read them.
///
/// A record describes itself once to any visitor, so that its table, its writing and its reading
/// cannot differ. Only reading changes values and throws. Visitors are generic parameters, never
/// existentials: after specialisation a visit is a straight line of calls to SQLite.
protocol RowVisitor {
    mutating func integer(
        _ column: Column,
        _ value: inout Int64,
        _ domain: Domain
    ) throws(BrokenValue)
    mutating func optionalInteger(
        _ column: Column,
        _ value: inout Int64?,
        _ domain: Domain
    ) throws(BrokenValue)
    mutating func text(_ column: Column, _ value: inout String) throws(BrokenValue)
    /// A list of integers, or of what is one each.
    mutating func list(_ column: Column, _ value: inout some PackedList) throws(BrokenValue)
    mutating func json<Value: Codable>(
        _ column: Column,
        _ value: inout Value
    ) throws(BrokenValue)
    /// What a row that is read may refer to; nil where nothing is read.
    var references: References? { get }
}

/// A record that is one row of one table.
protocol StoredRecord: Sendable {
    /// The name of the table.
    static var table: String { get }
    /// A record to be filled by reading.
    static var blank: Self { get }
    /// Shows each column to a visitor, in order.
    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue)
}

/// A value in a file that no store would have written.
struct BrokenValue: Error {
    var column: String
    var found: String
    var expected: String

    init(_ column: Column, found: String, expected: String) {
        self.column = column.name.description
        self.found = found
        self.expected = expected
    }
}

// The kinds of value that records are made of, each by one of those above. Inlined, most of what they
// pass on is nothing to a visitor, and costs nothing.
extension RowVisitor {
    @inline(__always)
    mutating func number(
        _ column: Column,
        _ value: inout Int32,
        _ domain: Domain
    ) throws(BrokenValue) {
        var wide = Int64(value)
        try integer(column, &wide, domain)
        value = Int32(truncatingIfNeeded: wide)
    }

    @inline(__always)
    mutating func flag(_ column: Column, _ value: inout Bool) throws(BrokenValue) {
        var wide: Int64 = value ? 1 : 0
        try integer(column, &wide, .range(0...1))
        value = wide == 1
    }

    @inline(__always)
    mutating func handle<Handle: RecordHandle>(
        _ column: Column,
        _ value: inout Handle,
        _ domain: Domain
    ) throws(BrokenValue) {
        var wide = Int64(value.index)
        try integer(column, &wide, domain)
        value = Handle(Int32(truncatingIfNeeded: wide))
    }

    @inline(__always)
    mutating func handle<Handle: RecordHandle>(
        _ column: Column,
        _ value: inout Handle?,
        _ domain: Domain
    ) throws(BrokenValue) {
        var wide = value.map { Int64($0.index) }
        try optionalInteger(column, &wide, domain)
        value = wide.map { Handle(Int32(truncatingIfNeeded: $0)) }
    }

    @inline(__always)
    mutating func participant(
        _ column: Column,
        _ value: inout ParticipantID
    ) throws(BrokenValue) {
        try number(column, &value.rank, .row(of: .participants))
    }

    @inline(__always)
    mutating func time(
        _ column: Column,
        _ value: inout SimulationTime
    ) throws(BrokenValue) {
        try integer(column, &value.microseconds, .time)
    }

    @inline(__always)
    mutating func time(
        _ column: Column,
        _ value: inout SimulationTime?
    ) throws(BrokenValue) {
        var wide = value?.microseconds
        try optionalInteger(column, &wide, .time)
        value = wide.map(SimulationTime.init(microseconds:))
    }

    @inline(__always)
    mutating func duration(
        _ column: Column,
        _ value: inout SimulationDuration?
    ) throws(BrokenValue) {
        var wide = value?.microseconds
        try optionalInteger(column, &wide, .time)
        value = wide.map(SimulationDuration.init(microseconds:))
    }

    @inline(__always)
    mutating func day(
        _ column: Column,
        _ value: inout CivilDate?
    ) throws(BrokenValue) {
        var wide = value.map { Int64($0.daysSinceEpoch) }
        try optionalInteger(column, &wide, .day)
        value = wide.map { CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: $0)) }
    }

    @inline(__always)
    mutating func day(_ column: Column, _ value: inout CivilDate) throws(BrokenValue) {
        try number(column, &value.daysSinceEpoch, .day)
    }

    @inline(__always)
    mutating func amount(_ column: Column, _ value: inout Money) throws(BrokenValue) {
        try integer(column, &value.minorUnits, .amount)
    }

    @inline(__always)
    mutating func amount(_ column: Column, _ value: inout Money?) throws(BrokenValue) {
        var wide = value?.minorUnits
        try optionalInteger(column, &wide, .amount)
        value = wide.map(Money.init(minorUnits:))
    }

    /// A set as the bits of an integer: bit 0 is the row 0 of what it refers to.
    @inline(__always)
    mutating func set(
        _ column: Column,
        _ value: inout SmallSet,
        of referenced: Referenced
    ) throws(BrokenValue) {
        var wide = Int64(bitPattern: value.bits)
        try integer(column, &wide, .range(.min ... .max))
        value.bits = UInt64(bitPattern: wide)
        guard let count = references?[referenced].upperBound, value.bits >> UInt64(count) != 0
        else { return }
        throw BrokenValue(
            column,
            found: "the bits \(String(value.bits, radix: 2))",
            expected: "no bit beyond the \(count) rows of \(referenced.table)"
        )
    }

    @inline(__always)
    mutating func choice<Choice: RawRepresentable>(
        _ column: Column,
        _ value: inout Choice
    ) throws(BrokenValue) where Choice.RawValue == UInt8 {
        var wide = Int64(value.rawValue)
        try integer(column, &wide, .range(0...255))
        guard let known = Choice(rawValue: UInt8(truncatingIfNeeded: wide)) else {
            throw BrokenValue(
                column,
                found: "\(wide)",
                expected: "the number of a known \(Choice.self)"
            )
        }
        value = known
    }

    @inline(__always)
    mutating func optionalChoice<Choice: RawRepresentable>(
        _ column: Column,
        _ value: inout Choice?
    ) throws(BrokenValue) where Choice.RawValue == UInt8 {
        var wide = value.map { Int64($0.rawValue) }
        try optionalInteger(column, &wide, .range(0...255))
        guard let number = wide else {
            value = nil
            return
        }
        guard let known = Choice(rawValue: UInt8(truncatingIfNeeded: number)) else {
            throw BrokenValue(
                column,
                found: "\(number)",
                expected: "the number of a known \(Choice.self)"
            )
        }
        value = known
    }

    @inline(__always)
    mutating func choice<Choice: RawRepresentable>(
        _ column: Column,
        _ value: inout Choice
    ) throws(BrokenValue) where Choice.RawValue == String {
        var text = value.rawValue
        try self.text(column, &text)
        guard let known = Choice(rawValue: text) else {
            throw BrokenValue(
                column,
                found: "'\(text)'",
                expected: "the code of a known \(Choice.self)"
            )
        }
        value = known
    }
}
