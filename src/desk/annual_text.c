/*
 * annual_text -- saving the written parts of the annual report, and what is said about them.
 */
#include "desk/annual_text_part.h"

#include "core/utf8.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"

struct text_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	int year, part;
	int64_t from, to; /* versions; from: the one on the page */
	int64_t remark;
	struct str text, reason;
	struct str *source;
	struct diff *diff;
};

const char *annual_part_name(int part)
{
	return part == 0 ? "导言" : part < ANNUAL_PARTS ? report_section_heading(part) : "";
}

enum err annual_part_check(int part, struct error *err)
{
	return part >= 0 && part < ANNUAL_PARTS ? OK
						: error_set(err, ERR_NOT_FOUND, NULL, "年度报告没有这一部分");
}

enum err annual_text_tidy(struct arena *a, struct str body, struct str *out, struct error *err)
{
	struct buf b;
	struct str rest = request_clean(a, body, false), line;
	buf_init(&b, body.n + 1);
	while (str_next_line(&rest, &line)) {
		size_t before = b.n;
		if (before)
			buf_char(&b, '\n');
		size_t begun = b.n;
		tidy_text(&b, str_trim(line));
		if (b.n == begun)
			b.n = before;
	}
	*out = arena_str(a, buf_view(&b));
	enum err e = buf_check(&b, err);
	buf_done(&b);
	return e != OK ? e : arena_check(a, err);
}

enum err annual_text_figures(struct tx *tx, struct arena *a,
	struct agency_id agency, int year, struct annual_figures *out, struct error *err)
{
	struct annual_misc m;
	enum err e = annual_figures(tx, a, agency, year, out, err);
	if (e == OK)
		e = annual_misc(tx, a, agency, year, &m, err);
	if (e != OK)
		return e;
	const struct {
		const char *name;
		int64_t n;
		const char *meaning;
	} part[] = { { "misc.withdrawn", m.withdrawn, "“3.其他”中申请人撤回" },
		{ "misc.from_superior", m.from_superior, "“3.其他”中上级机关转办" },
		{ "misc.from_government", m.from_government, "“3.其他”中政府转办" },
		{ "misc.transferred", m.transferred, "“3.其他”中转其他机关办理" },
		{ "misc.other", m.other, "“3.其他”中其他情形" } };
	for (size_t i = 0; e == OK && i < sizeof part / sizeof *part; i++)
		e = annual_add_field(a, out, str_cstr(part[i].name), decimal_int(part[i].n),
			str_cstr(part[i].meaning), err);
	return e;
}

enum err annual_text_load(struct tx *tx, struct arena *a, const struct annual_figures *f, int part,
	struct annual_text_row *out, struct error *err)
{
	struct annual_text_latest_in in = { f->agency, f->year, part };
	enum err e = sql_annual_text_latest(tx, &in, a, out, err);
	if (e != ERR_NOT_FOUND)
		return e;
	*out = (struct annual_text_row){ .part = part };
	return annual_text_start(tx, a, f, part, &out->body, err);
}

/* --- saving ------------------------------------------------------------------------------------- */

static enum err check_text(struct text_job *j, struct annual_figures *f, struct error *err)
{
	struct prose p;
	enum err e = prose_expand(j->a, j->text, annual_number, f, &p, err);
	if (e == ERR_LIMIT)
		err->field = "body";
	for (size_t i = 0; e == OK && i < p.n; i++)
		if (p.field[i].unknown.n && report_cell_by_code(p.field[i].unknown) < 0)
			e = field_error(err, "body", "没有名为“%.*s”的数字，请从“可以使用的数字”中选取",
				STR_ARG(p.field[i].unknown));
	return e;
}

static enum err write_version(struct tx *tx, struct text_job *j, struct str before, struct error *err)
{
	struct annual_text_insert_in in = { .id = tx_new_id(tx),
		.agency = j->who->agency,
		.year = j->year,
		.part = j->part,
		.version = j->from + 1,
		.body = j->text,
		.reason = j->reason,
		.actor = j->who->person,
		.at = tx_now(tx) };
	enum err e = sql_annual_text_insert(tx, &in, NULL, err);
	struct event_entry entry = { .action = STR("annual.text"),
		.object_kind = STR("annual_text"),
		.object = in.id,
		.reason = j->reason,
		.before = before,
		.after = j->text,
		.detail = arena_fmt(j->a, "year=%d part=%d version=%lld", j->year, j->part,
			(long long)in.version) };
	return e != OK ? e : desk_log(tx, j->who, PERM_ANNUAL_EDIT, &entry, err);
}

