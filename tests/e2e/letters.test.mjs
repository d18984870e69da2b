// One reply from the case to the archive, as four people work on it, with and without JavaScript.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { serve, launch, visit, decent } from './serve.mjs';
import { enter as comeIn, enrol, staffed, registered } from './staff.mjs';

let browser, server;
const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

const people = { ceshi: 'handle,register', fazhi: 'review', baomi: 'secrecy', fuzeren: 'sign' };

before(async () => {
  browser = await launch();
  server = await staffed(browser, people);
});
after(async () => { await browser.close(); await server.stop(); });

const enter = (login, options) => comeIn(browser, server, login, options);

// The administrator names the review body and the court.
async function agency() {
  const sys = await visit(browser, server);
  await enrol(sys);
  await sys.goto('/admin/agencies');
  await sys.click('main a:has-text("修改机关信息")');
  await sys.fill('#phone', '0000-88880000');
  await sys.fill('#review_body', '示例市人民政府');
  await sys.fill('#court', '示例市示例区人民法院');
  await sys.click('button:has-text("保存")');
  assert.match(await sys.textContent('main'), /示例市示例区人民法院/);
  await sys.context().close();
}

// A request handed in at the counter.
async function received(page) {
  const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
  await page.goto('/office/register');
  await page.click('main a[href$="channel=person"]');
  await page.fill('#arrived', today);
  await page.check('input[name="class"][value="person"]');
  await page.fill('#name', '测试某');
  await page.selectOption('#id_type', 'passport');
  await page.fill('#id_number', 'E00000000');
  await page.fill('#phone', '13800000000');
  await page.fill('#address', '示例市示例路一号测试小区');
  await page.fill('#subject', '绿化养护合同');
  await page.fill('#content', '示例市2025年度绿化养护项目的中标合同');
  await page.click('button:has-text("登记")');
  await registered(page);
  await page.click('a:has-text("打开这件申请")');
  await page.waitForURL('**/office/requests/*');
  return /\/office\/requests\/(\d+)/.exec(page.url())?.[1];
}

test('where the agency is to be appealed against', agency);

