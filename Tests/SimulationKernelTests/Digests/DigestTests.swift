import SimulationKernel
import Testing

struct DigestTests {
    /// Values computed apart from the library, in Python, from the definition in `Digest`.
    @Test(
        "A digest over integers has its reference value",
        arguments: [
            ([], "6a09e667f3bcc908"), ([0], "7418ff034f1fac60"), ([0, 0], "d56b9ff1e66571fd"),
            ([1], "d5929defc7a10816"), ([-1], "751cfc4a6f9f2c84"), ([1, 2], "b9fdc5a3c5b7f56c"),
            ([2, 1], "1508d35d456889a0"), ([1, 2, 3], "7b31c3997a704004"),
        ] as [([Int64], String)]
    )
    func integers(values: [Int64], expected: String) {
        var digest = Digest()
        for value in values { digest.fold(value) }
        #expect(digest.description == expected)
    }

    @Test(
        "A digest over texts has its reference value and tells where one ends",
        arguments: [
            ([""], "7a0db83eecf68715"), (["SMU"], "0949d644ca8a026b"),
            (["SM", "U"], "893095099e724928"),
        ]
    )
    func texts(values: [String], expected: String) {
        var digest = Digest()
        for value in values { digest.fold(value) }
        #expect(digest.description == expected)
    }

    @Test("Integers of any type with the same bits fold alike")
    func types() {
        var (signed, machine, unsigned) = (Digest(), Digest(), Digest())
        signed.fold(Int64(-2))
        machine.fold(-2)
        unsigned.fold(UInt64.max - 1)
        #expect(signed == machine)
        #expect(signed == unsigned)
    }

    @Test("A digest goes on from a kept value")
    func resumes() {
        var whole = Digest()
        whole.fold(1)
        var resumed = Digest(value: whole.value)
        whole.fold(2)
        resumed.fold(2)
        #expect(whole == resumed)
    }

    @Test("Changing any bit of any value changes about half of the digest")
    func sensitivity() {
        func digest(of values: [UInt64]) -> UInt64 {
            var digest = Digest()
            for value in values { digest.fold(value) }
            return digest.value
        }
        let values: [UInt64] = [3, 1, 4, 1, 5, 9, 2, 6]
        let original = digest(of: values)
        var changedBits: [Int] = []
        for position in values.indices {
            for bit in 0..<64 {
                var changed = values
                changed[position] ^= 1 << UInt64(bit)
                changedBits.append((original ^ digest(of: changed)).nonzeroBitCount)
            }
        }
        // 512 changes of 32 ± 4 bits each: the mean's standard error is 4 / √512 = 0.18.
        let mean = Double(changedBits.reduce(0, +)) / Double(changedBits.count)
        #expect(abs(mean - 32) < 4 * 0.18)
        #expect(changedBits.allSatisfy { (12...52).contains($0) })
    }

    @Test("A digest is shown with its leading zeros")
    func description() {
        #expect(Digest(value: 0xab).description == "00000000000000ab")
        #expect(Digest(value: .max).description == "ffffffffffffffff")
    }

    /// The first outputs of SplitMix64 from seed 1234567, as on Rosetta Code, and from seed 0.
    @Test(
        "The mixing function gives the published outputs of SplitMix64",
        arguments: [
            (1_234_567, 1, 6_457_827_717_110_365_317), (1_234_567, 2, 3_203_168_211_198_807_973),
            (1_234_567, 3, 9_817_491_932_198_370_423), (1_234_567, 4, 4_593_380_528_125_082_431),
            (1_234_567, 5, 16_408_922_859_458_223_821), (0, 1, 0xe220_a839_7b1d_cdaf),
        ] as [(UInt64, UInt64, UInt64)]
    )
    func splitMix(seed: UInt64, position: UInt64, output: UInt64) {
        #expect(mix64(seed &+ position &* 0x9e37_79b9_7f4a_7c15) == output)
    }
}
