#include "cmd/demo/large.h"

#include "desk/calendar_book.h"
#include "desk/notice.h"

enum {
	ARENA_MAX = 64 << 20,
	DAY_MS = 24 * 3600 * 1000,
	MORNING = 9 * 60,
	EVENING = 17 * 60 + 30,
	DEPARTMENTS = 8,
	SHARES = 1000
};

/* What is done next with a request. */
enum op {
	OP_FILE,
	OP_CONFIRM,
	OP_ASSIGN,
	OP_NOTICE, /* to correct it */
	OP_CORRECTED,
	OP_LAPSED,
	OP_EXTEND,
	OP_REPLY,
	OP_SERVED,
	OP_WITHDRAW,
	OP_TRANSFER,
	OP_END
};

/* How a request goes, in thousandths. */
enum kind { KIND_PLAIN, KIND_CORRECTED, KIND_LAPSED, KIND_EXTENDED, KIND_LATE, KIND_WITHDRAWN, KIND_TRANSFERRED };
static const struct {
	enum kind kind;
	unsigned share;
} kinds[] = { { KIND_CORRECTED, 70 }, { KIND_LAPSED, 20 }, { KIND_EXTENDED, 60 }, { KIND_LATE, 15 },
	{ KIND_WITHDRAWN, 40 }, { KIND_TRANSFERRED, 20 } };

static const struct {
	enum outcome outcome;
	unsigned share; /* the rest is given openly */
} outcomes[] = { { OUTCOME_PARTIAL, 90 }, { OUTCOME_STATE_SECRET, 2 }, { OUTCOME_LAW_FORBIDS, 6 },
	{ OUTCOME_SAFETY_STABILITY, 3 }, { OUTCOME_THIRD_PARTY, 25 }, { OUTCOME_INTERNAL, 18 },
	{ OUTCOME_PROCESS, 22 }, { OUTCOME_ENFORCEMENT_FILE, 20 }, { OUTCOME_QUERY_MATTER, 15 },
	{ OUTCOME_NOT_HELD, 240 }, { OUTCOME_NEEDS_CREATION, 30 }, { OUTCOME_STILL_UNCLEAR, 30 },
	{ OUTCOME_PETITION, 50 }, { OUTCOME_REPEAT, 25 }, { OUTCOME_PUBLICATION, 4 },
	{ OUTCOME_EXCESSIVE, 2 }, { OUTCOME_CONFIRM, 3 } };

enum purpose { PICK_KIND = 100, PICK_OUTCOME, PICK_OFFICE, PICK_PACE /* and on, by step */ };

/* A request that waits for its next step. */
struct waiting {
	int64_t ms; /* of that step */
	size_t number;
	struct request_id id;
	int64_t version;
	struct date received, until;
	enum op op;
};

struct run {
	struct large *l;
	const struct calendar *cal;
	struct demo_office office;
	struct waiting *heap; /* the earliest first */
	size_t n, cap;
	struct arena heap_arena, a;
	size_t done;
	int month; /* in which notices were read last */
};

unsigned large_pick(size_t number, unsigned purpose, unsigned below)
{
	struct demo_case c = { .number = (unsigned)number };
	return demo_pick(&c, purpose, below);
}

static int month_of(struct date d)
{
	int year, month, day;
	date_split(d, &year, &month, &day);
	return month;
}

static enum kind kind_of(size_t number)
{
	unsigned n = large_pick(number, PICK_KIND, SHARES);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (n < kinds[i].share)
			return kinds[i].kind;
		n -= kinds[i].share;
	}
	return KIND_PLAIN;
}

static enum outcome outcome_of(size_t number)
{
	unsigned n = large_pick(number, PICK_OUTCOME, SHARES);
	for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
		if (n < outcomes[i].share)
			return outcomes[i].outcome;
		n -= outcomes[i].share;
	}
	return OUTCOME_OPEN;
}

/* --- what comes after what, and when ----------------------------------------------------------- */

static enum op after(enum op op, size_t number)
{
	enum kind k = kind_of(number);
	switch (op) {
	case OP_FILE:
		return large_channel(number) == RECEIPT_INTERNET ? OP_CONFIRM : OP_ASSIGN;
	case OP_CONFIRM:
		return OP_ASSIGN;
	case OP_ASSIGN:
		return k == KIND_CORRECTED || k == KIND_LAPSED ? OP_NOTICE
		       : k == KIND_EXTENDED		       ? OP_EXTEND
		       : k == KIND_WITHDRAWN		       ? OP_WITHDRAW
		       : k == KIND_TRANSFERRED		       ? OP_TRANSFER
							       : OP_REPLY;
	case OP_NOTICE:
		return k == KIND_LAPSED ? OP_LAPSED : OP_CORRECTED;
	case OP_CORRECTED:
	case OP_EXTEND:
		return OP_REPLY;
	case OP_REPLY:
		return OP_SERVED;
	default:
		return OP_END;
	}
}

