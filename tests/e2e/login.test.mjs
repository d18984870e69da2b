// The first run, logging in and out, the second factor and one's own account, in a real browser.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, run, launch, visit, decent, setUp, logIn, totp, password, shot } from './serve.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

const at = (page, target) => page.waitForURL((u) => u.pathname + u.search === target);
const path = (page) => new URL(page.url()).pathname;

for (const javaScriptEnabled of [true, false]) {
  test(`first run, second factor, recovery code, log out; script ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const server = await serve();
    const page = await visit(browser, server, { javaScriptEnabled });
    try {
      await page.goto('/setup');
      if (javaScriptEnabled) await decent(page, 'setup');
      await page.click('button:has-text("完成设置")');
      assert.match(await page.title(), /^错误：/);
      assert.equal(await page.locator('.govuk-error-summary a').count(), 11, 'each empty field is named');
      if (javaScriptEnabled) await decent(page, 'setup-errors');
      await setUp(page, server);
      assert.match(await page.textContent('main'), /初始设置已完成/);
      assert.equal((await page.request.get('/setup')).status(), 404, 'the page is gone');
      if (javaScriptEnabled) await decent(page, 'login');
      // Administrators have to enrol before anything else.
      await logIn(page, 'sys');
      await page.waitForURL('**/account/factor');
      assert.equal((await page.goto('/account')).url(), server.url + '/account/factor?back=/account', 'nothing else is open');
      if (javaScriptEnabled) await decent(page, 'factor-begin');
      await page.click('button:has-text("开始启用")');
      const secret = await page.textContent('code');
      if (javaScriptEnabled) await decent(page, 'factor');
      await page.fill('#code', '000000');
      await page.click('button:has-text("确认启用")');
      assert.match(await page.textContent('.govuk-error-summary'), /验证码不正确/);
      assert.equal(await page.textContent('code'), secret, 'the same secret is still shown');
      const used = totp(secret);
      await page.fill('#code', used);
      await page.click('button:has-text("确认启用")');
      const codes = await page.locator('.gk-codes code').allTextContents();
      assert.equal(codes.length, 10);
      if (javaScriptEnabled) await decent(page, 'codes');
      await page.click('text=已经保存，继续');
      assert.equal(path(page), '/account');
      if (javaScriptEnabled) await decent(page, 'account');
      await page.click('button:has-text("退出")');
      await page.waitForURL('**/login');
      assert.equal((await page.goto('/account')).url(), server.url + '/login?back=/account', 'really out');
      // The code that was used for enrolling is used up.
      await logIn(page, 'sys');
      await at(page, '/login/code?back=/account');
      if (javaScriptEnabled) await decent(page, 'code');
      await page.fill('#code', used);
      await page.click('button:has-text("验证并登录")');
      assert.match(await page.textContent('.govuk-error-summary'), /再错 4 次将锁定 20 分钟/);
      await page.click('text=手机不在身边');
      await page.fill('#code', codes[3].toLowerCase().replace('-', ' '));
      await page.click('button:has-text("验证并登录")');
      await page.waitForURL('**/account');
      assert.match(await page.textContent('main'), /还有 9 个可用/);
      await page.click('button:has-text("退出")');
      await page.waitForURL('**/login');
      await logIn(page, 'sys');
      await page.goto('/login/recovery');
      await page.fill('#code', codes[3]);
      await page.click('button:has-text("验证并登录")');
      assert.match(await page.textContent('.govuk-error-summary'), /恢复码不正确或已用过/);
      assert.doesNotMatch(server.log, /测试|192\.|sys|Blaue/, 'no personal data in the log');
      assert.match(server.log, /event=account\.login .*account=\d+/);
    } finally {
      await page.context().close();
      await server.stop();
    }
  });
}

test('neutral refusals, locking, another password, own log-ins, a draft over a lost log-in', async () => {
  const first = await serve();
  let page = await visit(browser, first);
  await setUp(page, first);
  await page.context().close();
  await first.quit();
  run('Erstes-Wort-1\n', 'user', 'add', 'office', '--name', '测试丁', '--roles', 'handle,review', '--data', first.data);
  assert.match(run('', 'user', 'list', '--data', first.data), /^office\t测试丁\t示例市档案局\thandle,review\t正常\t-\t从未登录$/m);
  const server = await serve(first.folder, '--set', 'login_per_minute=100');
  page = await visit(browser, server);
  try {
    assert.equal(server.oneTime, undefined, 'no second set-up');
    // Unknown and known accounts are refused in the same words, five times.
    for (const login of ['nobody', 'aud']) {
      await page.goto('/login');
      for (const left of [4, 3, 2, 1]) {
        await logIn(page, login, 'Falsch-Falsch-1');
        assert.equal((await page.textContent('.govuk-error-summary li')).trim(), `账号或密码不正确。再错 ${left} 次将锁定 20 分钟`);
        assert.equal(await page.inputValue('#login'), login, 'the account stays');
        assert.equal(await page.inputValue('#password'), '', 'the password does not');
      }
      if (login === 'aud') await decent(page, 'login-wrong');
      await logIn(page, login, 'Falsch-Falsch-1');
      await logIn(page, login, password);
      assert.match(await page.textContent('.govuk-error-summary'), /账号已锁定/);
    }
    // The password was set by somebody else: changed at the first log-in.
    await page.goto('/login?back=%2Faccount%2Fcontact');
    await logIn(page, 'office', 'Erstes-Wort-1');
    await at(page, '/login/password?back=/account/contact');
    await decent(page, 'renew');
    await page.fill('#current', 'Erstes-Wort-1');
    await page.fill('#password', 'Erstes-Wort-1');
    await page.click('button:has-text("修改密码并继续")');
    assert.match(await page.textContent('.govuk-error-summary'), /不能与最近 5 次用过的密码相同/);
    await page.fill('#current', 'Erstes-Wort-1');
    await page.fill('#password', password);
    await page.click('button:has-text("修改密码并继续")');
    await page.waitForURL('**/account/contact');
    await decent(page, 'contact');
    // A draft: the log-in ends under an open form.
    const other = await visit(browser, server);
    await other.goto('/login?back=%2Faccount');
    await logIn(other, 'office');
    await other.waitForURL('**/account');
    assert.equal(await other.locator('tbody tr').count(), 2, 'both log-ins are listed');
    await decent(other, 'account-office');
    await page.fill('#mobile', '0000-8888 0001');
    await page.fill('#email', 'office@example.cn');
    await other.click('button:has-text("结束其他登录")');
    assert.match(await other.textContent('main'), /其他登录已全部结束/);
    await page.click('button:has-text("保存")');
    await at(page, '/login?back=/account/contact');
    assert.match(await page.textContent('main'), /已存为草稿/);
    await shot(page, 'login-draft');
    await logIn(page, 'office');
    await page.waitForURL('**/account/contact');
    assert.equal(await page.inputValue('#mobile'), '0000-8888 0001');
    assert.equal(await page.inputValue('#email'), 'office@example.cn');
    assert.match(await page.textContent('main'), /登录过期前填写的内容/);
    await page.click('button:has-text("保存")');
    await page.waitForURL('**/account');
    assert.match(await page.textContent('main'), /联系方式已保存/);
    await page.goto('/account/contact');
    assert.doesNotMatch(await page.textContent('main'), /登录过期前填写的内容/, 'the draft is used up');
    // A form that is stale: both versions are there.
    await other.goto('/account/contact');
    await page.fill('#mobile', '0000-8888 0002');
    await page.click('button:has-text("保存")');
    await page.waitForURL('**/account');
    await other.fill('#mobile', '0000-8888 0003');
    await other.click('button:has-text("保存")');
    assert.match(await other.textContent('main'), /有人修改过/);
    assert.match(await other.textContent('main'), /现在保存的是：0000-8888 0002/);
    assert.equal(await other.inputValue('#mobile'), '0000-8888 0003');
    await decent(other, 'contact-stale');
    // Modes.
    await page.goto('/account');
    await page.click('text=高对比度');
    assert.match(await page.getAttribute('html', 'class'), /gk--contrast/);
    await page.click('text=大字');
    await decent(page, 'account-contrast-large');
    assert.equal((await page.request.get('/mode?set=large&back=//example.org/', { maxRedirects: 0 })).headers().location, '/');
  } finally {
    await page.context().close();
    assert.equal(await server.quit(), 0, 'a stop that was asked for is no failure');
    await server.stop();
  }
});

test('locking without JavaScript', async () => {
  const server = await serve(undefined, '--set', 'login_per_minute=100');
  const page = await visit(browser, server, { javaScriptEnabled: false });
  try {
    await setUp(page, server);
    for (const left of [4, 3, 2, 1, 0]) {
      await logIn(page, 'aud', 'Falsch-Falsch-1');
      assert.match(await page.textContent('.govuk-error-summary'), left ? new RegExp(`再错 ${left} 次将锁定 20 分钟`) : /锁定 20 分钟/);
      assert.equal(await page.inputValue('#login'), 'aud');
    }
    await logIn(page, 'aud');
    assert.match(await page.textContent('.govuk-error-summary'), /账号已锁定/, 'the right password does not help');
  } finally {
    await page.context().close();
    await server.stop();
  }
});

test('by keyboard alone', async () => {
  const server = await serve();
  const page = await visit(browser, server);
  try {
    await setUp(page, server);
    await page.goto('/login');
    const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
    for (let i = 0; i < 12 && (await focus()) !== 'login'; i++) await page.keyboard.press('Tab');
    assert.equal(await focus(), 'login');
    await page.keyboard.type('sec');
    await page.keyboard.press('Tab');
    assert.equal(await focus(), 'password');
    await page.keyboard.type('Falsch-Falsch-1');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.govuk-error-summary');
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains('govuk-error-summary')), 'the summary has the focus');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await focus(), 'password', 'its link leads to the field');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account/factor');
  } finally {
    await page.context().close();
    await server.stop();
  }
});

test('machines: health, metrics, robots, assets', async () => {
  const server = await serve();
  const page = await visit(browser, server);
  const ask = (p, o) => page.request.get(p, o);
  try {
    assert.equal((await ask('/healthz')).status(), 200);
    const metrics = await (await ask('/metrics')).text();
    assert.match(metrics, /^gongkai_http_requests_total\{class="2xx"\} \d+$/m);
    assert.match(metrics, /^gongkai_store_writes_total [1-9]\d*$/m);
    assert.match(await (await ask('/robots.txt')).text(), /User-agent/i);
    assert.equal((await ask('/favicon.ico')).status(), 200);
    await page.goto('/setup');
    const css = await page.getAttribute('link[rel=stylesheet]', 'href');
    const sheet = await ask(css);
    assert.match(sheet.headers()['cache-control'], /immutable/);
    assert.equal((await ask(css, { headers: { 'If-None-Match': sheet.headers().etag } })).status(), 304);
    assert.equal((await ask('/assets/nothing.css')).status(), 404);
    const missing = await page.goto('/nothing');
    assert.equal(missing.status(), 404);
    await decent(page, 'not-found');
    assert.equal((await page.request.post('/logout', { maxRedirects: 0 })).status() >= 300, true);
  } finally {
    await page.context().close();
    await server.stop();
  }
});
