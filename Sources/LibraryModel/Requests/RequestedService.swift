package import SimulationKernel

/// How fast a request is to be served.
package enum ServiceLevel: UInt8, CaseIterable, Sendable, Codable {
    case normal, rush, express, core

    /// The level as files name it.
    package var code: String { String(describing: self) }
}

/// What is asked of a lender besides the title, as ISO 18626 has it: the service information and the
/// most that is paid.
///
/// Few requests say any of it.
package struct RequestedService: Hashable, Sendable {
    /// How fast; nil where nothing was said.
    package var level: ServiceLevel?
    /// The most that the borrower pays, in its own currency; nil where nothing was said.
    package var maximumCost: Money?
    /// When the item must be there.
    package var neededBy: SimulationTime?
    /// Whether the patron stands at the desk of the place of pickup.
    package var isExpedited: Bool

    package init(
        level: ServiceLevel? = nil,
        maximumCost: Money? = nil,
        neededBy: SimulationTime? = nil,
        isExpedited: Bool = false
    ) {
        self.level = level
        self.maximumCost = maximumCost
        self.neededBy = neededBy
        self.isExpedited = isExpedited
    }

    /// Whether nothing was said.
    package var isPlain: Bool { self == RequestedService() }

    /// The same, with an institution's own wishes where nothing was said.
    package func orElse(_ usual: RequestedService) -> RequestedService {
        RequestedService(
            level: level ?? usual.level,
            maximumCost: maximumCost ?? usual.maximumCost,
            neededBy: neededBy ?? usual.neededBy,
            isExpedited: isExpedited || usual.isExpedited
        )
    }
}
