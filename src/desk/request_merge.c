/*
 * request_merge -- several requests never become one; that somebody asked for it, and what was said,
 * is kept with every case concerned.
 *
 * C-2.6-26: one request is one row of the report; numbers once given are not taken back.
 */
#include "desk/request_part.h"

#include "desk/organisation_part.h"
#include "desk/role.h"
#include "store/inbox.sql.h"

enum { MERGE_CASES_MAX = 20, NUMBERS_MAX = 500, REASON_MAX = 1000 };

struct merge_job {
	struct arena *a;
	const struct actor *who;
	const struct request_merge *m;
	struct str numbers, reason;
};

/* The next number in a list parted by 、 ， , ； ; or blanks; empty at its end. */
static struct str next_number(struct str *rest)
{
	static const char *const part[] = { "、", "，", "；", ",", ";", " ", "\n", "\t" };
	struct str word = { rest->p, 0 };
	while (rest->n > 0) {
		size_t step = 0;
		for (size_t i = 0; i < sizeof part / sizeof *part && !step; i++)
			if (str_starts(*rest, str_cstr(part[i])))
				step = strlen(part[i]);
		*rest = (struct str){ rest->p + (step ? step : 1), rest->n - (step ? step : 1) };
		if (step && word.n > 0)
			break;
		word = step ? (struct str){ rest->p, 0 } : (struct str){ word.p, word.n + 1 };
	}
	return word;
}

static enum err note(struct merge_job *j, struct tx *tx, const struct request_row *r,
	struct str others, struct error *err)
{
	struct request_note_insert_in in = { .id = tx_new_id(tx),
		.request = r->id,
		.kind = NOTE_MERGE,
		.text = arena_fmt(j->a, "%s %s，要求与%.*s合并办理。不予合并：每件申请单独登记、"
					"单独计算期限、单独答复，统计时每件只计一行（" REQUEST_MERGE_RULE
					"）。\n%.*s",
			date_text(j->m->on).z, j->m->by_applicant ? "申请人提出" : "机关内部提出",
			STR_ARG(others), STR_ARG(j->reason)),
		.actor = j->who->person,
		.at = tx_now(tx) };
	enum err e = arena_check(j->a, err);
	if (e == OK)
		e = sql_request_note_insert(tx, &in, NULL, err);
	return e != OK ? e
		       : request_log(tx, j->a, j->who, PERM_REQUEST_REGISTER, r,
				 STR("request.merge_refuse"), j->reason,
				 arena_fmt(j->a, "others=%.*s", STR_ARG(others)), err);
}

/* One of the agency's cases by its number, other than the first. */
static enum err find(struct merge_job *j, struct tx *tx, const struct request_row *first,
	struct str number, struct request_row *out, struct error *err)
{
	struct inbox_line_row *line = NULL;
	size_t n = 0;
	/* Those that begin with it: the whole number stands first. */
	struct inbox_by_number_in in = { first->agency, number,
		arena_fmt(j->a, "%.*s:", STR_ARG(number)), 1 };
	enum err e = arena_check(j->a, err);
	if (e == OK)
		e = sql_inbox_by_number(tx, &in, j->a, &line, &n, err);
	if (e != OK)
		return e;
	if (n == 0 || !str_eq(line[0].number, number))
		return field_error(err, "numbers", "没有编号为 %.*s 的申请，请核对登记编号",
			STR_ARG(number));
	if (line[0].id.v == first->id.v)
		return field_error(err, "numbers", "%.*s 就是本件，请填写其他各件的编号",
			STR_ARG(number));
	return request_load(tx, j->a, j->who, line[0].id, out, err);
}

static enum err merge_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct merge_job *j = ctx;
	struct request_row r, other[MERGE_CASES_MAX];
	struct str rest = j->numbers, number, list = STR("");
	size_t n = 0;
	enum err e = request_load(tx, j->a, j->who, j->m->id, &r, err);
	if (e == OK && (j->m->on.day > request_today(tx).day || j->m->on.day < r.arrived_on))
		e = field_error(err, "on", "提出的日期应当在申请到达以后，且不晚于今天");
	while (e == OK && (number = next_number(&rest)).n > 0) {
		if (n == MERGE_CASES_MAX)
			return field_error(err, "numbers", "一次最多 %d 件", MERGE_CASES_MAX);
		e = find(j, tx, &r, number, &other[n], err);
		if (e == OK)
			list = arena_fmt(j->a, "%.*s%s%.*s", STR_ARG(list), n ? "、" : "",
				STR_ARG(other[n].number));
		n++;
	}
	if (e == OK && n == 0)
		e = field_error(err, "numbers", "请填写其他各件的登记编号");
	if (e == OK)
		e = note(j, tx, &r, list, err);
	for (size_t i = 0; e == OK && i < n; i++)
		e = note(j, tx, &other[i], r.number.p ? r.number : r.receipt, err);
	return e;
}

enum err request_merge_refuse(const struct desk *d, struct arena *a, const struct actor *who,
	const struct request_merge *m, struct error *err)
{
	struct merge_job j = { .a = a,
		.who = who,
		.m = m,
		.numbers = request_clean(a, m->numbers, true),
		.reason = request_clean(a, m->reason, false) };
	enum err e = desk_allow(who, PERM_REQUEST_REGISTER, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.numbers, "numbers", "其他各件的编号", 1, NUMBERS_MAX, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "情况和答复", 1, REASON_MAX, err);
	return e != OK ? e : desk_write(d, merge_fn, &j, err);
}

/* --- the parts of one paper ----------------------------------------------------------------------- */

struct parts_job {
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	struct request_part_row *row;
	size_t n;
};

static enum err parts_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct parts_job *j = ctx;
	struct request_row r;
	struct request_parts_of_in in = { j->id, REQUEST_PARTS_MAX };
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	return e != OK ? e : sql_request_parts_of(tx, &in, j->a, &j->row, &j->n, err);
}

enum err request_parts(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct request_part_row **out, size_t *n, struct error *err)
{
	struct parts_job j = { .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_read(d->store, parts_fn, &j, err);
	if (e == OK) {
		*out = j.row;
		*n = j.n;
	}
	return e;
}
