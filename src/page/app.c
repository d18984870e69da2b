#include "page/app.h"

#include "core/crypto.h"
#include "desk/consultation.h"
#include "desk/inbox.h"
#include "desk/notice.h"
#include "desk/remedy.h"
#include "http/percent.h"
#include "page/error_page.h"
#include "page/part.h"

enum { PAGE_MAX = 4 << 20, PAGE_ROOM = 16 << 10, PATH_MAX_BYTES = 2000 };

const char cookie_session[] = "gk_session", cookie_visitor[] = "gk_visitor",
	   cookie_draft[] = "gk_draft", cookie_notice[] = "gk_notice", cookie_mode[] = "gk_mode";

/* The areas of the program.  A new one is named here and in app.h. */
static const struct app_area *const areas[] = {
	&area_account,
	&area_admin,
	&area_annual,
	&area_annual_text,
	&area_calendar,
	&area_ledger,
	&area_letters,
	&area_log,
	&area_notices,
	&area_office,
	&area_portal,
	&area_remedy,
	&area_site,
	&area_topics,
};

/* --- who is asking ---------------------------------------------------------------------------- */

void page_session_set(struct http_exchange *x, struct str token)
{
	struct http_cookie c = { .name = cookie_session, .value = token, .max_age_s = -1 };
	http_cookie_set(x, &c);
}

void page_session_clear(struct http_exchange *x)
{
	struct http_cookie c = { .name = cookie_session, .max_age_s = 0 };
	http_cookie_set(x, &c);
}

static enum err look_up(struct http_exchange *x, struct session_who *who, enum session_found *found,
	struct error *err)
{
	struct str token = http_cookie_find(x, cookie_session);
	*found = SESSION_NONE;
	if (token.n == 0)
		return OK;
	return session_check(APP(x)->desk, x->arena, token, x->peer, who, found, err);
}

/*
 * Pages for everybody do not ask the store.  A log-in that is not complete counts on the routes
 * made for it alone; elsewhere it is as good as none, and log_in leads to its next step.
 */
static enum err authenticate(struct http_exchange *x, struct error *err)
{
	if (x->route->permission == PERM_NONE)
		return OK;
	struct session_who who;
	enum session_found found;
	enum err e = look_up(x, &who, &found, err);
	if (e || found != SESSION_OPEN)
		return e;
	if (who.stage != SESSION_COMPLETE && x->route->permission != PERM_HALF)
		return OK;
	struct principal *p = arena_one(x->arena, struct principal);
	if (!p)
		return arena_check(x->arena, err);
	*p = (struct principal){ .actor = who.actor,
		.stage = who.stage,
		.name = who.name,
		.agency_name = who.agency_name };
	x->principal = p;
	/* The cookie's secret changes at each step of a log-in, its number does not. */
	x->session_token = arena_fmt(x->arena, "%lld", (long long)who.actor.session.v);
	return arena_check(x->arena, err);
}

static enum err authorise(struct http_exchange *x, unsigned permission, struct error *err)
{
	if (permission == PERM_NONE)
		return OK;
	if (!x->principal)
		return error_set(err, ERR_DENIED, NULL, "请先登录");
	const struct principal *p = WHO(x);
	if (role_permits(p->actor.roles, permission))
		return OK;
	log_write(APP(x)->log, LOG_DENIED, log_token("req", x->request_id),
		log_token("route", str_cstr(x->route->path)),
		log_i64("account", p->actor.person.v));
	return desk_allow(&p->actor, permission, err);
}

struct actor page_actor(const struct http_exchange *x)
{
	if (x->principal)
		return WHO(x)->actor;
	return (struct actor){ .address = x->peer };
}

/* --- going to the log-in and back ------------------------------------------------------------- */

struct str page_own_path(struct str path)
{
	if (path.n == 0 || path.n > PATH_MAX_BYTES || path.p[0] != '/' ||
		(path.n > 1 && (path.p[1] == '/' || path.p[1] == '\\')))
		return STR("/");
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] < ' ' || path.p[i] == 0x7f || path.p[i] == '\\')
			return STR("/");
	return path;
}

/* The page that shows the form which was sent to this route: the same path, or one above it. */
static struct str form_path(const struct http_exchange *x)
{
	struct str path = x->path;
	const char *pattern = x->route->path;
	size_t n = strlen(pattern);
	const struct app *app = APP(x);
	while (n > 1 && path.n > 1) {
		for (size_t t = 0; app->table[t]; t++)
			for (size_t i = 0; i < app->n_routes[t]; i++) {
				const struct http_route *r = &app->table[t][i];
				if (r->method == HTTP_GET && strlen(r->path) == n &&
					memcmp(r->path, pattern, n) == 0)
					return path;
			}
		while (n > 0 && pattern[--n] != '/')
			;
		while (path.n > 0 && path.p[--path.n] != '/')
			;
	}
	return STR("/");
}

