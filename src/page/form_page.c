#include "page/form_page.h"

#include "page/form_page_tmpl.h"

#include <assert.h>
#include <stdarg.h>

enum { TEXT_MAX = 2000 };

struct str page_fmt(struct http_exchange *x, const char *fmt, ...)
{
	char text[TEXT_MAX];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	assert(n >= 0 && (size_t)n < sizeof(text));
	return arena_str(x->arena, (struct str){ text, (size_t)n });
}

struct str page_time(struct http_exchange *x, int64_t ms)
{
	enum { SHANGHAI_S = 8 * 3600, DAY_S = 86400 };
	if (ms <= 0)
		return STR("—");
	int64_t s = ms / 1000;
	int64_t of_day = (s + SHANGHAI_S) % DAY_S;
	return page_fmt(x, "%s %02d:%02d", date_text(date_of_moment(s)).z, (int)(of_day / 3600),
		(int)(of_day / 60 % 60));
}

enum err page_id(const struct http_exchange *x, int i, int64_t *out, struct error *err)
{
	struct str s = x->param[i];
	int64_t v = 0;
	bool good = s.n > 0 && s.n <= 19 && s.p[0] != '0';
	for (size_t k = 0; good && k < s.n; k++) {
		good = s.p[k] >= '0' && s.p[k] <= '9' && v <= (INT64_MAX - (s.p[k] - '0')) / 10;
		if (good)
			v = v * 10 + (s.p[k] - '0');
	}
	if (!good)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有找到这个页面，地址可能不完整");
	*out = v;
	return OK;
}

/* --- building -------------------------------------------------------------------------------- */

void form_page_init(struct http_exchange *x, struct form_page *p, const struct http_fields *fields,
	const char *title, struct str action)
{
	*p = (struct form_page){ .x = x, .fields = fields, .status = 200 };
	p->title.title = str_cstr(title);
	page_frame(x, FRAME_OFFICE, title, &p->frame);
	p->form = (struct kit_form){ .action = action, .csrf = http_csrf_token(x), .unsaved = KIT_WARN };
	if (x->method == HTTP_POST && x->route->fields == fields && x->report) {
		p->report = *x->report;
		if (p->report.n_errors > 0)
			p->status = 422;
	}
	p->control = arena_array(x->arena, struct form_control, FORM_PAGE_CONTROLS);
	p->stale = arena_array(x->arena, struct form_stale, FORM_PAGE_STALE);
}

/* NULL when the arena is at its end: the answer then fails as a whole. */
static struct form_control *add(struct form_page *p, enum form_control_kind kind)
{
	static struct form_control none; /* never read */
	if (!p->control)
		return &none;
	assert(p->n < FORM_PAGE_CONTROLS);
	p->control[p->n].kind = kind;
	return &p->control[p->n++];
}

static size_t index_of(const struct form_page *p, const char *name)
{
	size_t i = 0;
	while (i < p->fields->n && strcmp(p->fields->field[i].name, name) != 0)
		i++;
	assert(i < p->fields->n);
	return i;
}

/* Label, hint, error; returns the state of the field, NULL when the form was not sent yet. */
static const struct form_state *fill(struct form_page *p, const char *name, const char *hint,
	struct kit_field *f)
{
	size_t i = index_of(p, name);
	const struct form_field *field = &p->fields->field[i];
	*f = (struct kit_field){ .name = str_cstr(name),
		.label = str_cstr(field->label),
		.hint = str_cstr(hint),
		.optional = !(field->flags & FORM_REQUIRED) && field->type != FORM_TYPE_FLAG };
	return p->report.state ? &p->report.state[i] : NULL;
}

struct kit_input *form_page_input(
	struct form_page *p, const char *name, struct str value, const char *hint)
{
	struct kit_input *v = &add(p, FORM_CONTROL_INPUT)->input;
	*v = (struct kit_input){ .value = value };
	kit_take_state(fill(p, name, hint, &v->field), &v->field, &v->value);
	enum form_type type = p->fields->field[index_of(p, name)].type;
	if (type == FORM_TYPE_INT) {
		v->inputmode = STR("numeric");
		v->field.classes = STR("govuk-input--width-5");
	}
	return v;
}

struct kit_textarea *form_page_textarea(
	struct form_page *p, const char *name, struct str value, const char *hint)
{
	struct kit_textarea *v = &add(p, FORM_CONTROL_TEXTAREA)->textarea;
	*v = (struct kit_textarea){ .value = value, .rows = 3 };
	kit_take_state(fill(p, name, hint, &v->field), &v->field, &v->value);
	v->max_chars = (int)p->fields->field[index_of(p, name)].max;
	return v;
}

void form_page_select(struct form_page *p, const char *name, const struct kit_choice *choice, size_t n,
	struct str value, const char *hint)
{
	struct kit_select *v = &add(p, FORM_CONTROL_SELECT)->select;
	*v = (struct kit_select){ .choice = choice, .n = n, .value = value };
	kit_take_state(fill(p, name, hint, &v->field), &v->field, &v->value);
}

