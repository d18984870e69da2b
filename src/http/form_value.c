#include "http/form_value.h"

#include "core/utf8.h"
#include "http/percent.h"

#include <inttypes.h>

enum { NUMBER_MAX = 40 }; /* characters of a number or a date */

/* Line ends as LF (LINES) and tabs as blanks (TEXT); what is left of controls is refused later. */
static void plain_lines(struct buf *b, struct str raw, enum form_type type)
{
	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i];
		if (type == FORM_TYPE_LINES && c == '\r') {
			if (i + 1 < raw.n && raw.p[i + 1] == '\n')
				i++;
			c = '\n';
		} else if (type == FORM_TYPE_TEXT && c == '\t') {
			c = ' ';
		}
		buf_char(b, c);
	}
}

/* TEXT and LINES as they will be stored. */
static enum err clean_text(const struct form_field *f, struct str raw, struct arena *a,
	struct str *out, struct error *why)
{
	struct buf b;
	buf_init(&b, raw.n + 1);
	plain_lines(&b, raw, f->type);
	struct str s = buf_view(&b);
	if (!(f->flags & FORM_KEEP_BLANKS))
		s = str_trim(s);
	*out = nfc_text_arena(a, s);
	if (b.err && !a->err)
		a->err = b.err;
	buf_done(&b);
	bool control =
		f->type == FORM_TYPE_LINES ? http_has_odd_control(*out) : http_has_control(*out);
	if (control)
		return error_set(why, ERR_INVALID, f->rule,
			"%s中有看不见的控制字符，请删去后重新输入，不要直接粘贴", f->label);
	return OK;
}

/* Code points within min..max; a secret's own length is not told. */
static enum err check_length(const struct form_field *f, struct str s, struct error *why)
{
	int64_t n = (int64_t)utf8_length(s);
	bool secret = f->type == FORM_TYPE_SECRET, token = f->type == FORM_TYPE_TOKEN;
	if (n >= f->min && n <= f->max)
		return OK;
	if (token && f->min == f->max)
		return error_set(why, ERR_INVALID, f->rule,
			"%s应为 %" PRId64 " 位，您填写了 %" PRId64 " 位", f->label, f->max, n);
	const char *unit = secret || token ? "个字符" : "个字";
	if (n < f->min)
		return secret ? error_set(why, ERR_INVALID, f->rule, "%s至少 %" PRId64 " %s",
					f->label, f->min, unit)
			      : error_set(why, ERR_INVALID, f->rule,
					"%s至少 %" PRId64 " %s，现在只有 %" PRId64 " %s", f->label,
					f->min, unit, n, unit);
	return secret ? error_set(why, ERR_INVALID, f->rule, "%s最多 %" PRId64 " %s", f->label,
				f->max, unit)
		      : error_set(why, ERR_INVALID, f->rule,
				"%s最多 %" PRId64 " %s，现在超出 %" PRId64 " %s", f->label, f->max,
				unit, n - f->max, unit);
}

static enum err check_token(const struct form_field *f, struct str s, struct error *why)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool ok = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			  (c >= 'a' && c <= 'z') || c == '-' || c == '_';
		if (!ok)
			return error_set(why, ERR_INVALID, f->rule,
				"%s只能用字母、数字、“-”和“_”，请核对", f->label);
	}
	return OK;
}

enum err form_read_text(const struct form_field *f, struct str raw, struct arena *a,
	struct str *out, struct error *why)
{
	struct str s = raw;
	enum err e = OK;
	if (!utf8_is_valid(raw))
		return error_set(
			why, ERR_INVALID, f->rule, "%s中有无法识别的文字，请重新填写", f->label);
	if (f->type == FORM_TYPE_SECRET)
		s = arena_str(a, raw);
	else if (f->type == FORM_TYPE_TOKEN)
		s = arena_str(a, str_trim(raw));
	else
		e = clean_text(f, raw, a, &s, why);
	if (!e && f->type == FORM_TYPE_TOKEN)
		e = check_token(f, s, why);
	if (!e && s.n)
		e = check_length(f, s, why);
	if (!e && s.n && f->check)
		e = f->check(s, why);
	if (!e)
		*out = s;
	return e;
}

