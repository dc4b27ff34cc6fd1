import SimulationKernel
import Testing

struct EntityKeyTests {
    /// The first four are test vectors of Noll's reference code for FNV.
    @Test(
        "A path's key is its 64-bit FNV-1a hash",
        arguments: [
            ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("b", 0xaf63_df4c_8601_f1a5),
            ("foobar", 0x8594_4171_f739_67e8), ("SMU/patron/P123", 0x86be_1816_fce4_678a),
            ("Zürich", 0x0ef8_4159_6f67_fdc0),
        ] as [(String, UInt64)]
    )
    func hashes(path: String, hash: UInt64) {
        #expect(EntityKey(path: path).hash == hash)
        #expect(EntityKey(path: path) == EntityKey(hash: hash))
    }

    /// Values computed apart from the library, in Python.
    @Test(
        "A child's key depends on its parent and its number",
        arguments: [
            (0, 0xcd73_cff6_a645_91de), (1, 0x9912_77d4_e85d_ad78), (7, 0xde8b_e5e6_e227_f95d),
            (-1, 0x1399_eefd_b817_25ff),
        ] as [(Int64, UInt64)]
    )
    func children(number: Int64, hash: UInt64) {
        #expect(EntityKey(path: "SMU/patron/P123").child(number).hash == hash)
    }

    @Test("No two children of a few entities share a key")
    func distinctChildren() {
        var keys: Set<EntityKey> = []
        for parent in 0..<100 {
            let key = EntityKey(path: "SMU/patron/P\(parent)")
            keys.insert(key)
            for number in Int64(0)..<100 { keys.insert(key.child(number)) }
        }
        #expect(keys.count == 100 * 101)
    }
}
