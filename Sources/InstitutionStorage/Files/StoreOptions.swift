/// How stores are written.
package struct StoreOptions: Sendable {
    /// What a store survives.
    package enum Durability: String, Sendable {
        /// Nothing is waited for: a study that loses its machine is run again.
        case studies = "OFF"
        /// A commit survives the death of the process, also by `kill -9`: it is in the system's
        /// cache when the write returns. The write-ahead log is synchronised only when it is folded
        /// into the file, so a loss of power can take the last commits but leaves the file whole.
        case processDeath = "NORMAL"
        /// A commit survives a loss of power: each one waits for the disk, which costs
        /// milliseconds.
        case powerLoss = "FULL"
    }

    package var durability: Durability
    /// The largest number of pages of a file, for tests of a full disk; nil is no limit.
    package var maximumPageCount: Int?
    /// The memory that all stores of a network together may use as page cache.
    package var cacheBytes: Int

    package init(
        durability: Durability = .studies,
        maximumPageCount: Int? = nil,
        cacheBytes: Int = 512 << 20
    ) {
        self.durability = durability
        self.maximumPageCount = maximumPageCount
        self.cacheBytes = cacheBytes
    }
}
