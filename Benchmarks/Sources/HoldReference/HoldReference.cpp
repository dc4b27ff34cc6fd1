#include "HoldReference.h"

#include <chrono>
#include <queue>
#include <vector>

namespace {

/// The same 32 bytes as `EventKey`.
struct Key {
    int64_t microseconds;
    uint64_t classAndSource;
    uint64_t sequence;
    uint64_t payload;
};

static_assert(sizeof(Key) == 32);

/// The same three fields in the same order as `EventKey.<`, turned round: a priority queue hands
/// out its greatest element.
struct Later {
    bool operator()(const Key &left, const Key &right) const {
        if (left.microseconds != right.microseconds) {
            return left.microseconds > right.microseconds;
        }
        if (left.classAndSource != right.classAndSource) {
            return left.classAndSource > right.classAndSource;
        }
        return left.sequence > right.sequence;
    }
};

/// SplitMix64.
uint64_t next(uint64_t &state) {
    state += 0x9e3779b97f4a7c15;
    uint64_t bits = state;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

Key makeKey(int64_t now, uint64_t sequence, const int64_t *increments, uint64_t &state) {
    const uint64_t bits = next(state);
    const uint64_t eventClass = (bits >> 10) & 3;
    const uint64_t source = (bits >> 12) & 511;
    return Key{
        now + increments[bits >> 54] + int64_t(bits & 1023),
        eventClass << 32 | source,
        sequence,
        bits,
    };
}

}  // namespace

uint64_t hold_reference(
    int64_t pending,
    int64_t steps,
    const int64_t *increments,
    uint64_t *checksum
) {
    std::vector<Key> storage;
    storage.reserve(size_t(pending) + 1);
    std::priority_queue<Key, std::vector<Key>, Later> queue(Later(), std::move(storage));

    uint64_t state = 1;
    uint64_t sequence = 0;
    for (; sequence < uint64_t(pending); sequence++) {
        queue.push(makeKey(0, sequence, increments, state));
    }

    uint64_t sum = 0;
    const auto start = std::chrono::steady_clock::now();
    for (int64_t step = 0; step < steps; step++) {
        const Key key = queue.top();
        queue.pop();
        sum = (sum ^ uint64_t(key.microseconds) ^ key.sequence << 40) * 0x9e3779b97f4a7c15;
        queue.push(makeKey(key.microseconds, sequence, increments, state));
        sequence++;
    }
    const auto end = std::chrono::steady_clock::now();
    *checksum = sum;
    return uint64_t(std::chrono::duration_cast<std::chrono::nanoseconds>(end - start).count());
}
