/*
 * docx -- what the readers of .docx, Flat OPC and Word 2003 XML share.
 *
 * All three hold WordprocessingML: the same elements under different addresses
 * and in different wrappings.  This header is internal to docx*.c and
 * word_xml.c.  Styles and numbering are read first, then the body is streamed
 * into the document.  ECMA-376 part 1, chapter 17; [MS-DOC2003XML] for the old form.
 *
 * Ownership: struct word borrows doc and scratch; word_done frees its buffers only.
 */
#ifndef DOC_DOCX_H
#define DOC_DOCX_H

#include "doc/draft.h"
#include "doc/numeral.h"
#include "doc/xml.h"

enum { WORD_LEVELS = 9, WORD_STYLE_DEPTH_MAX = 20 };

/* Numbers of the words in WORD_WORDS; the 2003 form differs in a few spellings. */
enum word_tag {
	W_DOCUMENT, W_WORD_DOCUMENT, W_BODY, W_P, W_PPR, W_R, W_RPR, W_T, W_TAB, W_PTAB, W_BR, W_CR,
	W_NO_BREAK_HYPHEN, W_SYM, W_TBL, W_TBL_PR, W_GRID_COL, W_TR, W_TR_PR, W_TC, W_TC_PR,
	W_GRID_SPAN, W_V_MERGE, W_V_MERGE_2003, W_H_MERGE, W_H_MERGE_2003, W_GRID_BEFORE, W_HIDDEN,
	W_DEL, W_MOVE_FROM, W_CELL_DEL, W_INSTR_TEXT, W_DEL_TEXT, W_DEL_INSTR_TEXT, W_FLD_DATA,
	W_TXBX_CONTENT, W_P_STYLE, W_R_STYLE, W_NUM_PR, W_ILVL, W_NUM_ID, W_OUTLINE_LVL, W_VANISH,
	W_SECT_PR, W_PPR_CHANGE, W_RPR_CHANGE, W_TBL_PR_CHANGE, W_TC_PR_CHANGE, W_TR_PR_CHANGE,
	W_TBL_GRID_CHANGE, W_TBL_PR_EX_CHANGE, W_NUMBERING_CHANGE, W_RT, W_FOOTNOTE, W_ENDNOTE,
	W_COMMENT_REFERENCE, W_ALT_CHUNK, W_DRAWING, W_PICT, W_OBJECT, W_BIN_DATA, W_STYLES,
	W_STYLE, W_NAME, W_BASED_ON, W_NUMBERING, W_ABSTRACT_NUM, W_NUM, W_ABSTRACT_NUM_ID, W_LVL,
	W_START, W_NUM_FMT, W_LVL_TEXT, W_LVL_OVERRIDE, W_START_OVERRIDE, W_IS_LGL,
	W_NUM_STYLE_LINK, W_LIST_PR, W_LISTS, W_ILFO, W_LIST_DEF, W_LIST, W_ILST, W_NFC,
	/* attributes only */
	W_VAL, W_STYLE_ID, W_TYPE, W_DEFAULT, W_FONT, W_CHAR, W_LIST_DEF_ID,
	/* other vocabularies */
	MC_FALLBACK, WX_T, WX_VAL, AML_ANNOTATION, PKG_PACKAGE, PKG_PART, PKG_NAME,
	PKG_BINARY_DATA, DC_CORE_TITLE, OFFICE_TITLE,
	WORD_COUNT
};
extern const struct xml_words WORD_WORDS;

struct word_style {
	struct str id, based_on;
	bool is_character, is_default;
	int level;          /* heading 1..9, 0 body text, -1 not said here */
	int num_id, ilvl;   /* -1 not said here */
	int vanish;         /* 1 hidden, 0 shown, -1 not said here */
};

struct word_level {
	int start;
	enum numeral kind;
	struct str text; /* "第%1章" */
	struct str style; /* paragraph style bound to this level, or empty */
	bool is_legal; /* all numbers decimal */
};

struct word_abstract {
	int id;
	struct str link; /* style that owns the levels (w:numStyleLink), or empty */
	struct word_level level[WORD_LEVELS];
	int count[WORD_LEVELS]; /* current numbers */
	bool begun[WORD_LEVELS];
};

struct word_num {
	int id;
	struct word_abstract *abstract;
	int abstract_id;
	int override[WORD_LEVELS]; /* start of this list at first use, -1 none */
};

struct word {
	struct doc *doc;
	struct arena *scratch;
	struct buf text;   /* of the open paragraphs, inner ones behind outer ones */
	struct buf number; /* label being printed */
	struct word_style *style; /* sorted by id once settled */
	size_t n_styles, cap_styles;
	const struct word_style *default_style; /* of paragraphs, or NULL */
	struct word_abstract *abstract;
	size_t n_abstracts, cap_abstracts;
	struct word_num *num; /* sorted by id once settled */
	size_t n_nums, cap_nums;
	/* what was met on the way, told once at the end */
	int pictures, alt_chunks;
	bool dropped_hidden, dropped_tracked, dropped_comments;
};

void word_init(struct word *w, struct doc *doc, struct arena *scratch);
void word_done(struct word *w);
/* Warnings for what was dropped; ERR_FORMAT when all the content is an embedded web page. */
MUST_USE enum err word_finish(struct word *w, struct error *err);

/* Each is called at the start tag of its element and returns at the end tag. */
MUST_USE enum err word_read_styles(struct word *w, struct xml *x, struct error *err);
MUST_USE enum err word_read_numbering(struct word *w, struct xml *x, struct error *err);
/*
 * Paragraphs and tables inside the current element, in whatever wrapping
 * (w:sdt, w:ins, w:customXml, wx:sect …): what is unknown is transparent.
 * Recursion through tables and text boxes is bounded by DOC_XML_DEPTH_MAX.
 */
MUST_USE enum err word_read_blocks(struct word *w, struct xml *x, const struct draft_sink *sink,
	struct error *err);
/* One step of it: handles the current event, whatever it is. */
MUST_USE enum err word_read_block(struct word *w, struct xml *x, const struct draft_sink *sink,
	struct error *err);
MUST_USE enum err word_read_table(struct word *w, struct xml *x, const struct draft_sink *sink,
	struct error *err);

/* Puts styles in order and follows basedOn; call when all are read. */
void word_settle_styles(struct word *w);
/* NULL when unknown. */
const struct word_style *word_find_style(const struct word *w, struct str id);
/* Lists are bound to levels that a style owns; call after both parts are read. */
void word_settle_numbering(struct word *w);
/*
 * The label of the next paragraph of list num_id at level ilvl (-1: the level
 * bound to the style), borrowed until the next call; empty when there is none.
 */
struct str word_next_number(struct word *w, int num_id, int ilvl,
	const struct word_style *style);

/* w:val as a switch: present without value is on; "0", "false", "off" are off. */
bool word_is_on(const struct xml *x);
/* Skips elements that are not text of the document, noting what is lost; false: go in. */
bool word_skip_foreign(struct word *w, struct xml *x);

#endif
