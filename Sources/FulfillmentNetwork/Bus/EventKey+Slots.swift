import LibraryModel
import SimulationKernel

// The payload of a participant's event: the slot of the timer or envelope, and above it whether an
// envelope is sent again.
extension EventKey {
    private static let retry: UInt64 = 1 << 32

    /// The event of a timer.
    @inline(__always)
    init(timer slot: Int, of owner: borrowing Endpoint) {
        let timer = owner.timers.place(slot: slot)
        self.init(
            time: timer.pointee.time,
            class: timer.pointee.kind.eventClass,
            source: UInt32(bitPattern: owner.participant.rank),
            sequence: UInt64(bitPattern: owner.timers.id(in: slot)),
            payload: UInt64(truncatingIfNeeded: slot)
        )
    }

    /// The event that an envelope in an outbox waits for.
    @inline(__always)
    init(envelope slot: Int, of sender: borrowing Endpoint) {
        let envelope = sender.outbox.place(slot: slot)
        let isFlying = envelope.pointee.state == .flying
        self.init(
            time: envelope.pointee.time,
            class: isFlying ? .delivery : .timer,
            source: UInt32(bitPattern: sender.participant.rank),
            sequence: UInt64(bitPattern: sender.outbox.id(in: slot)),
            payload: UInt64(truncatingIfNeeded: slot) | (isFlying ? 0 : Self.retry)
        )
    }

    /// Where the timer or envelope lies, if it is still there.
    var slot: Int { Int(payload & (Self.retry - 1)) }

    /// The number of the timer or envelope.
    var id: Int64 { Int64(bitPattern: sequence) }

    /// Whether a lost envelope is sent again.
    var isRetry: Bool { payload & Self.retry != 0 }

    /// Whether a participant's timer is due, of whatever class.
    var isTimer: Bool { source != 0 && !isOf(.delivery) && !isRetry }
}
