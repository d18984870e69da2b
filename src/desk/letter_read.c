/*
 * letter_read -- letters on the applicant's own page: which there are, and that one was opened.
 *
 * A letter to the applicant can be read there from the day it is sent, whatever way it went.  That it
 * was opened is said by the applicant, by a button: fetching the paper records nothing, for browsers
 * fetch ahead of themselves.  The first time is recorded once, as an event with its moment, and shown
 * to the office as proof.
 * Of a letter sent electronically it completes the service: the applicant has received it then at
 * the latest (C-1.7-29; an earlier day on which it entered a system of his is the office's to
 * record).  That is a step of its own: if the law refuses it, the letter is read all the same.
 */
#include "desk/letter_part.h"

#include "desk/applicant.h"
#include "desk/notice.h"
#include "desk/role.h"

struct read_job {
	const struct desk *d;
	struct arena *a;
	struct request_id request;
	struct letter_id id;
	struct actor who; /* nobody in particular, of the agency that wrote it */
	struct letter_row *row;
	size_t n;
	struct letter_row l;
	const struct letter_form *form;
	struct letter_reading_row reading;
};

static bool is_shown(const struct letter_row *l)
{
	const struct letter_form *f = letter_form_find(l->form);
	return f && f->to_applicant && l->pdf.p && l->docx.p &&
	       (l->state == LETTER_SENT || l->state == LETTER_SERVED ||
		       l->state == LETTER_REVOKED);
}

static bool is_readable(const struct letter_row *l)
{
	return is_shown(l) && l->state != LETTER_REVOKED;
}

/* --- which there are ------------------------------------------------------------------------------- */

static enum err find_reading(struct tx *tx, struct arena *a, struct letter_id id,
	struct letter_reading_row *out, struct error *err)
{
	*out = (struct letter_reading_row){ .at = 0 };
	enum err e = sql_letter_reading(tx, &(struct letter_reading_in){ id }, a, out, err);
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err letter_reading_find(struct tx *tx, struct arena *a, struct letter_id id, int64_t *at,
	struct error *err)
{
	struct letter_reading_row row;
	enum err e = find_reading(tx, a, id, &row, err);
	if (e == OK)
		*at = row.at;
	return e;
}

struct own_job {
	struct arena *a;
	struct request_id request;
	struct applicant_letter *out;
	size_t n;
};

static enum err describe(struct own_job *j, struct tx *tx, const struct letter_row *l,
	struct applicant_letter *out, struct error *err)
{
	struct letter_input in;
	struct letter_reading_row reading;
	enum err e = letter_facts_read(j->a, l, &in, err);
	if (e == OK)
		e = find_reading(tx, j->a, l->id, &reading, err);
	if (e != OK)
		return e;
	*out = (struct applicant_letter){ .id = l->id,
		.form = letter_form_find(l->form),
		.number = l->number,
		.title = l->title,
		.sent = { (int32_t)l->sent_on.v },
		.way = (enum service_way)l->served_way,
		.revoked = l->state == LETTER_REVOKED,
		.served = l->served_on.has,
		.served_on = { (int32_t)l->served_on.v },
		.read_at = reading.at };
	if (out->form->clock_event == CLOCK_FEE_NOTICED) {
		out->amount_yuan = in.amount_yuan;
		out->how = in.how;
	}
	return OK;
}

static enum err own_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct own_job *j = ctx;
	struct letter_row *row;
	size_t n;
	enum err e = sql_letter_of_request(
		tx, &(struct letter_of_request_in){ j->request }, j->a, &row, &n, err);
	if (e != OK)
		return e;
	j->n = 0;
	j->out = arena_array(j->a, struct applicant_letter, n + 1);
	if (!j->out)
		return arena_check(j->a, err);
	for (size_t i = 0; e == OK && i < n; i++)
		if (is_shown(&row[i]))
			e = describe(j, tx, &row[i], &j->out[j->n++], err);
	return e;
}

