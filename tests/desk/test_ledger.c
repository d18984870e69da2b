/*
 * The year behind the annual report: figures, signing, norms, channels, money; numbers and the rows
 * behind them.  The figures of 2024 are those of two published reports.
 */
#include "desk/channel.h"
#include "desk/money.h"
#include "desk/norm.h"
#include "tests/desk/desk_test.h"

static struct error err;
static struct desk_place p;
static struct actor clerk, other, head, looker;
static const struct agency_id own = { 0 };
static const struct department_id whole = { 0 };

static struct actor actor_of(const char *login, uint64_t roles)
{
	struct person_id id = desk_add(&p, login, roles);
	struct agency_id agency = { 0 };
	must(setup_agency_find(&p.desk, STR(""), &agency, &err), &err, "agency");
	return (struct actor){
		.person = id, .agency = agency, .roles = roles, .address = STR("192.0.2.1")
	};
}

static struct date day(const char *z)
{
	struct date d = norm_no_day();
	if (!date_parse(str_cstr(z), &d))
		printf("# no date: %s\n", z);
	return d;
}

static struct ledger_year year_of(int year)
{
	struct ledger_year y = { 0 };
	must(ledger_year(&p.desk, &clerk, own, year, &p.arena, &y, &err), &err, "year");
	return y;
}

static const char *cell(int year, int c)
{
	struct ledger_year y = year_of(year);
	static struct decimal_text t;
	t = decimal_text(y.cell[c].value);
	return t.z;
}

static const char *fact(int year, const char *name)
{
	struct ledger_year y = year_of(year);
	const struct ledger_fact *f = ledger_fact_find(&y, str_cstr(name));
	static struct decimal_text t;
	if (!f)
		return "(none)";
	t = decimal_text(f->value);
	return t.z;
}

/* Every number is the sum of its rows, and their count is what it says. */
static void check_rows(int year)
{
	struct ledger_year y = year_of(year);
	size_t n = LEDGER_CELLS + y.n_facts;
	for (size_t i = 0; i < n; i++) {
		const struct ledger_fact *f = i < LEDGER_CELLS ? NULL : &y.fact[i - LEDGER_CELLS];
		struct ledger_source s = f ? f->source : y.cell[i].source;
		int64_t entries = f ? f->entries : y.cell[i].entries, sum = 0, count = 0;
		if (s.item == LEDGER_FOLLOWERS)
			continue;
		struct ledger_rows rows = { .more = true };
		while (rows.more) {
			struct ledger_place after = rows.next;
			must(ledger_rows(&p.desk, &clerk, own, year, s, after, &p.arena, &rows, &err),
				&err, "rows");
			count += (int64_t)rows.n;
			for (size_t k = 0; k < rows.n; k++)
				sum += rows.row[k].amount;
		}
		struct decimal want = f ? f->value : y.cell[i].value, got = decimal_int(sum);
		if (!f && s.item == LEDGER_FEE)
			(void)decimal_shift(got, -6, &got);
		else
			got = ledger_amount(s.item, sum);
		CHECK(count == entries && decimal_eq(want, got), "%s%d: %lld rows make %s",
			f ? f->name : "cell ", f ? 0 : (int)i, (long long)count,
			decimal_text(got).z);
	}
}

static enum err put(const struct actor *who, int year, int item, int month, int64_t amount,
	const char *reason)
{
	struct ledger_figure f = { .item = item, .month = month, .amount = amount };
	return ledger_figures_set(
		&p.desk, who, own, year, &f, 1, STR("测试来源"), str_cstr(reason), NULL, &err);
}

