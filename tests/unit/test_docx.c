#include "tests/doc_fixture.h"

#include "doc/numeral.h"

#define W_NS " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define MC_NS " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
#define REL_NS " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const char RELS[] = "<Relationships" REL_NS "><Relationship Id=\"a\" Type=\"" REL
			   "/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
static const char DOC_RELS[] = "<Relationships" REL_NS "><Relationship Id=\"s\" Type=\"" REL
			       "/styles\" Target=\"styles.xml\"/><Relationship Id=\"n\" Type=\"" REL
			       "/numbering\" Target=\"/word/numbering.xml\"/></Relationships>";

/* Style ids are localized on purpose; only the names are the built-in ones. */
static const char STYLES[] =
	"<w:styles" W_NS ">"
	"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name "
	"w:val=\"Normal\"/></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn "
	"w:val=\"a\"/></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"x\"><w:name "
	"w:val=\"我的标题\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"y\"><w:name w:val=\"派生\"/><w:basedOn "
	"w:val=\"x\"/></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"c1\"><w:name w:val=\"c1\"/><w:basedOn "
	"w:val=\"c2\"/></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"c2\"><w:name w:val=\"c2\"/><w:basedOn "
	"w:val=\"c1\"/></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"z\"><w:name "
	"w:val=\"z-窗体顶端\"/><w:rPr><w:vanish/></w:rPr></w:style>"
	"<w:style w:type=\"character\" w:styleId=\"h\"><w:name "
	"w:val=\"hid\"/><w:rPr><w:vanish/></w:rPr></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"n\"><w:name "
	"w:val=\"numbered\"/><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style>"
	"</w:styles>";

#define LVL(i, fmt, text)                                                                          \
	"<w:lvl w:ilvl=\"" i "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" fmt                     \
	"\"/><w:lvlText w:val=\"" text "\"/></w:lvl>"
static const char NUMBERING[] = "<w:numbering" W_NS "><w:abstractNum w:abstractNumId=\"7\">" LVL(
	"0", "chineseCountingThousand", "%1、") LVL("1", "chineseCounting", "（%2）") LVL("2",
	"decimal",
	"%3.") "</w:abstractNum>"
	       "<w:abstractNum w:abstractNumId=\"8\">" LVL("0", "decimal", "%1") LVL("1", "decimal",
		       "%1.%2") "</w:abstractNum>"
				"<w:abstractNum w:abstractNumId=\"9\">" LVL("0", "bullet",
					"●") "<w:lvl w:ilvl=\"1\"><w:start w:val=\"5\"/><w:numFmt "
					     "w:val=\"upperRoman\"/><w:lvlText "
					     "w:val=\"%2)\"/><w:pStyle "
					     "w:val=\"n\"/></w:lvl></w:abstractNum>"
					     "<w:num w:numId=\"1\"><w:abstractNumId "
					     "w:val=\"7\"/></w:num>"
					     "<w:num w:numId=\"2\"><w:abstractNumId "
					     "w:val=\"8\"/></w:num>"
					     "<w:num w:numId=\"3\"><w:abstractNumId "
					     "w:val=\"9\"/></w:num>"
					     "<w:num w:numId=\"4\"><w:abstractNumId "
					     "w:val=\"7\"/><w:lvlOverride "
					     "w:ilvl=\"0\"><w:startOverride "
					     "w:val=\"1\"/></w:lvlOverride></w:num>"
					     "</w:numbering>";

#define T(text) "<w:r><w:t>" text "</w:t></w:r>"
#define P(text) "<w:p>" T(text) "</w:p>"
#define NUM(id, level, text)                                                                       \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" id                   \
	"\"/></w:numPr></w:pPr>" T(text) "</w:p>"
#define TC(text) "<w:tc><w:p>" T(text) "</w:p></w:tc>"
#define TCP(pr, text) "<w:tc><w:tcPr>" pr "</w:tcPr><w:p>" T(text) "</w:p></w:tc>"
#define TBL(rows) "<w:tbl><w:tblPr/>" rows "</w:tbl>"
#define TR(cells) "<w:tr>" cells "</w:tr>"
#define SPAN(n) "<w:gridSpan w:val=\"" n "\"/>"
#define DOWN "<w:vMerge w:val=\"restart\"/>"
#define CONT "<w:vMerge/>"

