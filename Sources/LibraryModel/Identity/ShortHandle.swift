/// A handle of something that an institution declares, in two bytes: of such things there are few,
/// and many records name them.
public struct ShortHandle<Handle: RecordHandle>: Hashable, Sendable {
    /// How many can be told apart, and one be missing.
    @inlinable public static var maximumCount: Int { Int(UInt16.max) }

    @usableFromInline var number: UInt16

    /// Keeps a handle.
    @inlinable
    public init(_ handle: Handle) {
        number = UInt16(handle.index)
    }

    /// The handle.
    @inlinable public var value: Handle { Handle(Int32(number)) }
}

/// A handle that may be missing, in the two bytes of one that is there.
public struct OptionalShortHandle<Handle: RecordHandle>: Hashable, Sendable {
    @usableFromInline var number: UInt16

    /// Keeps a handle, or that there is none.
    @inlinable
    public init(_ handle: Handle?) {
        number = handle.map { UInt16($0.index) } ?? .max
    }

    /// The handle; nil is none.
    @inlinable public var value: Handle? {
        get { number == .max ? nil : Handle(Int32(number)) }
        set { self = Self(newValue) }
    }
}
