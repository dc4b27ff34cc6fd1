import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
import SimulationKernel
import Testing

struct ViewTests {
    private let files: TestStores
    private let network: Network

    init() throws {
        files = try TestStores()
        network = TestNetwork.network(seed: 42)
        var people = RandomPeople(seed: 42)
        for _ in 0..<600 { try people.act(in: network) }
        let stores = try files.create()
        try stores.writeCheckpoint(1, of: network)
        try stores.close()
    }

    @Test(
        "Each view has a row for each row of its table",
        arguments: [
            ("loans_readable", "loans"), ("fees_readable", "fees"),
            ("patron_balances", "patrons"), ("linked_accounts_readable", "linked_accounts"),
            ("items_readable", "items"), ("holds_readable", "holds"),
            ("looks_readable", "looks"), ("jobs_readable", "jobs"),
        ]
    )
    func counts(view: String, table: String) throws {
        for code in TestNetwork.codes {
            let file = "institutions/\(code)"
            let count = try files.rows("SELECT count(*) FROM \(table)", in: file)
            #expect(try files.rows("SELECT count(*) FROM \(view)", in: file) == count)
            #expect(count != ["0"])
        }
    }

    @Test("No view looks through a whole table for each of its rows")
    func plans() throws {
        let file = "institutions/\(TestNetwork.codes[0])"
        let views = try files.rows("SELECT name FROM sqlite_schema WHERE type = 'view'", in: file)
        #expect(views.contains("patron_balances"))
        for view in views {
            let plan = try files.rows("EXPLAIN QUERY PLAN SELECT * FROM \(view)", in: file)
            #expect(!plan.contains { $0.contains("CORRELATED") }, "\(view): \(plan)")
        }
    }

    @Test("Balances are what the network says that patrons owe and hold")
    func balances() throws {
        for node in network.nodes {
            let currency = node.institution.currency
            let expected = node.patrons.indices.map { position in
                let patron = PatronID(position)
                let owed = node.owed(by: patron)
                return [
                    node.patronLabels[position].code, "\(owed.minorUnits)",
                    currency.digits(of: owed), currency.code,
                    "\(node.openLoans(of: patron).count)",
                ]
                .joined(separator: "|")
            }
            #expect(
                try files.rows(
                    "SELECT patron, owed_minor, owed, currency, open_loans FROM patron_balances",
                    in: "institutions/\(node.institution.code)"
                )
                .sorted() == expected.sorted()
            )
        }
    }

    @Test("The sums of a view are those of its table")
    func sums() throws {
        for code in TestNetwork.codes {
            let file = "institutions/\(code)"
            #expect(
                try files.rows("SELECT sum(owed_minor) FROM patron_balances", in: file)
                    == files.rows("SELECT sum(amount_minor - paid_minor) FROM fees", in: file)
            )
            #expect(
                try files.rows("SELECT sum(open_loans) FROM patron_balances", in: file)
                    == files.rows(
                        "SELECT count(*) FROM loans WHERE returned_us IS NULL",
                        in: file
                    )
            )
        }
    }

    @Test("Loans show codes, and times in ISO 8601 and UTC")
    func loans() throws {
        for node in network.nodes {
            let expected = node.loans.indices.map { position in
                let loan = node.loans[position]
                let item = node.items[loan.item.position]
                return [
                    "\(position)", node.patronLabels[loan.patron.position].code,
                    node.code(of: loan.item),
                    node.bibLabels[item.bib.position].text,
                    node.institution.loanTerms[loan.terms.position].code,
                    "\(loan.loaned)", "\(loan.due)", loan.returned?.description ?? "-",
                    "\(loan.renewals)",
                ]
                .joined(separator: "|")
            }
            #expect(
                try files.rows(
                    """
                    SELECT loan, patron, item, title, terms, loaned, due, returned, renewals
                    FROM loans_readable ORDER BY loan
                    """,
                    in: "institutions/\(node.institution.code)"
                ) == expected
            )
        }
    }

    @Test(
        "Amounts have the decimals of the currency",
        arguments: [
            ("EAST", "12.05|-0.07|12.12|USD"), ("NORTH", "1205|-7|1212|JPY"),
            ("WEST", "1.205|-0.007|1.212|KWD"),
        ]
    )
    func amounts(code: String, expected: String) throws {
        let file = "institutions/\(code)"
        try files.execute("UPDATE fees SET amount_minor = 1205, paid_minor = -7", in: file)
        #expect(
            try files.rows(
                "SELECT DISTINCT amount, paid, owed, currency FROM fees_readable",
                in: file
            ) == [expected]
        )
    }
}
