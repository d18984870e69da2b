#include "page/remedy/part.h"

#include "law/rule.h"

const struct form_choice remedy_block_choices[] = { { "review", "行政复议" },
	{ "direct", "行政诉讼，未经复议直接起诉" }, { "after_review", "行政诉讼，复议后起诉" },
	{ NULL, NULL } };
const struct form_choice remedy_stage_choices[] = { { "review", "复议" }, { "first", "一审" },
	{ "second", "二审" }, { "retrial", "再审" }, { NULL, NULL } };
const struct form_choice remedy_procedure_choices[] = { { "ordinary", "普通程序" },
	{ "simplified", "简易程序" }, { NULL, NULL } };
/* In the order of enum remedy_result. */
const struct form_choice remedy_result_choices[] = { { "review.maintained", "维持" },
	{ "review.claim_rejected", "驳回行政复议请求" }, { "review.changed", "变更" },
	{ "review.revoked", "撤销" }, { "review.revoked_part", "部分撤销" },
	{ "review.unlawful", "确认违法" }, { "review.perform", "责令履行" },
	{ "review.void", "确认无效" }, { "review.not_accepted", "不予受理" },
	{ "review.dismissed", "驳回行政复议申请" },
	{ "review.terminated", "终止（撤回申请、和解等）" }, { "review.mediated", "调解书" },
	{ "court.claim_rejected", "判决驳回诉讼请求" }, { "court.revoked", "判决撤销" },
	{ "court.revoked_part", "判决部分撤销" }, { "court.perform", "判决责令履行（答复）" },
	{ "court.unlawful", "判决确认违法" }, { "court.void", "判决确认无效" },
	{ "court.changed", "判决变更" }, { "court.not_filed", "裁定不予立案" },
	{ "court.dismissed", "裁定驳回起诉" }, { "court.withdrawn", "裁定准许撤诉" },
	{ "court.terminated", "裁定终结诉讼" }, { "court.transferred", "移送其他法院" },
	{ "appeal.upheld", "驳回上诉，维持原判（裁定）" }, { "appeal.withdrawn", "准许撤回上诉" },
	{ "appeal.remanded", "发回重审" }, { "retrial.upheld", "再审维持原判" },
	{ "retrial.remanded", "再审发回重审" }, { NULL, NULL } };
_Static_assert(sizeof remedy_result_choices / sizeof *remedy_result_choices == REMEDY_RESULTS + 1,
	"one choice for each result");

struct str remedy_path(struct http_exchange *x, struct remedy_id id, const char *tail)
{
	return page_fmt(x, "/office/remedies/%lld%s", (long long)id.v, tail);
}

enum err remedy_of_path(struct http_exchange *x, struct remedy_view *out, struct error *err)
{
	struct remedy_id id;
	enum err e = page_id(x, 0, &id.v, err);
	return e != OK ? e
		       : remedy_view(APP(x)->desk, x->arena, &WHO(x)->actor, id, out, err);
}

struct str remedy_day(struct http_exchange *x, struct opt_i64 day)
{
	return day.has ? day_full(x, (struct date){ (int32_t)day.v }) : STR("");
}

const char *remedy_claimant_word(int64_t block)
{
	return block == REMEDY_REVIEW ? "申请人" : "原告";
}

struct str remedy_claimant_text(struct http_exchange *x, struct str masked, int64_t n)
{
	return n > 1 ? page_fmt(x, "%.*s等 %lld 人", STR_ARG(masked), (long long)n) : masked;
}

/* --- words of a line -------------------------------------------------------------------------------- */

struct str remedy_due(
	struct http_exchange *x, const struct remedy_line_row *r, struct date today, enum kit_due_kind *k)
{
	int left = r->due_on.has ? (int)(r->due_on.v - today.day) : 0;
	*k = KIT_DUE_FAR;
	if (!r->due_on.has)
		*k = r->pending ? KIT_DUE_STOPPED : KIT_DUE_DONE;
	else if (r->due_duty != REMEDY_DUTY_AGENCY)
		*k = KIT_DUE_STOPPED;
	else if (left < 0)
		*k = KIT_DUE_OVER;
	else if (left <= 3)
		*k = KIT_DUE_SOON;
	else if (left <= 7)
		*k = KIT_DUE_NEAR;
	if (r->due_on.has && r->due_duty != REMEDY_DUTY_AGENCY)
		return STR("等待审理");
	return remedy_due_text(x->arena, r, today);
}

const char *remedy_due_what(const struct remedy_line_row *r)
{
	switch (r->due_kind) {
	case REMEDY_ANSWERED:
		return r->stage == REMEDY_STAGE_REVIEW ? "书面答复" : "答辩";
	case REMEDY_DECIDED:
		return r->stage == REMEDY_STAGE_REVIEW ? "复议决定" : "裁判";
	case REMEDY_FINAL:
		return "上诉";
	case REMEDY_REPORTED:
		return "报告意见书处理";
	case REMEDY_REDO:
		return "重新答复";
	default:
		return "";
	}
}

