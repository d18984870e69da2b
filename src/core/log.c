#include "core/log.h"

#include "core/date.h"
#include "core/mem.h"
#include "core/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SHANGHAI_MS = 8 * 3600 * 1000, DAY_MS = 24 * 3600 * 1000, SECRET_DIGITS = 7 };

static const struct log_event_info event_table[LOG_EVENT_COUNT] = {
#define LOG_EVENT_ROW(id, code, name, level, help) { code, name, LOG_LEVEL_##level, help },
	LOG_EVENTS(LOG_EVENT_ROW)
#undef LOG_EVENT_ROW
};

/* How often one event was written lately. */
struct repeat {
	int64_t since_ms; /* start of the window */
	int64_t written, held;
};

struct log {
	pthread_mutex_t mutex; /* everything below */
	int fd;
	char *path; /* NULL: stderr, not ours to close */
	enum log_level level;
	int64_t (*now_ms)(void *ctx);
	void *now_ctx;
	int64_t lost;	  /* lines that could not be written */
	int64_t sweep_ms; /* when held-back lines are looked for next */
	struct repeat repeat[LOG_EVENT_COUNT];
};

static int64_t system_now_ms(void *ctx)
{
	(void)ctx;
	struct timespec ts;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

const struct log_event_info *log_event_info(enum log_event_id id)
{
	return &event_table[id < LOG_EVENT_COUNT ? id : LOG_BUG];
}

const char *log_level_name(enum log_level level)
{
	static const char *const name[] = { "debug", "info", "warning", "error" };
	return name[level];
}

void log_print_events(struct buf *b)
{
	buf_lit(b, "| 代码 | 事件 | 级别 | 含义 |\n|---|---|---|---|\n");
	for (int i = 0; i < LOG_EVENT_COUNT; i++)
		buf_fmt(b, "| `%s` | `%s` | %s | %s |\n", event_table[i].code, event_table[i].name,
			log_level_name(event_table[i].level), event_table[i].help);
}

struct log_field log_i64(const char *key, int64_t v)
{
	return (struct log_field){ key, LOG_KIND_I64, v, { NULL, 0 } };
}

struct log_field log_token(const char *key, struct str s)
{
	return (struct log_field){ key, LOG_KIND_TOKEN, 0, s };
}

struct log_field log_us(const char *key, int64_t us)
{
	return (struct log_field){ key, LOG_KIND_US, us, { NULL, 0 } };
}

struct log_field log_detail(struct str s)
{
	return (struct log_field){ "detail", LOG_KIND_DETAIL, 0, s };
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_token_char(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c != '\0' && strchr("._:/+-", c));
}

/* 11 or more digits, perhaps with X at the end: a telephone, identity or card number. */
static bool is_personal_number(struct str s)
{
	size_t n = s.n;
	if (n && (s.p[n - 1] == 'X' || s.p[n - 1] == 'x'))
		n--;
	for (size_t i = 0; i < n; i++)
		if (!is_digit(s.p[i]))
			return false;
	return n >= 11;
}

static bool is_token(struct str s)
{
	if (s.n == 0 || s.n > LOG_TOKEN_MAX || is_personal_number(s))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_token_char(s.p[i]))
			return false;
	return true;
}

static bool is_key(const char *key)
{
	static const char *const taken[] = { "time", "level", "event", "code" };
	if (!key || *key < 'a' || *key > 'z')
		return false;
	for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
		if (strcmp(key, taken[i]) == 0)
			return false;
	for (const char *p = key; *p; p++)
		if (!is_digit(*p) && (*p < 'a' || *p > 'z') && *p != '_')
			return false;
	return strlen(key) <= 32;
}

