public import LibraryModel

/// Who is asked to lend, in which order, and what became of everybody else.
public struct RoutingOutcome: Sendable, Hashable, Codable {
    /// Why nobody is asked.
    public enum Nobody: String, Sendable, Hashable, Codable, CaseIterable {
        /// A rule of admission refuses the request.
        case notAdmitted = "not-admitted"
        /// The union catalogue names nobody who holds the title.
        case noHoldings = "no-holdings"
        /// None of those who hold the title is known to the network.
        case noKnownLender = "no-known-lender"
        /// Something speaks against every candidate.
        case noneFits = "none-fits"
        /// Candidates remain for later.
        case allDeferred = "all-deferred"
    }

    /// One record per candidate: those that are asked in their order, then the others by institution.
    public var records: [CandidateRecord] = []
    /// The rules of admission that refuse the request, a bit each.
    public var refusals: UInt64 = 0
    /// Why nobody is asked; nil where somebody is.
    public var nobody: Nobody?
    /// Who came first, for the next round-robin; nil where rules have none or nobody came first.
    public var cursor: InstitutionID?

    /// Creates an outcome without candidates.
    public init() {}

    /// Forgets everything, and keeps the memory.
    mutating func clear() {
        records.removeAll(keepingCapacity: true)
        refusals = 0
        nobody = nil
        cursor = nil
    }

    /// Why nobody is asked of those on a sheet, when the records say that nobody is.
    func whyNobody(on sheet: borrowing FactSheet) -> Nobody {
        if sheet.rows.isEmpty {
            return sheet.value(.holdingsLocated, of: 0) > 0 ? .noKnownLender : .noHoldings
        }
        return records.contains { $0.standing == .deferred } ? .allDeferred : .noneFits
    }

    /// The institutions that are asked, in order; with single copies, an institution may repeat.
    public var rota: [InstitutionID] {
        records.prefix { $0.standing.isAsked }.map(\.institution)
    }

    /// The copies that are asked for, in order.
    public var items: [Int64] {
        records.prefix { $0.standing.isAsked }.map(\.item)
    }

    /// What became of an institution: its best record.
    public func record(of institution: InstitutionID) -> CandidateRecord? {
        records.first { $0.institution == institution && $0.standing != .surplus }
            ?? records.first { $0.institution == institution }
    }
}
