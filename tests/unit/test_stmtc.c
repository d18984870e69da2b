/* The statement compiler: what it makes and what it refuses, and in which line. */
#include "stmtc.h"
#include "tests/test.h"

enum { ARENA = 16 << 20 };

#define ROW "-- row: r(id x_id, n i64?)\n"

static const struct {
	const char *name, *sql, *want; /* want: "line: part of the message"; NULL: accepted */
} refused[] = {
	{ "nothing", "", NULL },
	{ "comment alone", "-- about this file\n/* and\nthis */\n", NULL },
	{ "smallest", "-- name: a\nSELECT 1;", NULL },
	{ "row first", ROW "-- name: a(id x_id) -> r*\nSELECT id, n FROM t WHERE id = :id;\n",
		NULL },
	{ "row later", "-- name: a -> r...\nSELECT id, n FROM t;\n" ROW, NULL },
	{ "comment behind the end", "-- name: a\nSELECT 1; -- so\n", NULL },
	{ "own text first", "-- name: a(x i64) [postgres]\nSELECT :x;\n-- name: a\nSELECT 1 + :x;",
		NULL },
	{ "two own texts", "-- name: a [postgres]\nSELECT 1;\n-- name: a [sqlite]\nSELECT 2;",
		NULL },
	{ "same head again",
		"-- name: a(x i64)\nSELECT :x;\n-- name: a(x i64) [sqlite]\nSELECT 2 + :x;", NULL },

	{ "unknown type", "-- name: a(x int)\nSELECT :x;", "1: x: unknown type 'int'" },
	{ "no type", "\n-- name: a(x)\nSELECT :x;", "2: x: unknown type ''" },
	{ "bare _id", "-- name: a(x _id)\nSELECT :x;", "1: x: unknown type" },
	{ "undeclared parameter", "-- name: a(x i64)\nSELECT :x,\n:y;", "3: :y is not declared" },
	{ "unused parameter", "-- name: a(x i64, y i64)\nSELECT :x;",
		"1: a: parameter y is declared and not used" },
	{ "unused in one dialect",
		"-- name: a(x i64)\nSELECT :x;\n-- name: a [postgres]\nSELECT 1;",
		"3: a: parameter x is declared and not used" },
	{ "used only in quotes", "-- name: a(x i64)\nSELECT ':x', \":x\" -- :x\n/* :x */;",
		"1: a: parameter x is declared and not used" },
	{ "parameter twice", "-- name: a(x i64, x str)\nSELECT :x;", "1: x stands twice" },
	{ "column twice", "-- row: r(n i64, n i64)\n-- name: a -> r\nSELECT 1;",
		"1: n stands twice" },
	{ "statement twice", "-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;",
		"3: a stands here again" },
	{ "dialect twice", "-- name: a [sqlite]\nSELECT 1;\n-- name: a [sqlite]\nSELECT 2;",
		"3: a stands here again" },
	{ "row twice", ROW ROW, "2: row r is declared twice" },
	{ "unused row", "\n" ROW, "2: row r is used by no statement" },
	{ "missing row", "-- name: a -> r\nSELECT 1;", "1: row r is not declared" },
	{ "row without a column", "-- row: r()\n", "1: row r has no column" },
	{ "one dialect only", "-- name: a [sqlite]\nSELECT 1;", "1: a has no text for postgres" },
	{ "unknown dialect", "-- name: a [mysql]\nSELECT 1;", "1: [sqlite] or [postgres]" },
	{ "other head again",
		"-- name: a(x i64)\nSELECT :x;\n-- name: a(x str) [sqlite]\nSELECT :x;",
		"3: a was declared differently in line 1" },
	{ "other row again", ROW "-- name: a -> r\nSELECT 1;\n-- name: a -> r* [sqlite]\nSELECT 1;",
		"4: a was declared differently" },
	{ "no semicolon", "-- name: a\nSELECT 1", "1: a has no ';'" },
	{ "no semicolon, next head", "-- name: a\nSELECT 1\n-- name: b\nSELECT 2;",
		"3: the statement above has no ';'" },
	{ "two statements", "-- name: a\nSELECT 1; SELECT 2;", "2: SQL without" },
	{ "SQL alone", "SELECT 1;", "1: SQL without" },
	{ "no SQL", "-- name: a\n;", "1: a has no SQL" },
	{ "quote without end", "-- name: a\nSELECT 'x;\n", "2: this quote does not end" },
	{ "comment without end", "-- name: a\nSELECT 1; /* x", "2: this comment does not end" },
	{ "dollar without end", "-- name: a\nSELECT $$ x;", "2: $$ does not end" },
	{ "parenthesis without end", "-- name: a(x i64\nSELECT :x;", "1: '(' is not closed" },
	{ "comma without name", "-- name: a(x i64,)\nSELECT :x;", "1: in the list: a name" },
	{ "no comma", "-- name: a(x i64 y i64)\nSELECT :x;", "1: ',' or ')'" },
	{ "rubbish behind the head", "-- name: a -> r rubbish\nSELECT 1;",
		"1: not understood: 'rubbish" },
	{ "capital letter", "-- name: Alpha\nSELECT 1;", "1: name: a name of a-z" },
	{ "a word of C", "-- name: a(default i64)\nSELECT :default;",
		"1: in the list: default is a word" },
	{ "numbered parameter", "-- name: a\nSELECT ?1;", "2: parameters are written :name" },
	{ "dollar parameter", "-- name: a\nSELECT $1;", "2: parameters are written :name" },
	{ "at parameter", "-- name: a\nSELECT @x;", "2: parameters are written :name" },
	{ "text search for all", "-- name: a\nSELECT 1 @@ 2;", "2: parameters are written :name" },
	{ "text search of PostgreSQL",
		"-- name: a\nSELECT 1;\n-- name: a [postgres]\nSELECT 1 @@ 2;", NULL },
	{ "E quote", "-- name: a\nSELECT E'\\n';", "2: E''" },
	{ "unknown macro", "-- name: a\nSELECT {WHAT};", "2: unknown macro {WHAT}" },
	{ "open macro", "-- name: a\nSELECT {ID;", "2: { begins a macro" },
	{ "control character", "-- name: a\nSELECT 1\x01;", "2: control character" },
	{ "not UTF-8", "-- name: a\nSELECT '\xff';", "1: not UTF-8" },
};

