/*
 * letter_test -- a desk with everybody a letter passes, and facts that fill each form.
 */
#ifndef TESTS_DESK_LETTER_TEST_H
#define TESTS_DESK_LETTER_TEST_H

#include "desk/letter.h"
#include "tests/desk/request_test.h"

struct letter_place {
	struct request_place r;
	struct actor legal, secrecy, head, both;
};

/* The agency as its administrator would have registered it. */
static inline void letter_agency(struct letter_place *p, const char *pattern)
{
	struct error err = { .code = OK };
	struct actor console = actor_console();
	struct agency_view v;
	must(agency_view(&p->r.desk.desk, &console, p->r.agency, STR(""), &p->r.desk.arena, &v,
		     &err),
		&err, "agency");
	struct agency_facts f = { .name = v.agency.name,
		.short_name = v.agency.short_name,
		.phone = STR("0000-88880000"),
		.address = STR("示例市示例路1号"),
		.document_pattern = str_cstr(pattern),
		.review_body = STR("示例市人民政府"),
		.court = STR("示例市示例区人民法院"),
		.active = true };
	must(agency_change(&p->r.desk.desk, &console, p->r.agency, v.agency.version, &f, &err),
		&err, "agency facts");
}

static inline void letter_place_init(struct letter_place *p)
{
	request_place_init(&p->r);
	p->legal = request_actor(&p->r, "legal", ROLE_BIT(ROLE_REVIEW));
	p->secrecy = request_actor(&p->r, "secrecy", ROLE_BIT(ROLE_SECRECY));
	p->head = request_actor(&p->r, "head", ROLE_BIT(ROLE_SIGN));
	p->both = request_actor(&p->r, "both",
		ROLE_BIT(ROLE_HANDLE) | ROLE_BIT(ROLE_REVIEW) | ROLE_BIT(ROLE_SECRECY) |
			ROLE_BIT(ROLE_SIGN));
	letter_agency(p, "");
}

/* Every question answered as for information that can simply be given. */
static inline struct outcome_facts letter_open_facts(void)
{
	struct outcome_facts f = { .closing = CLOSING_NONE };
	static const enum outcome_question no[] = { QUESTION_PETITION, QUESTION_PUBLICATION,
		QUESTION_REPEAT, QUESTION_CONFIRM, QUESTION_EXCESSIVE, QUESTION_LOOKUP,
		QUESTION_WITHHELD, QUESTION_ALREADY_PUBLIC };
	f.answer[QUESTION_CLEAR] = f.answer[QUESTION_RESPONSIBLE] = ANSWER_YES;
	f.answer[QUESTION_HELD] = f.answer[QUESTION_READY] = ANSWER_YES;
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		f.answer[no[i]] = ANSWER_NO;
	return f;
}

/* One answer changed, those further down not given: the question decides. */
static inline struct outcome_facts letter_ends_at(enum outcome_question q, enum outcome_answer a)
{
	struct outcome_facts f = letter_open_facts();
	f.answer[q] = a;
	for (int i = (int)q + 1; i < QUESTION_COUNT; i++)
		f.answer[i] = ANSWER_NONE;
	return f;
}

/* Withheld for a ground; whole or in part. */
static inline struct outcome_facts letter_withheld(enum outcome ground, bool part)
{
	struct outcome_facts f = letter_open_facts();
	f.answer[QUESTION_WITHHELD] = ANSWER_YES;
	f.answer[QUESTION_ALREADY_PUBLIC] = ANSWER_NONE;
	f.answer[QUESTION_SEPARABLE] = part ? ANSWER_YES : ANSWER_NO;
	f.has_ground = true;
	f.ground = ground;
	if (ground == OUTCOME_THIRD_PARTY)
		f.answer[QUESTION_CONSENT] = f.answer[QUESTION_PUBLIC_INTEREST] = ANSWER_NO;
	if (ground == OUTCOME_PROCESS || ground == OUTCOME_ENFORCEMENT_FILE)
		f.answer[QUESTION_MUST_OPEN] = ANSWER_NO;
	return f;
}

