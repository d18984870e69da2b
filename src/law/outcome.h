/*
 * outcome -- how a request ended: the 21 leaves of table three, and the
 * questions that lead to one of them.
 *
 * Pure.  The order of the leaves is that of the annual report's rows, the code
 * is the row part of the cell codes ("refused.third_party"), so that a layer
 * above can turn one into the other.  Questions are asked in the order of the
 * rule book 1.8 (补不补、是不是、谁负责、有没有、给不给、怎么给); the first that
 * decides ends the asking, and an answer to a later one is a contradiction.
 */
#ifndef LAW_OUTCOME_H
#define LAW_OUTCOME_H

#include "core/error.h"
#include "core/str.h"

enum outcome {
	OUTCOME_OPEN,
	OUTCOME_PARTIAL,
	OUTCOME_STATE_SECRET, /* first of the seven grounds of art 14-16 */
	OUTCOME_LAW_FORBIDS,
	OUTCOME_SAFETY_STABILITY,
	OUTCOME_THIRD_PARTY,
	OUTCOME_INTERNAL,
	OUTCOME_PROCESS,
	OUTCOME_ENFORCEMENT_FILE, /* last ground */
	OUTCOME_QUERY_MATTER,
	OUTCOME_NOT_HELD,
	OUTCOME_NEEDS_CREATION,
	OUTCOME_STILL_UNCLEAR,
	OUTCOME_PETITION,
	OUTCOME_REPEAT,
	OUTCOME_PUBLICATION,
	OUTCOME_EXCESSIVE,
	OUTCOME_CONFIRM,
	OUTCOME_NO_CORRECTION,
	OUTCOME_NO_PAYMENT,
	OUTCOME_MISC,
	OUTCOME_COUNT
};

struct outcome_info {
	const char *code;   /* "refused.third_party" */
	const char *row;    /* "3.3.4" */
	const char *name;   /* 保护第三方合法权益 */
	const char *rule;   /* the usual basis; a decision may have a narrower one */
	const char *letter; /* form of the reply, "F15"; "" when there is no fixed one */
	bool needs_ground;  /* R-036-3, C-1.9-1: the letter must name article, facts and reasons */
};
const struct outcome_info *outcome_find(enum outcome o);
int outcome_by_code(struct str code); /* -1 when unknown */
/* One of the refusals under art 14, 15, 16. */
bool outcome_is_ground(enum outcome o);

/* In the order in which they are asked. */
enum outcome_question {
	QUESTION_CLEAR,		  /* 申请内容是否明确 */
	QUESTION_CORRECTED,	  /* 已经补正过 */
	QUESTION_PETITION,	  /* 信访、投诉、举报 */
	QUESTION_PUBLICATION,	  /* 公报、报刊、书籍 */
	QUESTION_REPEAT,	  /* 已经答复过的重复申请 */
	QUESTION_CONFIRM,	  /* 要求确认或者重新出具 */
	QUESTION_EXCESSIVE,	  /* 数量、频次明显超过合理范围 */
	QUESTION_REASON_GOOD,	  /* 说明的理由是否合理 */
	QUESTION_LOOKUP,	  /* 法律、行政法规对查询有特别规定 */
	QUESTION_RESPONSIBLE,	  /* 本机关负责公开; part allowed */
	QUESTION_HELD,		  /* 经检索存在; part allowed */
	QUESTION_READY,		  /* 有现成信息; part allowed */
	QUESTION_WITHHELD,	  /* 有不能公开的内容 */
	QUESTION_CONSENT,	  /* 第三方同意公开 */
	QUESTION_PUBLIC_INTEREST, /* 不公开会对公共利益造成重大影响 */
	QUESTION_MUST_OPEN,	  /* 法律、法规、规章规定应当公开 */
	QUESTION_SEPARABLE,	  /* 可以区分处理 */
	QUESTION_ALREADY_PUBLIC,  /* 已经主动公开 */
	QUESTION_COUNT
};
const char *outcome_question_text(enum outcome_question q);
/* The rule it comes from ("R-036-5"), and whether 部分 is a possible answer. */
const char *outcome_question_rule(enum outcome_question q);
bool outcome_question_takes_part(enum outcome_question q);

enum outcome_answer { ANSWER_NONE, ANSWER_NO, ANSWER_YES, ANSWER_PART };

/* Endings without a decision on the content. */
enum outcome_closing {
	CLOSING_NONE,
	CLOSING_NO_CORRECTION,
	CLOSING_NO_PAYMENT,
	CLOSING_WITHDRAWN,
	CLOSING_TRANSFERRED,
	CLOSING_OTHER
};

struct outcome_facts {
	enum outcome_closing closing;
	enum outcome_answer answer[QUESTION_COUNT];
	bool has_ground;
	enum outcome ground; /* the main one, when something is withheld */
};

struct outcome_decision {
	enum outcome outcome;
	const char *rule;   /* "R-036-5" */
	const char *letter; /* "F18" */
	bool needs_ground;
};

/*
 * ERR_INVALID: an answer is missing or impossible; *next (may be NULL) is the
 * question, QUESTION_COUNT when it is the ground that is missing.  ERR_CONFLICT:
 * answers contradict each other or the law; err->rule names the rule.
 */
MUST_USE enum err outcome_decide(const struct outcome_facts *facts, struct outcome_decision *out,
	enum outcome_question *next, struct error *err);

#endif
