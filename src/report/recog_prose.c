/*
 * Title, agency, year, the six sections, signature and closing date.
 *
 * A heading is known by its words; its numeral may be wrong, a digit, Word's
 * automatic number or not there at all (rules.md 2.10, 9.7, 9.8).
 */
#include "report/recog_prose.h"

#include "core/utf8.h"

#include <stdint.h>

enum {
	HEADING_MAX = 34, /* characters of a line that may be a section heading */
	SIGNATURE_MAX = 40,
	CLOSING_LINES = 6  /* lines at the end that may hold signature and date */
};

/* The caption over a table: 表三 收到和处理政府信息公开申请情况. */
static bool is_caption(struct str f)
{
	enum { CAPTION_MAX = 40 * 3 };
	static const char *const no[] = { "表二", "表三", "表四", "表2", "表3", "表4", "附表" };
	static const char *const word[] = { "主动公开", "收到和处理", "行政复议" };
	bool numbered = false, named = false;
	if (str_starts(f, STR(":"))) /* as pandoc marks captions in text */
		f = str_sub(f, 1, f.n);
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		numbered |= str_starts(f, str_cstr(no[i]));
	for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
		named |= str_has(f, word[i]);
	return numbered && named && f.n <= CAPTION_MAX && !str_has(f, ",") && !str_has(f, ".");
}

static enum err add_line(struct prose *p, struct str text, struct str numbering,
	const struct doc_where *w, struct error *err)
{
	struct arena *a = p->g->arena;
	struct str tidy = tidy_text_arena(a, text);
	struct str folded = fold_text_arena(a, tidy);
	if (tidy.n == 0 || is_caption(folded))
		return arena_check(a, err);
	if (p->n == p->cap) {
		size_t cap = p->cap, cap2 = p->cap, cap3 = p->cap;
		void *l = arena_grow(a, p->line, p->n, p->n + 1, &cap, sizeof *p->line);
		void *f = arena_grow(a, p->folded, p->n, p->n + 1, &cap2, sizeof *p->folded);
		void *k = arena_grow(a, p->numbering, p->n, p->n + 1, &cap3, sizeof *p->numbering);
		if (!l || !f || !k)
			return arena_check(a, err);
		p->line = l;
		p->folded = f;
		p->numbering = k;
		p->cap = cap;
	}
	p->line[p->n] = (struct report_paragraph){ tidy, w ? *w : (struct doc_where){ 0 } };
	p->folded[p->n] = folded;
	p->numbering[p->n] = numbering;
	p->n++;
	return OK;
}

/* A paragraph may hold line breaks; each line is looked at by itself. */
static enum err add_block_lines(struct prose *p, const struct doc_block *b, struct error *err)
{
	struct str rest = b->text, line, number = b->numbering;
	enum err e = OK;
	if (rest.n == 0)
		return OK;
	while (!e && str_next_line(&rest, &line)) {
		e = add_line(p, line, number, &b->where, err);
		number = (struct str){ NULL, 0 };
	}
	return e;
}

/* A lone text in a report table that belongs to the table: band titles, heads, groups, numbers. */
static bool is_table_word(struct str f)
{
	return str_starts(f, STR("第二十条")) || str_has(f, "勾稽") || str_is(f, "申请人情况") ||
		str_is(f, "信息内容") || str_is(f, "行政诉讼") || recog_group(f) || recog_col(f) >= 0 ||
		recog_head(f) || recog_result(f) >= 0 || recog_is_number(f) ||
		str_has(f, "本年度办理结果");
}

/* Rows of tables that are no report tables, and lone headings inside sheets. */
static enum err add_table_lines(struct prose *p, const struct doc_block *b,
	const unsigned char *used, struct error *err)
{
	bool report_table = false;
	enum err e = OK;
	for (int r = 0; r < b->table->rows; r++)
		report_table |= used[r];
	for (int r = 0; !e && r < b->table->rows; r++) {
		if (used[r])
			continue;
		struct str text = recog_row_text(p->g->arena, b->table, r);
		bool lone = text.n && !memchr(text.p, '\t', text.n);
		struct str f = fold_text_arena(p->g->arena, text);
		if (report_table && (!lone || is_table_word(f)))
			continue;
		const struct doc_cell *cell = doc_table_at(b->table, r, 0);
		e = add_line(p, text, STR(""), cell ? &cell->where : &b->where, err);
	}
	return e;
}