static void check_figures(void)
{
	CHECK(put(&looker, 2024, LEDGER_LICENCE, 1, 5, "") == ERR_DENIED, "who looks does not write");
	CHECK(put(&clerk, 2024, LEDGER_LICENCE, 1, -1, "") == ERR_INVALID &&
			strcmp(err.field, "amount") == 0, "negative: %s", err.msg);
	CHECK(put(&clerk, 2024, LEDGER_LICENCE, 13, 1, "") == ERR_INVALID, "month 13: %s", err.msg);
	CHECK(put(&clerk, 2024, LEDGER_LICENCE, 0, 1, "") == ERR_INVALID, "month 0");
	CHECK(put(&clerk, 2026, LEDGER_LICENCE, 2, 1, "") == ERR_INVALID, "not yet: %s", err.msg);
	CHECK(put(&clerk, 2027, LEDGER_LICENCE, 1, 1, "") == ERR_INVALID, "next year: %s", err.msg);
	CHECK(put(&clerk, 2024, LEDGER_POSTS, 1, 1, "") == ERR_INVALID, "posts of no channel");
	CHECK(put(&clerk, 2024, REPORT_T2_REGULATION_MADE, 1, 1, "") == ERR_INVALID, "no figure of a register");
	/* 滨海 2024: 521,699 = 11 x 43,475 + 43,474. */
	for (int m = 1; m <= 12; m++)
		CHECK(put(&clerk, 2024, LEDGER_LICENCE, m, m < 12 ? 43475 : 43474, "") == OK, "month %d", m);
	CHECK(strcmp(cell(2024, REPORT_T2_LICENCE), "521699") == 0, "the year: %s", cell(2024, REPORT_T2_LICENCE));
	/* 大足 2024: 148.743504 万元 = 148,743,504 分… of 1/100 元 = 1,487,435.04 元. */
	CHECK(put(&clerk, 2024, LEDGER_FEE, 3, 148743504, "") == OK, "a fee");
	CHECK(strcmp(cell(2024, REPORT_T2_FEE), "148.743504") == 0, "万元: %s", cell(2024, REPORT_T2_FEE));
	CHECK(put(&clerk, 2024, LEDGER_LICENCE, 1, 43475, "") == OK && desk_events(&p, "ledger.figures") == 13,
		"the same again writes nothing");
	CHECK(put(&clerk, 2024, LEDGER_LICENCE, 1, 43000, "") == ERR_INVALID && strcmp(err.field, "reason") == 0,
		"a change asks for a reason: %s", err.msg);
	CHECK(put(&clerk, 2024, LEDGER_LICENCE, 1, 43000, "复核后更正") == OK, "with one it goes");
	CHECK(strcmp(cell(2024, REPORT_T2_LICENCE), "521224") == 0, "475 less: %s", cell(2024, REPORT_T2_LICENCE));
	struct ledger_history h;
	CHECK(ledger_history(&p.desk, &looker, own, 2024, whole, LEDGER_LICENCE, 1, 0, &p.arena, &h, &err) == OK &&
			h.n == 2 && h.row[0].amount == -475 && str_is(h.row[0].reason, "复核后更正") && h.row[1].amount == 43475,
		"both entries stand");
	CHECK(put(&clerk, 2024, LEDGER_LICENCE, 1, 43475, "原数无误") == OK, "and back");
}

