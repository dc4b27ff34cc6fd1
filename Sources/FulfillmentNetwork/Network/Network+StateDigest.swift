import Foundation
import LibraryModel
import RequestRouting
package import SimulationKernel

extension Network {
    /// The digest of everything that the participants' stores would hold now.
    package var stateDigest: Digest {
        let ofTables = eachNode { node in
            var digest = Digest()
            node.foldTables(into: &digest)
            return digest
        }
        // JSON is made of what is under way, which needs much other code.
        releaseUnusedMemory()
        let ofNodes = eachNode { node in
            var digest = ofTables[node.id.position]
            node.foldTheRest(into: &digest)
            return digest
        }
        var digest = Digest()
        for ofNode in ofNodes { digest.fold(ofNode.value) }
        zone.fold(into: &digest)
        return digest
    }
}

extension NetworkZone {
    func fold(into digest: inout Digest) {
        digest.fold("network zone")
        digest.fold(titles.count)
        for position in titles.indices {
            digest.fold(titles[position].code)
            digest.fold(titles[position].text)
        }
        digest.fold(catalogue.count)
        catalogue.forEach { row in
            let entry = row.record
            digest.fold(Int(entry.title.index))
            digest.fold(Int(entry.institution.index))
            digest.fold(Int(entry.copies))
            digest.fold(Int(entry.lendable))
            digest.fold(entry.asOf.microseconds)
        }
        for load in loads {
            digest.fold(load?.value.lent ?? -1)
            digest.fold(load?.value.borrowed ?? -1)
            digest.fold(load?.asOf ?? -1)
        }
        for closure in closures {
            digest.fold(closure?.from ?? -1)
            digest.fold(closure?.until ?? -1)
            if let closure, closure.asOf != 0 { digest.fold(closure.asOf) }
        }
        endpoint.fold(into: &digest)
        counters.all.fold(into: &digest)
        conversations.fold(into: &digest)
    }
}

extension TransientTable<Conversation> {
    func fold(into digest: inout Digest) {
        digest.fold(count)
        for row in all {
            digest.fold(row.id)
            digest.fold(row.record.began)
            digest.fold(row.record.deadline)
            digest.fold(contentOf: row.record.purpose)
        }
    }
}

