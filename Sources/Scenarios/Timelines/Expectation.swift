import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// Something that must be true, with the place where the file says so.
struct Expectation {
    /// One value that is expected.
    struct Check {
        /// What is looked at: `balance of SMU/P1 at WSU`.
        var subject: String
        var expected: String
        /// The id of the action whose outcome is looked at, and not the network's state.
        var action: String?
        /// What is found when it is looked at.
        var found: (ExpectationContext) -> String

        /// What is found, now or when an action's outcome was still known.
        func finding(in context: ExpectationContext) -> String {
            guard let action, context.outcomes[action] == nil,
                let known = context.remembered[action]
            else { return found(context) }
            return known[subject] ?? "not known any more: the run was resumed"
        }
    }

    var place: SourcePlace
    var checks: [Check]
    /// The ids of the actions whose outcome is expected, so that a refusal of them is no surprise.
    var namesOutcomeOf: String?

    /// A digest of all that is expected.
    var digest: String {
        var digest = Digest()
        for check in checks {
            digest.fold(check.subject)
            digest.fold(check.expected)
        }
        return "\(digest)"
    }

    /// The values that are not as expected.
    func mismatches(in context: ExpectationContext) -> [ExpectationResult.Mismatch] {
        checks.compactMap { check in
            let found = check.finding(in: context)
            return found == check.expected
                ? nil
                : ExpectationResult.Mismatch(
                    subject: check.subject,
                    expected: check.expected,
                    found: found
                )
        }
    }
}

/// What expectations look at.
struct ExpectationContext {
    var network: Network
    /// What came of the actions that have ended, by id.
    var outcomes: [String: Outcome]
    /// What was found in the outcomes of actions that had ended when the run was resumed: by id, then
    /// by what is looked at.
    var remembered: [String: [String: String]]

    /// Whether the action with an id has ended.
    func knows(_ id: String) -> Bool { outcomes[id] != nil || remembered[id] != nil }
}

/// What came of an expectation.
package struct ExpectationResult: Sendable, Codable {
    /// A value that is not as expected.
    package struct Mismatch: Sendable, Codable, Hashable {
        package var subject: String
        package var expected: String
        package var found: String
    }

    package var file: String
    package var line: Int
    package var column: Int
    /// What is expected, in short.
    package var title: String
    package var mismatches: [Mismatch]

    /// Whether everything was as expected.
    package var isMet: Bool { mismatches.isEmpty }
}
