/*
 * case_page -- one case: facts, deadlines with their articles, stages, requests, papers, entries, what can
 * be done now, log.
 */
#include "desk/action.h"
#include "law/rule.h"
#include "page/moment.h"
#include "page/remedy/part.h"
#include "page/remedy/view.h"
#include "page/remedy_remedy_tmpl.h"

struct remedy_query {
	int64_t below;
};
static const struct form_field query_fields[] = {
	FORM_ID(struct remedy_query, below, "更早的记录", 0),
};
const struct http_fields remedy_query_form = HTTP_FIELDS(query_fields, struct remedy_query);

static struct str day_of(struct http_exchange *x, bool has, struct date d)
{
	return has ? day_full(x, d) : STR("");
}

static const struct remedy_round *last_round(const struct remedy_view *v)
{
	return &v->run.round[v->run.n_rounds - 1];
}

/* --- facts ------------------------------------------------------------------------------------------- */

static void add_fact(struct remedy_view_page *p, const char *label, struct str value, struct str href)
{
	if (value.n && p->n_facts < REMEDY_FACTS_MAX)
		p->fact[p->n_facts++] = (struct remedy_fact){ str_cstr(label), value, href };
}

static void fill_reported(struct http_exchange *x, const struct remedy_view *v, struct remedy_view_page *p)
{
	int year = date_year(v->today);
	int column = remedy_year_column(&v->run, year), before = remedy_year_column(&v->run, year - 1);
	struct str last = before < 0 ? STR("")
				     : page_fmt(x, "%d 年计“%s”；", year - 1,
					       remedy_column_name((enum remedy_column)before));
	if (column >= 0 || before >= 0)
		p->reported = page_fmt(x, "%.*s%d 年%s%s%s", STR_ARG(last), year,
			column >= 0 ? "计“" : "不计", 
			column >= 0 ? remedy_column_name((enum remedy_column)column) : "",
			column >= 0 ? "”" : "");
}

static void fill_facts(struct http_exchange *x, const struct remedy_view *v, struct remedy_view_page *p)
{
	const struct remedy_row *r = &v->remedy;
	bool reveal = role_permits(WHO(x)->actor.roles, PERM_REVEAL) && !r->claimant_kind;
	add_fact(p, "种类", str_cstr(remedy_block_name((enum remedy_block)r->block)), STR(""));
	add_fact(p, remedy_claimant_word(r->block),
		remedy_claimant_text(x, r->masked_name, r->claimants),
		reveal ? remedy_path(x, r->id, "/reveal") : STR(""));
	add_fact(p, r->block == REMEDY_REVIEW ? "复议机关" : "法院", r->body, STR(""));
	add_fact(p, "案号", r->case_number.n ? r->case_number : STR("还没有"), STR(""));
	add_fact(p, "主动公开的事项", r->item, STR(""));
	if (r->prior.v)
		add_fact(p, "经过的复议", v->prior_number, STR(""));
	add_fact(p, "经过的复议", r->prior_text, STR(""));
	fill_reported(x, v, p);
	add_fact(p, "年度报告第四表", p->reported, STR(""));
	struct str at = moment_text(x->arena, r->created_at);
	add_fact(p, "登记", page_fmt(x, "%.*s %.*s", STR_ARG(r->creator_name), STR_ARG(at)), STR(""));
}

/* --- deadlines --------------------------------------------------------------------------------------- */

static void say_deadline(struct http_exchange *x, const struct remedy_deadline *d, struct date today,
	struct remedy_due_view *out)
{
	int left = date_diff(today, d->due);
	out->kind = KIT_DUE_DONE;
	if (d->has_done) {
		out->text = page_fmt(x, "%s %s", date_text(d->done).z,
			d->done.day > d->due.day ? "完成，已超过期限" : "完成");
		if (d->done.day > d->due.day)
			out->kind = KIT_DUE_OVER;
	} else if (!d->open && d->by == REMEDY_ANSWERED) {
		out->kind = KIT_DUE_OVER;
		out->text = STR("没有登记提交");
	} else if (!d->open) {
		out->text = STR("不再适用");
	} else if (d->duty != REMEDY_DUTY_AGENCY) {
		out->kind = KIT_DUE_STOPPED;
		out->text = left < 0 ? page_fmt(x, "已过 %d 日", -left) : page_fmt(x, "还有 %d 日", left);
	} else {
		out->kind = left < 0 ? KIT_DUE_OVER : left <= 3 ? KIT_DUE_SOON : left <= 7 ? KIT_DUE_NEAR
											  : KIT_DUE_FAR;
		out->text = left < 0	? page_fmt(x, "逾期 %d 日", -left)
			    : left == 0 ? STR("今日到期")
					: page_fmt(x, "剩 %d 日", left);
	}
}

