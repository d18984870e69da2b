/*
 * consultation -- somebody else is asked while a case is handled: a third party (条例 32), an agency
 * that made the information too (34), another agency that must agree or decide (11, 17).
 *
 * One record a party and time.  Its days (sent, served, last day, answered) are those of the legal
 * events of the case: the fold that counts the reply period writes them in the same transaction, so
 * the two cannot disagree.  A letter (F07, F11) makes the record when it is drafted and the events
 * when it is served; what was done on paper outside the system is recorded with its reason and proof.
 * The last day is 15 working days after service; silence leaves a third party's case
 * to the agency and counts as consent of a co-maker.
 *
 * The name and the way to reach a party are sealed; lists show the masked name.
 */
#ifndef DESK_CONSULTATION_H
#define DESK_CONSULTATION_H

#include "desk/request.h"
#include "store/consultation.sql.h"

enum consultation_kind { /* stable: stored */
	CONSULTATION_THIRD_PARTY, /* 第三方 */
	CONSULTATION_CO_MAKER,	  /* 共同制作机关: silence is consent */
	CONSULTATION_OTHER,	  /* 其他机关: 协商确认 (11), 报有关部门确定 (17) */
	CONSULTATION_KINDS
};
const char *consultation_kind_name(enum consultation_kind k);
/* The rule that the asking rests on. */
const char *consultation_kind_rule(enum consultation_kind k);

enum consultation_state { /* stable: stored; all but PREPARED, DROPPED follow from the events */
	CONSULTATION_PREPARED, /* 待发出 */
	CONSULTATION_WAITING,  /* 等待意见; past the last day: 期满未答复 */
	CONSULTATION_ANSWERED, /* 已收到意见，待研究 */
	CONSULTATION_SETTLED,  /* 已研究处理 */
	CONSULTATION_OVER,     /* 申请已办结 */
	CONSULTATION_DROPPED,  /* 没有发出: the draft was dropped, or the case ended before */
	CONSULTATION_STATES
};
const char *consultation_state_name(enum consultation_state s);

enum consultation_opinion { OPINION_AGREE, OPINION_OBJECT, OPINION_PARTLY, CONSULTATION_OPINIONS };
const char *consultation_opinion_name(enum consultation_opinion o);

enum consultation_result { /* stable: stored */
	RESULT_CONSENT,	  /* 同意公开, or silence that counts as consent */
	RESULT_WITHHOLD,  /* 不公开: the objection is reasonable, disclosure would harm */
	RESULT_PARTLY,	  /* 区分处理 */
	RESULT_NO_HARM,	  /* 不成立: disclosure harms no lawful interest */
	RESULT_OVERRIDE,  /* 不公开可能对公共利益造成重大影响，决定公开: F10 to the third party */
	CONSULTATION_RESULTS
};
const char *consultation_result_name(enum consultation_result r);
/* The information is given, though not everybody asked agreed. */
bool consultation_result_overrules(enum consultation_result r);

enum { CONSULTATION_TEXT_MAX = 2000 /* code points */ };

struct consultation_facts {
	enum consultation_kind kind;
	bool person;
	struct str party;
	struct str contact;	/* may be empty */
	struct str information; /* what is asked about */
};

/*
 * Done on paper outside the system: the record and its events in one transaction.  served: the day
 * the other side received it is known.  reason, proof: why on paper, and the scan (required).
 * ERR_CONFLICT: the same party has an open consultation.  Event request.consult_sent.
 */
struct consultation_paper {
	struct request_id request;
	int64_t version; /* of the case */
	struct consultation_facts facts;
	struct date sent;
	bool served;
	struct date served_on;
	struct str reason;
	struct request_file_input proof;
	bool has_proof;
};
MUST_USE enum err consultation_on_paper(const struct desk *d, struct arena *a,
	const struct actor *who, const struct consultation_paper *in, struct consultation_id *id,
	struct error *err);
/*
 * The day the other side received a paper letter became known.  One that a letter of the system asks
 * is served there (letter_serve): ERR_CONFLICT.  Event request.consult_served.
 */
MUST_USE enum err consultation_serve(const struct desk *d, struct arena *a,
	const struct actor *who, struct consultation_id id, int64_t version, struct date on,
	struct error *err);
/* The other side was reminded.  Event request.consult_remind. */
MUST_USE enum err consultation_remind(const struct desk *d, struct arena *a,
	const struct actor *who, struct consultation_id id, struct date on, struct str text,
	struct error *err);
/*
 * The opinion came: writes the legal event.  text: reasons, required unless it agrees.  file may be
 * NULL.  ERR_CONFLICT: there is one already, or it was not sent.  Event request.consult_returned.
 */
MUST_USE enum err consultation_answer(const struct desk *d, struct arena *a,
	const struct actor *who, struct consultation_id id, int64_t version, struct date on,
	enum consultation_opinion opinion, struct str text, const struct request_file_input *file,
	struct error *err);
/*
 * What the office makes of it: the harm weighed, with reasons; the opinion is there or its last day
 * is over.  May be decided anew with reasons while the case is open.  Event
 * request.consult_settle.
 */
MUST_USE enum err consultation_settle(const struct desk *d, struct arena *a,
	const struct actor *who, struct consultation_id id, int64_t version,
	enum consultation_result result, struct str text, struct error *err);

struct consultation_view {
	struct consultation_row row;
	struct request_row request;
	struct str party, contact; /* in full for those who write to them; masked otherwise */
	struct clock_consult clock; /* with has_clock: as counted today */
	bool has_clock;
	bool expired; /* the last day is over and there is no opinion */
	int left;     /* working days to the last day, while waited for */
	struct str paper; /* why it was done on paper; empty: by letter */
	struct consultation_reminder_row *reminder;
	size_t n_reminders;
	struct date today;
	bool may_act; /* this person may record steps */
};
MUST_USE enum err consultation_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct consultation_id id, struct consultation_view *out, struct error *err);
/* All of a case, without reminders; *excluded (may be NULL): working days left out so far. */
MUST_USE enum err consultation_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id request, struct consultation_view **out, size_t *n, int *excluded,
	struct error *err);

enum { CONSULTATION_PAGE = 20, CONSULTATION_COUNT_MAX = 200 };
struct consultation_filter {
	enum consultation_state state;
	int kind;     /* -1: all */
	bool expired; /* of those waited for: the last day is over */
	int64_t after_due; /* the row last shown; 0, 0: from the beginning */
	struct consultation_id after;
};
struct consultation_item {
	struct consultation_line_row row;
	int left; /* working days to the last day, negative when over; while waited for */
	bool expired;
};
struct consultation_page {
	struct consultation_item item[CONSULTATION_PAGE];
	size_t n;
	bool more;
	int64_t count[CONSULTATION_STATES]; /* at most CONSULTATION_COUNT_MAX + 1 */
	int64_t expired;		    /* likewise */
	struct date today;
};
MUST_USE enum err consultation_page(const struct desk *d, struct arena *a, const struct actor *who,
	const struct consultation_filter *f, struct consultation_page *out, struct error *err);

/* For the badge of every page: run out without an opinion, or answered and not settled. */
MUST_USE enum err consultation_waiting(const struct desk *d, struct arena *a,
	const struct actor *who, int64_t *out, struct error *err);

#endif
