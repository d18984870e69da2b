#!/bin/bash
# The command line as its contract describes it: exit status 0, 1 or 2; one JSON
# object per file and line with its keys in order; one Chinese sentence per
# failure that names the file; and all the ways a file can be no file.
# Needs GONGKAI (the program) and GONGKAI_ROOT (the project); TAP on stdout.
set -u
gk=$GONGKAI
reports=$GONGKAI_ROOT/tests/doc/reports
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
n=0

# result STATUS TEXT: one TAP line; the outputs follow when it failed.
result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
		return
	fi
	echo "not ok $n - $2"
	head -c 1500 out | sed 's/^/# out: /'
	head -c 1500 err | sed 's/^/# err: /'
	echo "# status $status"
}

# run COMMAND…: outputs to out and err, exit status to $status.
run() {
	"$@" >out 2>err </dev/null
	status=$?
}

# expect STATUS TEXT COMMAND…: nothing on stderr.
expect() {
	local want=$1 text=$2
	shift 2
	run "$@"
	[ "$status" = "$want" ] && [ ! -s err ]
	result $? "$text: exit status $want, silent"
}

# one_sentence PATTERN…: stderr is one line "gongkai: …" in Chinese with every pattern in it.
one_sentence() {
	[ "$(wc -l <err)" = 1 ] && grep -q '^gongkai: ' err && LC_ALL=C grep -q $'[\xe4-\xe9]' err ||
		return 1
	for pattern in "$@"; do
		grep -qaF -e "$pattern" err || return 1
	done
}

# fails STATUS PATTERN TEXT COMMAND…: nothing on stdout, one sentence on stderr.
fails() {
	local want=$1 pattern=$2 text=$3
	shift 3
	run "$@"
	[ "$status" = "$want" ] && [ ! -s out ] && one_sentence "$pattern"
	result $? "$text: exit status $want and one sentence"
}

# json TEXT PYTHON: out is lines of JSON, rows; PYTHON asserts on them.
json() {
	cat >check.py <<'PY'
import json, sys
rows = [json.loads(line) for line in open('out', encoding='utf-8')]
def keys(o, *names):
    assert list(o) == list(names), list(o)
PY
	echo "$2" >>check.py
	python3 check.py >>err 2>&1
	result $? "$1"
}

cp "$reports/demo-1-police-2023.json" last.json
cp "$reports/demo-2-police-2024.json" this.json
cp "$reports/demo-3-culture-2024.json" other.json

# --- the program itself
run "$gk"
[ "$status" = 2 ] && [ ! -s out ] && [ -s err ]
result $? "no command: exit status 2, the commands on stderr"
expect 0 "help" "$gk" help
expect 0 "--help" "$gk" --help
fails 2 "frob" "unknown command" "$gk" frob
fails 2 "frob" "help of an unknown command" "$gk" help frob
for command in report clock fee; do
	expect 0 "help $command" "$gk" help $command
	grep -q "gongkai $command" out && grep -q 例 out
	result $? "help $command shows an example"
	expect 0 "$command --help" "$gk" $command --help
	fails 2 "gongkai help $command" "$command alone" "$gk" $command
	fails 2 "frob" "$command frob" "$gk" $command frob
done

