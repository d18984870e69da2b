/*
 * letter_archive -- one zip of a closed case: letters, papers, log, proof of the clock, manifest.
 *
 * Everything is read first (one moment of the database), then written by libzip.  The manifest,
 * manifest.json, names each file with size and SM3, so that any program can check the package.
 */
#include "desk/letter_part.h"

#include "core/file.h"
#include "core/json.h"
#include "core/mem.h"
#include "desk/request_office.h"
#include "desk/role.h"
#include "law/rule.h"
#include "store/blob.h"
#include "store/event.sql.h"

#include <unistd.h>
#include <zip.h>

enum {
	ARCHIVE_FILES_MAX = 2000,
	ARCHIVE_FILE_MAX = 64 << 20,
	ARCHIVE_BYTES_MAX = 512 << 20,
	LOG_EVENTS_MAX = 10000
};

struct archive_file {
	struct str name;
	struct str bytes; /* freed by archive_done */
	struct digest sum;
};

struct archive_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	struct request_view view;
	struct letter_row *letter;
	size_t n_letters;
	struct consultation_view *asked;
	size_t n_asked;
	struct buf log;
	struct archive_file *file;
	size_t n;
	int64_t total;
};

static enum err add_bytes(
	struct archive_job *j, struct str name, const struct buf *b, struct error *err)
{
	enum err e = buf_check(b, err);
	if (e == OK && (j->n == ARCHIVE_FILES_MAX || j->total + (int64_t)b->n > ARCHIVE_BYTES_MAX))
		e = error_set(err, ERR_LIMIT, NULL, "案卷的文件太多或者太大，不能装进一个归档包");
	if (e != OK)
		return e;
	char *copy = mem_alloc(b->n + 1);
	if (!copy)
		return error_nomem(err);
	if (b->n)
		memcpy(copy, b->p, b->n);
	struct archive_file *f = &j->file[j->n++];
	*f = (struct archive_file){ .name = name, .bytes = { copy, b->n } };
	j->total += (int64_t)b->n;
	e = sm3_of(f->bytes, &f->sum, err);
	return e != OK ? e : arena_check(j->a, err);
}

static enum err add_blob(
	struct archive_job *j, struct str name, struct str digest, struct error *err)
{
	struct digest key;
	struct blob_reader *r;
	struct buf b;
	int64_t size = 0;
	static const size_t step = 256 * 1024;
	if (digest.n != sizeof(key.b))
		return error_set(err, ERR_FORMAT, NULL, "案卷里有一份文件没有登记完整");
	memcpy(key.b, digest.p, sizeof(key.b));
	enum err e = blob_open(j->d->store, &key, &r, &size, err);
	if (e != OK)
		return e;
	buf_init(&b, ARCHIVE_FILE_MAX);
	char *block = mem_alloc(step);
	if (!block)
		e = error_nomem(err);
	for (int64_t at = 0; e == OK && at < size;) {
		size_t got = 0;
		e = blob_read(r, at, block, step, &got, err);
		if (e == OK && got == 0)
			e = error_set(err, ERR_FORMAT, NULL, "案卷里有一份文件读不完整");
		buf_add(&b, block, got);
		at += (int64_t)got;
	}
	mem_free(block);
	blob_close(r);
	if (e == OK)
		e = add_bytes(j, name, &b, err);
	buf_done(&b);
	return e;
}

/* --- what is written anew -------------------------------------------------------------------------- */

static void put_facts(struct buf *b, const struct request_view *v)
{
	const struct request_row *r = &v->request;
	buf_fmt(b, "登记编号：%.*s\n机关：%.*s\n申请人：%.*s\n", STR_ARG(r->number),
		STR_ARG(r->agency_name), STR_ARG(r->masked_name));
	buf_fmt(b, "收到日期：%s\n途径：%s\n标题：%.*s\n申请内容：\n%.*s\n",
		date_text((struct date){ (int32_t)r->received_on.v }).z,
		receipt_channel_name((enum receipt_channel)r->channel), STR_ARG(r->subject),
		STR_ARG(r->content));
	if (r->outcome >= 0)
		buf_fmt(b, "办理结果：%s（%s）\n", outcome_find((enum outcome)r->outcome)->name,
			outcome_find((enum outcome)r->outcome)->row);
	if (r->closed_on.has)
		buf_fmt(b, "办结日期：%s\n",
			date_text((struct date){ (int32_t)r->closed_on.v }).z);
}

static void put_clock(struct buf *b, const struct clock_run *run)
{
	buf_cstr(b, "期限的计算\n");
	for (size_t i = 0; i < run->n_steps; i++) {
		const struct clock_step *s = &run->step[i];
		buf_fmt(b, "%s\t%s\t%.*s\t%s\n", date_text(s->on).z, clock_event_label(s->kind),
			STR_ARG(s->effect), rule_article(s->rule));
	}
	buf_cstr(b, "\n逐日计算\n");
	for (size_t i = 0; i < run->n_days; i++)
		buf_fmt(b, "%s\t%s\t%.*s\n", date_text(run->day[i].date).z,
			run->day[i].counts ? "计算" : "不计算", STR_ARG(run->day[i].why));
}

