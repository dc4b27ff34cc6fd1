import Foundation
import Testing

/// `explain` and `compare-rules` on runs of the repository's own scenarios.
struct RoutingCommandTests {
    private static let scenario = Repository.path + "/scenarios/choosing-lenders.yaml"
    private static let rules = Repository.path + "/network-configs/routing"

    /// A run of the scenario in which lenders are asked for facts first.
    private func finishedRun(_ arguments: String...) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let run = try Tool.run(
            ["run", Self.scenario, "--output", directory("out"), "--quiet"] + arguments
        )
        #expect(run.code == 0, "\(run.errors)")
        return directory
    }

    @Test("Explain says of every candidate why it was asked, or which fact spoke against it")
    func explains() throws {
        let directory = try finishedRun()
        let explained = try Tool.run(
            "explain",
            "--run",
            directory("out"),
            "--request",
            "DOGWOOD-R000001"
        )
        #expect(explained.code == 0, "\(explained.errors)")
        for line in [
            "asked 1. BIRCH: not acted on in time", "asked 2. CEDAR: lost",
            "1. BIRCH (copy 1): asked",
            "OUT (exclude): no copy is on the shelf, shelf-first.yaml:",
            "item-status: checked-out",
            "SILENT (exclude): it did not say how its copies are",
            "TRIED (exclude): it was asked for this request before",
        ] {
            #expect(explained.output.contains(line), "'\(line)' in \(explained.output)")
        }
        let one = try Tool.run(
            "explain",
            "--run",
            directory("out"),
            "--request",
            "DOGWOOD-R000001",
            "--institution",
            "ALDER"
        )
        #expect(one.output.contains("ALDER") && !one.output.contains("(copy 1): asked"))
    }

    @Test("The explanation as JSON holds each decision with its candidates")
    func explainsAsJSON() throws {
        let directory = try finishedRun()
        let explained = try Tool.run(
            "explain",
            "--run",
            directory("out"),
            "--request",
            "DOGWOOD-R000001",
            "--format",
            "json"
        )
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(explained.output.utf8))
                as? [String: Any]
        )
        let decisions = try #require(json["decisions"] as? [[String: Any]])
        #expect(decisions.count == 2)
        let candidates = try #require(decisions.first?["candidates"] as? [[String: Any]])
        #expect(
            candidates.map { $0["institution"] as? String } == ["BIRCH", "ALDER", "CEDAR"]
        )
        let reasons = try #require(candidates[1]["reasons"] as? [[String: Any]])
        #expect(reasons.first?["code"] as? String == "OUT")
        #expect((reasons.first?["rule"] as? String)?.hasPrefix("shelf-first.yaml:") == true)
    }

    @Test(
        "A request that cannot be explained is refused with what there is",
        arguments: [
            ("DOGWOOD-R000099", "DOGWOOD has made"), ("R000001", "is no request"),
            ("DOGWOD-R000001", "There is no institution 'DOGWOD'"),
        ]
    )
    func refuses(request: String, expected: String) throws {
        let directory = try finishedRun()
        let explained = try Tool.run(
            "explain",
            "--run",
            directory("out"),
            "--request",
            request
        )
        #expect(explained.code == 64)
        #expect(explained.errors.contains(expected), "\(explained.errors)")
    }

    @Test("Decisions, and whom rules count, are the same after a run was stopped and resumed")
    func resumes() throws {
        let whole = try finishedRun()
        let part = try finishedRun("--until", "2026-01-14")
        let resumed = try Tool.run(
            "run",
            Self.scenario,
            "--output",
            part("out"),
            "--resume",
            "--quiet"
        )
        #expect(resumed.code == 0, "\(resumed.errors)")
        let digests = try [whole, part].map { directory in
            let record = try JSONSerialization.jsonObject(
                with: try #require(
                    FileManager.default.contents(atPath: directory("out/run.json"))
                )
            )
            return try #require((record as? [String: Any])?["stateDigest"] as? String)
        }
        #expect(digests[0] == digests[1])
    }

    @Test("Comparing a rule set with itself finds no difference; with another, each has its reason")
    func compares() throws {
        let scenario = Repository.path + "/scenarios/third-lender.yaml"
        func compared(_ first: String, _ second: String) throws -> [String: Any] {
            let result = try Tool.run(
                "compare-rules",
                "\(Self.rules)/\(first).yaml",
                "\(Self.rules)/\(second).yaml",
                "--scenario",
                scenario,
                "--format",
                "json"
            )
            #expect(result.code == 0, "\(result.errors)")
            return try #require(
                try JSONSerialization.jsonObject(with: Data(result.output.utf8))
                    as? [String: Any]
            )
        }
        let same = try compared("alma-rota", "alma-rota")
        #expect(same["elsewhere"] as? Int == 0)
        #expect(same["inBoth"] as? Int ?? 0 > 0)
        let other = try compared("alma-rota", "shelf-first")
        let differences = try #require(other["differences"] as? [[String: Any]])
        #expect(differences.first?["first"] as? String == "BSU")
        #expect(differences.first?["second"] as? String == "SMU")
        #expect(differences.first?["decidedBy"] as? String == "OUT")
        let measures = try #require(other["measures"] as? [[String: Any]])
        let asked = measures.compactMap { $0["lendersAskedPerRequest"] as? Double }
        #expect(asked.count == 2 && asked[1] < asked[0])
    }

    @Test("What is compared is kept, whatever else a scenario lets go of")
    func comparesWhatIsOver() throws {
        let directory = try TemporaryDirectory()
        let outputs = try ["", "keep-finished: 1 d"].map { setting in
            try directory.write(
                """
                name: Eight weeks
                network: \(Repository.path)/network-configs/lending-year.yaml
                start: 2026-01-01
                end: 2026-02-26
                population: {patrons: 0.1}
                demand:
                  requests: {per-patron-day: 0.2, popularity: {power: 2}}
                  stay: {uniform: {from: 1 d, to: 5 d}}
                \(setting)

                """,
                to: "weeks.yaml"
            )
            let rules = "\(Self.rules)/alma-rota.yaml"
            let result = try Tool.run(
                ["compare-rules", rules, rules, "--scenario", "weeks.yaml", "--format", "json"],
                in: directory.path
            )
            #expect(result.code == 0, "\(result.errors)")
            return result.output
        }
        #expect(outputs[0] == outputs[1])
        #expect(outputs[0].contains("\"meanTurnaroundDays\""))
    }

    @Test("A scenario may keep no decisions, or a sample, and explain says which")
    func keepsWhatIsAsked() throws {
        for (keeping, note) in [("none", "keeps no decisions"), ("0.0", "not in the sample")] {
            let directory = try TemporaryDirectory()
            try directory.write(
                """
                name: Nothing kept
                network: \(Repository.path)/network-configs/four-valleys.yaml
                start: 2026-01-12
                end: 2026-01-20
                routing: {decisions: \(keeping)}
                timeline:
                  - time: 2026-01-14 10:00
                    request: {patron: WSU/dan, title: T1}
                """,
                to: "scenario.yaml"
            )
            try run(in: directory)
            let explained = try Tool.run(
                "explain",
                "--run",
                directory("out"),
                "--request",
                "WSU-R000001"
            )
            #expect(explained.output.contains(note), "\(explained.output) \(explained.errors)")
        }
    }

    @Test(
        "What rules mean in a network is said once, where a scenario and the rule set name the same"
    )
    func lintsInTheNetworkOfTheScenario() throws {
        let directory = try TemporaryDirectory()
        for name in ["rules", "scenarios"] {
            try FileManager.default.createDirectory(
                atPath: directory(name),
                withIntermediateDirectories: true
            )
        }
        let network = "\(Repository.path)/network-configs/four-valleys.yaml"
        func write(naming named: String) throws {
            try directory.write(
                """
                rule-set: mine
                \(named)
                lists: {excluded: [WSU]}
                settings: {listed: true}
                filters:
                  - code: EXCLUDED
                    message: excluded
                    when: [{fact: listed-as-excluded, is: true}, {setting: listed, is: true}]
                """,
                to: "rules/mine.yaml"
            )
        }
        try directory.write(
            """
            name: Mine
            network: \(network)
            start: 2026-01-12
            end: 2026-01-20
            routing: {rules: ../rules/mine.yaml}
            """,
            to: "scenarios/mine.yaml"
        )
        let expected = """
            rules/mine.yaml:6:5: warning: no borrower can reach WSU: EXCLUDED; check these filters \
            and the network's relations

            """
        func check(_ files: String...) throws -> String {
            try Tool.run(["check"] + files, in: directory("")).errors
        }
        try write(naming: "description: It names no network.")
        #expect(try check("scenarios/mine.yaml") == expected)
        #expect(try check("rules/mine.yaml") == "")
        try write(naming: "network: \(network)")
        #expect(try check("scenarios/mine.yaml", "rules/mine.yaml") == expected)
        // What the scenario sets counts.
        try directory.write(
            try String(contentsOfFile: directory("scenarios/mine.yaml"), encoding: .utf8)
                .replacing("mine.yaml}", with: "mine.yaml, settings: {listed: false}}"),
            to: "scenarios/mine.yaml"
        )
        #expect(try check("scenarios/mine.yaml") == "")
    }

    @Test("What a network says of its lenders reaches the rules: ratios, weights, classes of items")
    func knowsTheNetwork() throws {
        let directory = try TemporaryDirectory()
        func institution(_ code: String, _ lending: String, policy: String) -> String {
            """
              \(code):
                name: \(code)
                lending: \(lending)
                libraries: {MAIN: {name: Library, resource-sharing: true}}
                locations: {STACKS: {name: Stacks, library: MAIN}}
                patrons: {list: [{code: ada, group: student, expiry: 2027-06-30}]}
                items:
                  list: [{barcode: \(code)-1, title: Ice, title-id: T-\(policy), location: STACKS,
                    policy: \(policy)}]

            """
        }
        try directory.write(
            """
            network: {code: FOUR, name: Four, time-zone: America/Chicago}
            defaults:
              user-groups: {student: {name: Student}}
              item-policies: {book: Book, film: Film}
              loan-terms: {standard: {period: 28 d}}
              loan-rules: [{terms: standard}]
            institutions:

            """ + institution("EAST", "{weight: 1, ratio: {loans: 1, borrows: 3}}", policy: "book")
                + institution("HOME", "{}", policy: "film")
                + institution("NORTH", "{}", policy: "film")
                + institution("WEST", "{weight: 5}", policy: "book"),
            to: "network.yaml"
        )
        try directory.write(
            """
            rule-set: known
            description: By weight.
            lists: {item-classes: [book, film]}
            gather: {facts: [{fact: item-class, from: asked}]}
            filters:
              - {code: OWN-COPY, message: it is the borrower, when: [{fact: is-borrower, is: true}]}
              - {code: FILM, message: films stay, when: [{fact: item-class, is: film}]}
              - {code: GREEDY, message: it borrows more than it lends, effect: demote,
                 when: [{fact: ratio-borrows, above: 2}]}
            rank: [{key: weight, fact: weight, order: descending}]
            """,
            to: "rules.yaml"
        )
        try directory.write(
            """
            name: Known
            network: network.yaml
            start: 2026-01-12
            end: 2026-01-20
            routing: {rules: rules.yaml}
            timeline:
              - time: 2026-01-14 10:00
                request: {patron: HOME/ada, title: T-book}
              - time: 2026-01-14 11:00
                request: {patron: WEST/ada, title: T-film}
            """,
            to: "scenario.yaml"
        )
        try run(in: directory)
        func explain(_ request: String) throws -> String {
            try Tool.run("explain", "--run", directory("out"), "--request", request).output
        }
        let book = try explain("HOME-R000001")
        for line in ["1. WEST", "2. EAST", "weight: 5", "GREEDY (demote)", "ratio-borrows: 3"] {
            #expect(book.contains(line), "'\(line)' in \(book)")
        }
        let film = try explain("WEST-R000001")
        #expect(film.contains("nobody is asked") && film.contains("item-class: film"), "\(film)")
    }

    @Test(
        "Who answers slowly, and who does not answer, is known from what the borrower asked before"
    )
    func knowsHowLendersAnswer() throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            """
            rule-set: answers
            filters:
              - {code: OWN-COPY, message: it is the borrower, when: [{fact: is-borrower, is: true}]}
              - {code: SILENT, message: it did not answer, effect: demote,
                 when: [{fact: silences, above: 0}]}
            rank:
              - {key: silences, fact: silences}
              - {key: response, fact: response-time, unknown: first}
            walk: {time-limits: [{level: rush, limit: 6 h}, {limit: 2 d}]}
            """,
            to: "rules.yaml"
        )
        try directory.write(
            """
            name: Answers
            network: \(Repository.path)/network-configs/river-towns.yaml
            start: 2026-03-01
            end: 2026-03-31
            routing: {rules: rules.yaml}
            timeline:
              - time: 2026-03-02 08:00
                check-out: {at: ALDER, patron: ALDER/ann, item: A-1}
              - time: 2026-03-02 08:10
                check-out: {at: CEDAR, patron: CEDAR/cam, item: C-1}
              - time: 2026-03-10 09:00
                request: {patron: DOGWOOD/dee, title: T1, service-level: rush}
              - time: 2026-03-13 09:00
                crash: {of: DOGWOOD}
              - time: 2026-03-16 09:00
                request: {patron: DOGWOOD/dee, title: T1}
            """,
            to: "scenario.yaml"
        )
        let run = try Tool.run(
            ["run", directory("scenario.yaml"), "--output", directory("out"), "--quiet"]
        )
        #expect(run.code == 0, "\(run.errors)")
        func explain(_ number: Int) throws -> String {
            try Tool.run(
                "explain",
                "--run",
                directory("out"),
                "--request",
                "DOGWOOD-R00000\(number)"
            ).output
        }
        // Alder answers at once that its copy is out; Birch leaves it to its staff, who do nothing in
        // the six hours of a rush.
        let first = try explain(1)
        #expect(first.contains("2. BIRCH: not acted on in time"), "\(first)")
        let second = try explain(2)
        for line in ["silences: 1", "SILENT (demote): it did not answer", "3. BIRCH"] {
            #expect(second.contains(line), "'\(line)' in \(second)")
        }
    }

    @Test("Facts ride on replies where rules want it, and what was carried survives a crash")
    func keepsWhatRepliesCarry() throws {
        func rules(from source: String) -> String {
            """
            rule-set: told
            gather:
              facts:
                - {fact: open-requests-of-all, from: \(source), maximum-age: 5 d}
                - {fact: loans, from: \(source), maximum-age: 1 d}
                - {fact: closed, from: \(source)}
            filters:
              - {code: OWN-COPY, message: it is the borrower, when: [{fact: is-borrower, is: true}]}
              - {code: CLOSED, message: it does not lend now, effect: demote,
                 when: [{fact: closed, is: true}]}
            rank:
              - {key: open, fact: open-requests-of-all, unknown: last}
              - {key: loans, fact: loans, unknown: last}
            """
        }
        func explain(from source: String) throws -> [String] {
            let directory = try TemporaryDirectory()
            try directory.write(rules(from: source), to: "rules.yaml")
            try directory.write(
                """
                name: Told
                network: \(Repository.path)/network-configs/river-towns.yaml
                start: 2026-03-01
                end: 2026-03-31
                routing: {rules: rules.yaml}
                timeline:
                  - time: 2026-03-10 09:00
                    request: {patron: DOGWOOD/dee, title: T3}
                  - time: 2026-03-10 12:00
                    as: sharing
                    refuse-request: {at: BIRCH, patron: DOGWOOD/dee}
                  - time: 2026-03-10 13:00
                    crash: {of: DOGWOOD}
                  - time: 2026-03-10 14:00
                    request: {patron: DOGWOOD/dee, title: T3}
                  - time: 2026-03-10 15:00
                    as: sharing
                    refuse-request: {at: BIRCH, patron: DOGWOOD/dee}
                  - time: 2026-03-18 14:00
                    request: {patron: DOGWOOD/dee, title: T3}
                """,
                to: "scenario.yaml"
            )
            let run = try Tool.run(
                [
                    "run", directory("scenario.yaml"), "--output", directory("out"), "--quiet",
                    "--check-invariants",
                ]
            )
            #expect(run.code == 0, "\(run.errors)")
            return try (1...3).map { number in
                try Tool.run(
                    "explain",
                    "--run",
                    directory("out"),
                    "--request",
                    "DOGWOOD-R00000\(number)"
                ).output
            }
        }
        let carried = try explain(from: "carried")
        #expect(carried[0].contains("open: unknown\n"), "\(carried[0])")
        // As of when Birch refused: the request that it refused was no longer open.
        #expect(carried[1].contains("open: 0 (2 h old)"), "\(carried[1])")
        #expect(carried[1].contains("loans: 0 (2 h old)"), "\(carried[1])")
        // What a reply carried is older than five days; what is published is not older than one.
        #expect(carried[2].contains("open: unknown (7 d 23 h old)"), "\(carried[2])")
        #expect(carried[2].contains("loans: 0 (13 h old)"), "\(carried[2])")
        let published = try explain(from: "published")
        #expect(published[1].contains("open: unknown\n"), "\(published[1])")
    }

    /// Runs the scenario of a directory into `out`.
    private func run(in directory: TemporaryDirectory) throws {
        let run = try Tool.run(
            "run",
            directory("scenario.yaml"),
            "--output",
            directory("out"),
            "--quiet"
        )
        #expect(run.code == 0, "\(run.errors)")
    }
}
