#include "doc/pdf_token.h"

enum { NUMBER_DIGITS_MAX = 15 };

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

/* A switch: this is asked of every byte of every content stream. */
static bool is_delimiter(char c)
{
	switch (c) {
	case '(':
	case ')':
	case '<':
	case '>':
	case '[':
	case ']':
	case '{':
	case '}':
	case '/':
	case '%':
		return true;
	default:
		return false;
	}
}

static bool is_regular(char c)
{
	return !is_space(c) && !is_delimiter(c);
}

static void skip_space(struct str s, size_t *at)
{
	while (*at < s.n) {
		if (s.p[*at] == '%') {
			while (*at < s.n && s.p[*at] != '\n' && s.p[*at] != '\r')
				++*at;
		} else if (is_space(s.p[*at])) {
			++*at;
		} else {
			return;
		}
	}
}

/* A string in round brackets, which nest unless escaped; *at is behind the first one. */
static void skip_string(struct str s, size_t *at)
{
	for (int depth = 1; *at < s.n && depth > 0; ++*at) {
		char c = s.p[*at];
		if (c == '\\')
			++*at;
		else if (c == '(')
			depth++;
		else if (c == ')')
			depth--;
		if (*at >= s.n)
			return;
	}
}

/* A PDF number: sign, digits, point.  Leading signs may be doubled by careless producers. */
static bool read_number(struct str t, double *out)
{
	size_t i = 0;
	bool minus = false, fraction = false;
	for (; i < t.n && (t.p[i] == '+' || t.p[i] == '-'); i++)
		minus = minus || t.p[i] == '-';
	double v = 0, unit = 1;
	int digits = 0;
	for (; i < t.n; i++) {
		if (t.p[i] == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (t.p[i] < '0' || t.p[i] > '9')
			return false;
		if (++digits > NUMBER_DIGITS_MAX) {
			if (!fraction)
				return false;
			continue; /* further decimals do not matter */
		}
		v = v * 10 + (t.p[i] - '0');
		unit *= fraction ? 10 : 1;
	}
	*out = (minus ? -v : v) / unit;
	return digits > 0;
}

/* The run of regular characters from *at on. */
static struct str read_regular(struct str s, size_t *at)
{
	size_t from = *at;
	while (*at < s.n && is_regular(s.p[*at]))
		++*at;
	return str_sub(s, from, *at);
}

/* A token that starts with a delimiter. */
static struct pdf_token read_delimited(struct str s, size_t *at)
{
	struct pdf_token t = { .kind = PDF_TOKEN_OTHER };
	char c = s.p[(*at)++];
	if (c == '/') {
		size_t from = *at - 1;
		read_regular(s, at);
		t.kind = PDF_TOKEN_NAME;
		t.text = str_sub(s, from, *at);
	} else if (c == '(') {
		skip_string(s, at);
	} else if (c == '<' && *at < s.n && s.p[*at] != '<') {
		while (*at < s.n && s.p[*at] != '>')
			++*at;
		*at += *at < s.n;
	}
	return t;
}

struct pdf_token pdf_token_next(struct str s, size_t *at)
{
	skip_space(s, at);
	if (*at >= s.n)
		return (struct pdf_token){ .kind = PDF_TOKEN_END };
	if (!is_regular(s.p[*at]))
		return read_delimited(s, at);
	struct pdf_token t = { .kind = PDF_TOKEN_WORD, .text = read_regular(s, at) };
	if (read_number(t.text, &t.number))
		t.kind = PDF_TOKEN_NUMBER;
	return t;
}

void pdf_token_skip_image(struct str s, size_t *at)
{
	for (;;) {
		size_t hit = str_find(s, STR("EI"), *at);
		if (hit >= s.n) {
			*at = s.n;
			return;
		}
		*at = hit + 2;
		bool before = hit > 0 && is_space(s.p[hit - 1]);
		bool after = *at >= s.n || is_space(s.p[*at]);
		if (before && after)
			return;
	}
}
