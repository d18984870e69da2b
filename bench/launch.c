/*
 * launch -- runs a program and tells what it cost, as one line of JSON.
 *
 *   launch OUTPUT PROGRAM ARGUMENT…     standard output of the program goes to OUTPUT
 *
 * wall and cpu are seconds, cpu with all descendants; peak_kib is the highest
 * resident memory of the program itself, worker_kib that of the hungriest of
 * its direct children (looked at every few milliseconds, so a very short-lived
 * one may be missed), largest_kib that of any process waited for.
 */
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_MS = 5, PATH_SIZE = 300 };

struct peaks {
	long self_kib, worker_kib;
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* VmHWM of a process, 0 when it is gone. */
static long high_water_kib(long pid)
{
	char path[PATH_SIZE], line[256];
	long kib = 0;
	snprintf(path, sizeof path, "/proc/%ld/status", pid);
	FILE *f = fopen(path, "re");
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "VmHWM:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	if (f)
		fclose(f);
	return kib;
}

/* The children of one thread; each thread has its own list. */
static void look_at_children(long pid, const char *thread, struct peaks *p)
{
	char path[PATH_SIZE];
	long child;
	snprintf(path, sizeof path, "/proc/%ld/task/%.20s/children", pid, thread);
	FILE *f = fopen(path, "re");
	while (f && fscanf(f, "%ld", &child) == 1) {
		long kib = high_water_kib(child);
		if (kib > p->worker_kib)
			p->worker_kib = kib;
	}
	if (f)
		fclose(f);
}

static void look(long pid, struct peaks *p)
{
	char path[PATH_SIZE];
	long kib = high_water_kib(pid);
	if (kib > p->self_kib)
		p->self_kib = kib;
	snprintf(path, sizeof path, "/proc/%ld/task", pid);
	DIR *d = opendir(path);
	for (struct dirent *e; d && (e = readdir(d)) != NULL;)
		if (e->d_name[0] != '.')
			look_at_children(pid, e->d_name, p);
	if (d)
		closedir(d);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	int out = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	double start = now();
	pid_t pid = out < 0 ? -1 : fork();
	if (pid < 0)
		return 2;
	if (pid == 0) {
		dup2(out, STDOUT_FILENO);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	struct peaks p = { 0, 0 };
	struct pollfd ended = { pidfd_open(pid, 0), POLLIN, 0 };
	struct rusage use;
	int status;
	while (wait4(pid, &status, WNOHANG, &use) == 0) {
		look(pid, &p);
		poll(&ended, 1, LOOK_MS);
	}
	printf("{\"status\":%d,\"wall\":%.4f,\"cpu\":%.4f,\"peak_kib\":%ld,\"worker_kib\":%ld,"
	       "\"largest_kib\":%ld}\n",
		WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), now() - start,
		seconds(use.ru_utime) + seconds(use.ru_stime), p.self_kib, p.worker_kib,
		use.ru_maxrss);
	return 0;
}
