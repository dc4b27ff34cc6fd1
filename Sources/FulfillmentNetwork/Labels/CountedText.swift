import SimulationKernel

/// How texts go that are a number after some letters: `P000017`, `Title 000042`.
struct CountedText: Sendable {
    /// What stands before the number.
    private let prefix: [UInt8]
    private let prefixKey: EntityKey
    /// How many digits the number has at least.
    private let width: Int

    /// The most digits that a number has: they fit into a word.
    private static let mostDigits = 8
    /// How many digits a text must end with for more like it to be expected.
    private static let fewestDigits = 4

    /// How a text goes; nil where it does not end with a number.
    init?(of text: String) {
        let isDigit = { (byte: UInt8) in UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
        width = text.utf8.suffix(Self.mostDigits).reversed().prefix(while: isDigit).count
        guard width >= Self.fewestDigits else { return nil }
        prefix = Array(text.utf8.dropLast(width))
        prefixKey = EntityKey(path: String(decoding: prefix, as: UTF8.self))
    }

    /// The number in a text that goes like this; nil for any other text.
    func number(in text: String) -> UInt32? {
        text.utf8.withContiguousStorageIfAvailable { number(inBytes: $0) } ?? nil
    }

    @inline(__always)
    private func number(inBytes text: UnsafeBufferPointer<UInt8>) -> UInt32? {
        let digits = text.count &- prefix.count
        guard digits >= width, digits <= Self.mostDigits else { return nil }
        let isLikeThis = prefix.withUnsafeBufferPointer { prefix in
            for place in prefix.indices where text[place] != prefix[place] { return false }
            return true
        }
        // More digits than are asked for begin with none that could be left out.
        guard isLikeThis, digits == width || text[prefix.count] != UInt8(ascii: "0") else {
            return nil
        }
        var number: UInt32 = 0
        for place in prefix.count..<text.count {
            let digit = text[place] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = 10 &* number &+ UInt32(digit)
        }
        return number
    }

    /// The text with a number.
    func text(_ number: UInt32) -> String {
        var (digits, count) = digits(of: number)
        let end = prefix.count + count
        return String(unsafeUninitializedCapacity: end) { text in
            for place in text.initialize(fromContentsOf: prefix)..<end {
                text.initializeElement(at: place, to: UInt8(truncatingIfNeeded: digits))
                digits >>= 8
            }
            return end
        }
    }

    /// Folds the text with a number in, without making it.
    func fold(_ number: UInt32, into digest: inout Digest) {
        var (digits, count) = digits(of: number)
        var key = prefixKey
        for _ in 0..<count {
            key = key.appending(UInt8(truncatingIfNeeded: digits))
            digits >>= 8
        }
        digest.fold(UInt64(prefix.count + count))
        digest.fold(key.hash)
    }

    /// The digits of a number in the order of a text, the first in the lowest byte.
    private func digits(of number: UInt32) -> (word: UInt64, count: Int) {
        var (word, count, rest) = (UInt64(0), 0, number)
        repeat {
            word = word << 8 | UInt64(UInt8(ascii: "0")) + UInt64(rest % 10)
            rest /= 10
            count += 1
        } while count < width || rest > 0
        return (word, count)
    }
}
