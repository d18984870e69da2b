/*
 * From answers to one of the 21 leaves: the rule book's 1.8 (order of the
 * questions) and 1.9 (reply types), written out one row per path.
 *
 * Answers are letters in the order of the questions: y, n, p (part), - (not asked).
 */
#include "tests/test.h"

#include "law/outcome.h"
#include "law/rule.h"

/*  clear, corrected | petition publication repeat confirm excessive reason-good lookup |
 *  responsible held ready | withheld consent public-interest must-open separable public */
static const struct {
	const char *rule, *name, *answers;
	int ground; /* -1: none */
	const char *code, *letter;
} path[] = {
	{ "R-036-1", "already public", "y- nnnnn-n yyy n----y", -1, "open", "F13" },
	{ "R-036-2", "given", "y- nnnnn-n yyy n----n", -1, "open", "F13" },
	{ "R-037", "separable", "y- nnnnn-n yyy y---y-", OUTCOME_INTERNAL, "partial", "F14" },
	{ "R-037", "C-2.6-27 given, some not held", "y- nnnnn-n ypy n-----", -1, "partial", "F14" },
	{ "R-037", "C-2.6-27 given, some of another agency", "y- nnnnn-n pyy n-----", -1, "partial", "F14" },
	{ "R-037", "C-2.6-27 given, some would have to be made", "y- nnnnn-n yyp n-----", -1, "partial", "F14" },
	{ "R-014", "state secret", "y- nnnnn-n yyy y---n-", OUTCOME_STATE_SECRET, "refused.state_secret", "F15" },
	{ "R-014", "forbidden by law", "y- nnnnn-n yyy y---n-", OUTCOME_LAW_FORBIDS, "refused.law_forbids", "F15" },
	{ "R-014", "safety and stability", "y- nnnnn-n yyy y---n-", OUTCOME_SAFETY_STABILITY, "refused.safety_stability", "F15" },
	{ "R-015", "third party objects", "y- nnnnn-n yyy ynn-n-", OUTCOME_THIRD_PARTY, "refused.third_party", "F15" },
	{ "R-016-1", "internal matters", "y- nnnnn-n yyy y---n-", OUTCOME_INTERNAL, "refused.internal", "F15" },
	{ "R-016-2", "process", "y- nnnnn-n yyy y--nn-", OUTCOME_PROCESS, "refused.process", "F15" },
	{ "R-016-2", "enforcement file", "y- nnnnn-n yyy y--nn-", OUTCOME_ENFORCEMENT_FILE, "refused.enforcement_file", "F15" },
	{ "R-014", "C-2.6-27 nothing given, main content decides", "y- nnnnn-n ypy y---n-", OUTCOME_STATE_SECRET, "refused.state_secret", "F15" },
	{ "R-036-7", "special look-up", "y- nnnnn-y --- ------", -1, "refused.query_matter", "F16" },
	{ "R-036-4", "does not exist", "y- nnnnn-n yn- ------", -1, "unable.not_held", "F17" },
	{ "R-036-5", "another agency's", "y- nnnnn-n n-- ------", -1, "unable.not_held", "F18" },
	{ "R-038", "would have to be made", "y- nnnnn-n yyn ------", -1, "unable.needs_creation", "F19" },
	{ "R-030", "still unclear", "ny ------- --- ------", -1, "unable.still_unclear", "F20" },
	{ "R-039-1", "petition", "y- y------ --- ------", -1, "declined.petition", "F21" },
	{ "R-036-6", "repeat", "y- nny---- --- ------", -1, "declined.repeat", "F22" },
	{ "R-039-2", "publication", "y- ny----- --- ------", -1, "declined.publication", "F23" },
	{ "R-035", "excessive without reason", "y- nnnnyn- --- ------", -1, "declined.excessive", "F24" },
	{ "C-1.9-2", "confirmation", "y- nnny--- --- ------", -1, "declined.confirm", "F25" },
	{ "R-036-2", "R-035 excessive with a good reason", "y- nnnnyyn yyy n----n", -1, "open", "F13" },
};

static struct outcome_facts facts_of(const char *answers, int ground)
{
	struct outcome_facts f = { .has_ground = ground >= 0 };
	int q = 0;
	if (ground >= 0)
		f.ground = (enum outcome)ground;
	for (; *answers; answers++) {
		if (*answers == ' ')
			continue;
		if (*answers != '-')
			f.answer[q] = *answers == 'y' ? ANSWER_YES :
				*answers == 'n'       ? ANSWER_NO :
							ANSWER_PART;
		q++;
	}
	CHECK(q == QUESTION_COUNT, "test data: %d answers", q);
	return f;
}

