import FulfillmentNetwork
import LibraryModel

/// The views that people read: codes, amounts with their decimals, times in ISO 8601 and UTC.
struct Views {
    let currency: Currency

    /// The statements that create the views.
    var create: [String] {
        [
            """
            CREATE VIEW loans_readable AS
            SELECT l.id AS loan, p.code AS patron, p.name AS patron_name, i.barcode AS item,
                b.title AS title, t.code AS terms, \(time("l.loaned_us")) AS loaned,
                \(time("l.due_us")) AS due, \(time("l.returned_us")) AS returned,
                l.renewals AS renewals,
                \(name("l.state", of: LoanState.self, \.name)) AS state,
                \(time("l.recalled_us")) AS recalled, \(time("l.lost_us")) AS lost
            FROM loans l JOIN patrons p ON p.id = l.patron JOIN items i ON i.id = l.item
                JOIN bibs b ON b.id = i.bib JOIN loan_terms t ON t.id = l.terms
            """,
            """
            CREATE VIEW fees_readable AS
            SELECT f.id AS fee, p.code AS patron, p.name AS patron_name,
                \(name("f.kind", of: FeeKind.self, \.name)) AS kind, f.loan AS loan,
                i.barcode AS item, b.title AS title, \(time("f.posted_us")) AS posted,
                \(amount("f.amount_minor")) AS amount, \(amount("f.paid_minor")) AS paid,
                \(amount("f.waived_minor")) AS waived,
                \(amount("(f.amount_minor - f.paid_minor - f.waived_minor)")) AS owed,
                CASE f.is_disputed WHEN 0 THEN 'no' ELSE 'yes' END AS disputed,
                '\(currency.code)' AS currency
            FROM fees f JOIN patrons p ON p.id = f.patron LEFT JOIN loans l ON l.id = f.loan
                LEFT JOIN items i ON i.id = l.item LEFT JOIN bibs b ON b.id = i.bib
            """,
            """
            CREATE VIEW patron_balances AS
            SELECT patron, patron_name, owed_minor, \(amount("owed_minor")) AS owed,
                '\(currency.code)' AS currency, open_loans
            FROM (
                SELECT p.code AS patron, p.name AS patron_name,
                    coalesce(f.owed_minor, 0) AS owed_minor,
                    coalesce(l.open_loans, 0) AS open_loans
                FROM patrons p
                    LEFT JOIN (
                        SELECT patron, sum(amount_minor - paid_minor - waived_minor) AS owed_minor
                        FROM fees GROUP BY patron
                    ) f ON f.patron = p.id
                    LEFT JOIN (
                        SELECT patron, count(*) AS open_loans
                        FROM loans WHERE returned_us IS NULL GROUP BY patron
                    ) l ON l.patron = p.id
            )
            """,
            """
            CREATE VIEW linked_accounts_readable AS
            SELECT a.id AS linked_account, p.code AS patron, p.name AS patron_name,
                s.code AS source_institution, a.source_patron AS source_patron,
                \(time("a.created_us")) AS created, \(time("a.refreshed_us")) AS refreshed,
                \(day("a.purge_day")) AS purge, \(time("a.purged_us")) AS purged
            FROM linked_accounts a JOIN patrons p ON p.id = a.patron
                JOIN institutions s ON s.id = a.source_institution
            """,
            """
            CREATE VIEW items_readable AS
            SELECT i.id AS item, i.barcode AS barcode, b.code AS bib, b.title AS title,
                y.code AS library, o.code AS location, c.code AS policy,
                \(name("i.status", of: ItemStatus.self, \.name)) AS status
            FROM items i JOIN bibs b ON b.id = i.bib JOIN locations o ON o.id = i.location
                JOIN libraries y ON y.id = o.library JOIN item_policies c ON c.id = i.policy
            """,
            """
            CREATE VIEW holds_readable AS
            SELECT h.id AS hold, p.code AS patron, p.name AS patron_name, b.code AS bib,
                b.title AS title, \(time("h.placed_us")) AS placed,
                \(name("h.state", of: HoldState.self, \.name)) AS state,
                i.barcode AS item
            FROM holds h JOIN patrons p ON p.id = h.patron JOIN bibs b ON b.id = h.bib
                LEFT JOIN items i ON i.id = h.item
            """,
            """
            CREATE VIEW looks_readable AS
            SELECT k.id AS look, \(time("k.time_us")) AS time, p.code AS patron,
                p.name AS patron_name, coalesce(s.code, '(the patron)') AS asker,
                k.viewer AS viewer, k.subject AS subject
            FROM looks k JOIN patrons p ON p.id = k.patron
                LEFT JOIN institutions s ON s.id = k.asker
            """,
            """
            CREATE VIEW borrowing_readable AS
            SELECT r.id + 1 AS request, p.code AS patron, p.name AS patron_name,
                coalesce(b.title, c.title) AS title, y.code AS library,
                \(name("r.state", of: BorrowingState.self, \.name)) AS state,
                r.asked AS asked, \(time("r.created_us")) AS created,
                \(time("r.lender_due_us")) AS lender_due, \(time("r.filled_us")) AS filled,
                \(time("r.ended_us")) AS ended,
                \(name("r.reason", of: UnfilledReason.self, \.name)) AS reason
            FROM borrowing_requests r JOIN patrons p ON p.id = r.patron
                JOIN libraries y ON y.id = r.owner
                LEFT JOIN bibs b ON b.union_title = r.union_title
                LEFT JOIN citations c ON c.id = r.citation
            """,
            """
            CREATE VIEW lending_readable AS
            SELECT r.id AS lending, s.code AS borrower, r.request AS request,
                i.barcode AS item, y.code AS library,
                \(name("r.state", of: LendingState.self, \.name)) AS state,
                \(time("r.received_us")) AS received, \(time("r.due_us")) AS due,
                \(time("r.ended_us")) AS ended,
                \(name("r.reason", of: UnfilledReason.self, \.name)) AS reason
            FROM lending_requests r JOIN institutions s ON s.id = r.borrower
                JOIN libraries y ON y.id = r.library LEFT JOIN items i ON i.id = r.item
            """,
            """
            CREATE VIEW fines_elsewhere_readable AS
            SELECT p.code AS patron, p.name AS patron_name, s.code AS institution,
                f.owed_minor AS owed_minor, \(time("f.as_of_us")) AS as_of
            FROM fines_elsewhere f JOIN patrons p ON p.id = f.patron
                JOIN institutions s ON s.id = f.institution
            """,
            """
            CREATE VIEW jobs_readable AS
            SELECT id AS job, name, \(time("time_us")) AS time,
                CASE is_dry_run WHEN 0 THEN 'no' ELSE 'yes' END AS dry_run, result
            FROM jobs
            """,
        ]
    }

