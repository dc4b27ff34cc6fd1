internal import CacheLines

/// Elements in pages that never move and have one owner.
///
/// Reaching an element asks for nothing but its bounds: no copy can exist, so nothing looks whether
/// the memory is shared, and growing copies no element.
package struct Pages<Element>: ~Copyable {
    @usableFromInline static var shift: Int { 8 }
    @usableFromInline static var size: Int { 1 << shift }

    @usableFromInline var pages: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
    private var pageCount = 0
    private var pageCapacity: Int
    /// The number of elements.
    package private(set) var count = 0

    package init() {
        pageCapacity = 4
        pages = .allocate(capacity: pageCapacity)
    }

    deinit {
        removeElements()
        for page in 0..<pageCount {
            pages[page].deallocate()
        }
        pages.deallocate()
    }

    /// The element at a position.
    @inlinable package subscript(position: Int) -> Element {
        @inline(__always) unsafeAddress { UnsafePointer(address(of: position)) }
        @inline(__always) unsafeMutableAddress { address(of: position) }
    }

    @inlinable @inline(__always)
    func address(of position: Int) -> UnsafeMutablePointer<Element> {
        precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "no such row")
        return pages[position &>> Self.shift] + position & (Self.size &- 1)
    }

    /// Lets an element be fetched into the cache, if there is one at the position.
    @inline(__always)
    package func fetch(_ position: Int) {
        guard UInt(bitPattern: position) < UInt(bitPattern: count) else { return }
        let element = UnsafeRawPointer(pages[position &>> Self.shift] + position & (Self.size &- 1))
        cache_lines_fetch(element)
        if MemoryLayout<Element>.stride > 32 {
            cache_lines_fetch(element + MemoryLayout<Element>.size - 1)
        }
        if MemoryLayout<Element>.stride > 128 { cache_lines_fetch(element + 64) }
    }

    /// Adds an element at the end.
    @inline(__always)
    package mutating func append(_ element: consuming Element) {
        if count == pageCount << Self.shift { addPage() }
        (pages[count &>> Self.shift] + count & (Self.size &- 1)).initialize(to: element)
        count &+= 1
    }

    /// Removes all elements, and keeps the memory.
    package mutating func removeAll() {
        removeElements()
        count = 0
    }

    private func removeElements() {
        for page in 0..<pageCount {
            pages[page].deinitialize(count: min(Self.size, max(0, count - page << Self.shift)))
        }
    }

    @inline(never)
    private mutating func addPage() {
        if pageCount == pageCapacity {
            let larger = UnsafeMutablePointer<UnsafeMutablePointer<Element>>
                .allocate(capacity: 2 * pageCapacity)
            larger.moveInitialize(from: pages, count: pageCount)
            pages.deallocate()
            pages = larger
            pageCapacity *= 2
        }
        (pages + pageCount).initialize(to: .allocate(capacity: Self.size))
        pageCount += 1
    }
}

// Copying is ruled out, so whoever holds the pages is the only one to reach their memory.
extension Pages: @unchecked Sendable where Element: Sendable {}
