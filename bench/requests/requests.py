"""Times the pages of the request desk and of the annual report over many requests; see script/bench.

    bench/requests/requests.py BUILD [N] [ROUNDS] [SECONDS] [FOLDER]

`gongkai demo --large` makes two installations, of N/10 and of N requests (default 1,000,000), in FOLDER
(default out/bench/requests; what is there already is used again).  Each page is asked for in turn with a
file of the same size from nginx, the server on processor 0, wrk on processor 1; what is printed is the
median of the rounds with the smallest and the largest in brackets.  `cpu` is processor time of the server
for one request: the number least disturbed by whatever else the machine does.
"""
import http.client
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.parse

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "web"))
import web  # noqa: E402
from web import Case, PORT, fetch, form_of, lua, pss_of, say, spread, start, wait_for  # noqa: E402

PASSWORD = "Yanshi-2024"
ROUNDS, SECONDS = 3, 1
SLOW = 0.02  # seconds: such a page is asked for one at a time


def make(gongkai, folder, n):
    """The installation of n requests, once; what the program printed is kept beside it."""
    told = f"{folder}.txt"
    if not os.path.exists(told):
        shutil.rmtree(folder, ignore_errors=True)
        if os.path.exists(f"{folder}.key"):
            os.remove(f"{folder}.key")
        began, before = time.monotonic(), os.times()
        out = subprocess.run([gongkai, "demo", "--large", str(n), "--data", folder], check=True,
                             stdout=subprocess.PIPE, text=True).stdout
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        say(f"  {n} requests made in {time.monotonic() - began:.0f} s, cpu {cpu:.0f} s")
        with open(told, "w") as f:
            f.write(out)
    with open(told) as f:
        text = f.read()
    return re.search(r"编号 (\S+)　查询码 (\S+)", text).groups()


def log_in(port, login):
    cookie, token = form_of(port, "/login")
    status, text, cookie = fetch(port, "/login", cookie,
                                 {"_csrf": token, "login": login, "password": PASSWORD})
    assert status == 303, (status, text[:300])
    return cookie.split(";")[0]


def open_status(port, number, code):
    """The cookie of an applicant who has looked up a request."""
    cookie, token = form_of(port, "/status")
    status, text, more = fetch(port, "/status", cookie,
                               {"_csrf": token, "number": number, "code": code})
    assert status == 303, (status, text[:300])
    return "; ".join(c for c in (cookie, more.split(";")[0]) if c)


def found_at(port, words, cookie):
    """Where a search leads: its words do not stand in the address."""
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    c.request("GET", "/office?q=" + urllib.parse.quote(words), headers={"Cookie": cookie})
    r = c.getresponse()
    r.read()
    assert r.status == 303, (words, r.status)
    return r.getheader("Location")


