/// The numbers of the messages of a request's conversation: with the ends they name the draws of a
/// message's fate.
enum Step {
    /// The request to a lender.
    static func request(_ attempt: Int32) -> Int32 { 100 * attempt }

    /// A lender's word; the round tells repeated ones apart, such as renewals.
    static func status(
        _ attempt: Int32,
        _ status: SupplierStatus.Status,
        round: Int32 = 0
    ) -> Int32 {
        100 * attempt + 10 + Int32(status.rawValue) + 10_000 * min(round, 10_000)
    }

    /// A borrower's word.
    static func action(
        _ attempt: Int32,
        _ action: RequesterAction.Action,
        round: Int32 = 0
    ) -> Int32 {
        100 * attempt + 40 + Int32(action.rawValue) + 10_000 * min(round, 10_000)
    }

    /// A word between an item's owner and where it is fetched.
    static func pickup(_ attempt: Int32, _ number: Int32) -> Int32 { 100 * attempt + 70 + number }
}
