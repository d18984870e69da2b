/*
 * case_page -- one request on one page: facts, clock, papers, notes, what can be done, log.
 */
#include "desk/lead.h"
#include "desk/letter.h"
#include "page/office/case_part.h"
#include "page/office/consult_part.h"
#include "page/moment.h"
#include "page/office_case_tmpl.h"

struct case_query {
	int64_t below;
};
static const struct form_field query_fields[] = {
	FORM_ID(struct case_query, below, "更早的记录", 0),
};
const struct http_fields case_query_form = HTTP_FIELDS(query_fields, struct case_query);

/* "01-10 09:42" */
static struct str moment_short(struct http_exchange *x, int64_t ms)
{
	struct str full = moment_text(x->arena, ms);
	return full.n > 5 ? str_sub(full, 5, full.n) : full;
}

/* --- facts -------------------------------------------------------------------------------------
 */

static void add_fact(struct case_page *page, const char *label, struct str value, struct str href)
{
	if (page->n_facts < CASE_FACTS_MAX && value.n)
		page->fact[page->n_facts++] = (struct case_fact){ str_cstr(label), value, href };
}

static void add_personal(struct http_exchange *x, const struct request_view *v,
	struct case_page *page, const char *label, const char *field, struct str value)
{
	struct str href = page->may_reveal ? page_fmt(x, "/office/requests/%lld/reveal/%s",
						     (long long)v->request.id.v, field)
					   : STR("");
	add_fact(page, label, value, href);
}

static void fill_applicant(
	struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	const struct request_applicant *p = &v->applicant;
	const char *class = applicant_class_name((enum applicant_class)v->request.class);
	if (p->kind)
		add_fact(page, "申请人", page_fmt(x, "%.*s　%s", STR_ARG(p->name), class), STR(""));
	else
		add_personal(x, v, page, "申请人", "name",
			page_fmt(x, "%.*s　%s", STR_ARG(p->name), class));
	if (p->id_number.n)
		add_personal(x, v, page, "证件", "id_number",
			page_fmt(x, "%s %.*s", identity_type_name(p->id_type),
				STR_ARG(p->id_number)));
	add_fact(page, "信用代码", p->credit_code, STR(""));
	add_personal(x, v, page, "法定代表人", "legal_representative", p->legal_representative);
	add_personal(x, v, page, "联系人", "contact", p->contact);
	add_personal(x, v, page, "电话", "phone", p->phone);
	add_personal(x, v, page, "电子邮箱", "email", p->email);
	add_personal(x, v, page, "地址", "address", p->address);
	add_fact(page, "邮政编码", p->postcode, STR(""));
	add_personal(x, v, page, "传真", "fax", p->fax);
}

static void fill_facts(
	struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	const struct request_row *r = &v->request;
	page->content = r->content;
	page->may_reveal = role_permits(WHO(x)->actor.roles, PERM_REVEAL);
	fill_applicant(x, v, page);
	add_fact(page, "形式、途径",
		page_fmt(x, "%s；%s", provide_form_name((enum provide_form)r->provide_form),
			provide_way_name((enum provide_way)r->provide_way)),
		STR(""));
	add_fact(page, "来源",
		page_fmt(x, "%s，%s", receipt_channel_name((enum receipt_channel)r->channel),
			request_origin_name((enum request_origin)r->origin)),
		STR(""));
	if (v->intake.origin_body.n)
		add_fact(page, "转来的机关",
			v->intake.origin_number.n
				? page_fmt(x, "%.*s　%.*s", STR_ARG(v->intake.origin_body),
					  STR_ARG(v->intake.origin_number))
				: v->intake.origin_body,
			STR(""));
	add_fact(page, "口头提出的原因", v->intake.oral_reason, STR(""));
	add_fact(page, "到达、收到",
		page_fmt(x, "%s；%s", date_text((struct date){ (int32_t)r->arrived_on }).z,
			r->received_on.has ? date_text((struct date){ (int32_t)r->received_on.v }).z
					   : "还没有确认"),
		STR(""));
	add_fact(page, "回执编号", r->receipt, STR(""));
	if (r->parent.v)
		add_fact(page, r->round ? "重新答复" : "拆分自",
			r->round ? page_fmt(x, "第 %lld 轮，原申请", (long long)r->round) : STR("另一件申请"),
			case_path(x, r->parent, ""));
	page->correction = arena_array(x->arena, struct str, v->n_events + 1);
	for (size_t i = 0; page->correction && i < v->n_events; i++) {
		const struct request_event_row *e = &v->event[i];
		struct str text = event_reason(v, e);
		if (e->kind != CLOCK_CORRECTION_RECEIVED || text.n == 0)
			continue;
		struct str day = day_short(x, (struct opt_i64){ true, e->on_day });
		page->correction[page->n_corrections++] =
			arena_fmt(x->arena, "%.*s 补正：%.*s", STR_ARG(day), STR_ARG(text));
	}
}

