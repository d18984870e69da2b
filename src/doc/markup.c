#include "doc/markup.h"

/* Besides & < " also > is escaped, so that "]]>" can never stand in XML text. */
void markup_text(struct buf *b, struct str s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *name = s.p[i] == '&'   ? "&amp;"
				   : s.p[i] == '<' ? "&lt;"
				   : s.p[i] == '>' ? "&gt;"
				   : s.p[i] == '"' ? "&quot;"
						   : NULL;
		if (!name)
			continue;
		buf_add(b, s.p + from, i - from);
		buf_cstr(b, name);
		from = i + 1;
	}
	buf_str(b, str_sub(s, from, s.n));
}
