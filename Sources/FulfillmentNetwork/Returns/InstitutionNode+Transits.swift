import LibraryModel
import SimulationKernel

// Own items on their way to other institutions and home again.
extension InstitutionNode {
    /// Sends an own item on its way; where it comes home, a timer says when it is there.
    func depart(
        _ item: ItemID,
        from origin: InstitutionID,
        to destination: InstitutionID,
        at now: SimulationTime
    ) {
        let transit = TransitID(
            transits.append(
                Transit(item: item, origin: origin, destination: destination, departed: now)
            )
        )
        index.transitOfItem[item] = transit
        items[item.position].status = .inTransit
        guard destination == id, origin != id else { return }
        let home = institution.entity.child(Int64(item.index))
        let days = courierDays(
            from: origin,
            to: destination,
            draws.draw(home, .courierHome, Int64(transit.index))
        )
        endpoint.setTimer(
            .transitEnds,
            at: now + max(.tick, SimulationDuration(days: days)),
            argument: Int64(transit.index)
        )
    }

    /// An own item was taken back at a desk: here, or where it sets out for home.
    func comesHome(_ item: ItemID, from other: InstitutionID, at now: SimulationTime) {
        if other == id {
            arrive(item, at: now)
        } else {
            depart(item, from: other, to: id, at: now)
        }
    }

    /// An item has come home.
    func transitEnds(_ id: TransitID, at now: SimulationTime) -> Outcome {
        guard transits[id.position].state == .inTransit else { return .done }
        arrive(transits[id.position].item, at: now)
        return .done
    }

    /// Ends an item's journey, if it is on one.
    func endTransit(of item: ItemID, at now: SimulationTime) {
        guard let transit = index.transitOfItem[item],
            case .accepted(let state) = Workflow.transit.next(
                from: transits[transit.position].state,
                on: .arrive
            )
        else { return }
        transits[transit.position].state = state
        transits[transit.position].ended = now
        index.transitOfItem[item] = nil
    }

    /// An own item is at its own desk: it goes where it belongs, and whoever waits to hear of it is
    /// told.
    func arrive(_ item: ItemID, at now: SimulationTime) {
        endTransit(of: item, at: now)
        if let request = index.networkHoldOfItem[item] { itemIsHome(request, at: now) }
        shelve(item, at: now)
    }
}

extension DrawPurpose {
    static let courierHome = DrawPurpose(rawValue: 33)
}
