/* Warnings of what is beside the reply: consultations, reviews and lawsuits; a request answered anew. */
#include "desk/consultation.h"
#include "desk/feed.h"
#include "desk/notice.h"
#include "desk/remedy.h"
#include "tests/desk/letter_test.h"

static struct letter_place p;
static struct error err;
static struct notice_post post;

static struct desk *d(void)
{
	return &p.r.desk.desk;
}
static struct arena *ar(void)
{
	return &p.r.desk.arena;
}

/* New ones of a kind since last asked. */
static int told(const struct actor *who, enum notice_kind kind)
{
	struct notice_item *item;
	size_t n;
	int found = 0;
	int64_t marked;
	must(notice_list(d(), ar(), who, true, (struct notice_id){ 0 }, &item, &n, &err), &err, "list");
	for (size_t i = 0; i < n; i++)
		found += item[i].kind == kind;
	must(notice_read_all(d(), who, (struct notice_id){ INT64_MAX }, &marked, &err), &err, "read");
	return found;
}

static void daily(int month, int day)
{
	struct arena a;
	struct runner_work w = { .desk = d(), .arena = &a, .ctx = &post };
	request_day(&p.r, 2026, month, day);
	arena_init(&a, 64 << 20);
	must(notice_run_daily(&w, &err), &err, "daily");
	must(notice_run_daily(&w, &err), &err, "daily, again");
	arena_done(&a);
}

/* Received by the third party on 2026-03-02: the fifteenth working day is Monday 03-23. */
static void check_consultation(void)
{
	request_day(&p.r, 2026, 3, 2);
	struct request_id id = request_received(&p.r);
	struct consultation_id q;
	must(request_assign(d(), ar(), &p.r.clerk, id, 2, (struct department_id){ 0 },
		     p.r.handler.person, &err),
		&err, "assign");
	struct consultation_paper in = { .request = id,
		.version = 3,
		.facts = { .kind = CONSULTATION_THIRD_PARTY,
			.party = STR("测试单位甲"),
			.contact = STR("测试联系人 0000-00000000"),
			.information = STR("投标文件中的技术参数") },
		.sent = request_now(&p.r),
		.served = true,
		.served_on = request_now(&p.r),
		.reason = STR("系统停用，手工制发"),
		.has_proof = true,
		.proof = request_scan(&p.r, "%PDF-1.4 proof") };
	must(consultation_on_paper(d(), ar(), &p.r.handler, &in, &q, &err), &err, "asked");
	(void)told(&p.r.handler, NOTICE_DUE);
	daily(3, 23);
	CHECK(told(&p.r.handler, NOTICE_CONSULT_LAPSED) == 0, "the last day is not over");
	daily(3, 24);
	CHECK(told(&p.r.handler, NOTICE_CONSULT_LAPSED) == 1, "the day after: somebody has to decide");
	daily(3, 25);
	CHECK(told(&p.r.handler, NOTICE_CONSULT_LAPSED) == 0, "once");
}

static bool feed_has(struct str token, const char *text)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	must(feed_write(d(), ar(), token, STR("192.0.2.9"), STR("https://gk.example.cn"), &b, &err), &err,
		"feed");
	bool has = str_has(buf_view(&b), text);
	buf_done(&b);
	return has;
}

/*
 * The notice of a review received on Thursday 2026-04-09: the agency answers within ten days, which are working
 * days (复议法第五十四条、第八十八条): 04-10 is the first, 13 to 17 up to the sixth, 20 to 23 up to the tenth.
 * Five are left on 04-16, two on 04-21.
 */
static void check_remedy(void)
{
	struct remedy_id id;
	struct str all;
	request_day(&p.r, 2026, 4, 9);
	struct remedy_new in = { .block = REMEDY_REVIEW,
		.item = STR("主动公开"),
		.subject = STR("示例"),
		.claimant = STR("测试甲某"),
		.claimants = 1,
		.body = STR("示例市人民政府"),
		.case_number = STR("〔2026〕示例1号"),
		.received = request_now(&p.r) };
	must(remedy_open(d(), ar(), &p.r.clerk, &in, &id, &err), &err, "open");
	must(feed_make(d(), ar(), &p.r.clerk, FEED_AGENCY, &all, &err), &err, "feed");
	CHECK(feed_has(all, "-remedy-") && feed_has(all, "20260423"), "in the calendar of the agency");
	CHECK(!feed_has(all, "测试甲某"), "without the name");
	static const struct {
		int day, due, late;
	} row[] = { { 10, 0, 0 }, { 15, 0, 0 }, { 16, 1, 0 }, { 17, 0, 0 }, { 21, 1, 0 }, { 22, 0, 0 },
		{ 23, 1, 0 }, { 24, 0, 1 }, { 27, 0, 0 } };
	(void)told(&p.r.clerk, NOTICE_DUE);
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct notice_item *item;
		size_t n;
		daily(4, row[i].day);
		must(notice_list(d(), ar(), &p.r.clerk, true, (struct notice_id){ 0 }, &item, &n, &err),
			&err, "list");
		int due = 0, late = 0;
		for (size_t k = 0; k < n; k++) {
			due += item[k].kind == NOTICE_REMEDY_DUE && item[k].object == id.v;
			late += item[k].kind == NOTICE_REMEDY_OVERDUE && item[k].object == id.v;
		}
		CHECK(due == row[i].due && late == row[i].late, "04-%d: %d %d", row[i].day, due, late);
		(void)told(&p.r.clerk, NOTICE_DUE);
	}
}

int main(void)
{
	letter_place_init(&p);
	check_consultation();
	check_remedy();
	desk_place_done(&p.r.desk);
	return TEST_END();
}
