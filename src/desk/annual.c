/*
 * annual -- the cells of a year: counted, corrected, or as frozen.
 */
#include "desk/annual_part.h"

#include "desk/ledger.h"
#include "desk/organisation_part.h"
#include "desk/remedy.h"
#include "desk/role.h"
#include "store/organisation.sql.h"

#include <assert.h>

static_assert(REPORT_LEAF_LAST - REPORT_LEAF_FIRST + 1 == OUTCOME_COUNT, "a row for each outcome");
static_assert(REPORT_COL_TOTAL == (int)CLASSES, "a column for each class");

enum { YEAR_FIRST = 2008 /* the regulation came into force */, RECEIVED = -1 };

const char *annual_state_name(enum annual_state s)
{
	static const char *const name[ANNUAL_STATES] = { "起草", "待审核", "待签发", "待公布", "已公布" };
	return (size_t)s < ANNUAL_STATES ? name[s] : "";
}

enum err annual_reach(struct tx *tx, const struct actor *who, struct agency_id agency,
	struct arena *a, struct error *err)
{
	if (!who->console && agency.v != who->agency.v && !role_permits(who->roles, PERM_ANNUAL_SUPERVISE))
		return error_set(err, ERR_DENIED, NULL, "只能查看本机关的年度报告");
	return organisation_in_reach(tx, who, agency, a, err);
}

enum err annual_check_year(struct tx *tx, int year, struct error *err)
{
	int now = date_year(date_of_moment(tx_now(tx) / 1000));
	if (year >= YEAR_FIRST && year <= now)
		return OK;
	return error_set(err, ERR_INVALID, NULL, "年度应在 %d 至 %d 之间，请重新选择", YEAR_FIRST, now);
}

/* --- cells ------------------------------------------------------------------------------------- */

static void put(struct report *r, int cell, struct decimal v)
{
	r->cell[cell].state = REPORT_NUMBER;
	r->cell[cell].number = v;
}

static int64_t count_at(const struct report *r, int cell)
{
	return r->cell[cell].state == REPORT_NUMBER ? r->cell[cell].number.coef : 0;
}

bool annual_is_derived(int cell)
{
	if (report_cell_is_t3(cell))
		return report_cell_col(cell) == REPORT_COL_TOTAL || report_cell_row(cell) == REPORT_ROW_TOTAL;
	return cell >= REPORT_CELL_T4 && cell < REPORT_CELLS_2021 &&
	       (cell - REPORT_CELL_T4) % REPORT_RESULT_COUNT == REPORT_RESULT_TOTAL;
}

/* The sum of n cells, `step` apart; blank when none of them is known. */
static void put_sum(struct report *r, int into, int first, int n, int step)
{
	int64_t sum = 0;
	bool known = false;
	for (int i = 0; i < n; i++) {
		sum += count_at(r, first + i * step);
		known |= r->cell[first + i * step].state == REPORT_NUMBER;
	}
	if (known)
		put(r, into, decimal_int(sum));
}

void annual_derive(struct report *r)
{
	for (int col = 0; col < REPORT_COL_TOTAL; col++)
		put_sum(r, report_cell_t3(REPORT_ROW_TOTAL, (enum report_col)col),
			report_cell_t3(REPORT_LEAF_FIRST, (enum report_col)col), OUTCOME_COUNT,
			REPORT_COL_COUNT);
	for (int row = 0; row < REPORT_ROW_COUNT; row++)
		put_sum(r, report_cell_t3((enum report_row)row, REPORT_COL_TOTAL),
			report_cell_t3((enum report_row)row, REPORT_COL_NATURAL), REPORT_COL_TOTAL, 1);
	for (int block = 0; block < REPORT_BLOCK_COUNT; block++)
		put_sum(r, report_cell_t4((enum report_block)block, REPORT_RESULT_TOTAL),
			report_cell_t4((enum report_block)block, REPORT_RESULT_UPHELD),
			REPORT_RESULT_TOTAL, 1);
}

/* --- table three ------------------------------------------------------------------------------- */

static void add_count(struct report *r, enum report_row row, int64_t class, int64_t n)
{
	if (class < 0 || class >= CLASSES)
		return;
	int cell = report_cell_t3(row, (enum report_col)class);
	put(r, cell, decimal_int(count_at(r, cell) + n));
}

