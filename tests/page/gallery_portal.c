/* Public pages of the gallery, and those before log-in. */
#include "page/kit.h"
#include "tests/page/gallery.h"

static void person_fields(struct buf *o)
{
	static const struct kit_choice kinds[] = {
		{ .value = STR_INIT("id"), .text = STR_INIT("居民身份证") },
		{ .value = STR_INIT("pass"), .text = STR_INIT("护照") },
		{ .value = STR_INIT("hk"), .text = STR_INIT("港澳居民来往内地通行证") },
	};
	kit_input(o, &(struct kit_input){
			     .field = { .name = STR("name"),
				     .label = STR("姓名"),
				     .hint = STR("与有效身份证件一致"),
				     .classes = STR("govuk-input--width-10") },
			     .value = STR("王示明 <b>\"&'"),
			     .autocomplete = STR("name"),
		     });
	kit_select(o, &(struct kit_select){ { .name = STR("idtype"),
						    .label = STR("证件类型"),
						    .error = STR("请选择证件类型") },
			      kinds, 3, STR("id") });
	kit_input(o,
		&(struct kit_input){
			.field = { .name = STR("idno"),
				.label = STR("证件号码"),
				.hint = STR(
					"法规要求提供身份证明；号码加密保存，经办人员默认看不到完整号码"),
				.error = STR("证件号码应为 18 位，您填写了 17 位"),
				.classes = STR("govuk-input--width-20") },
			.value = STR("00000019800101000"),
			.inputmode = STR("text"),
			.autocapitalize = STR("characters"),
			.spellcheck = KIT_CHECK_OFF,
		});
	kit_file(o,
		&(struct kit_file){
			.field = { .name = STR("idfile"),
				.label = STR("身份证明图片"),
				.optional = true,
				.hint = STR("JPG、PNG 或 PDF，不超过 10 MB"),
				.error = STR("文件“示例.pdf”为 14 MB，超过 10 MB，请压缩后再传") },
			.accept = STR("image/jpeg,image/png,application/pdf"),
		});
	kit_date(o, &(struct kit_date){
			    .field = { .name = STR("born"),
				    .label = STR("出生日期"),
				    .hint = STR("例如 1980 年 1 月 31 日"),
				    .error = STR("这一年没有 2 月 30 日，请对照证件核对") },
			    .year = STR("1980"),
			    .month = STR("2"),
			    .day = STR("30"),
		    });
}

static void choice_fields(struct buf *o)
{
	static const struct kit_choice how[] = {
		{ .value = STR_INIT("data"),
			.text = STR_INIT("电子数据"),
			.hint = STR_INIT("本网站下载") },
		{ .value = STR_INIT("paper"),
			.text = STR_INIT("纸质"),
			.hint = STR_INIT("邮寄或者自行领取") },
		{ .divider = STR_INIT("或") },
		{ .value = STR_INIT("copy"), .text = STR_INIT("光盘") },
	};
	static const struct kit_choice ways[] = {
		{ .value = STR_INIT("sms"), .text = STR_INIT("短信"), .chosen = true },
		{ .value = STR_INIT("mail"), .text = STR_INIT("电子邮件"), .chosen = true },
		{ .divider = STR_INIT("或") },
		{ .value = STR_INIT("none"), .text = STR_INIT("都不需要"), .exclusive = true },
	};
	static const struct kit_choice agree[] = {
		{ .value = STR_INIT("1"),
			.text = STR_INIT("以上内容真实，并同意以上述联系方式接收通知和文书") },
	};
	kit_radios(o, &(struct kit_choices){ .field = { .name = STR("form"),
						     .label = STR("提供形式"),
						     .error = STR("请选择提供形式") },
			      .choice = how,
			      .n = 4 });
	kit_checkboxes(o, &(struct kit_choices){ .field = { .name = STR("way"),
							 .label = STR("进度通知"),
							 .hint = STR("可以选多项") },
				  .choice = ways,
				  .n = 4,
				  .small = true });
	kit_textarea(o,
		&(struct kit_textarea){
			.field = { .name = STR("desc"),
				.label = STR("内容描述"),
				.hint = STR("写清对象、时间范围和文件形式，便于检索"),
				.error = STR("内容描述最多 20 个字，现在超出 18 个字") },
			.value = STR(
				"申请公开和畅花园小区2023年1月至2024年11月\n物业保安员备案登记材料"),
			.max_chars = 20,
		});
	kit_checkboxes(o, &(struct kit_choices){
				  .field = { .name = STR("agree") }, .choice = agree, .n = 1 });
}