/* A third party that was asked on paper, objected, and was overruled; its record. */
static inline struct consultation_id letter_overruled(
	struct letter_place *p, struct request_id request, const char *party)
{
	struct error err = { .code = OK };
	struct desk *d = &p->r.desk.desk;
	struct arena *a = &p->r.desk.arena;
	struct consultation_id id = { 0 };
	struct consultation_paper in = { .request = request,
		.version = request_see(&p->r, &p->r.handler, request).request.version,
		.facts = { .kind = CONSULTATION_THIRD_PARTY,
			.party = str_cstr(party),
			.information = STR("合同中的技术参数") },
		.sent = request_now(&p->r),
		.served = true,
		.served_on = request_now(&p->r),
		.reason = STR("测试：手工制发"),
		.has_proof = true,
		.proof = request_scan(&p->r, "proof") };
	must(consultation_on_paper(d, a, &p->r.handler, &in, &id, &err), &err, "on paper");
	must(consultation_answer(d, a, &p->r.handler, id, 1, request_now(&p->r), OPINION_OBJECT,
		     STR("属于商业秘密"), NULL, &err),
		&err, "answer");
	must(consultation_settle(d, a, &p->r.handler, id, 2, RESULT_OVERRIDE,
		     STR("关系公共安全，不公开影响重大"), &err),
		&err, "settle");
	return id;
}

/* All texts filled in. */
static inline struct letter_input letter_full(struct request_id request, const char *form)
{
	return (struct letter_input){ .request = request,
		.form = str_cstr(form),
		.ground = STR("测试理由。"),
		.findings = STR("测试情况。"),
		.party = STR("测试单位甲"),
		.how = STR("测试方式。"),
		.search = STR("档案系统，关键词“绿化”，2025年，测试丁，无结果。"),
		.earlier = STR("示公复〔2026〕1号，2026年3月2日"),
		.asked = CONSULTATION_CO_MAKER,
		.contact = STR("测试联系人 0000-00000000"),
		.days = 10,
		.fee = FEE_BY_PAGE,
		.fee_count = 120 };
}

static inline enum err letter_try(struct letter_place *p, const struct actor *who,
	const struct letter_input *in, struct letter_id *id, struct error *err)
{
	*err = (struct error){ .code = OK };
	return letter_draft(&p->r.desk.desk, &p->r.desk.arena, who, in, id, err);
}

static inline struct letter_view letter_see(struct letter_place *p, struct letter_id id)
{
	struct error err = { .code = OK };
	struct letter_view v;
	must(letter_view(&p->r.desk.desk, &p->r.desk.arena, &p->r.handler, id, &v, &err), &err,
		"letter");
	return v;
}

/* Submitted and through all opinions, up to the head. */
static inline void letter_to_head(struct letter_place *p, struct letter_id id)
{
	struct error err = { .code = OK };
	struct desk *d = &p->r.desk.desk;
	struct arena *a = &p->r.desk.arena;
	struct letter_view v = letter_see(p, id);
	must(letter_submit(d, a, &p->r.handler, id, v.letter.version, &err), &err, "submit");
	v = letter_see(p, id);
	if (v.letter.state == LETTER_LEGAL) {
		must(letter_opine(d, a, &p->legal, id, v.letter.version, true, STR("同意"), &err),
			&err, "legal");
		must(letter_opine(d, a, &p->secrecy, id, v.letter.version + 1, true, STR(""),
			     &err),
			&err, "secrecy");
	}
}

static inline struct letter_view letter_signed(struct letter_place *p, struct letter_id id)
{
	struct error err = { .code = OK };
	letter_to_head(p, id);
	struct letter_view v = letter_see(p, id);
	if (v.letter.state == LETTER_SIGNING)
		must(letter_sign(&p->r.desk.desk, &p->r.desk.arena, &p->head, id,
			     v.letter.version, STR("同意"), &err),
			&err, "sign");
	return letter_see(p, id);
}

/* By EMS today, and by hand when received is given. */
static inline enum err letter_post(
	struct letter_place *p, struct letter_id id, struct error *err)
{
	struct letter_view v = letter_see(p, id);
	return letter_serve(&p->r.desk.desk, &p->r.desk.arena, &p->r.handler, id,
		v.letter.version, SERVICE_POST, request_now(&p->r), false, request_now(&p->r),
		STR("EM000000001CN"), err);
}

/* Drafted, signed and posted today. */
static inline struct letter_id letter_sent(
	struct letter_place *p, const struct letter_input *in, const char *what)
{
	struct error err = { .code = OK };
	struct letter_id id = { 0 };
	must(letter_try(p, &p->r.handler, in, &id, &err), &err, what);
	letter_signed(p, id);
	must(letter_post(p, id, &err), &err, what);
	return id;
}

#endif
