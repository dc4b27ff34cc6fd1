package import LibraryModel
package import SimulationKernel

/// That a lender was asked, for rules that count whom an institution asks.
package struct LenderAsked: Sendable {
    package var time: SimulationTime
    package var institution: InstitutionID

    package init(time: SimulationTime, institution: InstitutionID) {
        self.time = time
        self.institution = institution
    }
}

/// Who came first when lenders were last chosen in turn.
package struct RoutingTurn: Sendable {
    package var institution: InstitutionID

    package init(institution: InstitutionID) {
        self.institution = institution
    }
}
