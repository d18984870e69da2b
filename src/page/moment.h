/*
 * moment -- a moment as a person reads it, in Asia/Shanghai (UTC+8, no summer time since 1991).
 */
#ifndef PAGE_MOMENT_H
#define PAGE_MOMENT_H

#include "core/arena.h"

#include <stdint.h>

/* "2026-11-21 12:03" of milliseconds since the epoch; empty for 0. */
struct str moment_text(struct arena *a, int64_t ms);

#endif
