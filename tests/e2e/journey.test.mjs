// One request from the citizen to the archive: online, confirmed, corrected, a third party asked,
// partly disclosed, served, archived; with and without JavaScript.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { launch, visit, decent } from './serve.mjs';
import { enter as comeIn, enrol, staffed } from './staff.mjs';

let browser, server;
const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
const people = { clerk: 'handle,register', legal: 'review', secrecy: 'secrecy', head: 'sign' };
const scan = { name: '意见.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };
// Invented: a real date of birth and a right check digit, but area 110101 with serial 000.
const card = (() => {
  const body = '11010119800101000';
  const sum = [...body].reduce((s, d, i) => s + Number(d) * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][i], 0);
  return body + '10X98765432'[sum % 11];
})();
const main = (page) => page.textContent('main');
const errors = (page) => page.textContent('.govuk-error-summary');

before(async () => {
  browser = await launch();
  server = await staffed(browser, people);
});
after(async () => { await browser?.close(); await server?.stop(); });

const enter = (login, options) => comeIn(browser, server, login, options);

test('the agency names its review body, court and telephone', async () => {
  const sys = await visit(browser, server);
  await enrol(sys);
  await sys.goto('/admin/agencies');
  await sys.click('main a:has-text("修改机关信息")');
  await sys.fill('#phone', '0000-88880000');
  await sys.fill('#address', '示例市示例路1号');
  await sys.fill('#review_body', '示例市人民政府');
  await sys.fill('#court', '示例市示例区人民法院');
  await sys.click('button:has-text("保存")');
  await sys.context().close();
});

const next = (page) => page.click('button:has-text("保存并继续")');
async function apply(page, subject) {
  await page.goto('/apply');
  await page.check('input[value="person"]');
  await next(page);
  await page.fill('#name', '测试王示明');
  await page.fill('#id_number', card);
  await page.fill('#phone', '13800000000');
  await page.fill('#address', '示例市测试路 1 号');
  await next(page);
  await page.fill('#content', `${subject}：示例市城区绿化养护项目的合同`);
  await page.fill('#subject', subject);
  await next(page);
  await page.check('input[name="form"][value="1"]');
  await page.check('input[name="way"][value="2"]');
  await next(page);
  await page.check('#sure');
  await page.click('button:has-text("提交申请")');
  await page.waitForURL('**/apply/done');
  const [number, code] = await page.locator('main dd.gk-num').allTextContents();
  return { number: number.trim(), code: code.trim() };
}
async function lookUp(page, { number, code }) {
  await page.goto('/status');
  // Once looked up it stays open for this browser.
  if (!(await page.locator('#number').count())) return;
  await page.fill('#number', number);
  await page.fill('#code', code);
  await page.click('main button:has-text("查询")');
}

// From a draft to the applicant's or the third party's hands.
async function goOut(letter, options, { reviewed, proof = '本人签收' }) {
  const clerk = await enter('clerk', options);
  await clerk.goto(letter);
  await clerk.click('main form button');
  for (const login of reviewed ? ['legal', 'secrecy'] : []) {
    const page = await enter(login, options);
    await page.goto(letter);
    await page.click('main a:has-text("填写意见")');
    await page.check('input[value=agree]');
    await page.click('button:has-text("提交意见")');
    await page.context().close();
  }
  const head = await enter('head', options);
  await head.goto(letter);
  await head.click('main a:has-text("签发")');
  await head.click('button:has-text("确认签发")');
  assert.match(await main(head), /〔\d{4}〕\d+号/);
  await head.context().close();
  await clerk.goto(letter);
  await clerk.click('main a:has-text("登记送达")');
  await clerk.check('input[value=direct]');
  await clerk.fill('#sent', today);
  await clerk.fill('#served_on', today);
  await clerk.fill('#proof', proof);
  await clerk.click('main button:has-text("登记")');
  assert.match(await main(clerk), /送达已登记/);
  await clerk.context().close();
}

