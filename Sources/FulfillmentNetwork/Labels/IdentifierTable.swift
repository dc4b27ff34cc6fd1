package import LibraryModel
package import SimulationKernel

/// The identifiers of patrons, dense and by position, with those to be written to the store.
package struct IdentifierTable: ~Copyable, Sendable {
    /// An identifier whose value lies among the labels.
    private struct Entry: Sendable {
        var ended: OptionalTime
        let patron: PatronID
        let kind: IdentifierKindID
        let value: LabelPlace
        let isExternal: Bool
    }

    private var rows = Table<Entry>()
    /// Each value as the code of a label without a name.
    private var values = LabelStore()

    package init() {}

    /// Takes over identifiers that came from a store, and are as they are there.
    package init(clean records: [IdentifierRecord]) {
        var entries: [Entry] = []
        for record in records { entries.append(entry(of: record)) }
        rows = Table(clean: entries)
    }

    private mutating func entry(of record: IdentifierRecord) -> Entry {
        Entry(
            ended: OptionalTime(record.ended),
            patron: record.patron,
            kind: record.identifier.kind,
            value: values.keep(Label(code: record.identifier.value, text: "")),
            isExternal: record.isExternal
        )
    }

    private func record(of entry: Entry) -> IdentifierRecord {
        IdentifierRecord(
            patron: entry.patron,
            identifier: PatronIdentifier(kind: entry.kind, value: values[entry.value].code),
            isExternal: entry.isExternal,
            ended: entry.ended.value
        )
    }

    /// The number of identifiers.
    package var count: Int { rows.count }

    /// The positions of all identifiers, in order.
    package var indices: Range<Int> { 0..<rows.count }

    /// Whether the identifier at a position has not ended.
    package func isInForce(_ position: Int) -> Bool { rows[position].ended.value == nil }

    /// The identifier at a position.
    package subscript(position: Int) -> IdentifierRecord { record(of: rows[position]) }

    /// The patron whose identifier is at a position.
    package func patron(at position: Int) -> PatronID { rows[position].patron }

    /// Adds an identifier.
    package mutating func append(_ record: IdentifierRecord) {
        _ = rows.append(entry(of: record))
    }

    /// Ends an identifier.
    package mutating func end(_ position: Int, at now: SimulationTime) {
        rows[position].ended.value = now
    }

    /// Takes the identifiers that a part of the store lacks.
    package mutating func drain(to part: StorePart) -> [Row<IdentifierRecord>] {
        rows.drain(to: part).map { Row(id: $0.id, record: record(of: $0.record)) }
    }

    /// All identifiers in order of position.
    package var all: [Row<IdentifierRecord>] {
        indices.map { Row(id: Int64($0), record: self[$0]) }
    }

    /// Folds the identifier at a position in.
    package func fold(_ position: Int, into digest: inout Digest) {
        let entry = rows[position]
        digest.fold(Int(entry.patron.index))
        digest.fold(Int(entry.kind.index))
        values.foldCode(of: entry.value, into: &digest)
        digest.fold(entry.isExternal ? 1 : 0)
        digest.fold(entry.ended.value?.microseconds ?? -1)
    }
}