static void put_day(struct buf *b, const char *label, struct opt_i64 day)
{
	if (day.has)
		buf_fmt(b, "%s：%s\n", label, date_text((struct date){ (int32_t)day.v }).z);
}

/* What others were asked, with names in full: the archive holds the letters to them anyway. */
static void put_asked(struct buf *b, const struct archive_job *j)
{
	for (size_t i = 0; i < j->n_asked; i++) {
		const struct consultation_view *q = &j->asked[i];
		const struct consultation_row *r = &q->row;
		buf_fmt(b, "%s%.*s（%s）：%.*s\n", i ? "\n" : "", STR_ARG(r->ref),
			consultation_kind_name((enum consultation_kind)r->kind), STR_ARG(q->party));
		buf_fmt(b, "文书：%.*s%.*s\n所涉信息：%.*s\n", STR_ARG(r->letter_number),
			STR_ARG(q->paper), STR_ARG(r->information));
		put_day(b, "发出", r->sent_on);
		put_day(b, "收到", r->served_on);
		put_day(b, "意见期限", r->due_on);
		put_day(b, "意见收到", r->returned_on);
		if (r->opinion >= 0)
			buf_fmt(b, "意见：%s。%.*s\n",
				consultation_opinion_name((enum consultation_opinion)r->opinion),
				STR_ARG(r->opinion_text));
		if (r->result >= 0)
			buf_fmt(b, "研究处理：%s。%.*s\n",
				consultation_result_name((enum consultation_result)r->result),
				STR_ARG(r->result_text));
	}
}

static enum err add_texts(struct archive_job *j, struct error *err)
{
	struct buf b;
	buf_init(&b, 16 << 20);
	put_facts(&b, &j->view);
	enum err e = add_bytes(j, STR("request.txt"), &b, err);
	buf_clear(&b);
	if (e == OK && j->view.has_clock) {
		put_clock(&b, &j->view.clock);
		e = add_bytes(j, STR("clock.txt"), &b, err);
		buf_clear(&b);
		if (e == OK)
			e = request_proof(j->d, j->a, j->who, j->id, &b, err);
		if (e == OK)
			e = add_bytes(j, STR("clock.pdf"), &b, err);
	}
	buf_clear(&b);
	if (e == OK && j->n_asked > 0) {
		put_asked(&b, j);
		e = add_bytes(j, STR("consultations.txt"), &b, err);
	}
	buf_done(&b);
	return e != OK ? e : add_bytes(j, STR("log.jsonl"), &j->log, err);
}

/* A name that unpacks everywhere: no separators, no control characters, not too long. */
static struct str safe_name(struct arena *a, struct str s)
{
	char *z = arena_cstr(a, s);
	size_t n = z ? strlen(z) : 0;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)z[i] < ' ' || strchr("/\\:*?\"<>|", z[i]))
			z[i] = '_';
	return (struct str){ z, n };
}

static enum err add_letters(struct archive_job *j, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; e == OK && i < j->n_letters; i++) {
		const struct letter_row *l = &j->letter[i];
		if (!l->docx.p || !l->pdf.p)
			continue;
		struct str base = arena_fmt(j->a, "letters/%02zu-%.*s%s%.*s", i + 1,
			STR_ARG(l->form), l->number.p ? "-" : "",
			STR_ARG(safe_name(j->a, l->number)));
		e = add_blob(j, arena_fmt(j->a, "%.*s.docx", STR_ARG(base)), l->docx, err);
		if (e == OK)
			e = add_blob(j, arena_fmt(j->a, "%.*s.pdf", STR_ARG(base)), l->pdf, err);
	}
	return e;
}

static enum err add_papers(struct archive_job *j, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; e == OK && i < j->view.n_files; i++) {
		const struct request_file_row *f = &j->view.file[i];
		e = add_blob(j,
			arena_fmt(j->a, "files/%02zu-%s-%.*s", i + 1,
				request_file_kind_name((enum request_file_kind)f->kind),
				STR_ARG(safe_name(j->a, f->name))),
			f->digest, err);
	}
	return e;
}

static enum err add_manifest(struct archive_job *j, struct error *err)
{
	struct buf b;
	buf_init(&b, 4 << 20);
	buf_cstr(&b, "{\"format\":\"gongkai-case-1\",\"number\":");
	json_write_string(&b, j->view.request.number);
	buf_cstr(&b, ",\"algorithm\":\"SM3\",\"files\":[");
	for (size_t i = 0; i < j->n; i++) {
		buf_cstr(&b, i ? ",\n" : "\n");
		buf_cstr(&b, "{\"name\":");
		json_write_string(&b, j->file[i].name);
		buf_fmt(&b, ",\"size\":%zu,\"sm3\":\"%s\"}", j->file[i].bytes.n,
			digest_hex(&j->file[i].sum).z);
	}
	buf_cstr(&b, "\n]}\n");
	enum err e = add_bytes(j, STR("manifest.json"), &b, err);
	buf_done(&b);
	return e;
}