void form_page_radios(struct form_page *p, const char *name, const struct kit_choice *choice, size_t n,
	struct str value, const char *hint)
{
	struct kit_choices *v = &add(p, FORM_CONTROL_RADIOS)->choices;
	*v = (struct kit_choices){ .choice = choice, .n = n, .value = value };
	kit_take_state(fill(p, name, hint, &v->field), &v->field, &v->value);
}

/* Was this value among those that were sent for the field? */
static bool was_sent(const struct form_page *p, const char *name, struct str value)
{
	for (size_t i = 0; i < p->x->n_pairs; i++)
		if (str_is(p->x->pairs[i].name, name) && str_eq(p->x->pairs[i].value, value))
			return true;
	return false;
}

void form_page_checkboxes(struct form_page *p, const char *name, struct kit_choice *choice, size_t n,
	uint64_t chosen, const char *hint)
{
	struct kit_choices *v = &add(p, FORM_CONTROL_CHECKBOXES)->choices;
	*v = (struct kit_choices){ .choice = choice, .n = n };
	const struct form_state *s = fill(p, name, hint, &v->field);
	v->field.optional = false;
	if (s)
		v->field.error = s->error;
	for (size_t i = 0; i < n; i++)
		choice[i].chosen = s ? was_sent(p, name, choice[i].value) : (chosen >> i & 1) != 0;
}

void form_page_flag(struct form_page *p, const char *name, bool on, const char *hint)
{
	struct kit_choice *one = arena_one(p->x->arena, struct kit_choice);
	if (!one)
		return;
	struct kit_choices *v = &add(p, FORM_CONTROL_CHECKBOXES)->choices;
	*v = (struct kit_choices){ .choice = one, .n = 1 };
	const struct form_state *s = fill(p, name, NULL, &v->field);
	*one = (struct kit_choice){ .value = STR("1"), .text = v->field.label, .hint = str_cstr(hint),
		.chosen = s ? s->given : on };
	v->field.label = (struct str){ 0 };
	if (s)
		v->field.error = s->error;
}

void form_page_file(struct form_page *p, const char *name, const char *accept, const char *hint)
{
	struct kit_file *v = &add(p, FORM_CONTROL_FILE)->file;
	*v = (struct kit_file){ .accept = str_cstr(accept) };
	kit_take_state(fill(p, name, hint, &v->field), &v->field, NULL);
	p->form.upload = true;
}

void form_page_heading(struct form_page *p, const char *text)
{
	add(p, FORM_CONTROL_HEADING)->text = str_cstr(text);
}

void form_page_text(struct form_page *p, struct str text)
{
	add(p, FORM_CONTROL_TEXT)->text = text;
}

void form_page_hidden(struct form_page *p, const char *name, struct str value)
{
	assert(p->n_hidden < sizeof(p->hidden) / sizeof(*p->hidden));
	p->hidden[p->n_hidden++] = (struct kit_hidden_pair){ str_cstr(name), value };
}

void form_page_submit(struct form_page *p, const char *text, struct str back)
{
	p->button[p->n_buttons++] = (struct kit_button){ .text = str_cstr(text), .once = true };
	if (back.n > 0)
		p->button[p->n_buttons++] = (struct kit_button){ .text = STR("返回，不做更改"),
			.kind = KIT_SECONDARY, .href = back };
}

/* --- refusals -------------------------------------------------------------------------------- */

bool form_page_refused(struct form_page *p, enum err e, const struct error *err)
{
	if (e != ERR_INVALID && e != ERR_CONFLICT)
		return false;
	p->status = e == ERR_CONFLICT ? 409 : 422;
	struct str msg = arena_str(p->x->arena, str_cstr(err->msg));
	for (size_t i = 0; err->field && p->report.state && i < p->fields->n; i++) {
		if (strcmp(p->fields->field[i].name, err->field) != 0)
			continue;
		if (p->report.state[i].error.n == 0) {
			p->report.state[i].error = msg;
			p->report.n_errors++;
		}
		return true;
	}
	p->error = (struct kit_error){ .text = msg };
	p->errors = (struct kit_errors){ .error = &p->error, .n = 1 };
	if (e == ERR_CONFLICT)
		p->errors.title = STR("没有保存");
	return true;
}

void form_page_stale(struct form_page *p, const char *label, struct str theirs, struct str yours)
{
	if (!p->stale || str_eq(theirs, yours))
		return;
	assert(p->n_stale < FORM_PAGE_STALE);
	p->stale[p->n_stale++] = (struct form_stale){ str_cstr(label), theirs, yours };
}

enum err form_page_answer(struct http_exchange *x, struct form_page *p, struct error *err)
{
	enum err e = arena_check(x->arena, err);
	if (e != OK)
		return e;
	p->frame.errors = (int)(p->report.n_errors + p->errors.n);
	if (p->frame.errors > 0)
		p->form.unsaved = KIT_WARN_NOW;
	struct buf *o = page_open(x, &p->frame);
	form_page_main(o, p);
	return page_close(x, p->status, o, &p->frame, err);
}
