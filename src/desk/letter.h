/*
 * letter -- what the office writes in a case: drafted, reviewed, signed, numbered,
 * served.  law/rules.md 6.
 *
 * A letter's text is composed from clauses by its form (F02 … F32) and the facts
 * of the case, and may be edited between fixed parts; the remedy paragraph is
 * computed (law/remedy) when it is shown and when it is signed and can neither
 * be edited nor left out.  Signing gives the number (no gaps) and makes the
 * final docx and pdf in the same transaction; serving writes the legal event
 * that the form stands for (F03 correction_noticed, F05 extended, F07/F11
 * consult_sent, F12 fee_noticed, F13-F26 reply_sent …) and thereby moves the
 * clock; what the law does not allow is refused there.
 */
#ifndef DESK_LETTER_H
#define DESK_LETTER_H

#include "core/buf.h"
#include "desk/consultation.h"
#include "desk/request.h"
#include "law/fee.h"
#include "store/letter.sql.h"
#include "store/organisation.sql.h"

enum letter_state { /* stable: stored */
	LETTER_DRAFT,    /* 起草 */
	LETTER_LEGAL,    /* 待法制审核 */
	LETTER_SECRECY,  /* 待保密审查 */
	LETTER_SIGNING,  /* 待签发 */
	LETTER_SIGNED,   /* 已签发，待送达 */
	LETTER_SENT,     /* 已发出 */
	LETTER_SERVED,   /* 已送达 */
	LETTER_DROPPED,  /* 作废 (a draft, or signed and never sent: its number is not used again) */
	LETTER_REVOKED,  /* 已撤回, after it was sent */
	LETTER_STATES
};
const char *letter_state_name(enum letter_state s);
enum letter_step { LETTER_STEP_LEGAL, LETTER_STEP_SECRECY, LETTER_STEP_SIGN, LETTER_STEPS };

enum service_way { /* law/rules.md 1.7 item 29 */
	SERVICE_DIRECT,     /* 直接送达 */
	SERVICE_ENTRUSTED,  /* 委托送达 */
	SERVICE_POST,       /* 邮政 (EMS, 挂号): day of posting */
	SERVICE_ELECTRONIC, /* 网上: day it entered the applicant's system */
	SERVICE_WAYS
};
const char *service_way_name(enum service_way w);

/* What a form asks the person who drafts it for. */
enum letter_ask_kind {
	ASK_LINES,
	ASK_LINE,
	ASK_DAYS,
	ASK_DATE,
	ASK_FEE,
	ASK_ABOUT,
	ASK_PERSON,	 /* the party is a natural person, or not */
	ASK_AGENCY_KIND, /* co-maker, or another agency */
	ASK_CONSULTATION /* one of the case's with a third party */
};
struct letter_ask {
	const char *field; /* member of struct letter_input */
	const char *label, *hint;
	bool required;
	enum letter_ask_kind kind;
};
enum { LETTER_ASKS_MAX = 6 };

struct letter_form {
	const char *code;  /* "F13" */
	const char *name;  /* 政府信息公开告知书 */
	const char *word;  /* of the number: 公复, 补 … ; "" for internal forms */
	bool reply;        /* ends the case: needs outcome_facts */
	bool to_applicant;
	bool reviewed;     /* passes legal and secrecy review before signing */
	int clock_event;   /* enum clock_event_kind when served, -1: none */
	struct letter_ask ask[LETTER_ASKS_MAX]; /* ended by field NULL */
};
/* All forms in order; NULL-code ended. */
const struct letter_form *letter_forms(void);
const struct letter_form *letter_form_find(struct str code);

