/// How stores are written.
package struct StoreOptions: Sendable {
    /// When changes are written.
    package enum Policy: Sendable {
        /// All stores together, at checkpoints; a store that is written alone has left its
        /// checkpoint until the next one, and a run that stops there does not open again.
        case checkpoint
        /// Each store after each event of its participant, so that it is never behind.
        case everyEvent
    }

    /// What a commit survives.
    package enum Durability: String, Sendable {
        /// The death of the process, also by `kill -9`: what is written is in the system's cache.
        /// After a loss of power the file may be broken: a study is then run again.
        case processDeath = "OFF"
        /// The same, and after a loss of power the file is whole, though without the last commits:
        /// the log is synchronised only when it is folded into the file, so that a commit waits
        /// for no disk.
        case wholeFile = "NORMAL"
        /// A loss of power too: each commit waits for the disk, which costs milliseconds.
        case powerLoss = "FULL"
    }

    package var policy: Policy
    package var durability: Durability
    /// The largest number of pages of a file, for tests of a full disk; nil is no limit.
    package var maximumPageCount: Int?
    /// The bytes from which on the log of a store is long, and its tables are brought up to date.
    package var logBytes: Int
    /// The memory that all stores of a network together may use as page cache; more than this makes
    /// nothing faster, as a checkpoint touches few pages and the system has the others at hand.
    package var cacheBytes: Int

    /// Whether institutions' stores need no journal that outlives the process: the network's store
    /// notes that they are about to be written, and what a killed process leaves is not opened.
    var keepsJournalInMemory: Bool { policy == .checkpoint && durability == .processDeath }

    /// Options for a policy, with the durability that it is meant for unless another is given.
    package init(
        policy: Policy = .checkpoint,
        durability: Durability? = nil,
        maximumPageCount: Int? = nil,
        logBytes: Int = 2 << 20,
        cacheBytes: Int = 6 << 20
    ) {
        self.policy = policy
        self.durability = durability ?? (policy == .checkpoint ? .processDeath : .wholeFile)
        self.maximumPageCount = maximumPageCount
        self.logBytes = logBytes
        self.cacheBytes = cacheBytes
    }
}
