#include "core/str.h"

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	if (c)
		return c;
	return (a.n > b.n) - (a.n < b.n);
}

/*
 * Nearly all searches are for a word in a label, too short for memmem to earn
 * its tables back.  The last byte is looked at first: Chinese characters share
 * their first bytes.
 */
static size_t find_in_short(struct str s, struct str needle, size_t from)
{
	size_t k = needle.n - 1;
	for (size_t i = from; i + needle.n <= s.n; i++)
		if (s.p[i + k] == needle.p[k] && memcmp(s.p + i, needle.p, k) == 0)
			return i;
	return s.n;
}

size_t str_find(struct str s, struct str needle, size_t from)
{
	enum { SHORT = 256 };
	if (from > s.n || needle.n > s.n - from)
		return s.n;
	if (needle.n == 0)
		return from;
	if (s.n - from <= SHORT)
		return find_in_short(s, needle, from);
	const void *hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
	return hit ? (size_t)((const char *)hit - s.p) : s.n;
}

bool str_has(struct str s, const char *needle)
{
	struct str k = str_cstr(needle);
	return k.n == 0 || str_find(s, k, 0) < s.n;
}

struct str str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (struct str){ s.p ? s.p + from : NULL, to - from };
}

/* Length of the white-space character at the start of s, 0 when it starts with none. */
static size_t space_at_start(struct str s)
{
	if (s.n == 0)
		return 0;
	if (strchr(" \t\r\n\v\f", s.p[0]) && s.p[0])
		return 1;
	static const struct str wide[] = { STR_INIT("\xC2\xA0"), STR_INIT("\xE3\x80\x80"),
		STR_INIT("\xE2\x80\x8B"), STR_INIT("\xEF\xBB\xBF") };
	for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
		if (str_starts(s, wide[i]))
			return wide[i].n;
	return 0;
}

struct str str_trim(struct str s)
{
	size_t k;
	while ((k = space_at_start(s)) > 0)
		s = str_sub(s, k, s.n);
	for (;;) {
		size_t cut = 0;
		for (size_t len = 1; len <= 3 && len <= s.n; len++)
			if (space_at_start(str_sub(s, s.n - len, s.n)) == len)
				cut = len;
		if (!cut)
			return s;
		s.n -= cut;
	}
}

bool str_next_line(struct str *rest, struct str *line)
{
	if (rest->n == 0)
		return false;
	const char *nl = memchr(rest->p, '\n', rest->n);
	size_t n = nl ? (size_t)(nl - rest->p) : rest->n;
	*line = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, nl ? n + 1 : n, rest->n);
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}
