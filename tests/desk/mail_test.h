/*
 * mail_test -- a real mail server on loopback (tests/smtp/server.py), started and stopped.
 *
 * The test makes `folder` with mkdtemp first; what arrived last lies there as "message".
 */
#ifndef TESTS_DESK_MAIL_TEST_H
#define TESTS_DESK_MAIL_TEST_H

#include "tests/store/store_test.h"

#include <fcntl.h>
#include <unistd.h>

static char folder[] = "/tmp/gongkai-mail-XXXXXX";

struct server {
	FILE *out; /* what it prints */
	int in;	   /* closing it ends the server */
	char url[60];
};

/* Its input is a named pipe: a shell may know no descriptors above 9. */
static inline bool start_server(struct server *s, const char *mode)
{
	char command[600], line[20] = "";
	snprintf(command, sizeof command,
		"cd %s && rm -f in && mkfifo in && exec /usr/bin/python3"
		" \"$GONGKAI_ROOT/tests/smtp/server.py\" %s %s <in 2>server.log",
		folder, folder, mode);
	s->out = popen(command, "r");
	snprintf(command, sizeof command, "%s/in", folder);
	for (int i = 0; i < 1000 && access(command, F_OK) != 0; i++)
		store_sleep(10);
	s->in = open(command, O_WRONLY | O_CLOEXEC);
	bool up = s->out && s->in >= 0 && fgets(line, sizeof line, s->out) != NULL;
	line[strcspn(line, "\n")] = '\0';
	snprintf(s->url, sizeof s->url, "smtp://127.0.0.1:%s", line);
	return up;
}

static inline void stop_server(struct server *s)
{
	char path[100];
	close(s->in);
	if (s->out)
		pclose(s->out);
	snprintf(path, sizeof path, "%s/in", folder);
	unlink(path);
}

static inline bool is_in(const char *path, const char *text)
{
	char command[600];
	snprintf(command, sizeof command, "grep -aqF '%s' %s", text, path);
	return system(command) == 0;
}

#endif
