/*
 * request -- one 依申请公开 case: filing, registration, its legal clock, its facts.
 *
 * The statutory state of a case is computed, never typed: every step writes a
 * legal event (table request_event) and request_fold runs law/clock over all of
 * them with the agency's calendar, in the same transaction, and stores the
 * result (due day, state) beside the case for lists.  An event the law does not
 * allow is refused there with its rule.
 *
 * Personal fields of the applicant are sealed; lists show the masked name.  A
 * full field is shown once by request_reveal, with an event and a reason.
 *
 * Not here: letters (desk/letter.h), the inbox (desk/inbox.h).
 */
#ifndef DESK_REQUEST_H
#define DESK_REQUEST_H

#include "desk/desk.h"
#include "law/clock.h"
#include "law/outcome.h"
#include "law/receipt.h"
#include "store/intake.sql.h"
#include "store/request.sql.h"

enum request_stage {	  /* stable: stored.  The office's own order of work */
	STAGE_FILED,	  /* 待登记: arrived, not yet confirmed or registered */
	STAGE_REGISTERED, /* 登记核对: received, number given */
	STAGE_CORRECTION, /* 补正中 */
	STAGE_HANDLING,	  /* 办理中 */
	STAGE_CONSULTING, /* 征求意见 */
	STAGE_PAYMENT,	  /* 待缴费 */
	STAGE_REVIEW,	  /* 待审核 */
	STAGE_SIGNING,	  /* 待签发 */
	STAGE_SERVICE,	  /* 待送达 */
	STAGE_DONE,	  /* 已办结 */
	STAGE_ARCHIVED,	  /* 已归档 */
	STAGES
};
const char *request_stage_name(enum request_stage s);

enum applicant_class {	/* stable; the columns of table three (law/rules.md 1.2 no 8) */
	CLASS_PERSON,	/* 自然人 */
	CLASS_BUSINESS, /* 商业企业 */
	CLASS_RESEARCH, /* 科研机构 */
	CLASS_WELFARE,	/* 社会公益组织 */
	CLASS_LEGAL,	/* 法律服务机构 */
	CLASS_OTHER,	/* 其他 */
	CLASSES
};
const char *applicant_class_name(enum applicant_class c);

enum identity_type {
	IDENTITY_CARD,
	IDENTITY_PASSPORT,
	IDENTITY_PERMIT,
	IDENTITY_OTHER,
	IDENTITY_NONE,
	IDENTITIES
};
const char *identity_type_name(enum identity_type t);

enum request_origin {
	ORIGIN_HERE,
	ORIGIN_SUPERIOR,
	ORIGIN_GOVERNMENT,
	ORIGINS
}; /* 直接, 上级机关转办, 政府转办 */
const char *request_origin_name(enum request_origin o);

enum provide_form {
	FORM_PAPER,
	FORM_ELECTRONIC,
	FORM_DISC,
	FORM_INSPECT,
	PROVIDE_FORMS
}; /* 纸面 电子文件 光盘 现场查阅 */
enum provide_way { WAY_POST, WAY_EMAIL, WAY_ONLINE, WAY_COLLECT, WAY_FAX, PROVIDE_WAYS };
const char *provide_form_name(enum provide_form f);
const char *provide_way_name(enum provide_way w);

enum request_file_kind {
	FILE_APPLICATION,
	FILE_IDENTITY,
	FILE_CORRECTION,
	FILE_PROOF,
	FILE_OPINION,
	FILE_INFORMATION,
	FILE_LETTER,
	FILE_OTHER,
	REQUEST_FILE_KINDS
};
const char *request_file_kind_name(enum request_file_kind k);

enum request_note_kind { /* stable: stored */
	NOTE_REMARK,
	NOTE_ASSIST,	 /* to an assisting department, which answers */
	NOTE_SEARCH,	 /* 检索记录 */
	NOTE_CONTACT,	 /* an attempt to reach the applicant */
	NOTE_REMIND,	 /* 催办 */
	NOTE_CORRECTION, /* what the applicant wrote to correct the request */
	NOTE_EXTENSION,	 /* 延期申请, answered by the head of the office (desk/request_office.h) */
	NOTE_MERGE,	 /* somebody asked to make one case of several, and was refused */
	REQUEST_NOTE_KINDS
};
const char *request_note_kind_name(enum request_note_kind k);

