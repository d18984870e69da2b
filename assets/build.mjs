// Builds the browser's files: gk.css, gk.js, charts.js and their LEGAL files.
//
//   node assets/build.mjs OUTDIR
//
// Needs assets/node_modules (script/bootstrap runs npm ci); reads nothing from the network.
// Same sources and lock file, same bytes: no dates, no paths, no source maps.
import fs from 'fs';
import path from 'path';
import { fileURLToPath } from 'url';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] || path.join(here, 'dist'));
const lock = path.join(here, 'node_modules/.package-lock.json');
if (!fs.existsSync(lock)) {
  console.error('assets/node_modules is missing: run script/bootstrap (it calls npm ci in assets/)');
  process.exit(1);
}
const sass = await import('sass');
const esbuild = await import('esbuild');

const packages = path.join(here, 'node_modules');
const read = (f) => fs.readFileSync(f, 'utf8');
const write = (name, text) => fs.writeFileSync(path.join(out, name), text);

// This package names its licence (MIT) and ships no text of it.
const bare = {
  'govuk-frontend': `The MIT License (MIT)

Copyright (c) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};

// The whole licence texts of the packages that went into a file, under one heading each.
function legal(name, notes, used) {
  const part = (p) => ['LICENSE', 'LICENSE.txt', 'LICENSE.md', 'NOTICE', 'NOTICE.txt']
    .map((f) => path.join(packages, p, f))
    .concat(fs.existsSync(path.join(packages, p, 'licenses')) ? fs.readdirSync(path.join(packages, p, 'licenses')).sort().map((f) => path.join(packages, p, 'licenses', f)) : [])
    .filter((f) => fs.existsSync(f)).map((f) => read(f).trimEnd()).join('\n\n') || bare[p];
  const line = (p) => `${p} ${JSON.parse(read(path.join(packages, p, 'package.json'))).version}`;
  const texts = used.map((p) => {
    const text = part(p);
    if (!text) throw new Error(`no licence text in ${p}`);
    return `${'='.repeat(78)}\n${line(p)}\n${'='.repeat(78)}\n\n${text}\n`;
  });
  write(name + '.LEGAL.txt', `${name} contains parts of: ${used.map(line).join(', ')}.\n\n${notes}${texts.join('\n')}`);
}

function build_css() {
  const seen = new Set();
  const result = sass.compile(path.join(here, 'scss/gk.scss'), {
    style: 'compressed', sourceMap: false, quietDeps: true, loadPaths: [packages],
  });
  for (const url of result.loadedUrls) {
    const file = fileURLToPath(url);
    if (file.startsWith(packages)) seen.add(path.relative(packages, file).split(path.sep)[0]);
  }
  write('gk.css', `${result.css}\n/*! gk.css.LEGAL.txt */\n`);
  legal('gk.css', '', [...seen].sort());
}

async function build_js(name) {
  const result = await esbuild.build({
    entryPoints: [path.join(here, 'js', name)], absWorkingDir: here, outdir: out, write: false, metafile: true,
    bundle: true, minify: true, format: 'iife', target: 'es2020', charset: 'utf8', legalComments: 'linked', logLevel: 'warning',
  });
  const used = new Set();
  for (const input of Object.keys(result.metafile.inputs)) {
    const m = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (m) used.add(m[1]);
  }
  let notes = '';
  for (const file of result.outputFiles) {
    if (file.path.endsWith('.LEGAL.txt')) notes = file.text.trimEnd() + '\n\n';
    else write(path.basename(file.path), file.text);
  }
  legal(name, notes, [...used].sort());
}

fs.mkdirSync(out, { recursive: true });
build_css();
await build_js('gk.js');
await build_js('charts.js');
