/*
 * claim_lex -- the prose of a report as numbers, cue words and punctuation.
 *
 * For claim*.c only.  The text is read once from left to right; at each place
 * the longest known word wins, so that "不予公开" is never taken for "公开" and
 * "未经复议直接起诉" never for "复议".  What no list knows is not dropped
 * silently: every token carries how many bytes of unknown text stand before it,
 * and a number whose cue is separated from it by unknown text is never certain.
 */
#ifndef REPORT_CLAIM_LEX_H
#define REPORT_CLAIM_LEX_H

#include "core/arena.h"
#include "core/decimal.h"
#include "report/cells.h"

/* What a cue word says about the numbers near it. */
enum claim_word {
	WORD_FILL, /* says nothing, but is known; never becomes a token */
	WORD_RECEIVE, WORD_ACCEPT, WORD_HANDLE, WORD_FINISH,
	WORD_CARRY, WORD_POSTPONE, WORD_PENDING, /* 结转; 顺延; 正在办理 */
	WORD_APPLY, WORD_REQUEST,   /* 政府信息公开申请; 申请 alone */
	WORD_OTHER_OBJECT,          /* 留言, 提案 …: the count of something else */
	WORD_CASE,                  /* 案件 */
	WORD_ROW,                   /* arg: enum report_row or enum claim_group */
	WORD_ROW_PART,              /* arg as WORD_ROW: perhaps only a part of that row */
	WORD_COLUMN, WORD_COLUMN_LOOSE, /* arg: enum report_col; REPORT_COL_COUNT = the organisations */
	WORD_REVIEW, WORD_LAWSUIT, WORD_DIRECT, WORD_AFTER, WORD_RESULT, /* arg: enum report_result */
	WORD_RULE, WORD_NORMATIVE, WORD_MADE, WORD_REPEALED, WORD_IN_FORCE,
	WORD_DECISION_KIND,         /* arg: REPORT_T2_LICENCE … REPORT_T2_COERCION */
	WORD_DECIDED, WORD_DO,      /* 决定; 作出 */
	WORD_PUBLISH, WORD_DISCLOSE, /* 发布 …; 公开 alone */
	WORD_ACT,                   /* arg: which other activity (召开, 开展 …) */
	WORD_FEE, WORD_INFO_FEE,
	WORD_RESTRICT,              /* only some of them: 延期, 撤回, 转办 … */
	WORD_LOOSE,                 /* perhaps another scope or period: 全市, 上半年 … */
	WORD_CHANNEL,               /* 网络, 信函 … */
	WORD_NEGATION, WORD_AMONG, WORD_INCLUDE, WORD_PLUS, WORD_ETC, WORD_EACH,
	WORD_SUMMED,                /* 合计, 总计数, 之和 */
	WORD_BEING,                 /* 系, 包括 before a list that explains a number */
	WORD_COMPARE, WORD_CHANGE,  /* 同比; 增长 */
	WORD_YEAR,                  /* arg: enum claim_year */
	WORD_INFO,                  /* 信息公开: links 复议 to this work */
	WORD_VALUE,                 /* 数值是: a number without unit may follow */
	WORD_HISTORY,               /* 再审, 往年: explains a case of earlier years */
	WORD_AREA,                  /* arg: enum claim_area */
	WORD_MATTER,                /* 情况, 工作: without weight, but what is counted is another thing */
	WORD_COUNT
};

enum claim_group { /* continues enum report_row in the arg of WORD_ROW */
	CLAIM_GROUP_REFUSED = REPORT_ROW_COUNT,
	CLAIM_GROUP_UNABLE,
	CLAIM_GROUP_DECLINED,
	CLAIM_GROUP_OTHER
};
enum claim_year { CLAIM_YEAR_LAST = -1, CLAIM_YEAR_THIS, CLAIM_YEAR_NEXT, CLAIM_YEAR_FAR };
enum claim_area { CLAIM_AREA_NONE, CLAIM_AREA_ACTIVE, CLAIM_AREA_APPLY, CLAIM_AREA_OTHER };

enum claim_token_kind {
	TOKEN_WORD,
	TOKEN_NUMBER,
	TOKEN_COMMA, /* ，： */
	TOKEN_LIST,  /* 、 */
	TOKEN_SEMICOLON,
	TOKEN_OPEN, /* brackets with a number inside; others are transparent */
	TOKEN_CLOSE,
	TOKEN_STOP
};

struct claim_token {
	enum claim_token_kind kind;
	enum claim_word word;
	int arg;
	size_t from, to;
	size_t unknown;  /* bytes of unknown text in the paragraph before this token */
	int clause;      /* running number; a list item with a number is one of its own */
	/* TOKEN_NUMBER only */
	struct decimal value;
	struct str unit;
	int grain;        /* the value is exact to 10^grain: 5.27万 has grain 2, 151 has 0 */
	bool approximate; /* 余, 约, 近 … */
	bool han;         /* written in Chinese numerals */
	int claim;        /* index of its claim, -1 when it has none */
};

struct claim_tokens {
	struct arena *arena;
	struct claim_token *t;
	size_t n, cap;
};

/* One cue word; the table ends with text == NULL. */
struct claim_cue {
	const char *text;
	enum claim_word word;
	int arg;
};
extern const struct claim_cue claim_cues[];

/* The cue words by first character; made once per report, pure data. */
enum { CLAIM_CUES_MAX = 1024, CLAIM_BUCKETS = 2048 };
struct claim_lexicon {
	int16_t head[CLAIM_BUCKETS];
	int16_t next[CLAIM_CUES_MAX];
	uint8_t length[CLAIM_CUES_MAX];
};
void claim_lexicon_init(struct claim_lexicon *lex);

/*
 * Reads one paragraph into *out, replacing what was there.  year is the
 * report's (0: every year written in digits is then a far one).
 */
void claim_lex(struct claim_tokens *out, const struct claim_lexicon *lex, struct str text, int year);

#endif
