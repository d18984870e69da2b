/* The inbox: order, bands, words, counts, search, batches, export; and that an index answers it. */
#include "desk/inbox.h"
#include "store/stmt_list.h"
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

static struct inbox_page load(const struct actor *who, const struct inbox_filter *f)
{
	struct inbox_page page = { .n = 0 };
	must(inbox_page(&p.desk.desk, &p.desk.arena, who, f, &page, &err), &err, "page");
	return page;
}

static struct inbox_page band(enum inbox_band b)
{
	struct inbox_filter f = inbox_filter_default();
	f.band = b;
	return load(&p.clerk, &f);
}

static struct inbox_page find(const char *q)
{
	struct inbox_filter f = inbox_filter_default();
	f.q = str_cstr(q);
	return load(&p.clerk, &f);
}

static enum err step(struct request_id id, enum clock_event_kind kind, const char *until)
{
	struct request_step s = { .id = id,
		.version = request_see(&p, &p.clerk, id).request.version,
		.event = { .kind = kind, .on = request_now(&p), .id = STR("c1") },
		.stage = STAGES,
		.action = STR("request.step") };
	if (until)
		s.event.has_until = date_parse(str_cstr(until), &s.event.until);
	return request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err);
}

static struct request_id late, today, near, paused, consulting, done, filed;
static struct str filed_number;

/* One of each, as of 2026-06-01 (Monday). */
static void make_cases(void)
{
	struct request_input in = request_online(&p);
	struct request_filed out;
	request_day(&p, 2026, 4, 24);
	late = request_received(&p); /* due 05-26 */
	request_day(&p, 2026, 4, 30);
	today = request_received(&p);
	request_day(&p, 2026, 5, 7);
	paused = request_received(&p);
	consulting = request_received(&p);
	done = request_received(&p);
	request_day(&p, 2026, 5, 11);
	near = request_received(&p);
	must(step(paused, CLOCK_CORRECTION_NOTICED, "2026-06-10"), &err, "notice");
	request_day(&p, 2026, 6, 1);
	must(step(consulting, CLOCK_CONSULT_SENT, NULL), &err, "consult");
	must(step(done, CLOCK_WITHDRAWN, NULL), &err, "withdraw");
	in.name = STR("测试另某");
	in.subject = STR("百分之100%的绿化");
	must(request_file(&p.desk.desk, &p.desk.arena, NULL, &in, STR(""), &out, &err), &err,
		"file");
	filed = out.id;
	filed_number = out.number;
}

static const struct inbox_item *item_of(const struct inbox_page *page, struct request_id id)
{
	for (size_t i = 0; i < page->n; i++)
		if (page->item[i].row.id.v == id.v)
			return &page->item[i];
	static const struct inbox_item none = { 0 };
	return &none;
}

static void check_rows(void)
{
	struct inbox_page all = band(BAND_ALL);
	CHECK(all.n == 7 && all.total == 7 && !all.more, "all seven: %zu", all.n);
	bool order = true;
	for (size_t i = 1; i < all.n; i++)
		order = order && all.item[i - 1].row.sort_due <= all.item[i].row.sort_due;
	CHECK(order && all.item[0].row.id.v == filed.v && all.item[6].row.id.v == done.v,
		"unregistered first, closed last");
	static const struct {
		const struct request_id *id;
		const char *due, *waits;
		enum inbox_tone tone;
	} say[] = {
		{ &filed, "待确认", "", TONE_SOON },
		{ &late, "逾期 6 日", "", TONE_LATE },
		{ &today, "今日到期", "", TONE_TODAY },
		{ &near, "剩 5 个工作日", "", TONE_SOON },
		{ &paused, "计时暂停", "等待申请人补正", TONE_PAUSED },
		{ &consulting, "计时暂停", "征求意见", TONE_PAUSED },
		{ &done, "其他", "", TONE_DONE },
	};
	for (size_t i = 0; i < sizeof(say) / sizeof(*say); i++) {
		const struct inbox_item *t = item_of(&all, *say[i].id);
		CHECK(str_is(t->due, say[i].due) && str_is(t->waits, say[i].waits) &&
				t->tone == say[i].tone,
			"%s %s: %.*s %.*s", say[i].due, say[i].waits, STR_ARG(t->due),
			STR_ARG(t->waits));
	}
	CHECK(str_is(item_of(&all, near)->correction, "补正告知期限已过") &&
			item_of(&all, near)->correction_late,
		"seven days for a correction are over");
	struct request_id fresh = request_received(&p);
	all = band(BAND_ALL);
	CHECK(str_is(item_of(&all, fresh)->correction, "补正告知剩 7 个工作日") &&
			str_is(item_of(&all, fresh)->due, "剩 20 个工作日"),
		"a new one: %.*s", STR_ARG(item_of(&all, fresh)->correction));
	CHECK(str_is(item_of(&all, near)->row.masked_name, "测*某"), "masked");
}

