#!/usr/bin/env bash
# http.sh -- the server's page against a file of the same size from nginx, interleaved.
#
#   bench/http.sh BUILD [ROUNDS] [SECONDS]
#
# Each server runs alone on processor 0 and wrk on processor 1 (64 connections, keep-alive); the
# order changes from round to round and the medians are compared, because the machine may be busy.
# Prints requests a second, server CPU per request and PSS under load.
set -eu
cd "$(dirname "$0")/.."
build=${1:?usage: bench/http.sh BUILD [ROUNDS] [SECONDS]}
rounds=${2:-5}
seconds=${3:-3}
echo_bin=$build/tests/http/http_echo
tmp=$(mktemp -d /tmp/gongkai-bench.XXXXXX)
trap 'kill $pids 2>/dev/null || true; wait 2>/dev/null; rm -rf "$tmp"' EXIT
pids=
chmod 755 "$tmp"
head -c 6144 /dev/zero | tr '\0' x >"$tmp/page.html"
mkfifo "$tmp/in"
sleep infinity >"$tmp/in" &
pids="$pids $!"
start_echo() { # name, options: one thread on processor 0, prints the port
	taskset -c 0 "$echo_bin" --listen "$2" --threads 1 --workers 4 <"$tmp/in" >"$tmp/$1.out" &
	pids="$pids $!"
	eval "pid_$1=$!"
	for _ in $(seq 100); do [ -s "$tmp/$1.out" ] && break; sleep 0.05; done
}
start_echo page 127.0.0.1:0
page_port=$(cut -d' ' -f2 "$tmp/page.out")
start_echo proxied "unix:$tmp/sock"
cat >"$tmp/nginx.conf" <<CONF
worker_processes 1; worker_cpu_affinity 01; daemon off; pid $tmp/pid; error_log $tmp/error.log;
user $(id -un);
events { worker_connections 1024; }
http {
	access_log off; keepalive_requests 1000000000; types { text/html html; }
	upstream app { server unix:$tmp/sock; keepalive 64; keepalive_requests 1000000000; }
	server { listen 127.0.0.1:18997; root $tmp; open_file_cache max=100; add_header X-Content-Type-Options nosniff; }
	server { listen 127.0.0.1:18998; location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffers 8 16k; } }
}
CONF
taskset -c 0 nginx -c "$tmp/nginx.conf" -p "$tmp" 2>/dev/null &
pids="$pids $!"
sleep 1
nginx_pid=$(pgrep -P "$!" | head -1)
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
url() {
	case $1 in
	static) echo http://127.0.0.1:18997/page.html ;;
	page) echo "http://127.0.0.1:$page_port/page" ;;
	proxied) echo http://127.0.0.1:18998/page ;;
	esac
}
measure() { # name, pid
	local before after out
	taskset -c 1 wrk -t1 -c64 -d1s "$(url "$1")" >/dev/null
	before=$(ticks "$2")
	out=$(taskset -c 1 wrk -t1 -c64 -d"${seconds}s" --latency "$(url "$1")")
	after=$(ticks "$2")
	echo "$out" | awk -v t=$(((after - before) * 10000)) '
		/requests in/ { n = $1 } /Requests\/sec/ { r = $2 } /50%/ { p50 = $2 } /99%/ { p99 = $2 }
		END { printf "%.0f %.1f %s %s\n", r, t / n, p50, p99 }' >>"$tmp/$1.res"
}
for ((i = 0; i < rounds; i++)); do
	order=(static page proxied)
	for ((k = 0; k < 3; k++)); do
		name=${order[(k + i) % 3]}
		case $name in
		static) measure static "$nginx_pid" ;;
		page) measure page "$pid_page" ;;
		proxied) measure proxied "$pid_proxied" ;;
		esac
	done
done
median() { sort -n -k"$2","$2" "$tmp/$1.res" | awk -v c="$2" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'; }
base=$(median static 1)
printf '%-22s %10s %8s %10s %s\n' server req/s ratio 'cpu us' 'p50 p99 of the median round'
for name in static page proxied; do
	r=$(median "$name" 1)
	printf '%-22s %10s %8s %10s %s\n' "$name" "$r" "$(awk -v a="$r" -v b="$base" 'BEGIN { printf "%.2f", a / b }')" "$(median "$name" 2)" \
		"$(awk -v r="$r" '$1 == r { print $3, $4; exit }' "$tmp/$name.res")"
done
for name in page proxied; do
	p=pid_$name
	awk -v n="$name" '/^Pss:/ { printf "PSS %s %.1f MiB\n", n, $2 / 1024 }' "/proc/${!p}/smaps_rollup"
done
