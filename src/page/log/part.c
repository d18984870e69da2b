#include "page/log/part.h"

#include "desk/role.h"
#include "page/moment.h"

#include <inttypes.h>

struct log_filter log_filter_of(const struct log_typed *t)
{
	struct date none = form_date_absent();
	enum action_group g;
	struct log_filter f = { .has_from = t->from.day != none.day, .has_to = t->to.day != none.day,
		.from = t->from, .to = t->to, .login = t->login, .group = -1,
		.object_kind = t->kind, .object = t->object, .refused = t->refused };
	if (action_group_find(t->group, &g))
		f.group = (int)g;
	return f;
}

static void add_text(struct buf *b, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_char(b, b->n ? '&' : '?');
	buf_fmt(b, "%s=", name);
	page_url_add(b, value);
}

static void add_date(struct buf *b, const char *name, struct date d)
{
	if (d.day != form_date_absent().day)
		add_text(b, name, str_cstr(date_text(d).z));
}

struct str log_query_of(struct http_exchange *x, const struct log_typed *t, int64_t below)
{
	struct buf b;
	buf_init(&b, 4096);
	add_date(&b, "from", t->from);
	add_date(&b, "to", t->to);
	add_text(&b, "login", t->login);
	add_text(&b, "group", t->group);
	add_text(&b, "kind", t->kind);
	if (t->object)
		add_text(&b, "object", page_fmt(x, "%" PRId64, t->object));
	if (t->refused)
		add_text(&b, "refused", STR("1"));
	if (below)
		add_text(&b, "below", page_fmt(x, "%" PRId64, below));
	struct str s = arena_str(x->arena, buf_view(&b));
	buf_done(&b);
	return s;
}

struct kit_choice *log_group_choices(struct http_exchange *x, size_t *n)
{
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, ACTION_GROUPS + 1);
	*n = c ? ACTION_GROUPS + 1 : 0;
	if (c)
		c[0] = (struct kit_choice){ .text = STR("全部") };
	for (unsigned g = 0; c && g < ACTION_GROUPS; g++)
		c[g + 1] = (struct kit_choice){ .value = str_cstr(action_group_word(g)),
			.text = str_cstr(action_group_name(g)) };
	return c;
}

struct kit_choice *log_kind_choices(struct http_exchange *x, size_t *n)
{
	size_t count = 0;
	while (action_object_word(count))
		count++;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, count + 1);
	*n = c ? count + 1 : 0;
	if (c)
		c[0] = (struct kit_choice){ .text = STR("全部") };
	for (size_t i = 0; c && i < count; i++) {
		struct str word = str_cstr(action_object_word(i));
		c[i + 1] = (struct kit_choice){ .value = word, .text = action_object_name(word) };
	}
	return c;
}

/* Where a thing can be looked at, when its page is there and the auditor may see it. */
static struct str object_href(struct http_exchange *x, const struct event_row *e)
{
	static const struct {
		const char *kind, *route, *path;
		unsigned permission;
	} page[] = {
		{ "agency", "/admin/agencies/:id", "/admin/agencies/", PERM_ORG_LOOK },
		{ "calendar", "/admin/calendars/:year", "/admin/calendars/", PERM_CALENDAR_LOOK },
		{ "person", "/admin/people/:id", "/admin/people/", PERM_ORG_LOOK },
	};
	for (size_t i = 0; i < sizeof(page) / sizeof(*page); i++)
		if (e->object > 0 && str_is(e->object_kind, page[i].kind) &&
			app_has_page(APP(x), str_cstr(page[i].route)) &&
			role_permits(WHO(x)->actor.roles, page[i].permission))
			return page_fmt(x, "%s%" PRId64, page[i].path, e->object);
	return STR("");
}

struct str log_moment(struct http_exchange *x, int64_t ms)
{
	struct str minute = moment_text(x->arena, ms);
	return page_fmt(x, "%.*s:%02d", STR_ARG(minute), (int)(ms / 1000 % 60));
}

void log_words_of(struct http_exchange *x, const struct log_line *l, struct log_words *out)
{
	const struct event_row *e = &l->event;
	const struct action *a = action_find(e->action);
	enum role r;
	*out = (struct log_words){ .seq = e->seq.v, .at = log_moment(x, e->at), .login = l->login,
		.person = l->name, .action = a ? str_cstr(a->name) : e->action,
		.reason = e->reason, .address = e->address, .refused = e->refused != 0 };
	out->role = role_find(e->role, &r)	   ? str_cstr(role_name(r))
		    : str_is(e->role, "console") ? STR("命令行")
						 : e->role;
	if (!l->name.n)
		out->person = str_is(e->role, "console") ? STR("服务器管理员")
							 : STR("未登录者");
	if (e->object_kind.n) {
		struct str kind = action_object_name(e->object_kind);
		out->object = kind;
		if (l->object_login.n)
			out->object = page_fmt(x, "%.*s %.*s", STR_ARG(kind), STR_ARG(l->object_login));
		else if (e->object > 0 && e->object < 10000) /* a year, not an id */
			out->object = page_fmt(x, "%.*s %" PRId64, STR_ARG(kind), e->object);
		out->object_href = object_href(x, e);
	}
}

void log_crumbs(struct http_exchange *x, struct frame *f, const char *last)
{
	struct frame_crumb *crumb = arena_array(x->arena, struct frame_crumb, 2);
	if (!crumb)
		return;
	crumb[0] = (struct frame_crumb){ .label = STR("审计日志"), .href = STR("/admin/log") };
	crumb[1] = (struct frame_crumb){ .label = str_cstr(last) };
	f->crumbs = crumb;
	f->n_crumbs = 2;
}
