/*
 * action -- what the codes of the log mean, in words.
 *
 * The one table of all action codes that the program writes (store/event.h), each with its group
 * for the log viewer's filter and its Chinese name.  tests/desk/actions.py looks through the
 * sources for codes that are missing here.
 */
#ifndef DESK_ACTION_H
#define DESK_ACTION_H

#include "core/str.h"

#include <stdbool.h>
#include <stddef.h>

enum action_group {
	ACTION_LOGIN,	 /* 登录 */
	ACTION_PEOPLE,	 /* 人员与权限 */
	ACTION_ORG,	 /* 机关与部门 */
	ACTION_CALENDAR, /* 日历 */
	ACTION_REQUEST,	 /* 申请办理 */
	ACTION_LEDGER,	 /* 年度台账 */
	ACTION_ANNUAL,	 /* 年度报告 */
	ACTION_REVEAL,	 /* 查看个人信息 */
	ACTION_LOG,	 /* 日志 */
	ACTION_SYSTEM,	 /* 系统 */
	ACTION_GROUPS
};

struct action {
	const char *code; /* "login.ok" */
	const char *name; /* 登录成功 */
	enum action_group group;
};

/* All of them, sorted by group. */
const struct action *action_list(size_t *n);
/* NULL when the code is not in the table (an event of a newer program). */
const struct action *action_find(struct str code);
/* Stable word for URLs: "login"; and the name: 登录. */
const char *action_group_word(enum action_group g);
const char *action_group_name(enum action_group g);
bool action_group_find(struct str word, enum action_group *out);

/* 人员 for "person", and so on; the kind itself when it is not known. */
struct str action_object_name(struct str kind);
/* All kinds that events name: word i and its name; NULL beyond the last. */
const char *action_object_word(size_t i);

#endif
