// Journeys between the citizen and the office: a fee that is not paid, a withdrawal, a longer time and then a
// refusal, what others are told, an organisation, too many wrong codes, the keyboard alone; who only supervises.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, launch, visit, decent } from './serve.mjs';
import { registered } from './staff.mjs';
import { alike, fill, lookUp, openOffice, today } from './seed.mjs';

let browser, server;
const people = { clerk: 'register,handle', legal: 'review', secret: 'secrecy', head: 'sign', over: 'supervise' };
const scan = { name: '凭证.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };
const main = (page) => page.textContent('main');
const path = (page) => new URL(page.url()).pathname;
const errors = (page) => page.textContent('.govuk-error-summary');
const next = (page) => page.click('button:has-text("保存并继续")');
const modes = [[true, '甲', 'with JavaScript'], [false, '乙', 'without JavaScript']];
// GB 32100-2015: weights 3^i mod 31.
const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const body = '91110000MA0000000';
const right = signs[(31 - [...body].reduce((s, c, i) => s + signs.indexOf(c) * (3 ** i % 31), 0) % 31) % 31];

before(async () => {
  browser = await launch();
  server = await openOffice(browser, people);
});
after(async () => { await browser?.close(); await server?.stop(); });

// The clerk with or without scripts, with the same log-in.
const clerk = (javaScriptEnabled) => alike(browser, server, people.clerk, { javaScriptEnabled });
async function register(page, arrived, subject) {
  await fill(page, '/office/register?channel=person', { arrived, class: 'person', name: '测试辛某', id_type: 'passport', id_number: 'E00000000',
    phone: '13800000000', address: '示例市示例路一号测试小区', subject, content: `${subject}，需要全文。` }, '登记');
  await registered(page);
  await page.click('a:has-text("打开这件申请")');
  await page.waitForURL('**/office/requests/*');
  return path(page);
}
async function online(page, subject) {
  await page.goto('/apply');
  await fill(page, null, { who: 'organisation' }, '保存并继续');
  await fill(page, null, { name: '示例有限公司', class: '1', credit_code: body + right, contact: '测试壬某', phone: '13800000000', address: '示例市示例路二号' }, '保存并继续');
  await fill(page, null, { content: subject }, '保存并继续');
  if (path(page) !== '/apply/how') await page.goto('/apply/how');
  await fill(page, null, { form: '1', way: '2' }, '保存并继续');
  await fill(page, null, { sure: '1' }, '提交申请');
  const [number, code] = await page.locator('main dd.gk-num').allTextContents();
  return { number: number.trim(), code: code.trim() };
}
// From a draft into the applicant's hands, today.
async function goOut(page, reviewed) {
  await page.waitForURL('**/office/letters/*');
  const at = path(page);
  await page.click('main form button:has-text("提交")');
  if (reviewed) for (const login of ['legal', 'secret']) await fill(people[login], at + '/opinion', { opinion: 'agree' }, '提交意见');
  await fill(people.head, at + '/sign', {}, '确认签发');
  await fill(page, at + '/serve', { way: 'direct', sent: today, served_on: today, proof: '本人签收' }, '登记');
  assert.match(await main(page), /送达已登记/);
}

for (const [javaScriptEnabled, tag, name] of modes) {
  test(`a fee is not paid and the request lapses: ${name}`, async () => {
    const page = await clerk(javaScriptEnabled);
    const at = await register(page, '2026-01-05', `缴费通知的档案${tag}`);
    await fill(page, at + '/fee', { method: 'item', amount: '12' }, '计算金额');
    await fill(page, null, { on: '2026-01-08', paper: '系统停用期间手工制发', file: scan }, '补登记纸质收费通知');
    await page.goto(at);
    assert.match(await main(page), /缴费01-08 起/);
    // The period to pay was twenty working days; the notice of the end is the way, signed and served.
    await page.goto(at + '/letters/new?form=F26');
    await fill(page, null, { ground: '收费通知书于2026年1月8日送达，至今没有缴费。' }, '生成草稿');
    await goOut(page, true);
    await page.goto(at);
    const text = await main(page);
    assert.match(text, /已经办结/);
    assert.match(text, /逾期未缴费|逾期不缴|未按收费通知要求缴纳费用/);
    if (javaScriptEnabled) await decent(page, 'flows-lapsed');
    await page.context().close();
  });

  test(`the applicant withdraws, the office sees it: ${name}`, async () => {
    const citizen = await visit(browser, server, { javaScriptEnabled });
    const receipt = await online(citizen, `撤回的桥梁检测报告${tag}`);
    const page = await clerk(javaScriptEnabled);
    await page.goto('/office?band=all&q=' + receipt.number);
    await page.click('main tbody a');
    await page.waitForURL('**/office/requests/*');
    const at = path(page);
    await fill(page, at + '/confirm', { on: today }, '确认收到并登记');
    await lookUp(citizen, receipt);
    await citizen.click('text=撤回申请');
    if (javaScriptEnabled) await decent(citizen, 'flows-withdraw');
    await citizen.click('button:has-text("确认撤回")');
    assert.match(await main(citizen), /申请已撤回/);
    await page.goto(at);
    assert.match(await main(page), /撤回/);
    assert.equal(await page.locator('.gk-mainact a:has-text("起草答复")').count(), 0, 'nothing is left to answer');
    if (javaScriptEnabled) await decent(page, 'flows-withdrawn');
    await page.goto('/office');
    assert.doesNotMatch(await main(page), /撤回的桥梁/, 'no longer among the open ones');
    await citizen.context().close();
    await page.context().close();
  });

  test(`a longer time, then a refusal: ${name}`, async () => {
    const page = await clerk(javaScriptEnabled);
    const at = await register(page, today, `内部会议记录${tag}`);
    const before = await page.textContent('.gk-term');
    await fill(page, at + '/extension', { days: '20', reason: '档案数量大' }, '提交负责人');
    const { head } = people;
    await head.goto(at);
    await head.click('a:has-text("决定是否延长")');
    await fill(head, null, { decision: 'agree' }, '作出决定');
    await page.goto(at);
    assert.equal(await page.textContent('.gk-term'), before, 'not longer before the applicant is told');
    await fill(page, at + '/letters/new?form=F05', { ground: '档案数量大', days: '20' }, '生成草稿');
    await goOut(page, false);
    await page.goto(at);
    assert.notEqual(await page.textContent('.gk-term'), before);
    const q = Object.fromEntries([...[0, 9, 10, 11, 12].map((n) => [`q${n}`, 'yes']), ...[2, 3, 4, 5, 6, 8, 16].map((n) => [`q${n}`, 'no'])]);
    await fill(page, at + '/letters/new?form=F15', { ...q, basis: 'refused.internal', findings: '您申请的信息是内部工作流程信息。',
      ground: '该信息属于本机关内部工作流程信息，依法不予公开。' }, '生成草稿');
    await goOut(page, true);
    await page.goto(at);
    assert.match(await main(page), /已经办结/);
    assert.match(await main(page), /应当先申请复议，不能直接起诉/);
    assert.match(await page.textContent('section:has(#letters)'), /公延〔\d{4}〕\d+号/);
    await page.context().close();
  });
}

test('what was given to one is told to the next, and taken back', async () => {
  const page = await clerk(true);
  const at = await register(page, today, '湿地公园鸟类监测年报');
  const q = Object.fromEntries([...[0, 9, 10, 11].map((n) => [`q${n}`, 'yes']), ...[2, 3, 4, 5, 6, 8, 12, 17].map((n) => [`q${n}`, 'no'])]);
  await fill(page, at + '/letters/new?form=F13', { ...q, findings: '可以公开。', how: '随本答复书提供复印件。' }, '生成草稿');
  await goOut(page, true);
  const words = '湿地公园2024年鸟类监测年报';
  await fill(page, at + '/lead', { title: words, place: '本机关网站“监测”栏目', sure: '1' }, '作为公开线索');
  const seen = async (javaScriptEnabled) => {
    const citizen = await visit(browser, server, { javaScriptEnabled });
    await citizen.goto('/apply');
    await fill(citizen, null, { who: 'organisation' }, '保存并继续');
    await citizen.goto('/apply/what');
    await citizen.fill('#content', '申请公开湿地公园鸟类监测年报');
    await next(citizen);
    const text = await main(citizen);
    if (javaScriptEnabled) await decent(citizen, 'flows-hint');
    await citizen.context().close();
    return text.includes(words) && /监测”栏目/.test(text);
  };
  assert.ok(await seen(true));
  assert.ok(await seen(false));
  await fill(page, at + '/lead/drop', { reason: '栏目已调整' }, '撤下');
  assert.ok(!await seen(true));
  await page.context().close();
});

for (const [javaScriptEnabled, , name] of modes) test(`an organisation: five classes, the check digit, the receipt: ${name}`, async () => {
  const page = await visit(browser, server, { javaScriptEnabled });
  await page.goto('/apply');
  await fill(page, null, { who: 'organisation' }, '保存并继续');
  const classes = page.locator('main [name=class]');
  assert.equal(await classes.count(), 5);
  const text = await main(page);
  for (const word of ['商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他']) assert.ok(text.includes(word), word);
  for (let i = 0; i < 5; i++) await classes.nth(i).check();
  await page.fill('#name', '示例有限公司');
  await page.fill('#contact', '测试壬某');
  await page.fill('#phone', '13800000000');
  await page.fill('#credit_code', body + (right === '0' ? '1' : '0'));
  await next(page);
  assert.match(await errors(page), /校验位不正确/);
  assert.ok(await classes.nth(4).isChecked(), 'the choice is kept');
  await page.fill('#credit_code', body + right);
  await next(page);
  await fill(page, null, { content: `排水许可证的核发名册` }, '保存并继续');
  if (path(page) !== '/apply/how') await page.goto('/apply/how');
  await fill(page, null, { form: '1', way: '2' }, '保存并继续');
  await fill(page, null, { sure: '1' }, '提交申请');
  assert.equal(path(page), '/apply/done');
  assert.match(await main(page), /W\d{4}-\d{6}/);
  await page.context().close();
});

test('the keyboard alone, from the first step to the receipt', async () => {
  const page = await visit(browser, server);
  const until = async (want) => {
    for (let i = 0; i < 90; i++) {
      if (await page.evaluate((w) => { const e = document.activeElement; return e.id === w || e.name === w || e.textContent.trim() === w; }, want)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail('not reached by Tab: ' + want);
  };
  const press = async (button, to) => { await until(button); await Promise.all([page.waitForURL('**' + to), page.keyboard.press('Enter')]); };
  const type = async (id, text) => { await until(id); await page.keyboard.type(text); };
  const choose = async (name, down) => { await until(name); await page.keyboard.press('Space'); for (let i = 0; i < down; i++) await page.keyboard.press('ArrowDown'); };
  await page.goto('/apply');
  await choose('who', 1);
  await press('保存并继续', '/apply/who');
  await type('name', '示例有限公司');
  await choose('class', 0);
  await type('credit_code', body + right);
  await type('contact', '测试壬某');
  await type('phone', '13800000000');
  await press('保存并继续', '/apply/what');
  await type('content', '古树名木的普查登记表');
  await press('保存并继续', '/apply/how');
  await choose('form', 1);
  await choose('way', 2);
  await press('保存并继续', '/apply/review');
  await choose('sure', 0);
  await press('提交申请', '/apply/done');
  assert.match(await main(page), /W\d{4}-\d{6}/);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a wrong code, and too many of them: when to try again', async () => {
  const page = await visit(browser, server, { javaScriptEnabled: false });
  let status = 422, tries = 0;
  for (; status === 422 && tries < 25; tries++) {
    await page.goto('/status');
    await page.fill('#number', 'W2026-999999');
    await page.fill('#code', 'AAAAAAA' + (2 + tries % 8));
    const [answer] = await Promise.all([page.waitForNavigation(), page.click('main button:has-text("查询")')]);
    status = answer.status();
    if (tries === 0) assert.match(await errors(page), /编号或查询码不正确/);
  }
  assert.equal(status, 429);
  const [, h, m] = /请在 (\d\d):(\d\d) 以后再查/.exec(await main(page));
  const now = new Date(Date.now() + 8 * 3600e3);
  const wait = (h * 60 + +m - now.getUTCHours() * 60 - now.getUTCMinutes() + 1440) % 1440;
  assert.ok(wait >= 7 && wait <= 10, `in ${wait} minutes`);
  await page.context().close();
  const seen = await visit(browser, server);
  await seen.goto('/status');
  await seen.fill('#number', 'W2026-999999');
  await seen.fill('#code', 'AAAAAAAA');
  await seen.click('main button:has-text("查询")');
  await decent(seen, 'flows-429');
  await seen.context().close();
});

test('who only supervises begins with the reports of the agencies below', async () => {
  const { over } = people;
  assert.match(await over.textContent('h1'), /下级机关的年度报告/);
  await decent(over, 'flows-below');
  assert.equal((await over.goto('/office')).status(), 200);
});
