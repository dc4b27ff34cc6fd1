internal import Memory
package import LibraryModel

/// What a handle map can look things up by: a value that is one integer.
package protocol MapKey: Sendable {
    associatedtype Bits: FixedWidthInteger & UnsignedInteger & Sendable
    /// The integer; different keys have different ones.
    var mapBits: Bits { get }
}

extension TitleID: MapKey {
    package var mapBits: UInt32 { UInt32(bitPattern: index) }
}

extension ItemID: MapKey {
    package var mapBits: UInt32 { UInt32(bitPattern: index) }
}

extension BorrowingRequestID: MapKey {
    package var mapBits: UInt32 { UInt32(bitPattern: index) }
}

extension RequestID: MapKey {
    // An institution counts its requests in 32 bits.
    package var mapBits: UInt64 {
        UInt64(UInt32(bitPattern: home.index)) << 32 ^ UInt64(bitPattern: number)
    }
}

extension PatronReference: MapKey {
    package var mapBits: UInt64 {
        UInt64(UInt32(bitPattern: institution.index)) << 32
            | UInt64(UInt32(bitPattern: patron.index))
    }
}

/// Handles by keys that are integers: what a dictionary does, in memory that has one owner and
/// without its hashing.
package struct HandleMap<Key: MapKey, Value: RecordHandle>: ~Copyable {
    private struct Bucket {
        var key: Key.Bits
        /// -1 in a bucket that is free.
        var value: Int32
    }

    private var buckets: UnsafeMutablePointer<Bucket>
    /// The number of buckets, a power of two.
    private var size: Int
    /// How far a hash of 64 bits is moved to be the number of a bucket.
    private var shift: UInt64
    /// The number of entries.
    package private(set) var count = 0

    package init() {
        size = 8
        shift = 61
        buckets = Self.allocate(size)
    }

    deinit {
        buckets.deallocate()
    }

    private static func allocate(_ size: Int) -> UnsafeMutablePointer<Bucket> {
        let buckets = UnsafeMutablePointer<Bucket>.allocate(capacity: size)
        buckets.initialize(repeating: Bucket(key: 0, value: -1), count: size)
        return buckets
    }

    package var isEmpty: Bool { count == 0 }

    /// The handles under all keys, in order of handle.
    package var values: [Value] {
        (0..<size).map { buckets[$0].value }.filter { $0 >= 0 }.map { Value($0) }.sorted()
    }

    /// The handle under a key; nil is none.
    package subscript(key: Key) -> Value? {
        get {
            let value = buckets[find(key.mapBits)].value
            return value < 0 ? nil : Value(value)
        }
        set {
            if let newValue { set(key.mapBits, newValue.index) } else { remove(key.mapBits) }
        }
    }

    /// Lets the place of a key be fetched into the cache.
    @inline(__always)
    func fetch(_ key: Key) {
        memory_fetch(UnsafeRawPointer(buckets + home(of: key.mapBits)))
    }

    /// The bucket that holds a key, or the free one in which the search for it ends.
    @inline(__always)
    private func find(_ key: Key.Bits) -> Int {
        var bucket = home(of: key)
        while buckets[bucket].value >= 0, buckets[bucket].key != key {
            bucket = (bucket &+ 1) & (size &- 1)
        }
        return bucket
    }

    @inline(__always)
    private func home(of key: Key.Bits) -> Int {
        let product = UInt64(truncatingIfNeeded: key) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: product &>> shift)
    }

    private mutating func set(_ key: Key.Bits, _ value: Int32) {
        if 4 * (count + 1) > 3 * size { grow() }
        let bucket = find(key)
        if buckets[bucket].value < 0 { count += 1 }
        buckets[bucket] = Bucket(key: key, value: value)
    }

    private mutating func grow() {
        let (old, oldSize) = (buckets, size)
        size *= 2
        shift -= 1
        buckets = Self.allocate(size)
        for bucket in 0..<oldSize where old[bucket].value >= 0 {
            buckets[find(old[bucket].key)] = old[bucket]
        }
        old.deallocate()
    }

    /// Empties the bucket of a key, and moves those after it that were kept from their place by it.
    private mutating func remove(_ key: Key.Bits) {
        let mask = size &- 1
        var hole = find(key)
        guard buckets[hole].value >= 0 else { return }
        count -= 1
        var bucket = (hole &+ 1) & mask
        while buckets[bucket].value >= 0 {
            let home = home(of: buckets[bucket].key)
            if (bucket &- home) & mask >= (bucket &- hole) & mask {
                buckets[hole] = buckets[bucket]
                hole = bucket
            }
            bucket = (bucket &+ 1) & mask
        }
        buckets[hole].value = -1
    }
}

// Copying is ruled out, so whoever holds the map is the only one to reach its memory.
extension HandleMap: @unchecked Sendable {}