static const struct {
	const char *name, *body, *want;
} row[] = {
	{ "text of split runs, tab, break, hyphen, symbol",
		"<w:p>" T("一")
			T("、总") "<w:r><w:t xml:space=\"preserve\">体 "
				  "</w:t><w:tab/><w:t>x</w:t><w:br/>"
				  "<w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/><w:sym "
				  "w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r></w:p>",
		"P 一、总体 \\tx\\n1-2✓\n" },
	{ "tracked changes: deletions out, insertions in",
		"<w:p>" T("甲") "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>" T(
			"新") "</w:ins>"
			      "<w:moveFrom>" T("走") "</w:moveFrom><w:moveTo>" T(
				      "来") "</w:moveTo></w:p>",
		"P 甲新来\nW tracked.dropped "
		"文件里有修订记录：已删除的内容没有读取，新增的内容按正文读取\n" },
	{ "hidden runs by property, character style and paragraph style; vanish=0 is shown",
		"<w:p>" T("见") "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
				"<w:r><w:rPr><w:rStyle w:val=\"h\"/></w:rPr><w:t>藏</w:t></w:r>"
				"<w:r><w:rPr><w:rStyle w:val=\"h\"/><w:vanish "
				"w:val=\"0\"/></w:rPr><w:t>的</w:t></w:r></w:p>"
				"<w:p><w:pPr><w:pStyle w:val=\"z\"/></w:pPr>" T(
					"窗体顶端") "</w:p>",
		"P 见的\nW hidden.dropped 文件里有隐藏文字，没有读取\n" },
	{ "sdt, hyperlink, smartTag and AlternateContent are transparent, Fallback is not read",
		"<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>" P(
			"控件") "</w:sdtContent></w:sdt>"
				"<w:p><w:hyperlink>" T("链") "</w:hyperlink><w:smartTag>" T(
					"标") "</w:smartTag>"
					      "<w:r><mc:AlternateContent><mc:Choice "
					      "Requires=\"x\"><w:t>新</w:t></mc:Choice>"
					      "<mc:Fallback><w:t>旧</w:t></mc:Fallback></"
					      "mc:AlternateContent></w:r></w:p>",
		"P 控件\nP 链标新\n" },
	{ "field codes out, field results in; footnote marks, ruby guides and comments out",
		"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>" T(
			"3") "<w:fldSimple w:instr=\"x\">" T("4") "</w:fldSimple>"
								  "<w:r><w:footnoteReference "
								  "w:id=\"2\"/></"
								  "w:r><w:r><w:ruby><w:rt>" T("zi") "</w:rt><w:rubyBase>" T(
									  "字") "</w:rubyBase></"
										"w:ruby></"
										"w:r><w:r><w:"
										"commentReference "
										"w:id=\"0\"/></"
										"w:r></w:p>",
		"P 34字\nW comments.dropped 文件里有批注，没有读取\n" },
	{ "a text box is read once, in front of the paragraph it hangs on",
		"<w:p>" T("正文") "<w:r><mc:AlternateContent><mc:Choice "
				  "Requires=\"wps\"><w:drawing><w:txbxContent>" P(
					  "框内") "</w:txbxContent></w:drawing></"
						  "mc:Choice><mc:Fallback><w:pict><w:"
						  "txbxContent>" P("框内") "</w:txbxContent></"
									   "w:pict></mc:Fallback></"
									   "mc:AlternateContent></"
									   "w:r></w:p>",
		"P 框内\nP 正文\n" },
	{ "headings by style name, by outline level, inherited, and switched off",
		"<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr>" T(
			"甲") "</w:p><w:p><w:pPr><w:pStyle "
			      "w:val=\"x\"/></w:pPr>" T(
				      "乙") "</w:p><w:p><w:pPr><w:pStyle "
					    "w:val=\"y\"/></w:pPr>" T(
						    "丙") "</"
							  "w:p><w:p><w:pPr><w:"
							  "outlineLvl "
							  "w:val=\"3\"/></"
							  "w:pPr>" T(
								  "丁") "</"
									"w:p><"
									"w:p><"
									"w:"
									"pPr><"
									"w:"
									"pStyl"
									"e "
									"w:"
									"val="
									"\"1\""
									"/"
									"><w:"
									"outli"
									"neLvl"
									" "
									"w:"
									"val="
									"\"9\""
									"/"
									"></"
									"w:"
									"pPr"
									">" T("戊") "</w:p>"
										    "<w:p><w:pPr><"
										    "w:pStyle "
										    "w:val=\"c1\"/"
										    "></w:pPr>" T(
											    "己") "</w:p>",
		"H1 甲\nH2 乙\nH2 丙\nH4 丁\nP 戊\nP 己\n" },
	{ "automatic numbers: Chinese, nested, restarted below, shared and overridden",
		NUM("1", "0", "总体") NUM("1", "1", "甲") NUM("1", "1", "乙") NUM("1", "2", "子")
			NUM("1", "0", "主动") NUM("1", "1", "丙") NUM("4", "0", "重来")
				NUM("0", "0", "无号"),
		"P [一、] 总体\nP [（一）] 甲\nP [（二）] 乙\nP [1.] 子\nP [二、] 主动\nP [（一）] "
		"丙\nP [一、] 重来\nP 无号\n" },
	{ "automatic numbers: two levels in one label, bullets none, level bound to a style",
		NUM("2", "0", "a") NUM("2", "1", "b") NUM("2", "1", "c") NUM("3", "0",
			"d") "<w:p><w:pPr><w:pStyle w:val=\"n\"/></w:pPr>" T("e") "</w:p>",
		"P [1] a\nP [1.1] b\nP [1.2] c\nP d\nP [V)] e\n" },
	{ "merged cells without tblGrid: gridSpan, vMerge, hMerge",
		TBL(TR(TCP(SPAN("2") DOWN, "角") TCP(SPAN("2"), "头")) TR(TCP(SPAN("2") CONT, "")
				TC("甲") TC("乙")) TR(TCP("<w:hMerge w:val=\"restart\"/>", "左")
				TCP("<w:hMerge/>", "") TC("1") TC(""))),
		"T 3 x 4\n  0,0 2x2\t角\n  0,2 1x2\t头\n  1,2\t甲\n  1,3\t乙\n  2,0 1x2\t左\n  "
		"2,2\t1\n  2,3\t\n" },
	{ "gridSpan 0 counts as one; gridBefore leaves columns out; gridAfter needs nothing",
		TBL(TR(TCP(SPAN("0"), "a") TC("b")
				TC("c")) "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/><w:gridAfter "
					 "w:val=\"1\"/></w:trPr>" TC("d") "</w:tr>"),
		"T 2 x 3\n  0,0\ta\n  0,1\tb\n  0,2\tc\n  1,1\td\n" },
	{ "stray continuation cells that make a row too wide are left out",
		"<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>" TR(
			TCP(SPAN("2") DOWN, "甲") TC("乙"))
			TR(TCP(CONT, "") TCP(CONT, "") TC("丙")) "</w:tbl>",
		"T 2 x 3\n  0,0 2x2\t甲\n  0,2\t乙\n  1,2\t丙\n" },
	{ "a continuation that continues nothing but fits the grid is a blank cell",
		TBL(TR(TCP(CONT, "") TC("甲") TC("乙")) TR(TCP(CONT, "") TC("丙") TC("丁"))),
		"T 2 x 3\n  0,0 2x1\t\n  0,1\t甲\n  0,2\t乙\n  1,1\t丙\n  1,2\t丁\n" },
	{ "rows and cells in content controls; deleted and hidden rows out",
		TBL("<w:sdt><w:sdtContent>" TR(TC("a") "<w:sdt><w:sdtContent>" TC(
			"b") "</w:sdtContent></w:sdt>") "</w:sdtContent></w:sdt>"
							"<w:tr><w:trPr><w:del/></w:trPr>" TC("x") TC(
								"y") "</"
								     "w:tr><w:tr><w:trPr><w:hidden/"
								     "></w:trPr>" TC("x")
									     TC("y") "</w:tr>" TR(
										     TC("c") TC(
											     "d"))),
		"T 2 x 2\n  0,0\ta\n  0,1\tb\n  1,0\tc\n  1,1\td\n"
		"W hidden.dropped 文件里有隐藏文字，没有读取\n"
		"W tracked.dropped "
		"文件里有修订记录：已删除的内容没有读取，新增的内容按正文读取\n" },
	{ "paragraphs of a cell are lines; numbers stand before words, not before values",
		TBL(TR("<w:tc>" P("一") "<w:p/>" P("二") "</w:tc><w:tc>" NUM(
			"2", "0", "属于国家秘密") "</w:tc>"
						  "<w:tc>" NUM("2", "0", "15") "</w:tc><w:tc>" NUM(
							  "2", "0", "") "</w:tc>")),
		"T 1 x 4\n  0,0\t一\\n二\n  0,1\t1属于国家秘密\n  0,2\t15\n  0,3\t3\n" },
	{ "an inner table is flattened into its cell",
		TBL(TR(TC("外") "<w:tc>" P("前") TBL(TR(TC("1") TC("2")) TR(TC("3") TC("4")))
				P("后") "</w:tc>")),
		"T 1 x 2\n  0,0\t外\n  0,1\t前\\n1\\t2\\n3\\t4\\n后\n" },
	{ "a table of one cell is only layout: what it holds stands for itself",
		TBL(TR("<w:tc>" P("前") TBL(TR(TC("1") TC("2"))) "<w:p/></w:tc>")),
		"P 前\nT 1 x 2\n  0,0\t1\n  0,1\t2\n" },
	{ "only a picture", "<w:p><w:r><w:drawing/></w:r></w:p>",
		"W pictures.only "
		"文件里只有图片，没有文字；表格如果是图片，请先识别成文字再读取\n" },
	{ "section properties inside a paragraph do not end it",
		"<w:p><w:pPr><w:sectPr><w:hdr>" P("页眉") "</w:hdr></w:sectPr></w:pPr>" T(
			"文") "</w:p>",
		"P 文\n" },
};

