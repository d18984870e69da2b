/*
 * channel -- names, and the life of a channel: asked for, approved, open, closed.
 */
#include "desk/ledger_part.h"

enum { NAME_MAX = 60, OWNER_MAX = 100, PLACE_MAX = 300, NOTICE_MAX = 300, APPROVAL_MAX = 100 };

static const struct {
	const char *word, *name;
} platform_table[CHANNEL_PLATFORMS] = {
	[CHANNEL_NONE] = { "", "" },
	[CHANNEL_SITE] = { "site", "政府网站" },
	[CHANNEL_WECHAT] = { "wechat", "微信公众号" },
	[CHANNEL_WEIBO] = { "weibo", "微博" },
	[CHANNEL_DOUYIN] = { "douyin", "抖音" },
	[CHANNEL_KUAISHOU] = { "kuaishou", "快手" },
	[CHANNEL_TOUTIAO] = { "toutiao", "今日头条" },
	[CHANNEL_XIGUA] = { "xigua", "西瓜视频" },
	[CHANNEL_VIDEO] = { "video", "微信视频号" },
	[CHANNEL_BILIBILI] = { "bilibili", "哔哩哔哩" },
	[CHANNEL_APP] = { "app", "客户端、小程序" },
	[CHANNEL_OTHER_MEDIA] = { "media_other", "其他新媒体" },
	[CHANNEL_SCREEN] = { "screen", "LED屏" },
	[CHANNEL_BOARD] = { "board", "公告栏" },
	[CHANNEL_WINDOW] = { "window", "办事窗口" },
};

const char *channel_platform_name(int p)
{
	return p >= 0 && p < CHANNEL_PLATFORMS ? platform_table[p].name : "";
}

const char *channel_platform_word(int p)
{
	return p >= 0 && p < CHANNEL_PLATFORMS ? platform_table[p].word : "";
}

bool channel_is_media(int p)
{
	return p >= CHANNEL_WECHAT && p <= CHANNEL_OTHER_MEDIA;
}

const char *channel_state_name(enum channel_state s)
{
	static const char *const name[CHANNEL_STATES] = { [CHANNEL_APPLIED] = "待批准",
		[CHANNEL_APPROVED] = "已批准，未开通",
		[CHANNEL_OPEN] = "开通",
		[CHANNEL_CLOSED] = "已关停",
		[CHANNEL_REFUSED] = "未批准" };
	return (unsigned)s < CHANNEL_STATES ? name[s] : "";
}

struct channel_job {
	const struct actor *who;
	struct arena *a;
	unsigned permission;
	struct agency_id agency;
	struct channel_id id;
	int64_t version;
	struct channel_facts facts;
	struct str approval, reason, notice;
	struct date day, approved;
	bool approve;
	const char *action;
	struct channel_row row;
};

static enum err check_facts(struct channel_facts *f, struct error *err)
{
	enum err e = OK;
	if (f->platform <= CHANNEL_NONE || f->platform >= CHANNEL_PLATFORMS)
		e = field_error(err, "platform", "请选择平台");
	if (e == OK)
		e = field_text(&f->name, "name", "名称", 1, NAME_MAX, err);
	if (e == OK)
		e = field_text(&f->owner, "owner", "主办单位", 2, OWNER_MAX, err);
	if (e == OK)
		e = field_text(&f->responsible, "responsible", "责任人", 2, NAME_MAX, err);
	return e != OK ? e : field_text(&f->place, "place", "网址或者位置", 0, PLACE_MAX, err);
}

static void state_of(struct buf *b, const struct channel_row *r)
{
	state_i64(b, "department", r->department.v);
	state_str(b, "name", r->name);
	state_str(b, "owner", r->owner);
	state_str(b, "responsible", r->responsible);
	state_str(b, "place", r->place);
	state_i64(b, "state", r->state);
	state_str(b, "approval", r->approval);
	state_i64(b, "approved", r->approved_on.has ? r->approved_on.v : -1);
	state_i64(b, "opened", r->opened_on.has ? r->opened_on.v : -1);
	state_i64(b, "closed", r->closed_on.has ? r->closed_on.v : -1);
	state_str(b, "notice", r->closing_notice);
}

