/*
 * CK7: numbers in the prose against the tables and against their parts.
 *
 * What is expected was written by hand: for the five real reports, for short
 * sentences (claims_sentences.h) and for invented reports (claims_reports.h).
 * Then every number marked comparable is changed, in the text and in the table,
 * and the change must be found; the unchanged reports must stay silent.
 */
#include "tests/test.h"

#include "claims_real.h"
#include "claims_reports.h"
#include "claims_sentences.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "doc/read.h"
#include "report/claim.h"

#include <stdlib.h>
#include <time.h>

enum { ARENA = 64 << 20, NAME = 256 };

/* --- making reports -------------------------------------------------- */

/* "received=36 t4.review.total=2": sets cells; all others of the layout are 0. */
static void set_cells(struct report *r, const char *spec)
{
	for (int i = 0; i < REPORT_CELL_COUNT; i++)
		if (report_cell_in_layout(i, r->layout))
			r->cell[i] = (struct report_value){ .state = REPORT_NUMBER };
	while (*spec) {
		size_t n = strcspn(spec, " "), eq = strcspn(spec, "=");
		char code[NAME];
		bool whole = spec[0] == 't' && (spec[1] == '2' || spec[1] == '3' || spec[1] == '4');
		snprintf(code, sizeof code, whole ? "%.*s" : "t3.%.*s.total", (int)eq, spec);
		int cell = report_cell_by_code(str_cstr(code));
		struct decimal v;
		bool fine = cell >= 0 &&
			decimal_parse((struct str){ spec + eq + 1, n - eq - 1 }, &v);
		if (!fine)
			CHECK(0, "the test's own cell %s is wrong", code);
		else
			r->cell[cell].number = v;
		spec += n + (spec[n] == ' ');
	}
}

static struct report *new_report(struct arena *a, const char *agency, int year, int layout,
	const char *cells)
{
	struct report *r = NULL;
	if (report_new(a, &r, NULL))
		return NULL;
	r->agency = str_cstr(agency);
	r->year = year;
	r->layout = (enum report_layout)layout;
	r->section = arena_array(a, struct report_section, 6);
	set_cells(r, cells);
	return r;
}

/* Adds the lines of the text as paragraphs; "#3" begins section three. */
static void add_text(struct report *r, struct str text)
{
	struct str line;
	while (str_next_line(&text, &line)) {
		if (line.n == 2 && line.p[0] == '#') {
			struct report_section *s = &r->section[r->n_sections++];
			s->no = line.p[1] - '0';
			s->paragraph = arena_array(r->arena, struct report_paragraph, 16);
			continue;
		}
		struct report_section *s = &r->section[r->n_sections - 1];
		s->paragraph[s->n_paragraphs++].text = tidy_text_arena(r->arena, line);
	}
}

static struct claims claims_of(const struct report *r)
{
	struct claims c = { .n = 0 };
	struct error err = { .msg = "no report" };
	if (!r || report_claims(r, &c, &err))
		CHECK(0, "report_claims: %s", err.msg);
	return c;
}

static struct str claim_text(const struct report *r, const struct claim *c)
{
	struct str p = c->section < 0 ? r->lead[c->paragraph].text :
		r->section[c->section].paragraph[c->paragraph].text;
	return str_sub(p, c->from, c->to);
}

static size_t count_status(const struct claims *c, enum claim_status s)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n; i++)
		n += c->item[i].status == s;
	return n;
}

/* --- the five real reports, by hand ----------------------------------- */

/* Is the claim the expected one, equal to the table? */
static bool is_expected(const struct report *r, const struct claim *c, const struct expected *e)
{
	if (c->status != CLAIM_EQUAL || !str_is(claim_text(r, c), e->text) || !str_is(c->topic, e->topic))
		return false;
	if (!e->code[0])
		return c->kind == CLAIM_SUM && c->n_cells == 0;
	return c->kind == CLAIM_NUMBER && c->n_cells > 0 &&
		str_is(str_cstr(report_cell_code(c->cell[0]).z), e->code);
}

