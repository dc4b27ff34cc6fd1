/// Elements side by side that have one owner.
///
/// Reaching an element asks for nothing but its bounds: no copy can exist, so nothing looks whether
/// the memory is shared.
package struct Elements<Element>: ~Copyable {
    @usableFromInline var memory = GrowingMemory<Element>()
    /// The number of elements.
    package private(set) var count = 0

    package init() {}

    deinit { memory.base.deinitialize(count: count) }

    /// The element at a position.
    @inlinable package subscript(position: Int) -> Element {
        @inline(__always) unsafeAddress { UnsafePointer(address(of: position)) }
        @inline(__always) unsafeMutableAddress { address(of: position) }
    }

    /// Where an element lies, until one is added.
    @inlinable @inline(__always)
    func address(of position: Int) -> UnsafeMutablePointer<Element> {
        precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "no such row")
        return memory.address(of: position)
    }

    /// Lets an element be fetched into the cache, if there is one at the position.
    @inline(__always)
    package func fetch(_ position: Int) {
        guard UInt(bitPattern: position) < UInt(bitPattern: count) else { return }
        memory.fetch(position)
    }

    /// Lets the place be fetched where the next element will lie, if there is room for it.
    @inline(__always)
    func fetchNext() {
        if count < memory.capacity { memory.fetch(count) }
    }

    /// Adds an element at the end.
    @inline(__always)
    package mutating func append(_ element: consuming Element) {
        if count == memory.capacity { memory.grow() }
        memory.address(of: count).initialize(to: consume element)
        count &+= 1
    }

    /// Gives the pages back on which only elements lie from which nothing is read any more, and in which
    /// there is nothing that is counted.
    func release(_ gone: GoneRows) { memory.release(gone, of: count) }

    /// Removes all elements, and keeps the memory.
    package mutating func removeAll() {
        memory.base.deinitialize(count: count)
        count = 0
    }
}

extension Elements: Sendable where Element: Sendable {}
