#include "tests/test.h"

#include "core/mem.h"
#include "http/multipart.h"

/* What was told, as text; no memory of its own, so that failing memory can be tried. */
struct log {
	char z[4096];
	size_t n;
	int calls, fail_at; /* the fail_at-th event fails */
	bool silent;	    /* … and says nothing */
};

static void add(struct log *l, struct str s)
{
	for (size_t i = 0; i < s.n && l->n + 1 < sizeof l->z; i++)
		l->z[l->n++] = s.p[i];
	l->z[l->n] = '\0';
}

static enum err told(struct log *l, struct error *err)
{
	if (++l->calls != l->fail_at)
		return OK;
	if (l->silent)
		return ERR_IO;
	return error_set(err, ERR_IO, NULL, "磁盘已满");
}

static enum err on_field(void *ctx, struct str name, struct str value, struct error *err)
{
	struct log *l = ctx;
	add(l, STR("["));
	add(l, name);
	add(l, STR("="));
	add(l, value);
	add(l, STR("]"));
	return told(l, err);
}

static enum err on_file_begin(
	void *ctx, struct str name, struct str filename, struct str type, struct error *err)
{
	struct log *l = ctx;
	add(l, STR("<"));
	add(l, name);
	add(l, STR("|"));
	add(l, filename);
	add(l, STR("|"));
	add(l, type);
	add(l, STR("|"));
	return told(l, err);
}

static enum err on_file_data(void *ctx, struct str bytes, struct error *err)
{
	add(ctx, bytes);
	return told(ctx, err);
}

static enum err on_file_end(void *ctx, struct error *err)
{
	add(ctx, STR(">"));
	return told(ctx, err);
}

static const struct multipart_limits small = {
	.parts = 4,
	.header_lines = 4,
	.header_bytes = 200,
	.name_bytes = 20,
	.value_bytes = 30,
	.file_bytes = 40,
	.total_bytes = 900,
};

/* Feeds s in pieces that end at the cuts; step > 0 cuts every step bytes instead. */
static enum err feed(const char *type, struct str s, size_t i, size_t j, size_t step, struct log *l,
	struct error *err)
{
	struct multipart m;
	struct multipart_events ev = { l, on_field, on_file_begin, on_file_data, on_file_end };
	enum err e = multipart_init(&m, str_cstr(type), &small, &ev, err);
	if (step) {
		for (size_t at = 0; at < s.n && !e; at += step)
			e = multipart_feed(&m, str_sub(s, at, at + step), err);
	} else if (!e) {
		e = multipart_feed(&m, str_sub(s, 0, i), err);
		if (!e)
			e = multipart_feed(&m, str_sub(s, i, j), err);
		if (!e)
			e = multipart_feed(&m, str_sub(s, j, s.n), err);
	}
	if (!e)
		e = multipart_end(&m, err);
	multipart_done(&m);
	return e;
}

#define CD "Content-Disposition: form-data; name="
#define N "\r\n"
#define FIELD(n, v) "--B" N CD "\"" n "\"" N N v N
#define FILE_AS(f, v) "--B" N CD "\"f\"; " f N "Content-Type: text/plain" N N v N
#define END "--B--" N

struct row {
	const char *what, *body;
	enum err want;
	const char *log; /* all events, or (for an error) those before it */
};