static struct report *read_real(struct arena *a, const char *name)
{
	char path[1024];
	snprintf(path, sizeof path, "%s/../shared/reports/%s.txt",
		getenv("GONGKAI_ROOT") ? getenv("GONGKAI_ROOT") : ".", name);
	struct str text;
	struct doc *d;
	struct report *r = NULL;
	struct error err;
	if (file_read(a, path, 1 << 20, &text, &err))
		return NULL;
	if (doc_read_text(a, text, &d, &err) || report_recognise(a, d, &r, &err))
		CHECK(0, "%s: %s", name, err.msg);
	return r;
}

/* Every comparable claim of a real report, in order, and no other. */
static void check_real(const struct real *it)
{
	struct arena a;
	arena_init(&a, ARENA);
	struct report *r = read_real(&a, it->name);
	if (!r) {
		SKIP_CASE(it->name, "../shared is not here");
		arena_done(&a);
		return;
	}
	struct claims c = claims_of(r);
	size_t k = 0;
	for (size_t i = 0; i < c.n; i++) {
		if (c.item[i].status == CLAIM_NOT_COMPARABLE)
			continue;
		bool fine = it->want[k].text && is_expected(r, &c.item[i], &it->want[k]);
		CHECK(fine, "CK7 %s: %.*s %.*s", it->name, STR_ARG(claim_text(r, &c.item[i])),
			STR_ARG(c.item[i].topic));
		k += it->want[k].text != NULL;
	}
	CHECK(!it->want[k].text, "CK7 %s: %zu comparable claims, all found", it->name, k);
	CHECK(count_status(&c, CLAIM_DIFFERS) == 0, "CK7 %s: no finding (R19)", it->name);
	arena_done(&a);
}

/* --- sentences -------------------------------------------------------- */

static const char world[] =
	"received=151 carried_in=3 open=42 partial=10 refused.state_secret=1 refused.law_forbids=2 "
	"refused.safety_stability=3 refused.third_party=4 refused.internal=5 refused.process=6 "
	"refused.enforcement_file=7 refused.query_matter=8 unable.not_held=21 unable.needs_creation=5 "
	"unable.still_unclear=2 declined.petition=4 declined.repeat=3 declined.publication=1 "
	"declined.excessive=1 declined.confirm=1 other.no_correction=2 other.no_payment=1 other.misc=6 "
	"total=135 carried_out=19 t3.received.natural=140 t3.received.commercial=6 "
	"t3.received.research=1 t3.received.public_interest=1 t3.received.legal_service=2 "
	"t3.received.other=1 t4.review.upheld=8 t4.review.corrected=3 t4.review.other=1 "
	"t4.review.pending=2 t4.review.total=14 t4.direct.upheld=2 t4.direct.corrected=1 "
	"t4.direct.pending=1 t4.direct.total=4 t4.after_review.upheld=3 t4.after_review.other=1 "
	"t4.after_review.pending=1 t4.after_review.total=5 t2.regulation.made=1 "
	"t2.regulation.in_force=4 t2.normative.made=3 t2.normative.repealed=1 "
	"t2.normative.in_force=22 t2.licence.decisions=521699 t2.penalty.decisions=17959 "
	"t2.coercion.decisions=1178 t2.fee.amount=148.743504";

/* The claims of a report as the letters of claims_sentences.h; sums first at equal places. */
static void letters_of(const struct claims *c, char *out, size_t size)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n && n + 2 < size; i++) {
		const struct claim *it = &c->item[i];
		const char *set = it->kind == CLAIM_SUM ? "=!~" : "ED-";
		out[n++] = set[it->status];
	}
	out[n] = '\0';
}

/* Sums stand beside the number they explain in either order: "E=" and "=E" are the same. */
static bool same_letters(const char *a, const char *b)
{
	size_t n = strlen(a);
	if (n != strlen(b))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (a[i] == b[i])
			continue;
		bool swapped = i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i];
		if (!swapped)
			return false;
		i++;
	}
	return true;
}

