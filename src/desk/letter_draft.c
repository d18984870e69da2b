/*
 * letter_draft -- composing, editing and dropping drafts.
 */
#include "desk/letter_part.h"

#include "core/utf8.h"
#include "desk/account_part.h"
#include "desk/organisation_part.h"
#include "desk/role.h"

struct draft_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct letter_input in;
	const struct letter_form *form;
	struct letter_id id;
	int64_t version;
	struct str title, body, reason;
};

/* The letter that a proof of service or an approval sheet is about. */
static enum err load_about(struct draft_job *j, struct tx *tx, struct letter_case *c,
	struct error *err)
{
	if (!j->in.about.v)
		return OK;
	struct letter_by_id_in in = { j->in.about };
	enum err e = sql_letter_by_id(tx, &in, j->a, &c->about, err);
	if (e == ERR_NOT_FOUND || (e == OK && c->about.request.v != j->in.request.v))
		return field_error(err, "about", "请选择本件已起草的文书");
	struct letter_opinions_in of = { j->in.about };
	return e != OK ? e : sql_letter_opinions(tx, &of, j->a, &c->opinion, &c->n_opinions, err);
}

static enum err seal_addressee(
	struct draft_job *j, const struct letter_case *c, struct str *out, struct error *err)
{
	*out = STR("");
	if (!*j->form->word)
		return OK;
	struct str name = j->form->to_applicant ? c->applicant : str_trim(j->in.party);
	return seal(
		j->d->keys, j->a, name, sealed_place(j->a, "letter.addressee", j->id.v), out, err);
}

/* A letter that asks makes the record; one that tells the third party is put to it. */
static enum err consult(struct draft_job *j, struct tx *tx, const struct letter_case *c,
	struct error *err)
{
	struct consultation_row made;
	if (j->form->clock_event == CLOCK_CONSULT_SENT) {
		struct consultation_facts f = { .kind = j->in.asked,
			.person = j->in.person,
			.party = j->in.party,
			.contact = j->in.contact,
			.information = j->in.findings };
		enum err e = consultation_check_facts(j->a, &f, err);
		return e != OK ? e : consultation_add_tx(j->d, tx, j->a, j->who, &c->request, &f,
					     j->id, &made, err);
	}
	struct consultation_set_notice_in told = { j->in.consultation, j->id };
	return j->in.consultation.v && strcmp(j->form->code, "F10") == 0 ?
		       sql_consultation_set_notice(tx, &told, NULL, err) :
		       OK;
}

static enum err insert(struct draft_job *j, struct tx *tx, const struct letter_case *c,
	struct str body, struct error *err)
{
	struct letter_insert_in in = { .request = j->in.request,
		.agency = c->request.agency,
		.form = str_cstr(j->form->code),
		.title = str_cstr(j->form->name),
		.body = body,
		.outcome = c->has_decision ? (int64_t)c->decision.outcome : -1,
		.actor = j->who->person,
		.now = tx_now(tx) };
	j->id = in.id = (struct letter_id){ tx_new_id(tx) };
	struct letter_input kept = j->in;
	/* A party's name stands sealed in the addressee and in the consultation only. */
	if (j->form->clock_event == CLOCK_CONSULT_SENT || strcmp(j->form->code, "F10") == 0)
		kept.party = STR("");
	enum err e = letter_facts_write(j->a, &kept, &in.facts, err);
	if (e == OK)
		e = seal_addressee(j, c, &in.addressee, err);
	if (e == OK)
		e = sql_letter_insert(tx, &in, NULL, err);
	if (e == OK)
		e = consult(j, tx, c, err);
	struct letter_row l = { .id = in.id, .agency = in.agency, .form = in.form };
	struct str detail = c->has_decision ?
		arena_fmt(j->a, "form=%s outcome=%s", j->form->code,
			outcome_find(c->decision.outcome)->code) :
		arena_fmt(j->a, "form=%s", j->form->code);
	return e != OK ? e : letter_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &l, "letter.draft",
				     STR(""), detail, err);
}

/* Told is who was asked: the name comes from the record. */
static enum err load_told(struct draft_job *j, const struct letter_case *c, struct error *err)
{
	if (strcmp(j->form->code, "F10") != 0)
		return OK;
	for (size_t i = 0; i < c->n_asked; i++)
		if (c->asked[i].id.v == j->in.consultation.v)
			return consultation_party(
				j->d, j->a, &c->asked[i], &j->in.party, NULL, err);
	return OK;
}

