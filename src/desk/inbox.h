/*
 * inbox -- the cases of an agency by due day, in bands, a page at a time.
 *
 * One order for everything (request.sort_due): unregistered, then by due day, then paused, then
 * closed.  A page costs the same whatever the number of cases: one filter is answered by an index
 * (at most the cases of one day are passed over); with several, at most INBOX_SCAN rows of the best
 * index are looked at and the page says where to go on.  Counts stop at INBOX_COUNT_MAX.
 *
 * Names are masked.  Rows live in the arena given.  Everything asks for PERM_REQUEST_LOOK.
 */
#ifndef DESK_INBOX_H
#define DESK_INBOX_H

#include "desk/request.h"
#include "store/inbox.sql.h"

enum {
	INBOX_ROWS = 20,
	INBOX_SCAN = 2000,	     /* rows looked at for one page when several filters meet */
	INBOX_COUNT_MAX = 1000,	     /* counts beyond are "1,000+" */
	INBOX_FOUND_MAX = 50,	     /* rows of a search */
	INBOX_BATCH_MAX = 100
};

enum inbox_band {
	BAND_OPEN, /* all that are not closed */
	BAND_FILED,
	BAND_OVERDUE,
	BAND_TWO,  /* due within two working days, today included */
	BAND_FIVE, /* three to five */
	BAND_LATER,
	BAND_PAUSED,
	BAND_MINE,  /* open, the actor is the handler */
	BAND_MONTH, /* closed this month */
	BAND_ALL,   /* closed ones too */
	BANDS
};
const char *inbox_band_name(enum inbox_band b); /* 全部在办, 待登记, 已逾期 … */

struct inbox_filter {
	enum inbox_band band;
	int stage, channel, class; /* -1: any */
	struct department_id department;
	/* A search over the whole agency, band and the others left aside: the beginning of a
	 * number, the whole name of an applicant, or words of the subject and the content. */
	struct str q;
	/* After this one: those of inbox_page.next; zero for the first page. */
	bool has_after;
	int64_t after_due;
	struct request_id after_id;
};
/* Nothing chosen: BAND_OPEN, any stage, channel, class. */
struct inbox_filter inbox_filter_default(void);

enum inbox_tone { TONE_CALM, TONE_SOON, TONE_TODAY, TONE_LATE, TONE_PAUSED, TONE_DONE };

struct inbox_item {
	struct inbox_line_row row;
	struct str due; /* 剩 3 个工作日, 今日到期, 逾期 2 日, 计时暂停, 待确认, or how it ended */
	struct str waits; /* 等待申请人补正 … while paused; empty otherwise */
	enum inbox_tone tone;
	int left; /* working days to the due day, negative when it is over; 0 while none runs */
	struct str
		correction; /* 补正告知剩 4 个工作日, while it is being checked; empty otherwise */
	bool correction_late; /* its seven working days are over */
};

struct inbox_page {
	struct inbox_item *item;
	size_t n;
	bool more; /* there may be more after this page */
	int64_t next_due;
	struct request_id next_id;
	bool cut;      /* only INBOX_SCAN rows were looked at: go on with next */
	int64_t total; /* of the filter; -1: not counted (several filters); INBOX_COUNT_MAX + 1:
			  more */
	int64_t count[BANDS]; /* of the bands, without other filters; INBOX_COUNT_MAX + 1: more */
	struct date today;
};
MUST_USE enum err inbox_page(const struct desk *d, struct arena *a, const struct actor *who,
	const struct inbox_filter *f, struct inbox_page *out, struct error *err);

/*
 * How many wait: unregistered, overdue, or due within two working days.  For the badge of every
 * page; each of the three stops at INBOX_COUNT_MAX.
 */
MUST_USE enum err inbox_waiting(const struct desk *d, struct arena *a, const struct actor *who,
	int64_t *out, struct error *err);

/* One of a batch, as the page showed it. */
struct inbox_pick {
	struct request_id id;
	int64_t version;
};
/*
 * All or none, at most INBOX_BATCH_MAX: a changed one is ERR_CONFLICT naming its number.  Events
 * request.assign (PERM_REQUEST_REGISTER), request.remind (PERM_REQUEST_REGISTER) for each.
 */
MUST_USE enum err inbox_assign(const struct desk *d, struct arena *a, const struct actor *who,
	const struct inbox_pick *pick, size_t n, struct department_id department,
	struct person_id handler, struct error *err);
/* A note NOTE_REMIND on each; closed ones and unregistered ones are ERR_CONFLICT. */
MUST_USE enum err inbox_remind(const struct desk *d, struct arena *a, const struct actor *who,
	const struct inbox_pick *pick, size_t n, struct str text, struct error *err);

/*
 * Every row of a filter (q and after are ignored), in order, streamed: item is borrowed for the
 * call.  The reason is required; one event request.export before the first row.
 */
typedef enum err inbox_row_fn(void *ctx, const struct inbox_item *item, struct error *err);
MUST_USE enum err inbox_export(const struct desk *d, const struct actor *who,
	const struct inbox_filter *f, struct str reason, inbox_row_fn *fn, void *ctx,
	struct error *err);

#endif
