/* The state of the installation: what it shows, who may see it, and what is done about it. */
#include "tests/desk/desk_test.h"

#include "desk/runner.h"
#include "desk/state.h"
#include "desk/upkeep.h"
#include "store/mail.sql.h"

#include <sys/statvfs.h>

static const struct state_query newest = { .failures_below = { 0 } };

static struct actor actor_of(uint64_t roles)
{
	return (struct actor){
		.person = { 7 }, .agency = { 1 }, .roles = roles, .address = STR("192.0.2.1")
	};
}

struct adding {
	struct desk_place *p;
	struct job_entry job;
	struct mail_message letter;
	struct mail_id mail;
	struct job_id id;
	int64_t sent_ms;
};

static enum err mark_sent(struct tx *tx, void *ctx, struct error *err)
{
	struct adding *g = ctx;
	struct mail_set_state_in in = { g->mail, 1, 250, g->sent_ms };
	return sql_mail_set_state(tx, &in, NULL, err);
}

static enum err add_job(struct tx *tx, void *ctx, struct error *err)
{
	struct adding *g = ctx;
	return job_add(tx, &g->job, &g->id, err);
}

static enum err add_letter(struct tx *tx, void *ctx, struct error *err)
{
	struct adding *g = ctx;
	return mail_add(tx, &g->p->desk, &g->letter, &g->mail, err);
}

/* The next job of the kind fails for good. */
static bool fail_one(struct desk_place *p, const char *kind, const char *reason)
{
	const char *const kinds[] = { kind, NULL };
	struct job_claim c;
	struct error err;
	return !job_take(p->desk.store, kinds, 60, &p->arena, &c, &err) &&
	       !job_fail(p->desk.store, &c, true, str_cstr(reason), &err);
}

static void test_empty(struct desk_place *p)
{
	struct error err = { .code = OK };
	struct state s;
	struct state_place place = { .data = p->store.folder };
	struct actor sys = actor_of(ROLE_BIT(ROLE_SYSTEM)), aud = actor_of(ROLE_BIT(ROLE_AUDIT)),
		     clerk = actor_of(ROLE_BIT(ROLE_HANDLE) | ROLE_BIT(ROLE_REGISTER));
	struct statvfs v;
	CHECK(state_load(&p->desk, &aud, &place, &newest, &p->arena, &s, &err) == ERR_DENIED &&
			state_load(&p->desk, &clerk, &place, &newest, &p->arena, &s, &err) ==
				ERR_DENIED,
		"only the system administrator");
	CHECK(!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err), "%s", err.msg);
	CHECK(strcmp(s.store.engine, p->store.pg ? "postgres" : "sqlite") == 0, "engine");
	CHECK(s.head.seq == 0 && s.n_jobs == 0 && s.n_failures == 0 && s.n_bounces == 0 &&
			!s.backup.any && !s.backup.open && s.mail_today == 0 && s.now_ms == p->now,
		"nothing yet");
	CHECK(s.data.known && !s.backup_disk.known && statvfs(p->store.folder, &v) == 0 &&
			s.data.size == (int64_t)(v.f_blocks * v.f_frsize) && s.data.free > 0 &&
			s.data.free < s.data.size,
		"the disk of the data folder");
	place.data = "/nowhere/at/all";
	CHECK(!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) && !s.data.known,
		"a folder that is not there");
	CHECK(str_is(state_job_name(STR("mail")), "发送邮件") &&
			str_is(state_job_name(STR("later.kind")), "later.kind"),
		"names");
}

