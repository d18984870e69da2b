/* Later work: the runner, mail to a real server, a change of keys, daily upkeep. */
#include "tests/desk/desk_test.h"
#include "tests/desk/mail_test.h"

#include "core/smtp.h"
#include "desk/draft.h"
#include "desk/mail.h"
#include "desk/reseal.h"
#include "desk/runner.h"
#include "desk/upkeep.h"
#include "store/backup.h"

#include <dirent.h>
#include <pthread.h>

/* --- the runner -------------------------------------------------------------------------------- */

struct counted {
	_Atomic int runs, fail_first;
	bool until_stopped; /* works until the runner stops, and then fails */
	bool permanent;
	enum runner_note last;
	int notes;
};

static enum err count_run(struct runner_work *w, struct error *err)
{
	struct counted *c = w->ctx;
	w->permanent = c->permanent;
	c->runs++;
	while (c->until_stopped && !runner_is_stopping(w->runner))
		store_sleep(5);
	if (c->until_stopped || c->runs <= c->fail_first)
		return error_set(err, ERR_IO, NULL, "测试甲 13800138000");
	return OK;
}

static void told(void *ctx, enum runner_note note, const struct job_claim *claim, int64_t took,
	const struct error *err)
{
	struct counted *c = ctx;
	(void)claim;
	(void)took;
	(void)err;
	c->last = note;
	c->notes++;
}

static enum err add_job(struct tx *tx, void *ctx, struct error *err)
{
	return job_add(tx, ctx, NULL, err);
}

struct failures {
	struct arena *a;
	struct job_failure *f;
	size_t n;
};

static enum err list_failures(struct tx *tx, void *ctx, struct error *err)
{
	struct failures *l = ctx;
	return job_failures(tx, (struct job_id){ 0 }, 10, l->a, &l->f, &l->n, err);
}

static void test_runner(struct desk_place *p)
{
	struct counted c = { .runs = 0 };
	const struct runner_kind kind[] = { { "count", count_run, &c, 0 }, { .kind = NULL } };
	const struct runner_daily daily[] = { { "count", 10 }, { .kind = NULL } };
	struct runner_config rc = { .desk = &p->desk, .kind = kind, .daily = daily,
		.clock_ms = desk_clock, .clock_ctx = p, .told = told, .told_ctx = &c, .poll_ms = 20 };
	struct error err = { .code = OK };
	int n = -1;
	/* desk_place begins at 09:00 in Shanghai. */
	CHECK(!runner_drain(&rc, &n, &err) && n == 0, "09:00: not yet (%s)", err.detail);
	p->now += HOURS(1);
	CHECK(!runner_drain(&rc, &n, &err) && n == 1 && c.runs == 1 && c.last == RUNNER_DONE,
		"10:00: the daily one");
	CHECK(!runner_drain(&rc, &n, &err) && n == 0, "once a day, whichever node asks");
	p->now += HOURS(13);
	CHECK(!runner_drain(&rc, &n, &err) && n == 0, "23:00: no");
	p->now += HOURS(11);
	CHECK(!runner_drain(&rc, &n, &err) && n == 1 && c.runs == 2, "10:00 the next day");
	struct job_entry e = { .kind = STR("count") };
	c = (struct counted){ .fail_first = 1 };
	CHECK(!store_write(p->desk.store, add_job, &e, &err) && !runner_drain(&rc, &n, &err) &&
			n == 1 && c.last == RUNNER_LATER,
		"a failure is for later");
	p->now += MINUTES(1);
	CHECK(!runner_drain(&rc, &n, &err) && n == 1 && c.last == RUNNER_DONE, "a minute later it works");
	c = (struct counted){ .fail_first = 1, .permanent = true };
	struct failures l = { .a = &p->arena };
	CHECK(!store_write(p->desk.store, add_job, &e, &err) && !runner_drain(&rc, &n, &err) &&
			c.last == RUNNER_FAILED && !store_read(p->desk.store, list_failures, &l, &err) &&
			l.n == 1 && str_is(l.f[0].reason, "io"),
		"for good; what a person typed is not in the reason");
	/* As a thread: woken, stopped cleanly. */
	struct runner *r = NULL;
	c = (struct counted){ .runs = 0 };
	CHECK(!runner_start(&rc, &r, &err), "started");
	for (int i = 0; i < 5; i++)
		CHECK(!store_write(p->desk.store, add_job, &e, &err), "added");
	runner_wake(r);
	for (int i = 0; i < 1000 && c.runs < 5; i++)
		store_sleep(10);
	CHECK(c.runs == 5, "done in its thread: %d", c.runs);
	runner_stop(r);
	runner_stop(NULL);
	/* Stopped in the middle: the next runner begins at once. */
	c = (struct counted){ .until_stopped = true };
	CHECK(!store_write(p->desk.store, add_job, &e, &err) && !runner_start(&rc, &r, &err), "started");
	for (int i = 0; i < 1000 && c.runs < 1; i++)
		store_sleep(10);
	runner_stop(r);
	CHECK(c.runs == 1 && c.notes == 0, "stopped in the middle");
	c.until_stopped = false;
	CHECK(!runner_drain(&rc, &n, &err) && n == 1 && c.last == RUNNER_DONE, "taken up at once");
}

