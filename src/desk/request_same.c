/*
 * request_same -- requests that ask for the same, and one paper that asks for several things.
 *
 * Likeness is that of request_likeness.c.  The same applicant's requests are found by index; among
 * other people's the latest SIMILAR_RECENT of the agency within a year are compared, not all of them.
 * Sketches tell which of them are worth reading; the likeness itself is always that of the contents.
 */
#include "desk/request_part.h"

#include "core/mem.h"
#include "core/utf8.h"
#include "desk/organisation_part.h"
#include "desk/role.h"

#include <stdlib.h>

#define DAY_MS INT64_C(86400000)

enum {
	YEAR_DAYS = 365,
	BEIJING_MS = 8 * 3600 * 1000,
	SAME_APPLICANT_MAX = 200, /* of one applicant, the latest */
	SCRATCH_MAX = 4 << 20
};

/* --- likeness ----------------------------------------------------------------------------------
 */

struct similar_job {
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	struct arena scratch;
	struct request_pairs own;
	struct request_sketch sketch;
	struct agency_id agency;
	struct str id_index; /* empty: not known by a number */
	int64_t arrived;
	bool same_applicant;
	struct request_id *own_id; /* the same applicant's, the latest first */
	size_t n_own;
	struct request_id *near; /* those that may be like it, to be read */
	size_t n_near;
	struct request_similar *hit;
	size_t n, compared;
};

/* --- from their sketches ------------------------------------------------------------------------- */

static bool may_be_alike(const struct similar_job *j, const struct request_sketch_row *r)
{
	struct request_sketch k = { .n = (size_t)r->pairs.v };
	if (!r->pairs.has || r->bits.n != sizeof k.bits)
		return true;
	memcpy(k.bits, r->bits.p, sizeof k.bits);
	return request_sketch_reaches(&j->sketch, &k, SIMILAR_PERCENT);
}

static enum err own_fn(void *ctx, const struct request_sketch_row *r, struct error *err)
{
	struct similar_job *j = ctx;
	(void)err;
	j->own_id[j->n_own++] = r->id;
	j->compared++;
	if (may_be_alike(j, r))
		j->near[j->n_near++] = r->id;
	return OK;
}

static int compare_id(const void *x, const void *y)
{
	const struct request_id *a = x, *b = y;
	return (a->v < b->v) - (a->v > b->v);
}

/* Neither this one nor one of the same applicant. */
static bool is_another(const struct similar_job *j, struct request_id id)
{
	return id.v != j->id.v && (!j->n_own || !bsearch(&id, j->own_id, j->n_own,
							sizeof *j->own_id, compare_id));
}

static enum err other_fn(void *ctx, const struct request_sketch_row *r, struct error *err)
{
	struct similar_job *j = ctx;
	(void)err;
	if (!is_another(j, r->id))
		return OK;
	j->compared++;
	if (may_be_alike(j, r))
		j->near[j->n_near++] = r->id;
	return OK;
}

/* --- by their contents --------------------------------------------------------------------------- */

static enum err compare(
	struct similar_job *j, const struct request_candidate_row *c, struct error *err)
{
	int percent = request_pairs_likeness(j->own, request_pairs_of(&j->scratch, c->content));
	enum err e = arena_check(&j->scratch, err);
	if (e != OK || percent < SIMILAR_PERCENT)
		return e;
	j->hit[j->n++] = (struct request_similar){ .id = c->id,
		.number = arena_str(j->a, c->number.p ? c->number : c->receipt),
		.subject = arena_str(j->a, c->subject),
		.masked_name = arena_str(j->a, c->masked_name),
		.percent = percent,
		.same_applicant = j->same_applicant,
		.repeated = percent >= SIMILAR_REPEATED_PERCENT,
		.arrived = { (int32_t)c->arrived_on },
		.stage = (enum request_stage)c->stage,
		.outcome = (int)c->outcome };
	return arena_check(j->a, err);
}

