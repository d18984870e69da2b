// What people are told: the receipt at the counter, notices and their mail, the calendar behind a link, and a
// letter that reaches its applicant by itself.  With and without JavaScript.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { serve, launch, visit, decent, root, shot } from './serve.mjs';
import { enter as comeIn, enrol, staffed, registered } from './staff.mjs';

let browser, server;
const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
const people = { ceshi: 'register', banli: 'handle', fuzeren: 'sign' };

before(async () => {
  browser = await launch();
  server = await staffed(browser, people);
});
after(async () => { await browser.close(); await server.stop(); });

const enter = (login, options) => comeIn(browser, server, login, options);

// The administrator adds a department that cases are assigned to.
test('a department', async () => {
  const sys = await visit(browser, server);
  await enrol(sys);
  await sys.goto('/admin/agencies');
  await sys.click('main a:has-text("修改机关信息")');
  await sys.fill('#phone', '0000-88880000');
  await sys.fill('#review_body', '示例市人民政府');
  await sys.fill('#court', '示例市示例区人民法院');
  await sys.fill('#review_url', 'fuyi.example.cn');
  await sys.click('button:has-text("保存")');
  assert.match(await sys.textContent('.govuk-error-summary'), /网址应以 https/);
  await sys.fill('#review_url', 'https://fuyi.example.cn/');
  await sys.click('button:has-text("保存")');
  await sys.goto('/admin/agencies');
  await sys.click('main >> text=新增部门 >> nth=0');
  await sys.fill('#name', '测试处');
  await sys.click('button:has-text("保存")');
  assert.match(await sys.textContent('main'), /部门已新增/);
  await sys.context().close();
});

const download = async (page, selector) => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return fs.readFileSync(await file.path());
};

