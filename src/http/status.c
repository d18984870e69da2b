/* Statuses: from error codes, and their words when the application has no page. */
#include "http/answer.h"
#include "http/route.h"

int http_status_of(enum err code)
{
	switch (code) {
	case OK:
		return 200;
	case ERR_INVALID:
	case ERR_FORMAT:
		return 422;
	case ERR_NOT_FOUND:
		return 404;
	case ERR_DENIED:
		return 403;
	case ERR_CONFLICT:
		return 409;
	case ERR_LIMIT:
		return 413;
	case ERR_STORE:
	case ERR_NOMEM:
		return 503;
	case ERR_IO:
	case ERR_BUG:
		break;
	}
	return 500;
}

struct status_text status_text(int status)
{
	static const struct {
		int status;
		struct status_text text;
	} row[] = {
		{ 400, { "请求有误", "请检查网址是否完整，或返回上一页重试。" } },
		{ 403, { "没有权限",
			       "您没有办理这一事项的权限。如需办理，请联系本单位系统管理员。" } },
		{ 404, { "页面不存在", "网址可能有误，或内容已经移走。请返回首页查找。" } },
		{ 405, { "不支持这种访问方式", "请返回上一页，按页面上的按钮操作。" } },
		{ 409, { "内容已被他人修改", "请返回上一页，刷新后重新填写。" } },
		{ 413, { "提交的内容过大", "请减小文件或分几次提交。" } },
		{ 414, { "网址过长", "请减少查询条件后重试。" } },
		{ 415, { "不支持这种提交格式", "请用页面上的表单提交。" } },
		{ 422, { "填写的内容有误", "请返回上一页，按提示修改。" } },
		{ 429, { "操作过于频繁", "请稍候几分钟再试。" } },
		{ 431, { "请求头过大", "请清除本网站的浏览器缓存（Cookie）后重试。" } },
		{ 500, { "系统出错", "请稍后重试；仍有问题时，请把下面的编号告诉系统管理员。" } },
		{ 501, { "不支持的请求", "请使用常用浏览器访问。" } },
		{ 503, { "系统繁忙", "您填写的内容尚未提交，请稍候片刻再试。" } },
		{ 505, { "不支持的协议版本", "请使用常用浏览器访问。" } },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (row[i].status == status)
			return row[i].text;
	return (struct status_text){ "请求未能完成", "请返回上一页重试。" };
}

static void put_escaped(struct buf *b, const char *z)
{
	for (; *z; z++) {
		if (*z == '<')
			buf_lit(b, "&lt;");
		else if (*z == '&')
			buf_lit(b, "&amp;");
		else
			buf_char(b, *z);
	}
}

void answer_plain_error(struct http_exchange *x, int status, const struct error *e)
{
	struct status_text t = status_text(status);
	struct buf b;
	buf_init(&b, 8192);
	buf_lit(&b,
		"<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><title>");
	buf_cstr(&b, t.title);
	buf_lit(&b, "</title></head>\n<body>\n<h1>");
	buf_cstr(&b, t.title);
	buf_lit(&b, "</h1>\n<p>");
	put_escaped(&b, e && e->msg[0] ? e->msg : t.advice);
	buf_lit(&b, "</p>\n<p>编号：");
	buf_str(&b, x->request_id);
	buf_lit(&b, "</p>\n<p><a href=\"/\">返回首页</a></p>\n</body>\n</html>\n");
	x->answer->broken = false;
	x->answer->download = (struct str){ NULL, 0 };
	if (b.err) {
		/* Not even that much memory: the status alone. */
		buf_done(&b);
		answer_empty(x, status);
		return;
	}
	http_answer_page(x, status, &b);
}