static enum err count_requests(
	struct tx *tx, struct arena *a, struct annual_figures *f, struct error *err)
{
	struct report *r = f->report;
	struct annual_count_row *count;
	struct annual_open_row *open;
	size_t n_counts, n_open;
	struct annual_counts_in year = { f->agency, f->year };
	struct annual_open_before_in before = { f->agency, f->year };
	enum err e = sql_annual_counts(tx, &year, a, &count, &n_counts, err);
	if (e == OK)
		e = sql_annual_open_before(tx, &before, a, &open, &n_open, err);
	if (e != OK)
		return e;
	for (int cell = REPORT_CELL_T3; cell < REPORT_CELL_T4; cell++)
		put(r, cell, decimal_int(0));
	for (size_t i = 0; i < n_open; i++) {
		add_count(r, REPORT_ROW_CARRIED_IN, open[i].class, open[i].n);
		add_count(r, REPORT_ROW_CARRIED_OUT, open[i].class, open[i].n);
	}
	for (size_t i = 0; i < n_counts; i++) {
		const struct annual_count_row *c = &count[i];
		bool received = c->outcome == RECEIVED;
		add_count(r, received ? REPORT_ROW_RECEIVED : (enum report_row)(REPORT_LEAF_FIRST + c->outcome),
			c->class, c->n);
		add_count(r, REPORT_ROW_CARRIED_OUT, c->class, received ? c->n : -c->n);
	}
	return OK;
}

/* Last year's frozen 结转 stands as this year's 上年结转. */
static void lock_carried(struct annual_figures *f)
{
	for (int col = 0; f->previous && col < REPORT_COL_TOTAL; col++) {
		int out = report_cell_t3(REPORT_ROW_CARRIED_OUT, (enum report_col)col);
		int in = report_cell_t3(REPORT_ROW_CARRIED_IN, (enum report_col)col);
		struct decimal v;
		if (!report_number_or_zero(f->previous, out, &v))
			continue;
		f->cell[in].locked = true;
		put(f->report, in, v);
	}
}

/* --- entries ----------------------------------------------------------------------------------- */

enum err annual_load_entries(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	int erratum, struct annual_entry_row **out, size_t *n, struct error *err)
{
	struct annual_entry_row *all;
	size_t n_all, kept = 0;
	struct annual_entries_in in = { agency, year };
	enum err e = sql_annual_entries(tx, &in, a, &all, &n_all, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < n_all; i++) {
		size_t k = 0;
		if (erratum >= 0 && all[i].erratum != erratum)
			continue;
		while (k < kept && !(str_eq(all[k].cell, all[i].cell) && all[k].erratum == all[i].erratum))
			k++;
		struct annual_entry_row newest = all[i];
		if (k == kept)
			kept++;
		else if (newest.erratum) /* one after another: from what was published */
			newest.counted = all[k].counted;
		all[k] = newest;
	}
	size_t live = 0;
	for (size_t i = 0; i < kept; i++)
		if (all[i].value.n)
			all[live++] = all[i];
	*out = all;
	*n = live;
	return OK;
}

/* The numbers set by hand, then what follows from them. */
static void apply_entries(struct report *r, struct annual_cell *mark, const struct annual_entry_row *entry,
	size_t n, int erratum)
{
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		int cell = report_cell_by_code(entry[i].cell);
		struct decimal v;
		if (cell < 0 || cell >= REPORT_CELLS_2021 || !decimal_parse(entry[i].value, &v))
			continue;
		if (mark)
			mark[cell].entry = (int)i;
		if (erratum < 0 || entry[i].erratum == erratum) {
			put(r, cell, v);
			any = true;
		}
	}
	if (any)
		annual_derive(r);
}

/* --- as frozen --------------------------------------------------------------------------------- */

static enum err load_snapshot(struct tx *tx, struct arena *a, struct annual_id id, struct report **out,
	struct error *err)
{
	struct annual_snapshot_row row;
	struct annual_snapshot_in in = { id };
	enum err e = sql_annual_snapshot(tx, &in, a, &row, err);
	return e != OK ? e : report_read_json(a, row.snapshot, out, err);
}

static enum err find_report(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	struct annual_report_row *out, struct error *err)
{
	struct annual_report_find_in in = { agency, year };
	enum err e = sql_annual_report_find(tx, &in, a, out, err);
	if (e == ERR_NOT_FOUND) {
		*out = (struct annual_report_row){ .agency = agency, .year = year };
		return OK;
	}
	return e;
}

