import Foundation
import LibraryModel
import RequestRouting
import SimulationKernel

/// Reads the rows of case files that are about routing.
final class RoutingCaseReader {
    let root: Element
    let kind: CaseShapes.Kind
    let diagnostics: Diagnostics
    private let directory: String
    private var rulesByPath: [String: RoutingRules] = [:]
    private lazy var zone: ZoneTable = {
        var zones = Zones()
        return root["time-zone"].map { zones.table(of: $0, into: diagnostics) } ?? .utc
    }()

    init(_ document: SourceDocument, _ kind: CaseShapes.Kind, _ diagnostics: Diagnostics) {
        root = document.root
        self.kind = kind
        self.diagnostics = diagnostics
        let folder = URL(fileURLWithPath: document.name).deletingLastPathComponent()
        directory = document.name.contains("/") ? folder.relativePath : ""
    }

    func rows() -> [CaseFile.Row] {
        (root["rows"]?.items ?? []).compactMap { element in
            if let row = errorRow(element) { return row }
            guard element["text"] == nil else { return nil }
            switch kind {
            case .workflowKind: return workflowRow(element)
            case .walk: return walkRow(element)
            case .staleness: return stalenessRow(element)
            default: return decisionRow(element)
            }
        }
    }

    private func errorRow(_ element: Element) -> CaseFile.Row? {
        element.errorRow(diagnostics) { document, findings in
            RuleSetCheck(into: findings).check(document)
        }
    }

    /// The rules of a row, with its settings; an error where neither it nor the file has any.
    func rules(_ element: Element, isRequired: Bool = true) -> RoutingRules? {
        guard let source = element["rules"] ?? root["rules"] else {
            if isRequired {
                diagnostics.error(
                    "the row has no rule set",
                    at: element.place,
                    hint: "add 'rules:' to it, or to the file"
                )
            }
            return nil
        }
        guard let rules = rules(from: source) else { return nil }
        return RuleSettings(diagnostics: diagnostics)
            .apply([root["settings"], element["settings"]], to: rules)
    }

    private func rules(from source: Element) -> RoutingRules? {
        guard let path = source.text else {
            var reader = RuleSetReader(into: diagnostics)
            return reader.read(source)
        }
        let full = path.hasPrefix("/") || directory.isEmpty ? path : "\(directory)/\(path)"
        if let known = rulesByPath[full] { return known }
        guard FileManager.default.fileExists(atPath: full) else {
            diagnostics.error(
                "there is no rule set '\(full)'",
                at: source.place,
                hint: "give its path from the case file"
            )
            return nil
        }
        let rules = RuleSetReader(into: diagnostics).read(path: full)?.rules
        rulesByPath[full] = rules
        return rules
    }

    /// A time in UTC.
    func time(_ element: Element?) -> SimulationTime? {
        element?.civilDateTime?.instant(offset: .zero)
    }

    /// The policy of a row: its own, or that of its rules.
    private func walk(_ element: Element) -> WalkPolicy? {
        if let own = element["walk"] {
            if let needless = element["rules"] {
                diagnostics.error(
                    "the row's own 'walk' stands in place of that of the rules",
                    at: needless.place,
                    hint: "remove one of them"
                )
            }
            return WalkReader(values: FactValueReader(diagnostics: diagnostics)).walk(own)
        }
        return rules(element)?.walk
    }

    private func level(_ element: Element) -> Int64 {
        let words = FactColumn.serviceLevel.words
        return element["service-level"]?.text.flatMap(words.firstIndex(of:)).map(Int64.init) ?? 0
    }

    private func workflowRow(_ element: Element) -> CaseFile.Row? {
        let parties = ["borrower", "supplier", "pickup"].map { key in
            if element[key] == nil {
                diagnostics.error("the row needs '\(key)'", at: element.place, hint: "add it")
            }
            return element[key]?.text ?? ""
        }
        return element.row {
            let found = WorkflowKind(
                borrower: parties[0],
                supplier: parties[1],
                pickup: parties[2]
            )
            var comparison = CaseComparison()
            let expected = element["expect"]?["workflow"]
            comparison.compare(
                "workflow",
                expected?.text,
                at: expected,
                found?.rawValue ?? "unsupported"
            )
            return comparison.mismatches
        }
    }

    private func stalenessRow(_ element: Element) -> CaseFile.Row? {
        guard let policy = walk(element) else { return nil }
        guard let now = time(element["now"]) else {
            diagnostics.error("the row needs 'now'", at: element.place, hint: "add it")
            return nil
        }
        let made = time(element["made"])
        if made == nil, let step = element["expect"]?["step"] {
            diagnostics.error(
                "without 'made' there is no request of which something becomes",
                at: step.place,
                hint: "add 'made:' to the row, or remove this"
            )
        }
        if made != nil, element["expect"]?["step"] == nil, let needless = element["made"] {
            diagnostics.error(
                "'made' is about a request of which the row expects nothing",
                at: needless.place,
                hint: "remove it, or expect 'step:'"
            )
        }
        let level = level(element)
        let zone = zone
        return element.row {
            let expected = element["expect"]
            var comparison = CaseComparison()
            let stale = policy.staleBefore(now, level: level, in: zone)
            comparison.compare(
                "stale-before",
                (expected?["stale-before"]?.civilDateTime?.instant(offset: .zero))
                    .map { FactUnit.time.text($0.microseconds) },
                at: expected?["stale-before"],
                stale.map { FactUnit.time.text($0.microseconds) } ?? "never"
            )
            if let made {
                let (borrower, lender) = (InstitutionID(0), InstitutionID(1))
                var walk = Walk(
                    policy,
                    Walk.Parties(borrower: borrower, pickup: borrower, level: level),
                    in: zone
                )
                _ = walk.begin([lender], at: made)
                let step = walk.handle(.timePassed, at: now)
                comparison.compare(
                    "step",
                    expected?["step"]?.text,
                    at: expected?["step"],
                    step.text { _ in "the lender" }
                )
            }
            return comparison.mismatches
        }
    }

    private func walkRow(_ element: Element) -> CaseFile.Row? {
        let reader = WalkCaseReader(diagnostics: diagnostics, zone: zone)
        let needsPolicy = element["rota"] != nil
        guard let policy = needsPolicy ? walk(element) : WalkPolicy() else { return nil }
        return reader.row(element, policy, level: level(element))
    }
}
