package import LibraryModel
package import SimulationKernel

/// The identifiers of patrons, dense and by position, with those to be written to the store.
package struct IdentifierTable: ~Copyable, Sendable {
    /// An identifier whose value lies among the labels.
    private struct Entry: Sendable {
        let patron: PatronID
        let value: LabelPlace
        let kind: ShortHandle<IdentifierKindID>
        let isExternal: Bool
        var isEnded: Bool
    }

    private var rows = Table<Entry>()
    /// Each value as the code of a label without a name.
    private var values = LabelStore()
    /// When each came to an end of those that did, by position.
    private var ends: [Int: SimulationTime] = [:]

    package init() {}

    /// Takes over identifiers that came from a store, and are as they are there.
    package init(clean records: [IdentifierRecord]) {
        var entries: [Entry] = []
        for record in records { entries.append(entry(of: record, at: entries.count)) }
        rows = Table(clean: entries)
    }

    private mutating func entry(of record: IdentifierRecord, at position: Int) -> Entry {
        ends[position] = record.ended
        return Entry(
            patron: record.patron,
            value: values.keep(Label(code: record.identifier.value, text: "")),
            kind: ShortHandle(record.identifier.kind),
            isExternal: record.isExternal,
            isEnded: record.ended != nil
        )
    }

    private func record(of entry: Entry, at position: Int) -> IdentifierRecord {
        IdentifierRecord(
            patron: entry.patron,
            identifier: PatronIdentifier(
                kind: entry.kind.value,
                value: values[entry.value].code
            ),
            isExternal: entry.isExternal,
            ended: entry.isEnded ? ends[position] : nil
        )
    }

    /// The number of identifiers.
    package var count: Int { rows.count }

    /// The positions of all identifiers, in order.
    package var indices: Range<Int> { 0..<rows.count }

    /// Whether the identifier at a position has not ended.
    package func isInForce(_ position: Int) -> Bool { !rows[position].isEnded }

    /// The identifier at a position.
    package subscript(position: Int) -> IdentifierRecord {
        record(of: rows[position], at: position)
    }

    /// The patron whose identifier is at a position.
    package func patron(at position: Int) -> PatronID { rows[position].patron }

    /// Adds an identifier.
    package mutating func append(_ record: IdentifierRecord) {
        _ = rows.append(entry(of: record, at: rows.count))
    }

    /// Ends an identifier.
    package mutating func end(_ position: Int, at now: SimulationTime) {
        rows[position].isEnded = true
        ends[position] = now
    }

    /// Takes the identifiers that a part of the store lacks.
    package mutating func drain(to part: StorePart) -> [Row<IdentifierRecord>] {
        rows.drain(to: part).map { Row(id: $0.id, record: record(of: $0.record, at: Int($0.id))) }
    }

    /// All identifiers in order of position.
    package var all: [Row<IdentifierRecord>] {
        indices.map { Row(id: Int64($0), record: self[$0]) }
    }

    /// Folds the identifier at a position in.
    package func fold(_ position: Int, into digest: inout Digest) {
        let entry = rows[position]
        digest.fold(Int(entry.patron.index))
        digest.fold(Int(entry.kind.value.index))
        values.foldCode(of: entry.value, into: &digest)
        digest.fold(entry.isExternal ? 1 : 0)
        digest.fold(ends[position]?.microseconds ?? -1)
    }
}
