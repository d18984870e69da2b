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
	LABELS_MAX = 8,   /* labels in a row without numbers; the longest group has eight */
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

/* Labels read one after another, before the numbers of the first came. */
struct labels {
	int row[LABELS_MAX]; /* -1 for what is numbered like a label and not known */
	size_t n;
};

/* "4." or "4、" in front: a label of table three begins here. */
static bool starts_numbered(struct str word)
{
	return word.n > 1 && word.p[0] >= '0' && word.p[0] <= '9' &&
		(word.p[1] == '.' || str_starts(str_sub(word, 1, word.n), STR("、")));
}

/*
 * One label from token i on: words are joined until they name a row.  Returns the tokens used,
 * with what follows up to a number or the next label; 0 when no row is named or the words belong
 * to table four.  A sentence is no label.  A row that was read already is no label: it is the rest of one that was broken
 * around its numbers.
 */
static size_t read_label(struct stream *s, struct buf *b, size_t i, int *row)
{
	size_t k = 0;
	*row = -1;
	while (k < LABEL_TOKENS && i + k < s->n && !s->token[i + k].number && *row < 0) {
		if ((k && starts_numbered(s->token[i + k].folded)) ||
			str_has(s->token[i + k].raw, "。"))
			break;
		int hit = recog_row(join(s, b, i, ++k));
		bool vague = hit == REPORT_ROW_OTHER_MISC || hit == REPORT_ROW_TOTAL;
		if (hit >= 0 && (!vague || s->t3_context))
			*row = hit;
	}
	/* What stood before a word that names the row alone (a heading) is no part of the label. */
	if (*row < 0 || (k > 1 && recog_row(s->token[i + k - 1].folded) == *row))
		return 0;
	if (s->g->report->cell[report_cell_t3((enum report_row)*row, REPORT_COL_TOTAL)].state !=
		REPORT_ABSENT)
		return 0;
	for (; i + k < s->n && k < LABEL_TOKENS * 2 && !s->token[i + k].number; k++) {
		struct str word = s->token[i + k].folded;
		int other = recog_row(word);
		if (recog_block(word) >= 0 || recog_result(word) >= 0)
			return 0;
		if ((other >= 0 && other != *row) || starts_numbered(word))
			break;
	}
	return k;
}

/* The labels from token i up to the next number; the tokens used. */
static size_t read_labels(struct stream *s, struct buf *b, size_t i, struct labels *out)
{
	size_t at = i;
	out->n = 0;
	while (at < s->n && !s->token[at].number && out->n < LABELS_MAX) {
		int row;
		size_t k = read_label(s, b, at, &row);
		if (!k && (out->n == 0 || !starts_numbered(s->token[at].folded)))
			return 0;
		out->row[out->n++] = row;
		at += k ? k : 1;
	}
	return at - i;
}

static void store_row(struct stream *s, int row, size_t at)
{
	for (int c = 0; c < REPORT_COL_COUNT; c++) {
		const struct token *t = &s->token[at + (size_t)c];
		recog_store(s->g, report_cell_t3((enum report_row)row, (enum report_col)c), t->raw,
			&t->where);
	}
}

/*
 * A row of table three at token i; returns the tokens used, 0 when there is none.  Text copied
 * out of a PDF may give several labels and then the numbers of all of them: they are shared out
 * only when there are exactly seven for each.  Seven numbers behind several labels are those of
 * the last one (the others were prose or rests of labels).  With any other count a blank cell is
 * among them and none is taken.
 */
static size_t take_row(struct stream *s, struct buf *b, size_t i, bool *stored)
{
	struct labels l;
	size_t k = read_labels(s, b, i, &l), n = k ? count_numbers(s, i + k) : 0;
	*stored = false;
	if (n < REPORT_COL_COUNT)
		return 0;
	bool known = true;
	for (size_t j = 0; j < l.n; j++)
		known &= l.row[j] >= 0;
	s->t3_context = true;
	if (known && n == l.n * REPORT_COL_COUNT) {
		for (size_t j = 0; j < l.n; j++)
			store_row(s, l.row[j], i + k + j * REPORT_COL_COUNT);
		*stored = true;
		return k + n;
	}
	if (l.row[l.n - 1] >= 0 && (l.n == 1 || n == REPORT_COL_COUNT)) {
		store_row(s, l.row[l.n - 1], i + k);
		*stored = true;
		return k + REPORT_COL_COUNT;
	}
	return k + n;
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
		bool stored = used > 0;
		if (!used && !s->token[i].number) {
			note_context(s, s->token[i].folded);
			used = take_item(s, &b, i);
			stored = used > 0;
			used = used ? used : take_row(s, &b, i, &stored);
		}
		for (size_t j = i; stored && j < i + used; j++)
			g->block_used[s->token[j].block] = 1;
		g->stream_used |= stored;
		i += used ? used : 1;
	}
	buf_done(&b);
	return arena_check(g->arena, err);
}
