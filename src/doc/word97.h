/*
 * word97 -- the parts of a Word 97-2003 document ([MS-DOC]) the reader needs.
 *
 * Private to word97*.c.  Offsets into the three streams are checked at every
 * use (le_* give 0 outside), so nothing here needs to be trusted.  All memory
 * is the document's arena.
 */
#ifndef DOC_WORD97_H
#define DOC_WORD97_H

#include "doc/ole.h"

#include "core/doc.h"

/* A stretch of text: characters [cp, cp_end) stand from byte fc on. */
struct word97_piece {
	uint32_t cp, cp_end;
	uint32_t fc;
	bool narrow; /* one byte per character (Windows-1252), else UTF-16 */
};

/* Formatting of the bytes [fc, fc_end): a list of property changes ("sprm"). */
struct word97_run {
	uint32_t fc, fc_end;
	unsigned style; /* paragraphs: index of the style */
	struct str sprms;
};
struct word97_runs {
	struct word97_run *run; /* by fc */
	size_t n;
};

/* A paragraph style: what it changes against the style it is based on. */
struct word97_style {
	unsigned base;
	struct str sprms;
};

struct word97_lists; /* word97_list.c */

struct word97_file {
	struct arena *arena;
	struct str main, table, data; /* streams WordDocument, 0Table or 1Table, Data */
	uint32_t cp_end;	      /* characters of the main text */
	struct word97_piece *piece;
	size_t n_pieces;
	struct word97_runs paragraphs, characters;
	struct word97_lists *lists;
	struct word97_style *style;
	size_t n_styles;
};

/* Opens the streams and reads the tables; says what to do with encrypted and older files. */
MUST_USE enum err word97_open(
	struct arena *a, struct str bytes, struct word97_file **out, struct error *err);
/* The run that covers the byte fc, or NULL. */
const struct word97_run *word97_find_run(const struct word97_runs *r, uint32_t fc);

/* What a paragraph's properties say. */
struct word97_paragraph {
	int level; /* 1..9 for a heading, else 0 */
	bool in_table;
	bool row_end;  /* the mark that ends a table row */
	unsigned list; /* 1-based index into the list overrides, 0: none */
	unsigned list_level;
	struct str cells;  /* operand of sprmTDefTable of a row end */
	struct str merges; /* the whole list, for sprmTVertMerge and sprmTMerge */
};
void word97_read_paragraph(
	const struct word97_file *f, const struct word97_run *run, struct word97_paragraph *p);
/* Whether characters with these properties are not shown: hidden, or deleted under track changes.
 */
bool word97_is_hidden(const struct word97_run *run, bool *deleted);

/* One property change: code and operand.  Takes it off *rest; false at the end or when cut. */
struct word97_sprm {
	unsigned code;
	struct str operand;
};
bool word97_next_sprm(struct str *rest, struct word97_sprm *s);

/* Measures and merges of the cells of a row; returns how many cells were described. */
struct edge_cell;
int word97_measure_row(const struct word97_paragraph *p, struct edge_cell *cell, int n);

/* Reads the style sheet; a damaged one has no styles. */
MUST_USE enum err word97_read_styles(struct word97_file *f, struct error *err);
/* Property lists of a style, bases first; at most max.  *level: a built-in heading's, or 0. */
int word97_style_lists(
	const struct word97_file *f, unsigned style, struct str *list, int max, int *level);

/* Reads the list tables; without them (or with damaged ones) numbering stays empty. */
MUST_USE enum err word97_read_lists(struct word97_file *f, struct error *err);
/* Counts a numbered paragraph and appends its number text ("一、", "2.1"); nothing for bullets. */
void word97_number(struct word97_file *f, unsigned list, unsigned level, struct buf *out);

#endif
