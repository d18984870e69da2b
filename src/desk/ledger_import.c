/*
 * ledger_import -- the jail, writing, taking back.  What a row means: ledger_import_read.c.
 */
#include "desk/ledger_import_part.h"

#include "core/crypto.h"
#include "core/jail.h"
#include "core/seal.h"
#include "desk/calendar_book.h"

#include <inttypes.h>

enum {
	JAIL_MEMORY = 384 << 20,
	JAIL_CPU_MS = 10000,
	JAIL_WALL_MS = 20000,
	JAIL_OUTPUT_MAX = 32 << 20,
	SOURCE_MAX = 100,
	FILE_NAME_MAX = 200
};

const char *ledger_import_name(enum ledger_import_kind k)
{
	static const char *const name[LEDGER_IMPORTS] = { [LEDGER_IMPORT_FIGURES] = "每月数字",
		[LEDGER_IMPORT_LICENCES] = "行政许可决定（双公示）",
		[LEDGER_IMPORT_PENALTIES] = "行政处罚决定（双公示）" };
	return (unsigned)k < LEDGER_IMPORTS ? name[k] : "";
}

int ledger_import_item(enum ledger_import_kind k)
{
	return k == LEDGER_IMPORT_LICENCES ? LEDGER_LICENCE : LEDGER_PENALTY;
}

struct import_job {
	const struct desk *d;
	const struct actor *who;
	struct arena *a;
	struct agency_id agency;
	struct ledger_import *im;
	struct rows rows;
	struct batch_id batch;
	struct batch_row row;
	struct str reason;
	size_t kept; /* figures that were corrected after the import */
	struct ledger_batches page;
	struct batch_id below;
};

/* A worker for this one file: it dies with it. */
static enum err read_rows(struct import_job *j, struct error *err)
{
	struct jail_config c = { .limits = { .memory = JAIL_MEMORY,
					 .cpu_ms = JAIL_CPU_MS,
					 .wall_ms = JAIL_WALL_MS,
					 .output_max = JAIL_OUTPUT_MAX,
					 .jobs_per_child = 1 } };
	struct jail *jail;
	struct str packed, none = STR("");
	if (j->im->bytes.n == 0 || j->im->bytes.n > LEDGER_IMPORT_BYTES)
		return field_error(err, "file",
			"请选择 CSV 或者 xlsx 文件，不超过 %d KB；太大的请分成几个文件",
			LEDGER_IMPORT_BYTES >> 10);
	enum err e = jail_open(&c, &jail, err);
	if (e != OK)
		return e;
	e = jail_run(jail, ROWS_JOB, none, j->im->bytes, none, j->a, &packed, err);
	jail_close(jail);
	if (e == OK)
		e = rows_unpack(j->a, packed, &j->rows, err);
	if (e == ERR_FORMAT || e == ERR_LIMIT) {
		err->code = ERR_INVALID;
		err->field = "file";
		return ERR_INVALID;
	}
	return e;
}

static enum err check_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct import_job *j = ctx;
	enum err e = ledger_own(tx, j->who, &j->agency, j->a, err);
	return e != OK ? e
		       : ledger_import_check(tx, j->a, j->agency, &j->rows, j->im, err);
}

static enum err begin(struct import_job *j, struct error *err)
{
	struct ledger_import *im = j->im;
	enum err e = desk_allow(j->who, PERM_LEDGER_WRITE, err);
	if (e == OK && (unsigned)im->kind >= LEDGER_IMPORTS)
		e = field_error(err, "kind", "请选择导入什么");
	if (e == OK)
		e = field_text(&im->source, "source", "数据来源", 0, SOURCE_MAX, err);
	if (e == OK)
		e = field_text(&im->reason, "reason", "更正理由", 0, LEDGER_REASON_MAX, err);
	return e != OK ? e : read_rows(j, err);
}

enum err ledger_import_read(const struct desk *d, const struct actor *who, struct arena *a,
	struct ledger_import *im, struct error *err)
{
	struct import_job j = { .d = d, .who = who, .a = a, .im = im };
	enum err e = begin(&j, err);
	return e != OK ? e : store_read(d->store, check_fn, &j, err);
}

/* --- writing ------------------------------------------------------------------------------------ */

