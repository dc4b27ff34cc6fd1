import SimulationKernel
import Testing

struct DrawSourceTests {
    private static let patron = EntityKey(path: "SMU/patron/P123")
    private static let visit = DrawPurpose(rawValue: 1)
    private static let request = DrawPurpose(rawValue: 2)

    /// Values computed apart from the library, in Python, from the definition of Philox4x32-10.
    @Test(
        "A draw is the same for ever for the same key",
        arguments: [
            (1, 0, "SMU/patron/P123", 1, 0, 0x2329_dac6_f872_2a30, 0x5bfa_f526_2c50_3a98),
            (1, 0, "SMU/patron/P123", 1, 1, 0x1ea9_304e_cda6_bbc6, 0x0058_fb30_0b9e_208f),
            (1, 0, "SMU/patron/P123", 1, -1, 0x1309_9712_5b12_d249, 0xb67b_2ff6_8651_3483),
            (1, 0, "SMU/patron/P123", 2, 0, 0xbb97_716c_d5b2_29a8, 0x196d_fa92_4645_1cd3),
            (1, 0, "SMU/patron/P124", 1, 0, 0x76d7_c500_484a_5565, 0xfe46_bc16_3621_0f8f),
            (1, 1, "SMU/patron/P123", 1, 0, 0x3220_4051_b81f_e83a, 0xb179_2173_9faa_7252),
            (2, 0, "SMU/patron/P123", 1, 0, 0x3356_c056_c36e_6c58, 0x62fe_3460_bdf3_0652),
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
