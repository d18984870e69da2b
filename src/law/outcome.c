#include "law/outcome.h"

#include <assert.h>

static const struct outcome_info table[OUTCOME_COUNT] = {
	[OUTCOME_OPEN] = { "open", "3.1", "予以公开", "R-036-2", "F13", false },
	[OUTCOME_PARTIAL] = { "partial", "3.2", "部分公开", "R-037", "F14", true },
	[OUTCOME_STATE_SECRET] = { "refused.state_secret", "3.3.1", "属于国家秘密", "R-014", "F15",
		true },
	[OUTCOME_LAW_FORBIDS] = { "refused.law_forbids", "3.3.2", "其他法律行政法规禁止公开",
		"R-014", "F15", true },
	[OUTCOME_SAFETY_STABILITY] = { "refused.safety_stability", "3.3.3", "危及“三安全一稳定”",
		"R-014", "F15", true },
	[OUTCOME_THIRD_PARTY] = { "refused.third_party", "3.3.4", "保护第三方合法权益", "R-015",
		"F15", true },
	[OUTCOME_INTERNAL] = { "refused.internal", "3.3.5", "属于三类内部事务信息", "R-016-1",
		"F15", true },
	[OUTCOME_PROCESS] = { "refused.process", "3.3.6", "属于四类过程性信息", "R-016-2", "F15",
		true },
	[OUTCOME_ENFORCEMENT_FILE] = { "refused.enforcement_file", "3.3.7", "属于行政执法案卷",
		"R-016-2", "F15", true },
	[OUTCOME_QUERY_MATTER] = { "refused.query_matter", "3.3.8", "属于行政查询事项", "R-036-7",
		"F16", true },
	[OUTCOME_NOT_HELD] = { "unable.not_held", "3.4.1", "本机关不掌握相关政府信息", "R-036-4",
		"F17", true },
	[OUTCOME_NEEDS_CREATION] = { "unable.needs_creation", "3.4.2", "没有现成信息需要另行制作",
		"R-038", "F19", true },
	[OUTCOME_STILL_UNCLEAR] = { "unable.still_unclear", "3.4.3", "补正后申请内容仍不明确",
		"R-030", "F20", true },
	[OUTCOME_PETITION] = { "declined.petition", "3.5.1", "信访举报投诉类申请", "R-039-1", "F21",
		true },
	[OUTCOME_REPEAT] = { "declined.repeat", "3.5.2", "重复申请", "R-036-6", "F22", true },
	[OUTCOME_PUBLICATION] = { "declined.publication", "3.5.3", "要求提供公开出版物", "R-039-2",
		"F23", true },
	[OUTCOME_EXCESSIVE] = { "declined.excessive", "3.5.4", "无正当理由大量反复申请", "R-035",
		"F24", true },
	[OUTCOME_CONFIRM] = { "declined.confirm", "3.5.5", "要求行政机关确认或重新出具已获取信息",
		"C-1.9-2", "F25", true },
	[OUTCOME_NO_CORRECTION] = { "other.no_correction", "3.6.1", "逾期不补正，不再处理", "R-030",
		"F26", true },
	[OUTCOME_NO_PAYMENT] = { "other.no_payment", "3.6.2", "逾期不缴费，不再处理", "F109-6",
		"F26", true },
	[OUTCOME_MISC] = { "other.misc", "3.6.3", "其他", "C-1.9-3", "", false },
};