/* Working days to the step, after `from`: 0 is later on that day. */
static int days_to(const struct waiting *w, struct date *from)
{
	unsigned purpose = PICK_PACE + w->op;
	enum kind k = kind_of(w->number);
	*from = date_of_moment(w->ms / 1000);
	switch (w->op) {
	case OP_CONFIRM:
	case OP_ASSIGN:
		return (int)large_pick(w->number, purpose, 2);
	case OP_NOTICE:
		return 1 + (int)large_pick(w->number, purpose, 3);
	case OP_CORRECTED:
		return 2 + (int)large_pick(w->number, purpose, 7);
	case OP_LAPSED:
		*from = w->until;
		return 1 + (int)large_pick(w->number, purpose, 3);
	case OP_EXTEND:
		*from = w->received;
		return 12 + (int)large_pick(w->number, purpose, 6);
	case OP_REPLY:
		*from = w->received;
		return k == KIND_LATE	    ? 21 + (int)large_pick(w->number, purpose, 25)
		       : k == KIND_EXTENDED ? 20 + (int)large_pick(w->number, purpose, 15)
					    : 3 + (int)large_pick(w->number, purpose, 16);
	case OP_SERVED:
		return large_channel(w->number) == RECEIPT_INTERNET
			       ? 0
			       : 1 + (int)large_pick(w->number, purpose, 3);
	default:
		return 2 + (int)large_pick(w->number, purpose, 8);
	}
}

/* The moment of the next step: in office hours of a working day, after the one before. */
static void move_on(const struct run *r, struct waiting *w)
{
	struct date from;
	int64_t before = w->ms;
	int days = days_to(w, &from);
	int64_t soon = before + (5 + large_pick(w->number, PICK_PACE + 20 + w->op, 40)) * 60000;
	struct date today = date_of_moment(before / 1000);
	if (days == 0 && calendar_is_workday(r->cal, today) && soon < demo_moment(today, EVENING)) {
		w->ms = soon > demo_moment(today, MORNING) ? soon : demo_moment(today, MORNING);
		return;
	}
	struct date d = calendar_add_workdays(r->cal, from, days ? days : 1);
	if (d.day <= today.day)
		d = calendar_add_workdays(r->cal, today, 1);
	w->ms = demo_moment(d, MORNING + (int)large_pick(w->number, PICK_PACE + 40 + w->op, 480));
}

static bool earlier(const struct waiting *x, const struct waiting *y)
{
	return x->ms != y->ms ? x->ms < y->ms : x->number < y->number;
}

static enum err push(struct run *r, const struct waiting *w, struct error *err)
{
	struct waiting *h = arena_grow(
		&r->heap_arena, r->heap, r->n, r->n + 1, &r->cap, sizeof *r->heap);
	if (!h)
		return arena_check(&r->heap_arena, err);
	r->heap = h;
	size_t i = r->n++;
	for (; i > 0 && earlier(w, &h[(i - 1) / 2]); i = (i - 1) / 2)
		h[i] = h[(i - 1) / 2];
	h[i] = *w;
	return OK;
}

static struct waiting pop(struct run *r)
{
	struct waiting *h = r->heap, first = h[0], last = h[--r->n];
	size_t i = 0;
	for (size_t k; (k = 2 * i + 1) < r->n; i = k) {
		if (k + 1 < r->n && earlier(&h[k + 1], &h[k]))
			k++;
		if (!earlier(&h[k], &last))
			break;
		h[i] = h[k];
	}
	h[i] = last;
	return first;
}

/* --- the steps --------------------------------------------------------------------------------- */

static const struct actor *handler_of(const struct run *r, const struct waiting *w)
{
	return &r->office.handler[large_pick(w->number, PICK_OFFICE, DEMO_HANDLERS)];
}

static enum err file(struct run *r, struct waiting *w, struct date today, struct error *err)
{
	struct request_filed filed;
	struct request_input in = large_text_request(&r->a, w->number, r->l->n, today);
	bool online = in.channel == RECEIPT_INTERNET;
	in.agency = r->office.id;
	enum err e = arena_check(&r->a, err);
	if (e == OK)
		e = request_file(r->l->d, &r->a, online ? NULL : &r->office.clerk, &in, STR(""),
			&filed, err);
	if (e != OK)
		return e;
	w->id = filed.id;
	w->version = 1;
	w->received = today;
	if (online && kind_of(w->number) == KIND_PLAIN) {
		snprintf(r->l->receipt, sizeof r->l->receipt, "%.*s", STR_ARG(filed.number));
		snprintf(r->l->code, sizeof r->l->code, "%.*s", STR_ARG(filed.code));
	}
	return OK;
}

