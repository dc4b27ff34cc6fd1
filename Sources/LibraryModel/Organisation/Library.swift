/// A place on the globe, in degrees.
package struct Coordinates: Sendable, Hashable {
    package var latitude: Double
    package var longitude: Double

    package init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }
}

/// A library of an institution.
package struct Library: Sendable {
    package var code: String
    package var name: String
    package var campus: CampusID?
    package var coordinates: Coordinates?
    /// Whether borrowing and lending between institutions happens in this library's name.
    package var isResourceSharing: Bool
    package var calendar: LibraryCalendar
    /// Where what it borrows from partners stands, which decides under which terms it is lent; nil is
    /// its first location and the institution's first item policy.
    package var borrowedItems: TemporaryPlace?

    package init(
        code: String,
        name: String,
        campus: CampusID? = nil,
        coordinates: Coordinates? = nil,
        isResourceSharing: Bool = false,
        calendar: LibraryCalendar = .alwaysOpen
    ) {
        self.code = code
        self.name = name
        self.campus = campus
        self.coordinates = coordinates
        self.isResourceSharing = isResourceSharing
        self.calendar = calendar
    }
}

/// Where the items stand that stand for what partners sent.
package struct TemporaryPlace: Hashable, Sendable {
    package var location: LocationID
    package var policy: ItemPolicyID

    package init(location: LocationID, policy: ItemPolicyID) {
        self.location = location
        self.policy = policy
    }
}

/// A code with the name that people read.
package struct NamedCode: Sendable, Hashable {
    package var code: String
    package var name: String

    package init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}

/// A shelving location of a library.
package struct Location: Sendable {
    package var code: String
    package var name: String
    package var library: LibraryID
    /// The fulfillment unit that it is part of.
    package var unit: FulfillmentUnitID?

    package init(
        code: String,
        name: String,
        library: LibraryID,
        unit: FulfillmentUnitID? = nil
    ) {
        self.code = code
        self.name = name
        self.library = library
        self.unit = unit
    }
}

/// A circulation desk of a library.
package struct Desk: Sendable {
    package var code: String
    package var name: String
    package var library: LibraryID
    /// How long its hold shelf keeps anything; nil is as long as the terms say.
    package var holdShelfMaximum: CalendarPeriod?

    package init(
        code: String,
        name: String,
        library: LibraryID,
        holdShelfMaximum: CalendarPeriod? = nil
    ) {
        self.code = code
        self.name = name
        self.library = library
        self.holdShelfMaximum = holdShelfMaximum
    }
}
