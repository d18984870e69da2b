#include "doc/odt.h"

#include <stdlib.h>

enum {
	STYLES_MAX = 50000, /* LibreOffice writes one automatic style per formatting met */
	PARENTS_MAX = 20,
	START_MAX = 32767,
	TITLE_MAX = 4096
};

/* style:num-format: the first label of the sequence names it (ODF 1.3 part 3, 19.500). */
static enum numeral kind_of_format(struct str f)
{
	static const struct {
		const char *first;
		enum numeral kind;
	} row[] = { { "1", NUMERAL_DECIMAL }, { "a", NUMERAL_LETTER_LOWER },
		{ "A", NUMERAL_LETTER_UPPER }, { "i", NUMERAL_ROMAN_LOWER },
		{ "I", NUMERAL_ROMAN_UPPER }, { "01", NUMERAL_DECIMAL_ZERO },
		{ "一", NUMERAL_CHINESE }, { "〇", NUMERAL_CHINESE_DIGIT },
		{ "壹", NUMERAL_CHINESE_LEGAL }, { "甲", NUMERAL_STEM }, { "子", NUMERAL_BRANCH },
		{ "①", NUMERAL_CIRCLED }, { "１", NUMERAL_FULL_WIDTH } };
	/* "一, 二, 三, ..." */
	struct str first = str_trim(str_sub(f, 0, str_find(f, STR(","), 0)));
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (str_is(first, row[i].first))
			return row[i].kind;
	return first.n ? NUMERAL_DECIMAL : NUMERAL_NONE;
}

static void read_level(struct odt *o, const struct xml *x, struct odt_list_style *l)
{
	int at = xml_attr_int(x, T_LEVEL, 1, 1, ODT_LEVELS) - 1;
	struct str format = xml_attr(x, S_NUM_LIST_FORMAT);
	if (!format.p)
		format = xml_attr(x, LO_NUM_LIST_FORMAT);
	l->level[at] = (struct odt_level){ .kind = kind_of_format(xml_attr(x, S_NUM_FORMAT)),
		.prefix = arena_str(o->scratch, xml_attr(x, S_NUM_PREFIX)),
		.suffix = arena_str(o->scratch, xml_attr(x, S_NUM_SUFFIX)),
		.format = arena_str(o->scratch, format),
		.start = xml_attr_int(x, T_START_VALUE, 1, 0, START_MAX),
		.display = xml_attr_int(x, T_DISPLAY_LEVELS, 1, 1, ODT_LEVELS) };
}

static enum err too_many(struct error *err)
{
	return error_set(
		err, ERR_LIMIT, NULL, "文件里的样式超过 %d 个，不像正常的办公文档", STYLES_MAX);
}

/* text:list-style, or text:outline-style, which is kept under the empty name. */
static enum err read_list_style(struct odt *o, struct xml *x, struct error *err)
{
	if (o->n_lists >= STYLES_MAX)
		return too_many(err);
	struct odt_list_style *p = arena_grow(
		o->scratch, o->list, o->n_lists, o->n_lists + 1, &o->cap_lists, sizeof *p);
	if (!p)
		return arena_check(o->scratch, err);
	o->list = p;
	p = &p[o->n_lists++];
	*p = (struct odt_list_style){ .name = { NULL, 0 } };
	if (x->tag == T_LIST_STYLE)
		p->name = arena_str(o->scratch, xml_attr(x, S_NAME));
	int top = x->depth;
	while (xml_next_in(x, top))
		if (x->kind == XML_KIND_START &&
			(x->tag == T_LEVEL_NUMBER || x->tag == T_LEVEL_OUTLINE))
			read_level(o, x, p);
	return arena_check(o->scratch, err);
}

static enum err read_style(struct odt *o, struct xml *x, struct error *err)
{
	if (o->n_styles >= STYLES_MAX)
		return too_many(err);
	struct odt_style *p = arena_grow(
		o->scratch, o->style, o->n_styles, o->n_styles + 1, &o->cap_styles, sizeof *p);
	if (!p)
		return arena_check(o->scratch, err);
	o->style = p;
	p = &p[o->n_styles++];
	*p = (struct odt_style){ .family = arena_str(o->scratch, xml_attr(x, S_FAMILY)),
		.name = arena_str(o->scratch, xml_attr(x, S_NAME)),
		.parent = arena_str(o->scratch, xml_attr(x, S_PARENT)),
		.hidden = -1 };
	int top = x->depth;
	while (xml_next_in(x, top))
		if (x->kind == XML_KIND_START && x->tag == S_TEXT_PROPERTIES &&
			xml_attr(x, T_DISPLAY).p)
			p->hidden = xml_attr_is(x, T_DISPLAY, "none");
	return arena_check(o->scratch, err);
}

