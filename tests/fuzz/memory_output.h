/* The programs' output in memory: what stands in for src/cli/output.c when their writers are linked alone. */
#ifndef TESTS_FUZZ_MEMORY_OUTPUT_H
#define TESTS_FUZZ_MEMORY_OUTPUT_H

#include "cli/output.h"

#include <stddef.h>

/* A NUL follows the bytes, which last until the output is closed or discarded. */
const char *memory_output_bytes(const struct output *output, size_t *size);

#endif
