/// How what rules look at stands for the whole run, as one institution sees it, of what is picked up
/// there and for which no service is asked.
enum StandingFact {
    /// It is the same for all lenders.
    case shared(Int64)
    /// It is another one for each lender.
    case apart
    /// It does not stand, or is about the request.
    case none
}
