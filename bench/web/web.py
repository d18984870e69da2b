"""Times our pages against nginx, php-fpm and Django on one processor, in turn; see script/bench.

    bench/web/web.py BUILD [ROUNDS] [SECONDS]

Every server runs on processor 0 and wrk on processor 1 (64 connections, keep-alive).  Each round
asks all of them, beginning with another one; a ratio is taken within its round, and what is
printed is the median of the rounds with the smallest and the largest in brackets.  `cpu` is
processor time of the server with its helpers for one request: the number least disturbed by
whatever else the machine does.
"""
import hashlib
import http.client
import http.cookies
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.join(ROOT, "bench", "web")
PEOPLE = 100_000
OWN_PEOPLE = 100
PASSWORD = "Correct-horse-7-battery"
PORT = {"web": 18931, "serve": 18932, "nginx": 18933, "php": 18934, "django": 18935,
        "proxied": 18936, "start": 18937, "quiet": 18938, "logged": 18939}
TICK = os.sysconf("SC_CLK_TCK")
running = []


def say(text=""):
    print(text, flush=True)


def start(*command, cpu="0", **more):
    p = subprocess.Popen(["taskset", "-c", cpu, *command], **more)
    running.append(p)
    return p


def stop_all():
    for p in reversed(running):
        p.terminate()
    for p in running:
        p.wait()


def wait_for(port, path="/"):
    for _ in range(400):
        try:
            c = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            c.request("GET", path)
            c.getresponse().read()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"nothing answers at port {port}")


def fetch(port, path, cookie=None, form=None, method=None):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    head = {"Cookie": cookie} if cookie else {}
    if form is not None:
        head["Content-Type"] = "application/x-www-form-urlencoded"
        form = urllib.parse.urlencode(form)
    c.request(method or ("POST" if form is not None else "GET"), path, form, head)
    r = c.getresponse()
    return r.status, r.read().decode(), r.getheader("Set-Cookie") or ""


def form_of(port, path):
    """Cookie and token of a page's form."""
    status, text, cookie = fetch(port, path)
    assert status == 200, (path, status)
    return cookie.split(";")[0], re.search(r'name="_csrf" value="([^"]+)"', text).group(1)


# --- data ------------------------------------------------------------------------------------


def set_up(gongkai, folder):
    """A new installation with its three administrators."""
    p = subprocess.Popen([gongkai, "serve", "--data", folder, "--listen",
                          f"127.0.0.1:{PORT['start']}", "--set", f"log_file={folder}.log"],
                         stdout=subprocess.PIPE, text=True)
    once = ""
    while not once:
        line = p.stdout.readline()
        assert line, "no one-time password"
        once = line.split("：")[1].split("（")[0] if "一次性设置密码" in line else ""
    cookie, token = form_of(PORT["start"], "/setup")
    form = {"_csrf": token, "one_time": once, "agency_name": "示例市测试局"}
    for i in range(3):
        form |= {f"login{i}": f"admin{i}", f"name{i}": f"测试{'甲乙丙'[i]}",
                 f"password{i}": f"{PASSWORD}{i}"}
    status, text, _ = fetch(PORT["start"], "/setup", cookie, form)
    assert status in (200, 303), (status, re.findall(r"error[^>]*>([^<]+)<", text))
    p.terminate()
    p.wait()


def fill(folder):
    """Many people, and a log-in of the first administrator; returns its cookie and the agency."""
    db = sqlite3.connect(os.path.join(folder, "gongkai.db"))
    now = int(time.time() * 1000)
    agency, = db.execute("SELECT id FROM agency ORDER BY id LIMIT 1").fetchone()
    admin, = db.execute("SELECT id FROM person WHERE login = 'admin0'").fetchone()
    big = agency + 1
    columns = [r[1] for r in db.execute("PRAGMA table_info(agency)")]
    changed = {"id": str(big), "parent_id": str(agency), "name": "'示例市测试大局'"}
    db.execute(f"INSERT OR IGNORE INTO agency ({', '.join(columns)}) SELECT "
               f"{', '.join(changed.get(c, c) for c in columns)} FROM agency WHERE id = {agency}")
    at = 1 << 40
    if not db.execute("SELECT 1 FROM person WHERE id = ?", (at,)).fetchone():
        db.executemany(
            "INSERT INTO person (id, agency_id, department_id, login, name, title, mobile, email,"
            " roles, active, password_hash, password_at, must_change, failed, locked_until,"
            " totp_secret, totp_step, totp_confirmed, last_login_at, version, created_at,"
            " updated_at) VALUES (?, ?, NULL, ?, ?, '科员', NULL, NULL, ?, 1, '', ?, 1, 0, 0,"
            " NULL, -1, 0, 0, 1, ?, ?)",
            ((at + i, agency if i < OWN_PEOPLE else big, f"user{i}", f"测试人员{i}", 1 << i % 8,
              now, now, now) for i in range(PEOPLE)))
    token = hashlib.sha256(str(now).encode()).hexdigest()
    db.execute("INSERT INTO session (id, token_hash, person_id, stage, address, agent, created_at,"
               " seen_at, ended_at) VALUES (?, ?, ?, 1, '127.0.0.1', 'wrk', ?, ?, 0)",
               (now, hashlib.new("sm3", token.encode()).digest(), admin, now, now))
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return f"gk_session={token}", big


