package import LibraryModel
internal import Memory

extension Network {
    /// Gives back the memory of what was needed so far and may not be needed again.
    package func releaseUnusedMemory() { memory_release_unused() }

    /// With fewer nodes, threads cost more than they save.
    private static let fewNodes = 8

    /// Works something out about each node, and returns what came of it in the order of the nodes.
    package func eachNode<Value: Sendable>(
        _ work: @Sendable (InstitutionNode) -> Value
    ) -> [Value] {
        guard nodes.count >= Self.fewNodes else { return nodes.map(work) }
        // Unsafe only in name: the loop stands still meanwhile, and the work touches no other node.
        nonisolated(unsafe) let nodes = nodes
        return Workers.map(nodes.indices) { work(nodes[$0]) }
    }

    /// Takes from each node what a part of its store lacks.
    package func drainNodes(to part: @Sendable (InstitutionID) -> StorePart) -> [NodeRows] {
        eachNode { $0.drain(to: part($0.id)) }
    }

    /// What takes from each node what its store's tables lack, on any thread, while the loop stands
    /// still.
    package var tableRows: @Sendable (InstitutionID) -> NodeRows {
        // Unsafe only in name: whoever uses it waits for it, and each node is asked by one thread.
        nonisolated(unsafe) let nodes = nodes
        return { nodes[$0.position].drain(to: .tables) }
    }
}
