import FulfillmentNetwork
import LibraryModel

/// The files of accounts that a timeline names, each read once for each institution, and the people
/// whom they bring.
final class AccountFiles {
    private struct Key: Hashable {
        var path: String
        var institution: InstitutionID
    }

    private var records: [Key: [IncomingAccount]?] = [:]
    private var codes: [InstitutionID: Set<String>] = [:]

    /// The records of a file; nil where it cannot be read.
    func read(
        _ path: String,
        namedAt place: SourcePlace,
        for node: InstitutionNode,
        into diagnostics: Diagnostics
    ) -> [IncomingAccount]? {
        let key = Key(path: path, institution: node.id)
        if let known = records[key] { return known }
        let read = AccountFileReader(for: node, into: diagnostics).read(path, namedAt: place)
        records[key] = .some(read)
        for record in read ?? [] where record.problem == nil {
            codes[node.id, default: []].insert(record.primaryID)
        }
        return read
    }

    /// Whether a load above may bring somebody with a code.
    func mayBring(_ code: String, to institution: InstitutionID) -> Bool {
        codes[institution]?.contains(code) ?? false
    }
}

/// A patron whom a timeline names.
enum Person {
    /// Somebody who is there.
    case present(PatronReference)
    /// Somebody whom a load may bring, by the code that the record will have.
    case expected(at: InstitutionID, code: String)

    /// The record at an institution at the moment: the own one, or the linked copy.
    func record(at node: InstitutionNode, in network: Network) -> Decision<PatronID> {
        switch self {
        case .present(let patron): return TimelineCompiler.record(of: patron, at: node)
        case .expected(let home, let code):
            guard let patron = network.node(home).patron(code: code) else {
                return .refused(Refusal(.patronNotFound, detail: "code '\(code)'"))
            }
            return TimelineCompiler.record(
                of: PatronReference(institution: home, patron: patron),
                at: node
            )
        }
    }
}

extension Network {
    /// A patron's identifier of a kind: the one in force, or else the last one there was, which the
    /// patron may still show.
    func identifier(of patron: PatronReference, kind: IdentifierKindID) -> PatronIdentifier? {
        let node = self.node(patron.institution)
        let records = node.identifiers.indices.map { node.identifiers[$0] }
            .filter { $0.patron == patron.patron && $0.identifier.kind == kind }
        return (records.first { $0.ended == nil } ?? records.last)?.identifier
    }
}
