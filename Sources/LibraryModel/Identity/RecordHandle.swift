/// A row's number in the dense table of its kind: cheap to hold, meaningless outside its
/// institution.
package protocol RecordHandle: Hashable, Comparable, Sendable, Codable {
    /// The position in the table, from 0; never reused within a run.
    var index: Int32 { get }
    init(_ index: Int32)
}

extension RecordHandle {
    package init(_ index: Int) {
        self.init(Int32(index))
    }

    /// The position for subscripts.
    package var position: Int { Int(index) }

    package static func < (left: Self, right: Self) -> Bool {
        left.index < right.index
    }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Int32.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(index)
    }
}
