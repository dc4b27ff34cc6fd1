/// How long a courier takes from one library to another, as far as distance tells.
package enum CourierTime {
    /// The day on which a parcel is sorted and waits for the van.
    package static let handlingDays = 1.0
    /// How far a parcel comes in a day, on vans that stop at every library on their way.
    package static let kilometresPerDay = 300.0

    /// The days between two libraries: `handlingDays` and a day for every `kilometresPerDay` of the
    /// great circle.
    ///
    /// Loans that the consortium of Washington (WRLC) filled between 2007 and 2015 took 11 to 34
    /// hours from the shelf to the borrower within one city, which is the day of handling.
    package static func days(kilometres: Double) -> Double {
        handlingDays + kilometres / kilometresPerDay
    }
}