/* Wraps a body in a package with the styles and numbering above. */
static struct str package(struct arena *a, const char *body)
{
	struct str xml = arena_fmt(a,
		"<?xml version=\"1.0\"?><w:document" W_NS MC_NS "><w:body>%s</w:body></w:document>",
		body);
	const struct fixture_part part[] = { { "_rels/.rels", RELS, NULL },
		{ "word/document.xml", xml.p, NULL },
		{ "word/_rels/document.xml.rels", DOC_RELS, NULL },
		{ "word/styles.xml", STYLES, NULL }, { "word/numbering.xml", NUMBERING, NULL },
		{ NULL, NULL, NULL } };
	return fixture_zip(a, part);
}

static void bodies(void)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, 64 << 20);
		struct str dump = fixture_dump(&a, doc_read_docx, package(&a, row[i].body));
		struct str want = arena_fmt(&a, "format docx\n%s", row[i].want);
		fixture_check(row[i].name, dump, want.p);
		arena_done(&a);
	}
}

#define DOC(body) "<w:document" W_NS "><w:body>" body "</w:body></w:document>"
#define TYPES                                                                                      \
	"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override " \
	"PartName=\"/w/main.xml\" "                                                                \
	"ContentType=\"application/"                                                               \
	"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
#define STRICT_REL                                                                                 \
	"<Relationships" REL_NS "><Relationship Id=\"a\" "                                         \
	"Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" "         \
	"Target=\"/x/../x/y.xml\"/></Relationships>"

