import Foundation
import GRDB

/// A value that no store would have written, with its place in the file.
struct MisplacedValue: Error {
    var table: String
    var row: String
    var value: BrokenValue
}

extension StoreFile {
    enum Activity {
        case creating, opening, reading, writing
    }

    /// Says of an error of SQLite what it means for the store.
    static func translating<Value>(
        _ path: String,
        _ activity: Activity,
        _ body: () throws -> Value
    ) throws(StoreError) -> Value {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as MisplacedValue {
            throw .brokenRow(
                StoreError.BrokenRow(
                    path: path,
                    table: error.table,
                    row: error.row,
                    column: error.value.column,
                    found: error.value.found,
                    expected: error.value.expected
                )
            )
        } catch let error as DatabaseError {
            throw translated(path, activity, error)
        } catch {
            throw failure(path, activity, "\(error)")
        }
    }

    private static func translated(
        _ path: String,
        _ activity: Activity,
        _ error: DatabaseError
    ) -> StoreError {
        let text = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch (error.resultCode, error.extendedResultCode) {
        case (.SQLITE_NOTADB, _):
            return .notAStore(path: path, found: "a file that is no SQLite database")
        case (.SQLITE_CORRUPT, _), (_, .SQLITE_IOERR_SHORT_READ):
            return .damaged(path: path, reason: text)
        case (.SQLITE_ERROR, _) where activity == .opening || activity == .reading:
            // The statements are ours, so a table or a column is missing.
            return .damaged(path: path, reason: text)
        case (.SQLITE_FULL, _):
            // Also while a store is made: the place is right, and there is too little of it.
            return .cannotWrite(path: path, reason: "the disk is full; free space and run again")
        case (.SQLITE_IOERR, _) where activity == .creating || activity == .writing:
            return .cannotWrite(
                path: path,
                reason:
                    "the system refused the write (\(text)): the disk may be full, or files may "
                    + "not grow any more ('ulimit -f'); mend that and run again"
            )
        case (.SQLITE_READONLY, _):
            return failure(path, activity, "it was opened for reading only")
        case (.SQLITE_BUSY, _), (.SQLITE_LOCKED, _):
            return failure(path, activity, "another program has locked it; close that program")
        case (.SQLITE_CANTOPEN, _) where access(path, F_OK) == 0:
            return failure(path, activity, "permission is denied")
        default:
            return failure(path, activity, text)
        }
    }

    private static func failure(
        _ path: String,
        _ activity: Activity,
        _ reason: String
    ) -> StoreError {
        switch activity {
        case .creating: .cannotCreate(path: path, reason: reason)
        case .opening, .reading: .cannotOpen(path: path, reason: reason)
        case .writing: .cannotWrite(path: path, reason: reason)
        }
    }
}
