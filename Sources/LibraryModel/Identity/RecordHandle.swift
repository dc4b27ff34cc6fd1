// Conformances need no documentation of their own.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// A row's number in the dense table of its kind: cheap to hold, meaningless outside its
/// institution.
///
/// Handles are public, and inlined in other modules: the loop looks up little else.
public protocol RecordHandle: Hashable, Comparable, Sendable, Codable {
    /// The position in the table, from 0; never reused within a run.
    var index: Int32 { get }
    init(_ index: Int32)
}

extension RecordHandle {
    @inlinable
    public init(_ index: Int) {
        self.init(Int32(index))
    }

    /// The position for subscripts.
    @inlinable public var position: Int { Int(index) }

    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.index < right.index
    }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Int32.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(index)
    }
}