static void test_refused(void)
{
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct arena a;
		struct stmtc_unit u;
		struct error err = { .code = OK };
		char want[200];
		arena_init(&a, ARENA);
		enum err e = stmtc_parse(&a, "x/noun.sql", str_cstr(refused[i].sql), &u, &err);
		const char *colon = refused[i].want ? strchr(refused[i].want, ':') : NULL;
		if (colon)
			snprintf(want, sizeof want, "x/noun.sql:%.*s: error: %s",
				(int)(colon - refused[i].want), refused[i].want, colon + 2);
		CHECK(colon ? e == ERR_FORMAT && !strncmp(err.msg, want, strlen(want)) : e == OK,
			"%s: %s", refused[i].name, e ? err.msg : "accepted");
		arena_done(&a);
	}
}

static const struct {
	const char *name, *sql, *sqlite, *postgres;
} text[] = {
	{ "types", "-- name: a(i i64, s str?, b blob, d x_id?)\nSELECT :i, :s, :b, :d;",
		"SELECT ?1, ?2, ?3, ?4", "SELECT $1::bigint, $2::text, $3::bytea, $4::bigint" },
	{ "used twice", "-- name: a(x i64?, y i64)\nSELECT :y WHERE (:x IS NULL OR n=:x);",
		"SELECT ?2 WHERE (?1 IS NULL OR n=?1)",
		"SELECT $2::bigint WHERE ($1::bigint IS NULL OR n=$1::bigint)" },
	{ "comments go", "-- name: a\n-- what it is for\nSELECT /* ; :x */ 1 -- ; :y\n , 2;",
		"SELECT 1 , 2", "SELECT 1 , 2" },
	{ "quotes stay", "-- name: a\nSELECT 'it''s :x;  --',\"a:b\";",
		"SELECT 'it''s :x;  --',\"a:b\"", "SELECT 'it''s :x;  --',\"a:b\"" },
	{ "casts stay", "-- name: a(x str)\nSELECT n::text, :x::text, '{1}';",
		"SELECT n::text, ?1::text, '{1}'", "SELECT n::text, $1::text::text, '{1}'" },
	{ "dollar quotes stay", "-- name: a\nSELECT $t$ ; :x $$ $t$;", "SELECT $t$ ; :x $$ $t$",
		"SELECT $t$ ; :x $$ $t$" },
	{ "macros", "-- name: a\nSELECT CAST(1 AS {INT}) {SKIP};", "SELECT CAST(1 AS INTEGER)",
		"SELECT CAST(1 AS bigint) FOR UPDATE SKIP LOCKED" },
	{ "own text", "-- name: a(x i64)\nSELECT :x;\n-- name: a [postgres]\nSELECT 1 + :x;",
		"SELECT ?1", "SELECT 1 + $1::bigint" },
	{ "own text first", "-- name: a(x i64) [sqlite]\nSELECT 2 + :x;\n-- name: a\nSELECT :x;",
		"SELECT 2 + ?1", "SELECT $1::bigint" },
	{ "head over lines", "-- name: a(x i64,\n--   y str)\n-- doc\nSELECT :y, :x;",
		"SELECT ?2, ?1", "SELECT $2::text, $1::bigint" },
	{ "beyond ASCII", "-- name: a\nSELECT '公开', 列;", "SELECT '公开', 列",
		"SELECT '公开', 列" },
};

