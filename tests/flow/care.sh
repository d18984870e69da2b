#!/bin/bash
# backup, restore, verify, keys and selftest from outside: beside a running server, on "another
# machine" (another folder), with the wrong key file, with changed bytes, on a full disk.
# Needs GONGKAI (the program) and GONGKAI_ROOT (the project); TAP on stdout.
set -u
gk=$GONGKAI
work=$(mktemp -d)
server=
finish() {
	[ -z "$server" ] || { kill "$server"; wait "$server"; } 2>/dev/null
	umount "$work/small" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
cd "$work" || exit 1
n=0
status=0
: >out
: >err

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
run() {
	"$@" >out 2>err </dev/null
	status=$?
}
# expect STATUS TEXT-IN-OUTPUT NAME COMMAND…
expect() {
	local want=$1 pattern=$2 text=$3
	shift 3
	run "$@"
	[ "$status" = "$want" ] && cat out err | grep -qaF -e "$pattern"
	result $? "$text"
}
# The database by other means than the program's.
sql() {
	python3 - "$@" <<'PY'
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
for s in sys.argv[2:]:
    c.executescript(s)
c.commit()
PY
}
start() {
	"$gk" serve --data "$1" --listen "unix:$work/s" --set backup_folder="$work/daily" --set backup_hour=0 >serve.out 2>serve.err &
	server=$!
	for _ in $(seq 100); do
		grep -q 已启动 serve.out && return 0
		sleep 0.2
	done
	return 1
}
stop() {
	kill "$server" 2>/dev/null
	wait "$server" 2>/dev/null
	server=
}

# --- an installation with something in it
start data
result $? "the server runs"
stop
sql data/gongkai.db "INSERT INTO agency (id, name, short_name, credit_code, address, postcode, office_hours,
	phone, fax, email, index_pattern, document_pattern, site_code, icp, police_record, active, version,
	created_at, updated_at) VALUES (1, '示例市档案局', '', '', '', '', '', '', '', '', '', '', '', '', '',
	1, 1, 1, 1)"
for i in $(seq 5); do
	run "$gk" user add "user$i" --name 测试甲 --data data --generate
done
start data
result $? "it runs again"

# --- what it does by itself
for _ in $(seq 600); do
	ls daily/gongkai-*.zip >/dev/null 2>&1 && break
	sleep 0.2
done
expect 0 "备份完好" "it has made today's backup" "$gk" restore daily/gongkai-*.zip --check

# --- beside the running server
expect 0 "核对无误" "a backup beside the running server" "$gk" backup --data data -o one.zip
expect 0 "完好：日志" "verify beside the running server" "$gk" verify --data data
expect 0 "备份完好" "the backup is checked" "$gk" restore one.zip --check
expect 0 "正常" "selftest beside the running server" "$gk" selftest --data data
expect 2 "正被另一个 gongkai 进程使用" "what writes is refused while it runs" \
	"$gk" keys rewrite --data data
[ "$(stat -c %a one.zip)" = 600 ]
result $? "the backup is for its owner alone"
[ -z "$(find . -name 'one.zip.*')" ]
result $? "nothing is left beside it"
fingerprint=$(grep -ao '指纹：[0-9a-f]*' <("$gk" restore one.zip --check) | grep -o '[0-9a-f]*$')

# --- another machine
expect 0 "已恢复" "restored elsewhere" "$gk" restore one.zip --data other
expect 2 "已有数据" "not over something" "$gk" restore one.zip --data other
expect 0 "完好" "whole" "$gk" verify --data other
"$gk" verify --data data >a.txt
"$gk" verify --data other >b.txt
[ "$(sed 's/；.*//' a.txt)" = "$(sed 's/；.*//' b.txt)" ]
result $? "the same log"
mkdir wrong
"$gk" serve --data wrong --listen "unix:$work/w" >w.out 2>&1 &
wrong=$!
for _ in $(seq 100); do [ -s wrong.key ] && break; sleep 0.2; done
sleep 0.5
kill $wrong
wait $wrong 2>/dev/null
cp wrong.key other.key
run "$gk" user list --data other
other=$("$gk" backup --data wrong -o w.zip | grep -ao '指纹：[0-9a-f]*' | grep -o '[0-9a-f]*$')
[ "$status" = 2 ] && [ -n "$fingerprint" ] && [ -n "$other" ] && grep -q "$fingerprint" err && grep -q "$other" err
result $? "the wrong key file is refused, both fingerprints are named"
rm other.key
cp data.key other.key
expect 0 "user3" "with its own key file it goes on" "$gk" user list --data other
chmod 644 other.key
expect 1 "异常  密钥文件" "selftest finds a key file that others may read" "$gk" selftest --data other
chmod 600 other.key

