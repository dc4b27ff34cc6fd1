package import SimulationKernel

/// Due dates by the day of the loan, such as the end of a term for all loans made during it.
package struct FixedSchedule: Hashable, Sendable {
    /// Loans of some days, and the day at whose end they are due.
    package struct Range: Hashable, Sendable {
        package var first: CivilDate
        package var last: CivilDate
        package var due: CivilDate

        package init(first: CivilDate, last: CivilDate, due: CivilDate) {
            self.first = first
            self.last = last
            self.due = due
        }
    }

    package var code: String
    /// In order of time, without overlaps; days between them have no due date.
    package var ranges: [Range]

    package init(code: String, ranges: [Range]) {
        self.code = code
        self.ranges = ranges
    }

    /// The due day of loans made on a day; nil outside the ranges.
    package func due(ofLoanOn date: CivilDate) -> CivilDate? {
        ranges.first { $0.first <= date && date <= $0.last }?.due
    }
}
