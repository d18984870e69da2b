#include "cmd/clock.h"

#include "core/json.h"

enum { ID_MAX = 64, REASON_MAX = 300 /* bytes */, DAYS_MAX = 100000 };

static const char *const known_field[] = { "on", "event", "days", "until", "id", "kind", "reason" };

/* "第3项的 until" is what every message begins with. */
#define REFUSE(i, field_name, ...) refuse((err), (i), (field_name), arena_fmt(a, __VA_ARGS__))

static enum err refuse(struct error *err, size_t i, const char *field, struct str why)
{
	error_set(err, ERR_FORMAT, NULL, "第%zu项的 %s %.*s", i + 1, field, STR_ARG(why));
	err->field = field;
	return ERR_FORMAT;
}

/* A date member; absent is fine unless required. */
static enum err parse_date(struct arena *a, const json_t *v, size_t i, const char *field,
	bool *present, struct date *out, struct error *err)
{
	const json_t *m = json_object_get(v, field);
	*present = m != NULL;
	if (!m)
		return OK;
	struct str text = json_member_str(v, field);
	if (date_parse(text, out))
		return OK;
	if (text.n == 0)
		return REFUSE(i, field, "不是日期，应写成 \"2026-09-17\" 这样的文字");
	return REFUSE(i, field, "“%.*s”不是日期，应写成 \"2026-09-17\" 这样的文字",
		text.n > ID_MAX ? ID_MAX : (int)text.n, text.p);
}

static enum err parse_kind(
	struct arena *a, const json_t *v, size_t i, struct clock_event *e, struct error *err)
{
	struct str name = json_member_str(v, "event");
	int kind = clock_event_by_name(name);
	if (kind >= 0) {
		e->kind = (enum clock_event_kind)kind;
		return OK;
	}
	if (name.n == 0)
		return REFUSE(i, "event", "没有写，应是 received、extended 等事项名称");
	return REFUSE(i, "event", "“%.*s”不是已知的事项，输入 gongkai help clock 查看全部事项",
		name.n > ID_MAX ? ID_MAX : (int)name.n, name.p);
}

/* An id may be text or a number; both are kept as text. */
static enum err parse_id(
	struct arena *a, const json_t *v, size_t i, struct clock_event *e, struct error *err)
{
	const json_t *m = json_object_get(v, "id");
	bool needed = e->kind == CLOCK_CONSULT_SENT || e->kind == CLOCK_CONSULT_SERVED ||
		      e->kind == CLOCK_CONSULT_RETURNED;
	e->id = json_member_str(v, "id");
	if (json_is_integer(m))
		e->id = arena_fmt(a, "%lld", (long long)json_integer_value(m));
	if (m && e->id.n == 0)
		return REFUSE(i, "id", "应是不空的文字");
	if (e->id.n > ID_MAX)
		return REFUSE(i, "id", "太长，最多%d个字节", ID_MAX);
	if (needed && e->id.n == 0)
		return REFUSE(i, "id", "没有写，征求意见的事项都要有编号");
	return OK;
}

static enum err parse_days(
	struct arena *a, const json_t *v, size_t i, struct clock_event *e, struct error *err)
{
	const json_t *m = json_object_get(v, "days");
	if (!m && e->kind == CLOCK_EXTENDED)
		return REFUSE(i, "days", "没有写，延长要写明工作日数");
	if (!m)
		return OK;
	json_int_t days = json_integer_value(m);
	if (!json_is_integer(m) || days < -DAYS_MAX || days > DAYS_MAX)
		return REFUSE(i, "days", "不是合理的整数，应写成 20 这样的数字");
	e->days = (int)days;
	return OK;
}

static enum err parse_texts(
	struct arena *a, const json_t *v, size_t i, struct clock_event *e, struct error *err)
{
	struct str kind = json_member_str(v, "kind");
	if (str_is(kind, "agency"))
		e->consultee = CLOCK_AGENCY;
	else if (json_object_get(v, "kind") && !str_is(kind, "third_party"))
		return REFUSE(i, "kind", "只能是 third_party（第三方）或者 agency（其他机关）");
	e->reason = json_member_str(v, "reason");
	if (e->reason.n > REASON_MAX)
		return REFUSE(i, "reason", "太长，最多%d个字节", REASON_MAX);
	return OK;
}

static void warn_unknown(const json_t *v, size_t i)
{
	const char *key;
	json_t *m;
	json_object_foreach((json_t *)v, key, m)
	{
		bool known = false;
		for (size_t k = 0; k < sizeof known_field / sizeof known_field[0]; k++)
			known = known || strcmp(key, known_field[k]) == 0;
		if (!known)
			fprintf(stderr, "gongkai: 提醒：第%zu项的字段“%.60s”不认识，没有使用\n",
				i + 1, key);
	}
}

static enum err parse_event(
	struct arena *a, const json_t *v, size_t i, struct clock_event *e, struct error *err)
{
	bool has_on;
	if (!json_is_object(v))
		return error_set(err, ERR_FORMAT, NULL,
			"第%zu项不是对象，应写成 {\"on\":\"2026-09-17\",\"event\":\"received\"}",
			i + 1);
	enum err bad = parse_date(a, v, i, "on", &has_on, &e->on, err);
	if (!bad && !has_on)
		bad = REFUSE(i, "on", "没有写，每一项都要有日期");
	if (!bad)
		bad = parse_kind(a, v, i, e, err);
	if (!bad)
		bad = parse_date(a, v, i, "until", &e->has_until, &e->until, err);
	if (!bad)
		bad = parse_id(a, v, i, e, err);
	if (!bad)
		bad = parse_days(a, v, i, e, err);
	if (!bad)
		bad = parse_texts(a, v, i, e, err);
	if (!bad)
		warn_unknown(v, i);
	return bad;
}

enum err clock_events_read(
	struct arena *a, struct str json, struct clock_event **out, size_t *n, struct error *err)
{
	json_t *v;
	enum err bad = json_read(a, json, CLOCK_FILE_MAX, &v, err);
	if (bad)
		return bad;
	size_t count = json_array_size(v);
	if (!json_is_array(v))
		return error_set(err, ERR_FORMAT, NULL, "内容不是事项的列表，应以 [ 开头");
	if (count == 0)
		return error_set(
			err, ERR_FORMAT, NULL, "没有任何事项，第一项应当是 received（收到申请）");
	if (count > CLOCK_EVENTS_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "有%zu项，超过上限%d项", count, CLOCK_EVENTS_MAX);
	struct clock_event *e = arena_array(a, struct clock_event, count);
	bad = arena_check(a, err);
	for (size_t i = 0; !bad && i < count; i++)
		bad = parse_event(a, json_array_get(v, i), i, &e[i], err);
	if (!bad)
		bad = arena_check(a, err);
	if (bad)
		return bad;
	*out = e;
	*n = count;
	return OK;
}
