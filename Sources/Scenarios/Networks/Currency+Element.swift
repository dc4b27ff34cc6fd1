import LibraryModel

extension Currency {
    /// The amount that an element states in this currency; more digits than it has are an error.
    func amount(_ element: Element?, into diagnostics: Diagnostics) -> Money? {
        guard let element, let amount = element.money else { return nil }
        guard let units = amount.scaled(toFractionDigits: digits) else {
            diagnostics.reportDigits(of: element, self)
            return nil
        }
        return Money(minorUnits: units)
    }
}
