package import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Puts a block on a patron; a second of the same kind changes nothing.
    func addBlock(
        _ definition: BlockDefinitionID,
        to patron: PatronID,
        at now: SimulationTime,
        isExternal: Bool = false
    ) -> Outcome {
        let present = index.blocksOfPatron[patron]
        if present.contains(where: { blocks[$0.position].definition == definition }) {
            return .done
        }
        let kind = institution.blockDefinitions[definition.position]
        add(
            Block(
                patron: patron,
                definition: definition,
                action: kind.action,
                created: now,
                code: kind.code,
                isExternal: isExternal
            )
        )
        return .done
    }

    /// Ends the block of a kind; there being none changes nothing.
    func removeBlock(
        _ definition: BlockDefinitionID,
        from patron: PatronID,
        at now: SimulationTime
    ) -> Outcome {
        endBlocks(of: patron, at: now) { $0.definition == definition }
        return .done
    }

    /// Replaces the blocks that were copied from the source by those it has now.
    func replaceNetworkBlocks(
        of patron: PatronID,
        by lines: [BlockLine],
        at now: SimulationTime
    ) {
        endBlocks(of: patron, at: now) { $0.definition == nil }
        for line in lines {
            add(
                Block(
                    patron: patron,
                    definition: nil,
                    action: line.action,
                    created: now,
                    code: line.code
                )
            )
        }
    }

    /// The blocks in force, as an account shows them.
    func blockLines(of patron: PatronID, networkOnly: Bool = false) -> [BlockLine] {
        index.blocksOfPatron[patron].sorted().compactMap { id in
            let block = blocks[id.position]
            if networkOnly {
                guard let definition = block.definition,
                    institution.blockDefinitions[definition.position].isNetworkBlock
                else { return nil }
            }
            return BlockLine(code: block.code, action: block.action)
        }
    }

    /// The codes of the blocks in force, in the order in which they were put.
    package func blockCodes(of patron: PatronID) -> [String] {
        blockLines(of: patron).map(\.code)
    }

    private func add(_ block: Block) {
        let id = BlockID(blocks.append(block))
        index.blocksOfPatron.append(id, to: block.patron)
    }

    private func endBlocks(
        of patron: PatronID,
        at now: SimulationTime,
        where isMeant: (Block) -> Bool
    ) {
        for id in Array(index.blocksOfPatron[patron]) where isMeant(blocks[id.position]) {
            blocks[id.position].ended = now
            index.blocksOfPatron.remove(id, from: patron)
        }
    }
}
