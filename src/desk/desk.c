#include "desk/desk.h"

#include "core/utf8.h"
#include "desk/role.h"

/* C-8.5-16: the values law/rules.md proposes; every one of them is a setting. */
void desk_rules_default(struct desk_rules *r)
{
	*r = (struct desk_rules){
		.lock_failures = 5,
		.lock_minutes = 20,
		.idle_minutes = 15,
		.session_hours = 12,
		.attempts_per_minute = 10,
		.second_factor_admins = true,
		.password = PASSWORD_RULES_DEFAULT,
		.cost = PASSWORD_COST_DEFAULT,
	};
}

struct actor actor_console(void)
{
	return (struct actor){ .address = STR("console"), .console = true };
}

enum err desk_allow(const struct actor *who, unsigned permission, struct error *err)
{
	if (who->console || (who->person.v && role_permits(who->roles, permission)))
		return OK;
	return error_set(err, ERR_DENIED, NULL, "您没有“%s”的权限。需要的，请联系系统管理员",
		permission_name(permission));
}

/* The first role that gives the permission; what needs no role is done in none. */
static struct str role_of(const struct actor *who, unsigned permission)
{
	if (who->console)
		return STR("console");
	if (permission == PERM_NONE || permission == PERM_LOGGED_IN || permission == PERM_HALF)
		return STR("");
	for (unsigned i = 0; i < ROLES; i++)
		if ((who->roles & ROLE_BIT(i)) && role_permits(ROLE_BIT(i), permission))
			return str_cstr(role_word((enum role)i));
	return STR("");
}

enum err desk_log(struct tx *tx, const struct actor *who, unsigned permission,
	struct event_entry *e, struct error *err)
{
	e->actor = who->person;
	if (!e->agency.v)
		e->agency = who->agency;
	e->role = role_of(who, permission);
	e->address = who->address;
	return event_append(tx, e, NULL, err);
}

enum err desk_log_change(struct tx *tx, const struct actor *who, unsigned permission,
	struct event_entry *entry, struct buf *before, struct buf *after, struct error *err)
{
	entry->before = buf_view(before);
	entry->after = buf_view(after);
	enum err e = buf_check(before, err);
	if (e == OK)
		e = buf_check(after, err);
	if (e == OK)
		e = desk_log(tx, who, permission, entry, err);
	buf_done(before);
	buf_done(after);
	return e;
}

enum err desk_stale(struct error *err)
{
	return error_set(err, ERR_CONFLICT, NULL,
		"您打开之后，有人修改过这条记录。您的内容已保留，请核对后再提交");
}

/* The first `head` and last `tail` code points with `stars` asterisks between. */
static struct str mask_middle(struct arena *a, struct str s, size_t head, size_t stars, size_t tail)
{
	size_t n = utf8_length(s);
	if (n <= head + tail)
		head = n > 1 ? 1 : 0, tail = 0;
	struct str front = utf8_prefix(s, head);
	struct str back = str_sub(s, utf8_prefix(s, n - tail).n, s.n);
	static const char many[] = "******************";
	if (stars > sizeof(many) - 1)
		stars = sizeof(many) - 1;
	return arena_fmt(a, "%.*s%.*s%.*s", STR_ARG(front), (int)stars, many, STR_ARG(back));
}

/* 王*明, 王*; an empty name stays empty. */
struct str mask_name(struct arena *a, struct str s)
{
	size_t n = utf8_length(s);
	if (n == 0)
		return STR("");
	return mask_middle(a, s, 1, n > 2 ? n - 2 : 1, n > 2 ? 1 : 0);
}

struct str mask_mobile(struct arena *a, struct str s)
{
	return s.n ? mask_middle(a, s, 3, 4, 4) : STR("");
}

struct str mask_email(struct arena *a, struct str s)
{
	size_t at = str_find(s, STR("@"), 0);
	if (s.n == 0)
		return STR("");
	return arena_fmt(a, "%.*s***%.*s", STR_ARG(utf8_prefix(str_sub(s, 0, at), 1)),
		STR_ARG(str_sub(s, at, s.n)));
}

/* 110***********002X: rules.md 8.1, the style for identity numbers of 15 and 18 signs. */
struct str mask_identity(struct arena *a, struct str s)
{
	size_t n = utf8_length(s);
	if (n == 0)
		return STR("");
	return n > 7 ? mask_middle(a, s, 3, n - 7, 4) : mask_middle(a, s, 1, n, 0);
}
