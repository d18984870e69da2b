/*
 * read_back -- what a library has written into a file without a name.
 */
#include "doc/read_back.h"

#include <errno.h>
#include <unistd.h>

enum err xlsx_read_back(int fd, struct buf *b, struct error *err)
{
	char chunk[16384];
	off_t at = 0;
	for (;;) {
		ssize_t n = pread(fd, chunk, sizeof chunk, at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set(err, ERR_IO, NULL, "读取生成的 Excel 文件失败，请重试");
		if (n == 0)
			return buf_check(b, err);
		buf_add(b, chunk, (size_t)n);
		at += n;
	}
}
