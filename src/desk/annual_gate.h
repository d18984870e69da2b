/*
 * annual_gate -- 冻结前检查: all that stands in the way of a freeze, and what is only worth a look.
 *
 * Errors in the tables (CK1 to CK6 and the rest that names a cell), fields without a number, remarks
 * without an answer stop it.  R-050: a part that the regulation asks for and nobody wrote needs a
 * reason, which stays in the report's history.  All other findings are told and stop nothing.
 */
#ifndef DESK_ANNUAL_GATE_H
#define DESK_ANNUAL_GATE_H

#include "desk/annual.h"
#include "store/annual_text.sql.h"

enum annual_need_kind {
	NEED_STOP,   /* the report cannot be frozen */
	NEED_REASON, /* only with a reason */
	NEED_NOTE,   /* worth a look */
	NEED_MET,
	NEED_KINDS
};
enum annual_need_place { NEED_NOWHERE, NEED_CELL, NEED_TEXTS, NEED_PART, NEED_REMARK };

struct annual_need {
	enum annual_need_kind kind;
	enum annual_need_place place;
	int number; /* of the cell or part */
	struct str rule, text, hint;
};
/* Parts that must say something: what comes out of the tables apart, one, five and six. */
enum { ANNUAL_MUST_WRITE = 3 };
extern const int annual_must_write[ANNUAL_MUST_WRITE];

struct annual_gate {
	struct annual_view view;
	struct annual_need *need; /* by kind, stops first */
	size_t n, count[NEED_KINDS];
	bool lacking[ANNUAL_MUST_WRITE];
};
/* The actor's own agency; PERM_ANNUAL_LOOK. */
MUST_USE enum err annual_gate(const struct desk *d, struct arena *a, const struct actor *who, int year,
	struct annual_gate *out, struct error *err);

enum { ANNUAL_LACK_REASON_MAX = 200 };
/*
 * STEP_FREEZE of annual_take_step with reasons for parts that are not written.  ERR_CONFLICT: the
 * first thing that stops it, with its rule; ERR_INVALID, field "lacking_1", "lacking_5", "lacking_6":
 * a reason is wanting.
 */
struct annual_freeze_input {
	int year;
	int64_t version;
	struct str note, lacking[ANNUAL_MUST_WRITE];
};
MUST_USE enum err annual_freeze(const struct desk *d, struct arena *a, const struct actor *who,
	const struct annual_freeze_input *in, struct error *err);

#endif
