/*
 * Automatic numbering of .doc: [MS-DOC] 2.9.201 (PlfLst), 2.9.147 (LSTF),
 * 2.9.150 (LVL), 2.9.131 (LFO).  Overrides of single levels are not read.
 */
#include "doc/word97.h"

#include "core/utf8.h"

enum {
	FIB_LISTS = 0x2E2,
	FIB_LIST_OVERRIDES = 0x2EA,
	LIST_SIZE = 28,
	LIST_FLAGS = 26,
	LIST_SIMPLE = 1,
	LEVEL_SIZE = 28,
	LEVEL_FORMAT = 4,
	LEVEL_CHARACTER_BYTES = 24,
	LEVEL_PARAGRAPH_BYTES = 25,
	OVERRIDE_SIZE = 16,
	LEVELS = 9,
	LISTS_MAX = 4096,
	TEXT_MAX = 64, /* characters of one number text */
	COUNT_MAX = 100000
};

/* MSONFC, [MS-OSHARED] 2.2.1.3: only what official documents use; the rest prints decimal. */
enum number_format {
	FORMAT_ROMAN_UPPER = 1,
	FORMAT_ROMAN_LOWER = 2,
	FORMAT_LETTER_UPPER = 3,
	FORMAT_LETTER_LOWER = 4,
	FORMAT_IDEOGRAPH_DIGITAL = 10,
	FORMAT_JAPANESE_COUNTING = 11,
	FORMAT_CIRCLE = 18,
	FORMAT_BULLET = 23,
	FORMAT_TAIWANESE_COUNTING = 33,
	FORMAT_TAIWANESE_THOUSAND = 35,
	FORMAT_CHINESE_COUNTING = 37,
	FORMAT_CHINESE_THOUSAND = 39,
	FORMAT_NONE = 255
};

struct level {
	unsigned format;
	int start, count; /* count: last number given, start - 1 before the first */
	struct str text;  /* UTF-16; a character below 9 stands for that level's number */
};

struct list {
	uint32_t id;
	struct level level[LEVELS];
};

struct word97_lists {
	struct list *list;
	size_t n;
	size_t *override; /* per LFO: index of its list, n when there is none */
	size_t n_overrides;
};

/* One LVL at *at of the table stream; steps *at behind it. */
static void read_level(struct str table, size_t *at, struct level *l)
{
	int32_t start = (int32_t)le_u32(table, *at);
	l->start = start < 0 || start > COUNT_MAX ? 1 : start;
	l->count = l->start - 1;
	l->format = le_u8(table, *at + LEVEL_FORMAT);
	size_t skip = LEVEL_SIZE + le_u8(table, *at + LEVEL_CHARACTER_BYTES) +
		le_u8(table, *at + LEVEL_PARAGRAPH_BYTES);
	size_t text = *at + skip, n = le_u16(table, text);
	l->text = str_sub(table, text + 2, text + 2 + (n < TEXT_MAX ? n : TEXT_MAX) * 2);
	*at = text + 2 + n * 2;
}

/* The levels of all lists follow the list table, outside of its length. */
static enum err read_list_table(struct word97_file *f, struct word97_lists *l, struct error *err)
{
	size_t at = le_u32(f->main, FIB_LISTS), n = le_u16(f->table, at);
	if (le_u32(f->main, FIB_LISTS + 4) < 2 || n > LISTS_MAX ||
		n > (f->table.n / LIST_SIZE))
		return OK;
	l->list = arena_array(f->arena, struct list, n + 1);
	if (!l->list)
		return arena_check(f->arena, err);
	l->n = n;
	size_t level_at = at + 2 + n * LIST_SIZE;
	for (size_t i = 0; i < n; i++) {
		size_t entry = at + 2 + i * LIST_SIZE;
		bool simple = le_u8(f->table, entry + LIST_FLAGS) & LIST_SIMPLE;
		l->list[i].id = le_u32(f->table, entry);
		for (int k = 0; k < (simple ? 1 : LEVELS); k++)
			read_level(f->table, &level_at, &l->list[i].level[k]);
	}
	return OK;
}