static void paths(void)
{
	bool reached[OUTCOME_COUNT] = { false };
	for (size_t i = 0; i < sizeof path / sizeof path[0]; i++) {
		struct outcome_facts f = facts_of(path[i].answers, path[i].ground);
		struct outcome_decision d = { .rule = "", .letter = "" };
		struct error err = { .msg = "" };
		enum err e = outcome_decide(&f, &d, NULL, &err);
		CHECK(!e && strcmp(outcome_find(d.outcome)->code, path[i].code) == 0 &&
				strcmp(d.rule, path[i].rule) == 0 &&
				strcmp(d.letter, path[i].letter) == 0 &&
				d.needs_ground == (d.outcome != OUTCOME_OPEN),
			"C-1.8-1 R-036-3 %s %s: %s %s", path[i].rule, path[i].name, path[i].code, err.msg);
		reached[d.outcome] = reached[d.outcome] || !e;
	}
	int n = 0;
	for (int i = 0; i < OUTCOME_COUNT; i++)
		n += reached[i];
	CHECK(n == 18, "the questions reach 18 leaves, the other three are closings (%d)", n);
}

static void closings(void)
{
	static const struct {
		enum outcome_closing closing;
		const char *code, *rule, *letter;
	} row[] = {
		{ CLOSING_NO_CORRECTION, "other.no_correction", "R-030", "F26" },
		{ CLOSING_NO_PAYMENT, "other.no_payment", "F109-6", "F26" },
		{ CLOSING_WITHDRAWN, "other.misc", "C-1.7-30", "F27" },
		{ CLOSING_TRANSFERRED, "other.misc", "C-1.7-31", "F28" },
		{ CLOSING_OTHER, "other.misc", "C-1.9-3", "" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct outcome_facts f = { .closing = row[i].closing };
		struct outcome_decision d = { .rule = "", .letter = "" };
		enum err e = outcome_decide(&f, &d, NULL, NULL);
		CHECK(!e && strcmp(outcome_find(d.outcome)->code, row[i].code) == 0 &&
				strcmp(d.rule, row[i].rule) == 0 &&
				strcmp(d.letter, row[i].letter) == 0,
			"%s closing %s %s", row[i].rule, row[i].code, row[i].letter);
	}
}

static const struct {
	const char *rule, *name, *answers;
	int ground;
	enum outcome_closing closing;
	enum err want;
	int next;
} refused[] = {
	{ "R-030", "nothing answered", "-- ------- --- ------", -1, 0, ERR_INVALID, QUESTION_CLEAR },
	{ "R-030", "unclear, correction not answered", "n- ------- --- ------", -1, 0, ERR_INVALID, QUESTION_CORRECTED },
	{ "R-030", "unclear and never corrected", "nn ------- --- ------", -1, 0, ERR_CONFLICT, QUESTION_CORRECTED },
	{ "R-030", "partly clear is no answer", "p- ------- --- ------", -1, 0, ERR_INVALID, QUESTION_CLEAR },
	{ "R-039-1", "nature not answered", "y- ------- --- ------", -1, 0, ERR_INVALID, QUESTION_PETITION },
	{ "R-035", "reasons not judged", "y- nnnny-- --- ------", -1, 0, ERR_INVALID, QUESTION_REASON_GOOD },
	{ "R-036-5", "responsibility not answered", "y- nnnnn-n --- ------", -1, 0, ERR_INVALID, QUESTION_RESPONSIBLE },
	{ "R-037", "withholding not answered", "y- nnnnn-n yyy ------", -1, 0, ERR_INVALID, QUESTION_WITHHELD },
	{ "R-014", "withheld without a ground", "y- nnnnn-n yyy y---n-", -1, 0, ERR_INVALID, QUESTION_COUNT },
	{ "R-014", "a ground that is none", "y- nnnnn-n yyy y---n-", OUTCOME_REPEAT, 0, ERR_INVALID, QUESTION_COUNT },
	{ "R-014", "the leaf before the grounds is none", "y- nnnnn-n yyy y---n-", OUTCOME_PARTIAL, 0, ERR_INVALID, QUESTION_COUNT },
	{ "R-015", "third party not asked", "y- nnnnn-n yyy y---n-", OUTCOME_THIRD_PARTY, 0, ERR_INVALID, QUESTION_CONSENT },
	{ "R-037", "separable not answered", "y- nnnnn-n yyy y-----", OUTCOME_INTERNAL, 0, ERR_INVALID, QUESTION_SEPARABLE },
	{ "R-036-1", "public not answered", "y- nnnnn-n yyy n-----", -1, 0, ERR_INVALID, QUESTION_ALREADY_PUBLIC },
	{ "R-015", "third party agrees and is protected", "y- nnnnn-n yyy yyn-n-", OUTCOME_THIRD_PARTY, 0, ERR_CONFLICT, QUESTION_CONSENT },
	{ "R-015", "public interest overrides", "y- nnnnn-n yyy yny-n-", OUTCOME_THIRD_PARTY, 0, ERR_CONFLICT, QUESTION_PUBLIC_INTEREST },
	{ "R-016-2", "process papers that must be open", "y- nnnnn-n yyy y--yn-", OUTCOME_PROCESS, 0, ERR_CONFLICT, QUESTION_MUST_OPEN },
	{ "R-016-2", "enforcement files that must be open", "y- nnnnn-n yyy y--yn-", OUTCOME_ENFORCEMENT_FILE, 0, ERR_CONFLICT, QUESTION_MUST_OPEN },
	{ "R-037", "a ground with nothing withheld", "y- nnnnn-n yyy n----n", OUTCOME_STATE_SECRET, 0, ERR_CONFLICT, QUESTION_WITHHELD },
	{ "R-039-1", "a petition, and yet withheld", "y- y------ --- y-----", -1, 0, ERR_CONFLICT, QUESTION_WITHHELD },
	{ "R-036-4", "does not exist, and yet separable", "y- nnnnn-n yn- ----y-", -1, 0, ERR_CONFLICT, QUESTION_SEPARABLE },
	{ "R-014", "consent asked for a state secret", "y- nnnnn-n yyy yn--n-", OUTCOME_STATE_SECRET, 0, ERR_CONFLICT, QUESTION_CONSENT },
	{ "R-036-2", "clear, and yet corrected", "yy nnnnn-n yyy n----n", -1, 0, ERR_CONFLICT, QUESTION_CORRECTED },
	{ "R-030", "no correction in time of a clear request", "y- ------- --- ------", -1, CLOSING_NO_CORRECTION, ERR_CONFLICT, QUESTION_COUNT },
	{ "R-030", "no correction in time, and yet corrected", "ny ------- --- ------", -1, CLOSING_NO_CORRECTION, ERR_CONFLICT, QUESTION_COUNT },
};

static void contradictions(void)
{
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct outcome_facts f = facts_of(refused[i].answers, refused[i].ground);
		struct outcome_decision d = { .rule = NULL };
		enum outcome_question next = QUESTION_COUNT;
		struct error err = { .rule = "" };
		f.closing = refused[i].closing;
		enum err e = outcome_decide(&f, &d, &next, &err);
		CHECK(e == refused[i].want && strcmp(err.rule, refused[i].rule) == 0 &&
				(int)next == refused[i].next && !d.rule,
			"%s refused: %s: %s", refused[i].rule, refused[i].name, err.msg);
	}
}

