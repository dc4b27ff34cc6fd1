import Foundation
import SwiftCSV

/// The rows of a CSV file with a header, each with the line it begins on.
struct CSVTable {
    /// One row, its cells by the name of their column.
    struct Row {
        var fields: [String: Element]
        var place: SourcePlace
    }

    var rows: [Row] = []

    /// Reads a file; what is wrong with it is reported at its line.
    ///
    /// Every column must be a required or an optional one, and every row as long as the header. An empty cell is as if it
    /// were not there.
    init(
        path: String,
        required: [String],
        optional: [String],
        into diagnostics: Diagnostics
    ) {
        guard var text = SourceFile.text(path, into: diagnostics) else { return }
        // The mark that some spreadsheets begin a file with would be a part of the first column's name.
        if text.hasPrefix("\u{FEFF}") { text = String(text.dropFirst()) }
        guard let lines = Self.cells(of: text) else {
            diagnostics.error(
                "a quotation mark is not where CSV allows one",
                at: SourcePlace(file: path, line: Self.lineOfBrokenQuote(in: text)),
                hint: "put the whole cell in quotes, and double the quotes inside it"
            )
            return
        }
        guard let header = lines.first, header.contains(where: { !$0.isEmpty }) else {
            diagnostics.error(
                "the file is empty",
                at: SourcePlace(file: path),
                hint: "begin with a line of column names: "
                    + (required + optional).joined(separator: ",")
            )
            return
        }
        let known = required + optional
        let top = SourcePlace(file: path, line: 1)
        let before = diagnostics.count(of: .error)
        for column in header where !known.contains(column) {
            diagnostics.error(
                "there is no column '\(column)'",
                at: top,
                hint: column.contains(where: { ";\t".contains($0) })
                    ? "put commas between the cells"
                    : Spelling.hint(for: column, among: known)
                        ?? "columns are \(known.joined(separator: ", "))"
            )
        }
        for (position, column) in header.enumerated()
        where header.firstIndex(of: column) != position {
            diagnostics.error(
                "the column '\(column)' is there twice",
                at: top,
                hint: "remove one of them"
            )
        }
        for column in required where !header.contains(column) {
            diagnostics.error(
                "the column '\(column)' is missing",
                at: top,
                hint: "columns are \(known.joined(separator: ", "))"
            )
        }
        // Without the right columns every row would only repeat it.
        guard diagnostics.count(of: .error) == before else { return }
        var line = 1 + Self.newlines(in: header)
        for cells in lines.dropFirst() {
            line += 1
            let place = SourcePlace(file: path, line: line)
            line += Self.newlines(in: cells)
            // A blank line, as at the end of many files, is no row.
            if cells.allSatisfy(\.isEmpty) { continue }
            guard cells.count == header.count else {
                diagnostics.error(
                    "the row has \(cells.count) cells, the header \(header.count)",
                    at: place,
                    hint: "put cells that contain commas in quotes"
                )
                continue
            }
            add(Array(zip(header, cells)), required: required, at: place, into: diagnostics)
        }
    }

    private mutating func add(
        _ cells: [(String, String)],
        required: [String],
        at place: SourcePlace,
        into diagnostics: Diagnostics
    ) {
        var fields: [String: Element] = [:]
        for (column, cell) in cells where !cell.isEmpty {
            fields[column] = Element(.scalar(cell, .plain), at: place)
        }
        let missing = required.filter { fields[$0] == nil }
        guard missing.isEmpty else {
            diagnostics.error(
                "the row has no \(missing.joined(separator: " and no "))",
                at: place,
                hint: "every row needs \(required.joined(separator: ", "))"
            )
            return
        }
        rows.append(Row(fields: fields, place: place))
    }

    /// The cells of each line as they are; nil where a quotation mark is misplaced or never closed.
    private static func cells(of text: String) -> [[String]]? {
        guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }) % 2 == 0 else { return nil }
        let ended = text.hasSuffix("\n") ? text : text + "\n"
        var rows: [[String]] = []
        do {
            // The library's own list of rows fills short ones up, which would hide a broken line.
            let csv = try EnumeratedCSV(
                string: ended,
                delimiter: .comma,
                loadColumns: false,
                rowLimit: 0
            )
            try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { rows.append($0) }
        } catch {
            return nil
        }
        return rows
    }

    private static func newlines(in cells: [String]) -> Int {
        cells.reduce(0) { $0 + $1.count(where: \.isNewline) }
    }

    /// The line of the first quotation mark that neither opens nor closes a whole cell, or that is never closed.
    private static func lineOfBrokenQuote(in text: String) -> Int {
        var line = 1
        var openedOn: Int?
        var previous: Character = ","
        var isQuoted = false
        for character in text {
            if openedOn == nil {
                let isAtStart = previous == "," || previous.isNewline
                if character == "\"" {
                    // After a closing one it stands for itself, within the quotes.
                    guard isAtStart || isQuoted && previous == "\"" else { return line }
                    openedOn = line
                } else if isQuoted, previous == "\"", character != ",", !character.isNewline {
                    return line
                }
                isQuoted = character == "\""
            } else if character == "\"" {
                openedOn = nil
            }
            if character.isNewline { line += 1 }
            previous = character
            if openedOn != nil { isQuoted = true }
        }
        return openedOn ?? line
    }
}

extension InstitutionReader {
    /// The rows of a CSV file that the configuration names by its path from its own directory.
    func table(_ path: Element, required: [String], optional: [String]) -> [CSVTable.Row] {
        let resolved = SourceFile.path(path.text ?? "", from: file)
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: resolved, isDirectory: &isDirectory),
            !isDirectory.boolValue
        else {
            diagnostics.error(
                isDirectory.boolValue
                    ? "'\(resolved)' is a directory, not a CSV file"
                    : "there is no file '\(resolved)'",
                at: path.place,
                hint: "the path starts from the directory of the file that gives it"
            )
            return []
        }
        return CSVTable(
            path: resolved,
            required: required,
            optional: optional,
            into: diagnostics
        ).rows
    }
}

extension SourceFile {
    /// A path that a document gives, which starts from the document's directory unless it is absolute.
    package static func path(_ path: String, from document: String) -> String {
        guard !path.hasPrefix("/"), let slash = document.lastIndex(of: "/") else { return path }
        return document[...slash] + path
    }
}
