import Foundation
package import FulfillmentNetwork
package import LibraryModel
import SimulationKernel

/// Reads a file of accounts for an institution.
///
/// A file that is not what it should be as a whole is reported, and not read. What is wrong with a
/// single record becomes the record's own problem, with its column, which the load reports.
package struct AccountFileReader {
    /// The longest text and the longest list that a record may have.
    static let longestText = 200
    static let longestList = 50

    private let institution: Institution
    private let identifierKinds: CodeTable<IdentifierKindID>
    private let diagnostics: Diagnostics

    package init(for node: InstitutionNode, into diagnostics: Diagnostics) {
        institution = node.institution
        identifierKinds = CodeTable("identifier kind", node.network.identifierKinds)
        self.diagnostics = diagnostics
    }

    /// The records of a file; nil where it cannot be read, with the reasons among the diagnostics.
    ///
    /// The place is where the file is named, if not on a command line.
    package func read(_ path: String, namedAt place: SourcePlace?) -> [IncomingAccount]? {
        let before = diagnostics.count(of: .error)
        if let place, !FileManager.default.fileExists(atPath: path) {
            diagnostics.error(
                "there is no file '\(path)'",
                at: place,
                hint: "the path starts from the directory of the file that gives it"
            )
            return nil
        }
        let rows: [Row]
        switch path.split(separator: ".").last?.lowercased() {
        case "csv": rows = readCSV(path)
        case "json": rows = readJSON(path)
        default:
            diagnostics.error(
                "'\(path)' is neither CSV nor JSON by its name",
                at: place ?? SourcePlace(file: path),
                hint: "name a file that ends in .csv or .json"
            )
            return nil
        }
        guard diagnostics.count(of: .error) == before else { return nil }
        return rows.map(account)
    }

    // MARK: Rows

    /// A record, key by key, before anything of it is understood.
    private struct Row {
        var fields: [String: Element]
        var identifiers: [IdentifierKindID: Element]
        var line: Int
    }

    private func readCSV(_ path: String) -> [Row] {
        // Nobody is found by a primary identifier in a column of its own kind.
        let kinds = identifierKinds.codes.filter {
            $0 != "primary-id" && identifierKinds[$0] != .primary
        }
        let table = CSVTable(
            path: path,
            columns: .init(
                required: [],
                blankable: ["primary-id"],
                optional: AccountShapes.ownColumns + kinds,
                locatesCells: true
            ),
            into: diagnostics
        )
        return table.rows.map { row in
            var result = Row(fields: [:], identifiers: [:], line: row.place.line)
            for column in table.header {
                let cell = row.fields[column] ?? Element(.scalar("", .quoted), at: row.place)
                if AccountShapes.columns.contains(column) {
                    result.fields[column] = cell
                } else if let kind = identifierKinds[column] {
                    result.identifiers[kind] = cell
                }
            }
            return result
        }
    }

    private func readJSON(_ path: String) -> [Row] {
        guard let document = SourceDocument(path: path, into: diagnostics) else { return [] }
        let root = document.root.withBlanks
        guard AccountShapes.file.validate(root, as: "the file", into: diagnostics) else {
            return []
        }
        return root.items.map { item in
            var row = Row(fields: [:], identifiers: [:], line: item.place.line)
            for entry in item.entries where entry.key != "identifiers" {
                row.fields[entry.key] = entry.value
            }
            for entry in item["identifiers"]?.entries ?? [] {
                let kind = identifierKinds.resolve(
                    entry.key,
                    at: entry.keyPlace,
                    into: diagnostics
                )
                if kind == .primary {
                    diagnostics.error(
                        "'\(entry.key)' is the primary identifier, by which accounts are found",
                        at: entry.keyPlace,
                        hint: "give it as 'primary-id' of the account"
                    )
                }
                if let kind { row.identifiers[kind] = entry.value }
            }
            return row
        }
    }

    // MARK: Records

    private func account(_ row: Row) -> IncomingAccount {
        var cells = Cells(fields: row.fields)
        var account = IncomingAccount(
            primaryID: cells.text("primary-id").value ?? "",
            line: Int32(clamping: row.line)
        )
        if account.primaryID.isEmpty { cells.report(.primaryIDMissing, "", at: nil) }
        switch cells.text("account").value {
        case nil, AccountKind.external.name: break
        case AccountKind.internal.name?:
            cells.report(.declaredInternal, "", at: row.fields["account"])
        case let other?: cells.report(.unknownAccountKind, other, at: row.fields["account"])
        }
        account.name = cells.text("name")
        account.expiry = cells.value("expiry", .badDate) { text in
            guard let day = CivilDate(text), day >= CivilDate(daysSinceEpoch: 0) else { return nil }
            return day
        }
        account.group = code(&cells, "group", .unknownGroup, institution.userGroups.map(\.code))
        account.campus = code(&cells, "campus", .unknownCampus, institution.campuses.map(\.code))
        account.jobCategory = code(
            &cells,
            "job-category",
            .unknownJobCategory,
            institution.jobCategories.map(\.code)
        )
        account.resourceSharingLibraries = codes(
            &cells,
            "resource-sharing-libraries",
            .unknownLibrary,
            institution.libraries.map(\.code),
            LibraryID.self
        )
        .map { SmallSet($0) }
        account.statisticalCategories = codes(
            &cells,
            "statistical-categories",
            .unknownStatisticalCategory,
            institution.statisticalCategories.map(\.code),
            StatisticalCategoryID.self
        )
        .map { SmallSet($0) }
        account.blocks = codes(
            &cells,
            "blocks",
            .unknownBlock,
            institution.blockDefinitions.map(\.code),
            BlockDefinitionID.self
        )
        .map { Set($0) }
        for (kind, element) in row.identifiers.sorted(by: { $0.key < $1.key }) {
            account.identifiers[kind] = cells.list(element).map { Set($0) }
        }
        for kind in ContactKind.allCases {
            let given = cells.list(row.fields[kind.field.rawValue]).map { Set($0) }
            if given != .absent { account.contacts[kind] = given }
        }
        account.preferredEmail = cells.text("preferred-email")
        account.problem = cells.problem
        return account
    }

    private func code<Handle: RecordHandle>(
        _ cells: inout Cells,
        _ key: String,
        _ reason: AccountProblem.Reason,
        _ codes: [String]
    ) -> Given<Handle> {
        cells.value(key, reason) { text in codes.firstIndex(of: text).map { Handle($0) } }
    }

    private func codes<Handle: RecordHandle>(
        _ cells: inout Cells,
        _ key: String,
        _ reason: AccountProblem.Reason,
        _ codes: [String],
        _: Handle.Type
    ) -> Given<[Handle]> {
        let element = cells.fields[key]
        guard case .value(let words) = cells.list(element) else {
            return element == nil ? .absent : .blank
        }
        return .value(
            words.compactMap { word in
                if let position = codes.firstIndex(of: word) { return Handle(position) }
                cells.report(reason, word, at: element)
                return nil
            }
        )
    }
}

