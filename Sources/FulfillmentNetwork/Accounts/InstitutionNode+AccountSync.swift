import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// The job that takes over what another system says of the accounts that it manages.
    func syncAccounts(_ load: AccountLoad, at now: SimulationTime) -> AccountSyncReport {
        let people = AccountDirectory(of: self)
        let sync = AccountSync(
            load.records,
            load.options,
            find: { key in
                people.patrons[key].map { patron in
                    let records = (people.identifiers[patron] ?? []).map { identifiers[$0] }
                    return (patron, account(of: patron, identifiers: records))
                }
            },
            owner: { patron(identifier: $0) }
        )
        var report = AccountSyncReport(options: load.options, lines: [])
        report.lines = sync.lines.map(AccountSyncReport.Line.init)
        if !load.options.isDryRun {
            // All that ends makes room first, so that accounts can exchange identifiers.
            for line in sync.lines { endIdentifiers(of: line, people, at: now) }
            var codes = people.codes
            for (position, line) in sync.lines.enumerated() {
                guard case .success(let merge) = line.result else { continue }
                if let patron = line.patron, let before = line.before {
                    write(merge, to: patron, from: before, at: now)
                } else {
                    report.lines[position].patron = add(line.incoming, merge, &codes, at: now)
                }
            }
        }
        _ = jobs.append(
            JobRecord(
                name: "sync-accounts",
                time: now,
                isDryRun: load.options.isDryRun,
                result: report.summary
            )
        )
        return report
    }

    private func write(
        _ merge: AccountMerge,
        to patron: PatronID,
        from before: Account,
        at now: SimulationTime
    ) {
        guard merge.account != before else { return }
        let isListTaken =
            merge.changed.contains(.resourceSharingLibraries)
            || merge.released.contains(.resourceSharingLibraries)
        if isListTaken { patrons[patron.position].resourceSharingOrigin = .load }
        addIdentifiers(of: patron, in: merge.account, from: before)
        apply(merge.account, to: patron, from: before, at: now)
    }

    private func endIdentifiers(
        of line: AccountSync.Line,
        _ people: AccountDirectory,
        at now: SimulationTime
    ) {
        guard case .success(let merge) = line.result, let patron = line.patron,
            let before = line.before
        else { return }
        let gone = before.external.identifiers.subtracting(merge.account.external.identifiers)
        guard !gone.isEmpty else { return }
        for position in people.identifiers[patron] ?? []
        where identifiers[position].isExternal && gone.contains(identifiers[position].identifier) {
            identifiers.end(position, at: now)
            index.patronByIdentifier?[identifiers[position].identifier] = nil
        }
        index.cardOfPatron = nil
    }

    /// Makes the record of an account that nobody here has.
    private func add(
        _ incoming: IncomingAccount,
        _ merge: AccountMerge,
        _ codes: inout Set<String>,
        at now: SimulationTime
    ) -> PatronID {
        // People know the record by its primary identifier, unless another has that for its code.
        var code = incoming.primaryID
        var number = 1
        while !codes.insert(code).inserted {
            number += 1
            code = "\(incoming.primaryID)-\(number)"
        }
        let account = merge.account
        let patron = addPatron(
            Patron(group: account.group, expiry: account.expiry, account: .external),
            code: code,
            name: "",
            identifiers: [PatronIdentifier(kind: .primary, value: incoming.primaryID)]
        )
        storeLoaded(patron)
        write(
            merge,
            to: patron,
            from: Account(
                kind: .external,
                name: "",
                expiry: account.expiry,
                group: account.group
            ),
            at: now
        )
        return patron
    }
}

/// Whom a load can be about: the institution's own accounts by what other systems call them.
private struct AccountDirectory {
    /// By primary identifier in lower case; an account without one goes by its code.
    var patrons: [String: PatronID] = [:]
    /// The rows of each patron's identifiers in force.
    var identifiers: [PatronID: [Int]] = [:]
    var codes: Set<String> = []

    init(of node: InstitutionNode) {
        var isNamed = Array(repeating: false, count: node.patrons.count)
        for position in node.identifiers.indices where node.identifiers.isInForce(position) {
            let record = node.identifiers[position]
            identifiers[record.patron, default: []].append(position)
            guard record.identifier.kind == .primary else { continue }
            patrons[record.identifier.value] = record.patron
            isNamed[record.patron.position] = true
        }
        for position in node.patrons.indices {
            let code = node.patronLabels[position].code
            codes.insert(code)
            guard !isNamed[position], node.patrons[position].linkedAccount == nil else { continue }
            let key = code.lowercased()
            if patrons[key] == nil { patrons[key] = PatronID(position) }
        }
    }
}

extension AccountSyncReport.Line {
    fileprivate init(_ line: AccountSync.Line) {
        primaryID = line.incoming.primaryID
        self.line = line.incoming.line
        patron = line.patron
        switch line.result {
        case .success(let merge) where line.patron == nil:
            result = .created
            kept = merge.kept
        case .success(let merge):
            changed = merge.changed
            kept = merge.kept
            released = merge.released
            // To give a field back is a change, even to the value that it has.
            result = changed.isEmpty && released.isEmpty ? .unchanged : .changed
        case .failure(let problem):
            result = .refused
            self.problem = problem
        }
    }
}
