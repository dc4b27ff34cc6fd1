import LibraryModel
import RequestRouting
import SimulationKernel

extension RoutingCaseReader {
    /// The inputs of a decision.
    private struct Inputs: Sendable {
        var rules: RoutingRules
        var sheet: FactSheet
        var context: RoutingContext
        /// The codes of institutions by rank.
        var codes: [String]

        /// The decision with all of its facts, as text.
        var explanation: String {
            let outcome = rules.decide(sheet, context)
            return rules.explain(outcome, of: sheet) { codes[$0.position] }.text()
        }
    }

    func decisionRow(_ element: Element) -> CaseFile.Row? {
        guard let inputs = inputs(element) else { return nil }
        let kind = kind
        return element.row(explaining: { inputs.explanation }) {
            let outcome = inputs.rules.decide(inputs.sheet, inputs.context)
            let expected = element["expect"]
            switch kind {
            case .configurationError: return Self.compareError(outcome, inputs, with: expected)
            case .availabilityDate: return Self.compareDate(outcome, inputs, with: expected)
            default: return Self.compare(outcome, inputs, with: expected)
            }
        }
    }

    private func inputs(_ element: Element) -> Inputs? {
        let before = diagnostics.count(of: .error)
        guard let rules = rules(element)?.replacingLists(element["lists"]) else { return nil }
        let own = element["candidates"] ?? root["candidates"]
        // A row about a copy's date is itself the candidate.
        let candidates = own?.items ?? []
        let borrower = element["borrower"]?.text
        let pickup = element["pickup"]?.text ?? borrower
        let history = element["history"]?.items ?? []
        let earlier = element["earlier"]?.items ?? []
        let named =
            candidates.compactMap { $0["lender"]?.text } + history.compactMap { $0["lender"]?.text }
            + earlier.compactMap { $0["borrower"]?.text }
            + [borrower, pickup, element["turn"]?.text].compactMap { $0 } + rules.lists.template
            + rules.lists.lastResort + rules.lists.excluded
        let codes = Set(named).sorted()
        func institution(_ code: String) -> InstitutionID? {
            codes.firstIndex(of: code).map { InstitutionID($0) }
        }
        let now =
            time(element["now"]) ?? time(root["now"])
            ?? SimulationTime(microseconds: 1_768_212_000_000_000)
        let rows = candidates.map { candidate in
            let code = candidate["lender"]?.text ?? ""
            let item = Int64(candidate["item"]?.integer ?? 0)
            return FactSheet.Row(
                institution(code) ?? InstitutionID(0),
                item: item,
                entity: EntityKey(path: code).child(item)
            )
        }
        var sheet = rules.sheet(at: now, of: rows, institution: institution)
        sheet.set(.holdingsLocated, to: Int64(candidates.count))
        sheet.set(.borrowerKnown, to: borrower != nil)
        sheet.set(.pickupGiven, to: pickup != nil)
        sheet.set(.pickupElsewhere, to: pickup != borrower)
        for row in sheet.rows.indices {
            let institution = sheet.rows[row].institution
            sheet.set(
                .isBorrower,
                of: row,
                to: borrower.flatMap { codes.firstIndex(of: $0) } == institution.position
            )
            sheet.set(
                .isPickup,
                of: row,
                to: pickup.flatMap { codes.firstIndex(of: $0) } == institution.position
            )
            sheet.set(.ownerKnown, of: row, to: true)
            sheet.set(.listed, of: row, to: Int64(row))
        }
        let values = FactValueReader(
            diagnostics: diagnostics,
            itemClasses: rules.lists.itemClasses
        )
        for request in [root["request"], element["request"]] {
            for entry in request?.entries ?? [] {
                guard let column = FactColumn(code: entry.key),
                    let value = values.fact(entry.value, column)
                else { continue }
                sheet.set(column, to: value)
            }
        }
        applyTerms(element, borrower, candidates, &sheet)
        for (row, candidate) in candidates.enumerated() {
            apply(candidate, row, now, values, &sheet)
        }
        for entry in history {
            guard let lender = entry["lender"]?.text.flatMap(institution),
                let ago = entry["ago"]?.duration
            else { continue }
            sheet.history.note(.init(now - ago, lender))
        }
        applyEarlier(element, now, institution, &sheet)
        guard diagnostics.count(of: .error) == before else { return nil }
        let seed = UInt64(element["seed"]?.integer ?? 0)
        return Inputs(
            rules: rules,
            sheet: sheet,
            context: RoutingContext(
                draws: DrawSource(seed: seed),
                request: EntityKey(path: element["id"]?.text ?? ""),
                cursor: element["turn"]?.text.flatMap(institution)
            ),
            codes: codes
        )
    }

