package import LibraryModel

/// How a lender's copies of a title are, as it answers when rules want to know.
package struct CopiesReport: Sendable, Codable, Hashable {
    /// One copy.
    package struct Copy: Sendable, Codable, Hashable {
        package var item: ItemID
        package var status: ItemStatus
        /// When it is due, in microseconds since 1970 UTC, where it is out and that is known.
        package var due: Int64?
        package var isLendable: Bool
        /// The item policy's code: what rules know as its class.
        package var policy: String
    }

    package var copies: [Copy]
    /// How many wait for the title.
    package var holds: Int32
    /// In microseconds since 1970 UTC.
    package var asOf: Int64

    /// The most copies that are told of.
    static let limit = 100
}

/// A request whose rules ask lenders for facts, while the answers come in.
package struct FactGathering: Sendable, Codable {
    /// What one lender answered.
    package struct Answer: Sendable, Codable {
        package var institution: InstitutionID
        package var report: CopiesReport
    }

    package var request: BorrowingRequestID
    package var found: CatalogueTitle
    package var holders: [Holder]
    /// Who has not answered.
    package var waiting: [InstitutionID]
    package var answers: [Answer] = []
    /// Who will not answer.
    package var silent: [InstitutionID] = []
}
