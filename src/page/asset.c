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
	for (size_t i = 0; i < n_assets; i++)
		if (str_is(assets[i].name, name))
			return assets[i].path;
	assert(!"an asset of this name");
	return (struct str){ 0 };
}

const struct asset *asset_at(size_t i)
{
	return i < n_assets ? &assets[i] : NULL;
}
