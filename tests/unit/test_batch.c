#include "tests/test.h"

#include "core/batch.h"
#include "core/paths.h"
#include "core/pool.h"
#include "core/progress.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { N_FILES = 2000, SLOW_MS = 400 };

/* The job: the input doubled; "crash" crashes, "slow" takes its time. */
static enum err job(struct arena *a, int kind, struct str params, struct str input, struct str aid,
	struct buf *out, struct error *err)
{
	(void)a;
	(void)err;
	if (str_is(input, "crash"))
		abort();
	if (str_is(input, "slow")) {
		struct timespec t = { 0, SLOW_MS * 1000000L };
		nanosleep(&t, NULL);
	}
	buf_str(out, params);
	for (int i = 0; i < kind; i++)
		buf_str(out, input);
	buf_str(out, aid);
	return OK;
}

/* What the callbacks see and do. */
struct seen {
	size_t n, in_order, failed;
	size_t stop_after;  /* 0: never */
	size_t raise_after; /* raise SIGINT there; 0: never */
	atomic_size_t prepared;
	size_t prepared_at_first;
	enum err code[N_FILES];
	struct buf text;
};

static bool take(
	void *ctx, size_t index, const char *path, const struct error *err, struct str output)
{
	struct seen *s = ctx;
	(void)path;
	if (s->n == 0)
		s->prepared_at_first = atomic_load(&s->prepared);
	s->in_order += index == s->n;
	s->code[s->n++] = err ? err->code : OK;
	s->failed += err != NULL;
	buf_str(&s->text, err ? str_cstr(err->msg) : output);
	buf_char(&s->text, '\n');
	if (s->n == s->raise_after)
		raise(SIGINT);
	return s->n != s->stop_after;
}

static enum err prepare(void *ctx, struct arena *a, struct str bytes, const atomic_bool *cancel,
	struct str *aid, struct error *err)
{
	struct seen *s = ctx;
	(void)cancel;
	atomic_fetch_add(&s->prepared, 1);
	if (str_is(bytes, "refuse"))
		return error_set(err, ERR_INVALID, NULL, "不要这个");
	*aid = arena_fmt(a, "(%zu)", bytes.n);
	return OK;
}

/* A new empty folder; the caller works inside it with relative names. */
static const char *enter_folder(struct arena *a)
{
	char *path = arena_cstr(a, STR("/tmp/gongkai-batch-XXXXXX"));
	if (!path || !mkdtemp(path) || chdir(path) != 0)
		exit(1);
	return path;
}

static void leave_folder(struct arena *a, const char *path)
{
	struct str command = arena_fmt(a, "rm -rf %s", path);
	if (chdir("/") != 0 || system(command.p) != 0)
		exit(1);
}

static void put_file(const char *name, const char *text)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	size_t n = strlen(text);
	if (fd < 0 || write(fd, text, n) != (ssize_t)n || close(fd) != 0)
		exit(1);
}

static struct batch batch_of(const char *const *path, size_t n, struct seen *s)
{
	*s = (struct seen){ .n = 0 };
	buf_init(&s->text, 1 << 20);
	return (struct batch){ .path = path,
		.n_paths = n,
		.n_threads = 2,
		.jail.limits = { 64 << 20, 30000, 60000, 1 << 20, 100 },
		.kind = 2,
		.params = STR(">"),
		.file_max = 1000,
		.prepare = prepare,
		.on_result = take,
		.ctx = s };
}

static void awkward_files(struct arena *a)
{
	static const char *const path[] = { "a.txt", "missing", "folder", "empty", "fifo", "large",
		"crash", "b.txt", "refuse", "a.txt" };
	static const enum err want[] = { OK, ERR_NOT_FOUND, ERR_IO, OK, ERR_INVALID, ERR_LIMIT,
		ERR_FORMAT, OK, ERR_INVALID, OK };
	enum { N = sizeof path / sizeof path[0] };
	const char *folder = enter_folder(a);
	static char large[1002];
	memset(large, 'x', sizeof large - 1);
	put_file("a.txt", "a");
	put_file("b.txt", "bb");
	put_file("empty", "");
	put_file("crash", "crash");
	put_file("refuse", "refuse");
	put_file("large", large);
	if (mkdir("folder", 0700) != 0 || mkfifo("fifo", 0600) != 0)
		exit(1);
	struct seen s;
	struct batch b = batch_of(path, N, &s);
	struct batch_outcome o;
	struct error err;
	CHECK(batch_run(&b, &o, &err) == OK && o.done == N && o.failed == 6 && !o.stopped, "run");
	CHECK(s.in_order == N, "results come in order");
	for (size_t i = 0; i < N; i++)
		CHECK(s.code[i] == want[i], "%s: %s", path[i], err_name(s.code[i]));
	struct str text = buf_view(&s.text);
	CHECK(str_has(text, ">aa(1)\n") && str_has(text, ">bbbb(2)\n") && str_has(text, ">(0)\n"),
		"params, input and aid reach the job");
	CHECK(str_has(text, "没有这个文件") && str_has(text, "这是文件夹") &&
			str_has(text, "不是普通文件") && str_has(text, "不要这个"),
		"errors say what is wrong");
	buf_done(&s.text);
	if (geteuid() == 0) {
		SKIP_CASE("unreadable file", "root may read everything");
	} else {
		static const char *const locked[] = { "b.txt" };
		chmod("b.txt", 0);
		b = batch_of(locked, 1, &s);
		CHECK(batch_run(&b, &o, &err) == OK && s.code[0] == ERR_DENIED, "unreadable file");
		buf_done(&s.text);
	}
	leave_folder(a, folder);
}

