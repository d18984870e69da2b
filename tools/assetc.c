/*
 * assetc -- turns the files a browser loads into one table of C at build time.
 *
 *   assetc OUT.c {h|p} PATH …
 *
 * h: served as /assets/NAME.<12 hex digits of SHA-256>.EXT, good for ever;  p: served under its
 * plain name, /NAME, and checked again by the browser (/assets/NAME for licence texts).
 * Each file is also packed by zlib at level 9 (no name, no time: same file, same bytes), unless
 * that gains nothing.  Writes `const struct asset assets[]` and `const size_t n_assets`
 * (src/page/asset.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <zlib.h>

enum { MAX_FILE = 4 << 20, MAX_FILES = 32, HASH_DIGITS = 12 };

struct file {
	const char *name; /* borrowed from the argument */
	char path[160];
	char hex[65];
	const char *type;
	unsigned char *p, *gz;
	size_t n, n_gz; /* n_gz 0: not worth it */
	int hashed;
};

static const struct {
	const char *end, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".ico", "image/x-icon" },
};

static _Noreturn void die(const char *what, const char *name)
{
	fprintf(stderr, "assetc: %s: %s\n", what, name);
	exit(1);
}

static int ends(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n > k && memcmp(s + n - k, end, k) == 0;
}

static void read_file(struct file *f, const char *path)
{
	FILE *in = fopen(path, "rb");
	f->p = in ? malloc(MAX_FILE) : NULL;
	if (!f->p)
		die("cannot open", path);
	f->n = fread(f->p, 1, MAX_FILE, in);
	if (ferror(in) || f->n == 0 || f->n == MAX_FILE)
		die("empty, too long or not readable", path);
	fclose(in);
}

static void pack(struct file *f)
{
	z_stream z = { 0 };
	/* 15 + 16: the gzip wrapper; zlib writes no name and a time of 0. */
	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		die("zlib", f->name);
	size_t room = deflateBound(&z, (uLong)f->n);
	f->gz = malloc(room);
	if (!f->gz)
		die("no memory", f->name);
	z.next_in = f->p;
	z.avail_in = (uInt)f->n;
	z.next_out = f->gz;
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		die("zlib", f->name);
	f->n_gz = z.total_out;
	deflateEnd(&z);
	if (f->n_gz + f->n / 20 >= f->n) /* less than a twentieth saved */
		f->n_gz = 0;
}

static void name_file(struct file *f, const char *path)
{
	const char *slash = strrchr(path, '/');
	f->name = slash ? slash + 1 : path;
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (ends(f->name, types[i].end))
			f->type = types[i].type;
	if (!f->type)
		die("no content type for", f->name);
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	if (EVP_Digest(f->p, f->n, sum, &n, EVP_sha256(), NULL) != 1 || n != 32)
		die("sha256", f->name);
	for (unsigned i = 0; i < n; i++)
		snprintf(f->hex + 2 * i, 3, "%02x", sum[i]);
	const char *dot = strrchr(f->name, '.');
	int len;
	if (f->hashed)
		len = snprintf(f->path, sizeof f->path, "/assets/%.*s.%.*s%s", (int)(dot - f->name),
			f->name, HASH_DIGITS, f->hex, dot);
	else
		len = snprintf(f->path, sizeof f->path, "%s%s",
			ends(f->name, ".LEGAL.txt") ? "/assets/" : "/", f->name);
	if (len < 0 || (size_t)len >= sizeof f->path)
		die("name too long", f->name);
}

static void put_bytes(FILE *out, const char *what, int i, const unsigned char *p, size_t n)
{
	fprintf(out, "static const unsigned char %s%d[] = {", what, i);
	for (size_t k = 0; k < n; k++)
		fprintf(out, "%s%d,", k % 32 ? "" : "\n", p[k]);
	fprintf(out, "\n};\n");
}

static void put_entry(FILE *out, const struct file *f, int i)
{
	fprintf(out, "\t{ STR_INIT(\"%s\"), STR_INIT(\"%s\"), STR_INIT(\"%s\"),\n", f->name,
		f->path, f->type);
	fprintf(out, "\t\t{ (const char *)file%d, %zu }, ", i, f->n);
	if (f->n_gz)
		fprintf(out, "{ (const char *)pack%d, %zu },\n", i, f->n_gz);
	else
		fprintf(out, "{ 0, 0 },\n");
	fprintf(out, "\t\tSTR_INIT(\"%.32s\"), %s },\n", f->hex, f->hashed ? "true" : "false");
}

int main(int argc, char **argv)
{
	static struct file files[MAX_FILES];
	int n = (argc - 2) / 2;
	if (argc < 4 || argc % 2 != 0 || n > MAX_FILES) {
		fprintf(stderr, "usage: assetc OUT.c {h|p} PATH ...\n");
		return 2;
	}
	FILE *out = fopen(argv[1], "wb");
	if (!out)
		die("cannot write", argv[1]);
	fprintf(out, "/* Made by tools/assetc. */\n#include \"page/asset.h\"\n\n");
	for (int i = 0; i < n; i++) {
		struct file *f = &files[i];
		f->hashed = argv[2 + 2 * i][0] == 'h';
		read_file(f, argv[3 + 2 * i]);
		name_file(f, argv[3 + 2 * i]);
		pack(f);
		put_bytes(out, "file", i, f->p, f->n);
		if (f->n_gz)
			put_bytes(out, "pack", i, f->gz, f->n_gz);
	}
	fprintf(out, "const struct asset assets[] = {\n");
	for (int i = 0; i < n; i++)
		put_entry(out, &files[i], i);
	fprintf(out, "};\nconst size_t n_assets = %d;\n", n);
	for (int i = 0; i < n; i++) {
		free(files[i].p);
		free(files[i].gz);
	}
	int bad = ferror(out);
	return fclose(out) != 0 || bad;
}
