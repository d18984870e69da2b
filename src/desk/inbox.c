/*
 * inbox -- pages, counts and the words of a row.  See desk/inbox.h; batches and export are
 * inbox_batch.c.
 */
#include "desk/inbox_part.h"

#include "core/utf8.h"
#include "desk/organisation_part.h"
#include "desk/role.h"

enum { SOON_DAYS = 2, NEAR_DAYS = 5, Q_MAX = 100 };

const char *inbox_band_name(enum inbox_band b)
{
	static const char *const name[BANDS] = { [BAND_OPEN] = "全部在办",
		[BAND_FILED] = "待登记",
		[BAND_OVERDUE] = "已逾期",
		[BAND_TWO] = "两日内到期",
		[BAND_FIVE] = "三至五日",
		[BAND_LATER] = "五日以上",
		[BAND_PAUSED] = "计时暂停",
		[BAND_MINE] = "我承办的",
		[BAND_MONTH] = "本月办结",
		[BAND_ALL] = "全部" };
	return (unsigned)b < BANDS ? name[b] : "";
}

struct inbox_filter inbox_filter_default(void)
{
	return (struct inbox_filter){ .band = BAND_OPEN, .stage = -1, .channel = -1, .class = -1 };
}

/* --- bands --------------------------------------------------------------------------------------
 */

static struct date month_start(struct date d)
{
	int y, m, day;
	date_split(d, &y, &m, &day);
	return date_from_ymd(y, m, 1);
}

struct inbox_range inbox_range_of(enum inbox_band b, const struct calendar *cal, struct date today)
{
	int64_t soon = calendar_add_workdays(cal, today, SOON_DAYS).day;
	int64_t near = calendar_add_workdays(cal, today, NEAR_DAYS).day;
	struct date month = month_start(today);
	switch (b) {
	case BAND_FILED:
		return (struct inbox_range){ 2 * (int64_t)SORT_UNREGISTERED, -1 };
	case BAND_OVERDUE:
		return (struct inbox_range){ 0, today.day - 1 };
	case BAND_TWO:
		return (struct inbox_range){ today.day, soon };
	case BAND_FIVE:
		return (struct inbox_range){ soon + 1, near };
	case BAND_LATER:
		return (struct inbox_range){ near + 1, SORT_PAUSED - 1 };
	case BAND_PAUSED:
		return (struct inbox_range){ SORT_PAUSED, SORT_CLOSED - 1 };
	case BAND_MONTH:
		return (struct inbox_range){ SORT_CLOSED + (int64_t)month.day,
			SORT_CLOSED + (int64_t)date_add_months(month, 1).day - 1 };
	case BAND_ALL:
		return (struct inbox_range){ 2 * (int64_t)SORT_UNREGISTERED, INT64_MAX };
	default:
		return (struct inbox_range){ 2 * (int64_t)SORT_UNREGISTERED, SORT_CLOSED - 1 };
	}
}

/* --- words of a row ------------------------------------------------------------------------------
 */

static const char *waits_for(const struct inbox_line_row *r)
{
	switch ((enum clock_state)r->clock_state) {
	case CLOCK_AWAITING_CORRECTION:
		return "等待申请人补正";
	case CLOCK_AWAITING_PAYMENT:
		return "等待申请人缴费";
	default:
		return "征求意见";
	}
}

/* The seven working days of a correction notice, while the request is being checked. */
static void say_correction(
	struct arena *a, struct inbox_item *i, const struct calendar *cal, struct date today)
{
	struct clock_config config = clock_config_default();
	if (i->row.stage != STAGE_REGISTERED || !i->row.received_on.has)
		return;
	struct date received = { (int32_t)i->row.received_on.v };
	struct date last = calendar_add_workdays(cal, received, config.correction_notice_days);
	int left = calendar_count_workdays(cal, today, last);
	i->correction_late = today.day > last.day;
	i->correction = i->correction_late	? STR("补正告知期限已过")
			: last.day == today.day ? STR("补正告知今日到期")
						: arena_fmt(a, "补正告知剩 %d 个工作日", left);
}

