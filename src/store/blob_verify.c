/* Reads every blob that is in use through and compares it with its name. */
#include "store/blob_part.h"

#include "store/blob.sql.h"

enum { PAGE = 200, ARENA = 4 << 20, PIECE = 64 << 10 };

static enum err damaged(const struct digest *d, struct error *err)
{
	struct digest_text t = digest_hex(d);
	return error_set(
		err, ERR_FORMAT, NULL, "附件 %s 的内容与登记的不符；请保护现场，用备份对照", t.z);
}

static enum err verify_one(struct store *s, const struct digest *d, char *piece, struct error *err)
{
	struct blob_reader *r;
	struct sm3 h = { 0 };
	struct digest now;
	int64_t size, at = 0;
	size_t got = 0;
	enum err e = blob_open(s, d, &r, &size, err);
	if (e)
		return e == ERR_FORMAT ? damaged(d, err) : e;
	e = sm3_start(&h, err);
	while (!e && !(e = blob_read(r, at, piece, PIECE, &got, err)) && got) {
		sm3_add(&h, piece, got);
		at += (int64_t)got;
	}
	if (!e)
		e = sm3_end(&h, &now, err);
	if (!e && (at != size || !digest_eq(d, &now)))
		e = damaged(d, err);
	sm3_done(&h);
	blob_close(r);
	return e;
}

struct page {
	struct arena a;
	struct str after;
	struct blob_row *row;
	size_t n;
};

static enum err read_page(struct tx *tx, void *ctx, struct error *err)
{
	struct page *p = ctx;
	arena_reset(&p->a);
	return sql_blob_page(
		tx, &(struct blob_page_in){ p->after, PAGE }, &p->a, &p->row, &p->n, err);
}

enum err blob_verify(struct store *s, int64_t *checked, struct error *err)
{
	struct page p = { .after = { "", 0 } };
	struct digest d = { { 0 } };
	char piece[PIECE];
	int64_t n = 0;
	enum err e = OK;
	arena_init(&p.a, ARENA);
	do {
		e = store_read(s, read_page, &p, err);
		for (size_t i = 0; !e && i < p.n; i++, n++) {
			if (p.row[i].digest.n != sizeof d.b)
				e = error_set(
					err, ERR_FORMAT, NULL, "附件登记已损坏；请用备份恢复");
			else
				memcpy(d.b, p.row[i].digest.p, sizeof d.b);
			if (!e)
				e = verify_one(s, &d, piece, err);
		}
		p.after = (struct str){ (const char *)d.b, sizeof d.b };
	} while (!e && p.n == PAGE);
	arena_done(&p.a);
	if (!e && checked)
		*checked = n;
	return e;
}
