/*
 * postgres_error -- from SQLSTATE to our codes, and to what the store does next.
 *
 * The message is for the person at the browser and never quotes the server: its
 * texts hold values of rows.  The detail for the log has the SQLSTATE and the
 * name of the constraint.
 */
#include "store/postgres.h"

/* PostgreSQL manual, appendix A.  A state of two characters is a whole class. */
static const struct {
	const char *state;
	enum db_fault fault;
	enum err code;
	const char *msg;
} known[] = {
	{ "40001", DB_FAULT_RETRY, ERR_STORE, "系统正忙，请稍后再试" },
	{ "40P01", DB_FAULT_RETRY, ERR_STORE, "系统正忙，请稍后再试" },
	{ "55P03", DB_FAULT_FINAL, ERR_STORE, "系统正忙，请稍后再试" }, /* lock_timeout */
	{ "57014", DB_FAULT_FINAL, ERR_STORE, "系统正忙，请稍后再试" }, /* statement cancelled */
	{ "25006", DB_FAULT_LOST, ERR_STORE,
		"数据库暂时只能读取，请稍后再试" },		       /* became a standby */
	{ "25P03", DB_FAULT_LOST, ERR_STORE, "系统正忙，请稍后再试" }, /* idle in transaction */
	{ "23505", DB_FAULT_FINAL, ERR_CONFLICT, "已有相同的记录" },
	{ "23503", DB_FAULT_FINAL, ERR_CONFLICT, "它与别的记录相关联，不能这样修改" },
	{ "23514", DB_FAULT_FINAL, ERR_CONFLICT, "数据不符合要求，没有保存" },
	{ "23502", DB_FAULT_FINAL, ERR_CONFLICT, "数据不符合要求，没有保存" },
	{ "53100", DB_FAULT_FINAL, ERR_STORE, "数据库所在磁盘已满，没有保存；请联系系统管理员" },
	{ "53200", DB_FAULT_FINAL, ERR_NOMEM, "数据库内存不足，请稍后再试" },
	{ "53300", DB_FAULT_LOST, ERR_STORE, "数据库连接已用完，请稍后再试" },
	{ "28", DB_FAULT_FINAL, ERR_STORE, "数据库拒绝了账号或密码，请检查 database 的设置" },
	{ "3D000", DB_FAULT_FINAL, ERR_STORE, "没有这个数据库，请先由数据库管理员建立" },
	{ "42501", DB_FAULT_FINAL, ERR_STORE, "数据库账号的权限不够，请由数据库管理员授权" },
	{ "08", DB_FAULT_LOST, ERR_STORE, "数据库暂时不可用，请稍后再试" },
	{ "57P0", DB_FAULT_LOST, ERR_STORE, "数据库暂时不可用，请稍后再试" },
	{ "XX", DB_FAULT_FINAL, ERR_STORE, "数据库可能已损坏，请立即联系系统管理员" },
};

enum err pg_fail(struct db *db, const PGresult *r, struct error *err)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *constraint = r ? PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME) : NULL;
	bool gone = !db->c || PQstatus(db->c) != CONNECTION_OK;
	for (size_t i = 0; state && i < sizeof(known) / sizeof(*known); i++) {
		if (strncmp(state, known[i].state, strlen(known[i].state)) != 0)
			continue;
		db->fault = gone ? DB_FAULT_LOST : known[i].fault;
		enum err e = error_set(err, known[i].code, NULL, "%s", known[i].msg);
		error_detail(err, "sqlstate %s %s", state, constraint ? constraint : "");
		return e;
	}
	db->fault = gone ? DB_FAULT_LOST : DB_FAULT_FINAL;
	if (state) {
		const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
		enum err e = error_set(err, ERR_STORE, NULL, "数据库出错，没有保存");
		error_detail(err, "sqlstate %s %.180s", state, text ? text : "");
		return e;
	}
	enum err e = error_set(err, ERR_STORE, NULL, "数据库暂时不可用，请稍后再试");
	error_detail(err, "%.200s", db->c ? PQerrorMessage(db->c) : "not connected");
	return e;
}

enum err pg_command(struct db *db, const char *sql, struct error *err)
{
	PGresult *r = db->c ? PQexec(db->c, sql) : NULL;
	ExecStatusType status = PQresultStatus(r);
	enum err e = OK;
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
		e = pg_fail(db, r, err);
	PQclear(r);
	return e;
}
