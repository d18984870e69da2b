#include "http/listen.h"

#include "core/str.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 }; /* the kernel cuts it to net.core.somaxconn (4096) */
static const char unix_prefix[] = "unix:";

static enum err refuse(struct error *err, const char *address, const char *why)
{
	return error_set(err, ERR_IO, NULL, "不能在地址 %s 上监听：%s", address, why);
}

static enum err refuse_errno(struct error *err, const char *address)
{
	int e = errno;
	refuse(err, address,
		e == EADDRINUSE ? "该地址已被占用，请换一个端口或停止占用它的程序"
		: e == EACCES	     ? "没有权限，请检查端口号或文件夹权限"
		: e == EADDRNOTAVAIL ? "本机没有这个地址"
		: e == ENOENT	     ? "套接字文件所在的文件夹不存在"
				     : "系统拒绝");
	return error_detail(err, "errno %d", e);
}

static const char *unix_path(const char *address)
{
	size_t n = sizeof unix_prefix - 1;
	return strncmp(address, unix_prefix, n) == 0 ? address + n : NULL;
}

/* Is somebody listening behind the file? */
static bool is_answered(const struct sockaddr_un *a)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return true;
	bool yes = connect(fd, (const struct sockaddr *)a, sizeof *a) == 0 || errno != ECONNREFUSED;
	close(fd);
	return yes;
}

static enum err open_unix(const char *address, struct listen_socket *out, struct error *err)
{
	const char *path = unix_path(address);
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct stat s;
	if (!*path || strlen(path) >= sizeof a.sun_path)
		return refuse(err, address, "套接字文件的路径为空或过长（最多107字节）");
	memcpy(a.sun_path, path, strlen(path));
	if (lstat(path, &s) == 0) {
		if (!S_ISSOCK(s.st_mode))
			return refuse(err, address, "该文件已经存在，而且不是套接字");
		if (is_answered(&a))
			return refuse(err, address, "另一个程序正在使用这个套接字");
		unlink(path);
	}
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return refuse_errno(err, address);
	/* bind takes the descriptor's mode less the umask, so nobody else gets in before chmod. */
	bool ok = fchmod(fd, 0660) == 0 && bind(fd, (struct sockaddr *)&a, sizeof a) == 0 &&
		  chmod(path, 0660) == 0 && listen(fd, BACKLOG) == 0 && lstat(path, &s) == 0;
	if (!ok) {
		enum err e = refuse_errno(err, address);
		close(fd);
		return e;
	}
	*out = (struct listen_socket){ fd, true, 0, s.st_ino };
	return OK;
}

/* "1.2.3.4:80" or "[::1]:80" into a socket address; its length, 0 when it is none. */
static socklen_t parse_address(struct str s, struct sockaddr_storage *out)
{
	size_t colon = s.n;
	while (colon > 0 && s.p[colon - 1] != ':')
		colon--;
	struct str host = str_sub(s, 0, colon ? colon - 1 : 0), port = str_sub(s, colon, s.n);
	bool v6 = host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
	char z[INET6_ADDRSTRLEN] = "";
	unsigned n = 0;
	for (size_t i = 0; i < port.n; i++) {
		if (port.p[i] < '0' || port.p[i] > '9' || n > 65535)
			return 0;
		n = n * 10 + (unsigned)(port.p[i] - '0');
	}
	if (v6)
		host = str_sub(host, 1, host.n - 1);
	if (port.n == 0 || n > 65535 || host.n == 0 || host.n >= sizeof z)
		return 0;
	memcpy(z, host.p, host.n);
	*out = (struct sockaddr_storage){ 0 };
	struct sockaddr_in6 *a6 = (struct sockaddr_in6 *)out;
	struct sockaddr_in *a4 = (struct sockaddr_in *)out;
	if (v6) {
		a6->sin6_family = AF_INET6;
		a6->sin6_port = htons((uint16_t)n);
		return inet_pton(AF_INET6, z, &a6->sin6_addr) == 1 ? sizeof *a6 : 0;
	}
	a4->sin_family = AF_INET;
	a4->sin_port = htons((uint16_t)n);
	return inet_pton(AF_INET, z, &a4->sin_addr) == 1 ? sizeof *a4 : 0;
}

static int bound_port(int fd)
{
	struct sockaddr_storage a = { 0 };
	socklen_t n = sizeof a;
	if (getsockname(fd, (struct sockaddr *)&a, &n))
		return 0;
	return ntohs(a.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&a)->sin6_port
					     : ((struct sockaddr_in *)&a)->sin_port);
}

enum err listen_open(const char *address, struct listen_socket *out, struct error *err)
{
	if (unix_path(address))
		return open_unix(address, out, err);
	struct sockaddr_storage a;
	socklen_t n = parse_address(str_cstr(address), &a);
	if (!n)
		return refuse(err, address,
			"地址应写作 127.0.0.1:8080、[::1]:8080 或 unix:/路径/文件.sock");
	int fd = socket(a.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int one = 1;
	if (fd < 0)
		return refuse_errno(err, address);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (a.ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
	if (bind(fd, (struct sockaddr *)&a, n) || listen(fd, BACKLOG)) {
		enum err e = refuse_errno(err, address);
		close(fd);
		return e;
	}
	*out = (struct listen_socket){ fd, false, bound_port(fd), 0 };
	return OK;
}

void listen_close(struct listen_socket *s, const char *address)
{
	if (s->fd < 0)
		return;
	close(s->fd);
	s->fd = -1;
	struct stat st;
	if (s->is_unix && lstat(unix_path(address), &st) == 0 && st.st_ino == s->inode)
		unlink(unix_path(address));
}
