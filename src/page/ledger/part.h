/*
 * part -- what the handlers of the ledgers share.  Private to page/ledger/.
 */
#ifndef PAGE_LEDGER_PART_H
#define PAGE_LEDGER_PART_H

#include "desk/channel.h"
#include "desk/ledger_import.h"
#include "desk/money.h"
#include "desk/norm.h"
#include "page/form_page.h"
#include "page/ledger/view.h"

http_handler ledger_show, ledger_rows_show, ledger_grid_show, ledger_grid_post, ledger_sign_show,
	ledger_sign_post, ledger_history_show, norm_list_show, norm_add_show, norm_add_post,
	norm_edit_show, norm_edit_post, channel_list_show, channel_show, channel_add_show,
	channel_add_post, channel_edit_show, channel_edit_post, channel_step_show,
	channel_step_post, money_list_show, money_add_show, money_add_post, money_undo_show,
	money_undo_post, ledger_import_show, ledger_import_post, ledger_confirm_post,
	ledger_batches_show, ledger_undo_show, ledger_undo_post, decision_list_show,
	decision_publish_show, decision_publish_post, ledger_export_show, ledger_export_post;

extern const struct http_fields ledger_form, ledger_rows_form, ledger_year_form, ledger_grid_form,
	ledger_sign_form, ledger_history_form, norm_list_form, norm_form, channel_list_form,
	channel_form, channel_step_form, money_list_form, money_form, money_undo_form,
	ledger_import_form, ledger_confirm_form, ledger_batches_form, decision_list_form,
	decision_publish_form, ledger_export_form, ledger_export_query;

/* The year of a query, the present one when none is said. */
int ledger_year_of(const struct http_exchange *x, int64_t year);
struct date ledger_day_of(const struct http_exchange *x);
/* Frame, tabs (current: the path of one of them) and title. */
void ledger_page_init(
	struct http_exchange *x, struct ledger_page *v, const char *title, const char *current);
MUST_USE enum err ledger_page_answer(
	struct http_exchange *x, struct ledger_page *v, struct error *err);
MUST_USE enum err ledger_page_answer_as(
	struct http_exchange *x, struct ledger_page *v, int status, struct error *err);
/*
 * Whose ledger a page shows, ?agency=: 0 and the own one are the same.  For those who supervise a filter
 * 机关; of another agency nothing can be written, and the page's links keep to it.
 */
MUST_USE enum err ledger_agency_filter(struct http_exchange *x, struct ledger_page *v, int64_t agency,
	struct error *err);
/* May the actor write into the ledger that the page shows? */
bool ledger_writes(const struct http_exchange *x, int64_t agency);
/* The button 导出 of a list (a word of export_page.c) of a year. */
struct kit_button ledger_export_button(
	struct http_exchange *x, const struct ledger_page *v, const char *list, int year);
/* Crumbs 年度台账 > last. */
void ledger_crumbs(struct http_exchange *x, struct frame *f, struct str last);
/* The filter 年份. */
void ledger_year_filter(struct http_exchange *x, struct ledger_page *v, int year);
/* One more filter; choice 0 is 全部 when all is true. */
void ledger_filter(struct ledger_page *v, const char *name, const char *label,
	const struct kit_choice *choice, size_t n, struct str value);
/* A section with room for rows; NULL at the limit or without memory. */
struct ledger_section *ledger_section_add(struct http_exchange *x, struct ledger_page *v,
	const char *id, const char *title, const struct kit_table *table, size_t rows);
/* The cells of row r. */
struct ledger_text *ledger_row(struct ledger_section *s, size_t r);
/* Departments as choices, 本级 first. */
MUST_USE enum err ledger_department_choices(struct http_exchange *x, struct kit_choice **out,
	size_t *n, struct error *err);
/* "1,795,941"; money in 元 with thousands commas. */
struct str ledger_number(struct http_exchange *x, int item, int64_t amount);
struct str ledger_decimal(struct http_exchange *x, struct decimal d);
/* "2024-03-01", "" when there is none. */
struct str ledger_day_text(struct http_exchange *x, struct opt_i64 day);
/* A form's date that may be absent, as the desk wants it. */
struct date ledger_form_day(struct date d);
/* 元 with up to two decimals as 分; false when it is none. */
bool ledger_parse_money(struct str s, int64_t *fen);
bool ledger_parse_count(struct str s, int64_t *n);

#endif
