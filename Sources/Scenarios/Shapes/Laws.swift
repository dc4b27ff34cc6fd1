import SimulationKernel

/// The laws of a distribution as documents write them: `{exponential: {mean: 2 d}}`.
enum Laws {
    /// The mapping that says which law it is.
    static func shape(of quantity: DrawnQuantity) -> VariantShape {
        let value = quantity.shape
        return VariantShape(
            "a law",
            "The law from which a value is drawn.",
            variants: [
                .init(
                    "exponential",
                    object(
                        "an exponential law",
                        [
                            .required("mean", value, "The mean."),
                            .optional(
                                "beyond",
                                value,
                                "What is added to each value; nothing, if not given."
                            ),
                        ]
                    ),
                    "The time between events that come at a constant rate."
                ),
                .init(
                    "uniform",
                    object(
                        "a uniform law",
                        [
                            .required("from", value, "The least value."),
                            .required("to", value, "The greatest value."),
                        ]
                    ),
                    "Any value between two bounds alike."
                ),
                .init(
                    "lognormal",
                    object(
                        "a lognormal law",
                        [
                            .required("median", value, "The median."),
                            .required(
                                "sigma",
                                .number(0...20),
                                "The standard deviation of the logarithm."
                            ),
                        ]
                    ),
                    "A positive value whose logarithm is normal."
                ),
                .init(
                    "triangular",
                    object(
                        "a triangular law",
                        [
                            .required("from", value, "The least value."),
                            .required("mode", value, "The most likely value."),
                            .required("to", value, "The greatest value."),
                        ]
                    ),
                    "Between two bounds, most likely at the mode."
                ),
                .init(
                    "empirical",
                    object(
                        "an empirical law",
                        [
                            .required(
                                "values",
                                .list(of: value, count: 1...100_000),
                                "The values seen."
                            ),
                            .optional(
                                "weights",
                                .list(of: .number(0...1e12), count: 1...100_000),
                                "How often each was seen, in the same order; alike without it."
                            ),
                        ]
                    ),
                    "Values seen, with the weights with which they were seen."
                ),
                .init(
                    "mixture",
                    .list(of: part(of: quantity), count: 1...100),
                    "One of several laws, each with a share of the values."
                ),
            ]
        )
    }

    private static func part(of quantity: DrawnQuantity) -> Shape {
        object(
            "a part of a mixture",
            [
                .required("share", .number(0...1e12), "How often it is this law."),
                .required("law", .distribution(of: quantity), "The law of the part."),
            ]
        )
    }

    private static func object(_ name: String, _ fields: [Field]) -> Shape {
        .object(ObjectShape(name, "The parameters of \(name).", fields))
    }

    static func example(of quantity: DrawnQuantity) -> String {
        "{exponential: {mean: \(quantity.shape.example ?? "1")}}"
    }

    /// The distribution that an element describes, its values read by `value`; nil unless it is
    /// sound.
    static func distribution(
        _ element: Element,
        value: (Element) -> Double?
    ) -> Distribution? {
        if element.kind == .scalar { return value(element).map(Distribution.constant) }
        guard element.entries.count == 1, let law = element.entries.first else { return nil }
        func parameter(_ key: String) -> Double? { law.value[key].flatMap(value) }
        switch law.key {
        case "exponential":
            guard let mean = parameter("mean"), mean > 0 else { return nil }
            return parameter("beyond").map { .exponentialBeyond($0, mean: mean) }
                ?? .exponential(mean: mean)
        case "uniform":
            guard let from = parameter("from"), let to = parameter("to"), from <= to else {
                return nil
            }
            return .uniform(from: from, to: to)
        case "lognormal":
            guard let median = parameter("median"), median > 0,
                let sigma = law.value["sigma"]?.number, sigma >= 0
            else { return nil }
            return .lognormal(median: median, sigma: sigma)
        case "triangular":
            guard let from = parameter("from"), let mode = parameter("mode"),
                let to = parameter("to"), from <= mode, mode <= to
            else { return nil }
            return .triangular(from: from, mode: mode, to: to)
        case "empirical":
            return empirical(law.value, value: value).map(Distribution.empirical)
        case "mixture":
            let parts = law.value.items
            let laws = parts.compactMap { part in
                part["law"].flatMap { distribution($0, value: value) }
            }
            return MixtureLaw(parts: laws, shares: parts.compactMap { $0["share"]?.number })
                .map(Distribution.mixture)
        default:
            return nil
        }
    }

    private static func empirical(
        _ element: Element,
        value: (Element) -> Double?
    ) -> EmpiricalLaw? {
        guard let items = element["values"]?.items else { return nil }
        let values = items.compactMap(value)
        guard !values.isEmpty, values.count == items.count else { return nil }
        guard let weightItems = element["weights"]?.items else {
            return EmpiricalLaw(values: values, weights: values.map { _ in 1 })
        }
        let weights = weightItems.compactMap(\.number)
        guard weights.count == weightItems.count else { return nil }
        return EmpiricalLaw(values: values, weights: weights)
    }
}
