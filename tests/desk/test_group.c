/* R-044-1: several people ask for the same; and the look for alike requests before one is saved. */
#include "desk/lead.h"
#include "desk/request_group.h"
#include "desk/request_part.h"
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

static struct request_input input(const char *number, const char *content)
{
	struct request_input in = request_online(&p);
	in.id_type = IDENTITY_PASSPORT;
	in.id_number = str_cstr(number);
	in.content = str_cstr(content);
	in.arrived = request_now(&p);
	return in;
}

static struct request_id file(const char *number, const char *content)
{
	struct request_input in = input(number, content);
	struct request_filed out;
	must(request_file(&p.desk.desk, &p.desk.arena, NULL, &in, STR(""), &out, &err), &err,
		"file");
	return out.id;
}

static void answer(struct request_id id)
{
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(&p) };
	must(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, id, 1, &facts, &err), &err,
		"confirm");
	struct request_step s = { .id = id,
		.version = request_see(&p, &p.clerk, id).request.version,
		.event = { .kind = CLOCK_REPLY_SENT, .on = request_now(&p) },
		.stage = STAGES,
		.action = STR("request.step"),
		.has_outcome = true,
		.outcome = OUTCOME_OPEN,
		.outcome_rule = STR("R-036-2") };
	must(request_step(&p.desk.desk, &p.desk.arena, &p.handler, &s, &err), &err, "reply");
}

static void groups(void)
{
	struct request_group *g;
	size_t n, compared;
	struct request_id first = file("E1", "示例市2025年城区供水水质检测报告");
	file("E2", "申请公开示例市2025年城区供水水质检测报告");
	file("E3", "示例市2025年城区供水水质检测结果报告");
	file("E1", "示例市2025年城区供水水质检测报告"); /* the same person again */
	file("E4", "公交线路调整方案及其依据");
	file("E5", "公交线路调整的方案及依据");
	file("E6", "路灯养护单位的名称");
	file("E6", "路灯养护单位名称"); /* one person alone is no group */
	must(request_groups(&p.desk.desk, &p.desk.arena, &p.reader, &g, &n, &compared, &err), &err,
		"groups");
	CHECK(n == 2 && compared == 8, "R-044-1: two groups among %zu", compared);
	CHECK(g[0].n_requests == 4 && g[0].n_applicants == 3 && g[0].n_members == 4,
		"four requests of three people come first");
	CHECK(g[1].n_requests == 2 && g[1].n_applicants == 2, "then two of two");
	CHECK(g[0].n_open == 0 && g[0].open.v == 0 && !g[0].lead, "nothing was disclosed yet");
	answer(first);
	must(lead_add(&p.desk.desk, &p.desk.arena, &p.handler, first, STR("2025年城区供水水质检测报告"),
		     STR("本机关网站"), &err),
		&err, "lead");
	must(request_groups(&p.desk.desk, &p.desk.arena, &p.reader, &g, &n, NULL, &err), &err,
		"groups");
	CHECK(g[0].n_open == 1 && g[0].open.v == first.v && g[0].lead, "disclosed, and told");
	request_day(&p, 2027, 7, 1);
	must(request_groups(&p.desk.desk, &p.desk.arena, &p.reader, &g, &n, &compared, &err), &err,
		"groups");
	CHECK(n == 0 && compared == 0, "of a year");
	request_day(&p, 2026, 6, 1);
}

static void before_saving(void)
{
	struct request_similar *hit;
	size_t n;
	struct request_input in = input("e-1", "示例市2025年城区供水水质检测报告");
	must(request_similar_input(&p.desk.desk, &p.desk.arena, &p.clerk, &in, &hit, &n, &err),
		&err, "similar");
	CHECK(n == 4 && hit[0].same_applicant && hit[1].same_applicant && !hit[2].same_applicant,
		"the applicant's own first, number as typed: %zu", n);
	CHECK(hit[0].percent == 100 && hit[0].repeated, "word for word");
	in = input("E9", "图书馆开放时间");
	must(request_similar_input(&p.desk.desk, &p.desk.arena, &p.clerk, &in, &hit, &n, &err),
		&err, "similar");
	CHECK(n == 0, "nothing alike");
	CHECK(desk_events(&p.desk, "request.file") == 8, "looking saves nothing");
}

