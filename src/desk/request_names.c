/*
 * request_names -- the words of a request's lists.  See desk/request.h.
 */
#include "desk/request.h"

#define NAME(table, i) ((size_t)(i) < sizeof(table) / sizeof(*(table)) ? (table)[i] : "")

const char *request_stage_name(enum request_stage s)
{
	static const char *const name[STAGES] = { [STAGE_FILED] = "待登记",
		[STAGE_REGISTERED] = "登记核对",
		[STAGE_CORRECTION] = "补正中",
		[STAGE_HANDLING] = "办理中",
		[STAGE_CONSULTING] = "征求意见",
		[STAGE_PAYMENT] = "待缴费",
		[STAGE_REVIEW] = "待审核",
		[STAGE_SIGNING] = "待签发",
		[STAGE_SERVICE] = "待送达",
		[STAGE_DONE] = "已办结",
		[STAGE_ARCHIVED] = "已归档" };
	return NAME(name, s);
}

/* The columns of table three of the annual report. */
const char *applicant_class_name(enum applicant_class c)
{
	static const char *const name[CLASSES] = { [CLASS_PERSON] = "自然人",
		[CLASS_BUSINESS] = "商业企业",
		[CLASS_RESEARCH] = "科研机构",
		[CLASS_WELFARE] = "社会公益组织",
		[CLASS_LEGAL] = "法律服务机构",
		[CLASS_OTHER] = "其他" };
	return NAME(name, c);
}

const char *identity_type_name(enum identity_type t)
{
	static const char *const name[IDENTITIES] = { [IDENTITY_CARD] = "居民身份证",
		[IDENTITY_PASSPORT] = "护照",
		[IDENTITY_PERMIT] = "港澳台居民证件",
		[IDENTITY_OTHER] = "其他证件",
		[IDENTITY_NONE] = "未提供" };
	return NAME(name, t);
}

const char *request_origin_name(enum request_origin o)
{
	static const char *const name[ORIGINS] = { [ORIGIN_HERE] = "直接提出",
		[ORIGIN_SUPERIOR] = "上级机关转办",
		[ORIGIN_GOVERNMENT] = "政府转办" };
	return NAME(name, o);
}

const char *provide_form_name(enum provide_form f)
{
	static const char *const name[PROVIDE_FORMS] = { [FORM_PAPER] = "纸面",
		[FORM_ELECTRONIC] = "电子文件",
		[FORM_DISC] = "光盘",
		[FORM_INSPECT] = "现场查阅" };
	return NAME(name, f);
}

const char *provide_way_name(enum provide_way w)
{
	static const char *const name[PROVIDE_WAYS] = { [WAY_POST] = "邮寄",
		[WAY_EMAIL] = "电子邮件",
		[WAY_ONLINE] = "网上获取",
		[WAY_COLLECT] = "自行领取",
		[WAY_FAX] = "传真" };
	return NAME(name, w);
}

const char *request_file_kind_name(enum request_file_kind k)
{
	static const char *const name[REQUEST_FILE_KINDS] = { [FILE_APPLICATION] = "申请材料",
		[FILE_IDENTITY] = "身份证明",
		[FILE_CORRECTION] = "补正材料",
		[FILE_PROOF] = "送达凭证",
		[FILE_OPINION] = "意见",
		[FILE_INFORMATION] = "政府信息",
		[FILE_LETTER] = "文书",
		[FILE_OTHER] = "其他" };
	return NAME(name, k);
}

const char *request_note_kind_name(enum request_note_kind k)
{
	static const char *const name[REQUEST_NOTE_KINDS] = { [NOTE_REMARK] = "备注",
		[NOTE_ASSIST] = "协办",
		[NOTE_SEARCH] = "检索记录",
		[NOTE_CONTACT] = "联系记录",
		[NOTE_REMIND] = "催办",
		[NOTE_CORRECTION] = "补正内容",
		[NOTE_EXTENSION] = "延期申请",
		[NOTE_MERGE] = "不予合并" };
	return NAME(name, k);
}
