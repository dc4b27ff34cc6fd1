import Foundation
import InstitutionStorage
import LibraryModel
import Testing

struct StoreCreationTests {
    private let files: TestStores

    init() throws {
        files = try TestStores()
    }

    private func message(_ body: () throws -> RunStores) -> String {
        do {
            try body().close()
            return "no error"
        } catch {
            return "\(error)".replacingOccurrences(of: files.directory.path, with: "DIR")
        }
    }

    @Test("A path below a file cannot be made")
    func belowFile() throws {
        try Data().write(to: URL(fileURLWithPath: files.directory("run")))
        #expect(
            message { try files.create() }
                == "DIR/run/institutions: the store cannot be created: DIR/run is a file, "
                + "not a directory; name a directory that can be written to"
        )
    }

    @Test("Stores that are there are not made again")
    func exists() throws {
        try files.create().close()
        #expect(
            message { try files.create() }
                == "DIR/run/institutions/EAST.sqlite: the store cannot be created: "
                + "the file exists; name a directory that can be written to"
        )
    }

    @Test("A code that cannot name a file is refused")
    func code() throws {
        var network = TestNetwork.configuration
        network.institutions[2].code = "A/B"
        #expect(
            message {
                try RunStores.create(in: files.path, network, configurationHash: "c0ffee")
            }
                == "DIR/run/institutions: the store cannot be created: the institution code 'A/B' "
                + "cannot be the name of a file; name a directory that can be written to"
        )
    }

    @Test("More stores than the system allows open files are refused")
    func tooMany() {
        let error = #expect(throws: StoreError.self) {
            try OpenFileLimit.raise(forStores: 1_000_000_000)
        }
        guard case .tooManyFiles(let needed, let allowed)? = error else {
            Issue.record("expected another error than \(String(describing: error))")
            return
        }
        #expect(needed == 3_000_000_064)
        #expect(
            error?.description
                == "the network needs 3000000064 open files, the system allows \(allowed); "
                + "raise the limit with 'ulimit -n 3000000064', or run with '--stores none'"
        )
    }
}