/* Other people's may be a round, or the same applicant's beyond those that were looked at. */
static bool is_meant(const struct similar_job *j, const struct request_candidate_row *c)
{
	return c->round == 0 && c->arrived_on >= j->arrived - YEAR_DAYS &&
	       !(j->id_index.n && c->id_index.p && str_eq(c->id_index, j->id_index));
}

static enum err read_near(struct similar_job *j, struct tx *tx, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; e == OK && i < j->n_near && j->n < SIMILAR_SHOWN; i++) {
		struct request_candidate_row row;
		struct request_candidate_in in = { j->near[i] };
		arena_reset(&j->scratch);
		e = sql_request_candidate(tx, &in, &j->scratch, &row, err);
		if (e == OK && (j->same_applicant || is_meant(j, &row)))
			e = compare(j, &row, err);
	}
	j->n_near = 0;
	return e;
}

/* The applicant's own. */
static enum err look_at_own(struct similar_job *j, struct tx *tx, struct error *err)
{
	struct request_of_applicant_in in = { .id_index = j->id_index,
		.id = j->id,
		.agency = j->agency,
		.limit = SAME_APPLICANT_MAX };
	j->same_applicant = true;
	enum err e = j->id_index.n ? sql_request_of_applicant(tx, &in, own_fn, j, err) : OK;
	return e != OK ? e : read_near(j, tx, err);
}

/* Other people's within a year: those with a sketch, and those without as yet. */
static enum err look_at_others(struct similar_job *j, struct tx *tx, struct error *err)
{
	int64_t since = j->arrived - YEAR_DAYS;
	/* What arrived since then was written since then. */
	struct request_id first = { tx_first_id(tx, since * DAY_MS - BEIJING_MS) };
	struct request_recent_sketches_in sketches = { j->agency, first, since, SIMILAR_RECENT };
	struct request_unsketched_in unsketched = { j->agency, first, SIMILAR_RECENT };
	struct request_unsketched_row *row;
	size_t n = 0;
	j->same_applicant = false;
	enum err e = sql_request_unsketched(tx, &unsketched, j->a, &row, &n, err);
	for (size_t i = 0; e == OK && i < n; i++)
		if (is_another(j, row[i].id)) {
			j->near[j->n_near++] = row[i].id;
			j->compared++;
		}
	if (e == OK)
		e = sql_request_recent_sketches(tx, &sketches, other_fn, j, err);
	return e != OK ? e : read_near(j, tx, err);
}

static enum err look_for_alike(struct similar_job *j, struct tx *tx, struct error *err)
{
	j->n = j->n_own = j->n_near = j->compared = 0;
	j->hit = arena_array(j->a, struct request_similar, SIMILAR_SHOWN);
	j->own_id = arena_array(j->a, struct request_id, SAME_APPLICANT_MAX);
	j->near = arena_array(j->a, struct request_id, 2 * SIMILAR_RECENT);
	request_sketch_make(&j->sketch, j->own);
	enum err e = arena_check(j->a, err);
	if (e == OK)
		e = look_at_own(j, tx, err);
	return e != OK ? e : look_at_others(j, tx, err);
}

static enum err similar_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct similar_job *j = ctx;
	struct request_row r;
	struct applicant_row applicant;
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	if (e == OK)
		e = sql_applicant_by_request(
			tx, &(struct applicant_by_request_in){ j->id }, j->a, &applicant, err);
	if (e != OK || r.round > 0) /* C-2.6-30: a round is no request of its own */
		return e;
	j->own = request_pairs_of(j->a, r.content);
	j->agency = r.agency;
	j->id_index = applicant.id_index;
	j->arrived = r.arrived_on;
	e = arena_check(j->a, err);
	return e != OK ? e : look_for_alike(j, tx, err);
}

static enum err similar_input_fn(struct tx *tx, void *ctx, struct error *err)
{
	return look_for_alike(ctx, tx, err);
}

