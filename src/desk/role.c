#include "desk/role.h"

/* Which roles have a permission is decided here and nowhere else. */
#define WORKING                                                                                    \
	(ROLE_BIT(ROLE_REGISTER) | ROLE_BIT(ROLE_HANDLE) | ROLE_BIT(ROLE_REVIEW) |                 \
		ROLE_BIT(ROLE_SIGN) | ROLE_BIT(ROLE_EDIT) | ROLE_BIT(ROLE_FIRST) |                 \
		ROLE_BIT(ROLE_SECOND) | ROLE_BIT(ROLE_FINAL) | ROLE_BIT(ROLE_SECRECY) |            \
		ROLE_BIT(ROLE_PUBLISH) | ROLE_BIT(ROLE_LOOK) | ROLE_BIT(ROLE_SUPERVISE))
#define ADMINISTRATORS (ROLE_BIT(ROLE_SYSTEM) | ROLE_BIT(ROLE_SECURITY) | ROLE_BIT(ROLE_AUDIT))
#define EVERYBODY (~(uint64_t)0)

static const struct {
	const char *word, *name, *help;
} role[ROLES] = {
	[ROLE_REGISTER] = { "register", "登记", "登记收到的申请，核对申请人和收到日期。" },
	[ROLE_HANDLE] = { "handle", "承办", "查找信息，征求意见，起草答复。" },
	[ROLE_REVIEW] = { "review", "审核", "审核承办人起草的答复，通过或退回。" },
	[ROLE_SIGN] = { "sign", "签发（公开机构负责人）", "签发答复，批准延期。" },
	[ROLE_EDIT] = { "edit", "编辑", "起草和修改准备公开的内容。" },
	[ROLE_FIRST] = { "first", "初审", "对准备公开的内容作第一次审核。" },
	[ROLE_SECOND] = { "second", "复审", "对准备公开的内容作第二次审核。" },
	[ROLE_FINAL] = { "final", "终审", "对准备公开的内容作最后审核。" },
	[ROLE_SECRECY] = { "secrecy", "保密审查", "审查准备公开的内容是否涉密。" },
	[ROLE_PUBLISH] = { "publish", "发布", "把终审通过的内容发布出去，或者撤下。" },
	[ROLE_LOOK] = { "look", "查阅", "查看办理情况，不能改动。" },
	[ROLE_SUPERVISE] = { "supervise", "监督", "查看下级机关的办理情况和年度报告。" },
	[ROLE_SYSTEM] = { "system", "系统管理员",
		"维护机构、部门、账号和系统设置；提出权限变更，但不能自己批准。" },
	[ROLE_SECURITY] = { "security", "安全管理员",
		"批准权限变更，解锁账号，重置第二验证因子，结束登录。" },
	[ROLE_AUDIT] = { "audit", "审计管理员", "查看、校验和导出审计日志，不能改动。" },
};

