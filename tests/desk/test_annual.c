/*
 * The figures of the annual report: counters, views and a count of the test's own agree whatever
 * happens to the cases (C-2.6-26, C-2.6-30, C-2.6-31, C-2.6-32), and one change moves the cells it must and no other.
 */
#include "desk/annual_gate.h"

#include "store/blob.h"
#include "tests/desk/request_test.h"

enum { CASES = 90, STEPS = 420, YEARS_FROM = 2022, YEARS_TO = 2025 };

static struct request_place p;
static struct error err;

/* What the test itself knows of a case. */
struct known {
	struct request_id id;
	struct date received, closed;
	bool registered, is_closed;
	int outcome, class;
};
static struct known known[CASES * 2];
static size_t n_known;
static uint64_t state = 20241231;

static unsigned draw(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % n;
}

struct figures_job {
	int year;
	struct annual_figures f;
	struct annual_difference_row *difference;
	size_t n;
	struct annual_misc misc;
};

static enum err figures_fn(struct tx *tx, void *ctx, struct error *e)
{
	struct figures_job *j = ctx;
	return annual_figures(tx, &p.desk.arena, p.agency, j->year, &j->f, e);
}

static struct annual_figures figures(int year)
{
	struct figures_job j = { .year = year };
	must(store_read(p.desk.desk.store, figures_fn, &j, &err), &err, "figures");
	return j.f;
}

static enum err differences_fn(struct tx *tx, void *ctx, struct error *e)
{
	struct figures_job *j = ctx;
	struct annual_differences_in in = { 100 };
	return sql_annual_differences(tx, &in, &p.desk.arena, &j->difference, &j->n, e);
}

static size_t differences(void)
{
	struct figures_job j = { .n = 0 };
	must(store_read(p.desk.desk.store, differences_fn, &j, &err), &err, "differences");
	return j.n;
}

static int64_t cell(const struct annual_figures *f, enum report_row row, enum report_col col)
{
	struct decimal d;
	return report_number(f->report, report_cell_t3(row, col), &d) ? d.coef : -1;
}

/* Rule by rule, from what the test knows. */
static int64_t expected(int year, enum report_row row, int class)
{
	int64_t n = 0;
	int32_t first = date_from_ymd(year, 1, 1).day, next = date_from_ymd(year + 1, 1, 1).day;
	for (size_t i = 0; i < n_known; i++) {
		const struct known *k = &known[i];
		if (!k->registered || k->class != class)
			continue;
		bool closed_before = k->is_closed && k->closed.day < first;
		bool closed_by_end = k->is_closed && k->closed.day < next;
		switch (row) {
		case REPORT_ROW_RECEIVED:
			n += k->received.day >= first && k->received.day < next;
			break;
		case REPORT_ROW_CARRIED_IN:
			n += k->received.day < first && !closed_before;
			break;
		case REPORT_ROW_CARRIED_OUT:
			n += k->received.day < next && !closed_by_end;
			break;
		case REPORT_ROW_TOTAL:
			n += closed_by_end && !closed_before;
			break;
		default:
			n += closed_by_end && !closed_before &&
			     (int)row == REPORT_LEAF_FIRST + k->outcome;
		}
	}
	return n;
}

static void check_years(const char *when)
{
	int wrong = 0;
	for (int year = YEARS_FROM; year <= YEARS_TO; year++) {
		struct annual_figures f = figures(year);
		for (int row = 0; row < REPORT_ROW_COUNT; row++) {
			int64_t sum = 0;
			for (int class = 0; class < CLASSES; class++) {
				int64_t n = expected(year, (enum report_row)row, class);
				sum += n;
				wrong += cell(&f, (enum report_row)row, (enum report_col)class) != n;
			}
			wrong += cell(&f, (enum report_row)row, REPORT_COL_TOTAL) != sum;
		}
	}
	CHECK(wrong == 0, "%s: 700 cells of four years are as counted by hand: %d wrong", when, wrong);
	CHECK(differences() == 0, "%s: the counters equal the views", when);
}

