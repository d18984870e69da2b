/*
 * notice -- telling people: in the application and by mail.
 *
 * A notice belongs to the transaction of the use case that causes it, like its event: whoever
 * writes a step calls notice_add (to officials) or notice_tell (to the applicant) there, and no
 * page does.  Mail is written later by jobs (kinds below) out of what was noted, so that a case
 * never waits for a mail server; without one the jobs end with nothing done.
 *
 * A notice holds a kind, the request and a few words without personal data.  Mail to officials
 * names numbers, never subjects; mail to applicants names the number and a plain sentence, never
 * what was asked for nor the query code.
 */
#ifndef DESK_NOTICE_H
#define DESK_NOTICE_H

#include "desk/request.h"
#include "desk/runner.h"
#include "store/notice.sql.h"

enum notice_kind {		/* stable: stored */
	NOTICE_FILED,		/* an application over the web waits for confirmation */
	NOTICE_ASSIGNED,	/* assigned to you */
	NOTICE_REMINDED,	/* 催办 */
	NOTICE_ASSIST_ASKED,	/* your department is asked to assist */
	NOTICE_ASSIST_ANSWERED, /* an assisting department has answered */
	NOTICE_LETTER_LEGAL,	/* a letter waits for the legal review */
	NOTICE_LETTER_SECRECY,	/* … for the secrecy review */
	NOTICE_LETTER_SIGN,	/* … for the signature */
	NOTICE_LETTER_RETURNED, /* an opinion against your draft */
	NOTICE_LETTER_SIGNED,	/* your letter is signed and waits to be served */
	NOTICE_LETTER_READ,	/* the applicant has opened a letter */
	NOTICE_CORRECTED,	/* the applicant has corrected the request */
	NOTICE_WITHDRAWN,	/* the applicant has withdrawn */
	NOTICE_CONTACT,		/* the applicant is to be reached otherwise */
	NOTICE_EXTENSION_ASKED, /* an extension to decide */
	NOTICE_EXTENSION_AGREED,
	NOTICE_EXTENSION_REFUSED,
	NOTICE_DUE,		  /* the reply period ends soon */
	NOTICE_OVERDUE,		  /* it is over */
	NOTICE_CORRECTION_DUE,	  /* the seven days of a correction notice end soon or are over */
	NOTICE_CORRECTION_LAPSED, /* the applicant's period to correct is over */
	NOTICE_FEE_LAPSED,	  /* the period to pay is over */
	NOTICE_MAIL_BOUNCED,	  /* a mail did not arrive */
	NOTICE_CONSULT_LAPSED,	  /* others were asked and have not answered in their time */
	NOTICE_REMEDY_DUE,	  /* a deadline of ours in a review or lawsuit ends soon */
	NOTICE_REMEDY_OVERDUE,	  /* it is over */
	NOTICE_REDO,		  /* a review or judgment orders to answer anew */
	NOTICE_ANNUAL_DUE,	  /* last year's report is to be published soon */
	NOTICE_ANNUAL_OVERDUE,	  /* the day is over */
	NOTICE_ANNUAL_BELOW,	  /* agencies below have not published theirs */
	NOTICE_REPORT_WANTED,	  /* the supervising office asks for the annual report */
	NOTICE_KINDS
};
/* 申请已分派给您承办 */
const char *notice_kind_name(enum notice_kind k);

enum notice_topic { /* stable: stored.  What a person chooses the mail for */
	NOTICE_TOPIC_WORK,
	NOTICE_TOPIC_LETTERS,
	NOTICE_TOPIC_APPLICANT,
	NOTICE_TOPIC_DEADLINES,
	NOTICE_TOPIC_MAIL,
	NOTICE_TOPICS
};
const char *notice_topic_name(enum notice_topic t);
const char *notice_topic_help(enum notice_topic t);
enum notice_topic notice_topic_of(enum notice_kind k);

enum notice_mail { NOTICE_MAIL_NONE, NOTICE_MAIL_ONCE, NOTICE_MAIL_DIGEST, NOTICE_MAILS }; /* stable */
const char *notice_mail_name(enum notice_mail m); /* 不发邮件, 立即, 每日汇总 */
enum notice_mail notice_mail_default(enum notice_topic t);

/* --- writing, in the transaction of the cause --------------------------------------------------- */

struct notice {
	enum notice_kind kind;
	struct request_id request; /* 0: about no request */
	const char *object_kind;   /* where it leads, as in events: "letter"; NULL: the request */
	int64_t object;
	struct str detail; /* a few words, no personal data; may be empty */
};
/* Whom: one person; or everybody of the agency (0: of all) who may `permission`, in the department if
 * one is given. */
struct notice_to {
	struct person_id person;
	struct agency_id agency;
	struct department_id department;
	unsigned permission;
	struct person_id except;
};
/* Whoever acts is never told of it.  Nobody to tell is no error. */
MUST_USE enum err notice_add(struct tx *tx, struct arena *a, const struct actor *who,
	const struct notice *n, const struct notice_to *to, struct error *err);