def cut(out, name, text):
    """Our page's head and foot, for the peers' templates."""
    first = text.index("<tr", text.index("<tbody"))
    last = text.rindex("</tr>") + len("</tr>\n")
    body = text[first:last]
    for part, piece in (("head", text[:first]), ("foot", text[last:])):
        with open(os.path.join(out, f"{name}-{part}.php"), "w") as f:
            f.write(piece)
    return text[:first], body, text[last:]


def write_django(out, name, head, foot):
    row = {"rows": '{% for p in people %}<tr><td class="gk-cell">'
                   '<a href="/bench/people/{{ p.id }}">{{ p.name }}</a></td>'
                   '<td class="gk-cell">{{ p.login }}</td>'
                   '<td class="gk-cell">{{ p.title }}</td><td class="gk-cell">'
                   '{% if p.active %}在用{% else %}已停用{% endif %}</td></tr>\n{% endfor %}',
           "page": '{% for n, text in lines %}<tr><td class="gk-cell gk-n'
                   '">{{ n }}</td><td class="gk-cell">{{ text }}'
                   '</td></tr>\n{% endfor %}'}[name]
    with open(os.path.join(out, f"{name}.html"), "w") as f:
        f.write("{% verbatim %}" + head + "{% endverbatim %}" + row +
                "{% verbatim %}" + foot + "{% endverbatim %}")


NGINX = """worker_processes 1; daemon off; pid {out}/nginx.pid; error_log {out}/nginx.err; user {user};
events {{ worker_connections 1024; }}
http {{
	access_log off; keepalive_requests 1000000000; types {{ text/html html; }}
	client_body_temp_path {out}/nb; proxy_temp_path {out}/np; fastcgi_temp_path {out}/nf;
	uwsgi_temp_path {out}/nu; scgi_temp_path {out}/ns;
	upstream app {{ server unix:{out}/app.sock; keepalive 64; keepalive_requests 1000000000; }}
	upstream php {{ server unix:{out}/php.sock; }}
	server {{ listen 127.0.0.1:{nginx}; root {out}/static; open_file_cache max=100;
		add_header X-Content-Type-Options nosniff; }}
	server {{ listen 127.0.0.1:{logged}; root {out}/static; open_file_cache max=100;
		add_header X-Content-Type-Options nosniff; access_log {out}/access.log; }}
	server {{ listen 127.0.0.1:{proxied}; location / {{ proxy_pass http://app; proxy_http_version 1.1;
		proxy_set_header Connection ""; proxy_buffers 8 16k; }} }}
	server {{ listen 127.0.0.1:{php}; location / {{ fastcgi_pass php;
		include /etc/nginx/fastcgi_params; fastcgi_buffers 8 16k;
		fastcgi_param SCRIPT_NAME $uri; fastcgi_param SCRIPT_FILENAME {here}/peers/list.php; }} }}
}}
"""
FPM = """[global]
error_log = {out}/fpm.err
daemonize = no
[bench]
user = {user}
listen = {out}/php.sock
listen.owner = {user}
pm = static
pm.max_children = 4
clear_env = no
env[BENCH_FOLDER] = {out}
"""


