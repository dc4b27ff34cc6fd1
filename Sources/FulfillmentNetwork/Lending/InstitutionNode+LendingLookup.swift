package import LibraryModel

extension InstitutionNode {
    /// The last request of a partner with a number, open or not.
    package func lendingRequest(_ request: RequestID) -> LendingRequestID? {
        if let open = index.lendingOfRequest[request] { return open }
        return lending.kept.last { lending[$0].request == request }
            .map { LendingRequestID($0) }
    }
}
