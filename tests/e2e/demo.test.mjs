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
