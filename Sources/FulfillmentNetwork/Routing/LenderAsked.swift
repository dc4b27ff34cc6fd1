package import LibraryModel
package import SimulationKernel

/// That a lender was asked, for rules that count whom an institution asks, or look at how lenders
/// answered it.
package struct LenderAsked: Sendable {
    package var time: SimulationTime
    package var institution: InstitutionID
    /// What for.
    package var request: BorrowingRequestID
    /// When it answered, or was given up; nil while neither has happened.
    package var ended: SimulationTime?
    /// Whether it was given up without an answer.
    package var isSilent: Bool

    package init(
        time: SimulationTime,
        institution: InstitutionID,
        request: BorrowingRequestID,
        ended: SimulationTime? = nil,
        isSilent: Bool = false
    ) {
        self.time = time
        self.institution = institution
        self.request = request
        self.ended = ended
        self.isSilent = isSilent
    }
}

/// Who came first when lenders were last chosen in turn.
package struct RoutingTurn: Sendable {
    package var institution: InstitutionID

    package init(institution: InstitutionID) {
        self.institution = institution
    }
}
