/*
 * ids -- one type per kind of id, so that one cannot be taken for another.
 *
 * 63 bits, made by tx_new_id, growing with time; 0 means none.
 */
#ifndef STORE_IDS_H
#define STORE_IDS_H

#include <stdint.h>

#define STORE_ID(name)                                                                             \
	struct name {                                                                              \
		int64_t v;                                                                         \
	}

STORE_ID(agency_id);
STORE_ID(department_id);
STORE_ID(person_id);
STORE_ID(session_id);
STORE_ID(event_id);
STORE_ID(job_id);
STORE_ID(mail_id);
STORE_ID(calendar_id);
STORE_ID(draft_id);
STORE_ID(request_id);
STORE_ID(letter_id);
STORE_ID(norm_id);
STORE_ID(channel_id);
STORE_ID(decision_id);
STORE_ID(money_id);
STORE_ID(batch_id);
STORE_ID(lead_id);
STORE_ID(remedy_id);
STORE_ID(notice_id);
STORE_ID(feed_id);
STORE_ID(annual_id);
STORE_ID(consultation_id);

#endif
