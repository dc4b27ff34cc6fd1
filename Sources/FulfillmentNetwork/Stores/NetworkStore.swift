package import LibraryModel

/// Where a network's participants keep their state: one store for each, and none for another's.
///
/// An implementation owes that a write stands whole or not at all, and that `readNode` returns
/// exactly what was written, in order of number. It may write on other threads, but must have
/// written before it reads.
package protocol NetworkStore: AnyObject {
    /// Writes what changed at an institution, as one transaction.
    func write(_ rows: NodeRows, of institution: InstitutionID) throws
    /// Writes what changed at the network zone, as one transaction.
    func write(_ rows: ZoneRows) throws
    /// Reads everything that an institution's store holds.
    func readNode(_ institution: InstitutionID) throws -> NodeRows
}
