/*
 * script -- the demonstration's agencies as data/demo/NAME.txt states them (data/demo/README.md).
 *
 * The scripts are compiled in.  Everything lives in the arena; texts are borrowed from the program.
 */
#ifndef CMD_DEMO_SCRIPT_H
#define CMD_DEMO_SCRIPT_H

#include "core/arena.h"
#include "core/date.h"
#include "desk/channel.h"
#include "desk/remedy.h"
#include "desk/request.h"

enum {
	DEMO_AGENCIES = 5,
	DEMO_YEAR = 2024, /* that the scripts tell of */
	DEMO_DEPARTMENTS_MAX = 8,
	DEMO_CHANNELS_MAX = 16,
	DEMO_PARTS = 7, /* of a report: the lead, and six */
	DEMO_DECISIONS = 4,
	DEMO_PRESS = 8
};

enum demo_ending {
	DEMO_REPLY,	    /* a reply with an outcome */
	DEMO_WITHDRAWN,	    /* registered by the office */
	DEMO_WITHDRAWN_OWN, /* by the applicant, with number and code */
	DEMO_ASSIST	    /* answered to the authority that sent it, closed as other */
};

/* What is the last that has happened to a case; DEMO_END: all of it. */
enum demo_stop {
	DEMO_END,
	DEMO_FILED,
	DEMO_ASSIGNED,
	DEMO_CORRECTION, /* the notice is sent */
	DEMO_CONSULT,	 /* the third party was asked */
	DEMO_DRAFT,
	DEMO_REVIEW,  /* submitted */
	DEMO_SIGNING, /* through both reviews */
	DEMO_SERVICE  /* signed */
};

/* One line "case": so many requests of a kind. */
struct demo_batch {
	int count;
	enum demo_ending ending;
	enum outcome outcome; /* of a reply */
	enum outcome ground;  /* of OUTCOME_PARTIAL */
	bool correction, consult, extension, other;
	enum request_origin origin;
	struct date from, to; /* days of arrival; day 0: anywhere in the year */
	struct date after;    /* no reply before; day 0: no matter */
	int review;	      /* enum remedy_result of the 复议 that follows; -1: none */
	bool review_pending;  /* not decided in the year */
	bool lawsuit;	      /* and a lawsuit through two instances, with a petition */
	int ago;	      /* working days before today; -1: the year of the script */
	enum demo_stop stop;
};

/* An account, a site, a screen; posts are those of the year. */
struct demo_channel {
	int platform; /* enum channel_platform */
	int64_t posts, followers;
	struct date closed; /* day 0: open */
	struct str name;
};

struct demo_agency {
	struct str name, short_name, login, document, review_body, court;
	struct str department[DEMO_DEPARTMENTS_MAX];
	size_t n_departments;
	struct demo_batch *batch;
	size_t n_batches;
	int64_t decision[DEMO_DECISIONS]; /* from LEDGER_LICENCE on; the fee in 分 */
	int64_t press[DEMO_PRESS];	  /* from LEDGER_CONFERENCES on */
	int64_t postage;		  /* of a month, 分 */
	int64_t norms;			  /* 行政规范性文件 in force */
	struct demo_channel channel[DEMO_CHANNELS_MAX];
	size_t n_channels;
	struct str part[DEMO_PARTS]; /* of the report, paragraphs one a line */
};

/* DEMO_AGENCIES of them.  ERR_FORMAT names the agency's script and the line. */
MUST_USE enum err demo_script_load(struct arena *a, struct demo_agency *out, struct error *err);

#endif