extension Digest {
    /// Folds in what a value says, by its JSON with the keys in order.
    mutating func fold(contentOf value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do {
            fold(String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            preconditionFailure("what travels on the bus has no value that JSON lacks: \(error)")
        }
    }
}

extension Counters {
    func fold(into digest: inout Digest) {
        values.forEach { digest.fold($0) }
        refusals.forEach { digest.fold($0) }
    }
}

extension InstitutionNode {
    // Each table is folded under its name, each row by its position, so that nothing can stand in
    // for anything else. Of a node that lets go of what is over, that is left out, gone or not.
    fileprivate func foldTables(into digest: inout Digest) {
        digest.fold(institution.code)
        fold("patrons", patrons, into: &digest) { patron, digest in
            digest.fold(Int(patron.account.rawValue))
            digest.fold(Int(patron.group.index))
            digest.fold(Int(patron.campus?.index ?? -1))
            digest.fold(Int(patron.jobCategory?.index ?? -1))
            digest.fold(patron.statisticalCategories.bits)
            digest.fold(Int(patron.expiry.daysSinceEpoch))
            digest.fold(patron.resourceSharingLibraries.bits)
            digest.fold(Int(patron.resourceSharingOrigin.rawValue))
            digest.fold(Int(patron.linkedAccount?.index ?? -1))
        }
        foldLabels(patronLabels, into: &digest)
        foldLabels(bibLabels, into: &digest)
        // Temporary items are named after the requests that they stand for, which are folded below.
        digest.fold("item labels")
        for position in items.kept where items[position].borrowedFor == nil {
            digest.fold(position)
            itemLabels.fold(position, into: &digest)
        }
        digest.fold("identifiers")
        digest.fold(identifiers.count)
        for position in identifiers.indices {
            digest.fold(position)
            identifiers.fold(position, into: &digest)
        }
        foldAccounts(into: &digest)
        fold("linked accounts", linkedAccounts, into: &digest) { account, digest in
            digest.fold(Int(account.patron.index))
            digest.fold(Int(account.source.institution.index))
            digest.fold(Int(account.source.patron.index))
            digest.fold(account.created.microseconds)
            digest.fold(account.refreshed.microseconds)
            digest.fold(Int(account.purge.daysSinceEpoch))
            digest.fold(account.purged?.microseconds ?? -1)
        }
        fold("blocks", blocks, into: &digest) { block, digest in
            digest.fold(Int(block.patron.index))
            digest.fold(Int(block.definition?.index ?? -1))
            digest.fold(block.action.rawValue)
            digest.fold(block.created.microseconds)
            digest.fold(block.ended?.microseconds ?? -1)
            digest.fold(block.code)
            digest.fold(block.isExternal ? 1 : 0)
        }
        fold("bibs", bibs, into: &digest) { bib, digest in
            digest.fold(Int(bib.title?.index ?? -1))
        }
        let letsGo = lettingGo != nil
        fold(
            "items",
            items,
            into: &digest,
            unless: { letsGo && $0.status == .sentBack }
        ) { item, digest in
            digest.fold(Int(item.bib.index))
            digest.fold(Int(item.location.index))
            digest.fold(Int(item.policy.index))
            digest.fold(Int(item.status.rawValue))
            digest.fold(Int(item.materialType?.index ?? -1))
            digest.fold(Int(item.borrowedFor?.index ?? -1))
        }
        fold("loans", loans, into: &digest, unless: { letsGo && !$0.isOpen }) { loan, digest in
            digest.fold(Int(loan.patron.index))
            digest.fold(Int(loan.item.index))
            digest.fold(Int(loan.terms.index))
            digest.fold(loan.loaned.microseconds)
            digest.fold(loan.due.microseconds)
            digest.fold(loan.returned?.microseconds ?? -1)
            digest.fold(Int(loan.renewals))
            digest.fold(Int(loan.state.rawValue))
            digest.fold(loan.recalled?.microseconds ?? -1)
            digest.fold(loan.lost?.microseconds ?? -1)
        }
        fold("fees", fees, into: &digest) { fee, digest in
            digest.fold(Int(fee.patron.index))
            digest.fold(Int(fee.loan?.index ?? -1))
            digest.fold(Int(fee.kind.rawValue))
            digest.fold(fee.posted.microseconds)
            digest.fold(fee.amount.minorUnits)
            digest.fold(fee.paid.minorUnits)
            digest.fold(fee.waived.minorUnits)
            digest.fold(fee.isDisputed ? 1 : 0)
        }
        fold("holds", holds, into: &digest) { hold, digest in
            digest.fold(Int(hold.patron.index))
            digest.fold(Int(hold.bib.index))
            digest.fold(hold.placed.microseconds)
            digest.fold(Int(hold.state.rawValue))
            digest.fold(Int(hold.item?.index ?? -1))
            digest.fold(Int(hold.lastInterest?.daysSinceEpoch ?? -1))
            digest.fold(hold.shelved?.microseconds ?? -1)
            digest.fold(hold.heldUntil?.microseconds ?? -1)
            digest.fold(Int(hold.network?.index ?? -1))
        }
        fold(
            "borrowing requests",
            borrowing,
            into: &digest,
            unless: { letsGo && $0.ended != nil }
        ) { request, digest in
            digest.fold(Int(request.patron.index))
            digest.fold(Int(request.title?.index ?? -1))
            digest.fold(Int(request.citation?.index ?? -1))
            digest.fold(Int(request.owner.index))
            digest.fold(request.created.microseconds)
            digest.fold(request.conversation)
            digest.fold(Int(request.state.rawValue))
            digest.fold(request.rotaCount)
            for place in 0..<request.rotaCount { digest.fold(request.entry(at: place).packed) }
            digest.fold(request.trimmed.count)
            for entry in request.trimmed { digest.fold(entry.packed) }
            digest.fold(Int(request.pickup?.index ?? -1))
            digest.fold(Int(request.asked))
            digest.fold(Int(request.reason?.rawValue ?? .max))
            digest.fold(request.lenderDue?.microseconds ?? -1)
            digest.fold(Int(request.item?.index ?? -1))
            digest.fold(request.received?.microseconds ?? -1)
            digest.fold(Int(request.renewals))
            digest.fold(request.stay?.microseconds ?? -1)
            digest.fold(request.filled?.microseconds ?? -1)
            digest.fold(request.ended?.microseconds ?? -1)
        }
        fold(
            "lending requests",
            lending,
            into: &digest,
            unless: { letsGo && $0.ended != nil }
        ) { request, digest in
            digest.fold(Int(request.request.home.index))
            digest.fold(request.request.number)
            digest.fold(request.conversation)
            digest.fold(Int(request.attempt))
            digest.fold(Int(request.title.index))
            digest.fold(Int(request.library.index))
            digest.fold(Int(request.item?.index ?? -1))
            digest.fold(request.received.microseconds)
            digest.fold(Int(request.state.rawValue))
            digest.fold(request.due?.microseconds ?? -1)
            digest.fold(Int(request.renewals))
            if request.isRecalled { digest.fold("recalled") }
            digest.fold(Int(request.reason?.rawValue ?? .max))
            digest.fold(request.ended?.microseconds ?? -1)
        }
        foldRequestsBesides(into: &digest)
        fold("noted look-ups", notedLookUps, into: &digest) { note, digest in
            digest.fold(Int(note.patron.index))
            digest.fold(Int(note.asker.index))
            digest.fold(note.first.microseconds)
            digest.fold(note.last.microseconds)
            digest.fold(note.purged?.microseconds ?? -1)
        }
        fold("looks", looks, into: &digest) { look, digest in
            digest.fold(look.time.microseconds)
            digest.fold(Int(look.patron.index))
            digest.fold(Int(look.asker?.index ?? -1))
            digest.fold(look.viewer)
            digest.fold(look.subject)
        }
        fold("jobs", jobs, into: &digest) { job, digest in
            digest.fold(job.name)
            digest.fold(job.time.microseconds)
            digest.fold(job.isDryRun ? 1 : 0)
            digest.fold(job.result)
        }
        foldRouting(into: &digest)
    }

    fileprivate func foldTheRest(into digest: inout Digest) {
        conversations.fold(into: &digest)
        endpoint.fold(into: &digest)
        counters.all.fold(into: &digest)
        for (stream, number) in appliedCommands.all.sorted(by: { $0.key < $1.key }) {
            digest.fold(stream.number)
            digest.fold(number)
        }
    }

    private func foldLabels(_ labels: borrowing LabelTable, into digest: inout Digest) {
        digest.fold("labels")
        digest.fold(labels.count)
        for position in labels.indices {
            digest.fold(position)
            labels.fold(position, into: &digest)
        }
    }

    func fold<Record>(
        _ name: String,
        _ table: borrowing Table<Record>,
        into digest: inout Digest,
        unless isLeftOut: (borrowing Record) -> Bool = { _ in false },
        each: (borrowing Record, inout Digest) -> Void
    ) {
        digest.fold(name)
        digest.fold(table.count)
        for position in table.kept where !isLeftOut(table[position]) {
            digest.fold(position)
            each(table[position], &digest)
        }
    }
}