static const struct row rows[] = {
	{ "one field", FIELD("a", "1") END, OK, "[a=1]" },
	{ "fields in order, repeated", FIELD("a", "1") FIELD("b", "年") FIELD("a", "") END, OK,
		"[a=1][b=年][a=]" },
	{ "nothing at all", END, OK, "" },
	{ "no line end behind the closing boundary", FIELD("a", "1") "--B--", OK, "[a=1]" },
	{ "preamble and epilogue", "pre\r\namble\r\n" FIELD("a", "1") END "epi\r\n--B\r\nlogue", OK,
		"[a=1]" },
	{ "blanks behind the boundaries", "--B \t" N CD "a" N N "1" N "--B--  \t" N, OK, "[a=1]" },
	{ "blanks and no line end at the close", FIELD("a", "1") "--B-- ", OK, "[a=1]" },
	{ "part without content", "--B" N CD "\"a\"" N N "--B--" N, OK, "[a=]" },
	{ "line breaks stay", FIELD("a", "1\r\n\r\n2\n3\r4") END, OK, "[a=1\r\n\r\n2\n3\r4]" },
	{ "value ends in CR and CR LF", FIELD("a", "1\r\r\n") FIELD("b", "\r") END, OK,
		"[a=1\r\r\n][b=\r]" },
	{ "lines that only begin like the boundary",
		FIELD("a", "\r\n--Bx\r\n--B-\r\n--\r\n--B--x") END, OK,
		"[a=\r\n--Bx\r\n--B-\r\n--\r\n--B--x]" },
	{ "content begins like the boundary", FIELD("a", "--b") END, OK, "[a=--b]" },
	{ "boundary within a line", FIELD("a", "x--B") END, OK, "[a=x--B]" },
	{ "boundary with CR for a line end", FIELD("a", "1\r\n--B\rx") END, OK, "[a=1\r\n--B\rx]" },
	{ "two CRs behind the boundary", FIELD("a", "1\r\n--B\r\r\n--Bx") END, OK,
		"[a=1\r\n--B\r\r\n--Bx]" },
	{ "more blanks than a boundary may have", FIELD("a", "1\r\n--B                 ") END, OK,
		"[a=1\r\n--B                 ]" },
	{ "file", FILE_AS("filename=\"a.txt\"", "data") END, OK, "<f|a.txt|text/plain|data>" },
	{ "file between fields",
		FIELD("a", "1") FILE_AS("filename=x", "\r\n\r\n--\r") FIELD("b", "2") END, OK,
		"[a=1]<f|x|text/plain|\r\n\r\n--\r>[b=2]" },
	{ "file without a type", "--B" N CD "\"f\"; filename=\"a\"" N N "d" N END, OK,
		"<f|a|application/octet-stream|d>" },
	{ "no file chosen",
		"--B" N CD "\"f\"; filename=\"\"" N
		"Content-Type: application/octet-stream" N N N END,
		OK, "<f||application/octet-stream|>" },
	{ "empty file", FILE_AS("filename=\"a\"", "") END, OK, "<f|a|text/plain|>" },
	{ "bytes that are no text in a file", FILE_AS("filename=\"a\"", "\xFF\xFE\x01") END, OK,
		"<f|a|text/plain|\xFF\xFE\x01>" },
	{ "names in any case, more headers",
		"--B" N "X-Other: 1" N "content-disposition: FORM-DATA; NAME=a" N
		"Content-Transfer-Encoding: binary" N N "1" N END,
		OK, "[a=1]" },
	{ "text part with its charset",
		"--B" N CD "\"a\"" N "Content-Type: text/plain; charset=UTF-8" N N "年" N END, OK,
		"[a=年]" },

	/* File names as they are really sent. */
	{ "quote as browsers escape it", FILE_AS("filename=\"a%22b%0D%0Ac\"", "d") END, OK,
		"<f|a\"bc|text/plain|d>" },
	{ "other percent signs are the name's own", FILE_AS("filename=\"100%25.txt\"", "d") END, OK,
		"<f|100%25.txt|text/plain|d>" },
	{ "quote behind a backslash", FILE_AS("filename=\"a\\\"b\"", "d") END, OK,
		"<f|a\"b|text/plain|d>" },
	{ "doubled backslash", FILE_AS("filename=\"a\\\\b\"", "d") END, OK, "<f|b|text/plain|d>" },
	{ "path of Windows", FILE_AS("filename=\"C:\\dir\\new.txt\"", "d") END, OK,
		"<f|new.txt|text/plain|d>" },
	{ "path of Unix", FILE_AS("filename=\"../../etc/passwd\"", "d") END, OK,
		"<f|passwd|text/plain|d>" },
	{ "only dots", FILE_AS("filename=\"..\"", "d") END, OK, "<f|未命名文件|text/plain|d>" },
	{ "ends in a path mark", FILE_AS("filename=\"a/\"", "d") END, OK,
		"<f|未命名文件|text/plain|d>" },
	{ "name ends in a backslash", FILE_AS("filename=\"a\\\"", "d") END, OK,
		"<f|未命名文件|text/plain|d>" },
	{ "semicolon in the name", FILE_AS("filename=\"a;b=c.txt\"", "d") END, OK,
		"<f|a;b=c.txt|text/plain|d>" },
	{ "name not in UTF-8", FILE_AS("filename=\"\xC4\xEA.txt\"", "d") END, OK,
		"<f|\xEF\xBF\xBD\xEF\xBF\xBD.txt|text/plain|d>" },
	{ "direction override", FILE_AS("filename=\"a\xE2\x80\xAEtxt.exe\"", "d") END, OK,
		"<f|atxt.exe|text/plain|d>" },
	{ "extended name", FILE_AS("filename*=UTF-8''%e5%B9%b4.txt", "d") END, OK,
		"<f|年.txt|text/plain|d>" },
	{ "extended name wins from behind",
		FILE_AS("filename=\"_.txt\"; filename*=utf-8'zh'%E5%B9%B4", "d") END, OK,
		"<f|年|text/plain|d>" },
	{ "extended name wins from before",
		FILE_AS("filename*=utf-8''%E5%B9%B4; filename=\"_\"", "d") END, OK,
		"<f|年|text/plain|d>" },
	{ "extended name of another charset is passed over",
		FILE_AS("filename=\"a\"; filename*=iso-8859-1''%A3", "d") END, OK,
		"<f|a|text/plain|d>" },
	{ "extended name not in UTF-8 is passed over",
		FILE_AS("filename=\"a\"; filename*=utf-8''%A3", "d") END, OK,
		"<f|a|text/plain|d>" },
	{ "extended name with a broken escape is passed over",
		FILE_AS("filename*=utf-8''%4; filename=\"a\"", "d") END, OK, "<f|a|text/plain|d>" },
	{ "extended name hides no path", FILE_AS("filename*=UTF-8''..%2F..%2Fx", "d") END, OK,
		"<f|x|text/plain|d>" },

	/* What is refused. */
	{ "no bytes", "", ERR_INVALID, "" },
	{ "no boundary", "a=1", ERR_INVALID, "" },
	{ "broken off in a value", FIELD("a", "1") "--B" N CD "b" N N "2", ERR_INVALID, "[a=1]" },
	{ "broken off before the close", FILE_AS("filename=x", "d"), ERR_INVALID,
		"<f|x|text/plain|d" },
	{ "broken off within the close", FILE_AS("filename=x", "d") "--B-", ERR_INVALID,
		"<f|x|text/plain|d" },
	{ "broken off behind a boundary", FIELD("a", "1") "--B" N, ERR_INVALID, "[a=1]" },
	{ "broken off in a head", "--B" N CD "\"a\"" N, ERR_INVALID, "" },
	{ "part without a head", "--B" N N "1" N END, ERR_INVALID, "" },
	{ "part without a name", "--B" N "Content-Disposition: form-data" N N "1" N END,
		ERR_INVALID, "" },
	{ "empty name", "--B" N CD "\"\"" N N "1" N END, ERR_INVALID, "" },
	{ "two names", "--B" N CD "\"a\"; name=\"b\"" N N "1" N END, ERR_INVALID, "" },
	{ "two file names", FILE_AS("filename=\"a\"; filename=\"b\"", "d") END, ERR_INVALID, "" },
	{ "two dispositions", "--B" N CD "a" N CD "b" N N "1" N END, ERR_INVALID, "" },
	{ "another disposition", "--B" N "Content-Disposition: attachment; name=a" N N "1" N END,
		ERR_INVALID, "" },
	{ "name with a line break", "--B" N CD "\"a%0D%0Ab\"" N N "1" N END, ERR_INVALID, "" },
	{ "name not in UTF-8", "--B" N CD "\"\xFF\"" N N "1" N END, ERR_INVALID, "" },
	{ "open quote", "--B" N CD "\"a" N N "1" N END, ERR_INVALID, "" },
	{ "junk behind a parameter", "--B" N CD "\"a\" x" N N "1" N END, ERR_INVALID, "" },
	{ "folded head", "--B" N "Content-Disposition: form-data;" N " name=a" N N "1" N END,
		ERR_INVALID, "" },
	{ "line without a colon", "--B" N "nonsense" N CD "a" N N "1" N END, ERR_INVALID, "" },
	{ "blank before the colon", "--B" N "Content-Disposition : form-data; name=a" N N "1" N END,
		ERR_INVALID, "" },
	{ "bare LF in a head", "--B" N CD "a\n\r\n1" N END, ERR_INVALID, "" },
	{ "bare CR in a head", "--B" N CD "a\rb" N N "1" N END, ERR_INVALID, "" },
	{ "LF alone behind the boundary is content", "--B\n" CD "a\n\n1\n--B--\n", ERR_INVALID,
		"" },
	{ "base64", "--B" N CD "a" N "Content-Transfer-Encoding: base64" N N "MQ==" N END,
		ERR_INVALID, "" },
	{ "field in GBK", "--B" N CD "a" N "Content-Type: text/plain; charset=GBK" N N "1" N END,
		ERR_INVALID, "" },
	{ "value not in UTF-8", FIELD("a", "\xC4\xEA") END, ERR_INVALID, "" },

	/* small: 4 parts, 4 lines and 200 bytes a head, 20 a name, 30 a value, 40 a file */
	{ "as many parts as allowed",
		FIELD("a", "") FIELD("a", "") FIELD("a", "") FIELD("a", "") END, OK,
		"[a=][a=][a=][a=]" },
	{ "one part more",
		FIELD("a", "") FIELD("a", "") FIELD("a", "") FIELD("a", "") FIELD("a", "") END,
		ERR_LIMIT, "[a=][a=][a=][a=]" },
	{ "head of four lines", "--B" N "A: 1" N "B: 1" N "C: 1" N CD "a" N N "1" N END, OK,
		"[a=1]" },
	{ "head of five lines", "--B" N "A: 1" N "B: 1" N "C: 1" N "D: 1" N CD "a" N N "1" N END,
		ERR_LIMIT, "" },
	{ "head too long",
		"--B" N CD "a" N
		"X: 0123456789012345678901234567890123456789012345678901234567890123"
		"45678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
		"01234567890123456789" N N "1" N END,
		ERR_LIMIT, "" },
	{ "name of 20 bytes", FIELD("01234567890123456789", "1") END, OK,
		"[01234567890123456789=1]" },
	{ "name of 21 bytes", FIELD("012345678901234567890", "1") END, ERR_LIMIT, "" },
	{ "value of 30 bytes", FIELD("a", "012345678901234567890123456789") END, OK,
		"[a=012345678901234567890123456789]" },
	{ "value of 31 bytes", FIELD("a", "0123456789012345678901234567890") END, ERR_LIMIT, "" },
	{ "file of 40 bytes", FILE_AS("filename=x", "0123456789012345678901234567890123456789") END,
		OK, "<f|x|text/plain|0123456789012345678901234567890123456789>" },
	{ "file of 41 bytes",
		FILE_AS("filename=x", "0123456789012345678901234567890123456789x") END, ERR_LIMIT,
		"<f|x|text/plain|0123456789012345678901234567890123456789" },
};

