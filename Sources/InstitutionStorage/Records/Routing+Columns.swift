import FulfillmentNetwork
import LibraryModel
import SimulationKernel

extension RoutingTurn: StoredRecord {
    static let table = "routing_turns"
    static var blank: RoutingTurn { RoutingTurn(institution: .blank) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle("institution", &institution, .row(of: .institutions))
    }
}

extension LenderAsked: StoredRecord {
    static let table = "lenders_asked"
    static var blank: LenderAsked {
        LenderAsked(time: .blank, institution: .blank, request: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.time(.fixed("time_us"), &time)
        try row.handle(.fixed("institution"), &institution, .row(of: .institutions))
        try row.handle(.fixed("request"), &request, .row(of: .borrowingRequests))
        try row.time("ended_us", &ended)
        try row.flag("silent", &isSilent)
    }
}

extension RoutingDecisionRecord: StoredRecord {
    static let table = "routing_decisions"
    static var blank: RoutingDecisionRecord {
        RoutingDecisionRecord(request: .blank, time: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("request"), &request, .row(of: .borrowingRequests))
        try row.time(.fixed("time_us"), &time)
        try row.number(.fixed("round"), &round, .smallCount)
        try row.handle(.fixed("turn"), &cursor, .row(of: .institutions))
        try row.integer(.fixed("refusals"), &refusals, .range(.min ... .max))
        try row.integer(.fixed("nobody"), &nobody, .range(0...9))
        try row.list(.fixed("candidates"), &candidates)
        try row.list(.fixed("sheet_rows"), &rows)
        try row.list(.fixed("facts"), &facts)
    }
}

extension LenderFact: StoredRecord {
    static let table = "lender_facts"
    static var blank: LenderFact {
        LenderFact(lender: .blank, fact: .loans, value: 0, asOf: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("lender"), &lender, .row(of: .institutions))
        try row.choice(.fixed("fact"), &fact)
        try row.integer("value", &value, .count)
        try row.time("as_of_us", &asOf)
    }
}

extension RequestParticulars: StoredRecord {
    static let table = "request_particulars"
    static var blank: RequestParticulars { RequestParticulars(request: .blank) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("request"), &request, .row(of: .borrowingRequests))
        try row.optionalChoice("service_level", &service.level)
        try row.amount("maximum_cost_minor", &service.maximumCost)
        try row.time("needed_by_us", &service.neededBy)
        try row.flag("expedited", &service.isExpedited)
        try row.handle("chosen_lender", &chosenLender, .row(of: .institutions))
        try row.number("condition_attempt", &condition.attempt, .smallCount)
        try row.amount("condition_price_minor", &condition.price)
        try row.number("condition_retries", &condition.retries, .smallCount)
        try row.time("asked_again_us", &condition.askedAgain)
        try row.flag("is_recalled", &isRecalled)
    }
}
