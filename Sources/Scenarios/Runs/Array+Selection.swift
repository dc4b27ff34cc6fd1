extension Array where Element: Comparable {
    /// Puts at a position what sorting would put there, what is not greater before it, and what is
    /// not less after it (Hoare, "Algorithm 65: Find", 1961).
    ///
    /// Elements before `start` stay where they are.
    ///
    /// - Complexity: O(*n*) on average.
    package mutating func select(_ position: Int, from start: Int = 0) {
        var (low, high) = (start, count - 1)
        while low < high {
            let pivot = self[low + (high - low) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while self[left] < pivot { left += 1 }
                while pivot < self[right] { right -= 1 }
                guard left <= right else { break }
                swapAt(left, right)
                left += 1
                right -= 1
            }
            if position <= right {
                high = right
            } else if position >= left {
                low = left
            } else {
                return
            }
        }
    }
}
