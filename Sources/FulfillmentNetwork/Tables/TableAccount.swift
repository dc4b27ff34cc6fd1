/// What a table keeps of its rows besides them, apart from them: most events reach for many tables, and for
/// nothing of this.
final class TableAccount: @unchecked Sendable {
    // Unchecked because one table has it, which has one owner.

    /// How many rows the store's tables show.
    @exclusivity(unchecked) var shown = 0
    /// The rows known to the store that changed since.
    @exclusivity(unchecked) var changed = Positions()
    /// The rows that the store's tables show, but not as its log has them.
    @exclusivity(unchecked) var logged = Positions()
    /// Which rows are over, where these are let go.
    @exclusivity(unchecked) var resting = RestingRows()

    /// Positions of rows, some of them more than once until they are taken: to look up whether one is
    /// there would cost more than all else that a change does.
    struct Positions {
        private var noted: [Int32] = []

        /// Notes one of so many rows.
        mutating func note(_ position: Int, of count: Int) {
            // Mostly one part of a row is written after another.
            guard noted.last != Int32(position) else { return }
            if noted.count > 2 * count { noted = take() }
            noted.append(Int32(position))
        }

        /// Takes each of them once, in order.
        mutating func take() -> [Int32] {
            guard !noted.isEmpty else { return [] }
            noted.sort()
            var each: [Int32] = []
            for position in noted where position != each.last { each.append(position) }
            noted.removeAll(keepingCapacity: true)
            return each
        }
    }
}