def start_peers(out, wanted=("php", "django", "nginx"), django_page="/page"):
    """nginx, and php-fpm and Django as far as they are wanted and installed; returns processes by name."""
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    fill_in = {"out": out, "here": HERE, "user": user, **PORT}
    peers = {}
    for name, text in (("nginx.conf", NGINX), ("fpm.conf", FPM)):
        with open(os.path.join(out, name), "w") as f:
            f.write(text.format(**fill_in))
    env = {**os.environ, "BENCH_FOLDER": out}
    fpm = shutil.which("php-fpm8.2") or shutil.which("php-fpm8.2", path="/usr/sbin:/sbin")
    if fpm and "php" in wanted:
        peers["php"] = start(fpm, "-R", "-F", "-y", f"{out}/fpm.conf", "-d", "opcache.enable=1",
                             "-d", "opcache.validate_timestamps=0", env=env,
                             stderr=subprocess.DEVNULL)
    if os.path.exists("/usr/bin/gunicorn") and "django" in wanted:
        peers["django"] = start("/usr/bin/gunicorn", "-k", "gthread", "-w", "1", "--threads", "4",
                                "-b", f"127.0.0.1:{PORT['django']}", "--log-level", "error",
                                "--keep-alive", "60", "--chdir", f"{HERE}/peers",
                                "django_app:application", env=env | {"PYTHONDONTWRITEBYTECODE": "1"})
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    peers["nginx"] = start(nginx, "-c", f"{out}/nginx.conf", "-p", out, stderr=subprocess.DEVNULL)
    wait_for(PORT["nginx"])
    if "django" in peers:
        wait_for(PORT["django"], django_page)
    return peers


# --- measuring -------------------------------------------------------------------------------


def family(pid):
    found = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as f:
            for child in f.read().split():
                found += family(int(child))
    return found


def cpu_of(processes):
    total = 0
    for p in processes:
        for pid in family(p.pid):
            with open(f"/proc/{pid}/stat") as f:
                part = f.read().rsplit(")", 1)[1].split()
            total += int(part[11]) + int(part[12])
    return total / TICK


def pss_of(processes):
    """MiB: shared pages divided by those who share them."""
    total = 0
    for p in processes:
        for pid in family(p.pid):
            with open(f"/proc/{pid}/smaps_rollup") as f:
                total += int(re.search(r"^Pss:\s+(\d+)", f.read(), re.M).group(1))
    return total / 1024


class Case:
    def __init__(self, name, processes, port, path, cookie=None, script=None, c=64):
        self.name, self.processes, self.c = name, processes, c
        self.command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{c}", "--latency", "--timeout", "20s"]
        if cookie:
            self.command += ["-H", f"Cookie: {cookie}"]
        if script:
            self.command += ["-s", script]
        self.url = f"http://127.0.0.1:{port}{path}"
        self.rate, self.cpu, self.p99, self.ratio, self.pss = [], [], [], [], 0

    def run(self, seconds, measured=True):
        before = cpu_of(self.processes)
        p = subprocess.Popen(self.command + [f"-d{seconds}s", self.url], stdout=subprocess.PIPE, text=True)
        if measured:
            time.sleep(seconds * 0.8)
            self.pss = max(self.pss, pss_of(self.processes))
        text = p.communicate()[0]
        used = cpu_of(self.processes) - before
        if not measured:
            return
        n = int(re.search(r"(\d+) requests in", text).group(1))
        bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        assert n and not bad, (self.name, text)
        self.rate.append(float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)))
        self.cpu.append(used / n * 1e6)
        self.p99.append(re.search(r"99%\s+(\S+)", text).group(1))


def spread(values, form):
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def measure(cases, rounds, seconds):
    for i in range(rounds):
        for k in range(len(cases)):
            c = cases[(k + i) % len(cases)]
            c.run(0.5 if c.c > 1 else 0.2, measured=False)
            c.run(seconds)
        for c in cases:
            c.ratio.append(c.rate[-1] / cases[0].rate[-1])


def show(cases, title):
    say(f"\n{title}")
    if not cases[0].ratio:
        for c in cases:
            say(f"  {c.name:<34} {spread(c.rate, '.0f'):>20} /s   cpu {spread(c.cpu, '.0f')} µs"
                f"   PSS {c.pss:.1f} MiB")
        return
    say(f"  {'':<34} {'requests/s':>24} {'against nginx':>20} {'cpu µs':>18} {'by cpu':>8} {'p99':>8} {'PSS MiB':>8}")
    for c in cases:
        say(f"  {c.name:<34} {spread(c.rate, '.0f'):>24} {spread(c.ratio, '.3f'):>20}"
            f" {spread(c.cpu, '.1f'):>18} {statistics.median(cases[0].cpu) / statistics.median(c.cpu):8.3f}"
            f" {statistics.median_low(sorted(c.p99)):>8} {c.pss:8.1f}")


