#include "doc/ole.h"
#include "doc/read.h"
#include "doc/sniff_text.h"

enum {
	OLE_ARENA_MAX = 64 << 20, /* directory and small streams of a file of DOC_FILE_MAX */
	/* [APPNOTE.TXT] 4.3: sizes of the fixed parts and offsets in them. */
	ZIP_LOCAL_SIZE = 30,
	ZIP_CENTRAL_SIZE = 46,
	ZIP_END_SIZE = 22,
	ZIP_END_SEARCH = 65535 + ZIP_END_SIZE,
	PDF_HEADER_SEARCH = 1024 /* readers accept junk of this length before %PDF- */
};

/* A value outside of the enum is unknown, too. */
const char *doc_kind_name(enum doc_kind k)
{
	static const char *const name[] = {
		[DOC_KIND_UNKNOWN] = "未知格式",
		[DOC_KIND_TEXT] = "纯文本",
		[DOC_KIND_HTML] = "网页（HTML）",
		[DOC_KIND_MHTML] = "单个文件网页（MHT）",
		[DOC_KIND_DOCX] = "Word 文档（docx）",
		[DOC_KIND_ODT] = "ODF 文本文档（odt）",
		[DOC_KIND_FODT] = "ODF 单一 XML 文档（fodt）",
		[DOC_KIND_XLSX] = "Excel 工作簿（xlsx）",
		[DOC_KIND_OFD] = "版式文档（OFD）",
		[DOC_KIND_FLAT_OPC] = "Word XML 文档",
		[DOC_KIND_WORDML2003] = "Word 2003 XML 文档",
		[DOC_KIND_RTF] = "RTF 文档",
		[DOC_KIND_DOC] = "Word 97-2003 文档（doc）",
		[DOC_KIND_PDF] = "PDF 文档",
		[DOC_KIND_JSON] = "JSON 数据",
		[DOC_KIND_OLE_ENCRYPTED] = "设有打开密码的 Office 文档",
		[DOC_KIND_XLS] = "Excel 97-2003 工作簿（xls）",
		[DOC_KIND_PPT] = "PowerPoint 演示文稿",
		[DOC_KIND_ODS] = "ODF 电子表格（ods）",
		[DOC_KIND_IMAGE] = "图片",
		[DOC_KIND_ARCHIVE] = "压缩包",
		[DOC_KIND_EMPTY] = "空文件",
	};
	return (unsigned)k < sizeof name / sizeof name[0] ? name[k] : name[DOC_KIND_UNKNOWN];
}

