#include "doc/docx_parts.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

#define CONTENT_TYPES(more) XML_HEAD \
	"<Types xmlns=\"" PACKAGE "content-types\">" \
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" \
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>" \
	"<Override PartName=\"/word/document.xml\" ContentType=\"" WORD_TYPE "document.main+xml\"/>" \
	"<Override PartName=\"/word/styles.xml\" ContentType=\"" WORD_TYPE "styles+xml\"/>" \
	"<Override PartName=\"/word/settings.xml\" ContentType=\"" WORD_TYPE "settings+xml\"/>" \
	"<Override PartName=\"/word/footer1.xml\" ContentType=\"" WORD_TYPE "footer+xml\"/>" \
	more \
	"<Override PartName=\"/docProps/core.xml\" " \
	"ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>" \
	"</Types>\n"
const char docx_content_types[] = CONTENT_TYPES("");
/* Of letters: another footer for even pages. */
const char docx_letter_types[] = CONTENT_TYPES(
	"<Override PartName=\"/word/footer2.xml\" ContentType=\"" WORD_TYPE "footer+xml\"/>");

const char docx_rels[] = XML_HEAD
	"<Relationships xmlns=\"" PACKAGE "relationships\">"
	"<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" Target=\"word/document.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" PACKAGE "relationships/metadata/core-properties\" "
	"Target=\"docProps/core.xml\"/>"
	"</Relationships>\n";

#define DOCUMENT_RELS(more) XML_HEAD \
	"<Relationships xmlns=\"" PACKAGE "relationships\">" \
	"<Relationship Id=\"rId1\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>" \
	"<Relationship Id=\"rId2\" Type=\"" OFFICE "/settings\" Target=\"settings.xml\"/>" \
	"<Relationship Id=\"rId3\" Type=\"" OFFICE "/footer\" Target=\"footer1.xml\"/>" \
	more \
	"</Relationships>\n"
const char docx_document_rels[] = DOCUMENT_RELS("");
const char docx_letter_rels[] = DOCUMENT_RELS(
	"<Relationship Id=\"rId4\" Type=\"" OFFICE "/footer\" Target=\"footer2.xml\"/>");

const char docx_document_open[] = XML_HEAD
	"<w:document xmlns:w=\"" WORD "\" xmlns:r=\"" OFFICE "\"><w:body>\n";

const char docx_core_open[] = XML_HEAD
	"<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\">";

#define SETTINGS(more) XML_HEAD \
	"<w:settings xmlns:w=\"" WORD "\"><w:zoom w:percent=\"100\"/>" \
	more \
	"<w:characterSpacingControl w:val=\"compressPunctuation\"/>" \
	"<w:compat><w:compatSetting w:name=\"compatibilityMode\" " \
	"w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>" \
	"<w:themeFontLang w:val=\"zh-CN\" w:eastAsia=\"zh-CN\"/></w:settings>\n"
const char docx_settings[] = SETTINGS("");
const char docx_letter_settings[] = SETTINGS("<w:evenAndOddHeaders/>");

#define FOOTER(place) XML_HEAD \
	"<w:ftr xmlns:w=\"" WORD "\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>" place "</w:pPr>" \
	"<w:r><w:t xml:space=\"preserve\">— </w:t></w:r>" \
	"<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>" \
	"<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>\n"
const char docx_footer[] = FOOTER("");
/* GB/T 9704-2012 7.5: at the outer edge, one character free. */
const char docx_odd_footer[] =
	FOOTER("<w:ind w:rightChars=\"100\" w:right=\"280\"/><w:jc w:val=\"right\"/>");
const char docx_even_footer[] =
	FOOTER("<w:ind w:leftChars=\"100\" w:left=\"280\"/><w:jc w:val=\"left\"/>");

#define FONT(name) \
	"<w:rFonts w:ascii=\"" name "\" w:hAnsi=\"" name "\" w:eastAsia=\"" name "\" w:cs=\"" name "\"/>"
#define SIZE(half) "<w:sz w:val=\"" half "\"/><w:szCs w:val=\"" half "\"/>"
#define STYLE(type, id, name) \
	"<w:style w:type=\"" type "\" w:customStyle=\"1\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/>"
#define BUILT_IN(id, name) \
	"<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/>" \
	"<w:basedOn w:val=\"Normal\"/>"
/* 28.95 pt: 225 mm of text in 22 lines (GB/T 9704-2012 5.2.3). */
#define LINE "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/>"
#define BORDER(side) "<w:" side " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"

const char docx_styles[] = XML_HEAD
	"<w:styles xmlns:w=\"" WORD "\"><w:docDefaults><w:rPrDefault><w:rPr>"
	FONT("仿宋_GB2312") SIZE("32")
	"<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
	"<w:pPrDefault/></w:docDefaults>"
	"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
	"<w:qFormat/><w:pPr>" LINE "<w:jc w:val=\"both\"/></w:pPr></w:style>"
	"<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
	"<w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/>"
	"<w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/></w:tblPr></w:style>"
	BUILT_IN("Title", "Title")
	"<w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr><w:keepNext/>"
	"<w:spacing w:before=\"0\" w:after=\"579\" w:line=\"640\" w:lineRule=\"exact\"/>"
	"<w:jc w:val=\"center\"/></w:pPr><w:rPr>" FONT("方正小标宋简体") SIZE("44") "</w:rPr></w:style>"
	BUILT_IN("Heading1", "heading 1")
	"<w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr><w:keepNext/>"
	"<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr>"
	FONT("黑体") "</w:rPr></w:style>"
	BUILT_IN("BodyText", "Body Text")
	"<w:qFormat/><w:pPr><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/></w:pPr></w:style>"
	BUILT_IN("Signature", "Signature")
	"<w:pPr><w:keepLines/><w:ind w:rightChars=\"200\" w:right=\"640\"/><w:jc w:val=\"right\"/></w:pPr>"
	"</w:style>"
	BUILT_IN("Footer", "footer")
	"<w:pPr><w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/></w:pPr><w:rPr>"
	FONT("宋体") SIZE("28") "</w:rPr></w:style>"
	STYLE("paragraph", "TableText", "Table Text")
	"<w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:line=\"240\" w:lineRule=\"exact\"/>"
	"<w:jc w:val=\"center\"/></w:pPr><w:rPr>" FONT("宋体") SIZE("18") "</w:rPr></w:style>"
	STYLE("paragraph", "TableLabel", "Table Label")
	"<w:basedOn w:val=\"TableText\"/><w:pPr><w:jc w:val=\"left\"/></w:pPr></w:style>"
	STYLE("table", "ReportTable", "Report Table")
	"<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>" BORDER("top") BORDER("left")
	BORDER("bottom") BORDER("right") BORDER("insideH") BORDER("insideV")
	"</w:tblBorders><w:tblCellMar><w:top w:w=\"15\" w:type=\"dxa\"/><w:left w:w=\"45\" w:type=\"dxa\"/>"
	"<w:bottom w:w=\"15\" w:type=\"dxa\"/><w:right w:w=\"45\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
	"</w:style></w:styles>\n";