# --- into PostgreSQL and back
if [ -n "${GONGKAI_TEST_PG:-}" ]; then
	# "host=FOLDER dbname=postgres user=postgres"
	folder=${GONGKAI_TEST_PG#host=}
	url="postgres://postgres@/postgres?host=${folder%% *}"
	expect 0 "已恢复" "into PostgreSQL" "$gk" restore one.zip --database "$url"
	expect 2 "已有数据" "not twice" "$gk" restore one.zip --database "$url"
	expect 0 "完好" "whole there" "$gk" verify --database "$url"
	expect 0 "正常  打开数据" "selftest there" "$gk" selftest --database "$url"
	mkdir pg && cp data.key pg.key
	expect 0 "user3" "the accounts are there" "$gk" user list --data pg --database "$url"
	expect 0 "核对无误" "backed up from there" "$gk" backup --database "$url" -o pg.zip
	expect 0 "已恢复" "and back into a folder" "$gk" restore pg.zip --data back
	"$gk" verify --data back | sed 's/；.*//' >c.txt
	[ "$(sed 's/；.*//' a.txt)" = "$(cat c.txt)" ]
	result $? "the same log after both ways"
fi

# --- heads of the log
expect 0 "完好" "a head, sealed" "$gk" verify --data other --export-head head.json --key-file other.key
grep -q '"seal":"[0-9a-f]\{64\}"' head.json
result $? "with its seal"
run "$gk" user add later --name 测试乙 --data other --generate
expect 0 "完好" "a longer log agrees with it" "$gk" verify --data other --head head.json --key-file other.key
sed 's/"seq":[0-9]*/"seq":3/' head.json >forged.json
expect 1 "封记不符" "a forged head" "$gk" verify --data other --head forged.json --key-file other.key
expect 1 "截断或重写" "without the key the chain still tells" "$gk" verify --data other --head forged.json
echo '{}' >no.json
expect 2 "不是 gongkai 导出的" "no head" "$gk" verify --data other --head no.json

# --- single bytes
cp -r other flip
columns="seq at actor agency role address action object_kind object refused reason before after detail chain"
missed=
for column in $columns; do
	cp other/gongkai.db flip/gongkai.db
	rm -f flip/gongkai.db-*
	python3 - flip/gongkai.db "$column" <<'PY' || continue
import sqlite3, sys
path, column = sys.argv[1:]
c = sqlite3.connect(path)
for t, in c.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
    c.execute(f'DROP TRIGGER {t}')
c.execute('PRAGMA ignore_check_constraints=ON')
rows = c.execute(f'SELECT seq, {column} FROM event WHERE {column} IS NOT NULL ORDER BY seq').fetchall()
rows = [r for r in rows if r[1] != '' and r[1] != b'']
if not rows:
    sys.exit(1)
seq, v = rows[len(rows) // 2]
v = v ^ 1 if isinstance(v, int) else bytes([v[0] ^ 1]) + v[1:] if isinstance(v, bytes) else chr(ord(v[0]) ^ 1) + v[1:]
if column == 'seq':
    v = 1 << 40
c.execute(f'UPDATE event SET {column} = ? WHERE seq = ?', (v, seq))
c.commit()
PY
	run "$gk" verify --data flip
	[ "$status" = 1 ] || missed="$missed $column"
done
[ -z "$missed" ]
result $? "every column of an event is guarded$missed"
cp other/gongkai.db flip/gongkai.db
rm -f flip/gongkai.db-*
sql flip/gongkai.db "DROP TRIGGER event_no_delete; DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)"
expect 1 "截断" "the last event taken away" "$gk" verify --data flip
python3 - flip/gongkai.db <<'PY'
with open('flip/gongkai.db', 'r+b') as f:
    f.seek(5000)
    f.write(b'\xff' * 3000)
PY
run "$gk" verify --data flip
[ "$status" != 0 ]
result $? "a damaged file"

# --- change of keys
stop
expect 0 "第 2 代" "a new key" "$gk" keys add --key-file data.key
expect 0 "重新加密" "everything sealed again" "$gk" keys rewrite --data data
expect 0 "重新加密 0 项" "nothing is left" "$gk" keys rewrite --data data
expect 2 "密钥" "no key file named" "$gk" keys add --key-file none.key
expect 0 "完好" "the log holds" "$gk" verify --data data

# --- bad files, bad words
printf 'x' >text.zip
expect 1 "不是 gongkai 的备份文件" "a foreign file" "$gk" restore text.zip --data new
head -c $(($(stat -c %s one.zip) / 2)) one.zip >cut.zip
expect 1 "不是 gongkai 的备份文件" "a cut file" "$gk" restore cut.zip --data new
[ ! -e new ]
result $? "and nothing was made"
expect 2 "No such file" "no file" "$gk" restore none.zip --data new
expect 2 "请用 -o" "no target" "$gk" backup --data data
expect 2 "指明是哪一处数据" "no place" "$gk" verify
expect 2 "不认识选项" "an unknown option" "$gk" verify --data data --fast
expect 2 "打不开数据库文件" "no such folder" "$gk" backup --data nowhere -o x.zip
[ ! -e nowhere ]
result $? "and none was made"

# --- a full disk
mkdir small
if mount -t tmpfs -o size=100k none small 2>/dev/null; then
	expect 2 "磁盘" "a full disk is told" "$gk" backup --data data -o small/x.zip
	[ -z "$(ls small)" ]
	result $? "and nothing is left on it"
	expect 2 "磁盘" "restoring onto a full disk" "$gk" restore one.zip --data small/data
	[ -z "$(ls small)" ]
	result $? "and nothing is left on it"
	umount small
else
	(
		ulimit -f 40
		trap '' XFSZ
		"$gk" backup --data data -o small/x.zip >out 2>err </dev/null
	)
	status=$?
	[ "$status" = 2 ] && [ -z "$(ls small)" ]
	result $? "a full disk is told and nothing is left on it"
fi
expect 0 "核对无误" "elsewhere it works" "$gk" backup --data data -o two.zip
echo "1..$n"
