#!/usr/bin/env python3
"""Two people on one record, a button pressed twice, the back button: nothing lost, nothing double."""
import html
import re
import threading
import time

import place


def fields(page):
    """The values of the form of a department's page, as a browser would send them."""
    return {n: page.field(n) or "" for n in ("name", "phone", "position", "version")} | {"active": "1"}


def at_once(calls):
    """Runs all of them at one moment; their results in order."""
    gate, out = threading.Barrier(len(calls)), [None] * len(calls)

    def run(i):
        gate.wait()
        out[i] = calls[i]()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(calls))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return out


def rows(person, agency, name):
    page = html.unescape(person.get(agency).body.decode())
    return len(re.findall(rf">\s*{re.escape(name)}\s*<", page))


def same_record(tap, here, person, work):
    path = work.paths[0]
    one, two = person.twin(), person.twin()
    mine, theirs = fields(one.get(path)), fields(two.get(path))
    got = two.post(path, {**theirs, "phone": "010-2222"}, page=path)
    tap.check(got.status == 303, "同一记录: the second is quicker and saves", got)
    got = one.post(path, {**mine, "phone": "010-1111", "name": "测试改名"}, page=path)
    tap.check(got.status in (409, 422), "同一记录: the first is told, nothing is overwritten", got)
    tap.check("010-2222" in got.text and ("010-1111" in got.text or got.field("phone") == "010-1111"),
              "同一记录: the page shows both versions", got)
    tap.check(got.field("phone") == "010-1111" and got.field("name") == "测试改名",
              "同一记录: what was typed is in the form still", got)
    again = fields(got)
    tap.check(again["version"] != mine["version"], "同一记录: the form has the new version", again)
    got = one.post(path, {**again, "name": work.prefix + "甲0"}, page=path)
    tap.check(got.status == 303, "同一记录: after looking the first saves too", got)
    end = fields(two.get(path))
    tap.check(end["phone"] == "010-1111", "同一记录: it ends as the last one decided", end)
    # Both at the very same moment: one wins, the other is told.
    for n in range(10):
        now = fields(one.get(path))
        token = one.token(path)
        got = at_once([lambda p=p, v=v: p.ask("POST", path, {**now, "phone": v, "_csrf": token})
                       for p, v in ((one, f"1-{n}"), (two, f"2-{n}"))])
        good = sorted(g.status for g in got)
        phone = fields(one.get(path))["phone"]
        winner = [g.status for g in got].index(303) + 1 if 303 in good else 0
        if good[0] != 303 or good[1] not in (409, 422) or phone != f"{winner}-{n}":
            tap.check(False, f"同一记录: at one moment, round {n}", (good, phone, winner))
            break
    else:
        tap.check(True, "同一记录: ten times at one moment, one wins and the other is told")


def same(got):
    """Are all answers one and the same?"""
    first = (got[0].status, got[0].location, got[0].body)
    return all((g.status, g.location, g.body) == first for g in got)


def double_submit(tap, here, person, work):
    a, b = person.twin(), person.twin()
    token = person.token(work.agency + "/department")
    bad = []
    for n in range(10):
        name = f"双击{n}"
        got = at_once([lambda p=p: p.ask("POST", work.agency + "/department", {"name": name, "_csrf": token})
                       for p in (a, b)])
        found = rows(person, work.agency, name)
        if found != 1 or got[0].status != 303 or not same(got):
            bad.append((name, found, [str(g) for g in got]))
    tap.check(not bad, "双击: two identical submissions at once make one department and the same answer, ten times", bad)
    # A person: the page with the one-time password must not be lost by whoever waits for the second.
    bad, passwords = [], set()
    for n in range(5):
        page = person.get("/admin/people/add")
        form = {"login": f"shuangji.{n}", "name": "测试丁"}
        for k in re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"', page.body.decode()):
            form[k] = page.field(k) or ""
        got = at_once([lambda p=p: p.ask("POST", "/admin/people/add", form) for p in (a, b)])
        got.append(person.ask("POST", "/admin/people/add", form))
        found = person.get("/admin/people").text.count(f"shuangji.{n}")
        secret = re.search(r"<code[^>]*>([^<]+)</code>|gk-secret[^>]*>([^<]+)<", got[0].body.decode())
        passwords.add(secret.group(0) if secret else None)
        if got[0].status != 200 or not same(got) or found != 1 or "只显示" not in got[0].text:
            bad.append((found, [str(g) for g in got]))
    tap.check(not bad, "双击: one account, and all three answers show the same one-time password", bad)
    tap.check(len(passwords) == 5, "双击: each account its own", passwords)
    # A change that is sent twice.
    path = work.paths[1]
    now, token = fields(person.get(path)), person.token(path)
    got = at_once([lambda p=p: p.ask("POST", path, {**now, "phone": "010-3333", "_csrf": token}) for p in (a, b)])
    end = fields(person.get(path))
    tap.check(end["phone"] == "010-3333" and int(end["version"]) == int(now["version"]) + 1 and
              got[0].status == 303 and same(got), "双击: a change sent twice is made once", ([str(g) for g in got], end))