def places(folder, n):
    """What the pages are asked for: read from the database, so that both sizes ask for the like of it."""
    db = sqlite3.connect(f"file:{folder}/gongkai.db?mode=ro", uri=True)

    def one(sql, *v):
        return db.execute(sql, v).fetchone()
    agency, = one("SELECT agency_id FROM request LIMIT 1")
    year, = one("SELECT max(year) - 1 FROM request")
    closed = one("SELECT sort_due, id FROM request WHERE agency_id = ? AND sort_due >= 200000000"
                 " ORDER BY sort_due, id LIMIT 1 OFFSET ?", agency, n // 2)
    case, = one("SELECT r.id FROM request r JOIN applicant a ON a.request_id = r.id"
                " WHERE r.closed_on IS NOT NULL AND r.year = ? ORDER BY r.id LIMIT 1 OFFSET ?", year, n // 40)
    register, = one("SELECT number FROM request WHERE id = ?", case)
    day, at = one("SELECT closed_on, id FROM request WHERE agency_id = ? AND outcome = 0 AND class = 0"
                  " AND year = ? ORDER BY closed_on, id LIMIT 1 OFFSET ?", agency, year, n // 60)
    opened, = one("SELECT id FROM request WHERE closed_on IS NULL AND number IS NOT NULL ORDER BY id DESC LIMIT 1")
    db.close()
    return {"agency": agency, "year": year, "due": closed[0], "after": closed[1], "case": case,
            "number": register, "day": day, "at": at, "open": opened}


def pages(port, folder, n, applicant):
    """(name, path, cookie) of every page that is measured."""
    p = places(folder, n)
    clerk, editor = log_in(port, "daliang.dengji"), log_in(port, "daliang.bianji")
    status = open_status(port, *applicant)

    def q(words):
        return found_at(port, words, clerk)
    year = f"/annual/{p['year']}"
    return p, [
        ("status page", "/status", status),
        ("portal, first page", "/", None),
        ("inbox, first page", "/office", clerk),
        ("inbox, all, deep page", f"/office?band=all&after_due={p['due']}&after={p['after']}", clerk),
        ("case, closed", f"/office/requests/{p['case']}", clerk),
        ("case, open", f"/office/requests/{p['open']}", clerk),
        ("search by number", q(p['number']), clerk),
        ("search by beginning of a number", q(p['number'][:6]), clerk),
        ("search by receipt, a year", q('W' + p['number'][:4]), clerk),
        ("search by name, frequent", q("示例甲子甲子"), clerk),
        ("search by name, rare", q("示例癸亥甲子"), clerk),
        ("search by words, frequent", q("示例大桥征地补偿"), clerk),
        ("search by words, rare", q("示例水库海域使用图纸和说明"), clerk),
        ("report of a year", year, editor),
        ("report, a cell and its list", f"{year}?cell=t3.open.natural", editor),
        ("report, a cell, deep page", f"{year}?cell=t3.open.natural&block=0&day={p['day']}&id={p['at']}", editor),
        ("report, all received", f"{year}?cell=t3.received.total", editor),
        ("report, all that ended", f"{year}?cell=t3.total.total", editor),
        ("report, carried over", f"{year}?cell=t3.carried_out.total", editor),
        ("report, year page", f"{year}/charts", editor),
        ("list of years", "/annual", editor),
        ("topics", "/office/topics", clerk),
        ("leads, alike requests", "/office/leads", clerk),
        ("notices", "/office/notices", clerk),
    ]


def serve(build, folder):
    p = start(os.path.join(build, "bench", "web", "bench_web"), folder, f"127.0.0.1:{PORT['web']}",
              f"{folder}.log", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    wait_for(PORT["web"], "/login")
    return p


def stop(p):
    p.terminate()
    p.wait()
    web.running.remove(p)


def recount(folder, server_of):
    """Wall time of counting everything anew, counters thrown away."""
    took = []
    for _ in range(3):
        db = sqlite3.connect(os.path.join(folder, "gongkai.db"))
        db.execute("DELETE FROM annual_count")
        db.commit()
        db.close()
        p = server_of()
        cookie = log_in(PORT["web"], "daliang.bianji")
        _, text, _ = fetch(PORT["web"], "/annual", cookie)
        token = re.search(r'name="_csrf" value="([^"]+)"', text).group(1)
        began = time.monotonic()
        status, text, _ = fetch(PORT["web"], "/annual/recount", cookie, {"_csrf": token})
        took.append(time.monotonic() - began)
        assert status == 303, (status, text[:300])
        stop(p)
    return took


def check_peer(path, rows):
    """It lists the same requests in the same order."""
    status, text, _ = fetch(PORT["django"], path)
    links = r'href="/office/requests/(\d+)"'
    assert status == 200 and re.findall(links, rows) == re.findall(links, text), (status, text[:500])


def measure_size(build, out, folder, n, applicant, rounds, seconds):
    """One installation; results by name: (rate, ratio, cpu, by cpu, bytes)."""
    server = serve(build, folder)
    p, asked = pages(PORT["web"], folder, n, applicant)
    _, text, _ = fetch(PORT["web"], "/office", log_in(PORT["web"], "daliang.dengji"))
    head, rows, foot = web.cut(out, "inbox", text)
    web.write_django(out, "inbox", head, foot)
    own_page = f"/inbox?agency={p['agency']}"
    peers = web.start_peers(out, ("django", "nginx"), own_page, os.path.join(folder, "gongkai.db"))
    nginx = peers["nginx"]
    found = {}
    for i, (name, path, cookie) in enumerate(asked):
        fetch(PORT["web"], path, cookie)
        began = time.monotonic()
        status, text, _ = fetch(PORT["web"], path, cookie)
        took = time.monotonic() - began
        at_once = 1 if took > SLOW else 4 if took > SLOW / 4 else 16
        if status != 200:
            say(f"  {name}: {path} answers {status}")
            continue
        with open(os.path.join(out, "static", f"r{i}.html"), "w") as f:
            f.write(text)
        static = Case("nginx", [nginx], PORT["nginx"], f"/r{i}.html", c=16)
        own = Case(name, [server], PORT["web"], path, cookie, c=at_once)
        web.measure([static, own], rounds, seconds if at_once == 16 else 3 * seconds)
        found[name] = (own, static, len(text.encode()))
    if "django" in peers:
        deep = f"{own_page}&until={1 << 62}&after_due={p['due']}&after={p['after']}"
        check_peer(own_page, rows)
        for name, path in (("Django, inbox, first page", own_page), ("Django, inbox, deep page", deep)):
            own = Case(name, [peers["django"]], PORT["django"], path, c=4)
            for _ in range(rounds):
                own.run(seconds)
            found[name] = (own, None, 0)
    for threads in (1, 64):
        script = lua(out, "file", {"agency": p["agency"]})
        own = Case("file", [server], PORT["web"], "/bench/file", script=script, c=threads)
        for _ in range(rounds):
            own.run(seconds)
        found[f"submission under FULL, {threads} at once"] = (own, None, 0)
    pss = pss_of([server])
    stop(server)
    for peer in list(web.running):
        stop(peer)
    return found, pss


def show(n, small, large):
    say(f"\n  {'':<34} {'KiB':>5} {f'cpu µs, {n // 10}':>22} {f'cpu µs, {n}':>24}"
        f" {'by cpu':>7} {'against nginx':>20} {'requests/s':>22}")
    for name, (own, static, size) in large.items():
        other = spread(small[name][0].cpu, ".0f") if name in small else ""
        ratio = spread(own.ratio, ".3f") if static else ""
        by_cpu = f"{statistics.median(static.cpu) / statistics.median(own.cpu):7.3f}" if static else " " * 7
        say(f"  {name:<34} {size / 1024:5.0f} {other:>22} {spread(own.cpu, '.0f'):>24} {by_cpu} {ratio:>20}"
            f" {spread(own.rate, '.0f'):>22}")


def main():
    build = os.path.abspath(sys.argv[1])
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else ROUNDS
    seconds = int(sys.argv[4]) if len(sys.argv) > 4 else SECONDS
    home = sys.argv[5] if len(sys.argv) > 5 else os.path.join(web.ROOT, "out", "bench", "requests")
    gongkai = os.path.join(build, "src", "cmd", "gongkai")
    out = os.path.join(home, "out")
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(os.path.join(out, "static"))
    say(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    results = []
    for size in (n // 10, n):
        folder = os.path.join(home, str(size))
        applicant = make(gongkai, folder, size)
        found, pss = measure_size(build, out, folder, size, applicant, rounds, seconds)
        again = recount(folder, lambda: serve(build, folder))
        say(f"  {size}: PSS {pss:.1f} MiB, all counted anew in {spread(again, '.2f')} s,"
            f" database {os.path.getsize(folder + '/gongkai.db') >> 20} MiB")
        results.append(found)
    show(n, *results)


if __name__ == "__main__":
    try:
        main()
    finally:
        web.stop_all()
