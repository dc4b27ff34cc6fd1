package import SimulationKernel

/// Why a record of a load is refused.
package struct AccountProblem: Error, Hashable, Sendable {
    /// The reasons; the text is stable and used in scenario files.
    package enum Reason: String, CaseIterable, Sendable, Codable {
        case badDate = "bad-date"
        case controlCharacter = "control-character"
        case declaredInternal = "declared-internal"
        case duplicateRecord = "duplicate-record"
        case expiryMissing = "expiry-missing"
        case groupMissing = "group-missing"
        case identifierTaken = "identifier-taken"
        case internalAccount = "internal-account"
        case preferredEmailNotListed = "preferred-email-not-listed"
        case primaryIDMissing = "primary-id-missing"
        case tooLong = "too-long"
        case unknownAccountKind = "unknown-account-kind"
        case unknownBlock = "unknown-block"
        case unknownCampus = "unknown-campus"
        case unknownGroup = "unknown-group"
        case unknownJobCategory = "unknown-job-category"
        case unknownLibrary = "unknown-library"
        case unknownStatisticalCategory = "unknown-statistical-category"
    }

    package var reason: Reason
    /// What was found.
    package var detail: String
    /// The column of the file where it is, from 1; 0 where the record as a whole is meant.
    package var column: Int32

    package init(_ reason: Reason, detail: String = "", column: Int32 = 0) {
        self.reason = reason
        self.detail = detail
        self.column = column
    }
}

extension AccountProblem: CustomStringConvertible {
    /// What is wrong, as a sentence for people.
    package var description: String {
        switch reason {
        case .badDate: "'\(detail)' is no day on which an account can end"
        case .controlCharacter: "a value has the control character \(detail)"
        case .declaredInternal: "the file calls the account internal, which no load makes any"
        case .duplicateRecord: "the primary identifier is in the file \(detail) times"
        case .expiryMissing: "a new account needs an expiry"
        case .groupMissing: "a new account needs a user group"
        case .identifierTaken: "another account has the identifier '\(detail)', here or in the file"
        case .internalAccount: "the account is internal, and is not touched"
        case .preferredEmailNotListed:
            "the preferred e-mail address '\(detail)' is not among the addresses"
        case .primaryIDMissing: "the record has no primary identifier"
        case .tooLong: detail
        case .unknownAccountKind: "an account is external or internal, not '\(detail)'"
        case .unknownBlock: "there is no block '\(detail)'"
        case .unknownCampus: "there is no campus '\(detail)'"
        case .unknownGroup: "there is no user group '\(detail)'"
        case .unknownJobCategory: "there is no job category '\(detail)'"
        case .unknownLibrary: "there is no library '\(detail)'"
        case .unknownStatisticalCategory: "there is no statistical category '\(detail)'"
        }
    }
}

/// A record of a load: what the other system says of one account.
package struct IncomingAccount: Sendable, Equatable {
    /// As in the file; it is matched without regard to case.
    package var primaryID: String
    package var name: Given<String> = .absent
    package var expiry: Given<CivilDate> = .absent
    package var group: Given<UserGroupID> = .absent
    package var campus: Given<CampusID> = .absent
    package var jobCategory: Given<JobCategoryID> = .absent
    package var resourceSharingLibraries: Given<SmallSet> = .absent
    package var statisticalCategories: Given<SmallSet> = .absent
    package var blocks: Given<Set<BlockDefinitionID>> = .absent
    /// The identifiers of each kind that the file speaks of.
    package var identifiers: [IdentifierKindID: Given<Set<String>>] = [:]
    /// The lines of each kind that the file speaks of.
    package var contacts: [ContactKind: Given<Set<String>>] = [:]
    package var preferredEmail: Given<String> = .absent
    /// The first thing that is wrong with the record by itself.
    package var problem: AccountProblem?
    /// The line of the file on which the record begins.
    package var line: Int32

    package init(primaryID: String, line: Int32 = 0) {
        self.primaryID = primaryID
        self.line = line
    }
}

/// How a load treats what it meets.
package struct AccountSyncOptions: Hashable, Sendable {
    /// What a blank value of the file does.
    ///
    /// The vendor's texts disagree: an older one has a blank leave the field, a newer one has it
    /// empty the field.
    package enum Blank: String, CaseIterable, Sendable, Codable {
        case keep, clear
    }

    package var blank = Blank.clear
    /// Report only.
    package var isDryRun = false
    /// Make internal accounts that the file names external, in place of passing them over.
    package var convertsInternal = false
    /// Protected fields that the file replaces all the same.
    package var overrides: ProtectedFields = []

    package init(
        blank: Blank = .clear,
        isDryRun: Bool = false,
        convertsInternal: Bool = false,
        overrides: ProtectedFields = []
    ) {
        self.blank = blank
        self.isDryRun = isDryRun
        self.convertsInternal = convertsInternal
        self.overrides = overrides
    }
}