enum err annual_begin(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	struct annual_report_row *out, struct error *err)
{
	struct annual_report_insert_in in = {
		.id = { tx_new_id(tx) }, .agency = agency, .year = year, .now = tx_now(tx)
	};
	enum err e = sql_annual_report_insert(tx, &in, NULL, err);
	return e != OK ? e : find_report(tx, a, agency, year, out, err);
}

enum err annual_load_frozen(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	struct report **out, struct error *err)
{
	struct annual_report_row row;
	struct annual_entry_row *entry;
	size_t n;
	enum err e = find_report(tx, a, agency, year, &row, err);
	*out = NULL;
	if (e != OK || row.state == ANNUAL_DRAFT)
		return e;
	e = load_snapshot(tx, a, row.id, out, err);
	if (e == OK)
		e = annual_load_entries(tx, a, agency, year, 1, &entry, &n, err);
	if (e == OK)
		apply_entries(*out, NULL, entry, n, 1);
	return e;
}

/* --- names for the prose ------------------------------------------------------------------------ */

enum err annual_add_field(struct arena *a, struct annual_figures *f, struct str name,
	struct decimal value, struct str meaning, struct error *err)
{
	if (f->n_fields % 64 == 0) {
		struct annual_field *more = arena_array(a, struct annual_field, f->n_fields + 64);
		if (!more)
			return arena_check(a, err);
		if (f->n_fields)
			memcpy(more, f->field, f->n_fields * sizeof *more);
		f->field = more;
	}
	f->field[f->n_fields++] = (struct annual_field){ name, value, meaning };
	return OK;
}

bool annual_number(void *ctx, struct str name, struct decimal *out)
{
	const struct annual_figures *f = ctx;
	int cell = report_cell_by_code(name);
	if (cell >= 0)
		return report_number(f->report, cell, out);
	for (size_t i = 0; i < f->n_fields; i++)
		if (str_eq(f->field[i].name, name)) {
			*out = f->field[i].value;
			return true;
		}
	return false;
}

static const struct {
	const char *name, *meaning;
	enum report_row first, last;
} group[] = {
	{ "t3.refused", "表三“（三）不予公开”", REPORT_ROW_STATE_SECRET, REPORT_ROW_QUERY_MATTER },
	{ "t3.unable", "表三“（四）无法提供”", REPORT_ROW_NOT_HELD, REPORT_ROW_STILL_UNCLEAR },
	{ "t3.declined", "表三“（五）不予处理”", REPORT_ROW_PETITION, REPORT_ROW_CONFIRM },
	{ "t3.other", "表三“（六）其他处理”", REPORT_ROW_OTHER_NOT_CORRECTED, REPORT_ROW_OTHER_MISC },
};

static enum err name_groups(struct arena *a, struct annual_figures *f, struct error *err)
{
	enum err e = OK;
	for (size_t g = 0; g < sizeof group / sizeof *group; g++)
		for (int col = 0; e == OK && col < REPORT_COL_COUNT; col++) {
			int64_t sum = 0;
			for (int row = (int)group[g].first; row <= (int)group[g].last; row++)
				sum += count_at(f->report,
					report_cell_t3((enum report_row)row, (enum report_col)col));
			/* "t3.received.natural" ends as the column is called. */
			struct report_code code =
				report_cell_code(report_cell_t3(REPORT_ROW_RECEIVED, (enum report_col)col));
			e = annual_add_field(a, f,
				arena_fmt(a, "%s%s", group[g].name, strrchr(code.z, '.')), decimal_int(sum),
				arena_fmt(a, "%s%s", group[g].meaning, report_col_label((enum report_col)col)), err);
		}
	return e;
}

/* A share in per cent with one decimal, rounded half up; 0 of nothing. */
static struct decimal share(int64_t part, int64_t whole)
{
	int64_t permille = whole > 0 ? (part * 2000 + whole) / (2 * whole) : 0;
	struct decimal d = decimal_int(permille);
	return decimal_shift(d, -1, &d) ? d : decimal_int(0);
}

