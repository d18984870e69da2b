// The log as its auditor reads, checks and exports it; working calendars as the system administrator keeps them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { serve, launch, visit, decent, setUp, logIn, totp, password, run } from './serve.mjs';

let browser, server;
const cookies = {};

// Logs somebody in, once; later pages take over the cookies.  The second factor is enrolled.
async function enter(page, login) {
  if (cookies[login]) return page.context().addCookies(cookies[login]);
  await page.goto('/login');
  await logIn(page, login);
  await page.waitForURL('**/account/factor*');
  await page.click('main form button');
  const secret = /[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){7}/.exec(await page.textContent('main'))[0];
  await page.fill('#code', totp(secret));
  await page.click('main form:has(#code) button');
  await page.waitForSelector('text=恢复码');
  cookies[login] = await page.context().cookies();
}

// An invented arrangement.
const arrangement = (year, more = []) => JSON.stringify({ year, papers: [`https://www.example.cn/${year}`], days: [
  { name: '元旦', date: `${year}-01-01`, isOffDay: true }, ...more] });

before(async () => {
  browser = await launch();
  server = await serve();
  const page = await visit(browser, server);
  await setUp(page, server);
  await enter(page, 'sys');
  const aud = await visit(browser, server);
  await enter(aud, 'aud');
  await page.context().close();
  await aud.context().close();
});
after(async () => { await browser.close(); await server.stop(); });

// In contrast and large type as well.
async function decentInModes(page, name, url) {
  await page.goto(url);
  await decent(page, name);
  for (const mode of ['contrast', 'large']) {
    await page.goto(`/mode?set=${mode}&back=${encodeURIComponent(url)}`);
    await decent(page, `${name}-${mode}`);
    await page.goto(`/mode?set=no-${mode}&back=/`);
  }
}

