// 复议 and 诉讼: a letter is refused, the review corrects it and orders a new answer, which is given in
// time; a lawsuit after a review through two instances and a petition; a lawsuit straight to court.
// Expected days of the past were counted by a separate program from the State Council's arrangements.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { launch, visit, decent, shot } from './serve.mjs';
import { enter as comeIn, enrol, staffed, registered } from './staff.mjs';

let browser, server;
const people = { clerk: 'register,handle', legal: 'review', secret: 'secrecy', head: 'sign', looker: 'look' };
const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
const year = today.slice(0, 4);
const main = (page) => page.textContent('main');
const wrong = async (page) => (await page.locator('.govuk-error-summary').allTextContents()).join(' ');

const enter = (login, options) => comeIn(browser, server, login, options);

// Fills the fields of the page's form by name and sends it.
async function send(page, fields, button) {
  for (const [name, value] of Object.entries(fields)) {
    const box = page.locator(`main form [name="${name}"]`).first();
    const kind = await box.evaluate((e) => e.type || e.tagName);
    if (kind === 'radio') await page.check(`main form [name="${name}"][value="${value}"]`);
    else if (kind === 'checkbox') await page.check(`main form [name="${name}"]`);
    else if (kind === 'file') await box.setInputFiles(value);
    else if (kind === 'select-one') await box.selectOption(value);
    else await box.fill(value);
  }
  await page.click(`main form button:has-text("${button}")`);
}

before(async () => {
  browser = await launch();
  server = await staffed(browser, people);
  const page = await visit(browser, server);
  await enrol(page);
  await page.goto('/admin/agencies');
  await page.click('main a:has-text("修改机关信息")');
  await send(page, { phone: '0000-88880000', review_body: '示例市人民政府', court: '示例市示例区人民法院' }, '保存');
  assert.match(await main(page), /示例市示例区人民法院/);
  await page.context().close();
});
after(async () => { await browser?.close(); await server?.stop(); });

// A letter that arrived today and was confirmed today.
async function letter(page, subject) {
  await page.goto('/office/register');
  await page.click('main a[href$="channel=ordinary"]');
  await send(page, { arrived: today, settled_on: today, class: 'person', name: '测试辛某', id_type: 'passport', id_number: 'E00000000',
    phone: '13800000000', address: '示例市示例路一号测试小区', subject, content: `${subject}，需要全文。` }, '登记');
  await registered(page);
  await page.click('a:has-text("打开这件申请")');
  await page.waitForURL('**/office/requests/*');
  return new URL(page.url()).pathname;
}

// A reply through all hands, served in person today.
async function reply(clerk, path, form, yes, no, more) {
  await clerk.goto(`${path}/letters/new?form=${form}`);
  for (const q of yes) await clerk.check(`input[name=q${q}][value=yes]`);
  for (const q of no) await clerk.check(`input[name=q${q}][value=no]`);
  await send(clerk, more, '生成草稿');
  assert.equal(await wrong(clerk), '');
  await clerk.waitForURL('**/office/letters/*');
  const at = new URL(clerk.url()).pathname;
  await clerk.click('button:has-text("提交审核")');
  for (const login of ['legal', 'secret']) {
    const page = await enter(login);
    await page.goto(at);
    await page.click('main a:has-text("填写意见")');
    await page.check('input[value=agree]');
    await page.click('button:has-text("提交意见")');
    await page.context().close();
  }
  const head = await enter('head');
  await head.goto(at);
  await head.click('main a:has-text("签发")');
  await head.click('button:has-text("确认签发")');
  await head.context().close();
  await clerk.goto(at);
  await clerk.click('main a:has-text("登记送达")');
  await send(clerk, { way: 'direct', sent: today, served_on: today, proof: '本人签收' }, '登记');
  assert.match(await main(clerk), /送达已登记/, await wrong(clerk));
}
const refuse = (clerk, path) => reply(clerk, path, 'F15', [0, 9, 10, 11, 12], [2, 3, 4, 5, 6, 8, 16],
  { basis: 'refused.internal', findings: '您申请的信息是内部工作流程信息。', ground: '该信息属于本机关内部工作流程信息，依法不予公开。' });
const give = (clerk, path) => reply(clerk, path, 'F13', [0, 9, 10, 11], [2, 3, 4, 5, 6, 8, 12, 17],
  { findings: '您申请的信息可以公开。', how: '随本答复书提供复印件一份。' });