static const struct {
	const char *name;
	uint64_t roles;
} permission[PERMISSIONS] = {
	[PERM_NONE] = { "任何人", EVERYBODY },
	[PERM_LOGGED_IN] = { "已登录", EVERYBODY },
	[PERM_HALF] = { "登录尚未完成", EVERYBODY },
	[PERM_ORG_LOOK] = { "查看机构和人员", ADMINISTRATORS },
	[PERM_ORG_EDIT] = { "维护机构和人员", ROLE_BIT(ROLE_SYSTEM) },
	[PERM_RIGHTS_PROPOSE] = { "提出权限变更", ROLE_BIT(ROLE_SYSTEM) },
	[PERM_RIGHTS_DECIDE] = { "批准权限变更", ROLE_BIT(ROLE_SECURITY) },
	[PERM_LOG_READ] = { "查看审计日志", ROLE_BIT(ROLE_AUDIT) },
	[PERM_CALENDAR_LOOK] = { "查看工作日历", WORKING | ADMINISTRATORS },
	[PERM_CALENDAR_EDIT] = { "维护工作日历", ROLE_BIT(ROLE_SYSTEM) },
	[PERM_REVEAL] = { "查看完整个人信息", ROLE_BIT(ROLE_REGISTER) | ROLE_BIT(ROLE_HANDLE) |
						      ROLE_BIT(ROLE_REVIEW) | ROLE_BIT(ROLE_SIGN) |
						      ROLE_BIT(ROLE_SYSTEM) },
	[PERM_REQUEST_LOOK] = { "查看申请", WORKING },
	[PERM_REQUEST_REGISTER] = { "登记和分派申请", ROLE_BIT(ROLE_REGISTER) },
	[PERM_REQUEST_HANDLE] = { "办理申请", ROLE_BIT(ROLE_REGISTER) | ROLE_BIT(ROLE_HANDLE) },
	[PERM_REQUEST_REVIEW] = { "审核答复", ROLE_BIT(ROLE_REVIEW) },
	[PERM_REQUEST_SECRECY] = { "保密审查", ROLE_BIT(ROLE_SECRECY) },
	[PERM_REQUEST_SIGN] = { "签发和批准延期", ROLE_BIT(ROLE_SIGN) },
	[PERM_LEDGER_LOOK] = { "查看年度台账", WORKING },
	[PERM_LEDGER_WRITE] = { "登记年度台账", ROLE_BIT(ROLE_REGISTER) | ROLE_BIT(ROLE_HANDLE) |
						      ROLE_BIT(ROLE_EDIT) | ROLE_BIT(ROLE_PUBLISH) },
	[PERM_LEDGER_SIGN] = { "签认年度台账", ROLE_BIT(ROLE_REVIEW) | ROLE_BIT(ROLE_SIGN) },
	[PERM_REMEDY_LOOK] = { "查看复议诉讼",
		ROLE_BIT(ROLE_REGISTER) | ROLE_BIT(ROLE_HANDLE) | ROLE_BIT(ROLE_REVIEW) |
			ROLE_BIT(ROLE_SIGN) | ROLE_BIT(ROLE_SECRECY) | ROLE_BIT(ROLE_LOOK) |
			ROLE_BIT(ROLE_SUPERVISE) },
	[PERM_REMEDY_WRITE] = { "登记复议诉讼", ROLE_BIT(ROLE_REGISTER) | ROLE_BIT(ROLE_HANDLE) },
	[PERM_REMEDY_HOLD] = { "调整复议诉讼的统计", ROLE_BIT(ROLE_SIGN) },
	[PERM_ANNUAL_LOOK] = { "查看年度报告", WORKING },
	[PERM_ANNUAL_EDIT] = { "编写年度报告", ROLE_BIT(ROLE_REGISTER) | ROLE_BIT(ROLE_HANDLE) |
						       ROLE_BIT(ROLE_EDIT) },
	[PERM_ANNUAL_REVIEW] = { "审核年度报告", ROLE_BIT(ROLE_REVIEW) },
	[PERM_ANNUAL_SIGN] = { "签发年度报告", ROLE_BIT(ROLE_SIGN) },
	[PERM_ANNUAL_PUBLISH] = { "公布年度报告", ROLE_BIT(ROLE_PUBLISH) },
	[PERM_ANNUAL_SUPERVISE] = { "查看下级机关的台账和年度报告", ROLE_BIT(ROLE_SUPERVISE) },
	[PERM_STATUS] = { "查看系统状态", ROLE_BIT(ROLE_SYSTEM) },
};

const char *role_name(enum role r)
{
	return (size_t)r < ROLES ? role[r].name : "";
}

const char *role_word(enum role r)
{
	return (size_t)r < ROLES ? role[r].word : "";
}

const char *role_help(enum role r)
{
	return (size_t)r < ROLES ? role[r].help : "";
}

bool role_find(struct str word, enum role *out)
{
	for (unsigned i = 0; i < ROLES; i++)
		if (str_is(word, role[i].word)) {
			*out = (enum role)i;
			return true;
		}
	return false;
}

const char *permission_name(unsigned p)
{
	return p < PERMISSIONS ? permission[p].name : "";
}

bool role_permits(uint64_t roles, unsigned p)
{
	if (p == PERM_NONE || p == PERM_LOGGED_IN || p == PERM_HALF)
		return true;
	return p < PERMISSIONS && (roles & permission[p].roles) != 0;
}

bool role_is_administrator(uint64_t roles)
{
	return (roles & ADMINISTRATORS) != 0;
}

enum err role_check_set(uint64_t roles, struct error *err)
{
	uint64_t admin = roles & ADMINISTRATORS;
	if (roles & ~(WORKING | ADMINISTRATORS))
		return error_set(err, ERR_INVALID, NULL, "没有这样的角色，请重新选择");
	if (admin & (admin - 1))
		return error_set(err, ERR_INVALID, "C-8.5-15",
			"系统、安全、审计三个管理员角色不能由同一个账号担任，请只留一个");
	if (admin && (roles & WORKING))
		return error_set(err, ERR_INVALID, "C-8.5-15",
			"管理员账号不能兼任办理、审核、发布等工作角色，请另建一个账号");
	return OK;
}
