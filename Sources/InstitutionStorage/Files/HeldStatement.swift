import GRDB
import GRDBSQLite

/// A statement that is kept for the life of its connection, and bound and stepped by hand.
///
/// It must be used within the connection's queue only.
struct HeldStatement {
    // Keeps the handle alive; GRDB finalizes it when the last copy goes.
    private let statement: Statement
    private let handle: OpaquePointer

    init(_ sql: String, _ database: Database) throws {
        statement = try database.makeStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    /// Runs the statement once with the parameters that the closure binds.
    func run(
        binding columns: RowBinder.Columns,
        _ bind: (inout RowBinder) throws(BrokenValue) -> Void
    ) throws {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1024) { room in
            var binder = RowBinder(handle, columns, room: room)
            try bind(&binder)
            let code = binder.resultCode == SQLITE_OK ? sqlite3_step(handle) : binder.resultCode
            guard code == SQLITE_DONE else { throw failure(code) }
            sqlite3_reset(handle)
        }
    }

    /// Shows each row of the result to the closure.
    func forEachRow(_ body: (OpaquePointer) throws -> Void) throws {
        defer { sqlite3_reset(handle) }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try body(handle)
            case SQLITE_DONE: return
            case let code: throw failure(code)
            }
        }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        let connection = sqlite3_db_handle(handle)
        let error = DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection))
        )
        sqlite3_reset(handle)
        return error
    }
}