/* The applicant's own first, then the most alike. */
static int compare_hit(const void *x, const void *y)
{
	const struct request_similar *a = x, *b = y;
	if (a->same_applicant != b->same_applicant)
		return b->same_applicant - a->same_applicant;
	return b->percent - a->percent;
}

static enum err read_similar(const struct desk *d, struct similar_job *j, store_fn *fn,
	struct request_similar **out, size_t *n, size_t *compared, struct error *err)
{
	arena_init(&j->scratch, SCRATCH_MAX);
	enum err e = store_read(d->store, fn, j, err);
	arena_done(&j->scratch);
	if (e != OK)
		return e;
	if (j->n > 1)
		qsort(j->hit, j->n, sizeof(*j->hit), compare_hit);
	*out = j->hit;
	*n = j->n;
	if (compared)
		*compared = j->compared;
	return OK;
}

enum err request_similar(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct request_similar **out, size_t *n, size_t *compared,
	struct error *err)
{
	struct similar_job j = { .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	return e != OK ? e : read_similar(d, &j, similar_fn, out, n, compared, err);
}

enum err request_similar_input(const struct desk *d, struct arena *a, const struct actor *who,
	const struct request_input *in, struct request_similar **out, size_t *n, struct error *err)
{
	struct similar_job j = {
		.a = a, .who = who, .agency = who->agency, .arrived = in->arrived.day
	};
	struct digest h;
	bool has;
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = request_identity_index(d, a, in, &h, &has, err);
	if (e != OK)
		return e;
	if (has)
		j.id_index = desk_bytes(&h);
	j.own = request_pairs_of(a, request_clean(a, in->content, false));
	e = arena_check(a, err);
	return e != OK ? e : read_similar(d, &j, similar_input_fn, out, n, NULL, err);
}

/* --- 一事一申请 ----------------------------------------------------------------------------------
 */

struct split_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	int64_t version;
	struct str content[REQUEST_PARTS_MAX];
	size_t n;
	struct request_id part[REQUEST_PARTS_MAX];
};

/* The paper as it came stays with the first part. */
static enum err keep_paper(
	const struct split_job *j, struct tx *tx, const struct request_row *r, struct error *err)
{
	struct request_note_insert_in note = { .id = tx_new_id(tx),
		.request = r->id,
		.kind = NOTE_REMARK,
		.text = arena_fmt(j->a, "拆分前的内容：\n%.*s", STR_ARG(r->content)),
		.actor = j->who->person,
		.at = tx_now(tx) };
	struct request_set_content_in content = { r->id, request_subject(j->a, j->content[0]),
		j->content[0] };
	enum err e = arena_check(j->a, err);
	if (e == OK)
		e = sql_request_note_insert(tx, &note, NULL, err);
	if (e == OK)
		e = sql_request_set_content(tx, &content, NULL, err);
	return e != OK ? e
		       : request_words_put(
				 tx, r->id, r->agency, content.subject, content.content, err);
}

static enum err copy_files(
	const struct split_job *j, struct tx *tx, struct request_id to, struct error *err)
{
	struct request_file_row *file;
	size_t n;
	enum err e =
		sql_request_files(tx, &(struct request_files_in){ j->id }, j->a, &file, &n, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		struct request_file_insert_in in = { .id = tx_new_id(tx),
			.request = to,
			.kind = file[i].kind,
			.name = file[i].name,
			.type = file[i].type,
			.size = file[i].size,
			.digest = file[i].digest,
			.public_to_applicant = file[i].public_to_applicant,
			.actor = file[i].actor,
			.at = file[i].at };
		e = sql_request_file_insert(tx, &in, NULL, err);
	}
	return e;
}

