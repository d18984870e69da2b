/*
 * asset -- the files a browser loads besides pages: style sheet, scripts, icon, robots.txt and the
 * licence texts of what went into them.
 *
 * They are built from assets/ by sass and esbuild and compiled in (tools/assetc); a running server
 * reads none of them from disk.  Not here: headers and conditional requests (the server's work).
 * All strings and bytes live as long as the program.
 */
#ifndef PAGE_ASSET_H
#define PAGE_ASSET_H

#include "core/str.h"

struct asset {
	struct str name;  /* "gk.css" */
	struct str path;  /* "/assets/gk.0123456789ab.css"; "/robots.txt" */
	struct str type;  /* Content-Type */
	struct str bytes; /* as built */
	struct str gzip;  /* packed, or empty when packing gains nothing */
	struct str etag;  /* 32 hex digits of the SHA-256 of `bytes`, without quotes */
	/* The name holds the hash of the content: may be kept for ever (Cache-Control: immutable).
	 * The others have to be asked for again with their tag. */
	bool immutable;
};

/* The asset served under this path of a URL (no query), or NULL when there is none. */
const struct asset *asset_find(struct str path);
/* The path of the asset with this name ("gk.css"), for templates.  The name is a literal of the
 * program: an unknown one is a broken program and stops it. */
struct str asset_path(const char *name);
/* The i-th asset, NULL past the last: to register or to list them all. */
const struct asset *asset_at(size_t i);

/* The generated table; use the functions. */
extern const struct asset assets[];
extern const size_t n_assets;

#endif
