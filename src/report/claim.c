/*
 * CK7, the driver: walks the paragraphs, keeps what a reader would keep in mind
 * from sentence to sentence (what is counted, for which year, inside which
 * list), asks claim_topic for every number and compares it with the tables.
 */
#include "report/claim.h"

#include "report/claim_read.h"

#include <stdlib.h>

_Static_assert(WORD_COUNT <= 64, "a window holds the words as a bit set");

const char *claim_status_name(enum claim_status s)
{
	static const char *const name[] = { "equal", "differs", "not_comparable" };
	return name[s];
}

int claim_append(struct claim_reader *rd, const struct claim *c)
{
	struct claims *o = rd->out;
	struct claim *item = arena_grow(o->arena, o->item, o->n, o->n + 1, &o->cap, sizeof *item);
	if (!item)
		return -1;
	o->item = item;
	o->item[o->n] = *c;
	o->item[o->n].section = rd->section;
	o->item[o->n].paragraph = rd->paragraph;
	return (int)o->n++;
}

bool claim_sum_cells(const struct report *r, const struct cell_set *set, struct decimal *out)
{
	struct decimal sum = decimal_int(0), v;
	bool number = false;
	for (size_t i = 0; i < set->n; i++) {
		number = number || r->cell[set->cell[i]].state == REPORT_NUMBER;
		if (!report_number_or_zero(r, set->cell[i], &v) || !decimal_add(sum, v, &sum))
			return false;
	}
	*out = sum;
	return number;
}

/* "表三“（三）不予公开”各项总计之和", or the names of the cells joined. */
static struct str name_of_cells(struct arena *a, const int *cell, size_t n)
{
	enum { SHOWN = 3 };
	struct report_name first = report_cell_name(cell[0]);
	if (n == 1)
		return arena_str(a, str_cstr(first.z));
	if (report_cell_is_t3(cell[0])) {
		const char *group = report_row_group(report_cell_row(cell[0]));
		bool same = group[0] != '\0';
		for (size_t i = 1; i < n; i++)
			same = same &&
			       str_is(str_cstr(group), report_row_group(report_cell_row(cell[i])));
		if (same)
			return arena_fmt(a, "表三“%s”各项%s之和", group,
				report_col_label(report_cell_col(cell[0])));
	}
	struct str s = arena_str(a, str_cstr(first.z));
	for (size_t i = 1; i < n && i < SHOWN; i++)
		s = arena_fmt(a, "%.*s＋%s", STR_ARG(s), report_cell_name(cell[i]).z);
	return n > SHOWN ? arena_fmt(a, "%.*s等%zu格之和", STR_ARG(s), n) : s;
}

void claim_fill_cells(
	struct arena *a, struct claim *c, const struct cell_set *set, struct decimal expected)
{
	c->cell = arena_array(a, int, set->n);
	if (!c->cell)
		return;
	memcpy(c->cell, set->cell, set->n * sizeof *c->cell);
	c->n_cells = set->n;
	c->expected = expected;
	c->formula = name_of_cells(a, c->cell, c->n_cells);
}

/* Is a <= b, both not negative? */
static bool at_most(struct decimal a, struct decimal b)
{
	return decimal_cmp(a, b) <= 0;
}

/*
 * Does the number say the same as the table?  Exactly; or, when it was written
 * in 万 or with fewer decimals, rounded or cut off at its last written digit.
 */
static bool agrees(struct decimal v, int grain, struct decimal expected)
{
	struct decimal diff, twice, one;
	if (decimal_eq(v, expected))
		return true;
	if (grain == 0 && decimal_is_int(v) && decimal_is_int(expected))
		return false;
	if (!decimal_shift(decimal_int(1), grain, &one) || !decimal_sub(expected, v, &diff))
		return false;
	if (decimal_sign(diff) > 0 && decimal_cmp(diff, one) < 0)
		return true;
	if (!decimal_mul_int(diff, decimal_sign(diff) < 0 ? -2 : 2, &twice))
		return false;
	return at_most(twice, one);
}

