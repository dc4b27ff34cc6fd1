import LibraryModel
import SimulationKernel

// What requests have besides their two sides, folded into the state digest.
extension InstitutionNode {
    func foldRouting(into digest: inout Digest) {
        // Most runs have none of these, and their digests do not speak of them.
        if lenderFacts.count > 0 {
            fold("lender facts", lenderFacts, into: &digest) { fact, digest in
                digest.fold(Int(fact.lender.index))
                digest.fold(Int(fact.fact.rawValue))
                digest.fold(fact.value)
                digest.fold(fact.asOf.microseconds)
            }
        }
        if particulars.count > 0 {
            fold("request particulars", particulars, into: &digest) { particulars, digest in
                digest.fold(Int(particulars.request.index))
                digest.fold(Int(particulars.service.level.map { Int($0.rawValue) } ?? -1))
                digest.fold(particulars.service.maximumCost?.minorUnits ?? -1)
                digest.fold(particulars.service.neededBy?.microseconds ?? -1)
                digest.fold(particulars.service.isExpedited ? 1 : 0)
                digest.fold(Int(particulars.chosenLender?.index ?? -1))
                digest.fold(Int(particulars.condition.attempt))
                digest.fold(particulars.condition.price.minorUnits)
                digest.fold(Int(particulars.condition.retries))
                digest.fold(particulars.condition.askedAgain?.microseconds ?? -1)
                digest.fold(particulars.isRecalled ? 1 : 0)
            }
        }
        fold("routing turns", turns, into: &digest) { turn, digest in
            digest.fold(Int(turn.institution.index))
        }
        fold("lenders asked", lendersAsked, into: &digest) { asked, digest in
            digest.fold(asked.time.microseconds)
            digest.fold(Int(asked.institution.index))
            digest.fold(Int(asked.request.index))
            digest.fold(asked.ended?.microseconds ?? -1)
            digest.fold(asked.isSilent ? 1 : 0)
        }
        fold("routing decisions", decisions, into: &digest) { decision, digest in
            digest.fold(Int(decision.request.index))
            digest.fold(decision.time.microseconds)
            digest.fold(Int(decision.round))
            digest.fold(Int(decision.cursor?.index ?? -1))
            digest.fold(decision.refusals)
            digest.fold(decision.nobody)
            for list in [decision.candidates, decision.rows, decision.facts] {
                digest.fold(list.count)
                list.forEach { digest.fold($0) }
            }
        }
    }

    func foldRequestsBesides(into digest: inout Digest) {
        fold("citations", citations, into: &digest) { citation, digest in
            digest.fold(citation.title)
            digest.fold(citation.systemNumber)
        }
        fold("network holds", networkHolds, into: &digest) { record, digest in
            digest.fold(Int(record.hold.index))
            digest.fold(Int(record.item.index))
            digest.fold(Int(record.request.home.index))
            digest.fold(record.request.number)
            digest.fold(record.conversation)
            digest.fold(Int(record.attempt))
            digest.fold(Int(record.pickup.index))
            digest.fold(record.stay?.microseconds ?? -1)
            digest.fold(Int(record.loan?.index ?? -1))
            digest.fold(record.ended?.microseconds ?? -1)
        }
        fold("transits", transits, into: &digest) { transit, digest in
            digest.fold(Int(transit.item.index))
            digest.fold(Int(transit.origin.index))
            digest.fold(Int(transit.destination.index))
            digest.fold(Int(transit.state.rawValue))
            digest.fold(transit.departed.microseconds)
            digest.fold(transit.ended?.microseconds ?? -1)
        }
        fold("guest items", guestItems, into: &digest) { item, digest in
            digest.fold(Int(item.owner.index))
            digest.fold(Int(item.hold.index))
            digest.fold(Int(item.request.home.index))
            digest.fold(item.request.number)
            digest.fold(item.conversation)
            digest.fold(Int(item.state.rawValue))
            digest.fold(item.arrived?.microseconds ?? -1)
            digest.fold(item.heldUntil?.microseconds ?? -1)
            digest.fold(item.stay?.microseconds ?? -1)
            digest.fold(item.ended?.microseconds ?? -1)
        }
        fold("closures", closures, into: &digest) { closure, digest in
            digest.fold(Int(closure.library.index))
            digest.fold(Int(closure.side.rawValue))
            digest.fold(Int(closure.first?.daysSinceEpoch ?? -1))
            digest.fold(Int(closure.last?.daysSinceEpoch ?? -1))
            digest.fold(closure.made.microseconds)
            digest.fold(closure.ended?.microseconds ?? -1)
        }
        fold("closed days", closedDays, into: &digest) { days, digest in
            digest.fold(Int(days.library.index))
            digest.fold(Int(days.first.daysSinceEpoch))
            digest.fold(Int(days.last.daysSinceEpoch))
            digest.fold(days.made.microseconds)
            digest.fold(days.isApplied ? 1 : 0)
        }
        fold("fines elsewhere", finesElsewhere, into: &digest) { fine, digest in
            digest.fold(Int(fine.patron.index))
            digest.fold(Int(fine.institution.index))
            digest.fold(fine.owed.minorUnits)
            digest.fold(fine.asOf.microseconds)
        }
    }
}
