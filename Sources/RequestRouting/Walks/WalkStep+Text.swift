package import LibraryModel

extension WalkStep {
    /// The step in words, with the codes of institutions: `ask NORTH (standard)`.
    package func text(_ name: (InstitutionID) -> String) -> String {
        switch self {
        case .ask(let lender, let workflow, _): "ask \(name(lender)) (\(workflow.rawValue))"
        case .askAgain(let lender, let offer, _): "ask \(name(lender)) again on \(offer.text)"
        case .decide(let offer): "decide on \(offer.text)"
        case .askToCancel(let lender): "ask \(name(lender)) to let go"
        case .reResolve(let tried):
            tried.isEmpty
                ? "choose anew" : "choose anew without \(tried.map(name).joined(separator: ", "))"
        case .wait: "wait"
        case .finish(let end): "end \(end.rawValue)"
        case .ignore(let why): "ignore, \(why.rawValue)"
        }
    }
}

extension WalkOffer {
    /// The offer in words: `42.54 CAD`.
    package var text: String {
        guard let cost else { return "a condition" }
        let amount = FactUnit.money.text(cost.minorUnits)
        return currency.isEmpty ? amount : "\(amount) \(currency)"
    }
}
