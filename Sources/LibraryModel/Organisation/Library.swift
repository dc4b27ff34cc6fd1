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

    package init(code: String, name: String, library: LibraryID) {
        self.code = code
        self.name = name
        self.library = library
    }
}

/// A circulation desk of a library.
package struct Desk: Sendable {
    package var code: String
    package var name: String
    package var library: LibraryID

    package init(code: String, name: String, library: LibraryID) {
        self.code = code
        self.name = name
        self.library = library
    }
}
