import SimulationKernel

/// Where a label is kept: its number in a series, or its place among those that are written out.
struct LabelPlace: Sendable, Equatable {
    fileprivate static let numberBits = UInt32(28)
    fileprivate static let writtenOut = 15

    private let bits: UInt32

    fileprivate init(series: Int, number: UInt32) {
        precondition(number >> Self.numberBits == 0, "too many labels")
        bits = UInt32(series) << Self.numberBits | number
    }

    /// The series, or `writtenOut`.
    fileprivate var series: Int { Int(bits >> Self.numberBits) }
    fileprivate var number: UInt32 { bits & (1 << Self.numberBits - 1) }
}

/// Labels in four bytes each, but for those that are unlike any other.
///
/// What is made up goes by numbers, and so does much that is not: `P000017`, or `T000042` for the
/// `Title 000042`. Of such a series the letters are kept once, and of each label its number.
struct LabelStore: ~Copyable, Sendable {
    /// Labels whose code, and text if they have one, are the same number after some letters.
    private struct Series: Sendable {
        let code: CountedText
        let text: CountedText?

        init?(of label: Label) {
            guard let code = CountedText(of: label.code) else { return nil }
            self.code = code
            text = CountedText(of: label.text)
            guard number(of: label) != nil else { return nil }
        }

        func number(of label: Label) -> UInt32? {
            guard let number = code.number(in: label.code),
                text.map({ $0.number(in: label.text) == number }) ?? label.text.isEmpty
            else { return nil }
            return number
        }
    }

    private var series: [Series] = []
    private var writtenOut = Elements<Label>()

    /// Keeps a label, and says where.
    mutating func keep(_ label: Label) -> LabelPlace {
        for position in series.indices {
            if let number = series[position].number(of: label) {
                return LabelPlace(series: position, number: number)
            }
        }
        if series.count < LabelPlace.writtenOut, let new = Series(of: label),
            let number = new.number(of: label)
        {
            series.append(new)
            return LabelPlace(series: series.count - 1, number: number)
        }
        writtenOut.append(label)
        return LabelPlace(series: LabelPlace.writtenOut, number: UInt32(writtenOut.count - 1))
    }

    /// Keeps a label instead of the one at a place, and says where.
    mutating func keep(_ label: Label, insteadOfThatAt place: LabelPlace) -> LabelPlace {
        guard place.series == LabelPlace.writtenOut else { return keep(label) }
        writtenOut[Int(place.number)] = label
        return place
    }

    /// The label at a place.
    subscript(place: LabelPlace) -> Label {
        guard place.series < LabelPlace.writtenOut else { return writtenOut[Int(place.number)] }
        let series = series[place.series]
        return Label(
            code: series.code.text(place.number),
            text: series.text?.text(place.number) ?? ""
        )
    }

    /// Folds the code and the text of a label in.
    func fold(_ place: LabelPlace, into digest: inout Digest) {
        foldCode(of: place, into: &digest)
        guard place.series < LabelPlace.writtenOut else {
            digest.fold(writtenOut[Int(place.number)].text)
            return
        }
        if let text = series[place.series].text {
            text.fold(place.number, into: &digest)
        } else {
            digest.fold("")
        }
    }

    /// Folds the code of a label in.
    func foldCode(of place: LabelPlace, into digest: inout Digest) {
        if place.series < LabelPlace.writtenOut {
            series[place.series].code.fold(place.number, into: &digest)
        } else {
            digest.fold(writtenOut[Int(place.number)].code)
        }
    }
}
