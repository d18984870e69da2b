/*
 * feed -- links to calendars of legal dates: made, replaced, revoked, read.  See desk/feed.h.
 */
#include "desk/feed.h"

#include "desk/account_part.h"
#include "desk/annual_part.h"
#include "desk/applicant.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"
#include "doc/ics.h"
#include "law/remedy_case.h"
#include "store/feed.sql.h"
#include "store/notice.sql.h"

#include <inttypes.h>

enum { TOUCH_MS = 3600 * 1000, TOKEN_SIGNS_MAX = 100 };

const char *feed_scope_name(enum feed_scope s)
{
	static const char *const name[FEED_SCOPES] = { "我承办的申请", "本机关全部在办申请" };
	return (unsigned)s < FEED_SCOPES ? name[s] : "";
}

/* --- one's own links -------------------------------------------------------------------------------- */

struct own_job {
	struct arena *a;
	const struct actor *who;
	enum feed_scope scope;
	struct digest hash;
	struct feed_state state[FEED_SCOPES];
};

static enum err states_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct own_job *j = ctx;
	struct feed_row *row;
	size_t n;
	enum err e = sql_feed_of_person(
		tx, &(struct feed_of_person_in){ j->who->person }, j->a, &row, &n, err);
	memset(j->state, 0, sizeof(j->state));
	for (size_t i = 0; e == OK && i < n; i++)
		if (row[i].scope >= 0 && row[i].scope < FEED_SCOPES)
			j->state[row[i].scope] = (struct feed_state){ true, row[i].created_at,
				row[i].used_at };
	return e;
}

enum err feed_states(const struct desk *d, struct arena *a, const struct actor *who,
	struct feed_state out[FEED_SCOPES], struct error *err)
{
	struct own_job j = { .a = a, .who = who };
	enum err e = desk_allow(who, PERM_LOGGED_IN, err);
	if (e == OK)
		e = store_read(d->store, states_fn, &j, err);
	if (e == OK)
		memcpy(out, j.state, sizeof(j.state));
	return e;
}

static enum err log_own(struct own_job *j, struct tx *tx, const char *action, struct error *err)
{
	struct event_entry entry = { .action = str_cstr(action),
		.object_kind = STR("person"),
		.object = j->who->person.v,
		.detail = j->scope == FEED_MINE ? STR("scope=mine") : STR("scope=agency") };
	return desk_log(tx, j->who, PERM_LOGGED_IN, &entry, err);
}

static enum err make_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct own_job *j = ctx;
	struct feed_set_in in = { { tx_new_id(tx) }, j->who->person, j->scope,
		desk_bytes(&j->hash), tx_now(tx) };
	enum err e = sql_feed_set(tx, &in, NULL, err);
	return e != OK ? e : log_own(j, tx, "feed.make", err);
}

enum err feed_make(const struct desk *d, struct arena *a, const struct actor *who,
	enum feed_scope s, struct str *token, struct error *err)
{
	struct own_job j = { .a = a, .who = who, .scope = s };
	struct str t;
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK && (unsigned)s >= FEED_SCOPES)
		e = error_set(err, ERR_NOT_FOUND, NULL, "没有这样的日历");
	if (e == OK)
		e = token_make(a, &t, &j.hash, err);
	if (e == OK)
		e = desk_write(d, make_fn, &j, err);
	if (e == OK)
		*token = t;
	return e;
}

static enum err revoke_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct own_job *j = ctx;
	int64_t n = 0;
	struct feed_remove_in in = { j->who->person, j->scope };
	enum err e = sql_feed_remove(tx, &in, &n, err);
	if (e == OK && n == 0)
		return error_set(err, ERR_NOT_FOUND, NULL, "这个链接已经停用");
	return e != OK ? e : log_own(j, tx, "feed.revoke", err);
}

enum err feed_revoke(
	const struct desk *d, const struct actor *who, enum feed_scope s, struct error *err)
{
	struct own_job j = { .who = who, .scope = s };
	enum err e = desk_allow(who, PERM_LOGGED_IN, err);
	return e != OK ? e : desk_write(d, revoke_fn, &j, err);
}

/* --- reading ------------------------------------------------------------------------------------------ */