# --- report read
expect 0 "read" "$gk" report read this.json
expect 0 "read --json" "$gk" report read this.json --json
json "read --json: keys in order, amounts are strings, blank is null" '
r, = rows
keys(r, "file", "format", "layout", "agency", "year", "title", "cells", "sections", "notes")
assert r["file"] == "this.json" and r["format"] == "json" and r["layout"] == "2021"
assert r["agency"] == "示例市公安局" and r["year"] == 2024 and isinstance(r["title"], str)
assert len(r["cells"]) == 200 and r["cells"]["t2.fee.amount"] == "348.743504"
assert r["cells"]["t3.received.total"] == 151
assert r["cells"]["t3.refused.third_party.commercial"] is None
assert all(type(v) is int or v is None or k == "t2.fee.amount" for k, v in r["cells"].items())
assert [s["no"] for s in r["sections"]] == [1, 2, 3, 4, 5, 6]
[keys(s, "no", "heading", "text") for s in r["sections"]]
[keys(m, "code", "message", "cells", "where") for m in r["notes"]]'
"$gk" report convert this.json --to text -o this.txt 2>err
sed 's/^示例市公安局2024/示例市公安局2022/' this.txt >wrong-year.txt
python3 - <<'PY'
t = open('this.txt', encoding='utf-8').read()
open('na.txt', 'w', encoding='utf-8').write(t.replace('95941', '/').replace('2984', '若干'))
rows = [l for l in t.split('\n') if '重复申请' not in l]
open('no-row.txt', 'w', encoding='utf-8').write('\n'.join(rows))
PY
expect 0 "read of marks" "$gk" report read na.txt no-row.txt --json
json "read: not applicable, no number and no row are told apart" '
a, b = rows
codes = {c: m["code"] for r in (a,) for m in r["notes"] for c in m["cells"]}
assert a["cells"]["t2.penalty.decisions"] is None and codes["t2.penalty.decisions"] == "cell.na"
assert a["cells"]["t2.coercion.decisions"] is None and codes["t2.coercion.decisions"] == "cell.not_number"
assert any("若干" in m["message"] for m in a["notes"])
assert all(m["where"] for m in a["notes"])
assert "t3.declined.repeat.total" not in b["cells"]
assert [m["code"] for m in b["notes"]].count("row.missing") == 1
assert b["cells"]["t3.declined.petition.total"] == 2'
fails 2 "missing.json" "no such file" "$gk" report read missing.json --json
: >empty.txt
fails 2 "empty.txt" "empty file" "$gk" report read empty.txt --json
fails 2 "/dev/null" "a device" "$gk" report read /dev/null --json
mkfifo pipe
fails 2 "pipe" "a named pipe" timeout 20 "$gk" report read pipe --json
mkdir -p folder/sub none
cp this.json folder/a.json
cp other.json "folder/sub/b c.json"
fails 2 "folder" "a folder without --recursive" "$gk" report read folder --json
fails 2 "none" "an empty folder" "$gk" report read none --recursive --json
expect 0 "a folder with --recursive" "$gk" report read folder --recursive --json
json "a folder gives every file in it" '
assert sorted(r["file"] for r in rows) == ["folder/a.json", "folder/sub/b c.json"]'
printf 'not a report at all\n' >prose.txt
head -c 4096 /dev/urandom >noise.bin
printf '%%PDF-1.7\ngarbage' >broken.pdf
printf 'PK\003\004broken' >broken.docx
printf '{"cells":' >broken.json
for bad in prose.txt noise.bin broken.pdf broken.docx broken.json; do
	fails 2 "$bad" "$bad" "$gk" report read $bad --json
	run "$gk" report read this.json $bad other.json --json
	[ "$status" = 2 ] && [ "$(wc -l <out)" = 2 ] && one_sentence "$bad"
	result $? "$bad between good files: the others are delivered"
	run "$gk" report check $bad other.json --json
	[ "$status" = 2 ] && [ "$(wc -l <out)" = 1 ] && one_sentence "$bad"
	result $? "$bad: check goes on too"
done
odd=("with blank.json" "quote\"'.json" "back\\slash.json" $'new\nline.json' $'\xff\xfe.json' "中文，名.json"
	"%s%n.json")
for name in "${odd[@]}"; do
	cp other.json "$name"
	expect 0 "name $(printf '%q' "$name")" "$gk" report read "$name" --json
	json "name in JSON" 'assert len(rows) == 1 and rows[0]["file"].endswith(".json")'
	fails 2 "gongkai" "no such file $(printf '%q' "$name")" "$gk" report read "no $name" --json
done
cp other.json ./--json
expect 0 "-- before a file called --json" "$gk" report read --json -- --json
json "a file called --json" 'assert rows[0]["file"] == "--json"'
fails 2 "--frob" "unknown option" "$gk" report read this.json --frob
fails 2 "-x" "unknown short option" "$gk" report read this.json -x
fails 2 "report" "no file" "$gk" report read --json
fails 2 "report" "an option that belongs to another command" "$gk" report read this.json --to pdf
run "$gk" report read this.json this.json --json
json "the same file twice is two lines" 'assert len(rows) == 2 and rows[0] == rows[1]'

# --- report check
expect 0 "check, clean" "$gk" report check other.json
expect 1 "check with errors" "$gk" report check this.json
expect 1 "check --json" "$gk" report check this.json other.json --json
json "check --json: keys in order, the total first, numbers told" '
a, b = rows
for r in rows:
    keys(r, "file", "agency", "year", "findings", "summary")
    keys(r["summary"], "error", "warning", "info")
    for f in r["findings"]:
        keys(f, "rule", "severity", "cells", "expected", "actual", "message", "hint", "where")
        assert f["severity"] in ("error", "warning", "info") and f["message"]
    for s in r["summary"]:
        assert r["summary"][s] == sum(f["severity"] == s for f in r["findings"])