struct letter_input {
	struct request_id request;
	struct str form;
	struct outcome_facts facts;  /* replies: answers of the decision order (law/outcome) */
	bool part_refused;           /* partial replies: a part falls under art 14-16 */
	struct str ground;           /* article and reasons, required where outcome_info.needs_ground */
	struct str findings;         /* what was found, what is given, where it can be had */
	struct str party;            /* consultation: whom; F18, F28: the responsible agency */
	int days;                    /* F05: working days; F03: the applicant's period */
	struct date until;           /* F06 */
	int64_t amount_yuan;         /* F12: 0, or what law/fee must give */
	struct str how;              /* F03 how to correct, F12 how to pay, replies: how it is given */
	struct str search;           /* F17, F31: systems, key words, period, person, result */
	struct str earlier;          /* F22, F25: number and date of the earlier answer */
	enum fee_method fee;         /* F12 */
	int64_t fee_count;           /* F12: the n-th request of the month, or pages */
	struct letter_id about;      /* F30, F32: the letter concerned */
	/* F07, F11: whom is asked; party and findings above are the rest (desk/consultation.h) */
	bool person;
	enum consultation_kind asked; /* F11: CONSULTATION_CO_MAKER or _OTHER */
	struct str contact;
	struct consultation_id consultation; /* F10: whose objection was overruled */
};
enum {
	LETTER_TEXT_MAX = 3000,  /* code points of one answer */
	LETTER_BODY_MAX = 20000, /* code points of all paragraphs */
	LETTER_TITLE_MAX = 100
};
/*
 * Composes a draft.  ERR_INVALID (err->field = member; an answer of the decision order that is missing:
 * "q<number>"), ERR_CONFLICT (answers contradict each other or the case: rule and sentence).
 * Event letter.draft.
 */
MUST_USE enum err letter_draft(const struct desk *d, struct arena *a, const struct actor *who,
	const struct letter_input *in, struct letter_id *id, struct error *err);
/*
 * The editable paragraphs, one a line.  ERR_INVALID ("body") names what the law asks for and is no
 * longer there: numbers, dates, the quoted request, articles stay word for word.
 */
MUST_USE enum err letter_save(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str title, struct str body, struct error *err);

struct letter_view {
	struct letter_row letter;
	const struct letter_form *form;
	struct str addressee;        /* opened for those who may write to them */
	struct str remedy;           /* computed; empty when the form has none */
	struct letter_opinion_row *opinion;
	size_t n_opinions;
	struct request_row request;
	struct agency_row agency;
	int64_t read_at;             /* when the applicant first opened it on his page; 0: not yet */
	/* for this actor now */
	bool may_edit, may_submit, may_opine, may_sign, may_serve, may_drop, may_read, may_revoke;
};
MUST_USE enum err letter_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, struct letter_view *out, struct error *err);
MUST_USE enum err letter_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id request, struct letter_row **out, size_t *n, struct error *err);

/*
 * DRAFT → LEGAL, or SIGNING for forms that are not reviewed, or SIGNED for internal ones (no number).
 * Event letter.submit.
 */
MUST_USE enum err letter_submit(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct error *err);
/*
 * The head takes back what was signed.  Not sent yet: it is dropped, its number stays with it and is
 * not used again.  Sent: it becomes LETTER_REVOKED, the legal events its service wrote are taken
 * away by correcting entries with the same reason, and the clock runs as if it had not been sent; a
 * new one can be drafted in its place.  ERR_CONFLICT: a letter that asks somebody else, a case put
 * away, a reply that is challenged (an order decides then), or the clock forbids it.  C-1.11-2.
 * Event letter.revoke.
 */
MUST_USE enum err letter_revoke(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str reason, struct error *err);
/* A draft is dropped; the reason goes to the log.  Event letter.drop. */
MUST_USE enum err letter_drop(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str reason, struct error *err);
/*
 * Agree: next state.  Disagree (reason required): back to DRAFT.  Not by who drafted or edited
 * (ERR_DENIED).  The state says which step it is; the head who refuses to sign uses it too.
 * Event letter.opinion.
 */
MUST_USE enum err letter_opine(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, bool agree, struct str text, struct error *err);
/*
 * The head's signature: number without gaps, final docx and pdf as blobs, in one transaction.  Not by
 * who drafted, edited or gave an opinion in this round (ERR_DENIED).  The papers are made for the
 * number that is next and stored before the transaction; it takes the number, and when that is
 * another one everything is done again.  A crash before the commit leaves unused bytes that
 * blob_clean removes, never a gap or a number given twice.  Event letter.sign.
 */
