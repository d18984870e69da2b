/*
 * fuzz -- the one function every target defines; libFuzzer or replay.c calls it.
 *
 * It returns 0 and may abort only to tell of a bug.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
