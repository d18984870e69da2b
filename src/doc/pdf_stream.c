#include "doc/pdf_stream.h"

#include <limits.h>
#include <zlib.h>

bool pdf_stream_inflate(struct str packed, struct buf *b)
{
	unsigned char out[16 * 1024];
	z_stream z = { 0 };
	if (packed.n == 0 || packed.n > UINT_MAX || inflateInit(&z) != Z_OK)
		return false;
	/* zlib does not write to its input; the member is not const for old compilers. */
	z.next_in = (Bytef *)(uintptr_t)packed.p;
	z.avail_in = (uInt)packed.n;
	size_t before = b->n;
	int rc = Z_OK;
	while (rc == Z_OK && b->err == OK) {
		z.next_out = out;
		z.avail_out = sizeof out;
		rc = inflate(&z, Z_NO_FLUSH);
		size_t n = sizeof out - z.avail_out;
		buf_add(b, out, n);
		if (n == 0 && z.avail_in == 0)
			break;
	}
	inflateEnd(&z);
	return b->err == OK && b->n > before;
}
