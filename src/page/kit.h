/*
 * kit -- the parts pages are put together from: fields, buttons, messages, lists, tables.
 *
 * Markup is that of govuk-frontend (class govuk-*) with our own parts (gk-*), as DESIGN-UI shows
 * it; tests/unit/test_kit.c holds it against the fixtures of the kit.  Each part is one function
 * that prints a plain struct; strings are borrowed for the call, empty strings and NULL arrays
 * print nothing.  Text is escaped where it stands; markup comes in only as struct html.
 *
 * Rules of a field: the label stands first, then hint, then error, then the control, which names
 * both by aria-describedby.  The id is the name unless given; the hint is ID-hint, the error
 * ID-error, the second choice of a group ID-2 and so on.  A control in error has aria-invalid.
 *
 * Left out on purpose, and the kit's options for it: markup in labels, legends, hints and errors
 * (html), free attributes (attributes), controls that are switched off (disabled: a refused form
 * says why), inserts before and after controls (beforeInput …), numbered pages (items: we page by
 * key), cards around summary lists (card), start buttons (isStartButton), words instead of
 * characters and own messages of the character count (countType, threshold, *Text), the improved
 * upload (javascript), several banners and own levels of headings in them.
 */
#ifndef PAGE_KIT_H
#define PAGE_KIT_H

#include "http/form.h"
#include "page/html.h"

/* What every field has. */
struct kit_field {
	struct str name;
	struct str id;	  /* empty: the name */
	struct str label; /* of a group: its legend */
	struct str hint, error;
	struct str described_by; /* ids of further explanations */
	struct str classes;	 /* on the control: "govuk-input--width-10" */
	struct str label_classes;
	struct str group_classes; /* on the div around all */
	bool heading;		  /* the label is the page's h1 */
	bool optional;		  /* （选填） behind the label */
};

/* Takes what was typed and what is wrong with it from a checked form; s NULL (nothing sent yet)
 * changes nothing.  value may be NULL (passwords, files). */
void kit_take_state(const struct form_state *s, struct kit_field *f, struct str *value);

/* ---- Errors */

struct kit_error {
	struct str text, href; /* "#idno"; empty: no link */
};
struct kit_errors {
	struct str title; /* empty: 有 N 处需要改正 */
	struct str text;  /* above the list; may be empty */
	const struct kit_error *error;
	size_t n;
};
/* The summary on top of the page; gk.js moves the focus to it.  Nothing without errors and text. */
void kit_error_summary(struct buf *o, const struct kit_errors *v);
/* The same from a checked form: a line for each field in error, linked to the field. */
void kit_form_errors(struct buf *o, const struct form_field *fields, const struct form_report *r);

/* ---- Fields */

enum kit_check { KIT_CHECK_UNSAID, KIT_CHECK_ON, KIT_CHECK_OFF }; /* spellcheck */

struct kit_input {
	struct kit_field field;
	struct str value;
	struct str type; /* empty: text */
	struct str autocomplete, inputmode, pattern, autocapitalize;
	struct str prefix, suffix; /* 元, 件 beside the input */
	enum kit_check spellcheck;
};
void kit_input(struct buf *o, const struct kit_input *v);

struct kit_textarea {
	struct kit_field field;
	struct str value, autocomplete;
	int rows;      /* 0: 5 */
	int max_chars; /* > 0: says so and counts (with gk.js) */
	enum kit_check spellcheck;
};
void kit_textarea(struct buf *o, const struct kit_textarea *v);

/* A password with a button to show it (with gk.js).  What was typed is never printed again. */
struct kit_password {
	struct kit_field field;
	struct str autocomplete; /* empty: current-password */
};
void kit_password(struct buf *o, const struct kit_password *v);

struct kit_file {
	struct kit_field field;
	struct str accept; /* "image/jpeg,application/pdf" */
	bool multiple;
};
void kit_file(struct buf *o, const struct kit_file *v);

/* One thing to choose in a select, radios or checkboxes. */
struct kit_choice {
	struct str value, text, hint;
	struct str id;	 /* empty: by the rule above */
	struct str name; /* checkboxes: when each has its own */
	bool chosen;
	bool exclusive;		 /* checkboxes: rules out the others (以上都不是) */
	struct str divider;	 /* radios, checkboxes: not a choice but a word between two (或) */
	struct html conditional; /* radios, checkboxes: further fields, shown with it */
};

struct kit_select {
	struct kit_field field;
	const struct kit_choice *choice;
	size_t n;
	struct str value; /* chosen as well, when not empty */
};
void kit_select(struct buf *o, const struct kit_select *v);

