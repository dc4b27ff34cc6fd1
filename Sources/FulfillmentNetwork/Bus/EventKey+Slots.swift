import LibraryModel
import SimulationKernel

// The payload of a participant's event: the slot of the timer or envelope, and above it whether an
// envelope is sent again.
extension EventKey {
    private static let retry: UInt64 = 1 << 32

    /// The event of a timer.
    init(timer slot: Int, of owner: borrowing Endpoint) {
        self.init(
            time: owner.timers[slot: slot].time,
            class: owner.timers[slot: slot].kind.eventClass,
            source: UInt32(owner.participant.rank),
            sequence: UInt64(owner.timers.id(in: slot)),
            payload: UInt64(slot)
        )
    }

    /// The event that an envelope in an outbox waits for.
    init(envelope slot: Int, of sender: borrowing Endpoint) {
        let isFlying = sender.outbox[slot: slot].state == .flying
        self.init(
            time: sender.outbox[slot: slot].time,
            class: isFlying ? .delivery : .timer,
            source: UInt32(sender.participant.rank),
            sequence: UInt64(sender.outbox.id(in: slot)),
            payload: UInt64(slot) | (isFlying ? 0 : Self.retry)
        )
    }

    /// Where the timer or envelope lies, if it is still there.
    var slot: Int { Int(payload & (Self.retry - 1)) }

    /// Whether a lost envelope is sent again.
    var isRetry: Bool { payload & Self.retry != 0 }
}