/* --- mail -------------------------------------------------------------------------------------- */

struct letter {
	const struct desk *d;
	struct mail_message m;
	struct mail_id id;
};

static enum err add_letter(struct tx *tx, void *ctx, struct error *err)
{
	struct letter *l = ctx;
	return mail_add(tx, l->d, &l->m, &l->id, err);
}

static void test_mail(struct desk_place *p)
{
	struct server s = { .out = NULL };
	struct error err = { .code = OK };
	struct mail_sender sender = { .smtp = { .tls = SMTP_TLS_NO, .from = "xxgk@example.cn",
						.timeout_s = 60 }, .host = STR("example.cn") };
	struct counted c = { .runs = 0 };
	const struct runner_kind kind[] = { { "mail", mail_run, &sender, 0 }, { .kind = NULL } };
	struct runner_config rc = { .desk = &p->desk, .kind = kind, .clock_ms = desk_clock,
		.clock_ctx = p, .told = told, .told_ctx = &c };
	struct letter l = { .d = &p->desk, .m = { .to = STR("jia@example.cn"), .to_name = STR("测试甲"),
						   .subject = STR("补正通知"),
						   .text = STR("请补正。\n第二行\n") } };
	struct mail_count mc;
	struct mail_bounce *b;
	size_t bounces;
	char message[100], read[400];
	int n = 0;
	snprintf(message, sizeof message, "%s/message", folder);
	snprintf(read, sizeof read, "python3 \"$GONGKAI_ROOT/tests/smtp/server.py\" --read %s >%s/read",
		message, folder);
	CHECK(!store_write(p->desk.store, add_letter, &l, &err), "written (%s)", err.msg);
	CHECK(start_server(&s, "data4"), "a server without room");
	sender.smtp.url = s.url;
	CHECK(!runner_drain(&rc, &n, &err) && n == 1 && c.last == RUNNER_LATER, "later");
	stop_server(&s);
	CHECK(start_server(&s, "ok"), "a server");
	sender.smtp.url = s.url;
	p->now += MINUTES(1);
	CHECK(!runner_drain(&rc, &n, &err) && n == 1 && c.last == RUNNER_DONE, "sent");
	snprintf(message, sizeof message, "%s/read", folder);
	CHECK(system(read) == 0 && is_in(message, "to: jia@example.cn") &&
			is_in(message, "to-name: 测试甲") && is_in(message, "subject: 补正通知") &&
			is_in(message, "第二行"),
		"as it was written");
	CHECK(!mail_counts(&p->desk, &mc, &err) && mc.sent == 1 && mc.waiting == 0, "counted");
	stop_server(&s);
	CHECK(start_server(&s, "rcpt5"), "a server that knows nobody");
	sender.smtp.url = s.url;
	CHECK(!store_write(p->desk.store, add_letter, &l, &err) && !runner_drain(&rc, &n, &err) &&
			c.last == RUNNER_REFUSED,
		"refused");
	CHECK(!mail_bounces(&p->desk, &p->arena, (struct mail_id){ 0 }, 10, &b, &bounces, &err) &&
			bounces == 1 && b[0].code == 550 && b[0].id.v == l.id.v,
		"a bounce with its code");
	CHECK(!runner_drain(&rc, &n, &err) && n == 0, "not tried again by itself");
	stop_server(&s);
	CHECK(start_server(&s, "ok"), "a server");
	sender.smtp.url = s.url;
	struct actor console = actor_console(), nobody = { .address = STR("192.0.2.1") };
	CHECK(mail_resend(&p->desk, &nobody, l.id, &err) == ERR_DENIED, "not by anybody");
	CHECK(!mail_resend(&p->desk, &console, l.id, &err) &&
			mail_resend(&p->desk, &console, l.id, &err) == ERR_NOT_FOUND &&
			!runner_drain(&rc, &n, &err) && n == 1 && c.last == RUNNER_DONE,
		"sent again by a person");
	stop_server(&s);
	sender.smtp.url = "smtp://127.0.0.1:1";
	CHECK(!store_write(p->desk.store, add_letter, &l, &err), "written");
	for (int i = 0; i < MAIL_TRIES; i++) {
		CHECK(!runner_drain(&rc, &n, &err) && n == 1 &&
				c.last == (i + 1 < MAIL_TRIES ? RUNNER_LATER : RUNNER_REFUSED),
			"nobody answers, try %d", i + 1);
		p->now += HOURS(1);
	}
	CHECK(!mail_counts(&p->desk, &mc, &err) && mc.bounced == 1 && mc.sent == 2, "given up");
	l.m.to = STR("no address");
	CHECK(store_write(p->desk.store, add_letter, &l, &err) == ERR_INVALID &&
			strcmp(err.field, "to") == 0,
		"no address: %s", err.msg);
	if (!p->store.pg) {
		char db[400];
		snprintf(db, sizeof db, "%s/gongkai.db*", p->store.folder);
		CHECK(!is_in(db, "jia@example.cn") && !is_in(db, "补正"), "sealed in the database");
	}
}

