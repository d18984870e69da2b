#include "doc/pdf_file.h"

#include "core/utf8.h"
#include "doc/pdf_content.h"
#include "doc/pdf_stream.h"
#include "doc/read.h"

#include <math.h>
#include <qpdf/qpdf-c.h>

enum {
	PARENTS_MAX = 32,	     /* levels of the page tree an attribute is inherited over */
	CONTENT_PARTS_MAX = 2000,    /* streams of one page */
	PAGE_CONTENT_MAX = 32 << 20, /* unpacked bytes of one page or form */
	ODD_STREAM_MAX = 64 << 10, /* packed bytes of a stream with unusual coding (LZW, ASCII85) */
	ODD_FILTERS_MAX = 3,
	SCRATCH_MAX = 96 << 20,
	TITLE_BYTES_MAX = 1000
};

struct pdf_file {
	qpdf_data q;
	struct arena *arena;
	struct arena scratch;
	size_t n_pages;
	size_t unpacked_left; /* DOC_UNPACKED_MAX for the whole document */
	struct pdf_budget budget;
	bool repaired, partial, has_image;
	struct pdf_canvas canvas;
	qpdf_oh resources; /* of the stream that is being run */
};

static void close_file(void *p)
{
	struct pdf_file *f = p;
	arena_done(&f->scratch);
	qpdf_cleanup(&f->q);
}

static enum err damaged(struct error *err, const char *detail)
{
	enum err e = error_set(
		err, ERR_FORMAT, NULL, "PDF 文件已损坏或不完整，请重新下载或重新导出后再试");
	error_detail(err, "%s", detail);
	return e;
}

/* Turns what qpdf keeps into our error. */
static enum err take_error(struct pdf_file *f, struct error *err)
{
	qpdf_error why = qpdf_get_error(f->q);
	if (!why)
		return damaged(err, "qpdf: no reason given");
	if (qpdf_get_error_code(f->q, why) == qpdf_e_password)
		return error_set(err, ERR_FORMAT, NULL,
			"PDF 文件已加密，需要密码才能打开，请另存为不加密的文件后再试");
	return damaged(err, qpdf_get_error_message_detail(f->q, why));
}

/* Empties qpdf's list of warnings; a page that fails must not spoil the next. */
static bool drain_warnings(struct pdf_file *f)
{
	bool any = false;
	while (qpdf_more_warnings(f->q)) {
		(void)qpdf_next_warning(f->q);
		any = true;
	}
	if (qpdf_has_error(f->q)) {
		(void)qpdf_get_error(f->q);
		any = true;
	}
	return any;
}

enum err pdf_file_open(struct arena *a, struct str bytes, struct pdf_file **out, struct error *err)
{
	struct pdf_file *f = arena_one(a, struct pdf_file);
	if (!f)
		return arena_check(a, err);
	f->arena = a;
	f->unpacked_left = DOC_UNPACKED_MAX;
	f->budget = (struct pdf_budget){ PDF_OPERATORS_MAX, PDF_FORMS_MAX, GRID_RULES_MAX, false };
	arena_init(&f->scratch, SCRATCH_MAX);
	f->q = qpdf_init();
	if (!f->q)
		return error_nomem(err);
	arena_defer(a, close_file, f);
	qpdf_set_suppress_warnings(f->q, QPDF_TRUE);
	qpdf_silence_errors(f->q);
	QPDF_ERROR_CODE rc = qpdf_read_memory(f->q, "pdf", bytes.p, bytes.n, NULL);
	if (rc & QPDF_ERRORS)
		return take_error(f, err);
	int n = qpdf_get_num_pages(f->q);
	if (n < 0)
		return take_error(f, err);
	if (n == 0)
		return damaged(err, "no pages");
	if (n > DOC_PAGES_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "PDF 超过 %d 页，请拆分后再处理", DOC_PAGES_MAX);
	f->n_pages = (size_t)n;
	f->repaired = drain_warnings(f);
	*out = f;
	return OK;
}

size_t pdf_file_pages(const struct pdf_file *f)
{
	return f->n_pages;
}

bool pdf_file_is_repaired(const struct pdf_file *f)
{
	return f->repaired;
}

bool pdf_file_is_partial(const struct pdf_file *f)
{
	return f->partial || f->budget.spent || f->budget.rules <= 0;
}