enum err word97_read_lists(struct word97_file *f, struct error *err)
{
	struct word97_lists *l = arena_one(f->arena, struct word97_lists);
	if (!l)
		return arena_check(f->arena, err);
	enum err e = read_list_table(f, l, err);
	if (e)
		return e;
	size_t at = le_u32(f->main, FIB_LIST_OVERRIDES), n = le_u32(f->table, at);
	if (le_u32(f->main, FIB_LIST_OVERRIDES + 4) >= 4 && n <= LISTS_MAX) {
		l->override = arena_array(f->arena, size_t, n + 1);
		if (!l->override)
			return arena_check(f->arena, err);
		l->n_overrides = n;
	}
	for (size_t i = 0; i < l->n_overrides; i++) {
		uint32_t id = le_u32(f->table, at + 4 + i * OVERRIDE_SIZE);
		while (l->override[i] < l->n && l->list[l->override[i]].id != id)
			l->override[i]++;
	}
	f->lists = l;
	return OK;
}

/* 一 … 九十九; larger numbers in digits, which no list of a report reaches. */
static void put_chinese(struct buf *b, int n)
{
	static const char *const digit[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八",
		"九" };
	if (n < 0 || n > 99) {
		buf_int(b, n);
		return;
	}
	if (n >= 20)
		buf_cstr(b, digit[n / 10]);
	if (n >= 10)
		buf_lit(b, "十");
	if (n % 10 || n == 0)
		buf_cstr(b, digit[n % 10]);
}

static void put_roman(struct buf *b, int n, bool upper)
{
	static const struct {
		int value;
		const char *upper, *lower;
	} part[] = { { 100, "C", "c" }, { 90, "XC", "xc" }, { 50, "L", "l" }, { 40, "XL", "xl" },
		{ 10, "X", "x" }, { 9, "IX", "ix" }, { 5, "V", "v" }, { 4, "IV", "iv" },
		{ 1, "I", "i" } };
	for (size_t i = 0; i < sizeof part / sizeof part[0] && n < 1000; i++)
		for (; n >= part[i].value; n -= part[i].value)
			buf_cstr(b, upper ? part[i].upper : part[i].lower);
}

static void put_number(struct buf *b, unsigned format, int n)
{
	switch (format) {
	case FORMAT_IDEOGRAPH_DIGITAL:
	case FORMAT_JAPANESE_COUNTING:
	case FORMAT_TAIWANESE_COUNTING:
	case FORMAT_TAIWANESE_THOUSAND:
	case FORMAT_CHINESE_COUNTING:
	case FORMAT_CHINESE_THOUSAND:
		put_chinese(b, n);
		break;
	case FORMAT_ROMAN_UPPER:
	case FORMAT_ROMAN_LOWER:
		put_roman(b, n, format == FORMAT_ROMAN_UPPER);
		break;
	case FORMAT_LETTER_UPPER:
	case FORMAT_LETTER_LOWER:
		buf_char(b, (char)((format == FORMAT_LETTER_UPPER ? 'A' : 'a') + (n + 25) % 26));
		break;
	case FORMAT_CIRCLE:
		if (n >= 1 && n <= 20) {
			utf8_put(b, 0x2460 + n - 1); /* U+2460 is ① */
			break;
		}
		buf_int(b, n);
		break;
	default:
		buf_int(b, n);
		break;
	}
}

void word97_number(struct word97_file *f, unsigned list, unsigned level, struct buf *out)
{
	const struct word97_lists *all = f->lists;
	if (list == 0 || list > all->n_overrides || level >= LEVELS ||
		all->override[list - 1] >= all->n)
		return;
	struct list *l = &all->list[all->override[list - 1]];
	struct level *mine = &l->level[level];
	if (mine->count < COUNT_MAX)
		mine->count++;
	for (unsigned k = level + 1; k < LEVELS; k++)
		l->level[k].count = l->level[k].start - 1;
	if (mine->format == FORMAT_BULLET || mine->format == FORMAT_NONE)
		return;
	for (size_t i = 0; i + 1 < mine->text.n; i += 2) {
		unsigned c = le_u16(mine->text, i);
		if (c >= LEVELS) {
			utf8_put(out, (int32_t)c);
			continue;
		}
		const struct level *k = &l->level[c];
		put_number(out, k->format, k->count < k->start ? k->start : k->count);
	}
}
