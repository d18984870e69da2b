/*
 * organisation_part -- reach of an administrator, checks and canonical texts that
 * agencies, departments and people share.
 */
#include "desk/organisation_part.h"

#include "core/utf8.h"
#include "desk/role.h"

#include <stdarg.h>

enum err field_error(struct error *err, const char *field, const char *fmt, ...)
{
	char text[384];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	error_set(err, ERR_INVALID, NULL, "%s", text);
	if (err)
		err->field = field;
	return ERR_INVALID;
}

enum err organisation_in_reach(struct tx *tx, const struct actor *who, struct agency_id agency,
	struct arena *a, struct error *err)
{
	struct agency_step_row *step;
	size_t n;
	struct agency_path_in in = { .id = agency };
	enum err e = sql_agency_path(tx, &in, a, &step, &n, err);
	if (e != OK)
		return e;
	if (n == 0)
		return error_set(
			err, ERR_NOT_FOUND, NULL, "没有这个机关，可能已被改动，请回到列表查看");
	if (who->console)
		return OK;
	for (size_t i = 0; i < n; i++)
		if (step[i].id.v == who->agency.v)
			return OK;
	return error_set(err, ERR_DENIED, NULL, "只能管理本机关及下级机关");
}

enum err organisation_looks(struct tx *tx, const struct actor *who, struct agency_id agency,
	struct arena *a, struct error *err)
{
	enum err e = organisation_in_reach(tx, who, agency, a, err);
	if (e == OK && !who->console && agency.v != who->agency.v &&
		!role_permits(who->roles, PERM_ANNUAL_SUPERVISE))
		return error_set(err, ERR_DENIED, NULL, "只能查看本机关的；下级机关的由担任监督角色的人查看");
	return e;
}

void state_str(struct buf *b, const char *key, struct str v)
{
	buf_fmt(b, "%s %zu ", key, v.n);
	buf_str(b, v);
	buf_char(b, '\n');
}

void state_i64(struct buf *b, const char *key, int64_t v)
{
	buf_cstr(b, key);
	buf_char(b, ' ');
	buf_int(b, v);
	buf_char(b, '\n');
}

enum err field_text(struct str *value, const char *field, const char *label, size_t min, size_t max,
	struct error *err)
{
	*value = str_trim(*value);
	size_t n = utf8_length(*value);
	if (n == 0 && min > 0)
		return field_error(err, field, "请填写%s", label);
	if (n < min)
		return field_error(err, field, "%s至少 %zu 个字", label, min);
	if (n > max)
		return field_error(
			err, field, "%s最多 %zu 个字，现在超出 %zu 个字", label, max, n - max);
	return OK;
}

/* GB 32100-2015: 31 signs, weight 3^i mod 31, check sign makes the sum a multiple of 31. */
bool credit_code_is_valid(struct str code)
{
	static const char sign[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	enum { LENGTH = 18, SIGNS = 31 };
	if (code.n != LENGTH)
		return false;
	int sum = 0, weight = 1, check = 0;
	for (int i = 0; i < LENGTH; i++) {
		const char *at = code.p[i] ? strchr(sign, code.p[i]) : NULL;
		if (!at)
			return false;
		check = (int)(at - sign);
		if (i < LENGTH - 1)
			sum += check * weight;
		weight = weight * 3 % SIGNS;
	}
	return (SIGNS - sum % SIGNS) % SIGNS == check;
}