static void say_due(
	struct arena *a, struct inbox_item *i, const struct calendar *cal, struct date today)
{
	struct date due = { (int32_t)i->row.due_on.v };
	int left = calendar_count_workdays(cal, today, due);
	i->left = left;
	if (due.day < today.day) {
		i->tone = TONE_LATE;
		i->due = arena_fmt(a, "逾期 %d 日", date_diff(due, today));
	} else if (due.day == today.day) {
		i->tone = TONE_TODAY;
		i->due = STR("今日到期");
	} else {
		i->tone = left <= NEAR_DAYS ? TONE_SOON : TONE_CALM;
		i->due = arena_fmt(
			a, "剩 %d 个工作日%s", left, i->row.provisional ? "（暂定）" : "");
	}
}

static struct str ending(const struct inbox_line_row *r)
{
	if (r->outcome >= 0 && r->outcome < OUTCOME_COUNT)
		return str_cstr(outcome_find((enum outcome)r->outcome)->name);
	return str_cstr(r->number.p ? request_stage_name((enum request_stage)r->stage) : "已撤回");
}

void inbox_say(struct arena *a, struct inbox_item *i, const struct calendar *cal, struct date today)
{
	const struct inbox_line_row *r = &i->row;
	if (r->closed_on.has) {
		i->tone = TONE_DONE;
		i->due = ending(r);
	} else if (!r->received_on.has) {
		i->tone = TONE_SOON;
		i->due = STR("待确认");
	} else if (r->sort_due >= SORT_PAUSED) {
		i->tone = TONE_PAUSED;
		i->due = STR("计时暂停");
		i->waits = str_cstr(waits_for(r));
	} else if (!r->due_on.has) {
		i->tone = TONE_LATE;
		i->due = r->clock_state == CLOCK_LAPSED_PAYMENT ? STR("逾期未缴费，待办结")
								: STR("逾期未补正，待办结");
	} else {
		say_due(a, i, cal, today);
		say_correction(a, i, cal, today);
	}
}

/* --- pages ---------------------------------------------------------------------------------------
 */

/* The one filter that an index answers, and whether others are left. */
enum lead { LEAD_ALL, LEAD_HANDLER, LEAD_STAGE, LEAD_DEPARTMENT, LEAD_CLASS, LEAD_CHANNEL };

static enum lead lead_of(const struct inbox_filter *f)
{
	if (f->band == BAND_MINE)
		return LEAD_HANDLER;
	if (f->department.v)
		return LEAD_DEPARTMENT;
	if (f->stage >= 0)
		return LEAD_STAGE;
	if (f->class >= 0)
		return LEAD_CLASS;
	return f->channel >= 0 ? LEAD_CHANNEL : LEAD_ALL;
}

bool inbox_has_rest(const struct inbox_filter *f)
{
	int n = (f->band == BAND_MINE) + (f->department.v != 0) + (f->stage >= 0) +
		(f->class >= 0) + (f->channel >= 0);
	return n > 1;
}

static bool fits(const struct inbox_filter *f, const struct inbox_line_row *r)
{
	return (!f->department.v || r->department.v == f->department.v) &&
	       (f->stage < 0 || r->stage == f->stage) && (f->class < 0 || r->class == f->class) &&
	       (f->channel < 0 || r->channel == f->channel);
}

static enum err load_rows(struct inbox_job *j, struct tx *tx, struct inbox_range range,
	int64_t limit, struct inbox_line_row **row, size_t *n, struct error *err)
{
	const struct inbox_filter *f = &j->filter;
	struct agency_id g = j->who->agency;
	int64_t due = f->has_after ? f->after_due : range.from;
	struct request_id id = f->has_after ? f->after_id : (struct request_id){ 0 };
	struct inbox_all_in all = { g, due, id, range.to, limit };
	struct inbox_handler_in handler = { g, j->who->person, due, id, range.to, limit };
	struct inbox_stage_in stage = { g, f->stage, due, id, range.to, limit };
	struct inbox_department_in department = { g, f->department, due, id, range.to, limit };
	struct inbox_class_in class = { g, f->class, due, id, range.to, limit };
	struct inbox_channel_in channel = { g, f->channel, due, id, range.to, limit };
	switch (lead_of(f)) {
	case LEAD_HANDLER:
		return sql_inbox_handler(tx, &handler, j->a, row, n, err);
	case LEAD_STAGE:
		return sql_inbox_stage(tx, &stage, j->a, row, n, err);
	case LEAD_DEPARTMENT:
		return sql_inbox_department(tx, &department, j->a, row, n, err);
	case LEAD_CLASS:
		return sql_inbox_class(tx, &class, j->a, row, n, err);
	case LEAD_CHANNEL:
		return sql_inbox_channel(tx, &channel, j->a, row, n, err);
	default:
		return sql_inbox_all(tx, &all, j->a, row, n, err);
	}
}

