#include "desk/request_office.h"

#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"
#include "store/blob.h"

#include <inttypes.h>

/* --- whom to assign to ---------------------------------------------------------------------------
 */

struct choices_job {
	struct arena *a;
	const struct actor *who;
	struct office_choices out;
};

static enum err choices_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct choices_job *j = ctx;
	struct office_departments_in dep = { j->who->agency };
	struct office_people_in people = { j->who->agency };
	struct office_person_row *row;
	size_t n;
	enum err e = sql_office_departments(
		tx, &dep, j->a, &j->out.department, &j->out.n_departments, err);
	if (e == OK)
		e = sql_office_people(tx, &people, j->a, &row, &n, err);
	if (e != OK)
		return e;
	j->out.handler = row;
	j->out.n_handlers = 0;
	for (size_t i = 0; i < n; i++)
		if (role_permits((uint64_t)row[i].roles, PERM_REQUEST_HANDLE))
			row[j->out.n_handlers++] = row[i];
	return OK;
}

enum err office_choices(const struct desk *d, struct arena *a, const struct actor *who,
	struct office_choices *out, struct error *err)
{
	struct choices_job j = { .a = a, .who = who };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_read(d->store, choices_fn, &j, err);
	if (e == OK)
		*out = j.out;
	return e;
}

/* --- the log of a case ---------------------------------------------------------------------------
 */

struct log_job {
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	int64_t below;
	struct office_log_row *row;
	size_t n;
};

static enum err log_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct log_job *j = ctx;
	struct request_row r;
	struct office_log_list_in in = {
		.object = j->id.v, .below = { j->below }, .limit = OFFICE_LOG_PAGE + 1
	};
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	return e != OK ? e : sql_office_log_list(tx, &in, j->a, &j->row, &j->n, err);
}

enum err office_log(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t below, struct office_log_row **out, size_t *n,
	struct error *err)
{
	struct log_job j = { .a = a, .who = who, .id = id, .below = below };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_read(d->store, log_fn, &j, err);
	if (e != OK)
		return e;
	*out = j.row;
	*n = j.n;
	return OK;
}

/* --- papers --------------------------------------------------------------------------------------
 */

struct file_job {
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	int64_t file;
	const struct request_file_input *input;
	size_t n;
	struct office_file_row row;
};

static enum err file_read_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct file_job *j = ctx;
	struct request_row r;
	struct office_file_by_id_in in = { j->file, j->id };
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	if (e == OK)
		e = sql_office_file_by_id(tx, &in, j->a, &j->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这份材料，请回到申请页面查看");
	struct event_entry entry = { .agency = r.agency,
		.action = STR("request.file_read"),
		.object_kind = STR("request"),
		.object = j->id.v,
		.detail = arena_fmt(j->a, "file=%" PRId64, j->file) };
	return e != OK ? e : desk_log(tx, j->who, PERM_REQUEST_LOOK, &entry, err);
}

enum err office_file_read(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t file, struct office_file_row *out, struct error *err)
{
	struct file_job j = { .a = a, .who = who, .id = id, .file = file };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_write(d->store, file_read_fn, &j, err);
	if (e == OK)
		*out = j.row;
	return e;
}

static enum err file_add_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct file_job *j = ctx;
	struct request_row r;
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	if (e == OK)
		e = request_add_files(tx, j->a, j->id, j->who->person, j->input, j->n, err);
	struct str detail = arena_fmt(j->a, "files=%zu", j->n);
	return e != OK ? e
		       : request_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &r,
				 STR("request.file_add"), STR(""), detail, err);
}

enum err office_file_add(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, const struct request_file_input *file, size_t n, struct error *err)
{
	struct file_job j = { .a = a, .who = who, .id = id, .input = file, .n = n };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK && n == 0)
		e = field_error(err, "file", "请选择要上传的文件");
	if (e == OK)
		e = request_check_files(file, n, err);
	return e != OK ? e : desk_write(d, file_add_fn, &j, err);
}

/* --- extension -----------------------------------------------------------------------------------
 */

struct extension_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct office_extension x;
	struct str text;
};

/* A proposal that nobody has decided yet. */
static enum err check_none_waits(struct extension_job *j, struct tx *tx, struct error *err)
{
	struct request_note_row *note;
	size_t n;
	struct request_notes_in in = { j->x.id };
	enum err e = sql_request_notes(tx, &in, j->a, &note, &n, err);
	for (size_t i = 0; e == OK && i < n; i++)
		if (note[i].kind == NOTE_EXTENSION && note[i].answered_at == 0)
			return error_set(err, ERR_CONFLICT, "R-033-2",
				"已有一项延期申请等待批准，请先等负责人作出决定");
	return e;
}

static enum err propose_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct extension_job *j = ctx;
	struct request_row r;
	enum err e = request_load(tx, j->a, j->who, j->x.id, &r, err);
	if (e == OK && !r.due_on.has)
		return error_set(
			err, ERR_CONFLICT, "R-033-2", "目前没有答复期限在计算，不能申请延期");
	if (e == OK)
		e = check_none_waits(j, tx, err);
	struct request_note_insert_in in = { .id = tx_new_id(tx),
		.request = j->x.id,
		.kind = NOTE_EXTENSION,
		.text = j->text,
		.actor = j->who->person,
		.at = tx_now(tx) };
	if (e == OK)
		e = sql_request_note_insert(tx, &in, NULL, err);
	struct notice n = { .kind = NOTICE_EXTENSION_ASKED,
		.request = j->x.id,
		.detail = arena_fmt(j->a, "%d 个工作日", j->x.days) };
	struct notice_to heads = { .agency = r.agency, .permission = PERM_REQUEST_SIGN };
	if (e == OK)
		e = notice_add(tx, j->a, j->who, &n, &heads, err);
	struct str detail = arena_fmt(j->a, "days=%d", j->x.days);
	return e != OK ? e
		       : request_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &r,
				 STR("request.extension_propose"), j->x.reason, detail, err);
}