static enum err log_channel(const struct channel_job *j, struct tx *tx,
	const struct channel_row *before, struct error *err)
{
	struct channel_by_id_in in = { j->id };
	struct channel_row after;
	struct buf old, new;
	enum err e = sql_channel_by_id(tx, &in, j->a, &after, err);
	if (e != OK)
		return e;
	buf_init(&old, LEDGER_STATE_MAX);
	buf_init(&new, LEDGER_STATE_MAX);
	if (before)
		state_of(&old, before);
	state_of(&new, &after);
	struct event_entry entry = { .action = str_cstr(j->action),
		.object_kind = STR("channel"),
		.object = j->id.v,
		.reason = j->reason,
		.detail = arena_fmt(j->a, "platform=%s",
			channel_platform_word((int)after.platform)) };
	return desk_log_change(tx, j->who, j->permission, &entry, &old, &new, err);
}

static enum err name_taken(enum err e, struct error *err)
{
	return e == ERR_CONFLICT ? field_error(err, "name",
					   "这个平台上已经登记过同名的账号，请核对是否重复")
				 : e;
}

static enum err run(const struct desk *d, struct channel_job *j, store_fn *fn, struct error *err)
{
	struct arena a;
	enum err e = desk_allow(j->who, j->permission, err);
	if (e == OK)
		e = field_text(&j->reason, "reason", "理由", 0, LEDGER_REASON_MAX, err);
	if (e != OK)
		return e;
	arena_init(&a, LEDGER_ARENA_MAX);
	j->a = &a;
	e = desk_write(d, fn, j, err);
	arena_done(&a);
	j->a = NULL;
	return e;
}

/* --- new ones ------------------------------------------------------------------------------------ */

static enum err check_opening(struct channel_job *j, struct date today, struct error *err)
{
	if (j->day.day == norm_no_day().day || j->day.day > today.day)
		return field_error(err, "opened", "请填写开通日期，不能晚于今天");
	if (!channel_is_media((int)j->facts.platform))
		return field_text(&j->approval, "approval", "批准文号", 0, APPROVAL_MAX, err);
	enum err e = field_text(&j->approval, "approval", "批准文号", 2, APPROVAL_MAX, err);
	if (e == OK && (j->approved.day == norm_no_day().day || j->approved.day > j->day.day))
		e = field_error(err, "approved", "请填写批准日期；先批准，后开通");
	return e;
}

static enum err add_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct channel_job *j = ctx;
	struct channel_facts *f = &j->facts;
	bool open = strcmp(j->action, "channel.register") == 0;
	enum err e = ledger_own(tx, j->who, &j->agency, j->a, err);
	if (e == OK)
		e = check_facts(f, err);
	if (e == OK)
		e = ledger_department(tx, j->agency, f->department, j->a, NULL, err);
	if (e == OK && open)
		e = check_opening(j, ledger_today(tx), err);
	if (e != OK)
		return e;
	int from = 0, to = 0;
	if (open)
		norm_span_years(j->day, norm_no_day(), &from, &to);
	j->id = (struct channel_id){ tx_new_id(tx) };
	struct channel_insert_in in = { .id = j->id,
		.agency = j->agency,
		.department = f->department,
		.platform = f->platform,
		.name = f->name,
		.owner = f->owner,
		.responsible = f->responsible,
		.place = f->place,
		.state = open ? CHANNEL_OPEN : CHANNEL_APPLIED,
		.applied_by = j->who->person,
		.approval = j->approval,
		.approved_on = open ? ledger_day(j->approved) : (struct opt_i64){ 0 },
		.opened_on = open ? ledger_day(j->day) : (struct opt_i64){ 0 },
		.from_year = from,
		.to_year = to,
		.opened_year = { open, from },
		.now = tx_now(tx) };
	e = name_taken(sql_channel_insert(tx, &in, NULL, err), err);
	return e != OK ? e : log_channel(j, tx, NULL, err);
}

enum err channel_apply(const struct desk *d, const struct actor *who, struct agency_id agency,
	const struct channel_facts *f, struct channel_id *id, struct error *err)
{
	struct channel_job j = { .who = who,
		.permission = PERM_LEDGER_WRITE,
		.agency = agency,
		.facts = *f,
		.action = "channel.apply" };
	enum err e = OK;
	if (!channel_is_media((int)f->platform) && f->platform != CHANNEL_NONE)
		e = field_error(err, "platform",
			"网站、LED屏、公告栏、窗口不需要审批，请选“登记已开通的”");
	if (e == OK)
		e = run(d, &j, add_fn, err);
	if (e == OK)
		*id = j.id;
	return e;
}

