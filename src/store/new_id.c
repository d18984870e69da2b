/*
 * 63 bits: 41 bits of milliseconds since 2020-01-01, 10 bits of node, 12 bits of
 * counter.  *last is milliseconds and counter without the node: it only ever grows,
 * so that a clock set back, or more than 4,096 ids in a millisecond, borrow from the
 * time to come instead of giving a number twice.  Enough until 2089.
 */
#include "store/internal.h"

enum { NODE_BITS = 10, COUNTER_BITS = 12 };
#define ID_EPOCH_MS INT64_C(1577836800000) /* 2020-01-01T00:00:00Z */

static int64_t first_at(int64_t now_ms)
{
	return now_ms <= ID_EPOCH_MS ? 1 : (now_ms - ID_EPOCH_MS) << COUNTER_BITS;
}

int64_t new_id_next(atomic_llong *last, int64_t now_ms, int node)
{
	long long old = atomic_load(last), next;
	do {
		int64_t now = first_at(now_ms);
		next = old >= now ? old + 1 : now;
	} while (!atomic_compare_exchange_weak(last, &old, next));
	int64_t ms = next >> COUNTER_BITS, counter = next & ((1 << COUNTER_BITS) - 1);
	return (ms << (NODE_BITS + COUNTER_BITS)) | ((int64_t)node << COUNTER_BITS) | counter;
}

int64_t new_id_first(int64_t at_ms)
{
	int64_t first = first_at(at_ms);
	return (first >> COUNTER_BITS) << (NODE_BITS + COUNTER_BITS);
}

void new_id_seed(atomic_llong *last, int64_t at_ms)
{
	long long want = first_at(at_ms + 1), old = atomic_load(last);
	while (old < want && !atomic_compare_exchange_weak(last, &old, want))
		;
}