static void fill_deadlines(struct http_exchange *x, const struct remedy_view *v, struct remedy_view_page *p)
{
	static const char *const duty[] = { "本机关", "复议机关、法院", "申请人" };
	p->deadline = arena_array(x->arena, struct remedy_due_view, v->run.n_deadlines);
	for (size_t i = 0; p->deadline && i < v->run.n_deadlines; i++) {
		const struct remedy_deadline *d = &v->run.deadline[i];
		struct remedy_due_view *out = &p->deadline[p->n_deadlines++];
		*out = (struct remedy_due_view){ .label = page_fmt(x, "%s（%s）", d->label, duty[d->duty]),
			.due = page_fmt(x, "%s %s%s", date_text(d->due).z, date_weekday_name(d->due),
				d->provisional ? "（暂定）" : ""),
			.from = day_full(x, d->from),
			.stage = str_cstr(remedy_stage_name(d->stage)),
			.rule = str_cstr(rule_article(d->rule)) };
		say_deadline(x, d, v->today, out);
	}
	p->due = v->run.open ? KIT_DUE_STOPPED : KIT_DUE_DONE;
	p->due_text = str_cstr(v->run.open ? "审理中" : "已审结");
	if (v->run.next >= 0) {
		p->due = p->deadline ? p->deadline[v->run.next].kind : KIT_DUE_FAR;
		p->due_text = page_fmt(x, "%s：%.*s", v->run.deadline[v->run.next].label,
			STR_ARG(p->deadline ? p->deadline[v->run.next].text : STR("")));
	}
}

/* --- stages, requests, papers, entries ----------------------------------------------------------------- */

static void fill_rounds(struct http_exchange *x, const struct remedy_view *v, struct remedy_view_page *p)
{
	size_t at = 0;
	p->round = arena_array(x->arena, struct remedy_round_view, v->run.n_rounds);
	for (size_t i = 0; p->round && i < v->run.n_rounds; i++) {
		const struct remedy_round *r = &v->run.round[i];
		const struct remedy_result_info *info = remedy_result_find((enum remedy_result)r->result);
		struct remedy_round_view *out = &p->round[p->n_rounds++];
		while (at < v->n_entries && v->entry[at].kind != REMEDY_OPENED)
			at++;
		*out = (struct remedy_round_view){ .stage = str_cstr(remedy_stage_name(r->stage)),
			.procedure = str_cstr(remedy_procedure_name(r->procedure)),
			.received = day_full(x, r->received),
			.answered = day_of(x, r->has_answered, r->answered),
			.heard = r->has_heard ? str_cstr(r->head_attended ? "负责人出席" : "已开庭、听证")
					      : STR(""),
			.result = info && r->has_decided ? str_cstr(info->label) : STR("审理中"),
			.decided = day_of(x, r->has_decided, r->decided),
			.tone = remedy_tone(r->result, !r->has_decided) };
		if (at < v->n_entries) {
			out->body = v->entry[at].body;
			out->case_number = v->entry[at++].case_number;
		}
	}
}

static void fill_requests(struct http_exchange *x, const struct remedy_view *v, struct remedy_view_page *p)
{
	size_t most = v->n_requests + v->n_entries;
	p->request = arena_array(x->arena, struct remedy_link_view, most);
	for (size_t i = 0; p->request && i < v->n_requests; i++) {
		const struct remedy_request_row *r = &v->request[i];
		p->request[p->n_requests++] = (struct remedy_link_view){
			.number = r->number.p ? r->number : r->receipt,
			.href = case_path(x, r->id, ""),
			.subject = r->subject,
			.note = r->outcome >= 0 ? str_cstr(outcome_find((enum outcome)r->outcome)->name)
						: STR("办理中")
		};
	}
	for (size_t i = 0; p->request && i < v->n_entries; i++) {
		const struct remedy_entry_row *e = &v->entry[i];
		if (!e->round.v)
			continue;
		struct str day = remedy_day(x, e->done_on.has ? e->done_on : e->other_day);
		p->request[p->n_requests++] = (struct remedy_link_view){ .number = e->round_number,
			.href = case_path(x, e->round, ""),
			.subject = STR("责令重新答复的新一轮"),
			.note = page_fmt(x, "%.*s %s", STR_ARG(day), e->done_on.has ? "办结" : "到期") };
	}
}

