#ifndef HOLD_REFERENCE_H
#define HOLD_REFERENCE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The hold model over a `std::priority_queue`; the mirror of `holdWithEventQueue` in Swift.
///
/// Fills a queue with `pending` events, then `steps` times removes the earliest and schedules one
/// more. `increments` has 1,024 entries. `checksum` receives a hash of the keys in the order of
/// their removal; the result is the time of the steps alone in nanoseconds.
uint64_t hold_reference(
    int64_t pending,
    int64_t steps,
    const int64_t *increments,
    uint64_t *checksum
);

#ifdef __cplusplus
}
#endif

#endif
