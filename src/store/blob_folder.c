/*
 * Blobs in a folder: blobs/ab/abcdef… , and blobs/tmp/ for what is being written.
 *
 * A file appears under its name by rename, after its bytes are on the disk.  Who renames
 * and who removes hold blobs/lock, so that blob_clean never takes away what another has
 * just put there in place of an old unused file of the same content.
 */
#include "store/blob_part.h"

#include "store/blob.sql.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEX = 2 * SM3_SIZE, NAME_RANDOM = 12, SCRATCH = 16 << 10 };

PRINTF_LIKE(2, 3)
static bool path_make(char path[PATH_MAX], const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(path, PATH_MAX, fmt, ap);
	va_end(ap);
	return n > 0 && n < PATH_MAX;
}

bool blob_path(const struct store *s, const struct digest *digest, char path[PATH_MAX])
{
	struct digest_text t = digest_hex(digest);
	return path_make(path, "%s/blobs/%.2s/%s", s->config.folder, t.z, t.z);
}

static enum err cannot(const char *what, const char *path, struct error *err)
{
	int why = errno;
	enum err code = why == ENOSPC || why == EDQUOT || why == EFBIG ? ERR_STORE : ERR_IO;
	if (code == ERR_STORE)
		error_set(err, code, NULL,
			"磁盘已满，附件没有保存；请清理数据目录所在的磁盘后重试");
	else
		error_set(err, code, NULL, "附件目录不可用（%s）；请检查数据目录的权限和磁盘",
			error_why(why));
	return error_detail(err, "%s %s: %s", what, path, strerror(why)), code;
}

static enum err sync_folder(const struct store *s, const char *path, struct error *err)
{
	if (s->config.filling)
		return OK;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return cannot("open", path, err);
	/* Some network file systems cannot; then the rename alone has to do. */
	enum err e = fsync(fd) != 0 && errno != EINVAL ? cannot("fsync", path, err) : OK;
	close(fd);
	return e;
}

/* Makes blobs/NAME; *made tells that it was not there. */
static enum err make_folder(const struct store *s, const char *name, bool *made, struct error *err)
{
	char path[PATH_MAX];
	if (!path_make(path, "%s/blobs%s", s->config.folder, name)) {
		errno = ENAMETOOLONG;
		return cannot("mkdir", "blobs", err);
	}
	if (mkdir(path, 0700) == 0) {
		*made = true;
		return OK;
	}
	return errno == EEXIST ? OK : cannot("mkdir", path, err);
}

