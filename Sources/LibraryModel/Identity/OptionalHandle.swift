/// A handle that may be missing, in the four bytes of one that is there.
public struct OptionalHandle<Handle: RecordHandle>: Hashable, Sendable {
    @usableFromInline var index: Int32

    /// Keeps a handle, or that there is none.
    @inlinable
    public init(_ handle: Handle?) {
        index = handle?.index ?? -1
    }

    /// The handle; nil is none.
    @inlinable public var value: Handle? {
        get { index < 0 ? nil : Handle(index) }
        set { self = Self(newValue) }
    }
}
