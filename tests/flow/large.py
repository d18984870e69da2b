#!/usr/bin/env python3
"""`gongkai demo --large` with a small number: consistent as if people had worked on it for ten years.

The figures of each year are counted here from the rows by rules of their own and compared with what the
report of that year states.  Environment as installation.py says.  TAP.
"""
import http.cookiejar
import json
import re
import shutil
import sys
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True
from installation import PG, Server, check, gongkai, place, plan, rows, table_three, work

N = 2000
AGENCY = "示例市大量数据演示局"


class Person:
    """Somebody with a browser that keeps cookies."""

    def __init__(self, server):
        self.url = server.url
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path):
        with self.opener.open(self.url + urllib.parse.quote(path, safe="/?&=%"), timeout=60) as answer:
            return answer.read().decode()

    def send(self, form_at, path, **fields):
        token = re.search(r'name="_csrf" value="([^"]+)"', self.get(form_at)).group(1)
        with self.opener.open(self.url + path, urllib.parse.urlencode({"_csrf": token, **fields}).encode(),
                              timeout=60) as answer:
            return answer.geturl(), answer.read().decode()


def log_in(server, login):
    person = Person(server)
    where, text = person.send("/login", "/login", login=login, password="Yanshi-2024")
    check(not where.endswith("/login"), f"{login} logs in", where + text[:300])
    return person


def check_rows(folder):
    agency, number = rows(folder, "SELECT count(DISTINCT agency_id), count(*) FROM request")[0]
    check((agency, number) == (1, N), f"{N} requests of one agency", f"{agency} {number}")
    alone = rows(folder, "SELECT count(*) FROM request r WHERE NOT EXISTS (SELECT 1 FROM applicant a WHERE"
                 " a.request_id = r.id) OR NOT EXISTS (SELECT 1 FROM request_words w WHERE w.request_id = r.id)"
                 " OR NOT EXISTS (SELECT 1 FROM request_sketch s WHERE s.request_id = r.id) OR r.worded <> 2")
    check(alone == [[0]], "each with its applicant, its words and its sketch", alone)
    logged = rows(folder, "SELECT count(*) FROM request r WHERE (SELECT count(*) FROM event e WHERE"
                  " e.object_kind = 'request' AND e.object = r.id) <> r.version")
    check(logged == [[0]], "each step is one event of the log", logged)
    gaps = rows(folder, "SELECT year, count(*), max(CAST(substr(number, 6) AS INTEGER)) FROM request"
                " WHERE number IS NOT NULL GROUP BY year ORDER BY year")
    check(len(gaps) in (10, 11) and all(n == last for _, n, last in gaps), "ten years, registers without a gap", gaps)
    unfinished, late = rows(folder, "SELECT sum(CASE WHEN closed_on IS NULL THEN 1 ELSE 0 END),"
                            " sum(CASE WHEN closed_on > due_on THEN 1 ELSE 0 END) FROM request")[0]
    check(1 <= unfinished <= N // 50 and 1 <= late <= N // 20, "a few are open, a few were late",
          f"{unfinished} {late}")
    kinds = rows(folder, "SELECT count(DISTINCT outcome), count(DISTINCT channel), count(DISTINCT class),"
                 " count(DISTINCT subject) FROM request")[0]
    check(kinds[0] >= 12 and kinds[1] == 5 and kinds[2] >= 5 and kinds[3] > 300, "of many kinds", kinds)


def check_figures(server, folder):
    editor = log_in(server, "daliang.bianji")
    years = [y for y, in rows(folder, "SELECT DISTINCT year FROM request WHERE number IS NOT NULL ORDER BY year")]
    for year in years:
        said = json.loads(editor.get(f"/annual/{year}/file/json"))["cells"]
        counted = table_three(folder, AGENCY, year)
        wrong = {k: (v, said.get(k)) for k, v in counted.items() if said.get(k) != v}
        check(not wrong and counted["t3.total.total"] > 0, f"{year}: table three is what a count of the rows gives", wrong)
    where, text = editor.send("/annual", "/annual/recount")
    check("没有差异" in text or "一致" in text, "counting again finds no difference",
          re.sub(r"<[^>]+>", " ", text)[:2000])
    return years


def check_pages(server, folder, told, years):
    clerk, editor, visitor = log_in(server, "daliang.dengji"), log_in(server, "daliang.bianji"), Person(server)
    closed, number, subject = rows(folder, "SELECT id, number, subject FROM request WHERE closed_on IS NOT NULL"
                                   " AND number IS NOT NULL ORDER BY id LIMIT 1 OFFSET 700")[0]
    waiting, = rows(folder, "SELECT min(id) FROM request WHERE closed_on IS NULL")[0]
    text = clerk.get(f"/office/requests/{closed}")
    check(number in text and subject in text and "答复" in text, "a case", text[:300])
    for words in [number, subject]:
        where, text = clerk.send("/office", "/office/find", q=words)
        check(words in text[text.index("<tbody"):] and words not in urllib.parse.unquote(where), "is found", where)
    check("剩" in clerk.get("/office") or "逾期" in clerk.get("/office"), "the inbox")
    check("/office/requests/" in clerk.get("/office?band=all&after_due=200017500&after=1"), "the inbox far down")
    for path in [f"/office/requests/{waiting}", "/office/topics", "/office/leads", "/office/notices"]:
        check("<h1" in clerk.get(path), path)
    for path in [f"/annual/{years[-2]}", f"/annual/{years[-2]}?cell=t3.total.total",
                 f"/annual/{years[-2]}?cell=t3.carried_out.total&since=2010-01-01", f"/annual/{years[-2]}/charts"]:
        check("<h1" in editor.get(path), path)
    receipt, code = re.search(r"编号 (\S+)　查询码 (\S+)", told).groups()
    where, text = visitor.send("/status", "/status", number=receipt, code=code)
    registered = rows(folder, f"SELECT number FROM request WHERE receipt = '{receipt}'")[0][0]
    main = text[text.index("<main"):]
    check(registered in main and 'name="code"' not in main, "the applicant's page opens with what was printed", main)


def main():
    folder = work / "data"
    for number in ["0", "x", "-5", "10000001"]:
        bad = gongkai("demo", "--large", number, *place(folder))
        check(bad.returncode == 2 and not folder.exists(), f"--large {number} is refused", bad.stderr)
    done = gongkai("demo", "--large", str(N), *place(folder))
    check(done.returncode == 0 and f"共 {N} 件" in done.stdout, "an empty place is filled", done.stdout + done.stderr)
    verify = gongkai("verify", *place(folder))
    check(verify.returncode == 0, "verify finds nothing", verify.stdout + verify.stderr)
    check_rows(folder)
    server = Server(folder)
    try:
        check("daliang.dengji" in server.said() and "binhai" not in server.said(), "the server prints its accounts", server.said())
        years = check_figures(server, folder)
        check_pages(server, folder, done.stdout, years)
    finally:
        server.stop()
    again = gongkai("demo", "--large", str(N), *place(folder))
    check(again.returncode == 2 and "空" in again.stderr, "a filled place is refused", again.stderr)
    if not PG:
        second = work / "second"
        gongkai("demo", "--large", str(N), "--data", str(second))
        story = ("SELECT number, subject, content, masked_name, received_on, due_on, closed_on, outcome FROM request"
                 " ORDER BY id")
        check(rows(folder, story) == rows(second, story), "and is the same in every run of a day")
    plan()


try:
    main()
finally:
    shutil.rmtree(work, ignore_errors=True)
