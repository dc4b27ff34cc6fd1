package import LibraryModel
import RequestRouting
package import SimulationKernel

/// A fact about a lender that may ride on its replies; the raw value is its number in stores and
/// digests.
package enum CarriedFact: UInt8, CaseIterable, Sendable, Codable {
    case loans = 1
    case borrows, closed, openRequestsOfAll

    /// The fact as rules know it.
    var column: FactColumn {
        switch self {
        case .loans: .loans
        case .borrows: .borrows
        case .closed: .closed
        case .openRequestsOfAll: .openRequestsOfAll
        }
    }
}

/// What rides on a lender's word about a request.
package struct StatusDetails: Sendable, Codable, Hashable {
    /// A fact about the lender.
    package struct Line: Sendable, Codable, Hashable {
        package var fact: CarriedFact
        package var value: Int64
    }

    /// What the lender wants for lending.
    package struct Price: Sendable, Codable, Hashable {
        package var amount: Money
        /// The code of the lender's currency.
        package var currency: String
    }

    /// What the rules want to know.
    package var facts: [Line] = []
    /// When it was true, in microseconds since 1970 UTC.
    package var asOf: Int64
    /// Of a condition, where it is about money.
    package var price: Price?
}

/// What an institution knows of a lender from its replies.
package struct LenderFact: Sendable, Hashable {
    package var lender: InstitutionID
    package var fact: CarriedFact
    package var value: Int64
    package var asOf: SimulationTime

    package init(lender: InstitutionID, fact: CarriedFact, value: Int64, asOf: SimulationTime) {
        self.lender = lender
        self.fact = fact
        self.value = value
        self.asOf = asOf
    }
}

/// A fact about a lender, by its number at the institution that knows it.
struct LenderFactID: RecordHandle {
    let index: Int32
    init(_ index: Int32) { self.index = index }
}
