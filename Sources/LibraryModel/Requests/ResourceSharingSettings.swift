package import SimulationKernel

/// How requests between institutions are routed and carried.
package struct ResourceSharingSettings: Sendable {
    /// In which order lenders are asked.
    package enum RotaOrder: String, CaseIterable, Sendable {
        /// As the template lists them.
        case template
        /// The one with the fewest items out first, as far as is known; ties as the template lists
        /// them.
        case leastLoaded = "least-loaded"
    }

    package var order: RotaOrder
    /// Institutions in the order of the template; those not named follow in the order of codes.
    package var template: [InstitutionID]
    /// A lender with more of our requests open than this goes to the end; nil for no such limit.
    package var openRequestsThreshold: Int?
    /// How many lenders are asked at most.
    package var attempts: Int
    /// The time from a lender's promise to the parcel, in days.
    package var processing: Distribution
    /// The time under way, in days; nil to find it from the distance.
    package var courier: Distribution?
    /// What every parcel takes, in days, besides its distance.
    package var courierHandlingDays: Double
    /// How far a parcel goes in a day.
    package var courierKilometresPerDay: Double
    /// How long the lender lends, besides both ways.
    package var loanDays: Int
    /// What the lender allows for each way, in days.
    package var shippingDays: Int
    /// How long a borrower has after a recall, besides the way back, in days.
    package var recallDays: Int = 7
    /// How often institutions publish what they have out.
    package var publishEvery: SimulationDuration

    package init(
        order: RotaOrder = .template,
        template: [InstitutionID] = [],
        openRequestsThreshold: Int? = nil,
        attempts: Int = 5,
        processing: Distribution = .constant(0.5),
        courier: Distribution? = nil,
        courierHandlingDays: Double = 1,
        courierKilometresPerDay: Double = 300,
        loanDays: Int = 28,
        shippingDays: Int = 5,
        publishEvery: SimulationDuration = .days(1)
    ) {
        self.order = order
        self.template = template
        self.openRequestsThreshold = openRequestsThreshold
        self.attempts = attempts
        self.processing = processing
        self.courier = courier
        self.courierHandlingDays = courierHandlingDays
        self.courierKilometresPerDay = courierKilometresPerDay
        self.loanDays = loanDays
        self.shippingDays = shippingDays
        self.publishEvery = publishEvery
    }

    /// What a parcel takes by the median, in days, where no law is given for it.
    ///
    /// Loans that the consortium of Washington (WRLC) filled between 2007 and 2015 took 11 to 34
    /// hours from the shelf to the borrower within one city, which is the day of handling.
    package func courierDays(kilometres: Double) -> Double {
        courierHandlingDays + kilometres / courierKilometresPerDay
    }
}