/* Packages whose parts, names or main part are odd. */
static const struct {
	const char *name, *want; /* an error: "code|part of the sentence" */
	struct fixture_part part[4];
} pack[] = {
	{ "main part found through content types", "P 文\n",
		{ { "[Content_Types].xml", TYPES, NULL }, { "w/main.xml", DOC(P("文")), NULL } } },
	{ "strict namespaces, odd place, dots in the target", "P 文\n",
		{ { "_rels/.rels", STRICT_REL, NULL },
			{ "x/y.xml",
				"<d:document "
				"xmlns:d=\"http://purl.oclc.org/ooxml/wordprocessingml/"
				"main\"><d:body><d:p><d:r>"
				"<d:t>文</d:t></d:r></d:p></d:body></d:document>",
				NULL } } },
	{ "backslashes and a slash in front of member names", "P 文\n",
		{ { "\\_rels\\.rels", RELS, NULL },
			{ "/word\\document.xml", DOC(P("文")), NULL } } },
	{ "member names in other case", "P 文\n",
		{ { "_RELS/.rels", RELS, NULL }, { "Word/Document.xml", DOC(P("文")), NULL } } },
	{ "UTF-16 is told by its declaration only: refused, not garbled", "format|XML",
		{ { "_rels/.rels", RELS, NULL },
			{ "word/document.xml",
				"<?xml version=\"1.0\" encoding=\"nonsense\"?>" DOC(P("文")),
				NULL } } },
	{ "no main part", "format|没有正文", { { "_rels/.rels", RELS, NULL } } },
	{ "a zip without a document", "format|没有正文", { { "a.txt", "x", NULL } } },
	{ "main part is another kind", "format|没有 Word 正文",
		{ { "_rels/.rels", RELS, NULL }, { "word/document.xml", "<a><b/></a>", NULL } } },
	{ "altChunk only", "format|另存为 docx",
		{ { "_rels/.rels", RELS, NULL },
			{ "word/document.xml", DOC("<w:altChunk/><w:p/>"), NULL } } },
	{ "malformed XML", "format|XML",
		{ { "_rels/.rels", RELS, NULL },
			{ "word/document.xml", DOC("<w:p><w:r></w:p>"), NULL } } },
	{ "cut XML", "format|XML",
		{ { "_rels/.rels", RELS, NULL },
			{ "word/document.xml", "<w:document" W_NS "><w:body><w:p>", NULL } } },
	{ "empty main part", "format|空的",
		{ { "_rels/.rels", RELS, NULL }, { "word/document.xml", "", NULL } } },
	{ "entity bomb", "format|DOCTYPE",
		{ { "_rels/.rels", RELS, NULL },
			{ "word/document.xml",
				"<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
				"\"&a;&a;&a;&a;\">]>" DOC(P("&b;")),
				NULL } } },
	{ "external entity", "format|DOCTYPE",
		{ { "_rels/.rels", RELS, NULL }, { "word/document.xml",
							 "<!DOCTYPE x [<!ENTITY a SYSTEM "
							 "\"file:///etc/passwd\">]>" DOC(P("&a;")),
							 NULL } } },
	{ "external DTD", "format|DOCTYPE",
		{ { "_rels/.rels", RELS, NULL },
			{ "word/document.xml",
				"<!DOCTYPE x SYSTEM \"http://127.0.0.1/x.dtd\">" DOC(P("a")),
				NULL } } },
	{ "a step upward in a member name", "format|路径",
		{ { "_rels/.rels", RELS, NULL }, { "word/document.xml", DOC(P("a")), NULL },
			{ "../../evil", "x", NULL } } },
	{ "encrypted member", "format|密码",
		{ { "_rels/.rels", RELS, NULL }, { "word/document.xml", DOC(P("a")), "secret" } } },
	{ "a damaged side part only costs its information",
		"P 文\nW part.damaged "
		"文件的样式或编号部分有损坏，标题级别和自动编号可能不全\n",
		{ { "_rels/.rels", RELS, NULL }, { "word/document.xml", DOC(P("文")), NULL },
			{ "word/_rels/document.xml.rels", DOC_RELS, NULL },
			{ "word/styles.xml", "<broken", NULL } } },
};