enum {
	REQUEST_SUBJECT_MAX = 100, /* code points */
	REQUEST_CONTENT_MAX = 5000,
	REQUEST_ORIGIN_MAX = 100,
	REQUEST_ORAL_MAX = 200,
	REQUEST_FILES_MAX = 10,
	REQUEST_CODE_SIGNS = 8
};

struct request_input {
	struct agency_id agency;
	enum receipt_channel channel;
	enum request_origin origin;
	struct date arrived;
	enum applicant_class class; /* CLASS_PERSON: a person, else an organisation */
	struct str name;
	enum identity_type id_type;
	struct str id_number;	/* GB 11643 check digit is tested for IDENTITY_CARD */
	struct str credit_code; /* organisations: GB 32100 */
	struct str legal_representative, contact, phone, email, address, postcode, fax;
	struct str subject; /* empty: the beginning of content */
	struct str content;
	enum provide_form form;
	enum provide_way way;
	/* Handed over by another authority: who, and the number of their letter (may be empty). */
	struct str origin_body, origin_number;
	struct str oral_reason; /* RECEIPT_ORAL: why the applicant could not write */
	/* proof of receipt, for paper channels: settled when known */
	bool settled;
	struct date settled_on;
	struct request_file_input {
		enum request_file_kind kind;
		struct str name, type;
		struct digest digest; /* already put into the blob store */
		int64_t size;
	} file[REQUEST_FILES_MAX];
	size_t n_files;
};

/*
 * ERR_INVALID with err->field = the member's name ("name", "id_number", "content" …) and the
 * sentence of DESIGN-UI 9.  Pure; also used page by page while a form is filled in.
 */
MUST_USE enum err request_check_input(const struct request_input *in, struct error *err);
/*
 * The same, telling everything that is wrong, in the order of the form, one error a field: how many
 * were put into wrong[0 .. max-1].  For forms that show all at once or one step at a time.
 */
size_t request_check_each(const struct request_input *in, struct error *wrong, size_t max);
/* GB 11643-1999: 18 signs, a real date, province and check digit (law/rules.md 8.2 no 6). */
bool identity_card_is_valid(struct str number);

struct request_filed {
	struct request_id id;
	struct str number; /* the provisional receipt number "W2026…" online, or the register's */
	struct str code;   /* query code, shown once: 8 signs without look-alikes */
};
/*
 * A request arrives.  Online (who NULL or without a person): stage FILED, waits for confirmation.
 * By an official (paper, in person, oral, fax, transferred in): registered at once when settled.
 * key: idempotency key of the form, so that a double submit is one request (may be empty).
 * Event request.file.
 */
MUST_USE enum err request_file(const struct desk *d, struct arena *a, const struct actor *who,
	const struct request_input *in, struct str key, struct request_filed *out,
	struct error *err);

/*
 * 双方确认 / signature: settles the day of receipt (law/receipt), gives the number of the register
 * (without gaps, in the same transaction), writes the clock event RECEIVED.  Event
 * request.register.
 */
MUST_USE enum err request_confirm(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, const struct receipt_facts *facts,
	struct error *err);

/* A case as pages show it: facts masked, clock folded with its proof. */
struct request_view {
	struct request_row request;
	struct request_applicant { /* masked, in the arena */
		int kind;
		struct str name, id_number, credit_code, legal_representative, contact, phone,
			email, address, postcode, fax;
		enum identity_type id_type;
	} applicant;
	struct intake_row intake;	 /* empty when it came straight, in writing */
	struct request_event_row *event; /* in legal order, superseded ones left out */
	size_t n_events;
	struct request_event_row *history; /* all, as written */
	size_t n_history;
	bool has_clock;		/* registered; a provisional result says so in clock.provisional */
	struct clock_run clock; /* as of today */
	int64_t computed_at;	/* the moment of that day */
	struct request_file_row *file;
	size_t n_files;
	struct request_note_row *note;
	size_t n_notes;
};
MUST_USE enum err request_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct request_view *out, struct error *err);
/* For the applicant, by number and query code; ERR_NOT_FOUND with one neutral sentence, ERR_LIMIT
 * when tried too often. */
MUST_USE enum err request_status(const struct desk *d, struct arena *a, struct str number,
	struct str code, struct str address, struct request_view *out, struct error *err);
/* One personal field in full (member name of struct request_applicant).  Event reveal.<field>. */
MUST_USE enum err request_reveal(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct str field, struct str reason, struct str *out,
	struct error *err);

