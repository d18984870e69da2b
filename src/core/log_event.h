/*
 * log_event -- the one table of what can be logged.
 *
 * X(identifier, code, event name, level, help).  A code is a letter for the part
 * of the program and four digits; 1xxx is the ordinary course, 2xxx a warning,
 * 3xxx an error.  A code is never changed and never given to another event.
 * docs/operations.md is generated from it (tools/docgen).
 */
#ifndef CORE_LOG_EVENT_H
#define CORE_LOG_EVENT_H

#define LOG_EVENTS(X)                                                                              \
	X(LOG_START, "S1001", "server.start", INFO, "程序启动完成，开始服务。")                    \
	X(LOG_STOP, "S1002", "server.stop", INFO, "收到停止信号，已处理完手头请求后退出。")        \
	X(LOG_RELOAD, "S1003", "server.reload", INFO, "收到 SIGHUP，重新打开日志文件。")           \
	X(LOG_START_FAILED, "S3001", "server.start_failed", ERROR, "不能启动；看 detail。")        \
	X(LOG_BUG, "S3002", "server.bug", ERROR,                                                   \
		"程序自身的错误。请保留前后日志并报告。")                                          \
	X(LOG_NO_MEMORY, "S3003", "server.no_memory", ERROR,                                       \
		"内存不足，请求已以 503 拒绝。检查内存和并发上限。")                               \
	X(LOG_NOTE, "S0001", "server.note", DEBUG, "调试信息，只在 log_level = debug 时写。")     \
	X(LOG_REOPENED, "L1001", "log.reopen", INFO, "日志文件已重新打开。")                       \
	X(LOG_REPEATED, "L2001", "log.repeated", WARNING,                                          \
		"同一警告或错误重复过多，of 是它的代码，n 是略去的行数。")                         \
	X(LOG_LOST, "L2002", "log.lost", WARNING, "写日志失败过，n 是丢失的行数。检查磁盘。")      \
	X(LOG_HTTP_REQUEST, "H1001", "http.request", INFO, "一次请求：状态、字节数和耗时。")       \
	X(LOG_HTTP_REFUSED, "H2001", "http.refused", WARNING,                                      \
		"请求不合规（报文、长度、字段），已拒绝。大量出现时检查来源。")                    \
	X(LOG_HTTP_SLOW, "H2002", "http.slow", WARNING,                                            \
		"对方发送过慢或连接闲置，已断开。")                                                \
	X(LOG_HTTP_FULL, "H2003", "http.full", WARNING,                                            \
		"连接数或工作线程达到上限，新请求被拒绝。")                                        \
	X(LOG_HTTP_FAILED, "H3001", "http.failed", ERROR,                                          \
		"请求处理失败，回答了 5xx；用 req 查同一请求的其他行。")                           \
	X(LOG_STORE_OPEN, "D1001", "store.open", INFO, "数据库已打开，结构为当前版本。")           \
	X(LOG_STORE_MIGRATED, "D1002", "store.migrated", INFO, "数据库结构已升级到 to 版本。")     \
	X(LOG_STORE_RETRY, "D2001", "store.retry", WARNING, "事务冲突，已自动重试。")              \
	X(LOG_STORE_SLOW, "D2002", "store.slow", WARNING, "一条语句或事务用时过长。")              \
	X(LOG_STORE_LOST, "D3001", "store.lost", ERROR,                                            \
		"数据库连接断开或不可用；恢复后自动继续。检查数据库和网络。")                      \
	X(LOG_STORE_BACK, "D1003", "store.back", INFO, "数据库已恢复可用。")                       \
	X(LOG_STORE_FULL, "D3002", "store.full", ERROR,                                            \
		"磁盘已满或只读，不能写入。腾出空间后自动恢复。")                                  \
	X(LOG_STORE_FAILED, "D3003", "store.failed", ERROR, "数据库拒绝了一次操作；看 detail。")   \
	X(LOG_CHAIN_BROKEN, "D3004", "store.chain_broken", ERROR,                                  \
		"日志链校验不符，可能被改动。保护现场，通知审计管理员。")                          \
	X(LOG_LOGIN, "A1001", "account.login", INFO, "登录成功；account 是账号编号。")             \
	X(LOG_LOGOUT, "A1002", "account.logout", INFO, "退出登录或会话到期。")                     \
	X(LOG_ACCOUNT_CHANGED, "A1003", "account.changed", INFO, "账号或权限有变更；内容见审计日志。") \
	X(LOG_LOGIN_FAILED, "A2001", "account.login_failed", WARNING, "登录失败。")                \
	X(LOG_LOCKED, "A2002", "account.locked", WARNING, "连续登录失败，账号已锁定。")            \
	X(LOG_LOGIN_RATE, "A2003", "account.rate", WARNING, "同一来源登录过于频繁，已拒绝。")      \
	X(LOG_DENIED, "A2004", "account.denied", WARNING, "越权访问，已拒绝。")                    \
	X(LOG_MAIL_SENT, "M1001", "mail.sent", INFO, "邮件已被邮件服务器接收。")                   \
	X(LOG_MAIL_LATER, "M2001", "mail.later", WARNING, "邮件暂时发不出，稍后重试。")            \
	X(LOG_MAIL_FAILED, "M3001", "mail.failed", ERROR,                                          \
		"邮件被拒收或重试次数用尽，已记入退信。")                                          \
	X(LOG_JOB_DONE, "J1001", "job.done", INFO, "后台任务完成。")                               \
	X(LOG_JOB_LATER, "J2001", "job.later", WARNING, "后台任务失败，稍后重试。")                \
	X(LOG_JOB_FAILED, "J3001", "job.failed", ERROR, "后台任务失败，不再重试。")                \
	X(LOG_BACKUP_DONE, "B1001", "backup.done", INFO, "备份完成并已自查。")                     \
	X(LOG_BACKUP_FAILED, "B3001", "backup.failed", ERROR,                                      \
		"备份失败或自查不符。当天须人工补做。")

enum log_event_id {
#define LOG_EVENT_ID(id, code, name, level, help) id,
	LOG_EVENTS(LOG_EVENT_ID)
#undef LOG_EVENT_ID
		LOG_EVENT_COUNT
};

#endif