void gallery_portal_form(struct buf *o)
{
	static const struct str steps[] = { STR_INIT("申请人类型"), STR_INIT("申请人信息"),
		STR_INIT("所需信息"), STR_INIT("获取方式"), STR_INIT("核对提交") };
	static const struct kit_error e[] = {
		{ STR_INIT("请选择证件类型"), STR_INIT("#idtype") },
		{ STR_INIT("证件号码应为 18 位，您填写了 17 位"), STR_INIT("#idno") },
		{ STR_INIT("文件“示例.pdf”为 14 MB，超过 10 MB，请压缩后再传"),
			STR_INIT("#idfile") },
		{ STR_INIT("这一年没有 2 月 30 日，请对照证件核对"), STR_INIT("#born-year") },
		{ STR_INIT("请选择提供形式"), STR_INIT("#form") },
		{ STR_INIT("内容描述最多 20 个字，现在超出 18 个字"), STR_INIT("#desc") },
	};
	static const struct kit_button b[] = {
		{ .text = STR_INIT("保存并继续"), .once = true },
		{ .text = STR_INIT("存草稿，稍后再填"),
			.kind = KIT_SECONDARY,
			.name = STR_INIT("save"),
			.value = STR_INIT("1"),
			.draft = true },
	};
	kit_error_summary(o, &(struct kit_errors){ .error = e, .n = 6 });
	kit_steps(o, &(struct kit_steps){ steps, 5, 2, STR("申请步骤") });
	buf_lit(o, "<h1 class=\"gk-h1\">申请人信息（公民）</h1>\n");
	kit_form_begin(o, &(struct kit_form){ STR("/apply"), STR("token"), true, KIT_WARN_NOW });
	person_fields(o);
	choice_fields(o);
	kit_details_begin(o, STR("我是代理人"), false);
	kit_input(o, &(struct kit_input){ .field = { .name = STR("agent"),
						  .label = STR("代理人姓名"),
						  .optional = true } });
	kit_details_end(o);
	kit_buttons(o, b, 2);
	kit_form_end(o);
}

void gallery_portal_parts(struct buf *o)
{
	static const struct kit_column c[] = {
		{ .label = STR_INIT("事项") },
		{ .label = STR_INIT("主要材料") },
		{ .label = STR_INIT("时限（工作日）"), .number = true },
	};
	static const struct kit_table t = { .caption = STR_INIT("常办事项、材料与时限"),
		.caption_shown = true,
		.kind = KIT_TABLE,
		.column = c,
		.n = 3 };
	static const struct kit_action change[] = {
		{ STR_INIT("修改"), STR_INIT("/apply/1"), STR_INIT("姓名") },
		{ STR_INIT("删除"), STR_INIT("/apply/1/delete"), STR_INIT("姓名") },
	};
	static const struct kit_row rows[] = {
		{ .key = STR_INIT("姓名"),
			.value = STR_INIT("王示明"),
			.action = change,
			.n_actions = 2 },
		{ .key = STR_INIT("证件"),
			.value = STR_INIT("居民身份证　0000****000X"),
			.action = change,
			.n_actions = 1 },
		{ .key = STR_INIT("通信地址"),
			.value = STR_INIT("示例市滨河新区和畅花园 1 号楼，000000") },
	};
	buf_lit(o, "<h1 class=\"gk-h1\">各种部件</h1>\n");
	kit_summary_list(o, rows, 3);
	kit_table_begin(o, &t);
	for (int i = 0; i < 3; i++) {
		kit_row_begin(o, &t, KIT_DUE_FAR);
		kit_cell_link(o, &t, 0, STR("出生登记"), STR("/guide/1"));
		kit_cell(o, &t, 1, STR("出生医学证明、父母户口簿和身份证"));
		kit_cell(o, &t, 2, STR("15"));
		kit_row_end(o, &t);
	}
	kit_table_end(o, &t);
	kit_inset(o,
		STR("没找到需要的信息？可以带着检索词提出公开申请，或拨打 0000-8888 0000 询问。"));
	kit_warning(o, STR("撤回以后，这件申请不再办理；需要时要重新提出。"));
	kit_details(o, STR("期限是怎么算的"), STR("从收到申请的次日起，计 20 个工作日。"));
	kit_empty(o, &(struct kit_empty){ STR("没有符合条件的公开信息"),
			     STR("可以换一个说法、减少筛选条件，或者直接提出申请。"),
			     STR("带着“保安员 备案”申请公开"), STR("/apply?q=1") });
	buf_lit(o, "<p>");
	kit_tag(o, KIT_PLAIN, STR("其他"));
	kit_tag(o, KIT_BLUE, STR("编制中"));
	kit_tag(o, KIT_GREEN, STR("现行有效"));
	kit_tag(o, KIT_AMBER, STR("已修改"));
	kit_tag(o, KIT_RED, STR("已废止"));
	kit_tag(o, KIT_VIOLET, STR("计时暂停"));
	buf_lit(o, "</p>\n");
	kit_pagination(o, &(struct kit_paging){ STR("/search?before=1"), STR("/search?after=2"),
				  121, 21, 40, { 0 } });
}

