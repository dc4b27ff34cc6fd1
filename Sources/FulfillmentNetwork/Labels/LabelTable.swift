package import SimulationKernel

/// The labels of the rows of a table, dense and by handle, with those to be written to the store.
package struct LabelTable: ~Copyable, Sendable {
    private var rows = Table<LabelPlace>()
    private var labels = LabelStore()

    package init() {}

    /// Takes over labels that came from a store, and are as they are there.
    package init(clean labels: [Label]) {
        var places: [LabelPlace] = []
        for label in labels { places.append(self.labels.keep(label)) }
        rows = Table(clean: places)
    }

    /// The number of labels.
    package var count: Int { rows.count }

    /// The positions of all labels, in order.
    package var indices: Range<Int> { 0..<rows.count }

    /// The label at a position.
    package subscript(position: Int) -> Label { labels[rows[position]] }

    /// Adds the label of the next row.
    package mutating func append(_ label: Label) {
        _ = rows.append(labels.keep(label))
    }

    /// Changes the name that goes with the code at a position.
    package mutating func rename(_ position: Int, to text: String) {
        let label = Label(code: self[position].code, text: text)
        rows[position] = labels.keep(label, insteadOfThatAt: rows[position])
    }

    /// Takes the labels that a part of the store lacks.
    package mutating func drain(to part: StorePart) -> [Row<Label>] {
        rows.drain(to: part).map { Row(id: $0.id, record: labels[$0.record]) }
    }

    /// All labels in order of position.
    package var all: [Row<Label>] {
        indices.map { Row(id: Int64($0), record: self[$0]) }
    }

    /// Folds the code and the text at a position in.
    package func fold(_ position: Int, into digest: inout Digest) {
        labels.fold(rows[position], into: &digest)
    }
}
