#include "core/progress.h"

#include "core/utf8.h"

#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

enum { REDRAW_MS = 100, COLUMNS_DEFAULT = 80, LINE_MAX_BYTES = 4096, SECOND_MS = 1000 };

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND_MS + t.tv_nsec / 1000000;
}

void progress_init(struct progress *p, int fd, bool wanted)
{
	*p = (struct progress){ .fd = wanted && isatty(fd) == 1 ? fd : -1, .start_ms = now_ms() };
}

static void add_duration(struct buf *b, int64_t seconds)
{
	if (seconds >= 3600)
		buf_fmt(b, "%d小时%02d分", (int)(seconds / 3600), (int)(seconds / 60 % 60));
	else if (seconds >= 60)
		buf_fmt(b, "%d分%02d秒", (int)(seconds / 60), (int)(seconds % 60));
	else
		buf_fmt(b, "%d秒", (int)seconds);
}

/* Appends s up to `columns` columns; control characters and broken bytes become "?". */
static void add_clipped(struct buf *b, struct str s, int columns)
{
	int used = 0;
	for (size_t at = 0; at < s.n;) {
		utf8proc_int32_t cp = 0;
		utf8proc_ssize_t n = utf8proc_iterate(
			(const utf8proc_uint8_t *)s.p + at, (utf8proc_ssize_t)(s.n - at), &cp);
		bool shown = n > 0 && cp >= ' ' && utf8proc_category(cp) != UTF8PROC_CATEGORY_CC &&
			     utf8proc_category(cp) != UTF8PROC_CATEGORY_CF;
		int width = shown ? utf8proc_charwidth(cp) : 1;
		if (used + width > columns)
			return;
		if (shown)
			buf_add(b, s.p + at, (size_t)n);
		else
			buf_char(b, '?');
		used += width;
		at += n > 0 ? (size_t)n : 1;
	}
}

void progress_line(struct buf *b, const struct progress_state *s, int64_t elapsed_ms, int columns)
{
	struct buf line;
	double rate = elapsed_ms > 0 ? (double)s->done * SECOND_MS / (double)elapsed_ms : 0;
	buf_init(&line, LINE_MAX_BYTES);
	buf_fmt(&line, "%zu/%zu", s->done, s->total);
	if (s->total > 0)
		buf_fmt(&line, "（%d%%）", (int)((double)s->done * 100 / (double)s->total));
	buf_fmt(&line, " %.*f个/秒", rate < 10 ? 1 : 0, rate);
	if (rate > 0 && s->done < s->total) {
		buf_lit(&line, " 还需");
		add_duration(&line, (int64_t)((double)(s->total - s->done) / rate) + 1);
	}
	if (s->failed > 0)
		buf_fmt(&line, " 出错%zu个", s->failed);
	if (s->name) {
		buf_char(&line, ' ');
		buf_str(&line, str_sub(str_cstr(s->name), 0, LINE_MAX_BYTES / 2));
	}
	add_clipped(b, buf_view(&line), columns);
	buf_done(&line);
}

/* The terminal is only decoration: what cannot be written is left out. */
static void write_all(int fd, struct str s)
{
	while (s.n > 0) {
		ssize_t k = write(fd, s.p, s.n);
		if (k <= 0)
			return;
		s = str_sub(s, (size_t)k, s.n);
	}
}

void progress_show(struct progress *p, const struct progress_state *s)
{
	int64_t now = now_ms();
	if (p->fd < 0 || (p->drawn_ms && now - p->drawn_ms < REDRAW_MS))
		return;
	struct winsize w;
	int columns =
		ioctl(p->fd, TIOCGWINSZ, &w) == 0 && w.ws_col > 1 ? w.ws_col : COLUMNS_DEFAULT;
	struct buf b;
	buf_init(&b, LINE_MAX_BYTES * 2);
	buf_char(&b, '\r');
	/* One column is left free: a full line would wrap on some terminals. */
	progress_line(&b, s, now - p->start_ms, columns - 1);
	buf_lit(&b, "\033[K");
	write_all(p->fd, buf_view(&b));
	buf_done(&b);
	p->drawn = true;
	p->drawn_ms = now;
}

void progress_erase(struct progress *p)
{
	if (p->fd >= 0 && p->drawn)
		write_all(p->fd, STR("\r\033[K"));
	p->drawn = false;
}
