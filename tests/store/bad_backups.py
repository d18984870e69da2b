#!/usr/bin/python3
"""Backups that must be refused, made from a good one.

    bad_backups.py GOOD FOLDER      writes FOLDER/<expected error>-<what>.zip
"""
import json
import os
import sys
import zipfile

good, folder = sys.argv[1:]
with zipfile.ZipFile(good) as z:
    members = [(i.filename, z.read(i)) for i in z.infolist()]
manifest = json.loads(members[0][1])
deflated = zipfile.ZIP_DEFLATED


def write(name, items, method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(os.path.join(folder, name + '.zip'), 'w', method) as z:
        for n, data in items:
            z.writestr(n, data)


def changed(**more):
    return ('manifest.json', json.dumps({**manifest, **more}))


def raw(name, data):
    with open(os.path.join(folder, name + '.zip'), 'wb') as f:
        f.write(data)


rest = members[1:]
db, blobs = manifest['database'], manifest['blobs']
write('ok-repacked', members)
write('format-foreign', [('hello.txt', b'hello')])
write('format-docx', [('[Content_Types].xml', b'<x/>'), ('word/document.xml', b'<x/>')])
write('format-empty', [])
raw('format-nothing', b'')
raw('format-text', b'no zip at all\n' * 1000)
raw('format-end-only', b'PK\5\6' + bytes(18))
raw('format-directory-beyond', b'PK\5\6' + bytes(4) + b'\2\0\2\0' + b'\xff\xff\xff\x7f' + bytes(6))
write('format-order', [members[1], members[0]] + members[2:])
write('format-no-database', [members[0]] + members[2:])
write('format-no-blob', members[:-1])
write('format-one-more', members + [('blobs/ff/' + 'ff' * 32, b'x')])
write('format-traversal', members[:-1] + [('../../evil', members[-1][1])])
write('format-traversal-blob', members[:-1] + [('blobs/../' + members[-1][0][9:], members[-1][1])])
write('format-absolute', members[:-1] + [('/etc/evil', members[-1][1])])
write('format-wrong-folder', members[:-1] + [('blobs/00/' + members[-1][0][9:], members[-1][1])])
write('format-upper', members[:-1] + [(members[-1][0][:9] + members[-1][0][9:].upper(), members[-1][1])])
write('format-changed-blob', members[:-1] + [(members[-1][0], members[-1][1] + b'x')])
write('format-changed-database', [members[0], (members[1][0], members[1][1][:-1] + b'x')] + members[2:])
write('format-short-database', [members[0], (members[1][0], members[1][1][:-1])] + members[2:])
write('format-not-json', [('manifest.json', b'{')] + rest)
write('format-not-ours', [changed(format='other')] + rest)
write('format-no-version', [changed(version='1')] + rest)
write('conflict-newer-format', [changed(version=2)] + rest)
write('format-negative', [changed(database={**db, 'size': -1})] + rest)
write('format-too-large', [changed(database={**db, 'size': 1 << 50})] + rest)
write('format-blob-count', [changed(blobs={**blobs, 'count': blobs['count'] + 1})] + rest)
write('format-blob-bytes', [changed(blobs={**blobs, 'bytes': 1})] + rest)
write('format-head', [changed(log={**manifest['log'], 'chain': '00' * 32})] + rest)
write('format-fewer-events', [changed(log={**manifest['log'], 'seq': manifest['log']['seq'] - 1})] + rest)
write('format-large-manifest', [('manifest.json', b' ' * 70000)] + rest)
write('limit-bomb', [('manifest.json', members[0][1]), ('gongkai.db', bytes(200 << 20))], deflated)
with zipfile.ZipFile(os.path.join(folder, 'limit-bomb.zip')) as z:
    packed = z.infolist()[1].compress_size
# Python deflates zeros 1028 times; say that it was 8 times more.
with open(os.path.join(folder, 'limit-bomb.zip'), 'rb') as f:
    data = bytearray(f.read())
at = data.find(b'PK\1\2', data.find(b'PK\1\2') + 4)
data[at + 24:at + 28] = ((200 << 20) * 8).to_bytes(4, 'little')
raw('format-bomb', bytes(data))
os.remove(os.path.join(folder, 'limit-bomb.zip'))