struct str pdf_file_title(struct pdf_file *f, struct arena *a)
{
	struct str title = { NULL, 0 };
	const char *p = NULL;
	size_t n = 0;
	qpdf_oh info = qpdf_oh_get_key_if_dict(f->q, qpdf_get_trailer(f->q), "/Info");
	qpdf_oh value = qpdf_oh_get_key_if_dict(f->q, info, "/Title");
	if (qpdf_oh_is_string(f->q, value) && qpdf_oh_get_value_as_utf8(f->q, value, &p, &n) &&
		n <= TITLE_BYTES_MAX) {
		struct str s = str_trim((struct str){ p, n });
		if (utf8_is_valid(s) && !memchr(s.p ? s.p : "", '\0', s.n))
			title = arena_str(a, s);
	}
	(void)drain_warnings(f);
	qpdf_oh_release_all(f->q);
	return title;
}

/* A key of the page or of the nearest page tree node above that has it. */
static qpdf_oh find_inherited(struct pdf_file *f, qpdf_oh page, const char *key)
{
	qpdf_oh node = page;
	for (int i = 0; i < PARENTS_MAX && qpdf_oh_is_dictionary(f->q, node); i++) {
		if (qpdf_oh_has_key(f->q, node, key))
			return qpdf_oh_get_key(f->q, node, key);
		node = qpdf_oh_get_key_if_dict(f->q, node, "/Parent");
	}
	return qpdf_oh_new_null(f->q);
}

/* n numbers of an array; false when it is no such array. */
static bool read_numbers(struct pdf_file *f, qpdf_oh array, double *out, int n)
{
	if (!qpdf_oh_is_array(f->q, array) || qpdf_oh_get_array_n_items(f->q, array) < n)
		return false;
	for (int i = 0; i < n; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(f->q, array, i);
		if (!qpdf_oh_get_value_as_number(f->q, item, &out[i]) || !isfinite(out[i]))
			return false;
	}
	return true;
}

/* A box with its corners in order; false when there is none or it is empty. */
static bool read_box(struct pdf_file *f, qpdf_oh page, const char *key, double box[4])
{
	double v[4];
	if (!read_numbers(f, find_inherited(f, page, key), v, 4))
		return false;
	box[0] = fmin(v[0], v[2]);
	box[1] = fmin(v[1], v[3]);
	box[2] = fmax(v[0], v[2]);
	box[3] = fmax(v[1], v[3]);
	return box[2] > box[0] && box[3] > box[1];
}

/* From default user space to the page as it is seen: upper left origin, rotated clockwise. */
static struct grid_matrix seen_matrix(const double box[4], int quarter_turns)
{
	switch (quarter_turns) {
	case 1:
		return (struct grid_matrix){ 0, 1, 1, 0, -box[1], -box[0] };
	case 2:
		return (struct grid_matrix){ -1, 0, 0, 1, box[2], -box[1] };
	case 3:
		return (struct grid_matrix){ 0, -1, -1, 0, box[3], box[2] };
	default:
		return (struct grid_matrix){ 1, 0, 0, -1, -box[0], box[3] };
	}
}

static bool is_name(struct pdf_file *f, qpdf_oh oh, const char *name)
{
	return qpdf_oh_is_name_and_equals(f->q, oh, name);
}

enum coding { CODING_NONE, CODING_FLATE, CODING_ODD, CODING_UNKNOWN };

/*
 * How a stream is packed.  ODD is what libqpdf may unpack although it has no
 * ceiling: at most one filter that expands, so that a small stream stays small.
 */