enum err inbox_load(struct inbox_job *j, struct tx *tx, const struct calendar *cal, size_t rows,
	struct inbox_page *out, struct error *err)
{
	struct inbox_line_row *row;
	size_t n;
	bool rest = inbox_has_rest(&j->filter);
	size_t limit = rest ? INBOX_SCAN : rows + 1;
	struct inbox_range range = inbox_range_of(j->filter.band, cal, out->today);
	enum err e = load_rows(j, tx, range, (int64_t)limit, &row, &n, err);
	if (e != OK)
		return e;
	out->item = arena_array(j->a, struct inbox_item, rows + 1);
	if (!out->item)
		return arena_check(j->a, err);
	size_t i = 0;
	for (; i < n && out->n < rows; i++) {
		out->next_due = row[i].sort_due;
		out->next_id = row[i].id;
		if (!fits(&j->filter, &row[i]))
			continue;
		struct inbox_item *item = &out->item[out->n++];
		item->row = row[i];
		inbox_say(j->a, item, cal, out->today);
	}
	out->cut = rest && i == INBOX_SCAN && out->n < rows;
	out->more = i < n || out->cut;
	return arena_check(j->a, err);
}

/* --- counts --------------------------------------------------------------------------------------
 */

static enum err count_lead(struct inbox_job *j, struct tx *tx, const struct inbox_filter *f,
	struct inbox_range r, int64_t *out, struct error *err)
{
	struct agency_id g = j->who->agency;
	struct inbox_count_row row = { 0 };
	int64_t limit = INBOX_COUNT_MAX + 1;
	struct inbox_count_all_in all = { g, r.from, r.to, limit };
	struct inbox_count_handler_in handler = { g, j->who->person, r.from, r.to, limit };
	struct inbox_count_stage_in stage = { g, f->stage, r.from, r.to, limit };
	struct inbox_count_department_in department = { g, f->department, r.from, r.to, limit };
	struct inbox_count_class_in class = { g, f->class, r.from, r.to, limit };
	struct inbox_count_channel_in channel = { g, f->channel, r.from, r.to, limit };
	enum err e;
	switch (lead_of(f)) {
	case LEAD_HANDLER:
		e = sql_inbox_count_handler(tx, &handler, j->a, &row, err);
		break;
	case LEAD_STAGE:
		e = sql_inbox_count_stage(tx, &stage, j->a, &row, err);
		break;
	case LEAD_DEPARTMENT:
		e = sql_inbox_count_department(tx, &department, j->a, &row, err);
		break;
	case LEAD_CLASS:
		e = sql_inbox_count_class(tx, &class, j->a, &row, err);
		break;
	case LEAD_CHANNEL:
		e = sql_inbox_count_channel(tx, &channel, j->a, &row, err);
		break;
	default:
		e = sql_inbox_count_all(tx, &all, j->a, &row, err);
	}
	if (e == OK)
		*out = row.n;
	return e;
}

static enum err count_bands(struct inbox_job *j, struct tx *tx, const struct calendar *cal,
	struct inbox_page *out, struct error *err)
{
	enum err e = OK;
	for (int b = 0; e == OK && b < BANDS; b++) {
		struct inbox_filter f = inbox_filter_default();
		f.band = (enum inbox_band)b;
		e = count_lead(
			j, tx, &f, inbox_range_of(f.band, cal, out->today), &out->count[b], err);
	}
	out->total = -1;
	if (e == OK && !inbox_has_rest(&j->filter) && j->filter.q.n == 0)
		e = count_lead(j, tx, &j->filter, inbox_range_of(j->filter.band, cal, out->today),
			&out->total, err);
	return e;
}

