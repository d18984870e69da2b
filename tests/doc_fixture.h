/*
 * doc_fixture -- makes documents in memory and compares what a reader makes of
 * them with lines written by hand.  Used by the unit tests of the readers only.
 */
#ifndef TESTS_DOC_FIXTURE_H
#define TESTS_DOC_FIXTURE_H

#include "tests/test.h"

#include "core/file.h"
#include "core/mem.h"
#include "doc/read.h"

#include <stdlib.h>
#include <zip.h>

struct fixture_part {
	const char *name, *text; /* name NULL ends a list */
	const char *password;	 /* set: the member is encrypted */
};

typedef enum err (*fixture_reader)(
	struct arena *a, struct str bytes, struct doc **out, struct error *err);

/* A zip archive of the parts; the empty string when libzip refuses. */
static inline struct str fixture_zip(struct arena *a, const struct fixture_part *part)
{
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &why);
	zip_t *z = zip_open_from_source(out, ZIP_TRUNCATE, &why);
	struct str bytes = { NULL, 0 };
	if (!z)
		return bytes;
	zip_source_keep(out);
	for (; part->name; part++) {
		zip_source_t *s = zip_source_buffer(z, part->text, strlen(part->text), 0);
		int64_t at = zip_file_add(z, part->name, s, ZIP_FL_ENC_UTF_8);
		if (at >= 0 && part->password)
			zip_file_set_encryption(
				z, (zip_uint64_t)at, ZIP_EM_AES_256, part->password);
	}
	zip_stat_t st;
	if (zip_close(z) == 0 && zip_source_stat(out, &st) == 0 && zip_source_open(out) == 0) {
		char *p = arena_alloc(a, st.size);
		if (p && zip_source_read(out, p, st.size) == (zip_int64_t)st.size)
			bytes = (struct str){ p, st.size };
		zip_source_close(out);
	}
	zip_source_free(out);
	return bytes;
}

/* A file below the project (or beside it, "../shared/…"); false when it is not there. */
static inline bool fixture_file(struct arena *a, const char *name, struct str *out)
{
	const char *root = getenv("GONGKAI_ROOT");
	struct str path = arena_fmt(a, "%s/%s", root ? root : ".", name);
	struct error err;
	return file_read(a, path.p, DOC_FILE_MAX, out, &err) == OK;
}

/* The dump of what the reader makes of bytes, or "ERROR code: sentence". */
static inline struct str fixture_dump(struct arena *a, fixture_reader read, struct str bytes)
{
	struct arena own;
	struct doc *d = NULL;
	struct error err = { .code = OK };
	struct buf b;
	arena_init(&own, DOC_ARENA_MAX);
	buf_init(&b, 64 << 20);
	enum err e = read(&own, bytes, &d, &err);
	if (e)
		buf_fmt(&b, "ERROR %s: %s\n", err_name(e), err.msg);
	else
		doc_dump(&b, d);
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	arena_done(&own);
	return out;
}

/*
 * CHECKs that a reader whose n-th request for memory fails says so, for every n
 * it makes: never a crash, never a document with something missing.
 */
static inline void fixture_check_nomem(const char *name, fixture_reader read, struct str bytes)
{
	int bad = 0;
	enum err e = ERR_NOMEM;
	for (long n = 1; e == ERR_NOMEM; n++) {
		struct arena own;
		struct doc *d = NULL;
		struct error err = { .code = OK };
		arena_init(&own, DOC_ARENA_MAX);
		mem_fail_at(n);
		e = read(&own, bytes, &d, &err);
		long asked = mem_requests();
		mem_fail_at(0);
		bad += asked >= n ? e != ERR_NOMEM : e != OK;
		arena_done(&own);
	}
	CHECK(bad == 0, "%s", name);
}

/* Prints a dump as TAP comments, so that a failing case can be read. */
static inline void fixture_show(struct str dump)
{
	struct str line;
	while (str_next_line(&dump, &line))
		printf("# %.*s\n", STR_ARG(line));
}

/* CHECKs that the dump is, line for line, what is wanted. */
static inline void fixture_check(const char *name, struct str dump, const char *want)
{
	bool same = str_is(dump, want);
	CHECK(same, "%s", name);
	if (!same)
		fixture_show(dump);
}

/* CHECKs that the dump is an error of that code whose sentence holds `part`. */
static inline void fixture_check_error(
	const char *name, struct str dump, const char *code, const char *part)
{
	char front[64];
	snprintf(front, sizeof front, "ERROR %s: ", code);
	bool same = str_starts(dump, str_cstr(front)) && str_has(dump, part);
	CHECK(same, "%s", name);
	if (!same)
		fixture_show(dump);
}

/* What every program made of tests/doc/fixtures/source.html, but for the format line and title
 * block. */
#define FIXTURE_TABLE                                                                              \
	"T 5 x 4\n"                                                                                \
	"  0,0 2x2\t项目\n"                                                                      \
	"  0,2 1x2\t申请人情况\n"                                                             \
	"  1,2\t自然人\n"                                                                       \
	"  1,3\t总计\n"                                                                          \
	"  2,0 2x1\t三、本年度办理结果\n"                                                 \
	"  2,1\t（一）予以公开\n"                                                           \
	"  2,2\t12\n"                                                                              \
	"  2,3\t12\n"                                                                              \
	"  3,1\t（二）部分公开\n"                                                           \
	"  3,2\t\n"                                                                                \
	"  3,3\t3\n"                                                                               \
	"  4,0 1x2\t收费（万元）\n"                                                          \
	"  4,2 1x2\t148.743504\n"
#define FIXTURE_TEXT                                                                               \
	"H1 示例市公安局2024年政府信息公开工作年度报告\n"                       \
	"P 根据条例要求编制。\n"                                                          \
	"H2 一、总体情况\n"                                                                  \
	"P [1.] 第一件事\n"                                                                    \
	"P [2.] 第二件事\n" FIXTURE_TABLE "P 结束。\n"

#endif
