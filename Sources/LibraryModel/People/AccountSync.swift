/// A whole load at an institution, worked out before anything is written: which of its records
/// stand, and what they make of the accounts.
///
/// Neither the order of the records nor that of the accounts matters.
package struct AccountSync: Sendable {
    /// What becomes of one record.
    package struct Line: Sendable {
        package var incoming: IncomingAccount
        /// The account that it is about; nil for one that is to be made.
        package var patron: PatronID?
        package var result: Result<AccountMerge, AccountProblem>
        /// The account before; nil for one that is to be made.
        package var before: Account?
    }

    /// In order of primary identifiers, and of lines in the file where they are alike.
    package private(set) var lines: [Line] = []

    /// Works a load out.
    ///
    /// `find` gives the account that has a primary identifier, which is in lower case, and `owner`
    /// says who has another identifier now.
    package init(
        _ records: [IncomingAccount],
        _ options: AccountSyncOptions,
        find: (String) -> (PatronID, Account)?,
        owner: (PatronIdentifier) -> PatronID?
    ) {
        let keys = records.map { $0.primaryID.lowercased() }
        let order = records.indices.sorted {
            (keys[$0], records[$0].line) < (keys[$1], records[$1].line)
        }
        let counts = keys.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        for position in order {
            let record = records[position]
            let key = keys[position]
            let found = key.isEmpty ? nil : find(key)
            var line = Line(
                incoming: record,
                patron: found?.0,
                result: .failure(AccountProblem(.primaryIDMissing)),
                before: found?.1
            )
            if key.isEmpty {
                line.result = .failure(record.problem ?? AccountProblem(.primaryIDMissing))
            } else if let count = counts[key], count > 1 {
                line.result = .failure(AccountProblem(.duplicateRecord, detail: "\(count)"))
            } else if let account = found?.1 {
                line.result = AccountMerge.merge(record, into: account, options)
            } else {
                line.result = AccountMerge.create(record, options)
            }
            lines.append(line)
        }
        refuseTaken(owner)
    }

    /// Refuses records that bring an identifier of somebody else's.
    ///
    /// Two records may exchange their identifiers. A record that is refused keeps what its account
    /// had, so that another may have to be refused in its turn.
    private mutating func refuseTaken(_ owner: (PatronIdentifier) -> PatronID?) {
        var claims: [PatronIdentifier: [Int]] = [:]
        var lineOfPatron: [PatronID: Int] = [:]
        for position in lines.indices {
            guard case .success(let merge) = lines[position].result else { continue }
            if let patron = lines[position].patron { lineOfPatron[patron] = position }
            let before = lines[position].before?.identifiers ?? []
            for identifier in merge.account.identifiers.subtracting(before) {
                claims[identifier, default: []].append(position)
            }
        }
        var refused: [(line: Int, identifier: PatronIdentifier)] = []
        for (identifier, claimants) in claims {
            let isKept =
                owner(identifier).map { patron in
                    guard let line = lineOfPatron[patron],
                        case .success(let merge) = lines[line].result
                    else { return true }
                    return merge.account.identifiers.contains(identifier)
                } ?? false
            guard isKept || claimants.count > 1 else { continue }
            refused += claimants.map { ($0, identifier) }
        }
        while let (position, identifier) = refused.popLast() {
            guard case .success(let merge) = lines[position].result else {
                refine(position, identifier)
                continue
            }
            lines[position].result = .failure(
                AccountProblem(.identifierTaken, detail: identifier.value)
            )
            let before = lines[position].before?.identifiers ?? []
            for kept in before.subtracting(merge.account.identifiers) {
                refused += (claims[kept] ?? []).map { ($0, kept) }
            }
        }
    }

    /// Of several identifiers that are taken, a record names the first by its text, whatever the
    /// order in which they are met.
    private mutating func refine(_ position: Int, _ identifier: PatronIdentifier) {
        guard case .failure(let problem) = lines[position].result,
            problem.reason == .identifierTaken, identifier.value < problem.detail
        else { return }
        lines[position].result = .failure(
            AccountProblem(.identifierTaken, detail: identifier.value)
        )
    }
}
