/*
 * odt -- what the readers of .odt and flat .fodt share.
 *
 * OpenDocument 1.3 text: content.xml and styles.xml of an .odt, or both in one
 * file.  Internal to odt*.c and word_xml.c.  Styles are read for two things
 * only: which text is hidden and what list labels look like.
 *
 * Ownership: struct odt borrows doc and scratch; odt_done frees its buffers only.
 */
#ifndef DOC_ODT_H
#define DOC_ODT_H

#include "doc/draft.h"
#include "doc/numeral.h"
#include "doc/xml.h"

enum { ODT_LEVELS = 10 };

enum odt_tag {
	O_BODY, O_TEXT, O_SPREADSHEET, O_PRESENTATION, O_FORMS, O_ANNOTATION, O_BINARY_DATA,
	T_P, T_H, T_SPAN, T_S, T_TAB, T_LINE_BREAK, T_LIST, T_LIST_ITEM, T_LIST_HEADER, T_SECTION,
	T_NOTE, T_RUBY_TEXT, T_TRACKED_CHANGES, T_DELETION,
	T_SCRIPT, T_TOC_SOURCE, T_HIDDEN_TEXT, T_HIDDEN_PARAGRAPH, T_VARIABLE_SET,
	T_USER_FIELD_GET, T_LIST_STYLE, T_OUTLINE_STYLE, T_LEVEL_NUMBER, T_LEVEL_OUTLINE,
	S_STYLE, S_TEXT_PROPERTIES, TB_TABLE, TB_ROW, TB_CELL, TB_COVERED, DR_IMAGE, DR_OBJECT,
	DR_OBJECT_OLE, SVG_TITLE, SVG_DESC, DC_TITLE, M_ENCRYPTION_DATA,
	/* attributes only */
	T_C, T_OUTLINE_LEVEL, T_STYLE_NAME, T_DISPLAY, T_IS_HIDDEN, T_CONTINUE_NUMBERING,
	T_CONTINUE_LIST, T_START_VALUE, T_LEVEL, T_DISPLAY_LEVELS, T_IS_LIST_HEADER, S_NAME,
	S_FAMILY, S_PARENT, S_NUM_FORMAT, S_NUM_PREFIX, S_NUM_SUFFIX, S_NUM_LIST_FORMAT,
	LO_NUM_LIST_FORMAT, TB_COLUMNS_REPEATED, TB_ROWS_REPEATED, TB_COLUMNS_SPANNED,
	TB_ROWS_SPANNED, TB_VISIBILITY, TB_DISPLAY,
	ODT_TAG_COUNT
};
extern const struct xml_words ODT_WORDS;

struct odt_style {
	struct str family, name, parent;
	int hidden; /* -1 not said here */
};

struct odt_level {
	enum numeral kind;
	struct str prefix, suffix;
	struct str format; /* "%1%.%2%"; empty: prefix, numbers of `display` levels, suffix */
	int start, display;
};

struct odt_list_style {
	struct str name;
	struct odt_level level[ODT_LEVELS];
	int count[ODT_LEVELS]; /* current numbers; 0 before `begun` */
	bool begun[ODT_LEVELS];
};

struct odt {
	struct doc *doc;
	struct arena *scratch;
	struct buf text;  /* of the open paragraphs */
	struct buf label; /* being printed */
	struct odt_style *style; /* sorted once settled */
	size_t n_styles, cap_styles;
	struct odt_list_style *list; /* sorted once settled; the outline style is named "" */
	size_t n_lists, cap_lists;
	int pictures;
	bool dropped_hidden, dropped_tracked, dropped_comments;
	bool found_text, found_other; /* office:text; a spreadsheet or presentation */
};

void odt_init(struct odt *o, struct doc *doc, struct arena *scratch);
void odt_done(struct odt *o);
/* Warnings for what was dropped; ERR_FORMAT when there was no text document. */
MUST_USE enum err odt_finish(struct odt *o, struct error *err);

/*
 * For xml_read with struct odt as ctx: takes styles and title as they come, and
 * the text when the file has one.  Styles always stand before the text; those
 * of other files (styles.xml) must have been read before.
 */
MUST_USE enum err odt_read_file(struct xml *x, void *ctx, struct error *err);
/* Takes the current start tag when it is a style, list style or title. */
MUST_USE enum err odt_read_style(struct odt *o, struct xml *x, struct error *err);
/* Sorts what was taken; before the text is read. */
void odt_settle(struct odt *o);

bool odt_is_hidden_style(const struct odt *o, const char *family, struct str name);
struct odt_list_style *odt_find_list(const struct odt *o, struct str name);
/* Next label at a level (from 0), borrowed until the next call; start < 0: just go on. */
struct str odt_next_label(struct odt *o, struct odt_list_style *l, int level, int start);

/* Where a block stands: in which list, and whether its item still needs its label. */
struct odt_place {
	struct odt_list_style *list; /* NULL: in none */
	int level;                   /* from 0, -1 outside lists */
	bool wants_label;
	int start; /* text:start-value of the item, -1 none */
};
/* Handles the current event as a block, whatever it is. */
MUST_USE enum err odt_read_block(struct odt *o, struct xml *x, struct odt_place *place,
	const struct draft_sink *sink, struct error *err);
MUST_USE enum err odt_read_table(struct odt *o, struct xml *x, const struct draft_sink *sink,
	struct error *err);
/* Skips what people do not read in the text, noting what is lost; false: go in. */
bool odt_skip_foreign(struct odt *o, struct xml *x);

#endif
