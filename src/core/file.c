#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err cannot(struct error *err, const char *what)
{
	enum err code = errno == ENOENT ? ERR_NOT_FOUND : errno == EACCES ? ERR_DENIED : ERR_IO;
	const char *why = errno == ENOENT ? "没有这个文件"
		: errno == EACCES             ? "没有权限"
		: errno == EISDIR             ? "这是文件夹"
		: errno == ENOSPC             ? "磁盘已满"
		: errno == EROFS              ? "磁盘只读"
		: errno == EMFILE || errno == ENFILE ? "打开的文件过多"
						     : "系统拒绝";
	int saved = errno;
	error_set(err, code, NULL, "%s：%s", what, why);
	error_detail(err, "errno %d", saved);
	return code;
}

static enum err read_all(struct arena *a, int fd, size_t max, struct str *out, struct error *err)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return cannot(err, "不能读取");
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return cannot(err, "不能读取");
	}
	if (!S_ISREG(st.st_mode))
		return error_set(err, ERR_INVALID, NULL, "不是普通文件");
	if ((uint64_t)st.st_size > max)
		return error_set(err, ERR_LIMIT, NULL, "文件有 %lld 兆字节，超过 %zu 兆字节的上限",
			(long long)(st.st_size >> 20) + 1, max >> 20);
	size_t size = (size_t)st.st_size, n = 0;
	char *p = arena_alloc(a, size + 1);
	if (!p)
		return arena_check(a, err);
	while (n < size) {
		ssize_t k = read(fd, p + n, size - n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return cannot(err, "不能读取");
		if (k == 0)
			break;
		n += (size_t)k;
	}
	*out = (struct str){ p, n };
	return OK;
}

enum err file_read(struct arena *a, const char *path, size_t max, struct str *out,
	struct error *err)
{
	if (!path)
		return error_nomem(err);
	/* O_NONBLOCK so that a named pipe cannot hang us before fstat has seen it. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return cannot(err, "不能打开");
	enum err e = read_all(a, fd, max, out, err);
	close(fd);
	return e;
}

static enum err write_all(int fd, struct str bytes, struct error *err)
{
	for (size_t n = 0; n < bytes.n;) {
		ssize_t k = write(fd, bytes.p + n, bytes.n - n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return cannot(err, "不能写入");
		n += (size_t)k;
	}
	return fsync(fd) == 0 || errno == EINVAL ? OK : cannot(err, "不能写入");
}

enum err file_write(const char *path, struct str bytes, struct error *err)
{
	char temp[4096];
	int n = snprintf(temp, sizeof temp, "%s.XXXXXX", path);
	if (n < 0 || (size_t)n >= sizeof temp)
		return error_set(err, ERR_INVALID, NULL, "文件名过长");
	int fd = mkstemp(temp);
	if (fd < 0)
		return cannot(err, "不能写入");
	enum err e = write_all(fd, bytes, err);
	if (!e && fchmod(fd, 0644) != 0)
		e = cannot(err, "不能写入");
	if (close(fd) != 0 && !e)
		e = cannot(err, "不能写入");
	if (!e && rename(temp, path) != 0)
		e = cannot(err, "不能写入");
	if (e)
		unlink(temp);
	return e;
}