static void many_files(struct arena *a)
{
	const char *folder = enter_folder(a);
	const char **path = arena_array(a, const char *, N_FILES);
	struct buf want;
	buf_init(&want, 1 << 20);
	for (int i = 0; i < N_FILES; i++) {
		struct str name = arena_fmt(a, "f%04d", i);
		put_file(name.p, name.p);
		path[i] = name.p;
		buf_fmt(&want, ">%s%s(5)\n", name.p, name.p);
	}
	struct seen s;
	struct batch b = batch_of(path, N_FILES, &s);
	struct batch_outcome o;
	struct error err;
	CHECK(batch_run(&b, &o, &err) == OK && o.done == N_FILES && o.failed == 0,
		"2,000 files through 2 workers");
	CHECK(str_eq(buf_view(&want), buf_view(&s.text)), "every result in its place");
	buf_done(&s.text);
	buf_done(&want);

	put_file("f0000", "slow");
	b = batch_of(path, N_FILES, &s);
	CHECK(batch_run(&b, &o, &err) == OK && o.done == N_FILES, "with a slow first file");
	CHECK(s.prepared_at_first > 1 && s.prepared_at_first <= BATCH_WINDOW,
		"others go on, but not beyond the window (%zu)", s.prepared_at_first);
	buf_done(&s.text);

	b = batch_of(path + 1, N_FILES - 1, &s);
	s.stop_after = 10;
	CHECK(batch_run(&b, &o, &err) == OK && o.stopped && !o.signal && s.n == 10,
		"on_result can stop the run");
	buf_done(&s.text);

	b = batch_of(path + 1, N_FILES - 1, &s);
	s.raise_after = 10;
	CHECK(batch_run(&b, &o, &err) == OK && o.stopped && o.signal == SIGINT && s.n == 10,
		"Ctrl-C stops the run");
	buf_done(&s.text);

	b = batch_of(path, 3, &s);
	b.jail.program = "/bin/true";
	CHECK(batch_run(&b, &o, &err) == ERR_IO && s.n == 0, "no worker can start: %s", err.msg);
	buf_done(&s.text);
	b.n_paths = 0;
	CHECK(batch_run(&b, &o, &err) == OK && o.done == 0, "no files");
	leave_folder(a, folder);
}

/* The list as one text, names joined with blanks. */
static struct str joined(struct arena *a, const struct path_list *list)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < list->n; i++)
		buf_fmt(&b, "%s%s", i ? " " : "", list->path[i]);
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

static void folders(struct arena *a)
{
	static const struct {
		const char *name;
		bool recursive;
		const char *want;
	} row[] = {
		{ "d", true, "d/a d/b/1 d/b/2 d/linked d/z" },
		{ "d/", true, "d/a d/b/1 d/b/2 d/linked d/z" },
		{ "d", false, "d" },
		{ "missing", true, "missing" },
		{ "d/a", true, "d/a" },
		{ "link", true, "link/1 link/2" },
		{ "d/.hidden", true, "d/.hidden" },
	};
	const char *folder = enter_folder(a);
	struct error err;
	if (mkdir("d", 0700) || mkdir("d/b", 0700) || mkdir("d/empty", 0700) ||
		symlink("..", "d/b/loop") || symlink("../d", "d/loop") || symlink("d/b", "link") ||
		symlink("a", "d/linked") || symlink("nothing", "d/broken") ||
		mkfifo("d/fifo", 0600))
		exit(1);
	put_file("d/z", "");
	put_file("d/a", "");
	put_file("d/b/2", "");
	put_file("d/b/1", "");
	put_file("d/.hidden", "");
	put_file("d/~$a", "");
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct path_list list = { NULL, 0, 0 };
		enum err e = paths_expand(a, row[i].name, row[i].recursive, &list, &err);
		struct str got = joined(a, &list);
		CHECK(e == OK && str_is(got, row[i].want), "%s -> %.*s", row[i].name, STR_ARG(got));
	}
	leave_folder(a, folder);
}

