/// Writes facts about the first candidates of a sheet that has just begun anew, column by column.
///
/// A sheet lends it for one call, in which the sheet's memory stays where it is: whether anybody else
/// has that memory is looked at once, and not for each column.
public struct FactWriter {
    @usableFromInline let values: UnsafeMutablePointer<Int64>
    @usableFromInline let times: UnsafeMutablePointer<Int64>
    @usableFromInline let spreads: UnsafeMutablePointer<FactSheet.Spread>
    @usableFromInline let maximumAges: UnsafePointer<Int64>
    /// The number of places of a slot.
    @usableFromInline let stride: Int
    /// The number of candidates that facts are told of.
    @usableFromInline let count: Int
    /// The number of all candidates.
    @usableFromInline let rowCount: Int
    @usableFromInline let now: Int64

    @inlinable @inline(__always)
    init(
        _ values: UnsafeMutablePointer<Int64>,
        _ times: UnsafeMutablePointer<Int64>,
        _ spreads: UnsafeMutablePointer<FactSheet.Spread>,
        _ maximumAges: UnsafePointer<Int64>,
        stride: Int,
        count: Int,
        rowCount: Int,
        now: Int64
    ) {
        self.values = values
        self.times = times
        self.spreads = spreads
        self.maximumAges = maximumAges
        self.stride = stride
        self.count = count
        self.rowCount = rowCount
        self.now = now
    }

    /// Says a fact of this moment that is the same for all candidates, or about the request, by the slot
    /// of its column.
    @inlinable @inline(__always)
    public func fill(_ slot: Int, with value: Int64) {
        values[slot &* stride] = value
    }

    /// Says a fact of this moment about each of the first candidates, by the slot of its column.
    @inlinable @inline(__always)
    public func fill(_ slot: Int, _ value: (Int) -> Int64) {
        let column = values + slot &* stride
        // Numbers have the same bits set in any as in all of them where they are equal.
        var (any, all): (Int64, Int64) = (0, -1)
        for row in 0..<count {
            let number = value(row)
            column[row] = number
            any |= number
            all &= number
        }
        if count < rowCount { forgetRest(of: slot) } else if any == all || count == 0 { return }
        spreads[slot] = .values
    }

    /// Says a fact about each of the first candidates, and as of when in microseconds since 1970 UTC, by
    /// the slot of its column; what is older than the column's greatest age stays unknown, with its
    /// time.
    @inlinable @inline(__always)
    public func fill(_ slot: Int, asOf fact: (Int) -> (value: Int64, asOf: Int64)) {
        let (column, moments) = (values + slot &* stride, times + slot &* stride)
        let greatest = maximumAges[slot]
        if count < rowCount { forgetRest(of: slot) }
        for row in 0..<count {
            let (value, time) = fact(row)
            let (age, overflow) = now.subtractingReportingOverflow(time)
            moments[row] = time
            column[row] = overflow || age > greatest ? FactValue.unknown : value
        }
        spreads[slot] = .valuesAndTimes
    }

    /// Leaves a fact unknown for the candidates after the first.
    @usableFromInline @inline(never)
    func forgetRest(of slot: Int) {
        for place in slot * stride + count..<slot * stride + rowCount {
            values[place] = FactValue.unknown
            times[place] = now
        }
    }
}
