#!/bin/bash
# What the program prints for docs/ and config/ stands there as it prints it now.
# Needs GONGKAI (the program) and GONGKAI_ROOT (the project); TAP on stdout.
set -u
n=0
result() { # status, name
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
fresh() { # option, file
	local difference
	difference=$("$GONGKAI" serve "$1" | diff -u "$GONGKAI_ROOT/$2" - 2>&1)
	local status=$?
	result $status "$2 is what gongkai serve $1 prints"
	[ $status = 0 ] && return
	echo "# $2 is stale: run script/docs"
	head -20 <<<"$difference" | sed 's/^/# /'
}
fresh --routes docs/routes.md
fresh --print-manual docs/gongkai.8
fresh --print-config-example config/gongkai.conf.example
fresh --print-nginx-uploads config/nginx/gongkai-uploads.conf

# The order that keeps merges small: by path, each route once.
rows=$(grep '^| \(GET\|POST\) ' "$GONGKAI_ROOT/docs/routes.md" | cut -d'|' -f2,3 | sed 's/^ \([A-Z]*\) | `\(.*\)` $/\2 \1/')
[ "$(wc -l <<<"$rows")" -gt 50 ] && LC_ALL=C sort -c -u -k1,1 -k2,2 <<<"$rows"
result $? "the routes are sorted, each once"

"$GONGKAI" serve --check-config "$GONGKAI_ROOT/config/gongkai.conf.example" | grep -q 配置正确
result $? "the example is a right configuration"
sed 's/^#\([a-z_][a-z_]* =\)/\1/' "$GONGKAI_ROOT/config/gongkai.conf.example" >"${TMPDIR:-/tmp}/gongkai-example.$$"
"$GONGKAI" serve --check-config "${TMPDIR:-/tmp}/gongkai-example.$$" | grep -q 配置正确
result $? "and with every default written out"
rm -f "${TMPDIR:-/tmp}/gongkai-example.$$"

settings=0
for setting in $(sed -n 's/^#\([a-z_][a-z_]*\) =.*/\1/p' "$GONGKAI_ROOT/config/gongkai.conf.example"); do
	settings=$((settings + 1))
	grep -qF "\\fB$setting\\fR" "$GONGKAI_ROOT/docs/gongkai.8" || missing="${missing-} $setting"
done
result $([ -z "${missing-}" ] && [ $settings -gt 20 ]; echo $?) "every setting is in the manual page${missing-}"
if command -v groff >/dev/null; then
	warnings=$(groff -man -Kutf8 -Tutf8 -ww -z "$GONGKAI_ROOT/docs/gongkai.8" 2>&1 | grep -v "can't break line\|cannot break line\|cannot adjust")
	result $([ -z "$warnings" ]; echo $?) "groff has nothing to say about it"
	[ -z "$warnings" ] || head -5 <<<"$warnings" | sed 's/^/# /'
else
	n=$((n + 1)); echo "ok $n - groff # SKIP not here"
fi
if command -v systemd-analyze >/dev/null; then
	unit=$(mktemp -d)
	# The program and its user need not be on this machine.
	sed "s|^ExecStart=[^ ]*|ExecStart=$GONGKAI|; s|^ExecStartPre=[^ ]*|ExecStartPre=$GONGKAI|" "$GONGKAI_ROOT/config/gongkai.service" >"$unit/gongkai.service"
	said=$(systemd-analyze verify --man=no "$unit/gongkai.service" 2>&1 | grep 'gongkai.service')
	result $([ -z "$said" ]; echo $?) "systemd understands gongkai.service"
	[ -z "$said" ] || head -5 <<<"$said" | sed 's/^/# /'
	rm -rf "$unit"
else
	n=$((n + 1)); echo "ok $n - systemd-analyze # SKIP not here"
fi
echo "1..$n"