    private func apply(
        _ candidate: Element,
        _ row: Int,
        _ now: SimulationTime,
        _ values: FactValueReader,
        _ sheet: inout FactSheet
    ) {
        if let copies = candidate["copies"] {
            let words = FactColumn.itemStatus.words
            let statuses = copies.items.compactMap { $0.text.flatMap(words.firstIndex(of:)) }
            sheet.setCounts(of: row, statuses: statuses.map(Int64.init))
        }
        let ages = candidate["ages"]
        for age in ages?.entries ?? [] where candidate[age.key] == nil {
            diagnostics.error(
                "'\(age.key)' has an age, but the candidate does not say what it is",
                at: age.keyPlace,
                hint: "add '\(age.key):' to the candidate, or remove its age"
            )
        }
        for entry in candidate.entries {
            guard let column = FactColumn(code: entry.key), column.scope != .request,
                let value = values.fact(entry.value, column)
            else { continue }
            let age = ages?[entry.key]?.duration ?? .zero
            sheet.set(column, of: row, to: value, asOf: now - age)
        }
    }

    private func applyEarlier(
        _ element: Element,
        _ now: SimulationTime,
        _ institution: (String) -> InstitutionID?,
        _ sheet: inout FactSheet
    ) {
        let earlier = element["earlier"]?.items ?? []
        let patrons = ([element["patron"]] + earlier.map { $0["patron"] }).map { $0?.text ?? "" }
        let titles = ([element["title"]] + earlier.map { $0["title"] }).map { $0?.text ?? "" }
        func number(_ text: String, _ list: [String]) -> Int64 {
            Int64(list.firstIndex(of: text) ?? 0)
        }
        func request(_ place: Int, _ borrower: Element?, _ time: SimulationTime) -> EarlierRequest {
            EarlierRequest(
                borrower: Int64(borrower?.text.flatMap(institution)?.index ?? -1),
                patron: number(patrons[place], patrons),
                title: number(titles[place], titles),
                time: time
            )
        }
        sheet.request = request(0, element["borrower"], now)
        sheet.earlierRequests = earlier.enumerated().map { place, entry in
            request(place + 1, entry["borrower"], now - (entry["ago"]?.duration ?? .zero))
        }
    }

    private func applyTerms(
        _ element: Element,
        _ borrower: String?,
        _ candidates: [Element],
        _ sheet: inout FactSheet
    ) {
        guard let terms = element["terms"] ?? root["terms"] else { return }
        let request = [element["request"], root["request"]]
        func word(_ key: String) -> String {
            request.lazy.compactMap { $0?[key]?.text }.first ?? ""
        }
        let wish = ServiceTerms.Wish(
            type: word("service-type"),
            level: word("service-level"),
            maximumCost: request.lazy.compactMap { $0?["maximum-cost"]?.money }.first?
                .scaled(toFractionDigits: 2) ?? 0
        )
        guard let own = borrower.flatMap({ terms[$0] }).map(Self.serviceTerms) else {
            diagnostics.error(
                "the borrower has no terms of service",
                at: element.place,
                hint: "name a borrower of the list 'terms'"
            )
            return
        }
        for (row, candidate) in candidates.enumerated() {
            guard let lender = candidate["lender"], let offered = lender.text.flatMap({ terms[$0] })
            else {
                diagnostics.error(
                    "'\(candidate["lender"]?.text ?? "")' has no terms of service",
                    at: candidate.place,
                    hint: "add them under 'terms'"
                )
                continue
            }
            sheet.set(Self.serviceTerms(offered).match(asLenderTo: own, wish), of: row)
        }
    }

    private static func serviceTerms(_ element: Element) -> ServiceTerms {
        ServiceTerms(
            memberships: (element["networks"]?.entries ?? []).map { entry in
                GroupMembership(
                    entry.key,
                    priority: entry.value["priority"]?.integer ?? entry.value.integer ?? 0,
                    isReciprocal: entry.value["reciprocal"]?.boolean
                )
            },
            tiers: (element["tiers"]?.items ?? []).map { tier in
                ServiceTerms.Tier(
                    type: tier["type"]?.text ?? "",
                    level: tier["level"]?.text ?? "",
                    cost: tier["cost"]?.money?.scaled(toFractionDigits: 2) ?? 0
                )
            }
        )
    }

    private static func compareDate(
        _ outcome: RoutingOutcome,
        _ inputs: Inputs,
        with expected: Element?
    ) -> [CaseMismatch] {
        var comparison = CaseComparison()
        let explanation = inputs.rules.explain(outcome, of: inputs.sheet) {
            inputs.codes[$0.position]
        }
        let element = expected?["available"]
        comparison.compare(
            "available",
            element.map { $0.civilDateTime?.iso8601 ?? $0.text ?? "" },
            at: element,
            explanation.candidates.first?.keys.first?.value ?? "no candidate"
        )
        return comparison.mismatches
    }

