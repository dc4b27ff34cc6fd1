import Testing

/// Stories that once ended otherwise than a librarian would say: `Stories/NAME.yaml`.
struct StoryTests {
    private static let directory = "\(Repository.path)/Tests/CommandLineTests/Stories"

    static let files = Repository.files(in: directory, suffix: ".yaml")
        .filter { !$0.hasPrefix("networks/") }

    @Test("The stories are there")
    func storiesAreThere() {
        #expect(Self.files.count > 40)
    }

    @Test("A story goes as it tells, and breaks no invariant", arguments: files)
    func story(_ file: String) throws {
        let told = try Tool.run("test", file, in: Self.directory)
        #expect(told.code == 0, "\(told.output)\(told.errors)")
        let looked = try Tool.run(
            "run",
            file,
            "--stores",
            "none",
            "--check-invariants",
            in: Self.directory
        )
        #expect(looked.code == 0, "\(looked.errors)")
    }

    @Test("What a participant sends itself is traced")
    func tracesItself() throws {
        let directory = try TemporaryDirectory()
        let run = try Tool.run(
            "run",
            "pickup-at-the-lender.yaml",
            "--output",
            directory("out"),
            "--journal",
            in: Self.directory
        )
        #expect(run.code == 0, "\(run.errors)")
        let traced = try Tool.run("trace", "--run", directory("out"), "HOME-C000001")
        #expect(traced.code == 0, "\(traced.errors)")
        #expect(traced.output.contains("pickup"))
    }
}
