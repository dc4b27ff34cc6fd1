#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>

#pragma clang assume_nonnull begin

/// Fetches the line of memory at an address into the cache, while the processor goes on.
///
/// It changes nothing that can be observed but time; the address need not be readable.
static inline void memory_fetch(const void *address) {
    __builtin_prefetch(address);
}

/// From how many bytes on memory has pages of its own.
size_t memory_large(void);

/// Gives memory of a size in place of some that is too small, with what was in it; or in place of
/// none. It begins with a line of cache.
///
/// What is large has pages of its own and moves with them: nothing is copied, and what is not used yet
/// takes no memory.
void *memory_grow(void *_Nullable old, size_t old_size, size_t size);

/// From which byte of memory to which, the last not among them.
typedef struct {
    size_t from, to;
} memory_range;

/// Gives the pages back that a part of memory of a size lies on, where that and what lies around it is
/// unused. They read as zero when they are touched again.
void memory_release(void *memory, size_t size, memory_range part, memory_range unused);

/// Gives memory of a size back.
void memory_free(void *memory, size_t size);

/// Gives back what was needed so far and may not be needed any more: memory that was freed, and the pages of
/// the program and its libraries that are only read, code and names mostly. What is needed again is read
/// again, which mostly copies nothing.
void memory_release_unused(void);

#pragma clang assume_nonnull end

#endif