/* Compares a number with the ways of its topic and fills status, cells and reason. */
static void compare(struct claim_reader *rd, const struct claim_token *t,
	const struct claim_topic *topic, struct claim *c)
{
	struct decimal v = t->value, sum;
	int grain = (t->grain > 0 ? t->grain : -t->value.scale) + topic->shift;
	const struct cell_set *first = NULL;
	struct decimal first_sum = decimal_int(0);
	c->status = CLAIM_NOT_COMPARABLE;
	c->reason = str_cstr(topic->reason);
	if (!topic->n_ways || !decimal_shift(v, topic->shift, &v))
		return;
	for (size_t i = 0; i < topic->n_ways; i++) {
		if (!claim_sum_cells(rd->r, &topic->way[i], &sum))
			continue;
		if (agrees(v, grain, sum)) {
			c->status = CLAIM_EQUAL;
			c->reason = (struct str){ NULL, 0 };
			claim_fill_cells(rd->out->arena, c, &topic->way[i], sum);
			return;
		}
		if (!first) {
			first = &topic->way[i];
			first_sum = sum;
		}
	}
	if (!first) {
		c->reason = STR("表中该项没有数字");
		return;
	}
	claim_fill_cells(rd->out->arena, c, first, first_sum);
	if (topic->certain) {
		c->status = CLAIM_DIFFERS;
		c->reason = (struct str){ NULL, 0 };
	}
}

/* Makes the claim of the number t[i]; returns the row it counts, -1 for none. */
static int read_number(struct claim_reader *rd, const struct claim_context *c, size_t i)
{
	struct claim_token *t = &rd->tokens.t[i];
	struct claim_topic topic;
	claim_topic_of(c, i, &topic);
	if ((t->han || t->unit.n == 0) && !topic.n_ways && t->unit.n != 0)
		return -1;
	struct claim claim = { .kind = CLAIM_NUMBER,
		.from = t->from,
		.to = t->to,
		.number = t->value,
		.unit = t->unit,
		.topic = str_cstr(topic.name) };
	compare(rd, t, &topic, &claim);
	t->claim = claim_append(rd, &claim);
	return topic.row;
}

/* State that a bracket suspends. */
struct list_state {
	bool in_list;
	int row;
};

enum { DEPTH_MAX = 4 }; /* nested brackets remembered */

struct walk {
	struct claim_context c;
	struct list_state stack[DEPTH_MAX];
	int depth;
	int last_row;	    /* of the last number with a topic of table three */
	int publish_clause; /* where the sentence spoke of publishing */
	bool block_open;    /* no number since the last word for 复议 or 诉讼 */
	bool document_open;
};

/* A year word beside 结转 belongs to it and does not change the year talked of. */
static bool belongs_to_carry(const struct claim_context *c, size_t i)
{
	for (size_t k = i > 0 ? i - 1 : 0; k <= i + 1 && k < c->n; k++)
		if (k != i && c->t[k].clause == c->t[i].clause &&
			(c->t[k].word == WORD_CARRY || c->t[k].word == WORD_POSTPONE ||
				(c->t[k].kind == TOKEN_WORD && c->t[k].word == WORD_YEAR && k > i &&
					k + 1 < c->n && c->t[k + 1].word == WORD_CARRY)))
			return true;
	return false;
}

/* Words for 复议 and 诉讼: side by side they add up, after a number they replace. */
static void note_block(struct walk *w, int blocks)
{
	w->c.blocks = w->block_open ? w->c.blocks | blocks : blocks;
	w->block_open = true;
}

static void note_document(struct walk *w, int document)
{
	w->c.documents = w->document_open ? w->c.documents | document : document;
	w->document_open = true;
}

/* Words that name documents or remedies. */
static void note_subject(struct walk *w, const struct claim_token *t)
{
	enum { ANY_LAWSUIT = 1 << REPORT_BLOCK_DIRECT | 1 << REPORT_BLOCK_AFTER_REVIEW };
	switch (t->word) {
	case WORD_RULE:
	case WORD_NORMATIVE:
		note_document(w, t->word == WORD_RULE ? 1 : 2);
		break;
	case WORD_REVIEW:
		note_block(w, 1 << REPORT_BLOCK_REVIEW);
		break;
	case WORD_LAWSUIT:
		note_block(w, ANY_LAWSUIT);
		break;
	case WORD_DIRECT:
		w->c.blocks = 1 << REPORT_BLOCK_DIRECT;
		break;
	case WORD_AFTER:
		w->c.blocks = 1 << REPORT_BLOCK_AFTER_REVIEW;
		break;
	default:
		break;
	}
}

