/* What people ask about: words of subjects by hand-made texts, then of a year's requests. */
#include "desk/topic.h"
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

/* "小区物业 2 [3 0 …]" of the list; NULL when it is not there. */
static const struct topic *find(const struct topic *t, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(t[i].word, word))
			return &t[i];
	return NULL;
}

/*
 * By hand: 小区物业 stands after 例 and 畅, before 保 and 费, in two subjects; 小区物, 区物业, 小区 and 物业
 * have the same neighbour each time.  公交线路 begins both of its runs and goes on with 调 and 走.
 */
static void by_hand(void)
{
	static const struct topic_text text[] = {
		{ STR_INIT("示例小区物业保安备案"), 1, 1 },
		{ STR_INIT("和畅小区物业费标准"), 3, 2 },
		{ STR_INIT("关于公交线路调整方案"), 3, 3 },
		{ STR_INIT("公交线路走向"), 3, 4 },
		{ STR_INIT("申请公开测试甲乙的处罚决定"), 5, 5 },
		{ STR_INIT("测试甲乙的行政处罚决定书"), 6, 5 },
		{ STR_INIT("测试丙丁的处罚决定公告"), 6, 6 },
	};
	struct topic *t;
	size_t n;
	must(topic_count(&p.desk.arena, text, sizeof text / sizeof *text, &t, &n, &err), &err,
		"count");
	const struct topic *w = find(t, n, "小区物业");
	CHECK(w && w->requests == 2 && w->month[0] == 1 && w->month[2] == 1, "小区物业 in two months");
	w = find(t, n, "公交线路");
	CHECK(w && w->requests == 2 && w->month[2] == 2, "公交线路 twice in March");
	static const char *const parts[] = { "小区", "物业", "小区物", "区物业", "公交", "线路", "交线" };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		CHECK(!find(t, n, parts[i]), "%s is no word of its own", parts[i]);
	CHECK(!find(t, n, "甲乙") && !find(t, n, "测试甲乙"), "C-1.11-44: a word of one applicant alone");
	w = find(t, n, "处罚决定");
	CHECK(w && w->requests == 3, "处罚决定 in three");
	CHECK(n >= 3 && t[0].requests == 3, "most requests first");
}

/* One subject counts once, whatever stands in it twice. */
static void once(void)
{
	static const struct topic_text text[] = {
		{ STR_INIT("桥梁、桥梁、桥梁"), 1, 1 },
		{ STR_INIT("桥梁"), 2, 2 },
	};
	struct topic *t;
	size_t n;
	must(topic_count(&p.desk.arena, text, 2, &t, &n, &err), &err, "count");
	CHECK(n == 1 && t[0].requests == 2 && t[0].month[0] == 1, "once a request");
	must(topic_count(&p.desk.arena, text, 0, &t, &n, &err), &err, "none");
	CHECK(n == 0, "nothing of nothing");
}

static void file(const char *name, const char *number, const char *subject)
{
	struct request_input in = request_online(&p);
	struct request_filed out;
	in.name = str_cstr(name);
	in.id_number = str_cstr(number);
	in.id_type = IDENTITY_PASSPORT;
	in.subject = str_cstr(subject);
	must(request_file(&p.desk.desk, &p.desk.arena, NULL, &in, STR(""), &out, &err), &err,
		"file");
}

static void a_year(void)
{
	struct topic_year y;
	request_day(&p, 2025, 12, 30);
	file("测试某", "E0000001", "湿地保护规划");
	request_day(&p, 2026, 2, 3);
	file("测试某", "E0000001", "湿地保护红线");
	file("测示凡", "E0000002", "示例湿地保护界桩");
	request_day(&p, 2026, 4, 7);
	file("测示凡", "E0000002", "测示凡的宅基地登记");
	file("测试丁", "E0000003", "关于测示凡宅基地的说明");
	must(topic_year(&p.desk.desk, &p.desk.arena, &p.reader, 2026, &y, &err), &err, "year");
	CHECK(y.total == 4 && y.month[1] == 2 && y.month[3] == 2 && !y.cut, "four in 2026: %d",
		y.total);
	const struct topic *w = find(y.topic, y.n, "湿地保护");
	CHECK(w && w->requests == 2 && w->month[1] == 2, "of this year alone");
	CHECK(find(y.topic, y.n, "宅基地") != NULL, "宅基地");
	CHECK(!find(y.topic, y.n, "测示凡"), "C-1.11-44: an applicant's name is left out");
	must(topic_year(&p.desk.desk, &p.desk.arena, &p.reader, 2020, &y, &err), &err, "empty");
	CHECK(y.total == 0 && y.n == 0, "a year without requests");
	struct actor nobody = { .agency = p.agency };
	CHECK(topic_year(&p.desk.desk, &p.desk.arena, &nobody, 2026, &y, &err) == ERR_DENIED,
		"not for everybody");
}

int main(void)
{
	request_place_init(&p);
	by_hand();
	once();
	a_year();
	desk_place_done(&p.desk);
	return TEST_END();
}
