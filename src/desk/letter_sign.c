/*
 * letter_sign -- the head's signature: number, date, final papers.
 *
 * The papers hold the number, and bytes are put into the blob store outside a transaction (they are
 * on the disk before it commits).  So: look which number is next, print for it, store the bytes;
 * then, in one transaction, take the number, compare everything that was printed with what holds
 * now, and write number, digests, state, opinion and event.  When somebody was quicker, nothing is
 * written and all is done again.  Whatever stops in between leaves bytes without a record, which
 * blob_clean removes; a number is taken by the same commit that writes it into the letter, so there
 * is neither a gap nor a number given twice (and letter_by_number would refuse the latter).
 */
#include "desk/letter_part.h"

#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "desk/role.h"
#include "store/blob.h"

enum {
	SIGN_TRIES = 200, /* each try fails only because another letter got its number */
	PAPER_MAX = 64 << 20
};

struct sign_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct letter_id id;
	int64_t version;
	struct str opinion;
	bool again; /* what was printed is no longer what holds */
	/* what is printed */
	struct letter_row l;
	struct letter_case c;
	struct letter_sheet sheet;
	int64_t n; /* in the series; 0 without a number */
	struct digest docx, pdf;
	int64_t docx_size, pdf_size;
};

/* --- numbers --------------------------------------------------------------------------------------- */

struct str letter_series_name(
	struct arena *a, const struct agency_row *g, const struct letter_form *f)
{
	if (g->document_pattern.n > 0 && !str_has(g->document_pattern, "{word}"))
		return STR("letter");
	return arena_fmt(a, "letter.%s", f->word);
}

struct str letter_number_text(struct arena *a, const struct agency_row *g,
	const struct letter_form *f, int year, int64_t n)
{
	struct str pattern = g->document_pattern.n > 0 ? g->document_pattern :
							 STR("{word}〔{year}〕{serial}号");
	struct buf b;
	buf_init(&b, 4096);
	for (size_t at = 0; at < pattern.n;) {
		struct str rest = str_sub(pattern, at, pattern.n);
		if (str_starts(rest, STR("{word}"))) {
			buf_cstr(&b, f->word);
			at += sizeof("{word}") - 1;
		} else if (str_starts(rest, STR("{year}"))) {
			buf_int(&b, year);
			at += sizeof("{year}") - 1;
		} else if (str_starts(rest, STR("{serial}"))) {
			buf_int(&b, n);
			at += sizeof("{serial}") - 1;
		} else {
			buf_char(&b, pattern.p[at++]);
		}
	}
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

/* --- looking --------------------------------------------------------------------------------------- */

static enum err check_signer(struct sign_job *j, struct tx *tx, struct error *err)
{
	struct letter_opinion_row *o;
	size_t n;
	bool internal = !*j->c.form->word;
	int64_t wanted = internal ? LETTER_DRAFT : LETTER_SIGNING;
	if (j->l.version != j->version)
		return desk_stale(err);
	if (j->l.state != wanted)
		return error_set(err, ERR_CONFLICT, "C-1.11-1", "这份文书现在是“%s”，不能签发",
			letter_state_name((enum letter_state)j->l.state));
	if (internal)
		return OK;
	struct letter_opinions_in in = { j->id };
	enum err e = sql_letter_opinions(tx, &in, j->a, &o, &n, err);
	if (e == OK && letter_is_author(&j->l, j->who))
		return error_set(err, ERR_DENIED, NULL, "起草和修改文书的人不能签发，请由其他人签发");
	if (e == OK && letter_gave_opinion(&j->l, o, n, j->who))
		return error_set(err, ERR_DENIED, NULL, "审核过这份文书的人不能签发，请由其他人签发");
	return e;
}

static enum err look_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct sign_job *j = ctx;
	struct letter_series_row next = { 0 };
	enum err e = letter_load(j->d, tx, j->a, j->who, j->id, &j->l, &j->c, err);
	if (e == OK)
		e = check_signer(j, tx, err);
	bool numbered = e == OK && *j->c.form->word;
	if (numbered)
		e = letter_check_whole(j->a, &j->l, &j->c, j->l.body, err);
	struct date today = request_today(tx);
	struct letter_series_in in = { .agency = j->c.request.agency,
		.year = date_year(today) };
	if (numbered && e == OK) {
		in.series = letter_series_name(j->a, &j->c.agency, j->c.form);
		e = sql_letter_series(tx, &in, j->a, &next, err);
	}
	j->n = next.n;
	j->sheet = (struct letter_sheet){ .date = today };
	if (numbered && e == OK)
		j->sheet.number = letter_number_text(
			j->a, &j->c.agency, j->c.form, date_year(today), j->n);
	if (e == OK)
		e = letter_addressee(j->d, j->a, &j->l, &j->sheet.addressee, err);
	if (e == OK)
		e = letter_remedy(j->a, &j->l, &j->c, today, &j->sheet.remedy, err);
	return e;
}

/* --- bytes ----------------------------------------------------------------------------------------- */

