/*
 * app -- the program's side of the HTTP server: who is asking, may they, and the
 * frame round every page.
 *
 * One folder per area: page/account/ (log-in, set-up, own account), page/admin/
 * (agencies, departments, people, rights, log, calendars, state of the system),
 * later portal/, office/, supervise/, api/.  An area has a route table
 * (<area>/routes.c), handlers (x_page.c), view structs (x_view.h) and templates
 * (x.tmpl).  Handlers call one desk function and fill a view; templates never
 * call anything but templates.
 */
#ifndef PAGE_APP_H
#define PAGE_APP_H

#include "core/log.h"
#include "desk/desk.h"
#include "desk/role.h"
#include "desk/session.h"
#include "desk/state.h"
#include "http/route.h"
#include "http/server.h"
#include "page/frame.h"
#include "report/report.h"

/* What pages show that comes from the configuration file.  Borrowed for the life of the server. */
struct app_config {
	struct str site_name;  /* 政府信息公开工作平台 */
	struct str public_url; /* https://…, for links in mail; may be empty */
	struct str version;
	struct state_place place; /* for the state of the system */
};

enum { APP_AREAS_MAX = 16 };

/* x->app: shared by all threads, never changed after the start.  Of a POST: a copy (page/once.c). */
struct app {
	struct desk *desk;
	struct log *log;
	struct app_config config;
	/* An uploaded document as an annual report, read in a jail (cmd/report_open.h). */
	enum err (*read_report)(
		struct arena *a, struct str bytes, struct report **out, struct error *err);
	struct http_server *const *server; /* for /metrics; *server is set after the start */
	/* Filled by app_http: the route tables, ended by NULL. */
	const struct http_route *table[APP_AREAS_MAX + 1];
	size_t n_routes[APP_AREAS_MAX];
};
#define APP(x) ((const struct app *)(x)->app)

/* x->principal of a request with a session; lives in the exchange's arena. */
struct principal {
	struct actor actor;
	enum session_stage stage; /* anything but SESSION_COMPLETE only on routes with PERM_HALF */
	struct str name;	  /* of the person */
	struct str agency_name;
	const struct http_fields *draft; /* set by page_draft: what x->report is about */
};
#define WHO(x) ((const struct principal *)(x)->principal)

/* The route table of an area; the list of areas is in app.c. */
struct app_area {
	const struct http_route *route;
	size_t n;
};
/* One a line, so that areas come and go by themselves. */
extern const struct app_area area_account;
extern const struct app_area area_admin;
extern const struct app_area area_annual;
extern const struct app_area area_annual_text;
extern const struct app_area area_calendar;
extern const struct app_area area_ledger;
extern const struct app_area area_letters;
extern const struct app_area area_log;
extern const struct app_area area_notices;
extern const struct app_area area_office;
extern const struct app_area area_portal;
extern const struct app_area area_remedy;
extern const struct app_area area_site;

/* All route tables and the hooks; app must outlive the server. */
void app_http(struct app *app, struct http_app *out);
/* Is there a GET route of exactly this path (no parameters)?  For links to areas that may be
 * absent. */
bool app_has_page(const struct app *app, struct str path);

/*
 * Fills f for this request: modes from the cookies, person, side bar by the
 * person's rights, log-out token, notice left by the last request.  title is
 * borrowed.
 */
void page_frame(struct http_exchange *x, enum frame_kind kind, const char *title, struct frame *f);

/*
 * Renders into a buffer and answers.  Used as
 *
 *	struct buf *o = page_open(x, &view.frame);     frame_begin is printed
 *	people_main(o, &view);
 *	return page_close(x, 200, o, &view.frame, err); frame_end, then the answer
 */
struct buf *page_open(struct http_exchange *x, const struct frame *f);
MUST_USE enum err page_close(struct http_exchange *x, int status, struct buf *o,
	const struct frame *f, struct error *err);

/*
 * 303 to path with a notice shown once on the next page (a code of the table in
 * page/notice.c, kept in a short-lived cookie; never text of a person).
 */
MUST_USE enum err page_done(struct http_exchange *x, struct str path, const char *notice);

/*
 * To the first page that the person's rights lead to, for those who do not work on requests; one's
 * own account is always there.
 */
void page_start(struct http_exchange *x);

/* A path of our own: begins with one /, no control characters, not too long.  Else "/". */
struct str page_own_path(struct str path);
/* The actor of this request; its address also when nobody is logged in. */
struct actor page_actor(const struct http_exchange *x);

/*
 * Adds an error of the desk to the form's report, so that the page shows it at its field: true
 * when it is the person's to correct (err->field is a field of the form and the code is
 * ERR_INVALID, ERR_CONFLICT or ERR_DENIED); false: return the error as it is.
 */
bool page_add_error(struct http_exchange *x, const struct error *err);
/* The state of a field of x's form; NULL when nothing was sent or there is no such field. */
const struct form_state *page_state(const struct http_exchange *x, const char *name);

/*
 * In the GET handler of a form: when what was typed before a lost log-in is kept for `path`, it is
 * read with the form's fields, x->form and x->report are set as after a POST (without errors), and
 * *any is true; the page then shows the typed values and says so.
 */
MUST_USE enum err page_draft(struct http_exchange *x, struct str path,
	const struct http_fields *fields, bool *any, struct error *err);

/* Sets or clears the cookie of a log-in. */
void page_session_set(struct http_exchange *x, struct str token);
void page_session_clear(struct http_exchange *x);

#endif
