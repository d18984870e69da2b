#include "core/error.h"

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

const char *err_name(enum err code)
{
	static const char *const name[] = { "ok", "invalid", "not_found", "denied", "conflict",
		"limit", "format", "io", "store", "nomem", "bug" };
	return (unsigned)code < sizeof name / sizeof name[0] ? name[code] : "unknown";
}
