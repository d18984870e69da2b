#include "desk/mail.h"

#include "desk/account_part.h"
#include "desk/notice.h"
#include "desk/role.h"
#include "store/job.h"
#include "store/mail.sql.h"

#include <stdlib.h>

enum { SCRATCH = 1 << 20, WAITING = 0, SENT = 1, BOUNCED = 2, SMTP_OK = 250 };

static enum err queue(struct tx *tx, struct mail_id id, struct error *err)
{
	char z[24];
	snprintf(z, sizeof z, "%lld", (long long)id.v);
	struct job_entry e = { .kind = STR("mail"),
		.key = str_cstr(z),
		.payload = str_cstr(z),
		.tries_max = MAIL_TRIES };
	return job_add(tx, &e, NULL, err);
}

/* Two texts in one field: the first has no line end. */
static enum err seal_two(const struct desk *d, struct arena *a, struct str one, struct str two,
	const char *column, int64_t id, struct str *out, struct error *err)
{
	struct str plain = arena_fmt(a, "%.*s\n%.*s", STR_ARG(one), STR_ARG(two));
	enum err e = arena_check(a, err);
	return e ? e : seal(d->keys, a, plain, sealed_place(a, column, id), out, err);
}

static enum err open_two(const struct desk *d, struct arena *a, struct str sealed,
	const char *column, int64_t id, struct str *one, struct str *two, struct error *err)
{
	struct str plain;
	enum err e = seal_open(d->keys, a, sealed, sealed_place(a, column, id), &plain, err);
	if (e)
		return e;
	size_t end = str_find(plain, STR("\n"), 0);
	*one = str_sub(plain, 0, end);
	*two = str_sub(plain, end + 1, plain.n);
	return OK;
}

static enum err check(const struct mail_message *m, struct error *err)
{
	enum err e = smtp_check_address(m->to, "to", err);
	if (e)
		return e;
	if (m->subject.n == 0 || m->subject.n > SMTP_SUBJECT_MAX || str_has(m->subject, "\n") ||
		str_has(m->to_name, "\n") || m->to_name.n > SMTP_NAME_MAX) {
		e = error_set(err, ERR_INVALID, NULL, "邮件的标题或收件人姓名不合要求");
		err->field = "subject";
	} else if (m->text.n > MAIL_TEXT_MAX) {
		e = error_set(err, ERR_LIMIT, NULL, "邮件太长，请缩短后再发");
	}
	return e;
}

enum err mail_add(struct tx *tx, const struct desk *d, const struct mail_message *m,
	struct mail_id *id, struct error *err)
{
	struct arena a;
	struct mail_insert_in in = {
		.id = { tx_new_id(tx) }, .request = m->request, .now = tx_now(tx)
	};
	enum err e = check(m, err);
	if (e)
		return e;
	arena_init(&a, SCRATCH);
	e = seal_two(d, &a, m->to, m->to_name, "mail.recipient", in.id.v, &in.recipient, err);
	if (!e)
		e = seal_two(d, &a, m->subject, m->text, "mail.content", in.id.v, &in.content, err);
	if (!e)
		e = sql_mail_insert(tx, &in, NULL, err);
	if (!e)
		e = queue(tx, in.id, err);
	arena_done(&a);
	if (!e && id)
		*id = in.id;
	return e;
}

/* --- sending ---------------------------------------------------------------------------------- */

struct letter {
	struct runner_work *w;
	struct mail_id id;
	struct mail_row row;
	int64_t state, code;
};

static enum err load(struct tx *tx, void *ctx, struct error *err)
{
	struct letter *l = ctx;
	return sql_mail_by_id(tx, &(struct mail_by_id_in){ l->id }, l->w->arena, &l->row, err);
}

