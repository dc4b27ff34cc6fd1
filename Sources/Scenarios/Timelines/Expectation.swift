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
        /// What is found when it is looked at.
        var found: (ExpectationContext) -> String
    }

    var place: SourcePlace
    var checks: [Check]
    /// The ids of the actions whose outcome is expected, so that a refusal of them is no surprise.
    var namesOutcomeOf: String?

    /// The values that are not as expected.
    func mismatches(in context: ExpectationContext) -> [ExpectationResult.Mismatch] {
        checks.compactMap { check in
            let found = check.found(context)
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
