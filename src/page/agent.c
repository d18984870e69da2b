#include "page/agent.h"

struct word {
	const char *sign, *name;
};

/* The first that occurs wins: others copy the names that stand below. */
static const struct word browsers[] = {
	{ "MicroMessenger", "微信" },
	{ "Edg/", "Edge" },
	{ "OPR/", "Opera" },
	{ "Firefox/", "火狐" },
	{ "Chrome/", "Chrome 内核" },
	{ "Safari/", "Safari" },
	{ "Trident/", "IE" },
	{ "curl/", "curl" },
};
static const struct word systems[] = {
	{ "UOS", "统信" },
	{ "Kylin", "麒麟" },
	{ "HarmonyOS", "鸿蒙" },
	{ "Android", "安卓" },
	{ "iPhone", "iPhone" },
	{ "iPad", "iPad" },
	{ "Windows", "Windows" },
	{ "Mac OS X", "macOS" },
	{ "Linux", "Linux" },
};

static const char *first(const struct word *w, size_t n, struct str header)
{
	for (size_t i = 0; i < n; i++)
		if (str_has(header, w[i].sign))
			return w[i].name;
	return NULL;
}

struct str agent_family(struct arena *a, struct str header)
{
	header = str_sub(header, 0, 1000);
	const char *b = first(browsers, sizeof browsers / sizeof *browsers, header);
	const char *s = first(systems, sizeof systems / sizeof *systems, header);
	if (b && s)
		return arena_fmt(a, "%s · %s", b, s);
	return str_cstr(b ? b : s ? s : "");
}
