import GRDB
import LibraryModel
import SimulationKernel

/// A table of the configuration, filled when a store is made, so that people can read codes in SQL.
///
/// No run reads it back: the configuration hash says that the configuration in memory is the same.
struct ConfigurationTable: Sendable {
    private let name: String
    private let columns: [String]
    private let rows: [[DatabaseValue]]

    /// A table with each column and its type, after the `id` that counts the rows.
    init(name: String, columns: [String], rows: [[(any DatabaseValueConvertible)?]]) {
        self.name = name
        self.columns = columns
        self.rows = rows.enumerated().map { id, row in
            [id.databaseValue] + row.map { $0?.databaseValue ?? .null }
        }
    }

    func create(_ database: Database) throws {
        let body = (["id INTEGER PRIMARY KEY"] + columns).joined(separator: ",\n    ")
        try database.execute(sql: "CREATE TABLE \(name)(\n    \(body)\n)")
        let places = repeatElement("?", count: columns.count + 1).joined(separator: ", ")
        let statement = try database.makeStatement(sql: "INSERT INTO \(name) VALUES (\(places))")
        for row in rows { try statement.execute(arguments: StatementArguments(row)) }
    }
}

extension NetworkConfiguration {
    /// What is the same in every store of the network.
    var sharedTables: [ConfigurationTable] {
        [
            ConfigurationTable(
                name: "participants",
                columns: ["code TEXT NOT NULL"],
                rows: [[StoreIdentity.zoneText]] + institutions.map { [$0.code] }
            ),
            ConfigurationTable(
                name: "institutions",
                columns: [
                    "code TEXT NOT NULL", "name TEXT NOT NULL", "time_zone TEXT NOT NULL",
                    "currency TEXT NOT NULL", "currency_digits INTEGER NOT NULL",
                ],
                rows: institutions.map {
                    [$0.code, $0.name, $0.zone.name, $0.currency.code, $0.currency.digits]
                }
            ),
            ConfigurationTable(
                name: "identifier_kinds",
                columns: ["code TEXT NOT NULL"],
                rows: identifierKinds.map { [$0] }
            ),
        ]
    }

    /// What items of each member may do at each other.
    var relationsTable: ConfigurationTable {
        let count = institutions.count
        return ConfigurationTable(
            name: "relations",
            columns: [
                "lender INTEGER NOT NULL REFERENCES institutions(id)",
                "other INTEGER NOT NULL REFERENCES institutions(id)",
                "check_out INTEGER NOT NULL", "check_in INTEGER NOT NULL",
                "deliver INTEGER NOT NULL",
            ],
            rows: relations.indices.map { index in
                let relation = relations[index]
                return [
                    index / count, index % count, relation.checkOut, relation.checkIn,
                    relation.deliver,
                ]
            }
        )
    }
}

extension Institution {
    /// What only this institution's store needs.
    var tables: [ConfigurationTable] {
        [
            named("campuses", campuses), named("item_policies", itemPolicies),
            named("material_types", materialTypes),
            named("fulfillment_units", fulfillmentUnits),
            named("job_categories", jobCategories),
            named("statistical_categories", statisticalCategories),
            ConfigurationTable(
                name: "libraries",
                columns: [
                    "code TEXT NOT NULL", "name TEXT NOT NULL",
                    "campus INTEGER REFERENCES campuses(id)",
                    "is_resource_sharing INTEGER NOT NULL",
                ],
                rows: libraries.map {
                    [$0.code, $0.name, $0.campus?.position, $0.isResourceSharing]
                }
            ),
            ConfigurationTable(
                name: "locations",
                columns: [
                    "code TEXT NOT NULL", "name TEXT NOT NULL",
                    "library INTEGER NOT NULL REFERENCES libraries(id)",
                    "fulfillment_unit INTEGER REFERENCES fulfillment_units(id)",
                ],
                rows: locations.map {
                    [$0.code, $0.name, $0.library.position, $0.unit?.position]
                }
            ),
            ConfigurationTable(
                name: "user_groups",
                columns: [
                    "code TEXT NOT NULL", "name TEXT NOT NULL", "fee_limit_minor INTEGER",
                    "overdue_loan_limit INTEGER", "overdue_recall_limit INTEGER",
                    "loan_limit INTEGER", "request_limit INTEGER",
                    "is_hidden_from_network INTEGER NOT NULL",
                ],
                rows: userGroups.map {
                    [
                        $0.code, $0.name, $0.limits.fees?.minorUnits, $0.limits.overdueLoans,
                        $0.limits.overdueRecalls, $0.limits.loans, $0.limits.requests,
                        $0.isHiddenFromNetwork,
                    ]
                }
            ),
            loanTermsTable,
            ConfigurationTable(
                name: "staff",
                columns: ["code TEXT NOT NULL", "name TEXT NOT NULL", "roles TEXT NOT NULL"],
                rows: staff.map { [$0.code, $0.name, text(of: $0.roles)] }
            ),
            ConfigurationTable(
                name: "block_definitions",
                columns: [
                    "code TEXT NOT NULL", "name TEXT NOT NULL", "action TEXT NOT NULL",
                    "is_network_block INTEGER NOT NULL",
                ],
                rows: blockDefinitions.map {
                    [$0.code, $0.name, $0.action.rawValue, $0.isNetworkBlock]
                }
            ),
        ]
    }

    private var loanTermsTable: ConfigurationTable {
        ConfigurationTable(
            name: "loan_terms",
            columns: [
                "code TEXT NOT NULL", "is_loanable INTEGER NOT NULL", "period TEXT NOT NULL",
                "closed_library TEXT NOT NULL", "is_renewable INTEGER NOT NULL",
                "maximum_renewal TEXT", "overdue_fine_minor INTEGER NOT NULL",
                "fine_interval_us INTEGER NOT NULL", "grace TEXT NOT NULL",
                "maximum_fine_minor INTEGER",
            ],
            rows: loanTerms.map { terms in
                [
                    terms.code, terms.isLoanable, text(of: terms.period),
                    terms.closedLibrary.rawValue, terms.isRenewable,
                    terms.maximumRenewal.map { "\($0)" },
                    terms.fines.overdue.amount.minorUnits,
                    terms.fines.overdue.interval.microseconds, "\(terms.fines.grace)",
                    terms.fines.maximum?.minorUnits,
                ]
            }
        )
    }

    private func text(of period: LoanPeriod) -> String {
        switch period {
        case .rolling(let period): "\(period)"
        case .fixed(let schedule): "schedule \(schedule.code)"
        }
    }

    private func named(_ table: String, _ codes: [NamedCode]) -> ConfigurationTable {
        ConfigurationTable(
            name: table,
            columns: ["code TEXT NOT NULL", "name TEXT NOT NULL"],
            rows: codes.map { [$0.code, $0.name] }
        )
    }

    /// Roles as people read them: `user-manager, requests-operator at MAIN`.
    private func text(of roles: [RoleAssignment]) -> String {
        roles.map { assignment in
            let place = assignment.library.map { " at \(libraries[$0.position].code)" }
            return assignment.role.rawValue + (place ?? "")
        }
        .joined(separator: ", ")
    }
}
