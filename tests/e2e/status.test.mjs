// The state of the system as its administrator sees it, and what can be done about it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { serve, launch, visit, decent, setUp, logIn, totp } from './serve.mjs';

let browser, server, cookies;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gongkai-status-'));
const backups = path.join(folder, 'backups');

// Logs the system administrator in, once; later pages take over the cookies.
async function enter(page) {
  if (cookies) return page.context().addCookies(cookies);
  await page.goto('/login');
  await logIn(page, 'sys');
  await page.waitForURL('**/account/factor*');
  await page.click('main form button');
  const secret = /[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){7}/.exec(await page.textContent('main'))[0];
  await page.fill('#code', totp(secret));
  await page.click('main form:has(#code) button');
  await page.waitForSelector('text=恢复码');
  cookies = await page.context().cookies();
}

async function decentInModes(page, name, url) {
  await page.goto(url);
  await decent(page, name);
  for (const mode of ['contrast', 'large']) {
    await page.goto(`/mode?set=${mode}&back=${encodeURIComponent(url)}`);
    await decent(page, `${name}-${mode}`);
    await page.goto(`/mode?set=no-${mode}&back=/`);
  }
}

// Restarts on the same folder; between the two, runs a script of SQL on the database.
async function restart(sql, ...options) {
  await server.quit();
  if (sql) execFileSync('python3', ['-c', 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript(sys.argv[2]); d.close()',
    path.join(server.data, 'gongkai.db'), sql]);
  server = await serve(folder, ...options);
}

before(async () => {
  browser = await launch();
  server = await serve(folder);
  const page = await visit(browser, server);
  await setUp(page, server);
  await enter(page);
  await page.context().close();
});
after(async () => { await browser.close(); await server.stop(); });

test('nothing is set: it says what to do', async () => {
  const page = await visit(browser, server);
  await enter(page);
  await page.goto('/office');
  await page.goto('/admin/status');
  assert.equal(await page.locator('nav a[href="/admin/status"]').count() > 0, true, 'in the side bar');
  const text = await page.textContent('main');
  for (const part of [/程序版本\s*\d+\.\d+\.\d+/, /数据库\s*SQLite/, /可用 [\d.]+ [KMGT]B，共/, /记录总数\s*\d+ 条/,
    /没有设置自动备份[\s\S]*backup_folder/, /没有失败的任务/, /没有退回的邮件/, /smtp_url/])
    assert.match(text, part);
  assert.match(text, /链值（SM3）\s*[0-9a-f]{64}/);
  assert.equal(await page.locator('main button:has-text("立即备份")').count(), 0);
  await decentInModes(page, 'status-empty', '/admin/status');
  const refused = await page.context().request.post('/admin/status/backup', { form: {} });
  assert.equal(refused.status(), 403, 'no token');
  await page.context().close();
});

test('a backup now', async () => {
  await restart('', '--set', `backup_folder=${backups}`, '--set', 'backup_hour=23');
  const page = await visit(browser, server);
  await enter(page);
  await page.goto('/admin/status');
  assert.match(await page.textContent('main'), /每天 23 点（北京时间）/);
  await page.click('main button:has-text("立即备份")');
  assert.match(await page.textContent('main'), /已安排备份/);
  for (let i = 0; !/上次备份/.test(await page.textContent('main')); i++) {
    assert.ok(i < 120, 'no backup was made: ' + server.log);
    await new Promise((r) => setTimeout(r, 500));
    await page.goto('/admin/status');
  }
  assert.match(await page.textContent('main'), /上次备份[\s\S]*大小\s*[\d.]+ KB[\s\S]*已逐项读出核对/);
  assert.equal(fs.readdirSync(backups).filter((f) => /^gongkai-.*\.zip$/.test(f)).length, 1);
  await page.context().close();
});

for (const script of [true, false])
  test(`failed jobs and bounced letters: ${script ? 'with' : 'without'} JavaScript`, async () => {
    const rows = Array.from({ length: 23 }, (_, i) => `INSERT INTO job (id, kind, key, payload, state, run_at, tries, tries_max, lease, lease_until, reason, created_at, updated_at)
      VALUES (${1000 + i}, '${i === 22 ? 'backup' : 'clean'}', '', x'', 2, 0, 8, 8, 0, 0, 'io', 1767574800000, 1767574800000);`);
    await restart(`DELETE FROM job; DELETE FROM mail; ${rows.join('\n')}
      INSERT INTO mail (id, recipient, content, state, code, created_at, settled_at) VALUES (5, x'00', x'00', 2, 550, 1767574800000, 1767574860000);
      INSERT INTO mail (id, recipient, content, state, code, created_at, settled_at) VALUES (6, x'00', x'00', 2, 0, 1767574800000, 1767574860000);`,
      '--set', `backup_folder=${backups}`, '--set', 'backup_hour=23');
    const page = await visit(browser, server, { javaScriptEnabled: script });
    await enter(page);
    await page.goto('/admin/status');
    let text = await page.textContent('main');
    assert.match(text, /2026-01-05 09:00/);
    assert.match(text, /拒收，代码 550/);
    assert.match(text, /没有答复/);
    assert.doesNotMatch(text, /@/, 'no whole address');
    if (script) await decentInModes(page, 'status', '/admin/status');

    // Paged; each list keeps the place of the other.
    await page.goto('/admin/status');
    assert.match(await page.textContent('section:has(#failures)'), /共 23 项/);
    await page.click('section:has(#failures) a:has-text("下一页")');
    assert.match(page.url(), /job=\d+/);
    assert.equal(await page.locator('section:has(#failures) tbody tr').count(), 3);
    await page.goto('/admin/status');

    // Once more: with a reason, confirmed.
    await page.click('section:has(#failures) tbody tr:has-text("备份") a:has-text("重新执行")');
    assert.match(await page.textContent('main'), /从头再做一遍[\s\S]*备份[\s\S]*io/);
    await page.click('main button:has-text("确认重新执行")');
    assert.match(await page.textContent('.govuk-error-summary'), /理由/);
    if (script) await decent(page, 'status-again');
    await page.fill('#reason', '磁盘已清理');
    await page.click('main button:has-text("确认重新执行")');
    await page.waitForURL('**/admin/status');
    assert.match(await page.textContent('main'), /任务已重新排队/);

    // Given up.
    await page.click('section:has(#failures) tbody tr:has-text("每日清理") >> nth=0 >> a:has-text("放弃")');
    const url = page.url();
    if (script) await decent(page, 'status-discard');
    await page.fill('#reason', '不再需要');
    await page.click('main button:has-text("确认放弃")');
    assert.match(await page.textContent('main'), /任务已放弃/);
    assert.equal((await page.goto(url)).status(), 404, 'it is gone');

    // Sent again.
    await page.goto('/admin/status');
    await page.click('section:has(#bounces) tbody tr:has-text("550") button:has-text("重发")');
    text = await page.textContent('main');
    assert.match(text, /邮件已重新排队/);
    assert.match(text, /等待发送\s*1 封/);
    assert.doesNotMatch(text, /代码 550/);
    await page.context().close();
  });

test('who may not', async () => {
  const page = await visit(browser, server);
  for (const url of ['/admin/status', '/admin/status/jobs/1000/again', '/admin/status/jobs/1000/discard']) {
    await page.goto(url);
    assert.equal(new URL(page.url()).pathname, '/login', url);
  }
  await page.context().close();
});
