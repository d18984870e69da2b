/*
 * request_file -- a request arrives and is registered.
 *
 * Numbers come from series taken in the same transaction: what is undone leaves no gap.  The query
 * code is told once; the store keeps a keyed digest of it, and for a repeated form the sealed code
 * for as long as store_write_once keeps its key.
 */
#include "desk/request_part.h"

#include "core/utf8.h"
#include "desk/account_part.h"
#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "desk/role.h"
#include "store/blob.h"

#include <inttypes.h>

enum { STATE_MAX = 4096, SUBJECT_FROM_CONTENT = 30 /* code points */ };

/* --- filing ----------------------------------------------------------------------------------- */

struct file_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct request_input in; /* cleaned */
	char code[REQUEST_CODE_SIGNS + 1];
	struct digest code_digest;
	struct request_filed out;
};

static bool by_official(const struct actor *who)
{
	return who && (who->console || who->person.v);
}

struct str request_subject(struct arena *a, struct str content)
{
	struct str line = str_sub(content, 0, str_find(content, STR("\n"), 0));
	return request_clean(a, utf8_prefix(line, SUBJECT_FROM_CONTENT), true);
}

static void clean_input(struct arena *a, struct request_input *in)
{
	struct str *line[] = { &in->name, &in->legal_representative, &in->contact, &in->phone,
		&in->email, &in->address, &in->postcode, &in->fax, &in->subject };
	for (size_t i = 0; i < sizeof(line) / sizeof(*line); i++)
		*line[i] = request_clean(a, *line[i], true);
	in->id_number = request_compact(a, request_clean(a, in->id_number, true));
	in->credit_code = request_compact(a, request_clean(a, in->credit_code, true));
	in->content = request_clean(a, in->content, false);
	if (in->subject.n == 0)
		in->subject = request_subject(a, in->content);
	if (in->class == CLASS_PERSON)
		in->credit_code = in->legal_representative = in->contact = (struct str){ 0 };
	else
		in->id_type = IDENTITY_NONE;
	if (in->id_type == IDENTITY_NONE)
		in->id_number = (struct str){ 0 };
}

