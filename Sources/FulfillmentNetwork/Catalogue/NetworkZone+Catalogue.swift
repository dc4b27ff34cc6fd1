package import LibraryModel
import RequestRouting
package import SimulationKernel

/// That an institution holds copies of a title, as it was published.
package struct CatalogueEntry: Sendable {
    package var title: TitleID
    package var institution: InstitutionID
    package var copies: Int32
    package var asOf: SimulationTime

    package init(
        title: TitleID,
        institution: InstitutionID,
        copies: Int32,
        asOf: SimulationTime
    ) {
        self.title = title
        self.institution = institution
        self.copies = copies
        self.asOf = asOf
    }
}

// The union catalogue: who holds what, as published; not whether it is on the shelf.
extension NetworkZone {
    /// Takes an institution's holdings into the catalogue, as published at an instant.
    package func publishHoldings(of node: InstitutionNode, at now: SimulationTime) {
        var copies = Array(repeating: Int32(0), count: node.bibs.count)
        for position in node.items.indices where node.items[position].borrowedFor == nil {
            copies[node.items[position].bib.position] += 1
        }
        for position in node.bibs.indices where copies[position] > 0 {
            guard let title = node.bibs[position].title else { continue }
            while titles.count <= title.position {
                _ = titles.append(Label(code: "", text: ""))
            }
            if titles[title.position].code.isEmpty {
                titles[title.position] = node.bibLabels[position]
            }
            let entry = catalogue.append(
                CatalogueEntry(
                    title: title,
                    institution: node.id,
                    copies: copies[position],
                    asOf: now
                )
            )
            index(entry, of: title)
        }
    }

    func indexCatalogue() {
        for position in catalogue.indices { index(position, of: catalogue[position].title) }
    }

    private func index(_ entry: Int, of title: TitleID) {
        while entriesOfTitle.count <= title.position { entriesOfTitle.append([]) }
        entriesOfTitle[title.position].append(Int32(entry))
    }

    /// Who holds a title, in order of institution, with what is published of each.
    func holders(of title: TitleID) -> [Holder] {
        guard entriesOfTitle.indices.contains(title.position) else { return [] }
        return entriesOfTitle[title.position].map { entry in
            let institution = catalogue[Int(entry)].institution
            return Holder(institution: institution, load: loads[institution.position])
        }
    }

    func description(of title: TitleID) -> CatalogueTitle {
        guard titles.indices.contains(title.position) else {
            return CatalogueTitle(code: "", text: "")
        }
        return CatalogueTitle(
            code: titles[title.position].code,
            text: titles[title.position].text
        )
    }

    func publish(_ load: Int64, of institution: InstitutionID, at now: SimulationTime) {
        loads[institution.position] = Fact(value: load, asOf: now.microseconds)
        changedLoads.insert(institution)
    }

    func answer(_ question: Envelope, _ message: Message, at now: SimulationTime) {
        if !endpoint.send(
            message,
            to: question.source,
            in: question.conversation,
            step: question.step + 1,
            at: now
        ) {
            counters[.refusedByFullOutbox] += 1
        }
    }
}
