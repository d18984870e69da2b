#include "page/annual_text/part.h"

enum err text_of_path(const struct http_exchange *x, int *year, int *part, struct error *err)
{
	int64_t y;
	enum err e = page_id(x, 0, &y, err);
	if (e != OK)
		return e;
	struct str s = x->param[1];
	if (y > 9999 || s.n > 1 || (s.n == 1 && (s.p[0] < '0' || s.p[0] >= '0' + ANNUAL_PARTS)))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有找到这个页面，地址可能不完整");
	*year = (int)y;
	*part = s.n ? s.p[0] - '0' : -1;
	return OK;
}

struct str text_path(struct http_exchange *x, int year, int part, const char *tail)
{
	return part < 0 ? page_fmt(x, "/annual/%d/text%s", year, tail)
			: page_fmt(x, "/annual/%d/text/%d%s", year, part, tail);
}

void text_crumbs(struct http_exchange *x, struct frame *f, int year, int part, const char *last)
{
	struct frame_crumb *c = arena_array(x->arena, struct frame_crumb, 5);
	size_t n = 0;
	if (!c)
		return;
	c[n++] = (struct frame_crumb){ STR("年度报告"), STR("/annual") };
	c[n++] = (struct frame_crumb){ page_fmt(x, "%d年度", year), page_fmt(x, "/annual/%d", year) };
	c[n++] = (struct frame_crumb){ STR("正文"), part < 0 ? STR("") : text_path(x, year, -1, "") };
	if (part >= 0)
		c[n++] = (struct frame_crumb){ str_cstr(annual_part_name(part)),
			last ? text_path(x, year, part, "") : STR("") };
	if (last)
		c[n++] = (struct frame_crumb){ .label = str_cstr(last) };
	f->crumbs = c;
	f->n_crumbs = n;
}
