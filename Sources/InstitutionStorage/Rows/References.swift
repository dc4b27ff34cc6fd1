import FulfillmentNetwork
import LibraryModel

/// Which numbers a row that is read may refer to, table by table.
struct References {
    private var ranges: [Range<Int64>]

    /// What a participant's configuration fixes; the tables of the file itself are still empty.
    init(of participant: ParticipantID, in network: NetworkConfiguration) {
        ranges = Array(repeating: 0..<0, count: Referenced.allCases.count)
        self[.participants] = 0..<Int64(network.institutions.count + 1)
        self[.institutions] = 0..<Int64(network.institutions.count)
        self[.identifierKinds] = 0..<Int64(network.identifierKinds.count)
        guard let id = participant.institution else { return }
        let institution = network.institutions[id.position]
        self[.campuses] = 0..<Int64(institution.campuses.count)
        self[.libraries] = 0..<Int64(institution.libraries.count)
        self[.locations] = 0..<Int64(institution.locations.count)
        self[.userGroups] = 0..<Int64(institution.userGroups.count)
        self[.itemPolicies] = 0..<Int64(institution.itemPolicies.count)
        self[.materialTypes] = 0..<Int64(institution.materialTypes.count)
        self[.jobCategories] = 0..<Int64(institution.jobCategories.count)
        self[.statisticalCategories] = 0..<Int64(institution.statisticalCategories.count)
        self[.loanTerms] = 0..<Int64(institution.loanTerms.count)
        self[.blockDefinitions] = 0..<Int64(institution.blockDefinitions.count)
        self[.staff] = 0..<Int64(institution.staff.count)
    }

    private init() {
        ranges = Array(repeating: 0..<0, count: Referenced.allCases.count)
    }

    /// For rows whose numbers are checked elsewhere.
    static let all: References = {
        var references = References()
        for referenced in Referenced.allCases { references[referenced] = 0..<Int64.max }
        return references
    }()

    /// For tables that refer to nothing.
    static let none = References()

    subscript(referenced: Referenced) -> Range<Int64> {
        get { ranges[referenced.rawValue] }
        set { ranges[referenced.rawValue] = newValue }
    }
}