/* 年 and 月 between the numbers of a date as '-'; other characters as they are. */
static int32_t date_sign(int32_t cp)
{
	return cp == 0x5E74 || cp == 0x6708 ? '-' : cp;
}

/*
 * Number or date as ASCII: full-width signs U+FF01..FF5E as theirs, U+2212 as '-'; in a date also
 * date_sign, and 日 dropped at the end.  Returns the length, 0 for what is too long or has other
 * characters.
 */
static size_t to_ascii(struct str raw, bool is_date, char out[NUMBER_MAX])
{
	struct str s = str_trim(raw);
	size_t n = 0;
	for (size_t at = 0; at < s.n;) {
		int32_t cp = utf8_next(s, &at);
		if (cp >= 0xFF01 && cp <= 0xFF5E)
			cp -= 0xFF01 - 0x21;
		else if (cp == 0x2212)
			cp = '-';
		else if (is_date && cp == 0x65E5 && at == s.n)
			break;
		else if (is_date)
			cp = date_sign(cp);
		if (cp <= 0x20 || cp >= 0x7F || n == NUMBER_MAX)
			return 0;
		out[n++] = (char)cp;
	}
	return n;
}

/* [+-]digits; false when it is none.  Beyond int64_t the nearest end. */
static bool read_int(struct str s, int64_t *out)
{
	bool minus = str_starts(s, STR("-"));
	if (minus || str_starts(s, STR("+")))
		s = str_sub(s, 1, s.n);
	int64_t v = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		int64_t digit = s.p[i] - '0';
		if (v > (INT64_MAX - digit) / 10)
			v = INT64_MAX;
		else
			v = v * 10 + digit;
	}
	*out = minus ? -v : v;
	return s.n > 0;
}

/* The value lies outside min..max: says where it should be. */
static enum err out_of_range(const struct form_field *f, struct error *why)
{
	if (f->max == INT64_MAX)
		return error_set(
			why, ERR_INVALID, f->rule, "%s不能小于 %" PRId64, f->label, f->min);
	if (f->min == INT64_MIN)
		return error_set(
			why, ERR_INVALID, f->rule, "%s不能大于 %" PRId64, f->label, f->max);
	return error_set(why, ERR_INVALID, f->rule, "%s应在 %" PRId64 " 到 %" PRId64 " 之间",
		f->label, f->min, f->max);
}

static enum err read_decimal(
	const struct form_field *f, struct str s, struct decimal *out, struct error *why)
{
	struct decimal d;
	if (!decimal_parse(s, &d))
		return error_set(why, ERR_INVALID, f->rule, "%s应为数字，例如 12.50", f->label);
	bool any = f->min == 0 && f->max == 0;
	if (!any && (decimal_cmp(d, decimal_int(f->min)) < 0 ||
			    decimal_cmp(d, decimal_int(f->max)) > 0))
		return out_of_range(f, why);
	*out = d;
	return OK;
}

enum err form_read_number(
	const struct form_field *f, struct str raw, union form_value *out, struct error *why)
{
	char t[NUMBER_MAX];
	struct str s = { t, to_ascii(raw, false, t) };
	int64_t v;
	if (f->type == FORM_TYPE_DECIMAL)
		return read_decimal(f, s, &out->decimal, why);
	bool ok = read_int(s, &v);
	if (f->type == FORM_TYPE_ID) {
		if (!ok || v <= 0 || v == INT64_MAX)
			return error_set(why, ERR_INVALID, f->rule, "%s有误，请重新选择", f->label);
	} else if (!ok) {
		return error_set(why, ERR_INVALID, f->rule, "%s应为整数，例如 12", f->label);
	} else if ((f->min || f->max) && (v < f->min || v > f->max)) {
		return out_of_range(f, why);
	}
	out->number = v;
	return OK;
}

/* Year, month and day as numbers: a real day within the years of the field. */
static enum err join_date(const struct form_field *f, int64_t y, int64_t m, int64_t d,
	struct date *out, struct error *why)
{
	if (y < f->min || y > f->max)
		return error_set(why, ERR_INVALID, f->rule,
			"%s的年份应在 %" PRId64 " 到 %" PRId64 " 之间", f->label, f->min, f->max);
	if (m < 1 || m > 12 || d < 1 || d > 31 || !date_is_valid((int)y, (int)m, (int)d))
		return error_set(why, ERR_INVALID, f->rule, "%s不存在，请核对年、月、日", f->label);
	*out = date_from_ymd((int)y, (int)m, (int)d);
	return OK;
}

