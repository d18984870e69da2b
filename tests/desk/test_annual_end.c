/*
 * The end of the year: what stands in the way of a freeze, errata that are checked like the
 * report, and next year's 上年结转.
 */
#include "desk/annual_gate.h"
#include "desk/annual_text.h"

#include "tests/desk/request_test.h"

enum { YEAR = 2024 };

static struct request_place p;
static struct error err;

static struct annual_gate gate(int year)
{
	struct annual_gate g;
	must(annual_gate(&p.desk.desk, &p.desk.arena, &p.clerk, year, &g, &err), &err, "gate");
	return g;
}

static bool has_need(const struct annual_gate *g, enum annual_need_kind kind, const char *words)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->need[i].kind == kind && str_has(g->need[i].text, words))
			return true;
	return false;
}

static enum err freeze(int year, const char *one, const char *five, const char *six)
{
	struct annual_freeze_input in = { .year = year, .version = gate(year).view.figures.row.version,
		.note = STR("请审核"), .lacking = { str_cstr(one), str_cstr(five), str_cstr(six) } };
	return annual_freeze(&p.desk.desk, &p.desk.arena, &p.clerk, &in, &err);
}

static void write_part(int year, int part, const char *body)
{
	struct annual_text_view v;
	must(annual_text_view(&p.desk.desk, &p.desk.arena, &p.clerk, year, part, 0, &v, &err), &err, "see");
	struct annual_text_input in = { year, part, v.version, str_cstr(body), STR("") };
	must(annual_text_save(&p.desk.desk, &p.desk.arena, &p.clerk, &in, &err), &err, "write");
}

static enum err take(const struct actor *who, int year, enum annual_step step, const char *reason)
{
	return annual_take_step(&p.desk.desk, &p.desk.arena, who, year, gate(year).view.figures.row.version, step,
		str_cstr(reason), &err);
}

static const char one[] = "（一）主动公开。全年主动公开信息。\n（二）依申请公开。新收申请{t3.received.total}件。\n（三）政府信息管理。三审三校。\n"
			  "（四）政府信息公开平台建设。维护网站。\n（五）监督保障。培训一次。";
static const char five[] = "存在的主要问题：培训不够。\n改进情况：下一步加强培训。";

static void check_gate(void)
{
	request_day(&p, YEAR, 12, 30);
	struct annual_gate g = gate(YEAR);
	CHECK(has_need(&g, NEED_STOP, "还没有结束"), "R-050: not before the year is over");
	CHECK(freeze(YEAR, "a", "b", "c") == ERR_CONFLICT && strstr(err.msg, "还没有结束"), "and it is refused: %s", err.msg);
	request_day(&p, YEAR + 1, 1, 10);
	g = gate(YEAR);
	CHECK(g.count[NEED_STOP] == 0 && g.count[NEED_REASON] == 3 && g.lacking[0] && g.lacking[1] && g.lacking[2],
		"R-050: nothing stops it, three parts are not written");
	CHECK(freeze(YEAR, "", "", "") == ERR_INVALID && strcmp(err.field, "lacking_1") == 0,
		"each needs a reason: %s", err.msg);
	CHECK(freeze(YEAR, "另报", "另报", " ") == ERR_INVALID && strcmp(err.field, "lacking_6") == 0,
		"the last one too: %s", err.msg);
	/* The words to begin with, saved as they are, say nothing about problems. */
	write_part(YEAR, 5, "（一）存在的主要问题。\n（二）改进情况。");
	CHECK(gate(YEAR).lacking[1], "two headings are no part five");
	write_part(YEAR, 1, one);
	write_part(YEAR, 5, five);
	g = gate(YEAR);
	CHECK(!g.lacking[0] && !g.lacking[1] && g.lacking[2] && has_need(&g, NEED_MET, "一、总体情况"), "two are written");
	CHECK(!has_need(&g, NEED_NOTE, "没有写到"), "all aspects are spoken of");
	write_part(YEAR, 1, "（一）主动公开。全年主动公开信息。\n（二）依申请公开。新收{t3.received.total}件。\n（五）监督保障。");
	g = gate(YEAR);
	CHECK(has_need(&g, NEED_NOTE, "没有写到政府信息管理") && has_need(&g, NEED_NOTE, "没有写到监督保障") &&
			!has_need(&g, NEED_NOTE, "没有写到依申请公开"),
		"an aspect left out, or left as a heading, is told");
}

