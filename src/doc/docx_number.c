#include "doc/docx.h"

#include "core/utf8.h"

#include <stdlib.h>

enum {
	LISTS_MAX = 20000, /* definitions and lists; Word writes some tens */
	START_MAX = 32767, /* ST_DecimalNumber of Word's dialog */
	LABEL_MAX = 512
};

/*
 * ST_NumberFormat (ECMA-376 part 1, 17.18.59) and the same as MSONFC, the
 * number that the 2003 form writes in w:nfc ([MS-OSHARED] 2.2.1.3).
 */
static const struct {
	const char *name;
	int nfc;
	enum numeral kind;
} FORMAT[] = {
	{ "decimal", 0, NUMERAL_DECIMAL },
	{ "bullet", 23, NUMERAL_NONE },
	{ "none", 255, NUMERAL_NONE },
	{ "upperRoman", 1, NUMERAL_ROMAN_UPPER },
	{ "lowerRoman", 2, NUMERAL_ROMAN_LOWER },
	{ "upperLetter", 3, NUMERAL_LETTER_UPPER },
	{ "lowerLetter", 4, NUMERAL_LETTER_LOWER },
	{ "chineseCounting", 37, NUMERAL_CHINESE },
	{ "chineseCountingThousand", 39, NUMERAL_CHINESE },
	{ "taiwaneseCounting", 33, NUMERAL_CHINESE },
	{ "taiwaneseCountingThousand", 35, NUMERAL_CHINESE },
	{ "japaneseCounting", 11, NUMERAL_CHINESE },
	{ "ideographDigital", 10, NUMERAL_CHINESE_DIGIT },
	{ "taiwaneseDigital", 36, NUMERAL_CHINESE_DIGIT },
	{ "japaneseDigitalTenThousand", 17, NUMERAL_CHINESE_DIGIT },
	{ "chineseLegalSimplified", 38, NUMERAL_CHINESE_LEGAL },
	{ "ideographLegalTraditional", 34, NUMERAL_CHINESE_LEGAL },
	{ "ideographTraditional", 30, NUMERAL_STEM },
	{ "ideographZodiac", 31, NUMERAL_BRANCH },
	{ "decimalEnclosedCircle", 18, NUMERAL_CIRCLED },
	{ "decimalEnclosedCircleChinese", 28, NUMERAL_CIRCLED },
	{ "decimalEnclosedParen", 27, NUMERAL_PARENTHESIZED },
	{ "decimalEnclosedFullstop", 26, NUMERAL_FULL_STOP },
	{ "decimalFullWidth", 14, NUMERAL_FULL_WIDTH },
	{ "decimalFullWidth2", 19, NUMERAL_FULL_WIDTH },
	{ "decimalZero", 22, NUMERAL_DECIMAL_ZERO },
};

/* What is not in the table counts in decimal. */
static enum numeral kind_of_format(struct str name)
{
	for (size_t i = 0; i < sizeof FORMAT / sizeof FORMAT[0]; i++)
		if (str_is(name, FORMAT[i].name))
			return FORMAT[i].kind;
	return NUMERAL_DECIMAL;
}

static enum numeral kind_of_nfc(int nfc)
{
	for (size_t i = 0; i < sizeof FORMAT / sizeof FORMAT[0]; i++)
		if (nfc == FORMAT[i].nfc)
			return FORMAT[i].kind;
	return NUMERAL_DECIMAL;
}

