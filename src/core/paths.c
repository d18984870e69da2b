#include "core/paths.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { PATHS_MAX = 10000000, PATH_BYTES_MAX = 4096 };

/* path: in the arena already, or NULL when it did not fit there. */
static enum err append(struct arena *a, struct path_list *list, char *path, struct error *err)
{
	char **grown = list->path;
	if (list->n >= PATHS_MAX)
		return error_set(err, ERR_LIMIT, NULL, "文件超过 %d 个，请分批处理", PATHS_MAX);
	if (list->n == list->cap)
		grown = arena_grow(a, list->path, list->n, list->n + 1, &list->cap, sizeof *grown);
	if (!grown || !path)
		return arena_check(a, err);
	list->path = grown;
	list->path[list->n++] = path;
	return OK;
}

static int by_bytes(const void *x, const void *y)
{
	return strcmp(*(char *const *)x, *(char *const *)y);
}

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Whether an entry found in a folder is one of the files meant: a file or a link to one. */
static bool is_file(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_real_folder(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_skipped(const char *name)
{
	return name[0] == '.' || (name[0] == '~' && name[1] == '$');
}

/* The entries of one folder as sorted paths; *opened false when it cannot be opened. */
static enum err list_folder(
	struct arena *a, const char *folder, struct path_list *out, bool *opened, struct error *err)
{
	DIR *d = opendir(folder);
	size_t n = strlen(folder);
	const char *slash = n > 0 && folder[n - 1] == '/' ? "" : "/";
	enum err e = OK;
	*opened = d != NULL;
	if (!d)
		return OK;
	for (struct dirent *entry; !e && (entry = readdir(d));) {
		if (is_skipped(entry->d_name) || n + strlen(entry->d_name) + 1 >= PATH_BYTES_MAX)
			continue;
		struct str path = arena_fmt(a, "%s%s%s", folder, slash, entry->d_name);
		e = append(a, out, arena_cstr(a, path), err);
	}
	closedir(d);
	if (!e && out->n > 1)
		qsort(out->path, out->n, sizeof *out->path, by_bytes);
	return e;
}

/*
 * Walks with a stack of paths instead of recursion: a folder is taken off and
 * its entries are put on in reverse, so that they come off in order.
 */
static enum err walk(struct arena *a, const char *top, struct path_list *list, struct error *err)
{
	struct path_list stack = { NULL, 0, 0 };
	enum err e = append(a, &stack, arena_cstr(a, str_cstr(top)), err);
	bool named = true; /* the first one was named by the person and may be a link */
	while (!e && stack.n > 0) {
		char *path = stack.path[--stack.n];
		struct path_list entry = { NULL, 0, 0 };
		bool opened = false;
		if (!named && !is_real_folder(path)) {
			if (is_file(path))
				e = append(a, list, path, err);
			continue;
		}
		named = false;
		e = list_folder(a, path, &entry, &opened, err);
		if (!e && !opened)
			e = append(a, list, path, err);
		for (size_t i = entry.n; !e && i > 0; i--)
			e = append(a, &stack, entry.path[i - 1], err);
	}
	return e;
}

enum err paths_expand(struct arena *a, const char *name, bool recursive, struct path_list *list,
	struct error *err)
{
	if (recursive && is_folder(name))
		return walk(a, name, list, err);
	return append(a, list, arena_cstr(a, str_cstr(name)), err);
}