static void check_remarks(void)
{
	struct annual_text_view v;
	must(annual_text_remark(&p.desk.desk, &p.desk.arena, &p.reader, YEAR, 5, STR("请补写社会评议的结果"), &err),
		&err, "remark");
	struct annual_gate g = gate(YEAR);
	CHECK(g.count[NEED_STOP] == 1 && has_need(&g, NEED_STOP, "请补写社会评议的结果") &&
			g.need[0].place == NEED_REMARK && g.need[0].number == 5,
		"an open remark stops it, with its place");
	CHECK(freeze(YEAR, "", "", "另报") == ERR_CONFLICT && strstr(err.msg, "意见还没有答复"), "refused: %s", err.msg);
	must(annual_text_view(&p.desk.desk, &p.desk.arena, &p.clerk, YEAR, 5, 0, &v, &err), &err, "see");
	must(annual_text_answer(&p.desk.desk, &p.desk.arena, &p.clerk, YEAR, 5, v.comment[0].id, STR("已补"), &err), &err,
		"answer");
	CHECK(gate(YEAR).count[NEED_STOP] == 0, "answered, it does not");
}

static void check_history(void)
{
	must(freeze(YEAR, "", "", "无需要报告的事项，另行说明"), &err, "frozen with a reason");
	struct annual_gate g = gate(YEAR);
	CHECK(g.view.n_steps == 1 && str_has(g.view.step[0].text, "请审核") &&
			str_has(g.view.step[0].text, "“六、其他需要报告的事项”没有写，理由：无需要报告的事项，另行说明"),
		"the reason is in the history: %.*s", STR_ARG(g.view.step[0].text));
}

/* --- errata ------------------------------------------------------------------------------------------ */

static int code(const char *c)
{
	return report_cell_by_code(str_cstr(c));
}

static enum err enter(int year, const char *cell, const char *value, const char *cell2, const char *value2)
{
	struct annual_input in = { .year = year, .cell = code(cell), .value = str_cstr(value),
		.reason = STR("一件年末来信漏登") };
	if (cell2)
		in.also[in.n_also++] = (struct annual_also){ code(cell2), str_cstr(value2) };
	return annual_enter(&p.desk.desk, &p.desk.arena, &p.clerk, &in, &err);
}

static int64_t cell(const struct annual_figures *f, const char *c)
{
	struct decimal d;
	return report_number(f->report, code(c), &d) ? d.coef : -1;
}

static struct annual_public published(int year)
{
	struct annual_public out;
	must(annual_public_find(&p.desk.desk, &p.desk.arena, gate(year).view.figures.row.id, &out, &err), &err, "public");
	return out;
}

/* SM3 of the full JSON form of a report. */
static struct str digest_of(const struct report *r)
{
	struct buf b;
	struct digest d;
	buf_init(&b, 8 << 20);
	report_write_json_full(&b, r);
	must(buf_check(&b, &err), &err, "json");
	must(sm3_of(buf_view(&b), &d, &err), &err, "sm3");
	buf_done(&b);
	return hex_arena(&p.desk.arena, desk_bytes(&d));
}

static void publish(int year)
{
	struct actor reviewer = request_actor(&p, "reviewer", ROLE_BIT(ROLE_REVIEW));
	struct actor head = request_actor(&p, "head", ROLE_BIT(ROLE_SIGN));
	struct actor press = request_actor(&p, "press", ROLE_BIT(ROLE_PUBLISH));
	must(take(&reviewer, year, STEP_REVIEW, ""), &err, "review");
	must(take(&head, year, STEP_SIGN, ""), &err, "sign");
	must(take(&press, year, STEP_PUBLISH, ""), &err, "publish");
}

static void check_errata(void)
{
	publish(YEAR);
	struct str frozen = hex_arena(&p.desk.arena, published(YEAR).row.digest);
	CHECK(!published(YEAR).row.corrected.n, "published without errata has one digest");
	request_day(&p, YEAR + 1, 2, 10);
	CHECK(enter(YEAR, "t3.received.natural", "4", NULL, NULL) == ERR_CONFLICT && strcmp(err.rule, "CK1") == 0,
		"an erratum that breaks a sum is refused (CK1): %s", err.msg);
	struct annual_figures f = gate(YEAR).view.figures;
	CHECK(cell(&f, "t3.received.natural") == 3 && f.n_entries == 0, "and nothing of it stays");
	CHECK(enter(YEAR, "t3.received.natural", "4", "t3.received.natural", "5") == ERR_INVALID &&
			strcmp(err.field, "cell_1") == 0,
		"a cell stands once in a set: %s", err.msg);
	CHECK(enter(YEAR, "t3.received.natural", "4", "t3.carried_out.natural", "-4") == ERR_INVALID &&
			strcmp(err.field, "also_1") == 0,
		"each value is looked at: %s", err.msg);
	must(enter(YEAR, "t3.received.natural", "4", "t3.carried_out.natural", "4"), &err, "both at once");
	f = gate(YEAR).view.figures;
	CHECK(cell(&f, "t3.received.total") == 4 && cell(&f, "t3.carried_out.total") == 4 && f.n_entries == 2,
		"the set is in, totals follow");
	struct annual_public a = published(YEAR);
	CHECK(str_eq(hex_arena(&p.desk.arena, a.row.digest), frozen) && a.row.corrected_at.has &&
			str_eq(hex_arena(&p.desk.arena, a.row.corrected), digest_of(a.report)),
		"both digests: as frozen, and as it is now");
	const struct report_section *six = report_find_section(a.report, 6);
	CHECK(six && six->n_paragraphs == 2 &&
			str_has(six->paragraph[0].text, "更正（2025-02-10）") &&
			str_has(six->paragraph[0].text, "由3改为4。一件年末来信漏登"),
		"part six says it, with day and reason");
	must(enter(YEAR, "t3.received.natural", "5", "t3.carried_out.natural", "5"), &err, "once more");
	a = published(YEAR);
	CHECK(a.n_errata == 2 && str_is(a.erratum[0].counted, "3") && str_is(a.erratum[0].value, "5"),
		"it tells from what was published");
	must(enter(YEAR, "t3.received.natural", "4", "t3.carried_out.natural", "4"), &err, "and back to four");
}

