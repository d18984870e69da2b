/*
 * part -- what the handlers of the log share.  Private to page/log/.
 */
#ifndef PAGE_LOG_PART_H
#define PAGE_LOG_PART_H

#include "page/form_page.h"
#include "page/log/view.h"

http_handler log_list_show, log_event_show, log_days_show, log_verify_show, log_verify_post,
	log_export_show, log_export_post, log_publish_show, log_publish_post, log_head_file,
	log_public_head;

extern const struct http_fields log_query_form, log_export_form, log_reason_form;

/* The filter in a URL; export_typed begins with the same. */
struct log_typed {
	struct date from, to;
	struct str login, group, kind;
	int64_t object;
	bool refused;
	int64_t below;
};
#define LOG_QUERY_FIELDS(st)                                                                       \
	FORM_DATE(st, from, "开始日期", 1990, 2099, 0), FORM_DATE(st, to, "结束日期", 1990, 2099, 0), \
		FORM_TEXT(st, login, "账号", 0, 50, 0), FORM_TOKEN(st, group, "动作类别", 0, 20, 0),  \
		FORM_TOKEN(st, kind, "对象类别", 0, 40, 0),                                         \
		FORM_INT(st, object, "对象编号", 0, INT64_MAX, 0),                                  \
		FORM_FLAG(st, refused, "只看被拒绝的", 0)

/* What was typed as the desk's filter. */
struct log_filter log_filter_of(const struct log_typed *t);
/* The query string of a filter, "?from=…" or empty; below 0: none. */
struct str log_query_of(struct http_exchange *x, const struct log_typed *t, int64_t below);
/* Choices with an empty one in front. */
struct kit_choice *log_group_choices(struct http_exchange *x, size_t *n);
struct kit_choice *log_kind_choices(struct http_exchange *x, size_t *n);
/* An event in words. */
void log_words_of(struct http_exchange *x, const struct log_line *l, struct log_words *out);
/* "2026-11-21 12:03:07" */
struct str log_moment(struct http_exchange *x, int64_t ms);
/* Crumbs: 审计日志 and this page. */
void log_crumbs(struct http_exchange *x, struct frame *f, const char *last);

#endif