/* --- searching
 * ------------------------------------------------------------------------------------ */

/* A number of the register or of a receipt, or its beginning. */
static bool is_number(struct str q)
{
	for (size_t i = 0; i < q.n; i++)
		if (!(q.p[i] >= '0' && q.p[i] <= '9') && q.p[i] != '-' &&
			!(i == 0 && (q.p[i] == 'W' || q.p[i] == 'w')))
			return false;
	return true;
}

static enum err find_number(struct inbox_job *j, struct tx *tx, struct str q,
	struct inbox_line_row **row, size_t *n, struct error *err)
{
	bool receipt = q.p[0] == 'W' || q.p[0] == 'w';
	struct str from = receipt ? arena_fmt(j->a, "W%.*s", STR_ARG(str_sub(q, 1, q.n))) : q;
	struct str to = arena_fmt(j->a, "%.*s:", STR_ARG(from)); /* the sign after the digits */
	struct inbox_by_number_in number = { j->who->agency, from, to, INBOX_FOUND_MAX + 1 };
	struct inbox_by_receipt_in paper = { j->who->agency, from, to, INBOX_FOUND_MAX + 1 };
	enum err e = arena_check(j->a, err);
	if (e != OK)
		return e;
	return receipt ? sql_inbox_by_receipt(tx, &paper, j->a, row, n, err)
		       : sql_inbox_by_number(tx, &number, j->a, row, n, err);
}

static void add_found(struct inbox_job *j, const struct calendar *cal, struct inbox_page *out,
	const struct inbox_line_row *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (out->n == INBOX_FOUND_MAX) {
			out->more = true;
			return;
		}
		struct inbox_item *item = &out->item[out->n++];
		item->row = row[i];
		inbox_say(j->a, item, cal, out->today);
	}
}

/* Found by the applicant's name already? */
static bool is_listed(const struct inbox_page *out, struct request_id id)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->item[i].row.id.v == id.v)
			return true;
	return false;
}

/* By the words of subject and content. */
static enum err find_text(struct inbox_job *j, struct tx *tx, struct str q,
	const struct calendar *cal, struct inbox_page *out, struct error *err)
{
	struct request_search search = { j->who->agency, q, 0, INBOX_FOUND_MAX + 1 };
	struct request_id id[INBOX_FOUND_MAX + 1];
	struct inbox_line_row row;
	size_t n;
	bool more;
	enum err e = request_words_find(tx, j->a, &search, id, &n, &more, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		if (is_listed(out, id[i]))
			continue;
		e = sql_inbox_by_id(tx, &(struct inbox_by_id_in){ id[i] }, j->a, &row, err);
		if (e == OK)
			add_found(j, cal, out, &row, 1);
	}
	out->more = out->more || more;
	return e;
}

