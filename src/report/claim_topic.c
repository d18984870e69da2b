/*
 * From the words beside a number to cells.  The words to its left in its own
 * clause decide ("予以公开2件"); when they say nothing, the words to its right do
 * ("19件结转2025年"); when there are none either and the clause is bare ("，共23件"),
 * the clause before.  A remedy outranks a result, a result outranks the flow of
 * requests: "因不予公开引发行政复议2件" counts 复议.
 */
#include "report/claim_topic.h"

enum { ORGANISATIONS = REPORT_COL_COUNT, NOWHERE = -1 };

static const char no_topic[] = "表中没有对应的项目";
static const char only_part[] = "可能只是其中的一部分";
static const char other_unit[] = "单位与表中项目不同";
static const char unsure[] = "指的是不是表中这一项不能肯定";

/* The words of one window: left or right of a number. */
struct seen {
	uint64_t words;           /* bit set of enum claim_word */
	size_t start;             /* first token of the window */
	int topical, verb, object; /* token nearest to the number; NOWHERE */
	int row[CLAIM_WAYS_MAX];
	size_t n_rows;
	unsigned columns;         /* bit set of enum report_col, ORGANISATIONS included */
	int blocks, result, n_results, documents, decision, n_decisions, channels;
	enum claim_word made;
	bool last_year, next_year, new_only;
};

static bool has(const struct seen *s, enum claim_word w)
{
	return s->words >> w & 1;
}

