#!/usr/bin/python3
"""A mail server on loopback for tests/unit/test_smtp.c: aiosmtpd, or a socket that misbehaves.

    server.py FOLDER MODE [CERT KEY]     prints the port, then serves until its input ends
    server.py --read FILE                prints a stored message, one `name: value` a line

MODE: ok, rcpt4, rcpt5, data4, data5, auth, tls, smtps, and without aiosmtpd: hang, drop, greet5.
"""
import email
import email.policy
import hashlib
import os
import socket
import ssl
import sys
import threading


def read(path):
    with open(path, 'rb') as f:
        raw = f.read()
    m = email.message_from_bytes(raw, policy=email.policy.default)
    show = lambda k, v: sys.stdout.buffer.write(f'{k}: {v}\n'.encode())
    show('subject', m['subject'])
    show('from-name', m['from'].addresses[0].display_name)
    show('from', m['from'].addresses[0].addr_spec)
    show('to-name', m['to'].addresses[0].display_name)
    show('to', m['to'].addresses[0].addr_spec)
    show('id', m['message-id'])
    show('date', m['date'].datetime.isoformat())
    show('text', repr(m.get_body(('plain',)).get_content()))
    for a in m.iter_attachments():
        content = a.get_payload(decode=True)
        show('attachment', f'{a.get_filename()} {a.get_content_type()} {hashlib.sha256(content).hexdigest()}')
    show('defects', len(m.defects) + sum(len(p.defects) for p in m.walk()))
    show('longest', max(len(line) for line in raw.split(b'\r\n')))
    show('ascii', raw.isascii())


def misbehave(mode):
    s = socket.create_server(('127.0.0.1', 0))
    print(s.getsockname()[1], flush=True)

    def talk(c):
        f = c.makefile('rb')
        if mode == 'greet5':
            c.sendall(b'554 no service here\r\n')
            return c.close()
        c.sendall(b'220 test\r\n')
        if mode == 'hang':
            return f.read()
        for line in f:
            if line.upper().startswith(b'DATA'):
                c.sendall(b'354 go on\r\n')
                f.read(2000)
                c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0')
                f.close()
                return c.close()
            c.sendall(b'250 ok\r\n')

    def serve():
        while True:
            threading.Thread(target=talk, args=(s.accept()[0],), daemon=True).start()
    threading.Thread(target=serve, daemon=True).start()


def serve(folder, mode, cert):
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    class Handler:
        async def handle_RCPT(self, server, session, envelope, address, options):
            if mode == 'rcpt4':
                return '451 4.7.1 greylisted, come again'
            if mode == 'rcpt5':
                return '550 5.1.1 no such person'
            envelope.rcpt_tos.append(address)
            return '250 ok'

        async def handle_DATA(self, server, session, envelope):
            if mode == 'data4':
                return '452 4.3.1 no room'
            if mode == 'data5':
                return '554 5.7.1 spam'
            name = os.path.join(folder, 'message')
            with open(name + '.part', 'wb') as f:
                f.write(envelope.original_content)
            os.rename(name + '.part', name)
            with open(os.path.join(folder, 'envelope'), 'w') as f:
                f.write(f'{envelope.mail_from} {",".join(envelope.rcpt_tos)} tls={session.ssl is not None or mode == "smtps"}')
            return '250 taken'

    def login(server, session, envelope, mechanism, data):
        return AuthResult(success=data.login == b'tester' and data.password == b'right', handled=False)

    more = {}
    if mode == 'auth':
        more = {'authenticator': login, 'auth_required': True, 'auth_require_tls': False}
    context = None
    if cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*cert)
    if mode == 'tls':
        more = {'tls_context': context, 'require_starttls': True}
    c = Controller(Handler(), hostname='127.0.0.1', port=0, data_size_limit=1 << 25,
                   ssl_context=context if mode == 'smtps' else None, **more)
    # aiosmtpd connects to its own port to see that it is up; with 0 it cannot know which.
    s = socket.create_server(('127.0.0.1', 0))
    c.port = s.getsockname()[1]
    s.close()
    c.start()
    print(c.port, flush=True)


if sys.argv[1] == '--read':
    read(sys.argv[2])
elif sys.argv[2] in ('hang', 'drop', 'greet5'):
    misbehave(sys.argv[2])
    sys.stdin.read()
else:
    serve(sys.argv[1], sys.argv[2], sys.argv[3:5])
    sys.stdin.read()
    os._exit(0)