    private static func compareError(
        _ outcome: RoutingOutcome,
        _ inputs: Inputs,
        with expected: Element?
    ) -> [CaseMismatch] {
        var comparison = CaseComparison()
        let rules = inputs.rules
        var (code, stage, line) = (outcome.nobody?.rawValue ?? "none", "none", 0)
        switch outcome.nobody {
        case .notAdmitted:
            let place = outcome.refusals.trailingZeroBitCount
            code = rules.admission[place].code
            line = Int(rules.admission[place].line.line)
            stage = "admit"
        case .noHoldings, .noKnownLender: stage = "gather"
        case .noneFits, .allDeferred: stage = "filters"
        case nil: break
        }
        if line == 0 { line = Int(rules.stageLines[stage]?.line ?? 0) }
        comparison.compare("error", expected?["error"]?.text, at: expected?["error"], code)
        comparison.compare("at", expected?["at"]?.text, at: expected?["at"], stage)
        comparison.compare("line", expected?["line"]?.text, at: expected?["line"], "\(line)")
        return comparison.mismatches
    }

    private static func compare(
        _ outcome: RoutingOutcome,
        _ inputs: Inputs,
        with expected: Element?
    ) -> [CaseMismatch] {
        var comparison = CaseComparison()
        let explanation = inputs.rules.explain(outcome, of: inputs.sheet) {
            inputs.codes[$0.position]
        }
        func text(_ element: Element?) -> String? {
            guard let element else { return nil }
            if element.kind == .scalar { return element.text }
            let items = element.items.compactMap(\.text)
            return items.isEmpty ? "none" : items.joined(separator: ", ")
        }
        func compare(_ key: String, _ found: [String]) {
            comparison.compare(
                key,
                text(expected?[key]),
                at: expected?[key],
                found.isEmpty ? "none" : found.joined(separator: ", ")
            )
        }
        compare("order", outcome.rota.map { inputs.codes[$0.position] })
        compare("items", outcome.items.map { "\($0)" })
        compare("nobody", [outcome.nobody?.rawValue ?? "somebody is asked"])
        compare("refused", explanation.refusals.map(\.code))
        compare("candidates", ["\(outcome.records.count)"])
        let passing = outcome.records.count {
            $0.standing != .excluded && $0.standing != .deferred
        }
        compare("passing", ["\(passing)"])
        for key in ["reasons", "standing", "decided", "values"] {
            for entry in expected?[key]?.entries ?? [] {
                let candidate = explanation.candidates.first { $0.isCalled(entry.key) }
                for (subject, wanted, found) in pairs(key, entry.value, candidate) {
                    comparison.compare(
                        "\(entry.key): \(subject)",
                        text(wanted),
                        at: wanted,
                        found
                    )
                }
            }
        }
        return comparison.mismatches
    }

    /// What is expected of a candidate under a key, and what was found.
    private static func pairs(
        _ key: String,
        _ element: Element,
        _ candidate: Explanation.Candidate?
    ) -> [(String, Element, String)] {
        guard let candidate else { return [(key, element, "no such candidate")] }
        switch key {
        case "reasons":
            var codes: [String] = []
            for reason in candidate.reasons where !codes.contains(reason.code) {
                codes.append(reason.code)
            }
            return [(key, element, codes.isEmpty ? "none" : codes.joined(separator: ", "))]
        case "standing": return [(key, element, candidate.standing)]
        case "decided": return [(key, element, candidate.decided?.by ?? "nothing")]
        default:
            return element.entries.map { entry in
                let value = candidate.keys.first { $0.of == entry.key }?.value
                return (entry.key, entry.value, value ?? "no such key")
            }
        }
    }
}

extension Explanation.Candidate {
    /// Whether expectations may call it so: by its lender, or by lender/copy.
    fileprivate func isCalled(_ name: String) -> Bool {
        name == institution && standing != "surplus" || name == "\(institution)/\(item)"
    }
}

extension RoutingRules {
    /// The same rules with other lists, as a row gives them.
    fileprivate func replacingLists(_ element: Element?) -> RoutingRules {
        guard let element else { return self }
        func codes(_ key: String, _ own: [String]) -> [String] {
            element[key].map { $0.items.compactMap(\.text) } ?? own
        }
        var lists = lists
        lists.template = codes("template", lists.template)
        lists.lastResort = codes("last-resort", lists.lastResort)
        lists.excluded = codes("excluded", lists.excluded)
        return replacing(lists)
    }
}