// R-033-2: proposed by the clerk, agreed by the head, told to the applicant by a letter served today.
async function extend(clerk, path) {
  const before = await clerk.textContent('.gk-term');
  await clerk.goto(path + '/extension');
  await send(clerk, { days: '20', reason: '档案数量大，需要逐件审查' }, '提交负责人');
  const head = await enter('head');
  await head.goto(path);
  await head.click('a:has-text("决定是否延长")');
  await send(head, { decision: 'agree' }, '作出决定');
  await clerk.goto(path + '/letters/new?form=F05');
  await send(clerk, { ground: '档案数量大，需要逐件审查。', days: '20' }, '生成草稿');
  await clerk.waitForURL('**/office/letters/*');
  const at = new URL(clerk.url()).pathname;
  await clerk.click('main form button:has-text("提交")');
  await head.goto(at + '/sign');
  await head.click('button:has-text("确认签发")');
  await head.context().close();
  await clerk.goto(at + '/serve');
  await send(clerk, { way: 'direct', sent: today, served_on: today, proof: '本人签收' }, '登记');
  await clerk.goto(path);
  assert.notEqual(await clerk.textContent('.gk-term'), before, 'twenty working days longer');
}

async function cell(page, of, code) {
  await page.goto(`/office/remedies/year?year=${of}`);
  return Number(/\d+/.exec(await page.textContent(`a[href$="cell=${code}"]`))[0]);
}

