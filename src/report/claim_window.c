#include "report/claim_window.h"

bool claim_window_has(const struct claim_window *s, enum claim_word w)
{
	return s->words >> w & 1;
}

bool claim_window_has_any(const struct claim_window *s, enum claim_word from, enum claim_word to)
{
	for (enum claim_word w = from; w <= to; w++)
		if (claim_window_has(s, w))
			return true;
	return false;
}

bool claim_clean(const struct claim_token *t, size_t a, size_t b)
{
	return t[b].unknown <= t[a].unknown;
}

/* Words that can name a topic by themselves. */
static bool is_topical(enum claim_word w)
{
	return (w >= WORD_RECEIVE && w <= WORD_REQUEST) || (w >= WORD_ROW && w <= WORD_DECIDED) ||
	       w == WORD_FEE || w == WORD_INFO_FEE || w == WORD_DISCLOSE;
}

bool claim_is_own_scope(const struct claim_context *c, size_t i)
{
	if (c->t[i].arg == 1)
		return str_has(c->r->agency, "人民政府");
	return c->t[i].arg == 2 && i > 0 && c->t[i - 1].word == WORD_YEAR &&
	       c->t[i - 1].arg == CLAIM_YEAR_THIS; /* 2024年以来 */
}

/* Notes what the argument of a token adds to the window. */
static void note_argument(const struct claim_context *c, struct claim_window *s, size_t i)
{
	const struct claim_token *t = &c->t[i];
	switch (t->word) {
	case WORD_ROW:
	case WORD_ROW_PART:
		if (s->n_rows < CLAIM_WAYS_MAX)
			s->row[s->n_rows++] = t->arg;
		break;
	case WORD_COLUMN:
	case WORD_COLUMN_LOOSE:
		s->columns |= 1U << t->arg;
		break;
	case WORD_REVIEW:
		s->blocks |= 1 << REPORT_BLOCK_REVIEW;
		break;
	case WORD_DIRECT:
		s->blocks |= 1 << REPORT_BLOCK_DIRECT;
		break;
	case WORD_AFTER:
		s->blocks |= 1 << REPORT_BLOCK_AFTER_REVIEW;
		break;
	case WORD_RESULT:
		s->n_results += s->n_results == 0 || s->result != t->arg;
		s->result = t->arg;
		break;
	case WORD_RULE:
	case WORD_NORMATIVE:
		s->documents |= t->word == WORD_RULE ? 1 : 2;
		break;
	case WORD_MADE:
	case WORD_REPEALED:
	case WORD_IN_FORCE:
		s->made = t->word;
		break;
	case WORD_DECISION_KIND:
		s->decision = t->arg;
		s->n_decisions++;
		break;
	case WORD_YEAR:
		s->last_year = s->last_year || t->arg == CLAIM_YEAR_LAST;
		s->next_year = s->next_year || t->arg == CLAIM_YEAR_NEXT;
		break;
	case WORD_RECEIVE:
		s->new_only = s->new_only || t->arg == 1;
		break;
	default:
		if (t->word == WORD_CHANNEL) /* 网站在线 is one channel, 网站、信函 are two */
			s->channels += !s->channels || c->t[i - 1].word != WORD_CHANNEL ||
				       c->t[i - 1].to != t->from;
		break;
	}
}

/*
 * Collects the words of the tokens [from, to).  toward_end: the number stands
 * behind them, so the last of a kind is the nearest; else the first.
 */
static struct claim_window collect(
	const struct claim_context *c, size_t from, size_t to, bool toward_end)
{
	struct claim_window s = { .start = from,
		.topical = CLAIM_NOWHERE,
		.verb = CLAIM_NOWHERE,
		.object = CLAIM_NOWHERE,
		.made = WORD_FILL };
	for (size_t i = from; i < to; i++) {
		const struct claim_token *t = &c->t[i];
		if (t->kind != TOKEN_WORD || (t->word == WORD_LOOSE && claim_is_own_scope(c, i)))
			continue;
		s.words |= (uint64_t)1 << t->word;
		note_argument(c, &s, i);
		if (is_topical(t->word) && (toward_end || s.topical == CLAIM_NOWHERE))
			s.topical = (int)i;
		if (t->word <= WORD_FINISH || t->word == WORD_DO)
			s.verb = (int)i;
		if (t->word == WORD_APPLY || t->word == WORD_REQUEST)
			s.object = (int)i;
	}
	if (claim_window_has(&s, WORD_LAWSUIT) && !(s.blocks & ~(1 << REPORT_BLOCK_REVIEW)))
		s.blocks |= 1 << REPORT_BLOCK_DIRECT | 1 << REPORT_BLOCK_AFTER_REVIEW;
	return s;
}