static enum err draft_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct draft_job *j = ctx;
	struct letter_case c;
	struct letter_values v;
	struct str text, body;
	enum err e = letter_load_case(j->d, tx, j->a, j->who, j->in.request, j->form, &c, err);
	if (e == OK)
		e = load_about(j, tx, &c, err);
	if (e == OK)
		e = letter_judge(j->a, &c, &j->in, err);
	if (e == OK)
		e = load_told(j, &c, err);
	if (e == OK)
		e = letter_values(j->a, &c, &j->in, &v, err);
	if (e == OK)
		e = letter_check_values(j->form, &v, err);
	if (e == OK)
		e = letter_text(tx, j->a, c.request.agency, j->form, &text, err);
	if (e == OK)
		e = letter_expand(j->a, text, &v, &body, err);
	if (e == OK)
		e = letter_check_body(j->form, &v, body, err);
	return e != OK ? e : insert(j, tx, &c, body, err);
}

static enum err check_lengths(const struct letter_input *in, struct error *err)
{
	const struct {
		const char *field;
		struct str s;
	} text[] = { { "ground", in->ground }, { "findings", in->findings }, { "party", in->party },
		{ "contact", in->contact }, { "how", in->how }, { "search", in->search }, { "earlier", in->earlier } };
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++)
		if (!utf8_is_valid(text[i].s) || utf8_length(text[i].s) > LETTER_TEXT_MAX)
			return field_error(err, text[i].field, "这一项最多 %d 个字", LETTER_TEXT_MAX);
	return OK;
}

enum err letter_draft(const struct desk *d, struct arena *a, const struct actor *who,
	const struct letter_input *in, struct letter_id *id, struct error *err)
{
	struct draft_job j = {
		.d = d, .a = a, .who = who, .in = *in, .form = letter_form_find(in->form)
	};
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK && !j.form)
		e = field_error(err, "form", "请选择文书");
	if (e == OK)
		e = check_lengths(in, err);
	if (e == OK)
		e = desk_write(d, draft_fn, &j, err);
	if (e == OK)
		*id = j.id;
	return e;
}

/* --- editing --------------------------------------------------------------------------------------- */

static enum err save_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct draft_job *j = ctx;
	struct letter_row l;
	struct letter_case c;
	struct letter_values v;
	enum err e = letter_begin(
		j->d, tx, j->a, j->who, j->id, j->version, LETTER_DRAFT, &l, &c, err);
	if (e == OK)
		e = letter_facts_read(j->a, &l, &j->in, err);
	if (e == OK)
		e = load_about(j, tx, &c, err);
	if (e == OK)
		e = letter_judge(j->a, &c, &j->in, err);
	if (e == OK)
		e = letter_values(j->a, &c, &j->in, &v, err);
	if (e == OK)
		e = letter_check_body(c.form, &v, j->body, err);
	struct letter_set_text_in in = { j->id, j->title, j->body, j->who->person };
	if (e == OK)
		e = sql_letter_set_text(tx, &in, NULL, err);
	return e != OK ? e : letter_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &l, "letter.save",
				     STR(""), STR(""), err);
}

enum err letter_save(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str title, struct str body, struct error *err)
{
	struct draft_job j = { .d = d,
		.a = a,
		.who = who,
		.id = id,
		.version = version,
		.title = request_clean(a, title, true),
		.body = request_clean(a, body, false) };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.title, "title", "标题", 2, LETTER_TITLE_MAX, err);
	if (e == OK)
		e = field_text(&j.body, "body", "正文", 1, LETTER_BODY_MAX, err);
	return e != OK ? e : desk_write(d, save_fn, &j, err);
}

static enum err drop_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct draft_job *j = ctx;
	struct letter_row l;
	struct letter_case c;
	enum err e = letter_begin(
		j->d, tx, j->a, j->who, j->id, j->version, LETTER_DRAFT, &l, &c, err);
	struct letter_set_state_in in = { j->id, LETTER_DROPPED, l.round };
	if (e == OK)
		e = sql_letter_set_state(tx, &in, NULL, err);
	if (e == OK)
		e = consultation_drop_tx(tx, j->a, j->id, err);
	return e != OK ? e : letter_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &l, "letter.drop",
				     j->reason, STR(""), err);
}

enum err letter_drop(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str reason, struct error *err)
{
	struct draft_job j = { .d = d,
		.a = a,
		.who = who,
		.id = id,
		.version = version,
		.reason = request_clean(a, reason, false) };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "作废理由", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, drop_fn, &j, err);
}