/* Dropping one answer of a full path is always noticed. */
static void missing_answers(void)
{
	int wrong = 0, tried = 0;
	for (size_t i = 0; i < sizeof path / sizeof path[0]; i++) {
		struct outcome_facts full = facts_of(path[i].answers, path[i].ground);
		for (int q = 0; q < QUESTION_COUNT; q++) {
			struct outcome_facts f = full;
			struct outcome_decision d;
			enum outcome_question next;
			if (f.answer[q] == ANSWER_NONE)
				continue;
			f.answer[q] = ANSWER_NONE;
			tried++;
			wrong += outcome_decide(&f, &d, &next, NULL) != ERR_INVALID || (int)next != q;
		}
	}
	CHECK(wrong == 0, "C-1.8-1 each of %d missing answers is asked for", tried);
}

static void table(void)
{
	static const char *const row[] = { "3.1", "3.2", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5",
		"3.3.6", "3.3.7", "3.3.8", "3.4.1", "3.4.2", "3.4.3", "3.5.1", "3.5.2", "3.5.3",
		"3.5.4", "3.5.5", "3.6.1", "3.6.2", "3.6.3" };
	int wrong = 0;
	for (int i = 0; i < OUTCOME_COUNT; i++) {
		const struct outcome_info *o = outcome_find((enum outcome)i);
		wrong += strcmp(o->row, row[i]) != 0 || outcome_by_code(str_cstr(o->code)) != i ||
			strcmp(rule_article(o->rule), o->rule) == 0;
		wrong += outcome_is_ground((enum outcome)i) !=
			(i >= OUTCOME_STATE_SECRET && i <= OUTCOME_ENFORCEMENT_FILE);
	}
	CHECK(wrong == 0 && OUTCOME_COUNT == 21, "C-1.9-1 21 leaves in the order of table three");
	CHECK(outcome_by_code(STR("refused")) == -1, "an unknown code");
	for (int q = 0; q < QUESTION_COUNT; q++)
		if (!outcome_question_text((enum outcome_question)q))
			CHECK(0, "question %d has a text", q);
}

int main(void)
{
	paths();
	closings();
	contradictions();
	missing_answers();
	table();
	return TEST_END();
}
