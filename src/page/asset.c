#include "page/asset.h"

#include <assert.h>

const struct asset *asset_find(struct str path)
{
	for (size_t i = 0; i < n_assets; i++)
		if (str_eq(assets[i].path, path))
			return &assets[i];
	return NULL;
}

struct str asset_path(const char *name)
{
	const struct asset *a = NULL;
	for (size_t i = 0; i < n_assets && !a; i++)
		if (str_is(assets[i].name, name))
			a = &assets[i];
	assert(a);
	return a->path;
}

const struct asset *asset_at(size_t i)
{
	return i < n_assets ? &assets[i] : NULL;
}
