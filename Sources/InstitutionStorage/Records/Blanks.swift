import LibraryModel
import SimulationKernel

// What blank records are made of: any value that a column may hold.

extension RecordHandle {
    static var blank: Self { Self(Int32(0)) }
}

extension SimulationTime {
    static var blank: Self { Self(microseconds: 0) }
}

extension CivilDate {
    static var blank: Self { Self(daysSinceEpoch: 0) }
}
