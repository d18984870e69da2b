/* 监督: what the supervising office sees of the agencies below it, and asking for late reports. */
#include "desk/annual.h"
#include "desk/channel.h"
#include "desk/ledger.h"
#include "desk/norm.h"
#include "desk/notice.h"
#include "desk/organisation.h"
#include "desk/remedy.h"
#include "desk/role.h"
#include "tests/desk/request_test.h"

#define N_BELOW 23 /* more than a page */

static struct request_place p;
static struct error err;
static struct actor over, sys, below_clerk;
static struct agency_id below[N_BELOW];

static void set_up(void)
{
	over = request_actor(&p, "over", ROLE_BIT(ROLE_SUPERVISE));
	sys = request_actor(&p, "sys2", ROLE_BIT(ROLE_SYSTEM));
	for (int i = 0; i < N_BELOW; i++) {
		struct agency_facts f = { .parent = p.agency, .active = true,
			.name = arena_fmt(&p.desk.arena, "示例%02d街道办事处", i) };
		must(agency_add(&p.desk.desk, &sys, &f, &below[i], &err), &err, "agency");
	}
	struct actor console = actor_console();
	struct account_new in = { .agency = below[0], .login = STR("lower"), .name = STR("测试戊"),
		.password = str_cstr(right_password), .roles = ROLE_BIT(ROLE_REGISTER) };
	struct person_id id;
	must(account_add(&p.desk.desk, &p.desk.arena, &console, &in, &id, &err), &err, "account");
	below_clerk = (struct actor){ .person = id, .agency = below[0], .roles = ROLE_BIT(ROLE_REGISTER),
		.address = STR("192.0.2.2") };
}

static struct annual_below page(struct annual_below_filter f)
{
	struct annual_below b;
	must(annual_below(&p.desk.desk, &p.desk.arena, &over, &f, &b, &err), &err, "below");
	return b;
}

static void check_list(void)
{
	struct annual_below_filter f = { .year = 2025 };
	struct annual_below b = page(f), rest;
	struct annual_below none;
	CHECK(b.total == N_BELOW && b.published == 0 && b.n == ANNUAL_BELOW_PAGE && b.more, "a page of %zu", b.n);
	const struct annual_below_line *last = &b.line[b.n - 1];
	f.after = (struct annual_below_place){ last->row.depth, last->row.name, last->row.agency };
	rest = page(f);
	CHECK(rest.n == N_BELOW - ANNUAL_BELOW_PAGE && !rest.more && str_is(rest.line[0].row.name, "示例20街道办事处"),
		"the rest: %zu from %.*s", rest.n, STR_ARG(rest.line[0].row.name));
	/* 2026-01-31 is a Saturday: the last working day before is Friday the 30th; today is Monday 5 January. */
	CHECK(b.line[0].due.day == date_from_ymd(2026, 1, 30).day && b.line[0].days_left == 19, "R-049 due %s, %d left",
		date_text(b.line[0].due).z, b.line[0].days_left);
	CHECK(b.line[0].row.state == -1 && !b.line[0].written, "nothing has begun");
	struct annual_view v;
	must(annual_view(&p.desk.desk, &p.desk.arena, &over, below[0], 2025, &v, &err), &err, "its page");
	size_t errors = 0, warnings = 0;
	for (size_t i = 0; i < v.findings.n; i++) {
		errors += v.findings.item[i].severity == SEVERITY_ERROR;
		warnings += v.findings.item[i].severity == SEVERITY_WARNING;
	}
	CHECK(b.line[0].errors == errors && b.line[0].warnings == warnings, "as the report's own page counts: %zu and %zu", errors, warnings);
	f = (struct annual_below_filter){ .year = 2025, .show = BELOW_PUBLISHED };
	CHECK(page(f).n == 0, "none is published");
	CHECK(annual_below(&p.desk.desk, &p.desk.arena, &p.clerk, &f, &none, &err) == ERR_DENIED, "who does not supervise is refused");
}


static void check_remind(void)
{
	size_t n = 0, told;
	struct notice_item *item;
	CHECK(annual_remind(&p.desk.desk, &p.clerk, 2025, STR("请尽快"), &n, &err) == ERR_DENIED, "only who supervises");
	CHECK(annual_remind(&p.desk.desk, &over, 2026, STR("请尽快"), &n, &err) == ERR_CONFLICT, "the year is not over: %s", err.msg);
	CHECK(annual_remind(&p.desk.desk, &over, 2025, STR(""), &n, &err) == ERR_INVALID && strcmp(err.field, "text") == 0, "a text is asked for");
	CHECK(annual_remind(&p.desk.desk, &over, 2025, STR("请于1月20日前公布"), &n, &err) == OK && n == N_BELOW, "all: %zu %s", n, err.msg);
	must(notice_list(&p.desk.desk, &p.desk.arena, &below_clerk, true, (struct notice_id){ 0 }, &item, &told, &err), &err, "notices");
	CHECK(told == 1 && item[0].kind == NOTICE_REPORT_WANTED && item[0].object == 2025 && str_has(item[0].detail, "1月20日前公布"),
		"who writes the report there is told: %zu", told);
	struct annual_below b = page((struct annual_below_filter){ .year = 2025 });
	CHECK(b.line[0].row.reminded_at.has && b.line[0].row.reminded_at.v == p.desk.now, "and the list says when");
	CHECK(desk_events(&p.desk, "annual.remind") == 1, "one event");
	CHECK(annual_below_export(&p.desk.desk, &over, 2025, STR(""), &err) == ERR_INVALID &&
			annual_below_export(&p.desk.desk, &over, 2025, STR("全市通报"), &err) == OK && desk_events(&p.desk, "annual.export_below") == 1,
		"an export has a reason in the log");
}

