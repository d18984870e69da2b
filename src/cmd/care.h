/*
 * care -- what the commands that look after an installation share.
 */
#ifndef CMD_CARE_H
#define CMD_CARE_H

#include "cmd/cmd.h"
#include "store/store.h"

struct care_place {
	const char *data, *database; /* at least one */
};

/* Takes --data and --database; zero, or the exit status after a sentence. */
int care_places(struct cmd_args *a, struct care_place *out);
/* After all options are taken: at most one argument (argument NULL: none). */
int care_rest(struct cmd_args *a, const char *command, const char **argument);
struct store_config care_config(const struct care_place *p, bool read_only);
/* The sentence; EXIT_FOUND for damaged data (ERR_FORMAT), EXIT_CANNOT otherwise. */
int care_fail(const char *what, enum err e, const struct error *err);

/* care_verify.c: the whole command. */
int care_verify(struct cmd_args *a);

#endif