static void packages(void)
{
	for (size_t i = 0; i < sizeof pack / sizeof pack[0]; i++) {
		struct arena a;
		arena_init(&a, 64 << 20);
		struct fixture_part part[5] = { { NULL, NULL, NULL } };
		memcpy(part, pack[i].part, sizeof pack[i].part);
		struct str dump = fixture_dump(&a, doc_read_docx, fixture_zip(&a, part));
		struct str want = str_cstr(pack[i].want);
		size_t bar = str_find(want, STR("|"), 0);
		if (bar < want.n)
			fixture_check_error(pack[i].name, dump,
				arena_cstr(&a, str_sub(want, 0, bar)),
				arena_cstr(&a, str_sub(want, bar + 1, want.n)));
		else
			fixture_check(pack[i].name, dump,
				arena_fmt(&a, "format docx\n%s", pack[i].want).p);
		arena_done(&a);
	}
}

/* Archives made wrong on purpose. */
static void archives(void)
{
	struct arena a;
	arena_init(&a, 64 << 20);
	struct str good = package(&a, P("文"));
	/* Two members of one name: libzip will not write them, so the second is renamed in the
	 * bytes. */
	struct fixture_part twice[] = { { "_rels/.rels", RELS, NULL },
		{ "word/document.xml", DOC(P("真")), NULL },
		{ "word/document.xmL", DOC(P("假")), NULL }, { NULL, NULL, NULL } };
	struct str bytes = fixture_zip(&a, twice);
	for (size_t at = 0; (at = str_find(bytes, STR("document.xmL"), at)) < bytes.n; at++)
		((char *)bytes.p)[at + 11] = 'l';
	fixture_check_error(
		"two main parts", fixture_dump(&a, doc_read_docx, bytes), "format", "同名");
	/* Every cut of a good file must end in a document or a
	 * sentence. */
	int survived = 0;
	for (size_t n = 0; n < good.n; n += 7)
		survived += fixture_dump(&a, doc_read_docx, str_sub(good, 0, n)).n > 0;
	CHECK(survived == (int)((good.n + 6) / 7), "all cuts are survived");
	arena_done(&a);
}

