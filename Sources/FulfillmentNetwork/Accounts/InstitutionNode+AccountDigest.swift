import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Folds what loads and staff have made of the accounts, beside the records themselves.
    func foldAccounts(into digest: inout Digest) {
        fold("contacts", contacts, into: &digest) { contact, digest in
            digest.fold(Int(contact.patron.index))
            digest.fold(Int(contact.kind.rawValue))
            digest.fold(contact.value)
            digest.fold(contact.isExternal ? 1 : 0)
            digest.fold(contact.isPreferred ? 1 : 0)
            digest.fold(contact.ended?.microseconds ?? -1)
        }
        fold("external accounts", externalAccounts, into: &digest) { account, digest in
            digest.fold(Int(account.patron.index))
            digest.fold(Int(account.inherited.group?.index ?? -1))
            digest.fold(Int(account.inherited.campus?.index ?? -1))
            digest.fold(Int(account.inherited.jobCategory?.index ?? -1))
            digest.fold(account.inherited.resourceSharingLibraries.bits)
            digest.fold(Int(account.protected.rawValue))
            digest.fold(account.statisticalCategories.bits)
            digest.fold(account.isLoaded ? 1 : 0)
        }
    }
}
