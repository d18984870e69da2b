/*
 * remedy_open -- a new case in the register: what it is against, who brings it, what excludes it.
 */
#include "desk/remedy_part.h"

#include "desk/account_part.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"

#include <inttypes.h>

struct open_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct remedy_new in;
	struct digest claimant;
	struct remedy_id out;
};

/* --- what was typed -------------------------------------------------------------------------------- */

static enum err check_words(struct remedy_new *in, struct error *err)
{
	enum err e = field_text(&in->claimant, "claimant",
		in->block == REMEDY_REVIEW ? "申请人" : "原告", 1, REMEDY_NAME_MAX, err);
	if (e == OK && (in->claimants < 1 || in->claimants > REMEDY_CLAIMANTS_MAX))
		e = field_error(err, "claimants", "人数应为 1 至 %d", REMEDY_CLAIMANTS_MAX);
	if (e == OK)
		e = field_text(&in->body, "body",
			in->block == REMEDY_REVIEW ? "复议机关" : "法院", 1, REMEDY_BODY_MAX, err);
	if (e == OK)
		e = field_text(&in->case_number, "case_number", "案号", 0, REMEDY_CASE_NUMBER_MAX,
			err);
	if (e == OK)
		e = field_text(&in->subject, "subject", "事由", 0, REMEDY_SUBJECT_MAX, err);
	if (e == OK)
		e = field_text(&in->item, "item", "主动公开的事项", 0, REMEDY_SUBJECT_MAX, err);
	if (e == OK)
		e = field_text(&in->prior_text, "prior_text", "复议情况", 0, REMEDY_TEXT_MAX, err);
	return e != OK ? e
		       : field_text(&in->anyway, "anyway", "理由", 0, REMEDY_TEXT_MAX, err);
}

static enum err check_input(struct remedy_new *in, struct error *err)
{
	if ((unsigned)in->block >= REMEDY_BLOCKS)
		return field_error(err, "block", "请选择是复议还是诉讼");
	enum err e = check_words(in, err);
	if (e != OK)
		return e;
	if (in->n_requests == 0 && in->numbers.n == 0 && in->item.n == 0)
		return field_error(err, "numbers", "请填写申请编号；不是依申请公开的，写明主动公开的事项");
	if (in->block == REMEDY_AFTER_REVIEW && !in->prior.v && in->prior_text.n == 0)
		return field_error(err, "prior_text",
			"复议后起诉的，请选择登记簿里的复议案件，或者写明复议机关和结果");
	if (in->block != REMEDY_AFTER_REVIEW) {
		in->prior.v = 0;
		in->prior_text = STR("");
	}
	return OK;
}

static void clean(struct arena *a, struct remedy_new *in)
{
	struct str *const text[] = { &in->numbers, &in->item, &in->subject, &in->claimant, &in->prior_text,
		&in->body, &in->case_number, &in->anyway };
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = request_clean(a, *text[i], true);
}

/* --- what excludes it ------------------------------------------------------------------------------ */

static bool is_over(const struct remedy_sibling_row *s, struct date today)
{
	return s->due_duty == REMEDY_DUTY_BODY && s->due_on.has && s->due_on.v < today.day;
}

/* What the register knows of the same person and request. */
static enum err look_at_request(struct open_job *j, struct tx *tx, struct request_row *r,
	struct remedy_intake *out, struct error *err)
{
	struct remedy_sibling_row *row;
	size_t n;
	struct remedy_siblings_in in = { r->id, desk_bytes(&j->claimant) };
	*out = (struct remedy_intake){ .block = j->in.block, .outcome = -1 };
	if (r->closed_on.has) {
		out->outcome = (int)r->outcome;
		out->decided = (struct date){ (int32_t)r->closed_on.v };
	}
	enum err e = remedy_part_refused(tx, j->a, r->id, &out->part_refused, err);
	if (e == OK)
		e = sql_remedy_siblings(tx, &in, j->a, &row, &n, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < n; i++) {
		if (!row[i].pending)
			continue;
		bool review = row[i].block == REMEDY_REVIEW;
		out->review_open = out->review_open || review;
		out->lawsuit_open = out->lawsuit_open || !review;
		out->review_overdue =
			out->review_overdue || (review && is_over(&row[i], request_today(tx)));
	}
	return OK;
}