static const struct {
	const char *text;
	const char *rule;
	bool part; /* "部分" is a possible answer */
} questions[QUESTION_COUNT] = {
	[QUESTION_CLEAR] = { "申请内容是否明确", "R-030", false },
	[QUESTION_CORRECTED] = { "申请人是否已经补正", "R-030", false },
	[QUESTION_PETITION] = { "是否以申请公开的名义进行信访、投诉、举报", "R-039-1", false },
	[QUESTION_PUBLICATION] = { "是否要求提供政府公报、报刊、书籍等公开出版物", "R-039-2",
		false },
	[QUESTION_REPEAT] = { "是否同一申请人就已经答复的同一信息重复申请", "R-036-6", false },
	[QUESTION_CONFIRM] = { "是否要求确认或者重新出具已经获取的信息", "C-1.9-2", false },
	[QUESTION_EXCESSIVE] = { "申请的数量、频次是否明显超过合理范围", "R-035", false },
	[QUESTION_REASON_GOOD] = { "申请人说明的理由是否合理", "R-035", false },
	[QUESTION_LOOKUP] = { "法律、行政法规对这类信息的查询是否有特别规定", "R-036-7", false },
	[QUESTION_RESPONSIBLE] = { "是否由本机关负责公开", "R-036-5", true },
	[QUESTION_HELD] = { "经检索是否存在", "R-036-4", true },
	[QUESTION_READY] = { "是否有现成信息（不需要加工、分析或者另行制作）", "R-038", true },
	[QUESTION_WITHHELD] = { "是否有不能公开的内容", "R-037", false },
	[QUESTION_CONSENT] = { "第三方是否同意公开", "R-015", false },
	[QUESTION_PUBLIC_INTEREST] = { "不公开是否会对公共利益造成重大影响", "R-015", false },
	[QUESTION_MUST_OPEN] = { "法律、法规、规章是否规定这类信息应当公开", "R-016-2", false },
	[QUESTION_SEPARABLE] = { "能否区分处理，公开其余内容", "R-037", false },
	[QUESTION_ALREADY_PUBLIC] = { "是否已经主动公开", "R-036-1", false },
};

const struct outcome_info *outcome_find(enum outcome o)
{
	assert(o < OUTCOME_COUNT);
	return &table[o];
}

int outcome_by_code(struct str code)
{
	for (int i = 0; i < OUTCOME_COUNT; i++)
		if (str_is(code, table[i].code))
			return i;
	return -1;
}

bool outcome_is_ground(enum outcome o)
{
	return o >= OUTCOME_STATE_SECRET && o <= OUTCOME_ENFORCEMENT_FILE;
}

const char *outcome_question_text(enum outcome_question q)
{
	assert(q < QUESTION_COUNT);
	return questions[q].text;
}

const char *outcome_question_rule(enum outcome_question q)
{
	assert(q < QUESTION_COUNT);
	return questions[q].rule;
}

bool outcome_question_takes_part(enum outcome_question q)
{
	assert(q < QUESTION_COUNT);
	return questions[q].part;
}

/* One walk through the questions: which were asked, and where it stopped. */
struct walk {
	const struct outcome_facts *facts;
	bool asked[QUESTION_COUNT];
	bool incomplete; /* something is not there or not held, the rest goes on */
	enum outcome_question stop;
	struct error *err;
};

/* Reads the answer to q into *out; a missing or impossible one stops the walk. */
static enum err ask(struct walk *w, enum outcome_question q, enum outcome_answer *out)
{
	enum outcome_answer a = w->facts->answer[q];
	w->asked[q] = true;
	w->stop = q;
	if (a == ANSWER_NONE)
		return error_set(w->err, ERR_INVALID, questions[q].rule, "还没有回答：%s",
			questions[q].text);
	if (a == ANSWER_PART && !questions[q].part)
		return error_set(w->err, ERR_INVALID, questions[q].rule,
			"这个问题只能回答是或者否：%s", questions[q].text);
	*out = a;
	return OK;
}

static void decide(struct outcome_decision *d, enum outcome o)
{
	*d = (struct outcome_decision){ o, table[o].rule, table[o].letter, table[o].needs_ground };
}

/* Step 1 (补不补), R-030: an unclear request is corrected once before it can be refused. */
static enum err ask_clear(struct walk *w, struct outcome_decision *d, bool *done)
{
	enum outcome_answer a = ANSWER_NONE;
	enum err e = ask(w, QUESTION_CLEAR, &a);
	if (e || a == ANSWER_YES)
		return e;
	e = ask(w, QUESTION_CORRECTED, &a);
	if (e)
		return e;
	if (a == ANSWER_NO)
		return error_set(w->err, ERR_CONFLICT, "R-030",
			"申请内容不明确的，应当先告知申请人补正，不能直接作出决定");
	decide(d, OUTCOME_STILL_UNCLEAR);
	*done = true;
	return OK;
}

