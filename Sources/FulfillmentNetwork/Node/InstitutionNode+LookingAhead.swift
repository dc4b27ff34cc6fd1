import LibraryModel

extension InstitutionNode {
    /// How far from a timer the memory lies that will be needed.
    enum Reach {
        /// The row that the timer is about.
        case subject
        /// What that row names.
        case neighbours
        /// What these name.
        case further
        /// What is looked up for a partner's message that follows.
        case partner
    }

    /// What a partner will need for the message that follows a timer.
    struct PartnerNeed {
        var institution: InstitutionID
        var request: RequestID
        /// Whether where it looks the request up has been fetched, so that the row can be.
        var isInReach: Bool
    }

    /// Lets the rows be fetched into the cache that a timer will soon need, and says what a partner
    /// will; it need not be all of them.
    func fetch(_ reach: Reach, forTimer id: Int64, in slot: Int) -> PartnerNeed? {
        guard let timer = endpoint.timers.find(id, in: slot) else { return nil }
        let argument = timer.pointee.argument
        switch timer.pointee.kind {
        case .patronReturn: return fetch(reach, ofReturn: Int(argument))
        case .parcelArrives: return fetch(reach, ofParcel: Int(argument & 0xffff_ffff))
        case .parcelReturns: return fetch(reach, ofParcelHome: Int(argument & 0xffff_ffff))
        default: return nil
        }
    }

    /// Lets a request be fetched, or where a lender looks it up.
    func fetch(_ request: RequestID, isInReach: Bool) {
        if request.home == id {
            borrowing.fetch(Int(request.number - 1))
        } else if !isInReach {
            index.lendingOfRequest.fetch(request)
        } else if let id = index.lendingOfRequest[request] {
            lending.fetch(id.position)
        }
    }

    /// Lets the place be fetched where a title is looked up.
    func fetch(_ title: TitleID) { index.bibOfTitle.fetch(title) }

    /// Lets the places be fetched where a lender looks up its copies of a title, and a request.
    func fetchItems(of title: TitleID, for request: RequestID) {
        if let bib = index.bibOfTitle[title] { index.itemsOfBib.fetch(bib) }
        index.lendingOfRequest.fetch(request)
    }

    /// Lets the first copy of a title be fetched.
    func fetchFirstItem(of title: TitleID) {
        guard let bib = index.bibOfTitle[title], let item = index.itemsOfBib.first(of: bib) else {
            return
        }
        items.fetch(item.position)
    }

    /// Lets be fetched what a request from here names, and its end will touch.
    func fetchNamed(by request: RequestID) {
        guard let id = ours(request) else { return }
        index.openRequestsOfPatron.fetch(borrowing[id.position].patron)
        if let item = borrowing[id.position].item { items.fetch(item.position) }
    }

    /// Lets a patron be fetched.
    func fetch(_ patron: PatronID) {
        patrons.fetch(patron.position)
        index.openRequestsOfPatron.fetch(patron)
        index.openLoansOfPatron.fetch(patron)
    }

    private func fetch(_ reach: Reach, ofReturn position: Int) -> PartnerNeed? {
        guard position < loans.count || reach == .subject else { return nil }
        switch reach {
        case .subject: loans.fetch(position)
        case .neighbours:
            items.fetch(loans[position].item.position)
            index.openLoansOfPatron.fetch(loans[position].patron)
        case .further:
            let item = loans[position].item
            if let request = items[item.position].borrowedFor { borrowing.fetch(request.position) }
        case .partner:
            let item = loans[position].item
            guard let request = items[item.position].borrowedFor else { return nil }
            return need(of: request, isInReach: false)
        }
        return nil
    }

    private func need(of id: BorrowingRequestID, isInReach: Bool) -> PartnerNeed? {
        lender(of: id).map {
            PartnerNeed(institution: $0, request: requestID(id), isInReach: isInReach)
        }
    }

    private func fetch(_ reach: Reach, ofParcel position: Int) -> PartnerNeed? {
        guard position < borrowing.count || reach == .subject else { return nil }
        switch reach {
        case .subject: borrowing.fetch(position)
        case .neighbours:
            let patron = borrowing[position].patron
            patrons.fetch(patron.position)
            index.openLoansOfPatron.fetch(patron)
            if let title = borrowing[position].title { index.bibOfTitle.fetch(title) }
        case .further: return need(of: BorrowingRequestID(position), isInReach: false)
        case .partner: return need(of: BorrowingRequestID(position), isInReach: true)
        }
        return nil
    }

    private func fetch(_ reach: Reach, ofParcelHome position: Int) -> PartnerNeed? {
        guard position < lending.count || reach == .subject else { return nil }
        switch reach {
        case .subject: lending.fetch(position)
        case .neighbours:
            let request = lending[position].request
            index.lendingOfRequest.fetch(request)
            if let item = lending[position].item {
                items.fetch(item.position)
                index.lendingOfItem.fetch(item)
            }
            return PartnerNeed(institution: request.home, request: request, isInReach: true)
        case .further, .partner: break
        }
        return nil
    }
}
