/*
 * Totals in the text against their parts in the text.
 *
 *  list       "6749条，其中网站1210条、微博3100条 … 等": 其中 and 等 allow a remainder, so
 *             too little is a difference only when the remainder is implausibly
 *             small; too much always is.
 *  bracket    "11件（8件维持，3件纠正）": the same.
 *  explained  "23，系16件和2件和5件的总计数": must add up.
 *  totalled   "微信40条、微博60条，合计100条": must add up.
 *  flow       "申请17宗，已办结15宗，2宗结转": only ever noted as right.
 *  headline   "公开4215条。… 动态349条。… 信息3866条": only ever noted as right.
 *
 * Parts that are cells of the tables are judged by the tables, not here.
 */
#include "report/claim_read.h"

enum { PARTS_MAX = 40, LOOK_AHEAD = 200 };

struct parts {
	size_t token[PARTS_MAX];
	size_t n;
	bool etc;   /* 等 after the last one */
	bool rough; /* one is about so much */
	bool cells; /* one is compared with the tables */
	bool wrong; /* one differs from the tables */
	bool ended_by_total;
};

static bool is_word(const struct claim_token *t, enum claim_word w)
{
	return t->kind == TOKEN_WORD && t->word == w;
}

/* What a part is said to be done with: the last such word; 0 for none. */
static int action_of(const struct claim_token *t)
{
	enum { ARGS = 16 };
	if (t->kind != TOKEN_WORD)
		return 0;
	switch (t->word) {
	case WORD_PUBLISH:
	case WORD_DISCLOSE:
		return WORD_PUBLISH * ARGS;
	case WORD_ACT:
		return WORD_ACT * ARGS + t->arg;
	case WORD_RECEIVE:
	case WORD_ACCEPT:
	case WORD_HANDLE:
	case WORD_FINISH:
	case WORD_OTHER_OBJECT:
		return (int)t->word * ARGS;
	default:
		return 0;
	}
}

/* Where the list of the number i begins, 0 when it has none; *bracket: it ends with its bracket. */
static size_t list_start(const struct claim_reader *rd, size_t i, bool *bracket)
{
	const struct claim_token *t = rd->tokens.t;
	size_t n = rd->tokens.n, k = i + 1;
	*bracket = k < n && t[k].kind == TOKEN_OPEN;
	if (*bracket) {
		k++;
		return k < n && (is_word(&t[k], WORD_AMONG) || is_word(&t[k], WORD_INCLUDE)) ? k + 1
											     : k;
	}
	while (k < n && t[k].kind == TOKEN_WORD && t[k].word != WORD_AMONG)
		k++;
	if (k < n && (t[k].kind == TOKEN_COMMA || t[k].kind == TOKEN_STOP ||
			     t[k].kind == TOKEN_SEMICOLON))
		k++;
	if (k < n && (is_word(&t[k], WORD_AMONG) || is_word(&t[k], WORD_INCLUDE)))
		return k + 1;
	bool colon = i + 1 < n && str_is(str_sub(rd->text, t[i + 1].from, t[i + 1].to), "：");
	return colon ? i + 2 : 0;
}

/* Adds the number k to the parts. */
static void add_part(const struct claim_reader *rd, struct parts *p, size_t k)
{
	const struct claim_token *t = &rd->tokens.t[k];
	p->token[p->n++] = k;
	p->etc = false;
	p->rough = p->rough || t->approximate;
	if (t->claim >= 0) {
		p->cells = p->cells || rd->out->item[t->claim].n_cells > 0;
		p->wrong = p->wrong || rd->out->item[t->claim].status == CLAIM_DIFFERS;
	}
}

/*
 * Collects the parts from token k on: numbers of the same unit at this depth of
 * brackets, until the sentence or bracket ends, another 其中 or 另 comes, or a part
 * is (strict) said to be something else ("其中网站60条、微信40条，回复留言57条").
 */
