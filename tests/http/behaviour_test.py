#!/usr/bin/env python3
"""What cannot be said in one request: slow, many, broken-off and hostile clients, stopping, TLS.

Waits are generous: the machine may be busy.  Arguments choose tests by name.
"""
import hashlib
import os
import pathlib
import re
import resource
import select
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import cases
import echo

HOST = b"Host: gongkai.example.gov.cn\r\n"
GET_PAGE = b"GET /page HTTP/1.1\r\n" + HOST + b"\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def get(path, *lines):
    return b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"".join(l + b"\r\n" for l in lines) + b"\r\n"


def post(path, body, *lines):
    return (b"POST " + path + b" HTTP/1.1\r\n" + HOST + FORM +
            b"".join(l + b"\r\n" for l in lines) +
            b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body)


def read_answer(s, with_body=True):
    """One whole answer (or what came of it)."""
    got = b""
    while True:
        head, found, body = got.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        if found and (not with_body or (length and len(body) >= int(length.group(1)))):
            return got
        try:
            piece = s.recv(65536)
        except OSError:
            return got
        if not piece:
            return got
        got += piece


def ask(server, data):
    s = cases.connect(server.address, timeout=60)
    try:
        s.sendall(data)
    except OSError:
        pass
    got = read_answer(s, not data.startswith(b"HEAD"))
    s.close()
    return got


def open_all(address, n, first):
    """n connections that have sent `first`."""
    out = []
    for _ in range(n):
        s = cases.connect(address, timeout=30)
        if first:
            s.sendall(first)
        s.setblocking(False)
        out.append(s)
    return out


def drip(open_sockets, byte, seconds):
    """A byte a second on each until the other end has closed all; how many are left."""
    left, end = list(open_sockets), time.monotonic() + seconds
    while left and time.monotonic() < end:
        for s in list(left):
            try:
                s.send(byte)
                if s.recv(4096) == b"":
                    left.remove(s)
            except BlockingIOError:
                pass
            except OSError:
                left.remove(s)
        time.sleep(1)
    return len(left)


def close_all(sockets):
    for s in sockets:
        s.close()


def test_drip_head(tap):
    server = echo.Echo("--header-ms", 3000, "--idle-ms", 4000)
    slow = open_all(server.address, 150, b"GET /page HTTP/1.1\r\nX-A: ")
    t = time.monotonic()
    raw = ask(server, GET_PAGE)
    tap.check(cases.statuses(raw) == [200], "drip: a page while 150 clients drip their head")
    left = drip(slow, b"a", 20)
    tap.check(left == 0, "drip: all 150 are ended after the head's deadline",
              f"{left} left after {time.monotonic() - t:.1f} s")
    s = server.wait_for(lambda s: s["connections"] == 0)
    tap.check(s["connections"] == 0 and s["slow"] >= 150, "drip: counted", s)
    close_all(slow)
    # After an answer the same client has idle_ms, not for ever.
    kept = open_all(server.address, 20, GET_PAGE + b"GET /page HTTP/1.1\r\nX-A: ")
    left = drip(kept, b"a", 25)
    tap.check(left == 0, "drip: on kept connections too", left)
    close_all(kept)
    tap.check(server.stop()[0] == 0, "drip: the server stops")


def test_drip_body(tap):
    server = echo.Echo("--body-ms", 2500)
    slow = open_all(server.address, 50, b"POST /echo HTTP/1.1\r\n" + HOST + FORM +
                    b"Content-Length: 1000000\r\n\r\n")
    left = drip(slow, b"a", 20)
    tap.check(left == 0, "drip body: all 50 are ended", left)
    close_all(slow)
    s = server.wait_for(lambda s: s["in_flight"] == 0)
    tap.check(s["in_flight"] == 0 and s["slow"] >= 50, "drip body: nothing is left", s)
    tap.check(server.stop()[0] == 0, "drip body: the server stops")