static enum err check_days(int days, struct error *err)
{
	int most = clock_config_default().extension_days_max;
	return days >= 1 && days <= most
		       ? OK
		       : field_error(err, "days", "延长的期限应为 1 至 %d 个工作日", most);
}

enum err office_extension_propose(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int days, struct str reason, struct error *err)
{
	struct extension_job j = { .d = d, .a = a, .who = who, .x = { .id = id, .days = days } };
	j.x.reason = request_clean(a, reason, false);
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = check_days(days, err);
	if (e == OK)
		e = field_text(
			&j.x.reason, "reason", "理由", REQUEST_REASON_MIN, REQUEST_REASON_MAX, err);
	j.text = arena_fmt(a, "申请延长 %d 个工作日。理由：%.*s", days, STR_ARG(j.x.reason));
	if (e == OK)
		e = arena_check(a, err);
	return e != OK ? e : desk_write(d, propose_fn, &j, err);
}

static enum err load_proposal(
	struct extension_job *j, struct tx *tx, struct person_id *proposer, struct error *err)
{
	struct office_note_row note;
	struct office_note_by_id_in in = { j->x.note, j->x.id };
	enum err e = sql_office_note_by_id(tx, &in, j->a, &note, err);
	if (e == ERR_NOT_FOUND || (e == OK && note.kind != NOTE_EXTENSION))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这项延期申请，请回到申请页面查看");
	if (e == OK && note.answered_at)
		return error_set(err, ERR_CONFLICT, NULL, "这项延期申请已经决定，请刷新后查看");
	if (e == OK && note.actor.v == j->who->person.v)
		return error_set(err, ERR_DENIED, "R-033-2",
			"延期须由提出人以外的负责人批准，请交另一位负责人");
	if (e == OK)
		*proposer = note.actor;
	return e;
}

static enum err decide_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct extension_job *j = ctx;
	struct request_row r;
	const struct office_extension *x = &j->x;
	struct notice_to proposer = { .person = { 0 } };
	enum err e = load_proposal(j, tx, &proposer.person, err);
	if (e == OK)
		e = request_load(tx, j->a, j->who, x->id, &r, err);
	struct request_note_answer_in answer = { x->note, x->id, j->text, j->who->person,
		tx_now(tx) };
	if (e == OK)
		e = sql_request_note_answer(tx, &answer, NULL, err);
	struct notice n = { .kind = x->agree ? NOTICE_EXTENSION_AGREED : NOTICE_EXTENSION_REFUSED,
		.request = x->id };
	if (e == OK)
		e = notice_add(tx, j->a, j->who, &n, &proposer, err);
	if (e != OK)
		return e;
	if (!x->agree || !x->told)
		return request_log(tx, j->a, j->who, PERM_REQUEST_SIGN, &r,
			x->agree ? STR("request.extension_agree") : STR("request.extension_refuse"),
			x->reason, arena_fmt(j->a, "days=%d", x->days), err);
	struct request_step step = { .id = x->id,
		.version = x->version,
		.event = { .kind = CLOCK_EXTENDED,
			.on = x->on,
			.days = x->days,
			.reason = x->reason },
		.stage = STAGES,
		.action = STR("request.extend"),
		.paper = x->paper,
		.file = x->file };
	return request_step_tx(j->d, tx, j->a, j->who, &step, NULL, err);
}

enum err office_extension_decide(const struct desk *d, struct arena *a, const struct actor *who,
	const struct office_extension *x, struct error *err)
{
	struct extension_job j = { .d = d, .a = a, .who = who, .x = *x };
	j.x.reason = request_clean(a, x->reason, false);
	enum err e = desk_allow(who, PERM_REQUEST_SIGN, err);
	if (e == OK && x->agree)
		e = check_days(x->days, err);
	if (e == OK && x->agree && x->told)
		e = request_check_paper(a, &j.x.paper, x->file != NULL, err);
	if (e == OK && x->agree && x->told)
		e = request_check_files(x->file, 1, err);
	if (e == OK && !x->agree && j.x.reason.n == 0)
		e = field_error(err, "reason", "不同意延期的，请写明理由");
	if (e == OK && j.x.reason.n)
		e = field_text(
			&j.x.reason, "reason", "理由", REQUEST_REASON_MIN, REQUEST_REASON_MAX, err);
	const char *gap = j.x.reason.n ? "。" : "";
	j.text = x->agree ? arena_fmt(a, "同意延长 %d 个工作日%s%.*s", x->days, gap,
				    STR_ARG(j.x.reason))
			  : arena_fmt(a, "不同意。%.*s", STR_ARG(j.x.reason));
	if (e == OK)
		e = arena_check(a, err);
	return e != OK ? e : desk_write(d, decide_fn, &j, err);
}
