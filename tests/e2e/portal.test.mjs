// The public portal: applying as a person and as an organisation, drafts, mistakes, the receipt, the status.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, launch, visit, decent, setUp, shot } from './serve.mjs';

let browser, server;
const path = (page) => new URL(page.url()).pathname;
// Invented: a real date of birth and a right check digit, but area 110101 with serial 000.
const card = (() => {
  const body = '11010119800101000';
  const sum = [...body].reduce((s, d, i) => s + Number(d) * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][i], 0);
  return body + '10X98765432'[sum % 11];
})();
// GB 32100-2015: weights 3^i mod 31.
const credit = (() => {
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = '91110000MA0000000';
  const sum = [...body].reduce((s, c, i) => s + signs.indexOf(c) * (3 ** i % 31), 0);
  return body + signs[(31 - sum % 31) % 31];
})();

before(async () => {
  browser = await launch();
  server = await serve();
  const page = await visit(browser, server);
  await setUp(page, server);
  await page.context().close();
});
after(async () => { await browser?.close(); await server?.stop(); });

const next = (page) => page.click('button:has-text("保存并继续")');

async function whoPerson(page) {
  await page.goto('/apply');
  await page.check('input[value="person"]');
  await next(page);
  await page.fill('#name', '测试王示明');
  await page.fill('#id_number', card);
  await page.fill('#phone', '13800000000');
  await page.fill('#address', '示例市测试路 1 号');
  await next(page);
}
async function howOnline(page) {
  await page.check('input[name="form"][value="1"]');
  await page.check('input[name="way"][value="2"]');
  await next(page);
}
async function send(page) {
  await page.check('#sure');
  await page.click('button:has-text("提交申请")');
  await page.waitForURL('**/apply/done');
  const [number, code] = await page.locator('main dd.gk-num').allTextContents();
  return { number: number.trim(), code: code.trim() };
}
async function lookUp(page, { number, code }) {
  await page.goto('/status');
  await page.fill('#number', number);
  await page.fill('#code', code);
  await page.click('main button:has-text("查询")');
}

