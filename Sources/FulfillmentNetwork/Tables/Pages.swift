internal import CacheLines

/// Elements in pages that never move and have one owner.
///
/// Reaching an element asks for nothing but its bounds: no copy can exist, so nothing looks whether
/// the memory is shared, and growing copies no element.
package struct Pages<Element>: ~Copyable {
    @usableFromInline var memory = PageMemory<Element>()
    /// The number of elements.
    package private(set) var count = 0

    package init() {}

    deinit { removeElements() }

    /// The element at a position.
    @inlinable package subscript(position: Int) -> Element {
        @inline(__always) unsafeAddress { UnsafePointer(address(of: position)) }
        @inline(__always) unsafeMutableAddress { address(of: position) }
    }

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

    /// Adds an element at the end.
    @inline(__always)
    package mutating func append(_ element: consuming Element) {
        if count == memory.capacity { memory.addPage() }
        memory.address(of: count).initialize(to: element)
        count &+= 1
    }

    /// Removes all elements, and keeps the memory.
    package mutating func removeAll() {
        removeElements()
        count = 0
    }

    private func removeElements() {
        for page in 0..<memory.pageCount {
            let size = PageMemory<Element>.pageSize
            memory.pages[page].deinitialize(count: min(size, max(0, count - page * size)))
        }
    }
}

extension PageMemory {
    /// Lets an element be fetched into the cache; the page must be there.
    @inline(__always)
    func fetch(_ position: Int) {
        let element = UnsafeRawPointer(address(of: position))
        cache_lines_fetch(element)
        if MemoryLayout<Element>.stride > 32 {
            cache_lines_fetch(element + MemoryLayout<Element>.size - 1)
        }
        if MemoryLayout<Element>.stride > 128 { cache_lines_fetch(element + 64) }
    }
}

extension Pages: Sendable where Element: Sendable {}
