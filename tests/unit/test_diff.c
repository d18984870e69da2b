/* Differences of two texts: hand-made rows, and random texts whose pieces must give both back. */
#include "tests/test.h"

#include "core/buf.h"
#include "core/diff.h"

/* "=" a line that stayed, "-" one that went, "+" one that came, "~" one that changed inside with
 * [-gone-] and {+new+}. */
static void print(struct buf *b, const struct diff *d)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct diff_line *l = &d->line[i];
		buf_char(b, l->changed ? '~' : l->kind == DIFF_SAME ? '=' : l->kind == DIFF_REMOVED ? '-' : '+');
		for (size_t k = 0; k < l->n; k++) {
			const char *open[] = { "", "[-", "{+" }, *end[] = { "", "-]", "+}" };
			bool mark = l->changed;
			buf_cstr(b, mark ? open[l->piece[k].kind] : "");
			buf_str(b, l->piece[k].text);
			buf_cstr(b, mark ? end[l->piece[k].kind] : "");
		}
		buf_char(b, '|');
	}
}

static const struct {
	const char *name, *before, *after, *want;
	size_t removed, added;
} row[] = {
	{ "both empty", "", "", "", 0, 0 },
	{ "the same", "甲\n乙", "甲\n乙", "=甲|=乙|", 0, 0 },
	{ "a line came", "甲\n丙", "甲\n乙乙\n丙", "=甲|+乙乙|=丙|", 0, 2 },
	{ "a line went", "甲\n乙\n丙", "甲\n丙", "=甲|-乙|=丙|", 1, 0 },
	{ "from nothing", "", "全年受理", "+全年受理|", 0, 4 },
	{ "a number changed", "受理申请152件", "受理申请151件", "~受理申请15[-2-]{+1+}件|", 1, 1 },
	{ "words went in", "严格审核", "严格执行审核", "~严格{+执行+}审核|", 0, 2 },
	{ "nothing in common", "风雨", "甲乙丙丁", "-风雨|+甲乙丙丁|", 2, 4 },
	{ "changed and new", "一是培训五次\n末", "一是培训六次\n二是检查\n末",
		"~一是培训[-五-]{+六+}次|+二是检查|=末|", 1, 5 },
	{ "empty lines stay lines", "甲\n\n乙", "甲\n乙", "=甲|-|=乙|", 0, 0 },
};

static void table(void)
{
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct arena a;
		arena_init(&a, 1 << 20);
		struct diff d;
		struct error err;
		struct buf b;
		buf_init(&b, 4096);
		enum err e = diff_texts(&a, str_cstr(row[i].before), str_cstr(row[i].after), &d, &err);
		if (!e)
			print(&b, &d);
		CHECK(!e && str_is(buf_view(&b), row[i].want) && d.removed == row[i].removed &&
				d.added == row[i].added,
			"%s: %.*s", row[i].name, STR_ARG(buf_view(&b)));
		buf_done(&b);
		arena_done(&a);
	}
}

static uint64_t state = 7;
static unsigned next(unsigned below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % below;
}

static void random_text(struct buf *b)
{
	const char *sign[] = { "甲", "乙", "a", "1", "\n", "丙", "🙂" };
	for (unsigned n = next(40); n > 0; n--)
		buf_cstr(b, sign[next(7)]);
	if (b->n && b->p[b->n - 1] == '\n')
		buf_cstr(b, "末");
}

/* One side of a difference, put together again. */
static void rebuild(struct buf *b, const struct diff *d, enum diff_kind not)
{
	bool first = true;
	for (size_t i = 0; i < d->n; i++) {
		if (d->line[i].kind == not)
			continue;
		if (!first)
			buf_char(b, '\n');
		first = false;
		for (size_t k = 0; k < d->line[i].n; k++)
			if (d->line[i].piece[k].kind != not)
				buf_str(b, d->line[i].piece[k].text);
	}
}

static void both_come_back(void)
{
	int bad = 0;
	for (int i = 0; i < 500; i++) {
		struct arena a;
		arena_init(&a, 1 << 20);
		struct buf x, y, bx, by;
		buf_init(&x, 4096);
		buf_init(&y, 4096);
		buf_init(&bx, 4096);
		buf_init(&by, 4096);
		random_text(&x);
		random_text(&y);
		struct diff d;
		struct error err;
		if (diff_texts(&a, buf_view(&x), buf_view(&y), &d, &err))
			bad++;
		else {
			rebuild(&bx, &d, DIFF_ADDED);
			rebuild(&by, &d, DIFF_REMOVED);
			bad += !str_eq(buf_view(&x), buf_view(&bx)) || !str_eq(buf_view(&y), buf_view(&by));
		}
		buf_done(&x);
		buf_done(&y);
		buf_done(&bx);
		buf_done(&by);
		arena_done(&a);
	}
	CHECK(bad == 0, "500 pairs of random texts come back from their difference (%d do not)", bad);
}

static void limits(void)
{
	struct arena a;
	arena_init(&a, 1 << 24);
	struct buf b;
	buf_init(&b, 1 << 20);
	for (int i = 0; i <= DIFF_LINES_MAX; i++)
		buf_cstr(&b, "行\n");
	struct diff d;
	struct error err;
	CHECK(diff_texts(&a, buf_view(&b), STR(""), &d, &err) == ERR_LIMIT && strstr(err.msg, "2000"),
		"too many lines: %s", err.msg);
	buf_done(&b);
	arena_done(&a);
}

int main(void)
{
	table();
	both_come_back();
	limits();
	return TEST_END();
}