static enum err collect_lines(struct prose *p, struct error *err)
{
	const struct doc *d = p->g->doc;
	enum err e = OK;
	for (size_t i = 0; !e && i < d->n_blocks; i++) {
		const struct doc_block *b = &d->block[i];
		if (b->kind == DOC_TABLE)
			e = add_table_lines(p, b, p->g->row_used[i], err);
		else if (!p->g->block_used[i] && !(p->g->stream_used &&
				is_table_word(fold_text_arena(p->g->arena, b->text))))
			e = add_block_lines(p, b, err);
	}
	return e;
}

/* --- headings ---------------------------------------------------------------- */

/* Chinese or Arabic numeral in front; *value 0 when there is none.  Brackets make a sub-heading: -1. */
static int read_numeral(struct str *s, bool *arabic)
{
	static const char *const han[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };
	*arabic = false;
	if (str_starts(*s, STR("(")) || str_starts(*s, STR("[")))
		return -1;
	int value = 0;
	struct str rest = *s;
	bool ordinal = str_starts(rest, STR("第")); /* 第一部分 */
	if (ordinal)
		rest = str_sub(rest, strlen("第"), rest.n);
	for (int i = 0; i < 10 && !value; i++)
		if (str_starts(rest, str_cstr(han[i]))) {
			value = i + 1;
			rest = str_sub(rest, 3, rest.n);
		}
	size_t digits = 0;
	while (!value && digits < rest.n && digits < 2 && rest.p[digits] >= '0' && rest.p[digits] <= '9')
		digits++;
	if (digits) {
		*arabic = true;
		value = rest.p[digits - 1] - '0';
		rest = str_sub(rest, digits, rest.n);
	}
	if (ordinal && !(value && str_starts(rest, STR("部分"))))
		return 0;
	if (ordinal)
		rest = str_sub(rest, strlen("部分"), rest.n);
	if (!value)
		return 0;
	static const char *const sign[] = { "、", ".", ",", ":", "-" };
	bool signed_ = false;
	for (size_t i = 0; i < sizeof sign / sizeof sign[0]; i++)
		if (str_starts(rest, str_cstr(sign[i]))) {
			rest = str_sub(rest, strlen(sign[i]), rest.n);
			signed_ = true;
		}
	/* "4.1" is a sub-heading; a digit without a sign is no numbering. */
	if (*arabic && !ordinal && (!signed_ || (rest.n && rest.p[0] >= '0' && rest.p[0] <= '9')))
		return -1;
	*s = rest;
	return value;
}

struct heading_words {
	int no;
	const char *word;  /* the heading starts with it */
	const char *also;  /* and holds this, or NULL */
	bool numeral;      /* counts only with a numeral in front: the words are too common alone */
};

static const struct heading_words headings[] = {
	{ 1, "总体情况", NULL, false },
	{ 1, "工作总体情况", NULL, false },
	{ 1, "总体工作情况", NULL, false },
	{ 1, "政府信息公开工作总体情况", NULL, false },
	{ 1, "基本情况", NULL, true },
	{ 1, "概述", NULL, true },
	{ 2, "主动公开政府信息", "情况", true },
	{ 2, "主动公开情况", NULL, true },
	{ 2, "主动公开政府信息情况", NULL, false },
	{ 3, "收到和处理政府信息公开申请", NULL, false },
	{ 3, "收到和处理", "申请", true },
	{ 3, "依申请公开政府信息", "情况", true },
	{ 3, "依申请公开情况", NULL, true },
	{ 4, "政府信息公开行政复议", NULL, false },
	{ 4, "因政府信息公开", "行政复议", false },
	{ 4, "行政复议", "诉讼", true },
	{ 4, "政府信息公开", "诉讼", true },
	{ 5, "存在的主要问题及改进", NULL, false },
	{ 5, "政府信息公开工作存在的主要问题", NULL, false },
	{ 5, "政府信息公开工作存在", "问题", true },
	{ 5, "存在的主要问题", NULL, true },
	{ 5, "存在的问题", NULL, true },
	{ 5, "存在问题", NULL, true },
	{ 5, "存在主要问题", NULL, true },
	{ 5, "主要问题", NULL, true },
	{ 5, "问题和改进", NULL, true },
	{ 5, "问题及改进", NULL, true },
	{ 6, "其他需要报告的事项", NULL, false },
	{ 6, "其他需要报告", NULL, true },
	{ 6, "其它需要报告", NULL, false },
	{ 6, "需要报告的其他事项", NULL, false },
	{ 6, "其他报告事项", NULL, true },
	{ 6, "其他事项", NULL, true },
	{ 6, "其他", NULL, true },
};