/* To who handles the request; else to those of its department who may; else to who registers. */
MUST_USE enum err notice_add_handler(struct tx *tx, struct arena *a, const struct actor *who,
	const struct notice *n, const struct request_row *r, struct error *err);

enum notice_tell {     /* stable words in jobs: notice_applicant.c */
	TELL_RECEIPT,	 /* an application over the web has arrived */
	TELL_REGISTERED, /* day: the due day */
	TELL_CORRECTION, /* day: the last one to correct */
	TELL_CORRECTED,	 /* day: the new due day */
	TELL_REASON,	 /* 说明理由告知 */
	TELL_EXTENDED,	 /* day: the new due day */
	TELL_STOPPED,	 /* others are consulted, the clock stands still */
	TELL_RESUMED,	 /* day: the due day */
	TELL_DELAYED,	 /* day */
	TELL_FEE,	 /* day: the last one to pay */
	TELL_PAID,	 /* day: the new due day */
	TELL_REPLY,	 /* the reply has been sent */
	TELL_LETTER,	 /* another letter can be read on the status page */
	TELL_LAPSED,	 /* closed: a period of the applicant ran out */
	TELL_WITHDRAWN,	 /* closed at the applicant's wish */
	TELL_TRANSFERRED,
	TELL_CLOSED, /* closed otherwise */
	TELL_REVOKED, /* a letter that was sent is taken back */
	TELL_REDO,   /* to be answered anew after a review or judgment; day: by when */
	TELLS
};
/* Mail to the applicant if he gave an address.  day.day 0: none. */
MUST_USE enum err notice_tell(struct tx *tx, struct request_id id, enum notice_tell what,
	struct date day, struct error *err);
/* What a legal event means for the applicant; run: the clock after it.  Many mean nothing. */
MUST_USE enum err notice_tell_event(struct tx *tx, struct request_id id,
	const struct clock_event *event, const struct clock_run *run, struct error *err);

/* --- reading ------------------------------------------------------------------------------------ */

enum { NOTICE_PAGE = 20, NOTICE_UNREAD_MAX = 99, NOTICE_KEEP_DAYS = 400 };

struct notice_item {
	struct notice_id id;
	enum notice_kind kind;
	struct request_id request;
	struct str number;  /* of the register or the receipt; empty: about no request of ours */
	struct str subject; /* empty when the request is another agency's */
	struct str object_kind;
	int64_t object;
	struct str detail;
	int64_t at;
	bool read;
};
/* The actor's own, newest first, below an id (0: from the newest); up to NOTICE_PAGE + 1. */
MUST_USE enum err notice_list(const struct desk *d, struct arena *a, const struct actor *who,
	bool unread, struct notice_id below, struct notice_item **out, size_t *n,
	struct error *err);
/* For the badge of every page; stops at NOTICE_UNREAD_MAX + 1. */
MUST_USE enum err notice_unread(const struct desk *d, struct arena *a, const struct actor *who,
	int64_t *out, struct error *err);
/* Marks one of the actor's as read and returns it; ERR_NOT_FOUND. */
MUST_USE enum err notice_open(const struct desk *d, struct arena *a, const struct actor *who,
	struct notice_id id, struct notice_item *out, struct error *err);
/* All up to that one; *n says how many were unread. */
MUST_USE enum err notice_read_all(const struct desk *d, const struct actor *who,
	struct notice_id upto, int64_t *n, struct error *err);

/* The actor's choices; what was not chosen is the default.  Event notice.preference. */
MUST_USE enum err notice_choices(const struct desk *d, struct arena *a, const struct actor *who,
	enum notice_mail out[NOTICE_TOPICS], struct error *err);
MUST_USE enum err notice_choose(const struct desk *d, const struct actor *who,
	const enum notice_mail in[NOTICE_TOPICS], struct error *err);

/* --- jobs --------------------------------------------------------------------------------------- */

#define NOTICE_MAIL_JOB "notice.mail"	    /* one notice to one official, at once */
#define NOTICE_TELL_JOB "notice.applicant"  /* one mail to one applicant */
#define NOTICE_DAILY_JOB "notice.daily"	    /* warnings, then the daily mail */

/* ctx of all three. */
struct notice_post {
	bool on;	     /* a mail server is set */
	struct str site;     /* 政府信息公开 */
	struct str url;	     /* https://…, for links */
};
MUST_USE enum err notice_run_mail(struct runner_work *w, struct error *err);
MUST_USE enum err notice_run_tell(struct runner_work *w, struct error *err);
/*
 * Looks at all open cases: five, two and no working days before the reply is due and every five
 * after it; two and none before the seven days of a correction notice end, and once after; once when
 * an applicant's or a consulted party's period is over; likewise our deadlines in reviews and
 * lawsuits; twenty, ten, five and no working days before last year's report is to be published, and
 * every five after it.  Each warning is written once for a case and a day, on however many
 * nodes.  Then every person's daily mail.
 */
MUST_USE enum err notice_run_daily(struct runner_work *w, struct error *err);

#endif
