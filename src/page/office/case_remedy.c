/*
 * case_remedy -- the panel of a case on 复议 and 诉讼: until when its reply can be challenged, the cases
 * there are, and the rounds in which it was answered anew.
 */
#include "desk/remedy.h"
#include "page/office/case_part.h"

static struct str limit_text(struct http_exchange *x, const struct remedy_of_request *of)
{
	if (!of->has_limits)
		return STR("");
	int review = date_diff(of->today, of->review_by), sue = date_diff(of->today, of->sue_by);
	struct str left = review < 0 ? STR("已过") : page_fmt(x, "还有 %d 日", review);
	struct str sue_left = sue < 0 ? STR("已过") : page_fmt(x, "还有 %d 日", sue);
	struct str tail = of->review_first
				  ? STR("应当先申请复议，不能直接起诉")
				  : page_fmt(x, "%s直接起诉至 %s（%.*s）",
					    of->part_first ? "不予公开的部分应当先申请复议；其他部分可以" : "也可以",
					    date_text(of->sue_by).z, STR_ARG(sue_left));
	return page_fmt(x, "%s 送达。申请人可以申请复议至 %s（%.*s）；%.*s%s", date_text(of->served).z,
		date_text(of->review_by).z, STR_ARG(left), STR_ARG(tail),
		of->provisional ? "。放假安排没有公布，暂定" : "");
}

static void fill_lines(
	struct http_exchange *x, const struct remedy_of_request *of, struct case_page *page)
{
	page->remedy = arena_array(x->arena, struct case_remedy, of->n);
	for (size_t i = 0; page->remedy && i < of->n; i++) {
		const struct remedy_line_row *r = &of->remedy[i];
		const struct remedy_result_info *info =
			remedy_result_find((enum remedy_result)r->result);
		page->remedy[page->n_remedies++] = (struct case_remedy){ .number = r->number,
			.href = page_fmt(x, "/office/remedies/%lld", (long long)r->id.v),
			.what = page_fmt(x, "%s%s，%.*s %.*s",
				remedy_block_name((enum remedy_block)r->block),
				r->block == REMEDY_REVIEW
					? ""
					: remedy_stage_name((enum remedy_stage)r->stage),
				STR_ARG(r->body), STR_ARG(r->case_number)),
			.state = r->pending || !info ? remedy_due_text(x->arena, r, of->today)
						     : str_cstr(info->label),
			.tone = r->pending ? KIT_AMBER : KIT_PLAIN };
	}
}

static void fill_rounds(struct http_exchange *x, const struct remedy_of_request *of,
	const struct request_row *r, struct case_page *page)
{
	page->round = arena_array(x->arena, struct case_action, of->n_rounds);
	for (size_t i = 0; page->round && i < of->n_rounds; i++) {
		const struct request_round_row *q = &of->round[i];
		if (q->id.v == r->id.v)
			continue;
		page->round[page->n_rounds++] = (struct case_action){ .text = q->number,
			.href = case_path(x, q->id, ""),
			.note = str_cstr(q->closed_on.has ? "已办结" : "办理中") };
	}
}

enum err fill_remedies(struct http_exchange *x, const struct request_view *v, struct case_page *page,
	struct error *err)
{
	struct remedy_of_request of;
	uint64_t roles = WHO(x)->actor.roles;
	if (!role_permits(roles, PERM_REMEDY_LOOK) || !v->request.number.p)
		return OK;
	enum err e = remedy_of_request(
		APP(x)->desk, x->arena, &WHO(x)->actor, v->request.id, &of, err);
	if (e != OK)
		return e;
	page->has_remedies = true;
	page->remedy_limit = limit_text(x, &of);
	fill_lines(x, &of, page);
	fill_rounds(x, &of, &v->request, page);
	if (role_permits(roles, PERM_REMEDY_WRITE))
		page->add_remedy = page_fmt(
			x, "/office/remedies/new?request=%lld", (long long)v->request.id.v);
	return arena_check(x->arena, err);
}