static void check_signing(void)
{
	struct ledger_overview o;
	CHECK(ledger_overview(&p.desk, &looker, own, LEDGER_SHEET_DECISIONS, 2024, &p.arena, &o, &err) == OK &&
			o.n == 1 && o.line[0].month[0].state == LEDGER_MISSING && o.line[0].month[0].filled == 1 &&
			o.line[0].month[0].wanted == 4 && o.line[0].month[2].filled == 2 &&
			o.total[LEDGER_LICENCE][0] == 43475,
		"one of four is filled in: %s", err.msg);
	CHECK(ledger_sign(&p.desk, &head, own, whole, LEDGER_SHEET_DECISIONS, 2024, 1, o.line[0].month[0].last, &err) ==
			ERR_CONFLICT, "not yet: %s", err.msg);
	for (int i = LEDGER_PENALTY; i <= LEDGER_FEE; i++)
		must(put(&clerk, 2024, i, 1, i == LEDGER_PENALTY ? 7 : 0, ""), &err, "fill");
	must(ledger_overview(&p.desk, &looker, own, LEDGER_SHEET_DECISIONS, 2024, &p.arena, &o, &err), &err, "overview");
	int64_t last = o.line[0].month[0].last;
	CHECK(o.line[0].month[0].state == LEDGER_UNSIGNED, "zero is a figure");
	CHECK(ledger_sign(&p.desk, &clerk, own, whole, LEDGER_SHEET_DECISIONS, 2024, 1, last, &err) == ERR_DENIED,
		"the clerk has no right to sign");
	struct actor both = clerk;
	both.roles |= ROLE_BIT(ROLE_REVIEW);
	CHECK(ledger_sign(&p.desk, &both, own, whole, LEDGER_SHEET_DECISIONS, 2024, 1, last, &err) == ERR_DENIED,
		"not one's own figures: %s", err.msg);
	CHECK(ledger_sign(&p.desk, &head, own, whole, LEDGER_SHEET_DECISIONS, 2024, 1, last - 1, &err) == ERR_CONFLICT,
		"what was looked at is old: %s", err.msg);
	CHECK(ledger_sign(&p.desk, &head, own, whole, LEDGER_SHEET_DECISIONS, 2024, 1, last, &err) == OK, "signed: %s", err.msg);
	CHECK(ledger_sign(&p.desk, &head, own, whole, LEDGER_SHEET_DECISIONS, 2024, 1, last, &err) == ERR_CONFLICT, "once");
	struct ledger_grid g;
	CHECK(ledger_grid(&p.desk, &looker, own, whole, LEDGER_SHEET_DECISIONS, 2024, &p.arena, &g, &err) == OK &&
			g.n == 4 && g.month[0].state == LEDGER_SIGNED && g.row[0].month[0].amount == 43475 &&
			g.row[1].month[0].amount == 7 && g.row[1].month[1].filled == false && g.row[1].month[1].open,
		"the grid shows it");
	must(put(&other, 2024, LEDGER_PENALTY, 1, 8, "漏报一件"), &err, "change");
	must(ledger_grid(&p.desk, &looker, own, whole, LEDGER_SHEET_DECISIONS, 2024, &p.arena, &g, &err), &err, "grid");
	CHECK(g.month[0].state == LEDGER_CHANGED, "a later entry asks for it again");
}

static void check_norms(void)
{
	struct norm_facts f = { .kind = NORM_NORMATIVE, .title = STR("示例市户籍管理办法"), .number = STR("示公规〔2024〕1号"),
		.made = day("2024-03-01"), .in_force = norm_no_day(), .amended = norm_no_day(),
		.repealed = norm_no_day(), .expires = norm_no_day() };
	struct norm_id id, old;
	CHECK(norm_add(&p.desk, &looker, own, &f, &id, &err) == ERR_DENIED, "who looks does not write");
	CHECK(norm_add(&p.desk, &clerk, own, &f, &id, &err) == OK, "made in 2024: %s", err.msg);
	CHECK(norm_add(&p.desk, &clerk, own, &f, &old, &err) == ERR_INVALID && strcmp(err.field, "number") == 0,
		"the same number: %s", err.msg);
	f.number = STR("示公规〔2020〕2号");
	f.made = day("2020-05-01");
	f.repealed = day("2024-07-01");
	CHECK(norm_add(&p.desk, &clerk, own, &f, &old, &err) == ERR_INVALID && strcmp(err.field, "repealed_by") == 0,
		"repealed by what: %s", err.msg);
	f.repealed_by = STR("示公规〔2024〕3号");
	CHECK(norm_add(&p.desk, &clerk, own, &f, &old, &err) == OK, "repealed in 2024: %s", err.msg);
	f.number = STR("示公规〔2020〕3号");
	f.in_force = day("2020-04-30");
	CHECK(norm_add(&p.desk, &clerk, own, &f, &old, &err) == ERR_INVALID && strcmp(err.field, "in_force") == 0, "order: %s", err.msg);
	CHECK(strcmp(cell(2024, REPORT_T2_NORMATIVE_MADE), "1") == 0 && strcmp(cell(2024, REPORT_T2_NORMATIVE_REPEALED), "1") == 0 &&
			strcmp(cell(2024, REPORT_T2_NORMATIVE_IN_FORCE), "1") == 0, "2024: made 1, repealed 1, in force 1");
	CHECK(strcmp(cell(2023, REPORT_T2_NORMATIVE_IN_FORCE), "1") == 0 && strcmp(cell(2020, REPORT_T2_NORMATIVE_MADE), "1") == 0 &&
			strcmp(cell(2019, REPORT_T2_NORMATIVE_IN_FORCE), "0") == 0, "earlier years");
	struct norm_row r;
	must(norm_load(&p.desk, &looker, id, &p.arena, &r, &err), &err, "load");
	f = (struct norm_facts){ .kind = NORM_NORMATIVE, .title = r.title, .number = r.number, .made = day("2024-03-01"),
		.in_force = day("2024-03-01"), .amended = day("2025-01-01"), .amended_by = STR("示公规〔2025〕1号"),
		.repealed = norm_no_day(), .expires = day("2025-12-30") };
	CHECK(norm_change(&p.desk, &clerk, id, 1, &f, STR(""), &err) == ERR_INVALID, "a change has a reason");
	CHECK(norm_change(&p.desk, &clerk, id, 1, &f, STR("补登有效期"), &err) == OK, "changed: %s", err.msg);
	CHECK(norm_change(&p.desk, &clerk, id, 1, &f, STR("补登有效期"), &err) == ERR_CONFLICT, "a stale form");
	CHECK(strcmp(cell(2025, REPORT_T2_NORMATIVE_IN_FORCE), "0") == 0 && strcmp(cell(2025, REPORT_T2_NORMATIVE_REPEALED), "0") == 0,
		"expired on 30 December 2025: not in force, not repealed");
	/* The list's own words of validity are those of the law, on every day. */
	static const char *const days[] = { "2020-04-30", "2020-05-01", "2024-06-30", "2024-07-01", "2025-01-01",
		"2025-12-30", "2025-12-31" };
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		for (int v = 0; v < NORM_VALIDITIES; v++) {
			struct norm_filter q = { .kind = -1, .validity = v, .on = day(days[i]) };
			struct norm_page page, all;
			must(norm_list(&p.desk, &looker, &q, &p.arena, &page, &err), &err, "list");
			q.validity = -1;
			must(norm_list(&p.desk, &looker, &q, &p.arena, &all, &err), &err, "list");
			size_t n = 0;
			for (size_t k = 0; k < all.n; k++)
				n += (int)norm_row_validity(&all.row[k], q.on) == v;
			CHECK(n == page.n && all.n == 2, "%s: %zu %s", days[i], n, norm_validity_name((enum norm_validity)v));
		}
}

