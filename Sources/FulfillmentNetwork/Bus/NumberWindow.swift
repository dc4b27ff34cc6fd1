/// A set of numbers above a mark, which mostly lie close to it: the next 64 in one word, and those
/// further up, which are rare, in a list.
package struct NumberWindow: Sendable, Hashable {
    /// The mark: no number of the set is as low.
    package private(set) var low: Int64
    /// The lowest bit stands for the number that follows the mark.
    private var near: UInt64 = 0
    /// In order, and none of them near.
    private var far: [Int64] = []

    /// The empty set above a mark.
    package init(above low: Int64 = 0) {
        self.low = low
    }

    /// Makes the empty set one above another mark.
    package mutating func restart(above low: Int64) {
        self.low = low
        near = 0
        if !far.isEmpty { far = [] }
    }

    /// Makes the empty set that of one number, just above the mark.
    @inline(__always)
    mutating func begin(with number: Int64) {
        low = number &- 1
        near = 1
    }

    /// Empties the set if it is that of one number; otherwise does nothing, and returns false.
    @inline(__always)
    mutating func end(with number: Int64) -> Bool {
        guard near == 1, number == low &+ 1, far.isEmpty else { return false }
        near = 0
        low = 0
        return true
    }

    /// Raises the mark of the empty set by one, to a number; otherwise does nothing, and returns
    /// false.
    @inline(__always)
    mutating func step(to number: Int64) -> Bool {
        guard near == 0, number == low &+ 1, far.isEmpty else { return false }
        low = number
        return true
    }

    /// The set of some numbers, the mark just below the lowest; nil where they are not in order from
    /// 1.
    package init?(_ numbers: [Int64]) {
        guard let first = numbers.first else {
            self.init()
            return
        }
        guard first > 0, zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else {
            return nil
        }
        self.init(above: first - 1)
        for number in numbers { insert(number) }
    }

    @inline(__always)
    package var isEmpty: Bool { near == 0 && far.isEmpty }

    /// The number of numbers.
    package var count: Int { isEmpty ? 0 : near.nonzeroBitCount + far.count }

    /// The lowest number.
    package var first: Int64? {
        near != 0 ? low + 1 + Int64(near.trailingZeroBitCount) : far.first
    }

    /// All numbers, in order.
    package var numbers: [Int64] {
        guard near != 0 else { return far }
        return (0..<64).filter { near >> $0 & 1 != 0 }.map { low + 1 + Int64($0) } + far
    }

    /// Whether a number above the mark is there.
    package func contains(_ number: Int64) -> Bool {
        let place = number - low - 1
        return place < 64 ? near >> UInt64(place) & 1 != 0 : far.contains(number)
    }

    /// Puts in a number above the mark that is not there.
    package mutating func insert(_ number: Int64) {
        let place = number - low - 1
        if place < 64 {
            near |= 1 << UInt64(place)
        } else {
            far.insert(number, at: far.firstIndex { $0 > number } ?? far.endIndex)
        }
    }

    /// Takes a number above the mark out; false where it was not there.
    package mutating func remove(_ number: Int64) -> Bool {
        let place = number - low - 1
        guard place < 64 else {
            guard let position = far.firstIndex(of: number) else { return false }
            far.remove(at: position)
            return true
        }
        guard place >= 0, near >> UInt64(place) & 1 != 0 else { return false }
        near &= ~(1 << UInt64(place))
        return true
    }

    /// Raises the mark, and forgets the numbers that it passes.
    package mutating func raise(to mark: Int64) {
        let step = mark - low
        near = step < 64 ? near >> UInt64(step) : 0
        low = mark
        guard !far.isEmpty else { return }
        far.removeAll { $0 <= low }
        while let number = far.first, number - low <= 64 {
            near |= 1 << UInt64(number - low - 1)
            far.removeFirst()
        }
    }

    /// Raises the mark over the numbers that follow it without a gap.
    package mutating func absorb() {
        while near & 1 != 0 { raise(to: low + Int64((~near).trailingZeroBitCount)) }
    }
}
