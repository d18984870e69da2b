// The report workbench in a real browser: what a person sees, on a desktop and on a phone.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const gongkai = path.resolve(root, process.env.GONGKAI ?? 'build/src/cmd/gongkai');
const reports = path.join(root, 'tests/doc/reports');
const demo = ['demo-1-police-2023', 'demo-2-police-2024', 'demo-3-culture-2024'].map((n) => path.join(reports, n + '.json'));
const axe = fs.readFileSync(path.join(root, 'tests/e2e/node_modules/axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const out = fs.mkdtempSync(path.join(os.tmpdir(), 'gongkai-e2e-'));
let browser;

const run = (...args) => execFileSync(gongkai, args, { encoding: 'utf8' });
const pages = {};

before(async () => {
  for (const [name, args] of Object.entries({
    one: ['report', 'html', demo[1], '--previous', demo[0]],
    many: ['report', 'html', ...demo],
  })) {
    pages[name] = path.join(out, name + '.html');
    run(...args, '-o', pages[name]);
  }
  pages.years = path.join(out, 'years.html');
  run('report', 'compare', demo[0], demo[1], '--html', pages.years);
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});
after(async () => {
  await browser?.close();
  fs.rmSync(out, { recursive: true, force: true });
});

async function open(name, width, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const errors = [];
  page.on('console', (m) => m.type() === 'error' && errors.push(m.text()));
  page.on('request', (r) => r.url().startsWith('file:') || r.url().startsWith('data:') || errors.push('loads ' + r.url()));
  await page.goto('file://' + pages[name]);
  return { page, errors, close: () => context.close() };
}

for (const name of ['one', 'many', 'years']) {
  for (const width of [1366, 390, 320]) {
    test(`${name} at ${width} px: axe finds nothing, no sideways scroll, nothing loaded`, async () => {
      const { page, errors, close } = await open(name, width);
      const size = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(size[0] <= size[1] + 1, `page is ${size[0]} px wide in ${size[1]}`);
      await page.evaluate(axe);
      const result = await page.evaluate((r) => axe.run(document, { runOnly: r }), rules);
      assert.deepEqual(result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 2).map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')}`), []);
      assert.deepEqual(errors, []);
      await close();
    });
  }
}

test('every cell of the tables shows its value', async () => {
  const { page, close } = await open('one', 1366);
  const shown = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('td[data-cell]')].map((td) => {
    const copy = td.cloneNode(true);
    copy.querySelectorAll('a').forEach((a) => a.remove());
    return [td.dataset.cell, copy.textContent.replace(/,/g, '')];
  })));
  const cells = JSON.parse(fs.readFileSync(demo[1], 'utf8')).cells;
  assert.equal(Object.keys(shown).length, 200);
  for (const [code, value] of Object.entries(cells)) assert.equal(shown[code], value === null ? '' : String(value), code);
  await close();
});

test('a broken sum, a blank cell and a wrong number in the text are marked where they stand', async () => {
  const { page, close } = await open('one', 1366);
  assert.equal(await page.locator('[id="r1-t3.total.natural"].bad').count(), 1);
  assert.equal(await page.locator('[id="r1-t3.refused.third_party.commercial"].blank.warn a.flag').count(), 1);
  assert.match(await page.locator('.prose p[id] mark.bad').first().innerText(), /152/);
  await page.locator('[id="r1-t3.total.natural"] a.flag').click();
  const target = await page.evaluate(() => document.querySelector(':target')?.textContent);
  assert.match(target, /自然人/);
  await close();
});

test('a clean report shows no error', async () => {
  const { page, close } = await open('many', 1366);
  assert.equal(await page.locator('#r3 .check li.bad').count(), 0);
  assert.ok((await page.locator('#r3 .check li.ok').count()) > 4);
  await close();
});

test('all links lead somewhere, with JavaScript off too', async () => {
  const { page, close } = await open('many', 390, { javaScriptEnabled: false });
  const html = await page.content();
  assert.ok(!/<script|\son[a-z]+=|style=/.test(html), 'no script, no inline style');
  const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]));
  const targets = [...html.matchAll(/href="#([^"]+)"/g)].map((m) => m[1]);
  assert.ok(targets.length > 10);
  assert.deepEqual(targets.filter((t) => !ids.has(t)), []);
  assert.equal(ids.size, [...html.matchAll(/\sid="/g)].length, 'ids are unique');
  await close();
});

test('keyboard: the skip link and the flags are reachable', async () => {
  const { page, close } = await open('one', 1366);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  const seen = new Set();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    seen.add(await page.evaluate(() => document.activeElement.className.split(' ')[0]));
  }
  assert.ok(seen.has('flag') && seen.has('scroll'));
  await close();
});

test('prints on A4', async () => {
  const { page, close } = await open('one', 1366);
  const pdf = await page.pdf({ format: 'A4' });
  assert.ok(pdf.length > 20000);
  await close();
});