/* It did not arrive: who handles the case has to reach the person otherwise. */
static enum err tell_bounce(
	struct tx *tx, struct arena *a, struct mail_id id, struct request_id about, struct error *err)
{
	static const struct actor nobody = { 0 };
	struct notice n = { .kind = NOTICE_MAIL_BOUNCED,
		.request = about,
		.object_kind = about.v ? NULL : "mail",
		.object = id.v };
	struct notice_to keepers = { .permission = PERM_STATUS };
	struct request_row r;
	if (!about.v)
		return notice_add(tx, a, &nobody, &n, &keepers, err);
	enum err e = sql_request_by_id(tx, &(struct request_by_id_in){ about }, a, &r, err);
	return e ? e : notice_add_handler(tx, a, &nobody, &n, &r, err);
}

/* What became of it, and the end of its job, together. */
static enum err settle(struct tx *tx, void *ctx, struct error *err)
{
	struct letter *l = ctx;
	struct mail_set_state_in in = { l->id, l->state, l->code, tx_now(tx) };
	enum err e = job_finish(tx, l->w->claim, err);
	if (!e)
		e = sql_mail_set_state(tx, &in, NULL, err);
	return e || l->state != BOUNCED
		       ? e
		       : tell_bounce(tx, l->w->arena, l->id, l->row.request, err);
}

static enum err compose(const struct letter *l, const struct mail_sender *s, struct smtp_message *m,
	struct error *err)
{
	const struct desk *d = l->w->desk;
	struct arena *a = l->w->arena;
	enum err e = open_two(
		d, a, l->row.recipient, "mail.recipient", l->id.v, &m->to, &m->to_name, err);
	if (!e)
		e = open_two(
			d, a, l->row.content, "mail.content", l->id.v, &m->subject, &m->text, err);
	m->message_id = arena_fmt(a, "%lld@%.*s", (long long)l->id.v, STR_ARG(s->host));
	m->date = l->row.created_at / 1000;
	return e ? e : arena_check(a, err);
}

enum err mail_run(struct runner_work *w, struct error *err)
{
	struct letter l = { .w = w, .id = { strtoll(w->claim->payload.p, NULL, 10) } };
	const struct mail_sender *s = w->ctx;
	struct smtp_message m = { .date = 0 };
	struct smtp_result r = { .code = 0 };
	enum err e = store_read(w->desk->store, load, &l, err);
	if (e == ERR_NOT_FOUND || (!e && l.row.state == SENT))
		return OK; /* settled by somebody else: the job is done */
	if (!e)
		e = compose(&l, s, &m, err);
	if (e)
		return e;
	e = smtp_send(&s->smtp, &m, &r, err);
	if (e && !r.permanent && w->claim->tries < MAIL_TRIES)
		return e;
	l.state = e ? BOUNCED : SENT;
	l.code = e ? r.code : SMTP_OK;
	w->refused = e != OK;
	e = store_write(w->desk->store, settle, &l, err);
	w->finished = e == OK;
	return e;
}

/* --- looking ---------------------------------------------------------------------------------- */

static enum err counts(struct tx *tx, void *ctx, struct error *err)
{
	struct arena a;
	struct mail_count_row row;
	arena_init(&a, SCRATCH);
	enum err e = sql_mail_counts(tx, &a, &row, err);
	if (!e)
		*(struct mail_count *)ctx =
			(struct mail_count){ row.waiting, row.sent, row.bounced, row.oldest };
	arena_done(&a);
	return e;
}

enum err mail_counts(const struct desk *d, struct mail_count *out, struct error *err)
{
	return store_read(d->store, counts, out, err);
}

struct since {
	int64_t since_ms, n;
};

static enum err count_since(struct tx *tx, void *ctx, struct error *err)
{
	struct since *s = ctx;
	struct arena a;
	struct mail_number_row row;
	arena_init(&a, SCRATCH);
	enum err e = sql_mail_sent_since(
		tx, &(struct mail_sent_since_in){ s->since_ms }, &a, &row, err);
	arena_done(&a);
	if (!e)
		s->n = row.n;
	return e;
}

