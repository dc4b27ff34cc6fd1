package import LibraryModel
import SimulationKernel

/// What is wrong with a link for a while.
package struct LinkImpairment: Sendable, Hashable {
    /// The share of envelopes that are lost.
    package var loss: Double
    /// The share of envelopes that arrive twice.
    package var duplication: Double
    /// How many times longer the way takes.
    package var slowdown: Double

    package init(loss: Double = 0, duplication: Double = 0, slowdown: Double = 1) {
        self.loss = loss
        self.duplication = duplication
        self.slowdown = slowdown
    }
}

/// The faults in force: who is down, which links are cut, and which are impaired.
package struct FaultState: Sendable {
    private var down: Set<InstitutionID> = []
    private var cut: Set<LinkEnds> = []
    private var impairments: [LinkEnds: LinkImpairment] = [:]
    private(set) var everywhere: LinkImpairment?

    package init() {}

    /// Whether no fault at all is in force.
    var isEmpty: Bool {
        down.isEmpty && cut.isEmpty && impairments.isEmpty && everywhere == nil
    }

    package func isDown(_ participant: ParticipantID) -> Bool {
        !down.isEmpty && participant.institution.map(down.contains) ?? false
    }

    package func isCut(_ ends: LinkEnds) -> Bool {
        !cut.isEmpty && cut.contains(ends)
    }

    func impairment(_ ends: LinkEnds) -> LinkImpairment? {
        impairments.isEmpty ? everywhere : impairments[ends] ?? everywhere
    }

    package mutating func setDown(_ institution: InstitutionID, _ isDown: Bool) {
        if isDown { down.insert(institution) } else { down.remove(institution) }
    }

    package mutating func setCut(_ ends: LinkEnds, _ isCut: Bool) {
        if isCut { cut.insert(ends) } else { cut.remove(ends) }
    }

    /// Impairs a link, or every link that has no impairment of its own where no ends are given; nil mends it.
    package mutating func setImpairment(_ ends: LinkEnds?, _ impairment: LinkImpairment?) {
        if let ends { impairments[ends] = impairment } else { everywhere = impairment }
    }
}
