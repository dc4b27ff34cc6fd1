import FulfillmentNetwork
import LibraryModel
import SimulationKernel

// Loads and manual changes at random: mostly of those who are there, with values that collide.
extension RandomPeople {
    mutating func load(at node: InstitutionNode) -> AccountLoad {
        var options = AccountSyncOptions()
        options.blank = generator.below(2) == 0 ? .keep : .clear
        options.isDryRun = generator.below(6) == 0
        options.convertsInternal = generator.below(3) == 0
        if generator.below(5) == 0 { options.overrides = .group }
        let count = 1 + generator.below(6)
        return AccountLoad((0..<count).map { record(at: node, line: $0 + 2) }, options)
    }

    mutating func record(at node: InstitutionNode, line: Int) -> IncomingAccount {
        let number = generator.below(TestNetwork.patronCount + 3)
        let code = node.institution.code
        let primaryID =
            generator.below(2) == 0 ? "P\(number)@\(code)" : "p\(number)@\(code.lowercased())"
        var record = IncomingAccount(primaryID: primaryID, line: Int32(line))
        record.name = given { "Name \($0.below(3))" }
        record.expiry = .value(CivilDate(daysSinceEpoch: Int32(20_900 + generator.below(3))))
        record.group = .value(UserGroupID(generator.below(2)))
        record.campus = given { _ in CampusID(0 as Int32) }
        record.jobCategory = given { _ in JobCategoryID(0 as Int32) }
        record.resourceSharingLibraries = given { SmallSet(bits: UInt64(1 + $0.below(3))) }
        record.statisticalCategories = given { SmallSet(bits: UInt64(1 + $0.below(3))) }
        record.blocks = given { [BlockDefinitionID($0.below(2))] }
        // Cards are few, so that people exchange them and claim the same.
        let card = given { random in
            let owner = random.below(TestNetwork.patronCount + 2)
            return Set(["\(code)-\(owner)x"])
        }
        if card != .absent { record.identifiers[TestNetwork.barcode] = card }
        for kind in ContactKind.allCases {
            let lines = given { random in
                Set((0...random.below(2)).map { _ in "\(kind) \(random.below(4))" })
            }
            if lines != .absent { record.contacts[kind] = lines }
        }
        if case .value(let emails)? = record.contacts[.email], generator.below(2) == 0 {
            record.preferredEmail = emails.max().map { .value($0) } ?? .absent
        }
        if generator.below(12) == 0 { record.problem = AccountProblem(.badDate, detail: "x") }
        return record
    }

    mutating func edit(at node: InstitutionNode) -> AccountEdit {
        var edit = AccountEdit()
        edit.name = given { "Name \($0.below(3))" }
        if generator.below(3) == 0 { edit.group = UserGroupID(generator.below(2)) }
        edit.campus = given { _ in CampusID(0 as Int32) }
        edit.jobCategory = given { _ in JobCategoryID(0 as Int32) }
        edit.resourceSharingLibraries = given { SmallSet(bits: UInt64(1 + $0.below(3))) }
        if generator.below(3) == 0 { edit.preferredEmail = "email \(generator.below(4))" }
        for kind in ContactKind.allCases where generator.below(3) == 0 {
            edit.added[kind] = ["\(kind) \(generator.below(4))"]
        }
        if generator.below(3) == 0 {
            edit.added.statisticalCategories = SmallSet(bits: UInt64(1 + generator.below(3)))
        }
        if generator.below(5) == 0 {
            let value = "\(node.institution.code)-\(generator.below(12))x"
            edit.added.identifiers = [PatronIdentifier(kind: TestNetwork.barcode, value: value)]
        }
        edit.isKeptByLoads = generator.below(3) > 0
        return edit
    }

    /// A value half the time, else a blank or nothing.
    private mutating func given<Value>(_ make: (inout SplitMix) -> Value) -> Given<Value> {
        switch generator.below(4) {
        case 0: .absent
        case 1: .blank
        default: .value(make(&generator))
        }
    }
}

extension Scene {
    /// Staff change an account.
    @discardableResult
    func edit(
        _ patron: String,
        at code: String,
        _ change: (inout AccountEdit) -> Void
    ) throws -> Outcome {
        var edit = AccountEdit()
        change(&edit)
        return try ask(.editAccount(patron: try record(patron, at: code), edit), at: code)
    }

    /// A load of records of one institution.
    func sync(
        _ records: [IncomingAccount],
        at code: String,
        _ options: AccountSyncOptions = AccountSyncOptions()
    ) throws -> AccountSyncReport {
        let outcome = try ask(.syncAccounts(AccountLoad(records, options)), at: code)
        guard case .accounts(let report) = outcome else { throw Unexpected(outcome: outcome) }
        return report
    }
}
