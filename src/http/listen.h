/*
 * listen -- sockets that wait for connections.  Private to http/.
 */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include "core/error.h"

#include <stdbool.h>
#include <sys/types.h>

struct listen_socket {
	int fd;
	bool is_unix;
	int port;    /* really bound; 0 for unix */
	ino_t inode; /* of the file of a unix socket */
};

/*
 * address as in struct http_listen: "127.0.0.1:8080", "[::1]:8080" (v6 only), "unix:/path" (mode
 * 0660).  A unix socket file that nobody answers is replaced; one that is in use, and a file that
 * is no socket, is ERR_IO.
 */
MUST_USE enum err listen_open(const char *address, struct listen_socket *out, struct error *err);
/* Closes; removes the file of a unix socket, unless somebody has put another in its place. */
void listen_close(struct listen_socket *s, const char *address);

#endif
