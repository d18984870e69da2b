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

#include "desk/request.h"
#include "store/letter.sql.h"

enum letter_state { /* stable: stored */
	LETTER_DRAFT,    /* 起草 */
	LETTER_LEGAL,    /* 待法制审核 */
	LETTER_SECRECY,  /* 待保密审查 */
	LETTER_SIGNING,  /* 待签发 */
	LETTER_SIGNED,   /* 已签发，待送达 */
	LETTER_SENT,     /* 已发出 */
	LETTER_SERVED,   /* 已送达 */
	LETTER_DROPPED,  /* 作废 (a draft only) */
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

struct letter_form {
	const char *code;  /* "F13" */
	const char *name;  /* 政府信息公开告知书 */
	const char *word;  /* of the number: 公复, 补 … ; "" for internal forms */
	bool reply;        /* ends the case: needs outcome_facts */
	bool to_applicant;
	bool reviewed;     /* passes legal and secrecy review before signing */
	int clock_event;   /* enum clock_event_kind when served, -1: none */
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
	int64_t amount_yuan;         /* F12, computed by law/fee */
};
/*
 * Composes a draft.  ERR_INVALID (err->field = member; an answer of the decision order that is missing:
 * "q<number>"), ERR_CONFLICT (answers contradict each other or the case: rule and sentence).
 * Event letter.draft.
 */
MUST_USE enum err letter_draft(const struct desk *d, struct arena *a, const struct actor *who,
	const struct letter_input *in, struct letter_id *id, struct error *err);
/* The editable paragraphs, one a line. */
MUST_USE enum err letter_save(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str title, struct str body, struct error *err);

struct letter_view {
	struct letter_row letter;
	const struct letter_form *form;
	struct str addressee;        /* opened for those who may write to them */
	struct str remedy;           /* computed; empty when the form has none */
	struct letter_opinion_row *opinion;
	size_t n_opinions;
};
MUST_USE enum err letter_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, struct letter_view *out, struct error *err);
MUST_USE enum err letter_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id request, struct letter_row **out, size_t *n, struct error *err);

/* DRAFT → LEGAL (or SIGNING for forms that are not reviewed). */
MUST_USE enum err letter_submit(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct error *err);
/* Agree: next state.  Disagree (reason required): back to DRAFT.  Not by the drafter. */
MUST_USE enum err letter_opine(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, bool agree, struct str text, struct error *err);
/* The head's signature: number without gaps, final docx and pdf as blobs, in one transaction. */
MUST_USE enum err letter_sign(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str opinion, struct error *err);
/* Sent and, when known, served: writes the legal event. */
MUST_USE enum err letter_serve(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, enum service_way way, struct date sent,
	bool served, struct date served_on, struct str proof, struct error *err);

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

#endif