static enum err save_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct text_job *j = ctx;
	struct annual_figures f;
	struct annual_text_row row;
	enum err e = annual_check_year(tx, j->year, err);
	if (e == OK)
		e = annual_text_figures(tx, j->a, j->who->agency, j->year, &f, err);
	if (e == OK && f.state != ANNUAL_DRAFT)
		e = error_set(err, ERR_CONFLICT, NULL, "%d年度的报告已经冻结送审，正文不能再改；确需修改的，请先退回起草",
			j->year);
	if (e == OK)
		e = annual_text_load(tx, j->a, &f, j->part, &row, err);
	if (e != OK)
		return e;
	if (row.version != j->from)
		return desk_stale(err);
	if (row.version > 0 && str_eq(row.body, j->text))
		return OK;
	e = check_text(j, &f, err);
	return e != OK ? e : write_version(tx, j, row.version > 0 ? row.body : STR(""), err);
}

enum err annual_text_save(const struct desk *d, struct arena *a, const struct actor *who,
	const struct annual_text_input *in, struct error *err)
{
	struct text_job j = { .d = d, .a = a, .who = who, .year = in->year, .part = in->part, .from = in->version };
	enum err e = desk_allow(who, PERM_ANNUAL_EDIT, err);
	if (e == OK)
		e = annual_part_check(in->part, err);
	if (e == OK)
		e = annual_text_tidy(a, in->body, &j.text, err);
	j.reason = request_clean(a, in->reason, true);
	if (e == OK)
		e = field_text(&j.reason, "reason", "修改说明", 0, REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, save_fn, &j, err);
}

/* --- versions ----------------------------------------------------------------------------------- */

static enum err load_version(struct tx *tx, struct text_job *j, int64_t version, struct str *out, struct error *err)
{
	struct annual_text_row row;
	struct annual_text_version_in in = { j->who->agency, j->year, j->part, version };
	*out = STR("");
	if (version == 0)
		return OK;
	enum err e = sql_annual_text_version(tx, &in, j->a, &row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有第 %lld 版", (long long)version);
	if (e == OK)
		*out = row.body;
	return e;
}

static enum err source_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct text_job *j = ctx;
	return load_version(tx, j, j->to, j->source, err);
}

static enum err diff_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct text_job *j = ctx;
	struct str from, to;
	enum err e = load_version(tx, j, j->from, &from, err);
	if (e == OK)
		e = load_version(tx, j, j->to, &to, err);
	return e != OK ? e : diff_texts(j->a, from, to, j->diff, err);
}

static enum err look(const struct desk *d, struct text_job *j, store_fn *fn, struct error *err)
{
	enum err e = desk_allow(j->who, PERM_ANNUAL_LOOK, err);
	if (e == OK)
		e = annual_part_check(j->part, err);
	return e != OK ? e : store_read(d->store, fn, j, err);
}

enum err annual_text_diff(const struct desk *d, struct arena *a, const struct actor *who, int year,
	int part, int64_t from, int64_t to, struct diff *out, struct error *err)
{
	struct text_job j = { .d = d, .a = a, .who = who, .year = year, .part = part, .from = from, .to = to, .diff = out };
	return look(d, &j, diff_fn, err);
}

enum err annual_text_source(const struct desk *d, struct arena *a, const struct actor *who, int year,
	int part, int64_t version, struct str *out, struct error *err)
{
	struct text_job j = { .d = d, .a = a, .who = who, .year = year, .part = part, .to = version, .source = out };
	return look(d, &j, source_fn, err);
}

/* --- remarks ------------------------------------------------------------------------------------ */

static enum err log_remark(struct tx *tx, struct text_job *j, struct str action, int64_t id, struct error *err)
{
	struct event_entry entry = { .action = action,
		.object_kind = STR("annual_comment"),
		.object = id,
		.after = j->text,
		.detail = arena_fmt(j->a, "year=%d part=%d", j->year, j->part) };
	return desk_log(tx, j->who, PERM_ANNUAL_LOOK, &entry, err);
}

