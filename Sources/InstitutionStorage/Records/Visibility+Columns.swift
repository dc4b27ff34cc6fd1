import FulfillmentNetwork
import LibraryModel

extension NotedLookUp: StoredRecord {
    static let table = "noted_look_ups"
    static var blank: NotedLookUp {
        NotedLookUp(patron: .blank, asker: .blank, first: .blank, last: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle(.fixed("asker"), &asker, .row(of: .institutions))
        try row.time(.fixed("first_us"), &first)
        try row.time("last_us", &last)
        try row.time("purged_us", &purged)
    }
}

extension LookRecord: StoredRecord {
    static let table = "looks"
    static var blank: LookRecord {
        LookRecord(time: .blank, patron: .blank, asker: nil, viewer: "", subject: "")
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.time(.fixed("time_us"), &time)
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle(.fixed("asker"), &asker, .row(of: .institutions))
        try row.text(.fixed("viewer"), &viewer)
        try row.text(.fixed("subject"), &subject)
    }
}

extension JobRecord: StoredRecord {
    static let table = "jobs"
    static var blank: JobRecord {
        JobRecord(name: "", time: .blank, isDryRun: false, result: "")
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.text(.fixed("name"), &name)
        try row.time(.fixed("time_us"), &time)
        try row.flag(.fixed("is_dry_run"), &isDryRun)
        try row.text("result", &result)
    }
}