/* As letters have it, whichever brackets somebody's keyboard has. */
static struct str letter_number(struct arena *a, struct str q)
{
	static const char *const left[] = { "[", "［", "(", "（", "【" };
	static const char *const right[] = { "]", "］", ")", "）", "】" };
	struct buf b;
	buf_init(&b, 4 * Q_MAX + 4);
	for (size_t i = 0; i < q.n;) {
		size_t n = 1;
		const char *put = NULL;
		for (size_t k = 0; k < sizeof(left) / sizeof(*left) && !put; k++) {
			if (str_starts(str_sub(q, i, q.n), str_cstr(left[k])))
				put = "〔", n = strlen(left[k]);
			else if (str_starts(str_sub(q, i, q.n), str_cstr(right[k])))
				put = "〕", n = strlen(right[k]);
		}
		buf_str(&b, put ? str_cstr(put) : str_sub(q, i, i + 1));
		i += n;
	}
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

/* By the number of a letter, whole. */
static enum err find_letter(struct inbox_job *j, struct tx *tx, struct str q,
	const struct calendar *cal, struct inbox_page *out, struct error *err)
{
	struct inbox_line_row *row;
	size_t n;
	if (!str_ends(q, STR("号")))
		return OK;
	struct inbox_by_letter_in in = { j->who->agency, letter_number(j->a, q) };
	enum err e = arena_check(j->a, err);
	if (e == OK)
		e = sql_inbox_by_letter(tx, &in, j->a, &row, &n, err);
	if (e == OK)
		add_found(j, cal, out, row, n);
	return e;
}

static enum err find_words(struct inbox_job *j, struct tx *tx, struct str q,
	const struct calendar *cal, struct inbox_page *out, struct error *err)
{
	struct digest h;
	struct inbox_line_row *row;
	size_t n;
	enum err e = request_name_index(j->d, q, &h, err);
	struct inbox_by_name_in name = { j->who->agency, desk_bytes(&h), INBOX_FOUND_MAX + 1 };
	if (e == OK)
		e = sql_inbox_by_name(tx, &name, j->a, &row, &n, err);
	if (e != OK)
		return e;
	add_found(j, cal, out, row, n);
	return find_text(j, tx, q, cal, out, err);
}

static enum err find(struct inbox_job *j, struct tx *tx, const struct calendar *cal,
	struct inbox_page *out, struct error *err)
{
	struct str q = request_clean(j->a, utf8_prefix(j->filter.q, Q_MAX), true);
	struct inbox_line_row *row;
	size_t n;
	out->item = arena_array(j->a, struct inbox_item, INBOX_FOUND_MAX);
	enum err e = arena_check(j->a, err);
	if (e != OK || q.n == 0)
		return e;
	if (!is_number(q)) {
		e = find_letter(j, tx, q, cal, out, err);
		return e == OK && out->n == 0 ? find_words(j, tx, q, cal, out, err) : e;
	}
	e = find_number(j, tx, q, &row, &n, err);
	if (e == OK)
		add_found(j, cal, out, row, n);
	/* A year, or a house number in a subject. */
	return e == OK && n == 0 ? find_text(j, tx, q, cal, out, err) : e;
}

static enum err page_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct inbox_job *j = ctx;
	const struct calendar *cal;
	j->page = (struct inbox_page){ .today = request_today(tx) };
	enum err e = request_calendar(tx, j->d, j->who->agency, j->a, &cal, err);
	if (e == OK)
		e = j->filter.q.n ? find(j, tx, cal, &j->page, err)
				  : inbox_load(j, tx, cal, INBOX_ROWS, &j->page, err);
	return e != OK ? e : count_bands(j, tx, cal, &j->page, err);
}

enum err inbox_page(const struct desk *d, struct arena *a, const struct actor *who,
	const struct inbox_filter *f, struct inbox_page *out, struct error *err)
{
	struct inbox_job j = { .d = d, .a = a, .who = who, .filter = *f };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (!utf8_is_valid(j.filter.q))
		j.filter.q = STR("");
	if (e == OK)
		e = store_read(d->store, page_fn, &j, err);
	if (e == OK)
		*out = j.page;
	return e;
}

static enum err waiting_fn(struct tx *tx, void *ctx, struct error *err)
{
	static const enum inbox_band band[] = { BAND_FILED, BAND_OVERDUE, BAND_TWO };
	struct inbox_job *j = ctx;
	const struct calendar *cal;
	struct inbox_filter all = inbox_filter_default();
	j->page = (struct inbox_page){ .today = request_today(tx) };
	enum err e = request_calendar(tx, j->d, j->who->agency, j->a, &cal, err);
	for (size_t i = 0; e == OK && i < sizeof(band) / sizeof(*band); i++) {
		int64_t n = 0;
		e = count_lead(
			j, tx, &all, inbox_range_of(band[i], cal, j->page.today), &n, err);
		j->page.total += n;
	}
	return e;
}

enum err inbox_waiting(const struct desk *d, struct arena *a, const struct actor *who, int64_t *out,
	struct error *err)
{
	struct inbox_job j = { .d = d, .a = a, .who = who };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_read(d->store, waiting_fn, &j, err);
	if (e == OK)
		*out = j.page.total;
	return e;
}