void gallery_portal_done(struct buf *o)
{
	kit_panel(o, STR("申请已提交"), STR("申请编号 2024-0147　查询码 K7QX-29MD"));
	buf_lit(o, "<p>请记下编号和查询码，凭它们查询进度。收到申请后 20 个工作日内答复。</p>\n");
	static const struct kit_button b[] = {
		{ .text = STR_INIT("打印回执"), .print = true },
		{ .text = STR_INIT("查申请进度"),
			.kind = KIT_SECONDARY,
			.href = STR_INIT("/status") },
	};
	kit_buttons(o, b, 2);
}

void gallery_login(struct buf *o)
{
	static const struct kit_error e[] = {
		{ STR_INIT("账号或密码不正确。再错 3 次将锁定 15 分钟"), STR_INIT("#pw") },
	};
	buf_lit(o, "<section class=\"gk-login__card\" aria-labelledby=\"lh\">"
		   "<h1 class=\"gk-h2\" id=\"lh\">登录</h1>\n");
	kit_error_summary(
		o, &(struct kit_errors){ .title = STR("没有登录成功"), .error = e, .n = 1 });
	kit_form_begin(o, &(struct kit_form){ STR("/login"), STR("token"), false, KIT_FORGET });
	kit_input(o, &(struct kit_input){ .field = { .name = STR("un"), .label = STR("账号") },
			     .value = STR("zhangmin"),
			     .autocomplete = STR("username"),
			     .autocapitalize = STR("none"),
			     .spellcheck = KIT_CHECK_OFF });
	kit_password(
		o, &(struct kit_password){ .field = { .name = STR("pw"), .label = STR("密码") } });
	kit_button(o, &(struct kit_button){ .text = STR("登录") });
	kit_form_end(o);
	buf_lit(o,
		"<p class=\"gk-small\"><a href=\"/forgot\">忘记密码</a>　"
		"<a href=\"/help\">联系管理员 0000-8888 0001</a></p></section>\n"
		"<section class=\"gk-login__note\">"
		"<p class=\"gk-login__org\">示例市滨河新区公安局</p><h2 class=\"gk-h3\">系统公告</h2>"
		"<ul class=\"gk-linklist\"><li>01-08　2024年年报模块已开放，1月31日前提交并公布</li>"
		"<li>01-06　初筛词库更新；2025年工作日历已确认</li></ul>"
		"<h2 class=\"gk-h3\">使用须知</h2>"
		"<ul class=\"gk-small\"><li>涉密信息不上网，上网信息不涉密。</li>"
		"<li>查看申请人完整身份信息、导出台账均记入日志。</li></ul></section>\n");
}

void gallery_setup(struct buf *o)
{
	buf_lit(o, "<section class=\"gk-login__card\" aria-labelledby=\"sh\">"
		   "<h1 class=\"gk-h2\" id=\"sh\">初次设置</h1>\n");
	kit_form_begin(o, &(struct kit_form){ STR("/setup"), STR("token"), false, KIT_FORGET });
	kit_input(o,
		&(struct kit_input){ .field = { .name = STR("agency"), .label = STR("机关名称") },
			.autocomplete = STR("organization") });
	kit_password(o, &(struct kit_password){
				.field = { .name = STR("new"),
					.label = STR("新密码"),
					.hint = STR("至少 12 个字，不能是常见密码"),
					.error = STR("密码太短：现在 8 个字，至少要 12 个字") },
				.autocomplete = STR("new-password") });
	kit_button(o, &(struct kit_button){ .text = STR("保存设置") });
	kit_form_end(o);
	buf_lit(o, "</section>\n");
}