static struct channel_id add_channel(enum channel_platform platform, const char *name, const char *opened)
{
	struct channel_facts f = { .platform = platform, .name = str_cstr(name), .owner = STR("示例市公安局"), .responsible = STR("测试庚") };
	struct channel_id id = { 0 };
	must(channel_register(&p.desk, &clerk, own, &f, STR("示公宣〔2020〕1号"), day("2020-01-02"), day(opened), &id, &err), &err, name);
	return id;
}

static enum err post(struct channel_id id, int item, int year, int month, int64_t n)
{
	struct ledger_figure f = { .channel = id, .item = item, .month = month, .amount = n };
	return ledger_figures_set(&p.desk, &clerk, own, year, &f, 1, STR(""), STR(""), NULL, &err);
}

static void check_life(void)
{
	struct channel_facts f = { .platform = CHANNEL_DOUYIN, .name = STR("平安示例视频"), .owner = STR("示例市公安局"), .responsible = STR("测试庚") };
	struct channel_id id;
	struct channel_row r;
	CHECK(channel_apply(&p.desk, &clerk, own, &f, &id, &err) == OK, "asked for: %s", err.msg);
	CHECK(channel_open(&p.desk, &clerk, id, 1, day("2026-01-05"), &err) == ERR_CONFLICT, "not opened unapproved: %s", err.msg);
	struct actor self = clerk;
	self.roles |= ROLE_BIT(ROLE_SIGN);
	CHECK(channel_decide(&p.desk, &self, id, 1, true, STR("示公宣〔2026〕1号"), STR(""), &err) == ERR_DENIED, "not by oneself: %s", err.msg);
	CHECK(channel_decide(&p.desk, &head, id, 1, true, STR(""), STR(""), &err) == ERR_INVALID, "approval has a number");
	CHECK(channel_decide(&p.desk, &head, id, 1, true, STR("示公宣〔2026〕1号"), STR(""), &err) == OK, "approved: %s", err.msg);
	CHECK(channel_open(&p.desk, &clerk, id, 2, day("2026-01-04"), &err) == ERR_INVALID, "not before the approval: %s", err.msg);
	CHECK(channel_open(&p.desk, &clerk, id, 2, day("2026-01-05"), &err) == OK, "open: %s", err.msg);
	CHECK(channel_close(&p.desk, &clerk, id, 3, day("2026-01-05"), STR(""), STR("活跃度低"), &err) == ERR_INVALID &&
			strcmp(err.field, "notice") == 0, "closing is announced: %s", err.msg);
	CHECK(channel_close(&p.desk, &clerk, id, 3, day("2026-01-05"), STR("https://www.example.gov.cn/gg/1.html"), STR("活跃度低"), &err) == OK,
		"closed: %s", err.msg);
	must(channel_load(&p.desk, &looker, id, &p.arena, &r, &err), &err, "load");
	CHECK(r.state == CHANNEL_CLOSED && str_is(r.approval, "示公宣〔2026〕1号") && desk_events(&p, "channel.") >= 4, "its life");
	f.platform = CHANNEL_SITE;
	CHECK(channel_apply(&p.desk, &clerk, own, &f, &id, &err) == ERR_INVALID, "a site is registered: %s", err.msg);
	f.platform = CHANNEL_WEIBO;
	CHECK(channel_register(&p.desk, &clerk, own, &f, STR("示1号"), day("2024-02-01"), day("2024-01-01"), &id, &err) == ERR_INVALID &&
			strcmp(err.field, "approved") == 0, "approved before opened: %s", err.msg);
}