int recog_heading(struct str line, bool *numeral_wrong, size_t *rest)
{
	struct str s = line;
	bool arabic;
	int numeral = read_numeral(&s, &arabic);
	if (numeral < 0 || s.n == 0)
		return 0;
	size_t skipped = line.n - s.n;
	for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
		const struct heading_words *h = &headings[i];
		struct str word = str_cstr(h->word);
		if (!str_starts(s, word) || (h->numeral && !numeral) ||
			(h->also && !str_has(str_sub(s, 0, HEADING_MAX * 3), h->also)))
			continue;
		if (str_is(word, "其他") && s.n > word.n + 3)
			continue;
		*numeral_wrong = numeral && (arabic || numeral != h->no);
		*rest = skipped + word.n;
		return h->no;
	}
	return 0;
}

/* Joins the automatic number with the line, "（一）" + "存在问题". */
static struct str numbered(struct prose *p, size_t i, struct str text)
{
	if (p->numbering[i].n == 0)
		return text;
	return arena_fmt(p->g->arena, "%.*s%.*s", STR_ARG(p->numbering[i]), STR_ARG(text));
}

/* "三、收到和处理政府信息公开申请情况的数据见下文": a sentence that names a part, not its heading. */
static bool is_mention(struct str folded)
{
	size_t at = str_find(folded, STR("情况的"), 0);
	return at < folded.n || str_has(folded, "事项的");
}

/*
 * Section number when line i is a heading.  A long line that starts with a
 * full heading and a numeral is a heading with its text behind it: *body gets
 * the byte offset in the tidied line where the text starts (else line length).
 */
static int line_heading(struct prose *p, size_t i, bool *numeral_wrong, size_t *body)
{
	struct str whole = fold_text_arena(p->g->arena, numbered(p, i, p->line[i].text));
	struct str line = p->folded[i];
	size_t rest;
	int no = recog_heading(whole, numeral_wrong, &rest);
	*body = p->line[i].text.n;
	if (!no || is_mention(whole))
		return 0;
	if (utf8_length(line) <= HEADING_MAX)
		return no;
	/* "一、总体情况2024年，…": only with a numeral and only for full headings. */
	struct str full = str_cstr(report_section_heading(no));
	struct str tidy = p->line[i].text;
	if (!str_starts(tidy, full))
		return 0;
	*body = full.n;
	return no;
}

static enum err open_section(struct report *r, int no, struct str heading, bool numeral_wrong,
	const struct doc_where *w, struct error *err)
{
	enum { SECTIONS_MAX = 64 };
	if (r->n_sections >= SECTIONS_MAX)
		return OK;
	struct report_section *s = arena_grow(r->arena, r->section, r->n_sections,
		r->n_sections + 1, &r->cap_sections, sizeof *s);
	if (!s)
		return arena_check(r->arena, err);
	r->section = s;
	r->section[r->n_sections++] = (struct report_section){ .no = no,
		.heading = heading,
		.where = *w,
		.numeral_wrong = numeral_wrong };
	return OK;
}

/*
 * How many lines from i on are a table of contents: headings with nothing between
 * them, beginning with part one, which has no tables that could stand between, and
 * printed again later.  0 when they are none.
 */
static size_t count_contents(struct prose *p, size_t i)
{
	enum { FEWEST = 3 };
	bool wrong;
	size_t body, n = 0;
	int last = 0;
	for (; i + n < p->n; n++) {
		int no = line_heading(p, i + n, &wrong, &body);
		if (no <= last || (n == 0 && no != 1))
			break;
		last = no;
	}
	if (n < FEWEST)
		return 0;
	for (size_t k = i + n; k < p->n; k++)
		if (line_heading(p, k, &wrong, &body) == 1)
			return n;
	return 0;
}

/* The heading of the section above once more, without a numeral: the title of its table. */
static bool is_table_title(struct prose *p, size_t i, int no)
{
	const struct report *r = p->g->report;
	struct str line = fold_text_arena(p->g->arena, numbered(p, i, p->line[i].text));
	bool arabic;
	return r->section[r->n_sections - 1].no == no && read_numeral(&line, &arabic) == 0;
}

