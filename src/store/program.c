#include "store/migrate.h"
#include "store/stmt_list.h"

extern const struct migration store_migrations[];

const struct store_program store_program = { store_stmt_list, store_migrations };
