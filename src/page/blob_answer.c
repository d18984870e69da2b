#include "page/blob_answer.h"

#include "store/blob.h"

static int64_t read_some(void *ctx, int64_t at, char *p, size_t n)
{
	size_t got = 0;
	return blob_read(ctx, at, p, n, &got, NULL) == OK ? (int64_t)got : -1;
}

static void close_it(void *ctx)
{
	blob_close(ctx);
}

enum err page_answer_blob(struct http_exchange *x, struct str digest, struct str name,
	const char *type, struct error *err)
{
	struct blob_reader *r;
	struct digest d;
	struct http_source s = { .read = read_some, .done = close_it };
	if (digest.n != sizeof d.b)
		return error_set(err, ERR_BUG, NULL, "文件的校验值不完整");
	memcpy(d.b, digest.p, sizeof d.b);
	enum err e = blob_open(APP(x)->desk->store, &d, &r, &s.size, err);
	if (e != OK)
		return e;
	s.ctx = r;
	http_download_name(x, name);
	http_answer_source(x, type ? type : "application/octet-stream", &s);
	return OK;
}
