#include "core/smtp.h"

#include <curl/curl.h>
#include <string.h>

enum { TIMEOUT_MAX_S = 600 };

/* What one delivery has seen so far; the callbacks fill it. */
struct talk {
	struct str unsent; /* of the message */
	bool in_mail;	   /* MAIL FROM was said: what is refused now is this message */
	bool leaving;	   /* QUIT was said: replies count no longer */
	int code;	   /* of the last reply */
	char reply[SMTP_REPLY_MAX];
};

enum err smtp_start(struct error *err)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return error_set(err, ERR_IO, NULL, "邮件库 libcurl 不能启动");
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	for (const char *const *p = info->protocols; *p; p++)
		if (strcmp(*p, "smtp") == 0)
			return OK;
	curl_global_cleanup();
	return error_set(err, ERR_IO, NULL, "邮件库 libcurl 不支持 SMTP，请安装完整的 libcurl");
}

void smtp_stop(void)
{
	curl_global_cleanup();
}

static size_t give_message(char *p, size_t size, size_t n, void *ctx)
{
	struct talk *t = ctx;
	size_t k = size * n < t->unsent.n ? size * n : t->unsent.n;
	if (k)
		memcpy(p, t->unsent.p, k);
	t->unsent = str_sub(t->unsent, k, t->unsent.n);
	return k;
}

static size_t discard(char *p, size_t size, size_t n, void *ctx)
{
	(void)p, (void)ctx;
	return size * n;
}

/* Keeps the last line of a reply, printable. */
static void keep_reply(struct talk *t, struct str line)
{
	int code = 0;
	for (size_t i = 0; i < 3; i++) {
		if (i >= line.n || line.p[i] < '0' || line.p[i] > '9')
			return;
		code = code * 10 + (line.p[i] - '0');
	}
	t->code = code;
	line = str_trim(str_sub(line, line.n > 3 ? 4 : 3, line.n));
	size_t n = line.n < sizeof t->reply - 1 ? line.n : sizeof t->reply - 1;
	for (size_t i = 0; i < n; i++)
		t->reply[i] = line.p[i] >= 0x20 && line.p[i] < 0x7F ? line.p[i] : '?';
	t->reply[n] = '\0';
}

static int watch(CURL *h, curl_infotype type, char *p, size_t n, void *ctx)
{
	(void)h;
	struct talk *t = ctx;
	struct str line = { p, n };
	if (type == CURLINFO_HEADER_IN && !t->leaving)
		keep_reply(t, line);
	if (type == CURLINFO_HEADER_OUT && str_starts(line, STR("MAIL FROM")))
		t->in_mail = true;
	if (type == CURLINFO_HEADER_OUT && str_starts(line, STR("QUIT")))
		t->leaving = true;
	return 0;
}

static bool given(const char *z)
{
	return z && *z;
}

static enum err check_config(const struct smtp_config *c, struct error *err)
{
	struct str url = str_cstr(c->url);
	bool known = str_starts(url, STR("smtp://")) || str_starts(url, STR("smtps://"));
	for (size_t i = 0; i < url.n; i++)
		known = known && (unsigned char)url.p[i] > 0x20 && (unsigned char)url.p[i] < 0x7F;
	if (!known || str_has(url, "@"))
		return error_set(err, ERR_INVALID, NULL,
			"邮件服务器地址要写成 smtp://主机:端口 或 smtps://主机:端口");
	if (given(c->user) && !given(c->password))
		return error_set(err, ERR_INVALID, NULL, "写了邮件账号，还要给出它的密码文件");
	if (c->timeout_s < 1 || c->timeout_s > TIMEOUT_MAX_S)
		return error_set(
			err, ERR_INVALID, NULL, "邮件超时要在 1 秒到 %d 秒之间", TIMEOUT_MAX_S);
	return OK;
}

/* All options; CURLE_OK, or the first that was refused. */
static CURLcode set_options(
	CURL *h, const struct smtp_config *c, struct curl_slist *to, struct talk *t)
{
	/* With a password "try" is not enough: an attacker could take the offer out. */
	bool must = c->tls == SMTP_TLS_REQUIRED || (c->tls == SMTP_TLS_TRY && given(c->user));
	long tls = must			    ? CURLUSESSL_ALL
		   : c->tls == SMTP_TLS_TRY ? CURLUSESSL_TRY
					    : CURLUSESSL_NONE;
	CURLcode rc = CURLE_OK;
#define SET(option, value)                                                                         \
	if (rc == CURLE_OK)                                                                        \
	rc = curl_easy_setopt(h, option, value)
	SET(CURLOPT_URL, c->url);
	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_NOPROGRESS, 1L);
	SET(CURLOPT_TIMEOUT, (long)c->timeout_s);
	SET(CURLOPT_CONNECTTIMEOUT, (long)c->timeout_s);
	SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)c->timeout_s);
	SET(CURLOPT_USE_SSL, tls);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	if (given(c->ca_file))
		SET(CURLOPT_CAINFO, c->ca_file);
	if (given(c->user)) {
		SET(CURLOPT_USERNAME, c->user);
		SET(CURLOPT_PASSWORD, c->password);
	}
	SET(CURLOPT_MAIL_FROM, c->from);
	SET(CURLOPT_MAIL_RCPT, to);
	SET(CURLOPT_UPLOAD, 1L);
	SET(CURLOPT_INFILESIZE_LARGE, (curl_off_t)t->unsent.n);
	SET(CURLOPT_READFUNCTION, give_message);
	SET(CURLOPT_READDATA, (void *)t);
	SET(CURLOPT_WRITEFUNCTION, discard);
	SET(CURLOPT_VERBOSE, 1L);
	SET(CURLOPT_DEBUGFUNCTION, watch);
	SET(CURLOPT_DEBUGDATA, (void *)t);
