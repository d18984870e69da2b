#include "doc/zip_write.h"

#include <zip.h>

enum {
	DOS_DATE_1980_01_01 = (0 << 9) | (1 << 5) | 1, /* year since 1980, month, day */
	DOS_TIME_MIDNIGHT = 0
};

static enum err refused(struct error *err)
{
	error_set(err, ERR_BUG, NULL, "打包文件失败，请重试；仍然失败请联系维护人员");
	return ERR_BUG;
}

static enum err add_part(zip_t *z, const struct zip_part *p, struct error *err)
{
	zip_source_t *s = zip_source_buffer(z, p->bytes.p, p->bytes.n, 0);
	if (!s)
		return error_nomem(err);
	zip_int64_t i = zip_file_add(z, p->name, s, ZIP_FL_ENC_UTF_8);
	if (i < 0) {
		zip_source_free(s);
		return refused(err);
	}
	if (zip_file_set_dostime(z, (zip_uint64_t)i, DOS_TIME_MIDNIGHT, DOS_DATE_1980_01_01, 0) ||
		zip_set_file_compression(z, (zip_uint64_t)i, ZIP_CM_DEFLATE, 0))
		return refused(err);
	return OK;
}

/* The bytes of a finished archive, out of libzip's memory. */
static enum err take_bytes(struct buf *b, zip_source_t *s, struct error *err)
{
	zip_stat_t st;
	char chunk[16384];
	if (zip_source_stat(s, &st) || zip_source_open(s))
		return refused(err);
	zip_int64_t n;
	while ((n = zip_source_read(s, chunk, sizeof chunk)) > 0)
		buf_add(b, chunk, (size_t)n);
	zip_source_close(s);
	return n < 0 ? refused(err) : buf_check(b, err);
}

enum err zip_write(struct buf *b, const struct zip_part *part, size_t n, struct error *err)
{
	zip_error_t ze;
	zip_error_init(&ze);
	zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, &ze);
	if (!s)
		return error_nomem(err);
	zip_t *z = zip_open_from_source(s, ZIP_CREATE | ZIP_TRUNCATE, &ze);
	zip_error_fini(&ze);
	if (!z) {
		zip_source_free(s);
		return refused(err);
	}
	zip_source_keep(s);
	enum err e = OK;
	for (size_t i = 0; !e && i < n; i++)
		e = add_part(z, &part[i], err);
	if (!e && zip_close(z) == 0) {
		z = NULL;
		e = take_bytes(b, s, err);
	} else if (!e) {
		e = refused(err);
	}
	if (z)
		zip_discard(z);
	zip_source_free(s);
	return e;
}
