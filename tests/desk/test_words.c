/* Searching requests by words: old ones too, own agency alone, splits, rows from before the index. */
#include "desk/inbox.h"
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

static struct inbox_page find(const char *q)
{
	struct inbox_filter f = inbox_filter_default();
	struct inbox_page page = { .n = 0 };
	f.q = str_cstr(q);
	must(inbox_page(&p.desk.desk, &p.desk.arena, &p.clerk, &f, &page, &err), &err, "page");
	return page;
}

static struct request_id file(const char *subject, const char *content)
{
	struct request_input in = request_online(&p);
	struct request_filed out;
	in.subject = str_cstr(subject);
	in.content = str_cstr(content);
	must(request_file(&p.desk.desk, &p.desk.arena, NULL, &in, STR(""), &out, &err), &err,
		"file");
	return out.id;
}

static void searches(void)
{
	struct request_id a = file("国办函〔2020〕109号的配套文件", "示例区实施信息处理费的细则");
	struct request_id b = file("", "和畅示例小区2023年物业保安员备案回执");
	struct inbox_page page = find("国办函〔2020〕109号");
	CHECK(page.n == 1 && page.item[0].row.id.v == a.v, "a number of a document");
	CHECK(find("国办函[2020] 109 号").n == 1, "its brackets and blanks do not count");
	page = find("保安员");
	CHECK(page.n == 1 && page.item[0].row.id.v == b.v, "the middle of a content");
	CHECK(find("备案 小区").n == 1, "two phrases in any order");
	CHECK(find("保安小区").n == 0, "signs that stand apart are no phrase");
	CHECK(find("费").n == 1 && find("细").n == 1 && find("饕").n == 0, "one sign");
	CHECK(find("2023").n == 1, "a year is looked for in the texts when no number begins so");
	CHECK(find("ＷＯＲＤ").n == 0, "letters");
	CHECK(find("机1").n == 0, "the word of the agency cannot be typed");
	CHECK(find("小区 OR 细则").n == 0 && find("NEAR(小区 备案)").n == 0 &&
			find("\"小区\" * ^ { } : -").n == 1,
		"no query language");
}

/* Among 2,600 later ones that look alike; found newest first, a page at a time. */
static void many(void)
{
	struct request_id old = file("", "示例县湿地保护红线矢量图");
	for (int i = 0; i < 2600; i++)
		file("", i % 26 ? "示例市道路养护合同" : "示例市湿地公园门票收入，另有保护费");
	struct inbox_page page = find("湿地保护红线");
	CHECK(page.n == 1 && page.item[0].row.id.v == old.v && !page.more,
		"the oldest of 2,600 is found");
	page = find("湿地公园");
	CHECK(page.n == INBOX_FOUND_MAX && page.more && page.item[0].row.id.v > page.item[1].row.id.v,
		"of a hundred the latest %zu", page.n);
	page = find("湿地保护");
	CHECK(page.n == 1, "what only holds the pairs is left out: %zu", page.n);
}

static void split_parts(void)
{
	struct request_id id = request_received(&p), part[2];
	struct str text[2] = { STR("桥梁检测报告"), STR("隧道通风图纸") };
	must(request_split(&p.desk.desk, &p.desk.arena, &p.clerk, id,
		     request_see(&p, &p.clerk, id).request.version, text, 2, part, &err),
		&err, "split");
	CHECK(find("桥梁检测").n == 1 && find("隧道通风").n == 1, "both parts are found");
	struct inbox_page page = find("绿化养护项目的中标");
	CHECK(page.n == 0, "by what they hold now, not by the paper");
}

static void from_before(void)
{
	size_t n = 9;
	struct request_id id = file("", "示例镇自来水水质检测月报");
	char sql[200];
	if (!test_pg()) {
		snprintf(sql, sizeof sql,
			"INSERT INTO request_find (request_find, rowid, words)"
			" SELECT 'delete', request_id, words FROM request_words WHERE request_id = %lld",
			(long long)id.v);
		CHECK(raw_exec(&p.desk.store, sql), "out of the index");
	}
	snprintf(sql, sizeof sql, "DELETE FROM request_words WHERE request_id = %lld",
		(long long)id.v);
	CHECK(raw_exec(&p.desk.store, sql), "as a row without words");
	snprintf(sql, sizeof sql, "UPDATE request SET worded = 0 WHERE id = %lld", (long long)id.v);
	CHECK(raw_exec(&p.desk.store, sql), "of an older version");
	CHECK(find("水质检测").n == 0, "is not found");
	CHECK(request_words_catch_up(&p.desk.desk, NULL, NULL, &n, &err) == OK && n == 1,
		"is put into the index: %zu", n);
	CHECK(find("水质检测").n == 1, "and found");
	CHECK(request_words_catch_up(&p.desk.desk, NULL, NULL, &n, &err) == OK && n == 0,
		"nothing is left");
}

static void other_agency(void)
{
	struct actor sys = request_actor(&p, "system", ROLE_BIT(ROLE_SYSTEM));
	struct agency_id other;
	struct agency_facts facts = { .parent = p.agency, .name = STR("示例市另一局") };
	must(agency_add(&p.desk.desk, &sys, &facts, &other, &err), &err, "agency");
	struct request_input in = request_online(&p);
	struct request_filed out;
	in.agency = other;
	in.content = STR("示例河道采砂许可台账");
	must(request_file(&p.desk.desk, &p.desk.arena, NULL, &in, STR(""), &out, &err), &err,
		"file");
	CHECK(find("采砂许可").n == 0, "another agency's are not found");
}

int main(void)
{
	request_place_init(&p);
	request_day(&p, 2026, 6, 1);
	searches();
	split_parts();
	from_before();
	other_agency();
	many();
	desk_place_done(&p.desk);
	return TEST_END();
}
