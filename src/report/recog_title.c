/*
 * Title, agency and year: in lines of their own before the first heading, in the
 * file's metadata or inside 《》 of the lead.
 */
#include "report/recog_prose.h"

#include "core/utf8.h"

enum {
	TITLE_PART_MAX = 90, /* characters of a line of the title */
	TITLE_PARTS = 4,
	TITLE_LINES = 60 /* lines before the first heading that are searched */
};

static bool is_title_text(struct str f)
{
	bool report = str_has(f, "年度报告") || str_has(f, "年报") || str_has(f, "工作报告");
	return report && (str_has(f, "信息公开") || str_has(f, "政务公开")) && !str_has(f, ">") &&
	       !str_has(f, "通知") && !str_has(f, "根据");
}

/* The digit at s.p[at], ASCII or Chinese (二〇二四); -1 when there is none.  *at moves behind it.
 */
static int read_digit(struct str s, size_t *at)
{
	static const char *const han[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八",
		"九", "零", "○" };
	enum { ZEROS = 10 }; /* from here on other forms of 0 */
	struct str rest = str_sub(s, *at, s.n);
	if (rest.n && rest.p[0] >= '0' && rest.p[0] <= '9') {
		++*at;
		return rest.p[0] - '0';
	}
	for (int i = 0; i < (int)(sizeof han / sizeof han[0]); i++)
		if (str_starts(rest, str_cstr(han[i]))) {
			*at += strlen(han[i]);
			return i < ZEROS ? i : 0;
		}
	return -1;
}

/*
 * The year 20xx with 年 behind it, or at the end of the text; 0 when there is none.
 * *from, *to: its bytes, 年 or 年度 included.
 */
static int find_year_in(struct str f, size_t *from, size_t *to)
{
	enum { OLDEST = 2008 /* the regulation came into force */, NEWEST = 2099 };
	for (size_t i = 0; i < f.n; i++) {
		size_t at = i, n = 0, before = i;
		int y = 0;
		for (int d; n < 4 && (d = read_digit(f, &at)) >= 0; n++)
			y = y * 10 + d;
		if (n < 4 || y < OLDEST || y > NEWEST ||
			(before > 0 && f.p[before - 1] >= '0' && f.p[before - 1] <= '9'))
			continue;
		struct str behind = str_sub(f, at, f.n);
		if (behind.n && !str_starts(behind, STR("年")))
			continue;
		*from = i;
		*to = at + (str_starts(behind, STR("年度")) ? strlen("年度")
				   : behind.n		    ? strlen("年")
							    : 0);
		return y;
	}
	return 0;
}

int recog_find_year(struct str f)
{
	size_t from, to;
	return find_year_in(f, &from, &to);
}

/* What stands before 政府信息公开 in a title, without the year before or behind it, is the agency.
 */
static struct str agency_in_title(struct str title)
{
	size_t end = title.n, from, to;
	static const char *const stop[] = { "政府信息公开", "政务公开", "信息公开", "年度" };
	static const char *const lead[] = { "关于", "《", "<", "(", "（" };
	static const char *const tail[] = { "关于", "(", "（", "法定" };
	if (find_year_in(title, &from, &to) && str_trim(str_sub(title, 0, from)).n == 0)
		title = str_sub(title, to, title.n); /* 2024年某市公安局… */
	end = title.n;
	for (size_t i = 0; i < sizeof stop / sizeof stop[0]; i++) {
		/* The last one: an office may have 政府信息公开 in its own name. */
		size_t last = title.n;
		for (size_t at = 0; (at = str_find(title, str_cstr(stop[i]), at)) < title.n; at++)
			last = at;
		if (last < end)
			end = last;
	}
	/* "某县人民政府信息公开年度报告": 政府 belongs to both. */
	if (str_ends(str_sub(title, 0, end), STR("人民")) &&
		str_starts(str_sub(title, end, title.n), STR("政府")))
		end += strlen("政府");
	if (find_year_in(title, &from, &to) && from < end)
		end = from;
	struct str agency = str_trim(str_sub(title, 0, end));
	for (size_t i = 0; i < sizeof lead / sizeof lead[0]; i++)
		if (str_starts(agency, str_cstr(lead[i])))
			agency = str_sub(agency, strlen(lead[i]), agency.n);
	for (size_t i = 0; i < sizeof tail / sizeof tail[0]; i++)
		if (str_ends(agency, str_cstr(tail[i])))
			agency.n -= strlen(tail[i]);
	return agency;
}

/* Joins lines i..i+k-1. */
static struct str join_lines(struct prose *p, size_t i, size_t k)
{
	struct buf b;
	buf_init(&b, 4096);
	for (size_t j = 0; j < k; j++)
		buf_str(&b, p->line[i + j].text);
	struct str out = tidy_text_arena(p->g->arena, buf_view(&b));
	buf_done(&b);
	return out;
}