/* --- the container --------------------------------------------------------------------------------- */

static enum err zip_refused(zip_t *z, struct error *err)
{
	error_set(err, ERR_IO, NULL, "归档包写不下去，请检查磁盘空间和文件夹权限");
	return error_detail(err, "%s", zip_strerror(z));
}

static enum err add_member(zip_t *z, const struct archive_file *f, int64_t at, struct error *err)
{
	zip_source_t *src = zip_source_buffer(z, f->bytes.p, f->bytes.n, 0);
	zip_int64_t i = src ? zip_file_add(z, f->name.p, src, ZIP_FL_ENC_UTF_8) : -1;
	if (i < 0 && src)
		zip_source_free(src);
	if (i < 0 || zip_file_set_mtime(z, (zip_uint64_t)i, (time_t)(at / 1000), 0) != 0)
		return zip_refused(z, err);
	return OK;
}

static enum err write_zip(struct archive_job *j, const char *path, struct error *err)
{
	int why = 0;
	zip_t *z = zip_open(path, ZIP_CREATE | ZIP_EXCL, &why);
	if (!z) {
		error_set(err, ERR_IO, NULL, "归档包不能创建，请检查磁盘空间和文件夹权限");
		return error_detail(err, "zip_open: %d", why);
	}
	enum err e = OK;
	for (size_t i = 0; e == OK && i < j->n; i++)
		e = add_member(z, &j->file[i], j->view.request.updated_at, err);
	if (e == OK && zip_close(z) == 0)
		return OK;
	if (e == OK)
		e = zip_refused(z, err);
	zip_discard(z);
	return e;
}

/* --- reading --------------------------------------------------------------------------------------- */

static enum err log_of(struct archive_job *j, struct tx *tx, const char *kind, int64_t object,
	struct error *err)
{
	struct event_row *row;
	size_t n;
	struct event_list_object_in in = {
		.object_kind = str_cstr(kind), .object = object, .limit = LOG_EVENTS_MAX
	};
	enum err e = sql_event_list_object(tx, &in, j->a, &row, &n, err);
	for (size_t i = n; e == OK && i > 0; i--) {
		event_write_line(&j->log, &row[i - 1]);
		if (j->log.n && j->log.p[j->log.n - 1] != '\n')
			buf_char(&j->log, '\n');
	}
	return e;
}

static enum err read_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct archive_job *j = ctx;
	struct letter_of_request_in in = { j->id };
	buf_clear(&j->log);
	enum err e = sql_letter_of_request(tx, &in, j->a, &j->letter, &j->n_letters, err);
	if (e == OK)
		e = log_of(j, tx, "request", j->id.v, err);
	for (size_t i = 0; e == OK && i < j->n_letters; i++)
		e = log_of(j, tx, "letter", j->letter[i].id.v, err);
	return e;
}

static enum err archived_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct archive_job *j = ctx;
	struct request_row r;
	enum err e = request_load(tx, j->a, j->who, j->id, &r, err);
	struct request_set_stage_in in = { j->id, STAGE_ARCHIVED };
	if (e == OK && r.stage != STAGE_ARCHIVED)
		e = sql_request_set_stage(tx, &in, NULL, err);
	return e != OK ? e : request_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &r,
				     STR("request.archive"), STR(""),
				     arena_fmt(j->a, "files=%zu sm3=%s", j->n,
					     digest_hex(&j->file[j->n - 1].sum).z),
				     err);
}

static enum err collect(struct archive_job *j, struct error *err)
{
	enum err e = store_read(j->d->store, read_fn, j, err);
	if (e == OK)
		e = consultation_list(
			j->d, j->a, j->who, j->id, &j->asked, &j->n_asked, NULL, err);
	if (e == OK)
		e = add_texts(j, err);
	if (e == OK)
		e = add_letters(j, err);
	if (e == OK)
		e = add_papers(j, err);
	return e != OK ? e : add_manifest(j, err);
}

static enum err check_closed(const struct request_row *r, struct error *err)
{
	if (r->closed_on.has && (r->stage == STAGE_DONE || r->stage == STAGE_ARCHIVED))
		return OK;
	return error_set(err, ERR_CONFLICT, "C-1.11-1", "这件申请还没有办结并送达，不能归档");
}

enum err request_archive(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, const char *path, struct error *err)
{
	struct archive_job j = { .d = d, .a = a, .who = who, .id = id };
	buf_init(&j.log, 64 << 20);
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = request_view(d, a, who, id, &j.view, err);
	if (e == OK)
		e = check_closed(&j.view.request, err);
	j.file = arena_array(a, struct archive_file, ARCHIVE_FILES_MAX);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = collect(&j, err);
	if (e == OK)
		e = write_zip(&j, path, err);
	if (e == OK) {
		e = store_write(d->store, archived_fn, &j, err);
		if (e != OK)
			unlink(path);
	}
	for (size_t i = 0; i < j.n; i++)
		mem_free((char *)j.file[i].bytes.p);
	buf_done(&j.log);
	return e;
}
