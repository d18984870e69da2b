#include "page/form_page.h"

#include "http/percent.h"
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

void page_url_add(struct buf *b, struct str value)
{
	percent_encode(b, value, "-._~");
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

enum err form_page_init(struct http_exchange *x, struct form_page *p,
	const struct http_fields *fields, const char *title, struct error *err)
{
	*p = (struct form_page){ .x = x, .fields = fields, .status = 200 };
	enum err e = OK;
	if (x->method == HTTP_GET)
		e = page_draft(x, x->path, fields, &p->draft, err);
	if (e != OK)
		return e;
	p->title.title = str_cstr(title);
	page_frame(x, FRAME_OFFICE, title, &p->frame);
	p->form = (struct kit_form){ .action = x->path,
		.csrf = http_csrf_token(x),
		.unsaved = KIT_WARN };
	if (p->draft || (x->method == HTTP_POST && x->route->fields == fields))
		p->report = x->report;
	if (p->report && p->report->n_errors > 0)
		p->status = 422;
	if (p->draft)
		p->inset = STR("已填入登录过期前保留的草稿，请核对后提交");
	p->control = arena_array(x->arena, struct form_control, FORM_PAGE_CONTROLS);
	p->stale = arena_array(x->arena, struct form_stale, FORM_PAGE_STALE);
	return arena_check(x->arena, err);
}

static struct form_control *add(struct form_page *p, enum form_control_kind kind)
{
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
	return p->report ? &p->report->state[i] : NULL;
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

void form_page_checkboxes(struct form_page *p, const char *name, struct kit_choice *choice, size_t n,
	uint64_t chosen, const char *hint)
{
	struct kit_choices *v = &add(p, FORM_CONTROL_CHECKBOXES)->choices;
	*v = (struct kit_choices){ .choice = choice, .n = n };
	const struct form_state *s = fill(p, name, hint, &v->field);
	v->field.optional = false;
	if (s)
		v->field.error = s->error;
	if (s)
		memcpy(&chosen, (const char *)p->x->form + p->fields->field[index_of(p, name)].offset,
			sizeof(chosen));
	for (size_t i = 0; i < n; i++)
		choice[i].chosen = (chosen >> i & 1) != 0;
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
	struct http_exchange *x = p->x;
	if (e != ERR_INVALID && e != ERR_CONFLICT)
		return false;
	p->status = e == ERR_CONFLICT ? 409 : 422;
	if (page_add_error(x, err)) {
		p->report = x->report;
		return true;
	}
	p->error = (struct kit_error){ .text = arena_str(x->arena, str_cstr(err->msg)) };
	p->errors = (struct kit_errors){ .error = &p->error, .n = 1 };
	if (e == ERR_CONFLICT)
		p->errors.title = STR("没有保存");
	return true;
}

void form_page_stale(struct form_page *p, const char *label, struct str theirs, struct str yours)
{
	if (str_eq(theirs, yours))
		return;
	assert(p->n_stale < FORM_PAGE_STALE);
	p->stale[p->n_stale++] = (struct form_stale){ str_cstr(label), theirs, yours };
}

enum err form_page_answer(struct http_exchange *x, struct form_page *p, struct error *err)
{
	enum err e = arena_check(x->arena, err);
	if (e != OK)
		return e;
	p->frame.errors = (int)((p->report ? p->report->n_errors : 0) + p->errors.n);
	if (p->frame.errors > 0)
		p->form.unsaved = KIT_WARN_NOW;
	struct buf *o = page_open(x, &p->frame);
	form_page_main(o, p);
	return page_close(x, p->status, o, &p->frame, err);
}