static enum err write_decisions(struct import_job *j, struct tx *tx, struct error *err)
{
	const struct ledger_import *im = j->im;
	const struct calendar *cal;
	enum err e = desk_calendar_load_tx(tx, j->d, j->agency, j->a, &cal, err);
	struct decision_new in = { .agency = j->agency,
		.item = ledger_import_item(im->kind),
		.calendar = cal,
		.batch = j->batch };
	for (size_t i = 0; e == OK && i < im->n; i++) {
		in.department = im->of[i];
		in.facts = &im->decision[i];
		e = decision_add_tx(tx, j->d, j->who, j->a, &in, err);
	}
	return e;
}

static enum err log_batch(
	const struct import_job *j, struct tx *tx, const char *action, size_t rows, struct error *err)
{
	struct event_entry entry = { .action = str_cstr(action),
		.object_kind = STR("ledger_batch"),
		.object = j->batch.v,
		.reason = j->reason,
		.detail = arena_fmt(j->a, "rows=%zu kept=%zu", rows, j->kept) };
	enum err e = arena_check(j->a, err);
	return e != OK ? e : desk_log(tx, j->who, PERM_LEDGER_WRITE, &entry, err);
}

static enum err apply_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct import_job *j = ctx;
	struct ledger_import *im = j->im;
	struct digest digest;
	enum err e = check_fn(tx, j, err);
	if (e == OK && im->n_errors)
		e = error_set(err, ERR_INVALID, NULL, "文件里有 %zu 处错误，改好后重新导入", im->n_errors);
	if (e == OK && im->n == 0)
		e = field_error(err, "file", "文件里没有可以导入的数据");
	if (e == OK)
		e = sm3_of(im->bytes, &digest, err);
	if (e != OK)
		return e;
	j->batch = (struct batch_id){ tx_new_id(tx) };
	struct batch_insert_in in = { .id = j->batch,
		.agency = j->agency,
		.kind = (int64_t)im->kind,
		.year = im->year,
		.file_name = im->file_name,
		.digest = desk_bytes(&digest),
		.rows_read = (int64_t)im->n,
		.source = im->source,
		.actor = j->who->person,
		.now = tx_now(tx) };
	e = sql_batch_insert(tx, &in, NULL, err);
	if (e == OK && im->kind == LEDGER_IMPORT_FIGURES)
		e = ledger_figures_tx(tx, j->who, j->a, j->agency, im->year, im->figure, im->n,
			im->source, im->reason, j->batch, err);
	else if (e == OK)
		e = write_decisions(j, tx, err);
	j->reason = im->reason;
	return e != OK ? e : log_batch(j, tx, "ledger.import", im->n, err);
}

enum err ledger_import_apply(const struct desk *d, const struct actor *who, struct arena *a,
	struct ledger_import *im, struct batch_id *batch, struct error *err)
{
	struct import_job j = { .d = d, .who = who, .a = a, .im = im };
	enum err e = begin(&j, err);
	if (e == OK)
		e = desk_write(d, apply_fn, &j, err);
	if (e == OK)
		*batch = j.batch;
	return e;
}

/* --- taking back -------------------------------------------------------------------------------- */

/* Is this entry the newest of its figure?  One that was corrected since stays as it was corrected. */
static enum err still_stands(struct import_job *j, struct tx *tx, const struct tally_entry_row *t,
	bool *out, struct error *err)
{
	struct tally_figure_in key = { j->agency, t->department, t->channel, t->item, j->row.year,
		t->month };
	struct tally_month_row now = { 0 };
	enum err e = sql_tally_figure(tx, &key, j->a, &now, err);
	*out = e == OK && now.last == t->id;
	return e == ERR_NOT_FOUND ? OK : e;
}

/* An entry with the opposite amount for each of the import: what was empty before is empty again. */
static enum err take_back_figures(struct import_job *j, struct tx *tx, struct error *err)
{
	struct tally_entry_row *row;
	size_t n;
	struct tally_of_batch_in in = { j->batch };
	enum err e = sql_tally_of_batch(tx, &in, j->a, &row, &n, err);
	j->kept = 0;
	for (size_t i = 0; e == OK && i < n; i++) {
		bool stands = false;
		struct tally_insert_in back = { .id = tx_new_id(tx),
			.agency = j->agency,
			.department = row[i].department,
			.channel = row[i].channel,
			.platform = row[i].platform,
			.item = row[i].item,
			.year = j->row.year,
			.month = row[i].month,
			.amount = -row[i].amount,
			.fills = -row[i].fills,
			.source = row[i].source,
			.reason = j->reason,
			.actor = j->who->person,
			.now = tx_now(tx) };
		e = still_stands(j, tx, &row[i], &stands, err);
		if (e == OK && stands)
			e = sql_tally_insert(tx, &back, NULL, err);
		j->kept += !stands;
	}
	return e;
}

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct import_job *j = ctx;
	struct batch_by_id_in in = { j->batch };
	enum err e = sql_batch_by_id(tx, &in, j->a, &j->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这次导入，请回到列表查看");
	j->agency = j->row.agency;
	return e != OK ? e : ledger_reach(tx, j->who, &j->agency, j->a, err);
}

