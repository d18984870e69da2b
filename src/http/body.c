#include "http/body.h"

#include "http/header.h"
#include "http/route.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	NAME_BYTES = 16,
	SWEEP_AGE_S = 24 * 3600
};
static const char name_prefix[] = "receiving-";

struct body_file {
	struct body_file *next;
	const char *path;
};

static enum err io_error(struct error *err, const char *what)
{
	int e = errno;
	if (e == ENOSPC || e == EDQUOT || e == EFBIG)
		error_set(err, ERR_STORE, NULL, "服务器的磁盘已满，文件没有保存；请稍后重试，并告诉系统管理员。");
	else
		error_set(err, ERR_IO, NULL,
			"文件没有保存成功，请稍后重试；仍有问题时请联系系统管理员。");
	return error_detail(err, "%s in the upload folder: errno %d", what, e);
}

static enum err add_pair(struct body_sink *b, struct form_pair p, struct error *err)
{
	return form_pairs_add(&b->pairs, b->arena, &form_limits_default, p, err);
}

static enum err on_field(void *ctx, struct str name, struct str value, struct error *err)
{
	return add_pair(ctx, (struct form_pair){ name, value, NULL }, err);
}

static void close_file(struct body_sink *b)
{
	if (b->fd >= 0)
		close(b->fd);
	b->fd = -1;
}

static enum err open_file(struct body_sink *b, struct error *err)
{
	struct str token = random_token(b->arena, NAME_BYTES);
	struct str path = arena_fmt(b->arena, "%s/%s%.*s", b->folder, name_prefix, STR_ARG(token));
	struct body_file *f = arena_one(b->arena, struct body_file);
	if (!token.n || !path.p || !f)
		return error_nomem(err);
	b->fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (b->fd < 0)
		return io_error(err, "open");
	*f = (struct body_file){ b->files, path.p };
	b->files = f;
	b->file->path = path;
	return sm3_start(&b->sm3, err);
}

static enum err on_file_begin(
	void *ctx, struct str name, struct str filename, struct str type, struct error *err)
{
	struct body_sink *b = ctx;
	struct form_file *f = b->file = arena_one(b->arena, struct form_file);
	if (!f)
		return error_nomem(err);
	f->name = arena_str(b->arena, filename);
	f->type = arena_str(b->arena, type);
	enum err e = add_pair(b, (struct form_pair){ name, f->name, f }, err);
	if (e == OK && filename.n && !b->drops_files)
		e = open_file(b, err);
	return e;
}

static enum err on_file_data(void *ctx, struct str bytes, struct error *err)
{
	struct body_sink *b = ctx;
	b->file->size += (int64_t)bytes.n;
	if (b->fd < 0)
		return OK;
	sm3_add(&b->sm3, bytes.p, bytes.n);
	while (bytes.n) {
		ssize_t n = write(b->fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return io_error(err, "write");
		bytes = str_sub(bytes, (size_t)n, bytes.n);
	}
	return OK;
}

static enum err on_file_end(void *ctx, struct error *err)
{
	struct body_sink *b = ctx;
	if (b->fd < 0)
		return OK;
	struct digest d;
	enum err e = sm3_end(&b->sm3, &d, err);
	if (e)
		return e;
	b->file->digest = arena_fmt(b->arena, "%s", digest_hex(&d).z);
	close_file(b);
	return OK;
}

static enum err init_multipart(
	struct body_sink *b, struct str type, int64_t upload_max, struct error *err)
{
	struct multipart_limits l = multipart_limits_default;
	struct multipart_events ev = { b, on_field, on_file_begin, on_file_data, on_file_end };
	l.file_bytes = (uint64_t)upload_max;
	l.total_bytes = (uint64_t)b->limit;
	b->kind = BODY_MULTIPART;
	return multipart_init(&b->multipart, type, &l, &ev, err);
}

enum err body_init(struct body_sink *b, struct arena *a, struct str content_type,
	int64_t upload_max, int64_t fields_max, const char *folder, struct error *err)
{
	struct content_type t = { 0 };
	*b = (struct body_sink){ .arena = a, .folder = folder, .fd = -1, .limit = fields_max };
	if (content_type.n == 0)
		return OK;
	enum err e = content_type_parse(a, content_type, &t, err);
	if (e == ERR_NOMEM)
		return e;
	if (e == OK && str_is(t.type, "application/x-www-form-urlencoded")) {
		b->kind = BODY_URLENCODED;
		urlencoded_init(&b->urlencoded, a, NULL);
		return OK;
	}
	if (e == OK && upload_max > 0 && folder && str_is(t.type, "multipart/form-data")) {
		b->limit = upload_max + fields_max;
		return init_multipart(b, content_type, upload_max, err);
	}
	error_set(err, ERR_FORMAT, NULL, "不支持这种提交格式，请用页面上的表单提交。");
	return error_detail(err, "content type");
}

void body_init_discard(struct body_sink *b, int64_t limit)
{
	*b = (struct body_sink){ .kind = BODY_DISCARD, .fd = -1, .limit = limit };
}

void body_feed(struct body_sink *b, struct str bytes)
{
	b->n += (int64_t)bytes.n;
	if (b->bad.code)
		return;
	enum err e = OK;
	if (b->n > b->limit) {
		e = error_set(&b->bad, ERR_LIMIT, NULL, "提交的内容过大，请减小文件或分几次提交。");
	} else if (b->kind == BODY_NONE) {
		error_set(&b->bad, ERR_FORMAT, NULL, "不支持这种提交格式，请用页面上的表单提交。");
		e = error_detail(&b->bad, "a body without a type");
	} else if (b->kind == BODY_URLENCODED) {
		e = urlencoded_feed(&b->urlencoded, bytes, &b->bad);
	} else if (b->kind == BODY_MULTIPART) {
		e = multipart_feed(&b->multipart, bytes, &b->bad);
	}
	if (e)
		b->bad.code = e;
}

enum err body_end(struct body_sink *b, struct error *err)
{
	enum err e = b->bad.code;
	if (e) {
		if (err)
			*err = b->bad;
		return e;
	}
	if (b->kind == BODY_URLENCODED)
		return urlencoded_end(&b->urlencoded, &b->pairs, err);
	if (b->kind == BODY_MULTIPART)
		return multipart_end(&b->multipart, err);
	return OK;
}

bool body_is_hopeless(const struct body_sink *b)
{
	return b->n > b->limit + HTTP_BODY_MAX;
}

void body_done(struct body_sink *b)
{
	close_file(b);
	if (b->kind == BODY_URLENCODED)
		urlencoded_done(&b->urlencoded);
	if (b->kind == BODY_MULTIPART)
		multipart_done(&b->multipart);
	sm3_done(&b->sm3);
	for (const struct body_file *f = b->files; f; f = f->next)
		unlink(f->path);
	b->files = NULL;
	b->kind = BODY_NONE;
}

void body_sweep_folder(const char *folder)
{
	DIR *d = folder ? opendir(folder) : NULL;
	time_t limit = time(NULL) - SWEEP_AGE_S;
	for (struct dirent *e; d && (e = readdir(d));) {
		struct stat s;
		if (str_starts(str_cstr(e->d_name), str_cstr(name_prefix)) &&
			fstatat(dirfd(d), e->d_name, &s, AT_SYMLINK_NOFOLLOW) == 0 &&
			S_ISREG(s.st_mode) && s.st_mtime < limit)
			unlinkat(dirfd(d), e->d_name, 0);
	}
	if (d)
		closedir(d);
}