static bool same(const struct row *r, enum err e, const struct error *err, const struct log *l)
{
	return e == r->want && err->code == e && str_is(str_cstr(l->z), r->log);
}

/* Whole, in every two and three pieces, and in pieces of 1, 2, 3, 5 and 7 bytes. */
static void same_for_every_cut(const struct row *r)
{
	static const size_t steps[] = { 1, 2, 3, 5, 7 };
	const char *type = "multipart/form-data; boundary=B";
	struct str s = str_cstr(r->body);
	size_t bad = 0, cuts = 0;
	struct log l;
	for (size_t i = 0; i <= s.n; i++) {
		for (size_t j = i; j <= s.n; j += j < i + 12 ? 1 : 17) {
			struct error err = { .code = OK };
			l = (struct log){ .n = 0 };
			enum err e = feed(type, s, i, j, 0, &l, &err);
			bad += !same(r, e, &err, &l);
			cuts++;
		}
	}
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		struct error err = { .code = OK };
		l = (struct log){ .n = 0 };
		enum err e = feed(type, s, 0, 0, steps[i], &l, &err);
		bad += !same(r, e, &err, &l);
	}
	CHECK(bad == 0, "%s: %s, in all of %zu cuts", r->what, err_name(r->want), cuts);
	if (bad)
		printf("# last events: %s\n", l.z);
}

