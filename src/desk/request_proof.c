/*
 * request_proof -- the clock of a case on paper: every event, what it did and by which article, what
 * others were asked, and every day with why it counts or not.  Facts are masked as on the page.
 */
#include "desk/consultation.h"
#include "desk/request_office.h"
#include "desk/role.h"
#include "doc/sheet.h"
#include "law/rule.h"

enum { LINES_MAX = 16, EVENT_COLS = 4, ASKED_COLS = 6, DAY_COLS = 4 };

struct proof {
	struct arena *a;
	const struct request_view *v;
	const struct consultation_view *asked;
	size_t n_asked;
	struct str line[LINES_MAX];
	struct sheet sheet;
};

static struct str day_of(struct arena *a, struct date d)
{
	return arena_str(a, str_cstr(date_text(d).z));
}

static struct str day_or_dash(struct arena *a, bool has, struct date d)
{
	return has ? day_of(a, d) : STR("—");
}

static void add_line(struct proof *p, struct str s)
{
	if (p->sheet.n_lines < LINES_MAX)
		p->line[p->sheet.n_lines++] = s;
}

static void add_facts(struct proof *p)
{
	const struct request_row *r = &p->v->request;
	const struct clock_run *c = &p->v->clock;
	add_line(p, arena_fmt(p->a, "登记编号：%.*s", STR_ARG(r->number)));
	add_line(p, arena_fmt(p->a, "申请内容：%.*s", STR_ARG(r->subject)));
	add_line(p, arena_fmt(p->a, "申请人：%.*s（%s）；来源：%s", STR_ARG(r->masked_name),
			    applicant_class_name((enum applicant_class)r->class),
			    receipt_channel_name((enum receipt_channel)r->channel)));
	add_line(p, arena_fmt(p->a, "收到申请之日：%s；现在的状态：%s",
			    date_text((struct date){ (int32_t)r->received_on.v }).z,
			    clock_state_label(c->state)));
	if (c->has_due)
		add_line(p, arena_fmt(p->a, "答复期限至：%s（%s）；已计 %d 个工作日，%s %d 个工作日%s",
				    date_text(c->due).z, date_weekday_name(c->due), c->used,
				    c->remaining < 0 ? "超过" : "还剩",
				    c->remaining < 0 ? -c->remaining : c->remaining,
				    c->provisional ? "；跨到没有公布放假安排的年份，日期是暂定的" : ""));
	else
		add_line(p, STR("目前没有答复期限在计算"));
	if (c->excluded > 0)
		add_line(p, arena_fmt(p->a, "征求意见扣除 %d 个工作日，重叠的只扣除一次", c->excluded));
	add_line(p, STR("计算依据：《中华人民共和国政府信息公开条例》（以下简称条例）；期间开始的当日不计入；"
			"工作日依照国务院办公厅公布的放假安排（含调休）确定"));
}

/* What it was, and where it comes from: a letter, or a paper with its reason. */
static struct str event_text(struct arena *a, const struct request_event_row *e)
{
	const char *label = clock_event_label((enum clock_event_kind)e->kind);
	if (e->paper.n)
		return arena_fmt(a, "%s（系统外纸质办理：%.*s）", label, STR_ARG(e->paper));
	return arena_fmt(a, "%s%s%s", label, e->letter ? "（文书送达时登记）" : "",
		e->corrects.has ? "（更正后的记录）" : "");
}

/* "条例第三十三条第三款": the book's name stands above. */
static struct str article_of(struct arena *a, const char *rule)
{
	static const struct str book = STR_INIT("《政府信息公开条例》");
	struct str s = str_cstr(rule_article(rule));
	return str_starts(s, book) ?
		       arena_fmt(a, "条例%.*s", STR_ARG(str_sub(s, book.n, s.n))) :
		       s;
}

static void add_events(struct proof *p)
{
	static const struct sheet_column column[EVENT_COLS] = { { "日期", 20, false },
		{ "事件", 28, true }, { "对期限的影响", 58, true }, { "依据", 36, true } };
	const struct clock_run *c = &p->v->clock;
	size_t n = c->n_steps < p->v->n_events ? c->n_steps : p->v->n_events;
	struct str *cell = arena_array(p->a, struct str, n * EVENT_COLS + 1);
	for (size_t i = 0; cell && i < n; i++) {
		struct str *row = &cell[i * EVENT_COLS];
		row[0] = day_of(p->a, c->step[i].on);
		row[1] = event_text(p->a, &p->v->event[i]);
		row[2] = c->step[i].effect;
		row[3] = article_of(p->a, c->step[i].rule);
	}
	p->sheet.table[p->sheet.n_tables++] =
		(struct sheet_table){ "一、事件和对期限的影响", column, EVENT_COLS, cell, n, NULL };
}

