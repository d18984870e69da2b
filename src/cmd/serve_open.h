/*
 * serve_open -- settings, database and key file of an installation, opened in that order.
 *
 * What `gongkai serve` and `gongkai user` have in common.  Options: --config FILE,
 * --data DIR, --database URL, --key-file FILE, --set key=value (repeatable).
 */
#ifndef CMD_SERVE_OPEN_H
#define CMD_SERVE_OPEN_H

#include "cmd/cmd.h"
#include "cmd/serve_config.h"
#include "desk/desk.h"

struct installation {
	struct arena arena; /* settings and what they point to */
	struct serve_config config;
	const char *folder, *key_path; /* in the arena */
	bool new_key;		       /* the key file was made just now */
	bool demo;		       /* a demonstration: its accounts are no secret (desk/demo.h) */
	bool many; /* of a demonstration: `gongkai demo --large` */
	int64_t (*clock_ms)(void *ctx); /* of the store; NULL: the system's.  Set before opening */
	void *clock_ctx;
	bool filling; /* see store/store.h.  Set before opening */
	struct keyring *keys;
	struct store *store;
	struct desk desk;
};

/*
 * Reads the settings named by the options (taken out of args).  Zero, or the exit status after a
 * sentence on stderr.  installation_close in either case.
 */
int installation_settings(struct installation *in, struct cmd_args *args);
/*
 * Opens the database and brings it up to date, opens the key file and checks that the keys are
 * the database's own.  With `create` a missing data folder (0700) is made, and a key file (0600,
 * beside the folder unless set) for a database that never had one; without it a mistyped folder
 * is told and nothing is made.
 */
int installation_open(struct installation *in, bool create);
/* Closes what is open; a zeroed struct is allowed. */
void installation_close(struct installation *in);

#endif
