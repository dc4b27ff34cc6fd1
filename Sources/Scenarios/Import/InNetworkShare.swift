/// The share of the loans that members receive from other libraries which comes from members.
///
/// The survey does not say who lent to whom. What all members provide is at most what they could
/// have received from one another; the rest came from outside. So the share is what they provide
/// over what they receive, unless the user knows better.
struct InNetworkShare {
    let value: Double
    /// Where it comes from.
    let summary: String

    /// A share that the user declares.
    static func declared(_ value: Double) -> InNetworkShare {
        InNetworkShare(
            value: value,
            summary: "in-network share \(DecimalText(value, digits: 3)), as declared"
        )
    }

    private init(value: Double, summary: String) {
        self.value = value
        self.summary = summary
    }

    /// The share that the numbers of the institutions that report both give, at most 1; nil without
    /// any.
    init?(reportedBy institutions: [SurveyInstitution]) {
        let reporting = institutions.filter { $0.provided != nil && $0.reportsReceived }
        let provided = reporting.reduce(0) { $0 + ($1.provided ?? 0) }
        let received = reporting.reduce(0) { $0 + $1.received }
        guard received > 0 else { return nil }
        value = min(1, Double(provided) / Double(received))
        summary =
            "in-network share \(DecimalText(value, digits: 3)) = \(grouped(provided)) loans "
            + "provided (LILLDPR) / \(grouped(received)) received (LILLDRC), of \(reporting.count) "
            + "of \(institutions.count) institutions"
            + (provided > received ? "; at most 1" : "")
    }
}