static enum err remark_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct text_job *j = ctx;
	struct annual_text_row row;
	struct annual_text_latest_in latest = { j->who->agency, j->year, j->part };
	enum err e = annual_check_year(tx, j->year, err);
	if (e == OK)
		e = sql_annual_text_latest(tx, &latest, j->a, &row, err);
	if (e == ERR_NOT_FOUND)
		e = error_set(err, ERR_CONFLICT, NULL, "这一部分还没有保存过正文，保存后才能提意见");
	if (e != OK)
		return e;
	struct annual_comment_insert_in in = { .id = tx_new_id(tx),
		.agency = j->who->agency,
		.year = j->year,
		.part = j->part,
		.version = row.version,
		.text = j->text,
		.actor = j->who->person,
		.at = tx_now(tx) };
	e = sql_annual_comment_insert(tx, &in, NULL, err);
	return e != OK ? e : log_remark(tx, j, STR("annual.remark"), in.id, err);
}

static enum err answer_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct text_job *j = ctx;
	int64_t changed = 0;
	struct annual_comment_answer_in in = { .id = j->remark,
		.agency = j->who->agency,
		.year = j->year,
		.part = j->part,
		.answer = j->text,
		.actor = j->who->person,
		.at = tx_now(tx) };
	enum err e = sql_annual_comment_answer(tx, &in, &changed, err);
	if (e == OK && changed == 0)
		e = error_set(err, ERR_CONFLICT, NULL, "这条意见已经有人答复，请刷新页面查看");
	return e != OK ? e : log_remark(tx, j, STR("annual.remark_answer"), j->remark, err);
}

static enum err speak(const struct desk *d, struct text_job *j, store_fn *fn, const char *field,
	const char *label, struct error *err)
{
	enum err e = annual_part_check(j->part, err);
	j->text = request_clean(j->a, j->text, false);
	if (e == OK)
		e = arena_check(j->a, err);
	if (e == OK)
		e = field_text(&j->text, field, label, 1, ANNUAL_REMARK_MAX, err);
	return e != OK ? e : desk_write(d, fn, j, err);
}

enum err annual_text_remark(const struct desk *d, struct arena *a, const struct actor *who, int year,
	int part, struct str text, struct error *err)
{
	struct text_job j = { .d = d, .a = a, .who = who, .year = year, .part = part, .text = text };
	enum err e = desk_allow(who, PERM_ANNUAL_LOOK, err);
	return e != OK ? e : speak(d, &j, remark_fn, "text", "意见", err);
}

enum err annual_text_answer(const struct desk *d, struct arena *a, const struct actor *who, int year,
	int part, int64_t remark, struct str answer, struct error *err)
{
	struct text_job j = { .d = d, .a = a, .who = who, .year = year, .part = part, .remark = remark, .text = answer };
	enum err e = desk_allow(who, PERM_ANNUAL_EDIT, err);
	return e != OK ? e : speak(d, &j, answer_fn, "answer", "答复", err);
}

/* --- into the report ---------------------------------------------------------------------------- */

static enum err put_lead(struct arena *a, struct report *r, struct str text, struct error *err)
{
	size_t n = 0, lines = 1;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	struct report_paragraph *p = arena_array(a, struct report_paragraph, lines);
	if (!p)
		return arena_check(a, err);
	for (struct str line; str_next_line(&text, &line);)
		if (line.n)
			p[n++].text = line;
	r->lead = p;
	r->n_lead = n;
	return OK;
}

enum err annual_text_put(struct tx *tx, struct arena *a, struct annual_figures *f,
	size_t *unknown, int64_t *open, struct error *err)
{
	struct annual_text_row *row;
	struct annual_comment_count_row *waiting;
	size_t n, n_waiting, bad = 0;
	int64_t remarks = 0;
	struct annual_text_parts_in in = { f->agency, f->year };
	struct annual_comments_open_in count = { f->agency, f->year };
	enum err e = sql_annual_text_parts(tx, &in, a, &row, &n, err);
	if (e == OK)
		e = sql_annual_comments_open(tx, &count, a, &waiting, &n_waiting, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		struct prose p;
		e = prose_expand(a, row[i].body, annual_number, f, &p, err);
		if (e == OK && row[i].part == 0)
			e = put_lead(a, f->report, p.text, err);
		else if (e == OK && p.text.n)
			e = prose_put_part(f->report, (int)row[i].part, p.text, err);
		bad += e == OK ? p.n_unknown : 0;
	}
	for (size_t i = 0; e == OK && i < n_waiting; i++)
		remarks += waiting[i].n;
	if (e == OK && unknown)
		*unknown = bad;
	if (e == OK && open)
		*open = remarks;
	return e;
}
