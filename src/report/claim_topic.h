/*
 * claim_topic -- what one number of the prose counts, as cells of the tables.
 *
 * For claim*.c only.  A topic has up to four ways to be right ("办理申请154件" may
 * mean the result total or new plus carried); a number that fits none of them
 * is a difference only when the topic is certain.
 */
#ifndef REPORT_CLAIM_TOPIC_H
#define REPORT_CLAIM_TOPIC_H

#include "report/claim_lex.h"
#include "report/report.h"

enum { CLAIM_CELLS_MAX = 24, CLAIM_WAYS_MAX = 4 };

struct cell_set {
	int cell[CLAIM_CELLS_MAX];
	size_t n;
};

struct claim_topic {
	const char *name;                     /* "本年新收"; "" when unknown */
	struct cell_set way[CLAIM_WAYS_MAX];  /* the first is named in a finding */
	size_t n_ways;
	int shift;    /* number * 10^shift is in the unit of the table (元 → 万元: -4) */
	int row;      /* row or group of table three, -1 when it is none */
	bool certain;
	const char *reason; /* why it cannot be compared, or is not certain */
};

/* What the reader of a paragraph knows when it comes to a number. */
struct claim_context {
	const struct report *r;
	const struct claim_token *t;
	size_t n;
	bool apply;        /* the talk is of requests for information */
	bool other_object; /* … or has just turned to something else */
	bool info;         /* the sentence (or its place) is about information disclosure */
	bool has_carried_in; /* the paragraph counts the carried-over requests apart */
	bool published;    /* the sentence counts what was published */
	bool narrowed;     /* a part of the year or another scope was named in the sentence */
	enum claim_year year;
	int blocks;        /* bit set of enum report_block named last, 0: none */
	int documents;     /* 1 规章, 2 行政规范性文件, 3 both; named last in the sentence */
	enum claim_word made; /* WORD_MADE …: what happened to them, WORD_FILL when not said */
	size_t sentence;   /* index of the sentence's first token */
	bool in_list;      /* inside 其中 or brackets */
	int row;           /* row of the number the list belongs to, -1 unknown */
};

/* The topic of the number t[i]; when it is comparable, n_ways > 0. */
void claim_topic_of(const struct claim_context *c, size_t i, struct claim_topic *out);

/* 全市 and the like are the agency's own scope when the agency is a government. */
bool claim_is_own_scope(const struct claim_context *c, size_t i);

/* Is there unknown text between the tokens a and b (a before b)? */
bool claim_clean(const struct claim_token *t, size_t a, size_t b);

/* The cells of a row or group (enum claim_group) in one column (REPORT_COL_COUNT: organisations). */
void claim_row_cells(enum report_layout layout, int row, int col, struct cell_set *out);
/* Every result of the blocks in the bit set. */
void claim_remedy_cells(int blocks, enum report_result result, struct cell_set *out);

#endif
