#include "page/portal/apply_part.h"

#include "page/error_page.h"
#include "page/portal_apply_tmpl.h"

#include <assert.h>

const char *const fields_of_who[] = { "class", "name", "id_type", "id_number", "credit_code",
	"legal_representative", "contact", "phone", "email", "address", "postcode", NULL };
const char *const fields_of_what[] = { "subject", "content", "file", NULL };
const char *const fields_of_how[] = { "form", "way", "fax", "email", "address", NULL };

bool wants_save(const struct http_exchange *x)
{
	struct form_pairs pairs = { .pair = (struct form_pair *)x->pairs, .n = x->n_pairs };
	struct str value;
	return form_pairs_find(&pairs, "save", &value);
}

size_t apply_check(const struct apply *a, struct error *wrong, size_t max)
{
	struct request_input in;
	apply_input(a, &in);
	return request_check_each(&in, wrong, max);
}

static bool among(const char *field, const char *const *list)
{
	for (; field && *list; list++)
		if (strcmp(field, *list) == 0)
			return true;
	return false;
}

const char *step_of_field(const char *field)
{
	if (among(field, fields_of_who))
		return "/apply/who";
	if (among(field, fields_of_what))
		return "/apply/what";
	if (among(field, fields_of_how))
		return "/apply/how";
	return "/apply";
}

enum err portal_fail(struct http_exchange *x, enum err e, struct error *err)
{
	if (e != ERR_LIMIT || !err->field || strcmp(err->field, "address") != 0)
		return e;
	struct portal portal;
	struct error other;
	struct frame f;
	struct error_page v = { .status = 429, .message = str_cstr(err->msg) };
	e = portal_load(x, (struct agency_id){ 0 }, &portal, &other);
	if (e != OK)
		return ERR_LIMIT;
	portal_frame(x, &portal, "操作太频繁", "", NULL, &f);
	v.phone = portal.agency.phone;
	struct buf o;
	buf_init(&o, 1 << 20);
	error_page_print(&o, &f, &v);
	e = buf_check(&o, err);
	if (e == OK)
		http_answer_page(x, 429, &o);
	buf_done(&o);
	return e;
}

/* --- building ----------------------------------------------------------------------------------
 */

static const struct str step_names[APPLY_STEPS] = { STR_INIT("申请人类型"), STR_INIT("申请人信息"),
	STR_INIT("所需信息"), STR_INIT("获取方式"), STR_INIT("核对提交") };

enum err page_begin(struct http_exchange *x, size_t step, const char *title,
	struct apply_page **out, struct error *err)
{
	struct apply_page *p = arena_one(x->arena, struct apply_page);
	if (!p)
		return arena_check(x->arena, err);
	p->x = x;
	p->step = step;
	p->title = str_cstr(title);
	p->control = arena_array(x->arena, struct form_control, APPLY_CONTROLS);
	enum err e = apply_load(x, &p->apply, err);
	struct request_input in;
	apply_input(&p->apply, &in);
	if (e == OK)
		e = portal_load(x, in.agency, &p->portal, err);
	if (e == ERR_NOT_FOUND && in.agency.v) { /* closed meanwhile: chosen again */
		apply_set(&p->apply, "agency", STR(""));
		e = portal_load(x, (struct agency_id){ 0 }, &p->portal, err);
	}
	if (e == OK)
		e = arena_check(x->arena, err);
	p->form = (struct kit_form){
		.action = x->path, .csrf = http_csrf_token(x), .upload = false, .unsaved = KIT_WARN
	};
	*out = p;
	return e;
}

void page_wrong(struct apply_page *p, const struct error *wrong)
{
	if (wrong->code == OK || p->n_wrong == APPLY_ERRORS)
		return;
	for (size_t i = 0; i < p->n_wrong; i++)
		if (wrong->field && p->wrong[i].field &&
			strcmp(wrong->field, p->wrong[i].field) == 0)
			return;
	p->wrong[p->n_wrong++] = *wrong;
}

void page_check(struct apply_page *p, const char *const *fields)
{
	struct error wrong[APPLY_ERRORS];
	size_t n = apply_check(&p->apply, wrong, APPLY_ERRORS);
	for (size_t i = 0; i < n; i++)
		if (among(wrong[i].field, fields))
			page_wrong(p, &wrong[i]);
}

static struct form_control *put(struct apply_page *p, enum form_control_kind kind)
{
	assert(p->n < APPLY_CONTROLS);
	p->control[p->n].kind = kind;
	return &p->control[p->n++];
}

static struct kit_field field(const struct apply_page *p, const char *name, const char *label,
	const char *hint, unsigned how)
{
	struct kit_field f = { .name = str_cstr(name),
		.label = str_cstr(label),
		.hint = str_cstr(hint),
		.optional = (how & PUT_OPTIONAL) != 0 };
	if (how & PUT_SHORT)
		f.classes = STR("govuk-input--width-10");
	if (how & PUT_MIDDLE)
		f.classes = STR("govuk-input--width-20");
	for (size_t i = 0; i < p->n_wrong; i++)
		if (p->wrong[i].field && strcmp(p->wrong[i].field, name) == 0)
			f.error = str_cstr(p->wrong[i].msg);
	return f;
}