static void check_sentence(const char *agency, const char *heading, const struct sentence *s)
{
	struct arena a;
	arena_init(&a, ARENA);
	struct report *r = new_report(&a, agency, 2024, 2021, world);
	add_text(r, arena_fmt(&a, "#1\n%s%s\n", heading, s->text));
	struct claims c = claims_of(r);
	char got[NAME];
	letters_of(&c, got, sizeof got);
	CHECK(same_letters(got, s->want), "CK7 %s -> %s (want %s)", s->text, got, s->want);
	arena_done(&a);
}

static void check_sentences(void)
{
	for (size_t i = 0; i < sizeof in_requests / sizeof in_requests[0]; i++)
		check_sentence("示例市公安局", "（二）依申请公开。", &in_requests[i]);
	for (size_t i = 0; i < sizeof in_general / sizeof in_general[0]; i++)
		check_sentence("示例市公安局", "", &in_general[i]);
	static const struct sentence whole_city = { "全市共收到政府信息公开申请152件。", "-" };
	check_sentence("示例市公安局", "", &whole_city);
	static const struct sentence own_city = { "全市共收到政府信息公开申请152件。", "D" };
	check_sentence("示例市人民政府", "", &own_city);
}

/* Cases R07, R08 and R09 of the case list, with their own tables. */
static void check_cases(void)
{
	static const struct {
		const char *name, *cells, *text, *want;
	} row[] = {
		{ "R07", "received=3259 carried_in=77 total=3278 carried_out=58",
			"2024年受理政府信息公开申请3259件，答复3278件（含上年度结转申请77件，另有58件顺延至下年度继续办理）。",
			"EEEE" },
		{ "R07 changed", "received=3259 carried_in=77 total=3278 carried_out=58",
			"2024年受理政府信息公开申请3260件，答复3287件（含上年度结转申请78件，另有57件顺延至下年度继续办理）。",
			"DDDD" },
		{ "R08", "received=19 total=19",
			"2024年受理政府信息公开申请19件，其中11件均按规定程序办结，8件申请人主动撤销。", "=E--" },
		{ "R09", "received=10 carried_in=1 total=11",
			"2024年受理10件，办理上年度结转申请1件。答复11件。", "EEE" },
		{ "R09 changed", "received=10 carried_in=1 total=11",
			"2024年受理11件，办理上年度结转申请1件。答复10件。", "DED" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA);
		struct report *r = new_report(&a, "示例市公安局", 2024, 2021, row[i].cells);
		add_text(r, arena_fmt(&a, "#1\n（二）依申请公开。%s\n", row[i].text));
		struct claims c = claims_of(r);
		char got[NAME];
		letters_of(&c, got, sizeof got);
		CHECK(same_letters(got, row[i].want), "CK7 %s: %s (want %s)", row[i].name, got,
			row[i].want);
		arena_done(&a);
	}
}

/* --- mutations -------------------------------------------------------- */

struct tally {
	size_t places, text, text_found, table, table_found, false_findings;
};

/* A place that a careful reader would compare: paragraph and bytes. */
struct place {
	size_t section, paragraph, from, to;
};

/* Takes the braces out of the texts of the report and notes what stood between them. */
static size_t take_places(struct report *r, struct place *out, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n_sections; i++)
		for (size_t j = 0; j < r->section[i].n_paragraphs; j++) {
			struct str t = r->section[i].paragraph[j].text;
			char *plain = arena_cstr(r->arena, t);
			size_t k = 0, from = 0;
			for (size_t at = 0; at < t.n; at++) {
				if (t.p[at] == '{')
					from = k;
				else if (t.p[at] == '}' && n < max)
					out[n++] = (struct place){ i, j, from, k };
				else
					plain[k++] = t.p[at];
			}
			r->section[i].paragraph[j].text = (struct str){ plain, k };
		}
	return n;
}

/* The single claim against the tables at the place, NULL when there is none. */
static const struct claim *claim_at(const struct claims *c, const struct place *p)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct claim *it = &c->item[i];
		if (it->kind == CLAIM_NUMBER && it->section == (int)p->section &&
			it->paragraph == p->paragraph && it->from == p->from)
			return it;
	}
	return NULL;
}

