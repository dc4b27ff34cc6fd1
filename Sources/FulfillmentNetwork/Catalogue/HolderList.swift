import LibraryModel
import SimulationKernel

/// Who holds a title, in order of institution, with what is published of each.
///
/// The network zone makes one for each request, and most of what it says is the same for all of a
/// time: so it keeps the part of the catalogue and the tables that it was made from, and each holder is
/// put together when somebody looks at it.
package struct HolderList: Sendable {
    /// The holdings, among others.
    private let part: UnionCatalogue.Part
    private let positions: Range<Int>
    /// What was published of loads and closures: by rank, or holder by holder; nil where nothing is
    /// closed.
    private let loads: [Fact<PublishedLoad>?]
    private let closures: [PublishedClosure?]?
    private let isByRank: Bool
    /// When closures are looked at, in microseconds since 1970 UTC.
    private let time: Int64

    /// Lists the holders of a part of the catalogue, with tables of what was published by rank.
    init(
        _ holdings: (part: UnionCatalogue.Part, positions: Range<Int>),
        loads: [Fact<PublishedLoad>?],
        closures: [PublishedClosure?]?,
        at time: Int64
    ) {
        (part, positions) = holdings
        self.loads = loads
        self.closures = closures
        isByRank = true
        self.time = time
    }

    /// Lists holders that were put together elsewhere.
    package init(_ holders: [Holder]) {
        part = UnionCatalogue.Part(
            holders.map { holder in
                UnionCatalogue.Holding(
                    institution: holder.institution,
                    copies: holder.copies,
                    lendable: holder.isLendable ? 1 : 0
                )
            }
        )
        positions = holders.indices
        loads = holders.map(\.load)
        let hasClosures = holders.contains { $0.isClosed || $0.closureMinute != 0 }
        closures = hasClosures ? holders.map(PublishedClosure.init(of:)) : nil
        isByRank = false
        time = .min
    }

    /// Whether none of them can be closed.
    var areOpen: Bool { closures == nil }

    /// Lends the holdings side by side.
    @inline(__always)
    func withHoldings<Result>(
        _ body: (UnsafeBufferPointer<UnionCatalogue.Holding>) -> Result
    ) -> Result {
        part.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[positions])) }
    }

    /// Lends what was published of each holder's load.
    @inline(__always)
    func withLoads(_ body: ((Int) -> Fact<PublishedLoad>?) -> Void) {
        loads.withUnsafeBufferPointer { loads in
            guard isByRank else { return body { loads[$0] } }
            withHoldings { holdings in body { loads[holdings[$0].institution.position] } }
        }
    }
}

extension HolderList: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { positions.count }

    package subscript(place: Int) -> Holder {
        let holding = part[positions.lowerBound + place]
        let row = isByRank ? holding.institution.position : place
        var holder = Holder(
            institution: holding.institution,
            copies: holding.copies,
            load: loads[row],
            isLendable: holding.lendable > 0,
            isClosed: false,
            closedUntil: nil
        )
        guard let closure = closures?[row] else { return holder }
        holder.closureMinute = Int32(truncatingIfNeeded: closure.asOf / 60_000_000)
        if closure.from <= time, time <= closure.until {
            holder.isClosed = true
            holder.closedUntil = closure.until
        }
        return holder
    }
}

extension HolderList: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try [Holder](from: decoder))
    }

    package func encode(to encoder: any Encoder) throws {
        try Array(self).encode(to: encoder)
    }
}

extension PublishedClosure {
    /// The closure that is the same for a holder at the earliest time there is.
    fileprivate init?(of holder: Holder) {
        guard holder.isClosed || holder.closureMinute != 0 else { return nil }
        self.init(
            from: holder.isClosed ? .min : .max,
            until: holder.closedUntil ?? .max,
            asOf: Int64(holder.closureMinute) * 60_000_000
        )
    }
}
