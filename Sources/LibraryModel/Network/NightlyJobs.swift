package import SimulationKernel

/// The jobs that institutions run.
package enum JobKind: UInt8, CaseIterable, Sendable, Codable {
    case overdue, lostLoans, requestExpiry, shelfExpiry, dueDateCorrection
    case purgeLinkedAccounts, finesElsewhere, assignResourceSharingLibrary

    /// The job's name in files.
    package var code: String {
        switch self {
        case .overdue: "overdue"
        case .lostLoans: "lost-loans"
        case .requestExpiry: "request-expiry"
        case .shelfExpiry: "shelf-expiry"
        case .dueDateCorrection: "due-date-correction"
        case .purgeLinkedAccounts: "purge-linked-accounts"
        case .finesElsewhere: "fines-elsewhere"
        case .assignResourceSharingLibrary: "assign-resource-sharing-library"
        }
    }

    package init?(code: String) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }
}

/// Which jobs run every night, and when.
package struct NightlyJobs: Sendable, Hashable {
    /// The time of day in each institution's zone.
    package var time: SimulationDuration
    /// In the order in which they run.
    package var kinds: [JobKind]

    package init(
        time: SimulationDuration = .hours(2),
        kinds: [JobKind] = NightlyJobs.standard
    ) {
        self.time = time
        self.kinds = kinds
    }

    /// Corrections first, so that nothing is overdue on a day that has become a closed one.
    package static let standard: [JobKind] = [
        .dueDateCorrection, .overdue, .lostLoans, .requestExpiry, .shelfExpiry,
        .purgeLinkedAccounts,
    ]
}
