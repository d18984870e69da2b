/*
 * annual_case -- what stands behind a cell of table three: its rule in words, its requests, what
 * moved it; and counting all of it again.
 */
#include "desk/annual_part.h"

#include "desk/request.h"
#include "desk/role.h"

#include <inttypes.h>
#include <stdlib.h>

enum { DIFFERENCES_MAX = 100, BLOCKS = OUTCOME_COUNT * CLASSES };
#define FAR INT64_MAX

/* --- rules in words ------------------------------------------------------------------------------ */

static const struct {
	const char *rule, *source;
} rule[REPORT_ROW_COUNT] = {
	[REPORT_ROW_RECEIVED] = { "收到申请之日在本年内的申请。一份申请拆成几件的，按几件计；登记前撤回的、复议诉讼后重新办理的不计",
		"条例第三十一条" },
	[REPORT_ROW_CARRIED_IN] = { "上年12月31日仍未办结的申请。上年报告已冻结的，取其“四、结转下年度继续办理”，不再变动",
		"条例第五十条" },
	[REPORT_ROW_OPEN] = { "本年内办结，申请的内容全部提供，或者已经公开并告知获取方式、途径",
		"条例第三十六条第（一）、（二）项" },
	[REPORT_ROW_PARTIAL] = { "本年内办结，部分提供、部分不予公开或者无法提供；只计这一情形", "条例第三十七条" },
	[REPORT_ROW_STATE_SECRET] = { "本年内办结，因属于国家秘密不予公开", "条例第十四条" },
	[REPORT_ROW_LAW_FORBIDS] = { "本年内办结，因其他法律、行政法规禁止公开而不予公开", "条例第十四条" },
	[REPORT_ROW_SAFETY_STABILITY] = { "本年内办结，因公开后可能危及国家安全、公共安全、经济安全、社会稳定而不予公开",
		"条例第十四条" },
	[REPORT_ROW_THIRD_PARTY] = { "本年内办结，因公开会损害第三方合法权益而不予公开", "条例第十五条、第三十二条" },
	[REPORT_ROW_INTERNAL] = { "本年内办结，因属于人事管理、后勤管理、内部工作流程信息不予公开", "条例第十六条第一款" },
	[REPORT_ROW_PROCESS] = { "本年内办结，因属于讨论记录、过程稿、磋商信函、请示报告不予公开", "条例第十六条第二款" },
	[REPORT_ROW_ENFORCEMENT_FILE] = { "本年内办结，因属于行政执法案卷信息不予公开", "条例第十六条第二款" },
	[REPORT_ROW_QUERY_MATTER] = { "本年内办结，因有专门的查询规定，告知按规定查询", "条例第三十六条第（七）项" },
	[REPORT_ROW_NOT_HELD] = { "本年内办结，经检索没有所申请的信息，或者不属于本机关负责公开",
		"条例第三十六条第（四）、（五）项" },
	[REPORT_ROW_NEEDS_CREATION] = { "本年内办结，需要加工、分析或者另行制作才能提供", "条例第三十八条" },
	[REPORT_ROW_STILL_UNCLEAR] = { "本年内办结，补正后申请内容仍不明确，无法提供", "条例第三十条" },
	[REPORT_ROW_PETITION] = { "本年内办结，以信息公开申请的形式信访、举报、投诉", "条例第三十九条第一款" },
	[REPORT_ROW_REPEAT] = { "本年内办结，已经答复过，同一申请人重复申请同一信息", "条例第三十六条第（六）项" },
	[REPORT_ROW_PUBLICATION] = { "本年内办结，要求提供政府公报、报刊、书籍等公开出版物", "条例第三十九条第二款" },
	[REPORT_ROW_EXCESSIVE] = { "本年内办结，申请数量、频次明显超过合理范围，理由不合理", "条例第三十五条" },
	[REPORT_ROW_CONFIRM] = { "本年内办结，要求确认或者重新出具已经获取的信息", "国办公开办函〔2021〕30号" },
	[REPORT_ROW_OTHER_NOT_CORRECTED] = { "本年内办结，申请人无正当理由逾期不补正，不再处理", "条例第三十条" },
	[REPORT_ROW_OTHER_FEE_UNPAID] = { "本年内办结，申请人逾期未缴纳信息处理费，不再处理", "国办函〔2020〕109号" },
	[REPORT_ROW_OTHER_MISC] = { "本年内办结的其他情形：撤回、转办、因其他原因终止；应在报告中说明", "国办公开办函〔2021〕30号" },
	[REPORT_ROW_TOTAL] = { "本年内办结的全部申请：（一）至（六）之和", "国办公开办函〔2021〕30号" },
	[REPORT_ROW_CARRIED_OUT] = { "本年12月31日仍未办结的申请，包括等待补正、征求意见和缴费的", "国办公开办函〔2021〕30号" },
};

