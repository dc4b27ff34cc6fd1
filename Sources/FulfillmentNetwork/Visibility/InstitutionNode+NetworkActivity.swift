package import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Asks the institutions where a patron is known, or a chosen one, for the patron's account
    /// there.
    func beginNetworkActivity(
        staff: StaffID,
        patron: PatronID,
        at chosen: InstitutionID?,
        now: SimulationTime
    ) -> CommandResult {
        let viewer = institution.staff[staff.position]
        guard viewer.holds(anyOf: Role.viewersOfNetworkActivity) else {
            return .ended(.refused(missingRole(of: viewer)))
        }
        guard chosen != id else { return .ended(.refused(Refusal(.ownInstitution))) }
        let about: PatronReference
        let known: [InstitutionID]
        if let account = patrons[patron.position].linkedAccount {
            let source = linkedAccounts[account.position].source
            // Only identifiers that are unique across members tell that two copies are one person.
            guard network.sharesIdentifiers else {
                return .ended(
                    .refused(
                        Refusal(
                            .linkedCopy,
                            detail: network.institutions[source.institution.position].code
                        )
                    )
                )
            }
            about = source
            known = network.institutions.indices.map { InstitutionID($0) }.filter { $0 != id }
        } else {
            about = PatronReference(institution: id, patron: patron)
            known = knownElsewhere(patron)
        }
        let asked = chosen.map { [$0] } ?? known
        var activity = NetworkActivity(
            asker: id,
            viewer: viewer.code,
            about: about,
            patronCode: patronLabels[patron.position].code,
            patronName: patronLabels[patron.position].text,
            parts: asked.map { AccountPart(institution: $0, topics: NetworkActivity.topics) }
        )
        for position in activity.parts.indices
        where !known.contains(activity.parts[position].institution) {
            let code = network.institutions[activity.parts[position].institution.position].code
            activity.parts[position].close(Refusal(.notLinked, detail: code))
        }
        let look = looks.append(
            LookRecord(
                time: now,
                patron: patron,
                asker: id,
                viewer: viewer.code,
                subject: asked.map { network.institutions[$0.position].code }
                    .joined(separator: " ")
            )
        )
        return ask(&activity, look: look, at: now)
    }

    private func ask(
        _ activity: inout NetworkActivity,
        look: Int,
        at now: SimulationTime
    ) -> CommandResult {
        let partners = activity.parts.filter { !$0.isComplete }.map(\.institution)
        guard !partners.isEmpty else { return .ended(.networkActivity(activity)) }
        let conversation = begin(
            .networkActivity(activity),
            look: look,
            timeoutFor: partners,
            at: now
        )
        for partner in partners {
            for (step, topic) in NetworkActivity.topics.enumerated() {
                let query = AccountQuery(
                    topic: topic,
                    about: activity.about,
                    viewer: .staff(activity.viewer)
                )
                if !send(
                    .accountQuery(query),
                    to: partner,
                    in: conversation,
                    step: Int32(2 * step),
                    at: now
                ) {
                    activity.receive(
                        AccountAnswer(
                            topic: topic,
                            asOf: now.microseconds,
                            content: .absent(unreachable(partner))
                        ),
                        from: partner
                    )
                }
            }
        }
        guard !activity.isComplete else {
            closeConversation(conversation.number)
            return .ended(.networkActivity(activity))
        }
        update(conversation.number, .networkActivity(activity))
        return .began(conversation)
    }

    func receive(
        _ answer: AccountAnswer,
        from partner: InstitutionID,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        guard conversation.participant == participant,
            case .networkActivity(var activity)? = conversations[conversation.number]?.purpose
        else { return }
        activity.receive(answer, from: partner)
        if activity.isComplete {
            finish(conversation.number, .networkActivity(activity))
        } else {
            update(conversation.number, .networkActivity(activity))
        }
    }

    private func update(_ number: Int64, _ purpose: Conversation.Purpose) {
        guard var record = conversations[number] else { return }
        record.purpose = purpose
        conversations.set(number, record)
    }

    /// Where this home institution has told others of a patron, in order of code.
    package func knownElsewhere(_ patron: PatronID) -> [InstitutionID] {
        index.lookUpsOfPatron[patron]
            .filter { notedLookUps[$0.position].purged == nil }
            .map { notedLookUps[$0.position].asker }
            .sorted()
    }

    private func missingRole(of viewer: StaffMember) -> Refusal {
        let wanted = Role.viewersOfNetworkActivity.map(\.name).joined(separator: ", ")
        let held = viewer.roles.map { assignment in
            let scope =
                assignment.library.map { "library \(institution.libraries[$0.position].code)" }
                ?? "institution \(institution.code)"
            return "\(assignment.role.name) at \(scope)"
        }
        return Refusal(
            .roleMissing,
            detail: "Network Activity needs one of the roles \(wanted), at institution "
                + "\(institution.code) or one of its libraries; \(viewer.code) is "
                + (held.isEmpty ? "without any role" : held.joined(separator: ", "))
        )
    }
}
