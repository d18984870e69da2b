/*
 * embedc -- turns a file into a C array at build time.
 *
 *   embedc NAME IN OUT.c     defines  const struct str NAME
 */
#include <stdio.h>

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: embedc NAME IN OUT.c\n");
		return 2;
	}
	FILE *in = fopen(argv[2], "rb");
	FILE *out = in ? fopen(argv[3], "wb") : NULL;
	if (!in || !out) {
		fprintf(stderr, "embedc: cannot open %s\n", in ? argv[3] : argv[2]);
		return 1;
	}
	fprintf(out, "#include \"core/str.h\"\n\nextern const struct str %s;\n", argv[1]);
	fprintf(out, "static const char bytes[] = {");
	int c, n = 0;
	for (; (c = getc(in)) != EOF; n++)
		fprintf(out, "%s%d,", n % 24 ? "" : "\n", c > 127 ? c - 256 : c);
	fprintf(out, "\n};\nconst struct str %s = { bytes, sizeof bytes };\n", argv[1]);
	int bad = ferror(in) | ferror(out);
	fclose(in);
	return fclose(out) != 0 || bad;
}
