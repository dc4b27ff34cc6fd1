import Foundation
import FulfillmentNetwork
package import LibraryModel
import RequestRouting
import SimulationKernel

/// Checks a rule set, and what it means in a network: the one that it names, and that of a scenario
/// that names it.
package struct RuleSetCheck {
    let diagnostics: Diagnostics

    /// Creates a check.
    package init(into diagnostics: Diagnostics) {
        self.diagnostics = diagnostics
    }

    /// Checks a document.
    package func check(_ document: SourceDocument) {
        guard let file = RuleSetReader(into: diagnostics).read(document) else { return }
        let rules = file.rules
        for finding in rules.lint() { report(finding, in: document.name) }
        guard let reference = document.root["network"], let path = reference.text else { return }
        let base = URL(fileURLWithPath: document.name).deletingLastPathComponent().relativePath
        let full = path.hasPrefix("/") || base == "." ? path : base + "/" + path
        var reader = NetworkReader(into: diagnostics, readsPopulations: false)
        guard FileManager.default.fileExists(atPath: full) else {
            diagnostics.error(
                "there is no network configuration '\(full)'",
                at: reference.place,
                hint: "give its path from the rule set"
            )
            return
        }
        guard let network = reader.read(path: full)?.configuration else { return }
        check(rules, lists: document.root["lists"], of: document.name, in: network)
    }

    /// Checks the rules that a scenario chooses, as it sets them, against the scenario's own network.
    ///
    /// What is found is placed in the rule set's file; notes are left to the check of the rule set
    /// itself.
    package func check(_ choice: RoutingChoice, in network: NetworkConfiguration) {
        guard let rules = choice.rules, let path = choice.path else { return }
        // The file named by the shortest way to it, so that what is found here and in the check of
        // the rule set itself is said once.
        let file = SourceFile.shortened(path)
        for finding in rules.lint() where finding.severity != .note { report(finding, in: file) }
        // What is wrong with the text was said when the choice was read.
        guard let text = SourceFile.text(path, into: Diagnostics()) else { return }
        let document = SourceDocument(text: text, name: file, into: Diagnostics())
        check(rules, lists: document?.root["lists"], of: file, in: network)
    }

    private func check(
        _ rules: RoutingRules,
        lists: Element?,
        of file: String,
        in network: NetworkConfiguration
    ) {
        reportUnknownCodes(of: lists, in: network)
        let probes = NetworkProbe(network: network, rules: rules).sheets()
        let findings = rules.lint(in: probes) { network.institutions[$0.position].code }
        for finding in findings { report(finding, in: file) }
    }

    private func report(_ finding: RuleFinding, in file: String) {
        let severity: Diagnostic.Severity =
            switch finding.severity {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
        diagnostics.report(
            Diagnostic(
                severity,
                finding.message,
                at: SourcePlace(
                    file: file,
                    line: Int(finding.line.line),
                    column: Int(finding.line.column)
                ),
                hint: finding.hint
            )
        )
    }

    private func reportUnknownCodes(of lists: Element?, in network: NetworkConfiguration) {
        let table = CodeTable<InstitutionID>("institution", network.institutions.map(\.code))
        for key in ["template", "last-resort", "excluded"] {
            _ = table.resolveAll(lists?[key], into: diagnostics)
        }
    }
}

/// What is known of a network before anything happens in it, for each borrower.
struct NetworkProbe {
    let network: NetworkConfiguration
    let rules: RoutingRules

    /// A sheet for each institution as the borrower of an ordinary request, fetched at home.
    func sheets() -> [FactSheet] {
        let start = CivilDateTime(date: CivilDate(daysSinceEpoch: 20_465), timeOfDay: .hours(12))
            .instant(offset: .zero)
        let rows = network.institutions.map { FactSheet.Row($0.id, entity: $0.entity) }
        let terms = NetworkTerms(of: network)
        return network.institutions.map { borrower in
            var sheet = rules.sheet(at: start, of: rows) { code in
                network.institutions.first { $0.code == code }?.id
            }
            sheet.set(.identifierKnown, to: true)
            sheet.set(.holdingsLocated, to: Int64(rows.count))
            sheet.set(.borrowerKnown, to: true)
            sheet.set(.borrowerLends, to: true)
            sheet.set(.pickupGiven, to: true)
            sheet.set(.pickupKnown, to: true)
            sheet.set(.pickupElsewhere, to: false)
            sheet.set(.expedited, to: false)
            for place in rows.indices {
                let lender = network.institutions[place]
                sheet.set(.ownerKnown, of: place, to: true)
                sheet.set(.isBorrower, of: place, to: lender.id == borrower.id)
                sheet.set(.isPickup, of: place, to: lender.id == borrower.id)
                sheet.set(
                    .delivers,
                    of: place,
                    to: lender.id == borrower.id
                        || network.relation(of: lender.id, with: borrower.id).deliver
                )
                // Without a resource sharing library an institution answers no partner.
                sheet.set(
                    .lending,
                    of: place,
                    to: lender.resourceSharingLibraries.isEmpty ? 3 : 0
                )
                sheet.set(.listed, of: place, to: Int64(place))
                // Whatever a request may cost, it goes through groups that both are in.
                let sharesNetwork = terms.value(
                    .sharesNetwork,
                    of: lender.id,
                    for: borrower.id,
                    RequestedService()
                )
                sheet.set(.sharesNetwork, of: place, to: sharesNetwork)
            }
            return sheet
        }
    }
}
