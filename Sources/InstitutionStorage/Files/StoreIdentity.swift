/// What a store says of itself, so that no file can stand in for another.
struct StoreIdentity: Equatable {
    /// The format that this program writes and reads.
    static let format = 9
    /// `FnSt` in ASCII: what makes an SQLite file a store of this program.
    static let application = 0x466e_5374

    var network: String
    /// The institution's code; nil for the network zone.
    var institution: String?
    var configurationHash: String

    /// The text of the institution's property, which no institution's code can be: it has a space
    /// in it.
    static let zoneText = "(network zone)"

    var institutionText: String { institution ?? Self.zoneText }
}