/* --- change of keys ---------------------------------------------------------------------------- */

static bool stop_at(void *ctx, int64_t done)
{
	return done < *(int64_t *)ctx;
}

static void test_reseal(struct desk_place *p)
{
	struct error err = { .code = OK };
	struct reseal_result r = { .done = -1 };
	struct draft_owner owner = { .visitor = STR("0123456789abcdef") };
	struct draft_pair pair = { STR("text"), STR("测试") }, *got;
	size_t n = 0;
	desk_set_up(p);
	for (int i = 0; i < 45; i++) {
		char path[40];
		struct letter l = { .d = &p->desk, .m = { .to = STR("jia@example.cn"), .to_name = STR("测试甲"),
							   .subject = STR("题"), .text = STR("文") } };
		snprintf(path, sizeof path, "/form/%d", i);
		must(draft_save(&p->desk, &p->arena, &owner, str_cstr(path), &pair, 1, &err), &err, path);
		must(store_write(p->desk.store, add_letter, &l, &err), &err, path);
	}
	CHECK(!reseal_run(&p->desk, &p->arena, NULL, NULL, &r, &err) && r.done == 0 && r.failed == 0,
		"nothing to do (%s)", err.detail);
	unsigned generation = 0;
	must(keyring_add_generation(p->key_path, date_from_ymd(2027, 1, 5), &generation, &err), &err,
		"add");
	keyring_close(p->keys);
	must(keyring_open(p->key_path, &p->keys, &err), &err, "open");
	p->desk.keys = p->keys;
	int64_t limit = 50;
	CHECK(generation == 2 && reseal_run(&p->desk, &p->arena, stop_at, &limit, &r, &err) ==
			ERR_CONFLICT,
		"stopped: %s", err.msg);
	CHECK(!reseal_run(&p->desk, &p->arena, NULL, NULL, &r, &err) && r.done > 0 && r.done < 135 &&
			r.failed == 0,
		"goes on where it stopped: %lld", (long long)r.done);
	CHECK(!reseal_run(&p->desk, &p->arena, NULL, NULL, &r, &err) && r.done == 0, "then all is done");
	CHECK(!draft_load(&p->desk, &p->arena, &owner, STR("/form/7"), &got, &n, &err) && n == 1 &&
			str_is(got[0].value, "测试"),
		"and can be read");
	CHECK(desk_events(p, "keys.rewrite") >= 1, "in the log");
	/* A value that does not open stays, is counted, and stops nothing. */
	must(keyring_add_generation(p->key_path, date_from_ymd(2028, 1, 5), &generation, &err), &err,
		"add");
	keyring_close(p->keys);
	must(keyring_open(p->key_path, &p->keys, &err), &err, "open");
	p->desk.keys = p->keys;
	/* Moved from another row: it does not open there. */
	raw_exec(&p->store, "UPDATE draft SET content = (SELECT content FROM draft WHERE path = '/form/4')"
			    " WHERE path = '/form/3'");
	CHECK(!reseal_run(&p->desk, &p->arena, NULL, NULL, &r, &err) && r.failed == 1 &&
			r.done == 45 * 3 - 1 && str_starts(r.first_failed, STR("draft.content/")),
		"one damaged: %lld done, %.*s", (long long)r.done, STR_ARG(r.first_failed));
}

