public import SimulationKernel

/// Which facts a sheet has room for, and how old each may be.
///
/// A sheet has a slot for each column that the rules use, and no others: what no rule looks at is
/// neither gathered nor kept.
public struct FactLayout: Sendable {
    /// The columns in the order of their slots.
    public let columns: [FactColumn]
    /// The slot of each column by its number; −1 for those without one.
    @usableFromInline let slots: [Int16]
    /// The greatest age of each slot in microseconds; values that are older are unknown.
    @usableFromInline let maximumAges: [Int64]

    /// Makes room for columns, each once, with the greatest ages of those that have one.
    public init(_ columns: [FactColumn], maximumAges: [FactColumn: SimulationDuration] = [:]) {
        var slots = [Int16](repeating: -1, count: FactColumn.allCases.count)
        var unique: [FactColumn] = []
        for column in columns where slots[Int(column.rawValue)] < 0 {
            slots[Int(column.rawValue)] = Int16(unique.count)
            unique.append(column)
        }
        self.columns = unique
        self.slots = slots
        self.maximumAges = unique.map { maximumAges[$0]?.microseconds ?? .max }
    }

    /// The slot of a column; −1 without one.
    @inlinable
    func slot(_ column: FactColumn) -> Int { Int(slots[Int(column.rawValue)]) }

    /// Whether there is room for a column.
    @inlinable
    public func contains(_ column: FactColumn) -> Bool { slot(column) >= 0 }
}
