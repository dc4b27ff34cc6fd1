/// The visitor that lists a record's columns, and writes the statements that create, write and read
/// its table.
struct ColumnList: RowVisitor {
    struct Declaration {
        var name: String
        var type: String
        var isOptional: Bool
        var isFixed: Bool
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

    mutating func list(_ column: Column, _: inout some PackedList) {
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

    /// Creates the table.
    var create: String {
        let lines = columns.map { column in
            "\(column.name) \(column.type)" + (column.isOptional ? "" : " NOT NULL")
                + (column.referenced.map {
                    // Deferred, since two tables may refer to each other.
                    " REFERENCES \($0.table)(id) DEFERRABLE INITIALLY DEFERRED"
                } ?? "")
        }
        let body = (["id INTEGER PRIMARY KEY"] + lines).joined(separator: ",\n    ")
        return "CREATE TABLE \(table)(\n    \(body)\n)"
    }

    /// Adds a row.
    var add: String {
        let names = ["id"] + columns.map(\.name)
        let places = names.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO \(table)(\(names.joined(separator: ", "))) VALUES (\(places))"
    }

    /// Adds a row, or changes it where it is there.
    var write: String {
        let changes = columns.filter { !$0.isFixed }.map { "\($0.name) = excluded.\($0.name)" }
        return "\(add) ON CONFLICT(id) DO UPDATE SET \(changes.joined(separator: ", "))"
    }

    /// Changes what may change in a row that is there; the id comes last.
    var update: String {
        // A row of which nothing may change is not written twice, but a statement must set
        // something.
        let changing = columns.filter { !$0.isFixed }.map(\.name)
        let changes =
            changing.isEmpty ? "id = id" : changing.map { "\($0) = ?" }.joined(separator: ", ")
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