static enum err name_shares(struct arena *a, struct annual_figures *f, struct error *err)
{
	const struct report *r = f->report;
	int64_t received = count_at(r, report_cell_t3(REPORT_ROW_RECEIVED, REPORT_COL_TOTAL));
	int64_t in = count_at(r, report_cell_t3(REPORT_ROW_CARRIED_IN, REPORT_COL_TOTAL));
	int64_t done = count_at(r, report_cell_t3(REPORT_ROW_TOTAL, REPORT_COL_TOTAL));
	int64_t open = count_at(r, report_cell_t3(REPORT_ROW_OPEN, REPORT_COL_TOTAL)) +
		       count_at(r, report_cell_t3(REPORT_ROW_PARTIAL, REPORT_COL_TOTAL));
	enum err e = annual_add_field(a, f, STR("t3.handled"), decimal_int(received + in),
		STR("本年新收与上年结转之和"), err);
	if (e == OK)
		e = annual_add_field(a, f, STR("rate.done"), share(done, received + in),
			STR("办结率（%）：（七）总计占新收与上年结转之和"), err);
	if (e == OK)
		e = annual_add_field(a, f, STR("rate.open"), share(open, done),
			STR("公开率（%）：予以公开和部分公开占（七）总计"), err);
	if (e == OK)
		e = annual_add_field(
			a, f, STR("year"), decimal_int(f->year), STR("报告年度"), err);
	return e == OK ? annual_add_field(a, f, STR("year.next"), decimal_int(f->year + 1), STR("下一年"), err)
		       : e;
}

static enum err name_fields(struct arena *a, struct annual_figures *f, struct error *err)
{
	enum err e = name_groups(a, f, err);
	if (e == OK)
		e = name_shares(a, f, err);
	for (int cell = 0; e == OK && f->previous && cell < REPORT_CELLS_2021; cell++) {
		struct decimal v;
		if (report_number_or_zero(f->previous, cell, &v))
			e = annual_add_field(a, f, arena_fmt(a, "previous.%s", report_cell_code(cell).z), v,
				arena_fmt(a, "上年%s", report_cell_name(cell).z), err);
	}
	return e == OK ? arena_check(a, err) : e;
}

/* --- all of it ---------------------------------------------------------------------------------- */

static enum err begin_report(
	struct arena *a, struct annual_figures *f, struct str agency, struct error *err)
{
	enum err e = report_new(a, &f->report, err);
	if (e != OK)
		return e;
	struct report *r = f->report;
	r->layout = REPORT_LAYOUT_2021;
	r->agency = agency;
	r->signature = agency;
	r->year = f->year;
	r->title = arena_fmt(a, "%.*s%d年政府信息公开工作年度报告", STR_ARG(agency), f->year);
	for (int cell = 0; cell < REPORT_CELLS_2021; cell++)
		r->cell[cell].state = REPORT_BLANK;
	return arena_check(a, err);
}

static_assert((int)REMEDY_BLOCKS == REPORT_BLOCK_COUNT && (int)REMEDY_TOTAL == REPORT_RESULT_TOTAL,
	"blocks and columns of table four");

static enum err count_remedies(
	struct tx *tx, struct arena *a, struct annual_figures *f, struct error *err)
{
	struct remedy_year y;
	enum err e = remedy_year_tx(tx, a, f->agency, f->year, &y, err);
	for (int block = 0; e == OK && block < REMEDY_BLOCKS; block++)
		for (int column = 0; column < REMEDY_COLUMNS; column++)
			put(f->report, report_cell_t4((enum report_block)block, (enum report_result)column),
				decimal_int(y.count[block][column]));
	return e;
}

/*
 * Table two and the named numbers.  A figure that nobody entered is blank; no rule in the register
 * is none.
 */
static enum err count_ledgers(
	struct tx *tx, struct arena *a, struct annual_figures *f, struct error *err)
{
	struct ledger_year y;
	enum err e = ledger_year_tx(tx, f->agency, f->year, a, &y, err);
	for (size_t i = 0; e == OK && i < LEDGER_CELLS; i++)
		if (y.cell[i].filled || !ledger_item_is_monthly(y.cell[i].source.item))
			put(f->report, y.cell[i].cell, y.cell[i].value);
	for (size_t i = 0; e == OK && i < y.n_facts; i++)
		e = annual_add_field(
			a, f, str_cstr(y.fact[i].name), y.fact[i].value, y.fact[i].label, err);
	return e;
}

