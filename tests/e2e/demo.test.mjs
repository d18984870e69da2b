// The demonstration as `script/server` serves it: its accounts enter at once, the inbox has life, the number 58
// of the published report opens its 58 cases, the supervising agency sees the five.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { serve, launch, visit, decent, logIn, gongkai } from './serve.mjs';

const secret = 'Yanshi-2024';
let browser, server;

async function enter(login, options = {}) {
  const page = await visit(browser, server, options);
  await page.goto('/login');
  await logIn(page, login, secret);
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  return page;
}

before(async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gongkai-demo-'));
  execFileSync(gongkai, ['demo', '--data', path.join(folder, 'data')]);
  browser = await launch();
  server = await serve(folder, '--set', 'login_per_minute=100');
});
after(async () => { await browser?.close(); await server?.stop(); });

test('no account is held up, whatever its role', async () => {
  assert.match(server.out, /演示账号[\s\S]*binhai\.dengji/);
  for (const login of ['binhai.dengji', 'donghu.qianfa', 'zibo.fabu', 'jiandu', 'xitong', 'anquan', 'shenji']) {
    const page = await enter(login);
    assert.doesNotMatch(page.url(), /login|password|code/, login);
    assert.match(await page.textContent('header'), /退出/, login);
    await page.context().close();
  }
});

test('the inbox of the first agency has life', async () => {
  const page = await enter('binhai.chengban');
  const text = await page.textContent('main');
  for (const word of ['逾期', '计时暂停', '补正中', '征求意见', '待登记', '待签发', '待审核', '待送达'])
    assert.ok(text.includes(word), word);
  await decent(page, 'demo-inbox');
  await page.context().close();
});

for (const javaScriptEnabled of [true, false])
  test(`58 opens its 58 cases, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const page = await enter('binhai.chengban', { javaScriptEnabled });
    await page.goto('/annual/2024');
    await page.click('td[data-cell="t3.unable.not_held.natural"] a');
    assert.match(await page.textContent('#cell'), /本机关不掌握相关政府信息.*58 件/);
    const rows = () => page.locator('#cases table').first().locator('tbody tr').count();
    const first = await rows();
    await page.click('#cases a[rel="next"]');
    assert.equal(first + await rows(), 58);
    // What was added up, and what of the text is as in the tables: 151 + 3 = 135 + 19 (the published report).
    assert.match(await page.textContent('#sums'), /242 项全部通过[\s\S]*151＋3＝135＋19/);
    assert.match(await page.textContent('#agrees'), /6749条＝1210\+3100\+1028\+128\+1283/);
    await page.context().close();
  });

for (const javaScriptEnabled of [true, false])
  test(`the year in tables: words by month, channels by month, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const page = await enter('binhai.chengban', { javaScriptEnabled });
    await page.goto('/annual/2024/charts');
    assert.match(await page.textContent('#topics'), /151 件申请/, 'as many as are new; not the three rounds of reviews');
    const rows = await page.$$eval('#posts tbody tr', (all) => all.map((r) => [...r.cells].map((c) => c.textContent.trim())));
    assert.deepEqual(rows.map((r) => +r[1]), [1210, 3100, 1028, 128, 1283], 'the posts of the published report');
    for (const r of rows)
      assert.equal(r.slice(2, 14).reduce((sum, n) => sum + +n, 0), +r[1], `${r[0]}: the months add up`);
    for (const r of await page.$$eval('#topics tbody tr', (all) => all.map((row) => [...row.cells].map((c) => +c.textContent))))
      assert.equal(r.slice(2, 14).reduce((sum, n) => sum + n, 0), r[1]);
    assert.equal(await page.locator('#posts .gk-plot svg').count(), javaScriptEnabled ? 1 : 0, 'a chart only with a script');
    if (javaScriptEnabled) await decent(page, 'demo-year');
    await page.click('#posts p a');
    assert.match(await page.textContent('h1'), /公开渠道/);
    await page.context().close();
  });

test('an ending moves exactly the cells it must, and each keeps a trace', async () => {
  const page = await enter('binhai.dengji');
  const cells = async () => {
    await page.goto(`/annual/${new Date().getFullYear()}`);
    return Object.fromEntries(await page.$$eval('td[data-cell]', (all) => all.map((c) => [c.dataset.cell, c.textContent.replace(/\D/g, '')])));
  };
  const before = await cells();
  await page.click('td[data-cell="t3.carried_out.natural"] a');
  const open = await page.locator('#cases a[href^="/office/requests/"]').first().getAttribute('href');
  await page.goto(open + '/step/withdraw');
  await page.fill('#reason', '书面撤回');
  await page.fill('#paper', '申请人当面递交撤回书');
  await page.setInputFiles('#file', { name: '撤回书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') });
  await page.click('button:has-text("记录撤回")');
  assert.match(await page.textContent('main'), /已撤回/);
  const after = await cells();
  const moved = Object.fromEntries(Object.keys(after).filter((c) => after[c] !== before[c]).map((c) => [c, after[c] - before[c]]));
  assert.deepEqual(moved, { 't3.other.misc.natural': 1, 't3.other.misc.total': 1, 't3.total.natural': 1, 't3.total.total': 1,
    't3.carried_out.natural': -1, 't3.carried_out.total': -1 });
  await page.click('td[data-cell="t3.other.misc.natural"] a');
  const log = page.locator('table', { hasText: '数值变动记录' }).locator('tbody tr').first();
  assert.match(await log.textContent(), /\+1[\s\S]*\d{4}-\d{4}[\s\S]*撤回[\s\S]*示例登记/, 'when, by how much, which case, by what');
  await page.fill('input[name^="since"]', '2099-01-01');
  await page.click('button:has-text("看变动")');
  assert.match(await page.textContent('main'), /从这一天起，这一格没有变动/);
  await page.context().close();
});

test('a revoked reply has its order and its new round, and the report counts the first', async () => {
  const page = await enter('binhai.chengban');
  await page.goto('/annual/2024');
  await page.click('td[data-cell="t4.review.corrected"] a');
  const links = page.locator('main a[href^="/office/remedies/"]', { hasText: /\d{4}-\d{4}/ });
  assert.equal(await links.count(), 3);
  await links.first().click();
  assert.match(await page.textContent('main'), /撤销.*重新答复/s);
  assert.match(await page.textContent('main'), /-重1/);
  await page.context().close();
});

test('the supervising agency begins with the five, in the latest year that has reports', async () => {
  const page = await enter('jiandu');
  assert.equal(new URL(page.url()).pathname, '/annual/below');
  assert.match(await page.textContent('main'), /2024年度：5 个机关/);
  assert.match(await page.textContent('main [aria-current]'), /2024年度|下级机关/);
  await decent(page, 'demo-below');
  await page.context().close();
});

test('a visitor finds the reports of all agencies by year, and the work of this year at home', async () => {
  const page = await visit(browser, server);
  await page.goto('/');
  assert.equal(await page.locator('#reports').count(), 1);
  assert.equal(await page.locator('section[aria-labelledby="reports"] li').count(), 5);
  const facts = await page.locator('section[aria-labelledby="years"] dd').allTextContents();
  assert.ok(facts.length === 3 && parseInt(facts[2], 10) > 0, facts.join());
  await decent(page, 'demo-home');
  await page.click('a:has-text("全部年报")');
  assert.equal(await page.locator('main .gk-list a').count(), 5);
  assert.match(await page.textContent('main nav [aria-current]'), /2024年/);
  await decent(page, 'demo-reports');
  await page.goto('/reports?year=2019');
  assert.match(await page.textContent('main'), /还没有公布年度报告/);
  await page.context().close();
});
