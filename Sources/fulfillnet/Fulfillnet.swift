import ArgumentParser
import Foundation

@main
enum Program {
    static func main() {
        // A file that may not grow, and a reader that has gone, are errors of the write and not the
        // end of the process.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        #if canImport(Glibc)
        giveLargeBlocksPagesOfTheirOwn()
        #endif
        Fulfillnet.main()
    }

    #if canImport(Glibc)
    /// Lets every large block of memory be given back whole.
    ///
    /// What a run keeps grows to the end, and each block that has become too small would leave a
    /// hole behind.
    private static func giveLargeBlocksPagesOfTheirOwn() {
        // The module for the C library does not have malloc.h: mallopt(M_MMAP_THRESHOLD, ...).
        typealias MallocOption = @convention(c) (Int32, Int32) -> Int32
        guard let symbol = dlsym(nil, "mallopt") else { return }
        _ = unsafeBitCast(symbol, to: MallocOption.self)(-3, 64 << 10)
    }
    #endif
}

struct Fulfillnet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fulfillnet",
        abstract: "Simulates a fulfillment network of libraries.",
        discussion: """
            Each institution is a node with its own SQLite store; a message bus carries look-ups, loans and \
            balances between them. Scenario files say what happens; 'fulfillnet new' writes a first one.
            """,
        version: "0.1.0",
        subcommands: [
            Run.self, Test.self, Check.self, Activity.self, Card.self, Job.self, Explain.self,
            CompareRules.self, Trace.self,
            Import.self, Schema.self, New.self, Workflows.self,
        ]
    )
}