enum err blob_folder_begin(struct blob_writer *w, struct error *err)
{
	unsigned char r[NAME_RANDOM];
	char name[2 * NAME_RANDOM + 1];
	bool made = false;
	enum err e = make_folder(w->store, "", &made, err);
	if (!e && made)
		e = sync_folder(w->store, w->store->config.folder, err);
	if (!e)
		e = make_folder(w->store, "/tmp", &made, err);
	if (e)
		return e;
	random_bytes(r, sizeof r);
	for (size_t i = 0; i < sizeof r; i++)
		snprintf(name + 2 * i, 3, "%02x", r[i]);
	if (!path_make(w->path, "%s/blobs/tmp/%s", w->store->config.folder, name)) {
		errno = ENAMETOOLONG;
		return cannot("open", "blobs/tmp", err);
	}
	w->fd = open(w->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	return w->fd < 0 ? cannot("open", w->path, err) : OK;
}

enum err blob_folder_add(struct blob_writer *w, const void *p, size_t n, struct error *err)
{
	const char *at = p;
	while (n > 0) {
		ssize_t k = write(w->fd, at, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return cannot("write", w->path, err);
		at += k;
		n -= (size_t)k;
	}
	return OK;
}

/* Held while a name appears or disappears; -1 with *err. */
static int lock_folder(const struct store *s, struct error *err)
{
	char path[PATH_MAX];
	if (!path_make(path, "%s/blobs/lock", s->config.folder)) {
		errno = ENAMETOOLONG;
		(void)cannot("open", "blobs/lock", err);
		return -1;
	}
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int rc = -1;
	while (fd >= 0 && (rc = flock(fd, LOCK_EX)) != 0 && errno == EINTR)
		;
	if (fd < 0 || rc != 0) {
		(void)cannot("lock", path, err);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

/* Always renames: the same content again makes an old unused file young, and heals a damaged one.
 */
static enum err give_name(struct blob_writer *w, const struct digest *d, struct error *err)
{
	char path[PATH_MAX], folder[PATH_MAX], name[4];
	struct digest_text t = digest_hex(d);
	bool made = false;
	snprintf(name, sizeof name, "/%.2s", t.z);
	enum err e = make_folder(w->store, name, &made, err);
	if (!e && (!blob_path(w->store, d, path) ||
			  !path_make(folder, "%s/blobs", w->store->config.folder))) {
		errno = ENAMETOOLONG;
		e = cannot("rename", t.z, err);
	}
	if (e)
		return e;
	int lock = lock_folder(w->store, err);
	if (lock < 0)
		return ERR_IO;
	if (futimens(w->fd, NULL) != 0 || rename(w->path, path) != 0)
		e = cannot("rename", path, err);
	close(lock);
	if (e)
		return e;
	w->path[0] = '\0'; /* it is no longer temporary */
	if (made)
		e = sync_folder(w->store, folder, err);
	path[strlen(path) - HEX - 1] = '\0';
	return e ? e : sync_folder(w->store, path, err);
}

enum err blob_folder_end(struct blob_writer *w, const struct digest *d, struct error *err)
{
	if (!w->store->config.filling && fsync(w->fd) != 0)
		return cannot("fsync", w->path, err);
	enum err e = give_name(w, d, err);
	int fd = w->fd;
	w->fd = -1;
	return close(fd) != 0 && !e ? cannot("close", "blob", err) : e;
}

void blob_folder_abandon(struct blob_writer *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
	if (w->path[0])
		unlink(w->path);
}

enum err blob_folder_open(struct blob_reader *r, const struct digest *d, struct error *err)
{
	char path[PATH_MAX];
	struct stat st;
	errno = ENAMETOOLONG;
	if (blob_path(r->store, d, path))
		r->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (r->fd < 0 && errno == ENOENT)
		return error_set(err, ERR_FORMAT, NULL, "附件的文件不见了；请用备份恢复"),
		       error_detail(err, "blob %s: no file", digest_hex(d).z), ERR_FORMAT;
	if (r->fd < 0 || fstat(r->fd, &st) != 0)
		return cannot("open", path, err);
	r->size = st.st_size;
	return OK;
}

enum err blob_folder_read(
	struct blob_reader *r, int64_t at, void *p, size_t n, size_t *got, struct error *err)
{
	size_t have = 0;
	while (have < n) {
		ssize_t k = pread(r->fd, (char *)p + have, n - have, at + (int64_t)have);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return cannot("read", "blob", err);
		if (k == 0)
			break; /* cut since it was opened: the caller sees too few bytes */
		have += (size_t)k;
	}
	*got = have;
	return OK;
}

static bool is_old(int folder, const char *name, int64_t before_ms)
{
	struct stat st;
	return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
	       (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000 < before_ms;
}

struct sweep {
	int folder;
	const char *name;
	struct digest digest;
	int64_t before_ms;
	bool removed;
};

/*
 * In a write transaction, so that no blob_use stands between the question and the removal, and
 * under the lock, so that no upload does.
 */
static enum err sweep_one(struct tx *tx, void *ctx, struct error *err)
{
	struct sweep *w = ctx;
	struct arena a;
	struct blob_row row;
	w->removed = false;
	arena_init(&a, SCRATCH);
	enum err e = sql_blob_by_digest(tx,
		&(struct blob_by_digest_in){ { (const char *)w->digest.b, sizeof w->digest.b } },
		&a, &row, err);
	arena_done(&a);
	if (e != ERR_NOT_FOUND)
		return e;
	int lock = lock_folder(tx_store(tx), err);
	if (lock < 0)
		return ERR_IO;
	w->removed =
		is_old(w->folder, w->name, w->before_ms) && unlinkat(w->folder, w->name, 0) == 0;
	close(lock);
	return OK;
}

/* Files of one folder: the temporary ones (digests false) or those with a digest's name. */
static enum err sweep_folder(struct store *s, const char *path, bool digests, int64_t before_ms,
	int64_t *removed, struct error *err)
{
	enum err e = OK;
	struct dirent *entry;
	DIR *d = opendir(path);
	if (!d)
		return errno == ENOENT ? OK : cannot("open", path, err);
	struct sweep w = { .folder = dirfd(d), .before_ms = before_ms };
	while (!e && (entry = readdir(d)) != NULL) {
		w.name = entry->d_name;
		w.removed = false;
		if (!is_old(w.folder, w.name, before_ms))
			continue;
		if (!digests)
			w.removed = unlinkat(w.folder, w.name, 0) == 0;
		else if (digest_parse(str_cstr(w.name), &w.digest))
			e = store_write(s, sweep_one, &w, err);
		*removed += !e && w.removed;
	}
	closedir(d);
	return e;
}

enum err blob_folder_clean(struct store *s, int64_t before_ms, int64_t *removed, struct error *err)
{
	char path[PATH_MAX];
	enum err e = OK;
	for (int i = -1; !e && i < 256; i++) {
		char name[4] = "tmp";
		if (i >= 0)
			snprintf(name, sizeof name, "%02x", (unsigned)i);
		if (!path_make(path, "%s/blobs/%s", s->config.folder, name)) {
			errno = ENAMETOOLONG;
			return cannot("open", "blobs", err);
		}
		e = sweep_folder(s, path, i >= 0, before_ms, removed, err);
	}
	return e;
}
