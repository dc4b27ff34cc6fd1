package import SimulationKernel

extension Element {
    /// The distribution of a length of time, as numbers of the unit: constant 2 for `2 d` in days.
    package func distribution(in unit: DurationUnit) -> Distribution? {
        Laws.distribution(self) { element in
            element.duration.map {
                Double($0.microseconds) / Double(unit.duration.microseconds)
            }
        }
    }

    /// The distribution of a number.
    package var numberDistribution: Distribution? {
        Laws.distribution(self, value: \.number)
    }
}
