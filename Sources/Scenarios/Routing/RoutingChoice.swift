import Foundation
package import FulfillmentNetwork
package import LibraryModel
package import RequestRouting

/// How a scenario says that lenders are chosen, and which decisions it keeps.
package struct RoutingChoice: Sendable {
    /// The rules; those of the network, if nil.
    package var rules: RoutingRules?
    /// The file that the rules are read from.
    package var path: String?
    /// The file as the scenario names it, without its directory.
    package var file = ""
    package var keeping = Routing.Keeping.all

    package init() {}

    /// The choice made ready for a network.
    package func routing(in network: NetworkConfiguration) -> Routing {
        rules.map { Routing($0, keeping: keeping, in: network) }
            ?? .standard(in: network, keeping: keeping)
    }
}

extension RoutingChoice {
    static let shape = ObjectShape(
        "routing",
        "How lenders are chosen, and which decisions are kept.",
        [
            .optional(
                "rules",
                .text(),
                "A rule set, by its path from here; without it, lenders are chosen by the network's "
                    + "template or load."
            ),
            .optional("settings", .map(value: .text()), "Settings of the rule set."),
            .optional(
                "decisions",
                .either([.choice(["all", "none"]), .probability]),
                default: "all",
                "Which decisions are kept to be explained; a number is a share of the requests."
            ),
        ]
    )

    /// Reads a choice; `kept` is where a run directory keeps the rules.
    init(
        _ element: Element?,
        in document: SourceDocument,
        kept: String?,
        into diagnostics: Diagnostics
    ) {
        guard let element else { return }
        switch element["decisions"]?.text {
        case "none": keeping = .none
        case "all", nil: keeping = .all
        default: keeping = .sample(element["decisions"]?.number ?? 1)
        }
        guard let name = element["rules"]?.text, let place = element["rules"]?.place else {
            if let settings = element["settings"] {
                diagnostics.error(
                    "settings are of a rule set, and none is named",
                    at: settings.place,
                    hint: "add 'rules:'"
                )
            }
            return
        }
        let path = kept ?? SourceFile.path(name, from: document.name)
        self.path = path
        file = name.split(separator: "/").last.map(String.init) ?? name
        guard FileManager.default.fileExists(atPath: path) else {
            diagnostics.error(
                "there is no rule set '\(path)'",
                at: place,
                hint: "the path starts from the scenario's own directory"
            )
            return
        }
        rules = RuleSetReader(into: diagnostics).read(path: path).map {
            RuleSettings(diagnostics: diagnostics).apply([element["settings"]], to: $0.rules)
        }
    }
}
