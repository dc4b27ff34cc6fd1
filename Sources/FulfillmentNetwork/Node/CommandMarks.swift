/// How far each stream of commands from outside has been applied at a node.
///
/// Few streams reach one node, so that looking through them costs less than hashing.
struct CommandMarks: Sendable {
    private var streams: ContiguousArray<CommandStream> = []
    private var numbers: ContiguousArray<Int64> = []

    init(_ marks: [CommandStream: Int64] = [:]) {
        for (stream, number) in marks.sorted(by: { $0.key < $1.key }) { self[stream] = number }
    }

    /// The number of the stream's command that was applied last; -1 for none.
    subscript(stream: CommandStream) -> Int64 {
        get { place(of: stream).map { numbers[$0] } ?? -1 }
        set {
            if let place = place(of: stream) {
                numbers[place] = newValue
            } else {
                streams.append(stream)
                numbers.append(newValue)
            }
        }
    }

    /// The marks by stream.
    var all: [CommandStream: Int64] {
        Dictionary(uniqueKeysWithValues: zip(streams, numbers))
    }

    @inline(__always)
    private func place(of stream: CommandStream) -> Int? {
        for place in streams.indices where streams[place].number == stream.number { return place }
        return nil
    }
}
