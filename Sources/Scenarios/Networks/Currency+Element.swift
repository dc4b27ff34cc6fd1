import LibraryModel

extension Currency {
    /// The amount that an element states in this currency; more digits than it has are an error.
    func amount(_ element: Element?, into diagnostics: Diagnostics) -> Money? {
        guard let element, let amount = element.money else { return nil }
        guard let units = amount.scaled(toFractionDigits: digits) else {
            diagnostics.error(
                "\(code) has no amount '\(element.text ?? "")'",
                at: element.place,
                hint: "write at most \(digits) digits after the point"
            )
            return nil
        }
        return Money(minorUnits: units)
    }
}
