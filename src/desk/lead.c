#include "desk/lead.h"

#include "core/utf8.h"
#include "core/words.h"
#include "desk/account_part.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"

enum {
	LIKENESS_MIN = 50, /* per cent of the title's pairs */
	DIGITS_MAX = 5,
	TEXT_SIGNS = 500, /* of a description that are compared */
	TEXT_WORDS = 64,  /* that are looked up */
	WORD_LEADS = 50,  /* the latest leads with one word */
	SEEN_MAX = 512,   /* different leads that are compared */
	SCRATCH_MAX = 8 << 20,
	WORDS_BYTES = 8 * 1024
};

/* --- words that name nobody ---------------------------------------------------------------------
 */

bool lead_is_neutral(struct str s)
{
	static const char *const own[] = { "我", "本人", "自己", "父亲", "母亲", "丈夫", "妻子",
		"儿子", "女儿" };
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (str_has(s, own[i]))
			return false;
	int digits = 0;
	for (size_t i = 0; i < s.n; i++) {
		digits = s.p[i] >= '0' && s.p[i] <= '9' ? digits + 1 : 0;
		if (digits > DIGITS_MAX)
			return false;
	}
	return s.n > 0;
}

/* Letters, digits and signs of writing; no punctuation, no blanks, no particles of a request. */
static size_t signs_of(struct arena *a, struct str s, int32_t **out)
{
	static const char *const empty[] = { "申请公开", "请求公开", "政府信息", "关于", "有关",
		"的" };
	int32_t *sign = arena_array(a, int32_t, s.n + 1);
	size_t n = 0;
	for (size_t at = 0; sign && at < s.n;) {
		bool skipped = false;
		for (size_t i = 0; i < sizeof(empty) / sizeof(*empty) && !skipped; i++)
			if (str_starts(str_sub(s, at, s.n), str_cstr(empty[i]))) {
				at += strlen(empty[i]);
				skipped = true;
			}
		if (skipped)
			continue;
		int32_t cp = utf8_next(s, &at);
		bool ascii = (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
			     (cp >= 'A' && cp <= 'Z');
		if (ascii || utf8_is_han(cp))
			sign[n++] = cp;
	}
	*out = sign;
	return sign ? n : 0;
}

int lead_share(struct arena *a, struct str title, struct str text)
{
	int32_t *x, *y;
	size_t n = signs_of(a, title, &x), m = signs_of(a, text, &y), same = 0;
	if (n < 2 || m < 2)
		return 0;
	for (size_t i = 0; i + 1 < n; i++)
		for (size_t k = 0; k + 1 < m; k++)
			if (x[i] == y[k] && x[i + 1] == y[k + 1]) {
				same++;
				break;
			}
	return (int)(100 * same / (n - 1));
}

/* --- by the office -----------------------------------------------------------------------------
 */

struct lead_job {
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	struct str title, place, reason;
	struct lead_id before;
	struct lead_row *row;
	struct lead_row one;
	size_t n;
	bool has;
};

bool lead_is_possible(const struct request_row *r)
{
	return r->closed_on.has && (r->outcome == OUTCOME_OPEN || r->outcome == OUTCOME_PARTIAL);
}

static enum err find_one(struct lead_job *j, struct tx *tx, struct error *err)
{
	enum err e = sql_lead_of_request(
		tx, &(struct lead_of_request_in){ j->id }, j->a, &j->one, err);
	j->has = e == OK;
	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err write_words(
	struct tx *tx, struct lead_id id, struct agency_id agency, struct str title, struct error *err)
{
	struct buf b;
	buf_init(&b, WORDS_BYTES);
	buf_fmt(&b, "线%lld", (long long)agency.v);
	words_of(&b, title);
	enum err e = buf_check(&b, err);
	if (e == OK)
		e = sql_lead_words_insert(
			tx, &(struct lead_words_insert_in){ id, buf_view(&b) }, NULL, err);
	buf_done(&b);
	return e != OK ? e : sql_lead_find_put(tx, &(struct lead_find_put_in){ id }, NULL, err);
}

static enum err add_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct lead_job *j = ctx;
	struct request_row r;
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	if (e == OK && !lead_is_possible(&r))
		return error_set(err, ERR_CONFLICT, NULL,
			"只有已经办结、答复为予以公开或者部分公开的申请，才能作为已公开线索");
	if (e == OK)
		e = find_one(j, tx, err);
	if (e == OK && j->has)
		return error_set(err, ERR_CONFLICT, NULL,
			"这件申请已经是公开线索。要改写的，先撤下再重新填写");
	struct lead_insert_in in = { .id = { tx_new_id(tx) },
		.agency = r.agency,
		.request = j->id,
		.title = j->title,
		.place = j->place,
		.actor = j->who->person,
		.at = tx_now(tx) };
	if (e == OK)
		e = sql_lead_insert(tx, &in, NULL, err);
	if (e == OK)
		e = write_words(tx, in.id, in.agency, in.title, err);
	return e != OK ? e
		       : request_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &r,
				 STR("request.lead"), STR(""), STR(""), err);
}

