import LibraryModel
package import SimulationKernel

// What the network zone is told of an institution besides its holdings.
extension InstitutionNode {
    /// Begins to publish how much is lent and borrowed.
    package func startPublishing(at start: SimulationTime) {
        endpoint.setTimer(
            .publish,
            at: start + network.resourceSharing.publishEvery,
            argument: 0
        )
        // The network that the node becomes a part of takes up all timers there are.
        endpoint.noteTakenUp()
    }

    /// Publishes how many items are out, and sets the time of the next word.
    func publish(at now: SimulationTime) -> Outcome {
        _ = endpoint.send(
            .loadPublished(PublishedLoad(lent: index.load, borrowed: index.borrowed)),
            to: .network,
            in: endpoint.nextConversation(with: .network),
            step: 0,
            at: now
        )
        endpoint.setTimer(
            .publish,
            at: now + network.resourceSharing.publishEvery,
            argument: 0
        )
        return .done
    }
}
