/*
 * upload -- files that come with an application.
 *
 * What a file is, its content says, not its name or the browser.  The bytes go in pieces into the
 * blob store and belong to nobody until the application is sent: what is never sent is removed
 * after a day (store/blob.h).
 */
#include "core/utf8.h"
#include "page/portal/part.h"
#include "store/blob.h"

#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

enum {
	BLOCK = 64 * 1024,
	OVERLAP = 16, /* of two blocks, so that no mark is cut */
	NAME_SHOWN = 30,
	FILES_AN_HOUR = 100,
	HOUR_MINUTES = 60
};

/* What has been seen of a file so far. */
struct look {
	char head[8];
	size_t n_head;
	bool binary, word, ofd;
};

static bool holds(struct str s, const char *mark)
{
	return str_has(s, mark);
}

static void look_at(struct look *l, struct str block, struct str with_before)
{
	for (size_t i = 0; i < block.n && l->n_head < sizeof(l->head); i++)
		l->head[l->n_head++] = block.p[i];
	for (size_t i = 0; i < block.n; i++) {
		unsigned char c = (unsigned char)block.p[i];
		l->binary =
			l->binary || (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f');
	}
	l->word = l->word || holds(with_before, "word/");
	l->ofd = l->ofd || holds(with_before, "OFD.xml");
}

static bool begins(const struct look *l, const char *mark, size_t n)
{
	return l->n_head >= n && memcmp(l->head, mark, n) == 0;
}

static bool named(struct str name, const char *extension)
{
	size_t n = strlen(extension);
	if (name.n <= n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = name.p[name.n - n + i];
		if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != extension[i])
			return false;
	}
	return true;
}

