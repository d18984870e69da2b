/*
 * request_part -- what the files of requests share.  Private to desk/.
 */
#ifndef DESK_REQUEST_PART_H
#define DESK_REQUEST_PART_H

#include "desk/request.h"
#include "law/calendar.h"

enum {
	REQUEST_REASON_MIN = 2,
	REQUEST_REASON_MAX = 500, /* code points */
	/* request.sort_due: one order for lists, whatever a case waits for. */
	SORT_UNREGISTERED = -100000000, /* plus the day of arrival */
	SORT_PAUSED = 100000000,	/* plus the day until which it waits */
	SORT_CLOSED = 200000000		/* plus the day of closing */
};

/* The civil day of the transaction in Asia/Shanghai. */
struct date request_today(const struct tx *tx);

/* The request, when the actor may look at cases of its agency; ERR_NOT_FOUND, ERR_DENIED. */
MUST_USE enum err request_load(struct tx *tx, struct arena *a, const struct actor *who,
	struct request_id id, struct request_row *out, struct error *err);
/* The same, and its version moves on: desk_stale when it is another one. */
MUST_USE enum err request_begin_step(struct tx *tx, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct request_row *out, struct error *err);

/*
 * One event of the log for a step on a request.  detail: machine made, no personal data, may be
 * empty.  The digests before and after are those of the row's state: stage, days, outcome.
 */
MUST_USE enum err request_log(struct tx *tx, struct arena *a, const struct actor *who,
	unsigned permission, const struct request_row *before, struct str action, struct str reason,
	struct str detail, struct error *err);

/* Writes a legal event.  corrects: 0, or the entry it takes the place of (then `place` is that
 * entry's). */
struct request_entry {
	struct request_id request;
	struct clock_event event;
	int64_t corrects, place;
	bool take_away;
	int64_t letter;	  /* that was served; 0: none */
	struct str paper; /* why it was done outside the system */
	int64_t file;	  /* request_file.id of the proof */
};
MUST_USE enum err request_write_event(struct tx *tx, const struct actor *who,
	const struct request_entry *entry, struct error *err);

/*
 * ERR_CONFLICT when the same event stands there by the other way, or a signed letter waits to be
 * served for it.  letter: that is being served, 0: none.
 */
MUST_USE enum err request_check_once(struct tx *tx, struct arena *a, struct request_id id,
	enum clock_event_kind kind, int64_t letter, struct error *err);
/* ERR_INVALID ("paper", "file") unless reason and proof are there; cleans the reason. */
MUST_USE enum err request_check_paper(
	struct arena *a, struct str *reason, bool has_proof, struct error *err);

/* ERR_INVALID unless both (0: none) are in use in the agency and the person may handle requests. */
MUST_USE enum err request_check_handler(struct tx *tx, struct arena *a, struct agency_id agency,
	struct department_id department, struct person_id handler, struct error *err);

/* request_assign in an open transaction, without asking for the right. */
MUST_USE enum err request_assign_tx(struct tx *tx, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct department_id department,
	struct person_id handler, struct error *err);

/* The calendar an agency works by; the only place that knows where it comes from. */
MUST_USE enum err request_calendar(struct tx *tx, const struct desk *d, struct agency_id agency,
	struct arena *a, const struct calendar **out, struct error *err);

/* The live events of a request as law/clock wants them. */
MUST_USE enum err request_load_events(struct tx *tx, struct arena *a, struct request_id id,
	struct request_event_row **row, struct clock_event **event, size_t *n, struct error *err);
/* Computes without writing: as of a day, or of the last event when that is later. */
MUST_USE enum err request_compute(struct arena *a, const struct calendar *cal,
	const struct clock_event *event, size_t n, struct date today, struct clock_run *run,
	struct error *err);

/* The next number of a series of the agency, in this transaction. */
MUST_USE enum err request_take_number(struct tx *tx, struct arena *a, struct agency_id agency,
	const char *series, int year, int64_t *out, struct error *err);
/* Gives the number of the register, writes RECEIVED, folds: what registration is.  explain: the
 * sentence on the day of receipt. */
MUST_USE enum err request_register(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, const struct request_row *r, struct date on, struct str explain,
	struct str *number, struct error *err);

/* A text as it is stored: NFC, CR LF as LF, without control, bidirectional and zero-width signs;
 * one_line: line ends and tabs are blanks.  Both ends trimmed. */