def test_slow_but_honest(tap):
    """A slow line that makes progress is not cut."""
    server = echo.Echo("--body-ms", 2000)
    s = cases.connect(server.address, timeout=30)
    body = b"a=" + b"x" * 60000
    s.sendall(b"POST /echo HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: %d\r\n\r\n" % len(body))
    for i in range(0, len(body), 6000):
        s.sendall(body[i:i + 6000])
        time.sleep(0.5)
    tap.check(b" 200 " in s.recv(65536), "slow: 12 KB a second for five seconds is fine")
    s.close()
    server.stop()


def test_idle_5000(tap):
    want = 5000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < want + 500:
        tap.skip("idle: 5,000 connections", "the limit of open files is too low")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, want + 500), hard))
    server = echo.Echo("--header-ms", 120000)
    before = server.pss_kib()
    idle = open_all(server.address, want, b"")
    s = server.wait_for(lambda s: s["connections"] >= want)
    tap.check(s["connections"] >= want, "idle: 5,000 connections are open", s)
    times = []
    for _ in range(20):
        t = time.monotonic()
        raw = ask(server, GET_PAGE)
        times.append(time.monotonic() - t)
        if cases.statuses(raw) != [200]:
            tap.check(False, "idle: a page meanwhile", raw[:200])
            break
    times.sort()
    tap.check(times[len(times) // 2] < 0.5, "idle: pages are answered quickly", times)
    each = (server.pss_kib() - before) / want
    # 5 KiB; all of its 32 KiB buffer where freed memory is overwritten (MALLOC_PERTURB_).
    if b"__tsan_init" in pathlib.Path(echo.ECHO).read_bytes():
        tap.skip("idle: memory", "the thread sanitizer keeps its own books")
    else:
        tap.check(each < 40, f"idle: {each:.1f} KiB a connection")
    close_all(idle)
    s = server.wait_for(lambda s: s["connections"] < 10)
    tap.check(s["connections"] < 10, "idle: they are forgotten", s)
    tap.check(server.stop()[0] == 0, "idle: the server stops")


def multipart(name, size):
    head = (b'--bb\r\nContent-Disposition: form-data; name="f"; filename="' + name +
            b'"\r\nContent-Type: application/pdf\r\n\r\n')
    tail = b"\r\n--bb--\r\n"
    return head, tail, (b"POST /upload HTTP/1.1\r\n" + HOST +
                        b"Content-Type: multipart/form-data; boundary=bb\r\nContent-Length: " +
                        str(len(head) + size + len(tail)).encode() + b"\r\n\r\n")


def send_file(s, megabytes):
    for _ in range(megabytes):
        s.sendall(b"\x5a" * (1 << 20))


def test_upload(tap):
    server = echo.Echo()
    head, tail, request = multipart(b"big.pdf", 50 << 20)
    ask(server, post(b"/echo", b"a=1"))
    before = server.pss_kib()
    s = cases.connect(server.address, timeout=60)
    s.sendall(request + head)
    send_file(s, 30)
    files = list(server.uploads.iterdir())
    tap.check(len(files) == 1 and (files[0].stat().st_mode & 0o777) == 0o600,
              "upload: one private file while it comes", files)
    grown = server.pss_kib() - before
    tap.check(grown < 4096, f"upload: {grown} KiB of memory for 30 MB", grown)
    s.close()
    server.wait_for(lambda s: s["in_flight"] == 0)
    tap.check(not list(server.uploads.iterdir()), "upload: broken off, the file is gone")
    s = cases.connect(server.address, timeout=60)
    s.sendall(request + head)
    send_file(s, 50)
    s.sendall(tail)
    raw = s.recv(65536)
    digest = re.search(rb"digest=([0-9a-f]{64})", raw)
    want = subprocess.run(["openssl", "dgst", "-sm3"], input=b"\x5a" * (50 << 20),
                          capture_output=True).stdout.split()[-1]
    tap.check(digest and digest.group(1) == want and b"size=52428800" in raw,
              "upload: 50 MB arrive whole", raw[-300:])
    s.close()
    server.wait_for(lambda s: s["in_flight"] == 0)
    tap.check(not list(server.uploads.iterdir()), "upload: removed with its request")
    tap.check(server.stop()[0] == 0, "upload: the server stops")


def test_too_large(tap):
    server = echo.Echo()
    # By its length: refused at once, nothing has been sent yet.
    raw = ask(server, b"POST /upload HTTP/1.1\r\n" + HOST + b"Content-Type: multipart/form-data; "
              b"boundary=bb\r\nContent-Length: 99000000\r\n\r\n")
    tap.check(cases.statuses(raw) == [413], "too large: by Content-Length", raw[:100])
    # While reading, when no length was given.
    s = cases.connect(server.address, timeout=30)
    s.sendall(b"POST /echo HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    for _ in range(18):
        s.sendall(chunk)
    s.sendall(b"0\r\n\r\n")
    raw = s.recv(65536)
    tap.check(cases.statuses(raw) == [413], "too large: while reading chunks", raw[:100])
    s.close()
    # A client that never ends is cut.
    s = cases.connect(server.address, timeout=30)
    s.sendall(b"POST /echo HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n")
    cut = False
    try:
        for _ in range(400):
            s.sendall(chunk)
    except OSError:
        cut = True
    tap.check(cut, "too large: an endless body is cut")
    s.close()
    tap.check(server.stop()[0] == 0, "too large: the server stops")


def token_of(server, *lines):
    raw = ask(server, get(b"/token", *lines))
    token = re.search(rb"token=([0-9a-f]{80})", raw).group(1)
    cookie = re.search(rb"Set-Cookie: ([^;]+)", raw)
    return token, cookie.group(1) if cookie else None, raw


def test_csrf(tap):
    server = echo.Echo()
    a, none, _ = token_of(server, b"Cookie: sid=a")
    b, _, _ = token_of(server, b"Cookie: sid=b")
    visitor, cookie, raw = token_of(server)
    other, _, _ = token_of(server)
    tap.check(none is None and cookie and b"HttpOnly" in raw and b"SameSite=Lax" in raw,
              "csrf: a visitor gets a cookie, a session needs none", raw[:400])
    tap.check(len({a, b, visitor, other}) == 4, "csrf: every visitor another token")
    again, nothing, _ = token_of(server, b"Cookie: " + cookie)
    tap.check(again != visitor and nothing is None, "csrf: no new cookie; every page another token")
    sid, origin = b"Cookie: sid=a", b"Origin: http://gongkai.example.gov.cn"
    rows = (
        ("the right token", 200, a, (sid,)),
        ("and our own origin", 200, a, (sid, origin)),
        ("origin in other case", 200, a, (sid, origin.replace(b"gongkai", b"GONGKAI"))),
        ("and Sec-Fetch-Site: same-origin", 200, a, (sid, b"Sec-Fetch-Site: same-origin")),
        ("typed by hand", 200, a, (sid, b"Sec-Fetch-Site: none")),
        ("another session's token", 403, b, (sid,)),
        ("a visitor's token in a session", 403, visitor, (sid, b"Cookie: " + cookie)),
        ("half a token", 403, a[:32], (sid,)),
        ("a foreign origin", 403, a, (sid, b"Origin: http://evil.example")),
        ("an origin that only begins alike", 403, a, (sid, origin + b".evil.example")),
        ("another port", 403, a, (sid, origin + b":8080")),
        ("origin null", 403, a, (sid, b"Origin: null")),
        ("another site's page", 403, a, (sid, b"Sec-Fetch-Site: cross-site")),
        ("a neighbour's page", 403, a, (sid, b"Sec-Fetch-Site: same-site")),
    )
    for what, want, token, lines in rows:
        got = cases.statuses(ask(server, post(b"/write", b"_csrf=" + token + b"&x=1", *lines)))
        tap.check(got == [want], f"csrf: {what}: {want}", got)
    for what, want, token, line in (
            ("a visitor with his cookie", 200, visitor, b"Cookie: " + cookie),
            ("and the token of his other page", 200, again, b"Cookie: " + cookie),
            ("one page's id with another's code", 403, visitor[:16] + again[16:], b"Cookie: " + cookie),
            ("a visitor without", 403, visitor, b"X-A: b"),
            ("a visitor with another's token", 403, other, b"Cookie: " + cookie)):
        got = cases.statuses(ask(server, post(b"/guarded", b"_csrf=" + token, line)))
        tap.check(got == [want], f"csrf: {what}: {want}", got)
    server.stop()


def test_denied_upload(tap):
    """Who may not write is told so before a file is stored."""
    server = echo.Echo()
    head, tail, _ = multipart(b"a.txt", 3)
    body = head + b"abc" + tail
    request = (b"POST /write-file HTTP/1.1\r\n" + HOST + b"%s" + b"Content-Type: multipart/form-data; "
               b"boundary=bb\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n")
    raw = ask(server, request % b"Cookie: sid=b\r\n" + body)
    tap.check(cases.statuses(raw) == [403], "denied: 403", raw[:200])
    raw = ask(server, request % b"" + body)
    tap.check(cases.statuses(raw) == [303] and b"kept=1" in raw, "denied: a stranger logs in", raw)
    s = cases.connect(server.address)
    s.sendall(request % b"" + head + b"ab")
    time.sleep(0.3)
    tap.check(not list(server.uploads.iterdir()), "denied: a stranger's file is not stored")
    s.close()
    server.stop()


def test_workers(tap):
    server = echo.Echo("--workers", 2, "--queue", 3)
    slow = open_all(server.address, 2, get(b"/block"))
    server.wait_for(lambda s: s["busy"] == 2)
    slow += open_all(server.address, 3, get(b"/block"))
    s = server.wait_for(lambda s: s["busy"] == 2 and s["queue"] == 3)
    tap.check(s["busy"] == 2 and s["queue"] == 3, "workers: two at work, three wait", s)
    t = time.monotonic()
    raw = ask(server, get(b"/block"))
    headers = cases.first_headers(raw)
    tap.check(cases.statuses(raw) == [503] and "retry-after" in headers and
              time.monotonic() - t < 2, "workers: the sixth gets 503 with Retry-After", raw[:300])
    raw = ask(server, post(b"/echo", b"a=1"))
    tap.check(cases.statuses(raw) == [503], "workers: a form too")
    times = []
    for _ in range(30):
        t = time.monotonic()
        ask(server, GET_PAGE)
        times.append(time.monotonic() - t)
    times.sort()
    tap.check(times[15] < 0.1, f"workers: a page takes {times[15] * 1000:.1f} ms meanwhile", times)
    done = 0
    for s in slow:
        s.setblocking(True)
        s.settimeout(30)
        done += b"blocked" in s.recv(65536)
    tap.check(done == 5, "workers: all five are answered", done)
    close_all(slow)
    server.stop()


def test_client_gone(tap):
    server = echo.Echo("--workers", 4)
    gone = open_all(server.address, 4, get(b"/sleep"))
    server.wait_for(lambda s: s["busy"] == 4)
    close_all(gone)
    s = server.wait_for(lambda s: s["handled"] == 4 and s["in_flight"] == 0)
    tap.check(s["handled"] == 4, "gone: the work is finished all the same", s)
    tap.check(s["in_flight"] == 0 and s["finished"] == 4, "gone: and accounted for", s)
    tap.check(server.stop()[0] == 0, "gone: the server stops")


def test_client_left(tap):
    """Whoever closes in the middle of a request is forgotten in seconds, not at the deadline."""
    server = echo.Echo("--body-ms", 60000, "--header-ms", 60000)
    head, _, request = multipart(b"a.bin", 1000000)
    for first in (b"", b"GET /pa", GET_PAGE, request + head + b"z" * 50000):
        for s in open_all(server.address, 20, first):
            s.close()
    s = server.wait_for(lambda s: s["in_flight"] == 0 and s["connections"] == 0, 15)
    tap.check(s["in_flight"] == 0 and s["connections"] == 0, "left: nothing is kept", s)
    tap.check(not list(server.uploads.iterdir()), "left: no file is kept")
    # Half closed is not gone: the answer still comes.
    s = cases.connect(server.address, timeout=30)
    s.sendall(get(b"/block"))
    s.shutdown(socket.SHUT_WR)
    raw = read_answer(s)
    tap.check(b"blocked" in raw, "left: a client that has only said all gets its answer", raw)
    s.close()
    tap.check(server.stop()[0] == 0, "left: the server stops")


def test_stop(tap):
    server = echo.Echo("--workers", 5)
    slow = open_all(server.address, 20, get(b"/sleep"))
    idle = open_all(server.address, 5, b"")
    kept = open_all(server.address, 5, GET_PAGE)
    server.wait_for(lambda s: s["busy"] == 5 and s["queue"] == 15)
    t = time.monotonic()
    server.process.stdin.close()
    server.process.stdin = None
    answered = 0
    for s in slow:
        s.setblocking(True)
        s.settimeout(30)
        try:
            answered += b"slept" in s.recv(65536)
        except OSError:
            pass
    tap.check(answered == 20, "stop: all 20 suspended requests are answered", answered)
    try:
        cases.connect(server.address, timeout=2).close()
        refused = False
    except OSError:
        refused = True
    tap.check(refused, "stop: no new connection")
    status, last, err = server.stop()
    took = time.monotonic() - t
    tap.check(status == 0 and "handled=20" in last, "stop: in order", f"{last} {err}")
    tap.check(took < 5, f"stop: {took:.2f} s, not the whole grace", took)
    close_all(slow + idle + kept)


def test_stop_overdue(tap):
    """What waits when the grace is over is answered 503; what runs is waited for."""
    server = echo.Echo("--workers", 1)
    slow = open_all(server.address, 4, get(b"/block"))
    server.wait_for(lambda s: s["busy"] == 1 and s["queue"] == 3)
    server.process.stdin.close()
    server.process.stdin = None
    seen = []
    for s in slow:
        s.setblocking(True)
        s.settimeout(30)
        try:
            seen += cases.statuses(s.recv(65536))
        except OSError:
            seen.append(0)
    status, _, err = server.stop()
    tap.check(status == 0 and sorted(seen) == [200, 200, 503, 503], "stop: overdue", f"{seen} {err}")
    close_all(slow)


def test_connections(tap):
    server = echo.Echo("--connections", 20, "--header-ms", 60000)
    busy = open_all(server.address, 20, b"POST /echo HTTP/1.1\r\n" + HOST + FORM +
                    b"Content-Length: 10\r\n\r\n")
    server.wait_for(lambda s: s["in_flight"] == 20)
    raw = ask(server, GET_PAGE)
    tap.check(cases.statuses(raw) == [503], "connections: one too many is told 503", raw[:200])
    close_all(busy)
    server.wait_for(lambda s: s["connections"] == 0)
    idle = open_all(server.address, 30, b"")
    s = server.wait_for(lambda s: s["connections"] <= 20)
    tap.check(s["connections"] <= 20, "connections: idle ones make room", s)
    raw = ask(server, GET_PAGE)
    close_all(idle)
    tap.check(server.stop()[0] == 0, "connections: the server stops")


def test_sources(tap):
    server = echo.Echo()
    for line in (b"X-A: b", b"Range: bytes=0-9", b"Range: bytes=2000000-", b'If-None-Match: "f1"'):
        ask(server, get(b"/file", line))
    ask(server, b"HEAD /file HTTP/1.1\r\n" + HOST + b"\r\n")
    s = cases.connect(server.address)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.sendall(get(b"/file"))
    s.recv(1000)
    s.close()
    t = server.wait_for(lambda t: t["files"] == 5 and t["in_flight"] == 0)
    tap.check(t["files"] == 5, "sources: each is given back once", t)
    raw = ask(server, get(b"/file"))
    body = raw.partition(b"\r\n\r\n")[2]
    want = (b"abcdefghijklmnopqrstuvwxyz" * 38462)[:1000000]
    tap.check(hashlib.sha256(body).digest() == hashlib.sha256(want).digest(),
              "sources: a million bytes arrive as they were", len(body))
    server.stop()


def refuses(*listen):
    try:
        echo.Echo(listen=listen).stop()
        return ""
    except RuntimeError as e:
        return str(e)


def test_listen(tap):
    path = f"/tmp/gongkai-listen-{os.getpid()}.sock"
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(path)
    stale.close()
    server = echo.Echo(listen=("127.0.0.1:0", "[::1]:0", f"unix:{path}"))
    tap.check(os.stat(path).st_mode & 0o777 == 0o660, "listen: the socket's mode is 0660")
    for name, address in (("v4", server.address), ("v6", ("::1", server.ports[1])), ("unix", path)):
        raw = cases.exchange(address, get(b"/echo", b"X-Forwarded-For: 9.9.9.9"))[0]
        tap.check(b" 200 " in raw and b"9.9.9.9" not in raw, f"listen: {name}", raw[:200])
    why = refuses(f"unix:{path}")
    tap.check("正在使用" in why, "listen: a socket in use is left alone", why)
    why = refuses(f"127.0.0.1:{server.ports[0]}")
    tap.check("已被占用" in why, "listen: a port in use", why)
    server.stop()
    tap.check(not os.path.exists(path), "listen: the socket's file is removed")
    pathlib.Path(path).write_text("x", encoding="ascii")
    why = refuses(f"unix:{path}")
    tap.check("不是套接字" in why and os.path.exists(path), "listen: a file is left alone", why)
    os.unlink(path)
    for bad in ("127.0.0.1", "127.0.0.1:70000", "localhost:80", "::1:80", ":80", "unix:",
                "unix:" + "x" * 120, "1.2.3.4:80"):
        tap.check("不能在地址" in refuses(bad), f"listen: {bad[:30]} is refused")
    why = refuses("127.0.0.1:0 --trust")
    tap.check("不能信任" in why, "listen: a proxy is trusted on a unix socket only", why)


def test_proxy(tap):
    path = f"/tmp/gongkai-proxy-{os.getpid()}.sock"
    server = echo.Echo(listen=("127.0.0.1:0", f"unix:{path} --trust"))
    for lines, want in (
            ((b"X-Forwarded-For: 203.0.113.9", b"X-Forwarded-Proto: https"), b"peer=203.0.113.9 secure=1"),
            ((b"X-Forwarded-For: 2001:db8::1",), b"peer=2001:db8::1 secure=0"),
            ((b"X-Forwarded-For: 1.2.3.4, 5.6.7.8",), b"peer=local secure=0"),
            ((b"X-Forwarded-For: <script>",), b"peer=local secure=0"),
            ((), b"peer=local secure=0")):
        raw = cases.exchange(path, get(b"/echo", *lines))[0]
        tap.check(want in raw, f"proxy: {want.decode()}", raw[-200:])
    raw = cases.exchange(path, get(b"/token", b"X-Forwarded-Proto: https"))[0]
    tap.check(b"__Host-gk_form=" in raw and b"Secure" in raw, "proxy: cookies are Secure over TLS", raw)
    server.stop()


def tls_client(server, *options):
    return subprocess.run(["openssl", "s_client", "-connect", "%s:%d" % server.address, *options],
                          input=GET_PAGE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"),
                          capture_output=True, timeout=60)


def test_tls(tap):
    folder = pathlib.Path(f"/tmp/gongkai-tls-{os.getpid()}")
    folder.mkdir()
    cert, key = echo.certificate(folder)
    server = echo.Echo(listen=(f"127.0.0.1:0 --tls-cert {cert} --tls-key {key}",))
    for option, taken in (("-tls1_3", True), ("-tls1_2", True), ("-tls1_1", False),
                          ("-tls1", False)):
        extra = [] if taken else ["-cipher", "DEFAULT@SECLEVEL=0"]
        out = tls_client(server, "-quiet", option, *extra).stdout
        tap.check((b"200 OK" in out) == taken, f"tls: {option} {'taken' if taken else 'refused'}",
                  out[:200])
    raw, _ = cases.exchange(server.address, get(b"/echo"), tls=True)
    tap.check(b"secure=1" in raw and b"Strict-Transport-Security: max-age=31536000" in raw,
              "tls: the request is secure, HSTS is sent", raw[:300])
    raw, _ = cases.exchange(server.address, GET_PAGE)
    tap.check(b" 200 " not in raw, "tls: no answer in the clear")
    slow = open_all(server.address, 5, b"")
    close_all(slow)
    server.stop()
    other = folder / "other"
    other.mkdir()
    _, wrong = echo.certificate(other)
    why = refuses(f"127.0.0.1:0 --tls-cert {cert} --tls-key {wrong}")
    tap.check("证书" in why, "tls: a key that does not fit is refused", why)
    why = refuses(f"127.0.0.1:0 --tls-cert {cert}")
    tap.check("同时给出" in why, "tls: a certificate without key is refused", why)
    subprocess.run(["rm", "-r", str(folder)], check=True)


def test_mixed_load(tap):
    """Everything at once from many threads; for the run under TSan."""
    server = echo.Echo("--workers", 4)
    a, _, _ = token_of(server, b"Cookie: sid=a")
    head, tail, request = multipart(b"a.bin", 100000)
    jobs = [GET_PAGE, get(b"/asset.css"), get(b"/file", b"Range: bytes=5-900000"),
            post(b"/echo", b"a=1"), get(b"/sleep"), get(b"/read"), get(b"/nowhere"),
            post(b"/write", b"_csrf=" + a, b"Cookie: sid=a"),
            request + head + b"z" * 100000 + tail, b"BAD\r\n\r\n"]
    wrong = []

    def client(seed):
        for i in range(25):
            data = jobs[(seed + i * 7) % len(jobs)]
            s = cases.connect(server.address, timeout=60)
            try:
                s.sendall(data)
                if (seed + i) % 5 and not s.recv(65536) and not data.startswith(b"BAD"):
                    wrong.append(data[:40])
            except OSError as e:
                if (seed + i) % 5:
                    wrong.append((data[:40], e))
            s.close()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    tap.check(not wrong, "mixed: every request is answered", wrong[:5])
    s = server.wait_for(lambda s: s["in_flight"] == 0 and s["connections"] == 0)
    tap.check(s["in_flight"] == 0 and s["connections"] == 0, "mixed: nothing is left", s)
    tap.check(not list(server.uploads.iterdir()), "mixed: no file is left")
    status, last, err = server.stop()
    tap.check(status == 0, "mixed: the server stops", f"{last} {err[-3000:]}")


def test_read_workers(tap):
    """The same cases when GET handlers run on workers (a database over the network)."""
    server = echo.Echo("--read-workers")
    found = cases.load_cases(pathlib.Path(__file__).parent / "cases")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda c: cases.exchange(server.address, c.send), found))
    for case, (raw, closed) in zip(found, answers):
        why = cases.judge(case, "direct", raw, closed)
        if why:
            tap.check(False, f"read workers: {case.name}", f"{why}\n{raw[:300]!r}")
    tap.check(server.stop()[0] == 0, "read workers: all cases")


def main():
    tap = echo.Tap()
    for name, test in list(globals().items()):
        if name.startswith("test_") and (len(sys.argv) == 1 or
                                         any(a in name for a in sys.argv[1:])):
            t = time.monotonic()
            test(tap)
            print(f"# {name}: {time.monotonic() - t:.1f} s")
    tap.end()


main()
