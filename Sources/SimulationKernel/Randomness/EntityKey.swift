/// Who a random draw is about: the 64-bit FNV-1a hash of a code path such as `SMU/patron/P123`.
///
/// A path, never a handle: handles shift when an institution joins, and everybody's numbers with
/// them.
public struct EntityKey: Hashable, Sendable {
    /// The hash of the path.
    public let hash: UInt64

    /// Creates a key from a hash that was kept.
    @inlinable
    public init(hash: UInt64) {
        self.hash = hash
    }

    /// Hashes a code path.
    public init(path: String) {
        var path = path
        hash = path.withUTF8 { bytes in
            bytes.reduce(EntityKey(hash: 0xcbf2_9ce4_8422_2325)) { $0.appending($1) }.hash
        }
    }

    /// The key of the path with one more byte at its end.
    @inlinable
    public func appending(_ byte: UInt8) -> EntityKey {
        EntityKey(hash: (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3)
    }

    /// The key of the `number`th thing of this entity, such as its seventh request.
    public func child(_ number: Int64) -> EntityKey {
        EntityKey(hash: mix64(hash &+ 0x9e37_79b9_7f4a_7c15 &* (UInt64(bitPattern: number) &+ 1)))
    }
}