    /// An amount with as many decimals as the currency has.
    private func amount(_ column: String) -> String {
        let sign = "CASE WHEN \(column) < 0 THEN '-' ELSE '' END"
        guard currency.digits > 0 else { return "printf('%d', \(column))" }
        let scale = "1" + String(repeating: "0", count: currency.digits)
        return "printf('%s%d.%0\(currency.digits)d', \(sign), abs(\(column)) / \(scale), "
            + "abs(\(column)) % \(scale))"
    }

    /// An instant in ISO 8601 and UTC, with a fraction only if there is one.
    private func time(_ column: String) -> String {
        // SQLite's remainder has the sign of the dividend; a fraction counts from the second
        // before.
        let fraction = "((\(column) % 1000000 + 1000000) % 1000000)"
        return "strftime('%Y-%m-%dT%H:%M:%S', (\(column) - \(fraction)) / 1000000, 'unixepoch') || "
            + "CASE \(fraction) WHEN 0 THEN 'Z' ELSE printf('.%06dZ', \(fraction)) END"
    }

    /// A day in ISO 8601.
    private func day(_ column: String) -> String {
        "date(\(column) * 86400, 'unixepoch')"
    }

    /// What people call a value that the table holds as a number.
    private func name<Choice: CaseIterable & RawRepresentable>(
        _ column: String,
        of _: Choice.Type,
        _ name: (Choice) -> String
    ) -> String where Choice.RawValue == UInt8 {
        let cases = Choice.allCases.map {
            "WHEN \($0.rawValue) THEN '\(name($0).replacing("'", with: "''"))'"
        }
        return "CASE \(column) \(cases.joined(separator: " ")) END"
    }
}
