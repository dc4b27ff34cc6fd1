import LibraryModel

/// The codes of one kind at one institution, in the order in which they are declared, and what
/// stands for them inside.
struct CodeTable<Handle: RecordHandle> {
    /// What the codes name, with where: `library of SMU`.
    let kind: String
    private(set) var codes: [String] = []
    private var handles: [String: Handle] = [:]

    init(_ kind: String, _ codes: some Sequence<String> = []) {
        self.kind = kind
        for code in codes { add(code) }
    }

    /// Adds a code after those there are, unless it is there.
    mutating func add(_ code: String) {
        guard handles[code] == nil else { return }
        handles[code] = Handle(codes.count)
        codes.append(code)
    }

    subscript(code: String) -> Handle? { handles[code] }

    /// The handle of a code in a document; a code that is not declared is an error at its place.
    func resolve(_ element: Element?, into diagnostics: Diagnostics) -> Handle? {
        guard let element, let code = element.text else { return nil }
        return resolve(code, at: element.place, into: diagnostics)
    }

    /// The handle of a code; a code that is not declared is an error.
    func resolve(
        _ code: String,
        at place: SourcePlace,
        into diagnostics: Diagnostics
    ) -> Handle? {
        if let handle = handles[code] { return handle }
        diagnostics.error(
            "\(kind) '\(code)' is not declared",
            at: place,
            hint: Spelling.hint(for: code, among: codes)
                ?? (codes.isEmpty
                    ? "none is declared"
                    : "declared are \(codes.prefix(8).joined(separator: ", "))"
                        + (codes.count > 8 ? " and \(codes.count - 8) more" : ""))
        )
        return nil
    }

    /// The handles of a list of codes.
    func resolveAll(_ element: Element?, into diagnostics: Diagnostics) -> [Handle] {
        (element?.items ?? []).compactMap { resolve($0, into: diagnostics) }
    }
}

extension Diagnostics {
    /// Reports an amount with more digits after the point than its currency has.
    func reportDigits(of element: Element, _ currency: Currency) {
        error(
            "\(currency.code) has no amount '\(element.text ?? "")'",
            at: element.place,
            hint: currency.digits == 0
                ? "write it without a point"
                : "write at most \(currency.digits) digits after the point"
        )
    }
}