static void test_text(void)
{
	for (size_t i = 0; i < sizeof text / sizeof text[0]; i++) {
		struct arena a;
		struct stmtc_unit u = { .n_stmt = 0 };
		struct error err = { .code = OK };
		arena_init(&a, ARENA);
		enum err e = stmtc_parse(&a, "noun.sql", str_cstr(text[i].sql), &u, &err);
		CHECK(e == OK && u.n_stmt == 1 &&
				str_is(u.stmt[0].text[STMTC_SQLITE], text[i].sqlite),
			"%s: sqlite %s", text[i].name, e ? err.msg : "");
		CHECK(e == OK && u.n_stmt == 1 &&
				str_is(u.stmt[0].text[STMTC_POSTGRES], text[i].postgres),
			"%s: postgres", text[i].name);
		arena_done(&a);
	}
}

static void test_limits(void)
{
	struct arena a;
	struct buf b;
	struct stmtc_unit u;
	struct error err;
	arena_init(&a, ARENA);
	buf_init(&b, 1 << 20);
	for (int n = STMTC_FIELDS_MAX; n <= STMTC_FIELDS_MAX + 1; n++) {
		buf_clear(&b);
		buf_lit(&b, "-- name: a(");
		for (int i = 0; i < n; i++)
			buf_fmt(&b, "%sp%d i64", i ? "," : "", i);
		buf_lit(&b, ")\nSELECT ");
		for (int i = 0; i < n; i++)
			buf_fmt(&b, "%s:p%d", i ? "," : "", i);
		buf_lit(&b, ";");
		enum err e = stmtc_parse(&a, "noun.sql", buf_view(&b), &u, &err);
		CHECK(n <= STMTC_FIELDS_MAX ? e == OK : e == ERR_FORMAT, "%d parameters", n);
	}
	CHECK(stmtc_parse(&a, "Noun.sql", STR(""), &u, &err) == ERR_FORMAT,
		"a file name in capitals");
	CHECK(stmtc_parse(&a, "noun.txt", STR(""), &u, &err) == ERR_FORMAT, "another ending");
	buf_done(&b);
	arena_done(&a);
}

