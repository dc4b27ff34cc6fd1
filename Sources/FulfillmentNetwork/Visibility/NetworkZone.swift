package import LibraryModel
package import SimulationKernel

/// The participant that is no institution: here a patron's discovery session asks institutions
/// directly.
package final class NetworkZone {
    package let network: NetworkConfiguration
    package let endpoint: Endpoint
    @exclusivity(unchecked) package internal(set) var conversations = TransientTable<Conversation>()
    package var counters: LiveCounters { @inline(__always) _read { yield endpoint.counters } }
    /// The titles of the union catalogue, by number.
    @exclusivity(unchecked) package internal(set) var titles = Table<Label>()
    /// Who holds what.
    @exclusivity(unchecked) package internal(set) var catalogue = UnionCatalogue()
    /// What each institution has published of what it has lent and borrowed, by rank.
    @exclusivity(unchecked) package internal(set) var loads: [Fact<PublishedLoad>?]
    /// When each institution does not lend, as it published, by rank.
    @exclusivity(unchecked) package internal(set) var closures: [PublishedClosure?]
    /// Whether any institution has published a closure.
    @exclusivity(unchecked) private(set) var hasClosures = false
    /// Whose closures are to be written.
    @exclusivity(unchecked) var changedClosures = ChangedRows<InstitutionID>()
    /// Whose loads are to be written.
    @exclusivity(unchecked) var changedLoads = ChangedRows<InstitutionID>()

    package init(network: NetworkConfiguration) {
        self.network = network
        loads = Array(repeating: nil, count: network.institutions.count)
        closures = Array(repeating: nil, count: network.institutions.count)
        endpoint = Endpoint(
            participant: .network,
            peerCount: network.institutions.count + 1,
            outboxLimit: network.outboxLimit
        )
    }

    package convenience init(network: NetworkConfiguration, rows: ZoneRows) {
        self.init(network: network)
        endpoint.restore(rows.endpoint)
        conversations = TransientTable(clean: rows.conversations.rows)
        endpoint.counters = LiveCounters(rows.counters)
        titles = Table(clean: rows.titles.map(\.record))
        catalogue = UnionCatalogue(clean: rows.catalogue)
        for row in rows.loads where loads.indices.contains(Int(row.id)) {
            loads[Int(row.id)] = row.record
        }
        for row in rows.closures where closures.indices.contains(Int(row.id)) {
            closures[Int(row.id)] = row.record
            hasClosures = true
        }
    }

    /// Opens a patron's library card, with another institution picked or not.
    package func openCard(
        of reference: PatronReference,
        code: String,
        chosen: InstitutionID?,
        at now: SimulationTime
    ) -> ConversationID {
        let others = network.institutions.indices.map { InstitutionID($0) }
            .filter { $0 != reference.institution }
        var card = LibraryCard(
            about: reference,
            patronCode: code,
            others: others,
            chosen: chosen == reference.institution ? nil : chosen
        )
        let conversation = endpoint.nextConversation(with: ParticipantID(reference.institution))
        let timeout = network.institutions.indices
            .map { link(to: InstitutionID($0)).timeout }.max()
        let deadline = endpoint.setTimer(
            .conversationDeadline,
            at: now + (timeout ?? network.defaultLink.timeout),
            argument: conversation.number
        )
        let topics = AccountQuery.Topic.allCases
        for (institution, topic) in card.questions {
            let query = AccountQuery(topic: topic, about: reference, viewer: .patron)
            let step = Int32(2 * (topics.firstIndex(of: topic) ?? 0))
            if !endpoint.send(
                .accountQuery(query),
                to: ParticipantID(institution),
                in: conversation,
                step: step,
                at: now
            ) {
                card.receive(absence(of: institution, topic, at: now), from: institution)
            }
        }
        conversations.set(
            conversation.number,
            Conversation(
                purpose: .libraryCard(card),
                deadline: deadline,
                began: now.microseconds
            )
        )
        if card.isComplete { finish(conversation.number, card) }
        return conversation
    }

    func handle(_ envelope: UnsafePointer<Envelope>, at now: SimulationTime) {
        let origin = envelope.pointee.origin
        guard let institution = origin.source.institution else { return }
        switch envelope.pointee.message {
        case .accountAnswer(let answer):
            receive(answer, from: institution, in: origin.conversation)
        case .locate(let request, let title):
            answer(
                origin,
                .located(request, description(of: title), holders(of: title, at: now)),
                at: now
            )
        case .locateCitation(let request, let citation):
            let title = find(citation)
            let holders = title.map { self.holders(of: $0, at: now) } ?? HolderList([])
            let found =
                title.map { description(of: $0) }
                ?? CatalogueTitle(title: nil, code: "", text: "")
            answer(origin, .located(request, found, holders), at: now)
        case .closurePublished(let closure):
            closures[institution.position] = closure
            hasClosures = true
            changedClosures.insert(institution)
        case .holdingPublished(let holding): publish(holding, of: institution, at: now)
        case .loadPublished(let load):
            publish(load, of: institution, at: now)
        default: break
        }
    }

    func undeliverable(_ envelope: Envelope, at now: SimulationTime) {
        guard case .accountQuery(let query) = envelope.message,
            let institution = envelope.destination.institution
        else { return }
        receive(
            absence(of: institution, query.topic, at: now),
            from: institution,
            in: envelope.conversation
        )
    }

    func expireConversation(_ number: Int64, at now: SimulationTime) {
        guard let record = conversations[number], case .libraryCard(var card) = record.purpose
        else { return }
        let waited = (now - SimulationTime(microseconds: record.began)).microseconds / 1_000_000
        card.close(Refusal(.timedOut, limit: waited))
        finish(number, card)
    }

    private func receive(
        _ answer: AccountAnswer,
        from institution: InstitutionID,
        in conversation: ConversationID
    ) {
        guard conversation.participant == .network,
            var record = conversations[conversation.number],
            case .libraryCard(var card) = record.purpose
        else { return }
        card.receive(answer, from: institution)
        if card.isComplete {
            finish(conversation.number, card)
        } else {
            record.purpose = .libraryCard(card)
            conversations.set(conversation.number, record)
        }
    }

    private func finish(_ number: Int64, _ card: LibraryCard) {
        if let record = conversations.remove(number) { endpoint.cancelDeadline(record.deadline) }
        endpoint.ended.append((number, .libraryCard(card)))
    }

    private func absence(
        of institution: InstitutionID,
        _ topic: AccountQuery.Topic,
        at now: SimulationTime
    ) -> AccountAnswer {
        let code = network.institutions[institution.position].code
        return AccountAnswer(
            topic: topic,
            asOf: now.microseconds,
            content: .absent(Refusal(.unreachable, detail: code))
        )
    }

    private func link(to institution: InstitutionID) -> Link {
        network.link(from: .network, to: ParticipantID(institution))
    }
}
