/*
 * letter_part -- what the files of letters share.  Private to desk/.
 */
#ifndef DESK_LETTER_PART_H
#define DESK_LETTER_PART_H

#include "desk/consultation_part.h"
#include "desk/letter.h"
#include "desk/request_part.h"
#include "doc/letter.h"
#include "law/remedy.h"

/* What stands in braces in a text; names in letter_text.c. */
enum letter_value {
	VALUE_YOU,	/* 您, 你单位 */
	VALUE_RECEIVED, /* 2026年9月17日 */
	VALUE_CHANNEL,
	VALUE_NUMBER, /* of the register */
	VALUE_CONTENT,
	VALUE_FINDINGS,
	VALUE_GROUND,
	VALUE_HOW,
	VALUE_PARTY,
	VALUE_SEARCH,
	VALUE_EARLIER,
	VALUE_ARTICLE,
	VALUE_DECISION, /* 予以公开 */
	VALUE_DUE,
	VALUE_NEW_DUE,
	VALUE_DAYS,
	VALUE_UNTIL,
	VALUE_AMOUNT,
	VALUE_WORKED, /* how the amount comes about */
	VALUE_STANDARD,
	VALUE_NOTICE_ON,
	VALUE_ABOUT,
	VALUE_RECIPIENT,
	VALUE_OPINIONS,
	VALUE_PROVIDE, /* the form and way asked for */
	VALUE_CORRECTED, /* clause on a correction, or empty */
	VALUE_AGENCY,
	VALUE_PHONE,
	VALUE_ADDRESS,
	VALUE_HOURS,
	VALUE_ASKED,   /* why another agency is asked */
	VALUE_SILENCE, /* what follows when it says nothing */
	VALUE_WEIGHED, /* what the third party said, and what outweighs it */
	LETTER_VALUES
};
struct letter_values {
	struct str v[LETTER_VALUES];
};
struct letter_value_info {
	const char *name, *label;
	const char *field; /* member of letter_input it comes from, NULL: from the case */
	bool fixed;	   /* stays word for word in the body when required */
};
extern const struct letter_value_info letter_value_info[LETTER_VALUES];

/* The compiled-in text of a form, and a bit for each value that it must hold. */
struct str letter_builtin_text(const struct letter_form *f);
uint64_t letter_required(const struct letter_form *f);
/* The article of a form that is no reply: rule id, "" when the text itself names it. */
const char *letter_rule(const struct letter_form *f);
/* 予以公开 and so on, as decided. */
struct str letter_decision_word(const struct outcome_decision *d);

/* Fills in; an unknown field is ERR_INVALID ("body"). */
MUST_USE enum err letter_expand(struct arena *a, struct str text, const struct letter_values *v,
	struct str *out, struct error *err);
/* ERR_INVALID for the first required value that is empty: at its field. */
MUST_USE enum err letter_check_values(
	const struct letter_form *f, const struct letter_values *v, struct error *err);
/* ERR_INVALID ("body"): a required fixed value is not in the text any more. */
MUST_USE enum err letter_check_body(const struct letter_form *f, const struct letter_values *v,
	struct str body, struct error *err);

/* Everything a letter is made from, in a transaction. */
struct letter_case {
	const struct letter_form *form;
	struct request_row request;
	struct agency_row agency;
	bool organisation;
	struct str applicant; /* the name, opened */
	struct clock_event *event;
	size_t n_events;
	const struct calendar *cal;
	struct clock_run run;	    /* as of today */
	struct date today;
	bool has_decision;
	struct outcome_decision decision;
	struct letter_row about; /* F30, F32 */
	struct letter_opinion_row *opinion;
	size_t n_opinions;
	struct consultation_row *asked; /* all of the case */
	size_t n_asked;
	bool extension_waits; /* F05: a proposal is not decided */
};
MUST_USE enum err letter_load_case(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, struct request_id id, const struct letter_form *form,
	struct letter_case *out, struct error *err);
/*
 * Decides, checks the case against the answers and tries the legal event on the clock as of today.
 * in is completed: closing of F26-F28, part_refused.
 */
MUST_USE enum err letter_judge(struct arena *a, struct letter_case *c, struct letter_input *in,
	struct error *err);
