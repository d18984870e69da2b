#!/usr/bin/env bash
# The program tmplc from outside: outputs whole or not at all, the same bytes every time, C that
# no compiler warns about, compiler errors that name the template.  TAP.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=${GONGKAI_ROOT:-$here/../..}
tmplc=${TMPLC:?path of the program}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0 bad=0
check() { # name, status
	n=$((n + 1))
	if [ "$2" -eq 0 ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; bad=1; fi
}
skip() { n=$((n + 1)); echo "ok $n - $1 # SKIP $2"; }
flags=(-std=c17 -I"$root/src" -I"$here" -I"$root")

cp "$here/good.tmpl" "$dir/good.tmpl"; cd "$dir" || exit 1
"$tmplc" good.tmpl a.c good_tmpl.h && cp good_tmpl.h first.h && "$tmplc" good.tmpl b.c good_tmpl.h
cmp -s a.c b.c && cmp -s first.h good_tmpl.h; check "the same bytes every time" $?
! grep -q "$dir" a.c good_tmpl.h; check "no path of the machine in the output" $?

"$tmplc" good.tmpl c.c good_tmpl.h --depfile && [ "$(cat c.c.d)" = "c.c good_tmpl.h: good.tmpl" ]
check "--depfile" $?

echo old >old.c; echo old >old.h
printf '{%% page a(int n) %%}\n<p>{{ n }}</p>\n<p title={{ n }}>\n{%% endpage %%}\n' >broken.tmpl
said=$("$tmplc" broken.tmpl old.c old.h 2>&1); status=$?
[ "$status" -eq 1 ]; check "a broken template ends with 1" $?
[ "${said%%: error*}" = "broken.tmpl:3:13" ]; check "the message says where" $?
[ "$(cat old.c old.h)" = "old
old" ]; check "a broken template changes no file" $?
[ -z "$(find . -name 'old.*' ! -name old.c ! -name old.h)" ]; check "nothing is left behind" $?
"$tmplc" missing.tmpl old.c old.h 2>/dev/null; [ $? -eq 1 ]; check "a missing template ends with 1" $?
"$tmplc" good.tmpl no/such/folder.c old.h 2>/dev/null; [ $? -eq 1 ]; check "a folder that is not there ends with 1" $?
"$tmplc" good.tmpl a.c 2>/dev/null; [ $? -eq 2 ]; check "wrong use ends with 2" $?

# Padding and C89 are off because they are not faults; the rest of -Weverything is on.
strict=(-Wall -Wextra -Wconversion -Wshadow -Wvla -Wformat=2 -Wmissing-prototypes -Wstrict-prototypes -Werror)
for cc in gcc clang; do
	if ! command -v $cc >/dev/null; then skip "no warning from $cc" "$cc is not installed"; continue; fi
	$cc "${flags[@]}" "${strict[@]}" -fsyntax-only a.c; check "no warning from $cc" $?
done
if command -v clang >/dev/null; then
	clang "${flags[@]}" -Weverything -Wno-padded -Wno-declaration-after-statement -Werror -fsyntax-only a.c
	check "no warning from clang -Weverything" $?
else
	skip "no warning from clang -Weverything" "clang is not installed"
fi

# What does not compile as C says so at the template's line (gcc: as the place of the expansion).
refused() { # name, parameter, line 3 of the template
	printf '{%% include "good_view.h" %%}\n{%% page a(%s) %%}\n%s\n{%% endpage %%}\n' "$2" "$3" >c.tmpl
	"$tmplc" c.tmpl c.c c.h || { check "$1 (tmplc)" 1; return; }
	! cc "${flags[@]}" -Wall -Wextra -Werror -fsyntax-only c.c 2>c.log && grep -q '^c\.tmpl:3:.*\(error\|in expansion\)' c.log
	check "$1 is an error at its line" $?
}
refused "a bool" "bool b" "<p>{{ b }}"
refused "a double" "double d" "<p>{{ d }}"
refused "another struct" "const struct good_view *v" "<p>{{ *v }}"
refused "a pointer" "const int *p" "<p>{{ p }}"
refused "markup in an attribute" "struct html h" "<p title=\"{{ h }}\">"
refused "markup in a title" "struct html h" "<title>{{ h }}</title>"
refused "markup in a textarea" "struct html h" "<textarea>{{ h }}</textarea>"
refused "markup as a URL" "struct html h" "<a href=\"{{ h }}\">"
refused "markup in a URL" "struct html h" "<a href=\"/a/{{ h }}\">"
refused "a number as a URL" "int n" "<a href=\"{{ n }}\">"
refused "a name that is not there" "const struct good_view *v" "<p>{{ v->titel }}"
refused "a page that is not there" "int n" "{% call other(n) %}"
refused "a value behind literal lines" "bool b" "<p>{{ b }}

</p>"
echo "1..$n"
exit $bad
