/*
 * From the words beside a number (claim_window.h) to cells.  A remedy outranks a result, a result
 * outranks the flow of requests: "因不予公开引发行政复议2件" counts 复议.
 */
#include "report/claim_topic.h"

#include "report/claim_window.h"

enum { LOOK_AHEAD = 100 }; /* tokens of the sentence after a number */

static const char no_topic[] = "表中没有对应的项目";
static const char only_part[] = "可能只是其中的一部分";
static const char other_unit[] = "单位与表中项目不同";
static const char unsure[] = "指的是不是表中这一项不能肯定";

void claim_row_cells(enum report_layout layout, int row, int col, struct cell_set *out)
{
	int first = row, last = row;
	switch (row) {
	case CLAIM_GROUP_REFUSED:
		first = REPORT_ROW_STATE_SECRET;
		last = REPORT_ROW_QUERY_MATTER;
		break;
	case CLAIM_GROUP_UNABLE:
		first = REPORT_ROW_NOT_HELD;
		last = REPORT_ROW_STILL_UNCLEAR;
		break;
	case CLAIM_GROUP_DECLINED:
		first = REPORT_ROW_PETITION;
		last = REPORT_ROW_CONFIRM;
		break;
	case CLAIM_GROUP_OTHER:
		first = REPORT_ROW_OTHER_NOT_CORRECTED;
		last = REPORT_ROW_OTHER_MISC;
		break;
	default:
		break;
	}
	int c0 = col == CLAIM_ORGANISATIONS ? REPORT_COL_COMMERCIAL : col;
	int c1 = col == CLAIM_ORGANISATIONS ? REPORT_COL_OTHER : col;
	for (int r = first; r <= last; r++)
		for (int k = c0; k <= c1; k++) {
			int cell = report_cell_t3((enum report_row)r, (enum report_col)k);
			if (report_cell_in_layout(cell, layout) && out->n < CLAIM_CELLS_MAX)
				out->cell[out->n++] = cell;
		}
}

void claim_remedy_cells(int blocks, enum report_result result, struct cell_set *out)
{
	for (int b = 0; b < REPORT_BLOCK_COUNT; b++)
		if (blocks >> b & 1)
			out->cell[out->n++] = report_cell_t4((enum report_block)b, result);
}

/* Adds a way: the rows a and b (b < 0: none) in the column. */
static void add_way(const struct claim_context *c, struct claim_topic *out, int a, int b, int col)
{
	if (out->n_ways == CLAIM_WAYS_MAX)
		return;
	struct cell_set *w = &out->way[out->n_ways];
	claim_row_cells(c->r->layout, a, col, w);
	if (b >= 0)
		claim_row_cells(c->r->layout, b, col, w);
	out->n_ways += w->n > 0;
}

/* The unit is one of those in the list "件宗起…" (each one character), or empty. */
static bool unit_is(const struct claim_token *t, const char *list)
{
	enum { ONE = 3 };
	return t->unit.n == 0 ||
	       (t->unit.n == ONE && str_find(str_cstr(list), t->unit, 0) < strlen(list));
}

/* Units in which reports count requests and cases (rules.md 9.15: 宗 for 件). */
static const char case_units[] = "件宗起份条例个项次";

/* Stable Chinese name of a row or group. */
static const char *row_name(int row)
{
	static const char *const group[] = { "不予公开", "无法提供", "不予处理", "其他处理" };
	static const char *const name[REPORT_ROW_COUNT] = { "本年新收", "上年结转", "予以公开",
		"部分公开", "不予公开：国家秘密", "不予公开：其他法律行政法规禁止公开",
		"不予公开：三安全一稳定", "不予公开：第三方合法权益", "不予公开：内部事务信息",
		"不予公开：过程性信息", "不予公开：行政执法案卷", "不予公开：行政查询事项",
		"无法提供：本机关不掌握", "无法提供：需要另行制作", "无法提供：补正后仍不明确",
		"不予处理：信访举报投诉", "不予处理：重复申请", "不予处理：公开出版物",
		"不予处理：大量反复申请", "不予处理：确认或重新出具", "其他处理：逾期不补正",
		"其他处理：逾期未缴费", "其他处理：其他", "办理结果总计", "结转下年度" };
	return row < REPORT_ROW_COUNT ? name[row] : group[row - REPORT_ROW_COUNT];
}