for (const javaScriptEnabled of [true, false]) test(`online to archive: ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
  const options = { javaScriptEnabled };
  const subject = `绿化养护合同${javaScriptEnabled ? '甲' : '乙'}`;
  const look = async (page, name) => javaScriptEnabled && decent(page, 'journey-' + name);
  const citizen = await visit(browser, server, options);
  const receipt = await apply(citizen, subject);

  // Confirmation.
  const clerk = await enter('clerk', options);
  await clerk.goto('/office?band=filed');
  await clerk.click(`tr:has-text("${subject}") a`);
  await clerk.waitForURL('**/office/requests/*');
  const id = new URL(clerk.url()).pathname;
  await clerk.click('.gk-mainact a:has-text("确认收到并登记")');
  await clerk.fill('#on', today);
  await clerk.click('main form button:has-text("确认收到并登记")');
  assert.match(await main(clerk), /已确认收到并登记/);

  // Correction: the letter is the way, the paper form says so.
  await clerk.click('a:has-text("告知补正") >> nth=0');
  await look(clerk, 'f03');
  await clerk.fill('#findings', '没有写明合同的年度。');
  await clerk.fill('#how', '写明需要哪一年度的合同。');
  await clerk.fill('#days', '10');
  await clerk.click('button:has-text("生成草稿")');
  await clerk.waitForURL('**/office/letters/*');
  await goOut(new URL(clerk.url()).pathname, options, {});
  await clerk.goto(id);
  assert.match(await main(clerk), /待补正/);
  assert.match(await clerk.textContent('section:has(#letters)'), /补正告知书[\s\S]*公补〔\d{4}〕\d+号[\s\S]*直接送达/);
  await look(clerk, 'awaiting');
  // What was served is not recorded once more.
  await clerk.goto(id + '/step/correction-notice');
  await clerk.fill('#on', today);
  await clerk.fill('#reason', '再记一次');
  await clerk.fill('#paper', '手工制发');
  await clerk.setInputFiles('#file', scan);
  await clerk.click('button:has-text("记录补正告知")');
  assert.match(await errors(clerk), /随《政府信息公开申请补正告知书》（公补〔\d{4}〕\d+号）的送达记入，不能再记一次/);
  await look(clerk, 'twice');
  await lookUp(citizen, receipt);
  await citizen.click('a:has-text("补正") >> nth=0');
  await citizen.fill('#text', '需要2025年度的合同。');
  await citizen.click('main form button[type=submit] >> nth=0');
  assert.match(await main(citizen), /补正/);

  // A third party.
  await clerk.goto(id);
  await clerk.click('a:has-text("征求第三方意见")');
  await look(clerk, 'f07');
  await clerk.fill('#party', '测试丙某');
  await clerk.fill('#findings', '合同所附人员配备表中的姓名和电话');
  await clerk.click('button:has-text("生成草稿")');
  assert.match(await errors(clerk), /请选择第三方是个人还是单位/);
  assert.equal(await clerk.inputValue('#party'), '测试丙某');
  await clerk.check('input[name=person][value=person]');
  await clerk.fill('#contact', '0000-88881111');
  await clerk.click('button:has-text("生成草稿")');
  await clerk.waitForURL('**/office/letters/*');
  assert.match(await clerk.textContent('.gk-letter'), /测试丙某：/);
  await goOut(new URL(clerk.url()).pathname, options, { proof: '测试丙某签收' });
  await clerk.goto(id);
  assert.match(await main(clerk), /等对方的意见/);
  assert.doesNotMatch(await clerk.textContent('section:has(#consult)'), /测试丙某/, 'masked on the case');
  await look(clerk, 'consulting');
  await clerk.goto('/office/consultations');
  assert.match(await clerk.textContent(`tr:has-text("${subject}")`), /剩 15 日/);
  await clerk.click(`tr:has-text("${subject}") a`);
  // A person's name is masked; in full once, with a reason, logged.
  const consultation = new URL(clerk.url()).pathname;
  assert.doesNotMatch(await main(clerk), /测试丙某|88881111/);
  await look(clerk, 'consultation');
  await clerk.click('a:has-text("查看完整")');
  await look(clerk, 'reveal');
  await clerk.fill('#reason', '电话催办');
  await clerk.click('main form button:has-text("查看")');
  assert.match(await main(clerk), /测试丙某　0000-88881111[\s\S]*已记入操作日志/);
  await clerk.goto(consultation);
  await clerk.click('a:has-text("登记意见")');
  await clerk.check('input[value=partly]');
  await clerk.fill('#text', '姓名和电话属于个人隐私，其余同意公开。');
  await clerk.setInputFiles('#file', scan);
  await clerk.click('button:has-text("登记意见")');
  await clerk.click('a:has-text("研究处理")');
  await clerk.check('input[value=partly]');
  await clerk.fill('#text', '姓名和电话属于个人隐私，公开会造成损害，其余部分可以公开。');
  await clerk.click('button:has-text("记录结果")');
  await look(clerk, 'settled');

  // Partial disclosure.
  await clerk.goto(id + '/letters/new?form=F14');
  for (const q of [0, 9, 10, 11, 12, 16]) await clerk.check(`input[name=q${q}][value=yes]`);
  for (const q of [2, 3, 4, 5, 6, 8, 13, 14]) await clerk.check(`input[name=q${q}][value=no]`);
  await clerk.check('input[name=basis][value="refused.third_party"]');
  await clerk.fill('#findings', '合同正文及分项报价表。');
  await clerk.fill('#ground', '人员配备表中的姓名和电话属于个人隐私，第三方不同意公开，公开会对其合法权益造成损害。');
  await clerk.fill('#how', '随本答复书提供复印件38页。');
  await clerk.click('button:has-text("生成草稿")');
  await clerk.waitForURL('**/office/letters/*');
  const reply = new URL(clerk.url()).pathname;
  assert.match(await clerk.textContent('.gk-letter'), /不予公开的部分不服，应当.*先向示例市人民政府申请行政复议/);
  await goOut(reply, options, { reviewed: true });
  await clerk.goto(id);
  assert.match(await main(clerk), /已经办结/);
  await look(clerk, 'done');
  await lookUp(citizen, receipt);
  assert.match(await main(citizen), /部分公开|已答复|办结/);

  // The proof and the archive.
  const proof = await clerk.request.get(id + '/proof');
  assert.equal((await proof.body()).subarray(0, 4).toString(), '%PDF');
  await clerk.goto(id + '/archive');
  await look(clerk, 'archive');
  const [download] = await Promise.all([clerk.waitForEvent('download'), clerk.click('button:has-text("生成并下载归档包")')]);
  const zip = path.join(server.folder, `journey-${javaScriptEnabled}.zip`);
  await download.saveAs(zip);
  execFileSync('python3', [path.join(import.meta.dirname, '../desk/check_archive.py'), zip]);
  const names = execFileSync('unzip', ['-Z1', zip], { encoding: 'utf8' });
  for (const part of ['consultations.txt', 'clock.pdf', 'files/', 'F03', 'F07', 'F14']) assert.match(names, new RegExp(part), part);
  fs.rmSync(zip);
  await clerk.context().close();
  await citizen.context().close();
});