static const char *const remedy_rule[REPORT_RESULT_COUNT] = {
	[REPORT_RESULT_UPHELD] = "本年内审结、结果维持的案件",
	[REPORT_RESULT_CORRECTED] = "本年内审结、结果纠正的案件",
	[REPORT_RESULT_OTHER] = "本年内审结、其他结果的案件",
	[REPORT_RESULT_PENDING] = "12月31日尚未审结的案件；一审已判、上诉未决的计入这里",
	[REPORT_RESULT_TOTAL] = "本年内审结的和12月31日尚未审结的案件之和",
};

const char *annual_rule(int cell)
{
	if (report_cell_is_t3(cell))
		return rule[report_cell_row(cell)].rule;
	if (report_cell_table(cell) == 4)
		return remedy_rule[(cell - REPORT_CELL_T4) % REPORT_RESULT_COUNT];
	if (cell == REPORT_T2_FEE)
		return "各部门每月登记的行政事业性收费之和，以万元计";
	return cell < REPORT_T2_LICENCE ? "规章、规范性文件台账中本年制发、废止的件数，现行有效的以12月31日为准"
					: "各部门每月登记的处理决定数之和，公开的和依法不公开的都计入";
}

const char *annual_rule_source(int cell)
{
	if (report_cell_is_t3(cell))
		return rule[report_cell_row(cell)].source;
	return report_cell_table(cell) == 4 ? "条例第五十条、第五十一条" : "条例第二十条、第五十条";
}

/* --- the requests -------------------------------------------------------------------------------- */

struct case_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct agency_id agency;
	int year, cell;
	struct annual_cursor after;
	struct annual_cases out;
	struct date since;
	struct annual_move_row *move;
	size_t n;
};

static bool all_classes(int cell)
{
	return report_cell_col(cell) == REPORT_COL_TOTAL;
}

static struct opt_i64 class_of(int cell)
{
	return (struct opt_i64){ !all_classes(cell), report_cell_col(cell) };
}

/* Open at the beginning of a day: one list, the latest first. */
static enum err list_open(struct tx *tx, struct case_job *j, struct date day, struct error *err)
{
	struct annual_open_page_in in = { .agency = j->agency,
		.class = class_of(j->cell),
		.day = day.day,
		.last = j->after.id && j->after.day < day.day ? j->after.day : day.day - 1,
		.before_day = j->after.id ? j->after.day : FAR,
		.before_id = j->after.id ? j->after.id : FAR,
		.limit = ANNUAL_CASES_PAGE + 1 };
	return sql_annual_open_page(tx, &in, j->a, &j->out.row, &j->out.n, err);
}

/* One outcome (-1: received) and class. */
static enum err list_block(struct tx *tx, struct case_job *j, int outcome, int class, int64_t limit,
	struct annual_cursor after, struct annual_case_row **row, size_t *n, struct error *err)
{
	int32_t to = date_from_ymd(j->year, 12, 31).day;
	/* The range of the index begins where the last page ended, however deep that is. */
	int64_t from = date_from_ymd(j->year, 1, 1).day;
	from = after.day > from ? after.day : from;
	struct annual_received_page_in received = { j->agency, class, from, to, after.day, after.id, limit };
	struct annual_closed_page_in closed = { j->agency, outcome, class, from, to, after.day, after.id,
		limit };
	if (outcome < 0)
		return sql_annual_received_page(tx, &received, j->a, row, n, err);
	return sql_annual_closed_page(tx, &closed, j->a, row, n, err);
}

/*
 * A total is its blocks one after another, by row and column of the table: each is a range of an
 * index, so that a page costs its rows and at most one look at each block.
 */