/* Repeats a piece n times between two others. */
static char *repeated(
	struct arena *a, const char *front, const char *piece, size_t n, const char *end)
{
	struct buf b;
	buf_init(&b, 64 << 20);
	buf_cstr(&b, front);
	for (size_t i = 0; i < n; i++)
		buf_cstr(&b, piece);
	buf_cstr(&b, end);
	char *z = arena_cstr(a, buf_view(&b));
	buf_done(&b);
	return z;
}

static void hostile(void)
{
	struct arena a;
	arena_init(&a, 256 << 20);
	struct str good = package(&a, P("文"));
	fixture_check("the package itself is good", fixture_dump(&a, doc_read_docx, good),
		"format docx\nP 文\n");
	fixture_check_error("cut archive",
		fixture_dump(&a, doc_read_docx, str_sub(good, 0, good.n * 2 / 3)), "format",
		"损坏");
	fixture_check_error("no archive",
		fixture_dump(&a, doc_read_docx, STR("not a zip file at all, really")), "format",
		"损坏");
	fixture_check_error(
		"empty file", fixture_dump(&a, doc_read_docx, STR("")), "format", "损坏");
	fixture_check_error("100000 levels",
		fixture_dump(
			&a, doc_read_docx, package(&a, repeated(&a, "", "<w:sdt>", 100000, ""))),
		"limit", "嵌套");
	fixture_check_error("1000 nested tables",
		fixture_dump(&a, doc_read_docx,
			package(&a, repeated(&a, "", "<w:tbl><w:tr><w:tc>", 1000, ""))),
		"limit", "嵌套");
	fixture_check("gridSpan far beyond any table",
		fixture_dump(&a, doc_read_docx,
			package(&a, TBL(TR(TCP(SPAN("2147483647"), "a")) TR(TC("b"))))),
		"format docx\nT 2 x 256\n  0,0 1x256\ta\n  1,0\tb\n");
	fixture_check_error("two of them",
		fixture_dump(&a, doc_read_docx,
			package(&a, TBL(TR(TCP(SPAN("2147483647"), "a")
						    TCP(SPAN("99999999999999999999"), "b"))))),
		"limit", "列");
	fixture_check_error("25000 rows",
		fixture_dump(&a, doc_read_docx,
			package(&a,
				repeated(&a, "<w:tbl>", TR(TC("a") TC("b")), 25000, "</w:tbl>"))),
		"limit", "行");
	struct fixture_part bomb[] = { { "_rels/.rels", RELS, NULL },
		{ "word/document.xml",
			repeated(
				&a, "<w:document" W_NS ">", "          ", 2000000, "</w:document>"),
			NULL },
		{ NULL, NULL, NULL } };
	fixture_check_error("20 MB of blanks",
		fixture_dump(&a, doc_read_docx, fixture_zip(&a, bomb)), "limit", "压缩");
	struct fixture_part *many = arena_array(&a, struct fixture_part, 10001);
	for (int i = 0; i < 10000; i++)
		many[i] = (struct fixture_part){ arena_fmt(&a, "f%d", i).p, "", NULL };
	fixture_check_error("10000 entries", fixture_dump(&a, doc_read_docx, fixture_zip(&a, many)),
		"limit", "成员");
	arena_done(&a);
}

