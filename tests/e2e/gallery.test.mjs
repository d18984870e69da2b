// Every frame, part and error page in a real browser: tests/page/gallery.c writes them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const gongkai = path.resolve(root, process.env.GONGKAI ?? 'build/src/cmd/gongkai');
const gallery = path.resolve(path.dirname(gongkai), '../../tests/gallery');
const axe = fs.readFileSync(path.join(root, 'tests/e2e/node_modules/axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'none'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml', '.ico': 'image/x-icon', '.txt': 'text/plain; charset=utf-8' };
const out = fs.mkdtempSync(path.join(os.tmpdir(), 'gongkai-gallery-'));
let browser, server, base;
const posts = [];

execFileSync(gallery, [out]);
const files = fs.readdirSync(out).filter((f) => f.endsWith('.html')).sort();
// Error pages differ in words only: all kinds and modes of two, all others once.
const pages = files.filter((f) => !f.startsWith('error-') || /-(404|0)\.html$/.test(f) || /portal/.test(f));

before(async () => {
  server = http.createServer((request, response) => {
    const file = path.join(out, path.normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)));
    if (request.method === 'POST') {
      posts.push(request.url);
      response.writeHead(204); // the page stays
      return response.end();
    }
    if (!file.startsWith(out) || !fs.existsSync(file) || fs.statSync(file).isDirectory()) {
      response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' });
      return response.end('<!DOCTYPE html><title>-</title>');
    }
    response.writeHead(200, { 'Content-Type': types[path.extname(file)], 'Content-Security-Policy': csp });
    fs.createReadStream(file).pipe(response);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${server.address().port}/`;
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});
after(async () => {
  await browser?.close();
  server?.close();
  fs.rmSync(out, { recursive: true, force: true });
});

async function open(name, width, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN', bypassCSP: options.axe, ...options });
  const page = await context.newPage();
  const errors = [];
  page.on('console', (m) => m.type() === 'error' && errors.push(m.text()));
  page.on('pageerror', (e) => errors.push(e.message));
  page.on('request', (r) => r.url().startsWith(base) || errors.push('loads ' + r.url()));
  await page.goto(base + name);
  return { page, errors, close: () => context.close() };
}

for (const name of pages) {
  test(`${name}: axe, width, targets, console at 1366, 390 and 320 px`, async () => {
    for (const width of [1366, 390, 320]) {
      const { page, errors, close } = await open(name, width, { axe: true });
      const size = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(size[0] <= size[1] + 1, `at ${width} px the page is ${size[0]} px wide`);
      await page.evaluate(axe);
      const result = await page.evaluate((r) => axe.run(document, { runOnly: r }), rules);
      assert.deepEqual(result.violations.map((v) => `${width}: ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')}`), []);
      // WCAG 2.2, 2.5.8: 24 px, but for links in a sentence; a box's label counts with it.
      const small = await page.evaluate(() => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter((e) => {
        const style = getComputedStyle(e);
        if (e.type === 'hidden' || style.visibility === 'hidden' || !e.offsetParent && style.position !== 'fixed') return false;
        if (e.matches('.govuk-skip-link, p a, dd a, li:not([class]) > a:only-child, .gk-hide')) return false;
        const r = e.getBoundingClientRect();
        const label = e.labels?.[0]?.getBoundingClientRect();
        return Math.max(r.height, label?.height ?? 0) < 24 || Math.max(r.width, label?.width ?? 0) < 24;
      }).filter((e) => {
        // Small ones need 24 px around their middle to themselves.
        const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
        return [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')].some((o) => {
          if (o === e || o.contains(e) || e.contains(o) || !o.offsetParent) return false;
          const q = o.getBoundingClientRect();
          const dx = Math.max(q.left - x, 0, x - q.right), dy = Math.max(q.top - y, 0, y - q.bottom);
          return Math.hypot(dx, dy) < 12;
        });
      }).map((e) => e.outerHTML.slice(0, 120)));
      assert.deepEqual(small, [], `small targets at ${width} px`);
      assert.deepEqual(errors, []);
      await close();
    }
  });
}