MUST_USE enum err letter_sign(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str opinion, struct error *err);
/*
 * Sent and, when known, served: writes the legal event on the day that counts (direct and entrusted:
 * served_on, so that must be known; post and electronic: sent).  A letter that was sent and not yet
 * known to be served is served by a second call with the same way and day.  Event letter.serve.
 */
MUST_USE enum err letter_serve(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, enum service_way way, struct date sent,
	bool served, struct date served_on, struct str proof, struct error *err);

/* --- by the applicant, who has proved whose request it is (desk/applicant.h) -------------------- */

/* A letter that was sent to the applicant, as his own page shows it. */
struct applicant_letter {
	struct letter_id id;
	const struct letter_form *form;
	struct str number, title;
	enum service_way way;
	struct date sent;
	bool served;
	struct date served_on;
	bool revoked;	     /* the office took it back; it cannot be opened any more */
	int64_t read_at;     /* ms; 0: not opened there yet */
	int64_t amount_yuan; /* of a fee notice, with how to pay */
	struct str how;
};
MUST_USE enum err applicant_letters(const struct desk *d, struct arena *a, struct request_id request,
	struct applicant_letter **out, size_t *n, struct error *err);
struct applicant_paper {
	struct str number, title;
	struct digest docx, pdf; /* blobs */
};
/*
 * Says that it was opened: the first time is recorded (event letter.read), and a letter sent
 * electronically is served by it (event letter.serve).  Only what the applicant does on purpose is
 * a reading: fetching the paper (applicant_letter_paper) is none, since browsers and mail programs
 * fetch of themselves.  ERR_NOT_FOUND: not of this request, not sent, or taken back.
 */
MUST_USE enum err applicant_letter_open(const struct desk *d, struct arena *a,
	struct request_id request, struct letter_id id, struct applicant_paper *out,
	struct error *err);
/* The paper alone; nothing is recorded.  Errors as above. */
MUST_USE enum err applicant_letter_paper(const struct desk *d, struct arena *a,
	struct request_id request, struct letter_id id, struct applicant_paper *out,
	struct error *err);

enum letter_paper { LETTER_DOCX, LETTER_PDF };
/* A draft is rendered as it stands (marked 草稿); a signed one comes from its blob. */
MUST_USE enum err letter_paper(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, enum letter_paper kind, struct buf *out, struct error *err);

/*
 * The case's archive: one zip with all letters (docx, pdf), files, the log of the case, the proof of
 * the clock and a manifest with SM3 sums, written to path.  The case must be closed.
 */
MUST_USE enum err request_archive(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, const char *path, struct error *err);

/* --- texts an agency edits ------------------------------------------------------------------- */

/*
 * The text of a form: paragraphs, one a line, with {fields} that drafting fills in.  What the law
 * asks for (letter_field.required) cannot be left out, and the remedy is not part of the text.
 */
struct letter_field {
	const char *name, *label;
	bool required; /* in this form */
};
size_t letter_template_fields(const struct letter_form *f, struct letter_field *out, size_t max);
struct letter_template_view {
	const struct letter_form *form;
	struct str text;    /* the one that counts */
	struct str builtin; /* compiled in */
	int64_t version;    /* 0: the compiled-in one */
	struct letter_template_row *history;
	size_t n_history;
};
MUST_USE enum err letter_template_view(const struct desk *d, struct arena *a,
	const struct actor *who, struct str form, struct letter_template_view *out,
	struct error *err);
/* ERR_INVALID ("body"): an unknown field, or a required one is missing. */
MUST_USE enum err letter_template_check(const struct letter_form *f, struct str body,
	struct error *err);
/* A new version; body empty: the compiled-in text again.  Event template.save. */
MUST_USE enum err letter_template_save(const struct desk *d, struct arena *a,
	const struct actor *who, struct str form, int64_t version, struct str body,
	struct str reason, struct error *err);
/* The text with invented facts, paragraphs one a line. */
MUST_USE enum err letter_template_preview(struct arena *a, const struct letter_form *f,
	struct str body, struct str *out, struct error *err);

#endif
