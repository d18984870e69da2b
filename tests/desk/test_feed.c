/* Calendars of legal dates: who may read which, which days are there, and that others can read them. */
#include "tests/desk/letter_test.h"

#include "desk/feed.h"
#include "doc/ics.h"

static struct letter_place p;
static struct error err;

static struct desk *d(void)
{
	return &p.r.desk.desk;
}

static struct str url = STR_INIT("https://gk.example.cn");

/* What the checker prints of the calendar; empty when it cannot be had. */
static const char *read_feed(struct str token, enum err *e)
{
	static char out[20000];
	char path[300], command[700];
	struct buf b;
	buf_init(&b, 4 << 20);
	err = (struct error){ .code = OK };
	*e = feed_write(d(), &p.r.desk.arena, token, STR("192.0.2.9"), url, &b, &err);
	out[0] = '\0';
	if (*e == OK) {
		snprintf(path, sizeof(path), "%s.ics", p.r.desk.store.folder);
		FILE *f = fopen(path, "wb");
		if (!f || fwrite(b.p, 1, b.n, f) != b.n || fclose(f))
			exit(1);
		snprintf(command, sizeof(command),
			"/usr/bin/python3 \"$GONGKAI_ROOT/tests/desk/check_ics.py\" %s && rm %s", path, path);
		FILE *c = popen(command, "r");
		size_t n = c ? fread(out, 1, sizeof(out) - 1, c) : 0;
		out[n] = '\0';
		CHECK(c && pclose(c) == 0, "the checker reads it");
		CHECK(!str_has(buf_view(&b), "绿化养护") && !str_has(buf_view(&b), "测试某"),
			"neither contents nor names");
	}
	buf_done(&b);
	return out;
}