test('no markup that the content policy forbids, ids are unique, links within a page lead somewhere', () => {
  for (const name of files) {
    const html = fs.readFileSync(path.join(out, name), 'utf8');
    assert.ok(!/\sstyle=|\son[a-z]+=|javascript:/i.test(html), `${name}: style=, on*= or javascript:`);
    assert.deepEqual([...html.matchAll(/<script([^>]*)>([^<]*)/g)].filter((m) => !/ src="\/assets\//.test(m[1]) || m[2].trim()), [], `${name}: inline script`);
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]);
    assert.equal(new Set(ids).size, ids.length, `${name}: ids ${ids.filter((x, i) => ids.indexOf(x) !== i)}`);
    for (const m of html.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(m[1]), `${name}: #${m[1]}`);
    for (const m of html.matchAll(/aria-(?:describedby|labelledby|controls)="([^"]+)"/g)) for (const id of m[1].split(' ')) assert.ok(ids.includes(id), `${name}: ${id}`);
    assert.equal(html.match(/<h1[ >]/g).length, 1, `${name}: one h1`);
    assert.ok(!html.includes('about:invalid'), `${name}: every link is a good one`);
  }
});

test('what a person typed comes back as text', () => {
  const html = fs.readFileSync(path.join(out, 'portal-form.html'), 'utf8');
  assert.ok(html.includes('value="王示明 &lt;b&gt;&quot;&amp;&#39;"'));
  assert.ok(html.includes('content="依申请公开 &lt;&quot;&amp;&#39;&gt;"'));
});

test('charts are drawn from the table under the content policy; without JavaScript the table stays open', async () => {
  for (const name of ['office-chart.html', 'office-chart-contrast.html']) {
    const { page, errors, close } = await open(name, 1366);
    await page.locator('#c1 svg').waitFor();
    assert.ok((await page.locator('#c1 svg path').count()) > 8);
    assert.equal(await page.locator('figure details').evaluate((d) => d.open), false);
    assert.deepEqual(errors, []);
    await close();
  }
  const { page, close } = await open('office-chart.html', 390, { javaScriptEnabled: false });
  assert.ok(await page.locator('figure table').isVisible());
  assert.ok(!(await page.locator('#c1').isVisible()));
  await close();
});

test('titles: page and system, with 错误： in front when there are errors', () => {
  const title = (name) => fs.readFileSync(path.join(out, name + '.html'), 'utf8').match(/<title>(.*)<\/title>/)[1];
  assert.equal(title('portal-form'), '错误：依申请公开：申请人信息（公民） - 政府信息公开 - 示例市滨河新区公安局');
  assert.equal(title('portal-parts'), '各种部件 - 政府信息公开 - 示例市滨河新区公安局');
  assert.equal(title('office-list'), '依申请公开待办 - 政府信息公开工作平台');
  assert.equal(title('error-office-404'), '没有找到这个页面 - 政府信息公开工作平台');
});

test('modes: classes on html and links that switch them, with the way back', () => {
  const page = (name) => fs.readFileSync(path.join(out, name + '.html'), 'utf8');
  assert.match(page('portal-form-elder'), /<html lang="zh-CN" class="govuk-template gk gk--portal gk--elder">/);
  assert.match(page('office-list-large-contrast'), /<html lang="zh-CN" class="govuk-template gk gk--office gk--contrast gk--large">/);
  assert.ok(page('portal-form').includes('href="/mode?set=elder&amp;back=%2Fapply%3Fa%3D1%26b%3D%E4%BA%8C"'));
  assert.ok(page('portal-form-elder').includes('/mode?set=no-elder&amp;'));
  assert.ok(page('office-list').includes('/mode?set=large&amp;') && page('office-list').includes('/mode?set=contrast&amp;'));
  assert.ok(page('login-contrast').includes('/mode?set=no-contrast&amp;'));
});

test('each error page says what to do and gives the number to quote', () => {
  const seen = new Set();
  for (const name of files.filter((f) => f.startsWith('error-'))) {
    const html = fs.readFileSync(path.join(out, name), 'utf8');
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
    assert.match(main, /请/, name);
    assert.ok(main.includes('0193f5a2c41e77b0'), name);
    seen.add(html.match(/<h1[^>]*>([^<]+)/)[1]);
  }
  assert.equal(seen.size, 11);
  assert.match(fs.readFileSync(path.join(out, 'error-office-0.html'), 'utf8'), /登录已过期.*刚才填写的内容已存为草稿，登录后可继续/s);
});