static void file_one(void)
{
	struct known *k = &known[n_known];
	struct request_input in = request_online(&p);
	struct request_filed filed;
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(&p) };
	k->class = (int)draw(3) == 0 ? (int)draw(CLASSES) : CLASS_PERSON;
	in.class = (enum applicant_class)k->class;
	if (in.class != CLASS_PERSON) {
		in.name = STR("示例公司");
		in.id_type = IDENTITY_NONE;
		in.id_number = STR("");
		in.credit_code = STR("91350100M000100Y43");
		in.legal_representative = STR("测试某");
		in.contact = STR("测试某");
	}
	must(request_file(&p.desk.desk, &p.desk.arena, NULL, &in, STR(""), &filed, &err), &err, "file");
	k->id = filed.id;
	if (draw(12) == 0) { /* withdrawn before it is registered: no case */
		must(request_withdraw(&p.desk.desk, &p.desk.arena, &p.clerk, k->id, 1, request_now(&p),
			     STR("申请人来电撤回"), &err),
			&err, "withdraw");
		return;
	}
	must(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, k->id, 1, &facts, &err), &err,
		"confirm");
	k->registered = true;
	k->received = request_now(&p);
	n_known++;
}

static enum err reply(struct known *k, int outcome)
{
	struct request_step s = { .id = k->id,
		.version = request_see(&p, &p.clerk, k->id).request.version,
		.event = { .kind = CLOCK_REPLY_SENT, .on = request_now(&p) },
		.stage = STAGES,
		.action = STR("request.reply"),
		.has_outcome = true,
		.outcome = (enum outcome)outcome,
		.outcome_rule = STR("R-036") };
	enum err e = request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err);
	if (e == OK) {
		k->is_closed = true;
		k->closed = request_now(&p);
		k->outcome = outcome;
	}
	return e;
}

static void end_one(struct known *k)
{
	int64_t version = request_see(&p, &p.clerk, k->id).request.version;
	if (draw(5)) {
		must(reply(k, (int)draw(OUTCOME_COUNT)), &err, "reply");
		return;
	}
	must(request_withdraw(&p.desk.desk, &p.desk.arena, &p.clerk, k->id, version, request_now(&p),
		     STR("申请人书面撤回"), &err),
		&err, "withdraw");
	k->is_closed = true;
	k->closed = request_now(&p);
	k->outcome = OUTCOME_MISC;
}

/* The day of the ending was another one, or it never came. */
static void correct_one(struct known *k)
{
	struct request_view v = request_see(&p, &p.clerk, k->id);
	bool away = draw(3) == 0;
	struct date on = date_add_days(k->closed, -(int)draw(3));
	if (on.day < k->received.day)
		on = k->received;
	must(request_correct_event(&p.desk.desk, &p.desk.arena, &p.clerk, k->id, v.request.version,
		     v.event[v.n_events - 1].id, away, on, STR("登记时看错"), &err),
		&err, "correct");
	k->is_closed = !away;
	k->closed = on;
}

static void split_one(struct known *k)
{
	struct str part[2] = { STR("2024年度绿化养护合同"), STR("2024年度保洁合同") };
	struct request_id id[2];
	if (request_split(&p.desk.desk, &p.desk.arena, &p.clerk, k->id,
		    request_see(&p, &p.clerk, k->id).request.version, part, 2, id, &err) != OK)
		return;
	known[n_known] = *k;
	known[n_known++].id = id[1];
}

static void check_random(void)
{
	struct date day = date_from_ymd(YEARS_FROM, 1, 4), last = date_from_ymd(YEARS_TO, 12, 28);
	for (int i = 0; i < STEPS && day.day < last.day; i++) {
		p.desk.now = (int64_t)day.day * DAYS(1) + HOURS(2);
		struct known *k = n_known ? &known[draw((unsigned)n_known)] : NULL;
		unsigned what = draw(10);
		if (n_known < CASES && (what < 4 || !k))
			file_one();
		else if (k && what < 8 && !k->is_closed)
			end_one(k);
		else if (k && what == 8 && k->is_closed)
			correct_one(k);
		else if (k && what == 9 && !k->is_closed)
			split_one(k);
		day = date_add_days(day, (int)draw(7));
		if (i == STEPS / 2)
			check_years("half way");
	}
	check_years("at the end");
}

/*
 * The desk's own way to another outcome: the ending that was registered by mistake is taken away, the
 * right one is registered.  Exactly four cells move, and each says since a day who moved it.
 */
