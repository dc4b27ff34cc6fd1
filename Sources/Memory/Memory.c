#define _GNU_SOURCE
#include "Memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/// What a line of cache takes, or more.
static const size_t line = 64;
/// From so many bytes on, memory has pages of its own.
static const size_t large = 64 * 1024;

/// Ends the program where there is no memory left, as Swift's own allocation does.
static void *checked(void *memory) {
    if (memory == NULL || memory == MAP_FAILED) abort();
    return memory;
}

static void *take(size_t size) {
    if (size < large) return checked(aligned_alloc(line, (size + line - 1) / line * line));
    return checked(mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

void *memory_grow(void *old, size_t old_size, size_t size) {
    if (old == NULL) return take(size);
#ifdef __linux__
    if (old_size >= large) return checked(mremap(old, old_size, size, MREMAP_MAYMOVE));
#endif
    void *memory = take(size);
    memcpy(memory, old, old_size);
    memory_free(old, old_size);
    return memory;
}

void memory_free(void *memory, size_t size) {
    if (size < large) {
        free(memory);
    } else {
        munmap(memory, size);
    }
}
