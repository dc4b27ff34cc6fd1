import Foundation
package import RequestRouting
import SimulationKernel

/// A rule set with the file that it was read from.
package struct RuleSetFile: Sendable {
    package let rules: RoutingRules
    /// The file as it was named.
    package let path: String
}

/// Reads a rule set, and finds everything that is wrong with it.
package struct RuleSetReader {
    let diagnostics: Diagnostics
    var values: FactValueReader
    var settings: [RuleSetting] = []

    /// Creates a reader.
    package init(into diagnostics: Diagnostics) {
        self.diagnostics = diagnostics
        values = FactValueReader(diagnostics: diagnostics)
    }

    /// Whether a document says that it is a rule set.
    package static func isRuleSet(_ document: SourceDocument) -> Bool {
        document.root["rule-set"] != nil
    }

    /// Reads a file; nil where nothing usable came of it, with the reasons among the diagnostics.
    package func read(path: String) -> RuleSetFile? {
        guard let document = SourceDocument(path: path, into: diagnostics) else { return nil }
        return read(document)
    }

    /// Reads a document.
    package func read(_ document: SourceDocument) -> RuleSetFile? {
        var reader = self
        return reader.read(document.root).map { RuleSetFile(rules: $0, path: document.name) }
    }

    /// Reads an element.
    mutating func read(_ root: Element) -> RoutingRules? {
        let before = diagnostics.count(of: .error)
        RuleSetShapes.file.validate(root, as: "the rule set", into: diagnostics)
        guard diagnostics.count(of: .error) == before else { return nil }
        values.itemClasses = codes(root["lists"]?["item-classes"])
        settings = (root["settings"]?.entries ?? []).compactMap(setting)
        let admission = filters(root["admit"])
        for element in root["admit"]?.items ?? [] { reportScope(of: element) }
        let filters = filters(root["filters"])
        let keys = (root["rank"]?.items ?? []).compactMap { key($0) }
        let rules = RoutingRules(
            root["rule-set"]?.text ?? "",
            settings: settings,
            admission: admission,
            gather: gather(root["gather"]),
            filters: filters,
            grouping: root["group"]?.text.flatMap(RoutingRules.Grouping.init) ?? .institution,
            keys: keys,
            tieBreaks: root["tie-break"].map { $0.items.compactMap(tieBreak) } ?? [.symbol],
            cap: root["cap"]?.integer,
            lastResortFilters: codes(root["last-resort"]?["filters"]),
            lists: lists(root["lists"]),
            walk: WalkReader(values: values).walk(root["walk"]),
            stageLines: Dictionary(
                root.entries.map { ($0.key, RuleLine($0.keyPlace.line, $0.keyPlace.column)) },
                uniquingKeysWith: { first, _ in first }
            )
        )
        reportRepeats(in: root["admit"], "code")
        reportRepeats(in: root["filters"], "code", allowsSameMessage: true)
        reportRepeats(in: root["rank"], "key")
        return diagnostics.count(of: .error) == before ? rules : nil
    }

    func codes(_ element: Element?) -> [String] {
        (element?.items ?? []).compactMap(\.text)
    }

    private func lists(_ element: Element?) -> RoutingRules.Lists {
        var lists = RoutingRules.Lists()
        lists.template = codes(element?["template"])
        lists.lastResort = codes(element?["last-resort"])
        lists.excluded = codes(element?["excluded"])
        lists.itemClasses = values.itemClasses
        for entry in element?.entries ?? [] {
            var seen: Set<String> = []
            for item in entry.value.items where !seen.insert(item.text ?? "").inserted {
                diagnostics.error(
                    "'\(item.text ?? "")' is in the list '\(entry.key)' already",
                    at: item.place,
                    hint: "remove it"
                )
            }
        }
        return lists
    }

    private func setting(_ entry: ElementMapping.Entry) -> RuleSetting? {
        let element = entry.value["value"] ?? entry.value
        guard let (unit, value) = values.setting(element) else { return nil }
        return RuleSetting(
            entry.key,
            unit,
            value,
            summary: entry.value["summary"]?.text ?? "",
            line: RuleLine(entry.keyPlace.line, entry.keyPlace.column)
        )
    }

    private func gather(_ element: Element?) -> GatherPlan {
        var plan = GatherPlan()
        guard let element else { return plan }
        plan.line = element.ruleLine
        plan.askAtMost = element["ask-at-most"]?.integer
        plan.timeLimit = element["time-limit"]?.duration
        var seen: Set<FactColumn> = []
        for item in element["facts"]?.items ?? [] {
            guard let column = item["fact"]?.text.flatMap(FactColumn.init(code:)),
                let source = item["from"]?.text.flatMap(GatherPlan.Source.init)
            else { continue }
            if !seen.insert(column).inserted {
                diagnostics.error(
                    "the fact '\(column.code)' is gathered twice",
                    at: item.place,
                    hint: "remove one of the two"
                )
            }
            plan.entries.append(
                .init(
                    column,
                    source,
                    maximumAge: item["maximum-age"]?.duration,
                    line: item.ruleLine
                )
            )
        }
        return plan
    }

    /// Rules of admission know no candidates.
    private func reportScope(of filter: Element) {
        for condition in filter["when"]?.items ?? [] {
            guard let fact = condition["fact"],
                let column = fact.text.flatMap(FactColumn.init(code:)), column.scope != .request
            else { continue }
            diagnostics.error(
                "'\(column.code)' is about a lender, of whom admission knows nothing",
                at: fact.place,
                hint: "use a fact about the request, or move the rule to 'filters'"
            )
        }
    }

    private func reportRepeats(
        in list: Element?,
        _ key: String,
        allowsSameMessage: Bool = false
    ) {
        var seen: [String: Element] = [:]
        for item in list?.items ?? [] {
            guard let code = item[key], let text = code.text else { continue }
            guard let other = seen[text] else {
                seen[text] = item
                continue
            }
            // A reason that several conditions may have is one reason.
            if allowsSameMessage, other["message"]?.text == item["message"]?.text { continue }
            diagnostics.error(
                "'\(text)' is taken by line \(other.place.line)",
                at: code.place,
                hint: allowsSameMessage
                    ? "give it a code of its own, or the same message"
                    : "give each a name of its own"
            )
        }
    }
}