static enum err put(struct sign_job *j, enum letter_paper kind, struct digest *digest,
	int64_t *size, struct error *err)
{
	struct buf b;
	struct blob_writer *w = NULL;
	buf_init(&b, PAPER_MAX);
	enum err e = letter_print(j->a, &j->l, &j->c, &j->sheet, kind, &b, err);
	if (e == OK)
		e = blob_begin(j->d->store, PAPER_MAX, &w, err);
	if (e == OK)
		e = blob_add(w, b.p, b.n, err);
	if (e == OK)
		e = blob_end(w, digest, size, err);
	else
		blob_abandon(w);
	buf_done(&b);
	return e;
}

/* --- signing --------------------------------------------------------------------------------------- */

/* Anything printed that is another one now: print again. */
static enum err check_same(struct sign_job *j, struct tx *tx, struct error *err)
{
	struct letter_row l;
	struct letter_case c;
	int64_t n = 0, changed = 0;
	struct letter_touch_in touch = { j->id, j->version, tx_now(tx) };
	enum err e = letter_load(j->d, tx, j->a, j->who, j->id, &l, &c, err);
	if (e == OK)
		e = sql_letter_touch(tx, &touch, &changed, err);
	if (e == OK && changed == 0)
		return desk_stale(err);
	if (e == OK)
		e = check_signer(j, tx, err);
	if (e == OK && j->n > 0)
		e = request_take_number(tx, j->a, c.request.agency,
			letter_series_name(j->a, &j->c.agency, j->c.form).p,
			date_year(j->sheet.date), &n, err);
	if (e != OK)
		return e;
	if (n != j->n || request_today(tx).day != j->sheet.date.day ||
		c.agency.version != j->c.agency.version) {
		j->again = true;
		return error_set(err, ERR_CONFLICT, NULL, "同时签发的文书较多，请再试一次");
	}
	return OK;
}

static enum err write_signed(struct sign_job *j, struct tx *tx, struct error *err)
{
	struct letter_set_signed_in in = { .id = j->id,
		.number = j->sheet.number,
		.remedy = j->sheet.remedy,
		.signer = j->who->person,
		.signed_on = j->sheet.date.day,
		.docx = desk_bytes(&j->docx),
		.pdf = desk_bytes(&j->pdf) };
	if (!in.remedy.p)
		in.remedy = STR("");
	enum err e = blob_use(tx, &j->docx, j->docx_size, err);
	if (e == OK)
		e = blob_use(tx, &j->pdf, j->pdf_size, err);
	if (e == OK)
		e = sql_letter_set_signed(tx, &in, NULL, err);
	return e;
}

static enum err sign_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct sign_job *j = ctx;
	j->again = false;
	enum err e = check_same(j, tx, err);
	if (e == OK)
		e = write_signed(j, tx, err);
	struct letter_opinion_insert_in in = { .id = tx_new_id(tx),
		.letter = j->id,
		.step = LETTER_STEP_SIGN,
		.agreed = 1,
		.text = j->opinion,
		.actor = j->who->person,
		.at = tx_now(tx),
		.round = j->l.round };
	bool numbered = j->n > 0;
	if (e == OK && numbered)
		e = sql_letter_opinion_insert(tx, &in, NULL, err);
	if (e == OK && numbered)
		e = letter_set_stage(tx, &j->c, STAGE_SERVICE, err);
	struct notice n = { .kind = NOTICE_LETTER_SIGNED,
		.request = j->l.request,
		.object_kind = "letter",
		.object = j->l.id.v,
		.detail = j->sheet.number };
	if (e == OK && numbered)
		e = notice_add(tx, j->a, j->who, &n,
			&(struct notice_to){ .person = j->l.created_by }, err);
	if (e != OK)
		return e;
	return letter_log(tx, j->a, j->who,
		numbered ? PERM_REQUEST_SIGN : PERM_REQUEST_HANDLE, &j->l,
		numbered ? "letter.sign" : "letter.finish", STR(""),
		arena_fmt(j->a, "number=%.*s docx=%s pdf=%s", STR_ARG(j->sheet.number),
			digest_hex(&j->docx).z, digest_hex(&j->pdf).z),
		err);
}

enum err letter_finish(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str opinion, struct error *err)
{
	enum err e = OK;
	for (int i = 0; i < SIGN_TRIES; i++) {
		struct arena once; /* a try must not fill the caller's arena */
		arena_init(&once, 64 << 20);
		struct sign_job j = { .d = d,
			.a = &once,
			.who = who,
			.id = id,
			.version = version,
			.opinion = opinion };
		e = store_read(d->store, look_fn, &j, err);
		if (e == OK)
			e = put(&j, LETTER_DOCX, &j.docx, &j.docx_size, err);
		if (e == OK)
			e = put(&j, LETTER_PDF, &j.pdf, &j.pdf_size, err);
		if (e == OK)
			e = desk_write(d, sign_fn, &j, err);
		bool again = j.again;
		arena_done(&once);
		if (e == OK || !again)
			break;
	}
	(void)a;
	return e;
}

enum err letter_sign(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str opinion, struct error *err)
{
	struct str text = request_clean(a, opinion, false);
	enum err e = desk_allow(who, PERM_REQUEST_SIGN, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&text, "opinion", "意见", 0, REQUEST_REASON_MAX, err);
	return e != OK ? e : letter_finish(d, a, who, id, version, text, err);
}
