/*
 * channel -- accounts on sites and social media, screens, boards and windows (国办发〔2018〕123号).
 *
 * An account is asked for, approved by somebody else, then opened; it is closed with an
 * announcement.  Posts and followers per month are figures of desk/ledger.h.
 */
#ifndef DESK_CHANNEL_H
#define DESK_CHANNEL_H

#include "desk/ledger.h"
#include "law/norm.h"

enum channel_platform { /* stable: the number is stored */
	CHANNEL_NONE,
	CHANNEL_SITE, /* 政府网站 */
	CHANNEL_WECHAT,
	CHANNEL_WEIBO,
	CHANNEL_DOUYIN,
	CHANNEL_KUAISHOU,
	CHANNEL_TOUTIAO,
	CHANNEL_XIGUA,
	CHANNEL_VIDEO, /* 微信视频号 */
	CHANNEL_BILIBILI,
	CHANNEL_APP,	    /* 客户端, 小程序 */
	CHANNEL_OTHER_MEDIA,
	CHANNEL_SCREEN, /* LED 屏 */
	CHANNEL_BOARD,	/* 公告栏 */
	CHANNEL_WINDOW, /* 办事窗口 */
	CHANNEL_PLATFORMS
};
const char *channel_platform_name(int p);
const char *channel_platform_word(int p); /* "wechat": in names of facts and URLs */
bool channel_is_media(int p);		  /* 政务新媒体 */

enum channel_state { CHANNEL_APPLIED, CHANNEL_APPROVED, CHANNEL_OPEN, CHANNEL_CLOSED,
	CHANNEL_REFUSED, CHANNEL_STATES };
const char *channel_state_name(enum channel_state s);

struct channel_facts {
	enum channel_platform platform; /* only when adding */
	struct department_id department;
	struct str name, owner, responsible, place;
};
/*
 * Asks for a new one (CHANNEL_APPLIED), or registers one that is open already: then `approval` and
 * `opened` are given, and sites, screens, boards and windows need no approval.  Events
 * channel.apply, channel.register.  ERR_INVALID with err->field.
 */
MUST_USE enum err channel_apply(const struct desk *d, const struct actor *who,
	struct agency_id agency, const struct channel_facts *f, struct channel_id *id,
	struct error *err);
MUST_USE enum err channel_register(const struct desk *d, const struct actor *who,
	struct agency_id agency, const struct channel_facts *f, struct str approval,
	struct date approved, struct date opened, struct channel_id *id, struct error *err);
/* approve false: refused.  Not by who asked.  PERM_LEDGER_SIGN.  Event channel.approve. */
MUST_USE enum err channel_decide(const struct desk *d, const struct actor *who,
	struct channel_id id, int64_t version, bool approve, struct str approval,
	struct str reason, struct error *err);
/* An approved one goes live.  Event channel.open. */
MUST_USE enum err channel_open(const struct desk *d, const struct actor *who, struct channel_id id,
	int64_t version, struct date opened, struct error *err);
/* notice: where the closing was announced; required.  Event channel.close. */
MUST_USE enum err channel_close(const struct desk *d, const struct actor *who,
	struct channel_id id, int64_t version, struct date closed, struct str notice,
	struct str reason, struct error *err);
/* Event channel.change. */
MUST_USE enum err channel_change(const struct desk *d, const struct actor *who,
	struct channel_id id, int64_t version, const struct channel_facts *f, struct str reason,
	struct error *err);
MUST_USE enum err channel_load(const struct desk *d, const struct actor *who, struct channel_id id,
	struct arena *a, struct channel_row *out, struct error *err);

struct channel_filter {
	struct agency_id agency;
	int platform; /* 0: any */
	int state;    /* -1: any */
	struct channel_id after;
	int year; /* of the monthly figures shown and judged; 0: the present one */
};
struct channel_item {
	struct channel_row row;
	int64_t posts;	   /* in the year */
	int64_t month[12]; /* posts; -1: not filled in */
	int64_t followers; /* the last figure of the year; -1: none */
	int idle_month;	   /* the last whole month without a post while it was open; 0: none */
	int missing;	   /* whole months of the year without a figure while it was open */
	bool twin;	   /* another open one of the same owner on the same platform */
};
struct channel_page {
	int year;
	struct channel_item *item;
	size_t n;
	bool more;
};
MUST_USE enum err channel_list(const struct desk *d, const struct actor *who,
	const struct channel_filter *f, struct arena *a, struct channel_page *out,
	struct error *err);

#endif
