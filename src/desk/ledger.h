/*
 * ledger -- the year's registers behind the annual report, but for requests and remedies.
 *
 * Every number is a sum over the view ledger_line, and the list behind a number is the rows of the
 * same view: they cannot differ.  Monthly figures are sums of entries that are never changed; a
 * correction is one more entry.  Money is 分 inside and exact outside.
 *
 * Nouns of their own: norm.h (规章, 行政规范性文件), channel.h (accounts and other channels),
 * money.h (postage, receipts).  `agency` 0 is the actor's own; others must lie below it.
 * Looking asks for PERM_LEDGER_LOOK, writing for PERM_LEDGER_WRITE, signing for PERM_LEDGER_SIGN.
 */
#ifndef DESK_LEDGER_H
#define DESK_LEDGER_H

#include "core/decimal.h"
#include "desk/desk.h"
#include "report/cells.h"
#include "store/ledger.sql.h"
#include "store/organisation.sql.h"

/* What is counted.  Stable: the number is stored; 0-9 are the cells of table two (report/cells.h). */
enum ledger_item {
	LEDGER_LICENCE = REPORT_T2_LICENCE,   /* 行政许可, decisions */
	LEDGER_PENALTY = REPORT_T2_PENALTY,   /* 行政处罚 */
	LEDGER_COERCION = REPORT_T2_COERCION, /* 行政强制 */
	LEDGER_FEE = REPORT_T2_FEE,	      /* 行政事业性收费, 分 */
	LEDGER_POSTS,			      /* of a channel: 发布条数 */
	LEDGER_FOLLOWERS,		      /* of a channel, at the end of the month: 关注用户 */
	LEDGER_CONFERENCES,		      /* 新闻发布会、通气会 */
	LEDGER_INTERVIEWS,		      /* 接受媒体采访 */
	LEDGER_COVERAGE_CENTRAL,	      /* 媒体报道 by level */
	LEDGER_COVERAGE_PROVINCE,
	LEDGER_COVERAGE_CITY,
	LEDGER_COVERAGE_COUNTY,
	LEDGER_INTERPRETATIONS, /* 政策解读 */
	LEDGER_RESPONSES,	/* 回应关切 */
	LEDGER_ACCOUNTS_OPEN,	/* channels open on 31 December */
	LEDGER_ACCOUNTS_OPENED,
	LEDGER_ACCOUNTS_CLOSED,
	LEDGER_POSTAGE, /* 邮寄费, 分 */
	LEDGER_RECEIPTS, /* 信息处理费 received, 分 */
	LEDGER_ITEMS
};
const char *ledger_item_name(int item); /* 行政许可 …; also of 0-5 */
const char *ledger_item_unit(int item); /* 件, 元, 条 … */
bool ledger_item_is_money(int item);
/* Is there a figure of it for every month (LICENCE to RESPONSES)? */
bool ledger_item_is_monthly(int item);

enum {
	LEDGER_CELLS = REPORT_T2_COUNT,
	LEDGER_PAGE = 50,
	LEDGER_YEAR_MIN = 2008, /* the regulation came into force */
	LEDGER_COUNT_MAX = 100000000,
	LEDGER_REASON_MAX = 500
};
#define LEDGER_MONEY_MAX ((int64_t)100000000000000) /* 分: 100,000,000 万元 */

/* --- the year --------------------------------------------------------------------------------- */

/* Where a number comes from: an item, and a platform of enum channel_platform or LEDGER_ANY. */
enum { LEDGER_ANY = -1, LEDGER_MEDIA = -2 /* all platforms of social media */ };
struct ledger_source {
	int item, platform;
};

struct ledger_cell {
	int cell; /* report/cells.h; its code is report_cell_code(cell) */
	struct decimal value; /* 件, or 万元 for REPORT_T2_FEE */
	int64_t entries;      /* rows behind it */
	bool filled;	      /* false: no figure stands, whatever the rows were */
	struct ledger_source source;
};

/* A number for the prose. */
struct ledger_fact {
	const char *name;     /* "channel.wechat.posts"; stable */
	struct str label;     /* 微信发布条数 */
	const char *unit;     /* 条 */
	struct decimal value; /* 元 for money */
	int64_t entries;
	struct ledger_source source;
};

struct ledger_year {
	int year;
	struct ledger_cell cell[LEDGER_CELLS];
	struct ledger_fact *fact;
	size_t n_facts;
};
MUST_USE enum err ledger_year(const struct desk *d, const struct actor *who,
	struct agency_id agency, int year, struct arena *a, struct ledger_year *out,
	struct error *err);
/* In an open transaction; asks for nothing. */
MUST_USE enum err ledger_year_tx(struct tx *tx, struct agency_id agency, int year,
	struct arena *a, struct ledger_year *out, struct error *err);
/* NULL when there is none of that name. */
const struct ledger_fact *ledger_fact_find(const struct ledger_year *y, struct str name);

/* The rows behind a number, in order of day (monthly figures: of month), a page at a time. */
struct ledger_place {
	int64_t day, id; /* zero for the first page */
};
struct ledger_rows {
	struct ledger_entry_row *row;
	size_t n;
	bool more;
	struct ledger_place next;
};
MUST_USE enum err ledger_rows(const struct desk *d, const struct actor *who,
	struct agency_id agency, int year, struct ledger_source source, struct ledger_place after,
	struct arena *a, struct ledger_rows *out, struct error *err);
