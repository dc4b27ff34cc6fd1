package import LibraryModel

// What few requests have: a service level, a price, a date. Requests without it cost nothing.
extension InstitutionNode {
    /// What a request has that few have; nil where it has nothing of it.
    package func particulars(of id: BorrowingRequestID) -> RequestParticulars? {
        guard particulars.count > 0 else { return nil }
        return index.particularsOfRequest[id].map { particulars[Int($0.index)] }
    }

    /// Changes what a request has that few have.
    func changeParticulars(
        of id: BorrowingRequestID,
        _ change: (inout RequestParticulars) -> Void
    ) {
        if let known = index.particularsOfRequest[id] {
            change(&particulars[Int(known.index)])
            return
        }
        var record = RequestParticulars(request: id)
        change(&record)
        index.particularsOfRequest[id] = RequestParticularsID(particulars.append(record))
    }

    /// What is asked for: by the request, or else by what the institution usually asks for.
    func service(of id: BorrowingRequestID) -> RequestedService {
        let usual = institution.borrowing.service
        return particulars(of: id).map { $0.service.orElse(usual) } ?? usual
    }

    /// The service level as walk policies and facts number it; the normal one where nothing is said.
    func walkLevel(of id: BorrowingRequestID) -> Int64 {
        Int64((service(of: id).level ?? .normal).rawValue)
    }
}