enum err applicant_letters(const struct desk *d, struct arena *a, struct request_id request,
	struct applicant_letter **out, size_t *n, struct error *err)
{
	struct own_job j = { .a = a, .request = request };
	enum err e = store_read(d->store, own_fn, &j, err);
	if (e == OK) {
		*out = j.out;
		*n = j.n;
	}
	return e;
}

/* --- opened ---------------------------------------------------------------------------------------- */

/* Event letter.read, and who handles the case is told, the first time alone. */
static enum err record(struct read_job *j, struct tx *tx, struct error *err)
{
	int64_t fresh = 0;
	struct request_row r;
	struct letter_reading_insert_in in = { j->id, tx_now(tx) };
	enum err e = sql_letter_reading_insert(tx, &in, &fresh, err);
	if (e == OK)
		e = find_reading(tx, j->a, j->id, &j->reading, err);
	if (e != OK || fresh == 0)
		return e;
	struct notice n = { .kind = NOTICE_LETTER_READ,
		.request = j->request,
		.object_kind = "letter",
		.object = j->id.v,
		.detail = j->l.number };
	e = sql_request_by_id(tx, &(struct request_by_id_in){ j->request }, j->a, &r, err);
	if (e == OK)
		e = notice_add_handler(tx, j->a, &j->who, &n, &r, err);
	return e != OK ? e
		       : letter_log(tx, j->a, &j->who, PERM_NONE, &j->l, "letter.read", STR(""),
				 STR(""), err);
}

static enum err find_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct read_job *j = ctx;
	enum err e = sql_letter_by_id(tx, &(struct letter_by_id_in){ j->id }, j->a, &j->l, err);
	if (e == ERR_NOT_FOUND ||
		(e == OK && (j->l.request.v != j->request.v || !is_readable(&j->l))))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这份文书，请回到申请进度查看");
	return e;
}

static enum err read_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct read_job *j = ctx;
	enum err e = find_fn(tx, ctx, err);
	if (e != OK)
		return e;
	j->form = letter_form_find(j->l.form);
	j->who = (struct actor){ .agency = j->l.agency };
	return record(j, tx, err);
}

static enum err served_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct read_job *j = ctx;
	struct date on = date_of_moment(j->reading.at / 1000);
	return letter_serve_by_reading(j->d, tx, j->a, &j->who, &j->l, on, err);
}

static void paper_of(const struct letter_row *l, struct applicant_paper *out)
{
	*out = (struct applicant_paper){ .number = l->number, .title = l->title };
	memcpy(out->docx.b, l->docx.p, sizeof(out->docx.b));
	memcpy(out->pdf.b, l->pdf.p, sizeof(out->pdf.b));
}

enum err applicant_letter_open(const struct desk *d, struct arena *a, struct request_id request,
	struct letter_id id, struct applicant_paper *out, struct error *err)
{
	struct read_job j = { .d = d, .a = a, .request = request, .id = id };
	struct error law;
	enum err e = desk_write(d, read_fn, &j, err);
	if (e != OK)
		return e;
	if (j.l.state == LETTER_SENT && j.l.served_way == SERVICE_ELECTRONIC)
		e = desk_write(d, served_fn, &j, &law);
	/* What the clock of the case no longer takes is still read, and its reading recorded. */
	if (e != OK && e != ERR_CONFLICT && e != ERR_INVALID) {
		*err = law;
		return e;
	}
	paper_of(&j.l, out);
	return OK;
}

enum err applicant_letter_paper(const struct desk *d, struct arena *a, struct request_id request,
	struct letter_id id, struct applicant_paper *out, struct error *err)
{
	struct read_job j = { .d = d, .a = a, .request = request, .id = id };
	enum err e = store_read(d->store, find_fn, &j, err);
	if (e == OK)
		paper_of(&j.l, out);
	return e;
}
