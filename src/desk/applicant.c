/*
 * applicant -- the steps of somebody without an account on his own request.
 *
 * The office's functions are called as the console, which is asked for no right, after the page has
 * proved whose request it is; the log names the applicant as nobody.
 */
#include "desk/applicant.h"

#include "desk/account_part.h"
#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"

static const struct actor applicant = { 0 };

struct applicant_job {
	const struct desk *d;
	struct arena *a;
	struct request_id id;
	struct applicant_correction correction;
	struct applicant_contact contact;
};

/* The request, its version moved on. */
static enum err begin(
	struct applicant_job *j, struct tx *tx, struct request_row *r, struct error *err)
{
	struct actor office = actor_console();
	enum err e = request_load(tx, j->a, &office, j->id, r, err);
	return e != OK ? e : request_begin_step(tx, j->a, &office, j->id, r->version, r, err);
}

static enum err write_today(
	struct applicant_job *j, struct tx *tx, struct clock_event event, struct error *err)
{
	event.on = request_today(tx);
	struct request_entry entry = { .request = j->id, .event = event };
	struct clock_run run;
	enum err e = request_write_event(tx, &applicant, &entry, err);
	if (e == OK)
		e = request_fold(j->d, tx, j->a, j->id, STAGES, &run, err);
	return e != OK ? e : notice_tell_event(tx, j->id, &event, &run, err);
}

/* What he did, to who handles the case. */
static enum err tell_office(struct applicant_job *j, struct tx *tx, enum notice_kind kind,
	const struct request_row *r, struct error *err)
{
	struct notice n = { .kind = kind, .request = j->id };
	return notice_add_handler(tx, j->a, &applicant, &n, r, err);
}

/* --- correction ----------------------------------------------------------------------------------
 */

static enum err correct_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct applicant_job *j = ctx;
	struct request_row r;
	enum err e = begin(j, tx, &r, err);
	if (e == OK && r.stage != STAGE_CORRECTION)
		return error_set(err, ERR_CONFLICT, NULL,
			"这件申请现在不需要补正。需要补充说明的，请致电受理机关");
	if (e == OK)
		e = write_today(j, tx,
			(struct clock_event){
				.kind = CLOCK_CORRECTION_RECEIVED, .reason = j->correction.reason },
			err);
	if (e == OK)
		e = request_add_files(tx, j->a, j->id, applicant.person, j->correction.file,
			j->correction.n_files, err);
	struct request_note_insert_in note = { .id = tx_new_id(tx),
		.request = j->id,
		.kind = NOTE_CONTACT,
		.text = arena_fmt(j->a, "申请人补正：%.*s", STR_ARG(j->correction.text)),
		.at = tx_now(tx) };
	if (e == OK)
		e = arena_check(j->a, err);
	if (e == OK)
		e = sql_request_note_insert(tx, &note, NULL, err);
	if (e == OK)
		e = tell_office(j, tx, NOTICE_CORRECTED, &r, err);
	return e != OK ? e
		       : request_log(tx, j->a, &applicant, PERM_NONE, &r, STR("request.corrected"),
				 STR(""), arena_fmt(j->a, "files=%zu", j->correction.n_files), err);
}

enum err applicant_correct(const struct desk *d, struct arena *a, struct request_id id,
	const struct applicant_correction *in, struct error *err)
{
	struct applicant_job j = { .d = d, .a = a, .id = id, .correction = *in };
	j.correction.text = request_clean(a, in->text, false);
	j.correction.reason = request_clean(a, in->reason, false);
	enum err e = arena_check(a, err);
	if (e == OK && j.correction.text.n == 0)
		e = field_error(err, "text", "请写明补正的内容");
	size_t n = request_text_length(j.correction.text);
	if (e == OK && n > APPLICANT_TEXT_MAX)
		e = field_error(err, "text", "补正内容最多 %d 个字，现在超出 %zu 个字",
			APPLICANT_TEXT_MAX, n - APPLICANT_TEXT_MAX);
	if (e == OK && request_text_length(j.correction.reason) > APPLICANT_REASON_MAX)
		e = field_error(err, "reason", "理由最多 %d 个字", APPLICANT_REASON_MAX);
	if (e == OK)
		e = request_check_files(in->file, in->n_files, err);
	return e != OK ? e : desk_write(d, correct_fn, &j, err);
}

/* --- withdrawal ----------------------------------------------------------------------------------
 */