enum err mail_sent_since(const struct desk *d, int64_t since_ms, int64_t *out, struct error *err)
{
	struct since s = { .since_ms = since_ms };
	enum err e = store_read(d->store, count_since, &s, err);
	if (!e)
		*out = s.n;
	return e;
}

struct listing {
	struct arena *a;
	struct mail_bounces_in in;
	struct mail_bounce_row *row;
	size_t n;
};

static enum err list(struct tx *tx, void *ctx, struct error *err)
{
	struct listing *l = ctx;
	return sql_mail_bounces(tx, &l->in, l->a, &l->row, &l->n, err);
}

/* Letters under keys we do not have are listed all the same. */
static struct str masked_address(
	const struct desk *d, struct arena *a, const struct mail_bounce_row *row)
{
	struct str to, name;
	struct error ignored;
	if (open_two(d, a, row->recipient, "mail.recipient", row->id.v, &to, &name, &ignored))
		return STR("");
	return mask_email(a, to);
}

enum err mail_bounces(const struct desk *d, struct arena *a, struct mail_id below, size_t limit,
	struct mail_bounce **out, size_t *n, struct error *err)
{
	struct listing l = { .a = a, .in = { below, (int64_t)limit } };
	enum err e = store_read(d->store, list, &l, err);
	struct mail_bounce *b = e ? NULL : arena_array(a, struct mail_bounce, l.n + 1);
	if (!e && !b)
		e = arena_check(a, err);
	if (e)
		return e;
	for (size_t i = 0; i < l.n; i++)
		b[i] = (struct mail_bounce){ l.row[i].id, masked_address(d, a, &l.row[i]),
			(int)l.row[i].code, l.row[i].created_at, l.row[i].settled_at };
	*out = b;
	*n = l.n;
	return OK;
}

enum err mail_give_up(struct tx *tx, struct str payload, struct error *err)
{
	struct arena a;
	arena_init(&a, SCRATCH);
	struct str z = arena_str(&a, payload); /* with its end */
	struct mail_set_state_in in = { { z.p ? strtoll(z.p, NULL, 10) : 0 }, BOUNCED, 0,
		tx_now(tx) };
	struct mail_row row;
	enum err e = arena_check(&a, err);
	if (!e)
		e = sql_mail_by_id(tx, &(struct mail_by_id_in){ in.id }, &a, &row, err);
	if (e == ERR_NOT_FOUND) {
		arena_done(&a);
		return OK; /* forgotten meanwhile */
	}
	if (!e)
		e = sql_mail_set_state(tx, &in, NULL, err);
	if (!e)
		e = tell_bounce(tx, &a, in.id, row.request, err);
	arena_done(&a);
	return e;
}

struct again {
	const struct actor *who;
	struct mail_id id;
};

static enum err again(struct tx *tx, void *ctx, struct error *err)
{
	const struct again *g = ctx;
	struct arena a;
	struct mail_row row;
	arena_init(&a, SCRATCH);
	enum err e = sql_mail_by_id(tx, &(struct mail_by_id_in){ g->id }, &a, &row, err);
	arena_done(&a);
	if (e == ERR_NOT_FOUND || (!e && row.state != BOUNCED))
		return error_set(err, ERR_NOT_FOUND, NULL, "这封邮件没有退回，或已重新发送");
	struct mail_set_state_in in = { g->id, WAITING, 0, 0 };
	if (!e)
		e = sql_mail_set_state(tx, &in, NULL, err);
	if (!e)
		e = queue(tx, g->id, err);
	struct event_entry entry = {
		.action = STR("mail.resend"), .object_kind = STR("mail"), .object = g->id.v
	};
	return e ? e : desk_log(tx, g->who, PERM_STATUS, &entry, err);
}

enum err mail_resend(
	const struct desk *d, const struct actor *who, struct mail_id id, struct error *err)
{
	struct again g = { who, id };
	enum err e = desk_allow(who, PERM_STATUS, err);
	return e ? e : desk_write(d, again, &g, err);
}
