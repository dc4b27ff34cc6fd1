import SimulationKernel

extension Laws {
    /// Reports parameters that are well formed one by one but make no law together.
    static func check(
        _ element: Element,
        of quantity: DrawnQuantity,
        into diagnostics: Diagnostics
    ) {
        guard let law = element.entries.first else { return }
        func value(_ element: Element) -> Double? {
            switch quantity {
            case .duration: (element.duration?.microseconds).map(Double.init)
            case .number: element.number
            }
        }
        func requirePositive(_ key: String) {
            guard let parameter = law.value[key], let number = value(parameter), number <= 0 else {
                return
            }
            diagnostics.error(
                "'\(key)' of \(law.key) must be above zero, found '\(parameter.text ?? "")'",
                at: parameter.place,
                hint: "write the value itself instead of a law if it is always the same"
            )
        }
        func requireOrder(_ lower: String, _ upper: String) {
            guard let low = law.value[lower], let high = law.value[upper],
                let least = value(low), let greatest = value(high), least > greatest
            else { return }
            diagnostics.error(
                "'\(lower)' of \(law.key) must not exceed '\(upper)', but "
                    + "'\(low.text ?? "")' is more than '\(high.text ?? "")'",
                at: low.place,
                hint: "swap the two, or mend one"
            )
        }
        switch law.key {
        case "exponential":
            requirePositive("mean")
        case "uniform":
            requireOrder("from", "to")
        case "lognormal":
            requirePositive("median")
        case "triangular":
            requireOrder("from", "mode")
            requireOrder("mode", "to")
        case "empirical":
            checkWeights(law.value, into: diagnostics)
        case "mixture":
            let shares = law.value.items.compactMap { $0["share"]?.number }
            if !shares.isEmpty, !shares.contains(where: { $0 > 0 }) {
                diagnostics.error(
                    "the shares of the mixture are all zero",
                    at: law.value.place,
                    hint: "give at least one part a share above zero"
                )
            }
        default:
            break
        }
    }

    private static func checkWeights(_ law: Element, into diagnostics: Diagnostics) {
        guard let values = law["values"]?.items, let element = law["weights"] else { return }
        let weights = element.items.compactMap(\.number)
        guard element.kind == .sequence, weights.count == element.items.count else { return }
        if weights.count != values.count {
            diagnostics.error(
                "'weights' of empirical has \(counted(weights.count, "item")), but 'values' has "
                    + "\(values.count)",
                at: element.place,
                hint: "give one weight for each value"
            )
        } else if !weights.isEmpty, !weights.contains(where: { $0 > 0 }) {
            diagnostics.error(
                "'weights' of empirical are all zero",
                at: element.place,
                hint: "give at least one value a weight above zero"
            )
        }
    }
}

func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}
