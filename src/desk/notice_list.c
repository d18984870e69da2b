/*
 * notice_list -- one's own notices: looking, reading, choosing the mail.  See desk/notice.h.
 *
 * Marking a notice as read is nobody else's business and leaves no event.
 */
#include "desk/notice.h"

#include "desk/organisation_part.h"
#include "desk/role.h"

#include <inttypes.h>

struct list_job {
	struct arena *a;
	const struct actor *who;
	bool unread;
	struct notice_id id;
	int64_t n_read;
	struct notice_line_row *row;
	size_t n;
	struct notice_item item;
	enum notice_mail mail[NOTICE_TOPICS];
};

static struct notice_item item_of(const struct actor *who, const struct notice_line_row *r)
{
	bool ours = r->request.v && r->agency.v == who->agency.v;
	return (struct notice_item){ .id = r->id,
		.kind = (enum notice_kind)r->kind,
		.request = r->request,
		.number = r->number.p ? r->number : r->receipt,
		.subject = ours ? r->subject : (struct str){ 0 },
		.object_kind = r->object_kind,
		.object = r->object,
		.detail = r->detail,
		.at = r->at,
		.read = r->read_at != 0 };
}

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	struct notice_list_in all = { j->who->person, j->id, NOTICE_PAGE + 1 };
	struct notice_list_unread_in unread = { j->who->person, j->id, NOTICE_PAGE + 1 };
	return j->unread ? sql_notice_list_unread(tx, &unread, j->a, &j->row, &j->n, err)
			 : sql_notice_list(tx, &all, j->a, &j->row, &j->n, err);
}

enum err notice_list(const struct desk *d, struct arena *a, const struct actor *who, bool unread,
	struct notice_id below, struct notice_item **out, size_t *n, struct error *err)
{
	struct list_job j = { .a = a, .who = who, .unread = unread, .id = below };
	enum err e = desk_allow(who, PERM_LOGGED_IN, err);
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e != OK)
		return e;
	struct notice_item *item = arena_array(a, struct notice_item, j.n + 1);
	if (!item)
		return arena_check(a, err);
	for (size_t i = 0; i < j.n; i++)
		item[i] = item_of(who, &j.row[i]);
	*out = item;
	*n = j.n;
	return OK;
}

static enum err unread_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	struct notice_count_row row;
	struct notice_count_unread_in in = { j->who->person, NOTICE_UNREAD_MAX + 1 };
	enum err e = sql_notice_count_unread(tx, &in, j->a, &row, err);
	if (e == OK)
		j->n_read = row.n;
	return e;
}

enum err notice_unread(const struct desk *d, struct arena *a, const struct actor *who, int64_t *out,
	struct error *err)
{
	struct list_job j = { .a = a, .who = who };
	enum err e = store_read(d->store, unread_fn, &j, err);
	if (e == OK)
		*out = j.n_read;
	return e;
}

static enum err open_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	struct notice_line_row row;
	struct notice_set_read_in in = { j->id, j->who->person, tx_now(tx) };
	enum err e = sql_notice_by_id(tx, &(struct notice_by_id_in){ j->id }, j->a, &row, err);
	if (e == ERR_NOT_FOUND || (e == OK && row.person.v != j->who->person.v))
		return error_set(err, ERR_NOT_FOUND, NULL, "没有这条通知，请回到待阅列表查看");
	if (e == OK)
		e = sql_notice_set_read(tx, &in, NULL, err);
	if (e == OK)
		j->item = item_of(j->who, &row);
	return e;
}

enum err notice_open(const struct desk *d, struct arena *a, const struct actor *who,
	struct notice_id id, struct notice_item *out, struct error *err)
{
	struct list_job j = { .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_LOGGED_IN, err);
	if (e == OK)
		e = desk_write(d, open_fn, &j, err);
	if (e == OK)
		*out = j.item;
	return e;
}

static enum err read_all_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	struct notice_set_all_read_in in = { j->who->person, j->id, tx_now(tx) };
	return sql_notice_set_all_read(tx, &in, &j->n_read, err);
}

enum err notice_read_all(const struct desk *d, const struct actor *who, struct notice_id upto,
	int64_t *n, struct error *err)
{
	struct list_job j = { .who = who, .id = upto };
	enum err e = desk_allow(who, PERM_LOGGED_IN, err);
	if (e == OK)
		e = desk_write(d, read_all_fn, &j, err);
	if (e == OK)
		*n = j.n_read;
	return e;
}

/* --- what comes by mail -------------------------------------------------------------------------- */

static enum err choices_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	struct notice_preference_row *row;
	size_t n;
	struct notice_preferences_in in = { j->who->person };
	enum err e = sql_notice_preferences(tx, &in, j->a, &row, &n, err);
	for (int t = 0; t < NOTICE_TOPICS; t++)
		j->mail[t] = notice_mail_default((enum notice_topic)t);
	for (size_t i = 0; e == OK && i < n; i++)
		if (row[i].topic >= 0 && row[i].topic < NOTICE_TOPICS)
			j->mail[row[i].topic] = (enum notice_mail)row[i].mail;
	return e;
}

enum err notice_choices(const struct desk *d, struct arena *a, const struct actor *who,
	enum notice_mail out[NOTICE_TOPICS], struct error *err)
{
	struct list_job j = { .a = a, .who = who };
	enum err e = desk_allow(who, PERM_LOGGED_IN, err);
	if (e == OK)
		e = store_read(d->store, choices_fn, &j, err);
	if (e == OK)
		memcpy(out, j.mail, sizeof(j.mail));
	return e;
}

static enum err choose_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	struct buf b;
	enum err e = OK;
	buf_init(&b, 1024);
	for (int t = 0; e == OK && t < NOTICE_TOPICS; t++) {
		struct notice_set_preference_in in = { j->who->person, t, j->mail[t] };
		e = sql_notice_set_preference(tx, &in, NULL, err);
		buf_fmt(&b, "%stopic%d=%d", t ? " " : "", t, (int)j->mail[t]);
	}
	struct event_entry entry = { .action = STR("notice.preference"),
		.object_kind = STR("person"),
		.object = j->who->person.v,
		.detail = buf_view(&b) };
	if (e == OK)
		e = buf_check(&b, err);
	if (e == OK)
		e = desk_log(tx, j->who, PERM_LOGGED_IN, &entry, err);
	buf_done(&b);
	return e;
}

enum err notice_choose(const struct desk *d, const struct actor *who,
	const enum notice_mail in[NOTICE_TOPICS], struct error *err)
{
	struct list_job j = { .who = who };
	enum err e = desk_allow(who, PERM_LOGGED_IN, err);
	for (int t = 0; e == OK && t < NOTICE_TOPICS; t++)
		if ((unsigned)in[t] >= NOTICE_MAILS)
			e = field_error(err, "mail", "请选择怎样收邮件");
	memcpy(j.mail, in, sizeof(j.mail));
	return e != OK ? e : desk_write(d, choose_fn, &j, err);
}
