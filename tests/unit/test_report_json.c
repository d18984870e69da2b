/* The JSON form of a report: both directions, states, hostile input. */
#include "tests/test.h"

#include "report/report.h"

static struct str text_of(struct buf *b, const struct report *r, bool full)
{
	buf_clear(b);
	if (full)
		report_write_json_full(b, r);
	else
		report_write_json(b, r);
	return buf_view(b);
}

static void shape(void)
{
	struct arena a;
	struct error err;
	struct report *r = NULL;
	struct buf b;
	arena_init(&a, 16 << 20);
	buf_init(&b, 1 << 20);
	static const char in[] = "{\"agency\":\"示例市公安局\",\"year\":2024,\"cells\":{"
				 "\"t3.received.total\":151,\"t2.fee.amount\":\"148.743504\","
				 "\"t3.open.total\":null},\"sections\":[{\"no\":6,\"heading\":\"六、其他需要"
				 "报告的事项\",\"text\":\"无。\\n第二段\"}],\"notes\":[]}";
	CHECK(report_read_json(&a, str_cstr(in), &r, &err) == OK, "reads");
	CHECK(r && r->cell[report_cell_t3(REPORT_ROW_OPEN, REPORT_COL_TOTAL)].state == REPORT_BLANK,
		"null is blank, not 0");
	CHECK(r && r->cell[REPORT_T2_PENALTY].state == REPORT_ABSENT, "left out is absent");
	CHECK(r && r->section[0].n_paragraphs == 2, "paragraphs by line");
	static const char want[] =
		"{\"file\":null,\"format\":\"json\",\"layout\":\"2021\",\"agency\":\"示例市公安局\","
		"\"year\":2024,\"title\":null,\"cells\":{\"t2.fee.amount\":\"148.743504\","
		"\"t3.received.total\":151,\"t3.open.total\":null},\"sections\":[{\"no\":6,\"heading\":"
		"\"六、其他需要报告的事项\",\"text\":\"无。\\n第二段\"}],\"notes\":[]}";
	CHECK(r && str_is(text_of(&b, r, false), want), "writes the contract's shape and order");
	if (r) {
		r->cell[REPORT_T2_PENALTY] = (struct report_value){ .state = REPORT_NA,
			.raw = STR("/"), .where = { .line = 7 } };
		r->has_closing_date = true;
		r->closing_date = date_from_ymd(2025, 1, 13);
		struct str first = arena_str(&a, text_of(&b, r, true));
		struct report *again = NULL;
		CHECK(report_read_json(&a, first, &again, &err) == OK &&
				str_eq(text_of(&b, again, true), first),
			"the full form survives a round trip");
		CHECK(again && again->cell[REPORT_T2_PENALTY].state == REPORT_NA &&
				again->cell[REPORT_T2_PENALTY].where.line == 7,
			"states and places too");
	}
	buf_done(&b);
	arena_done(&a);
}

static void refused(void)
{
	static const struct {
		const char *in, *says;
	} row[] = {
		{ "", "第 1 行" }, { "[1]", "最外层" }, { "{}", "cells" },
		{ "{\"cells\":{\"t9.x\":1}}", "t9.x" }, { "{\"cells\":{\"t2.fee.amount\":1.5}}", "浮点数" },
		{ "{\"cells\":{},\"layout\":\"2020\"}", "layout" },
		{ "{\"cells\":{},\"year\":99999}", "year" },
		{ "{\"cells\":{\"t3.open.total\":[1]}}", "t3.open.total" },
		{ "{\"cells\":{},\"cells\":{}}", "JSON" },
		{ "{\"cells\":{},\"sections\":[{\"no\":7}]}", "sections" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		struct error err = { .msg = "" };
		struct report *r;
		arena_init(&a, 16 << 20);
		enum err e = report_read_json(&a, str_cstr(row[i].in), &r, &err);
		CHECK(e != OK && strstr(err.msg, row[i].says), "refused: %.40s (%s)", row[i].in, err.msg);
		arena_done(&a);
	}
}

int main(void)
{
	shape();
	refused();
	return TEST_END();
}
