import Foundation
import SwiftCSV

/// The rows of a CSV file with a header, each with the line it begins on.
package struct CSVTable {
    /// What the header must and may name.
    package struct Columns {
        /// What becomes of columns that nobody asked for.
        package enum Others {
            /// An error, because a column of a format of ours was most likely mistyped.
            case refused
            /// Passed over, because a table of somebody else's has columns for others, too.
            case ignored
        }

        /// In the header, and filled in every row.
        package var required: [String]
        /// In the header, but blank in a row that has nothing to say.
        package var blankable: [String] = []
        /// In the header or not.
        package var optional: [String] = []
        /// All other columns.
        package var others = Others.refused
        /// Whether cells know their own place, and not only the line of their row.
        package var locatesCells = false

        /// Creates the description of a header.
        package init(
            required: [String],
            blankable: [String] = [],
            optional: [String] = [],
            others: Others = .refused,
            locatesCells: Bool = false
        ) {
            self.locatesCells = locatesCells
            self.required = required
            self.blankable = blankable
            self.optional = optional
            self.others = others
        }

        var needed: [String] { required + blankable }
        var known: [String] { needed + optional }
    }

    /// One row, its cells by the name of their column.
    package struct Row {
        /// The cells that are not empty.
        package var fields: [String: Element]
        /// The line on which the row begins.
        package var place: SourcePlace
    }

    /// The rows that are as they should be, in the order of the file.
    package private(set) var rows: [Row] = []
    /// The columns of the header.
    package private(set) var header: [String] = []

    /// Reads a file; what is wrong with it is reported at its line.
    ///
    /// Every row must be as long as the header. An empty cell is as if it were not there. With a
    /// broken header no row is read, since each would only repeat what is wrong with it.
    package init(path: String, columns: Columns, into diagnostics: Diagnostics) {
        guard var text = SourceFile.text(path, into: diagnostics) else { return }
        // The mark that some programs put before UTF-8 would count as a letter of the first column.
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        let broken = Self.lineOfBrokenQuote(in: text)
        guard broken == nil, let lines = Self.cells(of: text) else {
            diagnostics.error(
                "a quotation mark is not where CSV allows one",
                at: SourcePlace(file: path, line: broken ?? 1),
                hint: "put the whole cell in quotes, and double the quotes inside it"
            )
            return
        }
        guard let header = lines.first, header.contains(where: { !$0.isEmpty }) else {
            diagnostics.error(
                "the file is empty",
                at: SourcePlace(file: path),
                hint: "begin with a line of column names: "
                    + columns.known.joined(separator: ",")
            )
            return
        }
        self.header = header
        let top = SourcePlace(file: path, line: 1)
        guard Self.isFit(header, columns, at: top, into: diagnostics) else { return }
        var line = 1 + Self.newlines(in: header)
        var places = columns.locatesCells ? CSVCellPlaces(text) : nil
        _ = places?.next()
        for cells in lines.dropFirst() {
            let positions = places?.next()
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
            add(
                zip(header, cells).enumerated().compactMap { index, pair in
                    guard columns.known.contains(pair.0) else { return nil }
                    // Where the two ways to read a row disagree, its line must do.
                    let position = positions.flatMap { $0.count == cells.count ? $0[index] : nil }
                    return (pair.0, pair.1, position.map { $0.place(in: path) } ?? place)
                },
                required: columns.required,
                at: place,
                into: diagnostics
            )
        }
    }

    /// Whether a header names what it must, nothing twice and nothing unknown; reported, where it
    /// does not.
    private static func isFit(
        _ header: [String],
        _ columns: Columns,
        at place: SourcePlace,
        into diagnostics: Diagnostics
    ) -> Bool {
        let before = diagnostics.count(of: .error)
        let list = "columns are \(columns.known.joined(separator: ", "))"
        let strange = header.filter { !columns.known.contains($0) }
        for (position, column) in header.enumerated() {
            let isKnown = columns.known.contains(column)
            if !isKnown && columns.others == .ignored { continue }
            if header.firstIndex(of: column) != position {
                diagnostics.error(
                    "the column '\(column)' is there twice",
                    at: place,
                    hint: "remove one of them"
                )
            } else if !isKnown {
                diagnostics.error(
                    "there is no column '\(column)'",
                    at: place,
                    hint: column.contains(where: { ";\t".contains($0) })
                        ? "put commas between the cells"
                        : Spelling.hint(for: column, among: columns.known) ?? list
                )
            }
        }
        for column in columns.needed where !header.contains(column) {
            diagnostics.error(
                "the column '\(column)' is missing",
                at: place,
                hint: Spelling.closest(to: column, among: strange).map { "is it '\($0)'?" } ?? list
            )
        }
        return diagnostics.count(of: .error) == before
    }

    private mutating func add(
        _ cells: [(column: String, text: String, place: SourcePlace)],
        required: [String],
        at place: SourcePlace,
        into diagnostics: Diagnostics
    ) {
        var fields: [String: Element] = [:]
        for cell in cells where !cell.text.isEmpty {
            fields[cell.column] = Element(.scalar(cell.text, .plain), at: cell.place)
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

    /// The cells of each line as they are; nil where the library cannot read them.
    private static func cells(of text: String) -> [[String]]? {
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

    /// The line of a quotation mark that RFC 4180 does not allow: within a cell that does not begin
    /// with one, or never closed.
    ///
    /// A cell that closes on another line was most likely not meant to,
    /// so then it is the line that it begins on.
    private static func lineOfBrokenQuote(in text: String) -> Int? {
        enum State {
            case start, bare, quoted, closed
        }
        let (quote, comma) = (UInt8(ascii: "\""), UInt8(ascii: ","))
        let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        var state = State.start
        var line = 1
        var opened = 1
        for byte in text.utf8 {
            switch (state, byte) {
            case (.quoted, quote): state = .closed
            case (.closed, quote): state = .quoted
            case (.start, quote):
                state = .quoted
                opened = line
            case (.bare, quote): return line
            case (.quoted, newline): line += 1
            case (.quoted, _), (.closed, carriageReturn): break
            case (_, newline):
                state = .start
                line += 1
            case (_, comma): state = .start
            case (.closed, _): return opened
            default: state = .bare
            }
        }
        return state == .quoted ? opened : nil
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
            columns: .init(required: required, optional: optional),
            into: diagnostics
        ).rows
    }
}

extension SourceFile {
    /// A path that a document gives, which starts from the document's directory unless it is
    /// absolute.
    package static func path(_ path: String, from document: String) -> String {
        guard !path.hasPrefix("/"), let slash = document.lastIndex(of: "/") else { return path }
        return document[...slash] + path
    }

    /// The path without steps down that are taken back at once, as `scenarios/../networks/a.yaml` has
    /// them: for messages, since a link on the way may lead elsewhere.
    static func shortened(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            let isStepBack =
                part == ".." && parts.last.map { !["", ".", ".."].contains($0) } == true
            if isStepBack { parts.removeLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
