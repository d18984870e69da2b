/*
 * remedy_file -- the papers of a case: copies of applications, answers, decisions.
 */
#include "desk/remedy_part.h"

#include "desk/organisation_part.h"
#include "desk/request_part.h"
#include "desk/role.h"
#include "store/blob.h"

#include <inttypes.h>

const char *remedy_file_kind_name(enum remedy_file_kind k)
{
	static const char *const name[REMEDY_FILE_KINDS] = { "申请书、起诉状副本",
		"答复书、答辩状", "证据材料", "决定书、裁判文书", "复议意见书、司法建议", "其他" };
	return (unsigned)k < REMEDY_FILE_KINDS ? name[k] : "";
}

struct file_job {
	struct arena *a;
	const struct actor *who;
	struct remedy_id id;
	enum remedy_file_kind kind;
	const struct request_file_input *input;
	int64_t file;
	struct remedy_file_row row;
};

static enum err add_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct file_job *j = ctx;
	struct remedy_row r;
	enum err e = remedy_load(tx, j->a, j->who, j->id, &r, err);
	if (e != OK)
		return e;
	struct remedy_file_insert_in in = { .id = tx_new_id(tx),
		.remedy = j->id,
		.kind = j->kind,
		.stage = r.stage,
		.name = request_clean(j->a, j->input->name, true),
		.type = request_clean(j->a, j->input->type, true),
		.size = j->input->size,
		.digest = desk_bytes(&j->input->digest),
		.actor = j->who->person,
		.at = tx_now(tx) };
	if (in.name.n == 0)
		in.name = STR("文件");
	e = arena_check(j->a, err);
	if (e == OK)
		e = blob_use(tx, &j->input->digest, j->input->size, err);
	if (e == OK)
		e = sql_remedy_file_insert(tx, &in, NULL, err);
	return e != OK ? e
		       : remedy_write_log(tx, j->a, j->who, PERM_REMEDY_WRITE, &r,
				 STR("remedy.file_add"), STR(""),
				 arena_fmt(j->a, "file=%" PRId64 " kind=%d", in.id, j->kind), err);
}

enum err remedy_file_add(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, enum remedy_file_kind kind, const struct request_file_input *file,
	struct error *err)
{
	struct file_job j = { .a = a, .who = who, .id = id, .kind = kind, .input = file };
	struct request_file_input check = *file;
	enum err e = desk_allow(who, PERM_REMEDY_WRITE, err);
	if (e == OK && (unsigned)kind >= REMEDY_FILE_KINDS)
		e = field_error(err, "kind", "请选择是什么文件");
	check.kind = FILE_OTHER;
	if (e == OK)
		e = request_check_files(&check, 1, err);
	return e != OK ? e : desk_write(d, add_fn, &j, err);
}

static enum err read_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct file_job *j = ctx;
	struct remedy_row r;
	struct remedy_file_by_id_in in = { j->file, j->id };
	enum err e = remedy_load(tx, j->a, j->who, j->id, &r, err);
	if (e == OK)
		e = sql_remedy_file_by_id(tx, &in, j->a, &j->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这份文件，请回到案件页面查看");
	return e != OK ? e
		       : remedy_write_log(tx, j->a, j->who, PERM_REMEDY_LOOK, &r,
				 STR("remedy.file_read"), STR(""),
				 arena_fmt(j->a, "file=%" PRId64, j->file), err);
}

enum err remedy_file_read(const struct desk *d, struct arena *a, const struct actor *who,
	struct remedy_id id, int64_t file, struct remedy_file_row *out, struct error *err)
{
	struct file_job j = { .a = a, .who = who, .id = id, .file = file };
	enum err e = desk_allow(who, PERM_REMEDY_LOOK, err);
	if (e == OK)
		e = store_write(d->store, read_fn, &j, err);
	if (e == OK)
		*out = j.row;
	return e;
}
