#!/usr/bin/python3
"""Checks a case's archive: every file of the manifest, its size and SM3, and nothing besides."""
import json
import subprocess
import sys
import zipfile

z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
manifest = json.loads(z.read('manifest.json'))
assert manifest['algorithm'] == 'SM3' and manifest['number']
names = {f['name'] for f in manifest['files']}
assert names | {'manifest.json'} == set(z.namelist()), z.namelist()
for f in manifest['files']:
    data = z.read(f['name'])
    out = subprocess.run(['openssl', 'dgst', '-sm3', '-r'], input=data, capture_output=True, check=True)
    assert out.stdout.split()[0].decode() == f['sm3'] and len(data) == f['size'], f
assert any(n.endswith('.docx') for n in names) and any(n.endswith('.pdf') for n in names), names
log = [json.loads(line) for line in z.read('log.jsonl').decode().splitlines()]
actions = {e['action'] for e in log}
assert {'letter.sign', 'letter.serve'} <= actions and actions & {'request.register', 'request.file'}, log
clock = z.read('clock.txt').decode()
assert '收到申请' in clock and '不计算' in clock
proof = z.read('clock.pdf')
assert proof[:5] == b'%PDF-'
text = subprocess.run(['pdftotext', '-layout', '-', '-'], input=proof, capture_output=True, check=True).stdout.decode()
assert '答复期限计算证明' in text and '逐日计算' in text and '第三十三条' in text, text
