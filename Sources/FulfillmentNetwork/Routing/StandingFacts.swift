/// What rules look at of lenders and stands for the whole run, as one institution sees it.
struct StandingFacts {
    /// What is the same for all lenders, by the slot of its column.
    var shared: [(slot: Int, value: Int64)] = []
    /// The slots of what is not.
    var apart: [Int] = []
    /// The slots of what stands not, or is about the request.
    var others: [Int] = []
    /// Slot by slot the fact about each lender, by rank.
    var facts: ContiguousArray<Int64> = []
}
