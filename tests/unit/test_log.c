/* The log: the form of a line, what cannot be forged, threads, rotation, repeats. */
#include "tests/test.h"

#include "core/log.h"

#include "core/arena.h"
#include "core/file.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/gongkai-log-XXXXXX";
static char path[100], moved[100];

/* date -u -d '2026-11-21T03:43:15Z' +%s */
static const int64_t noon_ms = INT64_C(1795232595) * 1000 + 123;

static int64_t fixed_now(void *ctx)
{
	return *(int64_t *)ctx;
}

static void lines(void)
{
	static const char start[] = "time=2026-11-21T11:43:15.123+08:00 level=info event=http.request "
				    "code=H1001";
	static char long_text[400];
	memset(long_text, 'a', sizeof long_text - 1);
	const struct {
		struct log_field field;
		const char *want;
	} row[] = {
		{ log_i64("status", 200), " status=200" },
		{ log_i64("n", INT64_MIN), " n=-9223372036854775808" },
		{ log_us("took", 12345), " took=12.345ms" },
		{ log_us("took", 7), " took=0.007ms" },
		{ log_us("took", -7), " took=-0.007ms" },
		{ log_token("req", STR("a1B2-c.d_e:f/g+h")), " req=a1B2-c.d_e:f/g+h" },
		{ log_token("req", STR("")), " req=!" },
		{ log_token("req", STR("a b")), " req=!" },
		{ log_token("req", STR("a\nlevel=error")), " req=!" },
		{ log_token("req", STR("x=y")), " req=!" },
		{ log_token("req", STR("a\"b")), " req=!" },
		{ log_token("name", STR("测试甲")), " name=!" },
		{ log_token("who", STR("a@example.cn")), " who=!" },
		{ log_token("who", STR("13800000000")), " who=!" },
		{ log_token("who", STR("11010519491231002X")), " who=!" },
		{ log_token("who", STR("1380000000")), " who=1380000000" },
		{ log_token("nul", (struct str){ "a\0b", 3 }), " nul=!" },
		{ log_token("code", STR("H9999")), " bad_key=H9999" },
		{ log_token("a b", STR("x")), " bad_key=x" },
		{ log_detail(STR("plain text")), " detail=\"plain text\"" },
		{ log_detail(STR("a\nb\r\tc")), " detail=\"a\\nb\\r\\tc\"" },
		{ log_detail(STR("say \"x\\y\"")), " detail=\"say \\\"x\\\\y\\\"\"" },
		{ log_detail(STR("code=H1")), " detail=\"code\\u003dH1\"" },
		{ log_detail(STR("\x1b[31m\x7f")), " detail=\"\\u001b[31m\\u007f\"" },
		{ log_detail(STR("\xff\xc3")), " detail=\"\\xff\\xc3\"" },
		{ log_detail(STR("a\xE2\x80\xAE" "b\xE2\x80\xA8")), " detail=\"a\\u202eb\\u2028\"" },
		{ log_detail(STR("Key (11010519491231002X) exists")),
			" detail=\"Key (***) exists\"" },
		{ log_detail(STR("tel 13800000000, errno 28, line 123456")),
			" detail=\"tel ***, errno 28, line 123456\"" },
		{ log_detail(STR("磁盘已满")), " detail=\"磁盘已满\"" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct buf b;
		buf_init(&b, 10000);
		log_format(&b, noon_ms, LOG_HTTP_REQUEST, 1, &row[i].field);
		char want[300];
		snprintf(want, sizeof want, "%s%s\n", start, row[i].want);
		CHECK(str_is(buf_view(&b), want), "line %zu ends%.60s", i, row[i].want);
		if (!str_is(buf_view(&b), want))
			printf("# was: %.*s", STR_ARG(buf_view(&b)));
		buf_done(&b);
	}
	struct buf b;
	buf_init(&b, 100000);
	struct log_field f = log_detail(str_cstr(long_text));
	log_format(&b, noon_ms, LOG_HTTP_REQUEST, 1, &f);
	CHECK(b.n == sizeof start - 1 + sizeof " detail=\"\"\n" - 1 + LOG_DETAIL_MAX + 3,
		"a detail is cut to %d bytes and the mark", LOG_DETAIL_MAX);
	buf_clear(&b);
	struct log_field many[100];
	for (size_t i = 0; i < 100; i++)
		many[i] = log_detail(str_cstr(long_text));
	log_format(&b, noon_ms, LOG_HTTP_REQUEST, 100, many);
	CHECK(b.n <= LOG_LINE_MAX && str_ends(buf_view(&b), STR(" cut=1\n")), "a line has a ceiling");
	buf_clear(&b);
	log_format(&b, 0, LOG_START, 0, NULL);
	CHECK(str_starts(buf_view(&b), STR("time=1970-01-01T08:00:00.000+08:00 ")), "the epoch");
	buf_clear(&b);
	/* date -u -d '2026-12-31T16:00:00Z' +%s */
	log_format(&b, INT64_C(1798732800) * 1000, LOG_START, 0, NULL);
	CHECK(str_starts(buf_view(&b), STR("time=2027-01-01T00:00:00.000+08:00 ")), "new year");
	buf_done(&b);
}

static void table(void)
{
	bool once = true, form = true;
	for (int i = 0; i < LOG_EVENT_COUNT; i++) {
		const struct log_event_info *x = log_event_info((enum log_event_id)i);
		const char kind = (char)('0' + (int)x->level);
		form = form && strlen(x->code) == 5 && x->code[1] == kind && *x->help;
		for (int j = 0; j < i; j++) {
			const struct log_event_info *y = log_event_info((enum log_event_id)j);
			once = once && strcmp(x->code, y->code) != 0 && strcmp(x->name, y->name) != 0;
		}
	}
	CHECK(once, "no code and no name twice");
	CHECK(form, "a letter, the level (0 debug … 3 error), three digits; help");
}

static struct str content(struct arena *a, const char *name)
{
	struct str s = { NULL, 0 };
	struct error err;
	if (file_read(a, name, 64 << 20, &s, &err))
		printf("# %s: %s\n", name, err.msg);
	return s;
}

static size_t count(struct str text, const char *word)
{
	size_t n = 0;
	for (size_t at = 0; (at = str_find(text, str_cstr(word), at)) < text.n; at++)
		n++;
	return n;
}

enum { THREADS = 8, LINES = 2000 };

static void *hammer(void *ctx)
{
	for (int i = 0; i < LINES; i++)
		log_write((struct log *)ctx, LOG_HTTP_REQUEST, log_i64("i", i),
			log_token("word", STR("abcdefghijklmnopqrstuvwxyz")), log_us("took", i));
	return NULL;
}

static void threads(struct arena *a)
{
	struct error err = { 0 };
	struct log *log = NULL;
	CHECK(log_open(&(struct log_config){ .path = path, .level = LOG_LEVEL_INFO }, &log, &err) == OK,
		"opened: %s", err.msg);
	pthread_t t[THREADS];
	int made = 0, again = 0;
	for (int i = 0; i < THREADS; i++)
		made += pthread_create(&t[i], NULL, hammer, log) == 0;
	rename(path, moved);
	again += log_reopen(log, &err) == OK;
	for (int i = 0; i < made; i++)
		pthread_join(t[i], NULL);
	log_close(log);
	struct str old = content(a, moved), new = content(a, path);
	size_t good = 0, lines_seen = 0;
	for (int k = 0; k < 2; k++) {
		struct str rest = k ? new : old, line;
		while (str_next_line(&rest, &line)) {
			lines_seen++;
			good += str_starts(line, STR("time=2")) &&
				(str_ends(line, STR("ms")) || str_has(line, "code=L1001")) &&
				count(line, "time=") == 1;
		}
	}
	CHECK(made == THREADS && again == 1 && lines_seen == THREADS * LINES + 1 && good == lines_seen,
		"%d threads: %zu whole lines across a rotation", made, good);
	unlink(path);
	unlink(moved);
}

static void repeats(struct arena *a)
{
	struct error err = { 0 };
	struct log *log = NULL;
	int64_t now = noon_ms;
	struct log_config config = { .path = path, .level = LOG_LEVEL_INFO, .now_ms = fixed_now,
		.now_ctx = &now };
	if (log_open(&config, &log, &err))
		return;
	log_write(log, LOG_NOTE, log_i64("n", 1));
	for (int i = 0; i < 100; i++) {
		log_write(log, LOG_HTTP_REFUSED, log_i64("i", i));
		log_write(log, LOG_HTTP_REQUEST, log_i64("i", i));
	}
	log_write(log, LOG_HTTP_SLOW, log_i64("i", 1));
	struct str s = content(a, path);
	CHECK(count(s, "code=H2001") == LOG_REPEAT_MAX && count(s, "code=H1001") == 100 &&
			count(s, "code=H2002") == 1 && count(s, "code=L2001") == 0,
		"a warning is held back, information and other warnings are not");
	CHECK(count(s, "code=S0001") == 0, "below the level nothing is written");
	now += LOG_REPEAT_S * 1000;
	log_write(log, LOG_HTTP_REQUEST, log_i64("i", 1));
	CHECK(count(content(a, path), "code=L2001 of=H2001 n=80\n") == 1, "then told with its number");
	for (int i = 0; i < 30; i++)
		log_write(log, LOG_HTTP_REFUSED, log_i64("i", i));
	log_close(log);
	s = content(a, path);
	CHECK(count(s, "code=H2001") == 2 * LOG_REPEAT_MAX && count(s, "of=H2001 n=10\n") == 1,
		"a new minute counts anew; closing tells the rest");
	unlink(path);
}

static void failures(struct arena *a)
{
	struct error err = { 0 };
	struct log *log = NULL;
	CHECK(log_open(&(struct log_config){ .path = "/nonexistent/x" }, &log, &err) == ERR_NOT_FOUND &&
			!log && str_has(str_cstr(err.msg), "log_file"),
		"no such folder: %s", err.msg);
	log_write(NULL, LOG_START, log_i64("pid", 1));
	log_close(NULL);
	/* /dev/full refuses every write; then the file is put in its place. */
	int kept = dup(STDERR_FILENO);
	int full = open("/dev/full", O_WRONLY);
	int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	CHECK(kept >= 0 && full >= 0 && file >= 0 &&
			log_open(&(struct log_config){ .level = LOG_LEVEL_INFO }, &log, &err) == OK,
		"a log on stderr");
	dup2(full, STDERR_FILENO);
	for (int i = 0; i < 3; i++)
		log_write(log, LOG_START, log_i64("pid", i));
	dup2(file, STDERR_FILENO);
	struct error why = { .code = ERR_IO, .msg = "给人看的，含 测试甲", .detail = "errno 28" };
	log_error(log, LOG_STORE_FULL, &why, 1, (struct log_field[]){ log_i64("req", 7) });
	dup2(kept, STDERR_FILENO);
	log_close(log);
	close(kept);
	close(full);
	close(file);
	struct str s = content(a, path);
	CHECK(count(s, "code=L2002 n=3\n") == 1, "lost lines are told when writing works again");
	CHECK(str_has(s, "code=D3002 err=io req=7 detail=\"errno 28\"\n") && !str_has(s, "测试甲"),
		"an error: its code and detail, not its message");
	unlink(path);
}

int main(void)
{
	struct arena a;
	arena_init(&a, 256 << 20);
	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof path, "%s/log", folder);
	snprintf(moved, sizeof moved, "%s/log.1", folder);
	lines();
	table();
	threads(&a);
	repeats(&a);
	failures(&a);
	arena_done(&a);
	rmdir(folder);
	return TEST_END();
}