/* One more request with the receipt of the first. */
static enum err add_part(struct split_job *j, struct tx *tx, const struct request_row *r,
	const struct request_event_row *received, size_t i, struct error *err)
{
	struct applicant_row applicant;
	struct request_row part = { .id = { tx_new_id(tx) }, .agency = r->agency };
	struct str number;
	struct request_copy_in copy = { .id = part.id,
		.from = r->id,
		.subject = request_subject(j->a, j->content[i]),
		.content = j->content[i],
		.now = tx_now(tx) };
	enum err e = arena_check(j->a, err);
	if (e == OK)
		e = sql_request_copy(tx, &copy, NULL, err);
	if (e == OK)
		e = request_words_put(tx, part.id, part.agency, copy.subject, copy.content, err);
	if (e == OK)
		e = sql_applicant_by_request(
			tx, &(struct applicant_by_request_in){ r->id }, j->a, &applicant, err);
	if (e == OK)
		e = request_copy_applicant(j->d, tx, j->a, &applicant, part.id, err);
	if (e == OK)
		e = sql_intake_copy(tx, &(struct intake_copy_in){ part.id, r->id }, NULL, err);
	if (e == OK)
		e = copy_files(j, tx, part.id, err);
	if (e == OK)
		e = request_register(j->d, tx, j->a, j->who, &part,
			(struct date){ (int32_t)received->on_day }, received->reason, &number, err);
	if (e == OK)
		e = request_log(tx, j->a, j->who, PERM_REQUEST_REGISTER, &part,
			STR("request.split"), STR(""),
			arena_fmt(
				j->a, "from=%.*s number=%.*s", STR_ARG(r->number), STR_ARG(number)),
			err);
	j->part[i] = part.id;
	return e;
}

static enum err split_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct split_job *j = ctx;
	struct request_row r;
	struct request_event_row *row = NULL;
	struct clock_event *event;
	size_t n = 0;
	enum err e = request_begin_step(tx, j->a, j->who, j->id, j->version, &r, err);
	if (e == OK)
		e = request_load_events(tx, j->a, j->id, &row, &event, &n, err);
	if (e == OK && r.round > 0)
		return error_set(err, ERR_CONFLICT, "C-2.6-30", "重新答复的一轮不能再拆分");
	if (e == OK && n != 1)
		return error_set(err, ERR_CONFLICT, "C-1.11-1",
			n ? "这件申请已经开始办理，不能再拆分"
			  : "这件申请还没有登记，请先确认收到申请的日期");
	if (e == OK)
		e = keep_paper(j, tx, &r, err);
	j->part[0] = r.id;
	for (size_t i = 1; e == OK && i < j->n; i++)
		e = add_part(j, tx, &r, row, i, err);
	if (e != OK)
		return e;
	return request_log(tx, j->a, j->who, PERM_REQUEST_REGISTER, &r, STR("request.split"),
		STR(""), arena_fmt(j->a, "parts=%zu", j->n), err);
}

enum err request_split(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, const struct str *content, size_t n,
	struct request_id *part, struct error *err)
{
	struct split_job j = { .d = d, .a = a, .who = who, .id = id, .version = version, .n = n };
	enum err e = desk_allow(who, PERM_REQUEST_REGISTER, err);
	if (e == OK && (n < 2 || n > REQUEST_PARTS_MAX))
		e = field_error(
			err, "content", "请写出 2 至 %d 项，每项一个申请", REQUEST_PARTS_MAX);
	for (size_t i = 0; e == OK && i < n; i++) {
		if (!utf8_is_valid(content[i]))
			return field_error(err, "content", "内容含有无法识别的字符，请重新填写");
		j.content[i] = request_clean(a, content[i], false);
		e = arena_check(a, err);
		if (e == OK)
			e = field_text(&j.content[i], "content", "每一项的内容", 1,
				REQUEST_CONTENT_MAX, err);
	}
	if (e == OK)
		e = desk_write(d, split_fn, &j, err);
	if (e == OK)
		memcpy(part, j.part, n * sizeof(*part));
	return e;
}
