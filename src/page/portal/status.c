/*
 * status -- looking one's own request up, and the cookie that remembers that it was proved.
 */
#include "core/crypto.h"
#include "core/seal.h"
#include "desk/letter.h"
#include "page/error_page.h"
#include "page/portal/apply_part.h"
#include "page/portal/status_view.h"
#include "page/portal_status_tmpl.h"

#include <inttypes.h>

enum { STATUS_SECONDS = 30 * 60 };
static const char cookie_status[] = "gk_status";

struct lookup_typed {
	struct str number, code;
};
static const struct form_field lookup_fields[] = {
	FORM_TEXT(struct lookup_typed, number, "申请编号", 1, 60, FORM_REQUIRED,
		.missing = "请填写申请编号"),
	FORM_TEXT(struct lookup_typed, code, "查询码", 1, 60, FORM_REQUIRED,
		.missing = "请填写查询码"),
};
const struct http_fields lookup_form = HTTP_FIELDS(lookup_fields, struct lookup_typed);

/* --- the cookie
 * -------------------------------------------------------------------------------------- */

enum err status_remember(struct http_exchange *x, struct request_id id, struct error *err)
{
	struct str sealed;
	struct str plain = arena_fmt(
		x->arena, "%" PRId64 " %" PRId64, id.v, x->started_ms / 1000 + STATUS_SECONDS);
	enum err e = seal(APP(x)->desk->keys, x->arena, plain, STR("cookie.status"), &sealed, err);
	if (e != OK)
		return e;
	struct http_cookie c = { .name = cookie_status,
		.value = base64url_arena(x->arena, sealed),
		.max_age_s = STATUS_SECONDS };
	http_cookie_set(x, &c);
	return arena_check(x->arena, err);
}

void status_forget(struct http_exchange *x)
{
	http_cookie_set(x, &(struct http_cookie){ .name = cookie_status, .max_age_s = 0 });
}

static int64_t digits(struct str s, size_t *at)
{
	int64_t v = 0;
	while (*at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9')
		v = v * 10 + (s.p[(*at)++] - '0');
	return v;
}

/* 0 when there is no cookie of ours that is still good. */
static struct request_id remembered(struct http_exchange *x)
{
	struct str text = http_cookie_find(x, cookie_status), sealed, plain;
	struct error why;
	size_t at = 0;
	if (text.n == 0 || base64url_decode(x->arena, text, &sealed, &why) != OK ||
		seal_open(APP(x)->desk->keys, x->arena, sealed, STR("cookie.status"), &plain,
			&why) != OK)
		return (struct request_id){ 0 };
	int64_t id = digits(plain, &at);
	at++;
	return (struct request_id){ digits(plain, &at) > x->started_ms / 1000 ? id : 0 };
}

enum err status_open(
	struct http_exchange *x, struct request_view *v, bool *found, struct error *err)
{
	struct request_id id = remembered(x);
	*found = false;
	if (id.v == 0) {
		if (!str_is(x->path, "/status"))
			http_answer_redirect(x, STR("/status"));
		return OK;
	}
	enum err e = applicant_view(APP(x)->desk, x->arena, id, v, err);
	if (e == OK)
		e = status_remember(x, id, err);
	*found = e == OK;
	return e;
}

bool status_is_closed(const struct request_view *v)
{
	return v->request.closed_on.has || v->request.stage == STAGE_SERVICE ||
	       v->request.stage == STAGE_DONE || v->request.stage == STAGE_ARCHIVED;
}

/* --- the look-up
 * ---------------------------------------------------------------------------------------- */

static enum err lookup_page(
	struct http_exchange *x, int status, const struct kit_error *why, struct error *err)
{
	struct lookup_page v = { .form = { .action = STR("/status"), .csrf = http_csrf_token(x) } };
	struct kit_error error[2];
	size_t n = 0;
	enum err e = portal_load(x, (struct agency_id){ 0 }, &v.portal, err);
	if (e != OK)
		return e;
	v.number = (struct kit_input){ .field = { .name = STR("number"),
					       .label = STR("申请编号"),
					       .classes = STR("govuk-input--width-10") },
		.autocomplete = STR("off") };
	v.code = (struct kit_input){ .field = { .name = STR("code"),
					     .label = STR("查询码"),
					     .classes = STR("govuk-input--width-10") },
		.autocomplete = STR("off"),
		.spellcheck = KIT_CHECK_OFF };
	if (x->method == HTTP_POST) {
		kit_take_state(page_state(x, "number"), &v.number.field, &v.number.value);
		kit_take_state(page_state(x, "code"), &v.code.field, NULL);
	}
	if (v.number.field.error.n)
		error[n++] = (struct kit_error){ v.number.field.error, STR("#number") };
	if (v.code.field.error.n)
		error[n++] = (struct kit_error){ v.code.field.error, STR("#code") };
	if (n == 0 && why)
		error[n++] = *why;
	v.errors = (struct kit_errors){ .error = error, .n = n };
	portal_frame(x, &v.portal, "查申请进度", "status", "申请进度", &v.frame);
	v.frame.errors = (int)n;
	struct buf *o = page_open(x, &v.frame);
	lookup_main(o, &v);
	return page_close(x, status, o, &v.frame, err);
}

enum err status_post(struct http_exchange *x, struct error *err)
{
	const struct lookup_typed *t = x->form;
	struct request_view v;
	struct kit_error why;
	if (x->report->n_errors)
		return lookup_page(x, 422, NULL, err);
	enum err e = request_status(APP(x)->desk, x->arena, t->number, t->code, x->peer, &v, err);
	if (e == ERR_LIMIT) {
		err->field = "address";
		return portal_fail(x, e, err);
	}
	if (e == ERR_NOT_FOUND) {
		why = (struct kit_error){ arena_str(x->arena, str_cstr(err->msg)), STR("#number") };
		return lookup_page(x, 422, &why, err);
	}
	if (e == OK)
		e = status_remember(x, v.request.id, err);
	return e != OK ? e : page_done(x, STR("/status"), NULL);
}

enum err status_leave_post(struct http_exchange *x, struct error *err)
{
	(void)err;
	status_forget(x);
	return page_done(x, STR("/status"), NULL);
}

static enum err status_page(
	struct http_exchange *x, const struct request_view *r, struct error *err)
{
	struct status_page v = { .request = *r };
	enum err e = portal_load(x, r->request.agency, &v.portal, err);
	struct applicant_letter *own = NULL;
	if (e == OK)
		e = applicant_letters(
			APP(x)->desk, x->arena, r->request.id, &own, &v.n_own, err);
	v.own = own;
	if (e == OK)
		e = status_fill(x, &v, err);
	if (e != OK)
		return e;
	v.leave = (struct kit_form){ .action = STR("/status/leave"), .csrf = http_csrf_token(x) };
	portal_frame(x, &v.portal, "申请进度", "status", "申请进度", &v.frame);
	struct buf *o = page_open(x, &v.frame);
	status_main(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

enum err status_show(struct http_exchange *x, struct error *err)
{
	struct request_view r;
	bool found;
	enum err e = status_open(x, &r, &found, err);
	if (e != OK)
		return e;
	return found ? status_page(x, &r, err) : lookup_page(x, 200, NULL, err);
}
