package import LibraryModel
package import SimulationKernel

/// An identifier of a patron, as on a card.
package struct IdentifierRecord: Sendable {
    package var patron: PatronID
    package var identifier: PatronIdentifier
    /// Whether a load from the system that manages the account brought it.
    package var isExternal: Bool
    package var ended: SimulationTime?

    package init(
        patron: PatronID,
        identifier: PatronIdentifier,
        isExternal: Bool = false,
        ended: SimulationTime? = nil
    ) {
        self.patron = patron
        self.identifier = identifier
        self.isExternal = isExternal
        self.ended = ended
    }
}

/// A code and a name that people know a record by.
package struct Label: Sendable, Hashable {
    package var code: String
    package var text: String

    package init(code: String, text: String) {
        self.code = code
        self.text = text
    }
}

/// That a home institution told another about a patron: where to ask for what the patron does
/// elsewhere.
package struct NotedLookUp: Sendable {
    package var patron: PatronID
    package var asker: InstitutionID
    package var first: SimulationTime
    package var last: SimulationTime
    /// When the asker said that it removed its copy.
    package var purged: SimulationTime?

    package init(
        patron: PatronID,
        asker: InstitutionID,
        first: SimulationTime,
        last: SimulationTime,
        purged: SimulationTime? = nil
    ) {
        self.patron = patron
        self.asker = asker
        self.first = first
        self.last = last
        self.purged = purged
    }
}

/// That somebody looked at a patron's account: kept where it was asked and where it was answered.
package struct LookRecord: Sendable {
    package var time: SimulationTime
    package var patron: PatronID
    /// The institution of whoever looked; nil for the patron through discovery.
    package var asker: InstitutionID?
    /// The code of the member of staff who looked, empty for the patron.
    package var viewer: String
    /// What was looked at: a topic where it was answered, or the institutions asked.
    package var subject: String

    package init(
        time: SimulationTime,
        patron: PatronID,
        asker: InstitutionID?,
        viewer: String,
        subject: String
    ) {
        self.time = time
        self.patron = patron
        self.asker = asker
        self.viewer = viewer
        self.subject = subject
    }
}

/// A run of a job at an institution.
package struct JobRecord: Sendable {
    package var name: String
    package var time: SimulationTime
    package var isDryRun: Bool
    /// What the job did, as text for people: `changed 12, unchanged 340`.
    package var result: String

    package init(name: String, time: SimulationTime, isDryRun: Bool, result: String) {
        self.name = name
        self.time = time
        self.isDryRun = isDryRun
        self.result = result
    }
}

/// What a patron of ours owes at another institution, as a nightly report was told.
package struct FineElsewhere: Sendable {
    package var patron: PatronID
    package var institution: InstitutionID
    package var owed: Money
    /// When it was true, at the other institution.
    package var asOf: SimulationTime

    package init(
        patron: PatronID,
        institution: InstitutionID,
        owed: Money,
        asOf: SimulationTime
    ) {
        self.patron = patron
        self.institution = institution
        self.owed = owed
        self.asOf = asOf
    }
}