def times(ours, peer):
    values = [a / b for a, b in zip(ours.rate, peer.rate)]
    return spread(values, ".1f")


def measure_start(gongkai, folder, rounds):
    """From the start of the process to the whole first answer, in milliseconds."""
    took, pss = [], []
    for _ in range(rounds):
        began = time.monotonic()
        p = subprocess.Popen([gongkai, "serve", "--data", folder, "--listen",
                              f"127.0.0.1:{PORT['start']}", "--set", f"log_file={folder}.log"],
                             stdout=subprocess.DEVNULL)
        while True:
            try:
                fetch(PORT["start"], "/robots.txt")
                break
            except OSError:
                time.sleep(0.001)
        took.append((time.monotonic() - began) * 1000)
        time.sleep(0.3)
        pss.append(pss_of([p]))
        p.terminate()
        p.wait()
    return took, pss


def lua(out, name, form, cookie=None, vary=None):
    """vary: a field that is different in every request, so that no one is the same form sent again."""
    path = os.path.join(out, f"{name}.lua")
    with open(path, "w") as f:
        f.write('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n'
                f'wrk.body = "{urllib.parse.urlencode(form)}"\n')
        if cookie:
            f.write(f'wrk.headers["Cookie"] = "{cookie}"\n')
        if vary:
            f.write('local n, me = 0, tostring({}):gsub("%W", "")\n'
                    "request = function()\n"
                    "  n = n + 1\n"
                    f'  return wrk.format(nil, nil, nil, wrk.body .. "&{vary}=%2F" .. me .. n)\n'
                    "end\n")
    return path


def main():
    build = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    gongkai = os.path.join(build, "src", "cmd", "gongkai")
    bench_web = os.path.join(build, "bench", "web", "bench_web")
    out = os.path.join(ROOT, "out", "bench", "web")
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(os.path.join(out, "static"))
    folder = os.path.join(out, "data")
    set_up(gongkai, folder)
    cookie, big = fill(folder)
    say("start to first answer, idle PSS")
    took, pss = measure_start(gongkai, folder, 11)
    say(f"  gongkai, 100,000 people     {spread(took, '.0f')} ms   PSS {spread(pss, '.1f')} MiB")
    took, _ = measure_start(gongkai, os.path.join(out, "second"), 5)
    say(f"  gongkai, after the first    {spread(took[1:], '.0f')} ms   (first, with all tables: {took[0]:.0f} ms)")

    # Copies of one database: each belongs to one process, and bench_web has a table more.
    second, third, fourth = (os.path.join(out, name) for name in ("serve", "behind", "quiet"))
    for name in (second, third, fourth):
        shutil.copytree(folder, name)
        shutil.copy(f"{folder}.key", f"{name}.key")
    at = 1 << 40
    quiet = start(bench_web, fourth, f"127.0.0.1:{PORT['quiet']}", "-", stdin=subprocess.PIPE,
                  stdout=subprocess.DEVNULL)
    wait_for(PORT["quiet"])
    web = start(bench_web, folder, f"127.0.0.1:{PORT['web']}", f"{out}/web.log", stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL)
    behind = start(bench_web, third, f"unix:{out}/app.sock", f"{out}/behind.log", stdin=subprocess.PIPE,
                   stdout=subprocess.DEVNULL)
    serve = start(gongkai, "serve", "--data", second, "--listen", f"127.0.0.1:{PORT['serve']}",
                  "--set", f"log_file={out}/serve.log", stdout=subprocess.DEVNULL)
    wait_for(PORT["web"])
    wait_for(PORT["serve"])
    bodies = {}
    for name, path in (("page", "/bench/page"), ("rows", f"/bench/rows?after={at + 50000}")):
        status, text, _ = fetch(PORT["web"], path)
        assert status == 200
        head, bodies[name], foot = cut(out, name, text)
        write_django(out, name, head, foot)
        with open(os.path.join(out, "static", f"{name}.html"), "w") as f:
            f.write(text)
        say(f"  {name}: {len(text.encode())} bytes")
    peers = start_peers(out)
    check_peers(peers, bodies, at)
    run_pages(locals())
    run_writes(locals())


