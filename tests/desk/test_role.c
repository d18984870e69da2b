/* Roles: words, permissions, what may not be held together; masks. */
#include "core/arena.h"
#include "desk/desk.h"
#include "desk/role.h"
#include "tests/test.h"

/* Who may do what, row by row as the requirement lists it: 登记 … 监督 系统 安全 审计. */
static const struct {
	unsigned permission;
	const char *who; /* one sign per role: x may */
} may[] = {
	{ PERM_ORG_LOOK, "............xxx" },
	{ PERM_ORG_EDIT, "............x.." },
	{ PERM_RIGHTS_PROPOSE, "............x.." },
	{ PERM_RIGHTS_DECIDE, ".............x." },
	{ PERM_LOG_READ, "..............x" },
	{ PERM_CALENDAR_LOOK, "xxxxxxxxxxxxxxx" },
	{ PERM_CALENDAR_EDIT, "............x.." },
	{ PERM_REVEAL, "xxxx........x.." },
	{ PERM_REMEDY_LOOK, "xxxx....x.xx..." },
	{ PERM_REMEDY_WRITE, "xx............." },
	{ PERM_REMEDY_HOLD, "...x..........." },
	{ PERM_STATUS, "............x.." },
};

/* C-8.5-15 */
static const struct {
	const char *name;
	uint64_t roles;
	enum err want;
} set[] = {
	{ "none", 0, OK },
	{ "one working", ROLE_BIT(ROLE_HANDLE), OK },
	{ "all working", (ROLE_BIT(ROLE_SYSTEM) - 1), OK },
	{ "system", ROLE_BIT(ROLE_SYSTEM), OK },
	{ "security", ROLE_BIT(ROLE_SECURITY), OK },
	{ "audit", ROLE_BIT(ROLE_AUDIT), OK },
	{ "system and security", ROLE_BIT(ROLE_SYSTEM) | ROLE_BIT(ROLE_SECURITY), ERR_INVALID },
	{ "system and audit", ROLE_BIT(ROLE_SYSTEM) | ROLE_BIT(ROLE_AUDIT), ERR_INVALID },
	{ "security and audit", ROLE_BIT(ROLE_SECURITY) | ROLE_BIT(ROLE_AUDIT), ERR_INVALID },
	{ "audit and look", ROLE_BIT(ROLE_AUDIT) | ROLE_BIT(ROLE_LOOK), ERR_INVALID },
	{ "system and supervise", ROLE_BIT(ROLE_SYSTEM) | ROLE_BIT(ROLE_SUPERVISE), ERR_INVALID },
	{ "unknown", ROLE_BIT(ROLES), ERR_INVALID },
};

static const struct {
	const char *name;
	struct str (*mask)(struct arena *a, struct str s);
	const char *plain, *want;
} masks[] = {
	{ "three signs", mask_name, "王小明", "王*明" },
	{ "two", mask_name, "王明", "王*" },
	{ "one", mask_name, "王", "*" },
	{ "four", mask_name, "欧阳小明", "欧**明" },
	{ "none", mask_name, "", "" },
	{ "mobile", mask_mobile, "13800001234", "138****1234" },
	{ "short number", mask_mobile, "12345", "1****" },
	{ "no number", mask_mobile, "", "" },
	{ "mail", mask_email, "anna@example.cn", "a***@example.cn" },
	{ "no at", mask_email, "anna", "a***" },
	{ "identity", mask_identity, "11010519491231002X", "110***********002X" },
	{ "old identity", mask_identity, "110105491231002", "110********1002" },
	{ "no identity", mask_identity, "", "" },
};

int main(void)
{
	struct error err;
	for (size_t i = 0; i < sizeof may / sizeof *may; i++)
		for (unsigned r = 0; r < ROLES; r++)
			CHECK(role_permits(ROLE_BIT(r), may[i].permission) ==
					(may[i].who[r] == 'x'),
				"%s: %s", role_word((enum role)r),
				permission_name(may[i].permission));
	CHECK(!role_permits(0, PERM_ORG_LOOK) && role_permits(0, PERM_LOGGED_IN) &&
			!role_permits(~(uint64_t)0, PERMISSIONS),
		"no role, no right; an unknown right is nobody's");
	for (size_t i = 0; i < sizeof set / sizeof *set; i++)
		CHECK(role_check_set(set[i].roles, &err) == set[i].want, "%s", set[i].name);
	for (unsigned r = 0; r < ROLES; r++) {
		enum role found = ROLES;
		CHECK(role_find(str_cstr(role_word((enum role)r)), &found) && found == r &&
				*role_name((enum role)r) && *role_help((enum role)r),
			"%s is found by its word", role_word((enum role)r));
	}
	enum role none;
	CHECK(!role_find(STR("root"), &none) && !role_find(STR(""), &none), "no such role");
	struct arena a;
	arena_init(&a, 1 << 16);
	for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
		struct str got = masks[i].mask(&a, str_cstr(masks[i].plain));
		CHECK(str_is(got, masks[i].want), "%s: %.*s", masks[i].name, STR_ARG(got));
	}
	struct actor nobody = { .address = STR("192.0.2.1"), .roles = ~(uint64_t)0 };
	struct actor console = actor_console();
	CHECK(desk_allow(&nobody, PERM_ORG_EDIT, &err) == ERR_DENIED, "nobody may nothing");
	CHECK(desk_allow(&console, PERM_ORG_EDIT, &err) == OK, "the command line may");
	arena_done(&a);
	return TEST_END();
}