static void check_channels(void)
{
	/* 滨海 2024: 6749 = 1210 + 3100 + 1028 + 128 + 1283. */
	static const struct {
		enum channel_platform platform;
		const char *name;
		int64_t posts;
	} c[] = { { CHANNEL_SITE, "门户网站", 1210 }, { CHANNEL_WEIBO, "平安示例微博", 3100 },
		{ CHANNEL_WECHAT, "平安示例", 1028 }, { CHANNEL_DOUYIN, "平安示例抖音", 128 }, { CHANNEL_KUAISHOU, "平安示例快手", 1283 } };
	struct channel_id id[5];
	for (size_t i = 0; i < 5; i++) {
		id[i] = add_channel(c[i].platform, c[i].name, "2020-06-01");
		for (int m = 1; m <= 12; m++)
			must(post(id[i], LEDGER_POSTS, 2024, m, m < 12 ? c[i].posts / 12 : c[i].posts - 11 * (c[i].posts / 12)), &err, "posts");
	}
	CHECK(strcmp(fact(2024, "channel.total.posts"), "6749") == 0 && strcmp(fact(2024, "channel.weibo.posts"), "3100") == 0 &&
			strcmp(fact(2024, "channel.media.posts"), "5539") == 0 && strcmp(fact(2024, "media.accounts.open"), "4") == 0,
		"6749 on five channels, four of them media: %s", fact(2024, "channel.total.posts"));
	must(post(id[2], LEDGER_FOLLOWERS, 2024, 3, 150000), &err, "followers");
	must(post(id[2], LEDGER_FOLLOWERS, 2024, 9, 200000), &err, "followers");
	CHECK(strcmp(fact(2024, "channel.wechat.followers"), "200000") == 0, "the last figure counts: %s", fact(2024, "channel.wechat.followers"));
	CHECK(post(id[0], LEDGER_POSTS, 2019, 1, 1) == ERR_INVALID, "not open then: %s", err.msg);
	must(post(id[3], LEDGER_POSTS, 2025, 10, 4), &err, "posts");
	must(post(id[3], LEDGER_POSTS, 2025, 11, 0), &err, "posts");
	struct channel_filter f = { .state = CHANNEL_OPEN, .platform = CHANNEL_DOUYIN, .year = 2025 };
	struct channel_page page;
	must(channel_list(&p.desk, &looker, &f, &p.arena, &page, &err), &err, "list");
	CHECK(page.n == 1 && page.item[0].posts == 4 && page.item[0].idle_month == 11 && page.item[0].missing == 10,
		"C-5.7-20 idle in November, ten months without a figure");
	must(post(id[3], LEDGER_POSTS, 2025, 12, 2), &err, "posts");
	must(channel_list(&p.desk, &looker, &f, &p.arena, &page, &err), &err, "list");
	CHECK(page.item[0].idle_month == 0 && !page.item[0].twin, "awake again");
	add_channel(CHANNEL_DOUYIN, "平安示例二号", "2025-12-01");
	must(channel_list(&p.desk, &looker, &f, &p.arena, &page, &err), &err, "list");
	CHECK(page.n == 2 && page.item[0].twin && page.item[1].twin, "C-5.7-20 one account per unit and platform");
	CHECK(strcmp(fact(2025, "media.accounts.open"), "5") == 0 && strcmp(fact(2025, "media.accounts.opened"), "1") == 0, "opened in 2025");
}

