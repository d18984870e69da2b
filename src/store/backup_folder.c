/* Working folders of backups: private, beside the file, removed in any case. */
#include "store/backup_part.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DESCRIPTORS = 16 };

enum err backup_cannot(const char *what, struct error *err)
{
	int why = errno;
	if (why == ENOSPC || why == EDQUOT || why == EFBIG)
		error_set(err, ERR_IO, NULL, "磁盘已满，没有写成 %s；请腾出空间或换一个位置", what);
	else
		error_set(err, ERR_IO, NULL, "不能使用 %s：%s", what, strerror(why));
	return error_detail(err, "%s: %s", what, strerror(why)), ERR_IO;
}

enum err backup_path(char path[PATH_MAX], struct error *err, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(path, PATH_MAX, fmt, ap);
	va_end(ap);
	if (n < 0 || n >= PATH_MAX)
		return error_set(err, ERR_IO, NULL, "文件名太长");
	return OK;
}

enum err backup_folder_make(const char *beside, char path[PATH_MAX], struct error *err)
{
	char made[PATH_MAX];
	enum err e = backup_path(made, err, "%s.XXXXXX", beside);
	if (e)
		return e;
	if (!mkdtemp(made))
		return backup_cannot(beside, err);
	memcpy(path, made, strlen(made) + 1);
	return OK;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	(void)!remove(path);
	return 0;
}

void backup_folder_remove(const char *path)
{
	if (path[0])
		nftw(path, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}

enum err backup_make_dir(const char *path, struct error *err)
{
	return mkdir(path, 0700) == 0 || errno == EEXIST ? OK : backup_cannot(path, err);
}

enum err backup_sync_folder(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return backup_cannot(path, err);
	enum err e = fsync(fd) != 0 && errno != EINVAL ? backup_cannot(path, err) : OK;
	close(fd);
	return e;
}

enum err backup_digest_file(const char *path, struct digest *d, int64_t *size, struct error *err)
{
	char piece[BACKUP_PIECE / 4];
	struct sm3 h = { 0 };
	ssize_t k = 0;
	int64_t n = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return backup_cannot(path, err);
	enum err e = sm3_start(&h, err);
	while (!e && ((k = read(fd, piece, sizeof piece)) > 0 || (k < 0 && errno == EINTR))) {
		if (k < 0)
			continue;
		sm3_add(&h, piece, (size_t)k);
		n += k;
	}
	if (!e && k < 0)
		e = backup_cannot(path, err);
	if (!e)
		e = sm3_end(&h, d, err);
	sm3_done(&h);
	close(fd);
	if (!e)
		*size = n;
	return e;
}

enum err backup_step(struct backup_progress_state *p, int64_t n, struct error *err)
{
	p->done += n;
	if (p->fn && !p->fn(p->ctx, p->done, p->total))
		return error_set(err, ERR_CONFLICT, NULL, "已按要求停止，没有留下文件");
	return OK;
}