static void test_backup(struct desk_place *p)
{
	struct error err = { .code = OK };
	struct state s;
	char folder[320], command[800];
	snprintf(folder, sizeof folder, "%s-backups", p->store.folder);
	struct state_place place = { .data = p->store.folder };
	struct upkeep_backup u = { folder, 30 };
	const struct runner_kind kind[] = { { "backup", upkeep_run_backup, &u, 0 },
		{ .kind = NULL } };
	struct runner_config rc = {
		.desk = &p->desk, .kind = kind, .clock_ms = desk_clock, .clock_ctx = p
	};
	struct actor sys = actor_of(ROLE_BIT(ROLE_SYSTEM)), sec = actor_of(ROLE_BIT(ROLE_SECURITY));
	int n = 0;
	CHECK(state_backup_now(&p->desk, &sys, &place, &err) == ERR_INVALID &&
			strstr(err.msg, "backup_folder"),
		"no folder is set: %s", err.msg);
	place.backup = folder;
	CHECK(state_backup_now(&p->desk, &sec, &place, &err) == ERR_DENIED, "not by another");
	CHECK(!state_backup_now(&p->desk, &sys, &place, &err), "asked for: %s", err.msg);
	CHECK(state_backup_now(&p->desk, &sys, &place, &err) == ERR_CONFLICT, "twice");
	CHECK(desk_events(p, "backup.ask") == 1, "one event");
	CHECK(!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) && s.backup.open &&
			!s.backup.any && s.n_jobs == 1 && s.job[0].waiting == 1 &&
			s.job[0].oldest_ms == p->now,
		"it waits");
	p->now += MINUTES(3);
	CHECK(!runner_drain(&rc, &n, &err) && n == 1, "made: %s", err.detail);
	CHECK(!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) && s.backup.any &&
			!s.backup.open && s.backup.at_ms == p->now && s.backup.bytes > 1000 &&
			s.backup.members >= 1 && s.backup.events == 1 && s.backup_disk.known,
		"shown: %lld bytes, %lld members, %lld events", (long long)s.backup.bytes,
		(long long)s.backup.members, (long long)s.backup.events);
	snprintf(command, sizeof command,
		"test $(stat -c %%s %s/gongkai-*.zip) = %lld && rm -rf %s", folder,
		(long long)s.backup.bytes, folder);
	CHECK(system(command) == 0, "the size is that of the file");
	CHECK(!state_backup_now(&p->desk, &sys, &place, &err), "and again");
}

static void test_jobs(struct desk_place *p)
{
	struct error err = { .code = OK };
	struct state s;
	struct job_failure f;
	struct state_place place = { .data = p->store.folder };
	struct actor sys = actor_of(ROLE_BIT(ROLE_SYSTEM)), aud = actor_of(ROLE_BIT(ROLE_AUDIT));
	struct adding g = { .p = p, .job = { .kind = STR("clean"), .key = STR("one") } };
	char long_reason[1000];
	memset(long_reason, 'x', sizeof long_reason);
	CHECK(!store_write(p->desk.store, add_job, &g, &err) && fail_one(p, "clean", "io"),
		"failed");
	struct job_id first = g.id;
	CHECK(!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) &&
			s.n_failures == 1 && s.failure[0].id.v == first.v && s.n_failed == 1 &&
			str_is(s.failure[0].reason, "io") && s.failure[0].tries == 1,
		"listed");
	CHECK(!state_failure_load(&p->desk, &sys, first, &p->arena, &f, &err) &&
			str_is(f.kind, "clean") && f.at_ms == p->now,
		"loaded");
	CHECK(state_failure_load(&p->desk, &aud, first, &p->arena, &f, &err) == ERR_DENIED &&
			state_job_again(&p->desk, &aud, first, STR("测试"), &err) == ERR_DENIED &&
			state_job_discard(&p->desk, &aud, first, STR("测试"), &err) == ERR_DENIED,
		"not by another");
	CHECK(state_job_again(&p->desk, &sys, first, STR("  "), &err) == ERR_INVALID &&
			strcmp(err.field, "reason") == 0,
		"with a reason");
	CHECK(state_job_discard(&p->desk, &sys, first, (struct str){ long_reason, 1000 }, &err) ==
			ERR_INVALID,
		"of decent length");
	CHECK(state_failure_load(&p->desk, &sys, (struct job_id){ 5 }, &p->arena, &f, &err) ==
			ERR_NOT_FOUND,
		"no such job");
	/* The same work waits again meanwhile. */
	CHECK(!store_write(p->desk.store, add_job, &g, &err) && g.id.v != first.v, "added anew");
	CHECK(state_job_again(&p->desk, &sys, first, STR("测试"), &err) == ERR_CONFLICT,
		"it waits already: %s", err.msg);
	CHECK(desk_events(p, "job.") == 0, "no event of what was refused");
	CHECK(fail_one(p, "clean", "store"), "failed too");
	CHECK(!state_job_again(&p->desk, &sys, first, STR(" 磁盘已清理 "), &err) &&
			desk_events(p, "job.again") == 1,
		"once more: %s", err.msg);
	CHECK(state_job_again(&p->desk, &sys, first, STR("测试"), &err) == ERR_NOT_FOUND, "once");
	CHECK(!state_job_discard(&p->desk, &sys, g.id, STR("不再需要"), &err) &&
			desk_events(p, "job.discard") == 1,
		"given up");
	CHECK(!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) &&
			s.n_failures == 0 && s.n_jobs == 1 && s.job[0].waiting == 1,
		"one waits, none failed");
	/* More than a page. */
	g.job.key = STR("");
	for (int i = 0; i < STATE_PAGE + 2; i++)
		CHECK(!store_write(p->desk.store, add_job, &g, &err), "added");
	for (int i = 0; i < STATE_PAGE + 3; i++)
		CHECK(fail_one(p, "clean", "io"), "failed");
	CHECK(!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) &&
			s.n_failures == STATE_PAGE + 1 && s.n_failed == STATE_PAGE + 3,
		"a page and one more");
	struct state_query q = { .failures_below = s.failure[STATE_PAGE - 1].id };
	CHECK(!state_load(&p->desk, &sys, &place, &q, &p->arena, &s, &err) && s.n_failures == 3 &&
			s.failure[2].id.v == first.v,
		"the rest");
}

