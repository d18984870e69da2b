/*
 * A backup's manifest from anywhere: refused with a sentence, or numbers within bounds that say
 * the same when written.
 */
#include "tests/fuzz/fuzz.h"

#include "store/backup_part.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = { .msg = "" };
	struct backup_manifest m = { .schema = 0 }, again = { .schema = 0 };
	struct buf b;
	if (backup_manifest_parse((struct str){ (const char *)data, size }, &m, &err)) {
		assert(err.msg[0]);
		return 0;
	}
	assert(m.database_size >= 0 && m.database_size <= BACKUP_DATABASE_MAX);
	assert(m.blobs >= 0 && m.blobs <= BACKUP_BLOBS_MAX && m.head.seq >= 0);
	buf_init(&b, BACKUP_MANIFEST_MAX);
	backup_manifest_write(&b, &m);
	assert(b.err == OK && backup_manifest_parse(buf_view(&b), &again, &err) == OK);
	assert(digest_eq(&m.database_sm3, &again.database_sm3) && m.at == again.at &&
		strcmp(m.keyring, again.keyring) == 0);
	buf_done(&b);
	return 0;
}
