import Foundation

extension Coordinates {
    /// The distance along the great circle, by the haversine formula on a sphere of 6,371 km.
    package func kilometres(to other: Coordinates) -> Double {
        let radians = Double.pi / 180
        let dLatitude = (other.latitude - latitude) * radians
        let dLongitude = (other.longitude - longitude) * radians
        let a =
            pow(sin(dLatitude / 2), 2) + cos(latitude * radians) * cos(other.latitude * radians)
            * pow(sin(dLongitude / 2), 2)
        return 2 * 6_371 * asin(min(1, a.squareRoot()))
    }
}