/* Cuts the lines into sections; *first is the index of the first heading. */
static enum err cut_sections(struct prose *p, size_t *first, struct error *err)
{
	struct report *r = p->g->report;
	size_t start = 0;
	*first = p->n;
	enum err e = OK;
	for (size_t i = 0; !e && i < p->n; i++) {
		bool wrong;
		size_t body, contents = r->n_sections ? 0 : count_contents(p, i);
		if (contents) {
			i += contents - 1;
			continue;
		}
		int no = line_heading(p, i, &wrong, &body);
		if (!no)
			continue;
		if (r->n_sections && i == start && is_table_title(p, i, no)) {
			start = i + 1;
			r->section[r->n_sections - 1].paragraph = &p->line[start];
			continue;
		}
		if (*first == p->n)
			*first = i;
		else if (r->n_sections) {
			struct report_section *last = &r->section[r->n_sections - 1];
			last->n_paragraphs = i - start;
		}
		struct str heading = numbered(p, i, str_sub(p->line[i].text, 0, body));
		e = open_section(r, no, heading, wrong, &p->line[i].where, err);
		if (e)
			return e;
		start = i + 1;
		if (body < p->line[i].text.n) {
			p->line[i].text = str_sub(p->line[i].text, body, p->line[i].text.n);
			start = i;
		}
		r->section[r->n_sections - 1].paragraph = &p->line[start];
	}
	if (r->n_sections)
		r->section[r->n_sections - 1].n_paragraphs = p->n - start;
	return e;
}

/* --- signature --------------------------------------------------------------------- */

/* A line that is a date and nothing else: 2025年1月13日, 2025-01-13. */
static bool read_date_line(struct str f, struct date *out)
{
	int part[3] = { 0 };
	size_t n = 0;
	bool digit = false;
	for (size_t at = 0; at < f.n;) {
		int32_t cp = utf8_next(f, &at);
		if (cp >= '0' && cp <= '9') {
			if (!digit && n++ == 3)
				return false;
			digit = true;
			if (part[n - 1] > 9999)
				return false;
			part[n - 1] = part[n - 1] * 10 + (int)(cp - '0');
		} else if (cp == 0x5E74 || cp == 0x6708 || cp == 0x65E5 || cp == '-' || cp == '.' ||
			cp == '/') {
			digit = false;
		} else {
			return false;
		}
	}
	if (n != 3 || part[0] < 2000 || !date_is_valid(part[0], part[1], part[2]))
		return false;
	*out = date_from_ymd(part[0], part[1], part[2]);
	return true;
}

/* Takes signature and date off the end of the last section. */
static void find_signature(struct prose *p)
{
	struct report *r = p->g->report;
	if (r->n_sections == 0)
		return;
	struct report_section *s = &r->section[r->n_sections - 1];
	size_t n = s->n_paragraphs, from = n > CLOSING_LINES ? n - CLOSING_LINES : 0;
	for (size_t i = from; i < n; i++) {
		struct str f = fold_text_arena(r->arena, s->paragraph[i].text);
		if (!read_date_line(f, &r->closing_date))
			continue;
		r->has_closing_date = true;
		r->closing_where = s->paragraph[i].where;
		size_t cut = i;
		if (i > 0 && utf8_length(s->paragraph[i - 1].text) <= SIGNATURE_MAX &&
			!str_has(s->paragraph[i - 1].text, "。") && !str_has(s->paragraph[i - 1].text, "：")) {
			r->signature = s->paragraph[i - 1].text;
			cut = i - 1;
		}
		s->n_paragraphs = cut;
		return;
	}
}

/* The statistical period in the lead or part one: 自2024年1月1日起. */
static int year_of_period(const struct prose *p)
{
	for (size_t i = 0; i < p->n; i++) {
		size_t at = str_find(p->folded[i], STR("年1月1日"), 0);
		if (at < p->folded[i].n && at >= 4) {
			int y = recog_find_year(str_sub(p->folded[i], at - 4, p->folded[i].n));
			if (y)
				return y;
		}
	}
	return 0;
}

enum err recog_prose(struct recog *g, struct error *err)
{
	struct report *r = g->report;
	struct prose *p = arena_one(g->arena, struct prose);
	if (!p)
		return arena_check(g->arena, err);
	p->g = g;
	enum err e = collect_lines(p, err);
	size_t first = 0, from = 0, count = 0;
	e = e ? e : cut_sections(p, &first, err);
	if (e)
		return e;
	recog_find_title(p, first, &from, &count);
	r->lead = p->n ? &p->line[from + count] : NULL;
	r->n_lead = first > from + count ? first - from - count : 0;
	find_signature(p);
	r->year = recog_find_year(fold_text_arena(g->arena, r->title));
	if (!r->year)
		r->year = year_of_period(p);
	return arena_check(g->arena, err);
}