static void check_bands(void)
{
	static const struct {
		enum inbox_band band;
		size_t n;
	} want[] = { { BAND_OPEN, 7 }, { BAND_FILED, 1 }, { BAND_OVERDUE, 1 }, { BAND_TWO, 1 },
		{ BAND_FIVE, 1 }, { BAND_LATER, 1 }, { BAND_PAUSED, 2 }, { BAND_MINE, 0 },
		{ BAND_MONTH, 1 }, { BAND_ALL, 8 } };
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		struct inbox_page page = band(want[i].band);
		CHECK(page.n == want[i].n && page.count[want[i].band] == (int64_t)want[i].n &&
				page.total == (int64_t)want[i].n,
			"%s: %zu", inbox_band_name(want[i].band), page.n);
	}
	struct inbox_filter f = inbox_filter_default();
	f.stage = STAGE_CORRECTION;
	struct inbox_page page = load(&p.clerk, &f);
	CHECK(page.n == 1 && page.item[0].row.id.v == paused.v && page.total == 1, "by stage");
	f.channel = RECEIPT_INTERNET;
	page = load(&p.clerk, &f);
	CHECK(page.n == 1 && page.total == -1 && !page.cut, "stage and channel");
	f.channel = RECEIPT_FAX;
	CHECK(load(&p.clerk, &f).n == 0, "and none by fax");
	f = inbox_filter_default();
	f.class = CLASS_PERSON;
	CHECK(load(&p.clerk, &f).n == 7, "by class");
	f.class = CLASS_LEGAL;
	CHECK(load(&p.clerk, &f).n == 0, "of another class");
	struct actor nobody = { .agency = p.agency };
	CHECK(inbox_page(&p.desk.desk, &p.desk.arena, &nobody, &f, &page, &err) == ERR_DENIED,
		"not for everybody: %s", err.msg);
	struct actor stranger = p.clerk;
	stranger.agency.v = 1;
	f = inbox_filter_default();
	CHECK(load(&stranger, &f).n == 0, "another agency sees nothing of it");
}

static void check_search(void)
{
	struct inbox_page page = find("2026-000");
	CHECK(page.n == 7 && str_is(page.item[0].row.number, "2026-0001"), "by number: %zu",
		page.n);
	CHECK(find("2026-0003").n == 1 && find("2026-1").n == 0, "one, none");
	char receipt[32];
	snprintf(receipt, sizeof(receipt), "%.*s", STR_ARG(filed_number));
	page = find(receipt);
	CHECK(page.n == 1 && page.item[0].row.id.v == filed.v, "by receipt %s", receipt);
	page = find("测试另某");
	CHECK(page.n == 1 && page.item[0].row.id.v == filed.v, "by whole name");
	CHECK(find("测试").n == 0, "not by a part of a name");
	page = find("100%的");
	CHECK(page.n == 1 && page.item[0].row.id.v == filed.v, "by a part of the subject");
	CHECK(find("_%_").n == 0 && find("'; DROP TABLE request; --").n == 0, "signs are signs");
	CHECK(find("\xff\xfe").n > 0, "broken bytes are no search");
}

