/// The values of several lists by their rank among all of them, without a list of all.
package struct RankedValues {
    private let lists: [ContiguousArray<Int32>]
    /// The number of values.
    package let count: Int
    /// How many bits differ between values at most, the lowest ones.
    private let width: Int
    /// The bits that are the same in all of them.
    private let common: UInt32

    /// Looks at lists, which may be empty.
    package init(_ lists: [ContiguousArray<Int32>]) {
        self.lists = lists
        count = lists.reduce(0) { $0 + $1.count }
        var (all, any) = (UInt32.max, UInt32(0))
        for list in lists {
            for value in list {
                all &= Self.bits(value)
                any |= Self.bits(value)
            }
        }
        width = count == 0 ? 0 : 32 - (all ^ any).leadingZeroBitCount
        common = width == 32 ? 0 : all & ~((1 << UInt32(width)) - 1)
    }

    /// The value that so many are less than or come before, as sorting would put it at that place.
    ///
    /// - Precondition: There are more values than that.
    /// - Complexity: O(*n*)
    package subscript(rank: Int) -> Int32 {
        precondition(rank >= 0 && rank < count, "no such rank")
        // What is found of the value from its highest bits on, some more with each look at all values.
        var (found, missing, before) = (common, width, rank)
        while missing > 0 {
            let step = min(missing, Self.bitsAtOnce)
            let (shift, mask) = (UInt32(missing - step), UInt32(1) << UInt32(step) - 1)
            var counts = Array(repeating: 0, count: 1 << step)
            for list in lists {
                for value in list where (Self.bits(value) ^ found) >> UInt32(missing) == 0 {
                    counts[Int(Self.bits(value) >> shift & mask)] += 1
                }
            }
            var digit = 0
            while counts[digit] <= before {
                before -= counts[digit]
                digit += 1
            }
            found |= UInt32(digit) << shift
            missing -= step
        }
        return Int32(bitPattern: found ^ Self.sign)
    }

    private static let bitsAtOnce = 12
    private static let sign = UInt32(1) << 31

    /// Bits that are in the order of their values.
    private static func bits(_ value: Int32) -> UInt32 { UInt32(bitPattern: value) ^ sign }
}
