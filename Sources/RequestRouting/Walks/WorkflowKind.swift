/// Which parties a loan between institutions has.
package enum WorkflowKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// Two: it is fetched at the borrower's.
    case standard
    /// One: the borrower lends to its own patron.
    case local
    /// Two: it is fetched at the lender's, where the patron stands.
    case walkIn = "walk-in"
    /// Three: lender, borrower and place of pickup differ.
    case pickupAnywhere = "pickup-anywhere"

    /// The kind for given parties; nil where there is none: an own item that is fetched elsewhere.
    package init?<Party: Equatable>(borrower: Party, supplier: Party, pickup: Party) {
        if supplier == borrower {
            guard pickup == borrower else { return nil }
            self = .local
        } else if pickup == borrower {
            self = .standard
        } else {
            self = pickup == supplier ? .walkIn : .pickupAnywhere
        }
    }
}
