internal import Memory

/// Memory for elements side by side, with one owner, who says when an element begins and ends.
///
/// Growing moves all of them, so nobody may hold on to the address of one beyond that. They must not
/// mind being moved, as nothing does that holds no weak reference.
@usableFromInline struct GrowingMemory<Element>: ~Copyable {
    @usableFromInline private(set) var base: UnsafeMutablePointer<Element>
    /// The number of elements for which there is room.
    private(set) var capacity = 0

    /// From how many bytes on memory grows by no more than twice.
    private static var huge: Int { 16 << 20 }

    init() {
        // Nothing is reached before there is room.
        base = UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment).unsafelyUnwrapped
    }

    deinit {
        if capacity > 0 { memory_free(base, capacity * MemoryLayout<Element>.stride) }
    }

    /// Where the element at a position lies; there must be room for it.
    @inlinable @inline(__always)
    func address(of position: Int) -> UnsafeMutablePointer<Element> { base + position }

    /// Lets an element be fetched into the cache; there must be room for it.
    @inline(__always)
    func fetch(_ position: Int) {
        let element = UnsafeRawPointer(address(of: position))
        memory_fetch(element)
        if MemoryLayout<Element>.stride > 32 {
            memory_fetch(element + MemoryLayout<Element>.size - 1)
        }
        if MemoryLayout<Element>.stride > 128 { memory_fetch(element + 64) }
    }

    /// Gives the pages back that some of the elements lie on, and none that is there.
    func release(_ gone: GoneRows, of count: Int) {
        let stride = MemoryLayout<Element>.stride
        func bytes(_ positions: Range<Int>) -> memory_range {
            let positions = positions.clamped(to: 0..<count)
            return memory_range(
                from: positions.lowerBound * stride,
                to: positions.upperBound * stride
            )
        }
        memory_release(base, capacity * stride, bytes(gone.positions), bytes(gone.withNeighbours))
    }

    /// Makes room for more.
    @inline(never)
    mutating func grow() {
        let stride = MemoryLayout<Element>.stride
        // What is large takes no memory before it is used, and to move it is what costs; but a system may
        // refuse to promise many times what there is.
        let isLarge = (memory_large()..<Self.huge).contains(capacity * stride)
        let factor = isLarge ? 8 : 2
        let larger = max(16, factor * capacity)
        let memory = memory_grow(
            capacity == 0 ? nil : UnsafeMutableRawPointer(base),
            capacity * stride,
            larger * stride
        )
        base = memory.bindMemory(to: Element.self, capacity: larger)
        capacity = larger
    }
}

// Copying is ruled out, so whoever holds the memory is the only one to reach it.
extension GrowingMemory: @unchecked Sendable where Element: Sendable {}