for (const javaScriptEnabled of [true, false]) {
  const name = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  const tag = javaScriptEnabled ? '甲' : '乙';
  let corrected = 0;

  test(`a refusal is corrected by a review and answered anew: ${name}`, async () => {
    const page = await enter('clerk', { javaScriptEnabled });
    if (javaScriptEnabled) {
      await page.goto('/office/remedies');
      assert.match(await main(page), /没有未了结的复议、诉讼/);
      await decent(page, 'remedies-empty');
    }
    corrected = await cell(page, year, 't4.review.corrected');
    const request = await letter(page, `内部流程文件${tag}`);
    await extend(page, request);
    await refuse(page, request);
    await page.goto(request);
    assert.match(await main(page), /申请人可以申请复议至 \d{4}-\d\d-\d\d（还有 \d+ 日）；应当先申请复议，不能直接起诉/);
    await page.click('main a:has-text("登记复议、诉讼")');
    if (javaScriptEnabled) await decent(page, 'remedy-new');
    assert.match(await main(page), /登记的复议机关：示例市人民政府/);
    await page.click('main form button:has-text("登记")');
    assert.match(await wrong(page), /请选择是复议还是诉讼.*请填写申请人或者原告/s);
    if (javaScriptEnabled) await decent(page, 'remedy-new-errors');
    await send(page, { block: 'review', claimant: '测试辛某', body: '示例市人民政府', case_number: `〔${year}〕${tag}号`, received: today }, '登记');
    assert.match(await main(page), /案件已登记，答复、答辩期限已起算/, await wrong(page));
    const remedy = new URL(page.url()).pathname;
    assert.doesNotMatch(await page.content(), /测试辛某/, 'masked');
    assert.match(await main(page), /书面答复并提交证据（本机关）.*《行政复议法》第四十八条/s);
    if (javaScriptEnabled) await decent(page, 'remedy-open');
    await page.click('.gk-mainact a:has-text("登记书面答复")');
    if (javaScriptEnabled) await decent(page, 'remedy-answer');
    await send(page, { on: today }, '登记');
    assert.match(await main(page), /已登记，期限已重新计算.*等待审理/s);
    // The result is looked at before it is written.
    await page.goto(`${remedy}/step/decide`);
    await page.click('main form button:has-text("下一步")');
    assert.match(await wrong(page), /请选择结果/);
    await send(page, { result: 'review.revoked', on: today, other: today }, '下一步');
    assert.match(await main(page), /请核对.*撤销（《行政复议法》第六十四条）.*结果纠正/s);
    if (javaScriptEnabled) await decent(page, 'remedy-confirm');
    await page.click('button:has-text("确认登记")');
    assert.match(await main(page), /结果已登记/);
    await page.goto(`${remedy}/files`);
    if (javaScriptEnabled) await decent(page, 'remedy-file');
    await send(page, { kind: 'decision', file: { name: '决定书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') } }, '上传');
    assert.match(await main(page), /决定书\.pdf.*复议，决定书、裁判文书/s);
    // The order to decide anew opens a round with its own number and last day.
    await page.click('main a:has-text("登记责令重新答复")');
    if (javaScriptEnabled) await decent(page, 'remedy-redo');
    await send(page, { on: today, text: '撤销答复，责令重新答复' }, '下一步');
    assert.match(await main(page), /请核对.*自收到次日起 20 个工作日/s, await wrong(page));
    if (javaScriptEnabled) await decent(page, 'remedy-redo-confirm');
    await page.click('button:has-text("确认，开始重新答复")');
    await page.waitForURL('**/office/requests/*');
    const round = new URL(page.url()).pathname;
    assert.notEqual(round, request);
    assert.match(await page.textContent('h1'), /\d{4}-\d{4}-重1/);
    assert.match(await main(page), /按复议决定或者裁判重新答复，期限至/);
    if (javaScriptEnabled) await decent(page, 'remedy-round');
    await page.goto(remedy);
    assert.match(await page.textContent('.gk-mainact'), /重新作出答复.*去办理重新答复/s);
    await page.click('.gk-mainact a:has-text("去办理重新答复")');
    await give(page, round);
    await page.goto(remedy);
    assert.match(await main(page), /重新作出答复（本机关）.*完成/s);
    assert.doesNotMatch(await page.textContent('.gk-mainact'), /去办理/);
    // Both ways between the request, its round and the case.
    await page.goto(request);
    assert.match(await page.textContent('#remedies >> xpath=../..'), /救\d{4}-\d{4}.*重新答复：.*-重1（已办结）/s);
    await page.click(`a[href="${round}"]`);
    assert.match(await main(page), /第 1 轮，原申请/);
    await page.click(`a[href="${remedy}"]`);
    assert.equal(new URL(page.url()).pathname, remedy);
    // The number of table four opens the case.
    assert.equal(await cell(page, year, 't4.review.corrected'), corrected + 1);
    if (javaScriptEnabled) await decent(page, 'remedy-year');
    await page.click('a[href$="cell=t4.review.corrected"]');
    assert.match(await main(page), new RegExp(`内部流程文件${tag}`));
    if (javaScriptEnabled) await decent(page, 'remedy-cell');
    await page.context().close();
  });

  test(`a lawsuit after a review, two instances, a petition: ${name}`, async () => {
    const page = await enter('clerk', { javaScriptEnabled });
    await page.goto('/office/remedies/new');
    const facts = { block: 'after_review', item: `2024年度预算说明${tag}`, kind: 'organisation', claimant: `示例科技${tag}有限公司`,
      body: '示例市示例区人民法院', case_number: '（2025）示01行初1号', received: '2025-03-04' };
    await send(page, facts, '登记');
    assert.match(await wrong(page), /复议后起诉的，请选择登记簿里的复议案件，或者写明/);
    assert.equal(await page.inputValue('#case_number'), facts.case_number, 'nothing is lost');
    await send(page, { prior_text: '示例市人民政府〔2024〕9号决定维持' }, '登记');
    const remedy = new URL(page.url()).pathname;
    // 15 days from 2025-03-04: 2025-03-19.
    assert.match(await main(page), /提交答辩状和证据（本机关）.*2025-03-19 周三.*《行政诉讼法》第六十七条/s);
    const step = async (word, fields) => {
      await page.goto(`${remedy}/step/${word}`);
      await send(page, fields, word === 'decide' || word === 'final' || word === 'retrial' ? '下一步' : '登记');
      if (await page.locator('button:has-text("确认登记")').count()) await page.click('button:has-text("确认登记")');
    };
    await step('answer', { on: '2025-03-18' });
    await step('hear', { on: '2025-04-15', head: true });
    assert.match(await main(page), /负责人出席/);
    await step('decide', { result: 'court.claim_rejected', on: '2025-06-10', other: '2025-06-12' });
    // 15 days from 2025-06-12: 2025-06-27.
    assert.match(await main(page), /上诉，或者登记没有上诉（本机关）.*2025-06-27 周五/s);
    await step('final', { on: '2025-06-20' });
    assert.match(await wrong(page), /上诉期限至 2025-06-27 才届满.*第八十五条/);
    await step('appeal', { on: '2025-06-26', body: '示例市中级人民法院', case_number: '（2025）示终2号' });
    assert.match(await main(page), /二审裁判（复议机关、法院）.*2025-09-26 周五/s);
    await step('decide', { result: 'appeal.upheld', on: '2025-09-10', other: '2025-09-12' });
    assert.match(await main(page), /2025 年计“结果维持”/);
    await step('petition', { on: '2025-11-20' });
    assert.match(await main(page), /登记驳回再审申请/);
    assert.match(await main(page), /2025 年计“结果维持”/, 'a petition alone opens nothing');
    if (javaScriptEnabled) await decent(page, 'remedy-lawsuit');
    // A wrong day is corrected, the entry before stays to be seen.
    await page.getByRole('link', { name: '更正 2025-04-15', exact: false }).click();
    if (javaScriptEnabled) await decent(page, 'remedy-entry');
    await page.click('main form button:has-text("保存更正")');
    assert.match(await wrong(page), /请写明更正理由/);
    await send(page, { on: '2025-04-16', reason: '开庭日期以笔录为准' }, '保存更正');
    assert.match(await main(page), /记录已更正/);
    assert.match(await page.textContent('#entries >> xpath=../..'), /2025-04-15.*已更正.*2025-04-16.*更正 一审：听证、开庭.*更正理由：开庭日期以笔录为准/s);
    // Counting otherwise is the head's.
    await page.goto(`${remedy}/hold`);
    assert.match(await page.title(), /没有权限|不能/, await page.title());
    const head = await enter('head', { javaScriptEnabled });
    await head.goto(`${remedy}/hold`);
    if (javaScriptEnabled) await decent(head, 'remedy-hold');
    await send(head, { year: '2026', on: today }, '下一步');
    assert.match(await wrong(head), /请写明理由/);
    await send(head, { text: '再审申请还在审查' }, '下一步');
    await head.click('button:has-text("确认登记")');
    assert.match(await main(head), /2025 年计“结果维持”；2026 年计“尚未审结”/);
    await head.context().close();
    await page.context().close();
  });
}

