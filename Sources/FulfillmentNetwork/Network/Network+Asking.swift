package import LibraryModel
import SimulationKernel

// Questions from outside: in standing time, or letting time pass.
extension Network {
    /// Asks in standing time: links answer at once unless a fault forbids it, no other event is
    /// handled, the clock stands.
    package func askStanding(
        _ command: Command,
        at institution: InstitutionID
    ) throws -> Outcome {
        try standingConversation(ParticipantID(institution)) {
            try perform(command, at: institution) ?? .ended(.done)
        }
    }

    /// Opens a library card in standing time.
    package func askStandingCard(
        of reference: PatronReference,
        chosen: InstitutionID?
    ) throws -> Outcome {
        try standingConversation(.network) {
            .began(try openCard(of: reference, chosen: chosen))
        }
    }

    private func standingConversation(
        _ asker: ParticipantID,
        begin: () throws -> CommandResult
    ) throws -> Outcome {
        standing = []
        let wasWatching = isWatching
        isWatching = true
        defer {
            standing = nil
            isWatching = wasWatching
        }
        if let institution = asker.institution, bus.faults.isDown(asker) {
            return .refused(
                Refusal(
                    .unreachable,
                    detail: configuration.institutions[institution.position].code
                )
            )
        }
        let result = try begin()
        // A command that has ended may have sent notices all the same.
        try deliverStanding()
        switch result {
        case .ended(let outcome): return outcome
        case .began(let conversation):
            if outcomeIsOut(conversation) {
                if let institution = asker.institution {
                    nodes[institution.position].expireConversation(conversation.number, at: now)
                } else {
                    zone.expireConversation(conversation.number, at: now)
                }
                endpoints.with(Int(asker.rank)) { collectEnded($0) }
            }
            return outcome(of: conversation) ?? .refused(Refusal(.timedOut))
        }
    }

    private func deliverStanding() throws {
        while let (sender, slot) = standing?.first {
            standing?.removeFirst()
            let destination = sender.outbox[slot: slot].destination
            let ends = LinkEnds(from: sender.participant, to: destination)
            if bus.faults.isDown(destination) || bus.faults.isCut(ends) {
                try giveUp(slot, of: sender)
            } else {
                _ = try arrive(slot, of: sender)
            }
        }
    }

    private func outcomeIsOut(_ conversation: ConversationID) -> Bool {
        if case .some(.none) = watched[conversation] { true } else { false }
    }

    /// Asks and lets time pass until the conversation has ended; events from outside must not be
    /// pending.
    package func ask(_ command: Command, at institution: InstitutionID) throws -> Outcome {
        let wasWatching = isWatching
        isWatching = true
        defer { isWatching = wasWatching }
        switch try perform(command, at: institution) {
        case .ended(let outcome)?: return outcome
        case .began(let conversation)?: return try wait(for: conversation)
        case nil: return .done
        }
    }

    /// Lets time pass until a watched conversation has ended.
    package func wait(for conversation: ConversationID) throws -> Outcome {
        while outcomeIsOut(conversation), let key = queue.first {
            if case .external = try advance(to: key.time) { break }
        }
        return outcome(of: conversation) ?? .refused(Refusal(.timedOut))
    }

    /// Keeps the outcome of a conversation that was begun before the network was read from its stores;
    /// false where it has ended since.
    package func watch(_ conversation: ConversationID) -> Bool {
        let institution = conversation.participant.institution
        // What says where a run was stopped may be damaged.
        guard institution.map({ nodes.indices.contains($0.position) }) ?? true else { return false }
        let conversations =
            institution.map { nodes[$0.position].conversations } ?? zone.conversations
        guard conversations[conversation.number] != nil else { return false }
        watched.updateValue(nil, forKey: conversation)
        return true
    }
}