/* Stream names that tell the programs apart, in order of precedence. */
static const struct {
	const char *stream;
	struct str wide; /* the same in UTF-16, to be found in a file whose directory is damaged */
	enum doc_kind kind;
} ole_kind[] = {
	{ "EncryptedPackage", STR_INIT("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
		DOC_KIND_OLE_ENCRYPTED },
	{ "WordDocument", STR_INIT("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), DOC_KIND_DOC },
	{ "Workbook", STR_INIT("W\0o\0r\0k\0b\0o\0o\0k\0"), DOC_KIND_XLS },
	{ "Book", STR_INIT("R\0o\0o\0t\0 \0B\0o\0o\0k\0"), DOC_KIND_XLS },
	{ "PowerPoint Document", STR_INIT("P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0 \0D\0o\0c\0u\0"),
		DOC_KIND_PPT },
};

/*
 * Asks the directory; when that is damaged, the names are searched in the bytes,
 * so that the message can still name the format.
 */
static enum doc_kind sniff_ole(struct str bytes)
{
	struct arena a;
	struct ole *o;
	struct error err;
	enum doc_kind kind = DOC_KIND_UNKNOWN;
	size_t n = sizeof ole_kind / sizeof ole_kind[0];
	arena_init(&a, OLE_ARENA_MAX * 2);
	bool readable = ole_open(&a, bytes, &o, &err) == OK;
	for (size_t i = 0; i < n && kind == DOC_KIND_UNKNOWN && readable; i++)
		if (ole_has(o, ole_kind[i].stream))
			kind = ole_kind[i].kind;
	arena_done(&a);
	for (size_t i = 0; i < n && kind == DOC_KIND_UNKNOWN; i++)
		if (str_find(bytes, ole_kind[i].wide, 0) < bytes.n)
			kind = ole_kind[i].kind;
	return kind;
}

/* What the name of one member says; UNKNOWN when nothing. */
static enum doc_kind kind_of_member(struct str name)
{
	if (str_starts(name, STR("word/")))
		return DOC_KIND_DOCX;
	if (str_starts(name, STR("xl/")))
		return DOC_KIND_XLSX;
	if (str_starts(name, STR("ppt/")))
		return DOC_KIND_PPT;
	if (str_is(name, "OFD.xml") || str_is(name, "ofd.xml") || str_is(name, "OFD.XML"))
		return DOC_KIND_OFD;
	return DOC_KIND_UNKNOWN;
}

/* The content of the stored member "mimetype", with which an ODF file begins. */
static enum doc_kind kind_of_mimetype(struct str content)
{
	struct str text = STR("application/vnd.oasis.opendocument.text");
	struct str sheet = STR("application/vnd.oasis.opendocument.spreadsheet");
	struct str slides = STR("application/vnd.oasis.opendocument.presentation");
	if (str_starts(content, text))
		return DOC_KIND_ODT;
	if (str_starts(content, sheet))
		return DOC_KIND_ODS;
	return str_starts(content, slides) ? DOC_KIND_PPT : DOC_KIND_UNKNOWN;
}

/*
 * Walks the local headers from the start of the file; where one does not give
 * its size, on to the next signature.  Enough for ODF, and for files whose
 * directory was cut off.
 */
static enum doc_kind sniff_local_headers(struct str zip)
{
	for (size_t at = 0, i = 0; i < DOC_ZIP_ENTRIES_MAX && at < zip.n; i++) {
		struct str h = str_sub(zip, at, zip.n);
		if (!str_starts(h, STR("PK\3\4")) || h.n < ZIP_LOCAL_SIZE)
			break;
		size_t packed = le_u32(h, 18), name_end = ZIP_LOCAL_SIZE + le_u16(h, 26);
		size_t data = name_end + le_u16(h, 28);
		struct str name = str_sub(h, ZIP_LOCAL_SIZE, name_end);
		enum doc_kind kind = kind_of_member(name);
		if (kind == DOC_KIND_UNKNOWN && str_is(name, "mimetype"))
			kind = kind_of_mimetype(str_sub(h, data, h.n));
		if (kind != DOC_KIND_UNKNOWN)
			return kind;
		at += data + packed;
		if (packed == 0)
			at = str_find(zip, STR("PK\3\4"), at);
	}
	return DOC_KIND_UNKNOWN;
}

/* Offset of the end record, looked for backwards; zip.n when there is none. */
static size_t find_zip_end(struct str zip)
{
	if (zip.n < ZIP_END_SIZE)
		return zip.n;
	size_t last = zip.n > ZIP_END_SEARCH ? zip.n - ZIP_END_SEARCH : 0;
	for (size_t at = zip.n - ZIP_END_SIZE + 1; at-- > last;)
		if (memcmp(zip.p + at, "PK\5\6", 4) == 0)
			return at;
	return zip.n;
}

/* The names of the members decide; local headers first, then the directory. */
static enum doc_kind sniff_zip(struct str zip)
{
	enum doc_kind kind = sniff_local_headers(zip);
	size_t end = find_zip_end(zip);
	if (kind != DOC_KIND_UNKNOWN || end == zip.n)
		return kind == DOC_KIND_UNKNOWN ? DOC_KIND_ARCHIVE : kind;
	size_t at = le_u32(zip, end + 16);
	bool has_content = false;
	for (int i = 0; i < DOC_ZIP_ENTRIES_MAX && at < zip.n; i++) {
		struct str h = str_sub(zip, at, zip.n);
		if (!str_starts(h, STR("PK\1\2")) || h.n < ZIP_CENTRAL_SIZE)
			break;
		size_t name = le_u16(h, 28);
		struct str member = str_sub(h, ZIP_CENTRAL_SIZE, ZIP_CENTRAL_SIZE + name);
		kind = kind_of_member(member);
		if (kind != DOC_KIND_UNKNOWN)
			return kind;
		has_content = has_content || str_is(member, "content.xml");
		at += ZIP_CENTRAL_SIZE + name + le_u16(h, 30) + le_u16(h, 32);
	}
	/* An ODF file packed again by hand has no readable "mimetype" at its start. */
	return has_content ? DOC_KIND_ODT : DOC_KIND_ARCHIVE;
}

/* Formats that are told by their first bytes alone. */
static const struct {
	struct str magic;
	enum doc_kind kind;
} magic_kind[] = {
	{ STR_INIT("{\\rtf"), DOC_KIND_RTF },
	{ STR_INIT("\x89PNG\r\n"), DOC_KIND_IMAGE },
	{ STR_INIT("\xFF\xD8\xFF"), DOC_KIND_IMAGE },
	{ STR_INIT("GIF87a"), DOC_KIND_IMAGE },
	{ STR_INIT("GIF89a"), DOC_KIND_IMAGE },
	{ STR_INIT("II*\0"), DOC_KIND_IMAGE },
	{ STR_INIT("MM\0*"), DOC_KIND_IMAGE },
	{ STR_INIT("Rar!\x1A\x07"), DOC_KIND_ARCHIVE },
	{ STR_INIT("7z\xBC\xAF\x27\x1C"), DOC_KIND_ARCHIVE },
	{ STR_INIT("\x1F\x8B"), DOC_KIND_ARCHIVE },
	{ STR_INIT("BZh"), DOC_KIND_ARCHIVE },
	{ STR_INIT("\xFD"
		   "7zXZ"),
		DOC_KIND_ARCHIVE },
};

/* Formats with a mark at a fixed place, and PDF, whose mark may come late. */
static enum doc_kind sniff_magic(struct str bytes)
{
	for (size_t i = 0; i < sizeof magic_kind / sizeof magic_kind[0]; i++)
		if (str_starts(bytes, magic_kind[i].magic))
			return magic_kind[i].kind;
	if (str_starts(bytes, STR("RIFF")) && str_is(str_sub(bytes, 8, 12), "WEBP"))
		return DOC_KIND_IMAGE;
	/* A bitmap's header: reserved words 0 and a small header size. */
	if (str_starts(bytes, STR("BM")) && le_u32(bytes, 6) == 0 && le_u32(bytes, 14) == 40)
		return DOC_KIND_IMAGE;
	if (str_is(str_sub(bytes, 257, 262), "ustar"))
		return DOC_KIND_ARCHIVE;
	struct str head = str_sub(bytes, 0, PDF_HEADER_SEARCH);
	if (str_find(head, STR("%PDF-"), 0) < head.n)
		return DOC_KIND_PDF;
	return DOC_KIND_UNKNOWN;
}

enum doc_kind doc_sniff(struct str bytes)
{
	if (str_trim(bytes).n == 0)
		return DOC_KIND_EMPTY;
	if (ole_has_magic(bytes))
		return sniff_ole(bytes);
	if (str_starts(bytes, STR("PK\3\4")) || str_starts(bytes, STR("PK\5\6")))
		return sniff_zip(bytes);
	enum doc_kind kind = sniff_magic(bytes);
	return kind == DOC_KIND_UNKNOWN ? sniff_text(bytes) : kind;
}
