/// The rows of the survey's files, each institution once.
///
/// The survey is the Academic Libraries component of IPEDS (2021), joined with the institution
/// directory by UNITID; US federal statistics in the public domain, published at nces.ed.gov/ipeds.
struct Survey {
    /// What the survey says about one institution.
    struct Row {
        let unitID: Int
        let name: String
        var fields: [String: Element]
        let place: SourcePlace

        func text(_ column: String) -> String? { fields[column]?.text }
    }

    /// The rows by UNITID.
    private(set) var rows: [Row] = []
    /// The first file, where complaints about all of them are placed.
    let place: SourcePlace
    /// Whether a file tells the systems that institutions belong to.
    private(set) var namesSystems = false

    static let columns = CSVTable.Columns(
        required: ["UNITID", "INSTNM"],
        blankable: [
            "CITY", "STABBR", "LONGITUD", "LATITUDE", "SECTOR", "INSTSIZE", "LPBOOKS", "LPCRCLT",
            "LILLDYN", "LILLDPR", "LILLDRC",
        ],
        optional: ["LBRANCH", "F1SYSNAM"],
        others: .ignored
    )

    /// Reads files.
    ///
    /// What one leaves blank about an institution, another may say; where both speak, the first is
    /// right.
    init(paths: [String], into diagnostics: Diagnostics) {
        place = SourcePlace(file: paths.first ?? "")
        var positions: [Int: Int] = [:]
        for path in paths {
            let table = CSVTable(path: path, columns: Self.columns, into: diagnostics)
            if table.header.contains("F1SYSNAM") { namesSystems = true }
            var lines: [Int: Int] = [:]
            for row in table.rows {
                guard let id = Self.unitID(of: row, into: diagnostics),
                    let name = row.fields["INSTNM"]?.text
                else { continue }
                if let line = lines.updateValue(row.place.line, forKey: id) {
                    diagnostics.error(
                        "the UNITID \(id) is there twice, first in line \(line)",
                        at: row.place,
                        hint: "remove one of the two rows"
                    )
                } else if let position = positions[id] {
                    rows[position].fields.merge(row.fields) { first, _ in first }
                } else {
                    positions[id] = rows.count
                    rows.append(
                        Row(unitID: id, name: name, fields: row.fields, place: row.place)
                    )
                }
            }
        }
        rows.sort { $0.unitID < $1.unitID }
    }

    private static func unitID(of row: CSVTable.Row, into diagnostics: Diagnostics) -> Int? {
        guard let text = row.fields["UNITID"]?.text else { return nil }
        if let id = Int(text), (100_000...999_999).contains(id) { return id }
        diagnostics.error(
            "'\(text)' is not a UNITID",
            at: row.place,
            hint: "write the six digits of the survey, such as 174817"
        )
        return nil
    }
}