/* The column a window names: one class, the organisations, or all (none or a mixture). */
static int column_of(const struct claim_window *s)
{
	for (int col = 0; col <= CLAIM_ORGANISATIONS; col++)
		if (s->columns == 1U << col)
			return col;
	return REPORT_COL_TOTAL;
}

/* Group a leaf belongs to; a row without one is its own. */
static int group_of(int row)
{
	if (row >= REPORT_ROW_STATE_SECRET && row <= REPORT_ROW_QUERY_MATTER)
		return CLAIM_GROUP_REFUSED;
	if (row >= REPORT_ROW_NOT_HELD && row <= REPORT_ROW_STILL_UNCLEAR)
		return CLAIM_GROUP_UNABLE;
	if (row >= REPORT_ROW_PETITION && row <= REPORT_ROW_CONFIRM)
		return CLAIM_GROUP_DECLINED;
	if (row >= REPORT_ROW_OTHER_NOT_CORRECTED && row <= REPORT_ROW_OTHER_MISC)
		return CLAIM_GROUP_OTHER;
	return row;
}

/* "予以公开类35件（其中部分公开5件）": is the part named right after the number i? */
static bool includes_partial(const struct claim_context *c, size_t i)
{
	return i + 3 < c->n &&
	       (c->t[i + 1].kind == TOKEN_OPEN || c->t[i + 1].kind == TOKEN_COMMA) &&
	       (c->t[i + 2].word == WORD_AMONG || c->t[i + 2].word == WORD_INCLUDE) &&
	       c->t[i + 3].word == WORD_ROW && c->t[i + 3].arg == REPORT_ROW_PARTIAL;
}

/*
 * Results.  A group with one of its leaves is the leaf ("不予公开（过程性信息）2件").  Two
 * rows side by side are their sum ("予以公开和部分公开7件").  A leaf beside another
 * group says why, so the count is smaller than both rows.
 */
static void row_topic(const struct claim_context *c, const struct claim_window *s, size_t i,
	struct claim_topic *out)
{
	int leaf = CLAIM_NOWHERE, group = CLAIM_NOWHERE, extra = CLAIM_NOWHERE;
	for (size_t k = 0; k < s->n_rows; k++) {
		bool is_leaf = group_of(s->row[k]) != s->row[k];
		int *slot = is_leaf ? &leaf : &group;
		if (*slot != CLAIM_NOWHERE && *slot != s->row[k])
			extra = s->row[k];
		else
			*slot = s->row[k];
	}
	int col = column_of(s);
	if (claim_window_has(s, WORD_ETC) && group != CLAIM_NOWHERE && leaf != CLAIM_NOWHERE &&
		group_of(leaf) == group)
		leaf = CLAIM_NOWHERE; /* 因本机关不掌握等原因无法提供 */
	out->row = leaf != CLAIM_NOWHERE ? leaf : group;
	out->name = row_name(out->row);
	add_way(c, out, out->row, extra, col);
	if (out->row == REPORT_ROW_OPEN && includes_partial(c, i))
		add_way(c, out, REPORT_ROW_OPEN, REPORT_ROW_PARTIAL, col);
	if (claim_window_has(s, WORD_ROW_PART) && group != CLAIM_NOWHERE)
		add_way(c, out, group, CLAIM_NOWHERE, col);
	bool mixed = leaf != CLAIM_NOWHERE && group != CLAIM_NOWHERE && group_of(leaf) != group;
	if (mixed || (extra != CLAIM_NOWHERE && leaf != CLAIM_NOWHERE && group != CLAIM_NOWHERE)) {
		out->n_ways = 0;
		out->reason = only_part;
		return;
	}
	if (claim_window_has(s, WORD_ROW_PART) &&
		(group == CLAIM_NOWHERE || group == REPORT_ROW_OPEN))
		out->certain = false;
	if (claim_window_has(s, WORD_COLUMN_LOOSE))
		out->certain = false;
}

enum inclusion { INCLUDED_NO, INCLUDED_PERHAPS, INCLUDED_YES };

/*
 * Does the sentence go on, after number i, with what was carried in as a part of
 * it: "（含上年结转3件）", "，其中新收151件，上年结转3件"?  Only perhaps when the list was of
 * channels or applicants, or a semicolon ended it: "，其中信函41件；上年结转3件".
 */
