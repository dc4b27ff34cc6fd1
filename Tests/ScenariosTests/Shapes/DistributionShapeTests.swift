import Scenarios
import Testing

struct DistributionShapeTests {
    @Test("A law is checked part by part and as a whole", arguments: Self.rows)
    func reports(text: String, expected: String) {
        #expect(findings("name: x\n" + text) == expected)
    }

    static let rows: [(String, String)] = [
        (
            "transit: 2 d",
            ""
        ),
        (
            "transit: {exponential: {mean: 0 d}}",
            """
            a.yaml:2:31: error: 'mean' of exponential must be above zero, found '0 d'; write the \
            value itself instead of a law if it is always the same
            """
        ),
        (
            "transit: {uniform: {from: 3 d, to: 2 d}}",
            """
            a.yaml:2:27: error: 'from' of uniform must not exceed 'to', but '3 d' is more than '2 \
            d'; swap the two, or mend one
            """
        ),
        (
            "transit: {triangular: {from: 1 d, mode: 5 d, to: 2 d}}",
            """
            a.yaml:2:41: error: 'mode' of triangular must not exceed 'to', but '5 d' is more than \
            '2 d'; swap the two, or mend one
            """
        ),
        (
            "transit: {empirical: {values: [1 d, 2 d], weights: [0, 0]}}",
            """
            a.yaml:2:52: error: 'weights' of empirical are all zero; give at least one value a \
            weight above zero
            """
        ),
        (
            "transit: {empirical: {values: [1 d, 2 d], weights: [1]}}",
            """
            a.yaml:2:52: error: 'weights' of empirical has 1 item, but 'values' has 2; give one \
            weight for each value
            """
        ),
        (
            "transit: {exponential: {mean: 7 d, beyond: 21 d}}",
            ""
        ),
        (
            "transit: {mixture: [{share: 0, law: 1 d}, {share: 0, law: {constant: 1 d}}]}",
            """
            a.yaml:2:20: error: the shares of the mixture are all zero; give at least one part a \
            share above zero
            a.yaml:2:60: error: 'constant' is not a key of a law; its keys are exponential, \
            uniform, lognormal, triangular, empirical, mixture
            """
        ),
        (
            "transit: {exponental: {mean: 1 d}}",
            """
            a.yaml:2:11: error: 'exponental' is not a key of a law; did you mean 'exponential'?
            """
        ),
        (
            "transit: {exponential: {median: 1 d}}",
            """
            a.yaml:2:24: error: an exponential law needs the key 'mean'; add it, as in 'mean: 2 \
            d'
            a.yaml:2:25: error: 'median' is not a key of an exponential law; did you mean 'mean'?
            """
        ),
        (
            "transit: []",
            """
            a.yaml:2:10: error: 'transit' must be a duration such as 2 d, or a law such as \
            {exponential: {mean: 2 d}}, found an empty list
            """
        ),
        (
            "transit: {}",
            """
            a.yaml:2:10: error: a law does not say which it is; add one of the keys exponential, \
            uniform, lognormal, triangular, empirical, mixture
            """
        ),
        (
            "batch: 200",
            """
            a.yaml:2:8: error: 'batch' must be a number from 0 to 100 such as 1.5, but '200' is \
            too large
            """
        ),
        (
            "batch: {lognormal: {median: 3, sigma: -1}}",
            """
            a.yaml:2:39: error: 'sigma' must be a number from 0 to 20 such as 1.5, but '-1' is \
            too small
            """
        ),
    ]
}
