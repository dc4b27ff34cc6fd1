import LibraryModel

/// What loan rules ask about an item and a borrower, in one integer.
struct LoanKind: MapKey {
    let mapBits: UInt64

    /// A loan to a patron of a group, or to a partner; nil where there are so many of something that
    /// its number does not fit.
    init?(of item: Item, to group: UserGroupID?) {
        let material = UInt64(item.materialType.map { $0.position + 1 } ?? 0)
        let borrower = UInt64(group.map { $0.position + 1 } ?? 0)
        let (location, policy) = (UInt64(item.location.position), UInt64(item.policy.position))
        guard (location | policy | material | borrower) >> 16 == 0 else { return nil }
        mapBits = location << 48 | policy << 32 | material << 16 | borrower
    }
}

// Rules are walked once for each kind of loan. What is asked often is not asked of the institution
// by its methods, as a call of one copies all that it is.
extension InstitutionNode {
    /// The terms of a loan to an own patron or a visitor.
    func terms(of item: ItemID, for patron: PatronID) -> LoanTermsID {
        let group = patrons[patron.position].group
        let kind = LoanKind(of: items[item.position], to: group)
        if let kind, let known = index.termsOfKind[kind] { return known }
        let facts = institution.facts(of: items[item.position], for: group)
        let terms = institution.loanTerms(for: facts)
        if let kind { index.termsOfKind[kind] = terms }
        return terms
    }

    /// Whether an item may go to partners.
    func isLendable(_ item: ItemID) -> Bool {
        let kind = LoanKind(of: items[item.position], to: nil)
        if let kind, let known = index.termsOfKind[kind] {
            return institution.loanTerms[known.position].isLoanable
        }
        return isLendable(item, kind)
    }

    @inline(never)
    private func isLendable(_ item: ItemID, _ kind: LoanKind?) -> Bool {
        guard let terms = institution.partnerTerms(of: items[item.position]) else { return true }
        if let kind { index.termsOfKind[kind] = terms }
        return institution.loanTerms[terms.position].isLoanable
    }

    /// The library that an item belongs to.
    func library(of item: ItemID) -> LibraryID {
        institution.locations[items[item.position].location.position].library
    }

    /// The resource sharing library that lends an item: its own, or else the institution's first.
    func lendingLibrary(of item: ItemID) -> LibraryID {
        let own = library(of: item)
        return institution.libraries[own.position].isResourceSharing
            ? own : institution.resourceSharingLibraries.first ?? own
    }
}