static enum inclusion includes_carried_in(const struct claim_context *c, size_t i)
{
	bool among = false, last_year = false, other_list = false;
	size_t k = i + 1;
	if (k < c->n && (c->t[k].kind == TOKEN_COMMA || c->t[k].kind == TOKEN_OPEN))
		k++;
	size_t end = i + LOOK_AHEAD < c->n ? i + LOOK_AHEAD : c->n;
	for (; k < end && c->t[k].kind != TOKEN_STOP && c->t[k].kind != TOKEN_CLOSE; k++) {
		const struct claim_token *t = &c->t[k];
		if (t->kind == TOKEN_NUMBER && !among)
			return INCLUDED_NO;
		other_list = other_list || t->kind == TOKEN_SEMICOLON ||
			     (t->kind == TOKEN_WORD &&
				     (t->word == WORD_CHANNEL || t->word == WORD_COLUMN));
		among = among || t->word == WORD_AMONG || t->word == WORD_INCLUDE;
		if (t->kind != TOKEN_WORD)
			last_year = false;
		if (t->word == WORD_YEAR)
			last_year = t->arg == CLAIM_YEAR_LAST;
		if (among && t->word == WORD_CARRY &&
			(last_year || (k + 1 < c->n && c->t[k + 1].word == WORD_YEAR &&
					      c->t[k + 1].arg == CLAIM_YEAR_LAST)))
			return other_list ? INCLUDED_PERHAPS : INCLUDED_YES;
	}
	return INCLUDED_NO;
}

/* "其中已办结15件，2件结转下年": 办结 is the result total only when the rest is still open. */
static bool rest_is_open(const struct claim_context *c, size_t i)
{
	bool open = false;
	size_t end = i + LOOK_AHEAD < c->n ? i + LOOK_AHEAD : c->n;
	for (size_t k = i + 1; k < end && c->t[k].kind != TOKEN_STOP; k++) {
		const struct claim_token *t = &c->t[k];
		if (t->kind != TOKEN_WORD)
			continue;
		open = open || t->word == WORD_CARRY || t->word == WORD_POSTPONE ||
		       t->word == WORD_PENDING;
		if (!open && (t->word == WORD_ROW || t->word == WORD_RESTRICT))
			return false;
	}
	return open;
}

/* What was carried: from last year or into the next. */
static void carry_topic(
	const struct claim_context *c, const struct claim_window *s, struct claim_topic *out)
{
	bool in = s->last_year && !s->next_year;
	bool both = !s->last_year && !s->next_year && claim_window_has(s, WORD_CARRY);
	out->row = in ? REPORT_ROW_CARRIED_IN : REPORT_ROW_CARRIED_OUT;
	out->name = row_name(out->row);
	add_way(c, out, out->row, CLAIM_NOWHERE, column_of(s));
	if (both && !c->has_carried_in)
		add_way(c, out, REPORT_ROW_CARRIED_IN, CLAIM_NOWHERE, column_of(s));
}

/* Verbs of the flow: 收到, 受理, 办理, 办结; the ways each may be meant. */
static void verb_topic(const struct claim_context *c, const struct claim_window *s, size_t i,
	struct claim_topic *out)
{
	enum {
		RECEIVED = REPORT_ROW_RECEIVED,
		IN = REPORT_ROW_CARRIED_IN,
		TOTAL = REPORT_ROW_TOTAL
	};
	int col = column_of(s);
	bool receive = claim_window_has(s, WORD_RECEIVE) || claim_window_has(s, WORD_ACCEPT);
	bool loose_total =
		claim_window_has(s, WORD_HANDLE) || (!receive && !claim_window_has(s, WORD_FINISH));
	out->row = receive || !claim_window_has(s, WORD_FINISH) ? RECEIVED : TOTAL;
	if (claim_window_has(s, WORD_HANDLE) && !receive)
		out->row = TOTAL;
	out->name = row_name(out->row);
	enum inclusion including =
		receive && !s->new_only ? includes_carried_in(c, i) : INCLUDED_NO;
	if (including == INCLUDED_YES)
		add_way(c, out, RECEIVED, IN, col);
	add_way(c, out, out->row, CLAIM_NOWHERE, col);
	if (including == INCLUDED_PERHAPS)
		add_way(c, out, RECEIVED, IN, col);
	if (receive && claim_window_has(s, WORD_FINISH))
		add_way(c, out, TOTAL, CLAIM_NOWHERE, col);
	if (loose_total) {
		add_way(c, out, out->row == TOTAL ? RECEIVED : TOTAL, CLAIM_NOWHERE, col);
		add_way(c, out, RECEIVED, IN, col);
	} else if (claim_window_has(s, WORD_ACCEPT) && !claim_window_has(s, WORD_RECEIVE) &&
		   !including && !c->has_carried_in) {
		add_way(c, out, RECEIVED, IN, col);
	}
	if (!c->in_list)
		return;
	if (claim_window_has(s, WORD_FINISH) && !receive)
		out->certain = out->certain && rest_is_open(c, i);
	else if (!s->new_only)
		out->certain = false;
}