struct kit_choices {
	struct kit_field field;
	const struct kit_choice *choice;
	size_t n;
	struct str value;    /* radios: chosen as well, when not empty */
	bool small, in_line; /* smaller marks; beside one another */
};
void kit_radios(struct buf *o, const struct kit_choices *v);
void kit_checkboxes(struct buf *o, const struct kit_choices *v);

/* A date as three fields 年 月 日, sent as NAME.year, NAME.month, NAME.day (http/form.h). */
struct kit_date {
	struct kit_field field;
	struct str year, month, day;
};
void kit_date(struct buf *o, const struct kit_date *v);
/* kit_take_state for a date. */
void kit_take_date(const struct form_state *s, struct kit_date *v);

/* A group with a legend around other fields; end it with kit_fieldset_end. */
void kit_fieldset_begin(struct buf *o, const struct kit_field *f);
void kit_fieldset_end(struct buf *o);

/* ---- Forms and buttons */

enum kit_unsaved { KIT_FORGET, KIT_WARN, KIT_WARN_NOW };

struct kit_form {
	struct str action;
	struct str csrf; /* token; empty: a GET form */
	bool upload;	 /* multipart/form-data */
	enum kit_unsaved
		unsaved; /* KIT_WARN: ask before leaving with typed text; _NOW: even untouched */
};
void kit_form_begin(struct buf *o, const struct kit_form *v);
void kit_form_end(struct buf *o);
void kit_hidden(struct buf *o, struct str name, struct str value);

enum kit_button_kind { KIT_PRIMARY, KIT_SECONDARY, KIT_DANGER };

struct kit_button {
	struct str text;
	enum kit_button_kind kind;
	struct str href; /* a link that looks like a button; empty: a submit button */
	struct str name, value, id;
	bool once;  /* a second click within a second is ignored (with gk.js) */
	bool draft; /* submits without the browser's own checks (存草稿) */
	bool print; /* prints the page; only there with gk.js */
};
void kit_button(struct buf *o, const struct kit_button *v);
/* Several side by side. */
void kit_buttons(struct buf *o, const struct kit_button *v, size_t n);

/* ---- Messages */

enum kit_notice_kind { KIT_INFO, KIT_SUCCESS, KIT_WARNING };
/* What the last action did.  At most one on a page. */
void kit_notice(struct buf *o, enum kit_notice_kind kind, struct str text);
void kit_inset(struct buf *o, struct str text);
/* A sentence that must not be missed, with its ! and a hidden 注意. */
void kit_warning(struct buf *o, struct str text);
/* What is done, large: 申请已提交, with the number to keep. */
void kit_panel(struct buf *o, struct str title, struct str text);
/* Folded text, and the same around other parts. */
void kit_details(struct buf *o, struct str summary, struct str text);
void kit_details_begin(struct buf *o, struct str summary, bool open);
void kit_details_end(struct buf *o);
/* Nothing to list: what is missing, and the next step (link may be empty). */
struct kit_empty {
	struct str title, text, link, href;
};
void kit_empty(struct buf *o, const struct kit_empty *v);

/* ---- Words with colour */

enum kit_tone { KIT_PLAIN, KIT_BLUE, KIT_GREEN, KIT_AMBER, KIT_RED, KIT_VIOLET };
/* The kit's tag, and our flat status word for tables. */
void kit_tag(struct buf *o, enum kit_tone tone, struct str text);
void kit_status(struct buf *o, enum kit_tone tone, struct str text);
enum kit_due_kind {
	KIT_DUE_FAR,
	KIT_DUE_NEAR,
	KIT_DUE_SOON,
	KIT_DUE_OVER,
	KIT_DUE_STOPPED,
	KIT_DUE_DONE
};
/* A deadline in colour, words and sign. */
void kit_due(struct buf *o, enum kit_due_kind kind, struct str text);
enum kit_icon {
	KIT_ICON_SEARCH,
	KIT_ICON_DOWN,
	KIT_ICON_PRINT,
	KIT_ICON_CLOCK,
	KIT_ICON_PAUSE,
	KIT_ICON_WARN,
	KIT_ICON_DOC,
	KIT_ICON_OUT,
	KIT_ICON_LOCK
};
/* A small sign beside words; hidden from screen readers. */
void kit_icon(struct buf *o, enum kit_icon icon);

/* ---- Lists and tables */

