import Foundation
import LibraryModel
import Testing

@Suite struct WorkflowTests {
    /// Every state, where a workflow can go from it, and whether it is one of the last.
    private func check<State, Event>(_ workflow: Workflow<State, Event>) {
        var reached: Set<State> = [workflow.initial]
        var isGrowing = true
        while isGrowing {
            let next = workflow.transitions.filter { reached.contains($0.from) }.map(\.to)
            isGrowing = !reached.isSuperset(of: next)
            reached.formUnion(next)
        }
        #expect(reached == Set(State.allCases), "\(workflow.name)")
        let left = Set(workflow.transitions.map(\.from))
        for state in State.allCases {
            #expect(
                left.contains(state) == !state.isFinal,
                "\(workflow.name), \(state.name): the last states, and no others, lead nowhere"
            )
        }
        let used = Set(workflow.transitions.map(\.event))
        #expect(used == Set(Event.allCases), "\(workflow.name)")
    }

    @Test("Every state is reached, every event happens, and only the last states lead nowhere")
    func isWhole() {
        check(.borrowing)
        check(.lending)
        check(.hold)
        check(.guestItem)
        check(.transit)
        check(.loan)
        check(.linkedAccount)
    }

    @Test("What is not in the table is refused with the state and the event named")
    func refusesIllegalSteps() throws {
        let refusal = try #require(
            Workflow.lending.next(from: .completed, on: .ship).refusal
        )
        #expect(refusal.code == .illegalTransition)
        #expect(
            refusal.description
                == "a lending request that is completed has no step 'ship', which leads from "
                + "created, will supply to shipped"
        )
    }

    @Test("The documentation's diagrams are the tables")
    func documentIsTrue() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appending(path: "docs/workflows.md"),
            encoding: .utf8
        )
        #expect(
            page.hasSuffix(WorkflowDocument.text),
            "run 'fulfillnet workflows' and put its output under the introduction"
        )
    }
}
