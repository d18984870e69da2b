#include "doc/docx.h"

#include <stdlib.h>

enum { STYLES_MAX = 20000 }; /* Word itself stops at 4091 */

bool word_is_on(const struct xml *x)
{
	struct str v = xml_attr(x, W_VAL);
	return !(str_is(v, "0") || str_is(v, "false") || str_is(v, "off"));
}

/*
 * Level of a built-in heading by its name, which stays English ("heading 1")
 * in localized Word; WPS has been seen with 标题 1.  -1 for any other name.
 */
static int level_of_name(struct str name)
{
	static const struct str front[] = { STR_INIT("heading"), STR_INIT("Heading"),
		STR_INIT("标题") };
	if (str_is(name, "Title") || str_is(name, "标题"))
		return 1;
	for (size_t i = 0; i < sizeof front / sizeof front[0]; i++) {
		struct str rest = str_trim(str_sub(name, front[i].n, name.n));
		if (str_starts(name, front[i]) && rest.n == 1 && rest.p[0] >= '1' &&
			rest.p[0] <= '9')
			return rest.p[0] - '0';
	}
	return -1;
}

/* One child of w:style or of its pPr, rPr and numPr. */
static void take_property(struct word *w, const struct xml *x, struct word_style *s)
{
	switch (x->tag) {
	case W_NAME:
		if (s->level < 0)
			s->level = level_of_name(xml_attr(x, W_VAL));
		break;
	case W_BASED_ON:
		s->based_on = arena_str(w->scratch, xml_attr(x, W_VAL));
		break;
	case W_OUTLINE_LVL: {
		int level = xml_attr_int(x, W_VAL, WORD_LEVELS, 0, WORD_LEVELS);
		s->level = level < WORD_LEVELS ? level + 1 : 0;
		break;
	}
	case W_NUM_ID:
	case W_ILFO:
		s->num_id = xml_attr_int(x, W_VAL, -1, -1, INT32_MAX);
		break;
	case W_ILVL:
		s->ilvl = xml_attr_int(x, W_VAL, -1, 0, WORD_LEVELS - 1);
		break;
	case W_VANISH:
		s->vanish = word_is_on(x);
		break;
	default:
		break;
	}
}

static enum err read_style(struct word *w, struct xml *x, struct error *err)
{
	struct word_style *p = arena_grow(
		w->scratch, w->style, w->n_styles, w->n_styles + 1, &w->cap_styles, sizeof *p);
	if (!p)
		return arena_check(w->scratch, err);
	if (w->n_styles >= STYLES_MAX)
		return error_set(err, ERR_LIMIT, NULL, "文件里的样式超过 %d 个，不像正常的办公文档",
			STYLES_MAX);
	w->style = p;
	p = &p[w->n_styles++];
	*p = (struct word_style){ .id = arena_str(w->scratch, xml_attr(x, W_STYLE_ID)),
		.is_character = xml_attr_is(x, W_TYPE, "character"),
		.level = -1,
		.num_id = -1,
		.ilvl = -1,
		.vanish = -1 };
	struct str by_default = xml_attr(x, W_DEFAULT);
	p->is_default =
		xml_attr_is(x, W_TYPE, "paragraph") &&
		(str_is(by_default, "1") || str_is(by_default, "true") || str_is(by_default, "on"));
	int top = x->depth;
	while (xml_next_in(x, top)) {
		if (x->kind != XML_KIND_START)
			continue;
		if (x->tag == W_PPR_CHANGE || x->tag == W_RPR_CHANGE)
			xml_skip(x);
		else
			take_property(w, x, p);
	}
	return arena_check(w->scratch, err);
}

enum err word_read_styles(struct word *w, struct xml *x, struct error *err)
{
	int top = x->depth;
	enum err e = OK;
	while (!e && xml_next_in(x, top))
		if (x->kind == XML_KIND_START && x->tag == W_STYLE)
			e = read_style(w, x, err);
	return e;
}

static int compare_styles(const void *a, const void *b)
{
	return str_cmp(((const struct word_style *)a)->id, ((const struct word_style *)b)->id);
}

const struct word_style *word_find_style(const struct word *w, struct str id)
{
	if (w->n_styles == 0)
		return NULL;
	struct word_style key = { .id = id };
	return bsearch(&key, w->style, w->n_styles, sizeof key, compare_styles);
}

/* Fills what a style leaves open from the styles it is based on; a circle just ends. */
static void inherit(const struct word *w, struct word_style *s)
{
	const struct word_style *from = s;
	for (int i = 0; i < WORD_STYLE_DEPTH_MAX && from && from->based_on.n; i++) {
		from = word_find_style(w, from->based_on);
		if (!from)
			break;
		if (s->level < 0)
			s->level = from->level;
		if (s->num_id < 0)
			s->num_id = from->num_id;
		if (s->ilvl < 0)
			s->ilvl = from->ilvl;
		if (s->vanish < 0)
			s->vanish = from->vanish;
	}
}

void word_settle_styles(struct word *w)
{
	if (w->n_styles == 0)
		return;
	qsort(w->style, w->n_styles, sizeof *w->style, compare_styles);
	for (size_t i = 0; i < w->n_styles; i++)
		inherit(w, &w->style[i]);
	for (size_t i = 0; i < w->n_styles && !w->default_style; i++)
		if (w->style[i].is_default)
			w->default_style = &w->style[i];
}
