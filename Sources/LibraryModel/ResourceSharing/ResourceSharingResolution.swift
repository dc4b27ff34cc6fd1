/// Which of an institution's libraries owns a patron's request, with the step that decided.
package struct ResourceSharingResolution: Hashable, Sendable {
    /// The step of the order that found the library.
    package enum Reason: String, Sendable {
        case ownerGiven = "the owner given is in the patron's list"
        case onlyOneInList = "the patron's list has one library"
        case onlyOneAtInstitution = "the institution has one resource sharing library"
        case firstInList = "the patron's own resource sharing library"
        case builtIn = "the built-in library RES_SHARE"
        case institutionDefault = "the institution's default library for created items"
    }

    package var library: LibraryID
    package var reason: Reason

    package init(library: LibraryID, reason: Reason) {
        self.library = library
        self.reason = reason
    }
}

/// In which order the library is looked for.
package enum ResourceSharingOrder: Sendable, Hashable {
    /// As the errors of Alma's present interface imply.
    case current
    /// As the vendor answered in 2014: the patron's own, the built-in `RES_SHARE`, the
    /// institution's default, none.
    case dated(institutionDefault: LibraryID?)
}

extension Institution {
    /// Decides which library owns a request of a patron with the given list of resource sharing
    /// libraries; `owner` is the library that the request names, if it names one.
    package func resolveResourceSharingLibrary(
        list: SmallSet,
        owner: LibraryID?
    ) -> Decision<ResourceSharingResolution> {
        if let owner {
            return list.contains(owner)
                ? .accepted(ResourceSharingResolution(library: owner, reason: .ownerGiven))
                : .refused(Refusal(.ownerNotAffiliated, detail: libraries[owner.position].code))
        }
        let members = list.isEmpty ? [] : list.members(LibraryID.self)
        switch resourceSharingOrder {
        case .current:
            if members.count == 1 {
                return .accepted(.init(library: members[0], reason: .onlyOneInList))
            }
            if members.count > 1 {
                return .refused(
                    Refusal(
                        .ownerRequired,
                        value: Int64(members.count),
                        detail: members.map { libraries[$0.position].code }.joined(separator: ", ")
                    )
                )
            }
            var count = 0
            var last = 0
            for position in libraries.indices where libraries[position].isResourceSharing {
                count += 1
                last = position
            }
            return count == 1
                ? .accepted(.init(library: LibraryID(last), reason: .onlyOneAtInstitution))
                : .refused(Refusal(.notAffiliated, value: Int64(count)))
        case .dated(let institutionDefault):
            if members.count == 1 {
                return .accepted(.init(library: members[0], reason: .firstInList))
            }
            if members.isEmpty,
                let builtIn = libraries.firstIndex(where: { $0.code == "RES_SHARE" })
            {
                return .accepted(.init(library: LibraryID(builtIn), reason: .builtIn))
            }
            if let institutionDefault {
                return .accepted(.init(library: institutionDefault, reason: .institutionDefault))
            }
            return .refused(
                Refusal(.notAffiliated, value: Int64(members.count), limit: 1, detail: code)
            )
        }
    }
}
