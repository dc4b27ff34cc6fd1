package import LibraryModel
package import SimulationKernel

/// That an institution holds copies of a title, as it was published.
package struct CatalogueEntry: Equatable, Sendable {
    package var title: TitleID
    package var institution: InstitutionID
    package var copies: Int32
    /// How many of them may go to partners.
    package var lendable: Int32
    package var asOf: SimulationTime

    package init(
        title: TitleID,
        institution: InstitutionID,
        copies: Int32,
        lendable: Int32,
        asOf: SimulationTime
    ) {
        self.title = title
        self.institution = institution
        self.copies = copies
        self.lendable = lendable
        self.asOf = asOf
    }
}

// The union catalogue: who holds what, as published; not whether it is on the shelf.
extension NetworkZone {
    /// Makes the catalogue of what institutions hold, as published at an instant.
    package func publishHoldings(of nodes: [InstitutionNode], at now: SimulationTime) {
        var entries = Elements<CatalogueEntry>()
        for node in nodes { publishHoldings(of: node, at: now, into: &entries) }
        catalogue = UnionCatalogue(of: entries)
    }

    private func publishHoldings(
        of node: InstitutionNode,
        at now: SimulationTime,
        into entries: inout Elements<CatalogueEntry>
    ) {
        var copies = Array(repeating: Int32(0), count: node.bibs.count)
        var lendable = copies
        for position in node.items.kept where node.items[position].borrowedFor == nil {
            let item = node.items[position]
            copies[item.bib.position] += 1
            if node.institution.isLendable(item) { lendable[item.bib.position] += 1 }
        }
        for position in node.bibs.indices where copies[position] > 0 {
            guard let title = node.bibs[position].title else { continue }
            while titles.count <= title.position {
                _ = titles.append(Label(code: "", text: ""))
            }
            if titles[title.position].code.isEmpty {
                titles[title.position] = node.bibLabels[position]
            }
            entries.append(
                CatalogueEntry(
                    title: title,
                    institution: node.id,
                    copies: copies[position],
                    lendable: lendable[position],
                    asOf: now
                )
            )
        }
    }

    /// Lets be fetched into the cache who holds a title.
    func fetch(_ title: TitleID) { catalogue.fetch(title) }

    /// Lets be fetched what a title is called, and where it lies who holds it.
    func fetchPlace(of title: TitleID) {
        titles.fetch(title.position)
        catalogue.fetchPlace(of: title)
    }

    /// Who has lent least of those who hold a title.
    func leastLoaded(of title: TitleID, besides other: InstitutionID?) -> InstitutionID? {
        var least: (lender: InstitutionID, lent: Int64)?
        loads.withUnsafeBufferPointer { loads in
            catalogue.withHoldings(of: title) { holdings in
                for holding in holdings where holding.institution != other {
                    let lent = loads[holding.institution.position]?.value.lent ?? .max
                    if lent < least?.lent ?? .max { least = (holding.institution, lent) }
                }
            }
        }
        return least?.lender
    }

    /// Who holds a title, in order of institution, with what is published of each.
    func holders(of title: TitleID, at now: SimulationTime) -> HolderList {
        var holdings = catalogue[title]
        if catalogue.hasEmpty {
            let part = UnionCatalogue.Part(
                holdings.part[holdings.positions].filter { $0.copies > 0 }
            )
            holdings = (part, part.indices)
        }
        return HolderList(
            holdings,
            loads: loads,
            closures: hasClosures ? closures : nil,
            at: now.microseconds
        )
    }

    /// The title that a citation means: by its system number, or the only one that has all of its
    /// words.
    func find(_ citation: Citation) -> TitleID? {
        if !citation.systemNumber.isEmpty {
            return titles.indices.first { titles[$0].code == citation.systemNumber }
                .map { TitleID($0) }
        }
        let words = citation.title.lowercased().split(separator: " ")
        guard !words.isEmpty else { return nil }
        var found: TitleID?
        for position in titles.indices {
            let text = titles[position].text.lowercased()
            guard words.allSatisfy({ text.contains($0) }) else { continue }
            // Several match: a person must choose.
            guard found == nil else { return nil }
            found = TitleID(position)
        }
        return found
    }

    /// Takes a change of one holding into the catalogue.
    func publish(
        _ holding: PublishedHolding,
        of institution: InstitutionID,
        at now: SimulationTime
    ) {
        catalogue.change(holding, of: institution, at: now)
    }

    func description(of title: TitleID) -> CatalogueTitle {
        guard titles.holds(title.position) else {
            return CatalogueTitle(title: nil, code: "", text: "")
        }
        return CatalogueTitle(
            title: title,
            code: titles[title.position].code,
            text: titles[title.position].text
        )
    }

    func publish(_ load: PublishedLoad, of institution: InstitutionID, at now: SimulationTime) {
        loads[institution.position] = Fact(value: load, asOf: now.microseconds)
        changedLoads.insert(institution)
    }

    func answer(_ question: Origin, _ message: __owned Message, at now: SimulationTime) {
        _ = endpoint.send(
            message,
            to: question.source,
            in: question.conversation,
            step: question.step + 1,
            at: now
        )
    }
}
