#include "tests/read_sample.h"

#define OLE "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
#define LOCAL(name_length)                                                                         \
	"PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\5\0\0\0\5\0\0\0" name_length "\0\0\0"
#define ZERO8 "\0\0\0\0\0\0\0\0"
#define S(lit) STR_INIT(lit)

static const struct {
	const char *name;
	struct str bytes;
	enum doc_kind kind;
} row[] = {
	{ "nothing", { NULL, 0 }, DOC_KIND_EMPTY },
	{ "blanks and a mark", S("\xEF\xBB\xBF \r\n\t"), DOC_KIND_EMPTY },
	{ "text", S("一、总体情况\r\n172件"), DOC_KIND_TEXT },
	{ "GBK text", S("\xD2\xBB\xA1\xA2\xD7\xDC\xCC\xE5"), DOC_KIND_TEXT },
	{ "text that speaks of <table>", S("用 <table> 标签，a < b，<br>换行"), DOC_KIND_TEXT },
	{ "Markdown", S("# 标题\n\n| a<br>b | c |\n|---|---|\n"), DOC_KIND_TEXT },
	{ "text in braces", S("{附件} [说明]"), DOC_KIND_TEXT },
	{ "text with colons", S("时间: 2024\n地点: 某市\n\n正文"), DOC_KIND_TEXT },
	{ "bytes", S("\1\2\3\4\5\6\7\0\0\0"), DOC_KIND_UNKNOWN },
	{ "program",
		S("\x7F"
		  "ELF\2\1\1\0\0\0\0\0"),
		DOC_KIND_UNKNOWN },
	{ "HTML with a type", S("\r\n<!DOCTYPE HTML PUBLIC \"x\"><p>a"), DOC_KIND_HTML },
	{ "HTML behind a comment", S("<!-- saved --><html><body>"), DOC_KIND_HTML },
	{ "XHTML", S("<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns='x'>"), DOC_KIND_HTML },
	{ "a fragment of HTML", S("<div class=a>x</div>"), DOC_KIND_HTML },
	{ "HTML behind text", S("公告<P>甲</P><TABLE border=1>"), DOC_KIND_HTML },
	{ "UTF-16 HTML", S("\xFF\xFE<\0h\0t\0m\0l\0>\0"), DOC_KIND_HTML },
	{ "MHTML",
		S("From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
		  "\tboundary=\"b\"\r\n\r\n--b\r\n<html><p><p>"),
		DOC_KIND_MHTML },
	{ "RTF", S("{\\rtf1\\ansi"), DOC_KIND_RTF },
	{ "RTF behind blanks", S("\xEF\xBB\xBF\n{\\rtf1"), DOC_KIND_RTF },
	{ "PDF", S("%PDF-1.4\n%\xE2\xE3\xCF\xD3"), DOC_KIND_PDF },
	{ "PDF behind junk", S("\n\njunk%PDF-1.7"), DOC_KIND_PDF },
	{ "JSON object", S(" {\"agency\": \"示例市\"}\n"), DOC_KIND_JSON },
	{ "JSON array", S("[1, 2]"), DOC_KIND_JSON },
	{ "Flat OPC",
		S("<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>"
		  "<pkg:package "
		  "xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">"),
		DOC_KIND_FLAT_OPC },
	{ "WordML 2003",
		S("<?xml version=\"1.0\"?><w:wordDocument xmlns:w="
		  "\"http://schemas.microsoft.com/office/word/2003/wordml\">"),
		DOC_KIND_WORDML2003 },
	{ "fodt",
		S("<?xml version=\"1.0\"?><office:document xmlns:office="
		  "\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:mimetype="
		  "\"application/vnd.oasis.opendocument.text\">"),
		DOC_KIND_FODT },
	{ "fods",
		S("<office:document "
		  "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
		  " office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">"),
		DOC_KIND_ODS },
	{ "other XML", S("<?xml version=\"1.0\"?><rss/>"), DOC_KIND_UNKNOWN },
	{ "docx", S(LOCAL("\x11") "word/document.xml12345"), DOC_KIND_DOCX },
	{ "docx behind its types", S(LOCAL("\3") "abc12345" LOCAL("\5") "word/"), DOC_KIND_DOCX },
	{ "xlsx", S(LOCAL("\x0F") "xl/workbook.xml"), DOC_KIND_XLSX },
	{ "pptx", S(LOCAL("\4") "ppt/"), DOC_KIND_PPT },
	{ "OFD", S(LOCAL("\7") "OFD.xml"), DOC_KIND_OFD },
	{ "odt", S(LOCAL("\x08") "mimetypeapplication/vnd.oasis.opendocument.text"), DOC_KIND_ODT },
	{ "ods", S(LOCAL("\x08") "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
		DOC_KIND_ODS },
	{ "odt by its directory",
		S("PK\3\4"
		  "PK\1\2" ZERO8 ZERO8 ZERO8 "\x0B\0" ZERO8 ZERO8 "content.xml"
		  "PK\5\6" ZERO8 "\x39\0\0\0\4\0\0\0\0\0"),
		DOC_KIND_ODT },
	{ "zip of something", S(LOCAL("\5") "a.txt12345"), DOC_KIND_ARCHIVE },
	{ "empty zip", S("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), DOC_KIND_ARCHIVE },
	{ "cut zip", S("PK\3\4"), DOC_KIND_ARCHIVE },
	{ "rar", S("Rar!\x1A\x07\x01\0"), DOC_KIND_ARCHIVE },
	{ "7z", S("7z\xBC\xAF\x27\x1C\0\4"), DOC_KIND_ARCHIVE },
	{ "gzip", S("\x1F\x8B\x08\0"), DOC_KIND_ARCHIVE },
	{ "png", S("\x89PNG\r\n\x1A\n"), DOC_KIND_IMAGE },
	{ "jpeg", S("\xFF\xD8\xFF\xE0"), DOC_KIND_IMAGE },
	{ "tiff", S("II*\0\x08\0\0\0"), DOC_KIND_IMAGE },
	{ "webp", S("RIFF\1\2\3\4WEBPVP8 "), DOC_KIND_IMAGE },
	{ "damaged OLE, Word",
		S(OLE "x"
		      "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"),
		DOC_KIND_DOC },
	{ "damaged OLE, Excel", S(OLE "W\0o\0r\0k\0b\0o\0o\0k\0"), DOC_KIND_XLS },
	{ "damaged OLE, slides", S(OLE "P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0 \0D\0o\0c\0u\0"),
		DOC_KIND_PPT },
	{ "damaged OLE, password", S(OLE "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
		DOC_KIND_OLE_ENCRYPTED },
	{ "only OLE", S(OLE), DOC_KIND_UNKNOWN },
};

/* Renames the Word stream of a real container: the directory decides, not luck. */
static void containers(void)
{
	static const struct {
		struct str name;
		unsigned char length;
		enum doc_kind kind;
	} other[] = {
		{ S("W\0o\0r\0k\0b\0o\0o\0k\0\0\0\0\0\0\0\0\0"), 18, DOC_KIND_XLS },
		{ S("B\0o\0o\0k\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), 10, DOC_KIND_XLS },
		{ S("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), 26, DOC_KIND_DOC },
		{ S("S\0o\0m\0e\0t\0h\0i\0n\0g\0E\0l\0s\0"), 26, DOC_KIND_UNKNOWN },
	};
	struct arena a;
	struct str s;
	arena_init(&a, DOC_ARENA_MAX);
	bool here = sample_load(&a, "notice.doc", false, &s);
	CHECK(here, "fixture notice.doc");
	for (size_t i = 0; here && i < sizeof other / sizeof other[0]; i++) {
		char *p = arena_cstr(&a, s);
		size_t at = str_find(s, STR("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), 0);
		memcpy(p + at, other[i].name.p, other[i].name.n);
		p[at + 0x40] = (char)other[i].length;
		enum doc_kind k = doc_sniff((struct str){ p, s.n });
		CHECK(k == other[i].kind, "container %zu is %s", i, doc_kind_name(k));
	}
	arena_done(&a);
}

static void files(void)
{
	static const struct {
		const char *name;
		bool shared;
		enum doc_kind kind;
	} file[] = {
		{ "report-2019.doc", false, DOC_KIND_DOC },
		{ "report-2019.html", false, DOC_KIND_HTML },
		{ "report-2019.rtf", false, DOC_KIND_RTF },
		{ "notice.mht", false, DOC_KIND_MHTML },
		{ "reports/samples/binhai-2024.docx", true, DOC_KIND_DOCX },
		{ "reports/samples/bad-truncated.docx", true, DOC_KIND_DOCX },
		{ "reports/samples/zibo-gaoxin-2024.odt", true, DOC_KIND_ODT },
		{ "reports/samples/real-wps-2023.pdf", true, DOC_KIND_PDF },
		{ "reports/samples/donghu-2024.doc", true, DOC_KIND_DOC },
		{ "reports/binhai-2024.txt", true, DOC_KIND_TEXT },
		{ "reports/binhai-2024.expected.json", true, DOC_KIND_JSON },
	};
	for (size_t i = 0; i < sizeof file / sizeof file[0]; i++) {
		struct arena a;
		struct str s;
		arena_init(&a, DOC_FILE_MAX);
		bool here = sample_load(&a, file[i].name, file[i].shared, &s);
		if (!here && file[i].shared)
			SKIP_CASE(file[i].name, "sample is not here");
		else
			CHECK(here && doc_sniff(s) == file[i].kind, "%s", file[i].name);
		arena_done(&a);
	}
}

/* Every prefix of every sample, in memory of its exact size. */
static void prefixes(void)
{
	size_t unnamed = 0, n = 0;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		for (size_t k = 0; k <= row[i].bytes.n; k++, n++) {
			char *p = mem_alloc(k);
			if (!p)
				abort();
			if (k)
				memcpy(p, row[i].bytes.p, k);
			unnamed += doc_kind_name(doc_sniff((struct str){ p, k }))[0] == 0;
			mem_free(p);
		}
	}
	CHECK(unnamed == 0 && n > 1000, "%zu prefixes have a kind", n);
}

int main(void)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		enum doc_kind k = doc_sniff(row[i].bytes);
		CHECK(k == row[i].kind, "%s is %s", row[i].name, doc_kind_name(k));
	}
	CHECK(str_is(str_cstr(doc_kind_name((enum doc_kind)999)), "未知格式"), "a foreign kind");
	containers();
	files();
	prefixes();
	return TEST_END();
}
