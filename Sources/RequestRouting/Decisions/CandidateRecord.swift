public import LibraryModel

/// What became of a candidate, and why, in a few words of memory.
///
/// The text is made on demand, from the record and the rules that it was made by.
public struct CandidateRecord: Sendable, Hashable, Codable {
    /// What became of a candidate.
    public enum Standing: UInt8, Sendable, Hashable, Codable, Comparable {
        /// It is asked, in its turn.
        case asked
        /// It is asked after all others.
        case demoted
        /// It is asked when nobody else is left.
        case lastResort
        /// It is not asked, as there are enough before it.
        case beyondCap
        /// Another copy stands for its institution.
        case surplus
        /// It is not asked now, and may be later.
        case deferred
        /// It is not asked.
        case excluded

        /// Whether a candidate of this standing is asked.
        public var isAsked: Bool { self <= .lastResort }

        /// In the order of the list.
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The institution that may lend.
    public var institution: InstitutionID
    /// What became of it.
    public var standing: Standing
    /// What put it behind the one ahead, see ``DecidingStep``.
    public var decidedBy: DecidingStep
    /// Its place in the order, from 0; −1 where it has none.
    public var position: Int32
    /// The copy.
    public var item: Int64
    /// The filters that found it, a bit each by their places in the rule set.
    public var failedFilters: UInt64
    /// Its value of the deciding key.
    public var value: Int64
    /// As of when that value was known, in microseconds since 1970 UTC.
    public var valueAsOf: Int64
    /// The value of the one ahead.
    public var valueAhead: Int64
    /// As of when that was known.
    public var valueAheadAsOf: Int64

    package init(
        institution: InstitutionID,
        standing: Standing,
        decidedBy: DecidingStep,
        position: Int32,
        item: Int64,
        failedFilters: UInt64,
        value: Int64,
        valueAsOf: Int64,
        valueAhead: Int64,
        valueAheadAsOf: Int64
    ) {
        self.institution = institution
        self.standing = standing
        self.decidedBy = decidedBy
        self.position = position
        self.item = item
        self.failedFilters = failedFilters
        self.value = value
        self.valueAsOf = valueAsOf
        self.valueAhead = valueAhead
        self.valueAheadAsOf = valueAheadAsOf
    }
}

/// What decided between two neighbours in an order, as a number that is kept.
public struct DecidingStep: RawRepresentable, Sendable, Hashable, Codable {
    /// A key's place; 64 and above a tie-break's; 253 to 255 as named below.
    public var rawValue: UInt8

    /// Wraps a number that was kept.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Nothing: it has nobody ahead.
    public static let nothing = Self(rawValue: 255)
    /// A filter that demotes, or that it is a lender of last resort.
    public static let standing = Self(rawValue: 254)
    /// That all keys and tie-breaks are equal: institutions go by their codes then, copies by their
    /// numbers.
    public static let identity = Self(rawValue: 253)

    /// The key at a place.
    public static func key(_ place: Int) -> Self { Self(rawValue: UInt8(min(place, 63))) }

    /// The tie-break at a place.
    public static func tieBreak(_ place: Int) -> Self {
        Self(rawValue: UInt8(64 + min(place, 63)))
    }

    /// The key's place, if it was a key.
    public var keyPlace: Int? { rawValue < 64 ? Int(rawValue) : nil }
    /// The tie-break's place, if it was one.
    public var tieBreakPlace: Int? { (64..<128).contains(rawValue) ? Int(rawValue) - 64 : nil }
}