static struct parts collect_parts(
	const struct claim_reader *rd, size_t k, struct str unit, bool strict)
{
	struct parts p = { .n = 0 };
	const struct claim_token *t = rd->tokens.t;
	int depth = 0, action = 0, first = 0;
	size_t end = k + LOOK_AHEAD < rd->tokens.n ? k + LOOK_AHEAD : rd->tokens.n;
	for (; k < end && t[k].kind != TOKEN_STOP && p.n < PARTS_MAX; k++) {
		depth += t[k].kind == TOKEN_OPEN;
		depth -= t[k].kind == TOKEN_CLOSE;
		if (depth < 0)
			break;
		if (depth > 0)
			continue;
		if (t[k].kind == TOKEN_NUMBER) {
			if (!str_eq(t[k].unit, unit) ||
				(strict && p.n > 0 && action && action != first))
				break;
			if (p.n == 0)
				first = action;
			action = 0;
			add_part(rd, &p, k);
			continue;
		}
		if (is_word(&t[k], WORD_AMONG) || is_word(&t[k], WORD_PLUS) ||
			is_word(&t[k], WORD_INCLUDE) || is_word(&t[k], WORD_CHANGE) ||
			is_word(&t[k], WORD_COMPARE))
			break;
		if (is_word(&t[k], WORD_SUMMED)) {
			p.ended_by_total = true;
			break;
		}
		p.etc = p.etc || is_word(&t[k], WORD_ETC);
		action = action_of(&t[k]) ? action_of(&t[k]) : action;
	}
	return p;
}

/* Sum of the first n parts; false on overflow. */
static bool sum_of(
	const struct claim_reader *rd, const struct parts *p, size_t n, struct decimal *out)
{
	struct decimal sum = decimal_int(0);
	for (size_t i = 0; i < n; i++)
		if (!decimal_add(sum, rd->tokens.t[p->token[i]].value, &sum))
			return false;
	*out = sum;
	return true;
}

/* "1210+3100+1028" */
static struct str formula_of(const struct claim_reader *rd, const struct parts *p, size_t n)
{
	enum { LONGEST = PARTS_MAX * 48 };
	struct buf b;
	buf_init(&b, LONGEST);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%s", i ? "+" : "", decimal_text(rd->tokens.t[p->token[i]].value).z);
	struct str s = arena_str(rd->out->arena, buf_view(&b));
	buf_done(&b);
	return s;
}

/* Appends the claim that the total i is the sum of the first n parts. */
static void claim_sum(struct claim_reader *rd, size_t i, const struct parts *p, size_t n,
	enum claim_status status, const char *reason)
{
	const struct claim_token *t = &rd->tokens.t[i];
	struct claim c = { .kind = CLAIM_SUM,
		.status = status,
		.from = t->from,
		.to = t->to,
		.number = t->value,
		.unit = t->unit,
		.topic = STR("各项之和"),
		.formula = formula_of(rd, p, n),
		.reason = str_cstr(reason) };
	if (sum_of(rd, p, n, &c.expected))
		claim_append(rd, &c);
}

/*
 * Is a remainder too small to be meant?  A list of three or more that leaves out
 * less than 1/1000 of the whole (1/200 without 等) has a wrong figure in it.
 */
static bool is_near_miss(const struct parts *p, struct decimal total, struct decimal sum)
{
	enum { FEW = 3, WITH_ETC = 1000, WITHOUT_ETC = 200 };
	struct decimal rest, scaled;
	int64_t share = p->etc ? WITH_ETC : WITHOUT_ETC;
	return p->n >= FEW && decimal_sub(total, sum, &rest) &&
	       decimal_mul_int(rest, share, &scaled) && decimal_cmp(scaled, total) <= 0;
}

/* Does the text after the number i say that one item was published in several places? */
static bool is_overlapping(const struct claim_reader *rd, size_t i)
{
	enum { NEAR = 1500 }; /* bytes */
	struct str text = str_sub(rd->text, rd->tokens.t[i].from, rd->tokens.t[i].from + NEAR);
	static const char *const words[] = { "同步发布", "多平台", "重复", "交叉", "同时发布",
		"转载", "同步推送" };
	for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
		if (str_has(text, words[k]))
			return true;
	return false;
}

/* A list or bracket after the number i. */
static void read_list(struct claim_reader *rd, size_t i)
{
	const struct claim_token *t = &rd->tokens.t[i];
	bool bracket;
	size_t start = list_start(rd, i, &bracket);
	if (!start)
		return;
	struct parts p = collect_parts(rd, start, t->unit, false);
	struct decimal sum;
	for (size_t n = p.n; n >= 2; n--)
		if (sum_of(rd, &p, n, &sum) && decimal_eq(sum, t->value)) {
			claim_sum(rd, i, &p, n, CLAIM_EQUAL, "");
			return;
		}
	p = collect_parts(rd, start, t->unit, true);
	bool own = t->claim >= 0 && rd->out->item[t->claim].status == CLAIM_DIFFERS;
	if (p.n < 2 || p.rough || t->approximate || !sum_of(rd, &p, p.n, &sum))
		return;
	if (p.cells || own)
		return;
	if (is_overlapping(rd, i))
		claim_sum(rd, i, &p, p.n, CLAIM_NOT_COMPARABLE, "正文说明各项有重复");
	else if (decimal_cmp(sum, t->value) > 0 || is_near_miss(&p, t->value, sum))
		claim_sum(rd, i, &p, p.n, CLAIM_DIFFERS, "");
	else
		claim_sum(rd, i, &p, p.n, CLAIM_NOT_COMPARABLE, "所列各项只是其中一部分");
}