/* --- steps ------------------------------------------------------------------------------------ */

/*
 * Writes one legal event and folds.  ERR_CONFLICT: the law does not allow it now (err->rule,
 * sentence), or the case has changed since (desk_stale).  stage: what the case is at afterwards,
 * STAGES: as the clock says (request_stage_of).  note: short text for the file, may be empty.
 */
struct request_step {
	struct request_id id;
	int64_t version;
	struct clock_event event;
	enum request_stage stage;
	struct str action; /* event code: "request.extend" */
	bool has_outcome; /* with CLOCK_REPLY_SENT: how it ended; other endings decide it themselves
			   */
	enum outcome outcome;
	struct str outcome_rule;
	/* Where the event comes from: the letter that was served, or a paper outside the system
	 * with the scan of its proof (file NULL: none). */
	int64_t letter;
	struct str paper;
	const struct request_file_input *file;
};
MUST_USE enum err request_step(const struct desk *d, struct arena *a, const struct actor *who,
	const struct request_step *s, struct error *err);
/*
 * The same for a step that has a letter form but was done on paper outside the system: s->paper
 * (why) and s->file (the proof) are required.  ERR_INVALID "paper", "file"; ERR_CONFLICT when a
 * letter did the same or waits to be served.
 */
MUST_USE enum err request_step_on_paper(const struct desk *d, struct arena *a,
	const struct actor *who, const struct request_step *s, struct error *err);
/* The same in an open transaction, without asking for the right; *run (may be NULL) in the arena.
 */
MUST_USE enum err request_step_tx(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, const struct request_step *s, struct clock_run *run,
	struct error *err);
/* Takes a wrong legal event's place with another date (or away, with void); reason required; folds
 * all again. */
MUST_USE enum err request_correct_event(const struct desk *d, struct arena *a,
	const struct actor *who, struct request_id id, int64_t version, int64_t event,
	bool take_away, struct date on, struct str reason, struct error *err);
/* The stage that follows from the clock when nothing else is known. */
enum request_stage request_stage_of(enum clock_state s, enum request_stage now);

/* Lead department and handler; assisting departments get a note each.  Event request.assign. */
MUST_USE enum err request_assign(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct department_id department,
	struct person_id handler, struct error *err);

/*
 * A note for the office (own agency, anybody who sees the case); NOTE_ASSIST needs a department.
 * Events request.note, request.note_answer.  ERR_CONFLICT: answered already.
 */
MUST_USE enum err request_note_add(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, enum request_note_kind kind, struct department_id department,
	struct str text, struct error *err);
MUST_USE enum err request_answer_note(const struct desk *d, struct arena *a,
	const struct actor *who, struct request_id id, int64_t note, struct str text,
	struct error *err);

/* In an open transaction: loads the live events, folds, stores due day, state and sort order. */
MUST_USE enum err request_fold(const struct desk *d, struct tx *tx, struct arena *a,
	struct request_id id, enum request_stage stage, struct clock_run *run, struct error *err);

/* --- endings without a reply ------------------------------------------------------------------ */

/*
 * By an official, reason required; the row of table three is 3.6.3.  Withdrawn: also before it was
 * registered, then it is no case of the report.  Transferred: to the authority `to`.  Closed: any
 * other cause (C-1.9-3).  ERR_CONFLICT, ERR_INVALID (field "reason", "on", "to") as request_step.
 * Events request.withdraw, request.transfer, request.close.
 */
MUST_USE enum err request_withdraw(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct date on, struct str reason,
	struct error *err);
MUST_USE enum err request_transfer(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct date on, struct str to, struct str reason,
	struct error *err);
MUST_USE enum err request_close(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, struct date on, struct str reason,
	struct error *err);

/* --- by the applicant, with number and query code ----------------------------------------------
 */

/* Withdraws today; the reason may be empty.  Errors as request_status and request_step. */
MUST_USE enum err request_withdraw_own(const struct desk *d, struct arena *a, struct str number,
	struct str code, struct str address, struct str reason, struct error *err);
/*
 * The corrected request, text and papers (blobs are in the store already).  In time: the period
 * begins anew today.  *late: the time given was over; it is kept with the case and an official
 * decides (R-030: good reason).  ERR_CONFLICT: no correction is awaited.
 */
MUST_USE enum err request_correct_own(const struct desk *d, struct arena *a, struct str number,
	struct str code, struct str address, struct str text, const struct request_file_input *file,
	size_t n_files, bool *late, struct error *err);

