// Agencies, departments, people and rights, as the three administrators work on them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, launch, visit, decent, setUp, logIn, totp, password, shot } from './serve.mjs';

let browser, server;
const secrets = {};

// Logs an administrator in; at the first time the second factor is enrolled.
async function enter(page, login) {
  await page.goto('/login');
  await logIn(page, login);
  await page.waitForLoadState();
  if (page.url().includes('/account/factor')) {
    await page.click('main form button');
    const text = await page.textContent('main');
    secrets[login] = /[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){7}/.exec(text)[0];
    await page.fill('#code', totp(secrets[login]));
    await page.click('main form:has(#code) button');
    await page.waitForSelector('text=恢复码');
  } else if (page.url().includes('/login/code')) {
    await page.fill('#code', totp(secrets[login], Date.now() + (secrets[login + '+'] = (secrets[login + '+'] ?? 0) + 30000)));
    await page.click('main form:has(#code) button');
    await page.waitForLoadState();
  }
}

before(async () => {
  browser = await launch();
  server = await serve();
  const page = await visit(browser, server);
  await setUp(page, server);
  await page.context().close();
});
after(async () => { await browser.close(); await server.stop(); });

for (const script of [true, false]) {
  const name = script ? 'with JavaScript' : 'without JavaScript';
  test(`a department, a person, rights: ${name}`, async () => {
    const tag = script ? '甲' : '乙';
    const sys = await visit(browser, server, { javaScriptEnabled: script });
    await enter(sys, 'sys');
    await sys.goto('/admin/agencies');
    await sys.click('main >> text=新增部门 >> nth=0');
    await sys.click('button:has-text("保存")');
    assert.match(await sys.title(), /^错误：/);
    assert.match(await sys.textContent('.govuk-error-summary'), /请填写部门名称/);
    await sys.fill('#name', `测试${tag}支队`);
    await sys.fill('#position', '十');
    await sys.click('button:has-text("保存")');
    assert.equal(await sys.inputValue('#name'), `测试${tag}支队`, 'what was typed is kept');
    await sys.fill('#position', '10');
    await sys.click('button:has-text("保存")');
    assert.match(await sys.textContent('main'), new RegExp(`部门已新增[\\s\\S]*测试${tag}支队`));
    if (script) await decent(sys, 'admin-agency');

    await sys.goto('/admin/people/add');
    if (script) await decent(sys, 'admin-person-add');
    await sys.fill('#name', `测试${tag}某`);
    await sys.fill('#login', script ? 'ceshi.a' : 'ceshi.b');
    await sys.selectOption('#department', { label: `测试${tag}支队` });
    await sys.fill('#mobile', '13800000000');
    // Two clicks are one account, and the page with its password is not lost.
    await sys.dblclick('button:has-text("保存")');
    await sys.waitForSelector('text=一次性密码只显示这一次');
    assert.match(await sys.textContent('main'), /一次性密码只显示这一次/);
    if (script) await decent(sys, 'admin-once');
    const once = (await sys.textContent('dl div:nth-child(3) code')).trim();
    await sys.click('main a:has-text("去申请权限")');
    if (script) await decent(sys, 'admin-propose');
    await sys.check('input[value="register"]');
    await sys.check('input[value="audit"]');
    await sys.fill('#reason', '调入政务公开办');
    await sys.click('button:has-text("提交申请")');
    assert.match(await sys.textContent('.govuk-error-summary'), /管理员/);
    assert.ok(await sys.isChecked('input[value="register"]'), 'the boxes stay');
    await sys.uncheck('input[value="audit"]');
    await sys.click('button:has-text("提交申请")');
    assert.match(await sys.textContent('main'), /等待安全管理员审批/);
    const proposal = new URL(sys.url()).pathname;

    const sec = await visit(browser, server, { javaScriptEnabled: script });
    await enter(sec, 'sec');
    await sec.goto('/admin/rights');
    if (script) await decent(sec, 'admin-rights');
    await sec.click(`main a:has-text("测试${tag}某")`);
    assert.equal(new URL(sec.url()).pathname, proposal);
    if (script) await decent(sec, 'admin-decide');
    await sec.check('input[value="refuse"]');
    await sec.click('button:has-text("提交审批意见")');
    assert.match(await sec.textContent('.govuk-error-summary'), /理由/);
    await sec.check('input[value="grant"]');
    await sec.click('button:has-text("提交审批意见")');
    assert.match(await sec.textContent('main'), /已批准/);

    // The new person logs in with the one-time password and must choose an own one.
    const own = await visit(browser, server, { javaScriptEnabled: script });
    await own.goto('/login');
    await logIn(own, script ? 'ceshi.a' : 'ceshi.b', once);
    await own.waitForURL('**/login/password**');
    assert.equal((await own.request.get('/admin/agencies')).status() < 500, true);
    const denied = await own.request.get('/admin/people');
    assert.match(denied.url(), /\/login\/password/, 'nothing else before that');

    // He enrols a second factor and loses his telephone; the security administrator takes it away.
    await own.goto('/login/password');
    await own.fill('#current', once);
    await own.fill('#password', password);
    await own.click('button:has-text("修改密码并继续")');
    await own.waitForURL((u) => !u.pathname.startsWith('/login'));
    await own.goto('/account/factor');
    await own.click('main form button');
    await own.fill('#code', totp(/[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){7}/.exec(await own.textContent('main'))[0]));
    await own.click('main form:has(#code) button');
    await own.waitForSelector('text=恢复码');
    const person = (await (await sys.goto('/admin/people?q=ceshi.' + (script ? 'a' : 'b'))).text()).match(/\/admin\/people\/\d+/)[0];
    assert.equal((await sys.goto(person + '/factor')).status(), 403, 'not by the system administrator');
    await sec.goto(person);
    await sec.click('main a:has-text("重置第二验证因子")');
    assert.match(await sec.textContent('main'), new RegExp(`测试${tag}某（账号 ceshi`), 'whom it is about');
    if (script) await decent(sec, 'admin-factor');
    await sec.click('button:has-text("重置第二验证因子")');
    assert.match(await sec.textContent('.govuk-error-summary'), /请写明理由/);
    await sec.fill('#reason', '手机丢失，已当面核实');
    await sec.click('button:has-text("重置第二验证因子")');
    assert.match(await sec.textContent('main'), /第二验证因子已重置[\s\S]*未启用/);
    assert.equal(await sec.locator('main a:has-text("重置第二验证因子")').count(), 0);
    assert.match((await own.goto('/account')).url(), /\/login/, 'his log-ins are over');
    await logIn(own, script ? 'ceshi.a' : 'ceshi.b');
    await own.waitForURL('**/account');
    assert.match(await own.textContent('main'), /没有启用/, 'the password is enough until he enrols again');

    // Lists, filters and a stale form.
    await sys.goto('/admin/people');
    if (script) await decent(sys, 'admin-people');
    await sys.fill('#q', `ceshi.${script ? 'a' : 'b'}`);
    await sys.click('button:has-text("筛选")');
    assert.equal(await sys.locator('tbody tr').count(), 1);
    assert.doesNotMatch(sys.url(), /ceshi/);
    await sys.fill('#q', '没有这个人');
    await sys.click('button:has-text("筛选")');
    assert.match(await sys.textContent('main'), /没有符合条件的人员/);
    await sys.goto('/admin/people?q=ceshi.' + (script ? 'a' : 'b'));
    await sys.click('tbody a');
    if (script) await decent(sys, 'admin-person');
    assert.match(await sys.textContent('main'), /138\*\*\*\*0000/);
    assert.doesNotMatch(await sys.content(), /13800000000/);
    await sys.click('main a:has-text("修改信息")');
    const other = await sys.context().newPage();
    await other.goto(sys.url());
    await other.fill('#title', '科员');
    await other.click('button:has-text("保存")');
    assert.match(await other.textContent('main'), /人员信息已保存/);
    await sys.fill('#title', '副科长');
    await sys.click('button:has-text("保存")');
    assert.match(await sys.textContent('main'), /两个版本的不同之处[\s\S]*科员[\s\S]*副科长/);
    assert.equal(await sys.inputValue('#title'), '副科长', 'nothing is lost');
    if (script) await shot(sys, 'admin-stale');
    await sys.click('button:has-text("保存")');
    assert.match(await sys.textContent('main'), /人员信息已保存/, 'sent again on purpose');

    // Not everybody gets everywhere.
    const aud = await visit(browser, server, { javaScriptEnabled: script });
    await enter(aud, 'aud');
    const refused = await aud.goto('/admin/people/add');
    assert.equal(refused.status(), 403);
    assert.match(await aud.textContent('main'), /权限/);
    if (script) await decent(aud, 'admin-403');
    await aud.goto('/admin/log?action=totp.reset');
    assert.match(await aud.textContent('main'), /重置他人第二验证因子/);
    for (const p of [sys, sec, own, aud]) await p.context().close();
  });
}
