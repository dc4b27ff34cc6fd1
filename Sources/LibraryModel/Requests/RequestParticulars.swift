/// What few borrowing requests have, apart from the others, which are many.
package struct RequestParticulars: Hashable, Sendable {
    package var request: BorrowingRequestID
    package var service: RequestedService

    package init(request: BorrowingRequestID, service: RequestedService = RequestedService()) {
        self.request = request
        self.service = service
    }
}
