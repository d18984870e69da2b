/*
 * standin -- a program that behaves badly, to be run where pdftotext would be.
 *
 * What it does is the part of its name behind the last "-", so that it is
 * chosen by a link to it: argv cannot be chosen by the tests.  Prints what
 * happened when it is still there to tell.  Built without sanitizers.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static volatile unsigned sink;

static int told(const char *what, int result)
{
	printf("%s %s\n", what, result < 0 ? strerror(errno) : "done");
	return 0;
}

static int copy(void)
{
	char chunk[4096];
	ssize_t n;
	while ((n = read(0, chunk, sizeof chunk)) > 0)
		fwrite(chunk, 1, (size_t)n, stdout);
	return 0;
}

static int flood(FILE *to)
{
	while (fputs("y\n", to) >= 0)
		continue;
	return 0;
}

static int bomb(void)
{
	static char *volatile kept; /* else a compiler may leave the whole loop out */
	size_t megabytes = 0;
	for (; (kept = malloc(1 << 20)) != NULL; megabytes++)
		memset(kept, 1, 1 << 20);
	printf("%s\n", megabytes < 256 ? "limited" : "unlimited");
	return 0;
}

/* Tries to get back what the launcher gave up: the limit, then the descriptor for exec. */
static int again(void)
{
	struct rlimit r = { 4096, 4096 };
	char *const none[] = { NULL };
	told("setrlimit", setrlimit(RLIMIT_NOFILE, &r));
	told("dup", fcntl(0, F_DUPFD, 200));
	told("execveat", execveat(200, "", none, none, 0x1000 /* AT_EMPTY_PATH */));
	return 0;
}

int main(int argc, char **argv)
{
	char *const none[] = { NULL };
	const char *dash = strrchr(argv[0], '-');
	const char *what = dash ? dash + 1 : "";
	(void)argc;
	if (!strcmp(what, "copy"))
		return copy();
	if (!strcmp(what, "early"))
		return 7;
	if (!strcmp(what, "yes"))
		return flood(stdout);
	if (!strcmp(what, "complain"))
		return flood(stderr);
	if (!strcmp(what, "bomb"))
		return bomb();
	if (!strcmp(what, "spin"))
		for (;;)
			sink++;
	if (!strcmp(what, "sleep"))
		for (;;)
			sleep(1);
	if (!strcmp(what, "quiet")) {
		close(0);
		close(1);
		close(2);
		for (;;)
			sleep(1);
	}
	if (!strcmp(what, "crash"))
		__builtin_trap();
	if (!strcmp(what, "read"))
		return told("open", open("/etc/passwd", O_RDONLY));
	if (!strcmp(what, "write"))
		return told("open", open("/tmp/gongkai-test-standin", O_WRONLY | O_CREAT, 0600));
	if (!strcmp(what, "unlink"))
		return told("unlink", unlink("/tmp/gongkai-test-standin"));
	if (!strcmp(what, "socket"))
		return told("socket", socket(AF_INET, SOCK_STREAM, 0));
	if (!strcmp(what, "fork"))
		return told("fork", (int)fork());
	if (!strcmp(what, "exec"))
		return told("exec", execv("/bin/true", none));
	if (!strcmp(what, "again"))
		return again();
	if (!strcmp(what, "kill"))
		return told("kill", kill(getppid(), SIGTERM));
	if (!strcmp(what, "password")) {
		fputs("Command Line Error: Incorrect password\n", stderr);
		return 1;
	}
	return 99;
}