/* RA-29, RA-23-1: refused, or only with a reason. */
static enum err check_admission(
	struct open_job *j, struct tx *tx, struct request_row *r, struct error *err)
{
	struct remedy_intake known;
	const char *rule, *text;
	enum err e = look_at_request(j, tx, r, &known, err);
	if (e != OK)
		return e;
	enum remedy_admission a = remedy_admit(&known, &rule, &text);
	if (a == REMEDY_ADMITTED || (a == REMEDY_WARNED && j->in.anyway.n > 0))
		return OK;
	e = error_set(err, ERR_CONFLICT, rule, "%.*s：%s",
		STR_ARG(r->number.p ? r->number : r->receipt), text);
	if (err)
		err->field = "anyway";
	return e;
}

/* The next number of a list apart by blanks or commas; empty at the end. */
static struct str next_number(struct str *rest)
{
	static const char *const apart[] = { " ", ",", "，", "、", ";", "；" };
	*rest = str_trim(*rest);
	size_t end = rest->n, skip = 0;
	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
		size_t at = str_find(*rest, str_cstr(apart[i]), 0);
		if (at < end) {
			end = at;
			skip = strlen(apart[i]);
		}
	}
	struct str number = str_sub(*rest, 0, end);
	*rest = str_sub(*rest, end + skip, rest->n);
	return number;
}

static enum err add_numbers(struct open_job *j, struct tx *tx, struct error *err)
{
	struct str rest = j->in.numbers;
	enum err e = OK;
	while (e == OK && str_trim(rest).n > 0) {
		struct remedy_found_row found;
		struct remedy_find_request_in in = { j->who->agency, next_number(&rest) };
		if (in.number.n == 0)
			continue;
		if (j->in.n_requests == REMEDY_REQUESTS_MAX)
			return field_error(
				err, "numbers", "一件案件最多关联 %d 件申请", REMEDY_REQUESTS_MAX);
		e = sql_remedy_find_request(tx, &in, j->a, &found, err);
		if (e == ERR_NOT_FOUND)
			return field_error(err, "numbers", "没有编号 %.*s 的申请，请核对编号",
				STR_ARG(in.number));
		bool known = false;
		for (size_t i = 0; e == OK && i < j->in.n_requests; i++)
			known = known || j->in.request[i].v == found.id.v;
		if (e == OK && !known)
			j->in.request[j->in.n_requests++] = found.id;
	}
	return e;
}

static enum err check_requests(struct open_job *j, struct tx *tx, struct error *err)
{
	enum err e = add_numbers(j, tx, err);
	for (size_t i = 0; e == OK && i < j->in.n_requests; i++) {
		struct request_row r;
		e = request_load(tx, j->a, j->who, j->in.request[i], &r, err);
		if (e == OK)
			e = check_admission(j, tx, &r, err);
		if (e == OK && j->in.subject.n == 0)
			j->in.subject = r.subject;
	}
	return e;
}

static enum err check_prior(struct open_job *j, struct tx *tx, struct error *err)
{
	struct remedy_row prior;
	if (!j->in.prior.v)
		return OK;
	enum err e = remedy_load(tx, j->a, j->who, j->in.prior, &prior, err);
	if (e == OK && prior.block != REMEDY_REVIEW)
		e = field_error(err, "prior", "请选择一件复议案件");
	if (e == ERR_NOT_FOUND || e == ERR_DENIED)
		e = field_error(err, "prior", "登记簿里没有这件复议案件，请重新选择");
	return e;
}

/* --- writing --------------------------------------------------------------------------------------- */

static enum err insert(struct open_job *j, struct tx *tx, int64_t n, struct error *err)
{
	const struct remedy_new *in = &j->in;
	struct str sealed;
	enum err e = seal(j->d->keys, j->a, in->claimant,
		sealed_place(j->a, "remedy.claimant", j->out.v), &sealed, err);
	if (e != OK)
		return e;
	struct remedy_insert_in row = { .id = j->out,
		.agency = j->who->agency,
		.number = arena_fmt(j->a, "救%d-%04" PRId64, date_year(request_today(tx)), n),
		.block = in->block,
		.prior = in->prior,
		.prior_text = in->prior_text,
		.subject = in->subject.n ? in->subject : in->item,
		.item = in->item,
		.claimant = sealed,
		.claimant_index = desk_bytes(&j->claimant),
		.claimant_kind = in->organisation,
		.claimants = in->claimants,
		.masked_name = in->organisation ? in->claimant : mask_name(j->a, in->claimant),
		.created_by = j->who->person,
		.now = tx_now(tx) };
	e = arena_check(j->a, err);
	if (e == OK)
		e = sql_remedy_insert(tx, &row, NULL, err);
	for (size_t i = 0; e == OK && i < in->n_requests; i++)
		e = sql_remedy_request_insert(tx,
			&(struct remedy_request_insert_in){ j->out, in->request[i] }, NULL, err);
	return e;
}

