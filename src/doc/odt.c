#include "doc/odt.h"

#include "doc/read.h"
#include "doc/zip.h"

enum { SCRATCH_MAX = DOC_ARENA_MAX };

/* ctx: bool, set when the manifest tells of encrypted parts. */
static enum err read_manifest(struct xml *x, void *ctx, struct error *err)
{
	(void)err;
	bool *encrypted = ctx;
	while (xml_next(x))
		*encrypted |= x->kind == XML_KIND_START && x->tag == M_ENCRYPTION_DATA;
	return OK;
}

static enum err check_password(struct zipfile *z, struct arena *scratch, struct error *err)
{
	const struct zip_member *m = zipfile_find_any_case(z, STR("META-INF/manifest.xml"));
	struct str bytes;
	bool encrypted = false;
	if (!m)
		return OK;
	enum err e = zipfile_read(z, m, DOC_PART_MAX, scratch, &bytes, err);
	if (!e)
		e = xml_read(bytes, &ODT_WORDS, read_manifest, &encrypted, err);
	if (!encrypted)
		/* A broken manifest says nothing about the text, which is tried all the same. */
		return e == ERR_FORMAT ? OK : e;
	return error_set(err, ERR_FORMAT, NULL,
		"文件设有打开密码，无法读取；请用 LibreOffice、WPS 打开后去掉密码，另存一份再试");
}

/* Reads one member; a missing or broken one is no fault unless it is needed. */
static enum err read_member(
	struct odt *o, struct zipfile *z, const char *name, bool needed, struct error *err)
{
	const struct zip_member *m = zipfile_find_any_case(z, str_cstr(name));
	struct str bytes;
	if (!m && !needed)
		return OK;
	if (!m)
		return error_set(err, ERR_FORMAT, NULL,
			"文件里没有正文部分（%s），不是 OpenDocument 文档或已损坏；请用 "
			"LibreOffice、WPS 打开后另存一份再试",
			name);
	enum err e = zipfile_read(z, m, DOC_PART_MAX, o->scratch, &bytes, err);
	if (!e)
		e = xml_read(bytes, &ODT_WORDS, odt_read_file, o, err);
	if (e != ERR_FORMAT || needed)
		return e;
	doc_warn(o->doc, "part.damaged", "文件的样式或属性部分有损坏，自动编号可能不全");
	return OK;
}

static enum err read_package(struct odt *o, struct str bytes, struct error *err)
{
	struct zipfile *z;
	enum err e = zipfile_open(o->scratch, bytes, &z, err);
	if (!e)
		e = check_password(z, o->scratch, err);
	if (!e)
		e = read_member(o, z, "meta.xml", false, err);
	if (!e)
		e = read_member(o, z, "styles.xml", false, err);
	if (!e)
		e = read_member(o, z, "content.xml", true, err);
	return e ? e : odt_finish(o, err);
}

enum err doc_read_odt(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	struct doc *d;
	struct arena scratch;
	struct odt o;
	arena_init(&scratch, SCRATCH_MAX);
	enum err e = doc_new(a, DOC_FORMAT_ODT, &d, err);
	if (!e) {
		odt_init(&o, d, &scratch);
		e = read_package(&o, bytes, err);
		odt_done(&o);
	}
	arena_done(&scratch);
	if (!e)
		*out = d;
	return e;
}
