package import SimulationKernel

/// What a block forbids; each level includes those above it but the fourth, which stands alone.
///
/// The codes are Alma's.
package enum BlockedAction: String, CaseIterable, Sendable, Codable {
    case loan = "01"
    case loanAndRenewal = "02"
    case loanRenewalAndHold = "03"
    case resourceSharing = "04"
    case everything = "05"

    package var forbidsLoan: Bool { self != .resourceSharing }
    package var forbidsRenewal: Bool { self != .resourceSharing && self != .loan }
    package var forbidsHold: Bool { self == .loanRenewalAndHold || self == .everything }
    package var forbidsResourceSharing: Bool { self == .resourceSharing || self == .everything }
}

/// A kind of block that an institution's staff or jobs may put on a patron.
package struct BlockDefinition: Sendable {
    package var code: String
    package var name: String
    package var action: BlockedAction
    /// Whether the block is copied when an account is linked or refreshed elsewhere.
    package var isNetworkBlock: Bool

    package init(code: String, name: String, action: BlockedAction, isNetworkBlock: Bool) {
        self.code = code
        self.name = name
        self.action = action
        self.isNetworkBlock = isNetworkBlock
    }
}

/// A block on a patron, in force until it ends.
package struct Block: Sendable {
    package var patron: PatronID
    /// The definition at this institution; nil for a block of type *Consortia*, copied from the
    /// source institution.
    package var definition: BlockDefinitionID?
    package var action: BlockedAction
    package var created: SimulationTime
    package var ended: SimulationTime?
    /// The definition's code, as its own institution calls it.
    package var code: String
    /// Whether a load from the system that manages the account put it, so that the next may end it.
    package var isExternal: Bool

    package init(
        patron: PatronID,
        definition: BlockDefinitionID?,
        action: BlockedAction,
        created: SimulationTime,
        code: String,
        ended: SimulationTime? = nil,
        isExternal: Bool = false
    ) {
        self.isExternal = isExternal
        self.patron = patron
        self.definition = definition
        self.action = action
        self.created = created
        self.code = code
        self.ended = ended
    }
}
