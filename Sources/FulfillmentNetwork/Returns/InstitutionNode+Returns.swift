import LibraryModel
import SimulationKernel

// Return anywhere: a desk takes another institution's item, if that institution lets it.
extension InstitutionNode {
    /// Asks an item's owner whether it may be left here.
    func beginReturn(
        of barcode: String,
        to owner: InstitutionID,
        at now: SimulationTime
    ) -> CommandResult {
        guard owner != id else {
            return .ended(.refused(Refusal(.ownInstitution, detail: barcode)))
        }
        let conversation = begin(
            .itemReturn(owner: owner, barcode: barcode),
            timeoutFor: [owner],
            at: now
        )
        let notice = ReturnNotice(barcode: barcode, time: now.microseconds)
        guard send(.itemReturned(notice), to: owner, in: conversation, step: 0, at: now) else {
            closeConversation(conversation.number)
            return .ended(.refused(unreachable(owner)))
        }
        return .began(conversation)
    }

    /// The owner's side: the loan ends and the item is on its way home, or it is not taken there.
    func answerReturn(
        _ notice: ReturnNotice,
        at other: InstitutionID,
        now: SimulationTime
    ) -> Message {
        guard let item = item(code: notice.barcode), items[item.position].borrowedFor == nil else {
            return .returnAnswered(Refusal(.itemNotFound, detail: institution.code))
        }
        guard network.relation(of: id, with: other).checkIn else {
            return .returnAnswered(Refusal(.notCheckedInHere, detail: institution.code))
        }
        let returned = min(now, SimulationTime(microseconds: notice.time))
        if let loan = openLoan(of: item) {
            counters[.returnedElsewhere] += 1
            // Taken there as any other item, and not as the one that was fetched there.
            if isFetched(loan, at: other) { tellPickup(that: loan, cameBackTo: id, at: now) }
            close(loan, returned: returned, from: other, at: now)
            return .returnAnswered(nil)
        }
        let status = items[item.position].status
        if status == .outToPartner || status == .lost,
            let request = lendingRequest(holding: item)
        {
            counters[.returnedElsewhere] += 1
            returnedElsewhere(request, from: other, returned: returned, at: now)
            return .returnAnswered(nil)
        }
        if status == .missing {
            counters[.returnedElsewhere] += 1
            comesHome(item, from: other, at: now)
            publishHolding(of: item, at: now)
            return .returnAnswered(nil)
        }
        return .returnAnswered(
            Refusal(.notOnLoan, detail: items[item.position].status.name)
        )
    }

    /// The desk's side: what the owner says.
    func receiveReturnAnswer(_ refusal: Refusal?, in conversation: ConversationID) {
        guard conversation.participant == participant,
            let record = conversations[conversation.number],
            case .itemReturn = record.purpose
        else { return }
        finish(conversation.number, refusal.map { .refused($0) } ?? .done)
    }
}
