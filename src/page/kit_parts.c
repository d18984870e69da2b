#include "page/kit.h"

#include "page/kit_parts_tmpl.h"
#include "page/kit_view.h"

#include <assert.h>

void kit_error_summary(struct buf *o, const struct kit_errors *v)
{
	static const struct kit_form_view none = { 0 };
	if (v->n > 0 || v->text.n > 0 || v->title.n > 0)
		kit_error_summary_body(o, v, &none);
}

void kit_form_errors(struct buf *o, const struct form_field *fields, const struct form_report *r)
{
	if (!r || r->n_errors == 0)
		return;
	struct kit_form_view view = { fields, r->state, r->n, r->n_errors };
	kit_error_summary_body(o, &(struct kit_errors){ 0 }, &view);
}

void kit_form_begin(struct buf *o, const struct kit_form *v)
{
	kit_form_open(o, v);
}

const char *kit_button_class(enum kit_button_kind k)
{
	switch (k) {
	case KIT_PRIMARY:
		return "";
	case KIT_SECONDARY:
		return " govuk-button--secondary";
	case KIT_DANGER:
		return " govuk-button--warning";
	}
	return "";
}

const char *kit_tag_class(enum kit_tone t)
{
	static const char *const name[] = {
		[KIT_PLAIN] = " govuk-tag--grey",
		[KIT_BLUE] = "",
		[KIT_GREEN] = " govuk-tag--green",
		[KIT_AMBER] = " govuk-tag--yellow",
		[KIT_RED] = " govuk-tag--red",
		[KIT_VIOLET] = " govuk-tag--purple",
	};
	assert((size_t)t < sizeof name / sizeof *name);
	return name[t];
}

const char *kit_status_class(enum kit_tone t)
{
	static const char *const name[] = {
		[KIT_PLAIN] = "",
		[KIT_BLUE] = " gk-st--blue",
		[KIT_GREEN] = " gk-st--green",
		[KIT_AMBER] = " gk-st--amber",
		[KIT_RED] = " gk-st--red",
		[KIT_VIOLET] = " gk-st--violet",
	};
	assert((size_t)t < sizeof name / sizeof *name);
	return name[t];
}

const char *kit_due_class(enum kit_due_kind k)
{
	static const char *const name[] = {
		[KIT_DUE_FAR] = "",
		[KIT_DUE_NEAR] = " gk-due--near",
		[KIT_DUE_SOON] = " gk-due--soon",
		[KIT_DUE_OVER] = " gk-due--over",
		[KIT_DUE_STOPPED] = " gk-due--stop",
		[KIT_DUE_DONE] = " gk-due--done",
	};
	assert((size_t)k < sizeof name / sizeof *name);
	return name[k];
}

const char *kit_mark_class(enum kit_due_kind k)
{
	static const char *const name[] = {
		[KIT_DUE_FAR] = "",
		[KIT_DUE_NEAR] = "gk-rowmark--near",
		[KIT_DUE_SOON] = "gk-rowmark--soon",
		[KIT_DUE_OVER] = "gk-rowmark--over",
		[KIT_DUE_STOPPED] = "gk-rowmark--stop",
		[KIT_DUE_DONE] = "gk-rowmark--done",
	};
	assert((size_t)k < sizeof name / sizeof *name);
	return name[k];
}

/* Drawn for a grid of 20; stroked, not filled. */
const char *kit_icon_path(enum kit_icon icon)
{
	static const char *const path[] = {
		[KIT_ICON_SEARCH] = "M14.5 9a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0M13.2 13.2 17 17",
		[KIT_ICON_DOWN] = "M10 3v10M6 9.5l4 4 4-4M4 17h12",
		[KIT_ICON_PRINT] = "M6 8V3h8v5M5 14H3V8h14v6h-2M6 12h8v5H6z",
		[KIT_ICON_CLOCK] = "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0M10 6v4.2l2.8 1.8",
		[KIT_ICON_PAUSE] = "M7 5v10M13 5v10",
		[KIT_ICON_WARN] = "M10 3 18 16.5H2zM10 8v4M10 14.2v.1",
		[KIT_ICON_DOC] = "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 10h5M7.5 13h5",
		[KIT_ICON_OUT] = "M11 4h5v5M16 4l-7 7M14 12v4H4V6h4",
		[KIT_ICON_LOCK] = "M4 9h12v8H4zM7 9V6.5a3 3 0 0 1 6 0V9",
	};
	assert((size_t)icon < sizeof path / sizeof *path);
	return path[icon];
}

void kit_summary_list(struct buf *o, const struct kit_row *row, size_t n)
{
	bool any = false;
	for (size_t i = 0; i < n; i++)
		any = any || row[i].n_actions > 0;
	kit_summary_body(o, row, n, any);
}

const char *kit_cell_class(const struct kit_table *t, const struct kit_column *c)
{
	static const char *const name[] = {
		[KIT_CARD_LINE] = "gk-cell",
		[KIT_CARD_MAIN] = "gk-cardmain",
		[KIT_CARD_CORNER] = "gk-cardcorner",
		[KIT_CARD_NAMED] = "gk-cell",
		[KIT_CARD_INLINE] = "gk-cardinline",
		[KIT_CARD_HIDDEN] = "gk-cardhide",
	};
	assert((size_t)c->card < sizeof name / sizeof *name);
	return t->cards ? name[c->card] : "gk-cell";
}

void kit_table_end(struct buf *o, const struct kit_table *t)
{
	(void)t;
	kit_table_close(o);
}

void kit_row_begin(struct buf *o, const struct kit_table *t, enum kit_due_kind due)
{
	kit_row_open(o, t, due);
}

void kit_row_end(struct buf *o, const struct kit_table *t)
{
	(void)t;
	kit_row_close(o);
}

void kit_cell_begin(struct buf *o, const struct kit_table *t, size_t i)
{
	assert(i < t->n);
	kit_cell_open(o, t, &t->column[i]);
}

void kit_cell_end(struct buf *o, const struct kit_table *t, size_t i)
{
	(void)t, (void)i;
	kit_cell_close(o);
}

void kit_cell(struct buf *o, const struct kit_table *t, size_t i, struct str text)
{
	kit_cell_begin(o, t, i);
	kit_plain_text(o, text);
	kit_cell_close(o);
}

void kit_cell_link(
	struct buf *o, const struct kit_table *t, size_t i, struct str text, struct str href)
{
	kit_cell_begin(o, t, i);
	kit_link_text(o, text, href);
	kit_cell_close(o);
}

void kit_cell_pick(struct buf *o, const struct kit_table *t, size_t i, struct str name,
	struct str value, struct str label)
{
	kit_cell_begin(o, t, i);
	kit_pick_box(o, name, value, label);
	kit_cell_close(o);
}

void kit_confirm(struct buf *o, const struct kit_confirm *v)
{
	struct kit_button b = {
		.text = v->button,
		.kind = v->danger ? KIT_DANGER : KIT_PRIMARY,
		.once = true,
	};
	kit_confirm_head(o, v);
	kit_form_begin(o, &(struct kit_form){ .action = v->action, .csrf = v->csrf });
	for (size_t i = 0; i < v->n_hidden; i++)
		kit_hidden(o, v->hidden[i].name, v->hidden[i].value);
	if (v->reason)
		kit_textarea(o, v->reason);
	kit_confirm_buttons(o, v, &b);
	kit_form_end(o);
	kit_confirm_close(o);
}
