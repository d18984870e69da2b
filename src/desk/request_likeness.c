/*
 * request_likeness -- how alike two contents are: the Jaccard index of their sets of code point
 * pairs, exact, after the sentences that every application holds were taken out.
 */
#include "desk/request_part.h"

#include "core/utf8.h"

#include <stdlib.h>

enum {
	SCRATCH_MAX = 4 << 20,
	PAIR_BITS = 21 /* of a code point */
};

/* What forms and habit put into every application; it says nothing about what is asked for. */
static const char *const template_text[] = { "根据《中华人民共和国政府信息公开条例》",
	"依据《中华人民共和国政府信息公开条例》", "依据《政府信息公开条例》",
	"根据《政府信息公开条例》", "的规定", "现申请公开", "特申请公开", "申请公开", "请求公开",
	"请依法公开", "请贵机关", "贵单位", "本人", "我单位", "特此申请" };

static int compare_pair(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
	return (a > b) - (a < b);
}

static struct str without_template(struct arena *a, struct str s)
{
	struct buf b;
	buf_init(&b, SCRATCH_MAX);
	for (size_t at = 0; at < s.n;) {
		size_t skip = 0;
		for (size_t i = 0; i < sizeof(template_text) / sizeof(*template_text); i++) {
			struct str t = str_cstr(template_text[i]);
			if (t.n > skip && str_starts(str_sub(s, at, s.n), t))
				skip = t.n;
		}
		if (skip == 0)
			buf_char(&b, s.p[at]);
		at += skip ? skip : 1;
	}
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}

/* The pairs of a content; n 0 and the arena's error when there is no room. */
struct request_pairs request_pairs_of(struct arena *a, struct str content)
{
	struct str s = fold_text_arena(a, without_template(a, content));
	size_t n = utf8_length(s), k = 0;
	uint64_t *v = arena_array(a, uint64_t, n + 1);
	int32_t cp, last = -1;
	for (size_t at = 0; v && (cp = utf8_next(s, &at)) >= 0; last = cp)
		if (last >= 0)
			v[k++] = (uint64_t)last << PAIR_BITS | (uint64_t)cp;
	if (k == 0)
		return (struct request_pairs){ v, 0 };
	qsort(v, k, sizeof(*v), compare_pair);
	size_t once = 1;
	for (size_t i = 1; i < k; i++)
		if (v[i] != v[once - 1])
			v[once++] = v[i];
	return (struct request_pairs){ v, once };
}

/* 0..100: common pairs of all pairs. */
int request_pairs_likeness(struct request_pairs x, struct request_pairs y)
{
	size_t common = 0, i = 0, k = 0;
	while (i < x.n && k < y.n) {
		if (x.v[i] == y.v[k])
			common++, i++, k++;
		else if (x.v[i] < y.v[k])
			i++;
		else
			k++;
	}
	size_t all = x.n + y.n - common;
	return all ? (int)(common * 100 / all) : 0;
}

int request_likeness(struct arena *a, struct str x, struct str y)
{
	return request_pairs_likeness(request_pairs_of(a, x), request_pairs_of(a, y));
}

/* --- sketches ---------------------------------------------------------------------------------- */

void request_sketch_make(struct request_sketch *k, struct request_pairs p)
{
	*k = (struct request_sketch){ .n = p.n };
	for (size_t i = 0; i < p.n; i++) {
		/* Stored: the same for ever.  The upper bits of a product depend on all of the pair. */
		unsigned bit = (unsigned)(p.v[i] * 0x9e3779b97f4a7c15u >> 55);
		k->bits[bit / 8] |= (unsigned char)(1u << bit % 8);
	}
}

struct str request_sketch_bits(const struct request_sketch *k)
{
	return (struct str){ (const char *)k->bits, sizeof k->bits };
}

bool request_sketch_reaches(
	const struct request_sketch *x, const struct request_sketch *y, int percent)
{
	size_t only_x = 0, only_y = 0;
	for (size_t i = 0; i < REQUEST_SKETCH_BYTES; i += sizeof(uint64_t)) {
		uint64_t a, b;
		memcpy(&a, x->bits + i, sizeof a);
		memcpy(&b, y->bits + i, sizeof b);
		only_x += (size_t)__builtin_popcountll(a & ~b);
		only_y += (size_t)__builtin_popcountll(b & ~a);
	}
	/* At least one pair for each of these bits, and none of them common. */
	size_t common = x->n - only_x < y->n - only_y ? x->n - only_x : y->n - only_y;
	return common * 100 >= (size_t)percent * (x->n + y->n - common);
}
