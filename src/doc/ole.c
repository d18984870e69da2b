#include "doc/ole.h"

/* Offsets and numbers of [MS-CFB] 2.2 (header) and 2.6 (directory entry). */
enum {
	HEADER_SIZE = 512,
	HEADER_SECTOR_SHIFT = 0x1E,
	HEADER_DIR_START = 0x30,
	HEADER_MINI_CUTOFF = 0x38,
	HEADER_MINIFAT_START = 0x3C,
	HEADER_DIFAT_START = 0x44,
	HEADER_DIFAT = 0x4C,
	HEADER_DIFAT_COUNT = 109,
	MINI_SHIFT = 6,
	MINI_CUTOFF_DEFAULT = 4096,
	ENTRY_SIZE = 128,
	ENTRY_NAME_LENGTH = 0x40,
	ENTRY_TYPE = 0x42,
	ENTRY_LEFT = 0x44,
	ENTRY_RIGHT = 0x48,
	ENTRY_CHILD = 0x4C,
	ENTRY_START = 0x74,
	ENTRY_LENGTH = 0x78,
	TYPE_STREAM = 2,
	ENTRIES_MAX = 65536
};
static const uint32_t SECTOR_MAX = 0xFFFFFFFA; /* larger values are marks, not sectors */

struct ole {
	struct arena *arena;
	struct str bytes;
	unsigned shift;	  /* log2 of the sector size: 9 or 12 */
	uint32_t sectors; /* sectors the file has */
	struct str fat, minifat, dir, mini;
	uint32_t mini_cutoff;
	bool *at_root; /* per directory entry: directly below the root */
};

unsigned le_u8(struct str s, size_t at)
{
	return at < s.n ? (unsigned char)s.p[at] : 0;
}

unsigned le_u16(struct str s, size_t at)
{
	return s.n >= 2 && at <= s.n - 2 ? le_u8(s, at) | le_u8(s, at + 1) << 8 : 0;
}

uint32_t le_u32(struct str s, size_t at)
{
	return s.n >= 4 && at <= s.n - 4 ? le_u16(s, at) | (uint32_t)le_u16(s, at + 2) << 16 : 0;
}

bool ole_has_magic(struct str bytes)
{
	return str_starts(bytes, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
}

/* The bytes of a sector; fewer than a whole one at a cut end, none beyond it. */
static struct str sector(const struct ole *o, uint32_t number)
{
	if (number >= o->sectors)
		return (struct str){ NULL, 0 };
	size_t size = (size_t)1 << o->shift, from = ((size_t)number + 1) << o->shift;
	return str_sub(o->bytes, from, from + size);
}

/*
 * Follows a chain through the allocation table and joins its sectors, at most
 * `limit` bytes.  Stops at the first sector that does not exist.  A cycle ends
 * because no chain may be longer than the file.
 */
static struct str join_chain(const struct ole *o, uint32_t start, size_t limit)
{
	if (limit > o->bytes.n)
		limit = o->bytes.n;
	size_t size = (size_t)1 << o->shift, n = 0;
	/* First the length, so that a cut chain does not cost the memory it claims. */
	for (uint32_t s = start; n < limit && s < o->sectors; s = le_u32(o->fat, (size_t)s * 4)) {
		n += size;
		if ((size_t)s * 4 + 4 > o->fat.n)
			break;
	}
	char *p = n ? arena_alloc(o->arena, n) : NULL;
	size_t done = 0;
	if (!p)
		return (struct str){ NULL, 0 };
	for (uint32_t s = start; done < n && s < o->sectors; s = le_u32(o->fat, (size_t)s * 4)) {
		struct str part = sector(o, s);
		if (part.n)
			memcpy(p + done, part.p, part.n);
		done += part.n;
		if (part.n < size)
			break;
	}
	return (struct str){ p, done < limit ? done : limit };
}

/* Joins the sectors of the allocation table, which the header and the DIFAT chain list. */
static enum err load_fat(struct ole *o, struct error *err)
{
	size_t size = (size_t)1 << o->shift, cap = (size_t)o->sectors * 4 + size;
	char *p = arena_alloc(o->arena, cap);
	size_t n = 0;
	if (!p)
		return arena_check(o->arena, err);
	struct str list = str_sub(o->bytes, HEADER_DIFAT, HEADER_SIZE);
	size_t entries = HEADER_DIFAT_COUNT;
	uint32_t next = le_u32(o->bytes, HEADER_DIFAT_START);
	for (uint32_t guard = 0; guard <= o->sectors; guard++) {
		for (size_t i = 0; i < entries && n + size <= cap; i++) {
			struct str part = sector(o, le_u32(list, i * 4));
			if (part.n < size)
				continue;
			memcpy(p + n, part.p, size);
			n += size;
		}
		list = sector(o, next);
		if (list.n < size || n + size > cap)
			break;
		entries = size / 4 - 1;
		next = le_u32(list, size - 4);
	}
	o->fat = (struct str){ p, n };
	return OK;
}

static struct str entry(const struct ole *o, uint32_t i)
{
	return str_sub(o->dir, (size_t)i * ENTRY_SIZE, (size_t)i * ENTRY_SIZE + ENTRY_SIZE);
}

/*
 * Marks the entries directly below the root.  They form a binary tree; it is
 * walked with a list instead of recursion, each entry at most once.
 */
static enum err mark_root_entries(struct ole *o, struct error *err)
{
	size_t count = o->dir.n / ENTRY_SIZE;
	if (count > ENTRIES_MAX)
		count = ENTRIES_MAX;
	uint32_t *todo = arena_array(o->arena, uint32_t, count + 1);
	o->at_root = arena_array(o->arena, bool, count + 1);
	if (!todo || !o->at_root)
		return arena_check(o->arena, err);
	size_t n = 0;
	uint32_t first = le_u32(entry(o, 0), ENTRY_CHILD);
	if (first < count && first > 0) {
		o->at_root[first] = true;
		todo[n++] = first;
	}
	while (n > 0) {
		struct str e = entry(o, todo[--n]);
		uint32_t side[] = { le_u32(e, ENTRY_LEFT), le_u32(e, ENTRY_RIGHT) };
		for (int i = 0; i < 2; i++) {
			if (side[i] == 0 || side[i] >= count || o->at_root[side[i]])
				continue;
			o->at_root[side[i]] = true;
			todo[n++] = side[i];
		}
	}
	return OK;
}

/* Compares a directory entry's UTF-16 name; its length counts the final zero. */
static bool has_name(struct str e, const char *name)
{
	size_t n = strlen(name);
	if (le_u16(e, ENTRY_NAME_LENGTH) != (n + 1) * 2)
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned c = le_u16(e, i * 2), want = (unsigned char)name[i];
		if (c >= 'a' && c <= 'z')
			c -= 'a' - 'A';
		if (want >= 'a' && want <= 'z')
			want -= 'a' - 'A';
		if (c != want)
			return false;
	}
	return true;
}

