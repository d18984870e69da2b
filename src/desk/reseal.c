#include "desk/reseal.h"

#include "desk/account_part.h"
#include "desk/role.h"
#include "store/sealed.sql.h"
#include "store/stmt_list.h"

enum { BATCH = 50, ARENA = 64 << 20 };

const struct reseal_column reseal_column[] = {
	{ "person.mobile", &stmt_sealed_person_mobile, &stmt_sealed_person_mobile_set },
	{ "person.email", &stmt_sealed_person_email, &stmt_sealed_person_email_set },
	{ "person.totp_secret", &stmt_sealed_person_totp_secret,
		&stmt_sealed_person_totp_secret_set },
	{ "draft.content", &stmt_sealed_draft_content, &stmt_sealed_draft_content_set },
	{ "mail.recipient", &stmt_sealed_mail_recipient, &stmt_sealed_mail_recipient_set },
	{ "mail.content", &stmt_sealed_mail_content, &stmt_sealed_mail_content_set },
	{ "applicant.name", &stmt_sealed_applicant_name, &stmt_sealed_applicant_name_set },
	{ "applicant.id_number", &stmt_sealed_applicant_id_number,
		&stmt_sealed_applicant_id_number_set },
	{ "applicant.legal_representative", &stmt_sealed_applicant_legal_representative,
		&stmt_sealed_applicant_legal_representative_set },
	{ "applicant.contact", &stmt_sealed_applicant_contact, &stmt_sealed_applicant_contact_set },
	{ "applicant.phone", &stmt_sealed_applicant_phone, &stmt_sealed_applicant_phone_set },
	{ "applicant.email", &stmt_sealed_applicant_email, &stmt_sealed_applicant_email_set },
	{ "applicant.address", &stmt_sealed_applicant_address, &stmt_sealed_applicant_address_set },
	{ "decision.sealed", &stmt_sealed_decision_sealed, &stmt_sealed_decision_sealed_set },
	{ "applicant.fax", &stmt_sealed_applicant_fax, &stmt_sealed_applicant_fax_set },
	{ "form_sent.answer", &stmt_sealed_form_sent_answer, &stmt_sealed_form_sent_answer_set },
	{ "letter.addressee", &stmt_sealed_letter_addressee, &stmt_sealed_letter_addressee_set },
	{ "remedy.claimant", &stmt_sealed_remedy_claimant, &stmt_sealed_remedy_claimant_set },
	{ "consultation.party", &stmt_sealed_consultation_party,
		&stmt_sealed_consultation_party_set },
	{ "consultation.contact", &stmt_sealed_consultation_contact,
		&stmt_sealed_consultation_contact_set },
	{ NULL, NULL, NULL },
};

struct batch {
	const struct desk *d;
	const struct reseal_column *column;
	struct arena a;
	int64_t after, last;
	size_t n;
	int64_t done, failed, first_failed;
};

static enum err reseal_one(
	struct tx *tx, struct batch *b, const struct sealed_row *row, struct error *err)
{
	struct str place = sealed_place(&b->a, b->column->place, row->id), plain, value;
	enum err e = seal_open(b->d->keys, &b->a, row->value, place, &plain, err);
	if (e == ERR_FORMAT || e == ERR_NOT_FOUND) {
		if (b->failed++ == 0)
			b->first_failed = row->id;
		return OK;
	}
	if (!e)
		e = seal(b->d->keys, &b->a, plain, place, &value, err);
	if (e)
		return e;
	/* All set statements take the same members. */
	struct sealed_person_mobile_set_in in = { row->id, row->value, value };
	int64_t n = 0;
	e = stmt_run(tx, b->column->set, &in, &n, err);
	b->done += n;
	return e;
}

static enum err batch_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct batch *b = ctx;
	unsigned newest = keyring_newest(b->d->keys);
	const char current[2] = { (char)(newest >> 8), (char)(newest & 0xff) };
	struct sealed_person_mobile_in in = { b->after, { current, sizeof current }, BATCH };
	void *rows = NULL;
	arena_reset(&b->a);
	b->done = b->failed = b->first_failed = 0;
	enum err e = stmt_all(tx, b->column->list, &in, &b->a, &rows, &b->n, err);
	const struct sealed_row *row = rows;
	for (size_t i = 0; !e && i < b->n; i++)
		e = reseal_one(tx, b, &row[i], err);
	if (!e && b->n)
		b->last = row[b->n - 1].id;
	return e;
}

static enum err log_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct actor who = actor_console();
	struct event_entry e = { .action = STR("keys.rewrite"),
		.object_kind = STR("keys"),
		.detail = *(struct str *)ctx };
	return desk_log(tx, &who, PERM_NONE, &e, err);
}

static enum err run_column(struct batch *b, struct arena *a, reseal_progress *progress, void *ctx,
	struct reseal_result *r, struct error *err)
{
	enum err e = OK;
	b->after = INT64_MIN;
	do {
		e = store_write(b->d->store, batch_fn, b, err);
		if (e)
			return e;
		r->done += b->done;
		if (b->failed && r->failed == 0)
			r->first_failed = sealed_place(a, b->column->place, b->first_failed);
		r->failed += b->failed;
		b->after = b->last;
		if (progress && !progress(ctx, r->done))
			return error_set(err, ERR_CONFLICT, NULL, "已按要求停止；再次运行会接着做");
	} while (b->n == BATCH);
	return OK;
}

enum err reseal_run(const struct desk *d, struct arena *a, reseal_progress *progress, void *ctx,
	struct reseal_result *out, struct error *err)
{
	struct batch b = { .d = d };
	struct reseal_result r = { .done = 0 };
	struct error ignored;
	enum err e = OK, logged = OK;
	arena_init(&b.a, ARENA);
	for (b.column = reseal_column; !e && b.column->place; b.column++)
		e = run_column(&b, a, progress, ctx, &r, err);
	arena_done(&b.a);
	if (r.done || r.failed) {
		struct str detail = arena_fmt(a, "generation=%u done=%lld failed=%lld",
			keyring_newest(d->keys), (long long)r.done, (long long)r.failed);
		logged = store_write(d->store, log_fn, &detail, e ? &ignored : err);
	}
	if (!e)
		e = logged;
	if (!e)
		*out = r;
	return e;
}