/* What the word t[i] changes in the reader's mind. */
static void note_word(struct walk *w, size_t i)
{
	struct claim_context *c = &w->c;
	const struct claim_token *t = &c->t[i];
	enum { NEW_ONES = 3 };
	switch (t->word) {
	case WORD_APPLY:
		c->apply = true;
		c->other_object = false;
		break;
	case WORD_REQUEST:
		c->other_object = c->other_object && !c->apply;
		break;
	case WORD_OTHER_OBJECT:
		c->other_object = true;
		break;
	case WORD_PUBLISH:
	case WORD_DISCLOSE:
		c->published = true;
		w->publish_clause = t->clause;
		break;
	case WORD_RECEIVE:
	case WORD_ACCEPT:
	case WORD_HANDLE:
	case WORD_FINISH:
	case WORD_DO:
		c->published = false;
		break;
	case WORD_MADE:
	case WORD_REPEALED:
	case WORD_IN_FORCE:
		c->made = t->word;
		c->published = c->published && w->publish_clause == t->clause;
		break;
	case WORD_YEAR:
		if (!belongs_to_carry(c, i))
			c->year = (enum claim_year)t->arg;
		break;
	case WORD_LOOSE:
		if (!claim_is_own_scope(c, i) && t->arg != NEW_ONES)
			c->narrowed = true;
		break;
	case WORD_AMONG:
	case WORD_INCLUDE:
		c->in_list = true;
		c->row = w->last_row;
		break;
	case WORD_PLUS:
		c->in_list = w->depth > 0;
		break;
	default:
		note_subject(w, t);
		break;
	}
}

/* A new sentence forgets everything but the object; one that starts with 其中 goes on. */
static void start_sentence(struct walk *w, const struct claim_reader *rd, size_t i)
{
	struct claim_context *c = &w->c;
	bool goes_on = i < c->n && c->t[i].kind == TOKEN_WORD && c->t[i].word == WORD_AMONG;
	c->sentence = i;
	c->published = c->narrowed = false;
	c->year = CLAIM_YEAR_THIS;
	c->documents = 0;
	c->made = WORD_FILL;
	c->in_list = false;
	c->row = -1;
	w->depth = 0;
	w->block_open = w->document_open = false;
	if (!goes_on) {
		c->blocks = 0;
		w->last_row = -1;
	}
	c->info = rd->area == CLAIM_AREA_APPLY || rd->section_no == 3 || rd->section_no == 4;
	for (; !c->info && i < c->n && c->t[i].kind != TOKEN_STOP; i++)
		c->info = c->t[i].kind == TOKEN_WORD &&
			  (c->t[i].word == WORD_INFO || c->t[i].word == WORD_APPLY);
}

/* Brackets: what they hold is a list of the number before; afterwards all is as before. */
static void note_bracket(struct walk *w, enum claim_token_kind kind)
{
	if (kind == TOKEN_OPEN) {
		if (w->depth < DEPTH_MAX)
			w->stack[w->depth] = (struct list_state){ w->c.in_list, w->c.row };
		w->depth++;
		w->c.in_list = true;
		w->c.row = w->last_row;
	} else if (w->depth > 0) {
		w->depth--;
		if (w->depth < DEPTH_MAX) {
			w->c.in_list = w->stack[w->depth].in_list;
			w->c.row = w->stack[w->depth].row;
		}
	}
}

