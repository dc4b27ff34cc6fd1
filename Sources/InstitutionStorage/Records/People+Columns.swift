import FulfillmentNetwork
import LibraryModel

extension Patron: LabelledRecord {
    static let table = "patrons"
    static let codeColumn: Column = "code"
    static let textColumn = Column("name")
    static var blank: Patron { Patron(group: .blank, expiry: .blank) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.choice("account_kind", &account)
        try row.handle("user_group", &group, .row(of: .userGroups))
        try row.handle("campus", &campus, .row(of: .campuses))
        try row.handle("job_category", &jobCategory, .row(of: .jobCategories))
        try row.set(
            "statistical_category_bits",
            &statisticalCategories,
            of: .statisticalCategories
        )
        try row.day("expiry_day", &expiry)
        try row.set("resource_sharing_library_bits", &resourceSharingLibraries, of: .libraries)
        try row.choice("resource_sharing_origin", &resourceSharingOrigin)
        try row.handle("linked_account", &linkedAccount, .row(of: .linkedAccounts))
    }
}

extension IdentifierRecord: StoredRecord {
    static let table = "patron_identifiers"
    static var blank: IdentifierRecord {
        IdentifierRecord(
            patron: .blank,
            identifier: PatronIdentifier(kind: .primary, value: "")
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle(.fixed("kind"), &identifier.kind, .row(of: .identifierKinds))
        try row.text(.fixed("value"), &identifier.value)
        try row.flag(.fixed("is_external"), &isExternal)
        try row.time("ended_us", &ended)
    }
}

extension LinkedAccount: StoredRecord {
    static let table = "linked_accounts"
    static var blank: LinkedAccount {
        LinkedAccount(
            patron: .blank,
            source: PatronReference(institution: .blank, patron: .blank),
            created: .blank,
            refreshed: .blank,
            purge: .blank
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle(
            .fixed("source_institution"),
            &source.institution,
            .row(of: .institutions)
        )
        try row.handle(.fixed("source_patron"), &source.patron, .foreign)
        try row.time(.fixed("created_us"), &created)
        try row.time("refreshed_us", &refreshed)
        try row.day("purge_day", &purge)
        try row.time("purged_us", &purged)
    }
}

extension Block: StoredRecord {
    static let table = "blocks"
    static var blank: Block {
        Block(patron: .blank, definition: nil, action: .loan, created: .blank, code: "")
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle(.fixed("definition"), &definition, .row(of: .blockDefinitions))
        try row.choice(.fixed("action"), &action)
        try row.text(.fixed("code"), &code)
        try row.flag(.fixed("is_external"), &isExternal)
        try row.time(.fixed("created_us"), &created)
        try row.time("ended_us", &ended)
    }
}