/*
 * "“其他”23件，为撤回16件、转办7件": the reasons for 3.其他 that CK10 asks for are all of them.
 */
static bool explains_other(const struct claim_reader *rd, size_t i)
{
	const struct claim_token *t = rd->tokens.t;
	struct str before = str_sub(rd->text, 0, t[i].from);
	struct decimal v;
	int cell = report_cell_t3(REPORT_ROW_OTHER_MISC, REPORT_COL_TOTAL);
	return (str_ends(before, STR("其他")) || str_ends(before, STR("其他”"))) &&
	       report_number(rd->r, cell, &v) && decimal_eq(v, t[i].value) &&
	       str_starts(str_sub(rd->text, t[i + 1].to, rd->text.n), STR("为"));
}

/* "23，系申请人撤销16件和 … 5件的总计数": true when the number i is explained so. */
static bool read_explained(struct claim_reader *rd, size_t i)
{
	const struct claim_token *t = rd->tokens.t;
	size_t k = i + 1;
	if (k + 1 >= rd->tokens.n || t[k].kind != TOKEN_COMMA)
		return false;
	bool reasons = explains_other(rd, i);
	if (!reasons && !is_word(&t[k + 1], WORD_BEING) && !is_word(&t[k + 1], WORD_INCLUDE))
		return false;
	size_t first = reasons ? k + 1 : k + 2;
	while (first < rd->tokens.n && t[first].kind == TOKEN_WORD)
		first++;
	if (first >= rd->tokens.n || t[first].kind != TOKEN_NUMBER)
		return false;
	struct parts p = collect_parts(rd, reasons ? k + 1 : k + 2, t[first].unit, false);
	struct decimal sum;
	bool whole = p.ended_by_total || (reasons && !p.etc && str_eq(t[first].unit, t[i].unit));
	if (p.n < 2 || !whole || p.rough || !sum_of(rd, &p, p.n, &sum))
		return false;
	bool own = t[i].claim >= 0 && rd->out->item[t[i].claim].status == CLAIM_DIFFERS;
	if (decimal_eq(sum, t[i].value))
		claim_sum(rd, i, &p, p.n, CLAIM_EQUAL, "");
	else if (own || p.wrong)
		claim_sum(rd, i, &p, p.n, CLAIM_NOT_COMPARABLE, "其中的数已与表不符");
	else
		claim_sum(rd, i, &p, p.n, CLAIM_DIFFERS, "");
	return true;
}

/*
 * Is the clause of the number i nothing but "共", "合计" and the like with the number?
 */
static bool is_bare_total(const struct claim_reader *rd, size_t i)
{
	const struct claim_token *t = rd->tokens.t;
	size_t k = i;
	if (k > 0 && is_word(&t[k - 1], WORD_SUMMED))
		k--;
	if (k == 0 || t[k - 1].kind != TOKEN_COMMA || !claim_clean(t, k - 1, i))
		return false;
	struct str said = str_sub(rd->text, t[k - 1].to, t[i].from);
	return k < i || str_is(said, "共") || str_is(said, "共计") || str_is(said, "总共");
}