/* --- the track of stages ------------------------------------------------------------------------
 */

static int first_day(const struct request_view *v, enum clock_event_kind k, bool last)
{
	int day = -1;
	for (size_t i = 0; i < v->n_events; i++)
		if (v->event[i].kind == (int64_t)k && (day < 0 || last))
			day = (int)v->event[i].on_day;
	return day;
}

static struct str span_text(struct http_exchange *x, int from, int to)
{
	struct str a = day_short(x, (struct opt_i64){ from >= 0, from });
	struct str b = day_short(x, (struct opt_i64){ to >= 0, to });
	if (from < 0)
		return STR("");
	return to < 0 ? page_fmt(x, "%.*s 起", STR_ARG(a))
		      : page_fmt(x, "%.*s 至 %.*s", STR_ARG(a), STR_ARG(b));
}

/* A station; rank is the stage at which one stands there. */
static void add_track(struct case_page *page, const char *label, struct str when, int now, int rank)
{
	page->track[page->n_track++] = (struct case_track){ str_cstr(label), when,
		now > rank    ? TRACK_DONE
		: now == rank ? TRACK_NOW
			      : TRACK_LATER };
}

static void add_side_tracks(
	struct http_exchange *x, const struct request_view *v, struct case_page *page, int stage)
{
	static const struct {
		const char *label;
		enum clock_event_kind from, to;
		enum request_stage stage;
	} side[] = {
		{ "补正", CLOCK_CORRECTION_NOTICED, CLOCK_CORRECTION_RECEIVED, STAGE_CORRECTION },
		{ "征求意见", CLOCK_CONSULT_SENT, CLOCK_CONSULT_RETURNED, STAGE_CONSULTING },
		{ "缴费", CLOCK_FEE_NOTICED, CLOCK_FEE_PAID, STAGE_PAYMENT },
	};
	for (size_t i = 0; i < sizeof side / sizeof *side; i++) {
		int from = first_day(v, side[i].from, false);
		if (from < 0)
			continue;
		bool here = stage == (int)side[i].stage;
		page->track[page->n_track++] = (struct case_track){ str_cstr(side[i].label),
			span_text(x, from, here ? -1 : first_day(v, side[i].to, true)),
			here ? TRACK_NOW : TRACK_DONE };
	}
}

static void fill_track(
	struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	const struct request_row *r = &v->request;
	int stage = (int)r->stage;
	bool aside =
		stage == STAGE_CORRECTION || stage == STAGE_CONSULTING || stage == STAGE_PAYMENT;
	struct str handler = r->handler_name.p ? r->handler_name : r->department_name;
	add_track(page, "接收", day_short(x, (struct opt_i64){ true, r->arrived_on }), stage, -1);
	add_track(page, "登记", day_short(x, r->received_on), stage, STAGE_FILED);
	add_side_tracks(x, v, page, stage);
	/* Registered but not begun: the next station is handling. */
	int main_stage = stage == STAGE_REGISTERED ? STAGE_HANDLING : stage;
	add_track(page, "办理", handler, aside ? STAGE_FILED : main_stage, STAGE_HANDLING);
	if (aside)
		main_stage = STAGE_FILED;
	bool replied = first_day(v, CLOCK_REPLY_SENT, false) >= 0 || stage < STAGE_DONE;
	if (replied) {
		add_track(page, "审核", STR(""), main_stage, STAGE_REVIEW);
		add_track(page, "签发", STR(""), main_stage, STAGE_SIGNING);
		add_track(page, "送达",
			day_short(x, (struct opt_i64){ first_day(v, CLOCK_SERVED, true) >= 0,
					     first_day(v, CLOCK_SERVED, true) }),
			main_stage, STAGE_SERVICE);
	}
	add_track(page, "办结", day_short(x, r->closed_on), main_stage, STAGE_DONE);
	add_track(page, "归档", STR(""), main_stage, STAGE_ARCHIVED);
}