for (const script of [true, false]) test(`from the counter to the reader: ${script ? 'with' : 'without'} JavaScript`, async () => {
  const options = { javaScriptEnabled: script };
  const look = async (page, name) => { if (script) await decent(page, name); };

  // An oral request: the clerk writes it down and hands over a receipt.
  const clerk = await enter('ceshi', options);
  await clerk.goto('/office/register');
  await clerk.click('main a[href$="channel=person"]');
  await clerk.fill('#arrived', today);
  await clerk.check('input[name="class"][value="person"]');
  await clerk.fill('#name', '测试某');
  await clerk.selectOption('#id_type', 'passport');
  await clerk.fill('#id_number', 'E00000000');
  await clerk.fill('#phone', '13800000000');
  await clerk.fill('#address', '示例市示例路一号测试小区');
  await clerk.fill('#subject', '绿化养护合同');
  await clerk.fill('#content', '示例市2025年度绿化养护项目的中标合同');
  await clerk.click('button:has-text("登记")');
  await registered(clerk);
  await clerk.waitForSelector('h2:has-text("登记回执")');
  const facts = await clerk.locator('.govuk-summary-list__row').allInnerTexts();
  const fact = (key) => facts.find((f) => f.startsWith(key))?.split(/\s+/).slice(1).join(' ');
  const number = fact('编号'), code = fact('查询码');
  assert.match(number, /^\d{4}-\d{4}$/);
  assert.match(code, /^[2-9A-Z]{8}$/);
  assert.match(fact('答复期限'), /最迟 \d{4}年\d+月\d+日/);
  await look(clerk, 'receipt');
  const onPaper = await (async () => {
    await clerk.emulateMedia({ media: 'print' });
    const text = await clerk.innerText('body');
    await shot(clerk, 'receipt-print');
    await clerk.emulateMedia({ media: 'screen' });
    return text;
  })();
  assert.match(onPaper, /登记回执/);
  assert.ok(onPaper.includes(number) && onPaper.includes(code));
  assert.doesNotMatch(onPaper, /打开这件申请|工作导航|测试某|绿化/);
  await clerk.click('a:has-text("打开这件申请")');
  await clerk.waitForURL('**/office/requests/*');
  const id = /\/office\/requests\/(\d+)/.exec(clerk.url())[1];

  // Assigned: who handles it is told, opens it and is there.
  await clerk.goto(`/office/requests/${id}/assign`);
  const handler = await clerk.locator('#handler option', { hasText: '测试banli' }).getAttribute('value');
  await clerk.selectOption('#handler', handler);
  await clerk.selectOption('#department', { label: '测试处' });
  await clerk.click('main button:has-text("分派")');
  assert.match(await clerk.innerText('main'), /已分派/);
  const worker = await enter('banli', options);
  await worker.goto('/office');
  await worker.click('.gk-top a:has-text("待阅 1")');
  assert.match(await worker.innerText('main'), new RegExp(`申请已分派给您承办[^]*${number}[^]*绿化养护合同`));
  await look(worker, 'notices');
  await worker.click('button:has-text("申请已分派给您承办")');
  await worker.waitForURL(`**/office/requests/${id}`);
  assert.equal(await worker.locator('.gk-top a:has-text("待阅")').count(), 0, 'read');
  await worker.goto('/office/notices');
  assert.match(await worker.innerText('main'), /没有未读的通知/);
  await look(worker, 'notices-none');
  await worker.click('a:has-text("查看全部通知")');
  assert.match(await worker.innerText('main'), /已读/);

  // How it comes by mail.
  await worker.goto('/account');
  await look(worker, 'account');
  await worker.click('a[href="/account/notices"]');
  assert.match(await worker.innerText('main'), /还没有填写电子邮箱/);
  await look(worker, 'notice-choices');
  await worker.check('input[name=deadlines][value=once]');
  await worker.click('button:has-text("保存")');
  assert.match(await worker.innerText('main'), /邮件设置已保存/);
  await worker.goto('/account/notices');
  assert.ok(await worker.isChecked('input[name=deadlines][value=once]'));

  // The calendar: a link shown once, read by anybody who has it, void after it was revoked.
  await worker.goto('/account/calendar');
  await look(worker, 'feeds');
  await worker.click('form[action$="/mine/make"] button');
  const link = new URL(await worker.innerText('#link'));
  await look(worker, 'feed-link');
  const fetched = await fetch(server.url + link.pathname);
  assert.equal(fetched.status, 200);
  assert.match(fetched.headers.get('content-type'), /text\/calendar/);
  const ics = path.join(server.folder, 'feed.ics');
  fs.writeFileSync(ics, Buffer.from(await fetched.arrayBuffer()));
  const dates = execFileSync('/usr/bin/python3', [path.join(root, 'tests/desk/check_ics.py'), ics], { encoding: 'utf8' });
  assert.match(dates, new RegExp(`^\\d{8} ${number} 答复期限`, 'm'));
  const again = await fetch(server.url + link.pathname, { headers: { 'if-none-match': fetched.headers.get('etag') } });
  assert.equal(again.status, 304, 'unchanged');
  await worker.goto('/account/calendar');
  assert.match(await worker.innerText('main'), /最近一次读取/);
  await worker.click('form[action$="/mine/revoke"] button');
  assert.match(await worker.innerText('main'), /日历链接已停用/);
  assert.equal((await fetch(server.url + link.pathname)).status, 404);

  // A letter to the applicant: signed by the head, sent electronically, read by the applicant.
  const head = await enter('fuzeren', options);
  const sent = async (form, fields) => {
    await worker.goto(`/office/requests/${id}/letters/new?form=${form}`);
    for (const [name, value] of Object.entries(fields)) await (name === 'fee' ? worker.check(`input[name=fee][value=${value}]`) : worker.fill('#' + name, value));
    await worker.click('button:has-text("生成草稿")');
    assert.doesNotMatch(await worker.innerText('main'), /需要改正/);
    await worker.waitForURL('**/office/letters/*');
    const letter = new URL(worker.url()).pathname;
    await worker.click('button:has-text("提交签发")');
    await worker.waitForLoadState();
    await head.goto('/office/notices');
    await head.click('button:has-text("文书等待您签发") >> nth=0');
    await head.waitForURL('**' + letter);
    await head.click('main a:has-text("签发")');
    await head.click('main form button >> nth=-1');
    await head.waitForLoadState();
    await worker.goto('/office/notices');
    assert.match(await worker.innerText('main'), /您起草的文书已签发，等待送达/);
    await worker.goto(letter + '/serve');
    await worker.check('input[name=way][value=electronic]');
    await worker.click('main form button >> nth=-1');
    await worker.waitForLoadState();
    assert.match(await worker.innerText('main'), /已发出/);
    return letter;
  };
  const letter = await sent('F02', {});

  const reader = await visit(browser, server, { ...options, acceptDownloads: true });
  await reader.goto('/status');
  await reader.fill('#number', number);
  await reader.fill('#code', code);
  await reader.click('main button:has-text("查询")');
  await reader.waitForSelector('h1:has-text("申请进度")');
  assert.match(await reader.innerText('main'), /有 1 份新的文书发给您/);
  assert.match(await reader.innerText('main'), /政府信息公开申请登记回执/);
  await look(reader, 'status-letter');
  // Fetching it, as a browser that reads ahead would, is no reading; the button is.
  const pdf = await download(reader, '.gk-attach li:has-text("登记回执") a:has-text("PDF")');
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  await reader.goto('/status');
  assert.match(await reader.innerText('main'), /有 1 份新的文书发给您/);
  await reader.click('.gk-attach li:has-text("登记回执") button:has-text("打开并签收")');
  await reader.waitForSelector('text=已记下您打开并签收的时间');
  assert.equal(await reader.locator('button:has-text("打开并签收")').count(), 0);
  assert.match(await reader.innerText('main'), /您于 \d{4}-\d\d-\d\d \d\d:\d\d 打开并签收/);
  assert.doesNotMatch(await reader.innerText('main'), /份新的文书/);
  const docx = await download(reader, '.gk-attach a:has-text("Word")');
  assert.equal(docx.subarray(0, 2).toString(), 'PK');
  await look(reader, 'status-read');
  const stranger = await visit(browser, server);
  await stranger.goto(await reader.locator('.gk-attach a').first().getAttribute('href'));
  assert.match(stranger.url(), /\/status$/, 'nobody else');

  await worker.goto(letter);
  assert.match(await worker.innerText('main'), /已送达[^]*申请人于 .*打开并签收/);
  await look(worker, 'letter-read');
  // A fee: what, until when, how; the period to pay runs from the reading.
  await sent('F12', { fee: 'page', fee_count: '120', how: '持通知书到示例银行缴款，凭回单领取票据。' });
  await reader.goto('/status');
  assert.match(await reader.innerText('main'), /缴纳信息处理费[^]*1100 元[^]*收到收费通知书之日起 20 个工作日[^]*示例银行/);
  await reader.click('.gk-attach li:has-text("收费通知书") button:has-text("打开并签收")');
  await reader.waitForSelector('text=已记下您打开并签收的时间');
  assert.match(await reader.innerText('main'), /请在 \d{4}年\d+月\d+日 前缴纳信息处理费[^]*1100 元/);
  await look(reader, 'status-fee');

  await worker.goto('/office/notices');
  assert.match(await worker.innerText('main'), /申请人已在线阅读文书/);
  await worker.click('button:has-text("全部标为已读")');
  assert.match(await worker.innerText('main'), /没有未读的通知/);
  for (const page of [clerk, worker, head, reader, stranger]) {
    assert.deepEqual(page.errors, []);
    await page.context().close();
  }
});
