/*
 * upkeep -- what an installation does for itself every day: backup, cleaning, change of keys.
 *
 * Functions of runner kinds; cmd/serve_work.c lists them.
 */
#ifndef DESK_UPKEEP_H
#define DESK_UPKEEP_H

#include "desk/runner.h"

/* ctx of the kind "backup". */
struct upkeep_backup {
	const char *folder; /* where backups go; made when missing */
	int keep_days;	    /* older ones are removed after a good one was made */
};

/*
 * Writes FOLDER/gongkai-YYYYMMDD-HHMMSS.zip, checked (store/backup.h), event backup.done; then
 * removes files of that name that are older than keep_days.
 */
MUST_USE enum err upkeep_run_backup(struct runner_work *w, struct error *err);
/*
 * Forgets what has had its time: unused attachments (a day), counters of attempts (a day), drafts,
 * ended log-ins (a year: law/rules.md 8.5 no 14 asks for six months of the log itself, which stays
 * for ever), sent mail, old notices.
 */
MUST_USE enum err upkeep_run_clean(struct runner_work *w, struct error *err);
/* Seals again what is under an older key than the newest (desk/reseal.h). */
MUST_USE enum err upkeep_run_keys(struct runner_work *w, struct error *err);
/* Puts requests into the index of words that are not there: rows from before it, or written past it. */
MUST_USE enum err upkeep_run_words(struct runner_work *w, struct error *err);

#endif