static void check_changed_ending(struct known *k)
{
	struct annual_figures before = figures(2025), after;
	struct request_view v = request_see(&p, &p.clerk, k->id);
	int open = report_cell_t3(REPORT_ROW_OPEN, REPORT_COL_NATURAL);
	int not_held = report_cell_t3(REPORT_ROW_NOT_HELD, REPORT_COL_TOTAL);
	int wrong = 0, moved = 0;
	p.desk.now += HOURS(2);
	must(request_correct_event(&p.desk.desk, &p.desk.arena, &p.clerk, k->id, v.request.version,
		     v.event[v.n_events - 1].id, true, request_now(&p), STR("答复登记错了"), &err),
		&err, "the ending is taken away");
	k->is_closed = false;
	p.desk.now += HOURS(1);
	must(reply(k, OUTCOME_NOT_HELD), &err, "the right one");
	after = figures(2025);
	for (int c = 0; c < REPORT_CELLS_2021; c++) {
		enum report_row row = REPORT_ROW_COUNT;
		int64_t want = 0;
		if (c == open || c == report_cell_t3(REPORT_ROW_OPEN, REPORT_COL_TOTAL))
			row = REPORT_ROW_OPEN, want = -1;
		if (c == not_held || c == report_cell_t3(REPORT_ROW_NOT_HELD, REPORT_COL_NATURAL))
			row = REPORT_ROW_NOT_HELD, want = 1;
		int64_t delta = after.report->cell[c].number.coef - before.report->cell[c].number.coef;
		moved += row != REPORT_ROW_COUNT && delta == want;
		wrong += delta != want;
	}
	CHECK(moved == 4 && wrong == 0, "the four cells by one, the other 196 not: %d and %d", moved, wrong);
	static const struct {
		enum report_row row;
		int64_t delta;
	} trace[] = { { REPORT_ROW_OPEN, -1 }, { REPORT_ROW_NOT_HELD, 1 } };
	for (size_t i = 0; i < sizeof trace / sizeof *trace; i++) {
		struct annual_move_row *row;
		size_t n;
		must(annual_changes(&p.desk.desk, &p.desk.arena, &p.reader, p.agency, 2025,
			     report_cell_t3(trace[i].row, REPORT_COL_NATURAL), request_now(&p), &row, &n, &err),
			&err, "changes");
		CHECK(n >= 1 && row[0].request.v == k->id.v && row[0].delta == trace[i].delta && row[0].actor_name.n > 0 && row[0].action.n > 0,
			"the cell says since today which case, who and by what: %zu", n);
		must(annual_changes(&p.desk.desk, &p.desk.arena, &p.reader, p.agency, 2025,
			     report_cell_t3(trace[i].row, REPORT_COL_NATURAL), date_add_days(request_now(&p), 1), &row, &n, &err),
			&err, "changes");
		CHECK(n == 0, "and nothing since tomorrow");
	}
	check_years("after the correction");
}

/* One change moves two cells of two columns and nothing else; a round after a review none. */
static void check_one_move(void)
{
	request_day(&p, 2025, 12, 29);
	struct known *k = &known[n_known++];
	*k = (struct known){ .id = request_received(&p), .registered = true, .received = request_now(&p) };
	must(reply(k, OUTCOME_NOT_HELD), &err, "reply");
	struct annual_figures before = figures(2025);
	char sql[200];
	snprintf(sql, sizeof sql, "UPDATE request SET outcome = %d, updated_at = 1 WHERE id = %lld",
		OUTCOME_OPEN, (long long)k->id.v);
	CHECK(raw_exec(&p.desk.store, sql), "the outcome becomes another one");
	k->outcome = OUTCOME_OPEN;
	struct annual_figures after = figures(2025);
	int moved = 0;
	for (int c = 0; c < REPORT_CELLS_2021; c++)
		moved += !decimal_eq(before.report->cell[c].number, after.report->cell[c].number);
	CHECK(moved == 4, "four cells moved: two rows, column and total: %d", moved);
	CHECK(cell(&after, REPORT_ROW_NOT_HELD, REPORT_COL_NATURAL) ==
				cell(&before, REPORT_ROW_NOT_HELD, REPORT_COL_NATURAL) - 1 &&
			cell(&after, REPORT_ROW_OPEN, REPORT_COL_NATURAL) ==
				cell(&before, REPORT_ROW_OPEN, REPORT_COL_NATURAL) + 1,
		"one less, one more");
	check_years("after the move");
	check_changed_ending(k);
	snprintf(sql, sizeof sql, "UPDATE request SET round = 1 WHERE id = %lld", (long long)k->id.v);
	CHECK(raw_exec(&p.desk.store, sql), "it was a round after a review");
	k->registered = false;
	check_years("without the round");
	CHECK(raw_exec(&p.desk.store, "UPDATE annual_count SET n = n + 1 WHERE n > 0"),
		"somebody changes counters");
	size_t differing = 0;
	CHECK(differences() > 0, "and a comparison finds it");
	CHECK(annual_recount(&p.desk.desk, &p.desk.arena, &p.clerk, &differing, &err) == OK && differing > 0 &&
			differences() == 0,
		"counting again puts it right: %s", err.msg);
}