def check_peers(peers, bodies, at):
    """The peers show the same rows, character for character but for how quotes are escaped."""
    def plain(t):
        return re.sub(r"&#(x27|0?39|34);|&quot;", '"', re.sub(r"\s*([<>])\s*", r"\1", t)).strip()
    for name, query in (("page", ""), ("rows", f"?after={at + 50000}")):
        for peer, path in (("php", f"/{name}.php"), ("django", f"/{name}")):
            if peer in peers:
                status, text, _ = fetch(PORT[peer], path + query)
                assert status == 200, (peer, name, status, text[:500])
                assert plain(bodies[name]) in plain(text), (peer, name, bodies[name][:400])


def run_pages(v):
    peers, web, behind, serve, quiet, cookie, at = (
        v[k] for k in ("peers", "web", "behind", "serve", "quiet", "cookie", "at"))
    rows = f"?after={at + 50000}"
    nginx = peers["nginx"]
    page = [Case("nginx, static file", [nginx], PORT["nginx"], "/page.html"),
            Case("gongkai", [web], PORT["web"], "/bench/page"),
            Case("nginx → gongkai", [nginx, behind], PORT["proxied"], "/bench/page"),
            Case("gongkai, no request log", [quiet], PORT["quiet"], "/bench/page"),
            Case("nginx, static, access log", [nginx], PORT["logged"], "/page.html")]
    sql = [Case("nginx, static file", [nginx], PORT["nginx"], "/rows.html"),
           Case("gongkai", [web], PORT["web"], "/bench/rows" + rows),
           Case("nginx → gongkai", [nginx, behind], PORT["proxied"], "/bench/rows" + rows),
           Case("gongkai, no request log", [quiet], PORT["quiet"], "/bench/rows" + rows),
           Case("gongkai, logged in", [web], PORT["web"], "/bench/mine" + rows, cookie),
           Case("/admin/people, own 100", [serve], PORT["serve"], f"/admin/people?after={at + 50}", cookie),
           Case("/admin/people, 100,000 in one", [serve], PORT["serve"],
                f"/admin/people?agency={v['big']}&after={at + 50000}", cookie)]
    if "php" in peers:
        page.append(Case("nginx → php-fpm", [nginx, peers["php"]], PORT["php"], "/page.php"))
        sql.append(Case("nginx → php-fpm, PDO", [nginx, peers["php"]], PORT["php"], "/rows.php" + rows))
    if "django" in peers:
        page.append(Case("Django, gunicorn", [peers["django"]], PORT["django"], "/page"))
        sql.append(Case("Django, gunicorn, ORM", [peers["django"]], PORT["django"], "/rows" + rows))
    for cases, title in ((page, "page without SQL"), (sql, "page with 20 rows of 100,000")):
        measure(cases, v["rounds"], v["seconds"])
        show(cases, title)
        for c in cases[3:]:
            if "php" in c.name or "Django" in c.name:
                by_cpu = [statistics.median(c.cpu) / statistics.median(x.cpu) for x in cases[1:3]]
                say(f"  gongkai is {times(cases[1], c)} times {c.name}, by cpu {by_cpu[0]:.1f};"
                    f" behind nginx {times(cases[2], c)}, by cpu {by_cpu[1]:.1f}")


def run_writes(v):
    web, serve, out = v["web"], v["serve"], v["out"]
    form, token = form_of(PORT["web"], "/login")
    login = lua(out, "login", {"_csrf": token, "login": "admin0", "password": f"{PASSWORD}0"}, form, vary="back")
    write = lua(out, "write", {"n": 1})
    cases = [Case("write and its event, alone", [web], PORT["web"], "/bench/write", script=write, c=1),
             Case("write and its event, 64 at once", [web], PORT["web"], "/bench/write", script=write),
             Case("log-in, argon2id 64 MiB × 2", [web], PORT["web"], "/login", script=login, c=4)]
    for c in cases:
        for _ in range(max(1, v["rounds"] // 2)):
            c.run(v["seconds"])
    show(cases, "writes over HTTP (one processor)")


if __name__ == "__main__":
    try:
        main()
    finally:
        stop_all()
