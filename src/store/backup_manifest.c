#include "store/backup_part.h"

#include "core/json.h"

static const char format_name[] = "gongkai-backup";

void backup_manifest_write(struct buf *b, const struct backup_manifest *m)
{
	buf_fmt(b, "{\"format\":\"%s\",\"version\":%d,\"program\":", format_name, BACKUP_FORMAT);
	json_write_string(b, str_cstr(m->program));
	buf_fmt(b, ",\"engine\":\"%s\",\"schema\":%lld,\"at\":%lld,\"keyring\":\"%s\",\n",
		m->engine, (long long)m->schema, (long long)m->at, m->keyring);
	buf_fmt(b, "\"database\":{\"name\":\"%s\",\"size\":%lld,\"sm3\":\"%s\"},\n", STORE_FILE,
		(long long)m->database_size, digest_hex(&m->database_sm3).z);
	buf_fmt(b, "\"blobs\":{\"count\":%lld,\"bytes\":%lld,\"sm3\":\"%s\"},\n",
		(long long)m->blobs, (long long)m->blob_bytes, digest_hex(&m->blobs_sm3).z);
	buf_fmt(b, "\"log\":{\"seq\":%lld,\"at\":%lld,\"chain\":\"%s\"}}\n", (long long)m->head.seq,
		(long long)m->head.at, digest_hex(&m->head.chain).z);
}

static bool number(const json_t *o, const char *key, int64_t max, int64_t *out)
{
	const json_t *v = json_object_get(o, key);
	if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > max)
		return false;
	*out = json_integer_value(v);
	return true;
}

static bool digest(const json_t *o, const char *key, struct digest *out)
{
	return digest_parse(json_member_str(o, key), out);
}

/* A word of a-z A-Z 0-9 . - that fits. */
static bool word(const json_t *o, const char *key, char *out, size_t size)
{
	struct str s = json_member_str(o, key);
	if (!json_is_string(json_object_get(o, key)) || s.n >= size)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
			    (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.' || s.p[i] == '-'))
			return false;
	if (s.n)
		memcpy(out, s.p, s.n);
	out[s.n] = '\0';
	return true;
}

static bool fill(const json_t *v, struct backup_manifest *m)
{
	const json_t *db = json_object_get(v, "database"), *blobs = json_object_get(v, "blobs"),
		     *log = json_object_get(v, "log");
	return word(v, "program", m->program, sizeof m->program) &&
	       word(v, "engine", m->engine, sizeof m->engine) &&
	       word(v, "keyring", m->keyring, sizeof m->keyring) &&
	       number(v, "schema", 1000000, &m->schema) && number(v, "at", INT64_MAX, &m->at) &&
	       str_is(json_member_str(db, "name"), STORE_FILE) &&
	       number(db, "size", BACKUP_DATABASE_MAX, &m->database_size) &&
	       digest(db, "sm3", &m->database_sm3) &&
	       number(blobs, "count", BACKUP_BLOBS_MAX, &m->blobs) &&
	       number(blobs, "bytes", BACKUP_DATABASE_MAX, &m->blob_bytes) &&
	       digest(blobs, "sm3", &m->blobs_sm3) && number(log, "seq", INT64_MAX, &m->head.seq) &&
	       number(log, "at", INT64_MAX, &m->head.at) && digest(log, "chain", &m->head.chain);
}

enum err backup_manifest_parse(struct str text, struct backup_manifest *out, struct error *err)
{
	struct arena a;
	struct backup_manifest m = { .schema = 0 };
	json_t *v;
	int64_t version = 0;
	arena_init(&a, 1 << 20);
	enum err e = json_read(&a, text, BACKUP_MANIFEST_MAX, &v, err);
	if (e && e != ERR_NOMEM)
		e = error_set(err, ERR_FORMAT, NULL, "备份文件的清单已损坏，这份备份不能用");
	else if (!e && !str_is(json_member_str(v, "format"), format_name))
		e = error_set(err, ERR_FORMAT, NULL, "这不是 gongkai 的备份文件");
	else if (!e && (!number(v, "version", INT64_MAX, &version) || version < 1))
		e = error_set(err, ERR_FORMAT, NULL, "备份文件的清单已损坏，这份备份不能用");
	else if (!e && version > BACKUP_FORMAT)
		e = error_set(err, ERR_CONFLICT, NULL,
			"这份备份由更新的程序写成（格式第 %lld 版），请使用新版本的程序",
			(long long)version);
	else if (!e && !fill(v, &m))
		e = error_set(err, ERR_FORMAT, NULL, "备份文件的清单已损坏，这份备份不能用");
	arena_done(&a);
	if (!e)
		*out = m;
	return e;
}