/* "微信40条、微博60条，合计100条": the flat list right before the number i in its sentence. */
static bool read_totalled(struct claim_reader *rd, size_t i)
{
	const struct claim_token *t = rd->tokens.t;
	if (!is_bare_total(rd, i))
		return false;
	size_t from = i;
	while (from > 0 && i - from < LOOK_AHEAD && t[from - 1].kind != TOKEN_STOP &&
		t[from - 1].kind != TOKEN_SEMICOLON && !is_word(&t[from - 1], WORD_AMONG) &&
		(t[from - 1].kind != TOKEN_NUMBER || str_eq(t[from - 1].unit, t[i].unit)))
		from--;
	struct parts p = collect_parts(rd, from, t[i].unit, true);
	while (p.n > 0 && p.token[p.n - 1] >= i)
		p.n--;
	struct decimal sum;
	if (p.n < 2 || p.rough || t[i].approximate || !sum_of(rd, &p, p.n, &sum))
		return false;
	for (size_t k = p.token[p.n - 1] + 1; k < i; k++)
		if (t[k].kind == TOKEN_NUMBER)
			return false;
	bool equal = decimal_eq(sum, t[i].value);
	bool table = p.cells || (t[i].claim >= 0 && rd->out->item[t[i].claim].n_cells > 0);
	claim_sum(rd, i, &p, p.n,
		equal	? CLAIM_EQUAL
		: table ? CLAIM_NOT_COMPARABLE
			: CLAIM_DIFFERS,
		equal || !table ? "" : "已与表核对");
	return true;
}

/* Is the number k a count of what was published (a word for it stands before it in its clause)? */
static bool is_published(const struct claim_reader *rd, size_t k)
{
	const struct claim_token *t = rd->tokens.t;
	if (t[k].kind != TOKEN_NUMBER || t[k].approximate || !str_is(t[k].unit, "条"))
		return false;
	for (size_t b = k; b-- > 0 && t[b].clause == t[k].clause && t[b].kind == TOKEN_WORD;)
		if (t[b].word == WORD_PUBLISH || t[b].word == WORD_DISCLOSE)
			return true;
	return false;
}

/*
 * "2024年主动公开政府信息4215条。 … 发布警务动态信息349条。 … 发布各类警务信息3866条":
 * looks for published counts later in the paragraph that add up.  Says
 * something only when they do.
 */
static void read_headline(struct claim_reader *rd, size_t i)
{
	enum { CANDIDATES = 8 };
	struct parts all = { .n = 0 };
	if (!is_published(rd, i))
		return;
	for (size_t k = i + 1; k < rd->tokens.n && all.n < CANDIDATES; k++)
		if (is_published(rd, k))
			add_part(rd, &all, k);
	for (unsigned set = 3; set < 1U << all.n; set++) {
		struct parts p = { .n = 0 };
		struct decimal sum;
		for (size_t k = 0; k < all.n; k++)
			if (set >> k & 1)
				p.token[p.n++] = all.token[k];
		if (p.n >= 2 && sum_of(rd, &p, p.n, &sum) &&
			decimal_eq(sum, rd->tokens.t[i].value)) {
			claim_sum(rd, i, &p, p.n, CLAIM_EQUAL, "");
			return;
		}
	}
}

/* Is the number k, one with a claim, equal to the table under this topic? */
static bool is_equal_topic(const struct claim_reader *rd, size_t k, const char *topic)
{
	const struct claim_token *t = &rd->tokens.t[k];
	return t->kind == TOKEN_NUMBER && t->claim >= 0 &&
	       rd->out->item[t->claim].status == CLAIM_EQUAL &&
	       str_is(rd->out->item[t->claim].topic, topic);
}

/* "申请17宗，已办结15宗，2宗结转": said only when new requests are the results plus the rest. */
static void read_flow(struct claim_reader *rd, size_t i)
{
	struct parts p = { .n = 0 };
	struct decimal sum;
	if (!is_equal_topic(rd, i, "本年新收"))
		return;
	for (size_t k = i + 1; k < rd->tokens.n && k < i + LOOK_AHEAD && p.n < 2; k++) {
		if (rd->tokens.t[k].kind == TOKEN_STOP)
			break;
		if (is_equal_topic(rd, k, p.n ? "结转下年度" : "办理结果总计"))
			add_part(rd, &p, k);
	}
	if (p.n == 2 && sum_of(rd, &p, p.n, &sum) && decimal_eq(sum, rd->tokens.t[i].value))
		claim_sum(rd, i, &p, p.n, CLAIM_EQUAL, "");
}

void claim_read_sums(struct claim_reader *rd)
{
	bool headline = false;
	for (size_t i = 0; i < rd->tokens.n; i++) {
		if (rd->tokens.t[i].kind != TOKEN_NUMBER)
			continue;
		size_t before = rd->out->n;
		if (!read_explained(rd, i) && !read_totalled(rd, i))
			read_list(rd, i);
		if (rd->out->n == before)
			read_flow(rd, i);
		if (!headline && is_published(rd, i)) {
			headline = true;
			if (rd->out->n == before)
				read_headline(rd, i);
		}
	}
}
