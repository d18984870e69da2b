#include "doc/read.h"

/* What to do about a kind that is known and not read. */
static enum err refuse(enum doc_kind k, struct error *err)
{
	switch (k) {
	case DOC_KIND_EMPTY:
		return error_set(err, ERR_FORMAT, NULL, "文件是空的");
	case DOC_KIND_OLE_ENCRYPTED:
		return error_set(err, ERR_FORMAT, NULL, "文件已加密，请取消打开密码后另存再试");
	case DOC_KIND_IMAGE:
		return error_set(err, ERR_FORMAT, NULL, "这是图片，没有文字；请先做文字识别（OCR）或提供原始文档");
	case DOC_KIND_ARCHIVE:
		return error_set(err, ERR_FORMAT, NULL, "这是压缩包，不是文档；请解压后再试");
	case DOC_KIND_XLS:
	case DOC_KIND_ODS:
		return error_set(err, ERR_FORMAT, NULL, "不支持%s，请另存为 xlsx 再试", doc_kind_name(k));
	case DOC_KIND_PPT:
		return error_set(err, ERR_FORMAT, NULL, "不支持%s，请提供 docx、pdf 或网页", doc_kind_name(k));
	default:
		return error_set(err, ERR_FORMAT, NULL,
			"不认识的文件格式；可用的有 docx、doc、odt、pdf、ofd、xlsx、网页、文本和 JSON");
	}
}

enum err doc_read(struct arena *a, struct str bytes, const struct doc_aid *aid, struct doc **out,
	struct error *err)
{
	enum doc_kind k = doc_sniff(bytes);
	if (bytes.n > DOC_FILE_MAX)
		return error_set(err, ERR_LIMIT, NULL, "文件超过 %d 兆字节的上限", DOC_FILE_MAX >> 20);
	switch (k) {
	case DOC_KIND_TEXT:
		return doc_read_text(a, bytes, out, err);
	case DOC_KIND_HTML:
		return doc_read_html(a, bytes, out, err);
	case DOC_KIND_MHTML:
		return doc_read_mhtml(a, bytes, out, err);
	case DOC_KIND_DOCX:
		return doc_read_docx(a, bytes, out, err);
	case DOC_KIND_ODT:
		return doc_read_odt(a, bytes, out, err);
	case DOC_KIND_XLSX:
		return doc_read_xlsx(a, bytes, out, err);
	case DOC_KIND_OFD:
		return doc_read_ofd(a, bytes, out, err);
	case DOC_KIND_FLAT_OPC:
	case DOC_KIND_WORDML2003:
	case DOC_KIND_FODT:
		return doc_read_word_xml(a, bytes, out, err);
	case DOC_KIND_RTF:
		return doc_read_rtf(a, bytes, out, err);
	case DOC_KIND_DOC:
		return doc_read_doc(a, bytes, out, err);
	case DOC_KIND_PDF:
		return doc_read_pdf(a, bytes, aid, out, err);
	default:
		return refuse(k, err);
	}
}