/* What the channel alone does not tell: who handed it over, why it was spoken. */
static void intake(void)
{
	struct request_input in = input("E20", "示例村集体土地征收批文");
	struct request_filed out;
	struct error wrong[8];
	in.channel = RECEIPT_ORAL;
	in.settled = true;
	in.settled_on = in.arrived;
	CHECK(request_check_each(&in, wrong, 8) == 1 && strcmp(wrong[0].field, "oral_reason") == 0,
		"R-029-1: why it could not be written");
	in.oral_reason = STR("右手骨折，不能书写");
	in.origin = ORIGIN_GOVERNMENT;
	CHECK(request_check_each(&in, wrong, 8) == 1 && strcmp(wrong[0].field, "origin_body") == 0,
		"who handed it over");
	in.origin_body = STR("示例市人民政府办公室");
	in.origin_number = STR("示例转〔2026〕7号");
	must(request_file(&p.desk.desk, &p.desk.arena, &p.clerk, &in, STR(""), &out, &err), &err,
		"file");
	struct request_view v = request_see(&p, &p.reader, out.id);
	CHECK(str_is(v.intake.origin_body, "示例市人民政府办公室") &&
			str_is(v.intake.origin_number, "示例转〔2026〕7号") &&
			str_is(v.intake.oral_reason, "右手骨折，不能书写"),
		"is kept with the case");
	struct request_id part[2];
	struct str text[2] = { STR("示例村征收批文"), STR("示例村补偿方案") };
	must(request_split(&p.desk.desk, &p.desk.arena, &p.clerk, out.id, v.request.version, text, 2,
		     part, &err),
		&err, "split");
	v = request_see(&p, &p.reader, part[1]);
	CHECK(str_is(v.intake.origin_number, "示例转〔2026〕7号"), "and with its parts");
	in = input("E21", "示例村道路硬化合同");
	in.origin_body = STR("某局");
	must(request_file(&p.desk.desk, &p.desk.arena, NULL, &in, STR(""), &out, &err), &err,
		"file");
	v = request_see(&p, &p.reader, out.id);
	CHECK(v.intake.origin_body.n == 0, "asked here: nobody handed it over");
}

/* A text of so many signs out of so many; the same each time. */
static struct str made_up(char *z, size_t n, unsigned signs, uint32_t *seed)
{
	for (size_t i = 0; i < n; i++) {
		*seed = *seed * 1103515245u + 12345u;
		unsigned at = (*seed >> 16) % signs;
		z[3 * i] = (char)0xe4; /* U+4E00 and on */
		z[3 * i + 1] = (char)(0xb8 + at / 64);
		z[3 * i + 2] = (char)(0x80 + at % 64);
	}
	return (struct str){ z, 3 * n };
}

/* Who is alike is never told apart by sketches; who is not, nearly always. */
static void check_sketches(void)
{
	enum { TEXTS = 3000, SIGNS = 100 };
	static char x[3 * SIGNS], y[3 * SIGNS];
	uint32_t seed = 7;
	int missed = 0, alike = 0, told = 0, unlike = 0;
	struct arena a;
	arena_init(&a, 1 << 20);
	for (int i = 0; i < TEXTS; i++) {
		size_t n = 10 + (size_t)(i % (SIGNS - 10));
		struct str first = made_up(x, n, 200, &seed), second = made_up(y, n, 200, &seed);
		memcpy(y, x, 3 * (n * (size_t)(i % 11) / 10)); /* so many tenths are the same */
		struct request_pairs p1 = request_pairs_of(&a, first), p2 = request_pairs_of(&a, second);
		struct request_sketch k1, k2;
		request_sketch_make(&k1, p1);
		request_sketch_make(&k2, p2);
		bool reaches = request_sketch_reaches(&k1, &k2, 50);
		int percent = request_pairs_likeness(p1, p2);
		alike += percent >= 50;
		missed += percent >= 50 && !reaches;
		unlike += percent < 10;
		told += percent < 10 && !reaches;
		arena_reset(&a);
	}
	arena_done(&a);
	CHECK(alike > 500 && missed == 0, "none of %d alike is missed: %d", alike, missed);
	CHECK(unlike > 500 && told * 100 > unlike * 95, "%d of %d unlike are told apart", told, unlike);
}

int main(void)
{
	request_place_init(&p);
	request_day(&p, 2026, 6, 1);
	groups();
	before_saving();
	intake();
	desk_place_done(&p.desk);
	check_sketches();
	return TEST_END();
}
