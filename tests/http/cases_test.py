#!/usr/bin/env python3
"""Every case of cases/ against the server directly and through nginx with our configuration."""
import os
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import cases
import echo


def run(tap, found, way, address, tls):
    def one(case):
        return cases.exchange(address, case.send, tls)

    with ThreadPoolExecutor(8) as pool:
        for case, (raw, closed) in zip(found, pool.map(one, found)):
            why = cases.judge(case, way, raw, closed)
            tap.check(not why, f"{way}: {case.name}: {case.one('title')}",
                      f"{why}\n{raw[:600]!r}")


def main():
    tap = echo.Tap()
    found = cases.load_cases(pathlib.Path(__file__).parent / "cases")
    if len(sys.argv) > 1:
        found = [c for c in found if any(a in c.name for a in sys.argv[1:])]
    sock = f"/tmp/gongkai-http-{os.getpid()}.sock"
    server = echo.Echo("--header-ms", 3000, listen=("127.0.0.1:0", f"unix:{sock} --trust"))
    run(tap, found, "direct", server.address, False)
    if echo.NGINX:
        front = echo.Nginx(sock)
        run(tap, found, "nginx", front.address, True)
        raw, _ = cases.exchange(front.plain, b"GET /a?b=1 HTTP/1.1\r\nHost: x\r\n\r\n")
        tap.check(b"301" in raw and f"https://{echo.NAME}/a?b=1".encode() in raw,
                  "nginx: plain http is sent to https", raw)
        raw, _ = cases.exchange(front.address, b"GET /echo HTTP/1.1\r\nHost: x\r\n"
                                b"X-Forwarded-For: 9.9.9.9\r\n\r\n", True)
        tap.check(b"peer=127.0.0.1 secure=1" in raw, "nginx: address and scheme of the client", raw)
        tap.check(b"strict-transport-security" in raw.lower(), "nginx: HSTS over TLS", raw)
        front.stop()
    else:
        tap.skip("nginx", "nginx is not installed")
    status, last, err = server.stop()
    tap.check(status == 0 and "stopped" in last, "the server stops", f"{status} {last} {err}")
    tap.end()


main()
