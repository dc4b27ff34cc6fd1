import LibraryModel

/// Which roles allow something, and where they must be held.
struct Permission {
    var roles: [Role]
    /// The library at which a role must be held, unless it is held at the institution; nil where any
    /// library will do.
    var library: LibraryID?
    /// Whether a role must be held at the institution, as all of its libraries are meant.
    var isForAllLibraries = false
}

extension InstitutionNode {
    /// Why somebody may not do something, naming the roles and the place that it needs.
    func missingRole(for command: Command, _ actor: Actor) -> Refusal? {
        guard let staff = actor.staff else {
            return actor.overrides
                ? Refusal(.roleMissing, detail: "only a member of staff overrides a block") : nil
        }
        guard let permission = permission(for: command) else { return nil }
        let member = institution.staff[staff.position]
        let isAllowed = member.roles.contains { held in
            permission.roles.contains(held.role)
                && (held.library == nil
                    || !permission.isForAllLibraries
                        && (permission.library == nil || held.library == permission.library))
        }
        guard !isAllowed else { return nil }
        let library =
            permission.library.map { "at \(institution.libraries[$0.position].code) or " }
            ?? "at one of the libraries or "
        let place = permission.isForAllLibraries ? "" : library
        let needed = permission.roles.map(\.name).joined(separator: ", ")
        return Refusal(
            .roleMissing,
            detail: "\(member.name) has none of the roles that this needs, \(place)at the "
                + "institution: \(needed)"
        )
    }

    private func permission(for command: Command) -> Permission? {
        switch command {
        case .checkOut(let patron, let wanted, _):
            Permission(roles: Role.desk, library: library(of: wanted, for: patron))
        case .walkIn(_, _, let wanted, _):
            Permission(roles: Role.desk, library: library(of: wanted))
        case .renew(let loan), .recall(let loan), .declareLost(let loan), .findItem(let loan),
            .closeAsLost(let loan):
            Permission(roles: Role.desk, library: library(of: .item(loans[loan.position].item)))
        case .relink(let loan):
            Permission(
                roles: Role.deskAboveLimited,
                library: library(of: .item(loans[loan.position].item))
            )
        case .checkIn(let item):
            Permission(roles: Role.desk, library: library(of: .item(item)))
        case .takeBack, .bringBack, .findUser: Permission(roles: Role.desk)
        case .placeHold, .cancelHold: Permission(roles: Role.desk + [.requestsOperator])
        case .addBlock, .removeBlock:
            Permission(roles: [
                .userManager, .userAdministrator, .circulationDeskManager,
            ])
        case .charge, .pay: Permission(roles: Role.desk)
        case .waive, .dispute, .refund: Permission(roles: Role.deskAboveLimited)
        case .request(let patron, _, let owner, _, _):
            Permission(
                roles: Role.resourceSharing,
                library: owner
                    ?? institution.resolveResourceSharingLibrary(
                        list: patrons[patron.position].resourceSharingLibraries,
                        owner: nil
                    ).accepted?.library
            )
        case .cancelRequest(let id), .sendRequest(let id, _), .locateAgain(let id),
            .answerCondition(let id, _), .sendBack(let id):
            Permission(roles: Role.resourceSharing, library: borrowing[id.position].owner)
        case .promise(let id), .setCondition(let id, _), .refuse(let id, _), .ship(let id),
            .recallFromPartner(let id), .declareLostByPartner(let id),
            .closeWithoutReturn(let id):
            Permission(roles: Role.resourceSharing, library: lending[id.position].library)
        case .closeLibrary(let library, _, _, _), .openLibrary(let library, _):
            Permission(
                roles: [.generalSystemAdministrator, .fulfillmentAdministrator],
                library: library
            )
        case .closeDays(let library, _, _):
            Permission(
                roles: [.generalSystemAdministrator, .fulfillmentAdministrator],
                library: library,
                isForAllLibraries: library == nil
            )
        case .setResourceSharingLibraries, .assignResourceSharingLibrary, .syncAccounts,
            .editAccount, .convertAccount:
            Permission(roles: [.userManager, .userAdministrator])
        case .runJob(let kind):
            Permission(
                roles: kind == .purgeLinkedAccounts
                    ? [.userManager, .userAdministrator]
                    : [.fulfillmentAdministrator, .generalSystemAdministrator]
            )
        // Network Activity has a check of its own; the others are what patrons do.
        case .networkActivity, .resolveResourceSharingLibrary, .wantTitle, .wantService: nil
        }
    }

    private func library(of wanted: WantedItem, for patron: PatronID? = nil) -> LibraryID? {
        switch wanted {
        case .item(let item): self.library(of: item)
        case .bib(let bib):
            // The copy that would be lent.
            (patron.flatMap { keptItem(of: bib, for: $0) } ?? availableItem(of: bib))
                .map { self.library(of: $0) }
        }
    }

    /// A block, unless somebody overrides it who may.
    func unlessOverridden(
        _ refusal: Refusal?,
        by actor: Actor,
        at library: LibraryID
    ) -> Refusal? {
        guard let refusal, actor.overrides, let staff = actor.staff,
            let event = BlockEvent(refusal.code)
        else { return refusal }
        let roles = institution.staff[staff.position].roles
        guard !institution.blockPreferences.allows(roles, toOverride: event, at: library) else {
            return nil
        }
        let able = institution.blockPreferences[event].roles.map(\.name)
        let who =
            able.isEmpty
            ? "which nobody may override"
            : "which may be overridden at \(institution.libraries[library.position].code) by: "
                + able.joined(separator: ", ")
        return Refusal(.overrideNotAllowed, detail: "\(refusal), \(who)")
    }
}

extension Role {
    /// Who works at a desk.
    fileprivate static let desk: [Role] = [
        .circulationDeskManager, .circulationDeskOperator, .circulationDeskOperatorLimited,
    ]
    /// Who works at a desk and decides about money and losses.
    fileprivate static let deskAboveLimited: [Role] = [
        .circulationDeskManager, .circulationDeskOperator,
    ]
    /// Who works with partners.
    fileprivate static let resourceSharing: [Role] = [
        .fulfillmentServicesManager, .fulfillmentServicesOperator,
    ]
}