/* A word, or a 、 that joins words ("系统、信函"; one after a number ends the clause). */
static bool is_inside(const struct claim_token *t, int clause)
{
	return t->clause == clause && (t->kind == TOKEN_WORD || t->kind == TOKEN_LIST);
}

/*
 * The windows of the number i: [left, i) and (i, right).  The sign that opens a
 * clause carries the clause's number and stays outside.
 */
static size_t left_edge(const struct claim_context *c, size_t i)
{
	size_t k = i;
	while (k > 0 && is_inside(&c->t[k - 1], c->t[i].clause))
		k--;
	if (k < i && c->t[k].kind == TOKEN_LIST)
		k++;
	return k;
}

static size_t right_edge(const struct claim_context *c, size_t i)
{
	size_t k = i + 1;
	while (k < c->n && is_inside(&c->t[k], c->t[i].clause))
		k++;
	return k;
}

/*
 * For a bare clause (", 共23件"): the words of the clause before, when that has
 * no number.  edge is the left edge of the number's own window.
 */
static struct claim_window clause_before(const struct claim_context *c, size_t edge, size_t i)
{
	struct claim_window none = collect(c, i, i, true);
	if (edge < 2 || c->t[edge - 1].kind != TOKEN_COMMA || !claim_clean(c->t, edge - 1, i))
		return none;
	size_t from = edge - 1;
	while (from > 0 && (c->t[from - 1].kind == TOKEN_WORD || c->t[from - 1].kind == TOKEN_LIST))
		from--;
	if (from > 0 && c->t[from - 1].kind == TOKEN_NUMBER)
		return none;
	return collect(c, from, edge - 1, true);
}

/* Stands between the topical word and the number i a word that may name what is counted instead? */
static bool is_diverted(const struct claim_context *c, size_t topical, size_t i)
{
	for (size_t k = topical + 1; k < i; k++)
		if (c->t[k].word == WORD_ACT || c->t[k].word == WORD_PUBLISH ||
			c->t[k].word == WORD_MATTER || c->t[k].word == WORD_INFO ||
			c->t[k].word == WORD_AREA)
			return true;
	return false;
}

/*
 * A left window that only names the object ("申请19件结转2025年") gives way to a right one that
 * says what became of it.
 */
bool claim_window_choose(const struct claim_context *c, size_t i, struct claim_window *s,
	struct claim_window *right, bool *clean)
{
	size_t edge = left_edge(c, i);
	struct claim_window left = collect(c, edge, i, true);
	*right = collect(c, i + 1, right_edge(c, i), false);
	bool named = claim_window_has_any(&left, WORD_RECEIVE, WORD_PENDING) || left.n_rows ||
		     left.blocks || left.n_results || left.documents || left.n_decisions ||
		     claim_window_has(&left, WORD_FEE) || claim_window_has(&left, WORD_INFO_FEE) ||
		     left.made != WORD_FILL;
	bool better = claim_window_has_any(right, WORD_CARRY, WORD_PENDING) || right->n_rows ||
		      right->n_results;
	if (left.topical != CLAIM_NOWHERE && (named || !better)) {
		*s = left;
		*clean = claim_clean(c->t, (size_t)left.topical, i) &&
			 !is_diverted(c, (size_t)left.topical, i);
	} else if (right->topical != CLAIM_NOWHERE) {
		*s = *right;
		s->words |= left.words;
		s->columns |= left.columns;
		*clean = claim_clean(c->t, i, (size_t)right->topical);
	} else {
		*s = clause_before(c, edge, i);
		s->words |= left.words;
		*clean = s->topical != CLAIM_NOWHERE;
	}
	size_t end = right_edge(c, i);
	bool own = s->n_rows == 1 && (end == c->n || c->t[end].kind != TOKEN_NUMBER);
	for (size_t k = 0; own && k < right->n_rows && s->n_rows < CLAIM_WAYS_MAX; k++)
		if (s->row[0] != right->row[k])
			s->row[s->n_rows++] = right->row[k]; /* 不予公开2件（过程性信息） */
	return s->topical != CLAIM_NOWHERE;
}
