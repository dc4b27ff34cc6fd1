package import SimulationKernel

/// What few borrowing requests have, apart from the others, which are many.
package struct RequestParticulars: Hashable, Sendable {
    /// What the lender of an attempt wants for lending, and what was answered.
    package struct Condition: Hashable, Sendable {
        /// The attempt, counted from 1; 0 while no lender has set a price.
        package var attempt: Int32 = 0
        /// In the currency of the borrower.
        package var price: Money = .zero
        /// How often the lender was asked again.
        package var retries: Int32 = 0
        /// When it was asked again last.
        package var askedAgain: SimulationTime?

        package init() {}
    }

    package var request: BorrowingRequestID
    package var service: RequestedService
    /// The lender that staff chose last.
    package var chosenLender: InstitutionID?
    package var condition = Condition()
    /// Whether the lender wanted the item back before the patron had it.
    package var isRecalled = false

    package init(request: BorrowingRequestID, service: RequestedService = RequestedService()) {
        self.request = request
        self.service = service
    }
}
