#include "doc/zip.h"

#include "doc/read.h"

#include <stdlib.h>
#include <zip.h>

enum {
	/* APPNOTE 4.3.16: the end record has 22 bytes and at most a 65535 byte comment. */
	END_RECORD_SIZE = 22,
	END_SEARCH_MAX = 65535 + 22 + 76, /* and the zip64 records in front of it */
	END_COUNT_AT = 10,		  /* 2 bytes: entries in all */
	END64_RECORD_SIZE = 56,
	END64_COUNT_AT = 32,	      /* 8 bytes: entries in all */
	NAME_MAX_BYTES = 1024,	      /* office programs stay below 100 */
	RATIO_FREE_SIZE = 1024 * 1024 /* below this no ratio is suspicious */
};

struct zipfile {
	zip_t *archive;
	struct zip_member *member;
	size_t n;
	uint64_t unpacked; /* bytes handed out so far */
};

static uint64_t little_endian(const char *p, int n)
{
	uint64_t v = 0;
	while (n-- > 0)
		v = v << 8 | (unsigned char)p[n];
	return v;
}

/*
 * Tells whether an end-of-directory record claims more entries than we take,
 * so that the library never builds a table of millions.  All signatures in
 * the tail are looked at, because readers differ in which one they believe.
 */
static bool claims_too_many(struct str s)
{
	size_t at = s.n > END_SEARCH_MAX ? s.n - END_SEARCH_MAX : 0;
	for (; at + END_RECORD_SIZE <= s.n; at++) {
		const char *p = memchr(s.p + at, 'P', s.n - at);
		if (!p || (size_t)(p - s.p) + END_RECORD_SIZE > s.n)
			return false;
		at = (size_t)(p - s.p);
		uint64_t count = 0;
		if (memcmp(p, "PK\5\6", 4) == 0)
			count = little_endian(p + END_COUNT_AT, 2);
		else if (memcmp(p, "PK\6\6", 4) == 0 && s.n - at >= END64_RECORD_SIZE)
			count = little_endian(p + END64_COUNT_AT, 8);
		/* 0xFFFF only points to the zip64 record, which is looked at itself. */
		if (count > DOC_ZIP_ENTRIES_MAX && count != 0xFFFF)
			return true;
	}
	return false;
}

static void close_archive(void *p)
{
	zip_discard(p);
}

static enum err not_an_archive(struct error *err, const char *detail)
{
	error_set(err, ERR_FORMAT, NULL,
		"文件不完整或已损坏，压缩包结构读不出来；请重新获取文件，或用 Word、WPS "
		"打开后另存一份再试");
	error_detail(err, "%s", detail);
	return ERR_FORMAT;
}

/* Opens the bytes with libzip; the archive is closed with the arena. */
static enum err open_archive(struct arena *a, struct str bytes, zip_t **out, struct error *err)
{
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &why);
	zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
	enum err e = OK;
	if (!archive) {
		e = zip_error_code_zip(&why) == ZIP_ER_MEMORY
			    ? error_nomem(err)
			    : not_an_archive(err, zip_error_strerror(&why));
		if (source)
			zip_source_free(source);
	}
	zip_error_fini(&why);
	if (e)
		return e;
	arena_defer(a, close_archive, archive);
	e = arena_check(a, err);
	if (!e)
		*out = archive;
	return e;
}

/*
 * The name as all readers compare it: '/' as separator, no '/' or "./" in
 * front (some Windows programs write "word\document.xml" or "/word/…").
 */
static struct str normal_name(struct arena *a, struct str raw)
{
	struct str s = arena_str(a, raw);
	char *p = (char *)s.p;
	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '\\')
			p[i] = '/';
	for (;;) {
		if (s.n && s.p[0] == '/')
			s = str_sub(s, 1, s.n);
		else if (str_starts(s, STR("./")))
			s = str_sub(s, 2, s.n);
		else
			return s;
	}
}

