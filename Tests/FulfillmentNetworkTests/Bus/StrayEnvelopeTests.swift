import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

/// Envelopes that belong to no conversation, or speak of what is not there.
@Suite struct StrayEnvelopeTests {
    private static let nobody = PatronReference(
        institution: TestNetwork.east,
        patron: PatronID(Int32(999))
    )

    static let messages: [Message] = [
        .patronNotFound(Refusal(.patronNotFound, detail: "barcode")),
        .accountPurged(nobody, refreshed: .max),
        .accountPurged(
            PatronReference(institution: TestNetwork.west, patron: PatronID(Int32(0))),
            refreshed: .max
        ),
    ]

    @Test("An answer of a conversation that nobody began changes nothing", arguments: messages)
    func ignoresAnswers(_ message: Message) throws {
        let scene = Scene()
        let before = scene.network.stateDigest
        let conversation = ConversationID(
            participant: ParticipantID(TestNetwork.east),
            number: 4_711
        )
        for owner in [conversation, ConversationID(participant: .network, number: 1)] {
            scene.network.nodes[0].handle(
                envelope(message, in: owner),
                at: scene.network.now
            )
        }
        #expect(scene.network.stateDigest == before)
    }

    @Test("A part of an account that comes when the look is over changes nothing")
    func ignoresLateAnswer() throws {
        let scene = Scene()
        try scene.findUser("WEST/P0", at: "EAST")
        _ = try scene.network.openCard(of: try scene.patron("WEST/P0"), chosen: nil)
        // The question has arrived, the answer is under way.
        try scene.network.pass(.milliseconds(150))
        let answer = try #require(scene.network.nodes[0].endpoint.outbox.all.first?.record)
        #expect(answer.message.name == "activity")
        try scene.network.pass(.minutes(1))
        let before = scene.network.stateDigest
        scene.network.nodes[3].handle(answer, at: scene.network.now)
        scene.network.nodes[3].handle(
            envelope(
                answer.message,
                in: ConversationID(participant: ParticipantID(TestNetwork.west), number: 99)
            ),
            at: scene.network.now
        )
        #expect(scene.network.stateDigest == before)
    }

    @Test("A question about nobody is answered, and changes nothing else")
    func answersQuestions() throws {
        let scene = Scene()
        let tables = scene.network.tables
        let conversation = ConversationID(participant: ParticipantID(TestNetwork.west), number: 9)
        scene.network.nodes[0].handle(
            envelope(
                .findPatron(FindPatron(key: .reference(Self.nobody))),
                in: conversation
            ),
            at: scene.network.now
        )
        let answers = scene.network.nodes[0].endpoint.outbox.all.map(\.record.message.name)
        #expect(answers == ["no patron: patron-not-found"])
        #expect(scene.network.tables == tables)
    }

    private func envelope(_ message: Message, in conversation: ConversationID) -> Envelope {
        Envelope(
            source: ParticipantID(TestNetwork.west),
            destination: ParticipantID(TestNetwork.east),
            conversation: conversation,
            step: 1,
            number: 1,
            copy: 0,
            floor: 1,
            sent: TestNetwork.start,
            attempt: 1,
            state: .flying,
            time: TestNetwork.start,
            message: message
        )
    }
}

extension InstitutionNode {
    /// Applies an envelope as if it had just arrived.
    fileprivate func handle(_ envelope: Envelope, at now: SimulationTime) {
        withUnsafePointer(to: envelope) { handle($0, at: now) }
    }
}
