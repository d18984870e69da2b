/*
 * serve_config -- the settings of `gongkai serve`, and the functions behind
 * --check-config and --print-config-example.
 *
 * The table in serve_config.c is the only list; config.example, the manual and
 * docs/operations.md are printed from it.  Units: _s seconds, _bytes bytes,
 * _days days.  There is no time zone setting: it is Asia/Shanghai.
 */
#ifndef CMD_SERVE_CONFIG_H
#define CMD_SERVE_CONFIG_H

#include "core/config.h"
#include "core/log.h"
#include "core/smtp.h"

enum serve_attachments { SERVE_ATTACHMENTS_FOLDER, SERVE_ATTACHMENTS_DATABASE };

struct serve_config {
	/* data */
	struct str data;     /* folder */
	struct str database; /* postgres://…; empty: SQLite in the data folder */
	struct config_secret database_password; /* database_password_file */
	int attachments;			/* enum serve_attachments */
	struct str key_file;			/* keys of the encrypted fields; outside `data` */
	/* network */
	struct config_list listen; /* host:port, [v6]:port, unix:/path */
	struct str tls_certificate_file;
	struct config_secret tls_key; /* tls_key_file */
	bool trusted_proxy;	      /* believe X-Forwarded-* on unix sockets */
	struct str public_url;	      /* https://host, without a path or final slash */
	struct str site_name;
	/* limits */
	int64_t worker_threads; /* 0: by the number of processors */
	int64_t request_bytes;	/* body of an ordinary form */
	int64_t upload_bytes;
	int64_t connections;
	int64_t header_deadline_s, body_deadline_s;
	int64_t login_per_minute; /* attempts from one address */
	/* accounts */
	int64_t session_idle_s;
	int64_t password_length;    /* least number of characters */
	int64_t password_classes;   /* of the four: upper, lower, digit, other */
	int64_t password_max_age_s; /* 0: never too old */
	int64_t password_history;
	int64_t lockout_count;
	int64_t lockout_s;
	/* mail */
	struct str smtp_url; /* empty: no mail is sent */
	int smtp_tls;	     /* enum smtp_tls */
	struct str smtp_user;
	struct config_secret smtp_password; /* smtp_password_file */
	struct str smtp_ca_file;
	struct str mail_from;
	int64_t smtp_timeout_s;
	int64_t mail_per_minute;
	int64_t notice_hour;
	/* backup */
	struct str backup_folder; /* empty: no scheduled backup */
	int64_t backup_hour;
	int64_t backup_keep_days;
	/* log */
	struct str log_file; /* empty: stderr */
	int log_level;	     /* enum log_level */
};

extern const struct config_table serve_config_table;

/*
 * Defaults, then the file (path NULL: none), then the n "key=value" of `set`, then what
 * settings ask of each other (serve_config_check).  *out is untouched on failure; with `all`
 * (may be NULL) every problem is appended there as a line.
 */
MUST_USE enum err serve_config_load(struct arena *a, const char *path, const char *const *set,
	size_t n, struct serve_config *out, struct buf *all, struct error *err);

/* What settings ask of each other: pairs, order of limits.  Arguments and errors as above. */
MUST_USE enum err serve_config_check(
	const struct serve_config *config, struct buf *all, struct error *err);

/* `--check-config FILE`: “配置正确” on stdout, or every problem on stderr; the exit status. */
int serve_check_config(const char *path);
/* `--print-config-example`: the annotated file on stdout; the exit status. */
int serve_print_config_example(void);
/*
 * `--print-config-manual roff|markdown`: the settings for the manual page or for
 * docs/operations.md; `--print-log-events`: the events.  For the documentation's build.
 */
int serve_print_config_manual(enum config_manual form);
int serve_print_log_events(void);

/* The mail settings in the form smtp_send takes; borrowed from config. */
struct smtp_config serve_smtp_config(const struct serve_config *config);

#endif