/// The cells of a record, and the first thing that is wrong with them.
///
/// They are read in one order, whatever order the file has them in, so that the first is the same.
private struct Cells {
    let fields: [String: Element]
    private(set) var problem: AccountProblem?

    init(fields: [String: Element]) {
        self.fields = fields
    }

    mutating func report(
        _ reason: AccountProblem.Reason,
        _ detail: String,
        at element: Element?
    ) {
        guard problem == nil else { return }
        problem = AccountProblem(
            reason,
            detail: detail.clipped,
            column: Int32(clamping: element?.place.column ?? 0)
        )
    }

    mutating func text(_ key: String) -> Given<String> {
        guard let element = fields[key] else { return .absent }
        let text = checked(element.scalarText.trimmed, element)
        return text.isEmpty ? .blank : .value(text)
    }

    mutating func value<Value>(
        _ key: String,
        _ reason: AccountProblem.Reason,
        _ read: (String) -> Value?
    ) -> Given<Value> {
        switch text(key) {
        case .absent: return .absent
        case .blank: return .blank
        case .value(let text):
            if let value = read(text) { return .value(value) }
            report(reason, text, at: fields[key])
            return .absent
        }
    }

    /// A list, or words parted by semicolons.
    mutating func list(_ element: Element?) -> Given<[String]> {
        guard let element else { return .absent }
        let texts =
            element.kind == .sequence
            ? element.items.map(\.scalarText)
            : element.scalarText.split(separator: ";").map(String.init)
        let words = texts.map(\.trimmed).filter { !$0.isEmpty }
        guard words.count <= AccountFileReader.longestList else {
            report(
                .tooLong,
                "\(words.count) values are given, of at most \(AccountFileReader.longestList)",
                at: element
            )
            return .blank
        }
        let checked = words.map { self.checked($0, element) }
        return checked.isEmpty ? .blank : .value(checked)
    }

    private mutating func checked(_ text: String, _ element: Element) -> String {
        if text.count > AccountFileReader.longestText {
            report(
                .tooLong,
                "a value has \(text.count) characters, of at most "
                    + "\(AccountFileReader.longestText)",
                at: element
            )
        }
        if let control = text.unicodeScalars.first(where: {
            $0.value < 0x20 && $0 != "\t" && $0 != "\n" && $0 != "\r"
        }) {
            report(
                .controlCharacter,
                "U+00" + String(control.value, radix: 16, uppercase: true),
                at: element
            )
        }
        return text
    }
}

extension Given {
    fileprivate func map<Other>(_ transform: (Value) -> Other) -> Given<Other> {
        switch self {
        case .absent: .absent
        case .blank: .blank
        case .value(let value): .value(transform(value))
        }
    }
}

extension String {
    /// The text without white space around it.
    fileprivate var trimmed: String {
        trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension Element {
    /// The text of a scalar as it stands there, whatever YAML makes of it.
    fileprivate var scalarText: String {
        if case .scalar(let text, _) = content { text } else { "" }
    }

    /// The same with an empty text for every null: other systems write either for a blank.
    fileprivate var withBlanks: Element {
        switch content {
        case .scalar: isNull ? Element(.scalar("", .quoted), at: place) : self
        case .sequence(let items): Element(.sequence(items.map(\.withBlanks)), at: place)
        case .mapping(let mapping):
            Element(
                .mapping(
                    ElementMapping(
                        mapping.entries.map {
                            .init(key: $0.key, keyPlace: $0.keyPlace, value: $0.value.withBlanks)
                        }
                    )
                ),
                at: place
            )
        }
    }
}
