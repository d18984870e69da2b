#!/usr/bin/env python3
"""Two people on one record, a button pressed twice, the back button: nothing lost, nothing double."""
import html
import re
import threading

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


def double_submit(tap, here, person, work):
    a, b = person.twin(), person.twin()
    token = person.token(work.agency + "/department")
    bad = []
    for n in range(10):
        name = f"双击{n}"
        got = at_once([lambda p=p: p.ask("POST", work.agency + "/department", {"name": name, "_csrf": token})
                       for p in (a, b)])
        found = rows(person, work.agency, name)
        said = sorted(g.status for g in got)
        if found != 1 or said[0] != 303 or said[1] not in (303, 409, 422):
            bad.append((name, said, found))
        if said[1] != 303 and "同名" not in got[0].text + got[1].text:
            bad.append((name, [str(g) for g in got]))
    tap.check(not bad, "双击: two identical submissions at once make one department, ten times", bad)
    # A person: the login name is what is unique.
    page = person.get("/admin/people/add")
    bad = []
    for n in range(5):
        form = {k: page.field(k) or "" for k in ("_csrf",)} | {"login": f"shuangji.{n}", "name": "测试丁"}
        for k in re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"', page.body.decode()):
            form[k] = page.field(k) or ""
        got = at_once([lambda p=p: p.ask("POST", "/admin/people/add", form) for p in (a, b)])
        said = sorted(g.status for g in got)
        found = person.get("/admin/people").text.count(f"shuangji.{n}")
        if said[0] not in (200, 303) or said[1] not in (200, 303, 409, 422) or found != 1:
            bad.append((said, found, [str(g) for g in got]))
    tap.check(not bad, "双击: and one account", bad)
    # A change that is sent twice.
    path = work.paths[1]
    now, token = fields(person.get(path)), person.token(path)
    got = at_once([lambda p=p: p.ask("POST", path, {**now, "phone": "010-3333", "_csrf": token}) for p in (a, b)])
    said = sorted(g.status for g in got)
    end = fields(person.get(path))
    tap.check(end["phone"] == "010-3333" and int(end["version"]) == int(now["version"]) + 1,
              "双击: a change sent twice is made once", (said, now, end))


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
    tap.check(got.status == 303 and again.status in (409, 422) and "同名" in again.text and
              rows(person, work.agency, "后退部门") == 1, "后退: adding again is told, there is one", again)
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
        events = here.verify()
        tap.check(events[0], "the log's chain holds", events)
        back_button(tap, here, person, work)
        tap.check(here.stop() == 0, "it stops as it should")
    finally:
        here.remove()
    tap.end()


main()
