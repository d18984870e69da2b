// The administrators' work without a mouse: first set-up, second factor, lock-out, rights, a calendar, the log.
// Everything is reached by Tab, filled by typing, and sent by Enter or the space bar.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, launch, visit, totp, password } from './serve.mjs';

let browser, server;
const secrets = {}, cookies = {};
before(async () => { browser = await launch(); server = await serve(undefined, '--set', 'login_per_minute=1000'); });
after(async () => { await browser?.close(); await server?.stop(); });

// Tab until the focus is on it; fails when a round through the page does not meet it.
async function tabTo(page, selector, text) {
  const there = () => page.evaluate(([s, t]) => {
    const e = document.activeElement;
    return e?.matches(s) && (!t || e.textContent.includes(t));
  }, [selector, text]);
  for (let i = 0; i < 250; i++) {
    if (await there()) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not lead to ${selector} ${text ?? ''} on ${page.url()}`);
}

// The focus must be seen where it is.
async function visible(page) {
  const seen = await page.evaluate(() => {
    const s = getComputedStyle(document.activeElement);
    return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.backgroundColor === 'rgb(255, 221, 0)';
  });
  assert.ok(seen, 'the focus cannot be seen on ' + page.url());
}

async function type(page, selector, text) {
  await tabTo(page, selector);
  await visible(page);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

async function press(page, selector, text, key = 'Enter') {
  await tabTo(page, selector, text);
  await visible(page);
  // The page of before must be gone: not every step changes the address.
  await page.evaluate(() => { window.before = true; });
  await page.keyboard.press(key);
  await page.waitForFunction(() => !window.before && document.readyState === 'complete');
}
const button = (page, text, key) => press(page, 'main button', text, key);
const link = (page, text) => press(page, 'a', text);
const main = (page) => page.textContent('main');

// A code counts once: who is in stays in.
async function enter(login) {
  const page = await visit(browser, server);
  if (cookies[login]) {
    await page.context().addCookies(cookies[login]);
    await page.goto('/account');
    return page;
  }
  await logInBy(page, login);
  cookies[login] = await page.context().cookies();
  return page;
}

async function logInBy(page, login) {
  await page.goto('/login');
  await type(page, '#login', login);
  await type(page, '#password', password);
  await page.keyboard.press('Enter');
  await page.waitForURL((u) => u.pathname !== '/login');
  if (page.url().includes('/login/code')) {
    await type(page, '#code', totp(secrets[login], Date.now() + 30000));
    await page.keyboard.press('Enter');
    await page.waitForURL((u) => !u.pathname.startsWith('/login'));
    return;
  }
  await page.waitForURL('**/account/factor*');
  await button(page, '开始启用', 'Space');
  secrets[login] = /[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){7}/.exec(await main(page))[0];
  await type(page, '#code', totp(secrets[login]));
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=恢复码');
  await link(page, '已经保存，继续');
}

test('first set-up and both steps of a log-in', async () => {
  const page = await visit(browser, server);
  await page.goto('/setup');
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /跳到|跳转|主要内容/, 'the first stop leads past the header');
  await type(page, '#one_time', server.oneTime);
  await type(page, '#agency_name', '示例市档案局');
  for (const [i, login, name] of [[0, 'sys', '测试甲'], [1, 'sec', '测试乙'], [2, 'aud', '测试丙']]) {
    await type(page, `#login${i}`, login);
    await type(page, `#name${i}`, name);
    await type(page, `#password${i}`, password);
  }
  await button(page, '完成设置');
  await page.waitForURL('**/login');
  await page.context().close();
  const sys = await enter('sys');
  await press(sys, 'button', '退出');
  await sys.waitForURL('**/login');
  await sys.context().close();
  delete cookies.sys;
  const again = await enter('sys');
  await link(again, '测试甲');
  assert.match(await main(again), /已启用/);
  await again.context().close();
});

test('a lock-out, and the security administrator unlocks', async () => {
  const aud = await enter('aud');
  await aud.context().close();
  const page = await visit(browser, server);
  await page.goto('/login');
  for (const left of [4, 3, 2, 1, 0]) {
    await type(page, '#login', 'aud');
    await type(page, '#password', 'Falsch-Falsch-1');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`.govuk-error-summary:has-text("${left ? `再错 ${left} 次` : '锁定 20 分钟'}")`);
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains('govuk-error-summary')), 'the summary has the focus');
  }
  await type(page, '#password', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.govuk-error-summary:has-text("账号已锁定")');
  const sec = await enter('sec');
  await sec.goto('/admin/people');
  await link(sec, '测试丙');
  await button(sec, '解除锁定', 'Space');
  assert.match(await main(sec), /已解除锁定|已解锁|锁定已解除/);
  await page.goto('/login');
  await type(page, '#login', 'aud');
  await type(page, '#password', password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/login/code*');
  await page.context().close();
  await sec.context().close();
});

test('rights: one proposes, another decides', async () => {
  const sys = await enter('sys');
  await sys.goto('/admin/people');
  await link(sys, '新增人员');
  await type(sys, '#name', '测试丁');
  await type(sys, '#login', 'ceshi.ding');
  await button(sys, '保存');
  assert.match(await main(sys), /一次性密码只显示这一次/);
  await link(sys, '去申请权限');
  await tabTo(sys, 'input[value="register"]');
  await sys.keyboard.press('Space');
  await type(sys, '#reason', '调入政务公开办');
  await button(sys, '提交申请');
  assert.match(await main(sys), /等待安全管理员审批/);
  const sec = await enter('sec');
  await sec.goto('/admin/rights');
  await link(sec, '测试丁');
  await tabTo(sec, 'input[name="decision"], input[type="radio"]');
  await sec.keyboard.press('Space');
  if (!(await sec.isChecked('input[value="grant"]'))) await sec.keyboard.press('ArrowDown');
  assert.ok(await sec.isChecked('input[value="grant"]'), 'chosen by arrow keys');
  await button(sec, '提交审批意见');
  assert.match(await main(sec), /已批准/);
  await sys.context().close();
  await sec.context().close();
});

test('a calendar is imported', async () => {
  const sys = await enter('sys');
  await sys.goto('/admin/calendars/2033');
  await link(sys, '导入放假安排');
  await type(sys, '#content', JSON.stringify({ year: 2033, papers: ['https://www.example.cn/2033'], days: [{ name: '元旦', date: '2033-01-01', isOffDay: true }] }));
  await button(sys, '查看改动');
  await type(sys, '#reason', '测试导入');
  await button(sys, '确认导入');
  await sys.waitForURL('**/admin/calendars/2033');
  assert.match(await main(sys), /工作日历已导入/);
  await sys.context().close();
});

test('the log: a filter, one event, verification', async () => {
  const aud = await enter('aud');
  await aud.goto('/admin/log');
  await type(aud, '#login', 'sec');
  await button(aud, '筛选');
  assert.match(aud.url(), /login=sec/);
  await press(aud, 'main tbody a');
  assert.match(await main(aud), /与前一条/);
  await aud.goto('/admin/log/verify');
  await button(aud, '开始核验', 'Space');
  assert.match(await main(aud), /日志完整，没有改动/);
  await aud.context().close();
});