static enum coding find_coding(struct pdf_file *f, qpdf_oh dict)
{
	static const char *const harmless[] = { "/ASCII85Decode", "/A85", "/ASCIIHexDecode",
		"/AHx" };
	qpdf_oh filter = qpdf_oh_get_key_if_dict(f->q, dict, "/Filter");
	qpdf_oh parms = qpdf_oh_get_key_if_dict(f->q, dict, "/DecodeParms");
	bool is_array = qpdf_oh_is_array(f->q, filter);
	int n = is_array ? qpdf_oh_get_array_n_items(f->q, filter) : 1, expanding = 0;
	if (qpdf_oh_is_null(f->q, filter) || n == 0)
		return CODING_NONE;
	if (n > ODD_FILTERS_MAX)
		return CODING_UNKNOWN;
	for (int i = 0; i < n; i++) {
		qpdf_oh one = is_array ? qpdf_oh_get_array_item(f->q, filter, i) : filter;
		bool plain = false;
		for (size_t k = 0; k < sizeof harmless / sizeof harmless[0]; k++)
			plain = plain || is_name(f, one, harmless[k]);
		if (n == 1 && qpdf_oh_is_null(f->q, parms) &&
			(is_name(f, one, "/FlateDecode") || is_name(f, one, "/Fl")))
			return CODING_FLATE;
		expanding += plain ? 0 : 1;
	}
	return expanding <= 1 ? CODING_ODD : CODING_UNKNOWN;
}

/* Unpacks by coding; raw is what qpdf gave. */
static bool unpack(
	struct pdf_file *f, qpdf_oh stream, enum coding coding, struct str raw, struct buf *b)
{
	if (coding == CODING_NONE) {
		buf_str(b, raw);
		return b->err == OK;
	}
	if (coding == CODING_FLATE)
		return pdf_stream_inflate(raw, b);
	if (coding == CODING_UNKNOWN || raw.n > ODD_STREAM_MAX)
		return false;
	unsigned char *p = NULL;
	size_t n = 0;
	QPDF_BOOL filtered = QPDF_FALSE;
	QPDF_ERROR_CODE rc =
		qpdf_oh_get_stream_data(f->q, stream, qpdf_dl_generalized, &filtered, &p, &n);
	if (!(rc & QPDF_ERRORS) && filtered)
		buf_add(b, p, n);
	free(p);
	return !(rc & QPDF_ERRORS) && filtered && b->err == OK;
}

/* Appends the unpacked bytes of a stream to b; what cannot be unpacked makes the result partial. */
static void append_stream(struct pdf_file *f, qpdf_oh stream, struct buf *b)
{
	if (!qpdf_oh_is_stream(f->q, stream))
		return;
	enum coding coding = find_coding(f, qpdf_oh_get_dict(f->q, stream));
	unsigned char *p = NULL;
	size_t n = 0, before = b->n;
	QPDF_BOOL filtered;
	QPDF_ERROR_CODE rc = qpdf_oh_get_stream_data(f->q, stream, qpdf_dl_none, &filtered, &p, &n);
	if ((rc & QPDF_ERRORS) ||
		(n && !unpack(f, stream, coding, (struct str){ (char *)p, n }, b)))
		f->partial = true;
	free(p);
	/* A token does not go on in the next stream. */
	buf_char(b, '\n');
	size_t used = b->n - before;
	f->unpacked_left -= used < f->unpacked_left ? used : f->unpacked_left;
	if (drain_warnings(f))
		f->partial = true;
}

static void init_content(struct pdf_file *f, struct buf *b)
{
	size_t max = f->unpacked_left < PAGE_CONTENT_MAX ? f->unpacked_left : PAGE_CONTENT_MAX;
	buf_init(b, max);
}

/*
 * Do: runs a form XObject with its own matrix and resources (or those of the
 * stream that names it).  An image is only noted.
 */
static bool draw_object(void *ctx, struct str name, struct grid_matrix ctm, int depth)
{
	struct pdf_file *f = ctx;
	char *key = arena_cstr(&f->scratch, name);
	if (!key)
		return false;
	qpdf_oh objects = qpdf_oh_get_key_if_dict(f->q, f->resources, "/XObject");
	qpdf_oh form = qpdf_oh_get_key_if_dict(f->q, objects, key);
	if (!qpdf_oh_is_stream(f->q, form))
		return true;
	qpdf_oh dict = qpdf_oh_get_dict(f->q, form);
	qpdf_oh kind = qpdf_oh_get_key(f->q, dict, "/Subtype");
	if (is_name(f, kind, "/Image"))
		f->has_image = true;
	if (!is_name(f, kind, "/Form"))
		return true;
	double m[6] = { 1, 0, 0, 1, 0, 0 };
	if (!read_numbers(f, qpdf_oh_get_key(f->q, dict, "/Matrix"), m, 6))
		memcpy(m, (double[]){ 1, 0, 0, 1, 0, 0 }, sizeof m);
	struct grid_matrix own = { m[0], m[1], m[2], m[3], m[4], m[5] };
	struct buf b;
	init_content(f, &b);
	append_stream(f, form, &b);
	qpdf_oh outer = f->resources, inner = qpdf_oh_get_key(f->q, dict, "/Resources");
	if (qpdf_oh_is_dictionary(f->q, inner))
		f->resources = inner;
	bool ok = b.err != ERR_NOMEM && pdf_content_run(&f->canvas, buf_view(&b),
						grid_matrix_multiply(own, ctm), depth + 1);
	f->resources = outer;
	buf_done(&b);
	return ok;
}