/* min..max digits and nothing else. */
static bool read_digits(struct str s, size_t min, size_t max, int64_t *out)
{
	return s.n >= min && s.n <= max && s.p[0] != '+' && s.p[0] != '-' && read_int(s, out);
}

static enum err not_a_date(const struct form_field *f, struct error *why)
{
	return error_set(why, ERR_INVALID, f->rule, "%s应为年-月-日，例如 2024-02-06", f->label);
}

enum err form_read_date(
	const struct form_field *f, struct str raw, struct date *out, struct error *why)
{
	char t[NUMBER_MAX];
	struct str s = { t, to_ascii(raw, true, t) };
	int64_t v[3];
	for (size_t i = 0; i < s.n; i++)
		if (t[i] == '/' || t[i] == '.')
			t[i] = '-';
	size_t first = str_find(s, STR("-"), 0), second = str_find(s, STR("-"), first + 1);
	if (!read_digits(str_sub(s, 0, first), 4, 4, &v[0]) ||
		!read_digits(str_sub(s, first + 1, second), 1, 2, &v[1]) ||
		!read_digits(str_sub(s, second + 1, s.n), 1, 2, &v[2]))
		return not_a_date(f, why);
	return join_date(f, v[0], v[1], v[2], out, why);
}

enum err form_read_date_parts(
	const struct form_field *f, const struct str part[3], struct date *out, struct error *why)
{
	int64_t v[3];
	for (int i = 0; i < 3; i++) {
		char t[NUMBER_MAX];
		struct str s = { t, to_ascii(part[i], false, t) };
		if (str_trim(part[i]).n == 0)
			return error_set(
				why, ERR_INVALID, f->rule, "请把%s的年、月、日填全", f->label);
		if (!read_digits(s, i == 0 ? 4 : 1, i == 0 ? 4 : 2, &v[i]))
			return error_set(why, ERR_INVALID, f->rule,
				"%s的年、月、日应为数字，例如 2024、2、6", f->label);
	}
	return join_date(f, v[0], v[1], v[2], out, why);
}

int form_choice_find(const struct form_choice *choices, struct str value)
{
	for (int i = 0; choices[i].value; i++)
		if (str_is(value, choices[i].value))
			return i;
	return -1;
}

struct size_text {
	char z[32];
};

/*
 * "14 MB", "10.2 MB", "300 KB", "900 字节".  A file's size is rounded up and a limit down, so that
 * what is over never looks equal.
 */
static struct size_text size_text(int64_t bytes, bool up)
{
	enum { KB = 1 << 10, MB = 1 << 20, EXACT_BELOW = 10 * KB };
	struct size_text t;
	int64_t more = up ? MB - 1 : 0;
	int64_t tenths = (bytes / MB) * 10 + ((bytes % MB) * 10 + more) / MB;
	if (bytes < EXACT_BELOW)
		snprintf(t.z, sizeof t.z, "%" PRId64 " 字节", bytes);
	else if (bytes < MB)
		snprintf(t.z, sizeof t.z, "%" PRId64 " KB", (bytes + (up ? KB - 1 : 0)) / KB);
	else if (tenths % 10)
		snprintf(t.z, sizeof t.z, "%" PRId64 ".%" PRId64 " MB", tenths / 10, tenths % 10);
	else
		snprintf(t.z, sizeof t.z, "%" PRId64 " MB", tenths / 10);
	return t;
}

enum err form_check_file(
	const struct form_field *f, const struct form_file *file, struct error *why)
{
	enum { SHOWN = 60 };
	struct str name = utf8_prefix(file->name, SHOWN);
	if (file->size <= 0)
		return error_set(
			why, ERR_INVALID, f->rule, "文件“%.*s”是空的，请重新选择", STR_ARG(name));
	if (file->size > f->max)
		return error_set(why, ERR_INVALID, f->rule,
			"文件“%.*s”为 %s，超过 %s，请压缩后再传", STR_ARG(name),
			size_text(file->size, true).z, size_text(f->max, false).z);
	return OK;
}