static void check_batch(void)
{
	const struct desk *d = &p.desk.desk;
	struct arena *a = &p.desk.arena;
	struct inbox_page page = band(BAND_OPEN);
	struct inbox_pick pick[2] = { { near, item_of(&page, near)->row.version },
		{ today, item_of(&page, today)->row.version } };
	struct department_id none = { 0 };
	CHECK(inbox_assign(d, a, &p.handler, pick, 2, none, p.handler.person, &err) == ERR_DENIED,
		"not by a handler: %s", err.msg);
	CHECK(inbox_assign(d, a, &p.clerk, pick, 0, none, p.handler.person, &err) == ERR_INVALID,
		"nothing picked: %s", err.msg);
	pick[1].version--;
	CHECK(inbox_assign(d, a, &p.clerk, pick, 2, none, p.handler.person, &err) == ERR_CONFLICT &&
			str_has(str_cstr(err.msg), "2026-0002："),
		"one has changed: %s", err.msg);
	CHECK(band(BAND_OPEN).count[BAND_MINE] == 0, "then none is assigned");
	pick[1].version++;
	CHECK(inbox_assign(d, a, &p.clerk, pick, 2, none, p.handler.person, &err) == OK, "both: %s",
		err.msg);
	struct inbox_filter f = inbox_filter_default();
	f.band = BAND_MINE;
	page = load(&p.handler, &f);
	CHECK(page.n == 2 && page.count[BAND_MINE] == 2, "the handler's own: %zu", page.n);
	CHECK(inbox_remind(d, a, &p.clerk, pick, 2, STR("请抓紧办理"), &err) == OK, "reminded: %s",
		err.msg);
	CHECK(desk_events(&p.desk, "request.remind") == 2 &&
			request_see(&p, &p.clerk, near).note[0].kind == NOTE_REMIND,
		"a note and an event each");
	struct inbox_pick over = { done, 3 };
	CHECK(inbox_remind(d, a, &p.clerk, &over, 1, STR("请抓紧"), &err) == ERR_CONFLICT,
		"not a closed one: %s", err.msg);
}

static enum err count_fn(void *ctx, const struct inbox_item *item, struct error *e)
{
	size_t *n = ctx;
	(void)e;
	*n += item->due.n > 0;
	return OK;
}

static void check_pages(void)
{
	request_day(&p, 2026, 6, 2);
	for (int i = 0; i < 45; i++)
		request_received(&p);
	struct inbox_filter f = inbox_filter_default();
	size_t seen = 0, pages = 0;
	struct inbox_page page;
	int64_t last = INT64_MIN;
	bool order = true;
	do {
		page = load(&p.clerk, &f);
		for (size_t i = 0; i < page.n; i++) {
			order = order && page.item[i].row.sort_due >= last;
			last = page.item[i].row.sort_due;
		}
		seen += page.n;
		pages++;
		f.has_after = true;
		f.after_due = page.next_due;
		f.after_id = page.next_id;
	} while (page.more && pages < 20);
	CHECK(seen == 52 && pages == 3 && order && page.total == 52,
		"three pages, each case once, in order: %zu", seen);
	size_t n = 0;
	f = inbox_filter_default();
	CHECK(inbox_export(&p.desk.desk, &p.clerk, &f, STR(""), count_fn, &n, &err) == ERR_INVALID,
		"an export has a reason: %s", err.msg);
	CHECK(inbox_export(&p.desk.desk, &p.clerk, &f, STR("月度统计"), count_fn, &n, &err) == OK &&
			n == 52,
		"all of them: %zu %s", n, err.msg);
	CHECK(desk_events(&p.desk, "request.export") == 1, "logged");
}

/* --- constant time: an index answers, nothing is sorted ------------------------------------------
 */