static struct str find_entry(const struct ole *o, const char *name)
{
	for (size_t i = 1; i < o->dir.n / ENTRY_SIZE && i < ENTRIES_MAX; i++)
		if (o->at_root[i] && has_name(entry(o, (uint32_t)i), name))
			return entry(o, (uint32_t)i);
	return (struct str){ NULL, 0 };
}

bool ole_has(const struct ole *o, const char *name)
{
	return find_entry(o, name).n > 0;
}

static enum err damaged(struct error *err)
{
	return error_set(err, ERR_FORMAT, NULL,
		"文件已损坏或不完整，无法读取，请重新获取原文件，或用 Word、WPS 打开后另存为 docx");
}

/*
 * Header, allocation table, directory, small streams, in this order: each is
 * found through the one before.
 */
enum err ole_open(struct arena *a, struct str bytes, struct ole **out, struct error *err)
{
	if (!ole_has_magic(bytes) || bytes.n < HEADER_SIZE)
		return damaged(err);
	struct ole *o = arena_one(a, struct ole);
	if (!o)
		return arena_check(a, err);
	*o = (struct ole){
		.arena = a, .bytes = bytes, .shift = le_u16(bytes, HEADER_SECTOR_SHIFT)
	};
	if (o->shift != 9 && o->shift != 12)
		return damaged(err);
	o->sectors = (uint32_t)((bytes.n - 1) >> o->shift);
	o->mini_cutoff = le_u32(bytes, HEADER_MINI_CUTOFF);
	if (o->mini_cutoff == 0 || o->mini_cutoff > bytes.n)
		o->mini_cutoff = MINI_CUTOFF_DEFAULT;
	enum err e = load_fat(o, err);
	if (e)
		return e;
	o->dir = join_chain(o, le_u32(bytes, HEADER_DIR_START), (size_t)ENTRIES_MAX * ENTRY_SIZE);
	if (o->dir.n < ENTRY_SIZE)
		return a->err ? arena_check(a, err) : damaged(err);
	o->minifat = join_chain(o, le_u32(bytes, HEADER_MINIFAT_START), bytes.n);
	o->mini = join_chain(o, le_u32(o->dir, ENTRY_START), le_u32(o->dir, ENTRY_LENGTH));
	e = mark_root_entries(o, err);
	if (!e)
		e = arena_check(a, err);
	if (e)
		return e;
	*out = o;
	return OK;
}

/* As join_chain, for the small streams that live inside the root's stream. */
static struct str join_mini_chain(const struct ole *o, uint32_t start, size_t limit)
{
	if (limit > o->mini.n)
		limit = o->mini.n;
	size_t size = (size_t)1 << MINI_SHIFT, done = 0;
	char *p = limit ? arena_alloc(o->arena, limit) : NULL;
	if (!p)
		return (struct str){ NULL, 0 };
	uint32_t s = start;
	while (done < limit && s < SECTOR_MAX) {
		struct str part =
			str_sub(o->mini, (size_t)s << MINI_SHIFT, ((size_t)s << MINI_SHIFT) + size);
		if (part.n == 0)
			break;
		part = str_sub(part, 0, limit - done);
		memcpy(p + done, part.p, part.n);
		done += part.n;
		if ((size_t)s * 4 + 4 > o->minifat.n)
			break;
		s = le_u32(o->minifat, (size_t)s * 4);
	}
	return (struct str){ p, done };
}

enum err ole_stream(const struct ole *o, const char *name, struct str *out, struct error *err)
{
	struct str e = find_entry(o, name);
	if (e.n == 0 || le_u8(e, ENTRY_TYPE) != TYPE_STREAM)
		return ERR_NOT_FOUND;
	uint32_t start = le_u32(e, ENTRY_START), n = le_u32(e, ENTRY_LENGTH);
	struct str s = n < o->mini_cutoff ? join_mini_chain(o, start, n) : join_chain(o, start, n);
	enum err failed = arena_check(o->arena, err);
	if (failed)
		return failed;
	*out = s;
	return OK;
}
