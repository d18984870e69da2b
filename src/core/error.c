#include "core/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts a half character that vsnprintf may have left at the end of a full buffer. */
static void trim_partial_utf8(char *s, size_t size)
{
	size_t n = strlen(s);
	if (n + 1 < size)
		return;
	size_t back = 0;
	while (back < 4 && back < n && ((unsigned char)s[n - 1 - back] & 0xC0) == 0x80)
		back++;
	if (back < n && ((unsigned char)s[n - 1 - back] & 0xC0) == 0xC0)
		s[n - 1 - back] = '\0';
}

enum err error_set(struct error *e, enum err code, const char *rule, const char *fmt, ...)
{
	if (!e)
		return code;
	*e = (struct error){ .code = code, .rule = rule };
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(e->msg, sizeof e->msg, fmt, ap);
	va_end(ap);
	trim_partial_utf8(e->msg, sizeof e->msg);
	return code;
}

enum err error_detail(struct error *e, const char *fmt, ...)
{
	if (!e)
		return ERR_BUG;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(e->detail, sizeof e->detail, fmt, ap);
	va_end(ap);
	trim_partial_utf8(e->detail, sizeof e->detail);
	return e->code;
}

enum err error_nomem(struct error *e)
{
	return error_set(e, ERR_NOMEM, NULL, "内存不足，没有完成；请关闭其他程序或减少一次处理的文件后重试");
}

const char *error_why(int number)
{
	static const struct {
		int number;
		const char *why;
	} row[] = { { ENOENT, "没有这个文件或文件夹" }, { ENOTDIR, "路径中有一段不是文件夹" },
		{ EISDIR, "这是文件夹，不是文件" }, { EEXIST, "已经存在" }, { EACCES, "没有权限" },
		{ EPERM, "没有权限" }, { ENOSPC, "磁盘已满" }, { EDQUOT, "超过磁盘配额" },
		{ EFBIG, "超过文件大小的上限" }, { EROFS, "磁盘只读" }, { EIO, "磁盘读写出错" },
		{ EMFILE, "打开的文件过多" }, { ENFILE, "打开的文件过多" },
		{ ENOMEM, "内存不足" }, { ELOOP, "是符号链接" }, { ENAMETOOLONG, "路径太长" },
		{ ENOLCK, "这个文件系统不能加锁" } };
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (row[i].number == number)
			return row[i].why;
	return "系统拒绝";
}

const char *err_name(enum err code)
{
	static const char *const name[] = { "ok", "invalid", "not_found", "denied", "conflict",
		"limit", "format", "io", "store", "nomem", "bug" };
	return (unsigned)code < sizeof name / sizeof name[0] ? name[code] : "unknown";
}
