/*
 * list_page -- the letters of a case, and the choice of a form for a new one.
 */
#include "page/letters/letters_view.h"
#include "page/letters/part.h"
#include "page/letters_letters_tmpl.h"

static const struct kit_column columns[] = {
	{ .label = STR_INIT("文书"), .card = KIT_CARD_MAIN },
	{ .label = STR_INIT("文号"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("状态"), .card = KIT_CARD_CORNER },
	{ .label = STR_INIT("起草人"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("签发日期"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("发出日期"), .card = KIT_CARD_NAMED, .nowrap = true },
};
static const struct kit_table table = { .caption = STR_INIT("本件的文书"),
	.kind = KIT_GRID,
	.cards = true,
	.column = columns,
	.n = 6 };

static struct str or_dash(struct str s)
{
	return s.n > 0 ? s : STR("—");
}

static struct letter_line line_of(struct http_exchange *x, const struct letter_row *l)
{
	return (struct letter_line){ .name = l->title,
		.href = letter_path(x, l->id, ""),
		.number = or_dash(l->number),
		.state = str_cstr(letter_state_name((enum letter_state)l->state)),
		.tone = letter_tone(l->state),
		.by = or_dash(l->creator_name),
		.signed_on = or_dash(letter_day(x, l->signed_on)),
		.sent_on = or_dash(letter_day(x, l->sent_on)) };
}

static enum err case_of_path(
	struct http_exchange *x, struct request_view *out, struct error *err)
{
	struct request_id id;
	enum err e = page_id(x, 0, &id.v, err);
	return e != OK ? e :
			 request_view(APP(x)->desk, x->arena, &WHO(x)->actor, id, out, err);
}

enum err letters_show(struct http_exchange *x, struct error *err)
{
	struct request_view c;
	struct letter_row *row;
	struct kit_button button[2];
	struct letters_page v = { .table = &table };
	enum err e = case_of_path(x, &c, err);
	if (e == OK)
		e = letter_list(APP(x)->desk, x->arena, &WHO(x)->actor, c.request.id, &row, &v.n,
			err);
	if (e != OK)
		return e;
	v.line = arena_array(x->arena, struct letter_line, v.n);
	for (size_t i = 0; v.line && i < v.n; i++)
		v.line[i] = line_of(x, &row[i]);
	struct str fresh = letters_path(x, c.request.id, "/letters/new");
	bool may = role_permits(WHO(x)->actor.roles, PERM_REQUEST_HANDLE);
	v.title = (struct kit_title){ .title = STR("文书"), .note = c.request.subject };
	if (may) {
		button[v.title.n++] = (struct kit_button){ .text = STR("起草文书"), .href = fresh };
		if (c.request.stage == STAGE_DONE || c.request.stage == STAGE_ARCHIVED)
			button[v.title.n++] = (struct kit_button){ .text = STR("归档"),
				.kind = KIT_SECONDARY,
				.href = letters_path(x, c.request.id, "/archive") };
		v.title.button = button;
	}
	v.empty = (struct kit_empty){ .title = STR("还没有文书"),
		.text = STR("答复书、补正告知书、延期告知书等都从这里起草、送审、签发和送达。"),
		.link = may ? STR("起草文书") : STR(""),
		.href = fresh };
	page_frame(x, FRAME_OFFICE, "文书", &v.frame);
	letter_crumbs(x, &v.frame, &c.request, (struct letter_id){ 0 }, STR(""));
	struct buf *o = page_open(x, &v.frame);
	letters_list(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- choosing a form --------------------------------------------------------------------------- */

static size_t group_of(const struct letter_form *f)
{
	if (f->reply)
		return 0;
	if (!*f->word)
		return 3;
	return f->to_applicant ? 1 : 2;
}

enum err letters_choose_form(struct http_exchange *x, struct error *err)
{
	struct request_view c;
	struct letter_choose_page v = { .title = { .title = STR("选择文书") } };
	static const struct letter_group group[4] = {
		{ STR_INIT("答复"), STR_INIT("按办理顺序回答问题，得出哪一种就用哪一种"),
			STR_INIT("g1"), { { { 0 }, { 0 }, { 0 } } }, 0 },
		{ STR_INIT("告知申请人"), STR_INIT("补正、延期、收费等"), STR_INIT("g2"),
			{ { { 0 }, { 0 }, { 0 } } }, 0 },
		{ STR_INIT("第三方和其他机关"), STR_INIT("征求意见、告知决定"), STR_INIT("g3"),
			{ { { 0 }, { 0 }, { 0 } } }, 0 },
		{ STR_INIT("内部记录"), STR_INIT("不编文号，不送达"), STR_INIT("g4"),
			{ { { 0 }, { 0 }, { 0 } } }, 0 },
	};
	enum err e = case_of_path(x, &c, err);
	if (e != OK)
		return e;
	memcpy(v.group, group, sizeof(group));
	for (const struct letter_form *f = letter_forms(); f->code; f++) {
		struct letter_group *g = &v.group[group_of(f)];
		if (g->n < sizeof(g->choice) / sizeof(*g->choice))
			g->choice[g->n++] = (struct letter_choice){ str_cstr(f->code),
				str_cstr(f->name),
				page_fmt(x, "/office/requests/%lld/letters/new?form=%s",
					(long long)c.request.id.v, f->code) };
	}
	page_frame(x, FRAME_OFFICE, "选择文书", &v.frame);
	letter_crumbs(x, &v.frame, &c.request, (struct letter_id){ 0 }, STR("起草"));
	struct buf *o = page_open(x, &v.frame);
	letters_choose(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}
