package import SimulationKernel

/// What ties a visiting patron's copy to the record at the source institution.
package struct LinkedAccount: Sendable {
    package var patron: PatronID
    package var source: PatronReference
    package var created: SimulationTime
    package var refreshed: SimulationTime
    /// The day on which a purge may remove the copy.
    package var purge: CivilDate
    package var purged: SimulationTime?

    package init(
        patron: PatronID,
        source: PatronReference,
        created: SimulationTime,
        refreshed: SimulationTime,
        purge: CivilDate,
        purged: SimulationTime? = nil
    ) {
        self.patron = patron
        self.source = source
        self.created = created
        self.refreshed = refreshed
        self.purge = purge
        self.purged = purged
    }
}

/// How a host turns a patron of another institution into a linked account.
package struct LinkedAccountRule: Sendable {
    /// How a date on the copy is found.
    package enum DateRule: Sendable, Hashable {
        /// Always this day.
        case absolute(CivilDate)
        /// A number of days after the source's expiry (for a purge: after the copy's), negative for
        /// before.
        case afterExpiry(days: Int)
        /// A number of days after the copy is made or its date refreshed.
        case afterRefresh(days: Int)
    }

    /// The source institutions the rule is for; empty is all.
    package var sources: [InstitutionID]
    /// The group of the copy; without one the copy cannot be made.
    package var group: UserGroupID?
    package var expiry: DateRule
    /// Whether the expiry is found anew on every refresh, or only when first linked or expired.
    package var refreshesExpiry: Bool
    package var purge: DateRule
    /// Whether the purge date is found anew on every refresh, or only when first linked or expired.
    package var refreshesPurge: Bool
    /// Whether the source's network blocks are copied, replacing those copied before, on every
    /// refresh.
    package var copiesNetworkBlocks: Bool

    package init(
        sources: [InstitutionID] = [],
        group: UserGroupID?,
        expiry: DateRule = .afterExpiry(days: 0),
        refreshesExpiry: Bool = false,
        purge: DateRule = .afterExpiry(days: 30),
        refreshesPurge: Bool = false,
        copiesNetworkBlocks: Bool = false
    ) {
        self.sources = sources
        self.group = group
        self.expiry = expiry
        self.refreshesExpiry = refreshesExpiry
        self.purge = purge
        self.refreshesPurge = refreshesPurge
        self.copiesNetworkBlocks = copiesNetworkBlocks
    }

    package func matches(source: InstitutionID) -> Bool {
        sources.isEmpty || sources.contains(source)
    }

    /// The copy's expiry and purge dates after a link or refresh.
    ///
    /// `previous` holds the dates before, nil when the account is linked for the first time; `today` is the
    /// host's local day.
    package func dates(
        previous: (expiry: CivilDate, purge: CivilDate)?,
        sourceExpiry: CivilDate,
        today: CivilDate
    ) -> (expiry: CivilDate, purge: CivilDate) {
        let isNew = previous.map { $0.expiry < today } ?? true
        var dates = previous ?? (sourceExpiry, sourceExpiry)
        if isNew || refreshesExpiry {
            dates.expiry = date(expiry, expiry: sourceExpiry, today: today)
        }
        if isNew || refreshesPurge {
            dates.purge = date(purge, expiry: dates.expiry, today: today)
        }
        return dates
    }

    private func date(_ rule: DateRule, expiry: CivilDate, today: CivilDate) -> CivilDate {
        switch rule {
        case .absolute(let day): day
        case .afterExpiry(let days): expiry + days
        case .afterRefresh(let days): today + days
        }
    }
}
