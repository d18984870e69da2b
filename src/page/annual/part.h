/*
 * part -- what the handlers of annual reports share.  Private to page/annual/.
 */
#ifndef PAGE_ANNUAL_PART_H
#define PAGE_ANNUAL_PART_H

#include "page/annual/view.h"
#include "page/form_page.h"

http_handler annual_list_show, annual_report_show, annual_enter_show, annual_enter_post,
	annual_evidence_show, annual_step_show, annual_step_post, annual_file_show, annual_import_show,
	annual_import_post, annual_import_confirm, annual_year_show, annual_below_show,
	annual_recount_post, annual_before_show, annual_public_list_show, annual_public_show, annual_public_file;

extern const struct http_fields annual_cell_form, annual_public_query, annual_agency_form, annual_enter_form,
	annual_enter_query, annual_step_form, annual_import_form, annual_import_ready, annual_year_query,
	annual_list_query;

/* ?agency= beside the year in the path. */
struct annual_agency_typed {
	int64_t agency;
};
/* The year at :year; ERR_NOT_FOUND. */
MUST_USE enum err annual_path_year(const struct http_exchange *x, int *year, struct error *err);
/* Crumbs: 年度报告, the year (0: none), this page (NULL: the year's page itself). */
void annual_crumbs(struct http_exchange *x, struct frame *f, int year, const char *last);
/* "/annual/2024", with a tail. */
struct str annual_path(struct http_exchange *x, int year, const char *tail);

/* Makes a table of the report for the page; base: beginning of the cells' links, empty: none. */
MUST_USE enum err annual_fill_table(struct http_exchange *x, const struct report *r,
	const struct annual_figures *f, const struct findings *found, int no, struct str base, int chosen,
	struct annual_table *out, struct error *err);
/* What was checked and is right, text and sums; previous: last year's report, NULL when there is none. */
struct annual_report_page;
MUST_USE enum err annual_fill_side(struct http_exchange *x, const struct report *r,
	const struct report *previous, struct annual_report_page *v, struct error *err);
/* The written parts as they are shown. */
MUST_USE enum err annual_fill_text(struct http_exchange *x, const struct report *r,
	struct annual_text_words *out, struct error *err);
/* A report in one of the formats as the answer; name: of the file without its end. */
MUST_USE enum err annual_send(struct http_exchange *x, const struct report *r, struct str format,
	struct str name, struct error *err);
/* "12", or 空. */
struct str annual_number_words(struct http_exchange *x, const struct report_value *v);
struct kit_status_words annual_state_words(int64_t state);

#endif
