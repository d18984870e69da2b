#include "cmd/demo/play_part.h"

#include "cmd/demo/text.h"
#include "desk/letter.h"
#include "desk/request_office.h"

enum { ARENA_MAX = 64 << 20 };

int64_t demo_clock_ms(void *ctx)
{
	return atomic_load(&((struct demo_clock *)ctx)->ms);
}

const struct actor *demo_handler(const struct step *s)
{
	return &s->o->handler[s->c->number % DEMO_HANDLERS];
}

static bool online(const struct step *s)
{
	return s->c->channel == RECEIPT_INTERNET;
}

/* As the page of the case would be opened first: the step goes with the version seen. */
static enum err see(const struct step *s, struct request_view *v)
{
	return request_view(s->d, s->a, &s->o->clerk, s->c->id, v, s->err);
}

static enum err see_letter(const struct step *s, struct letter_view *v)
{
	return letter_view(s->d, s->a, demo_handler(s), s->c->letter[s->slot], v, s->err);
}

/* --- the case --------------------------------------------------------------------------------- */

static enum err file(const struct step *s)
{
	struct demo_case *c = s->c;
	struct request_filed filed;
	struct request_input in = demo_text_request(s->a, c, s->today);
	in.agency = s->o->id;
	enum err e = arena_check(s->a, s->err);
	if (e == OK)
		e = request_file(
			s->d, s->a, online(s) ? NULL : &s->o->clerk, &in, STR(""), &filed, s->err);
	if (e != OK)
		return e;
	c->id = filed.id;
	snprintf(c->receipt, sizeof c->receipt, "%.*s", STR_ARG(filed.number));
	snprintf(c->code, sizeof c->code, "%.*s", STR_ARG(filed.code));
	return OK;
}

static enum err confirm(const struct step *s)
{
	struct request_view v;
	struct receipt_facts f = { .settled = true, .settled_on = s->today };
	enum err e = see(s, &v);
	return e != OK ? e
		       : request_confirm(
				 s->d, s->a, &s->o->clerk, s->c->id, v.request.version, &f, s->err);
}

static enum err assign(const struct step *s)
{
	struct request_view v;
	const struct actor *who = demo_handler(s);
	enum err e = see(s, &v);
	return e != OK ? e
		       : request_assign(s->d, s->a, &s->o->clerk, s->c->id, v.request.version,
				 who->department, who->person, s->err);
}

static enum err search(const struct step *s)
{
	bool again = s->slot == DEMO_AGAIN;
	return request_note_add(s->d, s->a, demo_handler(s), again ? s->c->round : s->c->id,
		NOTE_SEARCH, (struct department_id){ 0 },
		again ? demo_text_search_again(s->a, s->c) : demo_text_search(s->a, s->c), s->err);
}

static enum err legal_event(const struct step *s, const struct clock_event *ev, const char *action)
{
	struct request_view v;
	enum err e = see(s, &v);
	struct request_step in = { .id = s->c->id,
		.version = v.request.version,
		.event = *ev,
		.stage = STAGES,
		.action = str_cstr(action) };
	return e != OK ? e : request_step(s->d, s->a, demo_handler(s), &in, s->err);
}

static enum err corrected(const struct step *s)
{
	bool late;
	struct clock_event ev = { .kind = CLOCK_CORRECTION_RECEIVED, .on = s->today };
	if (online(s))
		return request_correct_own(s->d, s->a, str_cstr(s->c->receipt),
			str_cstr(s->c->code), STR("192.0.2.9"), demo_text_correction(s->a, s->c),
			NULL, 0, &late, s->err);
	return legal_event(s, &ev, "request.correction_received");
}

/* The third party's opinion, and what the office makes of it on the same day. */
static enum err returned(const struct step *s)
{
	bool agrees = s->c->batch->outcome == OUTCOME_OPEN;
	struct consultation_view *v;
	size_t n = 0;
	const struct actor *who = demo_handler(s);
	enum err e = consultation_list(s->d, s->a, who, s->c->id, &v, &n, NULL, s->err);
	if (e == OK && n == 0)
		e = error_set(s->err, ERR_BUG, NULL, "没有征求意见的记录");
	if (e == OK)
		e = consultation_answer(s->d, s->a, who, v[0].row.id, v[0].row.version, s->today,
			agrees ? OPINION_AGREE : OPINION_OBJECT,
			agrees ? STR("") : STR("含有商业秘密和联系方式，不同意公开"), NULL, s->err);
	struct consultation_view now;
	if (e == OK)
		e = consultation_view(s->d, s->a, who, v[0].row.id, &now, s->err);
	if (e == OK)
		e = consultation_settle(s->d, s->a, who, now.row.id, now.row.version,
			agrees ? RESULT_CONSENT : RESULT_WITHHOLD,
			agrees ? STR("第三方书面同意公开") : STR("理由成立，公开会损害其合法权益"),
			s->err);
	return e;
}