/* Which of the five aspects of part one a sub-heading "（二）…" opens (30号; rules.md 2.2). */
static void note_area(struct claim_reader *rd)
{
	if (!str_starts(rd->text, STR("（")) && !str_starts(rd->text, STR("(")))
		return;
	enum claim_area area = CLAIM_AREA_NONE;
	for (size_t i = 0; i < rd->tokens.n && area == CLAIM_AREA_NONE; i++) {
		const struct claim_token *t = &rd->tokens.t[i];
		if (t->kind == TOKEN_STOP || t->kind == TOKEN_NUMBER)
			break;
		if (t->kind != TOKEN_WORD)
			continue;
		if (t->word == WORD_PUBLISH)
			area = CLAIM_AREA_ACTIVE;
		else if (t->word == WORD_APPLY)
			area = CLAIM_AREA_APPLY;
		else if (t->word == WORD_AREA)
			area = (enum claim_area)t->arg;
	}
	rd->area = area;
}

/*
 * The paragraph counts requests when its place says so, or when it speaks of
 * requests and of nothing else that is received and answered.
 */
static void start_paragraph(struct walk *w, const struct claim_reader *rd)
{
	struct claim_context *c = &w->c;
	bool asked = false, other = false;
	for (size_t i = 0; i < c->n; i++) {
		if (c->t[i].kind != TOKEN_WORD)
			continue;
		asked = asked || c->t[i].word == WORD_APPLY || c->t[i].word == WORD_REQUEST;
		other = other || c->t[i].word == WORD_OTHER_OBJECT;
		if (c->t[i].word == WORD_CARRY && i > 0 &&
			((c->t[i - 1].word == WORD_YEAR && c->t[i - 1].arg == CLAIM_YEAR_LAST) ||
				(i + 1 < c->n && c->t[i + 1].word == WORD_YEAR &&
					c->t[i + 1].arg == CLAIM_YEAR_LAST)))
			c->has_carried_in = true;
	}
	c->apply = rd->area == CLAIM_AREA_APPLY || rd->section_no == 3 || rd->section_no == 4 ||
		   (asked && !other);
	start_sentence(w, rd, 0);
}

/* Walks the tokens of the paragraph and makes a claim of every number. */
static void read_numbers(struct claim_reader *rd)
{
	struct walk w = { .last_row = -1 };
	w.c = (struct claim_context){ .r = rd->r, .t = rd->tokens.t, .n = rd->tokens.n, .row = -1 };
	start_paragraph(&w, rd);
	for (size_t i = 0; i < rd->tokens.n; i++) {
		const struct claim_token *t = &rd->tokens.t[i];
		int row;
		switch (t->kind) {
		case TOKEN_WORD:
			note_word(&w, i);
			break;
		case TOKEN_NUMBER:
			row = read_number(rd, &w.c, i);
			if (row >= 0)
				w.last_row = row;
			if (!w.c.in_list)
				w.c.row = w.last_row;
			w.block_open = w.document_open = false;
			break;
		case TOKEN_OPEN:
		case TOKEN_CLOSE:
			note_bracket(&w, t->kind);
			break;
		case TOKEN_STOP:
			start_sentence(&w, rd, i + 1);
			break;
		default:
			break;
		}
	}
}

/* Do both claims speak of the same topic and cells? */
static bool same_topic(const struct claim *a, const struct claim *b)
{
	return str_eq(a->topic, b->topic) && a->n_cells == b->n_cells && a->n_cells > 0 &&
	       memcmp(a->cell, b->cell, a->n_cells * sizeof *a->cell) == 0;
}

/* Takes the finding off a claim. */
static void excuse(struct claim *c, const char *reason)
{
	c->status = CLAIM_NOT_COMPARABLE;
	c->reason = str_cstr(reason);
}

/*
 * "上半年收到8件，下半年收到9件", "网上8件、信函9件": numbers of one topic that miss the cell
 * singly and hit it together are right.
 */
static void join_parts(struct claim_reader *rd, size_t i, size_t end)
{
	struct claim *c = rd->out->item;
	struct decimal sum = c[i].number;
	bool fine = true;
	for (size_t k = i + 1; k < end; k++)
		if (c[k].status == CLAIM_DIFFERS && same_topic(&c[i], &c[k]))
			fine = fine && decimal_add(sum, c[k].number, &sum);
	if (!fine || decimal_eq(sum, c[i].number) || !decimal_eq(sum, c[i].expected))
		return;
	for (size_t k = end; k-- > i;)
		if (k == i || (c[k].status == CLAIM_DIFFERS && same_topic(&c[i], &c[k])))
			excuse(&c[k], "与同段同一项目的其他数合计后与表相符");
}

