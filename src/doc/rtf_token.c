#include "doc/rtf_token.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int hex_value(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* The number behind a control word, clamped to 32 bits; one blank behind the word belongs to it. */
static void read_number(struct str s, size_t *at, struct rtf_token *t)
{
	size_t i = *at;
	bool minus = i + 1 < s.n && s.p[i] == '-';
	int64_t v = 0;
	i += minus;
	size_t first = i;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		if (v <= INT32_MAX)
			v = v * 10 + (s.p[i] - '0');
	t->has_number = i > first;
	if (v > INT32_MAX)
		v = INT32_MAX;
	t->number = (int32_t)(minus ? -v : v);
	if (!t->has_number)
		i = *at;
	*at = i + (i < s.n && s.p[i] == ' ');
}

/* What follows a backslash at s.p[0]; returns the bytes taken. */
static size_t read_control(struct str s, struct rtf_token *t)
{
	size_t i = 1;
	if (i >= s.n)
		return 1;
	if (is_letter(s.p[i])) {
		while (i < s.n && is_letter(s.p[i]))
			i++;
		t->kind = RTF_WORD;
		t->word = str_sub(s, 1, i);
		read_number(s, &i, t);
		return i;
	}
	if (s.p[1] == '\'' && s.n >= 4 && hex_value(s.p[2]) >= 0 && hex_value(s.p[3]) >= 0) {
		t->kind = RTF_BYTE;
		t->byte = (unsigned char)(hex_value(s.p[2]) * 16 + hex_value(s.p[3]));
		return 4;
	}
	t->kind = RTF_SYMBOL;
	t->byte = (unsigned char)s.p[1];
	return 2;
}

/* A backslash alone at the end of the file is no token. */
bool rtf_next_token(struct str *rest, struct rtf_token *t)
{
	*t = (struct rtf_token){ 0 };
	while (rest->n && (rest->p[0] == '\n' || rest->p[0] == '\r' || rest->p[0] == 0))
		*rest = str_sub(*rest, 1, rest->n);
	if (rest->n == 0)
		return false;
	size_t n = 1;
	if (rest->p[0] == '{') {
		t->kind = RTF_OPEN;
	} else if (rest->p[0] == '}') {
		t->kind = RTF_CLOSE;
	} else if (rest->p[0] == '\\') {
		n = read_control(*rest, t);
		if (n == 1)
			return false;
	} else {
		t->kind = RTF_BYTE;
		t->byte = (unsigned char)rest->p[0];
	}
	*rest = str_sub(*rest, n, rest->n);
	/* The bytes of \bin are no text and no tokens. */
	if (t->kind == RTF_WORD && str_is(t->word, "bin") && t->number > 0)
		*rest = str_sub(*rest, (size_t)t->number, rest->n);
	return true;
}
