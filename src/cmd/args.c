#include "cmd/cmd.h"

#include "core/mem.h"

#include <stdarg.h>
#include <unistd.h>

/*
 * One failure, one line: a control character of a file name, which could break
 * the line or move the cursor of the terminal, is shown as "?".
 */
int cmd_fail(const char *fmt, ...)
{
	enum { LINE_LENGTH = 16384 /* bytes; a path has at most 4096 */ };
	char line[LINE_LENGTH];
	va_list ap;
	fflush(stdout);
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	for (char *c = line; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	fprintf(stderr, "gongkai: %s\n", line);
	return EXIT_CANNOT;
}

int cmd_fail_error(const char *what, const struct error *err)
{
	if (what)
		return cmd_fail("%s：%s", what, err->msg);
	return cmd_fail("%s", err->msg);
}

int cmd_print(const struct buf *b)
{
	if (b->err)
		return cmd_fail("输出过大或内存不足，没有写出");
	if (fwrite(b->p, 1, b->n, stdout) != b->n || fflush(stdout) != 0)
		return cmd_fail("不能写到标准输出（管道已关闭或磁盘已满）");
	return EXIT_DONE;
}

bool cmd_args_init(struct cmd_args *a, int argc, char **argv)
{
	*a = (struct cmd_args){ argc, argv, mem_alloc((size_t)argc + 1) };
	if (!a->taken)
		return false;
	memset(a->taken, 0, (size_t)argc + 1);
	a->taken[0] = 1;
	return true;
}

void cmd_args_done(struct cmd_args *a)
{
	mem_free(a->taken);
}

/* Index of the "--" that ends the options, or argc. */
static int options_end(const struct cmd_args *a)
{
	for (int i = 1; i < a->argc; i++)
		if (strcmp(a->argv[i], "--") == 0)
			return i;
	return a->argc;
}

bool cmd_flag(struct cmd_args *a, const char *name)
{
	bool found = false;
	for (int i = 1; i < options_end(a); i++) {
		if (!a->taken[i] && strcmp(a->argv[i], name) == 0) {
			a->taken[i] = 1;
			found = true;
		}
	}
	return found;
}

const char *cmd_option_next(struct cmd_args *a, const char *name, bool *missing)
{
	size_t n = strlen(name);
	int end = options_end(a);
	for (int i = 1; i < end; i++) {
		const char *s = a->argv[i];
		if (a->taken[i] || strncmp(s, name, n) != 0 || (s[n] != '=' && s[n] != '\0'))
			continue;
		a->taken[i] = 1;
		if (s[n] == '=')
			return s + n + 1;
		if (i + 1 < end && strncmp(a->argv[i + 1], "--", 2) != 0) {
			a->taken[i + 1] = 1;
			return a->argv[i + 1];
		}
		*missing = true;
	}
	return NULL;
}

const char *cmd_option(struct cmd_args *a, const char *name, bool *missing)
{
	const char *value = NULL, *next;
	while ((next = cmd_option_next(a, name, missing)) != NULL)
		value = next;
	return value;
}

/* "--x" or "-x"; "-" alone and "-1" are no options. */
static bool is_option(const char *s)
{
	return s[0] == '-' && (s[1] == '-' || (s[1] >= 'A' && s[1] <= 'z'));
}

const char *cmd_next(struct cmd_args *a)
{
	int end = options_end(a);
	for (int i = 1; i < a->argc; i++) {
		if (a->taken[i] || i == end)
			continue;
		if (i < end && is_option(a->argv[i]))
			continue;
		a->taken[i] = 1;
		return a->argv[i];
	}
	return NULL;
}

const char *cmd_unknown(struct cmd_args *a)
{
	for (int i = 1; i < options_end(a); i++)
		if (!a->taken[i] && is_option(a->argv[i]))
			return a->argv[i];
	return NULL;
}
