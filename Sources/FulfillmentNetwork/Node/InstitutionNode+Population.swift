package import LibraryModel

// Setting up, and looking up by what people call things.
extension InstitutionNode {
    /// Adds a patron's record.
    @discardableResult
    package func addPatron(
        _ patron: Patron,
        code: String,
        name: String,
        identifiers values: [PatronIdentifier]
    ) -> PatronID {
        let id = PatronID(patrons.append(patron))
        patronLabels.append(Label(code: code, text: name))
        index.addPatron()
        for identifier in values {
            addIdentifier(identifier, of: id, isExternal: patron.account == .external)
        }
        return id
    }

    /// Adds an identifier that nobody here has.
    func addIdentifier(_ identifier: PatronIdentifier, of patron: PatronID, isExternal: Bool) {
        identifiers.append(
            IdentifierRecord(patron: patron, identifier: identifier, isExternal: isExternal)
        )
        index.patronByIdentifier?[identifier] = patron
        index.cardOfPatron = nil
    }

    /// Adds a bibliographic record.
    @discardableResult
    package func addBib(_ title: TitleID?, code: String, text: String) -> BibID {
        let id = BibID(bibs.append(Bib(title: title)))
        bibLabels.append(Label(code: code, text: text))
        index.addBib(title)
        return id
    }

    /// Adds a copy.
    @discardableResult
    package func addItem(_ item: Item, code: String) -> ItemID {
        let id = addItem(item)
        // What stands for borrowed items before it has no label of its own.
        while itemLabels.count < id.position {
            let code = self.code(of: ItemID(itemLabels.count))
            itemLabels.append(Label(code: code, text: ""))
        }
        itemLabels.append(Label(code: code, text: ""))
        return id
    }

    /// Adds a copy that stands for a borrowed item: the request names it.
    func addItem(_ item: Item) -> ItemID {
        let id = ItemID(items.append(item))
        index.addItem(id, item)
        return id
    }

    /// The code of a copy: its barcode, or what a borrowed item goes by here.
    package func code(of item: ItemID) -> String {
        guard let request = items[item.position].borrowedFor else {
            return itemLabels[item.position].code
        }
        return "RS-\(bibLabels[items[item.position].bib.position].code)-\(request.index + 1)"
    }

    /// The patron with a code, as people know it.
    package func patron(code: String) -> PatronID? {
        if index.patronByCode == nil {
            index.patronByCode = Dictionary(
                patronLabels.indices.map { (patronLabels[$0].code, PatronID($0)) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        return index.patronByCode?[code]
    }

    /// The copy with a code: its barcode.
    package func item(code: String) -> ItemID? {
        if index.itemByCode == nil {
            index.itemByCode = Dictionary(
                items.kept.map { (self.code(of: ItemID($0)), ItemID($0)) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        return index.itemByCode?[code]
    }

    /// The bibliographic record with a code.
    package func bib(code: String) -> BibID? {
        if index.bibByCode == nil {
            index.bibByCode = Dictionary(
                bibLabels.indices.map { (bibLabels[$0].code, BibID($0)) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        return index.bibByCode?[code]
    }

    /// The patron with an identifier.
    package func patron(identifier: PatronIdentifier) -> PatronID? {
        if index.patronByIdentifier == nil {
            index.patronByIdentifier = Dictionary(
                identifiers.indices.lazy.filter { self.identifiers.isInForce($0) }
                    .map { (self.identifiers[$0].identifier, self.identifiers.patron(at: $0)) },
                uniquingKeysWith: { _, last in last }
            )
        }
        return index.patronByIdentifier?[identifier]
    }

    /// The live linked account of a patron of another institution.
    package func linkedAccount(of source: PatronReference) -> LinkedAccountID? {
        index.linkedAccountBySource[source]
    }

    /// The open loan of a copy.
    package func openLoan(of item: ItemID) -> LoanID? { index.openOfItem[item.position].loan }

    /// The open loans of a patron, in the order in which they were made.
    package func openLoans(of patron: PatronID) -> [LoanID] {
        index.openLoansOfPatron[patron].sorted()
    }

    /// What a patron owes here: posted fees minus payments.
    package func owed(by patron: PatronID) -> Money {
        index.owedByPatron[patron.position]
    }

    /// The open holds of a patron, in the order in which they were placed.
    package func openHolds(of patron: PatronID) -> [HoldID] {
        index.openHoldsOfPatron[patron].sorted()
    }

    /// The first of the institution's own items of a record that is on the shelf.
    package func availableItem(of bib: BibID) -> ItemID? {
        index.itemsOfBib.first(of: bib) { items[$0.position].status == .onShelf }
    }
}

extension InstitutionNode {
    /// How many loans are open; each has an item of its own.
    package var openLoanCount: Int { index.openLoansOfPatron.count }
}
