/* view -- see part.h. */
#ifndef PAGE_TOPICS_VIEW_H
#define PAGE_TOPICS_VIEW_H

#include "desk/topic.h"
#include "page/frame.h"

struct topic_line {
	struct str word, href; /* its cases */
	int requests;
	struct str month[TOPIC_MONTHS]; /* "" for none */
};
struct topics_page {
	struct frame frame;
	struct kit_title title;
	struct kit_select year;
	struct kit_empty empty;
	struct topic_line *line;
	size_t n, n_chart;	/* of these in the chart */
	int total, month[TOPIC_MONTHS];
	struct str cut;
};

struct lead_line {
	struct str title, place, number, href, when, by, drop;
};
struct group_line {
	struct str subject, href, count, advice, link, link_href;
	struct kit_link *member;
	size_t n_members, n_more;
};
struct leads_page {
	struct frame frame;
	struct kit_title title;
	struct str compared, next;
	struct group_line *group;
	size_t n_groups;
	struct lead_line *lead;
	size_t n_leads;
	struct kit_empty no_groups, no_leads;
};

#endif
