/*
 * The three tables where only a run of words and numbers is left: one cell per
 * line, blanks instead of rules, text copied out of a PDF.  A row is taken only
 * when its label is followed by exactly the numbers it needs: without a grid a
 * blank cell cannot be told from a missing one, and guessing would be a zero
 * that nobody wrote.
 */
#include "report/recog.h"

#include "core/utf8.h"

enum {
	TOKENS_MAX = 200000,
	LABEL_TOKENS = 8, /* a label may be broken into so many words */
	T4_CELLS = REPORT_BLOCK_COUNT * REPORT_RESULT_COUNT
};

struct token {
	struct str raw, folded;
	bool number;
	size_t block; /* index of the block it stands in */
	struct doc_where where;
};

struct stream {
	struct recog *g;
	struct token *token;
	size_t n, cap;
	size_t block; /* being collected */
	bool t2_context, t3_context, t4_context;
};

static enum err add_token(struct stream *s, struct str raw, const struct doc_where *w,
	struct error *err)
{
	struct str folded = fold_text_arena(s->g->arena, raw);
	if (folded.n == 0 || s->n >= TOKENS_MAX)
		return arena_check(s->g->arena, err);
	struct token *p =
		arena_grow(s->g->arena, s->token, s->n, s->n + 1, &s->cap, sizeof *s->token);
	if (!p)
		return arena_check(s->g->arena, err);
	s->token = p;
	s->token[s->n++] = (struct token){ .raw = raw,
		.folded = folded,
		.number = recog_is_number(folded),
		.block = s->block,
		.where = *w };
	return OK;
}

/* Splits a line at white space and bars. */
static enum err add_line(struct stream *s, struct str line, const struct doc_where *w,
	struct error *err)
{
	size_t from = 0;
	for (size_t at = 0; at <= line.n;) {
		size_t start = at;
		int32_t cp = utf8_next(line, &at);
		bool cut = cp < 0 || utf8_is_space(cp) || cp == '|' || cp == 0xFF5C;
		if (cut) {
			enum err e = start > from ? add_token(s, str_sub(line, from, start), w, err) : OK;
			if (e)
				return e;
			from = at;
		}
		if (cp < 0)
			break;
	}
	return OK;
}

/* All that the grids left over, in reading order. */
static enum err collect_tokens(struct stream *s, struct error *err)
{
	const struct doc *d = s->g->doc;
	enum err e = OK;
	for (size_t i = 0; !e && i < d->n_blocks; i++) {
		const struct doc_block *b = &d->block[i];
		s->block = i;
		if (b->kind != DOC_TABLE) {
			e = add_line(s, b->text, &b->where, err);
			continue;
		}
		for (int r = 0; !e && r < b->table->rows; r++) {
			if (s->g->row_used[i][r])
				continue;
			const struct doc_cell *first = doc_table_at(b->table, r, 0);
			struct str text = recog_row_text(s->g->arena, b->table, r);
			e = add_line(s, text, first ? &first->where : &b->where, err);
		}
	}
	return e;
}

/* How many number tokens follow from i on. */
static size_t count_numbers(const struct stream *s, size_t i)
{
	size_t n = 0;
	while (i + n < s->n && s->token[i + n].number)
		n++;
	return n;
}

/* Joins tokens i..i+k (folded) into b. */
static struct str join(struct stream *s, struct buf *b, size_t i, size_t k)
{
	buf_clear(b);
	for (size_t j = 0; j < k; j++)
		buf_str(b, s->token[i + j].folded);
	return buf_view(b);
}

static void note_context(struct stream *s, struct str word)
{
	if (str_starts(word, STR("第二十条"))) {
		s->t2_context = true;
		s->t3_context = s->t4_context = false;
	}
	enum recog_head head = recog_head(word);
	if (head) {
		s->t2_context = true;
		if (head <= RECOG_HEAD_FEE_AMOUNT)
			s->g->heads_2021++;
		else
			s->g->heads_2019++;
	}
	if (str_has(word, "申请人情况") || str_has(word, "自然人"))
		s->t3_context = true;
	if (word.n <= 14 * 3 && (str_has(word, "未经复议") || str_has(word, "复议后起诉")))
		s->t4_context = true;
	if (recog_block(word) >= 0)
		s->t3_context = false;
}

