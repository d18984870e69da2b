/*
 * Zeros told in words: "未出现依申请公开类行政诉讼案件", "未发布规章、行政规范性文件".
 * Only when nothing unknown stands between the denial, the thing denied and the
 * end of the clause: "未发生因行政复议被追责的情形" denies something else.
 */
#include "report/claim_read.h"

enum { NOTHING = -1 };

/* What is denied, collected from the denial to the end of the clause. */
struct denial {
	size_t from, to; /* tokens: the denial, the last word */
	int blocks, documents;
	bool received, carried_in, carried_out, made, apply, fresh;
};

/* Adds one word; false when the clause denies something that is no cell. */
static bool add_word(struct denial *d, const struct claim_token *t)
{
	switch (t->word) {
	case WORD_REVIEW:
		d->blocks |= 1 << REPORT_BLOCK_REVIEW;
		return true;
	case WORD_LAWSUIT:
		d->blocks |= 1 << REPORT_BLOCK_DIRECT | 1 << REPORT_BLOCK_AFTER_REVIEW;
		return true;
	case WORD_RULE:
	case WORD_NORMATIVE:
		d->documents |= t->word == WORD_RULE ? 1 : 2;
		return true;
	case WORD_MADE:
	case WORD_PUBLISH:
		d->made = true;
		return true;
	case WORD_RECEIVE:
	case WORD_ACCEPT:
		d->received = true;
		return true;
	case WORD_APPLY:
		d->apply = true;
		return true;
	case WORD_LOOSE:
		d->fresh = true;
		return true;
	case WORD_REQUEST:
	case WORD_CASE:
	case WORD_INFO:
	case WORD_FINISH:
	case WORD_HANDLE:
	case WORD_ETC:
	case WORD_MATTER:
		return true;
	case WORD_YEAR:
		return t->arg == CLAIM_YEAR_THIS;
	default:
		return false;
	}
}

/* Is everything known from token a to the sign that ends the clause, and how far is that? */
static bool read_denial(const struct claim_reader *rd, size_t a, struct denial *d)
{
	const struct claim_token *t = rd->tokens.t;
	size_t n = rd->tokens.n, k = a + 1;
	*d = (struct denial){ .from = a, .to = a };
	for (; k < n && (t[k].kind == TOKEN_WORD || t[k].kind == TOKEN_LIST); k++) {
		if (t[k].kind == TOKEN_LIST)
			continue;
		if (!add_word(d, &t[k]))
			return false;
		d->to = k;
	}
	if (k < n && t[k].kind == TOKEN_NUMBER)
		return false;
	if (k == n)
		return false; /* a sentence ends with a full stop */
	return d->to > a && claim_clean(t, a, k);
}

/*
 * Does the text after the denial explain a case all the same?  "另1件尚未审结系
 * 2023年…": a word of history, an unfinished case or another year, in a sentence
 * that speaks of 复议 or 诉讼 or of how they ended.
 */
static bool is_explained(const struct claim_reader *rd, size_t after)
{
	enum { LOOK_AHEAD = 200 }; /* tokens */
	bool about = false, reason = false;
	for (size_t i = after + 1; i < rd->tokens.n && i < after + LOOK_AHEAD; i++) {
		const struct claim_token *t = &rd->tokens.t[i];
		if (t->kind == TOKEN_STOP)
			about = reason = false;
		if (t->kind != TOKEN_WORD)
			continue;
		about = about || t->word == WORD_REVIEW || t->word == WORD_LAWSUIT ||
			t->word == WORD_RESULT || t->word == WORD_HISTORY;
		reason = reason || t->word == WORD_HISTORY || t->word == WORD_PLUS ||
			 (t->word == WORD_RESULT && t->arg == REPORT_RESULT_PENDING) ||
			 (t->word == WORD_YEAR && t->arg != CLAIM_YEAR_THIS);
		if (about && reason)
			return true;
	}
	return false;
}