static struct str size_text(struct http_exchange *x, int64_t bytes)
{
	if (bytes >= 1024 * 1024)
		return page_fmt(x, "%.1f MB", (double)bytes / (1024 * 1024));
	return page_fmt(x, "%lld KB", (long long)(bytes + 1023) / 1024);
}

static void fill_files(struct http_exchange *x, const struct remedy_view *v, struct remedy_view_page *p)
{
	p->file = arena_array(x->arena, struct remedy_file_view, v->n_files);
	for (size_t i = 0; p->file && i < v->n_files; i++) {
		const struct remedy_file_row *f = &v->file[i];
		p->file[p->n_files++] = (struct remedy_file_view){ .name = f->name,
			.href = page_fmt(x, "/office/remedies/%lld/files/%lld",
				(long long)v->remedy.id.v, (long long)f->id),
			.kind = page_fmt(x, "%s，%s", remedy_stage_name((enum remedy_stage)f->stage),
				remedy_file_kind_name((enum remedy_file_kind)f->kind)),
			.when = moment_text(x->arena, f->at),
			.size = size_text(x, f->size),
			.by = f->actor_name };
	}
	if (role_permits(WHO(x)->actor.roles, PERM_REMEDY_WRITE))
		p->add_file = remedy_path(x, v->remedy.id, "/files");
}

static struct str entry_text(struct http_exchange *x, const struct remedy_entry_row *e)
{
	const struct remedy_result_info *info =
		e->kind == REMEDY_DECIDED ? remedy_result_find((enum remedy_result)e->value) : NULL;
	struct str other = remedy_day(x, e->other_day);
	switch (e->kind) {
	case REMEDY_OPENED:
		return page_fmt(x, "%.*s %.*s，%s%s%.*s", STR_ARG(e->body), STR_ARG(e->case_number),
			remedy_procedure_name((enum remedy_procedure)e->value),
			other.n ? "，受理、立案 " : "", STR_ARG(other));
	case REMEDY_DECIDED:
		return page_fmt(x, "%s%s%.*s", info ? info->label : "", other.n ? "，收到 " : "",
			STR_ARG(other));
	case REMEDY_HEARD:
		return str_cstr(e->value ? "本机关负责人出席" : "");
	case REMEDY_EXTENDED:
		return page_fmt(x, "延长 %lld 日", (long long)e->value);
	case REMEDY_REDO:
		return page_fmt(x, "期限至 %.*s", STR_ARG(other));
	case REMEDY_HELD:
		return page_fmt(x, "%lld 年", (long long)e->value);
	default:
		return STR("");
	}
}

static bool is_live(const struct remedy_view *v, int64_t id)
{
	for (size_t i = 0; i < v->n_entries; i++)
		if (v->entry[i].id == id)
			return true;
	return false;
}

/* All as written; those that count can be corrected. */
static void fill_entries(struct http_exchange *x, const struct remedy_view *v, struct remedy_view_page *p)
{
	bool write = role_permits(WHO(x)->actor.roles, PERM_REMEDY_WRITE);
	bool hold = role_permits(WHO(x)->actor.roles, PERM_REMEDY_HOLD);
	p->entry = arena_array(x->arena, struct remedy_entry_view, v->n_history);
	for (size_t i = 0; p->entry && i < v->n_history; i++) {
		const struct remedy_entry_row *e = &v->history[i];
		bool live = is_live(v, e->id), may = e->kind == REMEDY_HELD ? hold : write;
		struct str at = moment_text(x->arena, e->at);
		p->entry[p->n_entries++] = (struct remedy_entry_view){
			.date = day_full(x, (struct date){ (int32_t)e->on_day }),
			.label = page_fmt(x, "%s%s：%s", e->corrects.has ? (e->taken_away ? "去掉 " : "更正 ") : "",
				remedy_stage_name((enum remedy_stage)e->stage),
				remedy_entry_label((enum remedy_entry_kind)e->kind)),
			.text = entry_text(x, e),
			.note = e->reason.n ? page_fmt(x, "更正理由：%.*s", STR_ARG(e->reason)) : e->text,
			.by = page_fmt(x, "%.*s %.*s", STR_ARG(e->actor_name), STR_ARG(at)),
			.replaced = !live,
			.href = live && may ? page_fmt(x, "/office/remedies/%lld/entry/%lld",
						      (long long)v->remedy.id.v, (long long)e->id)
					    : STR("")
		};
	}
}