static enum err propose(const struct step *s)
{
	return office_extension_propose(s->d, s->a, demo_handler(s), s->c->id, DEMO_EXTENSION_DAYS,
		STR("所涉档案分散在多个派出所，需要逐一检索核对"), s->err);
}

static enum err extend(const struct step *s)
{
	struct request_view v;
	enum err e = see(s, &v);
	if (e != OK)
		return e;
	struct office_extension x = { .id = s->c->id,
		.version = v.request.version,
		.agree = true,
		.days = DEMO_EXTENSION_DAYS,
		.reason = STR("同意延期") };
	for (size_t i = 0; i < v.n_notes; i++)
		if (v.note[i].kind == NOTE_EXTENSION)
			x.note = v.note[i].id;
	return office_extension_decide(s->d, s->a, &s->o->head, &x, s->err);
}

static enum err withdraw(const struct step *s)
{
	struct request_view v;
	enum err e = see(s, &v);
	return e != OK ? e
		       : request_withdraw(s->d, s->a, demo_handler(s), s->c->id, v.request.version,
				 s->today, demo_text_closing(s->c), s->err);
}

static enum err withdraw_own(const struct step *s)
{
	return request_withdraw_own(s->d, s->a, str_cstr(s->c->receipt), str_cstr(s->c->code),
		STR("192.0.2.9"), demo_text_closing(s->c), s->err);
}

static enum err close_case(const struct step *s)
{
	struct request_view v;
	enum err e = see(s, &v);
	return e != OK ? e
		       : request_close(s->d, s->a, demo_handler(s), s->c->id, v.request.version,
				 s->today, demo_text_closing(s->c), s->err);
}

/* --- letters ---------------------------------------------------------------------------------- */

static enum err draft(const struct step *s)
{
	struct letter_input in = demo_text_letter(s->a, s->c, (enum demo_slot)s->slot);
	enum err e = arena_check(s->a, s->err);
	return e != OK ? e
		       : letter_draft(
				 s->d, s->a, demo_handler(s), &in, &s->c->letter[s->slot], s->err);
}

static enum err submit(const struct step *s)
{
	struct letter_view v;
	enum err e = see_letter(s, &v);
	return e != OK ? e
		       : letter_submit(s->d, s->a, demo_handler(s), s->c->letter[s->slot],
				 v.letter.version, s->err);
}

static enum err opine(const struct step *s, const struct actor *who, struct str text)
{
	struct letter_view v;
	enum err e = see_letter(s, &v);
	return e != OK ? e
		       : letter_opine(s->d, s->a, who, s->c->letter[s->slot], v.letter.version,
				 true, text, s->err);
}

static enum err legal(const struct step *s)
{
	return opine(s, &s->o->reviewer, STR("事实清楚，依据正确，同意"));
}

static enum err secrecy(const struct step *s)
{
	return opine(s, &s->o->secrecy, STR("不涉及国家秘密，同意"));
}

static enum err sign(const struct step *s)
{
	struct letter_view v;
	enum err e = see_letter(s, &v);
	return e != OK ? e
		       : letter_sign(s->d, s->a, &s->o->head, s->c->letter[s->slot],
				 v.letter.version, STR("同意"), s->err);
}

static enum service_way way_of(const struct step *s)
{
	if (s->slot == DEMO_ASKING || s->c->channel == RECEIPT_REGISTERED_POST)
		return SERVICE_POST;
	return online(s) ? SERVICE_ELECTRONIC : SERVICE_DIRECT;
}

/* Posted; or sent and received on one day. */
static enum err send_letter(const struct step *s)
{
	struct letter_view v;
	enum service_way way = way_of(s);
	bool post = way == SERVICE_POST;
	struct str proof =
		post ? arena_fmt(s->a, "示例EMS%zu%04u%d", s->c->agency + 1, s->c->number, s->slot)
		     : STR("");
	enum err e = see_letter(s, &v);
	return e != OK ? e
		       : letter_serve(s->d, s->a, demo_handler(s), s->c->letter[s->slot],
				 v.letter.version, way, s->today, !post, s->today, proof, s->err);
}

static enum err served(const struct step *s)
{
	struct letter_view v;
	enum err e = see_letter(s, &v);
	struct date sent = { (int32_t)v.letter.sent_on.v };
	return e != OK ? e
		       : letter_serve(s->d, s->a, demo_handler(s), s->c->letter[s->slot],
				 v.letter.version, SERVICE_POST, sent, true, s->today,
				 v.letter.proof, s->err);
}

