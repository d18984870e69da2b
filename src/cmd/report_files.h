/*
 * report_files -- the files named on the command line, read through the jail.
 */
#ifndef CMD_REPORT_FILES_H
#define CMD_REPORT_FILES_H

#include "cmd/cmd.h"
#include "cmd/report_job.h"
#include "report/report.h"

/* Runs one job kind over all files; results in order. */
struct report_run {
	const char *const *path;
	size_t n;
	enum report_job kind;
	struct str params;
	bool progress;
	/* output is what the job wrote.  false ends the run. */
	bool (*on_result)(void *ctx, const char *path, struct str output);
	void *ctx;
	/* A file that could not be read; NULL prints the sentence to stderr. */
	void (*on_failure)(void *ctx, const char *path, const struct error *err);
};
/* *failed: how many files could not be read.  Exit status of what went wrong besides, else 0. */
int report_run_files(const struct report_run *run, size_t *failed);

/* Loads few reports whole, in order of the names; unreadable ones are told and counted. */
struct report_list {
	struct report **item;
	size_t n, failed;
	struct str *failure_file, *failure_message; /* per failure */
};
int report_load_files(struct arena *a, const char *const *path, size_t n, struct report_list *out);

/* A path as UTF-8 for JSON and pages; bytes that are none become U+FFFD. */
struct str report_path_text(struct arena *a, const char *path);

#endif