/* --- lists, the trace, and the way to publication ------------------------------------------------- */

/* Every number of table three is the length of its list. */
static void check_lists(void)
{
	int wrong = 0;
	struct annual_figures f = figures(2024);
	for (int c = REPORT_CELL_T3; c < REPORT_CELL_T4; c++) {
		struct annual_cursor after = { 0 };
		struct annual_cases page;
		int64_t n = 0;
		do {
			must(annual_cases(&p.desk.desk, &p.desk.arena, &p.reader, p.agency, 2024, c, after, &page,
				     &err),
				&err, "list");
			n += (int64_t)page.n;
			after = page.next;
		} while (page.more);
		wrong += f.cell[c].counted.coef != n;
	}
	CHECK(wrong == 0, "175 numbers are as long as their lists: %d wrong", wrong);
}

static enum err take(const struct actor *who, int year, enum annual_step step, const char *reason)
{
	struct annual_view v;
	must(annual_view(&p.desk.desk, &p.desk.arena, &p.reader, p.agency, year, &v, &err), &err, "view");
	struct annual_freeze_input in = { .year = year, .version = v.figures.row.version, .note = str_cstr(reason),
		.lacking = { STR("另行编写"), STR("另行编写"), STR("另行编写") } };
	if (step == STEP_FREEZE)
		return annual_freeze(&p.desk.desk, &p.desk.arena, who, &in, &err);
	return annual_take_step(&p.desk.desk, &p.desk.arena, who, year, v.figures.row.version, step,
		str_cstr(reason), &err);
}

static enum err set_cell(int year, const char *code, const char *value, bool evidence)
{
	struct annual_input in = { .year = year,
		.cell = report_cell_by_code(str_cstr(code)),
		.value = str_cstr(value),
		.reason = STR("纸质登记簿另有一件") };
	struct blob_writer *w;
	if (evidence) {
		must(blob_begin(p.desk.desk.store, 100, &w, &err), &err, "blob");
		must(blob_add(w, "%PDF-", 5, &err), &err, "blob");
		must(blob_end(w, &in.file, &in.file_size, &err), &err, "blob");
		in.file_name = STR("登记簿.pdf");
	}
	return annual_enter(&p.desk.desk, &p.desk.arena, &p.clerk, &in, &err);
}