static const char *step_path(enum session_stage stage)
{
	switch (stage) {
	case SESSION_FACTOR:
		return "/login/code";
	case SESSION_PASSWORD:
		return "/login/password";
	case SESSION_ENROL:
		return "/account/factor";
	case SESSION_COMPLETE:
		break;
	}
	return "/login";
}

/* 303 to the log-in page, or to the step at which the log-in stands; back comes after it. */
static void go_to_login(struct http_exchange *x, const char *step, struct str back)
{
	struct buf b;
	buf_init(&b, 16 * 1024);
	buf_cstr(&b, step);
	if (!str_is(back, "/")) {
		buf_lit(&b, "?back=");
		percent_encode(&b, back, "-._~/");
	}
	http_answer_redirect(x, buf_view(&b));
	buf_done(&b);
}

static enum err log_in(struct http_exchange *x, struct error *err)
{
	struct session_who who;
	enum session_found found;
	enum err e = look_up(x, &who, &found, err);
	if (e)
		return e;
	if (x->method == HTTP_GET) {
		go_to_login(x, found == SESSION_OPEN ? step_path(who.stage) : "/login",
			page_own_path(x->target));
		return OK;
	}
	bool answered;
	e = once_answer_step(x, &answered, err);
	if (e || answered)
		return e;
	struct str back = form_path(x);
	struct person_id person = { found == SESSION_NONE ? 0 : who.actor.person.v };
	bool keep = x->route->fields && x->route->permission != PERM_HALF;
	if (keep)
		e = draft_keep(x, person, back, err);
	if (e && e != ERR_LIMIT)
		return e;
	if (found == SESSION_OVER || keep) {
		struct http_cookie c = { .name = cookie_notice,
			.value = keep && !e ? STR("draft.kept") : STR("session.over"),
			.max_age_s = 60 };
		http_cookie_set(x, &c);
	}
	go_to_login(x, found == SESSION_OPEN ? step_path(who.stage) : "/login", back);
	return OK;
}

/* --- the frame -------------------------------------------------------------------------------- */

struct side_link {
	unsigned permission;
	const char *label, *href;
};
static const struct side_link side_work[] = {
	{ PERM_REQUEST_LOOK, "依申请公开", "/office" },
	{ PERM_REMEDY_LOOK, "复议诉讼", "/office/remedies" },
	{ PERM_REQUEST_LOOK, "申请热点", "/office/topics" },
	{ PERM_REQUEST_LOOK, "多人申请、公开线索", "/office/leads" },
	{ PERM_REQUEST_LOOK, "征求意见", "/office/consultations" },
	{ PERM_LEDGER_LOOK, "年度台账", "/office/ledger" },
};
static const struct side_link side_report[] = {
	{ PERM_ANNUAL_LOOK, "年度报告", "/annual" },
};
static const struct side_link side_manage[] = {
	{ PERM_ORG_LOOK, "机关和部门", "/admin/agencies" },
	{ PERM_ORG_LOOK, "人员账号", "/admin/people" },
	{ PERM_RIGHTS_PROPOSE, "权限变更", "/admin/rights" },
	{ PERM_RIGHTS_DECIDE, "权限变更", "/admin/rights" },
	{ PERM_LOG_READ, "审计日志", "/admin/log" },
	{ PERM_CALENDAR_LOOK, "工作日历", "/admin/calendars" },
	{ PERM_STATUS, "系统状态", "/admin/status" },
};
static const struct side_link side_own[] = {
	{ PERM_LOGGED_IN, "我的账号", "/account" },
	{ PERM_LOGGED_IN, "待阅", "/office/notices" },
};
static const struct {
	const char *label;
	const struct side_link *link;
	size_t n;
} side[] = {
	{ "办理", side_work, sizeof side_work / sizeof *side_work },
	{ "报告", side_report, sizeof side_report / sizeof *side_report },
	{ "管理", side_manage, sizeof side_manage / sizeof *side_manage },
	{ "我的", side_own, sizeof side_own / sizeof *side_own },
};
enum { SIDE_GROUPS = sizeof side / sizeof *side };

