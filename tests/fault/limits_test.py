#!/usr/bin/env python3
"""Sizes and deadlines of the configuration, and nginx in front of the program with our configuration."""
import html
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import time

import place

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http"))
import echo  # noqa: E402


def raw(port, data, seconds=20, tls=False):
    """Sends bytes, gives what comes until the end."""
    s = socket.create_connection(("127.0.0.1", port), timeout=seconds)
    if tls:
        context = ssl._create_unverified_context()
        s = context.wrap_socket(s, server_hostname=echo.NAME)
    try:
        s.sendall(data)
    except OSError:
        pass
    got = b""
    try:
        while more := s.recv(65536):
            got += more
    except OSError:
        pass
    s.close()
    return got


def post(path, body, kind, host=echo.NAME):
    return (f"POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


FORM = "application/x-www-form-urlencoded"


def multipart(n):
    return (b'--bb\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + b"x" * n +
            b"\r\n--bb--\r\n"), "multipart/form-data; boundary=bb"


def status(answer):
    got = re.match(rb"HTTP/1.1 (\d+)", answer)
    return int(got.group(1)) if got else 0


def sizes(tap):
    here = place.Place("--set", "request_size=16KiB", "--set", "upload_size=64KiB", "--set", "header_deadline=1s",
                       "--set", "body_deadline=3s")
    try:
        here.start()
        person = here.set_up()
        form = person.agency_form = place.find_agency(person) + "/department"
        got = person.post(form, {"name": "甲" * 4000})
        tap.check(got.status == 413 and "太大" in got.text, "request_size: a form of 36 KB is refused at 16 KiB", got)
        got = person.post(form, {"name": "合适的部门", "phone": "1" * 40})
        tap.check(got.status == 303, "request_size: a smaller one is done", got)
        for n, want in ((50 << 10, 403), (90 << 10, 413)):
            got = raw(here.port, post("/apply/what", *multipart(n), f"127.0.0.1:{here.port}"))
            tap.check(status(got) == want, f"upload_size: {n >> 10} KB of files: {want}", got[:200])
        # Quick enough for every 4 KiB, but never done.
        s = socket.create_connection(("127.0.0.1", here.port), timeout=30)
        s.sendall(f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{here.port}\r\nContent-Type: {FORM}\r\n"
                  "Content-Length: 16000\r\n\r\n".encode())
        begin, cut = time.monotonic(), None
        while time.monotonic() - begin < 25 and cut is None:
            try:
                s.sendall(b"a" * 20)
            except OSError:
                cut = time.monotonic() - begin
            time.sleep(0.1)
        s.close()
        tap.check(cut is not None and 2.5 < cut < 20, "body_deadline: a body of three seconds is cut", cut)
        tap.check(here.stop() == 0, "limits: it stops")
    finally:
        here.remove()


def routes():
    """(method, path, takes files) of every route, from the table itself."""
    text = subprocess.run([place.GONGKAI, "serve", "--routes"], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^\| (GET|POST) \| `([^`]+)` \|(.*)$", text, re.M)
    return [(m, re.sub(r":\w+\*?", "17", p), "可上传文件" in rest) for m, p, rest in found]


def front(tap):
    table = routes()
    uploads = {p for m, p, files in table if files}
    conf = (place.ROOT / "config/nginx/gongkai-uploads.conf").read_text()
    where = re.findall(r'location ~ "([^"]+)" \{[^}]*client_max_body_size (\d+)m;', conf)
    tap.check(len(uploads) > 3 and len(where) == 1, "nginx: one place for uploads", where)
    pattern, size = re.compile(where[0][0]), int(where[0][1])
    matched = {p for _, p, _ in table if pattern.search(p)}
    tap.check(matched == uploads, "nginx: its upload locations are the routes that take files, no more and no fewer",
              sorted(matched ^ uploads))
    config = subprocess.run([place.GONGKAI, "serve", "--print-config-example"], capture_output=True, text=True,
                            check=True).stdout
    default = int(re.search(r"upload_size = (\d+)MiB", config).group(1))
    tap.check(size == default + 2, "nginx: 2 MiB more than the default of upload_size", (size, default))
    if not echo.NGINX:
        tap.skip("nginx in front", "nginx is not installed")
        return
    here = place.Place()
    sock = str(here.top / "sock")
    here.options = ["--set", f"listen=127.0.0.1:{here.port},unix:{sock}", "--set", "trusted_proxy=yes"]
    here.start()
    nginx = echo.Nginx(sock)
    try:
        here.set_up()
        tls = nginx.port
        got = raw(tls, f"GET /login HTTP/1.1\r\nHost: {echo.NAME}\r\nConnection: close\r\n\r\n".encode(), tls=True)
        tap.check(status(got) == 200 and "登录".encode() in got and b"__Host-gk_form" in got,
                  "nginx: the log-in page over TLS, with the cookie of TLS", got[:600])
        body, kind = multipart(3 << 20)
        bad = []
        for path in sorted(uploads):
            got = raw(tls, post(path, body, kind), tls=True, seconds=60)
            # 413: a page that takes less than that, and the program itself says so.
            if status(got) not in (303, 403, 413) or b"x-request-id" not in got.lower():
                bad.append((path, got[:200]))
        tap.check(not bad, "nginx: 3 MB reach the program at every page that takes files", bad)
        bad = []
        others = sorted({p for m, p, files in table if m == "POST" and not files})
        for path in others:
            got = raw(tls, post(path, b"a" * (3 << 20), FORM), tls=True, seconds=60)
            if status(got) != 413 or b"x-request-id" in got.lower():
                bad.append((path, got[:200]))
        tap.check(not bad and len(others) > 30, f"nginx: and are refused by nginx at the {len(others)} others", bad)
        tap.check("提交的内容过大" in html.unescape(got.decode("utf-8", "replace")),
                  "nginx: in words that say what to do", got)
        here.stop()
        got = raw(tls, f"GET / HTTP/1.1\r\nHost: {echo.NAME}\r\nConnection: close\r\n\r\n".encode(), tls=True)
        tap.check(status(got) == 503 and "系统维护中".encode() in got, "nginx: the program is away: 503 and why", got[:300])
    finally:
        nginx.stop()
        here.remove()


def main():
    tap = place.Tap()
    sizes(tap)
    front(tap)
    tap.end()


main()
