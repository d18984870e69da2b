/*
 * zip -- the container of .docx, .odt, .xlsx and .ofd, read from memory.
 *
 * It opens an untrusted archive, refuses what no office program writes, and
 * hands out whole unpacked members.  It writes nothing, extracts to no folder
 * and knows no document format.  The bytes of the archive are borrowed and must
 * outlive the zipfile.  Limits are the DOC_* of doc/read.h: number of entries
 * before the directory is parsed, size and ratio of a member before it is
 * unpacked, and the sum of all members read.
 */
#ifndef DOC_ZIP_H
#define DOC_ZIP_H

#include "core/arena.h"

#include <stdint.h>

struct zipfile;

struct zip_member {
	struct str name;       /* '/' between folders, none in front; raw bytes, not always UTF-8 */
	uint64_t size, packed; /* as the directory claims; zipfile_read checks it */
	uint64_t index;        /* position in the archive's directory */
	bool encrypted;
	bool duplicate; /* a second member has the same name: which one counts is unknown */
};

/*
 * Opens an archive; it is closed when the arena is done or reset.
 * ERR_FORMAT  no archive, cut, or a member name with ".." or control characters
 * ERR_LIMIT   more than DOC_ZIP_ENTRIES_MAX entries
 */
MUST_USE enum err zipfile_open(struct arena *a, struct str bytes, struct zipfile **out,
	struct error *err);

/* The members sorted by name (bytes), folders left out. */
size_t zipfile_count(const struct zipfile *z);
const struct zip_member *zipfile_at(const struct zipfile *z, size_t i);

/*
 * The member of that name, or NULL.  The name is normalised like the members'
 * ("\" is "/", "/" in front and "./" dropped).  _any_case takes the exact name
 * first, then the first one equal but for ASCII case.
 */
const struct zip_member *zipfile_find(const struct zipfile *z, struct str name);
const struct zip_member *zipfile_find_any_case(const struct zipfile *z, struct str name);

/*
 * Unpacks a whole member into `a` (NUL-terminated behind the n bytes).
 * ERR_FORMAT  encrypted, ambiguous, damaged (checksum or size differ from the directory)
 * ERR_LIMIT   larger than max or DOC_PART_MAX, ratio, or DOC_UNPACKED_MAX over all members read
 */
MUST_USE enum err zipfile_read(struct zipfile *z, const struct zip_member *m, size_t max,
	struct arena *a, struct str *out, struct error *err);

#endif