static void test_migrations(void)
{
	static const struct {
		const char *name, *sql, *sqlite, *postgres;
	} row[] = {
		{ "macros", "CREATE TABLE t (a {ID}, b {TEXT}, c {BLOB}) {STRICT};",
			"CREATE TABLE t (a INTEGER, b TEXT, c BLOB) STRICT; PRAGMA user_version=3;",
			"CREATE TABLE t (a bigint, b text, c bytea) ;" },
		{ "sections",
			"A;\n-- [sqlite]\nB ':';\n-- [postgres]\nC::d $$ -- x $$;\n-- [all]\nD;",
			"A; B ':'; D; PRAGMA user_version=3;", "A; C::d $$ -- x $$; D;" },
		{ "comments do not count", "A -- so\n;/* and */", "A ;  PRAGMA user_version=3;",
			"A ;" },
		{ "unknown section", "A;\n-- [oracle]\nB;", NULL, "m.sql:2: error: -- [sqlite]" },
		{ "unknown macro", "A {B};", NULL, "m.sql:1: error: unknown macro {B}" },
		{ "open quote", "A '", NULL, "m.sql:1: error: this quote" },
	};
	struct arena a;
	struct error err = { .code = OK };
	arena_init(&a, ARENA);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct str out[STMTC_DIALECTS] = { { NULL, 0 }, { NULL, 0 } };
		enum err e = stmtc_migration(&a, "m.sql", str_cstr(row[i].sql), 3, out, &err);
		if (row[i].sqlite)
			CHECK(e == OK && str_is(out[0], row[i].sqlite) &&
					str_is(out[1], row[i].postgres),
				"%s: %.*s | %.*s", row[i].name, STR_ARG(out[0]), STR_ARG(out[1]));
		else
			CHECK(e == ERR_FORMAT &&
					!strncmp(err.msg, row[i].postgres, strlen(row[i].postgres)),
				"%s: %s", row[i].name, err.msg);
	}
	static const struct {
		const char *file;
		int number;
		const char *name;
	} file[] = { { "0001_base.sql", 1, "base" }, { "x/0120_a_b.sql", 120, "a_b" },
		{ "1_base.sql", 0, "" }, { "0000_base.sql", 0, "" }, { "0001base.sql", 0, "" },
		{ "0001_.sql", 0, "" }, { "0001_Base.sql", 0, "" }, { "0001_base.txt", 0, "" },
		{ "0001", 0, "" }, { "", 0, "" } };
	for (size_t i = 0; i < sizeof file / sizeof file[0]; i++) {
		int number = 0;
		struct str name = STR("");
		enum err e = stmtc_migration_name(&a, file[i].file, &number, &name, &err);
		CHECK((e == OK) == (file[i].number > 0) && number == file[i].number &&
				str_is(name, file[i].name),
			"file name '%s'", file[i].file);
	}
	arena_done(&a);
}

static void test_output(void)
{
	static const char sql[] =
		ROW "-- name: a(id x_id, t str?) -> r*\n-- What */ it is.\n"
		    "SELECT id, n FROM t WHERE t = :t AND id = :id AND u = '?\"\\';\n";
	static const char *const header[] = {
		"struct r_row {\n\tstruct x_id id;\n\tstruct opt_i64 n;",
		"struct a_in {\n\tstruct x_id id;\n\tstruct str t;", " * What * / it is.\n",
		"enum err sql_a(struct tx *tx, const struct a_in *in,",
		"struct arena *a, struct r_row **rows, size_t *n, struct error *err);",
		"#ifndef STORE_NOUN_SQL_H"
	};
	static const char *const source[] = { "#include \"store/noun.sql.h\"",
		"{ \"n\", STMT_I64, true, false, offsetof(struct r_row, n) }",
		"{ \"id\", STMT_I64, false, true, offsetof(struct a_in, id) }", "u = '\\?\\\"\\\\'",
		".index = STMT_INDEX_a", ".n_out = 2" };
	struct arena a;
	struct buf b;
	struct stmtc_unit u[2];
	struct error err;
	arena_init(&a, ARENA);
	buf_init(&b, 1 << 20);
	enum err e = stmtc_parse(&a, "noun.sql", str_cstr(sql), &u[0], &err);
	CHECK(e == OK, "parsed");
	stmtc_write_header(&b, &u[0]);
	for (size_t i = 0; i < sizeof header / sizeof header[0]; i++)
		CHECK(str_has(buf_view(&b), header[i]), "header, %zu", i);
	buf_clear(&b);
	stmtc_write_source(&b, &u[0], "list.h");
	for (size_t i = 0; i < sizeof source / sizeof source[0]; i++)
		CHECK(str_has(buf_view(&b), source[i]), "source, %zu", i);
	e = stmtc_parse(&a, "other.sql", STR("\n-- name: a\nSELECT 1;"), &u[1], &err);
	CHECK(e == OK && stmtc_check_list(u, 1, &err) == OK, "one file");
	CHECK(stmtc_check_list(u, 2, &err) == ERR_FORMAT &&
			!strcmp(err.msg, "other.sql:2: error: a is also in noun.sql:2"),
		"one name in two files: %s", err.msg);
	buf_done(&b);
	arena_done(&a);
}

int main(void)
{
	test_refused();
	test_text();
	test_limits();
	test_migrations();
	test_output();
	return TEST_END();
}
