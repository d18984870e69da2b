/*
 * jail_exec -- runs a foreign program as a filter over untrusted bytes.
 *
 * The bytes go to its standard input, what it prints comes back.  It can read
 * files (its libraries, fonts, tables) but cannot write any, open a connection,
 * start a further process or exec again (core/sandbox); memory, processor time,
 * time by the wall clock and output are limited.
 *
 * The child closes its own doors between fork and exec, so nothing of this
 * program runs in it.  Scripts ("#!") cannot be run this way.
 */
#ifndef CORE_JAIL_EXEC_H
#define CORE_JAIL_EXEC_H

#include "core/buf.h"
#include "core/error.h"
#include "core/str.h"

#include <stdatomic.h>

struct jail_exec {
	const char *program;     /* a path, or a name looked for in the system's folders */
	const char *const *args; /* without the program's name, ended by NULL */
	size_t memory;           /* address space, bytes */
	int cpu_s, wall_ms;
	const atomic_bool *cancel; /* may be NULL, as in struct jail_config */
};

struct jail_exec_result {
	int status;         /* exit status of the program */
	char messages[512]; /* the beginning of what it wrote to stderr, always terminated */
};

/*
 * Runs x over input; what it prints is appended to *output, whose ceiling is
 * the limit.  A program that exits by itself is OK whatever its exit status.
 * ERR_NOT_FOUND no such program; ERR_LIMIT too slow or too much output;
 * ERR_FORMAT ended by a signal; ERR_CONFLICT cancelled; ERR_IO not started.
 */
MUST_USE enum err jail_exec_run(const struct jail_exec *x, struct str input, struct buf *output,
	struct jail_exec_result *result, struct error *err);

#endif