enum err channel_register(const struct desk *d, const struct actor *who, struct agency_id agency,
	const struct channel_facts *f, struct str approval, struct date approved,
	struct date opened, struct channel_id *id, struct error *err)
{
	struct channel_job j = { .who = who,
		.permission = PERM_LEDGER_WRITE,
		.agency = agency,
		.facts = *f,
		.approval = approval,
		.approved = approved,
		.day = opened,
		.action = "channel.register" };
	enum err e = run(d, &j, add_fn, err);
	if (e == OK)
		*id = j.id;
	return e;
}

/* --- steps --------------------------------------------------------------------------------------- */

static enum err load_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct channel_job *j = ctx;
	struct channel_by_id_in in = { j->id };
	enum err e = sql_channel_by_id(tx, &in, j->a, &j->row, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, e, NULL, "没有这个公开渠道，请回到列表查看");
	j->agency = j->row.agency;
	return e != OK ? e : ledger_reach(tx, j->who, &j->agency, j->a, err);
}

/* The row as it stands, for a change of some of its members. */
static struct channel_update_in as_is(const struct channel_row *r)
{
	return (struct channel_update_in){ .id = r->id,
		.department = r->department,
		.name = r->name,
		.owner = r->owner,
		.responsible = r->responsible,
		.place = r->place,
		.state = r->state,
		.approval = r->approval,
		.approved_on = r->approved_on,
		.opened_on = r->opened_on,
		.closed_on = r->closed_on,
		.closing_notice = r->closing_notice };
}

static enum err save(
	const struct channel_job *j, struct tx *tx, struct channel_update_in *in, struct error *err)
{
	int64_t changed = 0;
	int from = 0, to = 0;
	if (in->opened_on.has)
		norm_span_years(
			ledger_date(in->opened_on), ledger_date(in->closed_on), &from, &to);
	in->from_year = from;
	in->to_year = to;
	in->opened_year = (struct opt_i64){ in->opened_on.has, from };
	in->closed_year = (struct opt_i64){ in->closed_on.has,
		in->closed_on.has ? date_year(ledger_date(in->closed_on)) : 0 };
	in->version = j->version;
	in->now = tx_now(tx);
	enum err e = name_taken(sql_channel_update(tx, in, &changed, err), err);
	if (e == OK && changed == 0)
		e = desk_stale(err);
	return e != OK ? e : log_channel(j, tx, &j->row, err);
}

static enum err begin(
	struct channel_job *j, struct tx *tx, enum channel_state wanted, struct error *err)
{
	enum err e = load_fn(tx, j, err);
	if (e == OK)
		e = ledger_own(tx, j->who, &j->agency, j->a, err);
	if (e == OK && j->row.version != j->version)
		e = desk_stale(err);
	if (e == OK && wanted != CHANNEL_STATES && j->row.state != (int64_t)wanted)
		e = error_set(err, ERR_CONFLICT, NULL, "“%.*s”现在是“%s”，不能做这一步",
			STR_ARG(j->row.name), channel_state_name((enum channel_state)j->row.state));
	return e;
}

static enum err decide_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct channel_job *j = ctx;
	enum err e = begin(j, tx, CHANNEL_APPLIED, err);
	if (e == OK && !j->who->console && j->row.applied_by.v == j->who->person.v)
		e = error_set(err, ERR_DENIED, NULL, "申请人不能批准自己申请的账号，请由另一位负责人决定");
	if (e == OK && j->approve)
		e = field_text(&j->approval, "approval", "批准文号", 2, APPROVAL_MAX, err);
	if (e == OK && !j->approve)
		e = field_text(&j->reason, "reason", "不批准的理由", 2, LEDGER_REASON_MAX, err);
	if (e != OK)
		return e;
	struct channel_update_in in = as_is(&j->row);
	in.state = j->approve ? CHANNEL_APPROVED : CHANNEL_REFUSED;
	if (j->approve) {
		in.approval = j->approval;
		in.approved_on = ledger_day(ledger_today(tx));
	}
	return save(j, tx, &in, err);
}