static bool differs_at(const struct claims *c, const struct place *p)
{
	const struct claim *it = claim_at(c, p);
	return it && it->status == CLAIM_DIFFERS;
}

/* The digits of the place changed: 0 plus one, 1 minus one, 2 first two unequal digits swapped. */
static bool change_digits(struct str old, int how, char *out, size_t size)
{
	char plain[NAME];
	size_t n = 0;
	for (size_t i = 0; i < old.n; i++)
		if (old.p[i] != ',')
			plain[n++] = old.p[i];
	struct decimal v, w;
	if (!decimal_parse((struct str){ plain, n }, &v))
		return false;
	w = v;
	if (how < 2) {
		w.coef += how ? -1 : 1;
		if (w.coef < 0)
			return false;
		snprintf(out, size, "%s", decimal_text(w).z);
		return true;
	}
	for (size_t i = 0; i + 1 < n; i++) {
		if (plain[i] == plain[i + 1] || plain[i] == '.' || plain[i + 1] == '.' ||
			(i == 0 && plain[1] == '0'))
			continue;
		char first = plain[i];
		plain[i] = plain[i + 1];
		plain[i + 1] = first;
		snprintf(out, size, "%.*s", (int)n, plain);
		return true;
	}
	return false;
}

/* One changed text: is the changed number found at its place? */
static void mutate_text(struct report *r, const struct place *p, int how, struct tally *t,
	const char *name)
{
	struct report_paragraph *par = &r->section[p->section].paragraph[p->paragraph];
	struct str old = par->text, digits = str_sub(old, p->from, p->to);
	char with[NAME];
	if (str_is(digits, "两") && how == 0)
		snprintf(with, sizeof with, "三");
	else if (!change_digits(digits, how, with, sizeof with))
		return;
	struct str before = str_sub(old, 0, p->from), after = str_sub(old, p->to, old.n);
	par->text = arena_fmt(r->arena, "%.*s%s%.*s", STR_ARG(before), with, STR_ARG(after));
	struct claims c = claims_of(r);
	t->text++;
	if (differs_at(&c, p))
		t->text_found++;
	else
		printf("# %s: %.*s -> %s not found\n", name, STR_ARG(digits), with);
	par->text = old;
}

/* One changed table: the first cell of the claim plus one. */
static void mutate_table(struct report *r, const struct place *p, struct tally *t, const char *name)
{
	struct claims c = claims_of(r);
	const struct claim *it = claim_at(&c, p);
	/* 大足 explains a case of 2023 in the same breath, so its denial is never held against the table. */
	if (str_is(str_cstr(name), "dazu-2024") && it && it->cell[0] == report_cell_t4(REPORT_BLOCK_REVIEW,
		REPORT_RESULT_TOTAL))
		return;
	t->table++;
	if (!it || it->n_cells == 0) {
		printf("# %s: place %zu.%zu+%zu has no cell\n", name, p->section, p->paragraph, p->from);
		return;
	}
	struct report_value old = r->cell[it->cell[0]];
	decimal_add(old.number, decimal_int(1), &r->cell[it->cell[0]].number);
	c = claims_of(r);
	if (differs_at(&c, p))
		t->table_found++;
	else
		printf("# %s: cell %s + 1 not found\n", name, report_cell_code(it->cell[0]).z);
	r->cell[it->cell[0]] = old;
}

static void mutate_report(struct report *r, const struct place *p, size_t n, struct tally *t,
	const char *name)
{
	struct claims c = claims_of(r);
	for (size_t i = 0; i < c.n; i++)
		if (c.item[i].status == CLAIM_DIFFERS) {
			t->false_findings++;
			printf("# %s: false finding on %.*s, %.*s (%s)\n", name,
				STR_ARG(claim_text(r, &c.item[i])), STR_ARG(c.item[i].topic),
				decimal_text(c.item[i].expected).z);
		}
	t->places += n;
	for (size_t i = 0; i < n; i++) {
		const struct claim *it = claim_at(&c, &p[i]);
		if (!it || it->status != CLAIM_EQUAL)
			printf("# %s: no claim for %.*s\n", name,
				STR_ARG(str_sub(r->section[p[i].section].paragraph[p[i].paragraph].text,
					p[i].from, p[i].to + 12)));
		for (int how = 0; how < 3; how++)
			mutate_text(r, &p[i], how, t, name);
		mutate_table(r, &p[i], t, name);
	}
}