test('straight to court: warned, then with a reason; no review of the same person meanwhile', async () => {
  const page = await enter('clerk');
  const request = await letter(page, '人事管理信息');
  await refuse(page, request);
  await page.goto(request);
  await page.click('main a:has-text("登记复议、诉讼")');
  const facts = { block: 'direct', claimant: '测试壬某', body: '示例市示例区人民法院', received: today };
  await send(page, facts, '登记');
  assert.match(await wrong(page), /应当先申请复议，不能直接起诉.*第二十三条/);
  await decent(page, 'remedy-warned');
  await send(page, { anyway: '法院已经立案' }, '登记');
  assert.match(await main(page), /案件已登记/, await wrong(page));
  assert.match(await main(page), /法院已经立案/);
  await page.goto(`/office/remedies/new?request=${request.split('/').pop()}`);
  await send(page, { ...facts, block: 'review', body: '示例市人民政府' }, '登记');
  assert.match(await wrong(page), /不得申请行政复议/);
  // W22 of the rule book: five working days from 2026-09-28 end on Saturday 2026-10-10, a make-up day.
  await page.goto('/office/remedies/new');
  await send(page, { block: 'review', procedure: 'simplified', item: '调休上班', claimant: '测试子某', body: '示例市人民政府', received: '2026-09-28' }, '登记');
  assert.match(await main(page), /2026-10-10 周六.*逾期 \d+ 日.*《行政复议法》第五十四条/s);
  await page.goto('/office/remedies?band=overdue');
  assert.match(await main(page), /逾期 \d+ 日.*书面答复 2026-10-10.*调休上班/s);
  await page.goto('/office/remedies?block=direct');
  assert.match(await main(page), /人事管理信息/);
  assert.doesNotMatch(await main(page), /调休上班/);
  assert.match(await page.textContent('nav a[href="/office/remedies"]'), /复议诉讼.*\d/s, 'the side bar says how many wait');
  await decent(page, 'remedies-list');
  await shot(page, 'remedies-list');
  // Out as CSV, with a reason in the log.
  await page.goto('/office/remedies/export?band=all');
  await decent(page, 'remedies-export');
  await page.fill('#reason', '年度报告核对');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('button:has-text("导出")')]);
  const csv = await (await import('node:fs/promises')).readFile(await download.path(), 'utf8');
  assert.match(csv, /救\d{4}-\d{4},行政诉讼（未经复议直接起诉）,一审,人事管理信息,测\*\*某,1,/);
  assert.doesNotMatch(csv, /测试壬某/);
  await page.context().close();
});

test('who only looks; by keyboard', async () => {
  const looker = await enter('looker');
  await looker.goto('/office/remedies?band=all');
  assert.equal(await looker.locator('a:has-text("登记复议、诉讼")').count(), 0);
  assert.equal((await looker.goto('/office/remedies/new')).status(), 403);
  await looker.context().close();
  const page = await enter('clerk');
  await page.goto('/office/remedies/new');
  const to = async (id) => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((x) => document.activeElement?.id === x || document.activeElement?.name === x, id)) return;
    }
    assert.fail('not reached by keyboard: ' + id);
  };
  await to('block');
  await page.keyboard.press('Space');
  for (const [id, text] of [['item', '键盘登记的事项'], ['claimant', '测试癸某'], ['body', '示例市人民政府']]) {
    await to(id);
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(/remedies\/\d+$/);
  assert.match(await main(page), /键盘登记的事项/);
  await page.context().close();
});
