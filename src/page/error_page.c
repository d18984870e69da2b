#include "page/error_page.h"

#include "page/error_page_tmpl.h"
#include "page/error_view.h"

/* What happened, and what to do about it in the portal and in the office. */
static const struct error_words words[] = {
	{ 400, "请求不完整，没有办法处理", "可能是地址不完整，或者表单在传送时中断。",
		"请返回上一页重新操作；从别处复制来的地址，请检查是否复制完整。", NULL },
	{ 403, "没有权限", "您没有查看这个页面或者做这项操作的权限。",
		"这个页面只供工作人员使用。需要公开的信息，请从首页检索。",
		"需要协办的，请联系政务公开办；需要调整权限的，请联系系统管理员。" },
	{ 404, "没有找到这个页面", "可能已调整栏目，或者地址有误。",
		"请检索标题或索引号，或者从首页的栏目进入。",
		"请从左侧导航进入；记录可能已归档，可以用编号查找。" },
	{ 405, "这个地址不能直接打开", "它只接收页面上的表单提交。", "请从页面上的链接或按钮进入。",
		NULL },
	{ 409, "内容已经有变化", "在您填写期间，这项内容被改动过，您的提交没有生效。",
		"请返回上一页，核对最新内容后再提交。", NULL },
	{ 413, "上传的内容太大", "文件或表单超过了大小上限，没有收下。",
		"请压缩文件，或者分成几个文件再传。", NULL },
	{ 422, "提交的内容有需要改正的地方", "有的内容没有填写或者不符合要求，没有收下。",
		"请返回上一页，按提示改正后再提交。", NULL },
	{ 429, "操作太频繁", "短时间内的请求太多，暂时停止受理。", "请稍等再试，不要反复刷新。",
		NULL },
	{ 500, "系统出了故障", "这次操作可能没有完成。",
		"请过几分钟再试，并先查看操作是否已经生效。仍然不行，请把下面的请求编号告诉我们。",
		"请过几分钟再试，并先查看操作是否已经生效。仍然不行，请把下面的请求编号告诉系统管理员。" },
	{ 503, "系统正忙", "现在没有办法处理这次请求，提交的内容没有保存。",
		"请稍等再试；急用的，可以当面或者邮寄办理。", "请稍等再试。" },
};

static const struct error_words session_words = { 0, "登录已过期",
	"较长时间没有操作，为了安全已自动退出。", "请重新登录。", NULL };

static const struct error_words *words_of(const struct error_page *e)
{
	if (e->session_over)
		return &session_words;
	const struct error_words *fallback = NULL;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (words[i].status == e->status)
			return &words[i];
		if (words[i].status == (e->status >= 500 ? 500 : 400))
			fallback = &words[i];
	}
	return fallback;
}

struct str error_page_title(const struct error_page *e)
{
	return str_cstr(words_of(e)->title);
}

void error_page_print(struct buf *o, const struct frame *frame, const struct error_page *e)
{
	const struct error_words *w = words_of(e);
	struct error_view v = {
		.page = e,
		.words = w,
		.todo = frame->kind != FRAME_PORTAL && w->todo_office ? w->todo_office : w->todo,
		.home = frame->home,
		.plain = frame->kind == FRAME_PLAIN,
		.portal = frame->kind == FRAME_PORTAL,
		.search = e->status == 404 && !e->session_over && frame->kind == FRAME_PORTAL,
	};
	struct frame f = *frame;
	f.title = str_cstr(w->title);
	f.errors = 0;
	f.charts = false;
	f.one_column = true;
	if (v.home.n == 0)
		v.home = v.portal ? STR("/") : STR("/office");
	frame_begin(o, &f);
	error_page_body(o, &v);
	frame_end(o, &f);
}
