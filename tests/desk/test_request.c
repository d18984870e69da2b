/* Filing, registration, masks, query codes: what arrives and what is shown of it. */
#include "tests/desk/request_test.h"

#include "core/utf8.h"

static struct error err;
static struct request_place p;

static enum err file(const struct actor *who, const struct request_input *in, const char *key,
	struct request_filed *out)
{
	err = (struct error){ .code = OK };
	return request_file(&p.desk.desk, &p.desk.arena, who, in, str_cstr(key), out, &err);
}

static void check_card(void)
{
	/* law/rules.md 8.2 no 6 and 8. */
	CHECK(identity_card_is_valid(STR("11010519491231002X")), "GB 11643, check sign X");
	CHECK(identity_card_is_valid(STR("11010519491231002x")), "small x");
	CHECK(identity_card_is_valid(STR("440524188001010014")), "check sign 4");
	CHECK(!identity_card_is_valid(STR("110105194912310021")), "another check sign");
	CHECK(!identity_card_is_valid(STR("11010519491231002")), "17 signs");
	CHECK(!identity_card_is_valid(STR("")), "nothing");
	static const char digits[] = "10X98765432";
	static const int weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	static const char *const bad[] = { "11010519490231002", "99010519491231002",
		"11010519491331002" };
	for (size_t i = 0; i < 3; i++) { /* right sums, no such day or area */
		char z[19];
		int sum = 0;
		for (int k = 0; k < 17; k++)
			sum += (bad[i][k] - '0') * weight[k];
		snprintf(z, sizeof(z), "%s%c", bad[i], digits[sum % 11]);
		CHECK(!identity_card_is_valid(str_cstr(z)), "no real day or area: %s", bad[i]);
	}
}

static char long_text[5001 * 3 + 1];

static void check_fields(void)
{
	for (int i = 0; i < 5001; i++)
		memcpy(long_text + 3 * i, "字", 3);
	static const struct {
		const char *what, *field, *say;
		size_t member;
		const char *value;
	} bad[] = {
		{ "no name", "name", "请填写姓名", offsetof(struct request_input, name), "  " },
		{ "card of 17", "id_number", "证件号码应为 18 位，您填写了 17 位",
			offsetof(struct request_input, id_number), "11010519491231002" },
		{ "check digit", "id_number", "证件号码最后一位不正确，请对照证件核对",
			offsetof(struct request_input, id_number), "110105194912310021" },
		{ "letters in a card", "id_number", NULL, offsetof(struct request_input, id_number),
			"11010519491231OO2X" },
		{ "no phone", "phone", "请填写联系电话，以便确认收到申请",
			offsetof(struct request_input, phone), "" },
		{ "phone with words", "phone", NULL, offsetof(struct request_input, phone),
			"call me 138" },
		{ "mail", "email", NULL, offsetof(struct request_input, email), "nobody.example" },
		{ "mail missing", "email", NULL, offsetof(struct request_input, email), "" },
		{ "post code", "postcode", NULL, offsetof(struct request_input, postcode),
			"12345" },
		{ "no content", "content", NULL, offsetof(struct request_input, content), "\n \n" },
		{ "5001 signs", "content", "内容描述最多 5000 个字，现在超出 1 个字",
			offsetof(struct request_input, content), long_text },
		{ "broken bytes", "content", NULL, offsetof(struct request_input, content),
			"\xe5\xad" },
		{ "broken name", "name", NULL, offsetof(struct request_input, name), "\xff" },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct request_input in = request_online(&p);
		struct request_filed out;
		struct str v = str_cstr(bad[i].value);
		memcpy((char *)&in + bad[i].member, &v, sizeof(v));
		CHECK(request_check_input(&in, &err) == ERR_INVALID &&
				strcmp(err.field, bad[i].field) == 0 &&
				(!bad[i].say || strcmp(err.msg, bad[i].say) == 0),
			"%s: %s: %s", bad[i].what, err.field, err.msg);
		CHECK(file(NULL, &in, "", &out) == ERR_INVALID, "%s is not filed", bad[i].what);
	}
	struct request_input empty = { .channel = RECEIPT_INTERNET };
	struct error wrong[20];
	size_t n = request_check_each(&empty, wrong, 20);
	CHECK(n == 5 && strcmp(wrong[0].field, "name") == 0 &&
			strcmp(wrong[4].field, "content") == 0,
		"an empty form says all at once: %zu", n);
	struct request_input body = request_online(&p);
	body.class = CLASS_BUSINESS;
	CHECK(request_check_input(&body, &err) == ERR_INVALID &&
			strcmp(err.field, "credit_code") == 0,
		"a body proves itself: %s", err.msg);
	body.credit_code = STR("91350100M000100Y43");
	CHECK(request_check_input(&body, &err) == ERR_INVALID && strcmp(err.field, "contact") == 0,
		"and names somebody to talk to: %s", err.msg);
	body.contact = STR("测试联系人");
	CHECK(request_check_input(&body, &err) == OK, "complete");
	body.credit_code = STR("91350100M000100Y44");
	CHECK(request_check_input(&body, &err) == ERR_INVALID, "GB 32100: %s", err.msg);
	body.class = (enum applicant_class)77;
	CHECK(request_check_input(&body, &err) == ERR_INVALID && strcmp(err.field, "class") == 0,
		"no such class");
}

