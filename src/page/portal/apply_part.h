/*
 * apply_part -- building the pages of an application.  Private to page/portal/.
 *
 *	struct apply_page *p;
 *	enum err e = page_begin(x, 2, "申请人信息（公民）", &p, err);
 *	put_input(p, "name", "姓名", "与有效身份证件一致", 0);
 *	return page_end(p, err);
 *
 * Values come from the draft, errors from p->wrong (added by page_wrong before the controls).
 */
#ifndef PAGE_PORTAL_APPLY_PART_H
#define PAGE_PORTAL_APPLY_PART_H

#include "page/portal/apply_view.h"

enum { PUT_OPTIONAL = 1, PUT_SHORT = 2, PUT_MIDDLE = 4, PUT_HEADING = 8 };

MUST_USE enum err page_begin(struct http_exchange *x, size_t step, const char *title,
	struct apply_page **out, struct error *err);
/* Keeps those of the desk's errors that belong to one of the fields (NULL-ended). */
void page_check(struct apply_page *p, const char *const *fields);
void page_wrong(struct apply_page *p, const struct error *wrong);
struct kit_input *put_input(
	struct apply_page *p, const char *name, const char *label, const char *hint, unsigned how);
struct kit_textarea *put_textarea(struct apply_page *p, const char *name, const char *label,
	const char *hint, int max, unsigned how);
void put_select(struct apply_page *p, const char *name, const char *label,
	const struct kit_choice *choice, size_t n);
struct kit_choices *put_radios(struct apply_page *p, const char *name, const char *label,
	const char *hint, const struct kit_choice *choice, size_t n, unsigned how);
void put_file(struct apply_page *p, const char *name, const char *label, const char *hint);
/* 保存并继续 and 存草稿. */
void put_buttons(struct apply_page *p);
/* 200, or 422 with errors. */
MUST_USE enum err page_end(struct apply_page *p, struct error *err);

/* Too many from one address: the 429 page; every other error as it is. */
MUST_USE enum err portal_fail(struct http_exchange *x, enum err e, struct error *err);
/* Was the button 存草稿 pressed? */
bool wants_save(const struct http_exchange *x);
/* The request as it stands, checked: errors of all steps. */
size_t apply_check(const struct apply *a, struct error *wrong, size_t max);
/* The step at which a field of struct request_input is asked: 1 .. 4. */
const char *step_of_field(const char *field);
extern const char *const fields_of_who[], *const fields_of_what[], *const fields_of_how[];

#endif