/* No control characters and no step upward: such a name was made to attack an extractor. */
static bool is_sane_name(struct str s)
{
	if (s.n > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
			return false;
	for (size_t from = 0; from <= s.n;) {
		size_t to = str_find(s, STR("/"), from);
		if (str_is(str_sub(s, from, to), ".."))
			return false;
		from = to + 1;
	}
	return true;
}

static int compare_members(const void *a, const void *b)
{
	const struct zip_member *x = a, *y = b;
	int c = str_cmp(x->name, y->name);
	return c ? c : (x->index > y->index) - (x->index < y->index);
}

/* Takes entry i into *m; *is_file is false for a folder. */
static enum err take_entry(struct zipfile *z, struct arena *a, uint64_t i, struct zip_member *m,
	bool *is_file, struct error *err)
{
	zip_stat_t st;
	const char *raw = zip_get_name(z->archive, i, ZIP_FL_ENC_RAW);
	if (!raw || zip_stat_index(z->archive, i, 0, &st) != 0)
		return not_an_archive(err, "directory entry");
	struct str name = normal_name(a, str_cstr(raw));
	if (!is_sane_name(name))
		return error_set(err, ERR_FORMAT, NULL,
			"文件的压缩包里有不正常的路径名，可能是恶意文件，已拒绝读取；请向提供者核实"
			"后用 Word、WPS 另存一份");
	*is_file = name.n > 0 && name.p[name.n - 1] != '/';
	*m = (struct zip_member){ .name = name, .index = i };
	if (st.valid & ZIP_STAT_SIZE)
		m->size = st.size;
	if (st.valid & ZIP_STAT_COMP_SIZE)
		m->packed = st.comp_size;
	m->encrypted =
		(st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE;
	return arena_check(a, err);
}

/* Reads the directory into the sorted member table and marks names that occur twice. */
static enum err take_directory(struct zipfile *z, struct arena *a, struct error *err)
{
	int64_t entries = zip_get_num_entries(z->archive, 0);
	if (entries < 0)
		return not_an_archive(err, "no directory");
	if (entries > DOC_ZIP_ENTRIES_MAX)
		return error_set(err, ERR_LIMIT, NULL,
			"文件的压缩包里有 %lld 个成员，超过 %d 个的上限，不像正常的办公文档",
			(long long)entries, DOC_ZIP_ENTRIES_MAX);
	z->member = arena_array(a, struct zip_member, (size_t)entries);
	if (!z->member)
		return arena_check(a, err);
	for (uint64_t i = 0; i < (uint64_t)entries; i++) {
		struct zip_member m;
		bool is_file = false;
		enum err e = take_entry(z, a, i, &m, &is_file, err);
		if (e)
			return e;
		if (is_file)
			z->member[z->n++] = m;
	}
	qsort(z->member, z->n, sizeof *z->member, compare_members);
	for (size_t i = 1; i < z->n; i++)
		if (str_eq(z->member[i - 1].name, z->member[i].name))
			z->member[i - 1].duplicate = z->member[i].duplicate = true;
	return OK;
}

enum err zipfile_open(struct arena *a, struct str bytes, struct zipfile **out, struct error *err)
{
	if (bytes.n < END_RECORD_SIZE)
		return not_an_archive(err, "too short");
	if (claims_too_many(bytes))
		return error_set(err, ERR_LIMIT, NULL,
			"文件的压缩包里成员超过 %d 个的上限，不像正常的办公文档",
			DOC_ZIP_ENTRIES_MAX);
	struct zipfile *z = arena_one(a, struct zipfile);
	if (!z)
		return arena_check(a, err);
	enum err e = open_archive(a, bytes, &z->archive, err);
	if (!e)
		e = take_directory(z, a, err);
	if (!e)
		*out = z;
	return e;
}

size_t zipfile_count(const struct zipfile *z)
{
	return z->n;
}

const struct zip_member *zipfile_at(const struct zipfile *z, size_t i)
{
	return i < z->n ? &z->member[i] : NULL;
}

/* The wanted name in normal form, in the caller's storage; false when it cannot be a member's. */
static bool wanted_name(struct str name, char *room, struct str *out)
{
	while (name.n && (name.p[0] == '/' || name.p[0] == '\\' ||
				 (name.n > 1 && name.p[0] == '.' &&
					 (name.p[1] == '/' || name.p[1] == '\\'))))
		name = str_sub(name, name.p[0] == '.' ? 2 : 1, name.n);
	if (name.n > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < name.n; i++)
		room[i] = name.p[i] == '\\' ? '/' : name.p[i];
	*out = (struct str){ room, name.n };
	return name.n > 0;
}

const struct zip_member *zipfile_find(const struct zipfile *z, struct str name)
{
	char room[NAME_MAX_BYTES];
	struct str want;
	if (!wanted_name(name, room, &want))
		return NULL;
	size_t low = 0, high = z->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (str_cmp(z->member[mid].name, want) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < z->n && str_eq(z->member[low].name, want) ? &z->member[low] : NULL;
}

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

const struct zip_member *zipfile_find_any_case(const struct zipfile *z, struct str name)
{
	const struct zip_member *exact = zipfile_find(z, name);
	char room[NAME_MAX_BYTES];
	struct str want;
	if (exact || !wanted_name(name, room, &want))
		return exact;
	for (size_t i = 0; i < z->n; i++) {
		struct str have = z->member[i].name;
		size_t k = 0;
		while (k < have.n && k < want.n && ascii_lower(have.p[k]) == ascii_lower(want.p[k]))
			k++;
		if (have.n == want.n && k == want.n)
			return &z->member[i];
	}
	return NULL;
}

/* Everything that can be refused before a byte is unpacked. */
static enum err check_member(
	const struct zipfile *z, const struct zip_member *m, size_t max, struct error *err)
{
	if (m->encrypted)
		return error_set(err, ERR_FORMAT, NULL,
			"文件设有打开密码，无法读取；请用 Word、WPS 打开后去掉密码，另存一份再试");
	if (m->duplicate)
		return error_set(err, ERR_FORMAT, NULL,
			"文件的压缩包里有两个同名成员，分不清以哪个为准；请用 Word、WPS "
			"打开后另存一份再试");
	if (m->size > max || m->size > DOC_PART_MAX || m->size > DOC_UNPACKED_MAX - z->unpacked)
		return error_set(err, ERR_LIMIT, NULL,
			"文件解压后过大（%llu 兆字节），超过处理上限；请删去不需要的内容后再试",
			(unsigned long long)(m->size >> 20));
	if (m->size > RATIO_FREE_SIZE && m->size / DOC_ZIP_RATIO_MAX > m->packed)
		return error_set(err, ERR_LIMIT, NULL,
			"文件的压缩比超过 %d 倍，像是压缩炸弹，已拒绝读取", DOC_ZIP_RATIO_MAX);
	return OK;
}

static enum err damaged_member(struct error *err, const char *detail)
{
	error_set(err, ERR_FORMAT, NULL,
		"文件已损坏，里面的内容解压出错；请重新获取文件，或用 Word、WPS "
		"打开后另存一份再试");
	error_detail(err, "%s", detail);
	return ERR_FORMAT;
}

/*
 * Unpacks exactly m->size bytes to p, then insists on the end of the data: the
 * size in the directory may lie, and the checksum is only verified at the end.
 */
static enum err unpack(struct zipfile *z, const struct zip_member *m, char *p, struct error *err)
{
	zip_file_t *f = zip_fopen_index(z->archive, m->index, 0);
	if (!f)
		return damaged_member(err, zip_error_strerror(zip_get_error(z->archive)));
	uint64_t got = 0;
	int64_t n = 1;
	while (got < m->size && (n = zip_fread(f, p + got, m->size - got)) > 0)
		got += (uint64_t)n;
	char more;
	if (n > 0)
		n = zip_fread(f, &more, 1);
	enum err e = OK;
	if (n < 0)
		e = damaged_member(err, zip_error_strerror(zip_file_get_error(f)));
	else if (n > 0 || got != m->size)
		e = damaged_member(err, "size differs from directory");
	zip_fclose(f);
	return e;
}

enum err zipfile_read(struct zipfile *z, const struct zip_member *m, size_t max, struct arena *a,
	struct str *out, struct error *err)
{
	enum err e = check_member(z, m, max, err);
	if (e)
		return e;
	char *p = arena_alloc(a, (size_t)m->size + 1);
	if (!p)
		return arena_check(a, err);
	e = unpack(z, m, p, err);
	if (e)
		return e;
	z->unpacked += m->size;
	*out = (struct str){ p, (size_t)m->size };
	return OK;
}