/* Does the agency look cut off at its front: "公安局", "数据管理局）"? */
static bool is_cut_agency(struct str agency)
{
	static const char *const place[] = { "省", "市", "区", "县", "州", "盟", "旗", "镇", "乡",
		"街道", "国", "兵团" };
	enum { SHORT_NAME = 8 };
	if (str_has(agency, "）") && !str_has(agency, "（"))
		return true;
	for (size_t i = 0; i < sizeof place / sizeof place[0]; i++)
		if (str_has(agency, place[i]))
			return false;
	return utf8_length(agency) < SHORT_NAME;
}

/* Takes the line above into a title whose agency looks cut off. */
static void extend_title(struct prose *p, size_t *from, size_t *count)
{
	struct report *r = p->g->report;
	while (*from > 0 && *count < TITLE_PARTS && is_cut_agency(r->agency)) {
		struct str above = p->line[*from - 1].text;
		if (utf8_length(above) > TITLE_PART_MAX || str_has(above, "。") ||
			str_has(above, "：") || str_has(above, ">"))
			return;
		struct str text = join_lines(p, *from - 1, *count + 1);
		if (agency_in_title(text).n <= r->agency.n)
			return;
		r->title = text;
		r->agency = agency_in_title(text);
		(*from)--;
		(*count)++;
	}
}

/* A title without its year takes in the line below it when that is "（2024年）" and no more. */
static void add_year_line(struct prose *p, size_t limit, size_t from, size_t *count)
{
	enum { YEAR_LINE_MAX = 12 };
	struct report *r = p->g->report;
	size_t below = from + *count;
	if (below >= limit || recog_find_year(fold_text_arena(p->g->arena, r->title)) ||
		utf8_length(p->folded[below]) > YEAR_LINE_MAX || !recog_find_year(p->folded[below]))
		return;
	++*count;
	r->title = join_lines(p, from, *count);
}

/* How sure a title must be: pages list other titles, and sections of their site, above their own. */
enum title_test {
	TITLE_IN_META, /* it has a year and stands in the file's metadata */
	TITLE_WITH_YEAR,
	TITLE_ANY
};

/* Do lines i..i+k-1 read like the title of a report and start with an agency? */
static bool is_title_at(struct prose *p, size_t i, size_t k, enum title_test test, struct str meta)
{
	for (size_t j = i; j < i + k; j++)
		if (utf8_length(p->line[j].text) > TITLE_PART_MAX || str_has(p->line[j].text, "。"))
			return false;
	struct str text = join_lines(p, i, k), folded = fold_text_arena(p->g->arena, text);
	struct str agency = agency_in_title(text);
	if (!is_title_text(folded) || agency.n < 6 || str_has(agency, "：") || str_has(agency, "现"))
		return false;
	if (test != TITLE_ANY && !recog_find_year(folded))
		return false;
	return test != TITLE_IN_META || str_find(meta, folded, 0) < meta.n;
}

/*
 * The title: the shortest run of short lines before the first heading that
 * reads like one and starts with an agency.  *from, *count: the lines it took.
 */
static void find_title(struct prose *p, size_t limit, size_t *from, size_t *count)
{
	struct report *r = p->g->report;
	struct str meta = fold_text_arena(p->g->arena, p->g->doc->title);
	for (int test = meta.n ? TITLE_IN_META : TITLE_WITH_YEAR; test <= TITLE_ANY; test++) {
		for (size_t k = 1; k <= TITLE_PARTS; k++) {
			for (size_t i = 0; i + k <= limit; i++) {
				if (!is_title_at(p, i, k, (enum title_test)test, meta))
					continue;
				r->title = join_lines(p, i, k);
				r->agency = agency_in_title(r->title);
				*from = i;
				*count = k;
				return;
			}
		}
	}
}

/* A title in the file's own metadata or inside 《》 of the lead. */
static void find_title_elsewhere(struct prose *p, size_t limit)
{
	struct report *r = p->g->report;
	struct str meta = tidy_text_arena(p->g->arena, p->g->doc->title);
	if (is_title_text(fold_text_arena(p->g->arena, meta)) && agency_in_title(meta).n >= 6) {
		r->title = meta;
		r->agency = agency_in_title(meta);
		return;
	}
	for (size_t i = 0; i < limit; i++) {
		struct str s = p->line[i].text;
		for (size_t at = 0; at < s.n;) {
			size_t open = str_find(s, STR("《"), at),
			       close = str_find(s, STR("》"), open);
			if (close >= s.n)
				break;
			struct str quoted = str_sub(s, open + 3, close);
			if (is_title_text(fold_text_arena(p->g->arena, quoted)) &&
				agency_in_title(quoted).n >= 6 && recog_find_year(quoted)) {
				r->title = quoted;
				r->agency = agency_in_title(quoted);
				return;
			}
			at = close + 3;
		}
	}
}

void recog_find_title(struct prose *p, size_t first, size_t *from, size_t *count)
{
	struct report *r = p->g->report;
	size_t limit = first < TITLE_LINES ? first : TITLE_LINES;
	find_title(p, limit, from, count);
	if (r->title.n) {
		extend_title(p, from, count);
		add_year_line(p, limit, *from, count);
		r->title_where = p->line[*from].where;
	} else {
		find_title_elsewhere(p, first);
	}
}