static void test_letters(struct desk_place *p)
{
	struct error err = { .code = OK };
	struct state s;
	struct state_place place = { .data = p->store.folder, .mail = true };
	struct actor sys = actor_of(ROLE_BIT(ROLE_SYSTEM));
	struct adding g = { .p = p,
		.letter = { STR("jia@example.cn"), STR("测试甲"), STR("通知"), STR("正文"), { 0 } } };
	CHECK(!store_write(p->desk.store, add_letter, &g, &err), "written");
	CHECK(!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) &&
			s.mail.waiting == 1 && s.mail.oldest_ms == p->now,
		"waits");
	CHECK(fail_one(p, "mail", "crypto") &&
			!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) &&
			s.n_failures == 1,
		"its job failed");
	CHECK(!state_job_discard(&p->desk, &sys, s.failure[0].id, STR("测试"), &err), "given up");
	CHECK(!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) &&
			s.mail.waiting == 0 && s.n_bounces == 1 && s.bounce[0].code == 0 &&
			str_is(s.bounce[0].to, "j***@example.cn"),
		"the letter does not wait for ever; its address is masked");
	CHECK(!mail_resend(&p->desk, &sys, s.bounce[0].id, &err) &&
			!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) &&
			s.mail.waiting == 1 && s.n_bounces == 0,
		"sent again");
	/* 09:00 in Shanghai is the day's beginning and nine hours. */
	int64_t n = -1, midnight = p->now - HOURS(9);
	const struct {
		int64_t sent_ms, today;
	} sent[] = { { midnight - 1, 0 }, { midnight, 1 }, { p->now, 1 } };
	CHECK(!mail_sent_since(&p->desk, 0, &n, &err) && n == 0 && s.mail_today == 0, "none sent");
	for (size_t i = 0; i < sizeof sent / sizeof *sent; i++) {
		g.sent_ms = sent[i].sent_ms;
		CHECK(!store_write(p->desk.store, mark_sent, &g, &err) &&
				!state_load(&p->desk, &sys, &place, &newest, &p->arena, &s, &err) &&
				s.mail_today == sent[i].today && s.mail.sent == 1,
			"sent today: %d", (int)i);
	}
}

int main(void)
{
	void (*const part[])(
		struct desk_place *) = { test_empty, test_backup, test_jobs, test_letters };
	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
		struct desk_place p;
		desk_place_init(&p);
		part[i](&p);
		desk_place_done(&p);
	}
	return TEST_END();
}