for (const script of [true, false]) test(`a reply from the case to the archive: ${script ? 'with' : 'without'} JavaScript`, async () => {
  const options = { javaScriptEnabled: script };
  const clerk = await enter('ceshi', options);
  const id = await received(clerk);
  assert.ok(id, 'registered: ' + clerk.url() + ' ' + (await clerk.textContent('main')).slice(0, 400));
  await clerk.goto(`/office/requests/${id}/letters`);
  if (script) await decent(clerk, 'letters-empty');
  await clerk.click('main a:has-text("起草文书") >> nth=0');
  if (script) await decent(clerk, 'letters-choose');
  await clerk.click('main a:has-text("答复书（予以公开）")');
  if (script) await decent(clerk, 'letters-facts');
  await clerk.click('button:has-text("生成草稿")');
  assert.match(await clerk.textContent('.govuk-error-summary'), /申请内容是否明确/);
  const yes = [0, 9, 10, 11], no = [2, 3, 4, 5, 6, 8, 12, 17];
  for (const q of yes) await clerk.check(`input[name=q${q}][value=yes]`);
  for (const q of no) await clerk.check(`input[name=q${q}][value=no]`);
  await clerk.check('input[name=q12][value=yes]');
  await clerk.check('input[name=basis][value="refused.internal"]');
  await clerk.check('input[name=q16][value=no]');
  await clerk.fill('#findings', '您申请的合同属于可以公开的政府信息。');
  await clerk.fill('#how', '随本答复书提供合同复印件一份，共12页。');
  await clerk.click('button:has-text("生成草稿")');
  assert.match(await clerk.textContent('.govuk-error-summary'), /矛盾|应当使用/, 'a contradiction is refused');
  assert.equal(await clerk.inputValue('#how'), '随本答复书提供合同复印件一份，共12页。', 'nothing is lost');
  // A radio cannot be taken back without JavaScript: the form is filled in anew.
  await clerk.goto(`/office/requests/${id}/letters/new?form=F13`);
  for (const q of yes) await clerk.check(`input[name=q${q}][value=yes]`);
  for (const q of no) await clerk.check(`input[name=q${q}][value=no]`);
  await clerk.fill('#findings', '您申请的合同属于可以公开的政府信息。');
  await clerk.fill('#how', '随本答复书提供合同复印件一份，共12页。');
  await clerk.click('button:has-text("生成草稿")');
  await clerk.waitForURL('**/office/letters/*');
  const letter = new URL(clerk.url()).pathname;
  const text = await clerk.textContent('.gk-letter');
  assert.match(text, /第三十六条第（二）项/);
  assert.match(text, /向示例市人民政府申请行政复议.*直接向示例市示例区人民法院提起行政诉讼/);
  if (script) await decent(clerk, 'letters-draft');

  await clerk.click('main a:has-text("修改")');
  if (script) await decent(clerk, 'letters-edit');
  const body = await clerk.inputValue('#body');
  await clerk.fill('#body', body.replaceAll('第三十六条第（二）项', '有关规定'));
  await clerk.click('button:has-text("保存")');
  assert.match(await clerk.textContent('.govuk-error-summary'), /缺少法律依据/);
  // Meanwhile the same draft is open elsewhere, to be dropped: what it is now stands beside what was typed.
  const other = await clerk.context().newPage();
  other.errors = [];
  await other.goto(letter + '/drop');
  await clerk.fill('#body', body + '\n合同中的联系电话已经隐去。');
  await clerk.click('button:has-text("保存")');
  assert.match(await clerk.textContent('.gk-letter'), /已经隐去/);
  await other.fill('#reason', '已经另有一份');
  await other.click('main form button:has-text("确认作废")');
  assert.match(await other.textContent('main'), /两个版本的不同之处[\s\S]*文书现在的状态[\s\S]*已经另有一份/);
  assert.equal(await other.inputValue('#reason'), '已经另有一份');
  if (script) await decent(other, 'letters-stale');
  await other.close();
  await clerk.click('button:has-text("提交审核")');
  assert.match(await clerk.textContent('main'), /待法制审核/);
  assert.equal(await clerk.locator('a:has-text("填写意见")').count(), 0, 'not by the drafter');

  for (const [login, name] of [['fazhi', 'letters-legal'], ['baomi', 'letters-secrecy']]) {
    const page = await enter(login, options);
    await page.goto(letter);
    await page.click('main a:has-text("填写意见")');
    if (script) await decent(page, name);
    await page.check('input[value=agree]');
    await page.click('button:has-text("提交意见")');
    assert.match(await page.textContent('main'), /意见已提交/);
    await page.context().close();
  }
  const head = await enter('fuzeren', options);
  await head.goto(letter);
  await head.click('main a:has-text("签发")');
  if (script) await decent(head, 'letters-sign');
  assert.match(await head.textContent('main'), /示例市人民政府申请行政复议/);
  await head.click('button:has-text("确认签发")');
  assert.match(await head.textContent('main'), /公复〔\d{4}〕\d+号/);
  if (script) {
    await decent(head, 'letters-signed');
    await head.goto('/office/letter-templates');
    await decent(head, 'letters-templates');
    await head.goto('/office/letter-templates/F13');
    await decent(head, 'letters-template');
  }
  for (const [kind, magic] of [['pdf', '%PDF'], ['docx', 'PK']]) {
    const answer = await head.request.get(`${letter}/${kind}`);
    assert.equal((await answer.body()).subarray(0, magic.length).toString(), magic);
  }

  await clerk.goto(letter);
  await clerk.click('main a:has-text("登记送达")');
  if (script) await decent(clerk, 'letters-serve');
  await clerk.check('input[value=direct]');
  await clerk.fill('#sent', today);
  await clerk.click('main button:has-text("登记")');
  assert.match(await clerk.textContent('.govuk-error-summary'), /签收日期/);
  await clerk.fill('#served_on', today);
  await clerk.fill('#proof', '本人签收');
  await clerk.click('main button:has-text("登记")');
  assert.match(await clerk.textContent('main'), /送达已登记/);
  await clerk.goto(`/office/requests/${id}/letters`);
  if (script) await decent(clerk, 'letters-list');
  assert.match(await clerk.textContent('main'), /已送达/);

  await clerk.click('main a:has-text("归档")');
  if (script) await decent(clerk, 'letters-archive');
  const [download] = await Promise.all([clerk.waitForEvent('download'), clerk.click('button:has-text("生成并下载归档包")')]);
  const zip = path.join(server.folder, `case-${script}.zip`);
  await download.saveAs(zip);
  execFileSync('python3', [path.join(import.meta.dirname, '../desk/check_archive.py'), zip]);
  fs.rmSync(zip);
});
