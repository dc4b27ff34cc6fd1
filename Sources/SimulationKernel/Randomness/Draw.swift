/// What a random number is used for.
///
/// Each use has a number of its own, so that a new use never shifts an old one. The numbers are
/// part of what a seed means: they are never given to another use.
public struct DrawPurpose: Hashable, Sendable, RawRepresentable {
    /// The number of the use.
    public let rawValue: UInt16

    /// Names a use by its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }
}

/// The source of every random number of a run: a function of a key, without a state.
///
/// `Philox2x64-10` (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011) encrypts
/// the entity, the purpose and the ordinal under a key made of seed and replication. Two draws with
/// different keys are independent for all practical purposes; the same key gives the same number in
/// any order, process or thread.
public struct DrawSource: Hashable, Sendable {
    private let key: UInt64

    /// The source of one replication under a seed.
    public init(seed: UInt64, replication: UInt32 = 0) {
        key = mix64(seed &+ 0x9e37_79b9_7f4a_7c15 &* UInt64(replication))
    }

    /// The draw of an entity for a purpose; the ordinal is a count of the model, such as "this
    /// patron's seventh visit", and 48 bits of it count.
    public func draw(_ entity: EntityKey, _ purpose: DrawPurpose, _ ordinal: Int64) -> Draw {
        let low = UInt64(bitPattern: ordinal) & 0xffff_ffff_ffff | UInt64(purpose.rawValue) << 48
        let block = Philox.block(counter: (low, entity.hash), key: key)
        return Draw(first: block.0, second: block.1)
    }
}

/// 128 random bits: enough for one variate of any law, or for a yes-or-no and a variate.
public struct Draw: Hashable, Sendable {
    /// The bits that a single variate is made from.
    public let first: UInt64
    /// Further bits, independent of the first.
    public let second: UInt64

    /// Wraps given bits, as tests do.
    public init(first: UInt64, second: UInt64) {
        self.first = first
        self.second = second
    }

    /// The same draw with its halves swapped: an independent variate for the same purpose.
    public var other: Draw { Draw(first: second, second: first) }

    /// A real number from the open interval (0, 1): the centre of one of 2⁵² equal cells.
    public var unit: Double {
        (Double(first >> 12) + 0.5) * 0x1p-52
    }

    /// An integer from 0 to `bound` − 1, by the high half of a product (Lemire 2019, without
    /// rejection).
    ///
    /// With 64 bits the most favoured value is favoured by less than `bound` / 2⁶⁴.
    public func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a bounded draw needs a positive bound")
        return Int(first.multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Whether an event of the given probability happens.
    public func happens(_ probability: Double) -> Bool {
        unit < probability
    }
}

/// The block function `Philox2x64-10` of the Random123 family.
package enum Philox {
    /// Encrypts a 128-bit counter under a 64-bit key; the counter is given and returned low half
    /// first.
    @inline(__always)
    package static func block(counter: (UInt64, UInt64), key: UInt64) -> (UInt64, UInt64) {
        var (low, high) = counter
        var key = key
        for _ in 0..<10 {
            let product = low.multipliedFullWidth(by: 0xd2b7_4407_b1ce_6e93)
            (low, high) = (product.high ^ key ^ high, product.low)
            key = key &+ 0x9e37_79b9_7f4a_7c15
        }
        return (low, high)
    }
}
