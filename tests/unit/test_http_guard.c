/* Which heads the guard lets through.  Rows: RFC 9112 sections 3, 5, 6 and study of the library. */
#include "tests/test.h"

#include "http/guard.h"

enum { LINES = 4 };

static const struct {
	const char *name, *method, *target, *version;
	const char *line[2 * LINES]; /* name, value, … */
	int status;
	long long length;
} row[] = {
	{ "a page", "GET", "/", "HTTP/1.1", { "Host", "a" }, 0, 0 },
	{ "1.0 needs no Host", "GET", "/", "HTTP/1.0", { "X", "a" }, 0, 0 },
	{ "1.1 does", "GET", "/", "HTTP/1.1", { "X", "a" }, 400, 0 },
	{ "Host of an address with port", "GET", "/", "HTTP/1.1", { "host", "[::1]:80" }, 0, 0 },
	{ "Host with blanks around", "GET", "/", "HTTP/1.1", { "Host", " a\t" }, 0, 0 },
	{ "empty Host", "GET", "/", "HTTP/1.1", { "Host", "" }, 400, 0 },
	{ "Host with a user", "GET", "/", "HTTP/1.1", { "Host", "a@b" }, 400, 0 },
	{ "Host with a comma", "GET", "/", "HTTP/1.1", { "Host", "a,b" }, 400, 0 },
	{ "two Hosts", "GET", "/", "HTTP/1.1", { "Host", "a", "HOST", "a" }, 400, 0 },
	{ "a length", "POST", "/", "HTTP/1.1", { "Host", "a", "Content-Length", "12" }, 0, 12 },
	{ "length 0", "POST", "/", "HTTP/1.1", { "Host", "a", "Content-Length", "0" }, 0, 0 },
	{ "the longest length", "POST", "/", "HTTP/1.1",
		{ "Host", "a", "Content-Length", "999999999999999999" }, 0, 999999999999999999 },
	{ "one digit more", "POST", "/", "HTTP/1.1",
		{ "Host", "a", "Content-Length", "1000000000000000000" }, 400, 0 },
	{ "length with a sign", "POST", "/", "HTTP/1.1", { "Host", "a", "Content-Length", "+1" },
		400, 0 },
	{ "empty length", "POST", "/", "HTTP/1.1", { "Host", "a", "Content-Length", "" }, 400, 0 },
	{ "list of lengths", "POST", "/", "HTTP/1.1", { "Host", "a", "Content-Length", "1, 1" },
		400, 0 },
	{ "two lengths", "POST", "/", "HTTP/1.1",
		{ "Host", "a", "Content-Length", "1", "content-length", "1" }, 400, 0 },
	{ "chunked", "POST", "/", "HTTP/1.1", { "Host", "a", "Transfer-Encoding", "Chunked" }, 0,
		-1 },
	{ "chunked before 1.1", "POST", "/", "HTTP/1.0",
		{ "Host", "a", "Transfer-Encoding", "chunked" }, 400, 0 },
	{ "another coding", "POST", "/", "HTTP/1.1",
		{ "Host", "a", "Transfer-Encoding", "gzip, chunked" }, 501, 0 },
	{ "no coding at all", "POST", "/", "HTTP/1.1", { "Host", "a", "Transfer-Encoding", "" },
		501, 0 },
	{ "both", "POST", "/", "HTTP/1.1",
		{ "Host", "a", "Transfer-Encoding", "chunked", "Content-Length", "1" }, 400, 0 },
	{ "a body on GET", "GET", "/", "HTTP/1.1", { "Host", "a", "Content-Length", "1" }, 400, 0 },
	{ "a chunked body on HEAD", "HEAD", "/", "HTTP/1.1",
		{ "Host", "a", "Transfer-Encoding", "chunked" }, 400, 0 },
	{ "blank in a name", "GET", "/", "HTTP/1.1", { "Host", "a", "X ", "b" }, 400, 0 },
	{ "empty name", "GET", "/", "HTTP/1.1", { "Host", "a", "", "b" }, 400, 0 },
	{ "bare CR", "GET", "/", "HTTP/1.1", { "Host", "a", "X", "a\rb" }, 400, 0 },
	{ "DEL", "GET", "/", "HTTP/1.1", { "Host", "a", "X", "a\x7f" }, 400, 0 },
	{ "tab", "GET", "/", "HTTP/1.1", { "Host", "a", "X", "a\tb" }, 0, 0 },
	{ "Chinese in a value", "GET", "/", "HTTP/1.1", { "Host", "a", "X", "公开" }, 0, 0 },
	{ "two origins", "POST", "/", "HTTP/1.1", { "Host", "a", "Origin", "b", "Origin", "c" },
		400, 0 },
	{ "unknown method", "BREW", "/", "HTTP/1.1", { "Host", "a" }, 501, 0 },
	{ "method in small letters", "get", "/", "HTTP/1.1", { "Host", "a" }, 501, 0 },
	{ "odd method", "G@T", "/", "HTTP/1.1", { "Host", "a" }, 400, 0 },
	{ "a method not used here", "DELETE", "/", "HTTP/1.1", { "Host", "a" }, 0, 0 },
	{ "version 2.0", "GET", "/", "HTTP/2.0", { "Host", "a" }, 505, 0 },
	{ "no version", "GET", "/", "", { "Host", "a" }, 400, 0 },
	{ "no target", "GET", "", "HTTP/1.1", { "Host", "a" }, 400, 0 },
};

static struct http_head head_of(size_t i, struct http_header line[LINES])
{
	size_t n = 0;
	for (; n < LINES && row[i].line[2 * n]; n++)
		line[n] = (struct http_header){ str_cstr(row[i].line[2 * n]),
			str_cstr(row[i].line[2 * n + 1]) };
	return (struct http_head){ .method = str_cstr(row[i].method),
		.target = str_cstr(row[i].target),
		.version = str_cstr(row[i].version),
		.line = line,
		.n_lines = n };
}

/* "GET / HTTP/1.1\r\nHost: a\r\n\r\n" has 27 bytes; a folded line or a NUL makes it longer. */
static void test_size(void)
{
	struct http_header line[LINES];
	struct http_head h = head_of(0, line);
	for (size_t size = 20; size <= 27; size++) {
		h.size = size;
		CHECK(guard_check(&h).status == 0, "%zu bytes", size);
	}
	h.size = 28;
	CHECK(guard_check(&h).status == 400, "a byte more than the parts");
	h.size = HEAD_BYTES_MAX + 1;
	CHECK(guard_check(&h).status == 431, "a head too long");
	h = head_of(0, line);
	h.n_lines = HEAD_LINES_MAX + 1;
	CHECK(guard_check(&h).status == 431, "too many lines");
}

int main(void)
{
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct http_header line[LINES];
		struct http_head h = head_of(i, line);
		struct guard_verdict v = guard_check(&h);
		CHECK(v.status == row[i].status && (v.status || v.length == row[i].length),
			"%s: %d %lld", row[i].name, v.status, (long long)v.length);
		CHECK(!v.status == !v.why, "%s: a reason when refused", row[i].name);
	}
	test_size();
	return TEST_END();
}
