/*
 * office -- the public side of the agencies: who takes requests, its figures, earlier subjects, and
 * how often one address may do something.
 */
#include "desk/applicant.h"

#include "core/utf8.h"
#include "store/attempt.sql.h"

enum {
	MINUTE_MS = 60 * 1000,
	SUBJECTS_MAX = 300,
	LIKENESS_MIN = 50 /* per cent */,
	DIGITS_MAX = 5
};

struct office_job {
	struct arena *a;
	struct agency_id id;
	struct office_line_row *line;
	size_t n;
	struct agency_row agency;
	struct office_years years;
	struct str text, key;
	int64_t total;
	int minutes;
	struct open_subject_row *hint;
	int *likeness;
};

/* --- agencies -----------------------------------------------------------------------------------
 */

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct office_job *j = ctx;
	return sql_office_list(
		tx, &(struct office_list_in){ .limit = OFFICES_MAX }, j->a, &j->line, &j->n, err);
}

enum err office_list(const struct desk *d, struct arena *a, struct office_line_row **out, size_t *n,
	struct error *err)
{
	struct office_job j = { .a = a };
	enum err e = store_read(d->store, list_fn, &j, err);
	if (e == OK) {
		*out = j.line;
		*n = j.n;
	}
	return e;
}

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct office_job *j = ctx;
	enum err e = sql_agency_by_id(
		tx, &(struct agency_by_id_in){ .id = j->id }, j->a, &j->agency, err);
	if (e == ERR_NOT_FOUND || (e == OK && !j->agency.active))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这个机关，请从首页重新选择");
	return e;
}

enum err office_load(const struct desk *d, struct arena *a, struct agency_id id,
	struct agency_row *out, struct error *err)
{
	struct office_job j = { .a = a, .id = id };
	enum err e = store_read(d->store, load_fn, &j, err);
	if (e == OK)
		*out = j.agency;
	return e;
}

static enum err years_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct office_job *j = ctx;
	struct office_years y = { .year = date_year(date_of_moment(tx_now(tx) / 1000)) };
	struct office_figures_in in = { j->id, y.year };
	enum err e = sql_office_figures(tx, &in, j->a, &y.now, err);
	in.year--;
	if (e == OK)
		e = sql_office_figures(tx, &in, j->a, &y.before, err);
	j->years = y;
	return e;
}

enum err office_years(const struct desk *d, struct arena *a, struct agency_id id,
	struct office_years *out, struct error *err)
{
	struct office_job j = { .a = a, .id = id };
	enum err e = store_read(d->store, years_fn, &j, err);
	if (e == OK)
		*out = j.years;
	return e;
}

/* --- earlier subjects ----------------------------------------------------------------------------
 */

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

int request_subject_share(struct arena *a, struct str subject, struct str text)
{
	int32_t *x, *y;
	size_t n = signs_of(a, subject, &x), m = signs_of(a, text, &y), same = 0;
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

bool request_subject_is_neutral(struct str s)
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

/* Keeps the closest ones in order. */
static void keep_hint(struct office_job *j, const struct open_subject_row *row, int likeness)
{
	for (size_t i = 0; i < j->n; i++)
		if (str_eq(j->hint[i].subject, row->subject))
			return;
	size_t at = j->n;
	while (at > 0 && j->likeness[at - 1] < likeness)
		at--;
	if (at == REQUEST_HINTS_MAX)
		return;
	if (j->n < REQUEST_HINTS_MAX)
		j->n++;
	for (size_t i = j->n - 1; i > at; i--) {
		j->hint[i] = j->hint[i - 1];
		j->likeness[i] = j->likeness[i - 1];
	}
	j->hint[at] = *row;
	j->likeness[at] = likeness;
}

static enum err suggest_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct office_job *j = ctx;
	int year = date_year(date_of_moment(tx_now(tx) / 1000));
	enum err e = OK;
	j->n = 0;
	for (int back = 0; e == OK && back < 3; back++)
		for (int c = 0; e == OK && c < CLASSES; c++) {
			struct open_subject_row *row;
			size_t n;
			struct open_subjects_in in = { j->id, year - back, c, SUBJECTS_MAX };
			e = sql_open_subjects(tx, &in, j->a, &row, &n, err);
			for (size_t i = 0; e == OK && i < n; i++) {
				int likeness = request_subject_share(j->a, row[i].subject, j->text);
				if (likeness >= LIKENESS_MIN &&
					request_subject_is_neutral(row[i].subject))
					keep_hint(j, &row[i], likeness);
			}
		}
	return e;
}

enum err request_suggest(const struct desk *d, struct arena *a, struct agency_id agency,
	struct str text, struct open_subject_row **out, size_t *n, struct error *err)
{
	enum { TEXT_SIGNS = 500, SCRATCH = 32 << 20 };
	struct open_subject_row hint[REQUEST_HINTS_MAX];
	int likeness[REQUEST_HINTS_MAX];
	struct arena scratch;
	arena_init(&scratch, SCRATCH);
	struct office_job j = { .a = &scratch,
		.id = agency,
		.text = utf8_prefix(text, TEXT_SIGNS),
		.hint = hint,
		.likeness = likeness };
	enum err e = store_read(d->store, suggest_fn, &j, err);
	struct open_subject_row *kept = arena_array(a, struct open_subject_row, REQUEST_HINTS_MAX);
	for (size_t i = 0; e == OK && kept && i < j.n; i++)
		kept[i] = (struct open_subject_row){ hint[i].id, arena_str(a, hint[i].subject) };
	arena_done(&scratch);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK) {
		*out = kept;
		*n = j.n;
	}
	return e;
}

/* --- how often
 * ------------------------------------------------------------------------------------ */

static enum err limit_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct office_job *j = ctx;
	struct attempt_row row;
	int64_t minute = tx_now(tx) / MINUTE_MS;
	enum err e = sql_attempt_add(tx, &(struct attempt_add_in){ j->key, minute }, NULL, err);
	struct attempt_since_in in = { j->key, minute - j->minutes + 1 };
	if (e == OK)
		e = sql_attempt_since(tx, &in, j->a, &row, err);
	if (e == OK)
		j->total = row.total;
	return e;
}

enum err visitor_limit(const struct desk *d, struct arena *a, const char *what, struct str address,
	int minutes, int max, struct error *err)
{
	struct office_job j = { .a = a, .minutes = minutes };
	struct digest key;
	struct str label = arena_fmt(a, "attempt.%s", what);
	enum err e = arena_check(a, err);
	if (e == OK)
		e = blind_index(d->keys, SEAL_INDEX_GENERATION, label, address, &key, err);
	if (e == OK) {
		j.key = hex_arena(a, desk_bytes(&key));
		e = arena_check(a, err);
	}
	if (e == OK)
		e = desk_write(d, limit_fn, &j, err);
	if (e != OK || j.total <= max)
		return e;
	error_set(err, ERR_LIMIT, NULL,
		"这个网络地址在 %d 分钟内的操作太多，请稍后再试；急用的，可以当面或者邮寄提出申请",
		minutes);
	if (err)
		err->field = "address";
	return ERR_LIMIT;
}