/* --- what can be done now ------------------------------------------------------------------------------ */

struct offering {
	struct http_exchange *x;
	const struct remedy_view *v;
	struct remedy_view_page *p;
};

static void offer(struct offering *o, bool when, const char *tail, const char *text, const char *note)
{
	struct remedy_view_page *p = o->p;
	if (when && p->n_actions < REMEDY_ACTIONS_MAX)
		p->action[p->n_actions++] = (struct remedy_action){ str_cstr(text),
			remedy_path(o->x, o->v->remedy.id, tail), str_cstr(note) };
}

static bool has_open(const struct remedy_view *v, enum remedy_entry_kind by)
{
	for (size_t i = 0; i < v->run.n_deadlines; i++)
		if (v->run.deadline[i].open && v->run.deadline[i].by == by)
			return true;
	return false;
}

static void offer_open(struct offering *o, const struct remedy_round *r)
{
	bool review = r->stage == REMEDY_STAGE_REVIEW;
	offer(o, !r->has_answered, "/step/answer", review ? "登记书面答复" : "登记答辩",
		has_open(o->v, REMEDY_ANSWERED) ? "逾期的视为没有证据、依据" : "");
	offer(o, true, "/step/decide", review ? "登记复议决定" : "登记裁判结果", "");
	offer(o, true, "/step/hear", review ? "登记听证" : "登记开庭", "");
	offer(o, review && r->procedure == REMEDY_ORDINARY && !r->extended, "/step/extend",
		"登记延长复议期限", "最多 30 日");
}

static void offer_decided(struct offering *o, const struct remedy_round *r)
{
	const struct remedy_result_info *info = remedy_result_find((enum remedy_result)r->result);
	bool remand = info->effect == REMEDY_EFFECT_REMAND;
	bool appeal = has_open(o->v, REMEDY_FINAL);
	bool court = o->v->remedy.block != REMEDY_REVIEW;
	bool corrected = !remand && (info->changes_act || (info->effect == REMEDY_EFFECT_AS_LOWER &&
								 o->v->run.column == REMEDY_CORRECTED));
	offer(o, corrected && o->v->n_requests > 0, "/redo", "登记责令重新答复", "开一轮重新答复");
	offer(o, remand, "/step/again", "登记发回重审后的一审", "");
	offer(o, appeal, "/step/appeal", "登记上诉", "本机关或者对方上诉");
	offer(o, appeal, "/step/final", "登记没有上诉", "上诉期届满以后");
	offer(o, court && !remand && !o->v->run.petition, "/step/petition", "登记申请再审", "");
	offer(o, o->v->run.petition && has_open(o->v, REMEDY_ANSWERED), "/step/answer",
		"登记提交对再审申请的意见", "");
	offer(o, o->v->run.petition, "/step/petition-refused", "登记驳回再审申请", "");
	offer(o, court && !remand && !appeal, "/step/retrial", "登记法院裁定再审", "");
}

static void fill_actions(struct http_exchange *x, const struct remedy_view *v, struct remedy_view_page *p)
{
	struct offering o = { x, v, p };
	const struct remedy_round *r = last_round(v);
	uint64_t roles = WHO(x)->actor.roles;
	if (role_permits(roles, PERM_REMEDY_WRITE)) {
		if (r->has_decided)
			offer_decided(&o, r);
		else
			offer_open(&o, r);
		offer(&o, has_open(v, REMEDY_REPORTED), "/step/report", "登记已报告处理情况", "");
		offer(&o, v->remedy.block == REMEDY_REVIEW && !has_open(v, REMEDY_REPORTED),
			"/step/opinion", "登记收到复议意见书", "");
		offer(&o, true, "/link", "关联另一件申请", "");
	}
	offer(&o, !v->run.open && role_permits(roles, PERM_REMEDY_HOLD), "/hold", "按尚未审结统计",
		"负责人决定，须写明理由");
}