/* Appends the claim that the cells are zero. */
static void claim_zero(struct claim_reader *rd, const struct denial *d, const char *topic,
	const struct cell_set *set)
{
	struct decimal sum;
	struct claim c = { .kind = CLAIM_NUMBER,
		.from = rd->tokens.t[d->from].from,
		.to = rd->tokens.t[d->to].to,
		.number = decimal_int(0),
		.topic = str_cstr(topic),
		.status = CLAIM_NOT_COMPARABLE };
	if (!claim_sum_cells(rd->r, set, &sum)) {
		c.reason = STR("表中该项没有数字");
	} else {
		claim_fill_cells(rd->out->arena, &c, set, sum);
		if (decimal_sign(sum) == 0)
			c.status = CLAIM_EQUAL;
		else if (d->fresh || (d->blocks && is_explained(rd, d->to)))
			c.reason = STR("正文另有说明，可能是往年的案件");
		else
			c.status = CLAIM_DIFFERS;
	}
	claim_append(rd, &c);
}

/* The requests a sentence may deny: "未收到政府信息公开申请". */
static void deny_requests(struct claim_reader *rd, const struct denial *d)
{
	struct cell_set set = { .n = 0 };
	claim_row_cells(rd->r->layout, REPORT_ROW_RECEIVED, REPORT_COL_TOTAL, &set);
	claim_zero(rd, d, "本年新收", &set);
}

/* The documents a sentence may deny: "未发布规章、行政规范性文件"; layout 2021 only. */
static void deny_documents(struct claim_reader *rd, const struct denial *d)
{
	struct cell_set set = { .n = 0 };
	if (rd->r->layout != REPORT_LAYOUT_2021)
		return;
	if (d->documents & 1)
		set.cell[set.n++] = REPORT_T2_REGULATION_MADE;
	if (d->documents & 2)
		set.cell[set.n++] = REPORT_T2_NORMATIVE_MADE;
	claim_zero(rd, d,
		d->documents == 1   ? "规章制发"
		: d->documents == 2 ? "行政规范性文件制发"
				    : "规章和行政规范性文件制发",
		&set);
}

/* 复议 and 诉讼: each block that was denied is a claim of its own. */
static void deny_remedies(struct claim_reader *rd, const struct denial *d)
{
	const int lawsuits = 1 << REPORT_BLOCK_DIRECT | 1 << REPORT_BLOCK_AFTER_REVIEW;
	if (d->blocks & 1 << REPORT_BLOCK_REVIEW) {
		struct cell_set set = { .n = 0 };
		claim_remedy_cells(1 << REPORT_BLOCK_REVIEW, REPORT_RESULT_TOTAL, &set);
		claim_zero(rd, d, "行政复议", &set);
	}
	if (d->blocks & lawsuits) {
		struct cell_set set = { .n = 0 };
		claim_remedy_cells(lawsuits, REPORT_RESULT_TOTAL, &set);
		claim_zero(rd, d, "行政诉讼", &set);
	}
}

/* Is the place one where 复议 and 诉讼 are about disclosure, or does the clause say so? */
static bool is_about_disclosure(const struct claim_reader *rd, const struct denial *d)
{
	if (rd->area == CLAIM_AREA_APPLY || rd->section_no == 3 || rd->section_no == 4)
		return true;
	for (size_t i = d->from; i <= d->to; i++)
		if (rd->tokens.t[i].word == WORD_INFO || rd->tokens.t[i].word == WORD_APPLY)
			return true;
	return false;
}

/* Year or scope words before the denial in its sentence that make it another matter. */
static bool is_elsewhere(const struct claim_reader *rd, size_t i)
{
	enum { BACK = 64 };
	for (size_t k = i; k-- > 0 && i - k < BACK && rd->tokens.t[k].kind != TOKEN_STOP;) {
		const struct claim_token *t = &rd->tokens.t[k];
		if ((t->word == WORD_YEAR && t->arg != CLAIM_YEAR_THIS) || t->word == WORD_LOOSE ||
			t->word == WORD_AMONG ||
			(t->word == WORD_OTHER_OBJECT && t->clause == rd->tokens.t[i].clause))
			return true;
	}
	return false;
}

void claim_read_zeros(struct claim_reader *rd)
{
	for (size_t i = 0; i < rd->tokens.n; i++) {
		struct denial d;
		if (rd->tokens.t[i].kind != TOKEN_WORD || rd->tokens.t[i].word != WORD_NEGATION ||
			!read_denial(rd, i, &d) || is_elsewhere(rd, i))
			continue;
		if (d.blocks && !d.documents) {
			if (is_about_disclosure(rd, &d))
				deny_remedies(rd, &d);
		} else if (d.documents && d.made && !d.blocks) {
			deny_documents(rd, &d);
		} else if (d.received && d.apply && !d.made) {
			deny_requests(rd, &d);
		}
		i = d.to;
	}
}