bool app_has_page(const struct app *app, struct str path)
{
	for (size_t t = 0; app->table[t]; t++)
		for (size_t i = 0; i < app->n_routes[t]; i++)
			if (app->table[t][i].method == HTTP_GET &&
				str_is(path, app->table[t][i].path))
				return true;
	return false;
}

typedef enum err waiting_fn(const struct desk *d, struct arena *a, const struct actor *who,
	int64_t *out, struct error *err);

/* Overdue and soon due cases.  A page is worth more than its badge: no badge then. */
static void count_waiting(struct http_exchange *x, const struct principal *p, waiting_fn *waiting,
	struct frame_link *link)
{
	int64_t n = 0;
	struct error ignored;
	if (waiting(APP(x)->desk, x->arena, &p->actor, &n, &ignored) == OK) {
		link->count = (int)n;
		link->hot = n > 0;
	}
}

/* The side bar by the person's rights; the link of this page is the one whose path it begins with.
 */
/* 待阅 in the head: as with the badge, a page is worth more than the number. */
static void count_unread(struct http_exchange *x, const struct principal *p, struct frame *f)
{
	int64_t n = 0;
	struct error ignored;
	if (notice_unread(APP(x)->desk, x->arena, &p->actor, &n, &ignored) != OK)
		return;
	f->unread = (int)n;
	f->unread_href = STR("/office/notices");
}

static void fill_side(struct http_exchange *x, const struct principal *p, struct frame *f)
{
	struct frame_group *group = arena_array(x->arena, struct frame_group, SIDE_GROUPS);
	for (size_t g = 0; group && g < SIDE_GROUPS; g++) {
		struct frame_link *link = arena_array(x->arena, struct frame_link, side[g].n);
		size_t n = 0;
		for (size_t i = 0; link && i < side[g].n; i++) {
			struct str href = str_cstr(side[g].link[i].href);
			if (!role_permits(p->actor.roles, side[g].link[i].permission) ||
				!app_has_page(APP(x), href))
				continue;
			link[n] = (struct frame_link){
				.label = str_cstr(side[g].link[i].label), .href = href, .key = href
			};
			if (str_is(href, "/office"))
				count_waiting(x, p, inbox_waiting, &link[n]);
			if (str_is(href, "/office/remedies"))
				count_waiting(x, p, remedy_waiting, &link[n]);
			if (str_is(href, "/office/consultations"))
				count_waiting(x, p, consultation_waiting, &link[n]);
			n++;
			if (str_starts(x->path, href) && href.n > f->current.n)
				f->current = href;
		}
		if (n)
			group[f->n_nav++] =
				(struct frame_group){ str_cstr(side[g].label), link, n };
	}
	f->nav = group;
}

/* The first role's name, with how many more there are. */
static struct str role_text(struct arena *a, uint64_t roles)
{
	const char *first = NULL;
	int more = 0;
	for (unsigned i = 0; i < ROLES; i++)
		if (roles & ROLE_BIT(i)) {
			more += first != NULL;
			first = first ? first : role_name((enum role)i);
		}
	if (!first)
		return STR("");
	return more ? arena_fmt(a, "%s等 %d 个角色", first, more + 1) : str_cstr(first);
}

void page_frame(struct http_exchange *x, enum frame_kind kind, const char *title, struct frame *f)
{
	const struct app *app = APP(x);
	*f = (struct frame){ .kind = kind,
		.modes = modes_read(x),
		.title = str_cstr(title),
		.site = kind == FRAME_PORTAL ? app->config.site_name : STR(""),
		.home = kind == FRAME_PORTAL ? STR("/") : STR("/office"),
		.plain_note = STR("仅限工作人员，禁止处理国家秘密") };
	/* A POST answers with a page only when something is wrong: its modes lead to the form. */
	f->back = x->method == HTTP_GET ? page_own_path(x->target) : x->path;
	f->current = STR("");
	const struct principal *p = WHO(x);
	if (p) {
		f->org = p->agency_name;
		f->person = p->name;
		f->person_href = STR("/account");
		f->role = role_text(x->arena, p->actor.roles);
		f->csrf = http_csrf_token(x);
		if (kind == FRAME_OFFICE)
			fill_side(x, p, f);
	}
	if (p && kind == FRAME_OFFICE)
		count_unread(x, p, f);
	if (p && kind == FRAME_OFFICE && role_permits(p->actor.roles, PERM_REQUEST_LOOK))
		f->search = STR("/office/find");
	struct str code = http_cookie_find(x, cookie_notice);
	if (code.n == 0 || !x->route)
		return;
	const struct frame_notice *notice = notice_find(code);
	if (notice)
		f->notice = *notice;
	http_cookie_set(x, &(struct http_cookie){ .name = cookie_notice, .max_age_s = 0 });
}

