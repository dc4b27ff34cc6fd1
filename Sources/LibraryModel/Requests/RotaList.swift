/// The lenders of a request in order: a few in place, more in an array.
package struct RotaList: Sendable {
    /// An entry in four bytes: the institution's rank, and the number of the reason.
    @usableFromInline typealias Places = (UInt32, UInt32, UInt32, UInt32, UInt32)

    private static let room = 5
    private static let greatestRank: Int32 = 0xff_ffff

    @usableFromInline var places: Places = (0, 0, 0, 0, 0)
    @usableFromInline var used: Int32 = 0
    /// All of them, where they are too many for the places.
    @usableFromInline var many: [RotaEntry] = []

    /// Keeps lenders in their order.
    package init(_ entries: [RotaEntry]) {
        guard entries.count <= Self.room,
            entries.allSatisfy({ $0.institution.index <= Self.greatestRank })
        else {
            many = entries
            return
        }
        used = Int32(entries.count)
        for (place, entry) in entries.enumerated() { set(entry, at: place) }
    }

    /// The number of lenders.
    @inlinable @inline(__always) package var count: Int { used > 0 ? Int(used) : many.count }

    /// The lenders in their order.
    package var entries: [RotaEntry] {
        used > 0 ? (0..<Int(used)).map { self[$0] } : many
    }

    /// The lender at a place, from 0.
    @inlinable package subscript(place: Int) -> RotaEntry {
        get {
            guard used > 0 else { return many[place] }
            precondition(place >= 0 && place < Int(used), "no such place in the rota")
            let packed =
                switch place {
                case 0: places.0
                case 1: places.1
                case 2: places.2
                case 3: places.3
                default: places.4
                }
            let reason = packed & 0xff
            return RotaEntry(
                institution: InstitutionID(Int32(packed >> 8)),
                reason: reason == 0 ? nil : UnfilledReason(rawValue: UInt8(reason - 1))
            )
        }
        set {
            guard used > 0, newValue.institution.index <= Self.greatestRank else {
                if used > 0 {
                    many = entries
                    used = 0
                }
                many[place] = newValue
                return
            }
            precondition(place >= 0 && place < Int(used), "no such place in the rota")
            set(newValue, at: place)
        }
    }

    /// Puts a lender at the end.
    package mutating func append(_ entry: RotaEntry) {
        let fits = many.isEmpty && Int(used) < Self.room
        guard fits, entry.institution.index <= Self.greatestRank else {
            if used > 0 {
                many = entries
                used = 0
            }
            many.append(entry)
            return
        }
        used += 1
        set(entry, at: Int(used) - 1)
    }

    private mutating func set(_ entry: RotaEntry, at place: Int) {
        let packed = UInt32(truncatingIfNeeded: entry.packed)
        switch place {
        case 0: places.0 = packed
        case 1: places.1 = packed
        case 2: places.2 = packed
        case 3: places.3 = packed
        default: places.4 = packed
        }
    }
}
