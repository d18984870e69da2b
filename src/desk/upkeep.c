#include "desk/upkeep.h"

#include "core/date.h"
#include "desk/mail.h"
#include "desk/notice.h"
#include "desk/once.h"
#include "desk/request.h"
#include "desk/reseal.h"
#include "desk/role.h"
#include "store/attempt.sql.h"
#include "store/backup.h"
#include "store/blob.h"
#include "store/draft.sql.h"
#include "store/mail.sql.h"
#include "store/session.sql.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	DAY_MS = 24 * 3600 * 1000,
	MINUTE_MS = 60 * 1000,
	SESSION_DAYS = 365,
	RENEW_EVERY_MS = 60 * 1000,
	LEASE_S = 900,
	SHANGHAI_S = 8 * 3600
};

#define DAYS(n) ((int64_t)(n)*DAY_MS)

static enum err log_done(struct tx *tx, void *ctx, struct error *err)
{
	struct actor who = actor_console();
	struct event_entry e = { .action = STR("backup.done"),
		.object_kind = STR("backup"),
		.detail = *(struct str *)ctx };
	return desk_log(tx, &who, PERM_NONE, &e, err);
}

/* Long work keeps its claim, and stops when the node stops. */
struct going {
	struct runner_work *w;
	int64_t renewed_ms;
};

static int64_t ticks_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool go_on(struct going *g)
{
	struct error ignored;
	if (runner_is_stopping(g->w->runner))
		return false;
	if (ticks_ms() - g->renewed_ms < RENEW_EVERY_MS)
		return true;
	g->renewed_ms = ticks_ms();
	return job_renew(g->w->desk->store, g->w->claim, LEASE_S, &ignored) != ERR_CONFLICT;
}

static bool backup_goes_on(void *ctx, int64_t done, int64_t total)
{
	(void)done;
	(void)total;
	return go_on(ctx);
}

static bool keys_go_on(void *ctx, int64_t done)
{
	(void)done;
	return go_on(ctx);
}

/* "gongkai-20261121-030000.zip" */
static bool is_backup(struct str name)
{
	const struct str shape = STR("gongkai-00000000-000000.zip");
	if (name.n != shape.n)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (shape.p[i] == '0' ? name.p[i] < '0' || name.p[i] > '9'
				      : name.p[i] != shape.p[i])
			return false;
	return true;
}

static void remove_old(const struct upkeep_backup *u, const char *newest)
{
	struct dirent *entry;
	struct stat st, good;
	DIR *d = u->keep_days > 0 ? opendir(u->folder) : NULL;
	if (!d)
		return;
	if (fstatat(dirfd(d), newest, &good, 0) == 0)
		while ((entry = readdir(d)) != NULL)
			if (is_backup(str_cstr(entry->d_name)) &&
				fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
				S_ISREG(st.st_mode) &&
				(good.st_mtime - st.st_mtime) / (24 * 3600) >= u->keep_days)
				unlinkat(dirfd(d), entry->d_name, 0);
	closedir(d);
}

enum err upkeep_run_backup(struct runner_work *w, struct error *err)
{
	const struct upkeep_backup *u = w->ctx;
	struct backup_result r;
	struct going g = { w, ticks_ms() };
	char path[PATH_MAX], name[64];
	int year, month, day;
	int64_t at = (int64_t)time(NULL), second = (at + SHANGHAI_S) % (24 * 3600);
	date_split(date_of_moment(at), &year, &month, &day);
	snprintf(name, sizeof name, "gongkai-%04d%02d%02d-%02d%02d%02d.zip", year, month, day,
		(int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
	if (mkdir(u->folder, 0700) != 0 && errno != EEXIST)
		return error_set(
			err, ERR_IO, NULL, "不能建立备份文件夹 %s：%s", u->folder, strerror(errno));
	if (snprintf(path, sizeof path, "%s/%s", u->folder, name) >= (int)sizeof path)
		return error_set(err, ERR_IO, NULL, "备份文件夹的路径太长");
	enum err e = backup_write(w->desk->store, path, backup_goes_on, &g, &r, err);
	if (e)
		return e;
	struct str detail = arena_fmt(w->arena, "bytes=%lld members=%lld events=%lld",
		(long long)r.bytes, (long long)r.members, (long long)r.events);
	e = store_write(w->desk->store, log_done, &detail, err);
	if (!e)
		remove_old(u, name);
	return e;
}

static enum err clean_rows(struct tx *tx, void *ctx, struct error *err)
{
	int64_t now = tx_now(tx);
	(void)ctx;
	enum err e = sql_attempt_purge(
		tx, &(struct attempt_purge_in){ (now - DAYS(1)) / MINUTE_MS }, NULL, err);
	if (!e)
		e = sql_draft_purge(tx, &(struct draft_purge_in){ now }, NULL, err);
	if (!e)
		e = sql_session_purge(
			tx, &(struct session_purge_in){ now - DAYS(SESSION_DAYS) }, NULL, err);
	if (!e)
		e = sql_mail_clean(
			tx, &(struct mail_clean_in){ now - DAYS(MAIL_KEEP_DAYS) }, NULL, err);
	if (!e)
		e = sql_notice_clean(
			tx, &(struct notice_clean_in){ now - DAYS(NOTICE_KEEP_DAYS) }, NULL, err);
	if (!e)
		e = once_clean(tx, err);
	return e;
}

/* Keys of writes done once are thrown away by the store itself. */
enum err upkeep_run_clean(struct runner_work *w, struct error *err)
{
	struct store *s = w->desk->store;
	enum err e = store_write(s, clean_rows, NULL, err);
	return e ? e : blob_clean(s, (int64_t)time(NULL) * 1000 - DAYS(1), NULL, err);
}

enum err upkeep_run_keys(struct runner_work *w, struct error *err)
{
	struct reseal_result r;
	struct going g = { w, ticks_ms() };
	enum err e = reseal_run(w->desk, w->arena, keys_go_on, &g, &r, err);
	w->refused = !e && r.failed > 0;
	return e;
}

static bool words_go_on(void *ctx)
{
	return go_on(ctx);
}

enum err upkeep_run_words(struct runner_work *w, struct error *err)
{
	struct going g = { w, ticks_ms() };
	return request_words_catch_up(w->desk, words_go_on, &g, NULL, err);
}
