#include "tests/read_sample.h"

#define HEAD "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"\r\n\r\n"
#define PAGE "\r\nContent-Type: text/html\r\n\r\n"

static const struct {
	const char *name, *mhtml, *want;
} row[] = {
	{ "plain part", HEAD "--B" PAGE "<p>甲\r\n--B--\r\n", "format html\nP 甲\n" },
	{ "quoted-printable with soft breaks",
		HEAD "--B\r\nContent-Transfer-Encoding: Quoted-Printable" PAGE
		     "<p>=E7=94=\r\n=B2a=3D=\r\nb=zz\r\n--B--\r\n",
		"format html\nP 甲a=b=zz\n" },
	{ "base64",
		HEAD "--B\r\nContent-Transfer-Encoding: base64" PAGE "PHA+\r\n55Sy\r\n--B--\r\n",
		"format html\nP 甲\n" },
	{ "the root is named by start",
		"MIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=B; "
		"start=\"<r>\"\n\n"
		"--B\nContent-Type: text/html\nContent-ID: <f>\n\n<p>frame\n"
		"--B\nContent-ID: <r>\nContent-Type: text/html\n\n<p>root\n--B--\n",
		"format html\nP root\n" },
	{ "multipart inside multipart",
		HEAD "--B\r\nContent-Type: multipart/alternative; boundary=C\r\n\r\n--C\r\n"
		     "Content-Type: text/plain\r\n\r\ntext\r\n--C" PAGE
		     "<p>inner\r\n--C--\r\n--B--\r\n",
		"format html\nP inner\n" },
	{ "pictures come first",
		HEAD "--B\r\nContent-Type: image/png\r\n\r\nxx\r\n--B" PAGE "<p>甲\r\n--B--\r\n",
		"format html\nP 甲\n" },
	{ "not multipart", "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>甲",
		"format html\nP 甲\n" },
	{ "the end is missing", HEAD "--B" PAGE "<p>甲<p>乙", "format html\nP 甲\nP 乙\n" },
	{ "UTF-16 without a mark",
		HEAD "--B\r\nContent-Transfer-Encoding: base64\r\n"
		     "Content-Type: text/html; charset=unicode\r\n\r\nPABwAD4AMnU=\r\n--B--\r\n",
		"format html\nP 甲\n" },
};

int main(void)
{
	struct arena a;
	struct str s;
	arena_init(&a, DOC_ARENA_MAX);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		sample_expect(doc_read_mhtml, row[i].name, str_cstr(row[i].mhtml), row[i].want);
	bool here = sample_load(&a, "notice.mht", false, &s);
	CHECK(here, "fixture notice.mht");
	if (here) {
		sample_expect(doc_read_mhtml, "Word's single file, GBK", s,
			"format html\ntitle 示例县公安局\nH1 示例县公安局\nP 负责人：张某喆。\n"
			"T 2 x 2\n  0,0\t总计\n  0,1\ta=b\n  1,0\t一\n  1,1\t3\n");
		sample_damage(doc_read_mhtml, "notice.mht", s, 13);
		sample_starve(doc_read_mhtml, "notice.mht", s);
	}
	sample_refused(doc_read_mhtml, "an empty file", (struct str){ NULL, 0 }, "format", "网页");
	sample_refused(doc_read_mhtml, "no page in it",
		STR(HEAD "--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--\r\n"), "format", "网页");
	sample_refused(doc_read_mhtml, "no boundary",
		STR("Content-Type: multipart/related\r\n\r\n--\r\n--"), "format", "网页");
	sample_refused(doc_read_mhtml, "multipart without end",
		sample_repeat(&a, "Content-Type: multipart/x; boundary=B\n\n",
			"--B\nContent-Type: multipart/x; boundary=B\n\n", 50, ""),
		"format", "网页");
	CHECK(sample_survives(doc_read_mhtml, sample_repeat(&a, "A: ", "\n x", 500000, "")),
		"a header of 500000 lines");
	arena_done(&a);
	return TEST_END();
}
