package import LibraryModel

/// What another system sends about the accounts that it manages.
package struct AccountLoad: Sendable {
    package var records: [IncomingAccount]
    package var options: AccountSyncOptions

    package init(_ records: [IncomingAccount], _ options: AccountSyncOptions) {
        self.records = records
        self.options = options
    }
}

/// What a load did, record by record.
package struct AccountSyncReport: Sendable {
    /// What became of a record.
    package enum Result: String, CaseIterable, Sendable, Codable {
        case created, changed, unchanged, refused
    }

    /// What is counted: what became of the records, and how many kept or gave back a protected
    /// field.
    package enum Count: String, CaseIterable, Sendable, Codable {
        case created, changed, unchanged, refused, kept, released
    }

    /// A record's line of the report.
    package struct Line: Sendable {
        package var primaryID: String
        /// The line of the file on which the record begins.
        package var line: Int32
        /// The account; nil for one that was refused before it was made, or that a dry run would
        /// make.
        package var patron: PatronID?
        package var result: Result
        package var changed: [AccountField] = []
        /// Protected fields that stayed, though the file says something else.
        package var kept: [AccountField] = []
        /// Protected fields that the file took back.
        package var released: [AccountField] = []
        package var problem: AccountProblem?
    }

    package var options: AccountSyncOptions
    /// In order of primary identifiers.
    package var lines: [Line]

    /// The number of records of which something is true.
    package func count(_ what: Count) -> Int {
        switch what {
        case .created: lines.count { $0.result == .created }
        case .changed: lines.count { $0.result == .changed }
        case .unchanged: lines.count { $0.result == .unchanged }
        case .refused: lines.count { $0.result == .refused }
        case .kept: lines.count { !$0.kept.isEmpty }
        case .released: lines.count { !$0.released.isEmpty }
        }
    }

    /// The totals in a line: `created 2, changed 12, …`.
    package var summary: String {
        Count.allCases.map { "\($0.rawValue) \(count($0))" }.joined(separator: ", ")
    }
}