static enum err write_opening(struct open_job *j, struct tx *tx, struct error *err)
{
	const struct remedy_new *in = &j->in;
	struct remedy_write w = { .remedy = j->out,
		.entry = { .kind = REMEDY_OPENED,
			.stage = in->block == REMEDY_REVIEW ? REMEDY_STAGE_REVIEW
							    : REMEDY_STAGE_FIRST,
			.on = in->received,
			.has_other = in->has_accepted,
			.other = in->accepted,
			.value = in->procedure },
		.body = in->body,
		.case_number = in->case_number,
		.text = in->anyway };
	return remedy_write_entry(tx, j->who, &w, err);
}

static enum err open_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct open_job *j = ctx;
	int64_t n = 0;
	struct remedy_row before = { .version = 0 };
	j->out.v = tx_new_id(tx);
	before.id = j->out;
	enum err e = remedy_check_days(
		tx, REMEDY_OPENED, j->in.received, j->in.has_accepted, j->in.accepted, err);
	if (e != OK && err && err->field)
		err->field = strcmp(err->field, "on") == 0 ? "received" : "accepted";
	if (e == OK)
		e = check_requests(j, tx, err);
	if (e == OK)
		e = check_prior(j, tx, err);
	if (e == OK)
		e = request_take_number(tx, j->a, j->who->agency, "remedy",
			date_year(request_today(tx)), &n, err);
	if (e == OK)
		e = insert(j, tx, n, err);
	if (e == OK)
		e = write_opening(j, tx, err);
	if (e == OK)
		e = remedy_fold(j->d, tx, j->a, j->out, err);
	if (e == OK)
		e = remedy_write_log(tx, j->a, j->who, PERM_REMEDY_WRITE, &before, STR("remedy.open"),
			j->in.anyway, arena_fmt(j->a, "block=%d requests=%zu", j->in.block,
					      j->in.n_requests),
			err);
	return e;
}

enum err remedy_open(const struct desk *d, struct arena *a, const struct actor *who,
	const struct remedy_new *in, struct remedy_id *out, struct error *err)
{
	struct open_job j = { .d = d, .a = a, .who = who, .in = *in };
	enum err e = desk_allow(who, PERM_REMEDY_WRITE, err);
	if (e != OK)
		return e;
	clean(a, &j.in);
	e = arena_check(a, err);
	if (e == OK)
		e = check_input(&j.in, err);
	if (e == OK)
		e = blind_index(d->keys, SEAL_INDEX_GENERATION, STR("remedy.claimant"),
			j.in.claimant, &j.claimant, err);
	if (e == OK)
		e = desk_write(d, open_fn, &j, err);
	if (e == OK)
		*out = j.out;
	return e;
}

/* --- one more request ------------------------------------------------------------------------------ */

struct link_job {
	struct arena *a;
	const struct actor *who;
	struct remedy_id id;
	int64_t version;
	struct str number;
};

static enum err link_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct link_job *j = ctx;
	struct remedy_row r;
	struct remedy_found_row found;
	struct remedy_request_row *row;
	size_t n;
	enum err e = remedy_begin_step(tx, j->a, j->who, j->id, j->version, &r, err);
	if (e != OK)
		return e;
	e = sql_remedy_find_request(
		tx, &(struct remedy_find_request_in){ r.agency, j->number }, j->a, &found, err);
	if (e == ERR_NOT_FOUND)
		return field_error(err, "number", "没有编号 %.*s 的申请，请核对编号", STR_ARG(j->number));
	if (e == OK)
		e = sql_remedy_requests(
			tx, &(struct remedy_requests_in){ j->id }, j->a, &row, &n, err);
	if (e != OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (row[i].id.v == found.id.v)
			return field_error(err, "number", "这件申请已经在案件里");
	if (n >= REMEDY_REQUESTS_MAX)
		return field_error(err, "number", "一件案件最多关联 %d 件申请", REMEDY_REQUESTS_MAX);
	e = sql_remedy_request_insert(
		tx, &(struct remedy_request_insert_in){ j->id, found.id }, NULL, err);
	return e != OK ? e
		       : remedy_write_log(tx, j->a, j->who, PERM_REMEDY_WRITE, &r,
				 STR("remedy.link"), STR(""),
				 arena_fmt(j->a, "request=%" PRId64, found.id.v), err);
}

enum err remedy_link(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, int64_t version, struct str number, struct error *err)
{
	struct link_job j = { a, who, id, version, request_clean(a, number, true) };
	enum err e = desk_allow(who, PERM_REMEDY_WRITE, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.number, "number", "申请编号", 1, 40, err);
	return e != OK ? e : desk_write(d, link_fn, &j, err);
}