#undef SET
	return rc;
}

/*
 * 5xx to MAIL, RCPT or DATA is this message's fault, except what a server says that
 * wants a login or TLS first (RFC 4954 6): the operator mends that, and the message waits.
 */
static bool is_permanent(const struct talk *t, CURLcode rc)
{
	bool ours = t->code == 530 || t->code == 534 || t->code == 535 || t->code == 538;
	return t->in_mail && t->code >= 500 && t->code <= 599 && !ours &&
	       rc != CURLE_LOGIN_DENIED && rc != CURLE_USE_SSL_FAILED;
}

static enum err tell(
	CURLcode rc, const struct talk *t, struct smtp_result *result, struct error *err)
{
	if (rc == CURLE_OK || t->code >= 400) {
		result->code = t->code;
		memcpy(result->reply, t->reply, sizeof result->reply);
	}
	if (rc == CURLE_OK)
		return OK;
	if (rc == CURLE_OUT_OF_MEMORY)
		return error_nomem(err);
	result->permanent = is_permanent(t, rc);
	if (result->permanent)
		error_set(err, ERR_IO, NULL, "邮件服务器拒收（%d），请核对收件地址", t->code);
	else if (rc == CURLE_LOGIN_DENIED)
		error_set(err, ERR_IO, NULL, "邮件服务器不接受账号或密码，请检查邮件设置");
	else if (rc == CURLE_USE_SSL_FAILED || rc == CURLE_PEER_FAILED_VERIFICATION ||
		 rc == CURLE_SSL_CONNECT_ERROR || rc == CURLE_SSL_CACERT_BADFILE)
		error_set(err, ERR_IO, NULL, "与邮件服务器的加密连接不成功，请检查证书和邮件设置");
	else if (rc == CURLE_OPERATION_TIMEDOUT)
		error_set(err, ERR_IO, NULL, "邮件服务器没有及时回答，稍后会重试");
	else
		error_set(err, ERR_IO, NULL, "邮件暂时发不出，稍后会重试");
	error_detail(err, "curl %d: %s; smtp %d", (int)rc, curl_easy_strerror(rc), result->code);
	return ERR_IO;
}

/* Delivers a composed message. */
static enum err deliver(const struct smtp_config *config, const struct smtp_message *message,
	struct str bytes, struct smtp_result *result, struct error *err)
{
	char to[SMTP_ADDRESS_MAX + 1];
	memcpy(to, message->to.p, message->to.n); /* its length was checked in smtp_compose */
	to[message->to.n] = '\0';
	struct talk t = { .unsent = bytes };
	CURL *h = curl_easy_init();
	struct curl_slist *list = h ? curl_slist_append(NULL, to) : NULL;
	CURLcode rc = CURLE_OUT_OF_MEMORY;
	if (list)
		rc = set_options(h, config, list, &t);
	if (list && rc == CURLE_OK)
		rc = curl_easy_perform(h);
	enum err e = tell(rc, &t, result, err);
	/* QUIT is said here; it changes nothing any more. */
	t.leaving = true;
	curl_easy_cleanup(h);
	curl_slist_free_all(list);
	return e;
}

enum err smtp_send(const struct smtp_config *config, const struct smtp_message *message,
	struct smtp_result *result, struct error *err)
{
	*result = (struct smtp_result){ 0 };
	enum err e = check_config(config, err);
	if (e)
		return e;
	struct error why = { 0 };
	struct buf b;
	buf_init(&b, SMTP_MESSAGE_MAX);
	e = smtp_compose(&b, config, message, &why);
	if (!e) {
		e = deliver(config, message, buf_view(&b), result, err);
	} else {
		bool sender = why.field && strcmp(why.field, "from") == 0;
		result->permanent = (e == ERR_INVALID || e == ERR_LIMIT) && !sender;
		if (err)
			*err = why;
	}
	buf_done(&b);
	return e;
}
