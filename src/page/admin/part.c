#include "page/admin/part.h"

struct str roles_text(struct arena *a, uint64_t roles)
{
	struct buf b;
	buf_init(&b, 4096);
	for (int r = 0; r < ROLES; r++) {
		if (!(roles & ROLE_BIT(r)))
			continue;
		buf_cstr(&b, b.n > 0 ? "、" : "");
		buf_cstr(&b, role_name((enum role)r));
	}
	struct str text = b.n > 0 ? arena_str(a, buf_view(&b)) : STR("没有权限");
	buf_done(&b);
	return text;
}

void agency_crumbs(struct http_exchange *x, struct frame *f, const struct agency_step_row *path,
	size_t n, struct str last)
{
	struct frame_crumb *crumb = arena_array(x->arena, struct frame_crumb, n + 1);
	if (!crumb)
		return;
	/* The path is nearest first; what lies above the person's own agency is out of reach. */
	size_t top = n;
	for (size_t i = 0; i < n; i++)
		if (path[i].id.v == WHO(x)->actor.agency.v)
			top = i + 1;
	size_t k = 0;
	for (size_t i = top; i-- > 0;)
		crumb[k++] = (struct frame_crumb){ .label = path[i].name,
			.href = i == 0 && last.n == 0 ? (struct str){ 0 }
						      : page_fmt(x, "/admin/agencies/%lld",
								(long long)path[i].id.v) };
	if (last.n > 0)
		crumb[k++] = (struct frame_crumb){ .label = last };
	f->crumbs = crumb;
	f->n_crumbs = k;
}

void two_crumbs(struct http_exchange *x, struct frame *f, const char *label, const char *href,
	struct str last)
{
	struct frame_crumb *crumb = arena_array(x->arena, struct frame_crumb, 2);
	if (!crumb)
		return;
	crumb[0] = (struct frame_crumb){ .label = str_cstr(label), .href = str_cstr(href) };
	crumb[1] = (struct frame_crumb){ .label = last };
	f->crumbs = crumb;
	f->n_crumbs = 2;
}
