/*
 * annual_text -- the written parts of an agency's annual report: versions, remarks, and their
 * numbers held against the tables.
 *
 * A part is text with numbers as fields (report/prose.h); what is shown, checked, exported and
 * frozen is always the expansion with the figures of that moment.  Part 0 is the lead before part
 * one.  Versions are only added; an earlier text comes back as a new version.
 *
 * Not here: the figures (desk/annual.h), the state of the whole report and its review.
 */
#ifndef DESK_ANNUAL_TEXT_H
#define DESK_ANNUAL_TEXT_H

#include "core/diff.h"
#include "desk/annual.h"
#include "report/prose.h"
#include "store/annual_text.sql.h"

enum {
	ANNUAL_PARTS = 7, /* the lead and the six parts */
	ANNUAL_TEXT_PAGE = 50,
	ANNUAL_REMARK_MAX = 1000 /* code points */
};
/* 导言, 一、总体情况 …; "" beyond. */
const char *annual_part_name(int part);

/* A number that a text may use. */
struct annual_text_field {
	struct str name;  /* "t3.received.total" */
	struct str label; /* how a person calls it */
	struct str value;
};

struct annual_text_view {
	int year, part;
	int64_t version;   /* 0: nothing is written; source is then the suggestion to begin with */
	struct str source; /* with fields */
	struct str actor_name;
	int64_t at;
	struct prose prose;	/* expanded; its paragraphs are those of the part */
	struct prose_free *free; /* typed numbers that are about the tables */
	size_t n_free, n_differ; /* of them, how many differ from the tables */
	struct annual_text_field *field;
	size_t n_fields;
	/* How much of last year's text of this part stands here, per mille; -1: not judged. */
	int copied;
	struct str own_words; /* what follows from the registers, to be taken over; empty: source is that, or nothing does */
	struct str last_year; /* of this part, a paragraph a line; empty: none */
	struct annual_text_note_row *history; /* newest first, one more than a page when there are more */
	size_t n_history;
	struct annual_comment_row *comment;
	size_t n_comments;
	bool may_edit; /* by right and state of the report */
};
/* below: versions below this one; 0: from the newest.  PERM_ANNUAL_LOOK; ERR_NOT_FOUND: no such part. */
MUST_USE enum err annual_text_view(const struct desk *d, struct arena *a, const struct actor *who,
	int year, int part, int64_t below, struct annual_text_view *out, struct error *err);

/*
 * A new version.  The text is tidied (core/utf8.h).  ERR_INVALID (field "body"): an unknown field
 * name, too long; ERR_CONFLICT: somebody was quicker, or the report is no longer a draft.
 * Unchanged text is OK and writes nothing.  Event annual.text.
 */
struct annual_text_input {
	int year, part;
	int64_t version; /* that was on the page */
	struct str body, reason;
};
MUST_USE enum err annual_text_save(const struct desk *d, struct arena *a, const struct actor *who,
	const struct annual_text_input *in, struct error *err);
/*
 * How a text would look and what is wrong with it, without saving: prose, free, n_free, n_differ of
 * out are filled.  body need not be saved.
 */
MUST_USE enum err annual_text_try(const struct desk *d, struct arena *a, const struct actor *who,
	int year, int part, struct str body, struct annual_text_view *out, struct error *err);

/* What changed from one version (0: nothing) to another, sources with their fields. */
MUST_USE enum err annual_text_diff(const struct desk *d, struct arena *a, const struct actor *who,
	int year, int part, int64_t from, int64_t to, struct diff *out, struct error *err);
/* The source of one version, to bring it back. */
MUST_USE enum err annual_text_source(const struct desk *d, struct arena *a, const struct actor *who,
	int year, int part, int64_t version, struct str *out, struct error *err);

/* A remark on a part (PERM_ANNUAL_LOOK within the agency), and what was done about it, once. */
MUST_USE enum err annual_text_remark(const struct desk *d, struct arena *a, const struct actor *who,
	int year, int part, struct str text, struct error *err);
MUST_USE enum err annual_text_answer(const struct desk *d, struct arena *a, const struct actor *who,
	int year, int part, int64_t remark, struct str answer, struct error *err);

/*
 * Puts the expanded parts of f's agency and year into f->report, in an open transaction; f comes from
 * annual_text_figures (which knows the names of this module too).
 * *unknown (may be NULL): fields without a number, *open (may be NULL): remarks without an answer.
 */
MUST_USE enum err annual_text_put(struct tx *tx, struct arena *a,
	struct annual_figures *f, size_t *unknown, int64_t *open, struct error *err);
/* annual_figures with the names of this module: misc.withdrawn and so on. */
MUST_USE enum err annual_text_figures(struct tx *tx, struct arena *a,
	struct agency_id agency, int year, struct annual_figures *out, struct error *err);

#endif