/* Steps 2 and 3 (是不是): each "yes" ends the walk with its own row. */
static enum err ask_nature(struct walk *w, struct outcome_decision *d, bool *done)
{
	static const struct {
		enum outcome_question q;
		enum outcome o;
	} step[] = { { QUESTION_PETITION, OUTCOME_PETITION },
		{ QUESTION_PUBLICATION, OUTCOME_PUBLICATION }, { QUESTION_REPEAT, OUTCOME_REPEAT },
		{ QUESTION_CONFIRM, OUTCOME_CONFIRM }, { QUESTION_EXCESSIVE, OUTCOME_EXCESSIVE },
		{ QUESTION_LOOKUP, OUTCOME_QUERY_MATTER } };
	for (size_t i = 0; i < sizeof step / sizeof step[0]; i++) {
		enum outcome_answer a = ANSWER_NONE;
		enum err e = ask(w, step[i].q, &a);
		if (e)
			return e;
		if (a == ANSWER_NO)
			continue;
		/* only when the reasons given are not reasonable. */
		if (step[i].q == QUESTION_EXCESSIVE) {
			e = ask(w, QUESTION_REASON_GOOD, &a);
			if (e)
				return e;
			if (a == ANSWER_YES)
				continue;
		}
		decide(d, step[i].o);
		*done = true;
		return OK;
	}
	return OK;
}

/* Steps 4 and 5 (谁负责、有没有): "no" ends the walk, "part" goes on with the rest. */
static enum err ask_existence(struct walk *w, struct outcome_decision *d, bool *done)
{
	static const struct {
		enum outcome_question q;
		enum outcome o;
		const char *rule, *letter;
	} step[] = { { QUESTION_RESPONSIBLE, OUTCOME_NOT_HELD, "R-036-5", "F18" },
		{ QUESTION_HELD, OUTCOME_NOT_HELD, "R-036-4", "F17" },
		{ QUESTION_READY, OUTCOME_NEEDS_CREATION, "R-038", "F19" } };
	for (size_t i = 0; i < sizeof step / sizeof step[0]; i++) {
		enum outcome_answer a = ANSWER_NONE;
		enum err e = ask(w, step[i].q, &a);
		if (e)
			return e;
		if (a == ANSWER_NO) {
			*d = (struct outcome_decision){ step[i].o, step[i].rule, step[i].letter,
				true };
			*done = true;
			return OK;
		}
		w->incomplete = w->incomplete || a == ANSWER_PART;
	}
	return OK;
}

/* A ground that the law takes away: consent or public interest, a duty to open (R-016-2).
 */
static enum err check_ground(struct walk *w)
{
	static const struct {
		enum outcome ground;
		enum outcome_question q;
		const char *rule, *why;
	} bar[] = {
		{ OUTCOME_THIRD_PARTY, QUESTION_CONSENT, "R-015",
			"第三方同意公开的，不能以保护第三方合法权益为由不予公开" },
		{ OUTCOME_THIRD_PARTY, QUESTION_PUBLIC_INTEREST, "R-015",
			"不公开会对公共利益造成重大影响的，应当公开并书面告知第三方" },
		{ OUTCOME_PROCESS, QUESTION_MUST_OPEN, "R-016-2",
			"法律、法规、规章规定应当公开的过程性信息，不能不予公开" },
		{ OUTCOME_ENFORCEMENT_FILE, QUESTION_MUST_OPEN, "R-016-2",
			"法律、法规、规章规定应当公开的执法案卷信息，不能不予公开" },
	};
	for (size_t i = 0; i < sizeof bar / sizeof bar[0]; i++) {
		enum outcome_answer a = ANSWER_NONE;
		if (bar[i].ground != w->facts->ground)
			continue;
		enum err e = ask(w, bar[i].q, &a);
		if (e)
			return e;
		if (a == ANSWER_YES)
			return error_set(w->err, ERR_CONFLICT, bar[i].rule, "%s", bar[i].why);
	}
	return OK;
}

