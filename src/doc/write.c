#include "doc/write.h"

static const struct {
	const char *name;
	enum doc_write_format format;
} formats[] = {
	{ "docx", DOC_WRITE_DOCX },
	{ "pdf", DOC_WRITE_PDF },
	{ "html", DOC_WRITE_HTML },
	{ "xlsx", DOC_WRITE_XLSX },
	{ "ofd", DOC_WRITE_OFD },
	{ "json", DOC_WRITE_JSON },
	{ "text", DOC_WRITE_TEXT },
};

bool doc_write_format_parse(struct str name, enum doc_write_format *out)
{
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		if (str_is(name, formats[i].name)) {
			*out = formats[i].format;
			return true;
		}
	}
	return false;
}

enum err doc_write(
	struct buf *b, const struct report *r, enum doc_write_format f, struct error *err)
{
	switch (f) {
	case DOC_WRITE_DOCX:
		return doc_write_docx(b, r, err);
	case DOC_WRITE_PDF:
		return doc_write_pdf(b, r, err);
	case DOC_WRITE_HTML:
		return doc_write_html(b, r, err);
	case DOC_WRITE_XLSX:
		return doc_write_xlsx(b, r, err);
	case DOC_WRITE_OFD:
		return doc_write_ofd(b, r, err);
	case DOC_WRITE_TEXT:
		return doc_write_text(b, r, err);
	case DOC_WRITE_JSON:
		report_write_json(b, r);
		buf_char(b, '\n');
		return buf_check(b, err);
	}
	return error_set(err, ERR_BUG, NULL, "没有这种输出格式");
}
