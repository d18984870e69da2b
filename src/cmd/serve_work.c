#include "cmd/serve_work.h"

#include "core/mem.h"
#include "desk/mail.h"
#include "desk/notice.h"
#include "desk/request.h"
#include "desk/upkeep.h"

enum { KINDS = 16, WORDS_HOUR = 0, RECOUNT_HOUR = 1, CLEAN_HOUR = 4, KEYS_HOUR = 5, BACKUP_LEASE_S = 900, DAILY_LEASE_S = 1800, DAY_S = 24 * 3600 };

struct serve_work {
	struct runner_kind kind[KINDS];
	struct runner_daily daily[KINDS];
	struct mail_sender mail;
	struct notice_post post;
	struct upkeep_backup backup;
	struct log *log;
	bool smtp;
	struct runner *runner;
};

/* Ids, durations and codes only. */
static void told(void *ctx, enum runner_note note, const struct job_claim *c, int64_t took_us,
	const struct error *e)
{
	struct serve_work *w = ctx;
	if (note == RUNNER_BROKEN) {
		log_error(w->log, LOG_STORE_LOST, e, 0, NULL);
		return;
	}
	bool mail = str_is(c->kind, "mail"), backup = str_is(c->kind, "backup");
	enum log_event_id id = note == RUNNER_DONE    ? LOG_JOB_DONE
			       : note == RUNNER_LATER ? LOG_JOB_LATER
						      : LOG_JOB_FAILED;
	if (mail)
		id = note == RUNNER_DONE    ? LOG_MAIL_SENT
		     : note == RUNNER_LATER ? LOG_MAIL_LATER
					    : LOG_MAIL_FAILED;
	else if (backup)
		id = note == RUNNER_DONE ? LOG_BACKUP_DONE : LOG_BACKUP_FAILED;
	const struct log_field field[] = { log_token("kind", c->kind), log_i64("job", c->id.v),
		log_i64("tries", c->tries), log_us("took", took_us) };
	if (e)
		log_error(w->log, id, e, sizeof field / sizeof *field, field);
	else
		log_event(w->log, id, sizeof field / sizeof *field, field);
}

/* Due days after a change of a calendar, and once a day: a consultation's silence ends by itself. */
static enum err run_recount(struct runner_work *w, struct error *err)
{
	struct request_moved *moved;
	size_t n;
	return request_run_recount(
		w->desk, w->arena, w->claim->payload, &moved, &n, err);
}

static void fill(struct serve_work *w, const struct serve_config *c)
{
	size_t kinds = 0, days = 0;
	w->kind[kinds++] = (struct runner_kind){ "clean", upkeep_run_clean, NULL, 0 };
	w->daily[days++] = (struct runner_daily){ "clean", CLEAN_HOUR };
	w->kind[kinds++] = (struct runner_kind){ "keys", upkeep_run_keys, NULL, 0 };
	w->daily[days++] = (struct runner_daily){ "keys", KEYS_HOUR };
	w->kind[kinds++] = (struct runner_kind){ "request.recount", run_recount, NULL, 0 };
	w->daily[days++] = (struct runner_daily){ "request.recount", RECOUNT_HOUR };
	w->kind[kinds++] = (struct runner_kind){ "words", upkeep_run_words, NULL, 0 };
	w->daily[days++] = (struct runner_daily){ "words", WORDS_HOUR };
	w->post = (struct notice_post){ c->smtp_url.n > 0, c->site_name, c->public_url };
	w->kind[kinds++] = (struct runner_kind){ NOTICE_MAIL_JOB, notice_run_mail, &w->post, 0 };
	w->kind[kinds++] = (struct runner_kind){ NOTICE_TELL_JOB, notice_run_tell, &w->post, 0 };
	w->kind[kinds++] = (struct runner_kind){ NOTICE_DAILY_JOB, notice_run_daily, &w->post,
		DAILY_LEASE_S };
	w->daily[days++] = (struct runner_daily){ NOTICE_DAILY_JOB, (int)c->notice_hour };
	if (c->backup_folder.n) {
		w->backup = (struct upkeep_backup){ c->backup_folder.p, (int)c->backup_keep_days };
		w->kind[kinds++] = (struct runner_kind){ "backup", upkeep_run_backup, &w->backup,
			BACKUP_LEASE_S };
		w->daily[days++] = (struct runner_daily){ "backup", (int)c->backup_hour };
	}
	if (c->smtp_url.n) {
		size_t at = str_find(c->mail_from, STR("@"), 0);
		w->mail = (struct mail_sender){ serve_smtp_config(c),
			str_sub(c->mail_from, at + 1, c->mail_from.n) };
		w->kind[kinds++] = (struct runner_kind){ "mail", mail_run, &w->mail,
			2 * (int)c->smtp_timeout_s + 60 };
	}
	w->kind[kinds] = (struct runner_kind){ .kind = NULL };
	w->daily[days] = (struct runner_daily){ .kind = NULL };
}

enum err serve_work_start(
	const struct installation *in, struct log *log, struct serve_work **out, struct error *err)
{
	struct serve_work *w = mem_alloc(sizeof *w);
	if (!w)
		return error_nomem(err);
	*w = (struct serve_work){ .log = log };
	fill(w, &in->config);
	enum err e = smtp_start(err);
	w->smtp = e == OK;
	struct runner_config c = {
		.desk = &in->desk, .kind = w->kind, .daily = w->daily, .told = told, .told_ctx = w
	};
	if (!e)
		e = runner_start(&c, &w->runner, err);
	if (e) {
		serve_work_stop(w);
		return e;
	}
	*out = w;
	return OK;
}

void serve_work_stop(struct serve_work *w)
{
	if (!w)
		return;
	runner_stop(w->runner);
	if (w->smtp)
		smtp_stop();
	mem_free(w);
}
