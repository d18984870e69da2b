/*
 * The written parts of the annual report: fields that follow the registers, versions, remarks, what
 * is refused.
 */
#include "desk/annual_text.h"

#include "tests/desk/request_test.h"

enum { YEAR = 2025 };

static struct request_place p;
static struct error err;

static struct annual_text_view see(const struct actor *who, int part)
{
	struct annual_text_view v;
	must(annual_text_view(&p.desk.desk, &p.desk.arena, who, YEAR, part, 0, &v, &err), &err, "view");
	return v;
}

static enum err save(const struct actor *who, int part, int64_t version, const char *body)
{
	struct annual_text_input in = { YEAR, part, version, str_cstr(body), STR("") };
	return annual_text_save(&p.desk.desk, &p.desk.arena, who, &in, &err);
}

static void beginning(void)
{
	struct annual_text_view v = see(&p.clerk, 1);
	CHECK(v.version == 0 && str_has(v.prose.text, "新收政府信息公开申请0件") && v.may_edit,
		"an unwritten part begins with what the format asks for: %.*s", STR_ARG(v.prose.text));
	CHECK(str_has(see(&p.clerk, 6).prose.text, "本年度未收取政府信息公开信息处理费。"), "F109 CK9: part six speaks of the fee");
	CHECK(!see(&p.reader, 1).may_edit, "who may only look does not edit");
	CHECK(annual_text_view(&p.desk.desk, &p.desk.arena, &p.clerk, YEAR, 7, 0, &v, &err) == ERR_NOT_FOUND, "no part seven");
	CHECK(annual_text_view(&p.desk.desk, &p.desk.arena, &p.clerk, 2007, 1, 0, &v, &err) == ERR_INVALID, "no year 2007");
}

static void follow_the_registers(void)
{
	must(save(&p.clerk, 1, 0, "全年收到申请{t3.received.total}件，\n\n  结转{ t3.carried_out.total }件。"), &err, "save");
	struct annual_text_view v = see(&p.clerk, 1);
	CHECK(v.version == 1 && str_is(v.prose.text, "全年收到申请0件，\n结转0件。"), "tidied and expanded: %.*s",
		STR_ARG(v.prose.text));
	request_day(&p, YEAR, 3, 4);
	request_received(&p);
	request_received(&p);
	v = see(&p.clerk, 1);
	CHECK(v.version == 1 && str_is(v.prose.text, "全年收到申请2件，\n结转2件。"),
		"two cases later the same text says so: %.*s", STR_ARG(v.prose.text));
}

static void misc_follows(void)
{
	struct request_id id = request_received(&p);
	must(request_withdraw(&p.desk.desk, &p.desk.arena, &p.handler, id, request_see(&p, &p.clerk, id).request.version,
		     request_now(&p), STR("申请人来电撤回"), &err), &err, "withdraw");
	struct annual_text_view v = see(&p.clerk, 6);
	CHECK(str_has(v.prose.text, "“3.其他”1件，为申请人撤回1件。"), "CK10: %.*s", STR_ARG(v.prose.text));
}

static void typed_numbers(void)
{
	must(save(&p.clerk, 1, 1, "2025年，本机关收到政府信息公开申请5件。"), &err, "save");
	struct annual_text_view v = see(&p.clerk, 1);
	CHECK(v.n_free == 1 && v.n_differ == 1 && str_is(v.free[0].field, "{t3.received.total}"),
		"a typed number that differs is found, with the field to take its place");
	struct annual_text_view t;
	must(annual_text_try(&p.desk.desk, &p.desk.arena, &p.clerk, YEAR, 1,
		     STR("2025年，本机关收到政府信息公开申请{t3.received.total}件。"), &t, &err), &err, "try");
	CHECK(t.n_free == 0 && str_has(t.prose.text, "申请3件"), "with the field nothing is left to find: %.*s",
		STR_ARG(t.prose.text));
	CHECK(see(&p.clerk, 1).version == 2, "trying saves nothing");
}