/* The values of the text; the clock's ones from letter_judge. */
MUST_USE enum err letter_values(struct arena *a, const struct letter_case *c,
	const struct letter_input *in, struct letter_values *out, struct error *err);
/* The legal event of a form on a day; false: none. */
MUST_USE enum err letter_event(const struct letter_case *c, const struct letter_input *in,
	struct date on, struct clock_event *out, bool *has, struct error *err);

/* The input as stored in letter.facts. */
MUST_USE enum err letter_facts_write(
	struct arena *a, const struct letter_input *in, struct str *out, struct error *err);
MUST_USE enum err letter_facts_read(
	struct arena *a, const struct letter_row *l, struct letter_input *out, struct error *err);

/* The letter and its case; ERR_NOT_FOUND, ERR_DENIED. */
MUST_USE enum err letter_load(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, struct letter_id id, struct letter_row *l, struct letter_case *c,
	struct error *err);
/* The same for a step: the version moves on, the state must be `state`. */
MUST_USE enum err letter_begin(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, struct letter_id id, int64_t version, enum letter_state state,
	struct letter_row *l, struct letter_case *c, struct error *err);
MUST_USE enum err letter_log(struct tx *tx, struct arena *a, const struct actor *who,
	unsigned permission, const struct letter_row *l, const char *action, struct str reason,
	struct str detail, struct error *err);
/* The opened addressee; empty when there is none. */
MUST_USE enum err letter_addressee(const struct desk *d, struct arena *a,
	const struct letter_row *l, struct str *out, struct error *err);
/* The remedy paragraph as of a day: that of the signing once signed.  Empty: the form has none. */
MUST_USE enum err letter_remedy(struct arena *a, const struct letter_row *l,
	const struct letter_case *c, struct date on, struct str *out, struct error *err);
/* The body of a letter that must be whole: ERR_INVALID ("body"). */
MUST_USE enum err letter_check_whole(struct arena *a, const struct letter_row *l,
	struct letter_case *c, struct str body, struct error *err);
/* Who drafted or edited the text. */
bool letter_is_author(const struct letter_row *l, const struct actor *who);
bool letter_gave_opinion(const struct letter_row *l, const struct letter_opinion_row *o, size_t n,
	const struct actor *who);
/* The stage of the case follows a reply through the office. */
MUST_USE enum err letter_set_stage(struct tx *tx, const struct letter_case *c,
	enum request_stage stage, struct error *err);

/* The applicant has read a letter that was sent electronically: it is served on that day. */
MUST_USE enum err letter_serve_by_reading(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, const struct letter_row *l, struct date on, struct error *err);
/*
 * A legal event that came of a letter's service is corrected: the letter's own days follow.  Taking
 * it away: only that it was received; ERR_CONFLICT for the sending itself, which letter_revoke undoes.
 */
MUST_USE enum err letter_follow_event(struct tx *tx, struct arena *a,
	const struct request_event_row *row, bool take_away, struct date on, struct error *err);
/* When the applicant first opened it, 0: not yet. */
MUST_USE enum err letter_reading_find(struct tx *tx, struct arena *a, struct letter_id id,
	int64_t *at, struct error *err);

/* What goes on paper; number empty: a draft. */
struct letter_sheet {
	struct str number, addressee, remedy;
	bool draft;
	struct date date;
};
MUST_USE enum err letter_print(struct arena *a, const struct letter_row *l,
	const struct letter_case *c, const struct letter_sheet *s, enum letter_paper kind,
	struct buf *out, struct error *err);
/* Signs (or finishes an internal form): numbers, prints, stores.  See letter_sign. */
MUST_USE enum err letter_finish(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str opinion, struct error *err);
/* "letter.公复" or "letter": the series, and the number in it as text. */
struct str letter_series_name(struct arena *a, const struct agency_row *g,
	const struct letter_form *f);
struct str letter_number_text(struct arena *a, const struct agency_row *g,
	const struct letter_form *f, int year, int64_t n);
/* The text of a form that counts in an agency. */
MUST_USE enum err letter_text(struct tx *tx, struct arena *a, struct agency_id agency,
	const struct letter_form *f, struct str *out, struct error *err);

#endif