static int compare_abstracts(const void *a, const void *b)
{
	const struct word_abstract *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static struct word_abstract *find_abstract(const struct word *w, int id)
{
	if (w->n_abstracts == 0)
		return NULL;
	struct word_abstract key = { .id = id };
	return bsearch(&key, w->abstract, w->n_abstracts, sizeof key, compare_abstracts);
}

/* w:lvl: what is printed in front of a paragraph of this level. */
static void read_level(struct word *w, struct xml *x, struct word_level *l)
{
	int top = x->depth;
	while (xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		switch (x->tag) {
		case W_START:
			l->start = xml_attr_int(x, W_VAL, 1, 0, START_MAX);
			break;
		case W_NUM_FMT:
			l->kind = kind_of_format(xml_attr(x, W_VAL));
			break;
		case W_NFC:
			l->kind = kind_of_nfc(xml_attr_int(x, W_VAL, 0, 0, UINT8_MAX));
			break;
		case W_LVL_TEXT:
			l->text = arena_str(w->scratch, xml_attr(x, W_VAL));
			break;
		case W_P_STYLE:
			l->style = arena_str(w->scratch, xml_attr(x, W_VAL));
			break;
		case W_IS_LGL:
			l->is_legal = word_is_on(x);
			break;
		case W_PPR:
		case W_RPR:
			xml_skip(x);
			break;
		default:
			break;
		}
	}
}

static enum err too_many(struct error *err)
{
	return error_set(
		err, ERR_LIMIT, NULL, "文件里的编号列表超过 %d 个，不像正常的办公文档", LISTS_MAX);
}

/* w:abstractNum, or w:listDef of the 2003 form. */
static enum err read_abstract(struct word *w, struct xml *x, struct error *err)
{
	if (w->n_abstracts >= LISTS_MAX)
		return too_many(err);
	struct word_abstract *p = arena_grow(w->scratch, w->abstract, w->n_abstracts,
		w->n_abstracts + 1, &w->cap_abstracts, sizeof *p);
	if (!p)
		return arena_check(w->scratch, err);
	w->abstract = p;
	p = &p[w->n_abstracts++];
	int attr = x->tag == W_LIST_DEF ? W_LIST_DEF_ID : W_ABSTRACT_NUM_ID;
	*p = (struct word_abstract){ .id = xml_attr_int(x, attr, -1, -1, INT32_MAX) };
	for (int i = 0; i < WORD_LEVELS; i++)
		p->level[i] = (struct word_level){ .start = 1, .kind = NUMERAL_DECIMAL };
	int top = x->depth;
	while (xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == W_LVL)
			read_level(w, x, &p->level[xml_attr_int(x, W_ILVL, 0, 0, WORD_LEVELS - 1)]);
		else if (x->tag == W_NUM_STYLE_LINK)
			p->link = arena_str(w->scratch, xml_attr(x, W_VAL));
	}
	return arena_check(w->scratch, err);
}

/* w:num, or w:list of the 2003 form: a list that uses a definition, with its own starts. */
static enum err read_num(struct word *w, struct xml *x, struct error *err)
{
	if (w->n_nums >= LISTS_MAX)
		return too_many(err);
	struct word_num *p =
		arena_grow(w->scratch, w->num, w->n_nums, w->n_nums + 1, &w->cap_nums, sizeof *p);
	if (!p)
		return arena_check(w->scratch, err);
	w->num = p;
	p = &p[w->n_nums++];
	*p = (struct word_num){ .id = xml_attr_int(
					x, x->tag == W_LIST ? W_ILFO : W_NUM_ID, -1, -1, INT32_MAX),
		.abstract_id = -1 };
	for (int i = 0; i < WORD_LEVELS; i++)
		p->override[i] = -1;
	int top = x->depth, level = 0;
	while (xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == W_ABSTRACT_NUM_ID || x->tag == W_ILST)
			p->abstract_id = xml_attr_int(x, W_VAL, -1, -1, INT32_MAX);
		else if (x->tag == W_LVL_OVERRIDE)
			level = xml_attr_int(x, W_ILVL, 0, 0, WORD_LEVELS - 1);
		else if (x->tag == W_START_OVERRIDE)
			p->override[level] = xml_attr_int(x, W_VAL, 1, 0, START_MAX);
	}
	return OK;
}

