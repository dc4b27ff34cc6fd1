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
        /// Where a partner will look up what the message that follows is about.
        case way
        /// What it will find there.
        case partner
    }

    /// Whom the message goes to that follows a timer, and the request that it is about.
    struct PartnerNeed {
        var institution: InstitutionID
        var request: RequestID
    }

    /// Lets the rows be fetched into the cache that a timer will soon need, and says what a partner
    /// will; it need not be all of them.
    ///
    /// Nothing comes of looking at a row that was let go, which reads as zero.
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

    /// Lets be fetched what a message about a request will need here, or what leads there.
    func fetch(_ request: RequestID, isInReach: Bool) {
        if let id = ours(request) {
            if isInReach { fetchNamed(by: id) } else { borrowing.fetch(id.position) }
        } else if !isInReach {
            index.lendingOfRequest.fetch(request)
        } else if let id = index.lendingOfRequest[request] {
            lending.fetch(id.position)
        }
    }

    /// Lets be fetched what the end of a request from here touches.
    private func fetchNamed(by id: BorrowingRequestID) {
        borrowing.fetchResting(id.position)
        index.openRequestsOfPatron.fetch(borrowing[id.position].patron)
        index.openRequestsOfPatron.fetch(after: id)
        guard let item = borrowing[id.position].item else { return }
        items.fetch(item.position)
        index.openOfItem.fetch(item.position)
    }

    /// Lets the place be fetched where a title is looked up.
    func fetch(_ title: TitleID) { index.bibOfTitle.fetch(title) }

    /// Lets the places be fetched where a lender looks up its copies of a title and a request, and where it
    /// notes that.
    func fetchSupply(of title: TitleID, for request: RequestID) {
        fetchItems(of: title)
        index.lendingOfRequest.fetch(request)
        lending.fetchNext()
    }

    /// Lets the place be fetched that says which copies of a title there are.
    func fetchItems(of title: TitleID) {
        if let bib = index.bibOfTitle[title] { index.itemsOfBib.fetch(bib) }
    }

    /// Lets the first copy of a title be fetched.
    func fetchFirstItem(of title: TitleID) {
        guard let bib = index.bibOfTitle[title], let item = index.itemsOfBib.first(of: bib) else {
            return
        }
        items.fetch(item.position)
        index.openOfItem.fetch(item.position)
    }

    /// Lets be fetched what a patron's wish for a title touches.
    func fetchWish(of patron: PatronID, for title: TitleID) {
        patrons.fetch(patron.position)
        index.openRequestsOfPatron.fetch(patron)
        index.openLoansOfPatron.fetch(patron)
        index.bibOfTitle.fetch(title)
        borrowing.fetchNext()
        endpoint.fetchNext()
    }

    private func fetch(_ reach: Reach, ofReturn position: Int) -> PartnerNeed? {
        guard position < loans.count || reach == .subject else { return nil }
        switch reach {
        case .subject: loans.fetch(position)
        case .neighbours:
            loans.fetchResting(position)
            items.fetch(loans[position].item.position)
            index.openOfItem.fetch(loans[position].item.position)
            let patron = loans[position].patron
            index.openLoansOfPatron.fetch(patron)
            index.openLoansOfPatron.fetch(after: LoanID(position))
            index.owedByPatron.fetch(patron.position)
        case .further:
            let item = loans[position].item
            if let request = items[item.position].borrowedFor { borrowing.fetch(request.position) }
        case .way, .partner:
            let item = loans[position].item
            return items[item.position].borrowedFor.flatMap { need(of: $0) }
        }
        return nil
    }

    private func need(of id: BorrowingRequestID) -> PartnerNeed? {
        lender(of: id).map { PartnerNeed(institution: $0, request: requestID(id)) }
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
            items.fetchNext()
            index.openOfItem.fetchNext()
            loans.fetchNext()
            endpoint.fetchNext()
        case .further: break
        case .way, .partner: return need(of: BorrowingRequestID(position))
        }
        return nil
    }

    private func fetch(_ reach: Reach, ofParcelHome position: Int) -> PartnerNeed? {
        guard position < lending.count || reach == .subject else { return nil }
        switch reach {
        case .subject: lending.fetch(position)
        case .neighbours:
            lending.fetchResting(position)
            index.lendingOfRequest.fetch(lending[position].request)
            if let item = lending[position].item {
                items.fetch(item.position)
                index.openOfItem.fetch(item.position)
            }
        case .further: break
        case .way, .partner:
            let request = lending[position].request
            return PartnerNeed(institution: request.home, request: request)
        }
        return nil
    }
}