/* Signs that are not mistaken for one another when read aloud or copied by hand. */
static void make_code(char code[REQUEST_CODE_SIGNS + 1])
{
	static const char sign[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	for (int i = 0; i < REQUEST_CODE_SIGNS; i++)
		code[i] = sign[random_below(sizeof(sign) - 1)];
	code[REQUEST_CODE_SIGNS] = '\0';
}

static enum err add_request(
	const struct file_job *j, struct tx *tx, struct request_row *r, struct error *err)
{
	const struct request_input *in = &j->in;
	int year = date_year(in->arrived);
	int64_t n;
	enum err e = request_take_number(tx, j->a, in->agency, "receipt", year, &n, err);
	if (e != OK)
		return e;
	struct request_insert_in row = { .id = { tx_new_id(tx) },
		.agency = in->agency,
		.receipt = arena_fmt(j->a, "W%d-%06" PRId64, year, n),
		.year = year,
		.query_code = desk_bytes(&j->code_digest),
		.channel = in->channel,
		.origin = in->origin,
		.class = in->class,
		.masked_name = in->class == CLASS_PERSON ? mask_name(j->a, in->name) : in->name,
		.subject = in->subject,
		.content = in->content,
		.provide_form = in->form,
		.provide_way = in->way,
		.arrived_on = in->arrived.day,
		.sort_due = SORT_UNREGISTERED + in->arrived.day,
		.now = tx_now(tx) };
	e = arena_check(j->a, err);
	if (e == OK)
		e = sql_request_insert(tx, &row, NULL, err);
	if (e == OK)
		e = request_words_put(tx, row.id, row.agency, row.subject, row.content, err);
	if (e == OK)
		*r = (struct request_row){
			.id = row.id, .agency = row.agency, .receipt = row.receipt
		};
	return e;
}

/* An official's paper is registered at once when the day of receipt is settled. */
static enum err register_settled(
	struct file_job *j, struct tx *tx, const struct request_row *r, struct error *err)
{
	struct receipt_facts facts = { .channel = j->in.channel,
		.arrived = j->in.arrived,
		.settled = j->in.settled,
		.settled_on = j->in.settled_on };
	struct receipt receipt;
	enum err e = receipt_compute(&facts, &receipt, err);
	if (e == ERR_NOT_FOUND)
		return OK;
	if (e != OK && err)
		err->field = "settled_on";
	struct buf b;
	buf_init(&b, STATE_MAX);
	if (e == OK) {
		receipt_explain(&b, &facts, &receipt);
		e = buf_check(&b, err);
	}
	if (e == OK)
		e = request_register(
			j->d, tx, j->a, j->who, r, receipt.on, buf_view(&b), &j->out.number, err);
	buf_done(&b);
	return e;
}

static enum err check_days(struct file_job *j, struct tx *tx, struct error *err)
{
	struct date today = request_today(tx);
	if (!by_official(j->who))
		j->in.arrived = today;
	if (j->in.arrived.day > today.day)
		return field_error(err, "arrived", "到达日期不能晚于今天");
	if (j->in.settled && j->in.settled_on.day > today.day)
		return field_error(err, "settled_on", "确认或者签收的日期不能晚于今天");
	return OK;
}

/* An application over the web waits for somebody to confirm it. */
static enum err tell_filed(
	struct file_job *j, struct tx *tx, const struct actor *who, struct error *err)
{
	struct notice n = { .kind = NOTICE_FILED, .request = j->out.id };
	struct notice_to to = { .agency = j->in.agency, .permission = PERM_REQUEST_REGISTER };
	struct date none = { 0 };
	enum err e = notice_add(tx, j->a, who, &n, &to, err);
	return e != OK ? e : notice_tell(tx, j->out.id, TELL_RECEIPT, none, err);
}

/* Kept with the key of the form: id, number, sealed code. */
static enum err keep_result(struct file_job *j, struct tx *tx, struct error *err)
{
	struct str sealed;
	enum err e = seal(j->d->keys, j->a, j->out.code,
		sealed_place(j->a, "request.code", j->out.id.v), &sealed, err);
	if (e != OK)
		return e;
	struct buf b;
	buf_init(&b, STATE_MAX);
	buf_fmt(&b, "%" PRId64 "\n%.*s\n", j->out.id.v, STR_ARG(j->out.number));
	buf_str(&b, sealed);
	e = buf_check(&b, err);
	if (e == OK)
		e = tx_result(tx, buf_view(&b), err);
	buf_done(&b);
	return e;
}

static enum err file_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct file_job *j = ctx;
	static const struct actor applicant = { 0 };
	const struct actor *who = j->who ? j->who : &applicant;
	struct request_row r = { 0 };
	enum err e = check_days(j, tx, err);
	if (e == OK)
		e = add_request(j, tx, &r, err);
	if (e != OK)
		return e;
	j->out = (struct request_filed){ r.id, r.receipt, str_cstr(j->code) };
	e = request_add_applicant(j->d, tx, j->a, r.id, &j->in, err);
	if (e == OK)
		e = request_add_files(tx, j->a, r.id, who->person, j->in.file, j->in.n_files, err);
	if (e == OK && by_official(j->who))
		e = register_settled(j, tx, &r, err);
	if (e == OK && !by_official(j->who))
		e = tell_filed(j, tx, who, err);
	if (e == OK)
		e = request_log(tx, j->a, who,
			by_official(j->who) ? PERM_REQUEST_REGISTER : PERM_NONE, &r,
			STR("request.file"), STR(""),
			arena_fmt(j->a, "channel=%d files=%zu", j->in.channel, j->in.n_files), err);
	return e;
}

static enum err file_once_fn(struct tx *tx, void *ctx, struct error *err)
{
	enum err e = file_fn(tx, ctx, err);
	return e != OK ? e : keep_result(ctx, tx, err);
}

/* What the first of several equal forms was answered. */
static enum err read_result(struct file_job *j, struct str kept, struct error *err)
{
	struct str id = str_sub(kept, 0, str_find(kept, STR("\n"), 0));
	struct str rest = str_sub(kept, id.n + 1, kept.n);
	struct str number = str_sub(rest, 0, str_find(rest, STR("\n"), 0));
	struct str sealed = str_sub(rest, number.n + 1, rest.n), code;
	int64_t v = 0;
	for (size_t i = 0; i < id.n; i++)
		v = v * 10 + (id.p[i] - '0');
	enum err e = seal_open(
		j->d->keys, j->a, sealed, sealed_place(j->a, "request.code", v), &code, err);
	if (e == OK)
		j->out = (struct request_filed){ { v }, number, code };
	return e;
}

