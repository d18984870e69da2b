/* Content-Type and the parameters that several headers share. */
#include "http/header.h"
#include "http/percent.h"

/* A token, or the unquoted values that are sent although they should be quoted (boundary=a/b:c). */
static bool is_loose_char(char c)
{
	return http_is_token_char(c) || (c && strchr("()/:=?,@[]{}", c)) ||
	       (unsigned char)c >= 0x80;
}

/*
 * Length of the quoted string at the start of s with its quotes, 0 when it does not end.  A quote
 * that is the very last byte ends it even behind a backslash: browsers leave that one alone.
 */
static size_t quoted_length(struct str s)
{
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 2 < s.n && (s.p[i + 1] == '"' || s.p[i + 1] == '\\'))
			i++;
		else if (s.p[i] == '"')
			return i + 1;
	}
	return 0;
}

bool param_next(struct str *rest, struct str *name, struct str *value, bool *quoted)
{
	struct str s = http_trim(*rest);
	while (s.n && s.p[0] == ';')
		s = http_trim(str_sub(s, 1, s.n));
	*rest = s;
	size_t eq = str_find(s, STR("="), 0);
	struct str key = http_trim(str_sub(s, 0, eq));
	if (eq == s.n || !http_is_token(key))
		return false;
	struct str v = http_trim(str_sub(s, eq + 1, s.n));
	size_t end = 0;
	bool in_quotes = v.n && v.p[0] == '"';
	if (in_quotes)
		end = quoted_length(v);
	else
		while (end < v.n && is_loose_char(v.p[end]))
			end++;
	struct str after = http_trim(str_sub(v, end, v.n));
	if (end == 0 || (after.n && after.p[0] != ';'))
		return false;
	*name = key;
	*value = in_quotes ? str_sub(v, 1, end - 1) : str_sub(v, 0, end);
	*quoted = in_quotes;
	*rest = after;
	return true;
}

enum err content_type_parse(
	struct arena *a, struct str header, struct content_type *out, struct error *err)
{
	size_t semi = str_find(header, STR(";"), 0);
	struct str type = http_trim(str_sub(header, 0, semi));
	size_t slash = str_find(type, STR("/"), 0);
	if (!http_is_token(str_sub(type, 0, slash)) ||
		!http_is_token(str_sub(type, slash + 1, type.n)))
		return error_set(err, ERR_INVALID, NULL, "提交内容的类型有误，请换一个浏览器再试");
	char *z = arena_cstr(a, type);
	if (!z)
		return arena_check(a, err);
	for (size_t i = 0; i < type.n; i++)
		if (z[i] >= 'A' && z[i] <= 'Z')
			z[i] = (char)(z[i] + 32);
	*out = (struct content_type){ { z, type.n }, str_sub(header, semi + 1, header.n) };
	return OK;
}
