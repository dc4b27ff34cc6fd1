#define _GNU_SOURCE
#include "Memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __linux__
#include <link.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

/// What a line of cache takes, or more.
static const size_t line = 64;
/// From so many bytes on, memory has pages of its own.
static const size_t large = 16 * 1024;

size_t memory_large(void) { return large; }

static size_t larger(size_t one, size_t other) { return one > other ? one : other; }
static size_t smaller(size_t one, size_t other) { return one < other ? one : other; }

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

void memory_release(void *memory, size_t size, memory_range part, memory_range unused) {
    if (size < large) return;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t begin = larger((unused.from + page - 1) / page, part.from / page) * page;
    size_t end = smaller(unused.to / page, (part.to + page - 1) / page) * page;
    if (begin < end) madvise((char *)memory + begin, end - begin, MADV_DONTNEED);
}

void memory_free(void *memory, size_t size) {
    if (size < large) {
        free(memory);
    } else {
        munmap(memory, size);
    }
}

#ifdef __linux__
static int release_read_only(struct dl_phdr_info *object, size_t size, void *unused) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    for (int part = 0; part < object->dlpi_phnum; part++) {
        const ElfW(Phdr) *header = &object->dlpi_phdr[part];
        // What may be written to may have been.
        if (header->p_type != PT_LOAD || header->p_flags & PF_W) continue;
        uintptr_t begin = (object->dlpi_addr + header->p_vaddr + page - 1) / page * page;
        uintptr_t end = (object->dlpi_addr + header->p_vaddr + header->p_memsz) / page * page;
        if (begin < end) madvise((void *)begin, end - begin, MADV_DONTNEED);
    }
    return 0;
}
#endif

void memory_release_unused(void) {
#ifdef __linux__
    dl_iterate_phdr(release_read_only, NULL);
#endif
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