static enum err confirm(struct run *r, struct waiting *w, struct date today, struct error *err)
{
	struct receipt_facts f = { .settled = true, .settled_on = today };
	w->received = today;
	return request_confirm(
		r->l->d, &r->a, &r->office.clerk, w->id, w->version++, &f, err);
}

/* Most go to a person, some to a department as yet. */
static enum err assign(struct run *r, struct waiting *w, struct error *err)
{
	const struct actor *who = handler_of(r, w);
	unsigned n = large_pick(w->number, PICK_OFFICE + 50, 100);
	bool named = n < 80;
	return request_assign(r->l->d, &r->a, &r->office.clerk, w->id, w->version++,
		named ? who->department : r->office.department[n % r->office.n_departments],
		named ? who->person : (struct person_id){ 0 }, err);
}

static enum err legal_step(
	struct run *r, struct waiting *w, const struct clock_event *ev, const char *action, struct error *err)
{
	struct request_step s = { .id = w->id,
		.version = w->version++,
		.event = *ev,
		.stage = STAGES,
		.action = str_cstr(action),
		.paper = STR("合成数据，文书在系统外办理") };
	if (ev->kind == CLOCK_REPLY_SENT) {
		s.has_outcome = true;
		s.outcome = outcome_of(w->number);
		s.outcome_rule = str_cstr(outcome_find(s.outcome)->rule);
	}
	return request_step(r->l->d, &r->a,
		ev->kind == CLOCK_EXTENDED ? &r->office.head : handler_of(r, w), &s, err);
}

static enum err step(struct run *r, struct waiting *w, struct date today, struct error *err)
{
	static const struct {
		enum clock_event_kind kind;
		const char *action;
	} legal[OP_END] = {
		[OP_NOTICE] = { CLOCK_CORRECTION_NOTICED, "request.correction_noticed" },
		[OP_CORRECTED] = { CLOCK_CORRECTION_RECEIVED, "request.correction_received" },
		[OP_LAPSED] = { CLOCK_CORRECTION_LAPSED, "request.correction_lapsed" },
		[OP_EXTEND] = { CLOCK_EXTENDED, "request.extended" },
		[OP_REPLY] = { CLOCK_REPLY_SENT, "request.reply_sent" },
		[OP_SERVED] = { CLOCK_SERVED, "request.served" },
	};
	struct clock_event ev = { .kind = legal[w->op].kind, .on = today };
	switch (w->op) {
	case OP_FILE:
		return file(r, w, today, err);
	case OP_CONFIRM:
		return confirm(r, w, today, err);
	case OP_ASSIGN:
		return assign(r, w, err);
	case OP_WITHDRAW:
		return request_withdraw(r->l->d, &r->a, handler_of(r, w), w->id, w->version++, today,
			STR("所需信息已从公开渠道获得，撤回申请"), err);
	case OP_TRANSFER:
		return request_transfer(r->l->d, &r->a, handler_of(r, w), w->id, w->version++, today,
			STR("示例区住房和城乡建设局"), STR("所申请的信息由该机关制作"), err);
	case OP_NOTICE:
		ev.has_until = true;
		ev.until = w->until = date_add_days(today, 20);
		break;
	case OP_CORRECTED:
		w->received = today;
		break;
	case OP_EXTEND:
		ev.days = 20;
		break;
	default:
		break;
	}
	return legal_step(r, w, &ev, legal[w->op].action, err);
}

/* Once in a month everybody has read what he was told. */
static enum err read_notices(struct run *r, struct date today, struct error *err)
{
	const struct actor *who[] = { &r->office.clerk, &r->office.handler[0], &r->office.handler[1],
		&r->office.head };
	int month = date_year(today) * 12 + month_of(today);
	enum err e = OK;
	int64_t n;
	if (month == r->month)
		return OK;
	r->month = month;
	for (size_t i = 0; i < sizeof who / sizeof *who && e == OK; i++)
		e = notice_read_all(
			r->l->d, who[i], (struct notice_id){ INT64_MAX }, &n, err);
	return e;
}

static enum err play(struct run *r, struct waiting *w, struct error *err)
{
	struct date today = date_of_moment(w->ms / 1000);
	arena_reset(&r->a);
	atomic_store(&r->l->clock->ms, w->ms);
	enum err e = read_notices(r, today, err);
	if (e == OK)
		e = step(r, w, today, err);
	if (e != OK) {
		struct error why = *err;
		error_set(err, e, why.rule, "第 %zu 件申请，%s，第 %d 步：%s", w->number + 1,
			date_text(today).z, w->op, why.msg);
		return error_detail(err, "%s", why.detail), e;
	}
	w->op = after(w->op, w->number);
	if (w->op == OP_END)
		return OK;
	move_on(r, w);
	return w->ms > r->l->now_ms ? OK : push(r, w, err);
}

