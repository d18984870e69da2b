/*
 * The writers against the report itself: what each format says is looked up in
 * the finished file by other means (libzip, libxml2, pdftotext, string search)
 * and compared with the cells.
 */
#include "tests/test.h"

#include "core/file.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "doc/page.h"
#include "doc/write.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

enum { OUT_MAX = 256 << 20 };

static const struct {
	const char *name;
	enum doc_write_format format;
} formats[] = {
	{ "docx", DOC_WRITE_DOCX },
	{ "html", DOC_WRITE_HTML },
	{ "text", DOC_WRITE_TEXT },
	{ "xlsx", DOC_WRITE_XLSX },
	{ "ofd", DOC_WRITE_OFD },
	{ "pdf", DOC_WRITE_PDF },
	{ "json", DOC_WRITE_JSON },
};
enum { FORMATS = sizeof formats / sizeof formats[0] };

static const char *root(void)
{
	return getenv("GONGKAI_ROOT") ? getenv("GONGKAI_ROOT") : ".";
}

static struct report *load(struct arena *a, const char *path)
{
	char full[1024];
	struct error err;
	struct str text;
	struct report *r;
	snprintf(full, sizeof full, "%s/%s", root(), path);
	if (file_read(a, full, 1 << 20, &text, &err))
		return NULL;
	enum err e = report_read_json(a, text, &r, &err);
	CHECK(e == OK, "%s is a report%s%s", path, e ? ": " : "", e ? err.msg : "");
	return e ? NULL : r;
}

/* How often needle stands in s. */
static int count(struct str s, const char *needle)
{
	int n = 0;
	struct str x = str_cstr(needle);
	for (size_t at = 0; (at = str_find(s, x, at)) < s.n; at += x.n)
		n++;
	return n;
}

/* All members of a zip whose name begins with prefix, one after the other; checks that each is XML.
 */
