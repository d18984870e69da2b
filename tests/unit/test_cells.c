/* Cell codes against the contract's list (when the contract is beside the project). */
#include "tests/test.h"

#include "core/file.h"
#include "core/json.h"
#include "report/cells.h"

#include <stdlib.h>

static void round_trip(void)
{
	int bad = 0;
	for (int i = 0; i < REPORT_CELL_COUNT; i++)
		bad += report_cell_by_code(str_cstr(report_cell_code(i).z)) != i;
	CHECK(bad == 0, "every code finds its cell");
	CHECK(report_cell_by_code(STR("t3.nothing.total")) == -1, "an unknown code finds none");
	int n21 = 0, n19 = 0;
	for (int i = 0; i < REPORT_CELL_COUNT; i++) {
		n21 += report_cell_in_layout(i, REPORT_LAYOUT_2021);
		n19 += report_cell_in_layout(i, REPORT_LAYOUT_2019);
	}
	CHECK(n21 == 200, "layout 2021 has 200 cells (%d)", n21);
	CHECK(n19 == 198, "layout 2019 has 198 cells (%d)", n19);
}

static void against_contract(void)
{
	char path[1024];
	snprintf(path, sizeof path, "%s/../shared/contract/report-cells.json",
		getenv("GONGKAI_ROOT") ? getenv("GONGKAI_ROOT") : ".");
	struct arena a;
	struct error err;
	struct str text;
	json_t *v;
	arena_init(&a, 16 << 20);
	if (file_read(&a, path, 1 << 20, &text, &err)) {
		SKIP_CASE("contract cell codes", "../shared is not here");
		arena_done(&a);
		return;
	}
	CHECK(json_read(&a, text, 1 << 20, &v, &err) == OK, "contract is JSON");
	json_t *cells = json_object_get(v, "cells");
	CHECK(json_array_size(cells) == 200, "200 cells");
	for (size_t i = 0; i < json_array_size(cells); i++) {
		struct str code = json_member_str(json_array_get(cells, i), "code");
		int cell = report_cell_by_code(code);
		if (cell < 0 || cell >= REPORT_CELLS_2021)
			CHECK(0, "code %.*s is known", STR_ARG(code));
	}
	arena_done(&a);
}

int main(void)
{
	round_trip();
	against_contract();
	return TEST_END();
}