enum kit_tone remedy_tone(int result, bool pending)
{
	const struct remedy_result_info *info = remedy_result_find((enum remedy_result)result);
	if (pending || !info)
		return KIT_AMBER;
	if (info->effect == REMEDY_EFFECT_AS_LOWER)
		return KIT_BLUE;
	return info->column == REMEDY_UPHELD ? KIT_GREEN
	       : info->column == REMEDY_CORRECTED ? KIT_RED
						  : KIT_PLAIN;
}

/* --- forms ------------------------------------------------------------------------------------------ */

void remedy_crumbs(struct http_exchange *x, struct frame *f, const struct remedy_row *r, struct str last)
{
	struct frame_crumb *crumb = arena_array(x->arena, struct frame_crumb, 3);
	size_t n = 0;
	if (!crumb)
		return;
	crumb[n++] = (struct frame_crumb){ .label = STR("复议诉讼"), .href = STR("/office/remedies") };
	if (r)
		crumb[n++] = (struct frame_crumb){ .label = r->number,
			.href = last.n ? remedy_path(x, r->id, "") : STR("") };
	if (last.n)
		crumb[n++] = (struct frame_crumb){ .label = last };
	f->crumbs = crumb;
	f->n_crumbs = n;
}

bool remedy_refusal(struct http_exchange *x, struct form_page *p, enum err why,
	const struct error *refusal)
{
	if (why == ERR_DENIED) {
		p->status = 403;
		p->error = (struct kit_error){ .text = arena_str(x->arena, str_cstr(refusal->msg)) };
		p->errors = (struct kit_errors){ .error = &p->error, .n = 1 };
	} else if (!form_page_refused(p, why, refusal)) {
		return false;
	}
	if (refusal->rule && p->errors.n)
		p->error.text = page_fmt(x, "%.*s（依据：%s）", STR_ARG(p->error.text),
			rule_article(refusal->rule));
	return true;
}

/* What the case is now beside what was typed, when somebody was quicker. */
static void show_both(struct http_exchange *x, struct form_page *p, const struct remedy_view *v)
{
	const struct remedy_round *r = &v->run.round[v->run.n_rounds - 1];
	form_page_stale(p, "现在的审级", str_cstr(remedy_stage_name(r->stage)), STR("您打开页面时的审级"));
	form_page_stale(p, "记录条数", page_fmt(x, "%zu 条", v->n_history), p->title.title);
}

enum err remedy_form(struct http_exchange *x, const struct http_fields *fields, const char *title,
	enum err why, struct remedy_view *v, struct form_page *p, struct error *err)
{
	struct error refusal = *err;
	enum err e = remedy_of_path(x, v, err);
	if (e == OK)
		e = form_page_init(x, p, fields, title, err);
	if (e != OK)
		return e;
	if (why != OK && !remedy_refusal(x, p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	if (why == ERR_CONFLICT && !refusal.field && !refusal.rule)
		show_both(x, p, v);
	p->title.note = page_fmt(x, "%.*s　%.*s　%.*s %.*s", STR_ARG(v->remedy.number),
		STR_ARG(v->remedy.subject), STR_ARG(v->remedy.body), STR_ARG(v->remedy.case_number));
	remedy_crumbs(x, &p->frame, &v->remedy, str_cstr(title));
	form_page_hidden(p, "version", page_fmt(x, "%lld", (long long)v->remedy.version));
	return OK;
}

bool remedy_has_day(struct date d)
{
	return d.day != form_date_absent().day && d.day != 0;
}

void remedy_date(struct http_exchange *x, struct form_page *p, const char *name, const char *label,
	struct date value, const char *hint, bool optional)
{
	struct kit_input *in = form_page_input(
		p, name, remedy_has_day(value) ? day_full(x, value) : STR(""), hint);
	in->field.label = str_cstr(label);
	in->field.optional = optional;
	in->field.classes = STR("govuk-input--width-10");
}

struct kit_choice *remedy_choices(
	struct http_exchange *x, const struct form_choice *c, const char *empty, size_t *n)
{
	size_t all = 0;
	while (c[all].value)
		all++;
	struct kit_choice *out = arena_array(x->arena, struct kit_choice, all + 1);
	*n = 0;
	if (!out)
		return NULL;
	if (empty)
		out[(*n)++] = (struct kit_choice){ .text = str_cstr(empty) };
	for (size_t i = 0; i < all; i++)
		out[(*n)++] = (struct kit_choice){ .value = str_cstr(c[i].value),
			.text = str_cstr(c[i].label) };
	return out;
}