/* The first verb of the window that ends with s->verb. */
static size_t first_verb(const struct claim_context *c, const struct claim_window *s)
{
	size_t k = s->start;
	while (k < (size_t)s->verb && (c->t[k].kind != TOKEN_WORD || c->t[k].word > WORD_FINISH ||
					      c->t[k].word == WORD_FILL))
		k++;
	return k;
}

/*
 * Applicants: "申请151件，其中自然人140件".  The row is that of the number they belong to;
 * without one, new requests are likely.
 */
static void applicant_topic(
	const struct claim_context *c, const struct claim_window *s, struct claim_topic *out)
{
	bool known = c->row == REPORT_ROW_RECEIVED || c->row == REPORT_ROW_TOTAL ||
		     (c->in_list && c->row >= 0);
	out->row = known ? c->row : REPORT_ROW_RECEIVED;
	out->name = row_name(out->row);
	add_way(c, out, out->row, CLAIM_NOWHERE, column_of(s));
	out->certain = out->certain && known && !claim_window_has(s, WORD_COLUMN_LOOSE);
}

/*
 * The flow of requests.  Certain only when the verb and its object stand
 * together ("受理依申请公开申请"), or the object was named before and nothing
 * unknown stands between.
 */
static void flow_topic(const struct claim_context *c, const struct claim_window *s,
	const struct claim_window *right, size_t i, struct claim_topic *out)
{
	bool object = s->object != CLAIM_NOWHERE || right->object != CLAIM_NOWHERE;
	bool verb = claim_window_has_any(s, WORD_RECEIVE, WORD_FINISH);
	if (claim_window_has(s, WORD_OTHER_OBJECT) || claim_window_has(s, WORD_CASE) ||
		claim_window_has(s, WORD_PUBLISH) || claim_window_has(right, WORD_OTHER_OBJECT) ||
		claim_window_has(right, WORD_CASE) || (c->other_object && !object)) {
		out->reason = no_topic;
		return;
	}
	if (!c->apply && !claim_window_has(s, WORD_APPLY) && !claim_window_has(right, WORD_APPLY)) {
		out->reason = no_topic;
		return;
	}
	if (c->blocks && !object)
		out->certain = false; /* 行政复议8件（上年结转2件） */
	if (claim_window_has_any(s, WORD_CARRY, WORD_PENDING)) {
		carry_topic(c, s, out);
		return;
	}
	if (!verb && s->columns) {
		applicant_topic(c, s, out);
		return;
	}
	if (!verb && s->object == CLAIM_NOWHERE)
		return;
	verb_topic(c, s, i, out);
	bool both = claim_window_has_any(s, WORD_RECEIVE, WORD_ACCEPT) &&
		    claim_window_has(s, WORD_FINISH);
	if (both && !claim_clean(c->t, first_verb(c, s), (size_t)s->verb))
		out->certain = false;
	if (claim_window_has(s, WORD_COLUMN_LOOSE))
		add_way(c, out, out->row, CLAIM_NOWHERE, REPORT_COL_TOTAL);
	size_t start = s->start > 0 ? s->start - 1 : 0;
	if (verb && s->object > s->verb && !claim_clean(c->t, (size_t)s->verb, (size_t)s->object))
		out->certain = false;
	if (!verb &&
		(!claim_window_has(s, WORD_APPLY) || !claim_clean(c->t, start, (size_t)s->object)))
		out->certain = false;
	if ((verb && !claim_window_has_any(s, WORD_RECEIVE, WORD_ACCEPT) &&
		    !claim_window_has(s, WORD_FINISH) && !object) ||
		(s->channels == 1 && !claim_window_has(s, WORD_ETC)) ||
		claim_window_has(s, WORD_COLUMN_LOOSE))
		out->certain = false;
}

