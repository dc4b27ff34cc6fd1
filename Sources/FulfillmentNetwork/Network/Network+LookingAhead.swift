package import LibraryModel
package import SimulationKernel

// Most of what an event touches has not been touched for days and is in no cache any more. What the
// next events will need is fetched while the present one is handled: first their timers, then the
// rows that these are about, then what the rows name. Nothing is read that could change what
// happens, or when.
extension Network {
    /// Lets the memory be fetched of the timers that are due next; messages among them come from
    /// what has just been touched.
    func lookAhead() {
        if let key = timer(7) {
            endpoints.with(Int(key.source)) { $0.fetchTimer(in: key.slot) }
        }
        if let wish = wished { lookFurther(to: wish) }
        fetch(.subject, of: timer(6))
        fetch(.neighbours, of: timer(5))
        fetch(.further, of: timer(4))
        fetch(.way, of: timer(3))
        fetch(.partner, of: timer(2))
    }

    /// The timer that comes so many events after the next one, if that is one.
    @inline(__always)
    private func timer(_ distance: Int) -> EventKey? {
        guard let key = queue.upcoming(distance), key.isTimer else { return nil }
        return key
    }

    @inline(__always)
    private func fetch(_ reach: InstitutionNode.Reach, of key: EventKey?) {
        guard let key else { return }
        let need = looseNodes.with(Int(key.source) - 1) {
            $0.fetch(reach, forTimer: key.id, in: key.slot)
        }
        guard let need else { return }
        let partner = ParticipantID(need.institution)
        if reach == .way { endpoints.with(Int(key.source)) { $0.fetchPeer(partner) } }
        looseNodes.with(need.institution.position) {
            $0.fetch(need.request, isInReach: reach == .partner)
        }
    }

    /// Lets the memory be fetched that a message will need, which is mostly the next event.
    @inline(__always)
    func lookAhead(atArrivalOf slot: Int, from sender: Endpoint) {
        let envelope = sender.outbox.place(slot: slot)
        let destination = envelope.pointee.destination
        endpoints.with(Int(destination.rank)) {
            $0.fetchPeer(sender.participant)
            $0.fetchNext()
        }
        switch envelope.pointee.message {
        case .locate(_, let title): zone.fetch(title)
        case .supplyRequest(let supply), .supplyForPatron(let supply, _):
            guard let lender = destination.institution else { return }
            looseNodes.with(lender.position) {
                $0.fetchSupply(of: supply.title, for: supply.request)
            }
        default: break
        }
    }

    /// Lets the memory be fetched that will be needed later in the conversation that a message belongs to.
    ///
    /// Where loads matter, whoever has lent least is asked first, mostly.
    @inline(__always)
    func lookAhead(onArrivalOf envelope: UnsafePointer<Envelope>) {
        switch envelope.pointee.message {
        case .locate(_, let title):
            likely = zone.leastLoaded(of: title, besides: envelope.pointee.source.institution)
                .map { ($0, title) }
            guard let likely else { return }
            looseNodes.with(likely.lender.position) { $0.fetchItems(of: title) }
        case .located:
            guard let likely else { return }
            looseNodes.with(likely.lender.position) { $0.fetchFirstItem(of: likely.title) }
        default: break
        }
    }

    /// Lets what was fetched for a message lead to what its receiver will reach from there.
    @inline(__always)
    func lookFurther(atArrivalOf slot: Int, from sender: Endpoint) {
        let envelope = sender.outbox.place(slot: slot)
        guard let receiver = envelope.pointee.destination.institution else { return }
        switch envelope.pointee.message {
        case .supplyRequest(let supply), .supplyForPatron(let supply, _):
            looseNodes.with(receiver.position) { $0.fetchFirstItem(of: supply.title) }
        default: break
        }
    }

    /// Lets the memory be fetched that a patron's wish for a title will need.
    package func lookAhead(
        toWishOf patron: PatronID,
        at institution: InstitutionID,
        for title: TitleID
    ) {
        looseNodes.with(institution.position) { $0.fetchWish(of: patron, for: title) }
        wished = Wish(institution: institution, title: title)
        zone.fetchPlace(of: title)
    }

    /// A title that will be wanted, and whether it was looked ahead to who holds it.
    struct Wish {
        var institution: InstitutionID
        var title: TitleID
        var areHoldingsFetched = false
    }

    /// Lets be fetched what follows from a wish: first where its home's copies are told, and who holds the
    /// title; then the copy, and where those who may be asked look the title up.
    private func lookFurther(to wish: Wish) {
        let title = wish.title
        guard wish.areHoldingsFetched else {
            wished?.areHoldingsFetched = true
            looseNodes.with(wish.institution.position) { $0.fetchItems(of: title) }
            zone.fetch(title)
            return
        }
        wished = nil
        looseNodes.with(wish.institution.position) { $0.fetchFirstItem(of: title) }
        zone.catalogue.withHoldings(of: title) { holdings in
            for holding in holdings {
                looseNodes.with(holding.institution.position) { $0.fetch(title) }
            }
        }
    }

    /// The command from outside that comes first, if it is among the next few events.
    package var upcomingCommand: EventKey? {
        var distance = 0
        while let key = queue.upcoming(distance) {
            if key.source == 0, key.isOf(.command) { return key }
            distance += 1
        }
        return nil
    }
}
