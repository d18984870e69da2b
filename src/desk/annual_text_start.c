/*
 * annual_text_start -- what stands in a part before anybody has written it: the aspects that the
 * format asks for (law/rules.md 2.2 nos 10, 13 to 15), with every number as a field, and the
 * sentences that follow from the registers (CK9, CK10).
 */
#include "desk/annual_text_part.h"

static const char *const start[ANNUAL_PARTS] = {
	("根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国"
	"政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）的要求，编制本年度报告。报告中所列数据的"
	"统计期限为{year}年1月1日至12月31日。"),

	("（一）主动公开。\n"
	"（二）依申请公开。{year}年，新收政府信息公开申请{t3.received.total}件，上年结转{t3.carried_in.total}件；"
	"办结{t3.total.total}件，结转下年度继续办理{t3.carried_out.total}件。因政府信息公开引起行政复议"
	"{t4.review.total}件、行政诉讼{t4.direct.total+t4.after_review.total}件。\n"
	"（三）政府信息管理。\n"
	"（四）政府信息公开平台建设。\n"
	"（五）监督保障。"),

	"",
	"",
	"",

	("（一）存在的主要问题。\n"
	 "（二）改进情况。"),

	"",
};

/* “其他处理”中的“其他”23件，为申请人撤回16件、…: with fields, so that it stays true. */
static void write_misc(struct buf *b, const struct annual_misc *m)
{
	const struct {
		int64_t n;
		const char *text;
	} part[] = { { m->withdrawn, "申请人撤回{misc.withdrawn}件" },
		{ m->from_superior, "上级机关转办{misc.from_superior}件" },
		{ m->from_government, "政府转办{misc.from_government}件" },
		{ m->transferred, "转其他机关办理{misc.transferred}件" },
		{ m->other, "其他情形{misc.other}件" } };
	bool first = true;
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		if (part[i].n == 0)
			continue;
		buf_cstr(b, first ? "表三“（六）其他处理”中的“3.其他”{t3.other.misc.total}件，为" : "、");
		buf_cstr(b, part[i].text);
		first = false;
	}
	if (!first)
		buf_lit(b, "。\n");
}

/* Part six: the fee (109号 asks for it), what 其他 is, corrected cells are printed by the report. */
static enum err last_part(struct tx *tx, struct arena *a, const struct annual_figures *f, struct str *out,
	struct error *err)
{
	struct annual_misc m;
	struct decimal fee;
	enum err e = annual_misc(tx, a, f->agency, f->year, &m, err);
	if (e != OK)
		return e;
	struct buf b;
	buf_init(&b, 4096);
	struct annual_figures copy = *f;
	if (annual_number(&copy, STR("fee.received"), &fee) && decimal_sign(fee) > 0)
		buf_lit(&b, "本年度收取政府信息公开信息处理费{fee.received}元。\n");
	else
		buf_lit(&b, "本年度未收取政府信息公开信息处理费。\n");
	write_misc(&b, &m);
	buf_lit(&b, "除上述情况外，无其他需要报告的事项。");
	*out = arena_str(a, buf_view(&b));
	e = buf_check(&b, err);
	buf_done(&b);
	return e == OK ? arena_check(a, err) : e;
}

enum err annual_text_start(struct tx *tx, struct arena *a, const struct annual_figures *f, int part,
	struct str *out, struct error *err)
{
	if (part == 6)
		return last_part(tx, a, f, out, err);
	*out = str_cstr(start[part]);
	return OK;
}