enum err channel_decide(const struct desk *d, const struct actor *who, struct channel_id id,
	int64_t version, bool approve, struct str approval, struct str reason, struct error *err)
{
	struct channel_job j = { .who = who,
		.permission = PERM_LEDGER_SIGN,
		.id = id,
		.version = version,
		.approve = approve,
		.approval = approval,
		.reason = reason };
	j.action = approve ? "channel.approve" : "channel.refuse";
	return run(d, &j, decide_fn, err);
}

static enum err open_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct channel_job *j = ctx;
	enum err e = begin(j, tx, CHANNEL_APPROVED, err);
	if (e == OK && (j->day.day == norm_no_day().day || j->day.day > ledger_today(tx).day ||
			       j->day.day < j->row.approved_on.v))
		e = field_error(err, "opened", "开通日期不能早于批准日期，也不能晚于今天");
	if (e != OK)
		return e;
	struct channel_update_in in = as_is(&j->row);
	in.state = CHANNEL_OPEN;
	in.opened_on = ledger_day(j->day);
	return save(j, tx, &in, err);
}

enum err channel_open(const struct desk *d, const struct actor *who, struct channel_id id,
	int64_t version, struct date opened, struct error *err)
{
	struct channel_job j = { .who = who,
		.permission = PERM_LEDGER_WRITE,
		.id = id,
		.version = version,
		.day = opened,
		.action = "channel.open" };
	return run(d, &j, open_fn, err);
}

static enum err close_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct channel_job *j = ctx;
	enum err e = begin(j, tx, CHANNEL_OPEN, err);
	if (e == OK && (j->day.day == norm_no_day().day || j->day.day > ledger_today(tx).day ||
			       j->day.day < j->row.opened_on.v))
		e = field_error(err, "closed", "关停日期不能早于开通日期，也不能晚于今天");
	if (e == OK)
		e = field_text(&j->notice, "notice", "关停公告", 2, NOTICE_MAX, err);
	if (e == OK)
		e = field_text(&j->reason, "reason", "关停理由", 2, LEDGER_REASON_MAX, err);
	if (e != OK)
		return e;
	struct channel_update_in in = as_is(&j->row);
	in.state = CHANNEL_CLOSED;
	in.closed_on = ledger_day(j->day);
	in.closing_notice = j->notice;
	return save(j, tx, &in, err);
}

enum err channel_close(const struct desk *d, const struct actor *who, struct channel_id id,
	int64_t version, struct date closed, struct str notice, struct str reason,
	struct error *err)
{
	struct channel_job j = { .who = who,
		.permission = PERM_LEDGER_WRITE,
		.id = id,
		.version = version,
		.day = closed,
		.notice = notice,
		.reason = reason,
		.action = "channel.close" };
	return run(d, &j, close_fn, err);
}

static enum err change_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct channel_job *j = ctx;
	struct channel_facts *f = &j->facts;
	enum err e = begin(j, tx, CHANNEL_STATES, err);
	f->platform = (enum channel_platform)j->row.platform;
	if (e == OK)
		e = field_text(&j->reason, "reason", "修改理由", 2, LEDGER_REASON_MAX, err);
	if (e == OK)
		e = check_facts(f, err);
	if (e == OK)
		e = ledger_department(tx, j->agency, f->department, j->a, NULL, err);
	if (e != OK)
		return e;
	struct channel_update_in in = as_is(&j->row);
	in.department = f->department;
	in.name = f->name;
	in.owner = f->owner;
	in.responsible = f->responsible;
	in.place = f->place;
	return save(j, tx, &in, err);
}

enum err channel_change(const struct desk *d, const struct actor *who, struct channel_id id,
	int64_t version, const struct channel_facts *f, struct str reason, struct error *err)
{
	struct channel_job j = { .who = who,
		.permission = PERM_LEDGER_WRITE,
		.id = id,
		.version = version,
		.facts = *f,
		.reason = reason,
		.action = "channel.change" };
	return run(d, &j, change_fn, err);
}

enum err channel_load(const struct desk *d, const struct actor *who, struct channel_id id,
	struct arena *a, struct channel_row *out, struct error *err)
{
	struct channel_job j = { .who = who, .a = a, .id = id };
	enum err e = desk_allow(who, PERM_LEDGER_LOOK, err);
	if (e == OK)
		e = store_read(d->store, load_fn, &j, err);
	if (e == OK)
		*out = j.row;
	return e;
}
