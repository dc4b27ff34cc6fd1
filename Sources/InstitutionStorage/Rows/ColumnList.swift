/// The visitor that lists a record's columns, and writes the statements that create, write and read its table.
struct ColumnList: RowVisitor {
    struct Declaration {
        var name: String
        var type: String
        var isOptional: Bool
        var isFixed: Bool
        var isIndexed: Bool
        var referenced: Referenced?
    }

    private(set) var columns: [Declaration] = []
    var references: References? { nil }

    /// The columns of a record's table, after its `id`.
    static func columns<Record: StoredRecord>(of _: Record.Type) -> [Declaration] {
        var list = ColumnList()
        var blank = Record.blank
        do throws(BrokenValue) {
            try blank.visit(&list)
        } catch {
            preconditionFailure("\(Record.table).\(error.column): a blank record must be valid")
        }
        return list.columns
    }

    mutating func integer(_ column: Column, _: inout Int64, _ domain: Domain) {
        add(column, "INTEGER", domain)
    }

    mutating func optionalInteger(_ column: Column, _: inout Int64?, _ domain: Domain) {
        add(column, "INTEGER", domain, isOptional: true)
    }

    mutating func text(_ column: Column, _: inout String) {
        add(column, "TEXT")
    }

    mutating func json<Value: Codable>(_ column: Column, _: inout Value) {
        add(column, "TEXT")
    }

    private mutating func add(
        _ column: Column,
        _ type: String,
        _ domain: Domain? = nil,
        isOptional: Bool = false
    ) {
        var referenced: Referenced?
        if case .row(let table)? = domain { referenced = table }
        columns.append(
            Declaration(
                name: column.name.description,
                type: type,
                isOptional: isOptional,
                isFixed: column.isFixed,
                isIndexed: column.isIndexed,
                referenced: referenced
            )
        )
    }
}

/// The statements for a table, from the list of its columns.
struct TableStatements {
    let table: String
    let columns: [ColumnList.Declaration]

    init<Record: StoredRecord>(_: Record.Type) {
        table = Record.table
        columns = ColumnList.columns(of: Record.self)
    }

    /// Creates the table and its indexes.
    var create: [String] {
        let lines = columns.map { column in
            "\(column.name) \(column.type)" + (column.isOptional ? "" : " NOT NULL")
                + (column.referenced.map {
                    // Deferred, since two tables may refer to each other.
                    " REFERENCES \($0.table)(id) DEFERRABLE INITIALLY DEFERRED"
                } ?? "")
        }
        let body = (["id INTEGER PRIMARY KEY"] + lines).joined(separator: ",\n    ")
        return ["CREATE TABLE \(table)(\n    \(body)\n)"]
            + columns.filter(\.isIndexed).map {
                "CREATE INDEX \(table)_by_\($0.name) ON \(table)(\($0.name))"
            }
    }

    /// Adds a row, or brings what may change in it up to date.
    var write: String {
        let names = ["id"] + columns.map(\.name)
        let changes = columns.filter { !$0.isFixed }.map { "\($0.name) = excluded.\($0.name)" }
        let places = names.map { _ in "?" }.joined(separator: ", ")
        let action =
            changes.isEmpty ? "NOTHING" : "UPDATE SET " + changes.joined(separator: ", ")
        return "INSERT INTO \(table)(\(names.joined(separator: ", "))) VALUES (\(places)) "
            + "ON CONFLICT(id) DO \(action)"
    }

    /// Changes all columns of a row that is there; the id comes last.
    var update: String {
        let changes = columns.map { "\($0.name) = ?" }.joined(separator: ", ")
        return "UPDATE \(table) SET \(changes) WHERE id = ?"
    }

    /// Reads all rows in order.
    var read: String {
        let names = ["id"] + columns.map(\.name)
        return "SELECT \(names.joined(separator: ", ")) FROM \(table) ORDER BY id"
    }

    /// Removes a row.
    var delete: String { "DELETE FROM \(table) WHERE id = ?" }
}
