/*
 * receipt -- the day a request counts as received (收到申请之日), by channel.
 *
 * Pure.  In person the day of submission (R-031-1); by registered post the day of
 * signature, by ordinary letter the day of confirmation (R-031-2); by internet or
 * fax the day both sides confirm (R-031-3).
 * The day may be no working day; counting starts the day after anyway
 * (C-1.3-11).
 */
#ifndef LAW_RECEIPT_H
#define LAW_RECEIPT_H

#include "core/buf.h"
#include "core/date.h"
#include "core/error.h"

enum receipt_channel {
	RECEIPT_IN_PERSON,	 /* 当面提交 */
	RECEIPT_ORAL,		 /* 口头提出，由工作人员代写 */
	RECEIPT_REGISTERED_POST, /* 挂号信、特快专递 */
	RECEIPT_ORDINARY_POST,	 /* 平常信函 */
	RECEIPT_INTERNET,	 /* 互联网渠道 */
	RECEIPT_FAX,		 /* 传真 */
	RECEIPT_CHANNEL_COUNT
};

struct receipt_facts {
	enum receipt_channel channel;
	struct date arrived; /* submitted, or in the agency's hands */
	bool settled;	     /* signed for, recorded or confirmed */
	struct date settled_on;
	bool unreachable; /* settled_on is the day the agency's message reached the given address */
};

struct receipt {
	struct date on;
	const char *rule;
	bool late; /* ordinary letter not confirmed on the day it arrived, a duty of R-031-2 */
};

/*
 * ERR_NOT_FOUND: not settled yet, no period runs.  ERR_INVALID: settled before
 * it arrived.
 */
MUST_USE enum err receipt_compute(
	const struct receipt_facts *f, struct receipt *out, struct error *err);

/* Appends the reason as a sentence for the file. */
void receipt_explain(struct buf *b, const struct receipt_facts *f, const struct receipt *r);

const char *receipt_channel_name(enum receipt_channel c); /* 当面提交 */

#endif
