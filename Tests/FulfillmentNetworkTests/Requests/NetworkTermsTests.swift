import FulfillmentNetwork
import LibraryModel
import RequestRouting
import SimulationKernel
import Testing

/// What institutions offer each other, as rules know it.
@Suite struct NetworkTermsTests {
    private static let ash = Consortium.ash
    private static let bay = Consortium.bay
    private static let cod = Consortium.cod

    private func terms(_ change: (inout NetworkConfiguration) -> Void) -> NetworkTerms {
        var configuration = Consortium.configuration()
        change(&configuration)
        return NetworkTerms(of: configuration)
    }

    private func money(_ units: Int64) -> Money { Money(minorUnits: units) }

    @Test("The words of service are the same in requests and in rules")
    func words() {
        #expect(ServiceLevel.allCases.map(\.code) == FactColumn.serviceLevel.words)
        #expect(ServiceTier.Kind.allCases.map(\.rawValue) == FactColumn.serviceType.words)
    }

    @Test("Where nobody says anything, all share one network, and prices are unknown")
    func nothingSaid() {
        let terms = terms { _ in }
        func value(_ column: FactColumn) -> Int64 {
            terms.value(column, of: Self.bay, for: Self.ash, RequestedService())
        }
        #expect(value(.sharesNetwork) == 1)
        for column in [FactColumn.networkPriority, .tierMatches, .cost, .reciprocal] {
            #expect(value(column) == FactValue.unknown, "\(column)")
        }
    }

    @Test(
        "The cheapest tier within the maximum cost counts, and the borrower's priority of the group"
    )
    func cheapest() {
        let terms = terms { network in
            network.institutions[0].groups = [
                GroupMembership("Hill", priority: 7), GroupMembership("Lake", priority: 3),
            ]
            network.institutions[1].groups = [
                GroupMembership("Hill", priority: 1),
                GroupMembership("Lake", priority: 2, isReciprocal: true),
            ]
            network.institutions[1].lending.tiers = [
                ServiceTier(level: .rush, cost: money(2_000)),
                ServiceTier(cost: money(2_500)), ServiceTier(kind: .copy, cost: money(1)),
            ]
        }
        func values(_ service: RequestedService) -> [Int64] {
            [FactColumn.networkPriority, .tierMatches, .cost, .reciprocal].map {
                terms.value($0, of: Self.bay, for: Self.ash, service)
            }
        }
        // Paid lending does not go through the lake.
        let rush = RequestedService(level: .rush, maximumCost: money(2_500))
        #expect(values(rush) == [7, 1, 2_000, 0])
        let express = RequestedService(level: .express, maximumCost: money(2_500))
        #expect(values(express) == [7, 1, 2_500, 0])
        let cheap = RequestedService(level: .rush, maximumCost: money(1_999))
        #expect(values(cheap) == [3, 0, FactValue.missing, 0])
        #expect(terms.value(.sharesNetwork, of: Self.cod, for: Self.ash, rush) == 0)
        #expect(terms.value(.sharesNetwork, of: Self.ash, for: Self.ash, rush) == 1)
    }

    @Test("A price in another currency is unknown, and amounts are in hundredths")
    func currencies() throws {
        let yen = try #require(Currency(code: "JPY"))
        let terms = terms { network in
            network.institutions[0].currency = yen
            for position in 0...2 { network.institutions[position].lending.tiers = [] }
            network.institutions[1].lending.tiers = [ServiceTier(cost: money(500))]
            network.institutions[2].currency = yen
            network.institutions[2].lending.tiers = [ServiceTier(cost: money(500))]
        }
        let service = RequestedService(maximumCost: money(500))
        #expect(terms.value(.cost, of: Self.bay, for: Self.ash, service) == FactValue.unknown)
        #expect(terms.value(.cost, of: Self.cod, for: Self.ash, service) == 50_000)
        let dinar = try #require(Currency(code: "KWD"))
        #expect(dinar.fact(of: money(1_235)) == 124)
        #expect(dinar.fact(of: money(-1_235)) == -124)
        #expect(dinar.fact(of: money(1_234)) == 123)
    }
}
