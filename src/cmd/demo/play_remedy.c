#include "cmd/demo/play_part.h"

#include "cmd/demo/text.h"
#include "desk/remedy.h"

/* One entry of a case that stands; extra holds what the kind asks for beside the day. */
static enum err enter(const struct step *s, struct remedy_id id, enum remedy_entry_kind kind,
	const struct remedy_step *extra)
{
	struct remedy_view v;
	bool by_head = kind == REMEDY_HELD;
	enum err e = remedy_view(s->d, s->a, demo_handler(s), id, &v, s->err);
	struct remedy_step step = *extra;
	step.id = id;
	step.version = v.remedy.version;
	step.kind = kind;
	step.on = s->today;
	return e != OK ? e
		       : remedy_step(s->d, s->a, by_head ? &s->o->head : demo_handler(s), &step,
				 s->err);
}

static enum err enter_value(
	const struct step *s, struct remedy_id id, enum remedy_entry_kind kind, int64_t value)
{
	struct remedy_step extra = { .value = value, .has_other = kind == REMEDY_DECIDED };
	extra.other = s->today;
	return enter(s, id, kind, &extra);
}

static struct str number_of(const struct step *s, const char *word)
{
	return arena_fmt(s->a, "〔%d〕示例%s%u号", date_year(s->today), word, s->c->number + 1);
}

static enum err open_case(const struct step *s, struct remedy_new *in, struct remedy_id *out)
{
	struct request_input who = demo_text_request(s->a, s->c, s->today);
	in->request[0] = s->c->id;
	in->n_requests = 1;
	in->claimant = who.name;
	in->claimants = 1;
	in->received = s->today;
	enum err e = arena_check(s->a, s->err);
	return e != OK ? e : remedy_open(s->d, s->a, &s->o->clerk, in, out, s->err);
}

enum err demo_remedy_review(const struct step *s)
{
	struct remedy_new in = {
		.block = REMEDY_REVIEW, .body = s->g->review_body, .case_number = number_of(s, "复")
	};
	return open_case(s, &in, &s->c->review);
}

enum err demo_remedy_answer(const struct step *s)
{
	return enter_value(s, s->c->review, REMEDY_ANSWERED, 0);
}

enum err demo_remedy_decide(const struct step *s)
{
	return enter_value(s, s->c->review, REMEDY_DECIDED, s->c->batch->review);
}

enum err demo_remedy_redo(const struct step *s)
{
	struct remedy_view v;
	enum err e = remedy_view(s->d, s->a, demo_handler(s), s->c->review, &v, s->err);
	struct remedy_redo in = { .id = s->c->review,
		.version = v.remedy.version,
		.request = s->c->id,
		.on = s->today,
		.days = REMEDY_REDO_DAYS,
		.text = STR("检索范围没有覆盖全部档案，撤销答复，责令在法定期限内重新答复") };
	return e != OK ? e
		       : remedy_redo(s->d, s->a, demo_handler(s), &in, &s->c->round, s->err);
}

enum err demo_remedy_sue(const struct step *s)
{
	struct remedy_new in = { .block = REMEDY_AFTER_REVIEW,
		.prior = s->c->review,
		.body = s->g->court,
		.case_number = number_of(s, "行初") };
	return open_case(s, &in, &s->c->lawsuit);
}

enum err demo_remedy_defend(const struct step *s)
{
	return enter_value(s, s->c->lawsuit, REMEDY_ANSWERED, 0);
}

enum err demo_remedy_judgment(const struct step *s)
{
	return enter_value(s, s->c->lawsuit, REMEDY_DECIDED, COURT_CLAIM_REJECTED);
}

enum err demo_remedy_appeal(const struct step *s)
{
	struct remedy_step extra = { .stage = REMEDY_STAGE_SECOND,
		.value = REMEDY_ORDINARY,
		.body = STR("示例市中级人民法院"),
		.case_number = number_of(s, "行终") };
	return enter(s, s->c->lawsuit, REMEDY_OPENED, &extra);
}

enum err demo_remedy_appeal_decided(const struct step *s)
{
	return enter_value(s, s->c->lawsuit, REMEDY_DECIDED, APPEAL_UPHELD);
}

enum err demo_remedy_petition(const struct step *s)
{
	struct remedy_step extra = { .text = STR("申请人向高级人民法院申请再审") };
	return enter(s, s->c->lawsuit, REMEDY_PETITIONED, &extra);
}

enum err demo_remedy_hold(const struct step *s)
{
	struct remedy_step extra = { .value = DEMO_YEAR,
		.text = STR("再审申请审查中，尚未办结，本年按尚未审结统计") };
	return enter(s, s->c->lawsuit, REMEDY_HELD, &extra);
}
