/*
 * batch -- one jailed job per file, over many files, on all cores.
 *
 * Results come in the order of the files, from the calling thread.  At most
 * BATCH_WINDOW results are held, and at most BATCH_HELD_MAX bytes, while an
 * earlier file is still being worked on; so memory does not grow with the number
 * of files.  One file's failure never touches another.
 *
 * Ctrl-C (SIGINT) and SIGTERM end the run cleanly while batch_run is at work.
 */
#ifndef CORE_BATCH_H
#define CORE_BATCH_H

#include "core/jail.h"

enum {
	BATCH_WINDOW = 256,        /* results that may wait for an earlier one */
	BATCH_HELD_MAX = 64 << 20, /* their bytes; a single result may pass it */
	BATCH_THREADS_MAX = 256
};

struct batch {
	const char *const *path;
	size_t n_paths;
	int n_threads;           /* 0: one per processor */
	struct jail_config jail; /* its cancel member is not used here */
	int kind;
	struct str params;
	size_t file_max;   /* larger files are ERR_LIMIT, unread */
	size_t memory_max; /* of a file's bytes and aid in the parent; 0: 2 * file_max + 1 MiB */
	/*
	 * May find out more about a file before the job; NULL when nothing is needed.
	 * Runs on several threads at once.  aid lives in a.  *cancel turns true when
	 * the run is being ended.
	 */
	enum err (*prepare)(void *ctx, struct arena *a, struct str bytes, const atomic_bool *cancel,
		struct str *aid, struct error *err);
	/*
	 * Takes one result, in order; err is NULL on success, output is borrowed.
	 * false (standard output is closed, say) ends the run.
	 */
	bool (*on_result)(void *ctx, size_t index, const char *path, const struct error *err,
		struct str output);
	void *ctx;
	bool progress; /* show a line on stderr when that is a terminal */
};

struct batch_outcome {
	size_t done, failed; /* results delivered, and how many of them were errors */
	int signal;          /* SIGINT or SIGTERM when that ended the run, else 0 */
	bool stopped;        /* ended early, by a signal or by on_result */
};

/* ERR_IO when no worker can be started, ERR_NOMEM; a file's error goes to on_result only. */
MUST_USE enum err batch_run(const struct batch *b, struct batch_outcome *out, struct error *err);

#endif