static void check_money(void)
{
	/* 滨海 2024: postage of 876 元, no fee. */
	struct money_facts f = { .item = LEDGER_POSTAGE, .on = day("2024-12-30"), .amount = 87600, .ref = STR("XA00000000001"), .note = STR("邮寄告知书") };
	struct money_id id, other_id;
	CHECK(money_add(&p.desk, &clerk, own, &f, &id, &err) == OK, "postage: %s", err.msg);
	CHECK(strcmp(fact(2024, "postage.spent"), "876") == 0 && strcmp(fact(2024, "fee.received"), "0") == 0 &&
			strcmp(cell(2024, REPORT_T2_FEE), "148.743504") == 0, "C-3.2-14 expense is not fee");
	f.item = LEDGER_RECEIPTS;
	f.ref = STR("");
	CHECK(money_add(&p.desk, &clerk, own, &f, &id, &err) == ERR_INVALID && strcmp(err.field, "ref") == 0, "a receipt has a number: %s", err.msg);
	f.ref = STR("0012345678");
	f.request = STR("2024-0001");
	CHECK(money_add(&p.desk, &clerk, own, &f, &id, &err) == ERR_INVALID && strcmp(err.field, "request") == 0, "no such request: %s", err.msg);
	f.request = STR("");
	f.amount = 0;
	CHECK(money_add(&p.desk, &clerk, own, &f, &id, &err) == ERR_INVALID && strcmp(err.field, "amount") == 0, "nothing: %s", err.msg);
	f.amount = 30050;
	CHECK(money_add(&p.desk, &clerk, own, &f, &id, &err) == OK && strcmp(fact(2024, "fee.received"), "300.5") == 0, "a receipt");
	CHECK(money_add(&p.desk, &clerk, own, &f, &other_id, &err) == ERR_INVALID && strcmp(err.field, "ref") == 0, "once: %s", err.msg);
	CHECK(money_undo(&p.desk, &clerk, id, STR("票据作废"), &err) == OK && strcmp(fact(2024, "fee.received"), "0") == 0, "taken back");
	CHECK(money_undo(&p.desk, &clerk, id, STR("票据作废"), &err) == ERR_CONFLICT, "once: %s", err.msg);
	CHECK(money_add(&p.desk, &clerk, own, &f, &id, &err) == OK, "and entered again");
	struct money_page page;
	must(money_list(&p.desk, &looker, own, LEDGER_RECEIPTS, 2024, (struct ledger_place){ 0 }, &p.arena, &page, &err), &err, "list");
	CHECK(page.n == 3 && page.total == 30050 && page.entries == 3, "three entries make one receipt");
}

int main(void)
{
	desk_place_init(&p);
	desk_set_up(&p);
	clerk = actor_of("clerk", ROLE_BIT(ROLE_REGISTER));
	other = actor_of("other", ROLE_BIT(ROLE_HANDLE));
	head = actor_of("head", ROLE_BIT(ROLE_SIGN));
	looker = actor_of("looker", ROLE_BIT(ROLE_LOOK));
	check_figures();
	check_signing();
	check_norms();
	check_life();
	check_channels();
	check_money();
	check_rows(2024);
	struct actor stranger = { .person = { 5 }, .agency = { 77 }, .roles = ROLE_BIT(ROLE_LOOK) };
	struct ledger_year y;
	CHECK(ledger_year(&p.desk, &stranger, clerk.agency, 2024, &p.arena, &y, &err) == ERR_DENIED, "not another agency's: %s", err.msg);
	desk_place_done(&p);
	return TEST_END();
}
