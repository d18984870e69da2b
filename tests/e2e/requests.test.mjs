// Requests from intake on: an organisation, an oral one, one handed over, a letter, drafts, a wrong code; alike requests before
// one is saved; several who ask for the same; what people ask about.
// On PostgreSQL: tests/store/with-postgres node --test tests/e2e/requests.test.mjs
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { launch, visit, decent } from './serve.mjs';
import { enter as comeIn, staffed } from './staff.mjs';

let browser, server;
const scan = { name: '凭证.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };
const main = (page) => page.textContent('main');
const path = (page) => new URL(page.url()).pathname;
const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
// GB 32100-2015: weights 3^i mod 31.
const credit = (() => {
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = '91110000MA0000000';
  const sum = [...body].reduce((s, c, i) => s + signs.indexOf(c) * (3 ** i % 31), 0);
  return body + signs[(31 - sum % 31) % 31];
})();

const enter = (login, options) => comeIn(browser, server, login, options);

before(async () => {
  browser = await launch();
  server = await staffed(browser, { clerk: ['测试丁', 'register,handle'], head: ['测试戊', 'sign'] });
});
after(async () => { await browser?.close(); await server?.stop(); });

// Fills the form of a channel; what is not named is a person with a passport.
async function fillIn(page, channel, f) {
  await page.goto(`/office/register?channel=${channel}`);
  await page.fill('#arrived', f.arrived ?? today);
  if (f.settled) await page.fill('#settled_on', f.settled);
  if (f.oral) await page.fill('#oral_reason', f.oral);
  if (f.origin) await page.selectOption('#origin', f.origin);
  if (f.body) await page.fill('#origin_body', f.body);
  if (f.theirs) await page.fill('#origin_number', f.theirs);
  if (f.file) await page.setInputFiles('#file', f.file);
  if (f.proof) await page.setInputFiles('#proof', f.proof);
  await page.check('input[name="class"][value="person"]');
  await page.fill('#name', f.name ?? '测试辛某');
  await page.selectOption('#id_type', 'passport');
  await page.fill('#id_number', f.number ?? 'E00000001');
  await page.fill('#phone', '13800000000');
  await page.fill('#address', '示例市示例路一号');
  await page.fill('#content', f.content);
}
async function save(page, button = '登记') {
  await page.click(`main form button:has-text("${button}")`);
}
async function openFiled(page) {
  assert.match(await main(page), /申请已登记/, await page.locator('.govuk-error-summary').allTextContents().then(String));
  await page.click('a:has-text("打开这件申请")');
  await page.waitForURL('**/office/requests/*');
  return path(page);
}

// With script last: axe needs it, and the second request of a body has one that is like it.
for (const javaScriptEnabled of [false, true]) {
  const say = javaScriptEnabled ? 'on' : 'off';
  // Not alike, so that nothing is asked before they are saved.
  const [spoken, handed] = javaScriptEnabled ? ['港区岸线利用规划图', '学校食堂采购合同'] : ['示例村集体土地征收批文', '河道清淤工程的验收材料'];

  test(`an organisation applies, the clerk sees what is like it and confirms; script ${say}`, async () => {
    const page = await visit(browser, server, { javaScriptEnabled });
    await page.goto('/apply');
    await page.check('input[value="organisation"]');
    await page.click('button:has-text("保存并继续")');
    await page.fill('#name', '示例市测试物业服务有限公司');
    await page.check('input[name="class"][value="1"]');
    await page.fill('#credit_code', credit);
    await page.fill('#contact', '测试乙');
    await page.fill('#phone', '0000-88880000');
    await page.click('button:has-text("保存并继续")');
    await page.fill('#content', '示例小区2025年度电梯检验报告');
    await page.click('button:has-text("存草稿")');
    assert.match(await main(page), /草稿已保存/);
    await page.goto('/');
    await page.goto('/apply/what');
    assert.equal(await page.inputValue('#content'), '示例小区2025年度电梯检验报告', 'the draft is on the server');
    await page.click('button:has-text("保存并继续")');
    await page.waitForURL('**/apply/how');
    await page.check('input[name="form"][value="1"]');
    await page.check('input[name="way"][value="2"]');
    await page.click('button:has-text("保存并继续")');
    assert.match(await main(page), /商业企业/);
    await page.check('#sure');
    await page.click('button:has-text("提交申请")');
    await page.waitForURL('**/apply/done');
    const [number, code] = (await page.locator('main dd.gk-num').allTextContents()).map((s) => s.trim());
    await page.goto('/status');
    await page.fill('#number', number);
    await page.fill('#code', code[0] === 'A' ? 'B' + code.slice(1) : 'A' + code.slice(1));
    await page.click('main button:has-text("查询")');
    assert.match(await page.textContent('.govuk-error-summary'), /编号或查询码不正确/, 'one neutral sentence');
    await page.fill('#number', number);
    await page.fill('#code', code);
    await page.click('main button:has-text("查询")');
    assert.match(await main(page), /等待工作人员与您确认/);

    const clerk = await enter('clerk', { javaScriptEnabled });
    await clerk.goto('/office?band=filed');
    await clerk.click(`a:has-text("${number}")`);
    const at = path(clerk);
    await clerk.goto(at + '/confirm');
    if (javaScriptEnabled) {
      assert.match(await main(clerk), /登记前先核对：相近的申请[\s\S]*同一申请人[\s\S]*100%/, 'the second one of this body');
      assert.match(await clerk.getAttribute('section:has(#related) a', 'href'), /^\/office\/requests\/\d+$/);
      await decent(clerk, 'requests-confirm-alike');
    } else {
      assert.doesNotMatch(await main(clerk), /相近的申请/);
    }
    await clerk.click('button:has-text("确认收到并登记")');
    assert.match(await main(clerk), /已确认收到并登记/);
    await clerk.context().close();
    await page.reload();
    assert.match(await main(page), /20/);
    await page.context().close();
  });

  test(`an oral request and one handed over; script ${say}`, async () => {
    const page = await enter('clerk', { javaScriptEnabled });
    await fillIn(page, 'oral', { number: javaScriptEnabled ? 'E11' : 'E12', content: spoken });
    await save(page);
    assert.match(await page.textContent('.govuk-error-summary'), /书写确有困难的原因/);
    await page.fill('#oral_reason', '右手受伤，不能书写');
    await save(page);
    let at = await openFiled(page);
    assert.match(await main(page), /口头提出的原因[\s\S]*右手受伤，不能书写/);
    assert.match(await main(page), /待登记/, 'no day of receipt before the signature');
    await page.goto(at + '/confirm');
    assert.match(await main(page), /申请人在记录上签字的日期/);
    await page.click('button:has-text("确认收到并登记")');
    assert.match(await main(page), /已确认收到并登记/);

    await fillIn(page, 'registered', { number: javaScriptEnabled ? 'E21' : 'E22', origin: 'government', settled: today, file: scan,
      proof: { ...scan, name: '签收单.pdf' }, content: handed });
    await save(page);
    assert.match(await page.textContent('.govuk-error-summary'), /转办的，请填写是哪个机关转来的/);
    await page.fill('#origin_body', '示例市人民政府办公室');
    await page.fill('#origin_number', '示例转〔2026〕7号');
    await page.setInputFiles('#file', scan);
    await page.setInputFiles('#proof', { ...scan, name: '签收单.pdf' });
    await save(page);
    at = await openFiled(page);
    const text = await main(page);
    assert.match(text, /政府转办/);
    assert.match(text, /转来的机关[\s\S]*示例市人民政府办公室[\s\S]*示例转〔2026〕7号/);
    assert.match(text, /凭证\.pdf[\s\S]*签收单\.pdf/);
    if (javaScriptEnabled) await decent(page, 'requests-handed-over');
    await page.context().close();
  });
}

test('alike requests are shown before one is saved; the papers need not be chosen again', async () => {
  const page = await enter('clerk');
  const content = '示例市2025年城区供水水质检测报告全文';
  await fillIn(page, 'person', { number: 'E31', content });
  await save(page);
  await openFiled(page);
  await fillIn(page, 'person', { number: 'E31', content: '申请公开' + content, file: scan });
  await save(page);
  assert.match(await main(page), /发现 1 件相近的申请，还没有登记/);
  assert.match(await main(page), /同一申请人/);
  assert.match(await main(page), /刚才上传的材料已经收下/);
  assert.equal(await page.inputValue('#content'), '申请公开' + content);
  await decent(page, 'requests-alike');
  const href = await page.getAttribute('section:has(#related) a', 'href');
  assert.equal((await page.request.get(href)).status(), 200);
  await page.goto('/office?q=' + encodeURIComponent('供水水质'));
  assert.equal(await page.locator('main tbody tr').count(), 1, 'nothing was saved');
  await fillIn(page, 'person', { number: 'E32', name: '测试壬某', content: '申请公开' + content, file: scan });
  await save(page);
  await save(page, '仍然登记');
  await openFiled(page);
  assert.match(await main(page), /凭证\.pdf/, 'the paper of the first sending');
  await page.goto('/office/leads');
  assert.match(await main(page), /2 个申请人，2 件/);
  assert.match(await main(page), /还没有公开线索/);
  await decent(page, 'requests-leads');
  await page.context().close();
});

test('a letter counts from its signature; two people speak of one thing', async () => {
  const page = await enter('clerk');
  await fillIn(page, 'registered', { number: 'E41', arrived: '2026-04-28', settled: '2026-04-28', content: '地铁二号线环境影响评价批复' });
  await save(page);
  const letter = await openFiled(page);
  assert.match(await page.textContent('.gk-term'), /2026年5月28日/, 'W15: the twentieth working day');
  await page.goto(letter + '/extension');
  assert.match(await main(page), /20 个工作日/);
  await fillIn(page, 'person', { number: 'E42', arrived: '2026-09-01', content: '历年环境影响评价文件目录' });
  await save(page);
  await openFiled(page);
  await page.context().close();
});

test('what people ask about, and searching beyond the latest', async () => {
  const page = await enter('clerk');
  await page.goto('/office/topics');
  const text = await main(page);
  assert.match(text, /环境影响评价/, 'two people spoke of it');
  assert.doesNotMatch(text, /地铁二号线/, 'one person alone');
  await decent(page, 'requests-topics');
  await page.click('main a:has-text("环境影响评价")');
  assert.equal(await page.locator('main tbody tr').count(), 2);
  const file = await page.request.get('/office/topics/csv?year=' + today.slice(0, 4));
  assert.match(await file.text(), /^\ufeff词,件数,1月/);
  assert.match(file.headers()['content-disposition'], /attachment/);
  await page.goto('/office/topics?year=2010');
  assert.match(await main(page), /还没有可以列出的词/);
  await decent(page, 'requests-topics-empty');
  await page.goto('/office?q=' + encodeURIComponent('影响评价 目录'));
  assert.equal(await page.locator('main tbody tr').count(), 1, 'two phrases');
  await page.context().close();
});