/* The content streams of a page, one after the other. */
static void append_contents(struct pdf_file *f, qpdf_oh page, struct buf *b)
{
	qpdf_oh contents = qpdf_oh_get_key_if_dict(f->q, page, "/Contents");
	if (!qpdf_oh_is_array(f->q, contents)) {
		append_stream(f, contents, b);
		return;
	}
	int n = qpdf_oh_get_array_n_items(f->q, contents);
	if (n > CONTENT_PARTS_MAX)
		f->partial = true;
	for (int i = 0; i < n && i < CONTENT_PARTS_MAX && b->err == OK; i++)
		append_stream(f, qpdf_oh_get_array_item(f->q, contents, i), b);
}

/* Size, rotation and the part that is shown; the matrix to the page as it is seen. */
static struct grid_matrix read_geometry(
	struct pdf_file *f, qpdf_oh page, struct grid_page *out, double visible[4])
{
	/* US Letter is what libpoppler falls back to; the words are in its coordinates. */
	double media[4] = { 0, 0, 612, 792 }, crop[4];
	(void)read_box(f, page, "/MediaBox", media);
	if (!read_box(f, page, "/CropBox", crop))
		memcpy(crop, media, sizeof crop);
	qpdf_oh rotate = find_inherited(f, page, "/Rotate");
	long long degrees =
		qpdf_oh_is_integer(f->q, rotate) ? qpdf_oh_get_int_value(f->q, rotate) : 0;
	int turns = (int)((degrees % 360 + 360) % 360 / 90);
	struct grid_matrix m = seen_matrix(media, turns);
	double w = media[2] - media[0], h = media[3] - media[1];
	out->width = turns % 2 ? h : w;
	out->height = turns % 2 ? w : h;
	grid_matrix_apply(&m, &crop[0], &crop[1]);
	grid_matrix_apply(&m, &crop[2], &crop[3]);
	visible[0] = fmin(crop[0], crop[2]);
	visible[1] = fmin(crop[1], crop[3]);
	visible[2] = fmax(crop[0], crop[2]);
	visible[3] = fmax(crop[1], crop[3]);
	return m;
}

/* The way most of the text reads. */
static int find_turns(const long direction[4])
{
	int best = 0;
	for (int i = 1; i < 4; i++)
		if (direction[i] > direction[best])
			best = i;
	return best;
}

enum err pdf_file_read_page(struct pdf_file *f, size_t n, struct grid_page *page,
	struct pdf_page_about *about, struct error *err)
{
	qpdf_oh oh = qpdf_get_page_n(f->q, n);
	struct grid_matrix m = read_geometry(f, oh, page, about->visible);
	f->resources = find_inherited(f, oh, "/Resources");
	f->has_image = false;
	f->canvas = (struct pdf_canvas){ .arena = f->arena,
		.scratch = &f->scratch,
		.page = page,
		.budget = &f->budget,
		.draw = draw_object,
		.ctx = f };
	struct buf b;
	init_content(f, &b);
	append_contents(f, oh, &b);
	bool ok = b.err != ERR_NOMEM && pdf_content_run(&f->canvas, buf_view(&b), m, 0);
	buf_done(&b);
	about->has_image = f->has_image;
	about->turns = find_turns(f->canvas.direction);
	(void)drain_warnings(f);
	qpdf_oh_release_all(f->q);
	enum err e = OK;
	if (!ok) {
		e = arena_check(f->arena, err);
		if (!e)
			e = arena_check(&f->scratch, err);
		if (!e)
			e = error_nomem(err);
	}
	arena_reset(&f->scratch);
	return e;
}
