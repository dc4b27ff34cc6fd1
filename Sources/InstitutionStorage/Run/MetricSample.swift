package import SimulationKernel

/// What a metric was at an instant.
package struct MetricSample: Sendable, Hashable {
    package var time: SimulationTime
    package var name: String
    package var value: Double

    package init(time: SimulationTime, name: String, value: Double) {
        self.time = time
        self.name = name
        self.value = value
    }
}
