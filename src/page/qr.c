#include "page/qr.h"

#include "core/buf.h"

#include <qrencode.h>

/* One rectangle for each run of dark modules in a line. */
static void draw(struct buf *b, const QRcode *q)
{
	for (int y = 0; y < q->width; y++)
		for (int i = 0; i < q->width;) {
			const unsigned char *line = q->data + (ptrdiff_t)y * q->width;
			int from = i;
			while (i < q->width && (line[i] & 1))
				i++;
			if (i > from)
				buf_fmt(b, "M%d %dh%dv1h-%dz", from + QR_QUIET, y + QR_QUIET,
					i - from, i - from);
			else
				i++;
		}
}

enum err qr_make(struct arena *a, struct str text, struct qr *out, struct error *err)
{
	if (text.n > QR_BYTES_MAX)
		return error_set(err, ERR_LIMIT, NULL, "内容太长，不能做成二维码");
	QRcode *q = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (!q)
		return error_nomem(err);
	struct buf b;
	buf_init(&b, 256 * 1024);
	draw(&b, q);
	struct qr made = { .size = q->width + 2 * QR_QUIET, .path = arena_str(a, buf_view(&b)) };
	QRcode_free(q);
	enum err e = buf_check(&b, err);
	buf_done(&b);
	if (!e)
		e = arena_check(a, err);
	if (!e)
		*out = made;
	return e;
}