static void content_types(void)
{
	static const struct {
		const char *type, *boundary; /* NULL: refused */
	} row[] = {
		{ "multipart/form-data; boundary=B", "B" },
		{ "multipart/form-data; boundary=B;", "B" },
		{ "Multipart/Form-Data;BOUNDARY=\"B\"", "B" },
		{ "multipart/form-data; boundary=XX; charset=utf-8", "XX" },
		{ "multipart/form-data; charset=\"utf-8\" ; boundary=\"X X\"", "X X" },
		{ "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
			"----WebKitFormBoundary7MA4YWxkTrZu0gW" },
		{ "multipart/form-data; boundary=\"gc0p4Jq0M:2Yt08jU534c0p\"",
			"gc0p4Jq0M:2Yt08jU534c0p" },
		{ "multipart/form-data; boundary=a=b_c/d?e", "a=b_c/d?e" },
		{ "multipart/form-data; "
		  "boundary=0123456789012345678901234567890123456789012345678901234567890123456789",
			"0123456789012345678901234567890123456789012345678901234567890123456789" },
		{ "multipart/form-data; "
		  "boundary=0123456789012345678901234567890123456789012345678901234567890123456789x",
			NULL },
		{ "multipart/form-data; boundary=\"a\\\\b\"", NULL },
		{ "multipart/form-data; boundary=年", NULL },
		{ "multipart/form-data", NULL },
		{ "multipart/form-data; boundary=", NULL },
		{ "multipart/form-data; boundary=\"\"", NULL },
		{ "multipart/form-data; boundary=\"a", NULL },
		{ "multipart/form-data; boundary=\"a \"", NULL },
		{ "multipart/form-data; boundary=a b", NULL },
		{ "multipart/form-data; boundary=a; boundary=b", NULL },
		{ "multipart/mixed; boundary=a", NULL },
		{ "application/x-www-form-urlencoded", NULL },
		{ "", NULL },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		char body[400];
		struct log l = { .n = 0 };
		struct error err = { .code = OK };
		const char *b = row[i].boundary ? row[i].boundary : "B";
		int n = snprintf(body, sizeof body, "--%s\r\n" CD "a\r\n\r\n1\r\n--%s--\r\n", b, b);
		enum err e = feed(row[i].type, (struct str){ body, (size_t)n }, 0, 0, 0, &l, &err);
		bool right = row[i].boundary ? !e && str_is(str_cstr(l.z), "[a=1]")
					     : e == ERR_INVALID && err.code == e && l.n == 0;
		CHECK(right, "type \"%s\" is %s", row[i].type,
			row[i].boundary ? "taken" : "refused");
	}
}

