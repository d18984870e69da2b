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
#include "http/route.h"
#include "http/server.h"
#include "page/frame.h"

/* What pages show that comes from the configuration file.  Borrowed for the life of the server. */
struct app_config {
	struct str site_name;  /* 政府信息公开工作平台 */
	struct str public_url; /* https://…, for links in mail; may be empty */
	struct str version;
};

/* x->app: shared by all threads, never changed after the start. */
struct app {
	struct desk *desk;
	struct log *log;
	struct app_config config;
	struct http_server *const *server; /* for /metrics; *server is set after the start */
};
#define APP(x) ((const struct app *)(x)->app)

/* x->principal of a request with a session; lives in the exchange's arena. */
struct principal {
	struct actor actor;
	int stage;       /* of the session: 0 second factor missing, 1 complete, 2 must change the password */
	struct str name; /* of the person */
	struct str agency_name;
};
#define WHO(x) ((const struct principal *)(x)->principal)

/* All route tables and the hooks; app must outlive the server. */
void app_http(struct app *app, struct http_app *out);

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

#endif