/* Stands for a buffer that could not be made: takes nothing, and page_close tells. */
static struct buf no_buf = { .err = ERR_NOMEM };

static void free_buf(void *p)
{
	buf_done(p);
}

struct buf *page_open(struct http_exchange *x, const struct frame *f)
{
	struct buf *o = arena_one(x->arena, struct buf);
	if (!o)
		return &no_buf;
	buf_init(o, PAGE_MAX);
	buf_reserve(o, PAGE_ROOM);
	arena_defer(x->arena, free_buf, o);
	frame_begin(o, f);
	return o;
}

enum err page_close(struct http_exchange *x, int status, struct buf *o, const struct frame *f,
	struct error *err)
{
	frame_end(o, f);
	enum err e = buf_check(o, err);
	if (!e)
		e = arena_check(x->arena, err);
	if (!e)
		http_answer_page(x, status, o);
	return e;
}

/* --- forms ------------------------------------------------------------------------------------ */

bool page_add_error(struct http_exchange *x, const struct error *e)
{
	if (!e->field || !x->report || !x->route->fields ||
		(e->code != ERR_INVALID && e->code != ERR_CONFLICT && e->code != ERR_DENIED))
		return false;
	const struct http_fields *f = x->route->fields;
	struct form_report *r = arena_one(x->arena, struct form_report);
	struct str msg = arena_str(x->arena, str_cstr(e->msg));
	if (!r || !msg.p)
		return false;
	*r = *x->report;
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->field[i].name, e->field) == 0) {
			if (r->state[i].error.n == 0)
				r->n_errors++;
			r->state[i].error = msg;
			x->report = r;
			return true;
		}
	return false;
}

const struct form_state *page_state(const struct http_exchange *x, const char *name)
{
	const struct principal *who = WHO(x);
	const struct http_fields *f = who && who->draft ? who->draft : x->route->fields;
	for (size_t i = 0; f && x->report && i < f->n && i < x->report->n; i++)
		if (strcmp(f->field[i].name, name) == 0)
			return &x->report->state[i];
	return NULL;
}

/* --- hooks ------------------------------------------------------------------------------------ */

static void show_error(struct http_exchange *x, int status, const struct error *e)
{
	if (e->code >= ERR_IO || status >= 500)
		log_error(APP(x)->log, e->code == ERR_STORE ? LOG_STORE_FAILED : LOG_HTTP_FAILED, e,
			1, (struct log_field[]){ log_token("req", x->request_id) });
	struct frame f;
	struct error_page v = { .status = status, .request_id = x->request_id };
	if (!portal_error_frame(x, &f, &v.phone))
		page_frame(x, x->principal ? FRAME_OFFICE : FRAME_PLAIN, "", &f);
	/* The code's own sentence is the better one; what the server says of a status is the
	 * page's. */
	if (e->code && e->code != ERR_BUG && e->code != ERR_IO && e->code != ERR_STORE)
		v.message = str_cstr(e->msg);
	struct buf o;
	buf_init(&o, PAGE_MAX);
	error_page_print(&o, &f, &v);
	/* Without a page the server answers with its own. */
	if (o.err == OK)
		http_answer_page(x, status, &o);
	buf_done(&o);
}

static void finished(struct http_exchange *x, int status, int64_t bytes, int64_t duration_us)
{
	struct str route = x->route ? str_cstr(x->route->path) : STR("-");
	log_write(APP(x)->log, LOG_HTTP_REQUEST, log_token("req", x->request_id),
		log_token("method", x->head		     ? STR("HEAD")
				    : x->method == HTTP_POST ? STR("POST")
							     : STR("GET")),
		log_token("route", route), log_i64("status", status), log_i64("bytes", bytes),
		log_us("took", duration_us));
}

void app_http(struct app *app, struct http_app *out)
{
	_Static_assert(sizeof areas / sizeof *areas <= APP_AREAS_MAX, "room for all areas");
	size_t n = sizeof areas / sizeof *areas;
	for (size_t i = 0; i < n; i++) {
		app->table[i] = areas[i]->route;
		app->n_routes[i] = areas[i]->n;
	}
	app->table[n] = NULL;
	*out = (struct http_app){ .ctx = app,
		.table = app->table,
		.n_routes = app->n_routes,
		.authenticate = authenticate,
		.authorise = authorise,
		.handle = once_handle,
		.log_in = log_in,
		.error_page = show_error,
		.finished = finished };
}