for (const script of [true, false]) {
  const name = script ? 'with JavaScript' : 'without JavaScript';

  test(`the log: ${name}`, async () => {
    const aud = await visit(browser, server, { javaScriptEnabled: script, acceptDownloads: true });
    await enter(aud, 'aud');
    await aud.goto('/admin/log');
    assert.match(await aud.textContent('main'), /完成初始设置/);
    assert.match(await aud.textContent('main'), /共 \d+ 条/);
    if (script) await decentInModes(aud, 'log', '/admin/log');

    // Filters live in the URL; a wrong one says what to do.
    await aud.goto('/admin/log');
    await aud.fill('#login', 'sys');
    await aud.selectOption('#group', 'login');
    await aud.click('main button:has-text("筛选")');
    assert.match(aud.url(), /login=sys/);
    assert.match(aud.url(), /group=login/);
    const rows = await aud.locator('tbody tr').allTextContents();
    assert.ok(rows.length > 0 && rows.every((r) => /sys/.test(r)), 'only that person');
    await aud.fill('#login', 'nobody');
    await aud.click('main button:has-text("筛选")');
    assert.match(await aud.title(), /^错误：/);
    assert.match(await aud.textContent('.govuk-error-summary'), /没有这个账号/);
    if (script) await decent(aud, 'log-error');
    await aud.goto('/admin/log?from=2001-01-01&to=2001-01-02');
    assert.match(await aud.textContent('main'), /没有符合条件的记录/);
    const wrong = await aud.goto('/admin/log?from=tomorrow');
    assert.equal(wrong.status(), 422);

    // One event and its neighbours.
    await aud.goto('/admin/log/1');
    assert.match(await aud.textContent('main'), /与前一条[\s\S]*相符[\s\S]*与后一条[\s\S]*相符/);
    if (script) await decent(aud, 'log-event');
    await aud.click('nav a:has-text("后一条")');
    assert.match(aud.url(), /\/admin\/log\/2$/);
    assert.equal((await aud.goto('/admin/log/999999')).status(), 404);

    // Export.
    await aud.goto('/admin/log/export?login=sys');
    assert.equal(await aud.inputValue('#login'), 'sys', 'the filter comes along');
    await aud.click('main button:has-text("导出")');
    assert.match(await aud.textContent('.govuk-error-summary'), /理由/);
    if (script) await decent(aud, 'log-export');
    await aud.fill('#reason', '=测试');
    const [download] = await Promise.all([aud.waitForEvent('download'), aud.click('main button:has-text("导出")')]);
    assert.match(download.suggestedFilename(), /\.csv$/);
    const csv = fs.readFileSync(await download.path(), 'utf8');
    assert.ok(csv.startsWith('\ufeff序号,时间,账号'), csv.slice(0, 30));
    await aud.goto('/admin/log/export');
    await aud.check('input[value=jsonl]');
    await aud.fill('#reason', '测试导出');
    const [second] = await Promise.all([aud.waitForEvent('download'), aud.click('main button:has-text("导出")')]);
    const lines = fs.readFileSync(await second.path(), 'utf8').trim().split('\n').map((l) => JSON.parse(l));
    assert.ok(lines.every((l, i) => l.seq === i + 1), 'the whole log in order');
    assert.equal(lines.at(-1).action, 'log.export', 'with the export before it');
    assert.equal(lines.at(-1).reason, '=测试');

    // Verification and head.
    await aud.goto('/admin/log/verify');
    await aud.click('main button:has-text("开始核验")');
    assert.match(await aud.textContent('main'), /核验完毕：日志完整，没有改动/);
    assert.match(await aud.textContent('tbody'), /完整，没有改动/);
    if (script) await decent(aud, 'log-verify');
    await aud.click('main a:has-text("公布日志末尾")');
    if (script) await decent(aud, 'log-publish');
    await aud.fill('#reason', '测试公布');
    await aud.click('main button:has-text("公布")');
    assert.match(await aud.textContent('main'), /日志末尾已公布/);
    const head = await (await fetch(server.url + '/log/head.json')).json();
    assert.ok(head.seq > 0 && /^[0-9a-f]{64}$/.test(head.chain) && /^[0-9a-f]{64}$/.test(head.seal));
    await aud.click('main button:has-text("开始核验")');
    assert.match(await aud.textContent('main'), /核验完毕：日志完整/);

    // By day: the table is there without a script.
    await aud.goto('/admin/log/days');
    assert.equal(await aud.locator('table[data-chart] tbody tr').count(), 30);
    if (script) {
      await aud.waitForSelector('#days svg');
      await decent(aud, 'log-days');
    }
    await aud.context().close();
  });

  test(`calendars: ${name}`, async () => {
    const year = script ? 2031 : 2032;
    const sys = await visit(browser, server, { javaScriptEnabled: script });
    await enter(sys, 'sys');
    await sys.goto('/admin/calendars/2025');
    assert.match(await sys.textContent('main'), /248 天/);
    assert.match(await sys.textContent('main'), /法定节假日国庆节/);
    if (script) await decentInModes(sys, 'calendar', '/admin/calendars/2025');
    await sys.goto(`/admin/calendars/${year}`);
    assert.match(await sys.title(), /暂定/);

    // What is wrong is named; nothing typed is lost.
    await sys.click('main a:has-text("导入放假安排")');
    await sys.click('main button:has-text("查看改动")');
    assert.match(await sys.textContent('.govuk-error-summary'), /请选择放假安排文件/);
    await sys.fill('#content', `{"year":${year},"days":[{"name":"元旦","date":"${year}-02-30","isOffDay":true}]}`);
    await sys.fill('#source', '测试通知');
    await sys.click('main button:has-text("查看改动")');
    assert.match(await sys.textContent('.govuk-error-summary'), /第1项“元旦”/);
    assert.equal(await sys.inputValue('#source'), '测试通知');
    if (script) await decent(sys, 'calendar-import');

    // Upload, preview, confirm.
    const file = path.join(server.folder, `${year}.json`);
    const weekday = [1, 2, 3, 4, 5].map((d) => `${year}-05-0${d}`).find((d) => ![0, 6].includes(new Date(d + 'T00:00Z').getUTCDay()));
    fs.writeFileSync(file, arrangement(year, [{ name: '劳动节', date: weekday, isOffDay: true }]));
    await sys.setInputFiles('#file', file);
    await sys.fill('#content', '');
    await sys.click('main button:has-text("查看改动")');
    assert.match(await sys.textContent('main'), new RegExp(`${weekday}[\\s\\S]*工作日[\\s\\S]*放假（劳动节）`));
    assert.match(await sys.textContent('main'), /20 个工作日/);
    if (script) await decent(sys, 'calendar-preview');
    await sys.click('main button:has-text("确认导入")');
    assert.match(await sys.textContent('.govuk-error-summary'), /理由/);
    await sys.fill('#reason', '测试导入');
    await sys.click('main button:has-text("确认导入")');
    await sys.waitForURL(`**/admin/calendars/${year}`);
    assert.match(await sys.textContent('main'), /工作日历已导入/);
    assert.doesNotMatch(await sys.title(), /暂定/);

    // Two people at once: the second one is shown the calendar as it is now.
    const other = await visit(browser, server, { javaScriptEnabled: script });
    await enter(other, 'sys');
    for (const page of [sys, other]) {
      await page.goto('/admin/calendars/import');
      await page.fill('#content', arrangement(year));
      await page.click('main button:has-text("查看改动")');
      await page.fill('#reason', '测试更正');
    }
    await other.click('main button:has-text("确认导入")');
    await other.waitForURL(`**/admin/calendars/${year}`);
    await sys.click('main button:has-text("确认导入")');
    assert.match(await sys.textContent('main'), /工作日历有过改动/);
    assert.equal(await sys.inputValue('#reason'), '测试更正', 'the reason is kept');
    assert.match(await sys.textContent('main'), /没有改动：与现在的日历完全相同/);
    await other.context().close();

    // A local day, and its correction.
    await sys.goto('/admin/calendars/local');
    await sys.fill('#date', `${year}-01-01`);
    await sys.fill('#name', '测试节');
    await sys.fill('#reason', '测试通知');
    await sys.click('main button:has-text("登记")');
    assert.match(await sys.textContent('.govuk-error-summary'), /本来就不上班/);
    if (script) await decent(sys, 'calendar-local');
    await sys.fill('#date', weekday);
    await sys.click('main button:has-text("登记")');
    await sys.waitForURL(`**/admin/calendars/${year}`);
    assert.match(await sys.textContent('main'), /本地放假（测试节）/);
    if (script) await decent(sys, 'calendar-year-local');
    await sys.click('#locals ~ * a:has-text("更正"), section a:has-text("更正")');
    await sys.fill('#reason', '登记有误');
    if (script) await decent(sys, 'calendar-correct');
    await sys.click('main button:has-text("确认更正")');
    await sys.waitForURL(`**/admin/calendars/${year}`);
    assert.doesNotMatch(await sys.textContent('main'), /本地放假（测试节）/);
    assert.match(await sys.textContent('main'), /更正为不放假/);
    await sys.context().close();
  });
}

