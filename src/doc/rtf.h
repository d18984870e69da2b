/*
 * rtf -- state of the RTF reader.  Private to rtf*.c.
 */
#ifndef DOC_RTF_H
#define DOC_RTF_H

#include "doc/edge_table.h"
#include "doc/rtf_charset.h"
#include "doc/rtf_token.h"

enum {
	RTF_DEPTH_MAX = 2000, /* groups inside groups */
	RTF_FONTS = 1024,     /* fonts and styles with larger numbers are taken as unknown */
	RTF_STYLES = 1024,
	RTF_ROW_CELLS_MAX = 256
};

enum rtf_place {
	RTF_BODY,
	RTF_SKIPPED, /* pictures, instructions, headers: nothing of it is text */
	RTF_FONT_TABLE,
	RTF_STYLE_SHEET,
	RTF_INFO,
	RTF_TITLE,
	RTF_NUMBER /* \listtext: the number Word shows before a paragraph */
};

/* What a group saves and restores. */
struct rtf_state {
	enum rtf_place place;
	int unicode_skip; /* \ucN: characters behind \uN for programs without Unicode */
	int font;
	bool hidden, deleted;
	bool in_table;
	int level; /* heading 1..9, 0: text */
};

struct rtf_reader {
	struct doc *doc;
	struct buf text, number, title, style_name;
	struct rtf_charset charset;
	struct edge_table table;
	struct rtf_state now, *stack;
	size_t depth, cap;
	bool star;    /* \* was the last token: an unknown destination is skipped */
	int skip;     /* characters still to be left out after \uN */
	int32_t high; /* first half of a UTF-16 pair, or 0 */
	int page;     /* \ansicpg */
	int default_font;
	short font_page[RTF_FONTS];
	signed char style_level[RTF_STYLES];
	int style; /* being described in the style sheet */
	/* The row being described by \trowd … \cellx. */
	struct edge_cell row[RTF_ROW_CELLS_MAX];
	int n_row, row_left;
	struct edge_cell flags; /* of the next \cellx */
	size_t n_hidden, n_deleted;
	bool was_hidden, was_deleted;
};

/* A control word.  Changes the state or ends a paragraph, cell or row. */
MUST_USE enum err rtf_apply_word(
	struct rtf_reader *r, const struct rtf_token *t, struct error *err);

/* Text into the place the state names, if it is shown. */
void rtf_put_byte(struct rtf_reader *r, unsigned char byte);
void rtf_put_char(struct rtf_reader *r, int32_t c);

MUST_USE enum err rtf_end_paragraph(struct rtf_reader *r, struct error *err);
MUST_USE enum err rtf_end_cell(struct rtf_reader *r, struct error *err);
void rtf_end_row(struct rtf_reader *r);

#endif