/* The registers, then the lock, then what was set by hand. */
static enum err count_live(struct tx *tx, struct arena *a, struct annual_figures *f, struct error *err)
{
	enum err e = count_requests(tx, a, f, err);
	if (e == OK)
		e = count_remedies(tx, a, f, err);
	if (e == OK)
		e = count_ledgers(tx, a, f, err);
	if (e != OK)
		return e;
	annual_derive(f->report);
	for (int cell = 0; cell < REPORT_CELLS_2021; cell++) {
		f->cell[cell].known = f->report->cell[cell].state == REPORT_NUMBER;
		f->cell[cell].counted = f->report->cell[cell].number;
	}
	lock_carried(f);
	annual_derive(f->report);
	return OK;
}

static enum err take_frozen(struct tx *tx, struct arena *a, struct annual_figures *f, struct error *err)
{
	enum err e = load_snapshot(tx, a, f->row.id, &f->report, err);
	f->frozen = e == OK;
	return e;
}

/* 上年结转 that follows an erratum of last year's report says so. */
static enum err mark_sources(struct tx *tx, struct arena *a, struct annual_figures *f, struct error *err)
{
	struct annual_entry_row *entry;
	size_t n;
	enum err e = annual_load_entries(tx, a, f->agency, f->year - 1, 1, &entry, &n, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		int cell = report_cell_by_code(entry[i].cell);
		if (report_cell_is_t3(cell) && report_cell_row(cell) == REPORT_ROW_CARRIED_OUT)
			f->cell[report_cell_t3(REPORT_ROW_CARRIED_IN, report_cell_col(cell))].source = &entry[i];
	}
	return e;
}

enum err annual_figures(struct tx *tx, struct arena *a, struct agency_id agency,
	int year, struct annual_figures *out, struct error *err)
{
	struct agency_row g;
	struct report *previous;
	struct annual_figures *f = arena_one(a, struct annual_figures);
	if (!f)
		return arena_check(a, err);
	f->agency = agency;
	f->year = year;
	for (int cell = 0; cell < REPORT_CELLS_2021; cell++)
		f->cell[cell].entry = -1;
	enum err e = sql_agency_by_id(tx, &(struct agency_by_id_in){ agency }, a, &g, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这个机关，请重新选择");
	if (e == OK)
		e = find_report(tx, a, agency, year, &f->row, err);
	if (e == OK)
		e = begin_report(a, f, g.name, err);
	if (e == OK)
		e = annual_load_frozen(tx, a, agency, year - 1, &previous, err);
	if (e != OK)
		return e;
	f->previous = previous;
	f->agency_name = g.name;
	f->state = (enum annual_state)f->row.state;
	e = count_live(tx, a, f, err);
	if (e == OK && previous)
		e = mark_sources(tx, a, f, err);
	if (e == OK && f->state != ANNUAL_DRAFT)
		e = take_frozen(tx, a, f, err);
	if (e == OK)
		e = annual_load_entries(tx, a, agency, year, -1, &f->entry, &f->n_entries, err);
	if (e != OK)
		return e;
	apply_entries(f->report, f->cell, f->entry, f->n_entries, f->frozen ? 1 : 0);
	e = name_fields(a, f, err);
	if (e == OK)
		*out = *f;
	return e;
}

enum err annual_misc(struct tx *tx, struct arena *a, struct agency_id agency, int year,
	struct annual_misc *out, struct error *err)
{
	struct annual_misc_row *row;
	struct annual_misc m = { 0 };
	size_t n;
	_Static_assert(OUTCOME_MISC == 20, "as the statement says");
	struct annual_misc_in in = { .agency = agency,
		.from = date_from_ymd(year, 1, 1).day,
		.to = date_from_ymd(year, 12, 31).day };
	enum err e = sql_annual_misc(tx, &in, a, &row, &n, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (str_is(row[i].outcome_rule, "C-1.7-30"))
			m.withdrawn += row[i].n;
		else if (row[i].origin == ORIGIN_SUPERIOR)
			m.from_superior += row[i].n;
		else if (row[i].origin == ORIGIN_GOVERNMENT)
			m.from_government += row[i].n;
		else if (str_is(row[i].outcome_rule, "C-1.7-31"))
			m.transferred += row[i].n;
		else
			m.other += row[i].n;
	*out = m;
	return OK;
}