static bool has_any(const struct seen *s, enum claim_word from, enum claim_word to)
{
	for (enum claim_word w = from; w <= to; w++)
		if (has(s, w))
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
static void note_argument(const struct claim_context *c, struct seen *s, size_t i)
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
static struct seen collect(const struct claim_context *c, size_t from, size_t to, bool toward_end)
{
	struct seen s = { .start = from, .topical = NOWHERE, .verb = NOWHERE, .object = NOWHERE,
		.made = WORD_FILL };
	for (size_t i = from; i < to; i++) {
		const struct claim_token *t = &c->t[i];
		if (t->kind != TOKEN_WORD || (t->word == WORD_LOOSE && claim_is_own_scope(c, i)))
			continue;
		s.words |= (uint64_t)1 << t->word;
		note_argument(c, &s, i);
		if (is_topical(t->word) && (toward_end || s.topical == NOWHERE))
			s.topical = (int)i;
		if (t->word <= WORD_FINISH || t->word == WORD_DO)
			s.verb = (int)i;
		if (t->word == WORD_APPLY || t->word == WORD_REQUEST)
			s.object = (int)i;
	}
	if (has(&s, WORD_LAWSUIT) && !(s.blocks & ~(1 << REPORT_BLOCK_REVIEW)))
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
static struct seen clause_before(const struct claim_context *c, size_t edge, size_t i)
{
	struct seen none = collect(c, i, i, true);
	if (edge < 2 || c->t[edge - 1].kind != TOKEN_COMMA || !claim_clean(c->t, edge - 1, i))
		return none;
	size_t from = edge - 1;
	while (from > 0 && (c->t[from - 1].kind == TOKEN_WORD || c->t[from - 1].kind == TOKEN_LIST))
		from--;
	if (from > 0 && c->t[from - 1].kind == TOKEN_NUMBER)
		return none;
	return collect(c, from, edge - 1, true);
}

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
	int c0 = col == ORGANISATIONS ? REPORT_COL_COMMERCIAL : col;
	int c1 = col == ORGANISATIONS ? REPORT_COL_OTHER : col;
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
	return t->unit.n == 0 || (t->unit.n == ONE && str_find(str_cstr(list), t->unit, 0) < strlen(list));
}

/* Units in which reports count requests and cases (rules.md 9.15: 宗 for 件). */
static const char case_units[] = "件宗起份条例个项次";

/* Stable Chinese name of a row or group. */
static const char *row_name(int row)
{
	static const char *const group[] = { "不予公开", "无法提供", "不予处理", "其他处理" };
	static const char *const name[REPORT_ROW_COUNT] = { "本年新收", "上年结转", "予以公开", "部分公开",
		"不予公开：国家秘密", "不予公开：其他法律行政法规禁止公开", "不予公开：三安全一稳定",
		"不予公开：第三方合法权益", "不予公开：内部事务信息", "不予公开：过程性信息",
		"不予公开：行政执法案卷", "不予公开：行政查询事项", "无法提供：本机关不掌握",
		"无法提供：需要另行制作", "无法提供：补正后仍不明确", "不予处理：信访举报投诉",
		"不予处理：重复申请", "不予处理：公开出版物", "不予处理：大量反复申请",
		"不予处理：确认或重新出具", "其他处理：逾期不补正", "其他处理：逾期未缴费",
		"其他处理：其他", "办理结果总计", "结转下年度" };
	return row < REPORT_ROW_COUNT ? name[row] : group[row - REPORT_ROW_COUNT];
}

/* The column a window names: one class, the organisations, or all (none or a mixture). */
static int column_of(const struct seen *s)
{
	for (int col = 0; col <= ORGANISATIONS; col++)
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

/*
 * Results.  A group with one of its leaves is the leaf ("不予公开（过程性信息）2件").  Two
 * rows side by side are their sum ("予以公开和部分公开7件").  A leaf beside another
 * group says why, so the count is smaller than both rows.
 */
static void row_topic(const struct claim_context *c, const struct seen *s, struct claim_topic *out)
{
	int leaf = NOWHERE, group = NOWHERE, extra = NOWHERE;
	for (size_t k = 0; k < s->n_rows; k++) {
		bool is_leaf = group_of(s->row[k]) != s->row[k];
		int *slot = is_leaf ? &leaf : &group;
		if (*slot != NOWHERE && *slot != s->row[k])
			extra = s->row[k];
		else
			*slot = s->row[k];
	}
	int col = column_of(s);
	if (has(s, WORD_ETC) && group != NOWHERE && leaf != NOWHERE && group_of(leaf) == group)
		leaf = NOWHERE; /* 因本机关不掌握等原因无法提供 */
	out->row = leaf != NOWHERE ? leaf : group;
	out->name = row_name(out->row);
	add_way(c, out, out->row, extra, col);
	if (has(s, WORD_ROW_PART) && group != NOWHERE)
		add_way(c, out, group, NOWHERE, col);
	bool mixed = leaf != NOWHERE && group != NOWHERE && group_of(leaf) != group;
	if (mixed || (extra != NOWHERE && leaf != NOWHERE && group != NOWHERE)) {
		out->n_ways = 0;
		out->reason = only_part;
		return;
	}
	if (has(s, WORD_ROW_PART) && group == NOWHERE)
		out->certain = false;
	if (has(s, WORD_COLUMN_LOOSE))
		out->certain = false;
}

/*
 * Does the sentence go on, after number i, with what was carried in as a part of
 * it: "（含上年结转3件）", "，其中新收151件，上年结转3件"?
 */
static bool includes_carried_in(const struct claim_context *c, size_t i)
{
	bool among = false, last_year = false;
	size_t k = i + 1;
	if (k < c->n && (c->t[k].kind == TOKEN_COMMA || c->t[k].kind == TOKEN_OPEN))
		k++;
	for (; k < c->n && c->t[k].kind != TOKEN_STOP && c->t[k].kind != TOKEN_CLOSE; k++) {
		const struct claim_token *t = &c->t[k];
		if (t->kind == TOKEN_NUMBER && !among)
			return false;
		among = among || t->word == WORD_AMONG || t->word == WORD_INCLUDE;
		if (t->kind != TOKEN_WORD)
			last_year = false;
		if (t->word == WORD_YEAR)
			last_year = t->arg == CLAIM_YEAR_LAST;
		if (among && t->word == WORD_CARRY &&
			(last_year || (k + 1 < c->n && c->t[k + 1].word == WORD_YEAR &&
					      c->t[k + 1].arg == CLAIM_YEAR_LAST)))
			return true;
	}
	return false;
}

/* "其中已办结15件，2件结转下年": 办结 is the result total only when the rest is still open. */
static bool rest_is_open(const struct claim_context *c, size_t i)
{
	bool open = false;
	for (size_t k = i + 1; k < c->n && c->t[k].kind != TOKEN_STOP; k++) {
		const struct claim_token *t = &c->t[k];
		if (t->kind != TOKEN_WORD)
			continue;
		open = open || t->word == WORD_CARRY || t->word == WORD_POSTPONE || t->word == WORD_PENDING;
		if (!open && (t->word == WORD_ROW || t->word == WORD_RESTRICT))
			return false;
	}
	return open;
}

/* What was carried: from last year or into the next. */
static void carry_topic(const struct claim_context *c, const struct seen *s, struct claim_topic *out)
{
	bool in = s->last_year && !s->next_year;
	bool both = !s->last_year && !s->next_year && has(s, WORD_CARRY);
	out->row = in ? REPORT_ROW_CARRIED_IN : REPORT_ROW_CARRIED_OUT;
	out->name = row_name(out->row);
	add_way(c, out, out->row, NOWHERE, column_of(s));
	if (both && !c->has_carried_in)
		add_way(c, out, REPORT_ROW_CARRIED_IN, NOWHERE, column_of(s));
}

/* Verbs of the flow: 收到, 受理, 办理, 办结; the ways each may be meant. */
static void verb_topic(const struct claim_context *c, const struct seen *s, size_t i,
	struct claim_topic *out)
{
	enum { RECEIVED = REPORT_ROW_RECEIVED, IN = REPORT_ROW_CARRIED_IN, TOTAL = REPORT_ROW_TOTAL };
	int col = column_of(s);
	bool receive = has(s, WORD_RECEIVE) || has(s, WORD_ACCEPT);
	bool loose_total = has(s, WORD_HANDLE) || (!receive && !has(s, WORD_FINISH));
	out->row = receive || !has(s, WORD_FINISH) ? RECEIVED : TOTAL;
	if (has(s, WORD_HANDLE) && !receive)
		out->row = TOTAL;
	out->name = row_name(out->row);
	bool including = receive && includes_carried_in(c, i) && !s->new_only;
	if (including)
		add_way(c, out, RECEIVED, IN, col);
	add_way(c, out, out->row, NOWHERE, col);
	if (receive && has(s, WORD_FINISH))
		add_way(c, out, TOTAL, NOWHERE, col);
	if (loose_total) {
		add_way(c, out, out->row == TOTAL ? RECEIVED : TOTAL, NOWHERE, col);
		add_way(c, out, RECEIVED, IN, col);
	} else if (has(s, WORD_ACCEPT) && !has(s, WORD_RECEIVE) && !including && !c->has_carried_in) {
		add_way(c, out, RECEIVED, IN, col);
	}
	if (!c->in_list)
		return;
	if (has(s, WORD_FINISH) && !receive)
		out->certain = out->certain && rest_is_open(c, i);
	else if (!s->new_only)
		out->certain = false;
}

/* The first verb of the window that ends with s->verb. */
static size_t first_verb(const struct claim_context *c, const struct seen *s)
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
static void applicant_topic(const struct claim_context *c, const struct seen *s,
	struct claim_topic *out)
{
	bool known = c->row == REPORT_ROW_RECEIVED || c->row == REPORT_ROW_TOTAL ||
		(c->in_list && c->row >= 0);
	out->row = known ? c->row : REPORT_ROW_RECEIVED;
	out->name = row_name(out->row);
	add_way(c, out, out->row, NOWHERE, column_of(s));
	out->certain = out->certain && known && !has(s, WORD_COLUMN_LOOSE);
}

/*
 * The flow of requests.  Certain only when the verb and its object stand
 * together ("受理依申请公开申请"), or the object was named before and nothing
 * unknown stands between.
 */
static void flow_topic(const struct claim_context *c, const struct seen *s, const struct seen *right,
	size_t i, struct claim_topic *out)
{
	bool object = s->object != NOWHERE || right->object != NOWHERE;
	bool verb = has_any(s, WORD_RECEIVE, WORD_FINISH);
	if (has(s, WORD_OTHER_OBJECT) || has(s, WORD_CASE) || has(s, WORD_PUBLISH) ||
		has(right, WORD_OTHER_OBJECT) || has(right, WORD_CASE) || (c->other_object && !object)) {
		out->reason = no_topic;
		return;
	}
	if (!c->apply && !has(s, WORD_APPLY) && !has(right, WORD_APPLY)) {
		out->reason = no_topic;
		return;
	}
	if (c->blocks && !object)
		out->certain = false; /* 行政复议8件（上年结转2件） */
	if (has_any(s, WORD_CARRY, WORD_PENDING)) {
		carry_topic(c, s, out);
		return;
	}
	if (!verb && s->columns) {
		applicant_topic(c, s, out);
		return;
	}
	if (!verb && s->object == NOWHERE)
		return;
	verb_topic(c, s, i, out);
	bool both = has_any(s, WORD_RECEIVE, WORD_ACCEPT) && has(s, WORD_FINISH);
	if (both && !claim_clean(c->t, first_verb(c, s), (size_t)s->verb))
		out->certain = false;
	if (has(s, WORD_COLUMN_LOOSE))
		add_way(c, out, out->row, NOWHERE, REPORT_COL_TOTAL);
	size_t start = s->start > 0 ? s->start - 1 : 0;
	if (verb && s->object > s->verb && !claim_clean(c->t, (size_t)s->verb, (size_t)s->object))
		out->certain = false;
	if (!verb && (!has(s, WORD_APPLY) || !claim_clean(c->t, start, (size_t)s->object)))
		out->certain = false;
	if ((verb && !has_any(s, WORD_RECEIVE, WORD_ACCEPT) && !has(s, WORD_FINISH) && !object) ||
		(s->channels == 1 && !has(s, WORD_ETC)) || has(s, WORD_COLUMN_LOOSE))
		out->certain = false;
}

/* 行政复议 and 行政诉讼; whether they are about disclosure, the sentence or its place must say. */
static void remedy_topic(const struct claim_context *c, const struct seen *s, size_t i,
	struct claim_topic *out)
{
	static const char *const block_name[] = { "行政复议", "未经复议直接起诉", "复议后起诉" };
	int blocks = s->blocks ? s->blocks : c->blocks;
	enum report_result result = s->n_results ? (enum report_result)s->result : REPORT_RESULT_TOTAL;
	bool each = has(s, WORD_EACH) && decimal_sign(c->t[i].value) != 0;
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
	if (!c->info || has(s, WORD_FINISH) || has(s, WORD_CHANNEL))
		out->certain = false;
}

/* 许可, 处罚, 强制: decisions made, never what was published of them. */
static void decision_topic(const struct claim_context *c, const struct seen *s,
	struct claim_topic *out)
{
	static const char *const name[] = { "行政许可决定", "行政处罚决定", "行政强制决定" };
	static const int cell_2019[] = { REPORT_2019_LICENCE_DECISIONS, REPORT_2019_PENALTY_DECISIONS,
		REPORT_2019_COERCION_DECISIONS };
	if (c->published || has(s, WORD_PUBLISH) || has(s, WORD_DISCLOSE)) {
		out->reason = "是公开的条数，不是处理决定的数量";
		return;
	}
	if (has(s, WORD_OTHER_OBJECT) || s->n_decisions != 1) {
		out->reason = no_topic;
		return;
	}
	int kind = s->decision - REPORT_T2_LICENCE;
	out->name = name[kind];
	out->way[0] = (struct cell_set){ .n = 1 };
	out->way[0].cell[0] = c->r->layout == REPORT_LAYOUT_2021 ?
		s->decision : REPORT_CELL_2019 + cell_2019[kind];
	out->n_ways = 1;
	size_t k = (size_t)s->topical;
	while (c->t[k].word != WORD_DECISION_KIND)
		k--;
	bool done = s->verb != NOWHERE && (size_t)s->verb < k && claim_clean(c->t, (size_t)s->verb, k);
	bool decided = has(s, WORD_DECIDED) && s->verb == NOWHERE && s->start > 0 &&
		claim_clean(c->t, s->start - 1, k);
	out->certain = out->certain && !c->in_list && (done || decided);
}

/* 规章 and 行政规范性文件: made, repealed, in force (layout 2021; 2019 counts otherwise). */
static void document_topic(const struct claim_context *c, const struct seen *s,
	struct claim_topic *out)
{
	int documents = s->documents ? s->documents : c->documents;
	enum claim_word made = s->made != WORD_FILL ? s->made : c->made;
	if (made == WORD_FILL || c->published || has(s, WORD_PUBLISH) || has(s, WORD_DISCLOSE) ||
		has(s, WORD_OTHER_OBJECT) || c->r->layout != REPORT_LAYOUT_2021) {
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
static void fee_topic(const struct claim_context *c, const struct seen *s,
	const struct claim_token *number, struct claim_topic *out)
{
	enum { YUAN = -4, HUNDRED_MILLION = 4 }; /* powers of ten to 万元 */
	out->reason = other_unit;
	if (c->r->layout != REPORT_LAYOUT_2021 || has(s, WORD_PUBLISH))
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

/* Chooses the window that speaks for the number; false when none does. */
static bool choose_window(const struct claim_context *c, size_t i, struct seen *s, struct seen *right,
	bool *clean)
{
	size_t edge = left_edge(c, i);
	struct seen left = collect(c, edge, i, true);
	*right = collect(c, i + 1, right_edge(c, i), false);
	bool named = has_any(&left, WORD_RECEIVE, WORD_PENDING) || left.n_rows || left.blocks ||
		left.n_results || left.documents || left.n_decisions || has(&left, WORD_FEE) ||
		has(&left, WORD_INFO_FEE) || left.made != WORD_FILL;
	bool better = has_any(right, WORD_CARRY, WORD_PENDING) || right->n_rows || right->n_results;
	if (left.topical != NOWHERE && (named || !better)) {
		*s = left;
		*clean = claim_clean(c->t, (size_t)left.topical, i);
	} else if (right->topical != NOWHERE) {
		*s = *right;
		s->words |= left.words;
		s->columns |= left.columns;
		*clean = claim_clean(c->t, i, (size_t)right->topical);
	} else {
		*s = clause_before(c, edge, i);
		s->words |= left.words;
		*clean = s->topical != NOWHERE;
	}
	size_t end = right_edge(c, i);
	bool own = s->n_rows == 1 && (end == c->n || c->t[end].kind != TOKEN_NUMBER);
	for (size_t k = 0; own && k < right->n_rows && s->n_rows < CLAIM_WAYS_MAX; k++)
		if (s->row[0] != right->row[k])
			s->row[s->n_rows++] = right->row[k]; /* 不予公开2件（过程性信息） */
	return s->topical != NOWHERE;
}

/* Why a number can be no cell of this year, whatever its topic; NULL when nothing speaks against it. */
static const char *excluded(const struct claim_context *c, const struct seen *s,
	const struct seen *right, const struct claim_token *t)
{
	if (t->approximate)
		return "是约数";
	if (has(s, WORD_CHANGE) || has(s, WORD_COMPARE))
		return "是与其他年度比较的数";
	bool carry = has_any(s, WORD_CARRY, WORD_POSTPONE);
	if (!carry && (c->year != CLAIM_YEAR_THIS || s->last_year || right->last_year || s->next_year))
		return "不是本年度的数";
	if (has(s, WORD_HISTORY) || has(right, WORD_HISTORY))
		return "说的是往年的案件";
	if (has(s, WORD_RESTRICT) || has(s, WORD_NEGATION))
		return only_part;
	return NULL;
}

void claim_topic_of(const struct claim_context *c, size_t i, struct claim_topic *out)
{
	const struct claim_token *t = &c->t[i];
	struct seen s, right;
	bool clean = false;
	*out = (struct claim_topic){ .name = "", .row = NOWHERE, .certain = true, .reason = no_topic };
	bool found = choose_window(c, i, &s, &right, &clean);
	const char *against = excluded(c, &s, &right, t);
	if (against || !found) {
		out->reason = against ? against : no_topic;
		return;
	}
	bool remedy = s.blocks || (s.n_results && c->blocks);
	out->certain = clean && !c->narrowed && !has(&s, WORD_LOOSE);
	out->reason = unsure;
	if (has(&s, WORD_INFO_FEE)) {
		out->name = "信息处理费";
		out->reason = "信息处理费不在表内，不与行政事业性收费比较";
	} else if (has(&s, WORD_FEE)) {
		fee_topic(c, &s, t, out);
	} else if (!unit_is(t, remedy || !s.documents ? case_units : "件份部个项篇")) {
		out->reason = other_unit;
	} else if (remedy) {
		remedy_topic(c, &s, i, out);
	} else if (s.n_decisions) {
		decision_topic(c, &s, out);
	} else if (s.documents || (s.made != WORD_FILL && c->documents)) {
		document_topic(c, &s, out);
	} else if (has(&s, WORD_EACH) && !has_any(&s, WORD_RECEIVE, WORD_FINISH)) {
		out->reason = unsure;
	} else if (s.n_rows) {
		if (c->apply || has(&s, WORD_APPLY))
			row_topic(c, &s, out);
	} else {
		flow_topic(c, &s, &right, i, out);
	}
}