static enum err withdraw_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct applicant_job *j = ctx;
	struct request_row r;
	enum err e = begin(j, tx, &r, err);
	if (e == OK &&
		(r.stage == STAGE_SERVICE || r.stage == STAGE_DONE || r.stage == STAGE_ARCHIVED))
		return error_set(err, ERR_CONFLICT, NULL, "这件申请已经办结，不需要撤回");
	if (e != OK)
		return e;
	if (r.number.p) {
		e = write_today(j, tx, (struct clock_event){ .kind = CLOCK_WITHDRAWN }, err);
	} else {
		int32_t today = request_today(tx).day;
		struct request_give_up_in in = { j->id, STAGE_DONE, SORT_CLOSED + today, today };
		e = sql_request_give_up(tx, &in, NULL, err);
		if (e == OK)
			e = notice_tell(tx, j->id, TELL_WITHDRAWN, (struct date){ 0 }, err);
	}
	if (e == OK)
		e = tell_office(j, tx, NOTICE_WITHDRAWN, &r, err);
	return e != OK ? e
		       : request_log(tx, j->a, &applicant, PERM_NONE, &r, STR("request.withdrawn"),
				 STR(""), STR(""), err);
}

enum err applicant_withdraw(
	const struct desk *d, struct arena *a, struct request_id id, struct error *err)
{
	struct applicant_job j = { .d = d, .a = a, .id = id };
	return desk_write(d, withdraw_fn, &j, err);
}

/* --- being reached
 * -------------------------------------------------------------------------------- */

static enum err seal_column(const struct applicant_job *j, const char *column, struct str plain,
	struct str *out, struct error *err)
{
	*out = (struct str){ 0 };
	if (plain.n == 0)
		return OK;
	return seal(j->d->keys, j->a, plain, sealed_place(j->a, column, j->id.v), out, err);
}

/* The same checks as when it was filed; what is not asked here is left to what was filed. */
static enum err check_contact(
	const struct applicant_contact *c, const struct request_row *r, struct error *err)
{
	static const char *const own[] = { "phone", "email", "address", "postcode" };
	struct request_input in = { .channel = RECEIPT_INTERNET,
		.class = CLASS_PERSON,
		.phone = c->phone,
		.email = c->email,
		.address = c->address,
		.postcode = c->postcode,
		.way = (enum provide_way)r->provide_way };
	struct error wrong[16];
	size_t n = request_check_each(&in, wrong, sizeof(wrong) / sizeof(*wrong));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; wrong[i].field && k < sizeof(own) / sizeof(*own); k++)
			if (strcmp(wrong[i].field, own[k]) == 0) {
				if (err)
					*err = wrong[i];
				return wrong[i].code;
			}
	return OK;
}

static enum err contact_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct applicant_job *j = ctx;
	const struct applicant_contact *c = &j->contact;
	struct request_row r;
	struct applicant_set_contact_in in = { .request = j->id, .postcode = c->postcode };
	enum err e = begin(j, tx, &r, err);
	if (e == OK && r.closed_on.has)
		return error_set(err, ERR_CONFLICT, NULL, "这件申请已经办结，联系方式不能再修改");
	if (e == OK)
		e = check_contact(c, &r, err);
	if (e == OK)
		e = seal_column(j, "applicant.phone", c->phone, &in.phone, err);
	if (e == OK)
		e = seal_column(j, "applicant.email", c->email, &in.email, err);
	if (e == OK)
		e = seal_column(j, "applicant.address", c->address, &in.address, err);
	if (e == OK)
		e = sql_applicant_set_contact(tx, &in, NULL, err);
	if (e == OK)
		e = tell_office(j, tx, NOTICE_CONTACT, &r, err);
	return e != OK ? e
		       : request_log(tx, j->a, &applicant, PERM_NONE, &r, STR("request.contact"),
				 STR(""), STR(""), err);
}

enum err applicant_set_contact(const struct desk *d, struct arena *a, struct request_id id,
	const struct applicant_contact *in, struct error *err)
{
	struct applicant_job j = { .d = d,
		.a = a,
		.id = id,
		.contact = { request_clean(a, in->phone, true), request_clean(a, in->email, true),
			request_clean(a, in->address, true),
			request_clean(a, in->postcode, true) } };
	enum err e = arena_check(a, err);
	return e != OK ? e : desk_write(d, contact_fn, &j, err);
}
