import Foundation

extension Network {
    /// With fewer nodes, threads cost more than they save.
    private static let fewNodes = 8

    /// Works something out about each node, and returns what came of it in the order of the nodes.
    ///
    /// The loop stands still meanwhile, and the work only reads; so the nodes are looked at on as
    /// many threads as there are processors.
    package func eachNode<Value: Sendable>(
        _ work: @Sendable (InstitutionNode) -> Value
    ) -> [Value] {
        guard nodes.count >= Self.fewNodes else { return nodes.map(work) }
        let stock = Stock<Value>(nodes)
        DispatchQueue.concurrentPerform(iterations: nodes.count) { position in
            stock.set(position, work(stock.nodes[position]))
        }
        return stock.values
    }
}

/// Nodes that are read by several threads, and what each thread found.
private final class Stock<Value: Sendable>: @unchecked Sendable {
    // Unchecked because nobody writes to the nodes meanwhile, and the lock guards what is found.
    let nodes: [InstitutionNode]
    private let lock = NSLock()
    private var found: [Value?]

    init(_ nodes: [InstitutionNode]) {
        self.nodes = nodes
        found = Array(repeating: nil, count: nodes.count)
    }

    func set(_ position: Int, _ value: Value) {
        lock.withLock { found[position] = value }
    }

    var values: [Value] { lock.withLock { found.compactMap(\.self) } }
}