/* Bodies as the named programs sent them, with the multipart limits of ours. */
static void real_clients(void)
{
	static const struct {
		const char *what, *type, *body, *log;
	} row[] = {
		{ "Chromium 156",
			"multipart/form-data; boundary=----WebKitFormBoundary4ok9J02AZl4emgsw",
			"------WebKitFormBoundary4ok9J02AZl4emgsw\r\n"
			"Content-Disposition: form-data; name=\"te%22xt\"\r\n\r\n"
			"a\r\nb年\r\n------WebKitFormBoundary4ok9J02AZl4emgsw\r\n"
			"Content-Disposition: form-data; name=\"none\"; filename=\"\"\r\n"
			"Content-Type: application/octet-stream\r\n\r\n\r\n"
			"------WebKitFormBoundary4ok9J02AZl4emgsw\r\n"
			"Content-Disposition: form-data; name=\"file\"; "
			"filename=\"年 %22报%22\\100%25.txt\"\r\n"
			"Content-Type: text/plain\r\n\r\n"
			"d\r\n--\r\n------WebKitFormBoundary4ok9J02AZl4emgsw--\r\n",
			"[te\"xt=a\r\nb年]<none||application/octet-stream|>"
			"<file|100%25.txt|text/plain|d\r\n-->" },
		{ "curl 7.88.1",
			"multipart/form-data; boundary=------------------------22e73f8f4b657e17",
			"--------------------------22e73f8f4b657e17\r\n"
			"Content-Disposition: form-data; name=\"title\"\r\n\r\n"
			"标题 a&b\r\n--------------------------22e73f8f4b657e17\r\n"
			"Content-Disposition: form-data; name=\"file\"; filename=\"年 %22报%22.txt\"\r\n"
			"Content-Type: text/plain\r\n\r\n"
			"hello\r\n--x\r\n--------------------------22e73f8f4b657e17--\r\n",
			"[title=标题 a&b]<file|年 \"报\".txt|text/plain|hello\r\n--x>" },
		{ "curl 7.88.1 --form-escape",
			"multipart/form-data; boundary=------------------------88fdb67e3b8c99c3",
			"--------------------------88fdb67e3b8c99c3\r\n"
			"Content-Disposition: form-data; name=\"file\"; filename=\"年 \\\"报\\\".txt\"\r\n"
			"Content-Type: text/x-y\r\n\r\n"
			"hello\r\n--x\r\n--------------------------88fdb67e3b8c99c3--\r\n",
			"<file|年 \"报\".txt|text/x-y|hello\r\n--x>" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct str s = str_cstr(row[i].body);
		size_t bad = 0;
		for (size_t at = 0; at <= s.n; at++) {
			struct log l = { .n = 0 };
			struct error err = { .code = OK };
			enum err e = feed(row[i].type, s, at, at, at == s.n, &l, &err);
			bad += e || !str_is(str_cstr(l.z), row[i].log);
		}
		CHECK(bad == 0, "as sent by %s", row[i].what);
	}
}

static void nul_bytes(void)
{
	struct log l = { .n = 0 };
	struct error err = { .code = OK };
	const struct str type = STR("--B\r\n" CD "a\r\n\r\n1\0"
				    "2\r\n--B--");
	const struct str head = STR("--B\r\n" CD "a\0\r\n\r\n1\r\n--B--");
	const struct str file = STR("--B\r\n" CD "f; filename=x\r\n\r\n\0\r\n--B--");
	CHECK(feed("multipart/form-data; boundary=B", type, 0, 0, 0, &l, &err) == ERR_INVALID,
		"NUL in a value is refused");
	CHECK(feed("multipart/form-data; boundary=B", head, 0, 0, 0, &l, &err) == ERR_INVALID,
		"NUL in a head is refused");
	CHECK(!feed("multipart/form-data; boundary=B", file, 0, 0, 0, &l, &err), "NUL in a file");
}

static void total(void)
{
	char body[1000];
	size_t bad = 0;
	for (size_t extra = 0; extra < 2; extra++) {
		size_t n = (size_t)snprintf(body, sizeof body, FIELD("a", "1") END);
		while (n < small.total_bytes + extra)
			body[n++] = 'e';
		for (size_t step = 0; step < 950; step += 19) {
			/* The epilogue counts although it is not read. */
			struct log l = { .n = 0 };
			struct error err = { .code = OK };
			enum err e = feed("multipart/form-data; boundary=B",
				(struct str){ body, n }, n, n, step, &l, &err);
			bad += e != (extra ? ERR_LIMIT : OK) || !str_is(str_cstr(l.z), "[a=1]");
		}
	}
	CHECK(bad == 0, "the limit of all bytes holds to the byte");
}

/* An event that fails ends it all; nothing is told afterwards. */
static void failing_events(void)
{
	struct str s = STR(FIELD("a", "1") FILE_AS("filename=x", "d") FIELD("b", "2") END);
	for (int n = 1; n <= 5; n++) {
		struct log l = { .fail_at = n };
		struct error err = { .code = OK };
		enum err e = feed("multipart/form-data; boundary=B", s, 0, 0, 0, &l, &err);
		CHECK(e == ERR_IO && str_is(str_cstr(err.msg), "磁盘已满") && l.calls == n,
			"event %d fails", n);
	}
	struct log quiet = { .fail_at = 1, .silent = true };
	struct error err = { .code = OK };
	CHECK(feed("multipart/form-data; boundary=B", s, 0, 0, 0, &quiet, &err) == ERR_IO &&
			err.code == ERR_IO && err.msg[0],
		"an event that fails without a word gets one");
	struct multipart m;
	struct log l = { .fail_at = 1 };
	struct multipart_events ev = { &l, on_field, on_file_begin, on_file_data, on_file_end };
	CHECK(!multipart_init(&m, STR("multipart/form-data; boundary=B"), NULL, &ev, &err), "init");
	CHECK(multipart_feed(&m, s, &err) == ERR_IO, "an error");
	err.code = OK;
	CHECK(multipart_feed(&m, s, &err) == ERR_IO && err.code == ERR_IO && l.calls == 1,
		"it stays");
	CHECK(multipart_end(&m, &err) == ERR_IO && multipart_end(&m, NULL) == ERR_IO,
		"also at the end");
	multipart_done(&m);
	multipart_done(NULL);
}

static void no_memory(void)
{
	struct str s =
		STR(FIELD("a", "1") FILE_AS("filename=\"a.txt\"; filename*=utf-8''b", "d") END);
	long n = 0, bad = 0, requests = 0;
	do {
		struct log l = { .n = 0 };
		struct error err = { .code = OK };
		mem_fail_at(++n);
		enum err e = feed("multipart/form-data; boundary=B", s, 0, 0, 0, &l, &err);
		requests = mem_requests();
		bad += e != (requests >= n ? ERR_NOMEM : OK) || err.code != e;
	} while (requests >= n && n < 1000);
	mem_fail_at(0);
	CHECK(bad == 0 && n > 3, "each of %ld requests for memory may fail", n - 1);
}

static void long_names(void)
{
	struct buf raw, out;
	buf_init(&raw, 10000);
	buf_init(&out, 10000);
	for (int i = 0; i < 200; i++)
		buf_cstr(&raw, "年");
	buf_cstr(&raw, ".pdf");
	filename_clean(&out, buf_view(&raw));
	CHECK(out.n == 83 * 3 + 4 && str_ends(buf_view(&out), STR("年.pdf")),
		"a long name keeps its extension and whole characters");
	buf_clear(&out);
	for (int i = 0; i < 50; i++)
		buf_cstr(&raw, "x");
	filename_clean(&out, buf_view(&raw));
	CHECK(out.n == 255 && str_ends(buf_view(&out), STR("年")), "a long extension is none");
	buf_done(&raw);
	buf_done(&out);
}

int main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		same_for_every_cut(&rows[i]);
	content_types();
	real_clients();
	nul_bytes();
	total();
	failing_events();
	no_memory();
	long_names();
	return TEST_END();
}