static struct str unzip(struct arena *a, struct str bytes, const char *prefix, int *not_xml)
{
	struct buf b;
	zip_error_t ze;
	buf_init(&b, OUT_MAX);
	zip_error_init(&ze);
	zip_source_t *s = zip_source_buffer_create(bytes.p, bytes.n, 0, &ze);
	zip_t *z = zip_open_from_source(s, ZIP_RDONLY | ZIP_CHECKCONS, &ze);
	for (zip_int64_t i = 0; z && i < zip_get_num_entries(z, 0); i++) {
		zip_stat_t st;
		zip_stat_index(z, (zip_uint64_t)i, 0, &st);
		char *p = arena_alloc(a, st.size);
		zip_file_t *f = zip_fopen_index(z, (zip_uint64_t)i, 0);
		zip_int64_t n = zip_fread(f, p, st.size);
		zip_fclose(f);
		xmlDoc *x = xmlReadMemory(p, (int)n, NULL, NULL,
			XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
		*not_xml += x == NULL;
		xmlFreeDoc(x);
		if (str_starts(str_cstr(st.name), str_cstr(prefix)))
			buf_add(&b, p, (size_t)n);
	}
	*not_xml += z == NULL;
	if (z)
		zip_close(z);
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}

/* Every element that is opened is closed, in order; meta has no end. */
static bool is_balanced(struct str html)
{
	struct str open[64];
	size_t depth = 0;
	for (size_t at = 0; (at = str_find(html, STR("<"), at)) < html.n;) {
		size_t end = str_find(html, STR(">"), at), name = at + 1;
		bool closing = html.p[name] == '/';
		name += closing;
		size_t stop = name;
		while (stop < end && html.p[stop] != ' ')
			stop++;
		struct str tag = str_sub(html, name, stop);
		at = end;
		if (html.p[name] == '!' || str_is(tag, "meta"))
			continue;
		if (closing && (depth == 0 || !str_eq(open[--depth], tag)))
			return false;
		if (!closing && depth == 64)
			return false;
		if (!closing)
			open[depth++] = tag;
	}
	return depth == 0;
}

static struct decimal_text printed(const struct report *r, int cell)
{
	struct decimal_text t = decimal_text(r->cell[cell].number), plus;
	if (!report_cell_is_signed(cell) || decimal_sign(r->cell[cell].number) <= 0)
		return t;
	snprintf(plus.z, sizeof plus.z, "+%.30s", t.z);
	return plus;
}

/*
 * Each number stands in the file as often as in the cells, between `before` and
 * `after`.  at_least: the file may have it elsewhere too.
 */
static int wrong_numbers(const struct report *r, struct str file, const char *before,
	const char *after, bool at_least)
{
	int bad = 0;
	for (int i = 0; i < REPORT_CELL_COUNT; i++) {
		if (r->cell[i].state != REPORT_NUMBER)
			continue;
		struct decimal_text text = printed(r, i);
		char needle[128];
		int want = 0;
		for (int k = 0; k < REPORT_CELL_COUNT; k++)
			want += r->cell[k].state == REPORT_NUMBER &&
				!strcmp(printed(r, k).z, text.z);
		snprintf(needle, sizeof needle, "%s%s%s", before, text.z, after);
		int have = count(file, needle);
		bad += at_least ? have < want : have != want;
	}
	return bad;
}

static struct str pdf_text(struct arena *a, struct str bytes)
{
	char path[64], command[160];
	struct buf b;
	buf_init(&b, OUT_MAX);
	snprintf(path, sizeof path, "/tmp/gongkai-test-%d.pdf", (int)getpid());
	snprintf(command, sizeof command, "pdftotext -layout %s - 2>/dev/null", path);
	struct error err;
	if (file_write(path, bytes, &err) == OK) {
		FILE *f = popen(command, "r");
		char chunk[4096];
		/* Every white space becomes one blank, so that " 12 " is a whole number. */
		for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
			for (size_t i = 0; i < n; i++)
				buf_add(&b, (unsigned char)chunk[i] > ' ' ? &chunk[i] : "  ",
					(unsigned char)chunk[i] > ' ' ? 1 : 2);
		if (f)
			pclose(f);
		unlink(path);
	}
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}

static void check_content(struct arena *a, const char *name, const struct report *r,
	enum doc_write_format f, struct str bytes)
{
	int not_xml = 0, bad = 0;
	struct str text;
	switch (f) {
	case DOC_WRITE_DOCX:
		text = unzip(a, bytes, "word/document.xml", &not_xml);
		bad = wrong_numbers(r, text, "preserve\">", "</w:t></w:r></w:p></w:tc>", false);
		break;
	case DOC_WRITE_OFD:
		text = unzip(a, bytes, "Doc_0/Pages", &not_xml);
		bad = wrong_numbers(r, text, "\">", "</ofd:TextCode>", false);
		break;
	case DOC_WRITE_XLSX:
		/* Shared strings are numbers too, hence "at least"; signs are in the format. */
		text = unzip(a, bytes, "xl/worksheets/sheet", &not_xml);
		bad = r->layout == REPORT_LAYOUT_2021
			      ? wrong_numbers(r, text, "\"><v>", "</v></c>", true)
			      : 0;
		break;
	case DOC_WRITE_HTML:
		CHECK(is_balanced(bytes), "%s html: tags are balanced", name);
		bad = wrong_numbers(r, bytes, "\">", "</td>", true) +
		      (count(bytes, "<script") != 0);
		break;
	case DOC_WRITE_PDF:
		text = pdf_text(a, bytes);
		if (text.n == 0)
			SKIP_CASE("numbers in the PDF", "pdftotext is not here");
		else
			bad = wrong_numbers(r, text, " ", " ", true) +
			      (count(text, "七）总计") != 1);
		break;
	case DOC_WRITE_TEXT:
	case DOC_WRITE_JSON:
		break;
	}
	CHECK(not_xml == 0, "%s: every part is well-formed XML (%d not)", name, not_xml);
	CHECK(bad == 0, "%s: every number is there (%d not)", name, bad);
}

/* Writes in a child with another time zone and locale; tells whether the bytes are the same. */
static bool same_elsewhere(const struct report *r, enum doc_write_format f, struct str bytes)
{
	pid_t child = fork();
	if (child == 0) {
		struct buf b;
		struct error err;
		setenv("TZ", "America/New_York", 1);
		setenv("LC_ALL", "de_DE.UTF-8", 1);
		buf_init(&b, OUT_MAX);
		bool same = doc_write(&b, r, f, &err) == OK && str_eq(buf_view(&b), bytes);
		buf_done(&b);
		_exit(same ? 0 : 1);
	}
	int status = 1;
	waitpid(child, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void all_formats(const char *path)
{
	struct arena a;
	arena_init(&a, OUT_MAX);
	struct report *r = load(&a, path);
	if (!r)
		SKIP_CASE("a published report", "../shared is not here");
	for (int i = 0; r && i < FORMATS; i++) {
		struct buf b, again;
		struct error err;
		char name[256];
		snprintf(name, sizeof name, "%s as %s", strrchr(path, '/') + 1, formats[i].name);
		buf_init(&b, OUT_MAX);
		buf_init(&again, OUT_MAX);
		enum err e = doc_write(&b, r, formats[i].format, &err);
		CHECK(e == OK, "%s is written%s%s", name, e ? ": " : "", e ? err.msg : "");
		CHECK(doc_write(&again, r, formats[i].format, &err) == OK &&
				str_eq(buf_view(&b), buf_view(&again)),
			"%s: the same bytes again", name);
		CHECK(same_elsewhere(r, formats[i].format, buf_view(&b)),
			"%s: the same bytes in another process and time zone", name);
		check_content(&a, name, r, formats[i].format, buf_view(&b));
		buf_done(&b);
		buf_done(&again);
	}
	arena_done(&a);
}

/* Line of the text form that has this label in one of its first three columns. */
static struct str row_of(struct str text, const char *label)
{
	struct str line;
	while (str_next_line(&text, &line)) {
		struct str rest = line;
		for (int col = 0; col < 3 && str_has(line, "\t"); col++) {
			size_t tab = str_find(rest, STR("\t"), 0);
			if (str_is(str_sub(rest, 0, tab), label))
				return line;
			rest = str_sub(rest, tab + 1, rest.n);
		}
	}
	return (struct str){ NULL, 0 };
}

static struct str write_text(struct arena *a, const struct report *r)
{
	struct buf b;
	struct error err;
	buf_init(&b, OUT_MAX);
	CHECK(doc_write(&b, r, DOC_WRITE_TEXT, &err) == OK, "text is written");
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}

/* Rows by hand from the fixture: each state of a cell, and rows that are not in the report. */
static void states(void)
{
	static const struct {
		const char *label, *line;
	} row[] = {
		{ "一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量\t\t\t约三十"
						      "\t149\t156\t163\t170\t177\t184" },
		{ "（一）予以公开",
			"三、本年度办理结果\t（一）予以公开\t\t191\t198\t\t212\t219\t226\t233" },
		{ "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
			"\t（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t\t240\t247\t25"
			"4\t261\t/"
			"\t275\t282" },
		{ "（三）不予公开",
			"\t（三）不予公开\t1.属于国家秘密\t289\t296\t303\t310\t317\t324\t331" },
		{ "（七）总计", "\t（七）总计\t\t975\t982\t989\t996\t1003\t\t1017" },
		{ "行政规范性文件", "行政规范性文件\t107\t—\t121" },
		{ "行政事业性收费", "行政事业性收费\t148.743504\t\t" },
		{ "6.属于四类过程性信息", "" },
		{ "2.重复申请", "" },
		{ "（六）其他处理", "" },
		{ "二、上年结转政府信息公开申请数量", "" },
		{ "规章", "" },
		{ "行政许可", "" },
		{ "第二十条第（五）项", "" },
	};
	struct arena a;
	arena_init(&a, OUT_MAX);
	struct report *r = load(&a, "tests/doc/fixtures/writer-states.json");
	if (r) {
		struct str text = write_text(&a, r);
		for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
			CHECK(str_is(row_of(text, row[i].label), row[i].line), "row %s %s",
				row[i].label, row[i].line[0] ? "as by hand" : "is not printed");
		CHECK(str_has(text,
			      "\n1073\t1080\t\t1094\t1101\t1108\t1115\t1122\t不适用\t1136\t1143\t"
			      "1150\t1157\t1164\t<b>&\"12\"'</b>\n"),
			"table four as by hand");
		CHECK(str_has(text, "\n4、政府信息公开工作存在的主要问题及改进情况\n") &&
				!str_has(text, "四、政府信息公开行政复议"),
			"headings are the report's own, missing ones stay missing");
		CHECK(str_ends(text, STR("\n\n示例市公安局\n\n2025年1月24日\n")),
			"signature and date");
		for (int i = 0; i < REPORT_CELL_T3; i++)
			r->cell[i] = (struct report_value){ 0 };
		r->cell[report_cell_t3(REPORT_ROW_OPEN, REPORT_COL_TOTAL)] =
			(struct report_value){ .state = REPORT_NA };
		text = write_text(&a, r);
		CHECK(!str_has(text, "第二十条") && !str_has(text, "信息内容"),
			"a table without any cell is not printed");
		CHECK(str_ends(row_of(text, "（一）予以公开"), STR("\t226\t/")),
			"not applicable without a mark is /");
	}
	arena_done(&a);
}

static void layout_2019(void)
{
	struct arena a;
	arena_init(&a, OUT_MAX);
	struct report *r = load(&a, "tests/doc/fixtures/writer-2019.json");
	if (r) {
		struct str text = write_text(&a, r);
		CHECK(str_is(row_of(text, "行政许可"), "行政许可\t9006\t+12\t9008"),
			"a plus is printed");
		CHECK(str_is(row_of(text, "其他对外管理服务事项"),
			      "其他对外管理服务事项\t9009\t-5\t9011"),
			"a minus is printed");
		CHECK(str_is(row_of(text, "行政处罚"), "行政处罚\t9012\t0\t9014"),
			"zero has no sign");
		CHECK(str_is(row_of(text, "政府集中采购"), "政府集中采购\t9020\t1035000.5\t"),
			"amount");
		CHECK(str_starts(row_of(text, "（六）其他处理"), STR("\t（六）其他处理\t\t")),
			"（六） is one row");
		CHECK(row_of(text, "3.其他").n == 0, "without sub-rows");
		CHECK(str_has(text, "本年新制作数量") && !str_has(text, "本年制发件数"),
			"2019 heads");
	}
	arena_done(&a);
}

static xmlNode *next_tag(xmlNode *n, const char *name)
{
	while (n && xmlStrcmp(n->name, (const xmlChar *)name) != 0)
		n = n->next;
	return n;
}

static int tag_value(xmlNode *properties, const char *name)
{
	xmlNode *n = properties ? next_tag(properties->children, name) : NULL;
	xmlChar *v = n ? xmlGetProp(n, (const xmlChar *)"val") : NULL;
	int value = v ? (int)strtoul((const char *)v, NULL, 10) : 1;
	xmlFree(v);
	return value;
}

/* Every row of every table covers the whole grid; the full report has 14, 28 and 4 rows. */
static void docx_grid(void)
{
	static const int want_rows[] = { 14, 28, 4 }, want_cols[] = { 4, 10, 15 };
	struct arena a;
	struct buf b;
	struct error err;
	int not_xml = 0, tables = 0;
	arena_init(&a, OUT_MAX);
	buf_init(&b, OUT_MAX);
	struct report *r = load(&a, "tests/doc/fixtures/writer-long.json");
	CHECK(r && doc_write_docx(&b, r, &err) == OK, "docx is written");
	struct str xml = unzip(&a, buf_view(&b), "word/document.xml", &not_xml);
	xmlDoc *x = xmlReadMemory(xml.p, (int)xml.n, NULL, NULL, XML_PARSE_NONET);
	xmlNode *body = x ? next_tag(xmlDocGetRootElement(x)->children, "body") : NULL;
	xmlNode *t = body ? next_tag(body->children, "tbl") : NULL;
	for (; t && tables < 3; t = next_tag(t->next, "tbl"), tables++) {
		int rows = 0, bad = 0;
		for (xmlNode *tr = next_tag(t->children, "tr"); tr; tr = next_tag(tr->next, "tr")) {
			int cols = 0;
			for (xmlNode *tc = next_tag(tr->children, "tc"); tc;
				tc = next_tag(tc->next, "tc"))
				cols += tag_value(next_tag(tc->children, "tcPr"), "gridSpan");
			bad += cols != want_cols[tables];
			rows++;
		}
		CHECK(rows == want_rows[tables] && bad == 0,
			"table %d: %d rows, all %d columns wide", tables + 2, rows,
			want_cols[tables]);
	}
	CHECK(tables == 3, "three tables");
	/* As Chinese text a number may be broken between two of its digits, and is in LibreOffice. */
	struct str styles = unzip(&a, buf_view(&b), "word/styles.xml", &not_xml);
	CHECK(str_has(styles, "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\""),
		"numbers are no Chinese text");
	/* Table three: remark, 2 heads, 三, four groups; table four: five heads. */
	CHECK(count(xml, "<w:vMerge w:val=\"restart\"/>") == 8 + 5, "13 vertical merges");
	CHECK(count(xml, "<w:tblHeader/>") == 6, "header rows repeat");
	xmlFreeDoc(x);
	buf_done(&b);
	arena_done(&a);
}

/* A report whose text is full of traps. */
static struct report *hostile_report(struct arena *a)
{
	static struct report_paragraph p[8];
	static struct report_section s = { .no = 1, .paragraph = p, .n_paragraphs = 8 };
	struct report *r;
	struct error err;
	if (report_new(a, &r, &err))
		return NULL;
	char *wide = arena_alloc(a, 30000);
	for (size_t i = 0; wide && i < 30000; i += 3)
		memcpy(wide + i, "公", 3);
	p[0].text = STR("<script>alert(1)</script><!-- & \"x\" 'y'");
	p[1].text = STR("a]]>b <![CDATA[c]]> &amp; &#0;");
	p[2].text = STR("一\x01二\x08三\x0B四\x1B五\x7F六");
	p[3].text = STR("表情\xF0\x9F\x98\x80结束");
	p[4].text = (struct str){ wide, 30000 };
	p[5].text = STR("甲\xE2\x80\xAE"
			"123\xE2\x81\xA6"
			"乙\xE2\x80\x8F丙\xEF\xBF\xBE丁");
	p[6].text = STR("第一行\n第二行\t末");
	p[7].text = STR(" \xE3\x80\x80 ");
	s.heading = STR("一、<b>总体</b>情况");
	r->section = &s;
	r->n_sections = 1;
	r->title = STR("示例市\x02“<i>”2024年年度报告");
	r->agency = STR("示例市\"&");
	r->cell[report_cell_t3(REPORT_ROW_OPEN, REPORT_COL_TOTAL)] =
		(struct report_value){ .state = REPORT_BAD, .raw = { wide, 30000 } };
	/* 18 digits: a double would change the last ones. */
	r->cell[REPORT_T2_LICENCE].state = REPORT_NUMBER;
	r->cell[REPORT_T2_LICENCE].number = (struct decimal){ INT64_C(123456789012345679), 0 };
	return r;
}

static void hostile(void)
{
	struct arena a;
	arena_init(&a, OUT_MAX);
	struct report *r = hostile_report(&a);
	for (int i = 0; r && i < FORMATS; i++) {
		struct buf b;
		struct error err;
		int not_xml = 0;
		buf_init(&b, OUT_MAX);
		enum err e = doc_write(&b, r, formats[i].format, &err);
		CHECK(e == OK, "hostile text as %s%s%s", formats[i].name, e ? ": " : "",
			e ? err.msg : "");
		struct str s = buf_view(&b);
		if (formats[i].format == DOC_WRITE_DOCX || formats[i].format == DOC_WRITE_OFD ||
			formats[i].format == DOC_WRITE_XLSX)
			s = unzip(&a, s, "", &not_xml);
		CHECK(not_xml == 0, "  every part is well-formed XML");
		if (formats[i].format == DOC_WRITE_PDF || formats[i].format == DOC_WRITE_JSON) {
			buf_done(&b);
			continue;
		}
		if (formats[i].format != DOC_WRITE_TEXT)
			CHECK(!str_has(s, "<script>") && !str_has(s, "<![CDATA[") &&
					!str_has(s, "a]]>") && !str_has(s, "<b>总体"),
				"  markup is escaped");
		CHECK(!str_has(s, "\x01") && !str_has(s, "\x1B") && !str_has(s, "\xE2\x80\xAE") &&
				!str_has(s, "\xE2\x81\xA6") && !str_has(s, "\xEF\xBF\xBE"),
			"  no control and bidi marks");
		CHECK(str_has(s, "一二三四五六") && str_has(s, "\xF0\x9F\x98\x80") &&
				str_has(s, "123乙丙丁"),
			"  what can be read is kept");
		CHECK(str_has(s, "123456789012345679"), "  no digit of a long number is lost");
		buf_done(&b);
	}
	arena_done(&a);
}

/* Without any font there is an error that names the package, and no bytes. */
static void no_font(void)
{
	char conf[1024];
	snprintf(conf, sizeof conf, "%s/tests/doc/fixtures/no-fonts.conf", root());
	pid_t child = fork();
	if (child == 0) {
		struct arena a;
		struct buf b;
		struct error err;
		setenv("FONTCONFIG_FILE", conf, 1);
		arena_init(&a, OUT_MAX);
		buf_init(&b, OUT_MAX);
		struct report *r = hostile_report(&a);
		enum err e = r && !a.err ? doc_write_pdf(&b, r, &err) : OK;
		_exit(e == ERR_NOT_FOUND && str_has(str_cstr(err.msg), "fonts-noto-cjk") && b.n == 0
				? 0
				: 1);
	}
	int status = 1;
	waitpid(child, &status, 0);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "no font: an error, no PDF of boxes");
}

/* Each request for memory fails once: an error each time, never a crash or a wrong success. */
static void no_memory(void)
{
	struct arena a;
	arena_init(&a, OUT_MAX);
	struct report *r = load(&a, "tests/doc/fixtures/writer-states.json");
	for (int i = 0; r && i < FORMATS; i++) {
		long n = 0;
		int lied = 0;
		enum err e = ERR_NOMEM;
		while (e && n < 100000) {
			struct buf b;
			struct error err;
			buf_init(&b, OUT_MAX);
			mem_fail_at(++n);
			e = doc_write(&b, r, formats[i].format, &err);
			lied += e == OK && mem_requests() >= n;
			lied += e != OK && e != ERR_NOMEM;
			mem_fail_at(0);
			buf_done(&b);
		}
		CHECK(e == OK && n > 1 && lied == 0, "%s without memory %ld times", formats[i].name,
			n - 1);
	}
	arena_done(&a);
}

static void format_names(void)
{
	enum doc_write_format f = DOC_WRITE_TEXT;
	for (int i = 0; i < FORMATS; i++)
		CHECK(doc_write_format_parse(str_cstr(formats[i].name), &f) &&
				f == formats[i].format,
			"format %s", formats[i].name);
	CHECK(!doc_write_format_parse(STR("doc"), &f) && !doc_write_format_parse(STR(""), &f),
		"unknown formats");
}

static double full_width(void *ctx, enum page_font font, int32_t cp)
{
	(void)ctx;
	(void)font;
	(void)cp;
	return 1;
}

static bool stands_on(const struct page *p, const char *text)
{
	for (size_t i = 0; i < p->n_runs; i++)
		if (str_is(p->run[i].text, text))
			return true;
	return false;
}

/* However long a report is, its signature and date stand on one page, and some of its text with them. */
static void signature_page(void)
{
	enum { LINES = 60 };
	int apart = 0, bare = 0, pages = 0;
	for (int n = 1; n <= LINES; n++) {
		struct arena a;
		struct error err = { .code = OK };
		struct report *r;
		struct report_paragraph line[LINES];
		struct layout *l;
		struct page_list out;
		struct page_metrics m = { full_width, NULL };
		arena_init(&a, OUT_MAX);
		for (int i = 0; i < n; i++)
			line[i] = (struct report_paragraph){ .text = STR("一行正文。") };
		bool ok = report_new(&a, &r, &err) == OK;
		if (ok) {
			r->title = STR("示例市公安局2024年政府信息公开工作年度报告");
			r->agency = r->signature = STR("示例市公安局");
			r->has_closing_date = true;
			r->closing_date = date_from_ymd(2025, 1, 24);
			r->lead = line;
			r->n_lead = (size_t)n;
			ok = layout_build(&a, r, &l, &err) == OK && page_set(&a, l, &m, &out, &err) == OK;
		}
		if (ok) {
			const struct page *last = &out.page[out.n - 1];
			apart += !stands_on(last, "示例市公安局") || !stands_on(last, "2025年1月24日");
			bare += !stands_on(last, "一行正文。");
			pages = (int)out.n;
		}
		CHECK(ok, "a report of %d lines is set: %s", n, err.msg);
		arena_done(&a);
	}
	CHECK(pages >= 3 && apart == 0 && bare == 0, "no page has the signature or the date alone: %d, %d", apart, bare);
}

int main(void)
{
	static const char *const published[] = { "binhai", "dazu", "donghu", "pingdingshan",
		"zibo-gaoxin" };
	no_font();
	format_names();
	signature_page();
	all_formats("tests/doc/fixtures/writer-states.json");
	all_formats("tests/doc/fixtures/writer-blank.json"); /* two tables without a number */
	all_formats("tests/doc/fixtures/writer-2019.json");
	all_formats("tests/doc/fixtures/writer-long.json");
	for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
		char path[128];
		snprintf(
			path, sizeof path, "../shared/reports/%s-2024.expected.json", published[i]);
		all_formats(path);
	}
	states();
	layout_2019();
	docx_grid();
	hostile();
	no_memory();
	return TEST_END();
}