ck2 = [f for f in a["findings"] if f["rule"] == "CK2"]
assert [f["cells"][0] for f in ck2] == ["t3.total.natural", "t3.total.commercial"]
ck7, = [f for f in a["findings"] if f["rule"] == "CK7"]
assert ck7["cells"] == ["t3.received.total"] and (ck7["expected"], ck7["actual"]) == ("151", "152")
assert ck7["where"] and "151" in ck7["message"]
assert b["summary"] == {"error": 0, "warning": 0, "info": 0}'
expect 1 "check --previous" "$gk" report check this.json --previous last.json --json
json "the right last year: no cross-year finding" '
assert not [f for f in rows[0]["findings"] if f["rule"] in ("CK4", "CK11", "previous.mismatch")]'
expect 1 "check against another agency" "$gk" report check other.json --previous last.json --json
json "another agency is said" 'assert rows[0]["findings"][0]["rule"] == "previous.mismatch"'
fails 2 "missing.json" "--previous that is not there" "$gk" report check this.json --previous missing.json
fails 2 "report" "--previous without a value" "$gk" report check this.json --previous
expect 0 "rules" "$gk" report rules
cp out rules.tsv
for rule in CK1 CK2 CK3 CK4 CK6 CK7 CK11 CK14 cell.blank cell.na cell.not_number cell.not_integer \
	cell.negative total.blank row.missing table.missing section.missing section.order \
	section.repeated layout.2019 layout.hybrid; do
	grep -q "^$rule	" rules.tsv || echo "$rule" >>missing-rules
done
[ ! -e missing-rules ]
result $? "rules lists every id of the contract"
fails 2 "frob" "rules with an argument" "$gk" report rules frob

# --- report convert
for to in docx pdf html xlsx ofd json text; do
	expect 0 "convert --to $to" "$gk" report convert this.json --to $to -o "back.$to"
	expect 0 "read of $to" "$gk" report read this.json "back.$to" --json
	json "JSON to $to and back: the same cells" '
assert rows[0]["cells"] == rows[1]["cells"] and rows[0]["agency"] == rows[1]["agency"]
assert rows[1]["format"] == "'$to'" and rows[1]["year"] == 2024'
done
fails 2 "/no/such" "-o into a folder that is not there" "$gk" report convert this.json --to json -o /no/such/x
fails 2 "folder" "-o onto a folder" "$gk" report convert this.json --to json -o folder
fails 2 "--to" "convert without --to" "$gk" report convert this.json -o x
fails 2 "frob" "convert to an unknown format" "$gk" report convert this.json --to frob -o x
fails 2 "-o" "convert without -o" "$gk" report convert this.json --to json
fails 2 "一份" "convert of two files" "$gk" report convert this.json other.json --to json -o x
fails 2 "prose.txt" "convert of no report" "$gk" report convert prose.txt --to json -o x
expect 0 "convert to standard output" "$gk" report convert this.json --to json -o -
json "standard output holds the report" 'assert len(rows[0]["cells"]) == 200'

# --- report compare, sum, html
expect 0 "compare" "$gk" report compare last.json this.json
expect 0 "compare --json" "$gk" report compare last.json this.json --json
json "compare --json is one line" 'assert len(rows) == 1'
expect 0 "compare --html" "$gk" report compare last.json this.json --html c.html
grep -qi '<html' c.html
result $? "compare --html writes a page"
fails 2 "两份" "compare of one file" "$gk" report compare this.json
run "$gk" report compare last.json this.json missing.json --json
[ "$status" = 2 ] && [ "$(wc -l <out)" = 1 ] && one_sentence "missing.json"
result $? "compare: an unreadable file does not stop the others"
run "$gk" report sum --parent this.json other.json --json
[ "$status" = 1 ] && [ ! -s err ]
result $? "sum with a mismatch: exit status 1"
json "sum --json is one line" 'assert len(rows) == 1'
expect 0 "sum of one child that is all" "$gk" report sum --parent other.json other.json
fails 2 "--parent" "sum without --parent" "$gk" report sum other.json
fails 2 "missing.json" "sum with a parent that is not there" "$gk" report sum --parent missing.json other.json
expect 0 "html" "$gk" report html this.json other.json -o page.html
fails 2 "-o" "html without -o" "$gk" report html this.json

