import LibraryModel

extension Contact: StoredRecord {
    static let table = "contacts"
    static var blank: Contact {
        Contact(patron: .blank, kind: .address, value: "", isExternal: false)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.choice(.fixed("kind"), &kind)
        try row.text(.fixed("value"), &value)
        try row.flag(.fixed("is_external"), &isExternal)
        try row.flag("is_preferred", &isPreferred)
        try row.time("ended_us", &ended)
    }
}

extension ExternalAccount: StoredRecord {
    static let table = "external_accounts"
    static var blank: ExternalAccount { ExternalAccount(patron: .blank) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle("inherited_user_group", &inherited.group, .row(of: .userGroups))
        try row.handle("inherited_campus", &inherited.campus, .row(of: .campuses))
        try row.handle("inherited_job_category", &inherited.jobCategory, .row(of: .jobCategories))
        try row.set(
            "inherited_resource_sharing_library_bits",
            &inherited.resourceSharingLibraries,
            of: .libraries
        )
        var bits = Int64(protected.rawValue)
        try row.integer(
            "protected_field_bits",
            &bits,
            .range(0...Int64(ProtectedFields.all.rawValue))
        )
        protected = ProtectedFields(rawValue: UInt8(truncatingIfNeeded: bits))
        try row.set(
            "external_statistical_category_bits",
            &statisticalCategories,
            of: .statisticalCategories
        )
        try row.flag("is_loaded", &isLoaded)
    }
}