test('without JavaScript every field, link and button is there', async () => {
  const { page, close } = await open('portal-form.html', 390, { javaScriptEnabled: false });
  for (const id of ['name', 'idtype', 'idno', 'idfile', 'born-year', 'born-month', 'born-day', 'form', 'way', 'desc', 'agree']) assert.ok(await page.locator(`[id="${id}"]`).count(), id);
  assert.ok(await page.locator('nav[aria-label=公开专栏] a').first().isVisible(), 'the menu is open');
  assert.ok(await page.getByText('最多 20 个字', { exact: true }).isVisible());
  assert.equal(await page.locator('[data-gk-print]:visible, [data-gk-all]:visible, .govuk-password-input__toggle:visible').count(), 0);
  await close();
});

test('with JavaScript: focus, counting, showing a password, one submit, selecting all, printing', async () => {
  let { page, errors, close } = await open('portal-form.html', 390);
  assert.equal(await page.evaluate(() => document.activeElement.className), 'govuk-error-summary');
  await page.locator('.govuk-error-summary a', { hasText: '2 月 30 日' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'born-year');
  assert.ok(!(await page.locator('nav[aria-label=公开专栏] a').first().isVisible()), 'the menu is folded on a phone');
  assert.match(await page.locator('.govuk-character-count__status').innerText(), /超出 \d+ 个字，请删减/);
  await page.locator('#desc').fill('十个字以内的描述');
  assert.match(await page.locator('.govuk-character-count__status').innerText(), /还可以填写 12 个字/);
  const before = posts.length;
  await page.locator('button', { hasText: '保存并继续' }).click();
  await page.locator('button', { hasText: '存草稿' }).click();
  await page.waitForTimeout(300);
  assert.equal(posts.length - before, 1, 'sent once');
  assert.deepEqual(errors, []);
  await close();

  ({ page, close } = await open('login.html', 1366));
  await page.locator('#pw').fill('x');
  await page.locator('button', { hasText: '显示' }).click();
  assert.equal(await page.locator('#pw').getAttribute('type'), 'text');
  await close();

  ({ page, close } = await open('office-list.html', 1366));
  await page.locator('[data-gk-all]').check();
  assert.equal(await page.locator('tbody input:checked').count(), 6);
  await page.locator('tbody input').first().uncheck();
  assert.equal(await page.locator('[data-gk-all]').evaluate((b) => b.indeterminate), true);
  await close();

  ({ page, close } = await open('portal-done.html', 1366));
  assert.ok(await page.locator('[data-gk-print]').isVisible());
  await close();
});

test('leaving with typed text asks first', async () => {
  const { page, close } = await open('portal-form.html', 1366);
  let asked = 0;
  page.on('dialog', (d) => { asked += d.type() === 'beforeunload'; d.accept(); });
  await page.locator('#name').fill('测试甲');
  await page.goto(base + 'portal-parts.html');
  assert.equal(asked, 1);
  await close();
});

test('keyboard: skip link first, then header, fields in order, a visible ring on each', async () => {
  const { page, close } = await open('office-form.html', 1366);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Tab');
  const order = [];
  for (let i = 0; i < 60; i++) {
    const at = await page.evaluate(() => {
      const e = document.activeElement, s = getComputedStyle(e);
      if (e === document.body) return null; // behind the last
      return [e.id || e.className || e.tagName, s.outlineStyle !== 'none' || s.boxShadow !== 'none' || getComputedStyle(e.nextElementSibling ?? e, '::before').boxShadow !== 'none'];
    });
    if (!at) break;
    order.push(at[0]);
    assert.ok(at[1], `no ring on ${at[0]}`);
    await page.keyboard.press('Tab');
  }
  const fields = ['who', 'received-year', 'received-month', 'received-day', 'fee', 'source', 'text', 'scan'];
  assert.deepEqual(order.filter((x) => fields.includes(x)), fields);
  await close();
});

test('print: navigation and buttons are gone, A4', async () => {
  const { page, close } = await open('portal-parts.html', 1366);
  await page.emulateMedia({ media: 'print' });
  for (const gone of ['.gk-nav', '.gk-util', '.govuk-pagination', '.govuk-skip-link']) assert.equal(await page.locator(gone + ':visible').count(), 0, gone);
  assert.ok((await page.pdf({ format: 'A4' })).length > 20000);
  await close();
});
