/*
 * Every form of law/rules.md 6.1 as a signed docx and pdf, from invented facts as an office would
 * write them.  LETTER_FOLDER=DIR keeps the papers there, to be looked at.
 */
#include "tests/desk/letter_test.h"

#include <sys/stat.h>

static struct letter_place p;
static struct error err;

#define D (&p.r.desk.desk)
#define A (&p.r.desk.arena)
#define H (&p.r.handler)

static void happen(struct request_id id, enum clock_event_kind k)
{
	struct request_step s = { .id = id,
		.version = request_see(&p.r, H, id).request.version,
		.event = { .kind = k, .on = request_now(&p.r) },
		.stage = STAGES,
		.action = STR("request.test") };
	must(request_step(D, A, &p.r.signer, &s, &err), &err, "step");
}

static struct request_id received(bool organisation)
{
	struct request_input in = request_online(&p.r);
	struct request_filed filed;
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(&p.r) };
	in.content = STR("示例市2025年度城区道路绿化养护项目的中标合同及其附件，包括养护范围图、"
			 "人员配备表和分项报价表；以及2025年1月至12月养护质量考核的结果。");
	if (organisation) {
		in.class = CLASS_BUSINESS;
		in.name = STR("示例市测试园林绿化工程有限公司");
		in.credit_code = STR("91350100M000100Y43");
		in.legal_representative = STR("测试乙");
		in.contact = STR("测试丙");
		in.id_type = IDENTITY_NONE;
		in.id_number = STR("");
	}
	must(request_file(D, A, NULL, &in, STR(""), &filed, &err), &err, "file");
	must(request_confirm(D, A, &p.r.clerk, filed.id, 1, &facts, &err), &err, "confirm");
	return filed.id;
}

static struct letter_input facts_of(struct request_id id, const char *form)
{
	return (struct letter_input){ .request = id,
		.form = str_cstr(form),
		.findings = STR("您申请公开的中标合同由本机关与中标单位于2025年1月15日签订，"
				"共46页，附件3份；养护质量考核结果由本机关城市管理科按月形成，共12份。"),
		.ground = STR("其中人员配备表载明12名养护人员的姓名、居民身份证号码和手机号码，属于个人隐私，"
			      "公开会对其合法权益造成损害。本机关已书面征求意见，相关人员不同意公开。"),
		.party = STR("示例市测试养护有限公司"),
		.how = STR("随本答复书提供合同正文及分项报价表复印件共38页；养护范围图幅面较大，"
			   "请在办公时间到本机关查阅室（示例市示例路1号102室）查阅。"),
		.search = STR("2026年9月21日，由综合科测试丁在本机关电子公文系统、档案管理系统和城市管理科业务台账中，"
			      "以“绿化养护”“考核”“2025”为关键词，对2024年12月至2026年1月形成的文件进行检索，"
			      "没有检索到相关记录；同日到档案室人工查阅2025年度目录，也没有记载。"),
		.earlier = STR("《政府信息公开申请答复书（予以公开）》（公复〔2026〕1号），2026年3月2日"),
		.contact = STR("测试戊，0000-88881111，示例市示例大道9号"),
		.asked = CONSULTATION_CO_MAKER,
		.days = 10,
		.until = date_from_ymd(2026, 12, 31),
		.fee = FEE_BY_PAGE,
		.fee_count = 246 };
}

/* What must have happened before this form may be written. */
static void prepare(struct request_id id, const char *form, struct letter_input *in)
{
	static const struct {
		const char *form;
		enum clock_event_kind kind;
	} before[] = { { "F06", CLOCK_EXCESS_REASON_ASKED }, { "F24", CLOCK_EXCESS_REASON_ASKED },
		{ "F20", CLOCK_CORRECTION_NOTICED }, { "F20", CLOCK_CORRECTION_RECEIVED },
		{ "F26", CLOCK_CORRECTION_NOTICED } };
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		if (strcmp(before[i].form, form) == 0)
			happen(id, before[i].kind);
	if (strcmp(form, "F26") == 0)
		request_day(&p.r, 2026, 10, 20);
	if (strcmp(form, "F10") == 0 || strcmp(form, "F14") == 0)
		in->consultation = letter_overruled(&p, id, "示例市测试养护有限公司");
	if (strcmp(form, "F10") == 0)
		in->ground = STR("合同的分项报价使用财政资金，关系公众对财政支出的监督；"
				 "不公开将使公众无法了解养护经费是否合理使用。");
}