/* --- papers, notes, log -------------------------------------------------------------------------
 */

static struct str size_text(struct http_exchange *x, int64_t bytes)
{
	if (bytes >= 1024 * 1024)
		return page_fmt(x, "%.1f MB", (double)bytes / (1024 * 1024));
	return page_fmt(x, "%lld KB", (long long)(bytes + 1023) / 1024);
}

static void fill_files(
	struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	page->file = arena_array(x->arena, struct case_file, v->n_files);
	page->n_files = page->file ? v->n_files : 0;
	for (size_t i = 0; i < page->n_files; i++) {
		const struct request_file_row *f = &v->file[i];
		page->file[i] = (struct case_file){ .name = f->name,
			.kind = str_cstr(request_file_kind_name((enum request_file_kind)f->kind)),
			.when = moment_short(x, f->at),
			.size = size_text(x, f->size),
			.by = f->actor_name.p ? f->actor_name : STR("申请人"),
			.href = page_fmt(x, "/office/requests/%lld/files/%lld",
				(long long)v->request.id.v, (long long)f->id) };
	}
	if (role_permits(WHO(x)->actor.roles, PERM_REQUEST_HANDLE))
		page->add_file = case_path(x, v->request.id, "/files");
}

/* Who may answer: anybody for an assisting department, the head for an extension. */
static void link_note(struct http_exchange *x, const struct request_view *v,
	const struct request_note_row *n, struct case_note *out)
{
	uint64_t roles = WHO(x)->actor.roles;
	if (n->answered_at)
		return;
	if (n->kind == NOTE_ASSIST && role_permits(roles, PERM_REQUEST_LOOK)) {
		out->link = STR("答复");
		out->href = page_fmt(x, "/office/requests/%lld/answer/%lld",
			(long long)v->request.id.v, (long long)n->id);
	}
	if (n->kind == NOTE_EXTENSION && role_permits(roles, PERM_REQUEST_SIGN)) {
		out->link = STR("决定是否延长");
		out->href = page_fmt(x, "/office/requests/%lld/extension/%lld",
			(long long)v->request.id.v, (long long)n->id);
	}
}

static void fill_notes(
	struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	page->notes = arena_array(x->arena, struct case_note, v->n_notes);
	page->n_notes = page->notes ? v->n_notes : 0;
	for (size_t i = 0; i < page->n_notes; i++) {
		const struct request_note_row *n = &v->note[i];
		struct str at = moment_short(x, n->answered_at);
		page->notes[i] = (struct case_note){
			.kind = str_cstr(request_note_kind_name((enum request_note_kind)n->kind)),
			.department = n->department_name,
			.text = n->text,
			.by = n->actor_name,
			.when = moment_short(x, n->at),
			.answer = n->answer,
			.answered = page_fmt(x, "%.*s %.*s", STR_ARG(n->answerer_name), STR_ARG(at))
		};
		link_note(x, v, n, &page->notes[i]);
	}
}

/* The day written as key=2026-03-09 in what the machine says of an event; "" for none. */
static struct str detail_day(struct str detail, const char *key)
{
	const size_t day = sizeof "2026-03-09" - 1, n = strlen(key);
	for (size_t i = 0; i + n + day <= detail.n; i++)
		if (memcmp(detail.p + i, key, n) == 0)
			return str_sub(detail, i + n, i + n + day);
	return STR("");
}

static struct case_log_line log_line(struct http_exchange *x, const struct office_log_row *e)
{
	struct str who = e->actor_name.p ? e->actor_name : STR("申请人");
	struct case_log_line out = { .when = moment_short(x, e->at),
		.text = page_fmt(x, "%.*s %.*s", STR_ARG(who), STR_ARG(action_text(e->action))),
		.detail = e->reason };
	if (!e->letter.v)
		return out;
	out.letter = page_fmt(x, "《%.*s》%.*s", STR_ARG(e->title), STR_ARG(e->number));
	out.href = page_fmt(x, "/office/letters/%lld", (long long)e->letter.v);
	struct str sent = detail_day(e->detail, "sent="), served = detail_day(e->detail, "served=");
	if (str_is(e->action, "letter.serve") && out.detail.n == 0)
		out.detail = page_fmt(x, "%.*s 发出%s%.*s%s", STR_ARG(sent),
			served.n ? "，" : "，还没有收到的记录", STR_ARG(served),
			served.n ? " 收到" : "");
	return out;
}

