/*
 * role -- who may do what.
 *
 * A person has a set of roles (bits).  A permission names the roles that have
 * it; routes name permissions; nothing else in the program asks for roles.
 * The three administrators are kept apart (law/rules.md 8.5 no 15): nobody holds
 * two of them, nor one of them together with a working role, and a change of
 * rights is proposed by one person and decided by another.
 */
#ifndef DESK_ROLE_H
#define DESK_ROLE_H

#include "core/error.h"
#include "core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum role {		/* stable: the bit's number is stored */
	ROLE_REGISTER,	/* 登记 */
	ROLE_HANDLE,	/* 承办 */
	ROLE_REVIEW,	/* 审核 */
	ROLE_SIGN,	/* 签发, the head of the disclosure office (公开机构负责人) */
	ROLE_EDIT,	/* 编辑 */
	ROLE_FIRST,	/* 初审 */
	ROLE_SECOND,	/* 复审 */
	ROLE_FINAL,	/* 终审 */
	ROLE_SECRECY,	/* 保密审查 */
	ROLE_PUBLISH,	/* 发布 */
	ROLE_LOOK,	/* 查阅 */
	ROLE_SUPERVISE, /* 监督 */
	ROLE_SYSTEM,	/* 系统管理员 */
	ROLE_SECURITY,	/* 安全管理员 */
	ROLE_AUDIT,	/* 审计管理员 */
	ROLES
};
#define ROLE_BIT(r) ((uint64_t)1 << (r))

enum permission {
	PERM_NONE,	/* everybody, logged in or not */
	PERM_LOGGED_IN, /* anybody with a complete log-in */
	PERM_HALF,	/* a log-in that still lacks its second factor or a new password */
	PERM_ORG_LOOK,	/* see agencies, departments, people */
	PERM_ORG_EDIT,	/* add and change agencies, departments, accounts: system administrator */
	PERM_RIGHTS_PROPOSE, /* propose a change of rights: system administrator */
	PERM_RIGHTS_DECIDE,  /* decide it, unlock, reset second factors, end sessions: security
				administrator */
	PERM_LOG_READ,	     /* read, check and export the log: auditor */
	PERM_CALENDAR_LOOK,
	PERM_CALENDAR_EDIT, /* import a year, local days: system administrator */
	PERM_REVEAL,	    /* see one masked personal field of one record, logged */
	PERM_REQUEST_LOOK, /* see the inbox and cases: everybody who works on requests, and 查阅 */
	PERM_REQUEST_REGISTER, /* register, confirm, assign: 登记 */
	PERM_REQUEST_HANDLE,   /* steps, drafts: 承办, 登记 */
	PERM_REQUEST_REVIEW,   /* legal review: 审核 */
	PERM_REQUEST_SECRECY,  /* 保密审查 */
	PERM_REQUEST_SIGN,     /* extensions, signing: 签发 */
	PERM_LEDGER_LOOK,  /* the ledgers behind the annual report: everybody who works, 查阅, 监督 */
	PERM_LEDGER_WRITE, /* fill in figures, registers, imports: 登记, 承办, 编辑, 发布 */
	PERM_LEDGER_SIGN,  /* 部门签认, approval of accounts: 审核, 签发 */
	PERM_REMEDY_LOOK,      /* see 复议 and 诉讼: everybody who works on requests, 查阅, 监督 */
	PERM_REMEDY_WRITE,     /* register them, results, orders to redo: 登记, 承办 */
	PERM_REMEDY_HOLD,      /* count one otherwise than the rule in the report: 签发 */
	PERM_ANNUAL_LOOK,      /* see the annual report and what is behind its cells: everybody who works */
	PERM_ANNUAL_EDIT,      /* text, corrections, freezing: 登记, 承办, 编辑 */
	PERM_ANNUAL_REVIEW,    /* 审核 */
	PERM_ANNUAL_SIGN,      /* 签发 */
	PERM_ANNUAL_PUBLISH,   /* 发布 */
	PERM_ANNUAL_SUPERVISE, /* reports, ledgers and remedies of the agencies below: 监督 */
	PERM_STATUS,	       /* state of the system, backup, mail queue: system administrator */
	PERMISSIONS
};

/* "审核", "系统管理员" */
const char *role_name(enum role r);
/* Stable word for logs and the command line: "review". */
const char *role_word(enum role r);
/* From the word; false when there is none. */
bool role_find(struct str word, enum role *out);
/* One sentence for the form that grants it. */
const char *role_help(enum role r);
const char *permission_name(unsigned permission);
bool role_permits(uint64_t roles, unsigned permission);
/* One of the three administrators is among them. */
bool role_is_administrator(uint64_t roles);
/* ERR_INVALID with the reason when the roles may not be held together. */
MUST_USE enum err role_check_set(uint64_t roles, struct error *err);

#endif