/* --- all -------------------------------------------------------------------------------------- */

static const struct {
	enum err (*run)(const struct step *s);
	const char *name;
} op[] = { [DEMO_OP_FILE] = { file, "提出申请" },
	[DEMO_OP_CONFIRM] = { confirm, "登记" },
	[DEMO_OP_ASSIGN] = { assign, "分派" },
	[DEMO_OP_SEARCH] = { search, "检索记录" },
	[DEMO_OP_DRAFT] = { draft, "起草" },
	[DEMO_OP_SUBMIT] = { submit, "提交" },
	[DEMO_OP_LEGAL] = { legal, "法制审核" },
	[DEMO_OP_SECRECY] = { secrecy, "保密审查" },
	[DEMO_OP_SIGN] = { sign, "签发" },
	[DEMO_OP_SEND] = { send_letter, "发出" },
	[DEMO_OP_SERVED] = { served, "送达" },
	[DEMO_OP_CORRECTED] = { corrected, "补正" },
	[DEMO_OP_RETURNED] = { returned, "收到意见" },
	[DEMO_OP_PROPOSE] = { propose, "提出延期" },
	[DEMO_OP_EXTEND] = { extend, "同意延期" },
	[DEMO_OP_WITHDRAW] = { withdraw, "撤回" },
	[DEMO_OP_WITHDRAW_OWN] = { withdraw_own, "申请人撤回" },
	[DEMO_OP_CLOSE] = { close_case, "转办办结" },
	[DEMO_OP_REVIEW] = { demo_remedy_review, "收到复议申请" },
	[DEMO_OP_REVIEW_ANSWERED] = { demo_remedy_answer, "答复复议机关" },
	[DEMO_OP_REVIEW_DECIDED] = { demo_remedy_decide, "复议决定" },
	[DEMO_OP_REDO] = { demo_remedy_redo, "责令重新答复" },
	[DEMO_OP_SUED] = { demo_remedy_sue, "收到起诉状" },
	[DEMO_OP_SUIT_ANSWERED] = { demo_remedy_defend, "答辩" },
	[DEMO_OP_SUIT_DECIDED] = { demo_remedy_judgment, "一审判决" },
	[DEMO_OP_APPEALED] = { demo_remedy_appeal, "收到上诉状" },
	[DEMO_OP_APPEAL_DECIDED] = { demo_remedy_appeal_decided, "二审判决" },
	[DEMO_OP_PETITIONED] = { demo_remedy_petition, "申请再审" },
	[DEMO_OP_HELD] = { demo_remedy_hold, "计为尚未审结" },
	[DEMO_OP_REGISTERS] = { demo_year_registers, "登记渠道和文件" },
	[DEMO_OP_FIGURES] = { demo_year_figures, "登记月度数据" },
	[DEMO_OP_VOUCH] = { demo_year_vouch, "签认月度数据" },
	[DEMO_OP_TEXT] = { demo_year_text, "起草年度报告" },
	[DEMO_OP_REPORT] = { demo_year_report, "年度报告流程" } };

static enum err run(
	const struct demo_play *p, const struct demo_step *one, struct arena *a, struct error *err)
{
	bool of_case = one->op < DEMO_OP_REGISTERS;
	struct demo_case *c = of_case ? &p->plan->one_case[one->item] : NULL;
	size_t agency = c ? c->agency : one->item;
	struct step s = { .d = p->d,
		.a = a,
		.g = &p->agency[agency],
		.o = &p->office[agency],
		.c = c,
		.slot = one->slot,
		.today = date_of_moment(one->ms / 1000),
		.err = err };
	atomic_store(&p->clock->ms, one->ms);
	enum err e = op[one->op].run(&s);
	if (e == OK)
		return OK;
	struct error why = *err;
	return error_set(err, e, why.rule, "%.*s第 %u 件申请，%s，%s：%s", STR_ARG(s.g->name),
		c ? c->number + 1 : 0, date_text(s.today).z, op[one->op].name, why.msg);
}

enum err demo_play(const struct demo_play *p, struct error *err)
{
	struct arena a;
	enum err e = OK;
	arena_init(&a, ARENA_MAX);
	for (size_t i = 0; i < p->plan->n_steps && e == OK; i++) {
		struct progress_state state = {
			.done = i, .total = p->plan->n_steps, .name = "演示数据"
		};
		progress_show(p->progress, &state);
		e = run(p, &p->plan->step[i], &a, err);
		arena_reset(&a);
	}
	arena_done(&a);
	progress_erase(p->progress);
	return e;
}