static void numerals(void)
{
	static const struct {
		enum numeral kind;
		int n;
		const char *want;
	} number[] = { { NUMERAL_CHINESE, 10, "十" }, { NUMERAL_CHINESE, 12, "十二" },
		{ NUMERAL_CHINESE, 20, "二十" }, { NUMERAL_CHINESE, 105, "一百零五" },
		{ NUMERAL_CHINESE, 110, "一百一十" }, { NUMERAL_CHINESE, 1010, "一千零一十" },
		{ NUMERAL_CHINESE_LEGAL, 11, "壹拾壹" }, { NUMERAL_CHINESE_DIGIT, 10, "一〇" },
		{ NUMERAL_STEM, 3, "丙" }, { NUMERAL_STEM, 11, "11" }, { NUMERAL_CIRCLED, 20, "⑳" },
		{ NUMERAL_CIRCLED, 21, "21" }, { NUMERAL_ROMAN_LOWER, 1994, "mcmxciv" },
		{ NUMERAL_LETTER_UPPER, 27, "AA" }, { NUMERAL_LETTER_LOWER, 28, "bb" },
		{ NUMERAL_FULL_WIDTH, 12, "１２" }, { NUMERAL_DECIMAL_ZERO, 7, "07" },
		{ NUMERAL_NONE, 7, "" }, { NUMERAL_LETTER_UPPER, 0, "0" },
		{ NUMERAL_CHINESE, 2000000000, "2000000000" } };
	struct buf b;
	buf_init(&b, 1000);
	for (size_t i = 0; i < sizeof number / sizeof number[0]; i++) {
		buf_clear(&b);
		numeral_print(&b, number[i].kind, number[i].n);
		CHECK(str_is(buf_view(&b), number[i].want), "numeral %d is %s", number[i].n,
			number[i].want);
	}
	buf_done(&b);
}

/* Files that other programs made of tests/doc/fixtures/source.html. */
static void foreign(void)
{
	struct arena a;
	struct str bytes;
	arena_init(&a, 64 << 20);
	CHECK(fixture_file(&a, "tests/doc/fixtures/libreoffice.docx", &bytes), "fixture is there");
	fixture_check("docx by LibreOffice", fixture_dump(&a, doc_read_docx, bytes),
		"format docx\ntitle 示例市公安局2024年报告\n" FIXTURE_TEXT);
	CHECK(fixture_file(&a, "tests/doc/fixtures/pandoc.docx", &bytes), "fixture is there");
	fixture_check("docx by pandoc, which prints the title as well",
		fixture_dump(&a, doc_read_docx, bytes),
		"format docx\ntitle 示例市公安局2024年报告\nH1 "
		"示例市公安局2024年报告\n" FIXTURE_TEXT);
	if (fixture_file(&a, "../shared/reports/samples/binhai-2024.docx", &bytes)) {
		/* Some of binhai-2024.docx.expected.json, at their places in the national layout.
		 */
		struct str dump = fixture_dump(&a, doc_read_docx, bytes);
		CHECK(str_has(dump, "T 14 x 4\n") && str_has(dump, "\n  9,1 1x3\t1795941\n") &&
				str_has(dump, "\n  6,1 1x3\t521699\n"),
			"real report, table 2");
		CHECK(str_has(dump, "T 28 x 10\n") &&
				str_has(dump, "\n  5,0 22x1\t三、本年度办理结果\n") &&
				str_has(dump, "\n  3,3\t151\n") && str_has(dump, "\n  26,9\t135\n"),
			"real report, table 3");
		CHECK(str_has(dump, "T 4 x 15\n") && str_has(dump, "\n  3,0\t8\n") &&
				str_has(dump, "\n  3,4\t11\n"),
			"real report, table 4");
	} else {
		SKIP_CASE("real report", "shared files are not here");
	}
	if (fixture_file(&a, "../shared/reports/samples/bad-truncated.docx", &bytes))
		fixture_check_error(
			"cut report", fixture_dump(&a, doc_read_docx, bytes), "format", "不完整");
	else
		SKIP_CASE("cut report", "shared files are not here");
	arena_done(&a);
}

/* Bodies with styles, lists and tables, so that every kind of request is met. */
static void memory(void)
{
	struct arena a;
	arena_init(&a, 64 << 20);
	fixture_check_nomem(
		"no memory at any point is told", doc_read_docx, package(&a, row[7].body));
	arena_done(&a);
}

int main(void)
{
	memory();
	bodies();
	packages();
	archives();
	hostile();
	numerals();
	foreign();
	return TEST_END();
}