static enum err check_text(
	struct str *s, const char *field, const char *label, size_t max, struct error *err)
{
	enum err e = field_text(s, field, label, 2, max, err);
	if (e == OK && !lead_is_neutral(*s))
		e = field_error(err, field,
			"%s不能出现“我”“本人”等称呼和六位以上的号码：其他申请人会看到它", label);
	return e;
}

enum err lead_add(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct str title, struct str place, struct error *err)
{
	struct lead_job j = { .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK && (!utf8_is_valid(title) || !utf8_is_valid(place)))
		e = field_error(err, "title", "内容含有无法识别的字符，请重新填写");
	if (e != OK)
		return e;
	j.title = request_clean(a, title, true);
	j.place = request_clean(a, place, true);
	e = arena_check(a, err);
	if (e == OK)
		e = check_text(&j.title, "title", "公开的内容", LEAD_TITLE_MAX, err);
	if (e == OK)
		e = check_text(&j.place, "place", "获取办法", LEAD_PLACE_MAX, err);
	return e != OK ? e : desk_write(d, add_fn, &j, err);
}

static enum err drop_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct lead_job *j = ctx;
	struct request_row r;
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	if (e == OK)
		e = find_one(j, tx, err);
	if (e == OK && !j->has)
		return error_set(err, ERR_CONFLICT, NULL, "这件申请现在不是公开线索，不用撤下");
	struct lead_drop_in in = { j->one.id, j->who->person, tx_now(tx), j->reason };
	if (e == OK)
		e = sql_lead_drop(tx, &in, NULL, err);
	if (e == OK)
		e = sql_lead_find_take(tx, &(struct lead_find_take_in){ j->one.id }, NULL, err);
	if (e == OK)
		e = sql_lead_words_delete(
			tx, &(struct lead_words_delete_in){ j->one.id }, NULL, err);
	return e != OK ? e
		       : request_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &r,
				 STR("request.lead_drop"), j->reason, STR(""), err);
}

enum err lead_drop(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct str reason, struct error *err)
{
	struct lead_job j = { .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK && !utf8_is_valid(reason))
		e = field_error(err, "reason", "理由含有无法识别的字符，请重新填写");
	if (e != OK)
		return e;
	j.reason = request_clean(a, reason, true);
	e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "撤下的理由", REQUEST_REASON_MIN,
			LEAD_REASON_MAX, err);
	return e != OK ? e : desk_write(d, drop_fn, &j, err);
}

static enum err of_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct lead_job *j = ctx;
	struct request_row r;
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	return e != OK ? e : find_one(j, tx, err);
}

enum err lead_of(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct lead_row *out, bool *has, struct error *err)
{
	struct lead_job j = { .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_read(d->store, of_fn, &j, err);
	if (e == OK) {
		*out = j.one;
		*has = j.has;
	}
	return e;
}

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct lead_job *j = ctx;
	struct lead_list_in in = { .agency = j->who->agency,
		.before = j->before.v ? j->before.v : INT64_MAX,
		.limit = LEADS_PAGE + 1 };
	return sql_lead_list(tx, &in, j->a, &j->row, &j->n, err);
}

