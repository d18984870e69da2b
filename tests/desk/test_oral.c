/*
 * R-029-1, R-029-2: the record of an oral request, to be read aloud and signed.  LETTER_FOLDER=DIR keeps
 * it there, to be looked at.
 */
#include "desk/request_office.h"
#include "doc/read.h"
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

static struct request_id oral(void)
{
	struct request_input in = request_online(&p);
	struct request_filed out;
	in.channel = RECEIPT_ORAL;
	in.arrived = request_now(&p);
	in.oral_reason = STR("右手骨折，不能书写");
	must(request_file(&p.desk.desk, &p.desk.arena, &p.clerk, &in, STR(""), &out, &err), &err,
		"file");
	return out.id;
}

/* The content beside a name in the ruled table. */
static struct str beside(const struct doc_table *t, const char *name)
{
	for (int i = 0; t && i < t->rows; i++)
		if (str_is(doc_table_at(t, i, 0)->text, name))
			return doc_table_at(t, i, 1)->text;
	return STR("(absent)");
}

int main(void)
{
	struct buf b;
	struct doc *doc = NULL;
	const struct doc_table *t = NULL;
	request_place_init(&p);
	request_day(&p, 2026, 6, 1);
	struct request_id id = oral(), other = request_received(&p);
	struct desk *d = &p.desk.desk;
	struct arena *a = &p.desk.arena;
	buf_init(&b, 16 << 20);
	CHECK(request_oral_record(d, a, &p.reader, id, true, &b, &err) == ERR_DENIED,
		"not for who only looks: %s", err.msg);
	CHECK(request_oral_record(d, a, &p.clerk, other, true, &b, &err) == ERR_CONFLICT,
		"R-029-1: made in writing: %s", err.msg);
	CHECK(desk_events(&p.desk, "request.oral_record") == 0, "nothing is logged of that");
	CHECK(request_oral_record(d, a, &p.clerk, id, true, &b, &err) == OK, "the sheet: %s", err.msg);
	CHECK(desk_events(&p.desk, "request.oral_record") == 1, "personal facts: logged");
	must(doc_read(a, buf_view(&b), NULL, &doc, &err), &err, "read back");
	for (size_t i = 0; i < doc->n_blocks; i++)
		if (doc->block[i].table)
			t = doc->block[i].table;
	/* R-029-2: name, proof of identity, contact; what is asked; form and way.  In full. */
	CHECK(str_is(beside(t, "申请人姓名"), "测试某") &&
			str_is(beside(t, "证件号码"), CARD_NUMBER) &&
			str_is(beside(t, "联系电话"), "13800000000") &&
			str_is(beside(t, "通信地址"), "示例市示例区示例路1号"),
		"R-029-2: who");
	CHECK(str_is(beside(t, "申请公开的内容"), "示例市2025年度绿化养护项目的中标合同") &&
			str_is(beside(t, "提供的形式"), "电子文件") &&
			str_is(beside(t, "不能书写的原因"), "右手骨折，不能书写"),
		"R-029-2: what, and how");
	CHECK(beside(t, "更正").n == 0 && beside(t, "申请人签名或捺印").n > 0 &&
			beside(t, "记录人签名").n > 0 && str_starts(beside(t, "宣读和确认"), STR("以上记录已当面")),
		"read aloud, corrections, signatures");
	CHECK(str_is(beside(t, "统一社会信用代码"), "(absent)"), "what does not apply is not there");
	buf_clear(&b);
	enum err e = request_oral_record(d, a, &p.clerk, id, false, &b, &err);
	CHECK(e == OK && str_starts(buf_view(&b), STR("%PDF-")), "pdf: %s", err.msg);
	const char *keep = getenv("LETTER_FOLDER");
	if (keep) {
		char path[600];
		snprintf(path, sizeof path, "%s/oral.pdf", keep);
		FILE *f = fopen(path, "wb");
		CHECK(f && fwrite(b.p, 1, b.n, f) == b.n && fclose(f) == 0, "%s", path);
	}
	buf_done(&b);
	desk_place_done(&p.desk);
	return TEST_END();
}