/* The first action is the next step while something is open. */
static void fill_next(struct http_exchange *x, const struct remedy_view *v, struct remedy_view_page *p)
{
	const struct remedy_round *r = last_round(v);
	p->next_title = v->run.next >= 0 ? str_cstr(v->run.deadline[v->run.next].label)
			: v->run.open	 ? STR("等待审理")
					 : STR("已经审结");
	if (v->run.next >= 0) {
		const struct remedy_deadline *d = &v->run.deadline[v->run.next];
		p->next.note = page_fmt(x, "%s 前完成。依据：%s。", date_words(d->due).z,
			rule_article(d->rule));
	} else if (v->run.open) {
		p->next.note = STR("收到决定书、裁判文书后登记结果。");
	} else {
		p->next.note = p->reported;
	}
	bool do_it = p->n_actions > 0 && (v->run.next >= 0 || v->run.open);
	if (v->run.next >= 0 && v->run.deadline[v->run.next].by == REMEDY_REDO)
		for (size_t i = 0; i < v->n_entries; i++)
			if (v->entry[i].round.v && !v->entry[i].done_on.has) {
				p->next.href = case_path(x, v->entry[i].round, "");
				p->next.text = STR("去办理重新答复");
				return;
			}
	if (!do_it || (r->has_decided && v->run.next < 0))
		return;
	p->next.href = p->action[0].href;
	p->next.text = p->action[0].text;
}

/* --- the log ------------------------------------------------------------------------------------------- */

static enum err fill_log(struct http_exchange *x, const struct remedy_view *v,
	struct remedy_view_page *p, struct error *err)
{
	const struct remedy_query *q = x->form;
	struct remedy_log_row *row;
	size_t n;
	enum err e = remedy_log(
		APP(x)->desk, x->arena, &WHO(x)->actor, v->remedy.id, q->below, &row, &n, err);
	if (e != OK)
		return e;
	if (n > REMEDY_LOG_PAGE) {
		n = REMEDY_LOG_PAGE;
		p->older = page_fmt(x, "/office/remedies/%lld?below=%lld#log",
			(long long)v->remedy.id.v, (long long)row[n - 1].seq.v);
	}
	p->log = arena_array(x->arena, struct remedy_log_view, n);
	for (size_t i = 0; p->log && i < n; i++) {
		const struct action *a = action_find(row[i].action);
		p->log[p->n_log++] = (struct remedy_log_view){ .when = moment_text(x->arena, row[i].at),
			.text = page_fmt(x, "%.*s %s", STR_ARG(row[i].actor_name), a ? a->name : ""),
			.detail = row[i].reason };
	}
	return arena_check(x->arena, err);
}

enum err remedy_show(struct http_exchange *x, struct error *err)
{
	struct remedy_view v;
	struct remedy_view_page *p = arena_one(x->arena, struct remedy_view_page);
	enum err e = p ? remedy_of_path(x, &v, err) : arena_check(x->arena, err);
	if (e != OK)
		return e;
	fill_facts(x, &v, p);
	fill_deadlines(x, &v, p);
	fill_rounds(x, &v, p);
	fill_requests(x, &v, p);
	fill_files(x, &v, p);
	fill_entries(x, &v, p);
	fill_actions(x, &v, p);
	fill_next(x, &v, p);
	e = fill_log(x, &v, p, err);
	if (e != OK)
		return e;
	p->title.title = page_fmt(
		x, "%.*s　%.*s", STR_ARG(v.remedy.number), STR_ARG(v.remedy.subject));
	p->note = page_fmt(x, "%s　%s　%.*s %.*s", remedy_block_name((enum remedy_block)v.remedy.block),
		remedy_stage_name((enum remedy_stage)v.remedy.stage), STR_ARG(v.remedy.body),
		STR_ARG(v.remedy.case_number));
	page_frame(x, FRAME_OFFICE, arena_cstr(x->arena, p->title.title), &p->frame);
	remedy_crumbs(x, &p->frame, &v.remedy, STR(""));
	struct buf *o = page_open(x, &p->frame);
	remedy_one(o, p);
	return page_close(x, 200, o, &p->frame, err);
}