enum err lead_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct lead_id before, struct lead_row **out, size_t *n, struct error *err)
{
	struct lead_job j = { .a = a, .who = who, .before = before };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e == OK) {
		*out = j.row;
		*n = j.n;
	}
	return e;
}

/* --- for applicants ----------------------------------------------------------------------------
 */

struct suggest_job {
	struct arena *scratch;
	struct agency_id agency;
	struct str text;
	struct lead_id seen[SEEN_MAX];
	size_t n_seen;
	struct lead_hit_row hint[LEAD_HINTS_MAX];
	int likeness[LEAD_HINTS_MAX];
	size_t n;
};

static bool seen_before(struct suggest_job *j, struct lead_id id)
{
	for (size_t i = 0; i < j->n_seen; i++)
		if (j->seen[i].v == id.v)
			return true;
	if (j->n_seen == SEEN_MAX)
		return true;
	j->seen[j->n_seen++] = id;
	return false;
}

/* Keeps the closest ones in order; a title that is there already is not told twice. */
static void keep_hint(struct suggest_job *j, const struct lead_hit_row *row, int likeness)
{
	for (size_t i = 0; i < j->n; i++)
		if (str_eq(j->hint[i].title, row->title))
			return;
	size_t at = j->n;
	while (at > 0 && j->likeness[at - 1] < likeness)
		at--;
	if (at == LEAD_HINTS_MAX)
		return;
	if (j->n < LEAD_HINTS_MAX)
		j->n++;
	for (size_t i = j->n - 1; i > at; i--) {
		j->hint[i] = j->hint[i - 1];
		j->likeness[i] = j->likeness[i - 1];
	}
	j->hint[at] = *row;
	j->likeness[at] = likeness;
}

static enum err look_up(struct suggest_job *j, struct tx *tx, struct str word, struct error *err)
{
	struct lead_hit_row *row;
	size_t n;
	struct lead_find_in in = {
		.words = arena_fmt(
			j->scratch, "线%lld %.*s", (long long)j->agency.v, STR_ARG(word)),
		.limit = WORD_LEADS
	};
	enum err e = arena_check(j->scratch, err);
	if (e == OK)
		e = sql_lead_find(tx, &in, j->scratch, &row, &n, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		if (seen_before(j, row[i].id))
			continue;
		int share = lead_share(j->scratch, row[i].title, j->text);
		e = arena_check(j->scratch, err);
		if (share >= LIKENESS_MIN)
			keep_hint(j, &row[i], share);
	}
	return e;
}

static enum err suggest_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct suggest_job *j = ctx;
	struct buf b;
	enum err e = OK;
	j->n = j->n_seen = 0;
	arena_reset(j->scratch);
	buf_init(&b, WORDS_BYTES);
	words_of(&b, j->text);
	e = buf_check(&b, err);
	struct str rest = buf_view(&b);
	for (int i = 0; e == OK && i < TEXT_WORDS && rest.n; i++) {
		size_t end = str_find(rest, STR(" "), 0);
		e = look_up(j, tx, str_sub(rest, 0, end), err);
		rest = str_sub(rest, end + 1, rest.n);
	}
	buf_done(&b);
	return e;
}

enum err lead_suggest(const struct desk *d, struct arena *a, struct agency_id agency,
	struct str text, struct lead_hit_row **out, size_t *n, struct error *err)
{
	struct arena scratch;
	arena_init(&scratch, SCRATCH_MAX);
	struct suggest_job j = {
		.scratch = &scratch, .agency = agency, .text = utf8_prefix(text, TEXT_SIGNS)
	};
	enum err e = store_read(d->store, suggest_fn, &j, err);
	struct lead_hit_row *kept = arena_array(a, struct lead_hit_row, LEAD_HINTS_MAX);
	for (size_t i = 0; e == OK && kept && i < j.n; i++)
		kept[i] = (struct lead_hit_row){ j.hint[i].id, arena_str(a, j.hint[i].title),
			arena_str(a, j.hint[i].place) };
	arena_done(&scratch);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK) {
		*out = kept;
		*n = j.n;
	}
	return e;
}
