/*
 * read -- bytes of any format into the document model.
 *
 * The only home of untrusted file formats.  doc_read sniffs the content, never
 * the name.  It is a pure function of its arguments: no file, no network, no
 * process; cmd/ runs it in a jailed child.  All limits are checked before a
 * parser sees the bytes or while it runs.
 */
#ifndef DOC_READ_H
#define DOC_READ_H

#include "core/doc.h"

enum {
	DOC_FILE_MAX = 64 << 20,       /* bytes of one input file */
	DOC_ARENA_MAX = 192 << 20,     /* memory of one document */
	DOC_PART_MAX = 48 << 20,       /* unpacked size of one zip member that is read */
	DOC_UNPACKED_MAX = 96 << 20,   /* all members that are read */
	DOC_ZIP_ENTRIES_MAX = 4000,
	DOC_ZIP_RATIO_MAX = 400,       /* unpacked : packed, for members above 1 MiB */
	DOC_XML_DEPTH_MAX = 256,
	DOC_PAGES_MAX = 500
};

/* What cannot be read is told apart so that the message can say what to do. */
enum doc_kind {
	DOC_KIND_UNKNOWN,
	DOC_KIND_TEXT,
	DOC_KIND_HTML,
	DOC_KIND_MHTML,
	DOC_KIND_DOCX,
	DOC_KIND_ODT,
	DOC_KIND_FODT,
	DOC_KIND_XLSX,
	DOC_KIND_OFD,
	DOC_KIND_FLAT_OPC,
	DOC_KIND_WORDML2003,
	DOC_KIND_RTF,
	DOC_KIND_DOC,
	DOC_KIND_PDF,
	DOC_KIND_JSON,
	/* recognised and refused with a sentence */
	DOC_KIND_OLE_ENCRYPTED, /* password-protected docx/xlsx */
	DOC_KIND_XLS,
	DOC_KIND_PPT,
	DOC_KIND_ODS,
	DOC_KIND_IMAGE,
	DOC_KIND_ARCHIVE, /* rar, 7z, zip without a document */
	DOC_KIND_EMPTY
};
enum doc_kind doc_sniff(struct str bytes);
const char *doc_kind_name(enum doc_kind k); /* Chinese name for people */

/* What a helper process found out beforehand. */
struct doc_aid {
	struct str pdf_words; /* output of `pdftotext -bbox` for this file (XHTML with word boxes) */
	bool pdf_encrypted;   /* pdftotext said so */
};

/*
 * Reads a document.  aid may be NULL.  Everything lives in a.
 * ERR_FORMAT  damaged, unknown, encrypted, no text layer: err->msg says which and what to do
 * ERR_LIMIT   too large, too deep, a zip bomb
 */
MUST_USE enum err doc_read(struct arena *a, struct str bytes, const struct doc_aid *aid,
	struct doc **out, struct error *err);

/* One reader per format; doc_read dispatches.  `bytes` is the whole file. */
MUST_USE enum err doc_read_text(struct arena *a, struct str bytes, struct doc **out, struct error *err);
MUST_USE enum err doc_read_html(struct arena *a, struct str bytes, struct doc **out, struct error *err);
MUST_USE enum err doc_read_mhtml(struct arena *a, struct str bytes, struct doc **out, struct error *err);
MUST_USE enum err doc_read_docx(struct arena *a, struct str bytes, struct doc **out, struct error *err);
MUST_USE enum err doc_read_odt(struct arena *a, struct str bytes, struct doc **out, struct error *err);
MUST_USE enum err doc_read_xlsx(struct arena *a, struct str bytes, struct doc **out, struct error *err);
MUST_USE enum err doc_read_ofd(struct arena *a, struct str bytes, struct doc **out, struct error *err);
MUST_USE enum err doc_read_word_xml(struct arena *a, struct str bytes, struct doc **out, struct error *err); /* Flat OPC, WordML 2003, fodt */
MUST_USE enum err doc_read_rtf(struct arena *a, struct str bytes, struct doc **out, struct error *err);
MUST_USE enum err doc_read_doc(struct arena *a, struct str bytes, struct doc **out, struct error *err);
MUST_USE enum err doc_read_pdf(struct arena *a, struct str bytes, const struct doc_aid *aid, struct doc **out, struct error *err);

/*
 * Text of unknown encoding as UTF-8: BOM, then strict UTF-8, then GB18030
 * (UTF-16 only with a BOM).  A declared label is not needed and not believed.
 * Bytes that fit nothing become U+FFFD; *lossy tells.  NUL bytes are dropped.
 */
MUST_USE enum err doc_decode(struct arena *a, struct str bytes, struct str *utf8, bool *lossy,
	struct error *err);

#endif