/* --- the years --------------------------------------------------------------------------------- */

/* How much of the asking falls on a day: little on days off, less in the month of the new year. */
static unsigned weight_of(const struct run *r, struct date d)
{
	unsigned season = month_of(d) == 2 ? 7 : month_of(d) == 10 ? 9 : 10;
	unsigned growth = 100 + 6 * (unsigned)(date_year(d) % 100 - 10);
	return season * growth * (calendar_is_workday(r->cal, d) ? 10 : 1);
}

/* Everything that is to happen before the request arrives, then its arrival. */
static enum err arrive(struct run *r, struct date on, size_t i, size_t n, struct error *err)
{
	int minute = 7 * 60 + (int)(i * 14 * 60 / n);
	struct waiting w = { .ms = demo_moment(on, minute), .number = r->done, .op = OP_FILE };
	struct progress_state state = {
		.done = r->done, .total = r->l->n, .name = "申请"
	};
	enum err e = OK;
	while (e == OK && r->n > 0 && r->heap[0].ms <= w.ms) {
		struct waiting next = pop(r);
		e = play(r, &next, err);
	}
	if (e == OK)
		e = play(r, &w, err);
	r->done++;
	progress_show(r->l->progress, &state);
	return e;
}

static struct date first_day(int64_t now_ms)
{
	struct date today = date_of_moment(now_ms / 1000);
	return date_from_ymd(date_year(today) - LARGE_YEARS, month_of(today), 1);
}

int64_t large_opening_ms(int64_t now_ms)
{
	return demo_moment(date_add_days(first_day(now_ms), -30), MORNING);
}

static enum err play_all(struct run *r, struct error *err)
{
	struct date today = date_of_moment(r->l->now_ms / 1000);
	struct date first = first_day(r->l->now_ms);
	uint64_t all = 0, so_far = 0;
	enum err e = OK;
	for (struct date d = first; d.day < today.day; d = date_add_days(d, 1))
		all += weight_of(r, d);
	for (struct date d = first; d.day < today.day && e == OK; d = date_add_days(d, 1)) {
		so_far += weight_of(r, d);
		size_t until = (size_t)(r->l->n * so_far / all), n = until - r->done;
		for (size_t i = 0; i < n && e == OK; i++)
			e = arrive(r, d, i, n, err);
	}
	while (e == OK && r->n > 0) {
		struct waiting next = pop(r);
		e = play(r, &next, err);
	}
	progress_erase(r->l->progress);
	return e;
}

/* --- all ---------------------------------------------------------------------------------------- */

static const struct demo_agency the_agency = { .name = STR_INIT("示例市大量数据演示局"),
	.short_name = STR_INIT("示例大量局"),
	.login = STR_INIT("daliang"),
	.document = STR_INIT("示量{word}〔{year}〕{serial}号"),
	.review_body = STR_INIT("示例市人民政府"),
	.court = STR_INIT("示例市示例区人民法院"),
	.department = { STR_INIT("政务公开办公室"), STR_INIT("综合一处"), STR_INIT("综合二处"),
		STR_INIT("规划处"), STR_INIT("建设处"), STR_INIT("财务处"), STR_INIT("法规处"),
		STR_INIT("执法处") },
	.n_departments = DEPARTMENTS };

enum err large_load(struct large *l, struct arena *a, struct error *err)
{
	struct run r = { .l = l };
	arena_init(&r.heap_arena, (size_t)1 << 30);
	arena_init(&r.a, ARENA_MAX);
	enum err e = demo_people_add(l->d, &the_agency, 1, &r.office, err);
	if (e == OK)
		e = desk_calendar_load(l->d, r.office.id, a, &r.cal, err);
	if (e == OK)
		e = play_all(&r, err);
	arena_done(&r.a);
	arena_done(&r.heap_arena);
	return e;
}

void large_print(const struct large *l, struct buf *b)
{
	buf_fmt(b, "共 %zu 件申请。\n", l->n);
	buf_cstr(b, "账号（密码都是 " DEMO_PASSWORD "）：\n"
		    "  登记 daliang.dengji　　承办 daliang.chengban　　签发 daliang.qianfa\n"
		    "  查阅 daliang.chayue　　编辑 daliang.bianji　　　监督 jiandu　系统管理 xitong\n");
	if (l->receipt[0])
		buf_fmt(b, "可以查询进度的一件：编号 %s　查询码 %s\n", l->receipt, l->code);
}
