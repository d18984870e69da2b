/*
 * cmd -- the command line: one file per subcommand, one table in main.c.
 *
 * A subcommand parses its own arguments, prints data to stdout, messages for
 * people (Chinese) to stderr and returns the exit status of contract/cli.md:
 * 0 nothing wrong found, 1 errors found in the data, 2 could not do it.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "core/buf.h"
#include "core/error.h"
#include "core/str.h"

enum { EXIT_DONE = 0, EXIT_FOUND = 1, EXIT_CANNOT = 2 };

struct cmd {
	const char *name;
	int (*run)(int argc, char **argv); /* argv[0] is the subcommand */
	const char *line;                  /* one line for `gongkai help` */
	const char *help;                  /* whole text for `gongkai help NAME`, with an example */
};

/* "gongkai: " and the sentence as one line on stderr; returns EXIT_CANNOT. */
PRINTF_LIKE(1, 2) int cmd_fail(const char *fmt, ...);
/* The same from an error; what names the file or argument and may be NULL. */
int cmd_fail_error(const char *what, const struct error *err);
/* Writes all of b to stdout; EXIT_DONE, or EXIT_CANNOT when stdout is closed or full. */
int cmd_print(const struct buf *b);

/*
 * Options: takes "--name VALUE", "--name=VALUE" or the flag "--name" out of
 * argv.  Everything else that starts with "--" or "-" and a letter and was not
 * taken is what cmd_unknown gives.  "--" ends options.
 */
struct cmd_args {
	int argc;
	char **argv;
	char *taken; /* one byte per argument */
};
bool cmd_args_init(struct cmd_args *a, int argc, char **argv);
void cmd_args_done(struct cmd_args *a);
bool cmd_flag(struct cmd_args *a, const char *name);
/* NULL when absent; *missing is set when the option stands without a value. */
const char *cmd_option(struct cmd_args *a, const char *name, bool *missing);
/* The first occurrence not taken yet, for options that may be repeated. */
const char *cmd_option_next(struct cmd_args *a, const char *name, bool *missing);
/* The next argument that is no option; NULL at the end. */
const char *cmd_next(struct cmd_args *a);
/* First unknown option, NULL when all were taken. */
const char *cmd_unknown(struct cmd_args *a);

extern const struct cmd cmd_report, cmd_clock, cmd_fee, cmd_serve, cmd_user, cmd_calendar, cmd_backup,
	cmd_restore, cmd_verify, cmd_keys, cmd_selftest, cmd_demo;
/* All of them in the order of `gongkai help`, ended by NULL. */
extern const struct cmd *const cmd_list[];

/*
 * `gongkai serve --print-manual`: gongkai(8) as roff, made of cmd_list and the settings.  Returns
 * the exit status.
 */
int cmd_print_manual(void);

#endif