struct kit_action {
	struct str text, href, what; /* what: read out behind text (修改 + 姓名) */
};
struct kit_row {
	struct str key, value;
	struct html markup; /* instead of value */
	const struct kit_action *action;
	size_t n_actions;
};
/* Facts with their names, and a link to change each. */
void kit_summary_list(struct buf *o, const struct kit_row *row, size_t n);

enum kit_table_kind { KIT_GRID, KIT_TABLE }; /* office, dense; public */
enum kit_sort { KIT_UNSORTED, KIT_ASCENDING, KIT_DESCENDING };
/* On a phone a row of a table with cards becomes a card; what a cell does there: */
enum kit_card {
	KIT_CARD_LINE,
	KIT_CARD_MAIN,
	KIT_CARD_CORNER,
	KIT_CARD_NAMED,
	KIT_CARD_INLINE,
	KIT_CARD_HIDDEN
};

struct kit_column {
	struct str label;
	struct str sort_href; /* the head is a link that sorts */
	enum kit_sort sort;
	enum kit_card card; /* MAIN leaves room for the CORNER; NAMED, "承办：…", and
			       INLINE stand several in a line */
	bool number, nowrap;
	bool pick; /* boxes to select rows; the head has one for all (with gk.js) */
};
struct kit_table {
	struct str caption;
	bool caption_shown;
	enum kit_table_kind kind;
	bool cards, tight, wide, lined;
	const struct kit_column *column;
	size_t n;
};
/* Scroll box, table, caption, head and the opening of the body. */
void kit_table_begin(struct buf *o, const struct kit_table *t);
void kit_table_end(struct buf *o, const struct kit_table *t);
/* A row; due marks its left edge (KIT_DUE_FAR: no mark). */
void kit_row_begin(struct buf *o, const struct kit_table *t, enum kit_due_kind due);
void kit_row_end(struct buf *o, const struct kit_table *t);
/* Cell i of a row: its ends, or whole with text or a link. */
void kit_cell_begin(struct buf *o, const struct kit_table *t, size_t i);
void kit_cell_end(struct buf *o, const struct kit_table *t, size_t i);
void kit_cell(struct buf *o, const struct kit_table *t, size_t i, struct str text);
void kit_cell_link(
	struct buf *o, const struct kit_table *t, size_t i, struct str text, struct str href);
/* Box of a column with pick; label: 选择 2024-0139. */
void kit_cell_pick(struct buf *o, const struct kit_table *t, size_t i, struct str name,
	struct str value, struct str label);

/* Pages by key: no numbers, the total is always there. */
struct kit_paging {
	struct str previous, next; /* empty: none */
	int64_t total;
	int64_t first, last; /* 0: not known */
	struct str unit;     /* 件; empty: 条 */
};
/* One line under an office table; the kit's large links under public lists. */
void kit_paging(struct buf *o, const struct kit_paging *v);
void kit_pagination(struct buf *o, const struct kit_paging *v);

struct kit_link {
	struct str text, href;
	bool current;
};
/* Views of one thing: 概况 | 记录 | 文书.  Links, not script. */
void kit_tabs(struct buf *o, struct str label, const struct kit_link *link, size_t n);
/* Where we are, for pages without a frame; frame.h prints its own. */
void kit_breadcrumbs(struct buf *o, const struct kit_link *link, size_t n);

/* The steps of a long form; current counts from 1. */
struct kit_steps {
	const struct str *name;
	size_t n, current;
	struct str label; /* empty: 步骤 */
};
void kit_steps(struct buf *o, const struct kit_steps *v);

/* Head of an office page: h1, one line below it, buttons at the right. */
struct kit_title {
	struct str title, note;
	const struct kit_button *button;
	size_t n;
};
void kit_title(struct buf *o, const struct kit_title *v);
/* A white panel with a heading; id names the heading.  flush: the content (a table) has no margin.
 */
void kit_section_begin(struct buf *o, struct str id, struct str title, struct str note, bool flush);
void kit_section_end(struct buf *o);

/* ---- Confirmation of a legal or destructive step: restates the facts, asks for a reason. */

struct kit_hidden_pair {
	struct str name, value;
};
struct kit_confirm {
	struct str title; /* h1; empty: 请核对后确认 */
	struct str text;  /* what will happen, and whether it can be undone */
	const struct kit_row *row;
	size_t n_rows;
	struct str action, csrf;
	const struct kit_hidden_pair *hidden;
	size_t n_hidden;
	const struct kit_textarea *reason; /* NULL: none asked for */
	struct str button;
	bool danger;
	struct str cancel; /* where 返回，不做更改 leads */
};
void kit_confirm(struct buf *o, const struct kit_confirm *v);

#endif