static void add_asked(struct proof *p)
{
	static const struct sheet_column column[ASKED_COLS] = { { "对方", 40, true },
		{ "发出", 18, false }, { "收到", 18, false }, { "意见期限", 18, false },
		{ "意见收到", 18, false }, { "不计入", 14, false } };
	struct str *cell = arena_array(p->a, struct str, p->n_asked * ASKED_COLS + 1);
	size_t n = 0;
	for (size_t i = 0; cell && i < p->n_asked; i++) {
		const struct consultation_view *q = &p->asked[i];
		struct str *row = &cell[n * ASKED_COLS];
		if (!q->has_clock)
			continue;
		row[0] = arena_fmt(p->a, "%.*s（%.*s，%s）", STR_ARG(q->row.masked),
			STR_ARG(q->row.ref),
			consultation_kind_name((enum consultation_kind)q->row.kind));
		row[1] = day_of(p->a, q->clock.sent);
		row[2] = day_or_dash(p->a, q->clock.served, q->clock.served_on);
		row[3] = day_of(p->a, q->clock.limit);
		row[4] = day_or_dash(p->a, q->clock.returned, q->clock.returned_on);
		row[5] = arena_fmt(p->a, "%d 日", q->clock.days);
		n++;
	}
	p->sheet.table[p->sheet.n_tables++] =
		(struct sheet_table){ "二、征求意见", column, ASKED_COLS, cell, n, "没有征求意见。" };
}

static void add_days(struct proof *p)
{
	static const struct sheet_column column[DAY_COLS] = { { "日期", 20, false },
		{ "星期", 14, false }, { "第几日", 14, false }, { "是否计入和原因", 92, true } };
	const struct clock_run *c = &p->v->clock;
	struct str *cell = arena_array(p->a, struct str, c->n_days * DAY_COLS + 1);
	int number = 0;
	for (size_t i = 0; cell && i < c->n_days; i++) {
		const struct counted_day *d = &c->day[i];
		struct str *row = &cell[i * DAY_COLS];
		if (str_starts(d->why, STR("重新起算以前")))
			number = 0;
		row[0] = day_of(p->a, d->date);
		row[1] = str_cstr(date_weekday_name(d->date));
		row[2] = d->counts ? arena_fmt(p->a, "%d", ++number) : STR("—");
		row[3] = str_is(d->why, "计入") ?
				 d->why :
				 arena_fmt(p->a, "%s%.*s", d->counts ? "计入：" : "不计：",
					 STR_ARG(d->why));
	}
	p->sheet.table[p->sheet.n_tables++] =
		(struct sheet_table){ "三、逐日计算", column, DAY_COLS, cell, c->n_days, NULL };
}

enum err request_proof(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct buf *out, struct error *err)
{
	struct request_view v;
	struct consultation_view *asked;
	size_t n = 0;
	enum err e = request_view(d, a, who, id, &v, err);
	if (e == OK && !v.has_clock)
		return error_set(err, ERR_CONFLICT, "C-1.7-22",
			"这件申请还没有登记，期限没有起算，不能出具计算证明");
	if (e == OK)
		e = consultation_list(d, a, who, id, &asked, &n, NULL, err);
	struct proof *p = e == OK ? arena_one(a, struct proof) : NULL;
	if (!p)
		return e != OK ? e : arena_check(a, err);
	*p = (struct proof){ .a = a, .v = &v, .asked = asked, .n_asked = n };
	p->sheet.title = STR("答复期限计算证明");
	p->sheet.line = p->line;
	p->sheet.agency = v.request.agency_name;
	add_facts(p);
	add_events(p);
	add_asked(p);
	add_days(p);
	p->sheet.made = arena_fmt(
		a, "截至日期：%s", date_words(date_of_moment(v.computed_at / 1000)).z);
	e = arena_check(a, err);
	return e != OK ? e : sheet_write_pdf(out, &p->sheet, err);
}