static bool plan_is_good(sqlite3 *h, const char *name, const char *sql, const char *index)
{
	char text[4096], last[300] = "";
	sqlite3_stmt *s = NULL;
	bool by_index = false, bad = false;
	snprintf(text, sizeof(text), "EXPLAIN QUERY PLAN %s", sql);
	if (sqlite3_prepare_v2(h, text, -1, &s, NULL)) {
		printf("# %s: %s\n", name, sqlite3_errmsg(h));
		return false;
	}
	while (sqlite3_step(s) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(s, 3);
		if (strstr(line, " r ") || strstr(line, " request"))
			snprintf(last, sizeof(last), "%s", line);
		by_index = by_index || strstr(line, index);
		if (strstr(line, index))
			continue;
		bad = bad || strstr(line, "TEMP B-TREE") || !strncmp(line, "SCAN request", 12) ||
		      !strncmp(line, "SCAN r", 6);
		if (bad)
			printf("# %s: %s\n", name, line);
	}
	if (!by_index)
		printf("# %s: not by %s: %s\n", name, index, last);
	sqlite3_finalize(s);
	return by_index && !bad;
}

static void check_plans(void)
{
	static const struct {
		const char *name, *index;
	} want[] = {
		{ "inbox_all", "request_inbox (agency_id=? AND sort_due>" },
		{ "inbox_stage", "request_by_stage (agency_id=? AND stage=? AND sort_due>" },
		{ "inbox_department", "request_by_department (agency_id=? AND department_id=?" },
		{ "inbox_handler", "request_by_handler (agency_id=? AND handler_id=?" },
		{ "inbox_channel", "request_by_channel (agency_id=? AND channel=?" },
		{ "inbox_class", "request_by_class (agency_id=? AND class=?" },
		{ "inbox_count_all", "request_inbox (agency_id=? AND sort_due>" },
		{ "inbox_count_stage", "request_by_stage (agency_id=? AND stage=?" },
		{ "inbox_count_handler", "request_by_handler (agency_id=? AND handler_id=?" },
		{ "inbox_count_department", "request_by_department (agency_id=?" },
		{ "inbox_count_channel", "request_by_channel (agency_id=?" },
		{ "inbox_count_class", "request_by_class (agency_id=?" },
		{ "inbox_by_number", "(agency_id=? AND number>?" },
		{ "inbox_by_receipt", "request_by_receipt (agency_id=? AND receipt>?" },
		{ "inbox_by_name", "applicant_by_name (name_index=?" },
		{ "request_by_id", "PRIMARY KEY" },
		{ "request_by_code", "request_by_code (query_code=?" },
		{ "request_events", "request_event_by_request (request_id=?" },
		{ "request_open", "request_open" },
		{ "request_of_applicant", "applicant_by_index (id_index=?" },
		{ "request_recent_sketches", "COVERING INDEX request_sketch_recent (agency_id=? AND request_id>" },
		{ "request_unsketched", "request_unworded (agency_id=?" },
		{ "request_unworded", "request_unworded" },
	};
	sqlite3 *h = NULL;
	char path[300];
	if (test_pg()) {
		SKIP_CASE("query plans", "read on SQLite");
		return;
	}
	snprintf(path, sizeof(path), "%s/gongkai.db", p.desk.store.folder);
	if (sqlite3_open(path, &h))
		printf("Bail out! %s\n", path);
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		const char *sql = NULL;
		for (const struct stmt *const *k = store_stmt_list; *k; k++)
			if (!strcmp((*k)->name, want[i].name))
				sql = (*k)->text[STMT_SQLITE];
		CHECK(sql && plan_is_good(h, want[i].name, sql, want[i].index), "plan of %s",
			want[i].name);
	}
	sqlite3_close(h);
}

int main(void)
{
	request_place_init(&p);
	make_cases();
	check_rows();
	check_bands();
	check_search();
	check_batch();
	check_pages();
	check_plans();
	desk_place_done(&p.desk);
	return TEST_END();
}