static enum err list_blocks(struct tx *tx, struct case_job *j, struct error *err)
{
	enum report_row row = report_cell_row(j->cell);
	int first = row == REPORT_ROW_RECEIVED ? -1 : row == REPORT_ROW_TOTAL ? 0 : (int)row - REPORT_LEAF_FIRST;
	int last = row == REPORT_ROW_TOTAL ? OUTCOME_COUNT - 1 : first;
	struct annual_case_row *all = arena_array(j->a, struct annual_case_row, ANNUAL_CASES_PAGE + 1);
	enum err e = all ? OK : arena_check(j->a, err);
	for (int block = j->after.block; e == OK && block < BLOCKS; block++) {
		struct annual_cursor from = block == j->after.block ? j->after : (struct annual_cursor){ 0 };
		struct annual_case_row *part;
		int outcome = first + block / CLASSES, class = block % CLASSES;
		size_t n = 0;
		if (outcome > last || j->out.n > ANNUAL_CASES_PAGE)
			break;
		if (!all_classes(j->cell) && class != (int)report_cell_col(j->cell))
			continue;
		e = list_block(tx, j, outcome, class, (int64_t)(ANNUAL_CASES_PAGE + 1 - j->out.n), from,
			&part, &n, err);
		for (size_t i = 0; e == OK && i < n; i++) {
			if (j->out.n < ANNUAL_CASES_PAGE)
				j->out.next = (struct annual_cursor){ block, part[i].on_day, part[i].id.v };
			all[j->out.n++] = part[i];
		}
	}
	j->out.row = all;
	return e;
}

static enum err cases_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct case_job *j = ctx;
	enum report_row row = report_cell_row(j->cell);
	j->out = (struct annual_cases){ 0 };
	enum err e = annual_reach(tx, j->who, j->agency, j->a, err);
	if (e != OK)
		return e;
	if (row == REPORT_ROW_CARRIED_IN || row == REPORT_ROW_CARRIED_OUT)
		e = list_open(tx, j,
			date_from_ymd(j->year + (row == REPORT_ROW_CARRIED_OUT), 1, 1), err);
	else
		e = list_blocks(tx, j, err);
	if (e == OK && j->out.n > ANNUAL_CASES_PAGE) {
		j->out.more = true;
		j->out.n = ANNUAL_CASES_PAGE;
		const struct annual_case_row *end = &j->out.row[j->out.n - 1];
		if (row == REPORT_ROW_CARRIED_IN || row == REPORT_ROW_CARRIED_OUT)
			j->out.next = (struct annual_cursor){ 0, end->on_day, end->id.v };
	}
	return e;
}

enum err annual_cases(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, int cell, struct annual_cursor after, struct annual_cases *out,
	struct error *err)
{
	struct case_job j = {
		.d = d, .a = a, .who = who, .agency = agency, .year = year, .cell = cell, .after = after
	};
	enum err e = desk_allow(who, PERM_ANNUAL_LOOK, err);
	if (e == OK && !report_cell_is_t3(cell))
		return error_set(err, ERR_NOT_FOUND, NULL, "这一格不由申请登记簿产生");
	if (e == OK)
		e = store_read(d->store, cases_fn, &j, err);
	if (e == OK)
		*out = j.out;
	return e;
}

/* --- what moved it -------------------------------------------------------------------------------- */

/* The newest first. */
static int compare_moved(const void *x, const void *y)
{
	const struct annual_moved_row *a = x, *b = y;
	if (a->at != b->at)
		return (a->at < b->at) - (a->at > b->at);
	return (a->request.v < b->request.v) - (a->request.v > b->request.v);
}

/* Puts more of them to those found, and keeps the newest ANNUAL_MOVES. */
static void keep_newest(struct annual_moved_row *all, size_t *n, const struct annual_moved_row *more, size_t n_more)
{
	if (n_more)
		memcpy(all + *n, more, n_more * sizeof *all);
	*n += n_more;
	if (*n > 1)
		qsort(all, *n, sizeof *all, compare_moved);
	if (*n > ANNUAL_MOVES)
		*n = ANNUAL_MOVES;
}

/* Of the cell's own row; a leaf of one class is a range of the key. */
static enum err moves_of_row(struct tx *tx, struct case_job *j, int64_t since, struct annual_moved_row **row,
	size_t *n, struct error *err)
{
	enum report_row r = report_cell_row(j->cell);
	bool total = r == REPORT_ROW_TOTAL;
	int leaf = r == REPORT_ROW_RECEIVED ? -1 : total ? 0 : (int)r - REPORT_LEAF_FIRST;
	struct annual_moves_leaf_in one = { j->agency, j->year, leaf, report_cell_col(j->cell), since, ANNUAL_MOVES };
	struct annual_moves_year_in in = { j->agency, j->year, leaf, total ? OUTCOME_COUNT - 1 : leaf,
		class_of(j->cell), since, ANNUAL_MOVES };
	if (!total && !all_classes(j->cell))
		return sql_annual_moves_leaf(tx, &one, j->a, row, n, err);
	return sql_annual_moves_year(tx, &in, j->a, row, n, err);
}