/* Places of a real report: the hand-written table's numbers against cells, found by the claims. */
static size_t real_places(const struct claims *c, struct place *out, size_t max, const struct report *r)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n && n < max; i++) {
		const struct claim *it = &c->item[i];
		if (it->kind != CLAIM_NUMBER || it->status != CLAIM_EQUAL)
			continue;
		struct str text = claim_text(r, it);
		size_t digits = 0;
		while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
			digits++;
		out[n++] = (struct place){ (size_t)it->section, it->paragraph, it->from,
			it->from + (digits ? digits : text.n) };
	}
	return n;
}

static void check_mutations(void)
{
	enum { PLACES = 128 };
	struct tally made = { 0 }, found = { 0 };
	struct place place[PLACES];
	for (size_t i = 0; i < sizeof invented / sizeof invented[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA * 4);
		struct report *r = new_report(&a, invented[i].agency, invented[i].year,
			invented[i].layout, invented[i].cells);
		add_text(r, str_cstr(invented[i].text));
		mutate_report(r, place, take_places(r, place, PLACES), &made, invented[i].agency);
		arena_done(&a);
	}
	for (size_t i = 0; i < sizeof real / sizeof real[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA * 4);
		struct report *r = read_real(&a, real[i].name);
		if (r) {
			struct claims c = claims_of(r);
			mutate_report(r, place, real_places(&c, place, PLACES, r), &found, real[i].name);
		}
		arena_done(&a);
	}
	printf("# invented: %zu places, text %zu/%zu, table %zu/%zu, false %zu\n", made.places,
		made.text_found, made.text, made.table_found, made.table, made.false_findings);
	printf("# real: %zu places, text %zu/%zu, table %zu/%zu, false %zu\n", found.places,
		found.text_found, found.text, found.table_found, found.table, found.false_findings);
	CHECK(made.false_findings == 0, "CK7 no finding on consistent invented reports");
	CHECK(made.text_found == made.text, "CK7 every changed number in invented texts is found");
	CHECK(made.table_found == made.table, "CK7 every changed cell of invented tables is found");
	CHECK(found.false_findings == 0 && found.text_found == found.text,
		"CK7 every changed number in real texts is found");
	CHECK(found.table_found == found.table, "CK7 every changed cell of real tables is found");
}

/* --- findings --------------------------------------------------------- */

static void check_findings(void)
{
	static const struct {
		const char *text, *message, *expected, *actual, *marked;
	} row[] = {
		{ "共收到政府信息公开申请152件。",
			"正文写 152 件，表三“一、本年新收政府信息公开申请数量”总计为 151 件", "151", "152",
			"152件" },
		{ "不予公开63件。", "正文写 63 件，表三“（三）不予公开”各项总计之和为 36 件", "36", "63",
			"63件" },
		{ "全年未发生行政复议。", "正文写“未发生行政复议”，表四“行政复议”总计为 14 件", "14", "0",
			"未发生行政复议" },
		{ "行政事业性收费1487435元、行政复议14件。", NULL, NULL, NULL, NULL },
		{ "行政事业性收费148.75万元。",
			"正文写 148.75 万元，表二行政事业性收费“本年收费金额（万元）”为 148.743504 万元",
			"148.743504", "148.75", "148.75万元" },
		{ "公开信息6748条，其中网站公开1210条、微信公开5539条。",
			"正文写总数 6,748 条，所列各项之和 1210+5539 为 6,749 条", "6749", "6748", "6748条" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, ARENA);
		struct report *r = new_report(&a, "示例市公安局", 2024, 2021, world);
		add_text(r, arena_fmt(&a, "#1\n（二）依申请公开。\n%s\n", row[i].text));
		r->section[0].paragraph[1].where.line = 12;
		struct claims c = claims_of(r);
		struct findings f;
		findings_init(&f, &a);
		claims_to_findings(r, &c, &f);
		if (!row[i].message) {
			CHECK(f.n == 0, "CK7 no finding: %s", row[i].text);
		} else {
			struct finding *it = f.n == 1 ? &f.item[0] : NULL;
			CHECK(it && str_is(it->message, row[i].message), "CK7 message: %.*s",
				it ? (int)it->message.n : 4, it ? it->message.p : "none");
			CHECK(it && str_is(str_cstr(it->rule), "CK7") &&
					it->severity == SEVERITY_WARNING && it->section == 0 &&
					it->paragraph == 1 && str_is(it->where, "第12行") &&
					str_is(it->expected, row[i].expected) &&
					str_is(it->actual, row[i].actual) &&
					str_is(str_sub(r->section[0].paragraph[1].text, it->from, it->to),
						row[i].marked),
				"CK7 place and values: %s", row[i].text);
		}
		arena_done(&a);
	}
}

