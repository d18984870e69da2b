// The browser's files: two clean builds are the same byte for byte.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');

test('two clean builds of the assets are the same', () => {
  const dirs = [0, 1].map(() => fs.mkdtempSync(path.join(os.tmpdir(), 'gongkai-assets-')));
  try {
    for (const dir of dirs) for (const tool of ['build.mjs', 'icon.mjs']) execFileSync(process.execPath, [path.join(root, 'assets', tool), dir], { cwd: dir });
    const names = fs.readdirSync(dirs[0]).sort();
    assert.deepEqual(names, ['charts.js', 'charts.js.LEGAL.txt', 'favicon.ico', 'favicon.svg', 'gk.css', 'gk.css.LEGAL.txt', 'gk.js', 'gk.js.LEGAL.txt']);
    for (const name of names) {
      const [a, b] = dirs.map((d) => fs.readFileSync(path.join(d, name)));
      assert.ok(a.equals(b), name);
      assert.ok(!a.includes(dirs[0]) && !a.includes(root), `${name} holds no path of this machine`);
    }
  } finally {
    for (const dir of dirs) fs.rmSync(dir, { recursive: true, force: true });
  }
});
