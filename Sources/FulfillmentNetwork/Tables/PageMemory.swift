/// Memory for elements in pages that never move, with one owner, who says when an element begins
/// and ends.
@usableFromInline struct PageMemory<Element>: ~Copyable {
    @usableFromInline static var shift: Int { 8 }
    @usableFromInline static var pageSize: Int { 1 << shift }

    @usableFromInline var pages: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
    private(set) var pageCount = 0
    private var pageCapacity: Int

    init() {
        pageCapacity = 4
        pages = .allocate(capacity: pageCapacity)
    }

    deinit {
        for page in 0..<pageCount { pages[page].deallocate() }
        pages.deallocate()
    }

    /// The number of elements for which there is room.
    @inline(__always)
    var capacity: Int { pageCount &<< Self.shift }

    /// Where the element at a position lies; the page must be there.
    @inlinable @inline(__always)
    func address(of position: Int) -> UnsafeMutablePointer<Element> {
        pages[position &>> Self.shift] + position & (Self.pageSize &- 1)
    }

    @inline(never)
    mutating func addPage() {
        if pageCount == pageCapacity {
            let larger = UnsafeMutablePointer<UnsafeMutablePointer<Element>>
                .allocate(capacity: 2 * pageCapacity)
            larger.moveInitialize(from: pages, count: pageCount)
            pages.deallocate()
            pages = larger
            pageCapacity *= 2
        }
        (pages + pageCount).initialize(to: .allocate(capacity: Self.pageSize))
        pageCount += 1
    }
}

// Copying is ruled out, so whoever holds the pages is the only one to reach their memory.
extension PageMemory: @unchecked Sendable where Element: Sendable {}