/* Every BLOB column is sealed and in the list, or known not to be. */
static void test_columns(struct desk_place *p)
{
	static const char *const open[] = { "ledger_batch.digest", "idempotency.result", "event.before", "event.after",
		"event.chain", "event_head.chain", "recovery_code.hash", "session.token_hash",
		"blob.digest", "blob_content.digest", "blob_chunk.bytes", "job.payload",
		"request.query_code", "applicant.name_index", "applicant.id_index",
		"request_file.digest", "letter.docx", "letter.pdf", "annual_report.digest", "annual_report.corrected", "request_sketch.bits",
		"annual_entry.file_digest",
		"feed.token_hash",
		"request_find_data.block",
		"lead_find_data.block",
		"remedy.claimant_index",
		"remedy_file.digest",
		NULL };
	char path[400];
	sqlite3 *h;
	sqlite3_stmt *q = NULL;
	int sealed = 0, listed = 0;
	if (p->store.pg)
		return;
	snprintf(path, sizeof path, "%s/gongkai.db", p->store.folder);
	CHECK(!sqlite3_open(path, &h) && !sqlite3_prepare_v2(h,
		"SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
		" WHERE t.type = 'table' AND c.type = 'BLOB' ORDER BY 1", -1, &q, NULL), "the catalogue");
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(q, 0);
		int known = 0;
		for (size_t i = 0; open[i]; i++)
			known += strcmp(open[i], name) == 0;
		for (const struct reseal_column *c = reseal_column; c->place; c++)
			if (strcmp(c->place, name) == 0) {
				known++;
				sealed++;
			}
		CHECK(known == 1, "%s is in reseal_column, or known to be no sealed column", name);
	}
	for (const struct reseal_column *c = reseal_column; c->place; c++)
		listed++;
	CHECK(sealed == listed, "every listed column exists: %d", listed);
	sqlite3_finalize(q);
	sqlite3_close(h);
}

/* --- daily upkeep ------------------------------------------------------------------------------ */

static void test_upkeep(struct desk_place *p)
{
	struct error err = { .code = OK };
	struct counted c = { .runs = 0 };
	char backups[400], command[2000], file[900] = "";
	struct upkeep_backup u = { backups, 30 };
	const struct runner_kind kind[] = { { "backup", upkeep_run_backup, &u, 900 },
		{ "clean", upkeep_run_clean, NULL, 0 }, { "keys", upkeep_run_keys, NULL, 0 },
		{ .kind = NULL } };
	const struct runner_daily daily[] = { { "backup", 3 }, { "clean", 4 }, { "keys", 5 },
		{ .kind = NULL } };
	struct runner_config rc = { .desk = &p->desk, .kind = kind, .daily = daily,
		.clock_ms = desk_clock, .clock_ctx = p, .told = told, .told_ctx = &c };
	struct backup_result r;
	int n = 0, files = 0;
	snprintf(backups, sizeof backups, "%s-backups", p->store.folder);
	desk_set_up(p);
	snprintf(command, sizeof command,
		"mkdir -p %s && touch -d '40 days ago' %s/gongkai-20200101-030000.zip %s/mine.zip && touch -d"
		" '10 days ago' %s/gongkai-20200102-030000.zip", backups, backups, backups, backups);
	CHECK(system(command) == 0, "old backups");
	CHECK(!runner_drain(&rc, &n, &err) && n == 3 && c.last == RUNNER_DONE && c.notes == 3,
		"three kinds a day: %d %s", n, err.detail);
	DIR *d = opendir(backups);
	for (struct dirent *e; d && (e = readdir(d));)
		if (strncmp(e->d_name, "gongkai-202", 11) == 0) {
			files++;
			if (strncmp(e->d_name, "gongkai-2020", 12) != 0)
				snprintf(file, sizeof file, "%s/%s", backups, e->d_name);
		}
	if (d)
		closedir(d);
	CHECK(files == 2, "the old one is gone, the young one stays: %d", files);
	CHECK(!backup_check(file, &r, &err) && r.events > 0, "%s: %s", file, err.msg);
	CHECK(desk_events(p, "backup.done") == 1, "in the log");
	snprintf(command, sizeof command, "test -e %s/mine.zip && rm -rf %s", backups, backups);
	CHECK(system(command) == 0, "other files are nobody's business");
}

int main(void)
{
	void (*const part[])(struct desk_place *) = { test_runner, test_mail, test_reseal,
		test_columns, test_upkeep };
	struct error err;
	char command[200];
	if (!mkdtemp(folder) || smtp_start(&err))
		return 1;
	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
		struct desk_place p;
		desk_place_init(&p);
		part[i](&p);
		desk_place_done(&p);
	}
	smtp_stop();
	snprintf(command, sizeof command, "rm -rf %s", folder);
	CHECK(system(command) == 0, "cleaned up");
	return TEST_END();
}
