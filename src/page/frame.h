/*
 * frame -- what stands around the content of every page: head, header, navigation, breadcrumbs,
 * flash message, footer.
 *
 * Three kinds: the public portal (red double line), the office (indigo bar and side bar) and plain
 * pages (log-in, set-up, errors before log-in).  A page prints frame_begin, its own content (with
 * exactly one h1) and frame_end.  Nothing here reads a store or a cookie: the handler fills the
 * struct, and every string is borrowed for the call.  Markup: DESIGN-UI 2, 5, 6.
 *
 * The modes are classes on <html>, kept in cookies by whoever answers GET /mode?set=MODE&back=PATH;
 * MODE is elder, contrast or large, with no- in front to switch it off again.
 */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H

#include "page/kit.h"

enum frame_kind { FRAME_PORTAL, FRAME_OFFICE, FRAME_PLAIN };

struct frame_modes {
	bool elder;    /* 长辈版, portal only */
	bool contrast; /* 高对比度 */
	bool large;    /* 大字, office and plain pages only */
};

struct frame_link {
	struct str label, href;
	struct str key; /* compared with struct frame.current */
	int count;	/* office: badge "N 件待办"; 0 prints none */
	bool hot;	/* office: the badge is red */
};

/* A heading of the side bar and its links; the portal prints all links in one row. */
struct frame_group {
	struct str label;
	const struct frame_link *link;
	size_t n;
};

struct frame_crumb {
	struct str label, href; /* no href: the page itself, printed as text */
};

/* What the action before this page did, shown once; empty text prints nothing. */
struct frame_notice {
	enum kit_notice_kind kind;
	struct str text;
};

/* <meta name content> of a public document (SiteName, ArticleTitle …). */
struct frame_meta {
	struct str name, content;
};

/* The footer of the portal; empty members print nothing. */
struct frame_facts {
	struct str office; /* 承办单位 */
	struct str address, postcode, phone, hours;
	struct str site_code, icp, police;   /* 网站标识码, ICP备案号, 公安备案号 */
	struct str party_href, mistake_href; /* 党政机关网站标识, 我为政府网站找错 */
	const struct frame_link *link;
	size_t n;
};

struct frame {
	enum frame_kind kind;
	struct frame_modes modes;
	struct str title; /* of the page alone */
	int errors;	  /* fields to correct; > 0 puts 错误： before the title */
	struct str org;	  /* 机关名称 */
	struct str site; /* 系统名; empty: 政府信息公开 or 政府信息公开工作平台 */
	struct str home;  /* where the name leads; empty: "/" or "/office" */
	struct str above; /* portal: the site it belongs to, left above the header */
	struct str
		plain_note; /* plain pages: beside the name, e.g. 仅限工作人员，禁止处理国家秘密 */
	bool one_column; /* plain pages: one wide column instead of card and notes */

	const struct frame_group *nav;
	size_t n_nav;
	struct str current; /* key of the link of this page */
	const struct frame_crumb *crumbs;
	size_t n_crumbs;
	struct frame_notice notice;

	struct str search; /* path of the search form (office: of a POST); empty: no form */
	struct str search_value; /* portal */
	struct str status_href; /* portal: 查询申请进度; empty: no link */
	struct str access_href; /* 无障碍说明; empty: no link */

	struct str person, role; /* office: who is logged in; empty: nobody, no log-out */
	struct str person_href;
	int unread; /* office: 待阅 N, 99+ beyond 99; 0 prints none */
	struct str unread_href;
	struct str csrf; /* token of the log-out form */

	struct str back; /* path and query of this page, for the mode links; empty: no mode links */
	const struct frame_meta *meta;
	size_t n_meta;
	bool charts; /* loads charts.js (pages with table[data-chart]) */
	const struct frame_facts *facts;
};

/* Everything up to the content: doctype to the opening <main>, breadcrumbs and flash message. */
void frame_begin(struct buf *o, const struct frame *f);
/* Everything after the content. */
void frame_end(struct buf *o, const struct frame *f);

#endif
