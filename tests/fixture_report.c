#include "tests/fixture_report.h"

#include "core/file.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

const char *const fixture_names[5] = { "binhai-2024", "dazu-2024", "donghu-2024",
	"pingdingshan-2024", "zibo-gaoxin-2024" };

enum { SHARED_MAX = 1 << 20 };

static void set_int(struct report *r, int cell, int64_t v)
{
	r->cell[cell] = (struct report_value){ .state = REPORT_NUMBER, .number = decimal_int(v) };
}

struct report *fixture_zero(struct arena *a, int year)
{
	struct report *r = NULL;
	struct error err;
	if (report_new(a, &r, &err) != OK)
		abort();
	r->agency = STR("示例市公安局");
	r->year = year;
	for (int i = 0; i < REPORT_CELLS_2021; i++)
		set_int(r, i, 0);
	return r;
}

uint64_t fixture_next(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* Most cells of a real table are 0, a few are small, the first column is largest. */
static int64_t random_count(uint64_t *state, int c)
{
	uint64_t kind = fixture_next(state) % 10;
	uint64_t size = c == REPORT_COL_NATURAL ? 200 : 30;
	if (kind < (c == REPORT_COL_NATURAL ? 4u : 7u))
		return 0;
	return (int64_t)(fixture_next(state) % size);
}

struct report *fixture_random(struct arena *a, uint64_t seed)
{
	struct report *r = fixture_zero(a, 2024);
	int64_t v[REPORT_ROW_COUNT][REPORT_COL_COUNT] = { { 0 } };
	for (int c = 0; c < REPORT_COL_TOTAL; c++) {
		for (int row = REPORT_LEAF_FIRST; row <= (int)REPORT_LEAF_LAST; row++) {
			v[row][c] = random_count(&seed, c);
			v[REPORT_ROW_TOTAL][c] += v[row][c];
		}
		v[REPORT_ROW_CARRIED_OUT][c] = random_count(&seed, c);
		int64_t flow = v[REPORT_ROW_TOTAL][c] + v[REPORT_ROW_CARRIED_OUT][c];
		v[REPORT_ROW_CARRIED_IN][c] = flow / 20;
		v[REPORT_ROW_RECEIVED][c] = flow - flow / 20;
	}
	for (int row = 0; row < REPORT_ROW_COUNT; row++)
		for (int c = 0; c < REPORT_COL_TOTAL; c++)
			v[row][REPORT_COL_TOTAL] += v[row][c];
	for (int row = 0; row < REPORT_ROW_COUNT; row++)
		fixture_row(r, (enum report_row)row, v[row]);
	for (int b = 0; b < REPORT_BLOCK_COUNT; b++) {
		int64_t sum = 0;
		for (int k = 0; k < REPORT_RESULT_TOTAL; k++) {
			int64_t n = random_count(&seed, 1);
			sum += n;
			set_int(r, report_cell_t4((enum report_block)b, (enum report_result)k), n);
		}
		set_int(r, report_cell_t4((enum report_block)b, REPORT_RESULT_TOTAL), sum);
	}
	return r;
}

struct report *fixture_shared(struct arena *a, const char *name)
{
	char path[1024];
	struct str text;
	struct error err;
	struct report *r = NULL;
	snprintf(path, sizeof path, "%s/../shared/reports/%s.expected.json",
		getenv("GONGKAI_ROOT") ? getenv("GONGKAI_ROOT") : ".", name);
	if (file_read(a, path, SHARED_MAX, &text, &err) != OK)
		return NULL;
	if (report_read_json(a, text, &r, &err) != OK) {
		printf("# %s: %s\n", path, err.msg);
		abort();
	}
	return r;
}

void fixture_set(struct report *r, const char *code, const char *value)
{
	int cell = report_cell_by_code(str_cstr(code));
	assert(cell >= 0);
	struct report_value *v = &r->cell[cell];
	struct str s = str_cstr(value);
	*v = (struct report_value){ .raw = s };
	if (s.n == 0)
		v->state = REPORT_BLANK;
	else if (str_is(s, "/") || str_is(s, "—") || str_is(s, "不适用"))
		v->state = REPORT_NA;
	else
		v->state = decimal_parse(s, &v->number) ? REPORT_NUMBER : REPORT_BAD;
}

void fixture_row(struct report *r, enum report_row row, const int64_t value[7])
{
	for (int c = 0; c < REPORT_COL_COUNT; c++)
		set_int(r, report_cell_t3(row, (enum report_col)c), value[c]);
}

void fixture_section(struct report *r, int no, const char *text)
{
	struct report_section *grown = arena_grow(r->arena, r->section, r->n_sections,
		r->n_sections + 1, &r->cap_sections, sizeof *grown);
	struct report_paragraph *p = arena_one(r->arena, struct report_paragraph);
	if (!grown || !p)
		abort();
	p->text = str_cstr(text);
	r->section = grown;
	r->section[r->n_sections++] = (struct report_section){ .no = no,
		.heading = str_cstr(report_section_heading(no)),
		.paragraph = p,
		.n_paragraphs = text ? 1 : 0 };
}

void fixture_prose(struct report *r)
{
	static const char *const text[6] = {
		"本年度我局认真落实政府信息公开条例，按照要求做好各项公开工作。",
		NULL,
		NULL,
		NULL,
		"公开内容的针对性还不够强，下一步将加强业务培训，改进解读方式。",
		"本年度未收取信息处理费。无其他需要报告的事项。",
	};
	for (int no = 1; no <= 6; no++)
		fixture_section(r, no, text[no - 1]);
}

struct findings fixture_check(
	struct arena *a, const struct report *r, const struct report *previous)
{
	struct findings f;
	struct error err;
	findings_init(&f, a);
	if (report_check(r, previous, &f, &err) != OK) {
		printf("Bail out! report_check: %s\n", err.msg);
		abort();
	}
	return f;
}

size_t fixture_count(const struct findings *f, const char *rule)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++)
		n += strcmp(f->item[i].rule, rule) == 0;
	return n;
}

const struct finding *fixture_finding(const struct findings *f, const char *rule, size_t nth)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->item[i].rule, rule) == 0 && nth-- == 0)
			return &f->item[i];
	return NULL;
}

void fixture_dump(const struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		printf("# %s %s %.*s | %.*s\n", severity_name(f->item[i].severity), f->item[i].rule,
			STR_ARG(f->item[i].message), STR_ARG(f->item[i].hint));
}
