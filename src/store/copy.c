#include "store/copy.h"

#include "store/copy.sql.h"
#include "store/event.sql.h"
#include "store/internal.h"
#include "store/stmt_list.h"

const char *const store_copy_not[] = {
	"schema_version", /* the migrations of `to` have written their own */
	"write_lock",	  /* never holds a row */
	"annual_switch",  /* off while rows are copied: their counters come with them */
	"blob_content",	  /* the bytes go through store/blob.h */
	"blob_chunk",
	"request_find", /* indexes of SQLite, made anew from request_words and lead_words */
	"request_find_data",
	"request_find_idx",
	"request_find_config",
	"lead_find",
	"lead_find_data",
	"lead_find_idx",
	"lead_find_config",
	NULL,
};

/*
 * Rows refer to rows that come later (an agency to its parent): the references are looked at when
 * all are there.
 */
static const char *const before[STMT_DIALECTS] = {
	"PRAGMA defer_foreign_keys=ON; UPDATE annual_switch SET live = 0",
	"UPDATE annual_switch SET live = 0;"
	"DO $$ DECLARE r record; BEGIN FOR r IN SELECT conrelid::regclass AS t, conname FROM"
	" pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace LOOP"
	" EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY DEFERRED', r.t,"
	" r.conname); END LOOP; END $$",
};
static const char *const after[STMT_DIALECTS] = {
	"UPDATE annual_switch SET live = 1;"
	"INSERT INTO request_find (request_find) VALUES ('rebuild');"
	"INSERT INTO lead_find (lead_find) VALUES ('rebuild')",
	"UPDATE annual_switch SET live = 1;"
	"SET CONSTRAINTS ALL IMMEDIATE;"
	"DO $$ DECLARE r record; BEGIN FOR r IN SELECT conrelid::regclass AS t, conname FROM"
	" pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace LOOP"
	" EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I NOT DEFERRABLE', r.t, r.conname);"
	" END LOOP; END $$",
};

struct copying {
	struct store *from;
	struct tx *to;
	const struct stmt *read, *write;
	int64_t rows;
};

/* The members of copy_X_row and copy_into_X_in are the same in the same order: one struct. */
static enum err put_row(void *ctx, const void *row, struct error *err)
{
	struct copying *c = ctx;
	enum err e = stmt_run(c->to, c->write, row, NULL, err);
	if (!e && c->write == &stmt_copy_into_event) {
		/* The trigger lets in the next number only. */
		const struct copy_event_row *r = row;
		e = sql_event_head_set(
			c->to, &(struct event_head_set_in){ r->seq, r->at, r->chain }, NULL, err);
	}
	c->rows += e == OK;
	return e;
}

static bool is_named(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

static const struct stmt *find(const struct store *s, const char *prefix, const char *table)
{
	for (const struct stmt *const *p = s->program->stmt; *p; p++)
		if (is_named((*p)->name, prefix) && strcmp((*p)->name + strlen(prefix), table) == 0)
			return *p;
	return NULL;
}

static enum err read_all(struct tx *tx, void *ctx, struct error *err)
{
	static const char prefix[] = "copy_from_";
	struct copying *c = ctx;
	enum err e = OK;
	c->rows = 0;
	for (const struct stmt *const *p = c->from->program->stmt; !e && *p; p++) {
		if (!is_named((*p)->name, prefix))
			continue;
		c->read = *p;
		c->write = find(c->from, "copy_into_", (*p)->name + sizeof prefix - 1);
		if (!c->write || c->write->n_in != c->read->n_out) {
			error_set(err, ERR_BUG, NULL, "程序错误，数据没有复制");
			return error_detail(err, "%s has no fitting copy_into", (*p)->name),
			       ERR_BUG;
		}
		e = stmt_each(tx, c->read, NULL, put_row, c, err);
	}
	return e;
}

static enum err write_all(struct tx *tx, void *ctx, struct error *err)
{
	struct copying *c = ctx;
	const struct backend *b = tx->store->backend;
	c->to = tx;
	enum err e = b->script(tx->db, before[b->dialect], err);
	if (!e)
		e = store_read(c->from, read_all, c, err);
	return e ? e : b->script(tx->db, after[b->dialect], err);
}

enum err store_copy(struct store *from, struct store *to, int64_t *rows, struct error *err)
{
	struct copying c = { .from = from };
	enum err e = store_write(to, write_all, &c, err);
	if (!e)
		*rows = c.rows;
	return e;
}
