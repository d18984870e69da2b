/*
 * paths -- the files a person meant by naming files and folders.
 */
#ifndef CORE_PATHS_H
#define CORE_PATHS_H

#include "core/arena.h"

struct path_list {
	char **path;
	size_t n, cap;
};

/*
 * Appends what `name` means to list, everything in a.  A folder, when
 * `recursive`, is replaced by the regular files below it: sorted by bytes
 * folder by folder, without hidden entries (".x") and the owner files of open
 * office documents ("~$x").  Links to files are followed; links to folders are
 * followed only when named by the person, so loops cannot happen.  Anything else
 * (also what does not exist, and a folder that cannot be opened) is kept as it
 * is, so that reading it later tells what is wrong with it.
 */
MUST_USE enum err paths_expand(struct arena *a, const char *name, bool recursive,
	struct path_list *list, struct error *err);

#endif
