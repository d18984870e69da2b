/*
 * archive_page -- a closed case as one zip: what is in it, then the download.
 */
#include "core/crypto.h"
#include "core/mem.h"
#include "page/letters/part.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 18 };

static enum err archive_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct request_view c;
	struct form_page p;
	struct error refusal = *err;
	struct request_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = request_view(APP(x)->desk, x->arena, &WHO(x)->actor, id, &c, err);
	if (e == OK)
		e = form_page_init(x, &p, &letter_step_form, "归档", err);
	if (e != OK)
		return e;
	letter_cite(&refusal);
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p.form.unsaved = KIT_FORGET;
	p.title.note = c.request.subject;
	letter_crumbs(x, &p.frame, &c.request, (struct letter_id){ 0 }, STR("归档"));
	form_page_text(&p, STR("归档包是一个 zip 文件，里面有申请和办理结果、全部文书（Word 和 PDF）、"
			       "收到的材料、操作日志、期限的逐日计算，以及列出每个文件 SM3 校验值的清单。"));
	form_page_text(&p, STR("归档包含有申请人的个人信息，请按档案管理规定保管。"));
	form_page_hidden(&p, "version", page_fmt(x, "%lld", (long long)c.request.version));
	form_page_submit(&p, "生成并下载归档包", letters_path(x, id, ""));
	return form_page_answer(x, &p, err);
}

enum err archive_show(struct http_exchange *x, struct error *err)
{
	return archive_page(x, OK, err);
}

/* --- sending ------------------------------------------------------------------------------------- */

struct archive_source {
	int fd;
};

static int64_t source_read(void *ctx, int64_t at, char *p, size_t n)
{
	const struct archive_source *s = ctx;
	return pread(s->fd, p, n, at);
}

static void source_done(void *ctx)
{
	struct archive_source *s = ctx;
	close(s->fd);
	mem_free(s);
}

/* The file loses its name at once: nothing stays behind, whatever happens. */
static enum err answer(struct http_exchange *x, const char *path, struct error *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	unlink(path);
	if (fd < 0 || fstat(fd, &st) != 0) {
		if (fd >= 0)
			close(fd);
		return error_set(err, ERR_IO, NULL, "归档包读不出来，请重试");
	}
	struct archive_source *s = mem_alloc(sizeof(*s));
	if (!s) {
		close(fd);
		return error_nomem(err);
	}
	*s = (struct archive_source){ fd };
	struct http_source source = {
		.size = st.st_size, .read = source_read, .done = source_done, .ctx = s
	};
	http_answer_source(x, "application/zip", &source);
	return OK;
}

enum err archive_post(struct http_exchange *x, struct error *err)
{
	struct request_id id;
	struct request_view c;
	struct str name = random_token(x->arena, NAME_BYTES);
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = request_view(APP(x)->desk, x->arena, &WHO(x)->actor, id, &c, err);
	if (e != OK)
		return e;
	const char *folder = getenv("TMPDIR");
	struct str path =
		page_fmt(x, "%s/gongkai-%.*s.zip", folder ? folder : "/tmp", STR_ARG(name));
	e = request_archive(APP(x)->desk, x->arena, &WHO(x)->actor, id, path.p, err);
	if (e != OK)
		return archive_page(x, e, err);
	http_download_name(x, page_fmt(x, "案卷 %.*s.zip", STR_ARG(c.request.number)));
	return answer(x, path.p, err);
}
