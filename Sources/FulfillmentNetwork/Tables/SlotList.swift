/// Numbers of slots, in the order in which they were noted.
struct SlotList: ~Copyable {
    private var slots: UnsafeMutablePointer<Int32>
    private var capacity = 16
    private(set) var count = 0

    init() { slots = .allocate(capacity: capacity) }

    deinit { slots.deallocate() }

    var isEmpty: Bool { count == 0 }

    /// All of them.
    var all: [Int] { (0..<count).map { self[$0] } }

    /// The slot at a position, which must be there.
    @inline(__always)
    subscript(position: Int) -> Int { Int(slots[position]) }

    @inline(__always)
    mutating func append(_ slot: Int) {
        if count == capacity { grow() }
        slots[count] = Int32(truncatingIfNeeded: slot)
        count &+= 1
    }

    /// Forgets all of them, and keeps the memory.
    @inline(__always)
    mutating func removeAll() { count = 0 }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Int32>.allocate(capacity: 2 * capacity)
        larger.moveInitialize(from: slots, count: count)
        slots.deallocate()
        slots = larger
        capacity *= 2
    }
}