/* Of how many were open when a year began: everything of the years before, one after another. */
static enum err moves_before(struct tx *tx, struct case_job *j, int year, int64_t since, struct annual_moved_row **row,
	size_t *n, struct error *err)
{
	struct annual_span_row span;
	struct annual_moved_row *all = arena_array(j->a, struct annual_moved_row, 2 * ANNUAL_MOVES);
	enum err e = all ? sql_annual_years(tx, &(struct annual_years_in){ j->agency }, j->a, &span, err)
			 : arena_check(j->a, err);
	*n = 0;
	*row = all;
	for (int64_t y = e == OK && span.first.has ? span.first.v : year; e == OK && y < year; y++) {
		struct annual_moves_year_in in = { j->agency, y, -1, OUTCOME_COUNT - 1, class_of(j->cell), since,
			ANNUAL_MOVES };
		struct annual_moved_row *more;
		size_t n_more = 0;
		e = sql_annual_moves_year(tx, &in, j->a, &more, &n_more, err);
		if (e == OK)
			keep_newest(all, n, more, n_more);
	}
	return e;
}

static enum err changes_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct case_job *j = ctx;
	enum report_row row = report_cell_row(j->cell);
	bool carried = row == REPORT_ROW_CARRIED_IN || row == REPORT_ROW_CARRIED_OUT;
	int64_t since = (int64_t)j->since.day * 86400000 - 8 * 3600000;
	struct annual_moved_row *m = NULL;
	size_t n = 0;
	enum err e = annual_reach(tx, j->who, j->agency, j->a, err);
	if (e == OK && carried)
		e = moves_before(tx, j, j->year + (row == REPORT_ROW_CARRIED_OUT), since, &m, &n, err);
	else if (e == OK)
		e = moves_of_row(tx, j, since, &m, &n, err);
	j->n = 0;
	j->move = arena_array(j->a, struct annual_move_row, ANNUAL_MOVES);
	if (e == OK)
		e = arena_check(j->a, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		struct annual_move_one_in in = { j->agency, m[i].year, m[i].outcome, m[i].class, m[i].at,
			m[i].request };
		e = sql_annual_move_one(tx, &in, j->a, &j->move[i], err);
		/* An ending takes away from what is carried. */
		if (carried && j->move[i].outcome >= 0)
			j->move[i].delta = -j->move[i].delta;
		j->n++;
	}
	return e;
}

enum err annual_changes(const struct desk *d, struct arena *a, const struct actor *who,
	struct agency_id agency, int year, int cell, struct date since, struct annual_move_row **out,
	size_t *n, struct error *err)
{
	struct case_job j = {
		.d = d, .a = a, .who = who, .agency = agency, .year = year, .cell = cell, .since = since
	};
	enum err e = desk_allow(who, PERM_ANNUAL_LOOK, err);
	if (e == OK && !report_cell_is_t3(cell))
		return error_set(err, ERR_NOT_FOUND, NULL, "这一格不由申请登记簿产生");
	if (e == OK)
		e = store_read(d->store, changes_fn, &j, err);
	if (e == OK) {
		*out = j.move;
		*n = j.n;
	}
	return e;
}

/* --- counting again ------------------------------------------------------------------------------- */

struct count_job {
	struct arena *a;
	const struct actor *who;
	struct annual_difference_row *row;
	size_t n;
};

static enum err verify_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct count_job *j = ctx;
	struct annual_differences_in in = { DIFFERENCES_MAX };
	return sql_annual_differences(tx, &in, j->a, &j->row, &j->n, err);
}

enum err annual_verify(const struct desk *d, struct arena *a, struct annual_difference_row **out,
	size_t *n, struct error *err)
{
	struct count_job j = { .a = a };
	enum err e = store_read(d->store, verify_fn, &j, err);
	if (e == OK) {
		*out = j.row;
		*n = j.n;
	}
	return e;
}

static enum err recount_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct count_job *j = ctx;
	enum err e = verify_fn(tx, ctx, err);
	if (e == OK && j->n) {
		e = sql_annual_clear_counts(tx, NULL, err);
		if (e == OK)
			e = sql_annual_recount(tx, NULL, err);
	}
	if (e != OK)
		return e;
	struct event_entry entry = { .agency = j->who->agency,
		.action = STR("annual.recount"),
		.detail = arena_fmt(j->a, "differing=%zu", j->n) };
	return desk_log(tx, j->who, PERM_ANNUAL_EDIT, &entry, err);
}

enum err annual_recount(const struct desk *d, struct arena *a, const struct actor *who,
	size_t *n_differing, struct error *err)
{
	struct count_job j = { .a = a, .who = who };
	enum err e = desk_allow(who, PERM_ANNUAL_EDIT, err);
	if (e == OK)
		e = desk_write(d, recount_fn, &j, err);
	if (e == OK)
		*n_differing = j.n;
	return e;
}