static void refusals(void)
{
	CHECK(save(&p.clerk, 1, 1, "别人的") == ERR_CONFLICT, "somebody was quicker: %s", err.msg);
	CHECK(save(&p.clerk, 1, 2, "共{t3.recieved.total}件") == ERR_INVALID && strcmp(err.field, "body") == 0 &&
			strstr(err.msg, "t3.recieved.total"),
		"an unknown name: %s", err.msg);
	CHECK(save(&p.reader, 1, 2, "不能写") == ERR_DENIED, "who may only look does not save");
	must(save(&p.clerk, 1, 2, "2025年，本机关收到政府信息公开申请5件。"), &err, "the same again");
	CHECK(see(&p.clerk, 1).version == 2, "the same text is no new version");
	struct buf b;
	buf_init(&b, 1 << 20);
	for (int i = 0; i <= PROSE_TEXT_MAX; i++)
		buf_cstr(&b, "字");
	buf_char(&b, 0);
	CHECK(save(&p.clerk, 1, 2, b.p) == ERR_LIMIT && strcmp(err.field, "body") == 0, "too long: %s", err.msg);
	buf_done(&b);
}

static void versions(void)
{
	struct diff d;
	struct str source;
	must(annual_text_diff(&p.desk.desk, &p.desk.arena, &p.reader, YEAR, 1, 1, 2, &d, &err), &err, "diff");
	CHECK(d.added > 0 && d.removed > 0, "what changed between two versions");
	must(annual_text_source(&p.desk.desk, &p.desk.arena, &p.reader, YEAR, 1, 1, &source, &err), &err, "source");
	CHECK(str_has(source, "{t3.received.total}"), "an earlier version with its fields");
	CHECK(annual_text_source(&p.desk.desk, &p.desk.arena, &p.reader, YEAR, 1, 9, &source, &err) == ERR_NOT_FOUND,
		"no version nine: %s", err.msg);
	struct annual_text_view v = see(&p.reader, 1);
	CHECK(v.n_history == 2 && v.history[0].version == 2, "newest first");
}

static void remarks(void)
{
	must(annual_text_remark(&p.desk.desk, &p.desk.arena, &p.reader, YEAR, 1, STR("第二段缺少平台建设"), &err), &err,
		"remark");
	struct annual_text_view v = see(&p.clerk, 1);
	CHECK(v.n_comments == 1 && v.comment[0].answered_at == 0 && str_is(v.comment[0].text, "第二段缺少平台建设"), "it stands there");
	CHECK(annual_text_answer(&p.desk.desk, &p.desk.arena, &p.reader, YEAR, 1, v.comment[0].id, STR("已补"), &err) ==
			ERR_DENIED,
		"who may only look does not answer");
	must(annual_text_answer(&p.desk.desk, &p.desk.arena, &p.clerk, YEAR, 1, v.comment[0].id, STR("已补写"), &err), &err,
		"answer");
	CHECK(annual_text_answer(&p.desk.desk, &p.desk.arena, &p.clerk, YEAR, 1, v.comment[0].id, STR("又答"), &err) ==
			ERR_CONFLICT,
		"only once: %s", err.msg);
	CHECK(annual_text_remark(&p.desk.desk, &p.desk.arena, &p.reader, YEAR, 5, STR("没有正文"), &err) == ERR_CONFLICT,
		"nothing is written there yet: %s", err.msg);
	CHECK(annual_text_remark(&p.desk.desk, &p.desk.arena, &p.reader, YEAR, 1, STR("  "), &err) == ERR_INVALID, "an empty remark");
}

static enum err put_fn(struct tx *tx, void *ctx, struct error *e)
{
	struct annual_figures *f = ctx;
	size_t unknown;
	int64_t open;
	enum err r = annual_text_figures(tx, &p.desk.arena, p.agency, YEAR, f, e);
	if (r == OK)
		r = annual_text_put(tx, &p.desk.arena, f, &unknown, &open, e);
	return r == OK && (unknown || open) ? ERR_BUG : r;
}

static void into_the_report(void)
{
	struct annual_figures f;
	must(save(&p.clerk, 0, 0, "本报告的统计期限为{year}年。"), &err, "lead");
	must(save(&p.clerk, 5, 0, "一是培训不够。"), &err, "part five");
	must(store_read(p.desk.desk.store, put_fn, &f, &err), &err, "put");
	CHECK(f.report->n_lead == 1 && str_is(f.report->lead[0].text, "本报告的统计期限为2025年。"), "the lead");
	CHECK(f.report->n_sections == 2 && f.report->section[0].no == 1 && f.report->section[1].no == 5, "the written parts");
}

int main(void)
{
	request_place_init(&p);
	request_day(&p, YEAR, 2, 3);
	beginning();
	follow_the_registers();
	misc_follows();
	typed_numbers();
	refusals();
	versions();
	remarks();
	into_the_report();
	desk_place_done(&p.desk);
	return TEST_END();
}
