/// What a record of a load makes of an account, by itself: pure, so that the same two always come
/// to the same.
///
/// The rules are Alma's (its developers' texts on external user data): the load replaces the core
/// fields; a manual change of a protected field stays until the load carries the value that the
/// field had inherited before; external lines of the lists are replaced, internal ones kept.
package struct AccountMerge: Sendable, Equatable {
    /// The account as it is after the load.
    package var account: Account
    /// What the load changed, in order.
    package var changed: [AccountField] = []
    /// The protected fields that stayed, though the load says something else.
    package var kept: [AccountField] = []
    /// The protected fields that the load took back.
    package var released: [AccountField] = []

    private let options: AccountSyncOptions

    /// Merges a record into an account that is there.
    package static func merge(
        _ incoming: IncomingAccount,
        into account: Account,
        _ options: AccountSyncOptions
    ) -> Result<Self, AccountProblem> {
        var merge = Self(account: account, options: options)
        if account.kind == .internal {
            guard options.convertsInternal else {
                return .failure(AccountProblem(.internalAccount))
            }
            merge.account.kind = .external
            merge.changed.append(.account)
        }
        if let problem = incoming.problem { return .failure(problem) }
        if let problem = merge.take(incoming) { return .failure(problem) }
        return .success(merge)
    }

    /// Makes an account of a record that nobody here has; such an account is external.
    package static func create(
        _ incoming: IncomingAccount,
        _ options: AccountSyncOptions
    ) -> Result<Self, AccountProblem> {
        if let problem = incoming.problem { return .failure(problem) }
        guard let group = incoming.group.value else {
            return .failure(AccountProblem(.groupMissing))
        }
        guard let expiry = incoming.expiry.value else {
            return .failure(AccountProblem(.expiryMissing))
        }
        var merge = Self(
            account: Account(kind: .external, name: "", expiry: expiry, group: group),
            options: options
        )
        if let problem = merge.take(incoming) { return .failure(problem) }
        return .success(merge)
    }

    private init(account: Account, options: AccountSyncOptions) {
        self.account = account
        self.options = options
    }

    private mutating func take(_ incoming: IncomingAccount) -> AccountProblem? {
        let before = account
        account.name = replaced(account.name, by: incoming.name, blank: "")
        // An account has an expiry and a user group, so a blank leaves them.
        account.expiry = incoming.expiry.value ?? account.expiry
        takeProtected(incoming)
        takeLists(incoming)
        if let problem = takePreferredEmail(incoming) { return problem }
        changed += AccountField.allCases.filter { $0 != .account && differs($0, from: before) }
        return nil
    }

    private func replaced<Value>(_ old: Value, by new: Given<Value>, blank: Value) -> Value {
        switch new {
        case .absent: old
        case .blank: options.blank == .clear ? blank : old
        case .value(let value): value
        }
    }

    // MARK: Protected fields

    private mutating func takeProtected(_ incoming: IncomingAccount) {
        // An account has a user group, so a blank leaves it.
        takeProtected(
            .group,
            incoming.group == .blank ? .absent : incoming.group,
            current: account.group,
            inherited: account.inherited.group
        ) { account, group in
            account.group = group ?? account.group
            account.inherited.group = group
        }
        takeProtected(
            .campus,
            incoming.campus,
            current: account.campus,
            inherited: account.inherited.campus
        ) { account, campus in
            account.campus = campus
            account.inherited.campus = campus
        }
        takeProtected(
            .jobCategory,
            incoming.jobCategory,
            current: account.jobCategory,
            inherited: account.inherited.jobCategory
        ) { account, category in
            account.jobCategory = category
            account.inherited.jobCategory = category
        }
        takeProtected(
            .resourceSharingLibraries,
            incoming.resourceSharingLibraries,
            current: account.resourceSharingLibraries.orNil,
            inherited: account.inherited.resourceSharingLibraries.orNil
        ) { account, libraries in
            account.resourceSharingLibraries = libraries ?? SmallSet()
            account.inherited.resourceSharingLibraries = libraries ?? SmallSet()
        }
    }

    private mutating func takeProtected<Value: Equatable>(
        _ field: AccountField,
        _ given: Given<Value>,
        current: Value?,
        inherited: Value?,
        store: (inout Account, Value?) -> Void
    ) {
        if given == .absent || given == .blank && options.blank == .keep { return }
        let new = given.value
        let set = ProtectedFields(field)
        if account.protected.contains(set) {
            // A blank takes nothing back: it is no value that the field has ever inherited.
            let isInherited = new != nil && new == inherited
            guard isInherited || options.overrides.contains(set) else {
                if new != current { kept.append(field) }
                return
            }
            account.protected.remove(set)
            released.append(field)
        }
        store(&account, new)
    }

    // MARK: Lists

    private mutating func takeLists(_ incoming: IncomingAccount) {
        let own = account.internal
        account.external.statisticalCategories = SmallSet(
            bits: replaced(
                account.external.statisticalCategories,
                by: incoming.statisticalCategories,
                blank: SmallSet()
            )
            .bits & ~own.statisticalCategories.bits
        )
        account.external.blocks = replaced(
            account.external.blocks,
            by: incoming.blocks,
            blank: []
        )
        .subtracting(own.blocks)
        for (kind, given) in incoming.identifiers {
            let old = account.external.identifiers.filter { $0.kind == kind }
            let new = replaced(Set(old.map(\.value)), by: given, blank: [])
                .map { PatronIdentifier(kind: kind, value: $0) }
            account.external.identifiers.subtract(old)
            account.external.identifiers.formUnion(Set(new).subtracting(own.identifiers))
        }
        for (kind, given) in incoming.contacts {
            account.external[kind] = replaced(account.external[kind], by: given, blank: [])
                .subtracting(own[kind])
        }
    }

    /// An address that staff prefer stays preferred while it is theirs; else the file says which.
    private mutating func takePreferredEmail(_ incoming: IncomingAccount) -> AccountProblem? {
        let own = account.internal[.email]
        let all = account.external[.email].union(own)
        let before = account.preferredEmail
        if let wanted = incoming.preferredEmail.value {
            guard all.contains(wanted) else {
                return AccountProblem(.preferredEmailNotListed, detail: wanted)
            }
            if before.map({ !own.contains($0) }) ?? true { account.preferredEmail = wanted }
        }
        if let before = account.preferredEmail, !all.contains(before) {
            account.preferredEmail = nil
        }
        // One of several is preferred in any case, the first by its text.
        account.preferredEmail = account.preferredEmail ?? all.min()
        return nil
    }

    private func differs(_ field: AccountField, from before: Account) -> Bool {
        switch field {
        case .account: account.kind != before.kind
        case .name: account.name != before.name
        case .expiry: account.expiry != before.expiry
        case .group: account.group != before.group
        case .campus: account.campus != before.campus
        case .jobCategory: account.jobCategory != before.jobCategory
        case .resourceSharingLibraries:
            account.resourceSharingLibraries != before.resourceSharingLibraries
        case .statisticalCategories:
            account.external.statisticalCategories != before.external.statisticalCategories
        case .identifiers: account.external.identifiers != before.external.identifiers
        case .blocks: account.external.blocks != before.external.blocks
        case .addresses: account.external[.address] != before.external[.address]
        case .phones: account.external[.phone] != before.external[.phone]
        case .emails: account.external[.email] != before.external[.email]
        case .notes: account.external[.note] != before.external[.note]
        case .preferredEmail: account.preferredEmail != before.preferredEmail
        }
    }
}

extension SmallSet {
    fileprivate var orNil: SmallSet? { isEmpty ? nil : self }
}