enum err word_read_numbering(struct word *w, struct xml *x, struct error *err)
{
	int top = x->depth;
	enum err e = OK;
	while (!e && xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == W_ABSTRACT_NUM || x->tag == W_LIST_DEF)
			e = read_abstract(w, x, err);
		else if (x->tag == W_NUM || x->tag == W_LIST)
			e = read_num(w, x, err);
	}
	return e;
}

static int compare_nums(const void *a, const void *b)
{
	const struct word_num *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static struct word_num *find_num(const struct word *w, int id)
{
	if (w->n_nums == 0)
		return NULL;
	struct word_num key = { .id = id };
	return bsearch(&key, w->num, w->n_nums, sizeof key, compare_nums);
}

/* The definition behind a list, over one w:numStyleLink at most. */
static struct word_abstract *abstract_of(const struct word *w, const struct word_num *n)
{
	struct word_abstract *a = find_abstract(w, n->abstract_id);
	if (!a || a->link.n == 0)
		return a;
	const struct word_style *s = word_find_style(w, a->link);
	const struct word_num *other = s && s->num_id > 0 ? find_num(w, s->num_id) : NULL;
	return other ? find_abstract(w, other->abstract_id) : a;
}

void word_settle_numbering(struct word *w)
{
	if (w->n_nums)
		qsort(w->num, w->n_nums, sizeof *w->num, compare_nums);
	if (w->n_abstracts)
		qsort(w->abstract, w->n_abstracts, sizeof *w->abstract, compare_abstracts);
	for (size_t i = 0; i < w->n_nums; i++)
		w->num[i].abstract = abstract_of(w, &w->num[i]);
}

/* Level whose definition names the style; 0 when none does. */
static int level_of_style(const struct word_abstract *a, const struct word_style *s)
{
	for (int i = 0; s && i < WORD_LEVELS; i++)
		if (a->level[i].style.n && str_eq(a->level[i].style, s->id))
			return i;
	return 0;
}

/* Prints "第%1章" with the current numbers; levels not begun count as their start. */
static void print_label(struct buf *b, const struct word_abstract *a, const struct word_level *l)
{
	for (size_t i = 0; i < l->text.n; i++) {
		char c = l->text.p[i];
		int k = i + 1 < l->text.n ? l->text.p[i + 1] - '1' : -1;
		if (c != '%' || k < 0 || k >= WORD_LEVELS) {
			buf_char(b, c);
			continue;
		}
		i++;
		int n = a->begun[k] ? a->count[k] : a->level[k].start;
		enum numeral kind = l->is_legal ? NUMERAL_DECIMAL : a->level[k].kind;
		numeral_print(b, kind, n);
	}
}

/*
 * Steps the counters.  Lists of one definition share them, as in Word, unless
 * a list brings its own start, which counts the first time it is used.
 */
static void step(struct word_num *n, struct word_abstract *a, int level)
{
	if (n->override[level] >= 0) {
		a->count[level] = n->override[level];
		n->override[level] = -1;
	} else if (a->begun[level]) {
		a->count[level]++;
	} else {
		a->count[level] = a->level[level].start;
	}
	a->begun[level] = true;
	for (int i = level + 1; i < WORD_LEVELS; i++)
		a->begun[i] = false;
}

struct str word_next_number(struct word *w, int num_id, int ilvl, const struct word_style *style)
{
	struct word_num *n = num_id > 0 ? find_num(w, num_id) : NULL;
	struct word_abstract *a = n ? n->abstract : NULL;
	if (!a)
		return (struct str){ NULL, 0 };
	int level = ilvl >= 0 ? ilvl : level_of_style(a, style);
	step(n, a, level);
	buf_clear(&w->number);
	if (a->level[level].kind != NUMERAL_NONE)
		print_label(&w->number, a, &a->level[level]);
	return w->number.n <= LABEL_MAX ? str_trim(buf_view(&w->number)) : (struct str){ NULL, 0 };
}
