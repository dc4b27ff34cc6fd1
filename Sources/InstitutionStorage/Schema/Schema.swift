import FulfillmentNetwork
import GRDB
import LibraryModel
import RequestRouting

/// The migrations that make a store.
enum Schema {
    /// A store of an institution, with the tables that all stores of its network share.
    static func institution(
        _ institution: Institution,
        shared: [ConfigurationTable]
    ) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("institution, first format", foreignKeyChecks: .immediate) {
            database in
            try createParticipant(database)
            for table in shared + institution.tables { try table.create(database) }
            try create(recordTables, database)
            try database.execute(sql: NamedTable.commandMarks.create)
            try create(Views(currency: institution.currency).create, database)
        }
        return migrator
    }

    /// The store of the network zone.
    static func networkZone(of network: NetworkConfiguration) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("network zone, first format", foreignKeyChecks: .immediate) {
            database in
            try createParticipant(database)
            for table in network.sharedTables + [network.relationsTable] {
                try table.create(database)
            }
            try create(
                TableStatements(Label.self).create + TableStatements(CatalogueEntry.self).create
                    + TableStatements(Fact<PublishedLoad>.self).create
                    + TableStatements(PublishedClosure.self).create,
                database
            )
            try create(
                [
                    "CREATE VIEW members AS SELECT id, code, name FROM institutions",
                    """
                    CREATE TABLE cursors(
                        name TEXT PRIMARY KEY,
                        value TEXT NOT NULL
                    ) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE metrics(
                        time_us INTEGER NOT NULL,
                        name TEXT NOT NULL,
                        value REAL NOT NULL,
                        PRIMARY KEY (name, time_us)
                    ) WITHOUT ROWID
                    """,
                ],
                database
            )
        }
        return migrator
    }

    /// The tables of an institution's records.
    private static var recordTables: [String] {
        TableStatements(Labelled<Patron>.self).create
            + TableStatements(IdentifierRecord.self).create
            + TableStatements(Contact.self).create
            + TableStatements(ExternalAccount.self).create
            + TableStatements(LinkedAccount.self).create
            + TableStatements(Block.self).create
            + TableStatements(Labelled<Bib>.self).create
            + TableStatements(Labelled<Item>.self).create
            + TableStatements(Loan.self).create
            + TableStatements(Fee.self).create
            + TableStatements(Hold.self).create
            + TableStatements(BorrowingRequest.self).create
            + TableStatements(LendingRequest.self).create
            + TableStatements(Citation.self).create
            + TableStatements(NetworkHold.self).create
            + TableStatements(Transit.self).create
            + TableStatements(GuestItem.self).create
            + TableStatements(LibraryClosure.self).create
            + TableStatements(ClosedDays.self).create
            + TableStatements(FineElsewhere.self).create
            + TableStatements(NotedLookUp.self).create
            + TableStatements(LookRecord.self).create
            + TableStatements(JobRecord.self).create
            + TableStatements(RoutingTurn.self).create
            + TableStatements(LenderAsked.self).create
            + TableStatements(RoutingDecisionRecord.self).create
            + TableStatements(LenderFact.self).create
            + TableStatements(RequestParticulars.self).create
    }

    /// What every participant's store has.
    private static func createParticipant(_ database: Database) throws {
        try create(
            [NamedTable.meta.create, NamedTable.counters.create, ChangeLog<NodeRows>.create]
                + TableStatements(Conversation.self).create
                + TableStatements(NodeTimer.self).create
                + TableStatements(Envelope.self).create
                + TableStatements(Endpoint.Peer.self).create,
            database
        )
    }

    private static func create(_ statements: [String], _ database: Database) throws {
        for statement in statements { try database.execute(sql: statement) }
    }
}