/* One line for a row: 法制处 3月 行政许可（来源：…）, the title of a norm … */
struct str ledger_row_words(struct arena *a, int item, const struct ledger_entry_row *row);
/* amount of an item as people read it: 件, or 元 with two decimals cut. */
struct decimal ledger_amount(int item, int64_t amount);

/* --- monthly figures -------------------------------------------------------------------------- */

enum ledger_sheet { /* stable: stored with signatures */
	LEDGER_SHEET_DECISIONS, /* 许可, 处罚, 强制, 收费 */
	LEDGER_SHEET_PRESS,	/* conferences to answers */
	LEDGER_SHEET_CHANNELS,	/* posts and followers of the department's channels */
	LEDGER_SHEETS
};
const char *ledger_sheet_name(enum ledger_sheet s);
const char *ledger_sheet_word(enum ledger_sheet s); /* "decisions", for URLs */
/* First and last item of a sheet. */
void ledger_sheet_items(enum ledger_sheet s, int *first, int *last);

/* A figure: what the month shall stand at, not what is added. */
struct ledger_figure {
	struct department_id department; /* 0: the agency as a whole (本级) */
	struct channel_id channel;	 /* of POSTS and FOLLOWERS; the department is the channel's */
	int item, month;
	int64_t amount; /* 0 or more */
};
/*
 * Writes the figures that are new or different, all or none; an entry each with the difference.
 * A reason is required when a figure that stood already changes (field "reason").  *written may be
 * NULL.  ERR_INVALID: an item without months, a month outside 1..12 or in the future, a negative or
 * impossible amount, a channel that was not open in that month, a department of another agency.
 * One event ledger.figures.
 */
MUST_USE enum err ledger_figures_set(const struct desk *d, const struct actor *who,
	struct agency_id agency, int year, const struct ledger_figure *figure, size_t n,
	struct str source, struct str reason, size_t *written, struct error *err);

enum ledger_state {
	LEDGER_FUTURE,	 /* the month has not begun */
	LEDGER_MISSING,	 /* nothing, or only a part of the items */
	LEDGER_UNSIGNED, /* filled in, nobody has signed */
	LEDGER_CHANGED,	 /* signed, changed since */
	LEDGER_SIGNED,
	LEDGER_STATES
};
const char *ledger_state_name(enum ledger_state s);

struct ledger_month {
	enum ledger_state state;
	int filled, wanted; /* figures */
	int64_t last;	    /* newest entry */
	struct str signer;
	int64_t signed_at;
};
struct ledger_line_of {
	struct department_id department; /* 0: 本级 */
	struct str name;
	struct ledger_month month[12];
};
struct ledger_overview {
	int year;
	enum ledger_sheet sheet;
	struct ledger_line_of *line; /* departments in use, and those with figures */
	size_t n;
	int64_t total[LEDGER_ITEMS][12]; /* of the agency by month */
	int count[LEDGER_STATES];	 /* cells of the overview by state */
};
MUST_USE enum err ledger_overview(const struct desk *d, const struct actor *who,
	struct agency_id agency, enum ledger_sheet sheet, int year, struct arena *a,
	struct ledger_overview *out, struct error *err);

/* The grid of one department: rows are items, or items of channels. */
struct ledger_grid_row {
	int item;
	struct channel_id channel;
	struct str label;
	struct {
		bool filled, open; /* open: may be filled in */
		int64_t amount;
	} month[12];
};
struct ledger_grid {
	int year;
	struct str department;
	struct ledger_grid_row *row;
	size_t n;
	struct ledger_month month[12];
};
MUST_USE enum err ledger_grid(const struct desk *d, const struct actor *who,
	struct agency_id agency, struct department_id department, enum ledger_sheet sheet, int year,
	struct arena *a, struct ledger_grid *out, struct error *err);
/* Entries of a year, newest first; department and month 0, item -1: all. */
struct ledger_history {
	struct tally_entry_row *row;
	size_t n;
	bool more;
};
MUST_USE enum err ledger_history(const struct desk *d, const struct actor *who,
	struct agency_id agency, int year, struct department_id department, int item, int month,
	int64_t below, struct arena *a, struct ledger_history *out, struct error *err);

/*
 * Every entry of a year, newest first, row borrowed for the call.  The reason is required; one event
 * ledger.export before the first.
 */
typedef enum err ledger_entry_fn(void *ctx, const struct tally_entry_row *row, struct error *err);
MUST_USE enum err ledger_export(const struct desk *d, const struct actor *who,
	struct agency_id agency, int year, struct str reason, ledger_entry_fn *fn, void *ctx,
	struct error *err);
/* The agency's departments in use, for forms. */
MUST_USE enum err ledger_departments(const struct desk *d, const struct actor *who,
	struct agency_id agency, struct arena *a, struct department_row **out, size_t *n,
	struct error *err);

/*
 * 部门签认: vouches for what the sheet of a month holds.  upto: the newest entry that was looked at
 * (ledger_month.last); another one by now is ERR_CONFLICT.  Who filled in any of it may not sign;
 * a person with a department signs for that one alone, unless 签发 is among the roles.  Event
 * ledger.sign.
 */
MUST_USE enum err ledger_sign(const struct desk *d, const struct actor *who,
	struct agency_id agency, struct department_id department, enum ledger_sheet sheet, int year,
	int month, int64_t upto, struct error *err);

#endif