static enum err fill_log(struct http_exchange *x, const struct request_view *v,
	struct case_page *page, struct error *err)
{
	const struct case_query *q = x->form;
	struct office_log_row *row;
	size_t n;
	enum err e = office_log(
		APP(x)->desk, x->arena, &WHO(x)->actor, v->request.id, q->below, &row, &n, err);
	if (e != OK)
		return e;
	if (n > OFFICE_LOG_PAGE) {
		n = OFFICE_LOG_PAGE;
		page->older = page_fmt(x, "/office/requests/%lld?below=%lld#log",
			(long long)v->request.id.v, (long long)row[n - 1].seq.v);
	}
	page->log = arena_array(x->arena, struct case_log_line, n);
	page->n_log = page->log ? n : 0;
	for (size_t i = 0; i < page->n_log; i++)
		page->log[i] = log_line(x, &row[i]);
	return arena_check(x->arena, err);
}

static enum err fill_similar(struct http_exchange *x, const struct request_view *v,
	struct case_page *page, struct error *err)
{
	struct request_similar *row;
	size_t n;
	enum err e = request_similar(
		APP(x)->desk, x->arena, &WHO(x)->actor, v->request.id, &row, &n, NULL, err);
	if (e != OK)
		return e;
	page->similar = arena_array(x->arena, struct similar_line, n);
	page->n_similar = page->similar ? n : 0;
	for (size_t i = 0; i < page->n_similar; i++)
		page->similar[i] = similar_line(x, &row[i]);
	return arena_check(x->arena, err);
}

/* The other parts of the paper this case came with. */
static enum err fill_parts(struct http_exchange *x, const struct request_view *v,
	struct case_page *page, struct error *err)
{
	struct request_part_row *row;
	size_t n;
	enum err e = request_parts(
		APP(x)->desk, x->arena, &WHO(x)->actor, v->request.id, &row, &n, err);
	if (e != OK)
		return e;
	page->part = arena_array(x->arena, struct case_action, n + 1);
	page->n_parts = page->part ? n : 0;
	for (size_t i = 0; i < page->n_parts; i++)
		page->part[i] = (struct case_action){
			.text = page_fmt(x, "%.*s　%.*s", STR_ARG(row[i].number),
				STR_ARG(row[i].subject)),
			.href = case_path(x, row[i].id, ""),
			.note = page_fmt(x, "%s%s%.*s",
				request_stage_name((enum request_stage)row[i].stage),
				row[i].due_on.has ? "，到期 " : "",
				STR_ARG(day_short(x, row[i].due_on)))
		};
	return arena_check(x->arena, err);
}

/* What others may read of it. */
static enum err fill_lead(struct http_exchange *x, const struct request_view *v,
	struct case_page *page, struct error *err)
{
	struct lead_row lead;
	bool has = false;
	if (!lead_is_possible(&v->request))
		return OK;
	enum err e = lead_of(
		APP(x)->desk, x->arena, &WHO(x)->actor, v->request.id, &lead, &has, err);
	if (e == OK && has) {
		page->lead = page_fmt(
			x, "%.*s；%.*s", STR_ARG(lead.title), STR_ARG(lead.place));
		add_fact(page, "公开线索", page->lead, STR(""));
	}
	return e;
}

/* --- consultations and letters ------------------------------------------------------------------ */

static enum err fill_consults(struct http_exchange *x, const struct request_view *v,
	struct case_page *page, struct error *err)
{
	struct consultation_view *q;
	size_t n;
	int excluded = 0;
	enum err e = consultation_list(
		APP(x)->desk, x->arena, &WHO(x)->actor, v->request.id, &q, &n, &excluded, err);
	if (e != OK)
		return e;
	page->consult = arena_array(x->arena, struct consult_line, n);
	page->n_consults = page->consult ? n : 0;
	for (size_t i = 0; i < page->n_consults; i++)
		page->consult[i] = consult_line(x, &q[i]);
	page->excluded = excluded ? page_fmt(x, "合计扣除 %d 个工作日，重叠的只扣一次", excluded)
				  : STR("发出的次日起不计入答复期限");
	return OK;
}

static enum kit_tone letter_tone_of(int64_t state)
{
	return state == LETTER_SERVED				   ? KIT_GREEN
	       : state == LETTER_SIGNED || state == LETTER_SENT ? KIT_BLUE
								   : KIT_AMBER;
}