/* Step 6 (给不给): R-037 partly withheld is 部分公开 and nothing else. */
static enum err ask_withheld(struct walk *w, struct outcome_decision *d)
{
	enum outcome_answer a = ANSWER_NONE;
	w->stop = QUESTION_COUNT;
	if (!w->facts->has_ground || !outcome_is_ground(w->facts->ground))
		return error_set(w->err, ERR_INVALID, "R-014",
			"有不能公开的内容，应当写明条例第十四条、第十五条或者第十六条的理由");
	enum err e = check_ground(w);
	if (!e)
		e = ask(w, QUESTION_SEPARABLE, &a);
	if (!e)
		decide(d, a == ANSWER_YES ? OUTCOME_PARTIAL : w->facts->ground);
	return e;
}

/* Steps 6 and 7 (给不给、怎么给). */
static enum err ask_disclosure(struct walk *w, struct outcome_decision *d)
{
	enum outcome_answer a = ANSWER_NONE;
	enum err e = ask(w, QUESTION_WITHHELD, &a);
	if (e)
		return e;
	if (a == ANSWER_YES)
		return ask_withheld(w, d);
	if (w->facts->has_ground)
		return error_set(w->err, ERR_CONFLICT, "R-037",
			"没有不能公开的内容，就不应当有不予公开的理由“%s”",
			table[w->facts->ground].name);
	if (w->incomplete) { /* C-2.6-27: given in part, for the rest not available */
		decide(d, OUTCOME_PARTIAL);
		return OK;
	}
	e = ask(w, QUESTION_ALREADY_PUBLIC, &a);
	if (e)
		return e;
	decide(d, OUTCOME_OPEN);
	if (a == ANSWER_YES)
		d->rule = "R-036-1";
	return OK;
}

/* Endings without a decision on the content; answers given before may stand. */
static enum err decide_closing(struct walk *w, struct outcome_decision *d)
{
	const struct outcome_facts *f = w->facts;
	switch (f->closing) {
	case CLOSING_NO_CORRECTION:
		if (f->answer[QUESTION_CLEAR] == ANSWER_YES ||
			f->answer[QUESTION_CORRECTED] == ANSWER_YES)
			return error_set(w->err, ERR_CONFLICT, "R-030",
				"申请内容明确或者已经补正的，不能按逾期不补正处理");
		decide(d, OUTCOME_NO_CORRECTION);
		break;
	case CLOSING_NO_PAYMENT:
		decide(d, OUTCOME_NO_PAYMENT);
		break;
	default:
		decide(d, OUTCOME_MISC);
		d->rule = f->closing == CLOSING_WITHDRAWN ? "C-1.7-30" : d->rule;
		d->letter = f->closing == CLOSING_WITHDRAWN ? "F27" : d->letter;
		d->rule = f->closing == CLOSING_TRANSFERRED ? "C-1.7-31" : d->rule;
		d->letter = f->closing == CLOSING_TRANSFERRED ? "F28" : d->letter;
	}
	return OK;
}

/* C-1.8-1: what was decided earlier leaves no room for answers further down. */
static enum err check_unasked(struct walk *w, const struct outcome_decision *d)
{
	for (int q = 0; q < QUESTION_COUNT; q++) {
		if (w->asked[q] || w->facts->answer[q] == ANSWER_NONE)
			continue;
		w->stop = (enum outcome_question)q;
		return error_set(w->err, ERR_CONFLICT, d->rule,
			"前面的回答已经得出“%s”，与“%s”的回答矛盾", table[d->outcome].name,
			questions[q].text);
	}
	return OK;
}

enum err outcome_decide(const struct outcome_facts *facts, struct outcome_decision *out,
	enum outcome_question *next, struct error *err)
{
	struct walk w = { .facts = facts, .stop = QUESTION_COUNT, .err = err };
	struct outcome_decision d;
	bool done = false;
	enum err e = OK;
	if (facts->closing != CLOSING_NONE) {
		e = decide_closing(&w, &d);
	} else {
		e = ask_clear(&w, &d, &done);
		if (!e && !done)
			e = ask_nature(&w, &d, &done);
		if (!e && !done)
			e = ask_existence(&w, &d, &done);
		if (!e && !done)
			e = ask_disclosure(&w, &d);
		if (!e)
			e = check_unasked(&w, &d);
	}
	if (next)
		*next = w.stop;
	if (!e)
		*out = d;
	return e;
}