def log_in_twice(tap, here, person, work):
    """Both steps of a log-in, sent twice at one moment: one session, and both browsers are in it."""
    fresh = place.Person(here, "sys")
    token = fresh.token("/login")
    a, b = fresh.twin(), fresh.twin()
    form = {"login": "sys", "password": place.PASSWORD, "_csrf": token}
    got = at_once([lambda p=p: p.ask("POST", "/login", form) for p in (a, b)])
    tap.check(got[0].status == 303 and same(got) and a.cookies == b.cookies, "双击登录: one session for both",
              [str(g) for g in got])
    half = a.twin()
    page = half.get("/login/code")
    # The code of the enrolment is used up: the next one counts.
    code = place.totp(person.secret, time.time() + 30)
    form = {n: page.field(n) or "" for n in ("_csrf", "back")} | {"code": code}
    got = at_once([lambda p=p: p.ask("POST", "/login/code", form) for p in (a, b)])
    tap.check(got[0].status == 303 and same(got) and a.cookies == b.cookies and a.cookies != half.cookies,
              "双击登录: a code that counts once lets both in", [str(g) for g in got])
    late = half.ask("POST", "/login/code", form)
    tap.check(late.status == 303 and half.cookies == a.cookies, "双击登录: also who comes late, with the old cookie", late)
    tap.check(a.get("/account").status == 200, "双击登录: and the session is good")
    # A wrong password, sent twice, is one wrong try.
    stranger = place.Person(here, "sec")
    form = {"login": "sec", "password": "Falsch-Falsch-1", "_csrf": stranger.token("/login")}
    a, b = stranger.twin(), stranger.twin()
    got = at_once([lambda p=p: p.ask("POST", "/login", form) for p in (a, b)])
    tap.check(got[0].status == 422 and same(got) and "再错 4 次" in got[0].text, "双击登录: a wrong password counts once",
              [str(g) for g in got])
    form["_csrf"] = stranger.token("/login")
    again = stranger.ask("POST", "/login", form)
    tap.check(again.status == 422 and "再错 3 次" in again.text, "双击登录: typed again it counts again", again)


def other_node(tap, here, person, work):
    """The answer is kept in the store: it is there after a restart too."""
    path = work.agency + "/department"
    form = {"name": "重启前后", "_csrf": person.token(path)}
    first = person.ask("POST", path, form)
    here.stop()
    here.start()
    person.leave()
    second = person.ask("POST", path, form)
    tap.check(first.status == 303 and same([first, second]) and rows(person, work.agency, "重启前后") == 1,
              "重启: the same form is answered as before", (str(first), str(second)))


def back_button(tap, here, person, work):
    """Saving, going back (the browser shows its old form) and saving again."""
    path = work.paths[2]
    old, token = fields(person.get(path)), person.token(path)
    got = person.ask("POST", path, {**old, "phone": "010-4444", "_csrf": token})
    tap.check(got.status == 303, "后退: saved", got)
    after = person.get(got.location)
    tap.check(after.status == 200 and "已保存" in after.text or "保存" in after.text, "后退: the list says so", after)
    got = person.ask("POST", path, {**old, "phone": "010-5555", "_csrf": token})
    tap.check(got.status in (409, 422) and "010-4444" in got.text and got.field("phone") == "010-5555",
              "后退: the old form is told what was saved in between, with what was typed", got)
    got = person.post(path, fields(got), page=path)
    tap.check(got.status == 303 and fields(person.get(path))["phone"] == "010-5555",
              "后退: sending it again saves", got)
    # Adding, going back and sending the same form again.
    token = person.token(work.agency + "/department")
    got = person.ask("POST", work.agency + "/department", {"name": "后退部门", "_csrf": token})
    again = person.ask("POST", work.agency + "/department", {"name": "后退部门", "_csrf": token})
    tap.check(got.status == 303 and same([got, again]) and rows(person, work.agency, "后退部门") == 1,
              "后退: adding again is answered as before, there is one", again)
    again = person.post(work.agency + "/department", {"name": "后退部门"})
    tap.check(again.status == 422 and "同名" in again.text, "后退: with a fresh form it is told", again)
    # A form of before a log-out.
    form, token = work.agency + "/department", person.token(work.agency + "/department")
    other = place.Person(here, "sys")
    other.secret = person.secret
    got = person.post("/logout", {"_csrf": token})
    tap.check(got.status == 303, "后退: logged out", got)
    got = other.ask("POST", form, {"name": "退出以后", "_csrf": token})
    tap.check(got.status in (303, 403) and "/login" in got.location + "/login", "后退: a form of before is not done",
              got)
    got = person.ask("POST", form, {"name": "退出以后", "_csrf": token})
    tap.check(got.status == 303 and "/login" in got.location, "后退: it leads to the log-in", got)


def main():
    tap = place.Tap()
    here = place.Place(database=place.postgres_url())
    try:
        here.start()
        person = here.set_up()
        work = place.Writers(person, 3)
        same_record(tap, here, person, work)
        double_submit(tap, here, person, work)
        log_in_twice(tap, here, person, work)
        other_node(tap, here, person, work)
        events = here.verify()
        tap.check(events[0], "the log's chain holds", events)
        back_button(tap, here, person, work)
        tap.check(here.stop() == 0, "it stops as it should")
    finally:
        here.remove()
    tap.end()


main()