struct kit_input *put_input(
	struct apply_page *p, const char *name, const char *label, const char *hint, unsigned how)
{
	struct kit_input *v = &put(p, FORM_CONTROL_INPUT)->input;
	*v = (struct kit_input){ .field = field(p, name, label, hint, how),
		.value = apply_value(&p->apply, name) };
	return v;
}

struct kit_textarea *put_textarea(struct apply_page *p, const char *name, const char *label,
	const char *hint, int max, unsigned how)
{
	struct kit_textarea *v = &put(p, FORM_CONTROL_TEXTAREA)->textarea;
	*v = (struct kit_textarea){ .field = field(p, name, label, hint, how),
		.value = apply_value(&p->apply, name),
		.rows = 7,
		.max_chars = max };
	return v;
}

void put_select(struct apply_page *p, const char *name, const char *label,
	const struct kit_choice *choice, size_t n)
{
	struct kit_select *v = &put(p, FORM_CONTROL_SELECT)->select;
	*v = (struct kit_select){ .field = field(p, name, label, NULL, 0),
		.choice = choice,
		.n = n,
		.value = apply_value(&p->apply, name) };
}

struct kit_choices *put_radios(struct apply_page *p, const char *name, const char *label,
	const char *hint, const struct kit_choice *choice, size_t n, unsigned how)
{
	struct kit_choices *v = &put(p, FORM_CONTROL_RADIOS)->choices;
	*v = (struct kit_choices){ .field = field(p, name, label, hint, how),
		.choice = choice,
		.n = n,
		.value = apply_value(&p->apply, name) };
	v->field.heading = (how & PUT_HEADING) != 0;
	if (v->field.heading)
		v->field.label_classes = STR("gk-h1");
	return v;
}

void put_file(struct apply_page *p, const char *name, const char *label, const char *hint)
{
	struct kit_file *v = &put(p, FORM_CONTROL_FILE)->file;
	*v = (struct kit_file){ .field = field(p, name, label, hint, PUT_OPTIONAL),
		.accept = STR(UPLOAD_ACCEPT),
		.multiple = true };
	p->form.upload = true;
}

void put_buttons(struct apply_page *p)
{
	p->button[p->n_buttons++] = (struct kit_button){ .text = STR("保存并继续") };
	p->button[p->n_buttons++] = (struct kit_button){ .text = STR("存草稿，稍后再填"),
		.kind = KIT_SECONDARY,
		.name = STR("save"),
		.value = STR("1"),
		.draft = true };
}

/* --- answering
 * ------------------------------------------------------------------------------------ */

/* The summary's lines: to the control on this page, or to the step where the field is. */
static void list_errors(struct apply_page *p)
{
	for (size_t i = 0; i < p->n_wrong; i++) {
		const char *name = p->wrong[i].field;
		bool here = !name || p->step == 0;
		for (size_t k = 0; name && k < p->n; k++) {
			const struct form_control *c = &p->control[k];
			const struct kit_field *f =
				c->kind == FORM_CONTROL_INPUT	   ? &c->input.field
				: c->kind == FORM_CONTROL_TEXTAREA ? &c->textarea.field
				: c->kind == FORM_CONTROL_SELECT   ? &c->select.field
				: c->kind == FORM_CONTROL_FILE	   ? &c->file.field
								   : &c->choices.field;
			here = here || str_is(f->name, name);
		}
		if (name && strcmp(name, "sure") == 0)
			here = true;
		p->error[i] = (struct kit_error){ .text = str_cstr(p->wrong[i].msg) };
		if (name)
			p->error[i].href =
				page_fmt(p->x, "%s#%s", here ? "" : step_of_field(name), name);
	}
}

static void list_files(struct apply_page *p)
{
	struct request_file_input file[REQUEST_FILES_MAX];
	struct apply_file_line *line =
		arena_array(p->x->arena, struct apply_file_line, REQUEST_FILES_MAX);
	size_t n = apply_files(&p->apply, file);
	for (size_t i = 0; line && i < n; i++)
		line[i] = (struct apply_file_line){ file[i].name,
			size_text(p->x->arena, file[i].size), page_fmt(p->x, "%zu", i) };
	p->file = line;
	p->n_files = line ? n : 0;
}

enum err page_end(struct apply_page *p, struct error *err)
{
	struct http_exchange *x = p->x;
	struct str name = p->title.n ? p->title
			  : p->n     ? p->control[0].choices.field.label
				     : p->title;
	list_errors(p);
	p->errors = (struct kit_errors){ .error = p->error, .n = p->n_wrong };
	p->steps = (struct kit_steps){
		.name = step_names, .n = APPLY_STEPS, .current = p->step, .label = STR("申请步骤")
	};
	if (p->step == 2 || p->step == 3)
		list_files(p);
	portal_frame(x, &p->portal, arena_cstr(x->arena, name), p->step ? "apply" : "status",
		p->step == 1 ? "依申请公开" : arena_cstr(x->arena, name), &p->frame);
	p->frame.errors = (int)p->n_wrong;
	if (p->n_wrong)
		p->form.unsaved = KIT_WARN_NOW;
	struct buf *o = page_open(x, &p->frame);
	apply_main(o, p);
	return page_close(x, p->n_wrong ? 422 : 200, o, &p->frame, err);
}
