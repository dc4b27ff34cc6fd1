/// Objects by position that are reached without counting references to them.
///
/// Counting is what reaching an object costs most, as it waits for the memory of the count. Whoever
/// makes the list keeps the objects alive as long as it is used.
struct UncountedList<Object: AnyObject>: ~Copyable {
    private var objects = Elements<Unmanaged<Object>>()

    init(_ objects: [Object]) {
        for object in objects { self.objects.append(Unmanaged.passUnretained(object)) }
    }

    /// Does something with the object at a position.
    @inline(__always)
    func with<Result>(_ position: Int, _ body: (Object) throws -> Result) rethrows -> Result {
        try objects[position]._withUnsafeGuaranteedRef { try body($0) }
    }

    /// Puts another object at a position.
    mutating func replace(_ position: Int, by object: Object) {
        objects[position] = Unmanaged.passUnretained(object)
    }
}
