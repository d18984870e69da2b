/*
 * notice_mail -- mail to officials: one notice at once, or a day's together.  See desk/notice.h.
 *
 * A notice says itself whether a mail is still to be written; the mail and that note are one
 * transaction, so that it is written once whatever happens.
 */
#include "desk/mail.h"
#include "desk/notice_part.h"

#include "desk/account_part.h"

#include <stdlib.h>

enum { DIGEST_LINES = 200, DIGEST_PEOPLE = 100, TEXT_MAX = 48 << 10 };

/* The address of somebody who may log in; empty when there is none. */
static enum err find_address(const struct desk *d, struct tx *tx, struct arena *a,
	struct person_id person, struct str *to, struct error *err)
{
	struct account_row p;
	*to = (struct str){ 0 };
	enum err e = account_load(tx, person, a, &p, err);
	if (e != OK || !p.active || !p.email.p)
		return e;
	return seal_open(d->keys, a, p.email, sealed_place(a, "person.email", person.v), to, err);
}

/* --- at once -------------------------------------------------------------------------------------- */

struct once_job {
	struct runner_work *w;
	struct notice_id id;
};

static enum err once_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct once_job *j = ctx;
	struct arena *a = j->w->arena;
	const struct notice_post *post = j->w->ctx;
	struct notice_line_row row;
	struct mail_message m = { .to = { 0 } };
	int64_t n = 0;
	enum err e = job_finish(tx, j->w->claim, err);
	if (e != OK)
		return e;
	e = sql_notice_by_id(tx, &(struct notice_by_id_in){ j->id }, a, &row, err);
	if (e == ERR_NOT_FOUND)
		return OK; /* forgotten meanwhile */
	struct notice_set_mailed_in in = { j->id, NOTICE_MAIL_ONCE };
	if (e == OK)
		e = sql_notice_set_mailed(tx, &in, &n, err);
	if (e != OK || n == 0 || row.read_at || !post->on)
		return e;
	e = find_address(j->w->desk, tx, a, row.person, &m.to, err);
	if (e != OK || m.to.n == 0)
		return e;
	struct str line = notice_line_text(a, &row);
	m.subject = line;
	m.text = arena_fmt(a,
		"%.*s\n\n"
		"查看：%.*s/office/notices\n\n"
		"%.*s\n"
		"不想收到这类邮件的，请在“待阅”的“邮件设置”里更改。\n",
		STR_ARG(line), STR_ARG(post->url), STR_ARG(post->site));
	e = arena_check(a, err);
	return e != OK ? e : mail_add(tx, j->w->desk, &m, NULL, err);
}

enum err notice_run_mail(struct runner_work *w, struct error *err)
{
	struct once_job j = { w, { strtoll(w->claim->payload.p, NULL, 10) } };
	enum err e = store_write(w->desk->store, once_fn, &j, err);
	w->finished = e == OK;
	w->permanent = e == ERR_INVALID || e == ERR_LIMIT;
	return e;
}

/* --- a day's together ------------------------------------------------------------------------------ */

struct digest_job {
	struct runner_work *w;
	struct arena a; /* of one person */
	struct person_id after;
	struct notice_reader_row *reader;
	size_t n;
};

static enum err readers_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct digest_job *j = ctx;
	struct notice_to_digest_in in = { NOTICE_MAIL_DIGEST, j->after, DIGEST_PEOPLE };
	return sql_notice_to_digest(tx, &in, j->w->arena, &j->reader, &j->n, err);
}

static enum err write_digest(struct digest_job *j, struct tx *tx, struct str to,
	const struct notice_line_row *row, size_t n, struct error *err)
{
	const struct notice_post *post = j->w->ctx;
	struct mail_message m = { .to = to };
	struct buf b;
	size_t unread = 0;
	buf_init(&b, TEXT_MAX);
	for (size_t i = 0; i < n; i++)
		if (!row[i].read_at) {
			struct str line = notice_line_text(&j->a, &row[i]);
			buf_fmt(&b, "· %.*s\n", STR_ARG(line));
			unread++;
		}
	m.subject = arena_fmt(&j->a, "%zu%s条待阅通知", unread, n == DIGEST_LINES ? "+ " : " ");
	m.text = arena_fmt(&j->a,
		"%.*s\n查看：%.*s/office/notices\n\n%.*s\n"
		"不想收到这类邮件的，请在“待阅”的“邮件设置”里更改。\n",
		STR_ARG(buf_view(&b)), STR_ARG(post->url), STR_ARG(post->site));
	enum err e = buf_check(&b, err);
	if (e == OK)
		e = arena_check(&j->a, err);
	if (e == OK && unread)
		e = mail_add(tx, j->w->desk, &m, NULL, err);
	buf_done(&b);
	return e;
}

static enum err digest_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct digest_job *j = ctx;
	const struct notice_post *post = j->w->ctx;
	struct notice_line_row *row;
	size_t n;
	int64_t taken = 0;
	struct str to = { 0 };
	arena_reset(&j->a);
	struct notice_waiting_mail_in in = { j->after, NOTICE_MAIL_DIGEST, DIGEST_LINES };
	enum err e = sql_notice_waiting_mail(tx, &in, &j->a, &row, &n, err);
	if (e != OK || n == 0)
		return e;
	/* All of them: what does not fit into one mail is behind the link. */
	struct notice_set_digested_in set = { j->after, NOTICE_MAIL_DIGEST, { INT64_MAX } };
	e = sql_notice_set_digested(tx, &set, &taken, err);
	if (e == OK && taken > 0 && post->on)
		e = find_address(j->w->desk, tx, &j->a, j->after, &to, err);
	return e == OK && to.n ? write_digest(j, tx, to, row, n, err) : e;
}

enum err notice_send_digests(struct runner_work *w, struct error *err)
{
	struct digest_job j = { .w = w };
	enum err e = OK;
	arena_init(&j.a, 8 << 20);
	do {
		e = store_read(w->desk->store, readers_fn, &j, err);
		for (size_t i = 0; e == OK && i < j.n; i++) {
			j.after = j.reader[i].person;
			e = store_write(w->desk->store, digest_fn, &j, err);
			/* An address that cannot be written to holds up nobody else. */
			if (e == ERR_INVALID) {
				w->refused = true;
				e = OK;
			}
		}
	} while (e == OK && j.n == DIGEST_PEOPLE);
	arena_done(&j.a);
	return e;
}
