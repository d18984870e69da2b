/*
 * What a cell says.  Blank, "not applicable" and nonsense are kept apart from
 * zero: contract/cli.md, rules.md 9.1, 9.4, 9.20.
 */
#include "report/recog.h"

#include "core/utf8.h"

enum { VALUE_MAX = 120 }; /* bytes of a folded value; longer text is no value */

/* Marks by which reports say "does not apply here". */
static bool is_not_applicable(struct str s)
{
	enum { LONGEST = 9 };
	static const char *const mark[] = { "/", "-", "--", "---", "----", "//", "\\", "无", "不适用",
		"不涉及", "n/a", "na", "*", "·", "无此项", "无数据" };
	if (s.n > LONGEST || (s.n && s.p[0] >= '0' && s.p[0] <= '9'))
		return false;
	for (size_t i = 0; i < sizeof mark / sizeof mark[0]; i++)
		if (str_is(s, mark[i]))
			return true;
	return false;
}

struct unit {
	const char *word;
	int shift; /* power of ten against the plain unit; money against 元 */
	bool money;
};

/* The unit at the end of s, NULL when there is none; longest first. */
static const struct unit *unit_at_end(struct str s)
{
	static const struct unit unit[] = {
		{ "亿元", 8, true }, { "万元", 4, true }, { "元", 0, true }, { "万件", 4, false },
		{ "件次", 0, false }, { "件", 0, false }, { "条", 0, false }, { "宗", 0, false },
		{ "起", 0, false }, { "项", 0, false }, { "个", 0, false }, { "份", 0, false },
		{ "次", 0, false }, { "部", 0, false }, { "笔", 0, false }, { "例", 0, false },
		{ "人", 0, false },
	};
	if (s.n == 0 || (unsigned char)s.p[s.n - 1] < 0x80) /* all units are Chinese */
		return NULL;
	for (size_t i = 0; i < sizeof unit / sizeof unit[0]; i++)
		if (str_ends(s, str_cstr(unit[i].word)))
			return &unit[i];
	return NULL;
}

/* "1,795,941" without its commas; false when a comma stands where none belongs. */
static bool drop_commas(struct str s, char *out, size_t size, size_t *n)
{
	size_t k = 0, since = 0;
	bool comma = false, point = false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == ',') {
			if (point || since == 0 || (comma && since != 3) || since > 3)
				return false;
			comma = true;
			since = 0;
			continue;
		}
		if (c == '.') {
			if (comma && since != 3)
				return false;
			point = true;
		} else if (!point) {
			since += c >= '0' && c <= '9';
		}
		if (k + 1 >= size)
			return false;
		out[k++] = c;
	}
	if (comma && !point && since != 3)
		return false;
	*n = k;
	return true;
}

/* Number text (folded, unit taken off) to a decimal; 增 and 减 are signs (rules.md 2.5). */
static bool parse_number(struct str s, struct decimal *out)
{
	bool minus = false;
	if (str_starts(s, STR("增加")) || str_starts(s, STR("减少"))) {
		minus = str_starts(s, STR("减"));
		s = str_sub(s, 6, s.n);
	} else if (str_starts(s, STR("增")) || str_starts(s, STR("减"))) {
		minus = str_starts(s, STR("减"));
		s = str_sub(s, 3, s.n);
	}
	char digits[VALUE_MAX];
	size_t n;
	struct decimal d;
	if (!drop_commas(s, digits, sizeof digits, &n) || !decimal_parse((struct str){ digits, n }, &d))
		return false;
	if (minus)
		d.coef = -d.coef;
	*out = d;
	return true;
}

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

bool recog_is_number(struct str folded)
{
	struct decimal d;
	if (folded.n >= VALUE_MAX || !has_digit(folded))
		return false;
	const struct unit *u = unit_at_end(folded);
	if (u)
		folded = str_sub(folded, 0, folded.n - strlen(u->word));
	return parse_number(folded, &d);
}

/* Brings an amount to the cell's unit: the fee to 万元, procurement to 元. */
static bool convert_amount(int cell, const struct unit *u, bool fee_in_yuan, struct decimal *d)
{
	if (cell == REPORT_T2_FEE) {
		int shift = u && u->money ? u->shift - 4 : fee_in_yuan ? -4 : 0;
		return decimal_shift(*d, shift, d);
	}
	return decimal_shift(*d, u ? u->shift : 0, d);
}

struct report_value recog_value(struct arena *a, int cell, struct str text,
	const struct doc_where *where, bool fee_in_yuan)
{
	struct report_value v = { .state = REPORT_BAD, .where = where ? *where : (struct doc_where){ 0 } };
	v.raw = tidy_text_arena(a, text);
	struct str s = fold_text_arena(a, text);
	if (s.n == 0) {
		v.state = REPORT_BLANK;
		return v;
	}
	if (is_not_applicable(s)) {
		v.state = REPORT_NA;
		return v;
	}
	if (s.n >= VALUE_MAX)
		return v;
	const struct unit *u = unit_at_end(s);
	if (u)
		s = str_sub(s, 0, s.n - strlen(u->word));
	struct decimal d;
	if (!parse_number(s, &d))
		return v;
	if (report_cell_is_amount(cell)) {
		if (!convert_amount(cell, u, fee_in_yuan, &d))
			return v;
	} else if (u && (u->money || !decimal_shift(d, u->shift, &d))) {
		return v; /* money in a column of counts is no count */
	}
	v.state = REPORT_NUMBER;
	v.number = d;
	return v;
}

bool recog_is_value(struct str folded)
{
	return folded.n == 0 || is_not_applicable(folded) || recog_is_number(folded);
}

void recog_store(struct recog *g, int cell, struct str text, const struct doc_where *where)
{
	struct report_value *v = &g->report->cell[cell];
	if (v->state != REPORT_ABSENT)
		return;
	*v = recog_value(g->arena, cell, text, where, g->fee_in_yuan);
	g->table_seen[report_cell_table(cell)] = true;
}