static enum err undo_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct import_job *j = ctx;
	int64_t changed = 0;
	enum err e = load_fn(tx, j, err);
	if (e == OK)
		e = ledger_own(tx, j->who, &j->agency, j->a, err);
	struct batch_undo_in in = { j->batch, j->who->person, j->reason, tx_now(tx) };
	struct decision_void_batch_in all = { j->batch };
	if (e == OK)
		e = sql_batch_undo(tx, &in, &changed, err);
	if (e == OK && !changed)
		e = error_set(err, ERR_CONFLICT, NULL, "这次导入已经撤销过了");
	if (e == OK && j->row.kind == LEDGER_IMPORT_FIGURES)
		e = take_back_figures(j, tx, err);
	else if (e == OK)
		e = sql_decision_void_batch(tx, &all, NULL, err);
	return e != OK ? e : log_batch(j, tx, "ledger.undo", (size_t)j->row.rows_read, err);
}

enum err ledger_import_undo(const struct desk *d, const struct actor *who, struct batch_id batch,
	struct str reason, struct error *err)
{
	struct arena a;
	struct import_job j = { .d = d, .who = who, .a = &a, .batch = batch, .reason = reason };
	enum err e = desk_allow(who, PERM_LEDGER_WRITE, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "撤销理由", 2, LEDGER_REASON_MAX, err);
	if (e != OK)
		return e;
	arena_init(&a, LEDGER_ARENA_MAX);
	e = desk_write(d, undo_fn, &j, err);
	arena_done(&a);
	return e;
}

/* --- the file between two pages ------------------------------------------------------------------ */

enum err ledger_import_hold(const struct desk *d, const struct actor *who, struct arena *a,
	struct str bytes, struct str *held, struct error *err)
{
	struct str sealed;
	struct str place = arena_fmt(a, "ledger.import/%" PRId64, who->person.v);
	enum err e = seal(d->keys, a, bytes, place, &sealed, err);
	if (e == OK)
		*held = hex_arena(a, sealed);
	return e != OK ? e : arena_check(a, err);
}

enum err ledger_import_held(const struct desk *d, const struct actor *who, struct arena *a,
	struct str held, struct str *bytes, struct error *err)
{
	struct str sealed;
	struct str place = arena_fmt(a, "ledger.import/%" PRId64, who->person.v);
	enum err e = hex_decode(a, held, &sealed, err);
	if (e == OK)
		e = seal_open(d->keys, a, sealed, place, bytes, err);
	return e == ERR_FORMAT || e == ERR_NOT_FOUND || e == ERR_INVALID
		       ? error_set(err, ERR_INVALID, NULL, "请从“导入台账”重新选择文件")
		       : e;
}

/* --- looking ------------------------------------------------------------------------------------ */

static enum err batches_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct import_job *j = ctx;
	enum err e = ledger_reach(tx, j->who, &j->agency, j->a, err);
	struct batch_list_in in = { j->agency, j->below, LEDGER_PAGE + 1 };
	if (e == OK)
		e = sql_batch_list(tx, &in, j->a, &j->page.row, &j->page.n, err);
	j->page.more = e == OK && j->page.n > LEDGER_PAGE;
	if (j->page.more)
		j->page.n = LEDGER_PAGE;
	return e;
}

enum err ledger_batches(const struct desk *d, const struct actor *who, struct agency_id agency,
	struct batch_id below, struct arena *a, struct ledger_batches *out, struct error *err)
{
	struct import_job j = { .d = d, .who = who, .a = a, .agency = agency, .below = below };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, batches_fn, &j, err);
	if (e == OK)
		*out = j.page;
	return e;
}

enum err ledger_batch_load(const struct desk *d, const struct actor *who, struct batch_id id,
	struct arena *a, struct batch_row *out, struct error *err)
{
	struct import_job j = { .d = d, .who = who, .a = a, .batch = id };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, load_fn, &j, err);
	if (e == OK)
		*out = j.row;
	return e;
}
