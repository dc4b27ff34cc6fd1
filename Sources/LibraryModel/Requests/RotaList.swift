/// The lenders of a request in order: a few in place, more in an array.
public struct RotaList: Sendable {
    /// A few lenders, which are copied without counting references.
    public struct Few: Sendable {
        /// An entry in four bytes: the institution's rank, and the number of the reason.
        @usableFromInline typealias Places = (UInt32, UInt32, UInt32, UInt32, UInt32)

        @usableFromInline static let room = 5
        @usableFromInline static let greatestRank: Int32 = 0xff_ffff

        @usableFromInline var places: Places = (0, 0, 0, 0, 0)
        @usableFromInline var used: Int32 = 0

        /// The number of lenders; 0 also where there are too many for a few.
        @inlinable @inline(__always) public var count: Int { Int(used) }

        /// The institution at a place; nil where there is none.
        @inlinable @inline(__always) public func institution(at place: Int) -> InstitutionID? {
            guard place >= 0, place < count else { return nil }
            return InstitutionID(Int32(packed(place) >> 8))
        }

        @inlinable @inline(__always) func packed(_ place: Int) -> UInt32 {
            switch place {
            case 0: places.0
            case 1: places.1
            case 2: places.2
            case 3: places.3
            default: places.4
            }
        }

        mutating func set(_ entry: RotaEntry, at place: Int) {
            set(packed: UInt32(truncatingIfNeeded: entry.packed), at: place)
        }

        @inline(__always)
        mutating func set(packed: UInt32, at place: Int) {
            switch place {
            case 0: places.0 = packed
            case 1: places.1 = packed
            case 2: places.2 = packed
            case 3: places.3 = packed
            default: places.4 = packed
            }
        }
    }

    /// All of them, where they are few.
    public private(set) var few = Few()
    /// All of them, where they are too many for that.
    @usableFromInline var many: [RotaEntry] = []

    /// Keeps lenders in their order.
    public init(_ entries: [RotaEntry]) {
        guard entries.count <= Few.room,
            entries.allSatisfy({ $0.institution.index <= Few.greatestRank })
        else {
            many = entries
            return
        }
        few.used = Int32(entries.count)
        for (place, entry) in entries.enumerated() { few.set(entry, at: place) }
    }

    /// The number of lenders.
    @inlinable @inline(__always) public var count: Int {
        few.count > 0 ? few.count : many.count
    }

    /// The lenders in their order.
    public var entries: [RotaEntry] {
        few.count > 0 ? (0..<few.count).map { self[$0] } : many
    }

    /// The lender at a place, from 0.
    @inlinable public subscript(place: Int) -> RotaEntry {
        get {
            guard few.count > 0 else { return many[place] }
            precondition(place >= 0 && place < few.count, "no such place in the rota")
            let packed = few.packed(place)
            let reason = packed & 0xff
            return RotaEntry(
                institution: InstitutionID(Int32(packed >> 8)),
                reason: reason == 0 ? nil : UnfilledReason(rawValue: UInt8(reason - 1))
            )
        }
        set { replace(place, by: newValue) }
    }

    @usableFromInline
    mutating func replace(_ place: Int, by entry: RotaEntry) {
        guard few.count > 0, entry.institution.index <= Few.greatestRank else {
            becomeMany()
            many[place] = entry
            return
        }
        precondition(place >= 0 && place < few.count, "no such place in the rota")
        few.set(entry, at: place)
    }

    /// Leaves only the first so many lenders.
    public mutating func keepFirst(_ count: Int) {
        guard count < self.count else { return }
        if few.count > 0 {
            few.used = Int32(count)
        } else {
            self = Self(Array(many.prefix(count)))
        }
    }

    /// Puts a lender that has not been asked at the end.
    public mutating func append(_ lender: InstitutionID) {
        guard many.isEmpty, few.count < Few.room, lender.index <= Few.greatestRank else {
            append(RotaEntry(institution: lender))
            return
        }
        few.used += 1
        few.set(packed: UInt32(bitPattern: lender.index) << 8, at: few.count - 1)
    }

    /// Puts an entry at the end.
    public mutating func append(_ entry: RotaEntry) {
        guard many.isEmpty, few.count < Few.room, entry.institution.index <= Few.greatestRank else {
            becomeMany()
            many.append(entry)
            return
        }
        few.used += 1
        few.set(entry, at: few.count - 1)
    }

    private mutating func becomeMany() {
        guard few.count > 0 else { return }
        many = entries
        few = Few()
    }
}
