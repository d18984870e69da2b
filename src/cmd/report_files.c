#include "cmd/report_files.h"

#include "core/batch.h"
#include "core/utf8.h"
#include "doc/pdf_aid.h"

enum {
	JOB_MEMORY = 384 << 20,
	JOB_CPU_MS = 20000,
	JOB_WALL_MS = 40000,
	JOB_OUTPUT_MAX = 32 << 20,
	JOBS_PER_CHILD = 200,
	LOADED_MAX = 2000 /* reports held at once by compare, sum and html */
};

struct run_state {
	const struct report_run *run;
	struct arena scratch;
};

/* PDFs need their words beforehand; everything else goes in as it is. */
static enum err prepare(void *ctx, struct arena *a, struct str bytes, const atomic_bool *cancel,
	struct str *aid, struct error *err)
{
	(void)ctx;
	if (doc_sniff(bytes) != DOC_KIND_PDF)
		return OK;
	struct pdf_aid_source source = { .cancel = cancel };
	return pdf_aid_make(a, bytes, &source, aid, err);
}

static bool on_result(void *ctx, size_t index, const char *path, const struct error *err,
	struct str output)
{
	struct run_state *s = ctx;
	(void)index;
	if (!err)
		return s->run->on_result(s->run->ctx, path, output);
	if (s->run->on_failure)
		s->run->on_failure(s->run->ctx, path, err);
	else
		cmd_fail_error(path, err);
	return true;
}

int report_run_files(const struct report_run *run, size_t *failed)
{
	struct run_state s = { .run = run };
	struct batch b = { .path = run->path,
		.n_paths = run->n,
		.kind = (int)run->kind,
		.params = run->params,
		.file_max = DOC_FILE_MAX,
		.memory_max = (size_t)DOC_FILE_MAX + DOC_ARENA_MAX,
		.prepare = prepare,
		.on_result = on_result,
		.ctx = &s,
		.progress = run->progress,
		.jail.limits = { .memory = JOB_MEMORY,
			.cpu_ms = JOB_CPU_MS,
			.wall_ms = JOB_WALL_MS,
			.output_max = JOB_OUTPUT_MAX,
			.jobs_per_child = JOBS_PER_CHILD } };
	struct batch_outcome out;
	struct error err;
	if (batch_run(&b, &out, &err))
		return cmd_fail_error(NULL, &err);
	*failed = out.failed;
	if (out.signal)
		return cmd_fail("已中断，处理了 %zu 个文件，共 %zu 个", out.done, run->n);
	return out.stopped ? EXIT_CANNOT : EXIT_DONE;
}

struct str report_path_text(struct arena *a, const char *path)
{
	struct str s = str_cstr(path);
	if (utf8_is_valid(s))
		return arena_str(a, s);
	struct buf b;
	buf_init(&b, s.n * 3 + 1);
	for (size_t at = 0; at < s.n;)
		utf8_put(&b, utf8_next(s, &at));
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}

struct load_state {
	struct arena *a;
	struct report_list *list;
	int status;
};

static bool keep_report(void *ctx, const char *path, struct str output)
{
	struct load_state *s = ctx;
	struct error err;
	struct report *r;
	if (report_read_json(s->a, output, &r, &err)) {
		s->status = cmd_fail_error(path, &err);
		return false;
	}
	r->file = report_path_text(s->a, path);
	s->list->item[s->list->n++] = r;
	return true;
}

static void keep_failure(void *ctx, const char *path, const struct error *err)
{
	struct load_state *s = ctx;
	struct report_list *l = s->list;
	cmd_fail_error(path, err);
	l->failure_file[l->failed] = report_path_text(s->a, path);
	l->failure_message[l->failed++] = arena_str(s->a, str_cstr(err->msg));
}

int report_load_files(struct arena *a, const char *const *path, size_t n, struct report_list *out)
{
	if (n > LOADED_MAX)
		return cmd_fail("一次最多处理 %d 份报告，现在是 %zu 份", LOADED_MAX, n);
	*out = (struct report_list){ .item = arena_array(a, struct report *, n + 1),
		.failure_file = arena_array(a, struct str, n + 1),
		.failure_message = arena_array(a, struct str, n + 1) };
	struct load_state s = { .a = a, .list = out };
	struct report_run run = { .path = path,
		.n = n,
		.kind = REPORT_JOB_FULL,
		.progress = true,
		.on_result = keep_report,
		.on_failure = keep_failure,
		.ctx = &s };
	size_t failed;
	if (!out->item || !out->failure_file || !out->failure_message)
		return cmd_fail("内存不足");
	int status = report_run_files(&run, &failed);
	return s.status ? s.status : status;
}