/* --- hostile input, no memory ------------------------------------------ */

/* Long paragraphs of one repeated piece: time must stay linear. */
static void check_hostile(void)
{
	static const char *const piece[] = { "（", "1，", "收到申请1件，其中", "其中1条、", "未", "无行政复议。",
		"1件（2件，", "予以公开", "微信1条，共1条，", "系1条和", "９", "一" };
	enum { BYTES = 300000, SECONDS = 4 };
	for (size_t i = 0; i < sizeof piece / sizeof piece[0]; i++) {
		struct arena a;
		arena_init(&a, (size_t)1 << 30);
		struct report *r = new_report(&a, "示例市公安局", 2024, 2021, world);
		struct buf b;
		buf_init(&b, 2 * BYTES);
		while (b.n < BYTES)
			buf_cstr(&b, piece[i]);
		r->n_sections = 1;
		r->section[0].no = 1;
		r->section[0].paragraph = arena_array(&a, struct report_paragraph, 1);
		r->section[0].paragraph[0].text = buf_view(&b);
		r->section[0].n_paragraphs = 1;
		clock_t start = clock();
		struct claims c = claims_of(r);
		double took = (double)(clock() - start) / CLOCKS_PER_SEC;
		CHECK(took < SECONDS, "300 KB of %s: %zu claims in %.3f s", piece[i], c.n, took);
		buf_done(&b);
		arena_done(&a);
	}
}

/* Each request for memory fails once: an error or the whole result, never half of it. */
static void check_no_memory(void)
{
	int bad = 0, failed = 0;
	for (long n = 1; n <= 40; n++) {
		struct arena a;
		arena_init(&a, ARENA);
		struct report *r = new_report(&a, "示例市公安局", 2024, 2021, world);
		add_text(r, str_cstr(invented[3].text));
		struct arena mine;
		arena_init(&mine, ARENA);
		struct claims c = { .arena = &mine };
		struct error err;
		mem_fail_at(n);
		enum err e = report_claims(r, &c, &err);
		mem_fail_at(0);
		failed += e == ERR_NOMEM;
		bad += e ? e != ERR_NOMEM || c.n != 0 : c.n == 0;
		arena_done(&mine);
		arena_done(&a);
	}
	CHECK(bad == 0 && failed > 0, "without memory there is an error or a whole result (%d)", failed);
	struct arena small;
	arena_init(&small, 20000);
	struct arena a;
	arena_init(&a, ARENA);
	struct report *r = new_report(&a, "示例市公安局", 2024, 2021, world);
	add_text(r, str_cstr(invented[3].text));
	struct claims c = { .arena = &small };
	CHECK(report_claims(r, &c, NULL) == ERR_LIMIT, "an arena at its ceiling is an error");
	arena_done(&small);
	arena_done(&a);
}

int main(void)
{
	for (size_t i = 0; i < sizeof real / sizeof real[0]; i++)
		check_real(&real[i]);
	check_sentences();
	check_cases();
	check_mutations();
	check_findings();
	check_hostile();
	check_no_memory();
	return TEST_END();
}
