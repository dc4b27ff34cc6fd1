/// An instant that may be missing, in the eight bytes of one that is there.
///
/// What a record keeps for the whole run is kept this way; the earliest instant there is stands
/// for none.
public struct OptionalTime: Hashable, Sendable {
    @usableFromInline var microseconds: Int64

    /// Keeps an instant, or that there is none.
    @inlinable
    public init(_ time: SimulationTime?) {
        microseconds = time?.microseconds ?? .min
    }

    /// The instant; nil is none.
    @inlinable public var value: SimulationTime? {
        get { microseconds == .min ? nil : SimulationTime(microseconds: microseconds) }
        set { self = Self(newValue) }
    }
}