/* Does a sentence end between the claims a and b of the paragraph? */
static bool is_sentence_between(
	const struct claim_reader *rd, const struct claim *a, const struct claim *b)
{
	struct str gap = str_sub(rd->text, a->to, b->from);
	return str_has(gap, "。") || str_has(gap, "；");
}

/* Is b told as a part of a: "收到申请152件，其中信函申请41件"? */
static bool is_part_of(
	const struct claim_reader *rd, const struct claim *a, const struct claim *b)
{
	struct str gap = str_sub(rd->text, a->to, b->from);
	return str_has(gap, "其中") || str_has(gap, "包括") || str_has(gap, "含");
}

/*
 * One sentence with several different numbers of one topic ("办公室收到33件，市直部门
 * 收到480件") speaks of several agencies or periods; none is held against the table.
 * A part does not excuse its total, unless the part is what the table counts.
 */
static void excuse_repeats(struct claim_reader *rd)
{
	enum { FAR = 32 }; /* numbers looked ahead */
	struct claim *c = rd->out->item;
	for (size_t i = rd->first; i < rd->out->n; i++) {
		size_t end = i + FAR < rd->out->n ? i + FAR : rd->out->n;
		if (c[i].status == CLAIM_DIFFERS)
			join_parts(rd, i, end);
		for (size_t k = i + 1; k < end && !is_sentence_between(rd, &c[k - 1], &c[k]); k++) {
			if (!same_topic(&c[i], &c[k]) || decimal_eq(c[i].number, c[k].number))
				continue;
			if (c[i].status == CLAIM_DIFFERS &&
				(c[k].status == CLAIM_EQUAL || !is_part_of(rd, &c[i], &c[k])))
				excuse(&c[i], "同句对同一项目有几个不同的数");
			if (c[k].status == CLAIM_DIFFERS)
				excuse(&c[k], "同句对同一项目有几个不同的数");
		}
	}
}

static int by_place(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (int)x->kind - (int)y->kind;
}

/* One paragraph: numbers, sums, zeros; the claims then stand in the order of the text. */
static void read_paragraph(struct claim_reader *rd, struct str text)
{
	rd->text = text;
	rd->first = rd->out->n;
	claim_lex(&rd->tokens, &rd->lex, text, rd->r->year);
	note_area(rd);
	read_numbers(rd);
	excuse_repeats(rd);
	claim_read_sums(rd);
	claim_read_zeros(rd);
	if (rd->out->n > rd->first)
		qsort(rd->out->item + rd->first, rd->out->n - rd->first, sizeof *rd->out->item,
			by_place);
}

/* A line of parts two and four without any Chinese punctuation is a piece of a table, not prose. */
static bool is_prose(int section_no, struct str text)
{
	if (section_no != 2 && section_no != 4)
		return true;
	return str_has(text, "，") || str_has(text, "。") || str_has(text, "；");
}

enum err report_claims(const struct report *r, struct claims *out, struct error *err)
{
	struct claims found = { .arena = out->arena ? out->arena : r->arena };
	struct claim_reader *rd = arena_one(found.arena, struct claim_reader);
	if (!rd)
		return arena_check(found.arena, err);
	*rd = (struct claim_reader){ .r = r, .out = &found, .tokens = { .arena = found.arena } };
	claim_lexicon_init(&rd->lex);
	rd->section = -1;
	for (size_t j = 0; j < r->n_lead; j++) {
		rd->paragraph = j;
		read_paragraph(rd, r->lead[j].text);
	}
	for (size_t i = 0; i < r->n_sections; i++) {
		rd->section = (int)i;
		rd->section_no = r->section[i].no;
		rd->area = CLAIM_AREA_NONE;
		for (size_t j = 0; j < r->section[i].n_paragraphs; j++) {
			rd->paragraph = j;
			if (is_prose(rd->section_no, r->section[i].paragraph[j].text))
				read_paragraph(rd, r->section[i].paragraph[j].text);
		}
	}
	if (found.arena->err)
		return arena_check(found.arena, err);
	*out = found;
	return OK;
}