struct str request_clean(struct arena *a, struct str s, bool one_line);
/* The title of a request that was given none: the beginning of its content. */
struct str request_subject(struct arena *a, struct str content);
/* Upper case ASCII without blanks and dashes: numbers and codes as they are compared. */
struct str request_compact(struct arena *a, struct str s);
/* Code points that count for a limit (a CR does not). */
size_t request_text_length(struct str s);

/* The sealed row of an applicant, with its blind indexes; the input is cleaned. */
MUST_USE enum err request_add_applicant(const struct desk *d, struct tx *tx, struct arena *a,
	struct request_id id, const struct request_input *in, struct error *err);
/* The same person for another request: opened and sealed again for its place. */
MUST_USE enum err request_copy_applicant(const struct desk *d, struct tx *tx, struct arena *a,
	const struct applicant_row *from, struct request_id to, struct error *err);
/* All members masked but an organisation's name. */
MUST_USE enum err request_show_applicant(const struct desk *d, struct arena *a,
	const struct applicant_row *row, struct request_applicant *out, struct error *err);
/* One sealed member in full, by name; empty when there is nothing. */
MUST_USE enum err request_open_applicant(const struct desk *d, struct arena *a,
	const struct applicant_row *row, struct str field, struct str *plain, struct error *err);
bool request_is_applicant_field(struct str field);
bool request_applicant_has(const struct applicant_row *row, struct str field);
/* The index of the number by which the same applicant is known again; *has is false without one. */
MUST_USE enum err request_identity_index(const struct desk *d, struct arena *a,
	const struct request_input *in, struct digest *out, bool *has, struct error *err);
/* The index of a name by which its requests are found. */
MUST_USE enum err request_name_index(
	const struct desk *d, struct str name, struct digest *out, struct error *err);

/*
 * The request that number and query code open; ERR_NOT_FOUND (counted for the address),
 * ERR_LIMIT.
 */
MUST_USE enum err request_find_by_code(const struct desk *d, struct arena *a, struct str number,
	struct str code, struct str address, struct request_id *out, struct error *err);

/* "request.code" of a query code as typed. */
MUST_USE enum err request_code_digest(const struct desk *d, struct arena *a, struct str code,
	struct digest *out, struct error *err);
/* Files of an input: rows and the use of their blobs.  actor 0: the applicant. */
MUST_USE enum err request_add_files(struct tx *tx, struct arena *a, struct request_id id,
	struct person_id actor, const struct request_file_input *file, size_t n, struct error *err);
MUST_USE enum err request_check_files(
	const struct request_file_input *file, size_t n, struct error *err);

/* --- likeness (request_likeness.c) -------------------------------------------------------------
 */

/* The pairs of a content, each once; n 0 and the arena's error when there is no room. */
struct request_pairs {
	uint64_t *v; /* ascending */
	size_t n;
};
struct request_pairs request_pairs_of(struct arena *a, struct str content);
/* 0..100: common pairs of all pairs. */
int request_pairs_likeness(struct request_pairs x, struct request_pairs y);
/*
 * Which of 512 bits the pairs fall on.  A pair whose bit the other content has not is none of its
 * pairs: that gives an upper bound of the likeness without reading it.
 */
enum { REQUEST_SKETCH_BYTES = 64 };
struct request_sketch {
	size_t n;
	unsigned char bits[REQUEST_SKETCH_BYTES];
};
void request_sketch_make(struct request_sketch *k, struct request_pairs p);
struct str request_sketch_bits(const struct request_sketch *k); /* borrowed */
/* false: their likeness is below `percent`. */
bool request_sketch_reaches(
	const struct request_sketch *x, const struct request_sketch *y, int percent);

/* --- words (request_words.c) -------------------------------------------------------------------
 */

/* Puts the words of a request into the index, in place of those it had. */
MUST_USE enum err request_words_put(struct tx *tx, struct request_id id, struct agency_id agency,
	struct str subject, struct str content, struct error *err);
/* kind and agency as one word, then those of q; empty when q holds no sign. */
MUST_USE enum err request_words_query(struct arena *a, const char *kind, struct agency_id agency,
	struct str q, struct str *out, struct error *err);

enum { REQUEST_SEARCH_READ = 2000 /* candidates looked at for one search */ };
struct request_search {
	struct agency_id agency;
	struct str q;	/* phrases between blanks */
	int64_t before; /* ids below this one; 0: from the latest on */
	size_t max;
};
/* Those whose subject or content holds all phrases of q, the latest first, at most max into id[]. */
MUST_USE enum err request_words_find(struct tx *tx, struct arena *a, const struct request_search *s,
	struct request_id *id, size_t *n, bool *more, struct error *err);

#endif
