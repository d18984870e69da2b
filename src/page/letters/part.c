#include "page/letters/part.h"

#include "law/rule.h"

enum err letter_of_path(struct http_exchange *x, struct letter_view *out, struct error *err)
{
	struct letter_id id;
	enum err e = page_id(x, 0, &id.v, err);
	return e != OK ? e :
			 letter_view(APP(x)->desk, x->arena, &WHO(x)->actor, id, out, err);
}

struct str letter_path(struct http_exchange *x, struct letter_id id, const char *tail)
{
	return page_fmt(x, "/office/letters/%lld%s", (long long)id.v, tail);
}

struct str letters_path(struct http_exchange *x, struct request_id id, const char *tail)
{
	return page_fmt(x, "/office/requests/%lld%s", (long long)id.v, tail);
}

void letter_crumbs(struct http_exchange *x, struct frame *f, const struct request_row *r,
	struct letter_id letter, struct str last)
{
	struct frame_crumb *crumb = arena_array(x->arena, struct frame_crumb, 5);
	size_t n = 0;
	if (!crumb)
		return;
	crumb[n++] = (struct frame_crumb){ STR("依申请公开"), STR("/office") };
	crumb[n++] = (struct frame_crumb){ r->number.n ? r->number : r->receipt,
		letters_path(x, r->id, "") };
	crumb[n++] = (struct frame_crumb){ STR("文书"),
		last.n ? letters_path(x, r->id, "/letters") : (struct str){ 0 } };
	if (letter.v)
		crumb[n++] = (struct frame_crumb){ STR("预览"), letter_path(x, letter, "") };
	if (last.n)
		crumb[n++] = (struct frame_crumb){ .label = last };
	f->crumbs = crumb;
	f->n_crumbs = n;
	f->current = STR("/office");
}

void letter_cite(struct error *err)
{
	if (!err->rule)
		return;
	size_t n = strlen(err->msg);
	struct str article = str_cstr(rule_article(err->rule));
	if (!str_starts(article, STR("《")) || n + article.n + 8 > sizeof(err->msg))
		return;
	snprintf(err->msg + n, sizeof(err->msg) - n, "（%.*s）", STR_ARG(article));
}

struct str letter_day(struct http_exchange *x, struct opt_i64 day)
{
	if (!day.has)
		return STR("");
	return arena_str(x->arena, str_cstr(date_text((struct date){ (int32_t)day.v }).z));
}

enum kit_tone letter_tone(int64_t state)
{
	switch (state) {
	case LETTER_SERVED:
		return KIT_GREEN;
	case LETTER_SIGNED:
	case LETTER_SENT:
		return KIT_BLUE;
	case LETTER_DROPPED:
	case LETTER_REVOKED:
		return KIT_PLAIN;
	default:
		return KIT_AMBER;
	}
}
