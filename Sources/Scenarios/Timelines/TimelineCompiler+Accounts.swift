import FulfillmentNetwork
import LibraryModel
import SimulationKernel

// Losses, money and jobs.
extension TimelineCompiler {
    func onLoan(_ body: Element, _ verb: String) -> TimelineStep.Action? {
        guard let at = institution(body["at"]), let patron = patron(body["patron"]) else {
            return nil
        }
        var wanted: LoanOf?
        if body["item"] != nil || body["title"] != nil {
            wanted = loanOf(body, at: network.node(at))
            guard wanted != nil else { return nil }
        }
        return .command(at: at, kind: .command) { node in
            let record: PatronID
            switch Self.record(of: patron, at: node) {
            case .refused(let refusal): return .refused(refusal)
            case .accepted(let found): record = found
            }
            let last = node.loans.kept.last { position in
                let loan = node.loans[position]
                return loan.patron == record && (wanted?.matches(loan, at: node) ?? true)
            }
            guard let last else { return .refused(Refusal(.notOnLoan)) }
            let loan = LoanID(last)
            switch verb {
            case "renew": return .accepted(.renew(loan))
            case "recall": return .accepted(.recall(loan))
            case "declare-lost": return .accepted(.declareLost(loan))
            case "find-item": return .accepted(.findItem(loan))
            case "close-lost-loan": return .accepted(.closeAsLost(loan))
            default: return .accepted(.relink(loan))
            }
        }
    }

    func loanOf(_ body: Element, at node: InstitutionNode) -> LoanOf? {
        switch (body["item"], body["title"]) {
        case (let element?, nil): return item(element, at: node).map { .item($0) }
        case (nil, let element?):
            // What is borrowed from a partner has a record here only when it arrives.
            guard let code = element.text else { return nil }
            if node.bib(code: code) == nil, title(element) == nil { return nil }
            return .title(code)
        default:
            diagnostics.error(
                "a loan is of an item or of a title, but not both",
                at: body.place,
                hint: "remove one of them"
            )
            return nil
        }
    }

    func money(_ body: Element, _ verb: String) -> TimelineStep.Action? {
        guard let at = institution(body["at"]) else { return nil }
        let amount = amount(body["amount"], at: at)
        if body["amount"] != nil, amount == nil { return nil }
        let owner = institution(body["owed-to"])
        if body["owed-to"] != nil, owner == nil { return nil }
        let kind = FeeKind.allCases.first { $0.code == body["fee"]?.text } ?? .manual
        let ends = body["ends"]?.boolean ?? false
        return onPatron(body) { patron, _ in
            switch verb {
            case "charge": .charge(patron: patron, amount: amount ?? .zero)
            case "pay":
                .pay(patron: patron, amount: amount ?? .zero, owedTo: owner)
            case "waive": .waive(patron: patron, kind: kind, amount: amount)
            case "dispute": .dispute(patron: patron, kind: kind, isDisputed: !ends)
            default: .refund(patron: patron)
            }
        }
    }

    func job(_ body: Element) -> TimelineStep.Action? {
        guard let at = institution(body["at"]),
            let kind = body["name"]?.text.flatMap(JobKind.init(code:))
        else { return nil }
        guard kind == .assignResourceSharingLibrary else {
            for key in ["dry-run", "overwrite-manual", "clear-needless"] {
                guard let needless = body[key] else { continue }
                diagnostics.error(
                    "the job \(kind.code) has no option '\(key)'",
                    at: needless.place,
                    hint: "remove it"
                )
            }
            return .command(at: at, kind: .job) { _ in .accepted(.runJob(kind)) }
        }
        let options = AssignmentOptions(
            isDryRun: body["dry-run"]?.boolean ?? false,
            overwritesManual: body["overwrite-manual"]?.boolean ?? false,
            clearsNeedless: body["clear-needless"]?.boolean ?? false
        )
        return .command(at: at, kind: .job) { _ in
            .accepted(.assignResourceSharingLibrary(options))
        }
    }
}

/// What a loan is of, as a file says it.
enum LoanOf {
    case item(ItemID)
    case title(String)

    func matches(_ loan: Loan, at node: InstitutionNode) -> Bool {
        switch self {
        case .item(let item): loan.item == item
        case .title(let code):
            node.bibLabels[node.items[loan.item.position].bib.position].code == code
        }
    }
}
