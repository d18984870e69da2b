#include "doc/html_flow.h"

void html_flow_init(struct html_flow *f, size_t max)
{
	*f = (struct html_flow){ 0 };
	buf_init(&f->text, max);
}

void html_flow_done(struct html_flow *f)
{
	buf_done(&f->text);
}

static bool is_ascii_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Whether a blank put now would stand at the beginning of a line. */
static bool at_line_start(const struct html_flow *f)
{
	return f->text.n == f->start || f->text.p[f->text.n - 1] == '\n';
}

/*
 * Copies runs of visible characters; a run of white space between two of them
 * becomes one blank, at the beginning of a line none.
 */
void html_flow_text(struct html_flow *f, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		if (f->pre && s.p[i] == '\n') {
			html_flow_break(f);
			i++;
			continue;
		}
		if (is_ascii_space(s.p[i])) {
			if (f->pre && s.p[i] != '\r')
				buf_char(&f->text, s.p[i]);
			f->blank = !f->pre;
			i++;
			continue;
		}
		size_t from = i;
		while (i < s.n && !is_ascii_space(s.p[i]))
			i++;
		if (f->blank && !at_line_start(f))
			buf_char(&f->text, ' ');
		f->blank = false;
		buf_add(&f->text, s.p + from, i - from);
	}
}

void html_flow_break(struct html_flow *f)
{
	f->blank = false;
	buf_char(&f->text, '\n');
}

void html_flow_end_line(struct html_flow *f)
{
	struct str line = str_sub(buf_view(&f->text), f->start, f->text.n);
	f->blank = false;
	if (str_trim(line).n == 0) {
		f->text.n = f->start;
		return;
	}
	while (f->text.n > f->start && is_ascii_space(f->text.p[f->text.n - 1]))
		f->text.n--;
	buf_char(&f->text, '\n');
	f->start = f->text.n;
}

struct str html_flow_view(const struct html_flow *f)
{
	struct str s = buf_view(&f->text);
	while (s.n && is_ascii_space(s.p[s.n - 1]))
		s.n--;
	while (s.n && (s.p[0] == '\n' || s.p[0] == ' ')) {
		s.p++;
		s.n--;
	}
	return s;
}

void html_flow_clear(struct html_flow *f)
{
	/* A reached ceiling must not be forgotten. */
	if (f->text.err == OK)
		buf_clear(&f->text);
	f->start = 0;
	f->blank = false;
}