static void lines(void)
{
	static const struct {
		struct progress_state s;
		int64_t ms;
		int columns;
		const char *want;
	} row[] = {
		{ { 0, 10, 0, NULL }, 0, 80, "0/10（0%） 0.0个/秒" },
		{ { 50, 100, 0, NULL }, 1000, 80, "50/100（50%） 50个/秒 还需2秒" },
		{ { 100, 100, 3, "年报.docx" }, 1000, 80,
			"100/100（100%） 100个/秒 出错3个 年报.docx" },
		{ { 1, 7201, 0, NULL }, 1000, 80, "1/7201（0%） 1.0个/秒 还需2小时00分" },
		/* 50/100 is 6 columns, a Chinese bracket 2. */
		{ { 50, 100, 0, NULL }, 1000, 7, "50/100" },
		{ { 50, 100, 0, NULL }, 1000, 8, "50/100（" },
		{ { 100, 100, 0, "a\033[31m\xFF\n" }, 1000, 80,
			"100/100（100%） 100个/秒 a?[31m??" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct buf b;
		buf_init(&b, 1000);
		progress_line(&b, &row[i].s, row[i].ms, row[i].columns);
		CHECK(str_is(buf_view(&b), row[i].want), "%.*s", STR_ARG(buf_view(&b)));
		buf_done(&b);
	}
}

/* Draws on fd as a long run does; the caller looks at what came out. */
static void draw(int fd)
{
	struct progress p;
	struct progress_state s = { 5, 10, 1, "年度报告.docx" };
	progress_init(&p, fd, true);
	progress_show(&p, &s);
	progress_show(&p, &s); /* too soon: not drawn */
	progress_erase(&p);
	progress_erase(&p);
}

static void terminals(void)
{
	char text[500] = "";
	int pipe_fd[2];
	if (pipe2(pipe_fd, O_NONBLOCK) != 0)
		exit(1);
	draw(pipe_fd[1]);
	CHECK(read(pipe_fd[0], text, sizeof text) < 0, "nothing is written when it is no terminal");
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	char name[100];
	if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 ||
		ptsname_r(master, name, sizeof name) != 0) {
		SKIP_CASE("a terminal", "no pseudo terminal here");
		return;
	}
	int terminal = open(name, O_RDWR | O_NOCTTY);
	struct winsize w = { 24, 11, 0,
		0 }; /* 10 columns are used: 4 + 2 + 3, then no room for ） */
	ioctl(terminal, TIOCSWINSZ, &w);
	draw(terminal);
	/* What was written may come in pieces; on a slow machine the line may be drawn twice. */
	static const char line[] = "\r5/10（50%\033[K", erased[] = "\r\033[K";
	size_t n = 0;
	struct pollfd ready = { .fd = master, .events = POLLIN };
	while (n < sizeof text - 1 && !str_ends((struct str){ text, n }, str_cstr(erased)) &&
		poll(&ready, 1, 5000) > 0) {
		ssize_t k = read(master, text + n, sizeof text - 1 - n);
		if (k <= 0)
			break;
		n += (size_t)k;
	}
	struct str seen = { text, n };
	CHECK(str_starts(seen, str_cstr(line)) && str_ends(seen, str_cstr(erased)),
		"one line cut to the width, then erased");
	close(terminal);
	close(master);
	close(pipe_fd[0]);
	close(pipe_fd[1]);
}

static void square(void *ctx, size_t i)
{
	long *v = ctx;
	v[i] = (long)(i * i);
}

static void pools(void)
{
	static long v[10000];
	int bad = 0;
	pool_run(4, 10000, square, v);
	for (long i = 0; i < 10000; i++)
		bad += v[i] != i * i;
	CHECK(bad == 0, "10,000 items on 4 threads");
	pool_run(0, 0, square, NULL);
	CHECK(pool_default_threads() >= 1, "there is a processor");
}

int main(int argc, char **argv)
{
	int worker = jail_worker_main(argc, argv, job, NULL);
	if (worker >= 0)
		return worker;
	setvbuf(stdout, NULL, _IOLBF, 0);
	struct arena a;
	arena_init(&a, 64 << 20);
	awkward_files(&a);
	many_files(&a);
	folders(&a);
	lines();
	terminals();
	pools();
	arena_done(&a);
	return TEST_END();
}