static enum err write_filed(struct file_job *j, struct str key, struct error *err)
{
	struct digest h;
	struct str kept;
	bool replayed = false;
	if (key.n == 0)
		return desk_write(j->d, file_fn, j, err);
	struct str name = arena_fmt(j->a, "request.file:%.*s", STR_ARG(key));
	enum err e = arena_check(j->a, err);
	if (e == OK)
		e = sm3_of(name, &h, err);
	if (e == OK)
		e = store_write_once(j->d->store, str_cstr(digest_hex(&h).z), file_once_fn, j, j->a,
			&kept, &replayed, err);
	return e != OK || !replayed ? e : read_result(j, kept, err);
}

enum err request_file(const struct desk *d, struct arena *a, const struct actor *who,
	const struct request_input *in, struct str key, struct request_filed *out,
	struct error *err)
{
	struct file_job j = { .d = d, .a = a, .who = who, .in = *in };
	enum err e = OK;
	if (by_official(who)) {
		e = desk_allow(who, PERM_REQUEST_REGISTER, err);
		if (e == OK && !who->console && in->agency.v != who->agency.v)
			e = error_set(err, ERR_DENIED, NULL, "只能登记本机关收到的申请");
	} else if (in->channel != RECEIPT_INTERNET) {
		e = field_error(err, "channel", "网上提交的申请只能是互联网渠道");
	}
	if (e == OK)
		e = request_check_input(in, err);
	if (e != OK)
		return e;
	clean_input(a, &j.in);
	e = arena_check(a, err);
	if (e == OK) /* again: what was there may have been nothing but unseen signs */
		e = request_check_input(&j.in, err);
	make_code(j.code);
	if (e == OK)
		e = request_code_digest(d, a, str_cstr(j.code), &j.code_digest, err);
	if (e == OK)
		e = write_filed(&j, key, err);
	if (e != OK)
		return e;
	j.out.code = arena_str(a, j.out.code);
	e = arena_check(a, err);
	if (e == OK)
		*out = j.out;
	return e;
}

/* --- confirming ------------------------------------------------------------------------------- */

struct confirm_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct request_id id;
	int64_t version;
	struct receipt_facts facts;
};

static enum err confirm_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct confirm_job *j = ctx;
	struct request_row r;
	struct receipt receipt;
	struct str number;
	struct buf b;
	enum err e = request_begin_step(tx, j->a, j->who, j->id, j->version, &r, err);
	if (e == OK && r.number.p)
		return error_set(
			err, ERR_CONFLICT, NULL, "这件申请已经登记，编号 %.*s", STR_ARG(r.number));
	if (e == OK && r.closed_on.has)
		return error_set(err, ERR_CONFLICT, NULL, "申请人已经撤回这件申请，不再登记");
	if (e == OK && j->facts.settled && j->facts.settled_on.day > request_today(tx).day)
		return field_error(err, "settled_on", "确认或者签收的日期不能晚于今天");
	if (e != OK)
		return e;
	j->facts.channel = (enum receipt_channel)r.channel;
	j->facts.arrived = (struct date){ (int32_t)r.arrived_on };
	e = receipt_compute(&j->facts, &receipt, err);
	if (e != OK && err)
		err->field = "settled_on";
	if (e == ERR_NOT_FOUND && err)
		err->code = ERR_INVALID;
	if (e != OK)
		return e == ERR_NOT_FOUND ? ERR_INVALID : e;
	buf_init(&b, STATE_MAX);
	receipt_explain(&b, &j->facts, &receipt);
	e = buf_check(&b, err);
	if (e == OK)
		e = request_register(
			j->d, tx, j->a, j->who, &r, receipt.on, buf_view(&b), &number, err);
	if (e == OK)
		e = request_log(tx, j->a, j->who, PERM_REQUEST_REGISTER, &r,
			STR("request.register"), STR(""),
			arena_fmt(j->a, "number=%.*s", STR_ARG(number)), err);
	buf_done(&b);
	return e;
}

enum err request_confirm(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, const struct receipt_facts *facts, struct error *err)
{
	struct confirm_job j = {
		.d = d, .a = a, .who = who, .id = id, .version = version, .facts = *facts
	};
	enum err e = desk_allow(who, PERM_REQUEST_REGISTER, err);
	return e != OK ? e : desk_write(d, confirm_fn, &j, err);
}
