import SimulationKernel
import Testing

struct DrawSourceTests {
    private static let patron = EntityKey(path: "SMU/patron/P123")
    private static let visit = DrawPurpose(rawValue: 1)
    private static let request = DrawPurpose(rawValue: 2)

    /// Values computed apart from the library, in Python, from the definition of Philox2x64-10.
    @Test(
        "A draw is the same for ever for the same key",
        arguments: [
            (1, 0, "SMU/patron/P123", 1, 0, 0xf6c4_ddb5_d8a9_84c1, 0x9c79_c42a_3ccf_5866),
            (1, 0, "SMU/patron/P123", 1, 1, 0x86d4_c179_2140_60b0, 0x9f2b_c9e4_8ead_a014),
            (1, 0, "SMU/patron/P123", 1, -1, 0x6ae9_8959_c090_3097, 0x4699_b777_95ff_a0c9),
            (1, 0, "SMU/patron/P123", 2, 0, 0xb57d_ff78_acaf_29ab, 0x4155_5c5c_6644_cde6),
            (1, 0, "SMU/patron/P124", 1, 0, 0x18d5_913a_af98_5868, 0x59d8_2157_03c4_2793),
            (1, 1, "SMU/patron/P123", 1, 0, 0x22d2_642e_aee0_a8bb, 0x2625_719e_1958_069d),
            (2, 0, "SMU/patron/P123", 1, 0, 0xf8a8_9139_fc1e_6616, 0x485c_5165_3d05_63a1),
        ] as [(UInt64, UInt32, String, UInt16, Int64, UInt64, UInt64)]
    )
    func golden(
        seed: UInt64,
        replication: UInt32,
        path: String,
        purpose: UInt16,
        ordinal: Int64,
        first: UInt64,
        second: UInt64
    ) {
        let draw = DrawSource(seed: seed, replication: replication)
            .draw(EntityKey(path: path), DrawPurpose(rawValue: purpose), ordinal)
        #expect(draw == Draw(first: first, second: second))
    }

    @Test("Drawing for another entity or purpose shifts nobody's numbers")
    func keyedIndependence() {
        let source = DrawSource(seed: 42, replication: 3)
        let alone = (0..<200).map { source.draw(Self.patron, Self.visit, $0) }
        var others: Set<Draw> = []
        var among: [Draw] = []
        for ordinal in Int64(0)..<200 {
            others.insert(source.draw(EntityKey(path: "NEW/patron/P1"), Self.visit, ordinal))
            others.insert(source.draw(Self.patron, Self.request, ordinal))
            among.append(source.draw(Self.patron, Self.visit, ordinal))
            others.insert(source.draw(Self.patron.child(ordinal), Self.visit, 0))
        }
        #expect(among == alone)
        #expect(others.count == 600)
        #expect(others.isDisjoint(with: alone))
    }

    @Test("Draws asked for backwards, or of a source made anew, are the same")
    func order() {
        let source = DrawSource(seed: 42)
        let forwards = (0..<100).map { source.draw(Self.patron, Self.visit, $0) }
        let backwards = (0..<100).reversed().map {
            DrawSource(seed: 42).draw(Self.patron, Self.visit, $0)
        }
        #expect(forwards == backwards.reversed())
    }

    @Test("Ordinals count modulo 2⁴⁸ and never reach into the purpose")
    func ordinals() {
        let source = DrawSource(seed: 1)
        let first = source.draw(Self.patron, Self.visit, 0)
        #expect(source.draw(Self.patron, Self.visit, 1 << 48) == first)
        #expect(source.draw(Self.patron, DrawPurpose(rawValue: 0), 1 << 48) != first)
    }

    /// Pearson's correlation of n independent pairs has a standard error of 1 / √n.
    @Test("Neighbouring keys give uncorrelated draws")
    func correlation() {
        let source = DrawSource(seed: 7)
        let count = 20_000
        func units(
            _ entity: EntityKey = Self.patron,
            _ purpose: DrawPurpose = Self.visit,
            from source: DrawSource = source,
            at shift: Int64 = 0
        ) -> [Double] {
            (0..<Int64(count)).map { source.draw(entity, purpose, $0 + shift).unit }
        }
        let base = units()
        let halves = (0..<Int64(count)).map { source.draw(Self.patron, Self.visit, $0).other.unit }
        let neighbours = [
            units(at: 1), units(EntityKey(path: "SMU/patron/P124")),
            units(Self.patron, Self.request),
            units(from: DrawSource(seed: 8)), units(from: DrawSource(seed: 7, replication: 1)),
            halves,
        ]
        for neighbour in neighbours {
            let covariance = zip(base, neighbour).reduce(0) { $0 + ($1.0 - 0.5) * ($1.1 - 0.5) }
            let correlation = covariance / Double(count) * 12
            #expect(abs(correlation) < 4 / Double(count).squareRoot())
        }
    }
}
