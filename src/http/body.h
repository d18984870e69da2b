/*
 * body -- where the bytes of a request's body go: pairs in the arena, files on disk.  Private to
 * http/.
 *
 * A file is created with a random name, O_EXCL and mode 0600 in the upload folder and removed
 * with the request; a handler that wants to keep it renames it away.  Each gets its SM3 digest on
 * the way.
 */
#ifndef HTTP_BODY_H
#define HTTP_BODY_H

#include "core/crypto.h"
#include "http/form.h"
#include "http/multipart.h"
#include "http/urlencoded.h"

enum body_kind { BODY_NONE, BODY_URLENCODED, BODY_MULTIPART, BODY_DISCARD };

/* Members are private but pairs. */
struct body_sink {
	enum body_kind kind;
	struct arena *arena;
	const char *folder;
	struct form_pairs pairs; /* after body_end */
	int64_t limit, n;	 /* bytes allowed and seen */
	bool drops_files;	 /* reads past files without keeping them */
	struct error bad;	 /* sticky */
	struct urlencoded urlencoded;
	struct multipart multipart;
	struct form_file *file;	 /* being received */
	struct body_file *files; /* all of them, for the end */
	int fd;
	struct sm3 sm3;
};

/*
 * Chooses by Content-Type (empty type: nothing may come).  ERR_FORMAT: a type that is not read
 * here (415); multipart only when upload_max > 0.  A body may have upload_max bytes of files and
 * fields_max beside them.
 */
MUST_USE enum err body_init(struct body_sink *b, struct arena *a, struct str content_type,
	int64_t upload_max, int64_t fields_max, const char *folder, struct error *err);
/* Reads and forgets. */
void body_init_discard(struct body_sink *b, int64_t limit);
/* Errors are kept and told by body_end, so that the client can finish sending. */
void body_feed(struct body_sink *b, struct str bytes);
MUST_USE enum err body_end(struct body_sink *b, struct error *err);
/* Far more than was allowed: no use in reading on. */
bool body_is_hopeless(const struct body_sink *b);
/* Removes the files that are still where they were put. */
void body_done(struct body_sink *b);

/* Removes what a killed program left in the folder: our names, older than a day. */
void body_sweep_folder(const char *folder);

#endif