/* 行政复议 and 行政诉讼; whether they are about disclosure, the sentence or its place must say. */
static void remedy_topic(const struct claim_context *c, const struct claim_window *s, size_t i,
	struct claim_topic *out)
{
	static const char *const block_name[] = { "行政复议", "未经复议直接起诉", "复议后起诉" };
	int blocks = s->blocks ? s->blocks : c->blocks;
	enum report_result result =
		s->n_results ? (enum report_result)s->result : REPORT_RESULT_TOTAL;
	bool each = claim_window_has(s, WORD_EACH) && decimal_sign(c->t[i].value) != 0;
	if (s->n_results > 1 || each) {
		out->reason = unsure;
		return;
	}
	out->name = "行政诉讼";
	for (int b = 0; b < REPORT_BLOCK_COUNT; b++)
		if (blocks == 1 << b)
			out->name = block_name[b];
	if (blocks & 1 << REPORT_BLOCK_REVIEW && blocks != 1 << REPORT_BLOCK_REVIEW)
		out->name = "行政复议和行政诉讼";
	claim_remedy_cells(blocks, result, &out->way[0]);
	out->n_ways = 1;
	if (!c->info || claim_window_has(s, WORD_FINISH) || claim_window_has(s, WORD_CHANNEL))
		out->certain = false;
}

/* 许可, 处罚, 强制: decisions made, never what was published of them. */
static void decision_topic(
	const struct claim_context *c, const struct claim_window *s, struct claim_topic *out)
{
	static const char *const name[] = { "行政许可决定", "行政处罚决定", "行政强制决定" };
	static const int cell_2019[] = { REPORT_2019_LICENCE_DECISIONS,
		REPORT_2019_PENALTY_DECISIONS, REPORT_2019_COERCION_DECISIONS };
	if (c->published || claim_window_has(s, WORD_PUBLISH) ||
		claim_window_has(s, WORD_DISCLOSE)) {
		out->reason = "是公开的条数，不是处理决定的数量";
		return;
	}
	if (claim_window_has(s, WORD_OTHER_OBJECT) || s->n_decisions != 1) {
		out->reason = no_topic;
		return;
	}
	int kind = s->decision - REPORT_T2_LICENCE;
	out->name = name[kind];
	out->way[0] = (struct cell_set){ .n = 1 };
	out->way[0].cell[0] = c->r->layout == REPORT_LAYOUT_2021
				      ? s->decision
				      : REPORT_CELL_2019 + cell_2019[kind];
	out->n_ways = 1;
	size_t k = (size_t)s->topical;
	while (c->t[k].word != WORD_DECISION_KIND)
		k--;
	bool done = s->verb != CLAIM_NOWHERE && (size_t)s->verb < k &&
		    claim_clean(c->t, (size_t)s->verb, k);
	bool decided = claim_window_has(s, WORD_DECIDED) && s->verb == CLAIM_NOWHERE &&
		       s->start > 0 && claim_clean(c->t, s->start - 1, k);
	out->certain = out->certain && !c->in_list && (done || decided);
}

/* 规章 and 行政规范性文件: made, repealed, in force (layout 2021; 2019 counts otherwise). */
static void document_topic(
	const struct claim_context *c, const struct claim_window *s, struct claim_topic *out)
{
	int documents = s->documents ? s->documents : c->documents;
	enum claim_word made = s->made != WORD_FILL ? s->made : c->made;
	if (made == WORD_FILL || c->published || claim_window_has(s, WORD_PUBLISH) ||
		claim_window_has(s, WORD_DISCLOSE) || claim_window_has(s, WORD_OTHER_OBJECT) ||
		c->r->layout != REPORT_LAYOUT_2021) {
		out->reason = no_topic;
		return;
	}
	int offset = made == WORD_MADE ? 0 : made == WORD_REPEALED ? 1 : 2;
	static const char *const name[3][3] = { { "规章制发", "规章废止", "规章现行有效" },
		{ "行政规范性文件制发", "行政规范性文件废止", "行政规范性文件现行有效" },
		{ "规章和行政规范性文件制发", "规章和行政规范性文件废止",
			"规章和行政规范性文件现行有效" } };
	out->name = name[documents - 1][offset];
	struct cell_set *w = &out->way[0];
	if (documents & 1)
		w->cell[w->n++] = REPORT_T2_REGULATION_MADE + offset;
	if (documents & 2)
		w->cell[w->n++] = REPORT_T2_NORMATIVE_MADE + offset;
	out->n_ways = 1;
	if (c->in_list || !claim_clean(c->t, s->start > 0 ? s->start : 0, (size_t)s->topical))
		out->certain = false;
}

