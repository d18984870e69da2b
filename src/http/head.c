#include "http/head.h"

#include "core/utf8.h"
#include "http/percent.h"

struct str head_find(const struct http_head *h, const char *name)
{
	for (size_t i = 0; i < h->n_lines; i++)
		if (http_eq_nocase(h->line[i].name, name)) {
			struct str v = http_trim(h->line[i].value);
			return utf8_is_valid(v) ? v : (struct str){ NULL, 0 };
		}
	return (struct str){ NULL, 0 };
}

size_t head_count(const struct http_head *h, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < h->n_lines; i++)
		n += http_eq_nocase(h->line[i].name, name);
	return n;
}
