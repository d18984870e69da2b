#!/usr/bin/python3
"""Reads a calendar as a stranger would: RFC 5545 by its letter, and python3-icalendar when it is there.

    check_ics.py FILE    prints one `DAY SUMMARY UID` a line; fails with a sentence when something is wrong
"""
import re
import sys

raw = open(sys.argv[1], 'rb').read()


def need(ok, what):
    if not ok:
        sys.exit('check_ics: ' + what)


need(raw.endswith(b'\r\n'), 'the last line has no end')
need(b'\n' not in raw.replace(b'\r\n', b''), 'a bare line feed')
need(b'\r' not in raw.replace(b'\r\n', b''), 'a bare carriage return')
for physical in raw.split(b'\r\n'):
    need(len(physical) <= 75, f'{len(physical)} octets in a line')
    physical.decode('utf-8')  # no character is cut
lines = raw.decode('utf-8').replace('\r\n ', '').split('\r\n')[:-1]
stack, events = [], []
for text in lines:
    m = re.fullmatch(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=[^:;]+)*):(.*)', text)
    need(m, f'no content line: {text!r}')
    name, parameters, value = m.groups()
    if name == 'BEGIN':
        stack.append((value, {}))
    elif name == 'END':
        kind, seen = stack.pop()
        need(kind == value, f'{kind} ends as {value}')
        if kind == 'VEVENT':
            events.append(seen)
            need({'UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY', 'alarm'} <= set(seen), f'lacks something: {sorted(seen)}')
        if kind == 'VALARM':
            need({'ACTION', 'TRIGGER', 'DESCRIPTION'} <= set(seen), 'an alarm lacks something')
            stack[-1][1]['alarm'] = ('', seen['TRIGGER'][1])
        if kind == 'VCALENDAR':
            need({'VERSION', 'PRODID'} <= set(seen) and seen['VERSION'][1] == '2.0', 'no head')
    else:
        need(name not in stack[-1][1], f'{name} twice')
        need(not re.search(r'(?<!\\)(?:\\\\)*[,;]', value) or name in ('URL', 'PRODID'), f'not escaped: {text!r}')
        stack[-1][1][name] = (parameters, value)
need(not stack, 'something does not end')
need(len({e['UID'][1] for e in events}) == len(events), 'a UID twice')
for e in events:
    for key in ('DTSTART', 'DTEND'):
        need(e[key][0] == ';VALUE=DATE' and re.fullmatch(r'\d{8}', e[key][1]), f'{key} is no day')
    need(re.fullmatch(r'\d{8}T\d{6}Z', e['DTSTAMP'][1]), 'DTSTAMP')

try:
    import icalendar
except ImportError:
    icalendar = None
if icalendar:
    cal = icalendar.Calendar.from_ical(raw)
    theirs = [(str(c['UID']), c.decoded('DTSTART').strftime('%Y%m%d'), str(c['SUMMARY'])) for c in cal.walk('VEVENT')]
    unescape = lambda s: re.sub(r'\\(.)', lambda m: '\n' if m[1] in 'nN' else m[1], s)
    ours = [(unescape(e['UID'][1]), e['DTSTART'][1], unescape(e['SUMMARY'][1])) for e in events]
    need(theirs == ours, f'icalendar reads {theirs}, we read {ours}')
for e in events:
    print(e['DTSTART'][1], e['SUMMARY'][1], e['UID'][1])