/* 行政事业性收费 in 万元. */
static void fee_topic(const struct claim_context *c, const struct claim_window *s,
	const struct claim_token *number, struct claim_topic *out)
{
	enum { YUAN = -4, HUNDRED_MILLION = 4 }; /* powers of ten to 万元 */
	out->reason = other_unit;
	if (c->r->layout != REPORT_LAYOUT_2021 || claim_window_has(s, WORD_PUBLISH))
		return;
	if (str_is(number->unit, "元"))
		out->shift = YUAN;
	else if (str_is(number->unit, "亿元"))
		out->shift = HUNDRED_MILLION;
	else if (!str_is(number->unit, "万元"))
		return;
	out->name = "行政事业性收费";
	out->way[0] = (struct cell_set){ .n = 1, .cell = { REPORT_T2_FEE } };
	out->n_ways = 1;
}

/* Why a number can be no cell of this year, whatever its topic; NULL when nothing speaks against
 * it. */
static const char *excluded(const struct claim_context *c, const struct claim_window *s,
	const struct claim_window *right, const struct claim_token *t)
{
	if (t->approximate)
		return "是约数";
	if (claim_window_has(s, WORD_CHANGE) || claim_window_has(s, WORD_COMPARE))
		return "是与其他年度比较的数";
	bool carry = claim_window_has_any(s, WORD_CARRY, WORD_POSTPONE);
	if (!carry &&
		(c->year != CLAIM_YEAR_THIS || s->last_year || right->last_year || s->next_year))
		return "不是本年度的数";
	if (claim_window_has(s, WORD_HISTORY) || claim_window_has(right, WORD_HISTORY))
		return "说的是往年的案件";
	if (claim_window_has(s, WORD_RESTRICT) || claim_window_has(s, WORD_NEGATION))
		return only_part;
	return NULL;
}

void claim_topic_of(const struct claim_context *c, size_t i, struct claim_topic *out)
{
	const struct claim_token *t = &c->t[i];
	struct claim_window s, right;
	bool clean = false;
	*out = (struct claim_topic){
		.name = "", .row = CLAIM_NOWHERE, .certain = true, .reason = no_topic
	};
	bool found = claim_window_choose(c, i, &s, &right, &clean);
	const char *against = excluded(c, &s, &right, t);
	if (against || !found) {
		out->reason = against ? against : no_topic;
		return;
	}
	bool remedy = s.blocks || (s.n_results && c->blocks);
	out->certain = clean && !c->narrowed && !claim_window_has(&s, WORD_LOOSE);
	out->reason = unsure;
	if (claim_window_has(&s, WORD_INFO_FEE)) {
		out->name = "信息处理费";
		out->reason = "信息处理费不在表内，不与行政事业性收费比较";
	} else if (claim_window_has(&s, WORD_FEE)) {
		fee_topic(c, &s, t, out);
	} else if (!unit_is(t, remedy || !s.documents ? case_units : "件份部个项篇")) {
		out->reason = other_unit;
	} else if (remedy) {
		remedy_topic(c, &s, i, out);
	} else if (s.n_decisions) {
		decision_topic(c, &s, out);
	} else if (s.documents || (s.made != WORD_FILL && c->documents)) {
		document_topic(c, &s, out);
	} else if (claim_window_has(&s, WORD_EACH) &&
		   !claim_window_has_any(&s, WORD_RECEIVE, WORD_FINISH)) {
		out->reason = unsure;
	} else if (s.n_rows) {
		if (c->apply || claim_window_has(&s, WORD_APPLY))
			row_topic(c, &s, i, out);
	} else {
		flow_topic(c, &s, &right, i, out);
	}
}