for (const javaScriptEnabled of [true, false]) {
  const say = javaScriptEnabled ? 'on' : 'off';
  test(`a person applies, looks it up, changes the contact, withdraws; script ${say}`, async () => {
    const page = await visit(browser, server, { javaScriptEnabled });
    const look = async (name) => javaScriptEnabled && decent(page, 'portal-' + name);
    await page.goto('/');
    assert.match(await page.textContent('footer'), /工作人员登录/);
    await look('home');
    await page.click('text=看公开指南');
    await look('guide');
    await page.goto('/guide/form');
    await look('form');
    await page.goto('/access');
    await look('access');
    await page.goto('/apply');
    await look('apply');
    await next(page);
    assert.match(await page.title(), /^错误：/);
    assert.match(await page.textContent('.govuk-error-summary'), /请选择您以什么身份申请/);
    await page.check('input[value="person"]');
    await next(page);
    assert.equal(path(page), '/apply/who');
    await page.fill('#name', '测试王示明');
    await page.fill('#id_number', card.slice(0, 17));
    await next(page);
    assert.match(await page.textContent('.govuk-error-summary'), /应为 18 位，您填写了 17 位[\s\S]*请填写联系电话/);
    assert.equal(await page.inputValue('#name'), '测试王示明', 'what was typed is kept');
    await look('who-errors');
    await page.setInputFiles('#identity', { name: '坏.exe', mimeType: 'image/png', buffer: Buffer.from('MZ\x00\x01') });
    await page.fill('#id_number', card);
    await page.fill('#phone', '13800000000');
    await page.fill('#address', '示例市测试路 1 号');
    await next(page);
    assert.match(await page.textContent('.govuk-error-summary'), /坏\.exe”不是可以接收的格式/);
    await page.setInputFiles('#identity', { name: '证件 1.png', mimeType: 'text/html', buffer: Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1') });
    await next(page);
    assert.equal(path(page), '/apply/what');
    await page.fill('#content', '申请公开示例小区二〇二四年物业保安员备案回执，以及同期消防监督检查记录 <script>alert(1)</script>');
    await page.setInputFiles('#file', [{ name: '线索.txt', mimeType: 'text/plain', buffer: Buffer.from('线索一') }]);
    await look('what');
    await page.click('button:has-text("存草稿")');
    assert.match(await page.textContent('main'), /草稿已保存/);
    assert.match(await page.textContent('main'), /线索\.txt/);
    assert.match(await page.textContent('#hints'), /似乎有几项内容/);
    await look('what-kept');
    await next(page);
    assert.equal(path(page), '/apply/how');
    await next(page);
    assert.match(await page.textContent('.govuk-error-summary'), /请选择信息的提供方式[\s\S]*请选择获取信息的途径/);
    await page.check('input[name="form"][value="1"]');
    await page.check('input[name="way"][value="1"]');
    await next(page);
    assert.match(await page.textContent('.govuk-error-summary'), /请填写电子邮箱/);
    assert.match(await page.getAttribute('.govuk-error-summary a', 'href'), /^\/apply\/who#email$/);
    await look('how-errors');
    await howOnline(page);
    assert.equal(path(page), '/apply/review');
    assert.doesNotMatch(await page.content(), new RegExp(card), 'the number is masked');
    assert.match(await page.textContent('main'), /<script>alert\(1\)<\/script>/);
    await look('review');
    await page.click('a:has-text("修改"):has-text("内容描述")');
    assert.equal(path(page), '/apply/what');
    await page.goBack();
    await page.click('button:has-text("提交申请")');
    assert.match(await page.textContent('.govuk-error-summary'), /请确认内容真实/);
    const key = await page.inputValue('input[name="key"]');
    const csrf = await page.inputValue('form:has(#sure) input[name="_csrf"]');
    const receipt = await send(page);
    assert.match(receipt.number, /^W20\d\d-\d{6}$/);
    assert.match(receipt.code, /^[0-9A-Z]{8}$/);
    await look('done');
    await page.emulateMedia({ media: 'print' });
    const onPaper = await page.innerText('body');
    assert.match(onPaper, /申请编号[^]*W\d{4}-\d{6}[^]*查询码[^]*受理机关/, 'the receipt can be printed');
    assert.doesNotMatch(onPaper, /打印回执|政府信息公开指南|工作人员登录/, 'without what is there to be clicked');
    await shot(page, 'portal-receipt-print');
    await page.emulateMedia({ media: 'screen' });
    const again = await page.request.post('/apply/review', { form: { key, _csrf: csrf, sure: '1' }, maxRedirects: 0 });
    assert.equal(again.headers().location, '/apply/done', 'sent twice is one request');
    await page.reload();
    assert.match(await page.textContent('main'), new RegExp(receipt.number));

    await page.goto('/status');
    await look('lookup');
    await lookUp(page, { number: receipt.number, code: 'AAAAAAAA' });
    assert.match(await page.textContent('.govuk-error-summary'), /编号或查询码不正确/);
    assert.equal(await page.inputValue('#code'), '');
    await lookUp(page, receipt);
    assert.match(await page.textContent('main'), /等待工作人员与您确认/);
    assert.match(await page.textContent('main'), /测\*{3}明/, 'the name is masked');
    assert.doesNotMatch(await page.content(), /13800000000|测试王示明/);
    assert.ok(!page.url().includes(receipt.number));
    await look('status-filed');
    const href = await page.getAttribute('a:has-text("线索.txt")', 'href');
    const file = await page.request.get(href);
    assert.equal(await file.text(), '线索一');
    assert.match(file.headers()['content-disposition'], /^attachment/);
    await page.click('text=修改联系方式');
    await page.fill('#phone', '电话');
    await page.click('button:has-text("保存联系方式")');
    assert.match(await page.textContent('.govuk-error-summary'), /只含数字和短横线/);
    assert.equal(await page.inputValue('#phone'), '电话');
    await look('contact');
    await page.fill('#phone', '0000-12345678');
    await page.click('button:has-text("保存联系方式")');
    assert.match(await page.textContent('main'), /联系方式已保存/);
    await page.goto('/status/correct');
    assert.match(await page.textContent('main'), /现在不需要补正/);
    await page.click('text=撤回申请');
    await look('withdraw');
    await page.click('button:has-text("确认撤回")');
    assert.match(await page.textContent('main'), /申请已撤回[\s\S]*办理终结/);
    await page.click('button:has-text("退出查询")');
    assert.match(await page.textContent('h1'), /查申请进度/);
    assert.equal((await page.request.get(href, { maxRedirects: 0 })).status(), 303, 'closed again');
    await page.context().close();
  });
}

test('an organisation applies; the draft outlives the browser window', async () => {
  const page = await visit(browser, server);
  await page.goto('/apply');
  await page.check('input[value="organisation"]');
  await next(page);
  await next(page);
  const text = await page.textContent('.govuk-error-summary');
  for (const want of ['请填写单位名称', '请填写统一社会信用代码', '请填写联系人', '请填写联系电话', '请选择申请人类型']) assert.ok(text.includes(want), want + ' in ' + text);
  await decent(page, 'portal-organisation');
  await page.fill('#name', '示例市测试物业服务有限公司');
  await page.check('input[name="class"][value="1"]');
  await page.fill('#credit_code', credit.slice(0, 17) + (credit[17] === '0' ? '1' : '0'));
  await page.fill('#contact', '测试乙');
  await page.fill('#phone', '0000-88880000');
  await next(page);
  assert.match(await page.textContent('.govuk-error-summary'), /校验位不正确/);
  await page.fill('#credit_code', credit);
  await next(page);
  assert.equal(path(page), '/apply/what');
  const later = await page.context().newPage();
  await page.close();
  await later.goto('/apply');
  assert.match(await later.textContent('main'), /上次填写的内容已经保留/);
  assert.ok(await later.isChecked('input[value="organisation"]'));
  await decent(Object.assign(later, { errors: [] }), 'portal-kept');
  await later.goto('/apply/who');
  assert.equal(await later.inputValue('#credit_code'), credit);
  await next(later);
  await later.fill('#content', '示例开发区二〇二四年企业备案名单');
  await next(later);
  await howOnline(later);
  await decent(later, 'portal-review-organisation');
  const receipt = await send(later);
  await lookUp(later, receipt);
  assert.match(await later.textContent('main'), /示例市测试物业服务有限公司/);
  await later.goto('/apply/review');
  assert.equal(path(later), '/apply', 'nothing is left of it');
  await later.context().close();
});

test('odd texts: formulas, control characters, too long; dropping a draft', async () => {
  const page = await visit(browser, server);
  await whoPerson(page);
  await page.fill('#content', '=cmd|calc!A1\n"><img src=x onerror=alert(1)>' + '\u0007\u202e');
  await page.fill('#subject', "=HYPERLINK(\"http://example.org\")");
  await next(page);
  await howOnline(page);
  assert.equal(path(page), '/apply/review');
  assert.equal(await page.locator('main img').count(), 0);
  await page.goto('/apply/what');
  await page.fill('#content', '长'.repeat(5036));
  await next(page);
  assert.match(await page.textContent('.govuk-error-summary'), /最多 5000 个字，现在超出 36 个字/);
  assert.equal((await page.inputValue('#content')).length, 5036);
  await page.evaluate(() => { document.querySelector('#content').value = '长'.repeat(50000); });
  const [answer] = await Promise.all([page.waitForNavigation(), next(page)]);
  assert.equal(answer.status(), 413);
  await decent(page, 'portal-413');
  await page.goto('/apply');
  await page.click('text=放弃上次的内容');
  assert.match(await page.textContent('main'), /草稿已放弃/);
  assert.ok(!await page.isChecked('input[value="person"]'));
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('keyboard only', async () => {
  const page = await visit(browser, server);
  const until = async (want) => {
    for (let i = 0; i < 60; i++) {
      if (await page.evaluate((w) => { const e = document.activeElement; return e.id === w || e.textContent.trim() === w || e.value === w; }, want)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail('not reached by Tab: ' + want);
  };
  await page.goto('/apply');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '跳到正文');
  await until('who');
  await page.keyboard.press('Space');
  await until('保存并继续');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/apply/who');
  await until('name');
  await page.keyboard.type('测试丙');
  await until('保存并继续');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.govuk-error-summary');
  await page.waitForFunction(() => document.activeElement.classList.contains('govuk-error-summary'));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'id_number');
  await page.context().close();
});

test('elder and high contrast everywhere', async () => {
  const page = await visit(browser, server);
  for (const mode of ['elder', 'contrast']) {
    await page.goto('/mode?set=' + mode + '&back=/apply');
    for (const where of ['/', '/guide', '/apply', '/status']) {
      await page.goto(where);
      assert.match(await page.getAttribute('html', 'class'), new RegExp('gk--' + mode));
      await decent(page, `portal-${mode}-${where.slice(1) || 'home'}`);
    }
    await page.goto('/mode?set=no-' + mode + '&back=/');
  }
  await page.context().close();
});

test('too many wrong codes, not found, several tries', async () => {
  const page = await visit(browser, server);
  let answer;
  for (let i = 0; i < 12; i++) {
    await page.goto('/status');
    await page.fill('#number', 'W2026-999999');
    await page.fill('#code', 'AAAA' + i);
    [answer] = await Promise.all([page.waitForNavigation(), page.click('main button:has-text("查询")')]);
    if (answer.status() === 429) break;
    assert.equal(answer.status(), 422);
  }
  assert.equal(answer.status(), 429);
  await decent(page, 'portal-429');
  const lost = await page.goto('/nichts');
  assert.equal(lost.status(), 404);
  await decent(page, 'portal-404');
  await shot(page, 'portal-404');
  await page.context().close();
});
