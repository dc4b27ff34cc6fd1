import Scenarios
import Testing

struct DiagnosticsTests {
    @Test("A finding prints on one line with its place and its cure")
    func printing() {
        let place = SourcePlace(file: "path/a.yaml", line: 14, column: 9)
        let finding = Diagnostic(
            .error,
            "institution 'north' is not declared",
            at: place,
            hint: "did you mean 'northside'?"
        )
        #expect(
            "\(finding)" == """
                path/a.yaml:14:9: error: institution 'north' is not declared; \
                did you mean 'northside'?
                """
        )
        let whole = Diagnostic(.note, "it is empty", at: SourcePlace(file: "a.csv"))
        #expect("\(whole)" == "a.csv: note: it is empty")
    }

    @Test("Findings come in the order of their places, and at one place as they arrived")
    func order() {
        let diagnostics = Diagnostics()
        for (file, line, column) in [
            ("b", 1, 1), ("a", 2, 1), ("a", 1, 9), ("a", 1, 2), ("a", 1, 2),
        ] {
            let place = SourcePlace(file: file, line: line, column: column)
            diagnostics.warning("\(diagnostics.count(of: .warning))", at: place)
        }
        #expect(
            "\(diagnostics)" == """
                a:1:2: warning: 3
                a:1:2: warning: 4
                a:1:9: warning: 2
                a:2:1: warning: 1
                b:1:1: warning: 0
                """
        )
        #expect(diagnostics.hasErrors == false)
    }

    @Test("Findings beyond the limit are counted, and warnings never push errors out")
    func limit() {
        let diagnostics = Diagnostics(limit: 2)
        for line in 1...5 {
            diagnostics.warning("odd", at: SourcePlace(file: "a", line: line, column: 1))
        }
        diagnostics.error("wrong", at: SourcePlace(file: "a", line: 9, column: 1))
        #expect(
            "\(diagnostics)" == """
                a:1:1: warning: odd
                a:2:1: warning: odd
                a:9:1: error: wrong
                and 3 more
                """
        )
        #expect(diagnostics.count(of: .warning) == 5)
        #expect(diagnostics.hasErrors == true)
    }
}
