/*
 * Automatic numbering of .doc: [MS-DOC] 2.9.201 (PlfLst), 2.9.147 (LSTF),
 * 2.9.150 (LVL), 2.9.131 (LFO).  Overrides of single levels are not read.
 */
#include "doc/word97.h"

#include "core/utf8.h"
#include "doc/numeral.h"

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
	if (le_u32(f->main, FIB_LISTS + 4) < 2 || n > LISTS_MAX || n > (f->table.n / LIST_SIZE))
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

/* Paragraphs name a list override; here each is joined to its list once. */
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

/* MSONFC, [MS-OSHARED] 2.2.1.3; what is not in the table counts in decimal. */
static enum numeral numeral_of_format(unsigned nfc)
{
	static const struct {
		unsigned char nfc;
		enum numeral kind;
	} format[] = { { 1, NUMERAL_ROMAN_UPPER }, { 2, NUMERAL_ROMAN_LOWER },
		{ 3, NUMERAL_LETTER_UPPER }, { 4, NUMERAL_LETTER_LOWER },
		{ 10, NUMERAL_CHINESE_DIGIT }, { 11, NUMERAL_CHINESE }, { 14, NUMERAL_FULL_WIDTH },
		{ 18, NUMERAL_CIRCLED }, { 19, NUMERAL_FULL_WIDTH }, { 22, NUMERAL_DECIMAL_ZERO },
		{ 23, NUMERAL_NONE }, { 26, NUMERAL_FULL_STOP }, { 27, NUMERAL_PARENTHESIZED },
		{ 28, NUMERAL_CIRCLED }, { 30, NUMERAL_STEM }, { 31, NUMERAL_BRANCH },
		{ 33, NUMERAL_CHINESE }, { 35, NUMERAL_CHINESE }, { 37, NUMERAL_CHINESE },
		{ 38, NUMERAL_CHINESE_LEGAL }, { 39, NUMERAL_CHINESE }, { 255, NUMERAL_NONE } };
	for (size_t i = 0; i < sizeof format / sizeof format[0]; i++)
		if (format[i].nfc == nfc)
			return format[i].kind;
	return NUMERAL_DECIMAL;
}

/*
 * Steps the counter of the level, starts the deeper ones anew, and fills the
 * numbers into the level's text.
 */
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
	if (numeral_of_format(mine->format) == NUMERAL_NONE)
		return;
	for (size_t i = 0; i + 1 < mine->text.n; i += 2) {
		unsigned c = le_u16(mine->text, i);
		if (c >= LEVELS) {
			utf8_put(out, (int32_t)c);
			continue;
		}
		const struct level *k = &l->level[c];
		numeral_print(out, numeral_of_format(k->format),
			k->count < k->start ? k->start : k->count);
	}
}