static struct case_letter letter_line(struct http_exchange *x, const struct letter_row *l)
{
	struct case_letter out = { .name = l->title,
		.href = page_fmt(x, "/office/letters/%lld", (long long)l->id.v),
		.number = l->number.n ? l->number : STR("未编号"),
		.date = l->signed_on.has ? day_short(x, l->signed_on) : STR("—"),
		.state = str_cstr(letter_state_name((enum letter_state)l->state)),
		.tone = letter_tone_of(l->state),
		.sent = STR("—") };
	if (l->sent_on.has)
		out.sent = page_fmt(x, "%s %.*s 发出%s%.*s%s",
			service_way_name((enum service_way)l->served_way),
			STR_ARG(day_short(x, l->sent_on)), l->served_on.has ? "，" : "",
			STR_ARG(day_short(x, l->served_on)), l->served_on.has ? " 收到" : "");
	return out;
}

static enum err fill_letters(struct http_exchange *x, const struct request_view *v,
	struct case_page *page, struct error *err)
{
	struct letter_row *row;
	size_t n;
	enum err e = letter_list(
		APP(x)->desk, x->arena, &WHO(x)->actor, v->request.id, &row, &n, err);
	if (e != OK)
		return e;
	page->letter = arena_array(x->arena, struct case_letter, n);
	for (size_t i = 0; page->letter && i < n; i++)
		if (row[i].state != LETTER_DROPPED || row[i].number.p)
			page->letter[page->n_letters++] = letter_line(x, &row[i]);
	if (role_permits(WHO(x)->actor.roles, PERM_REQUEST_HANDLE) && v->has_clock)
		page->add_letter = case_path(x, v->request.id, "/letters/new");
	return OK;
}

/* --- the page ----------------------------------------------------------------------------------
 */

static struct str note_of(struct http_exchange *x, const struct request_row *r)
{
	struct str lead = r->department_name.p ? r->department_name : STR("未分派");
	return page_fmt(x, "%.*s（%s）　%s　承办：%.*s%s%.*s", STR_ARG(r->masked_name),
		applicant_class_name((enum applicant_class)r->class),
		receipt_channel_name((enum receipt_channel)r->channel), STR_ARG(lead),
		r->handler_name.p ? " " : "", STR_ARG(r->handler_name));
}

enum err case_show(struct http_exchange *x, struct error *err)
{
	struct request_view v;
	struct case_page *page = arena_one(x->arena, struct case_page);
	enum err e = page ? case_load(x, &v, err) : arena_check(x->arena, err);
	if (e != OK)
		return e;
	const struct request_row *r = &v.request;
	page->title.title = case_number(r);
	page->subject = r->subject;
	page->note = note_of(x, r);
	if (app_has_page(APP(x), STR("/office/requests/:id/letters")))
		page->letters = case_path(x, r->id, "/letters");
	page->proof = case_path(x, r->id, "/proof");
	fill_facts(x, &v, page);
	fill_track(x, &v, page);
	fill_clock(x, &v, page);
	fill_files(x, &v, page);
	fill_notes(x, &v, page);
	e = fill_consults(x, &v, page, err);
	if (e == OK && page->letters.n)
		e = fill_letters(x, &v, page, err);
	if (e == OK)
		e = fill_checks(x, &v, page, err);
	if (e == OK)
		e = fill_lead(x, &v, page, err);
	if (e == OK)
		fill_actions(x, &v, page);
	if (e == OK)
		e = fill_parts(x, &v, page, err);
	if (e == OK)
		e = fill_similar(x, &v, page, err);
	if (e == OK)
		e = fill_remedies(x, &v, page, err);
	if (e == OK)
		e = fill_log(x, &v, page, err);
	if (e != OK)
		return e;
	struct str title = page_fmt(x, "%.*s %.*s", STR_ARG(case_number(r)), STR_ARG(r->subject));
	page_frame(x, FRAME_OFFICE, arena_cstr(x->arena, title), &page->frame);
	struct frame_crumb crumb[] = { { .label = STR("依申请公开"), .href = STR("/office") },
		{ .label = case_number(r) } };
	page->frame.crumbs = crumb;
	page->frame.n_crumbs = 2;
	struct buf *o = page_open(x, &page->frame);
	office_case(o, page);
	return page_close(x, 200, o, &page->frame, err);
}
