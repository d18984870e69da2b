/*
 * calendar_book -- the working calendars in use: the years compiled in (law/calendar), the
 * arrangements imported since, and the local days of agencies.
 *
 * An import replaces the arrangement of its year and may itself be replaced, never deleted.  Local
 * days hold for an agency and all below it, the nearest entry counting; an entry is taken back by a
 * correcting one.  Every change is one event and a new version of all calendars.
 *
 * Looking asks for PERM_CALENDAR_LOOK, changing for PERM_CALENDAR_EDIT.  Dates are civil dates in
 * Asia/Shanghai.  Rules: C-1.5-16 … C-1.5-20.
 */
#ifndef DESK_CALENDAR_BOOK_H
#define DESK_CALENDAR_BOOK_H

#include "desk/desk.h"
#include "law/calendar.h"
#include "law/term.h"
#include "store/calendar.sql.h"

enum {
	CALENDAR_IMPORT_MAX = 256 << 10, /* bytes of an imported file */
	CALENDAR_SOURCE_MAX = 200,	 /* characters of where it comes from */
	CALENDAR_PAPERS_MAX = 10,	 /* addresses of notices in it */
	CALENDAR_NAME_MAX = 30,		 /* characters of a local day's name */
	CALENDAR_REASON_MAX = 200,
	CALENDAR_EXAMPLES = 3,
	CALENDAR_LIST_MAX = 200 /* imports or local entries of one year shown */
};

/* --- for use cases -------------------------------------------------------------------------- */

/*
 * Calendars made once and kept until a calendar changes, for at most 64 agencies.  Belongs to the
 * desk (struct desk.calendars); may be used by all threads; must outlive every arena that was given
 * a calendar from it.
 */
struct calendar_cache;
MUST_USE enum err calendar_cache_new(struct calendar_cache **out, struct error *err);
void calendar_cache_free(struct calendar_cache *c); /* NULL is allowed */

/*
 * The calendar an agency works by (0: without local days).  It costs one look-up of the version
 * when it is in the cache; it is valid until the arena is done or reset.  The _tx form is for use
 * cases that have a transaction open, and must not be called after a change of calendars in it.
 */
MUST_USE enum err desk_calendar_load(const struct desk *d, struct agency_id agency, struct arena *a,
	const struct calendar **out, struct error *err);
MUST_USE enum err desk_calendar_load_tx(struct tx *tx, const struct desk *d, struct agency_id agency,
	struct arena *a, const struct calendar **out, struct error *err);

/* --- looking -------------------------------------------------------------------------------- */

struct calendar_import_item {
	struct str source, login; /* login empty: the command line */
	int64_t at;
	bool current;
	int days; /* entries */
};

struct calendar_book_year {
	int year;
	const struct calendar *calendar; /* valid as long as the arena */
	bool arranged;			 /* false: 暂定 */
	bool builtin;			 /* the arrangement compiled in counts */
	struct str *paper;		 /* addresses of the notices, of an import */
	size_t n_papers;
	int workdays, weekends, holidays, makeups, locals; /* of 365 or 366 days */
	struct calendar_import_item *import; /* newest first */
	size_t n_imports;
	struct local_day_row *local; /* entries that count in this year, the agency's and those above */
	size_t n_locals;
	struct local_day_row *entry; /* all entries of the own agency, newest first */
	size_t n_entries;
	struct date today;
	bool may_edit;
};
/* ERR_INVALID when the year is out of ARRANGEMENT_YEAR_MIN .. MAX; year 0: the present one. */
MUST_USE enum err calendar_book_view(const struct desk *d, const struct actor *who, int year,
	struct arena *a, struct calendar_book_year *out, struct error *err);

/* 工作日, 周末, 放假（国庆节）, 调休上班（国庆节）, 本地放假（…） of a day. */
struct str calendar_day_words(struct arena *a, const struct calendar *cal, struct date d);

/* --- importing ------------------------------------------------------------------------------ */

struct calendar_change {
	struct date date;
	struct str before, after; /* in words */
};
/* A period from today, and its end before and after the import. */
struct calendar_example {
	const struct term_info *term;
	int n; /* working days */
	struct date before, after;
	bool provisional_before, provisional_after;
};
/* An open deadline that the import moves. */
struct calendar_deadline {
	struct str what, href;
	struct date before, after;
};
struct calendar_preview {
	int year;
	struct str json;   /* the arrangement in its one spelling: what will be stored */
	struct str source; /* as given, or the first address in the file */
	int days;
	bool replaces; /* the year is arranged already */
	int workdays_before, workdays_after;
	struct calendar_change *change;
	size_t n_changes;
	struct date today;
	struct calendar_example example[CALENDAR_EXAMPLES];
	struct calendar_deadline *deadline;
	size_t n_deadlines;
	int64_t version; /* of all calendars, to be given to calendar_import */
};
/*
 * What an import would change.  The JSON is that of law/arrangement.h with "papers", a list of
 * addresses.  ERR_INVALID with field "content" (every refusal names the year or entry and what to
 * do) or "source" (missing while the file names no notice, too long).
 */
MUST_USE enum err calendar_preview_import(const struct desk *d, const struct actor *who,
	struct str json, struct str source, struct arena *a, struct calendar_preview *out,
	struct error *err);
/*
 * Imports it.  version: of the preview; another one by now is ERR_CONFLICT (desk_stale); 0 asks for
 * none.  ERR_INVALID as calendar_preview_import, and field "reason".
 */
MUST_USE enum err calendar_import(const struct desk *d, const struct actor *who, struct arena *a,
	struct str json, struct str source, struct str reason, int64_t version, int *year,
	struct error *err);

/* --- local days ----------------------------------------------------------------------------- */

/*
 * A day off for the actor's agency and those below it.  ERR_INVALID: fields "date" (no working day
 * anyway, out of bounds), "name", "reason".
 */
MUST_USE enum err calendar_local_add(const struct desk *d, const struct actor *who, struct arena *a,
	struct date date, struct str name, struct str reason, struct error *err);
/*
 * The entry of the actor's agency for that day that counts; ERR_NOT_FOUND when there is none.  To
 * show before it is corrected.
 */
MUST_USE enum err calendar_local_find(const struct desk *d, const struct actor *who, struct arena *a,
	struct date date, struct local_day_row *out, struct error *err);
/* Takes it back by an entry of its own.  ERR_INVALID: field "reason". */
MUST_USE enum err calendar_local_correct(const struct desk *d, const struct actor *who,
	struct arena *a, struct date date, struct str reason, struct error *err);

#endif
