#include "desk/log_view.h"

#include "core/utf8.h"
#include "desk/log_part.h"
#include "desk/role.h"

#include <inttypes.h>

enum {
	SHANGHAI_MS = 8 * 60 * 60 * 1000, /* UTC+8 */
	CLOCK_BACK_MS = 60 * 60 * 1000	  /* how far a clock may have gone back, see the header */
};

int64_t log_day_start(struct date d)
{
	return (int64_t)d.day * LOG_MS_PER_DAY - SHANGHAI_MS;
}

enum err log_scope(struct tx *tx, struct arena *a, const struct actor *who, struct agency_id *out,
	struct error *err)
{
	struct event_scope_row row;
	*out = (struct agency_id){ 0 };
	if (who->console)
		return OK;
	enum err e = sql_event_scope(tx, &(struct event_scope_in){ who->agency }, a, &row, err);
	if (!e && row.parent.v)
		*out = who->agency;
	return e;
}

enum err log_need_whole(struct tx *tx, struct arena *a, const struct actor *who, struct error *err)
{
	struct agency_id agency;
	enum err e = log_scope(tx, a, who, &agency, err);
	if (!e && agency.v)
		return error_set(err, ERR_DENIED, NULL,
			"核验、公布日志由最上级机关的审计管理员办理");
	return e;
}

enum err log_check_reason(struct str typed, struct str *out, struct error *err)
{
	struct str s = str_trim(typed);
	enum err e = OK;
	if (s.n == 0)
		e = error_set(err, ERR_INVALID, NULL, "请填写理由");
	else if (utf8_length(s) > LOG_REASON_MAX)
		e = error_set(err, ERR_INVALID, NULL, "理由最多 %d 个字，现在超出 %zu 个字",
			LOG_REASON_MAX, utf8_length(s) - LOG_REASON_MAX);
	else
		*out = s;
	if (e && err)
		err->field = "reason";
	return e;
}

/* --- from a filter to a query ----------------------------------------------------------------- */

static enum err wrong(struct error *err, const char *field, const char *msg)
{
	error_set(err, ERR_INVALID, NULL, "%s", msg);
	err->field = field;
	return ERR_INVALID;
}

/* ",login.ok,login.failed," of a group. */
static struct str action_set(struct arena *a, int group)
{
	size_t n, len = 1, at = 0;
	const struct action *t = action_list(&n);
	for (size_t i = 0; i < n; i++)
		len += strlen(t[i].code) + 1;
	char *p = arena_array(a, char, len);
	if (!p)
		return (struct str){ 0 };
	p[at++] = ',';
	for (size_t i = 0; i < n; i++)
		if ((int)t[i].group == group) {
			memcpy(p + at, t[i].code, strlen(t[i].code));
			at += strlen(t[i].code);
			p[at++] = ',';
		}
	return (struct str){ p, at };
}

