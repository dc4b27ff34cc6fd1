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
///
/// An entry lies in the first bucket from its home on in which none lies that is as far from its own
/// home; so a search ends early, also one for a key that is not there, and few buckets need be free
/// (Celis, Larson and Munro, Robin Hood Hashing, 1985).
package struct HandleMap<Key: MapKey, Value: RecordHandle>: ~Copyable {
    private struct Bucket {
        var key: Key.Bits
        /// -1 in a bucket that is free.
        var value: Int32
    }

    private var buckets: UnsafeMutablePointer<Bucket>
    /// The number of buckets.
    private var size: Int
    /// The number of entries.
    package private(set) var count = 0

    package init() {
        size = 8
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

    /// The keys, by their integers in order, and what is under each.
    var entries: [(key: Key.Bits, value: Value)] {
        (0..<size).map { buckets[$0] }.filter { $0.value >= 0 }
            .map { ($0.key, Value($0.value)) }.sorted { $0.0 < $1.0 }
    }

    /// The handle under a key; nil is none.
    package subscript(key: Key) -> Value? {
        get {
            // Many maps are empty in most runs, and their memory is in no cache.
            guard count > 0 else { return nil }
            let (bucket, isPresent) = find(key.mapBits)
            return isPresent ? Value(buckets[bucket].value) : nil
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

    /// The bucket that holds a key, or the one that would.
    @inline(__always)
    private func find(_ key: Key.Bits) -> (bucket: Int, isPresent: Bool) {
        var bucket = home(of: key)
        var distance = 0
        while buckets[bucket].value >= 0 {
            if buckets[bucket].key == key { return (bucket, true) }
            if self.distance(bucket) < distance { break }
            bucket = after(bucket)
            distance &+= 1
        }
        return (bucket, false)
    }

    /// The bucket in which the search for a key begins: numbers that follow each other lie far apart
    /// (Knuth, The Art of Computer Programming, volume 3, section 6.4).
    @inline(__always)
    private func home(of key: Key.Bits) -> Int {
        let product = UInt64(truncatingIfNeeded: key) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: ((product &>> 32) &* UInt64(size)) &>> 32)
    }

    /// How far the entry in a bucket is from its home.
    @inline(__always)
    private func distance(_ bucket: Int) -> Int {
        let distance = bucket &- home(of: buckets[bucket].key)
        return distance < 0 ? distance &+ size : distance
    }

    @inline(__always)
    private func after(_ bucket: Int) -> Int { bucket &+ 1 == size ? 0 : bucket &+ 1 }

    private mutating func set(_ key: Key.Bits, _ value: Int32) {
        let (bucket, isPresent) = find(key)
        if isPresent {
            buckets[bucket].value = value
        } else if 5 * (count + 1) > 4 * size {
            grow()
            insert(Bucket(key: key, value: value), in: find(key).bucket)
        } else {
            insert(Bucket(key: key, value: value), in: bucket)
        }
    }

    /// Puts an entry into a bucket, and moves what is there and behind it on by one.
    private mutating func insert(_ entry: Bucket, in bucket: Int) {
        var (entry, bucket) = (entry, bucket)
        while buckets[bucket].value >= 0 {
            swap(&entry, &buckets[bucket])
            bucket = after(bucket)
        }
        buckets[bucket] = entry
        count += 1
    }

    private mutating func grow() {
        let (old, oldSize) = (buckets, size)
        // What is large grows by less.
        size += size < 1_024 ? size : size / 4
        buckets = Self.allocate(size)
        count = 0
        for bucket in 0..<oldSize where old[bucket].value >= 0 {
            insert(old[bucket], in: find(old[bucket].key).bucket)
        }
        old.deallocate()
    }

    /// Empties the bucket of a key, and moves those behind it back that are not at home.
    private mutating func remove(_ key: Key.Bits) {
        var (hole, isPresent) = find(key)
        guard isPresent else { return }
        count -= 1
        var bucket = after(hole)
        while buckets[bucket].value >= 0, distance(bucket) > 0 {
            buckets[hole] = buckets[bucket]
            hole = bucket
            bucket = after(bucket)
        }
        buckets[hole].value = -1
    }
}

// Copying is ruled out, so whoever holds the map is the only one to reach its memory.
extension HandleMap: @unchecked Sendable {}
