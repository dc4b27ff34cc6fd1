/// A running 64-bit digest over integers, for telling two runs or two states apart.
///
/// Each value is folded by one multiplication to twice the width, whose halves are laid over each
/// other (as in Wang Yi's wyhash, 2019): about half of the bits change for any changed input bit. It
/// detects accidents, not forgery.
public struct Digest: Hashable, Sendable {
    /// The state so far; it is also the digest.
    public private(set) var value: UInt64

    /// Starts a digest, or goes on with one that was kept.
    public init(value: UInt64 = 0x6a09_e667_f3bc_c908) {
        self.value = value
    }

    /// Folds an integer in.
    @inlinable
    public mutating func fold(_ integer: Int64) {
        fold(UInt64(bitPattern: integer))
    }

    /// Folds an integer in.
    @inlinable
    public mutating func fold(_ integer: Int) {
        fold(UInt64(bitPattern: Int64(integer)))
    }

    /// Folds an unsigned integer in.
    public mutating func fold(_ integer: UInt64) {
        let product = (value &+ 0x9e37_79b9_7f4a_7c15 ^ integer)
            .multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
        value = product.high ^ product.low
    }

    /// Folds a text in, by its UTF-8 bytes and their number.
    public mutating func fold(_ text: String) {
        fold(UInt64(text.utf8.count))
        fold(EntityKey(path: text).hash)
    }
}

extension Digest: CustomStringConvertible {
    /// Sixteen hexadecimal digits.
    public var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// The finaliser of SplitMix64: a bijection on 64-bit integers.
package func mix64(_ input: UInt64) -> UInt64 {
    var bits = input
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
}
