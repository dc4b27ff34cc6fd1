import Foundation

/// How many files this process may have open.
package enum OpenFileLimit {
    /// The files that one SQLite store may have open: itself, its write-ahead log, and the log's
    /// index.
    private static let filesOfAStore = 3
    /// What everything else may need: standard streams, libraries, sockets, a journal.
    private static let reserve = 64

    /// Raises the soft limit, as far as needed and allowed, for a number of stores.
    package static func raise(forStores stores: Int) throws(StoreError) {
        let needed = stores * filesOfAStore + reserve
        var limit = rlimit()
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else {
            throw .tooManyFiles(needed: needed, allowed: 0)
        }
        guard limit.rlim_cur < rlim_t(needed) else { return }
        let allowed = Int(clamping: limit.rlim_max)
        limit.rlim_cur = rlim_t(needed)
        guard needed <= allowed, setrlimit(resource, &limit) == 0 else {
            throw .tooManyFiles(needed: needed, allowed: allowed)
        }
    }
}