static bool has(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

static size_t lines(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static void check_days(void)
{
	struct str mine, all;
	enum err e;
	char uid[80], uid2[80];
	/* Received on 2026-03-02: seven working days end on 03-11, twenty on 03-30 (counted by hand). */
	request_day(&p.r, 2026, 3, 2);
	struct request_id id = request_received(&p.r), other = request_received(&p.r);
	must(feed_make(d(), &p.r.desk.arena, &p.r.handler, FEED_MINE, &mine, &err), &err, "mine");
	must(feed_make(d(), &p.r.desk.arena, &p.r.handler, FEED_AGENCY, &all, &err), &err, "all");
	CHECK(lines(read_feed(mine, &e)) == 0 && e == OK, "nothing is mine yet");
	const char *got = read_feed(all, &e);
	snprintf(uid, sizeof(uid), "20260330 2026-0001 答复期限 %lld-reply@gk.example.cn", (long long)id.v);
	CHECK(e == OK && has(got, uid) && has(got, "20260311 2026-0001 补正告知期限") &&
			has(got, "20260311 2026-0002 补正告知期限"),
		"two dates each");
	must(request_assign(d(), &p.r.desk.arena, &p.r.clerk, id, 2, (struct department_id){ 0 },
		     p.r.handler.person, &err),
		&err, "assign");
	got = read_feed(mine, &e);
	CHECK(lines(got) == 1 && has(got, uid), "mine, and the same id");
	/* Extended by ten: 04-03 is the fourth day of them (31, 1, 2, 3), 清明 04-06; 04-07 to 04-10 are the
	 * fifth to the eighth, 04-13 and 04-14 the ninth and tenth. */
	struct request_step s = { .id = id, .version = 3,
		.event = { .kind = CLOCK_EXTENDED, .on = request_now(&p.r), .days = 10 },
		.stage = STAGES, .action = STR("request.extend") };
	must(request_step(d(), &p.r.desk.arena, &p.r.signer, &s, &err), &err, "extend");
	snprintf(uid2, sizeof(uid2), "20260414 2026-0001 答复期限 %lld-reply@gk.example.cn", (long long)id.v);
	CHECK(has(read_feed(mine, &e), uid2), "moved under the same id");
	/* A consultation until 03-20; a correction until 03-17. */
	s = (struct request_step){ .id = id, .version = 4,
		.event = { .kind = CLOCK_CONSULT_SENT, .on = request_now(&p.r), .has_until = true,
			.until = date_from_ymd(2026, 3, 20), .id = STR("第三方1") },
		.stage = STAGES, .action = STR("request.consult_sent") };
	must(request_step(d(), &p.r.desk.arena, &p.r.handler, &s, &err), &err, "consult");
	got = read_feed(mine, &e);
	CHECK(has(got, "20260320 2026-0001 征求意见期限") &&
			has(got, "2026-0001 答复期限（征求意见，暂停计时）"),
		"the other side's day");
	s = (struct request_step){ .id = other, .version = 2,
		.event = { .kind = CLOCK_CORRECTION_NOTICED, .on = request_now(&p.r),
			.has_until = true, .until = date_from_ymd(2026, 3, 17) },
		.stage = STAGES, .action = STR("request.correction_noticed") };
	must(request_step(d(), &p.r.desk.arena, &p.r.handler, &s, &err), &err, "correction");
	got = read_feed(all, &e);
	CHECK(has(got, "20260317 2026-0002 申请人补正期限") && !has(got, "2026-0002 答复期限"),
		"the applicant's day, no reply period runs");
	must(request_withdraw(d(), &p.r.desk.arena, &p.r.handler, other, 3, request_now(&p.r),
		     STR("撤回"), &err),
		&err, "withdraw");
	CHECK(!has(read_feed(all, &e), "2026-0002"), "what is closed has no dates");
}

static void check_links(void)
{
	struct str one, two;
	enum err e;
	struct feed_state state[FEED_SCOPES];
	must(feed_make(d(), &p.r.desk.arena, &p.r.clerk, FEED_AGENCY, &one, &err), &err, "make");
	CHECK(!feed_states(d(), &p.r.desk.arena, &p.r.clerk, state, &err) && state[FEED_AGENCY].has &&
			!state[FEED_MINE].has && state[FEED_AGENCY].used_at == 0,
		"there is one");
	(void)read_feed(one, &e);
	CHECK(!feed_states(d(), &p.r.desk.arena, &p.r.clerk, state, &err) &&
			state[FEED_AGENCY].used_at == p.r.desk.now,
		"that it was read is seen");
	must(feed_make(d(), &p.r.desk.arena, &p.r.clerk, FEED_AGENCY, &two, &err), &err, "again");
	(void)read_feed(one, &e);
	CHECK(e == ERR_NOT_FOUND, "the old one is void: %s", err.msg);
	(void)read_feed(two, &e);
	CHECK(e == OK, "the new one works");
	CHECK(!feed_revoke(d(), &p.r.clerk, FEED_AGENCY, &err) &&
			feed_revoke(d(), &p.r.clerk, FEED_AGENCY, &err) == ERR_NOT_FOUND,
		"revoked once: %s", err.msg);
	(void)read_feed(two, &e);
	CHECK(e == ERR_NOT_FOUND, "and void");
	struct actor sys = { .person = p.r.clerk.person, .roles = ROLE_BIT(ROLE_SYSTEM) };
	CHECK(feed_make(d(), &p.r.desk.arena, &sys, FEED_AGENCY, &two, &err) == ERR_DENIED,
		"not for who may not look: %s", err.msg);
	must(feed_make(d(), &p.r.desk.arena, &p.r.reader, FEED_AGENCY, &two, &err), &err, "make");
	char sql[200];
	snprintf(sql, sizeof(sql), "UPDATE person SET active = 0 WHERE id = %lld",
		(long long)p.r.reader.person.v);
	raw_exec(&p.r.desk.store, sql);
	(void)read_feed(two, &e);
	CHECK(e == ERR_NOT_FOUND, "ends with the account");
	CHECK(desk_events(&p.r.desk, "feed.make") == 5 && desk_events(&p.r.desk, "feed.revoke") == 1,
		"in the log");
	for (int i = 0; i < FEED_FETCHES + 1 && e != ERR_LIMIT; i++)
		(void)read_feed(STR("no-such-link"), &e);
	CHECK(e == ERR_LIMIT, "not for ever from one address: %s", err.msg);
}

/* What must be escaped and folded comes back as it was. */
static void check_text(void)
{
	struct buf b;
	char path[300], command[900];
	struct ics_event ev = { .uid = STR("1@x"), .changed_ms = 1767574800000,
		.day = date_from_ymd(2026, 12, 31),
		.summary = STR("一,二;三\\四\n五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十a"),
		.url = STR("https://gk.example.cn/office/requests/1234567890123456789/and/a/very/long/path/that/is/folded") };
	buf_init(&b, 1 << 20);
	ics_begin(&b, STR("甲;乙"));
	ics_event(&b, &ev);
	ics_end(&b);
	snprintf(path, sizeof(path), "%s.ics", p.r.desk.store.folder);
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(b.p, 1, b.n, f) != b.n || fclose(f))
		exit(1);
	snprintf(command, sizeof(command),
		"/usr/bin/python3 \"$GONGKAI_ROOT/tests/desk/check_ics.py\" %s"
		" | grep -qF '20261231 一\\,二\\;三\\\\四\\n五六七八九十' && rm %s", path, path);
	CHECK(system(command) == 0, "escaped and folded");
	CHECK(str_has(buf_view(&b), "DTEND;VALUE=DATE:20270101\r\n") &&
			str_has(buf_view(&b), "DTSTAMP:20260105T010000Z\r\n") &&
			str_has(buf_view(&b), "TRIGGER:-PT15H\r\n"),
		"the day after ends it; nine in the morning of the day before");
	buf_done(&b);
}

int main(void)
{
	letter_place_init(&p);
	check_days();
	check_links();
	check_text();
	desk_place_done(&p.r.desk);
	return TEST_END();
}
