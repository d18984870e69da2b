#include "tests/doc_fixture.h"

#define W_NS " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define W03                                                                                        \
	"<w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\""         \
	" xmlns:wx=\"http://schemas.microsoft.com/office/word/2003/auxHint\""                      \
	" xmlns:aml=\"http://schemas.microsoft.com/aml/2001/core\" "                               \
	"xmlns:o=\"urn:schemas-microsoft-com:office:office\">"
#define PKG "<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">"
#define PART(name, data)                                                                           \
	"<pkg:part pkg:name=\"" name "\"><pkg:xmlData>" data "</pkg:xmlData></pkg:part>"
#define ODF                                                                                        \
	"<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""       \
	" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "                          \
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\""                                            \
	" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""                         \
	" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\">"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"

static const struct {
	const char *name, *xml, *want; /* an error: "code|part of the sentence" */
} row[] = {
	{ "Flat OPC: styles and numbers may stand behind the body, glossary styles do not count",
		PKG PART("/word/document.xml", "<w:document" W_NS "><w:body><w:p><w:pPr><w:pStyle "
								  "w:val=\"1\"/><w:numPr><w:numId "
								  "w:val=\"1\"/></w:numPr></w:pPr>"
					       "<w:r><w:t>总体</w:t></w:r></w:p></w:body></"
					       "w:document>") PART("/word/glossary/styles.xml",
			"<w:styles" W_NS "><w:style w:styleId=\"1\"><w:name w:val=\"heading "
					 "5\"/></w:style></w:styles>") PART("/word/styles.xml",
			"<w:styles" W_NS
			"><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading "
			"2\"/></w:style></w:styles>") PART("/word/numbering.xml",
			"<w:numbering" W_NS "><w:abstractNum w:abstractNumId=\"0\"><w:lvl "
					    "w:ilvl=\"0\"><w:numFmt w:val=\"chineseCounting\"/>"
			"<w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num "
			"w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>")
			PART("/docProps/core.xml",
				"<c "
				"xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>题名</"
				"dc:title></c>") "<pkg:part "
						 "pkg:name=\"/word/media/"
						 "a.png\"><pkg:binaryData>AAAA</pkg:binaryData></"
						 "pkg:part></pkg:package>",
		"format docx\ntitle 题名\nH2 [一、] 总体\n" },
	{ "Word 2003: sections, vmerge, printed list numbers, tracked changes, comments, headers",
		W03 "<o:DocumentProperties><o:Title>旧题</o:Title></o:DocumentProperties>"
		    "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"a1\"><w:name "
		    "w:val=\"heading 1\"/></w:style></w:styles>"
		    "<w:body><wx:sect><wx:sub-section><w:p><w:pPr><w:pStyle "
		    "w:val=\"a1\"/><w:listPr><w:ilvl w:val=\"0\"/><w:ilfo w:val=\"1\"/>"
		    "<wx:t "
		    "wx:val=\"一、\"/></w:listPr></w:pPr><w:r><w:t>总体</w:t></w:r></w:p></"
		    "wx:sub-section>"
		    "<w:p><aml:annotation aml:id=\"0\" "
		    "w:type=\"Word.Deletion\"><aml:content><w:r><w:delText>旧</w:delText></w:r></"
		    "aml:content></aml:annotation>"
		    "<aml:annotation aml:id=\"1\" "
		    "w:type=\"Word.Insertion\"><aml:content><w:r><w:t>新</w:t></w:r></"
		    "aml:content></aml:annotation>"
		    "<w:r><aml:annotation aml:id=\"2\" w:type=\"Word.Comment\"><aml:content>" P(
			    "批") "</aml:content></aml:annotation></w:r></w:p>"
				  "<w:tbl><w:tr><w:tc><w:tcPr><w:vmerge "
				  "w:val=\"restart\"/></w:tcPr>" P("甲") "</w:tc><w:tc>" P(
					  "1") "</w:tc></w:tr>"
					       "<w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></"
					       "w:tc><w:tc>" P(
						       "2") "</w:tc></w:tr></w:tbl>"
							    "<w:sectPr><w:hdr>" P(
								    "页眉") "</w:hdr></w:sectPr></"
									    "wx:sect></w:body></"
									    "w:wordDocument>",
		"format docx\ntitle 旧题\nH1 [一、] 总体\nP 新\nT 2 x 2\n  0,0 2x1\t甲\n  0,1\t1\n "
		" 1,1\t2\n"
		"W tracked.dropped 文件里有修订记录：已删除的内容没有读取，新增的内容按正文读取\nW "
		"comments.dropped 文件里有批注，没有读取\n" },
	{ "Word 2003: numbers counted from the list definitions when none is printed",
		W03 "<w:lists><w:listDef w:listDefId=\"3\"><w:lvl w:ilvl=\"0\"><w:start "
		    "w:val=\"2\"/><w:nfc w:val=\"37\"/><w:lvlText "
		    "w:val=\"（%1）\"/></w:lvl></w:listDef>"
		    "<w:list w:ilfo=\"1\"><w:ilst "
		    "w:val=\"3\"/></w:list></w:lists><w:body><w:p><w:pPr><w:listPr><w:ilvl "
		    "w:val=\"0\"/><w:ilfo w:val=\"1\"/></w:listPr></w:pPr>"
		    "<w:r><w:t>甲</w:t></w:r></w:p></w:body></w:wordDocument>",
		"format docx\nP [（二）] 甲\n" },
	{ "flat ODF in one pass",
		ODF
		"<office:meta><dc:title>题</dc:title></"
		"office:meta><office:styles><text:outline-style style:name=\"Outline\">"
		"<text:outline-level-style text:level=\"1\" style:num-format=\"一, 二, 三, ...\" "
		"style:num-suffix=\"、\"/></text:outline-style></office:styles>"
		"<office:master-styles><text:p>页眉</text:p></office:master-styles>"
		"<office:body><office:text><text:h text:outline-level=\"1\">总体</text:h><text:h "
		"text:outline-level=\"1\">主动</text:h>"
		"<table:table><table:table-row><table:table-cell><text:p>a</text:p></"
		"table:table-cell><table:table-cell/></table:table-row></table:table>"
		"</office:text></office:body></office:document>",
		"format odt\ntitle 题\nH1 [一、] 总体\nH1 [二、] 主动\nT 1 x 2\n  0,0\ta\n  "
		"0,1\t\n" },
	{ "a flat spreadsheet",
		ODF "<office:body><office:spreadsheet/></office:body></office:document>",
		"format|电子表格" },
	{ "some other XML", "<?xml version=\"1.0\"?><note>x</note>",
		"format|不是 Word 或 OpenDocument" },
	{ "a package without a document", PKG "</pkg:package>", "format|没有 Word 正文" },
	{ "DOCTYPE", "<!DOCTYPE x [<!ENTITY a \"b\">]>" PKG "</pkg:package>", "format|DOCTYPE" },
	{ "cut", PKG "<pkg:part>", "format|XML" },
	{ "nothing", "", "format|空的" },
	{ "no XML", "hello", "format|XML" },
};

int main(void)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, 64 << 20);
		struct str dump = fixture_dump(&a, doc_read_word_xml, str_cstr(row[i].xml));
		struct str want = str_cstr(row[i].want);
		size_t bar = str_find(want, STR("|"), 0);
		if (bar < want.n)
			fixture_check_error(row[i].name, dump,
				arena_cstr(&a, str_sub(want, 0, bar)),
				arena_cstr(&a, str_sub(want, bar + 1, want.n)));
		else
			fixture_check(row[i].name, dump, row[i].want);
		arena_done(&a);
	}
	return TEST_END();
}
