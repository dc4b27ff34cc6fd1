/// Finds what a mistyped word was meant to be.
package enum Spelling {
    /// The hint for a word that is not among the candidates, or nil if none of them is close:
    /// `did you mean 'northside'?`.
    package static func hint(for word: String, among candidates: some Sequence<String>) -> String? {
        closest(to: word, among: candidates).map { "did you mean '\($0)'?" }
    }

    /// The candidate that a word was probably meant to be; the first one, where several are as
    /// close, so give them in an order that does not change (no set).
    ///
    /// Letter case is free. Up to two slips, or as many as a third of the letters, are forgiven,
    /// and in a word of three letters or fewer, one. A candidate that begins with the word comes
    /// after one slip and before two.
    package static func closest(
        to word: String,
        among candidates: some Sequence<String>
    ) -> String? {
        let target = Array(word.lowercased().unicodeScalars)
        // Long words are pasted text, not slips of the finger.
        guard !target.isEmpty, target.count <= 80 else { return nil }
        let allowance = target.count <= 3 ? 1 : max(2, target.count / 3)
        var best: (distance: Int, word: String)?
        var extended: String?
        for candidate in candidates {
            let letters = Array(candidate.lowercased().unicodeScalars)
            if extended == nil, target.count >= 3, letters.starts(with: target) {
                extended = candidate
            }
            guard abs(letters.count - target.count) <= allowance else { continue }
            let found = distance(target, letters)
            if found <= allowance, best.map({ found < $0.distance }) ?? true {
                best = (found, candidate)
            }
        }
        guard let best, best.distance <= 1 || extended == nil else { return extended }
        return best.word
    }

    /// The Damerau–Levenshtein distance in its restricted form (optimal string alignment):
    /// insertions, deletions, substitutions, and swaps of neighbours.
    static func distance<Letter: Equatable>(_ left: [Letter], _ right: [Letter]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let isSame = left[row - 1] == right[column - 1]
                var cost = min(
                    last[column] + 1,
                    current[column - 1] + 1,
                    last[column - 1] + (isSame ? 0 : 1)
                )
                if row > 1, column > 1, left[row - 1] == right[column - 2],
                    left[row - 2] == right[column - 1]
                {
                    cost = min(cost, beforeLast[column - 2] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