static enum err take_title(struct odt *o, struct xml *x, struct error *err)
{
	struct buf b;
	buf_init(&b, TITLE_MAX);
	xml_collect(x, &b);
	o->doc->title = arena_str(o->doc->arena, str_trim(buf_view(&b)));
	/* A title too long is cut, it is no reason to refuse the text. */
	enum err e = b.err == ERR_NOMEM ? error_nomem(err) : OK;
	buf_done(&b);
	return e ? e : arena_check(o->doc->arena, err);
}

enum err odt_read_style(struct odt *o, struct xml *x, struct error *err)
{
	if (x->tag == S_STYLE)
		return read_style(o, x, err);
	if (x->tag == T_LIST_STYLE || x->tag == T_OUTLINE_STYLE)
		return read_list_style(o, x, err);
	if (x->tag == DC_TITLE && o->doc->title.n == 0)
		return take_title(o, x, err);
	return OK;
}

static int compare_styles(const void *a, const void *b)
{
	const struct odt_style *x = a, *y = b;
	int c = str_cmp(x->family, y->family);
	return c ? c : str_cmp(x->name, y->name);
}

static int compare_lists(const void *a, const void *b)
{
	return str_cmp(
		((const struct odt_list_style *)a)->name, ((const struct odt_list_style *)b)->name);
}

void odt_settle(struct odt *o)
{
	if (o->n_styles)
		qsort(o->style, o->n_styles, sizeof *o->style, compare_styles);
	if (o->n_lists)
		qsort(o->list, o->n_lists, sizeof *o->list, compare_lists);
}

bool odt_is_hidden_style(const struct odt *o, const char *family, struct str name)
{
	struct odt_style key = { .family = str_cstr(family), .name = name };
	for (int i = 0; i < PARENTS_MAX && o->n_styles && key.name.n; i++) {
		const struct odt_style *s =
			bsearch(&key, o->style, o->n_styles, sizeof key, compare_styles);
		if (!s || s->hidden >= 0)
			return s && s->hidden;
		key.name = s->parent;
	}
	return false;
}

struct odt_list_style *odt_find_list(const struct odt *o, struct str name)
{
	struct odt_list_style key = { .name = name };
	if (o->n_lists == 0)
		return NULL;
	return bsearch(&key, o->list, o->n_lists, sizeof key, compare_lists);
}

static void print_count(struct buf *b, const struct odt_list_style *l, int level)
{
	int n = l->begun[level] ? l->count[level] : l->level[level].start;
	numeral_print(b, l->level[level].kind, n);
}

/* "第%1%章%2%": each %n% is the number of level n. */
static void print_format(struct buf *b, const struct odt_list_style *l, struct str f)
{
	for (size_t i = 0; i < f.n; i++) {
		size_t end = i + 1;
		int n = 0;
		while (f.p[i] == '%' && end < f.n && f.p[end] >= '0' && f.p[end] <= '9' && n < 100)
			n = n * 10 + (f.p[end++] - '0');
		if (n >= 1 && n <= ODT_LEVELS && end < f.n && f.p[end] == '%') {
			print_count(b, l, n - 1);
			i = end;
		} else {
			buf_char(b, f.p[i]);
		}
	}
}

struct str odt_next_label(struct odt *o, struct odt_list_style *l, int level, int start)
{
	if (start >= 0)
		l->count[level] = start;
	else if (l->begun[level])
		l->count[level]++;
	else
		l->count[level] = l->level[level].start;
	l->begun[level] = true;
	for (int i = level + 1; i < ODT_LEVELS; i++)
		l->begun[i] = false;
	const struct odt_level *v = &l->level[level];
	buf_clear(&o->label);
	if (v->kind == NUMERAL_NONE)
		return (struct str){ NULL, 0 };
	if (v->format.n) {
		print_format(&o->label, l, v->format);
	} else {
		buf_str(&o->label, v->prefix);
		int first = level - v->display + 1;
		for (int i = first < 0 ? 0 : first; i <= level; i++) {
			print_count(&o->label, l, i);
			if (i < level)
				buf_char(&o->label, '.');
		}
		buf_str(&o->label, v->suffix);
	}
	return str_trim(buf_view(&o->label));
}