static void check_ledgers(void)
{
	const struct desk *d = &p.desk.desk;
	struct arena *a = &p.desk.arena;
	struct ledger_figure set = { .item = LEDGER_LICENCE, .month = 3, .amount = 12 };
	struct ledger_year y;
	struct ledger_overview o;
	struct norm_filter nf = { .agency = below[0], .kind = -1, .validity = -1, .on = date_from_ymd(2025, 12, 31) };
	struct norm_page np;
	struct channel_filter cf = { .agency = below[0], .state = -1 };
	struct channel_page cp;
	must(ledger_figures_set(d, &below_clerk, (struct agency_id){ 0 }, 2025, &set, 1, STR("台账"), STR(""), NULL, &err), &err, "figure");
	CHECK(ledger_year(d, &over, below[0], 2025, a, &y, &err) == OK && y.cell[LEDGER_LICENCE].value.coef == 12, "figures: %s", err.msg);
	CHECK(ledger_overview(d, &over, below[0], LEDGER_SHEET_DECISIONS, 2025, a, &o, &err) == OK && norm_list(d, &over, &nf, a, &np, &err) == OK &&
			channel_list(d, &over, &cf, a, &cp, &err) == OK, "overview, norms, channels: %s", err.msg);
	CHECK(ledger_year(d, &p.clerk, below[0], 2025, a, &y, &err) == ERR_DENIED && norm_list(d, &p.clerk, &nf, a, &np, &err) == ERR_DENIED &&
			channel_list(d, &p.reader, &cf, a, &cp, &err) == ERR_DENIED, "not for the other people of the agency above");
	CHECK(ledger_year(d, &below_clerk, p.agency, 2025, a, &y, &err) == ERR_DENIED, "nor upward");
	struct actor both = over;
	both.roles |= ROLE_BIT(ROLE_REGISTER);
	CHECK(ledger_figures_set(d, &both, below[0], 2025, &set, 1, STR(""), STR("改"), NULL, &err) == ERR_DENIED, "who supervises does not write");
}

static void check_remedies(void)
{
	const struct desk *d = &p.desk.desk;
	struct arena *a = &p.desk.arena;
	struct remedy_new in = { .block = REMEDY_REVIEW, .item = STR("公开的某件信息"), .claimant = STR("测试癸某"), .claimants = 1,
		.body = STR("示例市人民政府"), .case_number = STR("〔2026〕示例复1号"), .received = date_from_ymd(2026, 1, 5) };
	struct remedy_id id;
	must(remedy_open(d, a, &below_clerk, &in, &id, &err), &err, "a review");
	struct remedy_filter f = remedy_filter_default();
	struct remedy_page page_of;
	f.agency = below[0];
	f.band = REMEDY_BAND_ALL;
	CHECK(remedy_page(d, a, &over, &f, 10, &page_of, &err) == OK && page_of.n == 1 && str_is(page_of.row[0].case_number, "〔2026〕示例复1号"),
		"the register: %s", err.msg);
	CHECK(page_of.n == 1 && page_of.row[0].masked_name.n == 0 && page_of.row[0].subject.n == 0, "without the people and what they asked");
	CHECK(remedy_page(d, a, &below_clerk, &f, 10, &page_of, &err) == OK && page_of.n == 1 && page_of.row[0].masked_name.n > 0, "the own register has both");
	CHECK(remedy_page(d, a, &p.clerk, &f, 10, &page_of, &err) == ERR_DENIED, "others are refused");
	f.agency.v = 0;
	CHECK(remedy_page(d, a, &over, &f, 10, &page_of, &err) == OK && page_of.n == 0, "the own one is another");
	struct remedy_view v;
	CHECK(remedy_view(d, a, &over, id, &v, &err) != OK, "the case itself is not opened");
}

int main(void)
{
	request_place_init(&p);
	set_up();
	check_list();
	check_remind();
	check_ledgers();
	check_remedies();
	desk_place_done(&p.desk);
	return TEST_END();
}
