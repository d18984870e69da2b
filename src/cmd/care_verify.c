/*
 * `gongkai verify`: the chain of the log, the attachments, the database file; and heads of the
 * log, exported to be published and compared later.
 *
 * A head is {"format":"gongkai-log-head","seq":…,"at":…,"chain":"…","generation":…,"seal":"…"};
 * the last two only with a key.  The seal is HMAC-SM3 over "<seq> <at> <chain>"
 * (core/seal.h: log_seal): who can rewrite the database and the published file still cannot make
 * it.
 */
#include "cmd/care.h"

#include "core/file.h"
#include "core/json.h"
#include "core/seal.h"
#include "desk/annual.h"
#include "store/blob.h"
#include "store/event.h"

#include <inttypes.h>

enum { HEAD_MAX = 4096, ARENA = 1 << 20 };

static const char head_format[] = "gongkai-log-head";

struct verifying {
	struct arena a;
	const char *head, *export, *key;
	struct keyring *keys;
};

/* What the seal is over. */
static struct str sealed_text(struct arena *a, const struct event_head *h)
{
	return arena_fmt(a, "%" PRId64 " %" PRId64 " %s", h->seq, h->at, digest_hex(&h->chain).z);
}

static enum err check_seal(
	struct verifying *v, const json_t *o, const struct event_head *h, struct error *err)
{
	struct digest want, have;
	int64_t generation = json_integer_value(json_object_get(o, "generation"));
	if (!v->keys)
		return OK;
	if (generation < 1 || generation > KEYRING_GENERATION_MAX ||
		!digest_parse(json_member_str(o, "seal"), &have))
		return error_set(err, ERR_FORMAT, NULL, "这份末尾没有加封，无法核对封记");
	enum err e = log_seal(v->keys, (unsigned)generation, sealed_text(&v->a, h), &want, err);
	if (!e && !digest_eq(&want, &have))
		e = error_set(err, ERR_FORMAT, NULL,
			"封记不符：这份末尾被改动，或不是用这个密钥文件加封的");
	return e;
}

static enum err read_head(struct verifying *v, struct event_head *h, struct error *err)
{
	struct str text;
	json_t *o;
	enum err e = file_read(&v->a, v->head, HEAD_MAX, &text, err);
	if (e)
		return e;
	e = json_read(&v->a, text, HEAD_MAX, &o, err);
	if (!e && (!str_is(json_member_str(o, "format"), head_format) ||
			  !json_is_integer(json_object_get(o, "seq")) ||
			  !json_is_integer(json_object_get(o, "at")) ||
			  !digest_parse(json_member_str(o, "chain"), &h->chain)))
		e = ERR_INVALID;
	/* A file that is no head is a wrong argument, not damaged data. */
	if (e)
		return error_set(err, ERR_INVALID, NULL, "这不是 gongkai 导出的日志末尾");
	h->seq = json_integer_value(json_object_get(o, "seq"));
	h->at = json_integer_value(json_object_get(o, "at"));
	return check_seal(v, o, h, err);
}

static enum err write_head(struct verifying *v, const struct event_head *h, struct error *err)
{
	struct buf b;
	struct digest d;
	buf_init(&b, HEAD_MAX);
	buf_fmt(&b, "{\"format\":\"%s\",\"seq\":%" PRId64 ",\"at\":%" PRId64 ",\"chain\":\"%s\"",
		head_format, h->seq, h->at, digest_hex(&h->chain).z);
	enum err e = OK;
	if (v->keys) {
		unsigned generation = keyring_newest(v->keys);
		e = log_seal(v->keys, generation, sealed_text(&v->a, h), &d, err);
		if (!e)
			buf_fmt(&b, ",\"generation\":%u,\"seal\":\"%s\"", generation,
				digest_hex(&d).z);
	}
	buf_lit(&b, "}\n");
	if (!e)
		e = buf_check(&b, err);
	if (!e)
		e = file_write(v->export, buf_view(&b), err);
	buf_done(&b);
	return e;
}

static enum err head_fn(struct tx *tx, void *ctx, struct error *err)
{
	return event_head(tx, ctx, err);
}

/* The counters behind annual reports against a count of all requests. */
static enum err verify_counts(struct verifying *v, struct store *s, struct error *err)
{
	struct desk d = { .store = s };
	struct annual_difference_row *row;
	size_t n = 0;
	enum err e = annual_verify(&d, &v->a, &row, &n, err);
	if (e != OK || n == 0)
		return e;
	return error_set(err, ERR_FORMAT, NULL,
		"年度报告的累计数与登记簿不一致（%" PRId64 "年等 %zu 处）。请在“年度报告”页面重新清点",
		row[0].year, n);
}

static int verify_store(struct verifying *v, struct store *s)
{
	struct error err = { .code = OK };
	struct event_head expected, head;
	int64_t blobs = 0;
	enum err e = v->head ? read_head(v, &expected, &err) : OK;
	if (e)
		return care_fail(v->head, e, &err);
	/* First: the log may grow while it is walked, and must hold up to what is shown. */
	e = store_read(s, head_fn, &head, &err);
	if (!e && v->head)
		e = event_verify(s, &expected, NULL, &err);
	if (!e)
		e = event_verify(s, &head, NULL, &err);
	if (!e)
		e = blob_verify(s, &blobs, &err);
	if (!e)
		e = verify_counts(v, s, &err);
	if (!e)
		e = store_check_file(s, &err);
	if (e)
		return care_fail(NULL, e, &err);
	printf("完好：日志 %" PRId64 " 条，末尾 %s；附件 %" PRId64 " 个\n", head.seq,
		digest_hex(&head.chain).z, blobs);
	if (v->export && write_head(v, &head, &err))
		return cmd_fail_error(v->export, &err);
	return EXIT_DONE;
}

static int verify(struct verifying *v, struct cmd_args *a)
{
	struct care_place p;
	struct error err = { .code = OK };
	struct store *s;
	bool missing = false;
	int status = care_places(a, &p);
	v->head = cmd_option(a, "--head", &missing);
	v->export = cmd_option(a, "--export-head", &missing);
	v->key = cmd_option(a, "--key-file", &missing);
	if (!status && missing)
		status = cmd_fail("有一个选项后面没有值；输入 gongkai help verify 查看用法");
	if (!status)
		status = care_rest(a, "verify", NULL);
	if (status)
		return status;
	if (v->key && keyring_open(v->key, &v->keys, &err))
		return cmd_fail_error(v->key, &err);
	struct store_config c = care_config(&p, true);
	if (store_open(&c, &s, &err))
		return cmd_fail_error(NULL, &err);
	status = verify_store(v, s);
	store_close(s);
	return status;
}

int care_verify(struct cmd_args *a)
{
	struct verifying v = { .keys = NULL };
	arena_init(&v.a, ARENA);
	int status = verify(&v, a);
	keyring_close(v.keys);
	arena_done(&v.a);
	return status;
}