struct read_job {
	const struct desk *d;
	struct arena *a;
	struct digest hash;
	struct str url, host;
	struct feed_owner_row owner;
	int64_t now;
	struct buf *out;
	const struct calendar *cal;
};

static enum err no_feed(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, NULL,
		"没有这个日历，链接可能已更换或停用。请在“我的账号”的“日历订阅”里重新生成");
}

static void put(struct read_job *j, const struct feed_case_row *c, const char *kind, int64_t part,
	const char *name, struct date day)
{
	struct arena *a = j->a;
	struct str tail = part ? arena_fmt(a, "-%" PRId64, part) : STR("");
	struct ics_event e = { .uid = arena_fmt(a, "%" PRId64 "-%s%.*s@%.*s", c->id.v, kind,
				       STR_ARG(tail), STR_ARG(j->host)),
		.changed_ms = c->updated_at,
		.day = day,
		.summary = arena_fmt(a, "%.*s %s", STR_ARG(c->number), name),
		.url = arena_fmt(a, "%.*s/office/requests/%" PRId64, STR_ARG(j->url), c->id.v) };
	ics_event(j->out, &e);
}

/* Consultations that have not come back: their own last days. */
static enum err put_consultations(
	struct read_job *j, struct tx *tx, const struct feed_case_row *c, struct error *err)
{
	struct request_event_row *row;
	struct clock_event *ev;
	size_t n;
	enum err e = request_load_events(tx, j->a, c->id, &row, &ev, &n, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		bool back = ev[i].kind != CLOCK_CONSULT_SENT || !ev[i].has_until;
		for (size_t k = i + 1; !back && k < n; k++)
			back = ev[k].kind == CLOCK_CONSULT_RETURNED && str_eq(ev[k].id, ev[i].id);
		if (!back)
			put(j, c, "consult", row[i].place, "征求意见期限", ev[i].until);
	}
	return e;
}

static enum err put_case(
	struct read_job *j, struct tx *tx, const struct feed_case_row *c, struct error *err)
{
	struct clock_config config = clock_config_default();
	struct date waits = { (int32_t)(c->sort_due >= SORT_PAUSED ? c->sort_due - SORT_PAUSED
								   : c->sort_due) };
	if (c->due_on.has)
		put(j, c, "reply", 0,
			c->clock_state == CLOCK_CONSULTING ? "答复期限（征求意见，暂停计时）"
			: c->provisional		   ? "答复期限（暂定）"
							   : "答复期限",
			(struct date){ (int32_t)c->due_on.v });
	if (c->stage == STAGE_REGISTERED && c->received_on.has)
		put(j, c, "check", 0, "补正告知期限",
			calendar_add_workdays(j->cal,
				(struct date){ (int32_t)c->received_on.v },
				config.correction_notice_days));
	if (!c->due_on.has && c->stage == STAGE_CORRECTION)
		put(j, c, "correction", 0, "申请人补正期限", waits);
	if (!c->due_on.has && c->stage == STAGE_PAYMENT)
		put(j, c, "payment", 0, "申请人缴费期限", waits);
	return c->clock_state == CLOCK_CONSULTING ? put_consultations(j, tx, c, err) : OK;
}

/* Reviews and lawsuits: our own next deadline in each. */
static enum err put_remedies(struct read_job *j, struct tx *tx, struct error *err)
{
	struct feed_remedy_row *row;
	size_t n;
	struct feed_remedies_in in = { j->owner.agency, FEED_CASES_MAX };
	enum err e = sql_feed_remedies(tx, &in, j->a, &row, &n, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		struct ics_event ev = { .uid = arena_fmt(j->a, "%" PRId64 "-remedy-%" PRId64 "@%.*s",
						row[i].id.v, row[i].due_kind, STR_ARG(j->host)),
			.changed_ms = row[i].updated_at,
			.day = { (int32_t)row[i].due_on },
			.summary = arena_fmt(j->a, "%.*s %s%s", STR_ARG(row[i].number),
				remedy_entry_label((enum remedy_entry_kind)row[i].due_kind),
				row[i].provisional ? "（暂定）" : ""),
			.url = arena_fmt(j->a, "%.*s/office/remedies/%" PRId64, STR_ARG(j->url),
				row[i].id.v) };
		ics_event(j->out, &ev);
	}
	return e;
}