/* The first thing that must run, without the pages. */
static void check_online(void)
{
	struct request_input in = request_online(&p);
	struct request_filed out;
	request_day(&p, 2026, 9, 17);
	CHECK(file(NULL, &in, "", &out) == OK, "filed by nobody in particular: %s", err.msg);
	CHECK(str_starts(out.number, STR("W2026-")) && out.code.n == 8, "receipt %.*s, code of 8",
		STR_ARG(out.number));
	for (size_t i = 0; i < out.code.n; i++)
		if (!strchr("23456789ABCDEFGHJKMNPQRSTUVWXYZ", out.code.p[i]))
			CHECK(false, "no look-alikes in a code");
	struct request_view v = request_see(&p, &p.clerk, out.id);
	CHECK(v.request.stage == STAGE_FILED && !v.has_clock && !v.request.number.p &&
			!v.request.due_on.has,
		"waits for confirmation, no clock");
	CHECK(str_is(v.request.masked_name, "测*某") && str_is(v.applicant.name, "测*某") &&
			str_is(v.applicant.id_number, "110***********002X") &&
			str_is(v.applicant.phone, "138****0000") &&
			str_is(v.applicant.email, "n***@example.cn") &&
			str_is(v.applicant.address, "示例市示例区****"),
		"masked: %.*s %.*s %.*s", STR_ARG(v.applicant.id_number),
		STR_ARG(v.applicant.phone), STR_ARG(v.applicant.address));
	struct receipt_facts facts = { .settled = false };
	CHECK(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, out.id, 1, &facts, &err) ==
				ERR_INVALID &&
			strcmp(err.rule, "R-031-3") == 0,
		"nothing confirmed: %s", err.msg);
	facts = (struct receipt_facts){ .settled = true, .settled_on = request_now(&p) };
	CHECK(request_confirm(&p.desk.desk, &p.desk.arena, &p.handler, out.id, 1, &facts, &err) ==
			ERR_DENIED,
		"not by a handler: %s", err.msg);
	facts.settled_on = date_add_days(request_now(&p), 1);
	CHECK(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, out.id, 1, &facts, &err) ==
			ERR_INVALID,
		"not tomorrow: %s", err.msg);
	facts.settled_on = date_add_days(request_now(&p), -1);
	CHECK(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, out.id, 1, &facts, &err) ==
			ERR_INVALID,
		"not before it came: %s", err.msg);
	facts.settled_on = request_now(&p);
	CHECK(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, out.id, 1, &facts, &err) == OK,
		"confirmed: %s", err.msg);
	v = request_see(&p, &p.clerk, out.id);
	CHECK(str_is(v.request.number, "2026-0001") && v.request.stage == STAGE_REGISTERED,
		"the first of the register: %.*s", STR_ARG(v.request.number));
	CHECK(v.has_clock && v.request.due_on.v == date_from_ymd(2026, 10, 21).day, "W12: due %s",
		date_text((struct date){ (int32_t)v.request.due_on.v }).z);
	CHECK(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, out.id, 1, &facts, &err) ==
			ERR_CONFLICT,
		"a second clerk with the old page: %s", err.msg);
	CHECK(request_confirm(&p.desk.desk, &p.desk.arena, &p.clerk, out.id, v.request.version,
		      &facts, &err) == ERR_CONFLICT,
		"not twice: %s", err.msg);
	CHECK(desk_events(&p.desk, "request.file") == 1 &&
			desk_events(&p.desk, "request.register") == 1,
		"one event each");
	CHECK(request_status(&p.desk.desk, &p.desk.arena, STR(" 2026-0001 "), out.code,
		      STR("192.0.2.9"), &v, &err) == OK &&
			v.n_history == 0 && v.n_notes == 0 && v.has_clock &&
			v.event[0].actor.v == 0,
		"the applicant looks: %s", err.msg);
}

int main(void)
{
	request_place_init(&p);
	check_card();
	check_fields();
	check_online();
	desk_place_done(&p.desk);
	return TEST_END();
}