test('by keyboard alone: filter the log, import a year', async () => {
  const aud = await visit(browser, server);
  await enter(aud, 'aud');
  await aud.goto('/admin/log');
  await aud.focus('#from');
  for (let i = 0; i < 2; i++) await aud.keyboard.press('Tab');
  await aud.keyboard.type('sys');
  await aud.keyboard.press('Enter');
  await aud.waitForURL(/login=sys/);
  await aud.focus('tbody a');
  await aud.keyboard.press('Enter');
  await aud.waitForURL(/\/admin\/log\/\d+$/);
  const sys = await visit(browser, server);
  await enter(sys, 'sys');
  await sys.goto('/admin/calendars/import');
  await sys.focus('#content');
  await sys.keyboard.insertText(arrangement(2033));
  await sys.keyboard.press('Tab');
  await sys.keyboard.press('Tab');
  await sys.keyboard.press('Enter');
  await sys.waitForSelector('#reason');
  await sys.focus('#reason');
  await sys.keyboard.type('键盘测试');
  await sys.keyboard.press('Tab');
  await sys.keyboard.press('Enter');
  await sys.waitForURL('**/admin/calendars/2033');
  await sys.context().close();
  await aud.context().close();
});

test('who may not', async () => {
  const sys = await visit(browser, server);
  await enter(sys, 'sys');
  for (const url of ['/admin/log', '/admin/log/1', '/admin/log/export', '/admin/log/verify', '/admin/log/days', '/admin/log/head'])
    assert.equal((await sys.goto(url)).status(), 403, url);
  await sys.context().close();
  const aud = await visit(browser, server);
  await enter(aud, 'aud');
  assert.equal((await aud.goto('/admin/calendars')).status(), 200);
  assert.equal(await aud.locator('main a:has-text("导入放假安排")').count(), 0);
  for (const url of ['/admin/calendars/import', '/admin/calendars/local'])
    assert.equal((await aud.goto(url)).status(), 403, url);
  await aud.context().close();
});

test('a clerk is refused; the command line imports and shows', async () => {
  const data = server.data;
  await server.quit();
  run(password + '\n', 'user', 'add', 'clerk', '--name', '测试丁', '--roles', 'handle', '--data', data);
  const file = path.join(server.folder, '2034.json');
  fs.writeFileSync(file, arrangement(2034, [{ name: '春节', date: '2034-02-20', isOffDay: true }]));
  const out = run('', 'calendar', 'import', file, '--data', data);
  assert.match(out, /已导入 2034 年放假安排：改动 2 天/);
  assert.match(run('', 'calendar', 'show', '2034', '--data', data), /2034-02-20 周一 {2}放假（春节）/);
  assert.throws(() => run('', 'calendar', 'import', path.join(data, 'absent.json'), '--data', data));
  const again = await serve(server.folder);
  Object.assign(server, { url: again.url, quit: again.quit, stop: again.stop });
  const clerk = await visit(browser, server);
  await clerk.goto('/login');
  await logIn(clerk, 'clerk');
  await clerk.waitForLoadState();
  if (clerk.url().includes('/login/password')) {
    await clerk.fill('#current', password);
    await clerk.fill('#password', 'Gruene-Wege-8');
    await clerk.click('main form:has(#password) button[type=submit]');
    await clerk.waitForLoadState();
  }
  assert.equal((await clerk.goto('/admin/calendars/2034')).status(), 200, 'everybody who works may look');
  for (const url of ['/admin/log', '/admin/log/1', '/admin/log/verify', '/admin/calendars/import'])
    assert.equal((await clerk.goto(url)).status(), 403, url);
  const csrf = await clerk.context().request.post('/admin/log/verify', { form: {} });
  assert.equal(csrf.status(), 403);
  await clerk.context().close();
});
