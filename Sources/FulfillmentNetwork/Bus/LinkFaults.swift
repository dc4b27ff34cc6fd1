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
///
/// Faults of one kind may overlap: an institution is up, and a link whole, when the last of them
/// has ended.
package struct FaultState: Sendable {
    private var down: [InstitutionID: Int] = [:]
    private var cut: [LinkEnds: Int] = [:]
    private var impairments: [LinkEnds: [LinkImpairment]] = [:]
    private var everywhere: [LinkImpairment] = []

    package init() {}

    /// Whether no link is cut or impaired.
    var areLinksWhole: Bool { cut.isEmpty && impairments.isEmpty && everywhere.isEmpty }

    package func isDown(_ participant: ParticipantID) -> Bool {
        !down.isEmpty && participant.institution.map { down[$0] != nil } ?? false
    }

    package func isCut(_ ends: LinkEnds) -> Bool {
        !cut.isEmpty && cut[ends] != nil
    }

    /// What is wrong with a link: of several impairments that which began last, and the link's own
    /// before those of all links.
    func impairment(_ ends: LinkEnds) -> LinkImpairment? {
        if impairments.isEmpty, everywhere.isEmpty { return nil }
        return impairments[ends]?.last ?? everywhere.last
    }

    /// Begins an outage of an institution, or ends one.
    package mutating func setDown(_ institution: InstitutionID, _ isDown: Bool) {
        Self.count(isDown ? 1 : -1, of: institution, in: &down)
    }

    /// Begins a cut of a link, or ends one.
    package mutating func setCut(_ ends: LinkEnds, _ isCut: Bool) {
        Self.count(isCut ? 1 : -1, of: ends, in: &cut)
    }

    private static func count<Key>(_ change: Int, of key: Key, in counts: inout [Key: Int]) {
        let count = counts[key, default: 0] + change
        counts[key] = count > 0 ? count : nil
    }

    /// Begins an impairment of a link, or of every link that has none of its own where no ends are
    /// given.
    package mutating func begin(_ impairment: LinkImpairment, on ends: LinkEnds?) {
        if let ends {
            impairments[ends, default: []].append(impairment)
        } else {
            everywhere.append(impairment)
        }
    }

    /// Ends an impairment that `begin` began.
    package mutating func end(_ impairment: LinkImpairment, on ends: LinkEnds?) {
        guard let ends else {
            if let position = everywhere.firstIndex(of: impairment) {
                everywhere.remove(at: position)
            }
            return
        }
        guard var list = impairments[ends], let position = list.firstIndex(of: impairment) else {
            return
        }
        list.remove(at: position)
        impairments[ends] = list.isEmpty ? nil : list
    }
}