/* until when the reports of last year, unless it is published, and of this one are published. */
static enum err put_annual(struct read_job *j, struct tx *tx, struct error *err)
{
	int now = date_year(date_of_moment(j->now / 1000));
	enum err e = OK;
	for (int year = now - 1; e == OK && year <= now; year++) {
		struct notice_annual_row r;
		struct notice_annual_in in = { j->owner.agency, year };
		e = sql_notice_annual(tx, &in, j->a, &r, err);
		if (e != OK || r.state == ANNUAL_PUBLISHED)
			continue;
		struct ics_event ev = {
			.uid = arena_fmt(j->a, "%" PRId64 "-annual-%d@%.*s", j->owner.agency.v, year, STR_ARG(j->host)),
			.changed_ms = r.created_at,
			.day = annual_due(j->a, j->cal, r.name, year),
			.summary = arena_fmt(j->a, "%d年度政府信息公开工作年度报告公布期限", year),
			.url = arena_fmt(j->a, "%.*s/annual/%d", STR_ARG(j->url), year) };
		ics_event(j->out, &ev);
	}
	return e;
}

static enum err read_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct read_job *j = ctx;
	struct feed_case_row *row;
	size_t n;
	enum err e = sql_feed_by_token(
		tx, &(struct feed_by_token_in){ desk_bytes(&j->hash) }, j->a, &j->owner, err);
	if (e == ERR_NOT_FOUND ||
		(e == OK && (!j->owner.active ||
				    !role_permits((uint64_t)j->owner.roles, PERM_REQUEST_LOOK))))
		return no_feed(err);
	struct feed_cases_in all = { j->owner.agency, FEED_CASES_MAX };
	struct feed_cases_of_in mine = { j->owner.agency, j->owner.person, FEED_CASES_MAX };
	j->now = tx_now(tx);
	buf_clear(j->out);
	if (e == OK)
		e = request_calendar(tx, j->d, j->owner.agency, j->a, &j->cal, err);
	if (e == OK)
		e = j->owner.scope == FEED_MINE ? sql_feed_cases_of(tx, &mine, j->a, &row, &n, err)
						: sql_feed_cases(tx, &all, j->a, &row, &n, err);
	if (e != OK)
		return e;
	ics_begin(j->out, arena_fmt(j->a, "%.*s：%s", STR_ARG(j->owner.agency_name),
				  feed_scope_name((enum feed_scope)j->owner.scope)));
	for (size_t i = 0; e == OK && i < n; i++)
		if (row[i].number.p)
			e = put_case(j, tx, &row[i], err);
	if (e == OK && j->owner.scope == FEED_AGENCY)
		e = put_remedies(j, tx, err);
	if (e == OK && j->owner.scope == FEED_AGENCY)
		e = put_annual(j, tx, err);
	ics_end(j->out);
	if (e == OK)
		e = arena_check(j->a, err);
	return e == OK ? buf_check(j->out, err) : e;
}

static enum err touch_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct read_job *j = ctx;
	struct feed_touch_in in = { j->owner.id, tx_now(tx) };
	return sql_feed_touch(tx, &in, NULL, err);
}

enum err feed_write(const struct desk *d, struct arena *a, struct str token, struct str address,
	struct str url, struct buf *out, struct error *err)
{
	struct read_job j = { .d = d, .a = a, .url = url, .out = out };
	size_t at = str_find(url, STR("//"), 0);
	j.host = at < url.n ? str_sub(url, at + 2, url.n) : STR("localhost");
	enum err e = visitor_limit(d, a, "feed", address, FEED_MINUTES, FEED_FETCHES, err);
	if (e == OK && (token.n == 0 || token.n > TOKEN_SIGNS_MAX))
		return no_feed(err);
	if (e == OK)
		e = sm3_of(token, &j.hash, err);
	if (e == OK)
		e = store_read(d->store, read_fn, &j, err);
	/* That it is used is worth knowing, not worth failing for. */
	struct error ignored;
	if (e == OK && j.now - j.owner.used_at >= TOUCH_MS)
		(void)!desk_write(d, touch_fn, &j, &ignored);
	return e;
}