/* --- alike requests, one paper for several things ----------------------------------------------
 */

enum {
	SIMILAR_PERCENT = 50,	       /* 相似 */
	SIMILAR_REPEATED_PERCENT = 70, /* 重复 */
	SIMILAR_RECENT = 500,	       /* requests of other people that are compared, the latest */
	SIMILAR_SHOWN = 20,
	REQUEST_PARTS_MAX = 20
};
struct request_similar {
	struct request_id id;
	struct str number; /* of the register, or of the receipt */
	struct str subject, masked_name;
	int percent; /* Jaccard of the pairs of signs, 50..100 */
	bool same_applicant;
	bool repeated; /* percent >= SIMILAR_REPEATED_PERCENT */
	struct date arrived;
	enum request_stage stage;
	int outcome; /* -1 open */
};
/*
 * The same applicant's requests that are alike (art 36(6)), then other people's within a year
 * (art 44: several ask for the same), most alike first.  Of other people's the latest
 * SIMILAR_RECENT of the agency are compared; *compared (may be NULL) is how many were in all.
 */
MUST_USE enum err request_similar(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct request_similar **out, size_t *n, size_t *compared,
	struct error *err);
/*
 * The same for what is about to be registered, before it is saved: the number of the paper or of the
 * body as it was typed, the content, the day of arrival.
 */
MUST_USE enum err request_similar_input(const struct desk *d, struct arena *a,
	const struct actor *who, const struct request_input *in, struct request_similar **out,
	size_t *n, struct error *err);
/* The measure alone: 0..100. */
int request_likeness(struct arena *a, struct str x, struct str y);

/*
 * 一事一申请: makes n requests of one.  content[0] stays with this one (the paper as it came is
 * kept as a note), the others are registered with the same receipt, query code, papers and
 * applicant. part[0 .. n-1] are their ids.  Only before anything else has happened: ERR_CONFLICT.
 * Events request.split, one a request.
 */
MUST_USE enum err request_split(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, int64_t version, const struct str *content, size_t n,
	struct request_id *part, struct error *err);

/* The parts made of a paper, the case itself not among them, in the order of their making. */
MUST_USE enum err request_parts(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id id, struct request_part_row **out, size_t *n, struct error *err);

/*
 * Several requests never become one (C-2.6-26): a request to merge is refused, and that it was made
 * stands with this case and each of the others, named by their numbers (parted by 、 or blanks).
 * ERR_INVALID "numbers", "on", "reason".  Events request.merge_refuse, one a case.
 */
#define REQUEST_MERGE_RULE "条例第二十七条、第三十三条；统计约定 C-2.6-26"
struct request_merge {
	struct request_id id;
	bool by_applicant; /* or somebody of the office */
	struct date on;
	struct str numbers, reason;
};
MUST_USE enum err request_merge_refuse(const struct desk *d, struct arena *a,
	const struct actor *who, const struct request_merge *m, struct error *err);

/* Puts into the index what is not there yet (rows from before there was one); *n how many. */
MUST_USE enum err request_words_catch_up(const struct desk *d, bool (*go_on)(void *), void *ctx,
	size_t *n, struct error *err);

/* --- a new calendar ------------------------------------------------------------------------------
 */

#define REQUEST_RECOUNT_JOB "request.recount"
struct request_due {
	bool has;
	struct date day;
	bool provisional;
};
struct request_moved {
	struct request_id id;
	struct str number;
	struct request_due before, after;
	struct str refused; /* why the law would not allow its events any more; empty: moved */
};
/* Open cases of an agency (0: all) whose due day another calendar would move; writes nothing. */
MUST_USE enum err request_preview_recount(struct tx *tx, const struct desk *d, struct arena *a,
	struct agency_id agency, const struct calendar *cal, struct request_moved **out, size_t *n,
	struct error *err);
/* Folds all open cases again with the calendar in use.  Event request.recount for each moved. */
MUST_USE enum err request_recount(const struct desk *d, struct arena *a, struct agency_id agency,
	struct request_moved **out, size_t *n, struct error *err);
/* The same later: adds the job; who works on jobs calls request_run_recount with its payload. */
MUST_USE enum err request_add_recount(struct tx *tx, struct agency_id agency, struct error *err);
MUST_USE enum err request_run_recount(const struct desk *d, struct arena *a, struct str payload,
	struct request_moved **out, size_t *n, struct error *err);

#endif