static struct outcome_facts reply_of(const char *form)
{
	static const struct {
		const char *form;
		enum outcome_question q;
		enum outcome_answer a;
	} ends[] = { { "F16", QUESTION_LOOKUP, ANSWER_YES }, { "F17", QUESTION_HELD, ANSWER_NO },
		{ "F18", QUESTION_RESPONSIBLE, ANSWER_NO }, { "F19", QUESTION_READY, ANSWER_NO },
		{ "F20", QUESTION_CORRECTED, ANSWER_YES }, { "F21", QUESTION_PETITION, ANSWER_YES },
		{ "F22", QUESTION_REPEAT, ANSWER_YES },
		{ "F23", QUESTION_PUBLICATION, ANSWER_YES },
		{ "F24", QUESTION_REASON_GOOD, ANSWER_NO },
		{ "F25", QUESTION_CONFIRM, ANSWER_YES } };
	struct outcome_facts f = letter_open_facts();
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (strcmp(ends[i].form, form) == 0)
			f = letter_ends_at(ends[i].q, ends[i].a);
	if (strcmp(form, "F14") == 0)
		f = letter_withheld(OUTCOME_INTERNAL, true);
	if (strcmp(form, "F15") == 0)
		f = letter_withheld(OUTCOME_PROCESS, false);
	if (strcmp(form, "F20") == 0)
		f.answer[QUESTION_CLEAR] = ANSWER_NO;
	if (strcmp(form, "F24") == 0)
		f.answer[QUESTION_EXCESSIVE] = ANSWER_YES;
	if (strcmp(form, "F26") == 0)
		f = (struct outcome_facts){ .closing = CLOSING_NONE };
	return f;
}

static void keep(const char *form, const char *kind, const struct buf *b)
{
	const char *folder = getenv("LETTER_FOLDER");
	char path[600];
	if (!folder)
		return;
	snprintf(path, sizeof path, "%s/%s.%s", folder, form, kind);
	FILE *f = fopen(path, "wb");
	CHECK(f && fwrite(b->p, 1, b->n, f) == b->n && fclose(f) == 0, "%s", path);
}

static void print_both(struct letter_id id, const char *form)
{
	static const struct {
		enum letter_paper paper;
		const char *kind, *magic;
	} t[] = { { LETTER_DOCX, "docx", "PK" }, { LETTER_PDF, "pdf", "%PDF" } };
	for (int i = 0; i < 2; i++) {
		struct buf b;
		buf_init(&b, 64 << 20);
		CHECK(letter_paper(D, A, H, id, t[i].paper, &b, &err) == OK && b.n > 1000 &&
				memcmp(b.p, t[i].magic, strlen(t[i].magic)) == 0,
			"%s as %s: %s", form, t[i].kind, err.msg);
		keep(form, t[i].kind, &b);
		buf_done(&b);
	}
}

/* The word of a number counts by itself: the first of each is 1, and there is no gap. */
static int64_t numbers[64];
static size_t n_words;
static struct str words[64];

static void count_number(const struct letter_view *v)
{
	size_t w = 0;
	if (!*v->form->word)
		return;
	while (w < n_words && !str_is(words[w], v->form->word))
		w++;
	if (w == n_words)
		words[n_words++] = str_cstr(v->form->word);
	char want[80];
	snprintf(want, sizeof want, "%s〔2026〕%lld号", v->form->word, (long long)++numbers[w]);
	CHECK(str_is(v->letter.number, want), "%s: %.*s", want, STR_ARG(v->letter.number));
}

static void make(const struct letter_form *f, struct letter_id about, const char *name,
	bool organisation)
{
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = received(organisation);
	request_day(&p.r, 2026, 9, 21);
	struct letter_input in = facts_of(id, f->code);
	struct letter_id made = { 0 };
	prepare(id, f->code, &in);
	if (f->reply)
		in.facts = reply_of(f->code);
	if (about.v) {
		in.request = letter_see(&p, about).request.id;
		in.about = about;
	}
	CHECK(letter_try(&p, H, &in, &made, &err) == OK, "%s: %s", f->code, err.msg);
	if (err.code != OK)
		return;
	struct letter_view v = letter_signed(&p, made);
	CHECK(v.letter.state == LETTER_SIGNED || !*f->word, "%s is signed", f->code);
	count_number(&v);
	print_both(made, name);
}

int main(void)
{
	struct letter_id reply = { 0 };
	letter_place_init(&p);
	/* An answer that a proof of service and an approval sheet can be about. */
	request_day(&p.r, 2026, 9, 17);
	struct request_id id = received(false);
	request_day(&p.r, 2026, 9, 21);
	struct letter_input in = facts_of(id, "F13");
	in.facts = letter_open_facts();
	must(letter_try(&p, H, &in, &reply, &err), &err, "reply");
	struct letter_view v = letter_signed(&p, reply);
	count_number(&v);
	for (const struct letter_form *f = letter_forms(); f->code; f++) {
		bool about = strcmp(f->code, "F30") == 0 || strcmp(f->code, "F32") == 0;
		make(f, about ? reply : (struct letter_id){ 0 }, f->code, false);
	}
	make(letter_form_find(STR("F14")), (struct letter_id){ 0 }, "F14-org", true);
	CHECK(n_words > 10, "series: %zu", n_words);
	desk_place_done(&p.r.desk);
	return TEST_END();
}
