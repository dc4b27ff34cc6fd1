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
            try create(recordTables.map(\.create), database)
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
                [
                    TableStatements(Label.self).create, TableStatements(CatalogueEntry.self).create,
                    TableStatements(Fact<PublishedLoad>.self).create,
                    TableStatements(PublishedClosure.self).create,
                ],
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
    private static var recordTables: [TableStatements] {
        [
            TableStatements(Labelled<Patron>.self),
            TableStatements(IdentifierRecord.self),
            TableStatements(Contact.self),
            TableStatements(ExternalAccount.self),
            TableStatements(LinkedAccount.self),
            TableStatements(Block.self),
            TableStatements(Labelled<Bib>.self),
            TableStatements(Labelled<Item>.self),
            TableStatements(Loan.self),
            TableStatements(Fee.self),
            TableStatements(Hold.self),
            TableStatements(BorrowingRequest.self),
            TableStatements(LendingRequest.self),
            TableStatements(Citation.self),
            TableStatements(NetworkHold.self),
            TableStatements(Transit.self),
            TableStatements(GuestItem.self),
            TableStatements(LibraryClosure.self),
            TableStatements(ClosedDays.self),
            TableStatements(FineElsewhere.self),
            TableStatements(NotedLookUp.self),
            TableStatements(LookRecord.self),
            TableStatements(JobRecord.self),
            TableStatements(RoutingTurn.self),
            TableStatements(LenderAsked.self),
            TableStatements(RoutingDecisionRecord.self),
            TableStatements(LenderFact.self),
            TableStatements(RequestParticulars.self),
        ]
    }

    /// What every participant's store has.
    private static func createParticipant(_ database: Database) throws {
        try create(
            [
                NamedTable.meta.create, NamedTable.counters.create, ChangeLog<NodeRows>.create,
                TableStatements(Conversation.self).create,
                TableStatements(NodeTimer.self).create, TableStatements(Envelope.self).create,
                TableStatements(Endpoint.Peer.self).create,
            ],
            database
        )
    }

    private static func create(_ statements: [String], _ database: Database) throws {
        for statement in statements { try database.execute(sql: statement) }
    }
}