/* The media type; NULL for what is not taken. */
static const char *type_of(const struct look *l, struct str name)
{
	if (begins(l, "%PDF-", 5))
		return "application/pdf";
	if (begins(l, "\xff\xd8\xff", 3))
		return "image/jpeg";
	if (begins(l, "\x89PNG\r\n\x1a\n", 8))
		return "image/png";
	/* Compound files: Word 97 and WPS; the same box holds tables, which are not taken. */
	if (begins(l, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
		return named(name, ".wps")   ? "application/vnd.ms-works"
		       : named(name, ".doc") ? "application/msword"
					     : NULL;
	if (begins(l, "PK\x03\x04", 4))
		return l->ofd	 ? "application/ofd"
		       : l->word ? "application/vnd.openxmlformats-officedocument."
				   "wordprocessingml.document"
				 : NULL;
	return l->binary || !named(name, ".txt") ? NULL : "text/plain";
}

/* Copies the upload into a new blob while looking at it. */
static enum err copy(
	struct http_exchange *x, int fd, struct blob_writer *w, struct look *l, struct error *err)
{
	char *room = arena_alloc(x->arena, OVERLAP + BLOCK);
	size_t before = 0;
	if (!room)
		return arena_check(x->arena, err);
	for (;;) {
		ssize_t n = read(fd, room + before, BLOCK);
		if (n < 0)
			return error_set(err, ERR_IO, NULL, "附件没有收到，请重新上传");
		if (n == 0)
			return OK;
		size_t all = before + (size_t)n;
		struct str block = { room + before, (size_t)n };
		look_at(l, block, (struct str){ room, all });
		enum err e = blob_add(w, block.p, block.n, err);
		if (e != OK)
			return e;
		before = all < OVERLAP ? all : OVERLAP;
		memmove(room, room + all - before, before);
	}
}

static enum err refuse(struct error *err, struct str name, const char *why)
{
	struct str shown = utf8_prefix(name, NAME_SHOWN);
	return error_set(err, ERR_INVALID, NULL, "文件“%.*s”%s", STR_ARG(shown), why);
}

enum err upload_keep(struct http_exchange *x, const struct form_file *f,
	enum request_file_kind kind, struct request_file_input *out, struct error *err)
{
	struct look l = { .binary = false };
	struct blob_writer *w = NULL;
	struct digest digest;
	int64_t size = 0;
	if (f->size == 0)
		return refuse(err, f->name, "是空的，请重新选择");
	int fd = open(arena_cstr(x->arena, f->path), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set(err, ERR_IO, NULL, "附件没有收到，请重新上传");
	enum err e = blob_begin(APP(x)->desk->store, UPLOAD_BYTES_MAX, &w, err);
	if (e == OK)
		e = copy(x, fd, w, &l, err);
	close(fd);
	const char *type = type_of(&l, f->name);
	if (e == OK && !type)
		e = refuse(err, f->name,
			"不是可以接收的格式，请上传 PDF、JPG、PNG、DOC、DOCX、WPS、OFD 或者 TXT");
	if (e != OK) {
		blob_abandon(w);
		return e == ERR_LIMIT ? refuse(err, f->name, "超过 10 MB，请压缩后再传") : e;
	}
	e = blob_end(w, &digest, &size, err);
	if (e == OK)
		*out = (struct request_file_input){ .kind = kind,
			.name = f->name,
			.type = str_cstr(type),
			.digest = digest,
			.size = size };
	return e;
}

/* --- files of a draft: "kind digest size type name"
 * -------------------------------------------------- */

static bool is_file(const struct draft_pair *p)
{
	return str_is(p->name, "file");
}

static struct str word(struct str *rest)
{
	struct str w = str_sub(*rest, 0, str_find(*rest, STR(" "), 0));
	*rest = str_sub(*rest, w.n + 1, rest->n);
	return w;
}

static bool parse(struct str s, struct request_file_input *out)
{
	struct str kind = word(&s), digest = word(&s), size = word(&s), type = word(&s);
	int64_t n = 0;
	if (kind.n != 1 || kind.p[0] < '0' || kind.p[0] >= '0' + REQUEST_FILE_KINDS || size.n > 12)
		return false;
	for (size_t i = 0; i < size.n; i++)
		n = n * 10 + (size.p[i] - '0');
	*out = (struct request_file_input){ .kind = (enum request_file_kind)(kind.p[0] - '0'),
		.name = s,
		.type = type,
		.size = n };
	return digest_parse(digest, &out->digest);
}

size_t apply_files(const struct apply *a, struct request_file_input *out)
{
	size_t n = 0;
	for (size_t i = 0; i < a->n && n < REQUEST_FILES_MAX; i++)
		if (is_file(&a->pair[i]) && parse(a->pair[i].value, &out[n]))
			n++;
	return n;
}

void apply_drop_file(struct apply *a, size_t which)
{
	for (size_t i = 0, k = 0; i < a->n; i++) {
		if (!is_file(&a->pair[i]) || k++ != which)
			continue;
		memmove(&a->pair[i], &a->pair[i + 1], (a->n - i - 1) * sizeof(*a->pair));
		a->n--;
		return;
	}
}

static enum err add_file(struct apply *a, const struct request_file_input *f, struct error *err)
{
	struct request_file_input have[REQUEST_FILES_MAX];
	if (apply_files(a, have) == REQUEST_FILES_MAX || a->n == APPLY_PAIRS_MAX)
		return error_set(err, ERR_INVALID, NULL, "附件最多 %d 个，多出的没有收下",
			REQUEST_FILES_MAX);
	struct str value = arena_fmt(a->x->arena, "%d %s %" PRId64 " %.*s %.*s", f->kind,
		digest_hex(&f->digest).z, f->size, STR_ARG(f->type), STR_ARG(f->name));
	a->pair[a->n++] = (struct draft_pair){ STR("file"), value };
	return arena_check(a->x->arena, err);
}

enum err apply_upload(struct apply *a, const struct form_files *files, enum request_file_kind kind,
	const char *field, struct error *wrong, struct error *err)
{
	struct http_exchange *x = a->x;
	*wrong = (struct error){ .code = OK };
	for (size_t i = 0; i < files->n; i++) {
		struct request_file_input f;
		enum err e = visitor_limit(APP(x)->desk, x->arena, "upload", x->peer, HOUR_MINUTES,
			FILES_AN_HOUR, err);
		if (e != OK)
			return e;
		e = upload_keep(x, files->file[i], kind, &f, err);
		if (e == OK)
			e = add_file(a, &f, err);
		if (e == ERR_INVALID) {
			*wrong = *err;
			wrong->field = field;
		} else if (e != OK) {
			return e;
		}
	}
	return OK;
}

struct str size_text(struct arena *a, int64_t size)
{
	if (size < 1024)
		return arena_fmt(a, "%" PRId64 " 字节", size);
	if (size < 1024 * 1024)
		return arena_fmt(a, "%" PRId64 " KB", size / 1024);
	return arena_fmt(a, "%.1f MB", (double)size / (1024 * 1024));
}