/* Controls, separators and marks that change the direction of what follows. */
static bool is_unprintable(int32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029 ||
	       (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF;
}

/* Length of the well-formed character at s.p[at], 0 when there is none. */
static size_t char_length(struct str s, size_t at)
{
	for (size_t n = 1; n <= 4 && at + n <= s.n; n++)
		if (utf8_is_valid(str_sub(s, at, at + n)))
			return n;
	return 0;
}

static void put_character(struct buf *b, struct str c)
{
	size_t at = 0;
	int32_t cp = utf8_next(c, &at);
	if (cp == '\n')
		buf_lit(b, "\\n");
	else if (cp == '\r')
		buf_lit(b, "\\r");
	else if (cp == '\t')
		buf_lit(b, "\\t");
	else if (cp == '"' || cp == '\\')
		buf_fmt(b, "\\%c", (char)cp);
	else if (cp == '=' || is_unprintable(cp))
		buf_fmt(b, "\\u%04x", (unsigned)cp);
	else
		buf_str(b, c);
}

/*
 * A detail: quoted; quote, backslash, `=` and what cannot be printed escaped;
 * bytes that are no UTF-8 as \xNN; runs of SECRET_DIGITS or more digits (and the
 * X of an identity number) as ***; cut to whole characters.
 */
static void put_detail(struct buf *b, struct str s)
{
	buf_char(b, '"');
	size_t at = 0;
	while (at < s.n && at < LOG_DETAIL_MAX) {
		size_t run = at;
		while (run < s.n && is_digit(s.p[run]))
			run++;
		if (run - at >= SECRET_DIGITS) {
			buf_lit(b, "***");
			at = run + (run < s.n && (s.p[run] == 'X' || s.p[run] == 'x'));
			continue;
		}
		if (run > at) {
			buf_str(b, str_sub(s, at, run));
			at = run;
			continue;
		}
		size_t n = char_length(s, at);
		if (at + n > LOG_DETAIL_MAX)
			break;
		if (n)
			put_character(b, str_sub(s, at, at + n));
		else
			buf_fmt(b, "\\x%02x", (unsigned)(unsigned char)s.p[at]);
		at += n ? n : 1;
	}
	if (at < s.n)
		buf_lit(b, "…");
	buf_char(b, '"');
}

/* v >= 0 with leading zeros. */
static void put_digits(struct buf *b, int64_t v, int width)
{
	char t[8];
	for (int i = width; i-- > 0; v /= 10)
		t[i] = (char)('0' + v % 10);
	buf_add(b, t, (size_t)width);
}

static void put_time(struct buf *b, int64_t now_ms)
{
	int64_t local = now_ms + SHANGHAI_MS;
	int64_t ms = (local % DAY_MS + DAY_MS) % DAY_MS;
	int64_t seconds = now_ms / 1000 - (now_ms % 1000 < 0);
	buf_lit(b, "time=");
	buf_cstr(b, date_text(date_of_moment(seconds)).z);
	buf_char(b, 'T');
	put_digits(b, ms / 3600000, 2);
	buf_char(b, ':');
	put_digits(b, ms / 60000 % 60, 2);
	buf_char(b, ':');
	put_digits(b, ms / 1000 % 60, 2);
	buf_char(b, '.');
	put_digits(b, ms % 1000, 3);
	buf_lit(b, "+08:00");
}

static void put_field(struct buf *b, const struct log_field *f)
{
	buf_char(b, ' ');
	buf_cstr(b, is_key(f->key) ? f->key : "bad_key");
	buf_char(b, '=');
	switch (f->kind) {
	case LOG_KIND_I64:
		buf_int(b, f->i64);
		break;
	case LOG_KIND_US:
		/* The sign apart: -1/1000 has none. */
		if (f->i64 < 0)
			buf_char(b, '-');
		buf_int(b, f->i64 / 1000 < 0 ? -(f->i64 / 1000) : f->i64 / 1000);
		buf_char(b, '.');
		put_digits(b, f->i64 % 1000 < 0 ? -(f->i64 % 1000) : f->i64 % 1000, 3);
		buf_lit(b, "ms");
		break;
	case LOG_KIND_TOKEN:
		buf_str(b, is_token(f->s) ? f->s : STR("!"));
		break;
	case LOG_KIND_DETAIL:
		put_detail(b, f->s);
		break;
	}
}

void log_format(struct buf *b, int64_t now_ms, enum log_event_id id, size_t n,
	const struct log_field *field)
{
	const struct log_event_info *info = log_event_info(id);
	size_t start = b->n;
	put_time(b, now_ms);
	buf_lit(b, " level=");
	buf_cstr(b, log_level_name(info->level));
	buf_lit(b, " event=");
	buf_cstr(b, info->name);
	buf_lit(b, " code=");
	buf_cstr(b, info->code);
	for (size_t i = 0; i < n; i++) {
		size_t before = b->n;
		put_field(b, &field[i]);
		/* Room is kept for the line end and the mark that something is missing. */
		if (b->n - start + sizeof " cut=1\n" > LOG_LINE_MAX) {
			b->n = before;
			buf_lit(b, " cut=1");
			break;
		}
	}
	buf_char(b, '\n');
}

/* One line, with one write; a short write (disk nearly full) is finished or given up. */
static bool write_line(int fd, struct str line)
{
	while (line.n) {
		ssize_t k = write(fd, line.p, line.n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		line = str_sub(line, (size_t)k, line.n);
	}
	return true;
}

/* With the mutex held: formats and writes; what fails is counted. */
static void put_line(struct log *log, int64_t now_ms, enum log_event_id id, size_t n,
	const struct log_field *field)
{
	struct buf b;
	buf_init(&b, 2 * LOG_LINE_MAX);
	log_format(&b, now_ms, id, n, field);
	if (b.err || !write_line(log->fd, buf_view(&b)))
		log->lost++;
	buf_done(&b);
}

/* With the mutex held: tells what was lost, as soon as writing works again. */
static void tell_lost(struct log *log, int64_t now_ms)
{
	int64_t lost = log->lost;
	if (lost == 0)
		return;
	log->lost = 0;
	put_line(log, now_ms, LOG_LOST, 1, (struct log_field[]){ log_i64("n", lost) });
	if (log->lost)
		log->lost = lost; /* that line, too, was not written; it says nothing new */
}

/* With the mutex held: tells what was held back in windows that are over (or all). */
static void tell_held(struct log *log, int64_t now_ms, bool all)
{
	if (!all && now_ms < log->sweep_ms && log->sweep_ms - now_ms <= LOG_REPEAT_S * 1000)
		return;
	log->sweep_ms = now_ms + 1000;
	for (int i = 0; i < LOG_EVENT_COUNT; i++) {
		struct repeat *r = &log->repeat[i];
		/* A clock that was set back ends a window, too. */
		bool over = now_ms < r->since_ms || now_ms - r->since_ms >= LOG_REPEAT_S * 1000;
		if (!over && !all)
			continue;
		if (r->held)
			put_line(log, now_ms, LOG_REPEATED, 2,
				(struct log_field[]){
					log_token("of", str_cstr(event_table[i].code)),
					log_i64("n", r->held) });
		*r = (struct repeat){ 0 };
	}
}

/* With the mutex held: whether this warning or error may be written now. */
static bool may_write(struct log *log, int64_t now_ms, enum log_event_id id)
{
	if (event_table[id].level < LOG_LEVEL_WARNING)
		return true;
	struct repeat *r = &log->repeat[id];
	if (r->written == 0)
		r->since_ms = now_ms;
	if (r->written >= LOG_REPEAT_MAX) {
		r->held++;
		return false;
	}
	r->written++;
	return true;
}

void log_event(struct log *log, enum log_event_id id, size_t n, const struct log_field *field)
{
	if (id >= LOG_EVENT_COUNT)
		id = LOG_BUG;
	if (!log || event_table[id].level < log->level)
		return;
	int64_t now_ms = log->now_ms(log->now_ctx);
	pthread_mutex_lock(&log->mutex);
	tell_lost(log, now_ms);
	tell_held(log, now_ms, false);
	if (may_write(log, now_ms, id))
		put_line(log, now_ms, id, n, field);
	pthread_mutex_unlock(&log->mutex);
}

void log_error(struct log *log, enum log_event_id id, const struct error *e, size_t n,
	const struct log_field *field)
{
	enum { FIELDS_MAX = 16 };
	struct log_field all[FIELDS_MAX + 3];
	size_t k = 0;
	all[k++] = log_token("err", str_cstr(err_name(e->code)));
	for (size_t i = 0; i < n && i < FIELDS_MAX; i++)
		all[k++] = field[i];
	if (e->rule)
		all[k++] = log_token("rule", str_cstr(e->rule));
	if (*e->detail)
		all[k++] = log_detail(str_cstr(e->detail));
	log_event(log, id, k, all);
}

static enum err open_file(const char *path, int *fd, struct error *err)
{
	*fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0640);
	if (*fd >= 0)
		return OK;
	int saved = errno;
	enum err code = saved == ENOENT			    ? ERR_NOT_FOUND
			: saved == EACCES || saved == EPERM ? ERR_DENIED
							    : ERR_IO;
	error_set(err, code, NULL, "日志文件 %s 不能打开：%s；请检查 log_file", path,
		saved == ENOENT	  ? "所在文件夹不存在"
		: saved == EACCES ? "没有权限"
		: saved == ELOOP  ? "不能是符号链接"
				  : "系统拒绝");
	return error_detail(err, "open: errno %d", saved), code;
}

enum err log_open(const struct log_config *config, struct log **out, struct error *err)
{
	struct log *log = mem_alloc(sizeof *log);
	if (!log)
		return error_nomem(err);
	*log = (struct log){ .fd = STDERR_FILENO,
		.level = config->level,
		.now_ms = config->now_ms ? config->now_ms : system_now_ms,
		.now_ctx = config->now_ctx };
	if (config->path) {
		size_t n = strlen(config->path) + 1;
		log->path = mem_alloc(n);
		enum err e = log->path ? open_file(config->path, &log->fd, err) : error_nomem(err);
		if (e) {
			mem_free(log->path);
			mem_free(log);
			return e;
		}
		memcpy(log->path, config->path, n);
	}
	if (pthread_mutex_init(&log->mutex, NULL) != 0) {
		if (log->path)
			close(log->fd);
		mem_free(log->path);
		mem_free(log);
		return error_nomem(err);
	}
	*out = log;
	return OK;
}

void log_close(struct log *log)
{
	if (!log)
		return;
	int64_t now_ms = log->now_ms(log->now_ctx);
	tell_lost(log, now_ms);
	tell_held(log, now_ms, true);
	pthread_mutex_destroy(&log->mutex);
	if (log->path)
		close(log->fd);
	mem_free(log->path);
	mem_free(log);
}

enum err log_reopen(struct log *log, struct error *err)
{
	if (!log || !log->path)
		return OK;
	int fd;
	enum err e = open_file(log->path, &fd, err);
	if (e)
		return e;
	pthread_mutex_lock(&log->mutex);
	close(log->fd);
	log->fd = fd;
	pthread_mutex_unlock(&log->mutex);
	log_event(log, LOG_REOPENED, 0, NULL);
	return OK;
}