/* A row of table three at token i; returns the tokens used, 0 when there is none. */
static size_t take_row(struct stream *s, struct buf *b, size_t i)
{
	int row = -1;
	size_t k = 0;
	while (k < LABEL_TOKENS && i + k < s->n && !s->token[i + k].number) {
		k++;
		int hit = recog_row(join(s, b, i, k));
		bool vague = hit == REPORT_ROW_OTHER_MISC || hit == REPORT_ROW_TOTAL;
		if (hit >= 0 && (!vague || s->t3_context)) {
			row = hit;
			break;
		}
	}
	if (row < 0)
		return 0;
	/* The rest of a label that was cut; a word that is a label itself starts its own row. */
	while (i + k < s->n && k < LABEL_TOKENS * 2 && !s->token[i + k].number) {
		struct str word = s->token[i + k].folded;
		int other = recog_row(word);
		if ((other >= 0 && other != row) || recog_block(word) >= 0 || recog_result(word) >= 0)
			return 0;
		k++;
	}
	size_t n = count_numbers(s, i + k);
	if (n < REPORT_COL_COUNT)
		return 0;
	s->t3_context = true;
	for (int c = 0; c < REPORT_COL_COUNT; c++) {
		const struct token *t = &s->token[i + k + (size_t)c];
		recog_store(s->g, report_cell_t3((enum report_row)row, (enum report_col)c), t->raw,
			&t->where);
	}
	return k + REPORT_COL_COUNT;
}

/* A row of table two: the item as one word (or two), then exactly its numbers. */
static size_t take_item(struct stream *s, struct buf *b, size_t i)
{
	enum recog_item item = RECOG_ITEM_NONE;
	size_t k = 0, want;
	if (!s->t2_context)
		return 0;
	while (k < 3 && i + k < s->n && !item && !s->token[i + k].number)
		item = recog_item(join(s, b, i, ++k));
	if (!item)
		return 0;
	enum report_layout layout =
		s->g->heads_2019 > s->g->heads_2021 ? REPORT_LAYOUT_2019 : REPORT_LAYOUT_2021;
	const enum recog_head *head = recog_item_heads(item, layout, &want);
	if (count_numbers(s, i + k) != want)
		return 0;
	for (size_t j = 0; j < want; j++) {
		const struct token *t = &s->token[i + k + j];
		recog_store(s->g, recog_item_cell(item, head[j]), t->raw, &t->where);
	}
	return k + want;
}

/* Fifteen numbers behind the heads of table four. */
static size_t take_results(struct stream *s, size_t i)
{
	if (!s->t4_context || !s->token[i].number || count_numbers(s, i) != T4_CELLS)
		return 0;
	for (size_t j = 0; j < T4_CELLS; j++)
		recog_store(s->g, REPORT_CELL_T4 + (int)j, s->token[i + j].raw,
			&s->token[i + j].where);
	s->t4_context = false;
	return T4_CELLS;
}

static bool table_complete(const struct report *r, int from, int to)
{
	for (int i = from; i < to; i++)
		if (r->cell[i].state == REPORT_ABSENT)
			return false;
	return true;
}

enum err recog_streams(struct recog *g, struct error *err)
{
	/* Nothing to look for when the grids gave everything of either layout. */
	if (table_complete(g->report, 0, REPORT_CELLS_2021))
		return OK;
	struct stream *s = arena_one(g->arena, struct stream);
	if (!s)
		return arena_check(g->arena, err);
	s->g = g;
	enum err e = collect_tokens(s, err);
	if (e)
		return e;
	struct buf b;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < s->n;) {
		size_t used = take_results(s, i);
		if (!used && !s->token[i].number) {
			note_context(s, s->token[i].folded);
			used = take_item(s, &b, i);
			used = used ? used : take_row(s, &b, i);
		}
		for (size_t j = i; j < i + used; j++)
			g->block_used[s->token[j].block] = 1;
		g->stream_used |= used > 0;
		i += used ? used : 1;
	}
	buf_done(&b);
	return arena_check(g->arena, err);
}