static void check_flow(void)
{
	struct actor reviewer = request_actor(&p, "reviewer", ROLE_BIT(ROLE_REVIEW));
	struct actor head = request_actor(&p, "head", ROLE_BIT(ROLE_SIGN) | ROLE_BIT(ROLE_REVIEW));
	struct actor press = request_actor(&p, "press", ROLE_BIT(ROLE_PUBLISH));
	struct annual_move_row *move;
	size_t n;
	request_day(&p, 2024, 12, 30);
	CHECK(take(&p.clerk, 2024, STEP_FREEZE, "") == ERR_CONFLICT, "not before the year is over: %s", err.msg);
	request_day(&p, 2025, 1, 10);
	CHECK(set_cell(2024, "t3.open.natural", "1", false) == ERR_INVALID && strcmp(err.field, "file") == 0,
		"a correction needs evidence: %s", err.msg);
	CHECK(set_cell(2024, "t3.open.total", "1", true) == ERR_CONFLICT, "a total follows: %s", err.msg);
	CHECK(set_cell(2024, "t3.received.natural", "-1", true) == ERR_INVALID, "no negative: %s", err.msg);
	struct annual_figures f = figures(2024);
	int64_t before = cell(&f, REPORT_ROW_RECEIVED, REPORT_COL_NATURAL);
	char text[32];
	snprintf(text, sizeof text, "%lld", (long long)before + 1);
	CHECK(set_cell(2024, "t3.received.natural", text, true) == OK, "corrected: %s", err.msg);
	f = figures(2024);
	CHECK(cell(&f, REPORT_ROW_RECEIVED, REPORT_COL_NATURAL) == before + 1 && f.n_entries == 1 &&
			f.cell[report_cell_t3(REPORT_ROW_RECEIVED, REPORT_COL_NATURAL)].counted.coef == before,
		"the number and what was counted");
	CHECK(take(&p.clerk, 2024, STEP_FREEZE, "") == ERR_CONFLICT && strcmp(err.rule, "CK1") == 0,
		"the sums do not hold (R17): %s", err.msg);
	CHECK(set_cell(2024, "t3.received.natural", "", false) == OK, "taken back: %s", err.msg);
	CHECK(take(&p.clerk, 2024, STEP_FREEZE, "") == OK, "frozen: %s", err.msg);
	CHECK(set_cell(2024, "t3.received.natural", text, true) == ERR_CONFLICT, "frozen is frozen: %s", err.msg);
	CHECK(take(&p.clerk, 2024, STEP_REVIEW, "") == ERR_DENIED, "a clerk does not review: %s", err.msg);
	CHECK(take(&head, 2024, STEP_REVIEW, "") == OK, "reviewed by the head: %s", err.msg);
	CHECK(take(&head, 2024, STEP_SIGN, "") == ERR_CONFLICT, "who then cannot sign: %s", err.msg);
	CHECK(take(&head, 2024, STEP_RETURN, "") == ERR_INVALID, "a return has a reason: %s", err.msg);
	CHECK(take(&head, 2024, STEP_RETURN, "请另一人审核") == OK, "returned: %s", err.msg);
	CHECK(take(&p.clerk, 2024, STEP_FREEZE, "") == OK, "frozen again: %s", err.msg);
	CHECK(take(&reviewer, 2024, STEP_REVIEW, "") == OK && take(&head, 2024, STEP_SIGN, "") == OK &&
			take(&press, 2024, STEP_PUBLISH, "") == OK,
		"reviewed, signed, published: %s", err.msg);
	/* What happens to the cases of a frozen year no longer changes it. */
	f = figures(2024);
	int64_t out = cell(&f, REPORT_ROW_CARRIED_OUT, REPORT_COL_NATURAL);
	CHECK(raw_exec(&p.desk.store, "UPDATE request SET closed_on = NULL, outcome = -1, updated_at = 7 WHERE class = 0"
				      " AND round = 0 AND closed_on BETWEEN 19800 AND 20088"),
		"endings of 2024 were none");
	f = figures(2024);
	int64_t counted = f.cell[report_cell_t3(REPORT_ROW_CARRIED_OUT, REPORT_COL_NATURAL)].counted.coef;
	CHECK(f.frozen && cell(&f, REPORT_ROW_CARRIED_OUT, REPORT_COL_NATURAL) == out && counted > out,
		"the snapshot stands: %lld, counted %lld", (long long)out, (long long)counted);
	must(annual_changes(&p.desk.desk, &p.desk.arena, &p.reader, p.agency, 2024,
		     report_cell_t3(REPORT_ROW_CARRIED_OUT, REPORT_COL_NATURAL), date_from_ymd(1970, 1, 1), &move, &n,
		     &err),
		&err, "changes");
	int64_t moved = 0;
	for (size_t i = 0; i < n; i++)
		moved += move[i].at == 7 ? move[i].delta : 0;
	CHECK(n == ANNUAL_MOVES || moved == counted - out, "and the trace tells by how much: %lld of %lld",
		(long long)moved, (long long)(counted - out));
	struct annual_figures next = figures(2025);
	int in = report_cell_t3(REPORT_ROW_CARRIED_IN, REPORT_COL_NATURAL);
	CHECK(cell(&next, REPORT_ROW_CARRIED_IN, REPORT_COL_NATURAL) == out && next.cell[in].locked &&
			next.cell[in].counted.coef == counted,
		"next year takes over what was published");
	snprintf(text, sizeof text, "%lld", (long long)counted);
	CHECK(set_cell(2024, "t3.carried_out.natural", text, false) == ERR_CONFLICT && strcmp(err.rule, "CK1") == 0,
		"an erratum is checked: %s", err.msg);
	struct annual_input set = { .year = 2024,
		.cell = report_cell_by_code(STR("t3.carried_out.natural")),
		.value = str_cstr(text),
		.also = { { report_cell_by_code(STR("t3.received.natural")),
			arena_fmt(&p.desk.arena, "%lld", (long long)(before + counted - out)) } },
		.n_also = 1,
		.reason = STR("纸质登记簿另有数件") };
	CHECK(annual_enter(&p.desk.desk, &p.desk.arena, &p.clerk, &set, &err) == OK, "an erratum of two cells: %s", err.msg);
	f = figures(2024);
	next = figures(2025);
	CHECK(cell(&f, REPORT_ROW_CARRIED_OUT, REPORT_COL_NATURAL) == counted &&
			cell(&next, REPORT_ROW_CARRIED_IN, REPORT_COL_NATURAL) == counted,
		"is shown, and next year follows it");
}

int main(void)
{
	request_place_init(&p);
	check_random();
	check_lists();
	check_one_move();
	check_flow();
	desk_place_done(&p.desk);
	return TEST_END();
}
