#include "page/kit.h"

#include "page/kit_fields_tmpl.h"
#include "page/kit_parts_tmpl.h"
#include "page/kit_view.h"

struct str kit_gap(struct str s)
{
	return s.n ? STR(" ") : (struct str){ 0 };
}

struct str kit_or(struct str s, const char *z)
{
	return s.n ? s : str_cstr(z);
}

const char *kit_check_word(enum kit_check c)
{
	return c == KIT_CHECK_ON ? "true" : "false";
}

bool kit_is_chosen(const struct kit_choice *c, struct str value)
{
	return c->chosen || (value.n > 0 && str_eq(c->value, value));
}

void kit_take_state(const struct form_state *s, struct kit_field *f, struct str *value)
{
	if (!s)
		return;
	f->error = s->error;
	if (value)
		*value = s->raw;
}

void kit_take_date(const struct form_state *s, struct kit_date *v)
{
	if (!s)
		return;
	v->field.error = s->error;
	v->year = s->part[0];
	v->month = s->part[1];
	v->day = s->part[2];
}

/* "EXTRA ID-hint ID-error" in its pieces, those that are there. */
static struct kit_refs refs_of(const struct kit_field *f)
{
	struct kit_refs r = { .id = f->id.n ? f->id : f->name };
	size_t n = 0;
	if (f->described_by.n)
		r.part[n++] = f->described_by;
	if (f->hint.n) {
		r.part[n] = n ? STR(" ") : (struct str){ 0 };
		r.part[n + 1] = r.id;
		r.part[n + 2] = STR("-hint");
		n += 3;
	}
	if (f->error.n) {
		r.part[n] = n ? STR(" ") : (struct str){ 0 };
		r.part[n + 1] = r.id;
		r.part[n + 2] = STR("-error");
		n += 3;
	}
	r.any = n > 0;
	r.gap = n ? STR(" ") : (struct str){ 0 };
	return r;
}

void kit_input(struct buf *o, const struct kit_input *v)
{
	struct kit_refs r = refs_of(&v->field);
	kit_input_body(o, v, &r);
}

void kit_textarea(struct buf *o, const struct kit_textarea *v)
{
	struct kit_refs r = refs_of(&v->field);
	kit_textarea_body(o, v, &r);
}

void kit_password(struct buf *o, const struct kit_password *v)
{
	struct kit_refs r = refs_of(&v->field);
	kit_password_body(o, v, &r);
}

void kit_file(struct buf *o, const struct kit_file *v)
{
	struct kit_refs r = refs_of(&v->field);
	kit_file_body(o, v, &r);
}

void kit_select(struct buf *o, const struct kit_select *v)
{
	struct kit_refs r = refs_of(&v->field);
	kit_select_body(o, v, &r);
}

void kit_fieldset_begin(struct buf *o, const struct kit_field *f)
{
	struct kit_refs r = refs_of(f);
	kit_fieldset_open(o, f, &r, NULL);
}

/* refs: boxes without a legend have no fieldset and carry the ids themselves; else NULL. */
static void choice(struct buf *o, const struct kit_choices *v, const struct kit_refs *r, size_t i,
	const char *kind, const char *type, const struct kit_refs *refs)
{
	const struct kit_choice *c = &v->choice[i];
	struct kit_choice_view view = {
		.choice = c,
		.kind = kind,
		.type = type,
		.id = c->id.n ? c->id : r->id,
		.no = c->id.n || i == 0 ? 0 : (int)i + 1,
		.name = c->name.n ? c->name : v->field.name,
		.refs = refs,
		.chosen = kit_is_chosen(c, v->value),
		.invalid = v->field.error.n > 0,
	};
	kit_choice_body(o, &view);
}

static void choices(struct buf *o, const struct kit_choices *v, const char *kind, const char *type)
{
	struct kit_refs r = refs_of(&v->field);
	bool legend = v->field.label.n > 0, boxes = strcmp(type, "checkbox") == 0;
	kit_group_open(o, &v->field);
	if (legend)
		kit_fieldset_open(o, &v->field, &r, NULL);
	else
		kit_hint_error(o, &v->field, r.id);
	kit_choices_open(o, v, kind);
	for (size_t i = 0; i < v->n; i++) {
		if (v->choice[i].divider.n)
			kit_divider(o, v->choice[i].divider, kind);
		else
			choice(o, v, &r, i, kind, type, boxes && !legend ? &r : NULL);
	}
	kit_group_close(o);
	if (legend)
		kit_fieldset_end(o);
	kit_group_close(o);
}

void kit_radios(struct buf *o, const struct kit_choices *v)
{
	choices(o, v, "radios", "radio");
}

void kit_checkboxes(struct buf *o, const struct kit_choices *v)
{
	choices(o, v, "checkboxes", "checkbox");
}

void kit_date(struct buf *o, const struct kit_date *v)
{
	const struct kit_date_view part[] = {
		{ "year", "年", v->year, 4 },
		{ "month", "月", v->month, 2 },
		{ "day", "日", v->day, 2 },
	};
	struct kit_refs r = refs_of(&v->field);
	bool legend = v->field.label.n > 0;
	kit_group_open(o, &v->field);
	if (legend)
		kit_fieldset_open(o, &v->field, &r, "group");
	else
		kit_hint_error(o, &v->field, r.id);
	kit_date_open(o, &r, v->field.classes);
	for (size_t i = 0; i < 3; i++)
		kit_date_part(o, v, &r, &part[i]);
	kit_group_close(o);
	if (legend)
		kit_fieldset_end(o);
	kit_group_close(o);
}
