#include "store/sqlite.h"

#include <errno.h>
#include <stdarg.h>

static const struct {
	int rc; /* primary result code, https://www.sqlite.org/rescode.html */
	enum err err;
	enum db_fault fault;
	const char *msg;
} known[] = {
	{ SQLITE_CONSTRAINT, ERR_CONFLICT, DB_FAULT_FINAL,
		"与已有的记录冲突：同样的记录已经存在，或仍被别处引用；请核对后重试" },
	{ SQLITE_BUSY, ERR_STORE, DB_FAULT_RETRY, "数据库正忙，请稍后再试" },
	{ SQLITE_LOCKED, ERR_STORE, DB_FAULT_RETRY, "数据库正忙，请稍后再试" },
	{ SQLITE_NOMEM, ERR_NOMEM, DB_FAULT_FINAL, "内存不足，没有完成；请稍后再试" },
	{ SQLITE_FULL, ERR_STORE, DB_FAULT_FINAL,
		"磁盘已满，没有保存；请清理数据目录所在的磁盘后重试" },
	{ SQLITE_CORRUPT, ERR_STORE, DB_FAULT_FINAL,
		"数据库文件已损坏；请停止服务，用最近的备份恢复" },
	{ SQLITE_NOTADB, ERR_STORE, DB_FAULT_FINAL,
		"这个文件不是 gongkai 的数据库，或已损坏；请检查数据目录，或用备份恢复" },
	{ SQLITE_READONLY, ERR_STORE, DB_FAULT_FINAL,
		"数据库文件不可写；请检查数据目录的权限和磁盘是否只读" },
	{ SQLITE_CANTOPEN, ERR_IO, DB_FAULT_FINAL,
		"打不开数据库文件；请检查数据目录是否存在及其权限" },
	{ SQLITE_PERM, ERR_IO, DB_FAULT_FINAL, "没有权限使用数据库文件；请检查数据目录的权限" },
	{ SQLITE_IOERR, ERR_STORE, DB_FAULT_FINAL,
		"读写数据库文件失败，没有保存；请检查磁盘后重试" },
	{ SQLITE_TOOBIG, ERR_LIMIT, DB_FAULT_FINAL, "内容太长，数据库存不下；请缩短后重试" },
	{ SQLITE_AUTH, ERR_BUG, DB_FAULT_FINAL, "程序错误，操作没有完成" },
	{ SQLITE_MISUSE, ERR_BUG, DB_FAULT_FINAL, "程序错误，操作没有完成" },
	{ SQLITE_SCHEMA, ERR_STORE, DB_FAULT_RETRY, "数据库正在升级，请稍后再试" },
};

enum err sqlite_fail(struct db *db, int rc, const char *what, struct error *err)
{
	enum err code = ERR_STORE;
	const char *msg = "数据库出错，操作没有完成；请联系系统管理员";
	db->fault = DB_FAULT_FINAL;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (known[i].rc == (rc & 0xff)) {
			code = known[i].err;
			msg = known[i].msg;
			db->fault = known[i].fault;
		}
	/* A wrong place at the start is the administrator's; later the file is away, and waited for. */
	if (code == ERR_IO && db->was_open)
		code = ERR_STORE;
	/* No space, reported by the operating system where SQLite calls it an I/O error. */
	int why = db->h ? sqlite3_system_errno(db->h) : 0;
	if ((rc & 0xff) == SQLITE_IOERR && (why == ENOSPC || why == EDQUOT || why == EFBIG))
		msg = "磁盘已满，没有保存；请清理数据目录所在的磁盘后重试";
	error_set(err, code, NULL, "%s", msg);
	error_detail(err, "%s: sqlite %d: %s", what, rc,
		db->h ? sqlite3_errmsg(db->h) : sqlite3_errstr(rc));
	return code;
}

enum err sqlite_refuse(struct db *db, enum db_fault fault, struct error *err, const char *fmt, ...)
{
	char msg[300];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	db->fault = fault;
	return error_set(err, ERR_STORE, NULL, "%s", msg);
}

enum err sqlite_check_place(struct db *db, struct error *err)
{
	int moved = 1;
	if (db->h && sqlite3_file_control(db->h, "main", SQLITE_FCNTL_HAS_MOVED, &moved))
		moved = 0;
	if (!moved)
		return OK;
	return sqlite_refuse(db, DB_FAULT_LOST, err,
		"数据库文件 %s 不见了或被替换；请检查数据目录和磁盘，恢复后会自动继续", db->path);
}