/* Times become numbers: an index on the time gives the ends, the order stays that of seq. */
static enum err bound_times(struct tx *tx, struct arena *a, const struct log_filter *f,
	struct log_query *q, struct error *err)
{
	struct event_number_row row;
	enum err e = OK;
	if (f->has_from) {
		q->since = log_day_start(f->from);
		struct event_seq_from_in in = { q->since - CLOCK_BACK_MS };
		e = sql_event_seq_from(tx, &in, a, &row, err);
		q->from.v = e ? INT64_MAX : row.n;
	}
	if (e && e != ERR_NOT_FOUND)
		return e;
	e = OK;
	if (f->has_to) {
		q->until = log_day_start(date_add_days(f->to, 1));
		struct event_seq_until_in in = { q->until + CLOCK_BACK_MS };
		e = sql_event_seq_until(tx, &in, a, &row, err);
		int64_t below = e ? 0 : row.n + 1;
		q->below.v = below < q->below.v ? below : q->below.v;
	}
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err log_plan(struct tx *tx, struct arena *a, const struct actor *who,
	const struct log_filter *f, struct log_query *q, struct error *err)
{
	*q = (struct log_query){ .below = { INT64_MAX }, .since = INT64_MIN, .until = INT64_MAX,
		.group = f->group, .dated = f->has_from || f->has_to };
	if (f->has_from && f->has_to && f->from.day > f->to.day)
		return wrong(err, "from", "开始日期晚于结束日期，请调换");
	if (f->object && f->object_kind.n == 0)
		return wrong(err, "object", "请同时选择对象的类别");
	if (f->object_kind.n && !f->object)
		return wrong(err, "object", "请填写对象的编号");
	enum err e = log_scope(tx, a, who, &q->agency, err);
	if (!e && f->login.n) {
		struct event_person_row p;
		e = sql_event_person_by_login(
			tx, &(struct event_person_by_login_in){ f->login }, a, &p, err);
		if (e == ERR_NOT_FOUND)
			return wrong(err, "login", "没有这个账号，请核对后再查");
		q->actor = p.id;
	}
	if (e)
		return e;
	if (f->group >= 0)
		q->actions = action_set(a, f->group);
	if (f->object) {
		q->kind = f->object_kind;
		q->object = (struct opt_i64){ true, f->object };
	}
	if (f->refused)
		q->refused = (struct opt_i64){ true, 1 };
	e = bound_times(tx, a, f, q, err);
	return e ? e : arena_check(a, err);
}

/* --- a page ----------------------------------------------------------------------------------- */

struct rows {
	struct event_row *row;
	size_t n;
};

/* The members that every statement of a page has. */
#define RANGE(q)                                                                                   \
	.below = (q)->below, .from = (q)->from, .since = (q)->since, .until = (q)->until,         \
	.limit = LOG_PAGE + 1
#define COUNT(q)                                                                                   \
	.below = (q)->below, .from = (q)->from, .since = (q)->since, .until = (q)->until,         \
	.limit = LOG_COUNT_MAX + 1

/* One action, in whichever combination. */
static enum err page_of_action(struct tx *tx, struct arena *a, const struct log_query *q,
	struct str action, struct rows *r, struct error *err)
{
	if (q->actor.v) {
		struct event_page_actor_action_in in = { .actor = q->actor, .action = action,
			.refused = q->refused, RANGE(q) };
		return sql_event_page_actor_action(tx, &in, a, &r->row, &r->n, err);
	}
	if (q->refused.has) {
		struct event_page_action_refused_in in = { .action = action, RANGE(q) };
		return sql_event_page_action_refused(tx, &in, a, &r->row, &r->n, err);
	}
	struct event_page_action_in in = { .action = action, RANGE(q) };
	return sql_event_page_action(tx, &in, a, &r->row, &r->n, err);
}

/* The newest LOG_PAGE + 1 of two lists that are newest first. */
static enum err merge(struct arena *a, struct rows *into, const struct rows *more, struct error *err)
{
	size_t max = LOG_PAGE + 1, i = 0, k = 0, n = 0;
	struct event_row *out = arena_array(a, struct event_row, max);
	if (!out)
		return arena_check(a, err);
	while (n < max && (i < into->n || k < more->n))
		if (k == more->n || (i < into->n && into->row[i].seq.v > more->row[k].seq.v))
			out[n++] = into->row[i++];
		else
			out[n++] = more->row[k++];
	*into = (struct rows){ out, n };
	return OK;
}

static enum err page_of_group(struct tx *tx, struct arena *a, const struct log_query *q,
	struct rows *out, struct error *err)
{
	size_t n;
	const struct action *t = action_list(&n);
	*out = (struct rows){ 0 };
	for (size_t i = 0; i < n; i++) {
		struct rows r = { 0 };
		if ((int)t[i].group != q->group)
			continue;
		enum err e = page_of_action(tx, a, q, str_cstr(t[i].code), &r, err);
		if (!e && r.n)
			e = merge(a, out, &r, err);
		if (e)
			return e;
	}
	return OK;
}

static enum err page_rows(struct tx *tx, struct arena *a, const struct log_query *q,
	struct rows *r, struct error *err)
{
	if (q->agency.v) {
		struct event_page_agency_in in = { .agency = q->agency, .object_kind = q->kind,
			.object = q->object, .actor = q->actor, .actions = q->actions,
			.refused = q->refused, RANGE(q) };
		return sql_event_page_agency(tx, &in, a, &r->row, &r->n, err);
	}
	if (q->object.has) {
		struct event_page_object_in in = { .object_kind = q->kind, .object = q->object.v,
			.actor = q->actor, .actions = q->actions, .refused = q->refused, RANGE(q) };
		return sql_event_page_object(tx, &in, a, &r->row, &r->n, err);
	}
	if (q->group >= 0)
		return page_of_group(tx, a, q, r, err);
	if (q->actor.v && q->refused.has) {
		struct event_page_actor_refused_in in = { .actor = q->actor, RANGE(q) };
		return sql_event_page_actor_refused(tx, &in, a, &r->row, &r->n, err);
	}
	if (q->actor.v) {
		struct event_page_actor_in in = { .actor = q->actor, RANGE(q) };
		return sql_event_page_actor(tx, &in, a, &r->row, &r->n, err);
	}
	if (q->refused.has) {
		struct event_page_refused_in in = { RANGE(q) };
		return sql_event_page_refused(tx, &in, a, &r->row, &r->n, err);
	}
	struct event_page_all_in in = { RANGE(q) };
	return sql_event_page_all(tx, &in, a, &r->row, &r->n, err);
}

/* --- how many --------------------------------------------------------------------------------- */

static enum err count_of_action(struct tx *tx, struct arena *a, const struct log_query *q,
	struct str action, struct event_number_row *r, struct error *err)
{
	if (q->actor.v) {
		struct event_count_actor_action_in in = { .actor = q->actor, .action = action,
			.refused = q->refused, COUNT(q) };
		return sql_event_count_actor_action(tx, &in, a, r, err);
	}
	if (q->refused.has) {
		struct event_count_action_refused_in in = { .action = action, COUNT(q) };
		return sql_event_count_action_refused(tx, &in, a, r, err);
	}
	struct event_count_action_in in = { .action = action, COUNT(q) };
	return sql_event_count_action(tx, &in, a, r, err);
}

static enum err count_of_group(struct tx *tx, struct arena *a, const struct log_query *q,
	int64_t *total, struct error *err)
{
	size_t n;
	const struct action *t = action_list(&n);
	*total = 0;
	for (size_t i = 0; i < n && *total <= LOG_COUNT_MAX; i++) {
		struct event_number_row r;
		if ((int)t[i].group != q->group)
			continue;
		enum err e = count_of_action(tx, a, q, str_cstr(t[i].code), &r, err);
		if (e)
			return e;
		*total += r.n;
	}
	return OK;
}

/* Without any filter the numbers of the first and last event tell; the log has no gaps. */
static enum err count_all(struct tx *tx, const struct log_query *q, int64_t *total,
	struct error *err)
{
	struct event_head head;
	enum err e = event_head(tx, &head, err);
	if (e)
		return e;
	int64_t last = q->below.v - 1 < head.seq ? q->below.v - 1 : head.seq;
	int64_t first = q->from.v > 1 ? q->from.v : 1;
	*total = last >= first ? last - first + 1 : 0;
	return OK;
}

/* q without the position of the page. */
static enum err count_rows(struct tx *tx, struct arena *a, const struct log_query *q,
	int64_t *total, struct error *err)
{
	struct event_number_row r = { 0 };
	enum err e;
	if (q->agency.v) {
		struct event_count_agency_in in = { .agency = q->agency, .object_kind = q->kind,
			.object = q->object, .actor = q->actor, .actions = q->actions,
			.refused = q->refused, COUNT(q) };
		e = sql_event_count_agency(tx, &in, a, &r, err);
	} else if (q->object.has) {
		struct event_count_object_in in = { .object_kind = q->kind, .object = q->object.v,
			.actor = q->actor, .actions = q->actions, .refused = q->refused, COUNT(q) };
		e = sql_event_count_object(tx, &in, a, &r, err);
	} else if (q->group >= 0) {
		e = count_of_group(tx, a, q, &r.n, err);
	} else if (q->actor.v && q->refused.has) {
		struct event_count_actor_refused_in in = { .actor = q->actor, COUNT(q) };
		e = sql_event_count_actor_refused(tx, &in, a, &r, err);
	} else if (q->actor.v) {
		struct event_count_actor_in in = { .actor = q->actor, COUNT(q) };
		e = sql_event_count_actor(tx, &in, a, &r, err);
	} else if (q->refused.has) {
		struct event_count_refused_in in = { COUNT(q) };
		e = sql_event_count_refused(tx, &in, a, &r, err);
	} else {
		e = count_all(tx, q, &r.n, err);
	}
	if (!e)
		*total = r.n;
	return e;
}

/* --- names ------------------------------------------------------------------------------------ */

/* Who a person is; empty when he is not there. */
static enum err find_person(struct tx *tx, struct arena *a, int64_t id,
	struct event_person_row *out, struct error *err)
{
	enum err e = sql_event_person(tx, &(struct event_person_in){ { id } }, a, out, err);
	if (e)
		*out = (struct event_person_row){ .id = { id } };
	return e == ERR_NOT_FOUND ? OK : e;
}

/* Each person is looked up once. */
enum err log_name_actors(struct tx *tx, struct arena *a, struct log_line *line, size_t n,
	struct error *err)
{
	struct event_person_row *known = arena_array(a, struct event_person_row, 2 * n);
	size_t count = 0;
	if (n && !known)
		return arena_check(a, err);
	for (size_t i = 0; i < 2 * n; i++) {
		struct log_line *l = &line[i / 2];
		bool actor = i % 2 == 0;
		int64_t id = actor ? l->event.actor.v : l->event.object;
		size_t k = 0;
		if (id <= 0 || (!actor && !str_is(l->event.object_kind, "person")))
			continue;
		while (k < count && known[k].id.v != id)
			k++;
		enum err e = k == count ? find_person(tx, a, id, &known[count++], err) : OK;
		if (e)
			return e;
		if (actor) {
			l->login = known[k].login;
			l->name = known[k].name;
		} else {
			l->object_login = known[k].login;
		}
	}
	return OK;
}

static enum err lines_of(struct tx *tx, struct arena *a, const struct event_row *row, size_t n,
	struct log_line **out, struct error *err)
{
	struct log_line *line = arena_array(a, struct log_line, n);
	if (!line)
		return n ? arena_check(a, err) : OK;
	for (size_t i = 0; i < n; i++)
		line[i].event = row[i];
	*out = line;
	return log_name_actors(tx, a, line, n, err);
}

struct page_job {
	const struct actor *who;
	const struct log_filter *f;
	struct event_id below;
	struct arena *a;
	struct log_page *out;
};

static enum err read_page(struct tx *tx, void *ctx, struct error *err)
{
	struct page_job *j = ctx;
	struct log_page page = { 0 };
	struct log_query q;
	struct rows r = { 0 };
	enum err e = log_plan(tx, j->a, j->who, j->f, &q, err);
	if (!e)
		e = count_rows(tx, j->a, &q, &page.total, err);
	if (e)
		return e;
	page.whole = !q.agency.v;
	page.total_over = page.total > LOG_COUNT_MAX &&
			  (q.agency.v || q.actor.v || q.group >= 0 || q.object.has || q.refused.has);
	if (page.total_over)
		page.total = LOG_COUNT_MAX;
	if (j->below.v > 0 && j->below.v < q.below.v)
		q.below = j->below;
	e = page_rows(tx, j->a, &q, &r, err);
	if (e)
		return e;
	page.more = r.n > LOG_PAGE;
	page.n = page.more ? LOG_PAGE : r.n;
	e = lines_of(tx, j->a, r.row, page.n, &page.line, err);
	if (!e)
		*j->out = page;
	return e;
}

enum err log_view_page(const struct desk *d, const struct actor *who, const struct log_filter *f,
	struct event_id below, struct arena *a, struct log_page *out, struct error *err)
{
	struct page_job j = { who, f, below, a, out };
	enum err e = desk_allow(who, PERM_LOG_READ, err);
	return e ? e : store_read(d->store, read_page, &j, err);
}

/* --- one event -------------------------------------------------------------------------------- */

struct one_job {
	const struct actor *who;
	struct event_id seq;
	struct arena *a;
	struct log_one *out;
};

/* Does `row` follow from the event before it, which is prev (NULL: row is the first)? */
static enum err fit_of(const struct event_row *prev, const struct event_row *row, enum log_fit *out,
	struct error *err)
{
	static const char zero[SM3_SIZE];
	bool fits = false;
	struct str before = prev ? prev->chain : (struct str){ zero, sizeof(zero) };
	enum err e = event_fits(before, row, &fits, err);
	if (!e)
		*out = fits ? LOG_FITS : LOG_BROKEN;
	return e;
}

static enum err load(struct tx *tx, struct arena *a, int64_t seq, struct event_row *row, bool *there,
	struct error *err)
{
	enum err e = sql_event_load(tx, &(struct event_load_in){ { seq } }, a, row, err);
	*there = e == OK;
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err read_one(struct tx *tx, void *ctx, struct error *err)
{
	struct one_job *j = ctx;
	struct log_one one = { .before = LOG_NO_NEIGHBOUR, .after = LOG_NO_NEIGHBOUR };
	struct agency_id scope;
	struct event_row row, prev, next;
	bool there = false, has_prev = false, has_next = false;
	enum err e = log_scope(tx, j->a, j->who, &scope, err);
	if (!e)
		e = load(tx, j->a, j->seq.v, &row, &there, err);
	if (!e && (!there || (scope.v && row.agency.v != scope.v)))
		return error_set(err, ERR_NOT_FOUND, NULL, "日志中没有第 %" PRId64 " 条",
			j->seq.v);
	if (!e)
		e = load(tx, j->a, j->seq.v - 1, &prev, &has_prev, err);
	if (!e)
		e = load(tx, j->a, j->seq.v + 1, &next, &has_next, err);
	if (!e && (has_prev || j->seq.v == 1))
		e = fit_of(has_prev ? &prev : NULL, &row, &one.before, err);
	else if (!e)
		one.before = LOG_BROKEN;
	if (!e && has_next)
		e = fit_of(&row, &next, &one.after, err);
	if (e)
		return e;
	one.has_previous = has_prev && (!scope.v || prev.agency.v == scope.v);
	one.has_next = has_next && (!scope.v || next.agency.v == scope.v);
	one.line.event = row;
	e = log_name_actors(tx, j->a, &one.line, 1, err);
	if (!e)
		*j->out = one;
	return e;
}

enum err log_view_one(const struct desk *d, const struct actor *who, struct event_id seq,
	struct arena *a, struct log_one *out, struct error *err)
{
	struct one_job j = { who, seq, a, out };
	enum err e = desk_allow(who, PERM_LOG_READ, err);
	return e ? e : store_read(d->store, read_one, &j, err);
}

/* --- by day ----------------------------------------------------------------------------------- */

struct days_job {
	const struct actor *who;
	struct arena a;
	struct log_day day[LOG_DAYS];
};

static void add_days(struct days_job *j, const struct event_day_row *row, size_t n, bool refused)
{
	for (size_t i = 0; i < n; i++)
		if (row[i].day >= 0 && row[i].day < LOG_DAYS) {
			if (refused)
				j->day[row[i].day].refused = row[i].n;
			else
				j->day[row[i].day].events = row[i].n;
		}
}

/* The log has no gaps, so the numbers at two midnights give the events between them. */
static enum err whole_days(struct tx *tx, struct days_job *j, int64_t since, struct event_id *from,
	struct error *err)
{
	struct event_day_row *row;
	size_t n;
	struct event_day_starts_in in = { since, LOG_DAYS };
	enum err e = sql_event_day_starts(tx, &in, &j->a, &row, &n, err);
	if (e)
		return e;
	for (size_t i = 0; i + 1 < n && i < LOG_DAYS; i++)
		j->day[i].events = row[i + 1].n > row[i].n ? row[i + 1].n - row[i].n : 0;
	from->v = n ? row[0].n : 0;
	return OK;
}

static enum err agency_days(struct tx *tx, struct days_job *j, struct agency_id agency,
	int64_t since, struct event_id *from, struct error *err)
{
	struct event_number_row first;
	struct event_day_row *row;
	size_t n;
	enum err e = sql_event_seq_from(
		tx, &(struct event_seq_from_in){ since - CLOCK_BACK_MS }, &j->a, &first, err);
	if (e && e != ERR_NOT_FOUND)
		return e;
	from->v = e ? INT64_MAX : first.n;
	struct event_days_agency_in in = { agency, *from, since };
	e = sql_event_days_agency(tx, &in, &j->a, &row, &n, err);
	if (!e)
		add_days(j, row, n, false);
	return e;
}

static enum err read_days(struct tx *tx, void *ctx, struct error *err)
{
	struct days_job *j = ctx;
	struct agency_id agency;
	struct event_id from = { 0 };
	struct event_day_row *row;
	size_t n;
	struct date today = date_of_moment(tx_now(tx) / 1000);
	arena_reset(&j->a);
	for (int i = 0; i < LOG_DAYS; i++)
		j->day[i] = (struct log_day){ .date = date_add_days(today, i + 1 - LOG_DAYS) };
	int64_t since = log_day_start(j->day[0].date);
	enum err e = log_scope(tx, &j->a, j->who, &agency, err);
	if (!e)
		e = agency.v ? agency_days(tx, j, agency, since, &from, err)
			     : whole_days(tx, j, since, &from, err);
	if (e)
		return e;
	struct event_days_refused_in in = { agency, from, since };
	e = sql_event_days_refused(tx, &in, &j->a, &row, &n, err);
	if (!e)
		add_days(j, row, n, true);
	return e;
}

enum err log_view_days(const struct desk *d, const struct actor *who, struct log_day *out,
	struct error *err)
{
	struct days_job j = { .who = who };
	enum err e = desk_allow(who, PERM_LOG_READ, err);
	if (e)
		return e;
	arena_init(&j.a, 1 << 20);
	e = store_read(d->store, read_days, &j, err);
	if (!e)
		memcpy(out, j.day, sizeof(j.day));
	arena_done(&j.a);
	return e;
}