/* CK4: last year's report as corrected is this year's 上年结转; a difference has its reason. */
static void check_carry(void)
{
	int in = code("t3.carried_in.natural");
	request_day(&p, YEAR + 2, 1, 12);
	struct annual_gate g = gate(YEAR + 1);
	const struct annual_cell *c = &g.view.figures.cell[in];
	CHECK(cell(&g.view.figures, "t3.carried_in.natural") == 4 && c->locked && c->counted.coef == 3 && c->source &&
			str_is(c->source->value, "4"),
		"上年结转 follows the erratum and knows it");
	CHECK(has_need(&g, NEED_STOP, "上年报告结转4件，登记簿中上年末未办结的是3件"), "the difference stops a freeze (CK4)");
	must(enter(YEAR + 1, "t3.carried_in.natural", "4", NULL, NULL), &err, "last year's number is confirmed without a paper");
	g = gate(YEAR + 1);
	CHECK(!has_need(&g, NEED_STOP, "上年末未办结"), "with its reason it does not");
	/* Three in the register, four carried in: one is missing among those carried out. */
	CHECK(g.count[NEED_STOP] > 0 && str_has(g.need[0].rule, "CK1"), "but the sum no longer holds (CK1)");
	CHECK(enter(YEAR + 1, "t3.carried_in.natural", "3", NULL, NULL) == ERR_INVALID && strcmp(err.field, "file") == 0,
		"another number than last year's needs evidence: %s", err.msg);
	const struct report_section *six = report_find_section(g.view.figures.report, 6);
	CHECK(six && six->n_paragraphs && str_has(six->paragraph[six->n_paragraphs - 1].text, "理由：一件年末来信漏登"),
		"the reason is printed in part six");
}

/* A report of an earlier year that was read from its document: the same. */
static void check_import(void)
{
	struct report *r;
	must(report_new(&p.desk.arena, &r, &err), &err, "new");
	r->layout = REPORT_LAYOUT_2021;
	r->agency = published(YEAR).row.agency_name;
	r->year = YEAR - 1;
	r->title = STR("2023年政府信息公开工作年度报告");
	for (int c = 0; c < REPORT_CELLS_2021; c++)
		r->cell[c] = (struct report_value){ .state = REPORT_NUMBER };
	for (int c = 0; c < 2; c++) {
		const char *rows[] = { "t3.received", "t3.carried_out" };
		r->cell[code(arena_fmt(&p.desk.arena, "%s.natural", rows[c]).p)].number = decimal_int(2);
		r->cell[code(arena_fmt(&p.desk.arena, "%s.total", rows[c]).p)].number = decimal_int(2);
	}
	must(annual_import(&p.desk.desk, &p.desk.arena, &p.clerk, r, YEAR - 1, true, &err), &err, "import");
	CHECK(enter(YEAR - 1, "t3.carried_out.natural", "1", NULL, NULL) == ERR_CONFLICT && strcmp(err.rule, "CK1") == 0,
		"an erratum to it is checked too: %s", err.msg);
	must(enter(YEAR - 1, "t3.carried_out.natural", "1", "t3.received.natural", "1"), &err, "erratum");
	struct annual_figures f = gate(YEAR).view.figures;
	int in = code("t3.carried_in.natural");
	CHECK(f.cell[in].locked && f.cell[in].source && str_is(f.cell[in].source->value, "1") && cell(&f, "t3.carried_in.natural") == 0,
		"the year after knows it; published, it stays as it is");
	CHECK(annual_import(&p.desk.desk, &p.desk.arena, &p.clerk, r, YEAR - 1, true, &err) == ERR_CONFLICT,
		"with errata it is not read anew: %s", err.msg);
}

int main(void)
{
	request_place_init(&p);
	request_day(&p, YEAR, 3, 4);
	for (int i = 0; i < 3; i++)
		request_received(&p);
	check_gate();
	check_remarks();
	check_history();
	check_errata();
	check_carry();
	check_import();
	desk_place_done(&p.desk);
	return TEST_END();
}