# --- clock and fee
expect 0 "clock due" "$gk" clock due --received 2026-09-17 --json
json "clock due: keys in order" '
r, = rows
keys(r, "due", "provisional", "days")
assert r["due"] == "2026-10-21" and r["provisional"] is False
[keys(d, "date", "counts", "why") for d in r["days"]]
assert sum(d["counts"] for d in r["days"]) == 20 and r["days"][-1]["date"] == r["due"]'
fails 2 "2026-02-30" "no such day" "$gk" clock due --received 2026-02-30
fails 2 "--received" "no date" "$gk" clock due
fails 2 "abc" "days that are no number" "$gk" clock due --received 2026-09-17 --days abc
fails 2 "-5" "negative days" "$gk" clock due --received 2026-09-17 --days -5
fails 2 "extra" "an argument too many" "$gk" clock due --received 2026-09-17 extra
fails 2 "--frob" "unknown option" "$gk" clock due --received 2026-09-17 --frob
expect 0 "clock limit" "$gk" clock limit --from 2026-08-03 --days 60 --json
json "60 days end behind the holidays" 'assert rows[0]["due"] == "2026-10-08"'
fails 2 "只能写一个" "two lengths" "$gk" clock limit --from 2026-08-03 --days 60 --months 2
fails 2 "--working" "no length" "$gk" clock limit --from 2026-08-03
echo '[{"on":"2026-04-28","event":"received"},{"on":"2026-05-20","event":"extended","days":20}]' >ext.json
expect 0 "clock case" "$gk" clock case ext.json --json
json "clock case: keys in order" '
r, = rows
assert list(r)[:7] == ["state", "due", "provisional", "used", "remaining", "steps", "days"], list(r)
[keys(s, "on", "event", "effect", "rule") for s in r["steps"]]
assert r["due"] == "2026-06-26"'
echo '[{"on":"2026-04-28","event":"received"},{"on":"2026-05-20","event":"extended","days":21}]' >bad-ext.json
run "$gk" clock case bad-ext.json --json
[ "$status" = 1 ] && one_sentence "bad-ext.json" "R-033"
result $? "an extension of 21 days: exit status 1 and the rule"
json "the refusal is in the JSON too" 'assert rows[0]["state"] == "refused"'
fails 2 "missing.json" "no events file" "$gk" clock case missing.json
fails 2 "broken.json" "events that are no JSON" "$gk" clock case broken.json
echo '[{"on":"2026-04-28","event":"frob"}]' >frob.json
fails 2 "frob" "an unknown event" "$gk" clock case frob.json
expect 0 "fee items" "$gk" fee items 31
[ "$(cat out)" = 2200 ]
result $? "31 requests cost 2200 yuan"
expect 0 "fee pages" "$gk" fee pages 101 --explain
[ "$(head -1 out)" = 720 ]
result $? "101 pages cost 720 yuan"
for bad in -1 x 1.5 "" 99999999999999999999; do
	fails 2 "数" "fee items '$bad'" "$gk" fee items "$bad"
done

# --- the world around
"$gk" report read this.json --json >&- 2>err
status=$?
: >out
[ $status = 2 ] && one_sentence "标准输出"
result $? "closed standard output: exit status 2 and one sentence"
for i in $(seq 1 200); do cp this.json "many$i.json"; done
"$gk" report read many*.json --json 2>err | head -1 >out
status=${PIPESTATUS[0]}
[ "$(wc -l <out)" = 1 ] && [ "$(wc -l <err)" -le 1 ] && [ "$status" != 0 ] && [ "$status" -lt 128 ]
result $? "a reader that goes away ends the run"
"$gk" report read this.json --json >out 2>err <&-
status=$?
[ $status = 0 ]
result $? "closed standard input"
"$gk" report read this.json --json >out 2>&-
status=$?
[ $status = 0 ]
result $? "closed standard error"
"$gk" report read this.json >/dev/full 2>err
status=$?
: >out
[ $status = 2 ] && one_sentence "标准输出"
result $? "a full disk: exit status 2 and one sentence"
mkdir nopath
run env PATH="$work/nopath" "$gk" report read back.pdf other.json --json
[ "$(wc -l <out)" -ge 1 ] && [ "$(wc -l <err)" -le 1 ] && { [ "$status" = 0 ] || one_sentence back.pdf; }
result $? "without pdftotext: read, or one sentence; the others are delivered"
for i in $(seq 1 50); do
	cp prose.txt "many-bad$i.txt"
	cp back.docx "many-word$i.docx"
done
run "$gk" report check many*.json many-bad* many-word* --json
[ "$status" = 2 ] && [ "$(wc -l <out)" = 250 ] && [ "$(wc -l <err)" = 50 ]
result $? "300 files, 50 of them bad: 250 lines and 50 sentences"
json "every line is JSON, in the order given" '
assert [r["file"] for r in rows] == [r["file"] for r in sorted(rows, key=lambda r: (r["file"][4] == "-", 0))]'
list=()
for i in $(seq 1 3000); do list+=("many$((i % 200 + 1)).json"); done
run timeout --preserve-status -s INT 0.4 "$gk" report read "${list[@]}" --json
[ "$status" = 2 ] && one_sentence "已中断" && [ "$(wc -l <out)" -lt 3000 ] &&
	[ "$(tail -c 1 out | wc -l)" = "$([ -s out ] && echo 1 || echo 0)" ]
result $? "an interrupt: exit status 2, one sentence, whole lines"
json "what was written before the interrupt is JSON" 'assert all(r["agency"] for r in rows)'

echo "1..$n"
