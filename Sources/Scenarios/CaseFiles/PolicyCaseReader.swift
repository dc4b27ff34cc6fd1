import LibraryModel
import SimulationKernel

/// Reads the rows of case files that are about a policy at a calendar.
struct PolicyCaseReader {
    let root: Element
    let kind: CaseShapes.Kind
    let diagnostics: Diagnostics
    let currency: Currency
    private let terms: TermsReader
    private let calendars: CodeTable<CalendarID>
    private let calendarList: [LibraryCalendar]
    private let policies: CodeTable<LoanTermsID>
    private let policyList: [TermsOfUse]

    private struct CalendarID: RecordHandle {
        let index: Int32
        init(_ index: Int32) { self.index = index }
    }

    init(_ root: Element, _ kind: CaseShapes.Kind, _ diagnostics: Diagnostics) {
        self.root = root
        self.kind = kind
        self.diagnostics = diagnostics
        currency =
            root["currency"].flatMap { element in
                let currency = element.text.flatMap(Currency.init(code:))
                if currency == nil {
                    diagnostics.error(
                        "'\(element.text ?? "")' is not a currency code",
                        at: element.place,
                        hint: "write three capital letters, such as USD"
                    )
                }
                return currency
            } ?? .usDollar
        var terms = TermsReader(
            currency: currency,
            owner: "the file",
            schedules: root["due-date-schedules"],
            diagnostics: diagnostics
        )
        terms.requiresPeriod = kind == .dueDate
        self.terms = terms
        let reader = CalendarReader(diagnostics: diagnostics)
        let calendarEntries = root["calendars"]?.entries ?? []
        calendars = CodeTable("calendar of the file", calendarEntries.map(\.key))
        calendarList = calendarEntries.map { reader.read($0.value) }
        let policyEntries = root["policies"]?.entries ?? []
        policies = CodeTable("policy of the file", policyEntries.map(\.key))
        policyList = policyEntries.map { terms.terms($0.key, $0.value) }
    }

    func rows() -> [CaseFile.Row] {
        var zones = Zones()
        let zone = root["time-zone"].map { zones.table(of: $0, into: diagnostics) } ?? .utc
        let calendar = root["calendar"].map { CalendarReader(diagnostics: diagnostics).read($0) }
        let policy = root["policy"].map { terms.terms("policy", $0) }
        return (root["rows"]?.items ?? []).compactMap { element in
            if let row = errorRow(element) { return row }
            guard element["text"] == nil,
                let policy = self.policy(element["policy"]) ?? missing(policy, element)
            else { return nil }
            let place = CasePlace(
                policy: policy,
                calendar: calendars.resolve(element["calendar"], into: diagnostics)
                    .map { calendarList[$0.position] } ?? calendar ?? .alwaysOpen,
                zone: element["time-zone"].map { zones.table(of: $0, into: diagnostics) } ?? zone,
                currency: currency
            )
            return row(element, place)
        }
    }

    private func row(_ element: Element, _ place: CasePlace) -> CaseFile.Row? {
        switch kind {
        case .dueDate: dueDateRow(element, place)
        case .fine: fineRow(element, place)
        case .shelf: shelfRow(element, place)
        default: nil
        }
    }

    private func policy(_ element: Element?) -> TermsOfUse? {
        guard let element else { return nil }
        if element.kind == .mapping { return terms.terms("policy", element) }
        return policies.resolve(element, into: diagnostics).map { policyList[$0.position] }
    }

    private func missing(_ policy: TermsOfUse?, _ element: Element) -> TermsOfUse? {
        if policy == nil, element["policy"] == nil {
            diagnostics.error(
                "the row has no policy",
                at: element.place,
                hint: "add 'policy:' to it, or to the file"
            )
        }
        return policy
    }

    private func errorRow(_ element: Element) -> CaseFile.Row? {
        element.errorRow(diagnostics) { [kind, currency] document, findings in
            let before = findings.count(of: .error)
            Shape.object(TermsShapes.terms)
                .validate(document.root, as: "a policy", into: findings)
            guard findings.count(of: .error) == before else { return }
            var reader = TermsReader(
                currency: currency,
                owner: "the text",
                schedules: nil,
                diagnostics: findings
            )
            reader.requiresPeriod = kind == .dueDate
            _ = reader.terms("policy", document.root)
        }
    }

    /// The value of an input that the row cannot do without.
    func input<Value>(
        _ key: String,
        of element: Element,
        _ value: (Element) -> Value?
    ) -> Value? {
        guard let input = element[key] else {
            diagnostics.error(
                "the row needs '\(key)'",
                at: element.place,
                hint: "add it"
            )
            return nil
        }
        return value(input)
    }
}

/// What the rows of a case file have in common.
struct CasePlace: Sendable {
    let policy: TermsOfUse
    let calendar: LibraryCalendar
    let zone: ZoneTable
    let currency: Currency

    /// A local time, or the end of a day.
    func time(_ element: Element?) -> SimulationTime? {
        guard let element else { return nil }
        if let day = element.date { return zone.endOfDay(day) }
        return element.civilDateTime.map { zone.instant(of: $0) }
    }

    func text(_ time: SimulationTime) -> String {
        zone.civil(at: time).iso8601
    }

    func text(_ answer: DueDate?) -> String {
        switch answer {
        case .due(let time): text(time)
        case .refused(let refusal): refusal.code
        case nil: "no limit"
        }
    }

    /// Compares an answer with what an element expects under a key, or as a refusal.
    func compare(_ answer: DueDate?, with expected: Element?, key: String) -> [CaseMismatch] {
        var comparison = CaseComparison()
        let wanted = expected?[key] ?? expected?["refused"]
        let text = time(expected?[key]).map { self.text($0) } ?? expected?["refused"]?.text
        comparison.compare(key, text, at: wanted, self.text(answer))
        return comparison.mismatches
    }
}
