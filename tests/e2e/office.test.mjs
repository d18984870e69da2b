// The office: registration, the inbox, one case with its clock, steps by one and by two people.
// Expected days are the worked examples of the rule book (1.6: W13 correction, W14 consultation,
// W15 extension), all of the past, so that they do not depend on the day of the run.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, run, launch, decent, shot } from './serve.mjs';
import { enter as comeIn, staffed, registered } from './staff.mjs';

let browser, server;

const enter = (login, options) => comeIn(browser, server, login, options);

before(async () => {
  browser = await launch();
  server = await staffed(browser, { clerk: ['测试丁', 'register,handle'], head: ['测试戊', 'sign'], both: ['测试己', 'handle,sign'], looker: ['测试庚', 'look'] });
});
after(async () => { await browser?.close(); await server?.stop(); });

const scan = { name: '凭证.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };
// What a step needs that has a letter but was done on paper outside the system.
const onPaper = { paper: '系统停用期间手工制发', file: scan };

const main = (page) => page.textContent('main');
const due = async (page) => (await page.textContent('.gk-term')).trim();

// Registers a paper request; day: of arrival and, unless in person, of the confirmation.
async function register(page, channel, day, subject, more = {}) {
  await page.goto('/office/register');
  await page.click(`main a[href$="channel=${channel}"]`);
  await page.fill('#arrived', day);
  if (channel !== 'person' && more.settled !== '') await page.fill('#settled_on', more.settled ?? day);
  if (more.scan) await page.setInputFiles('#file', { ...scan, name: '来信.pdf' });
  await page.check('input[name="class"][value="person"]');
  await page.fill('#name', '测试辛某');
  await page.selectOption('#id_type', 'passport');
  await page.fill('#id_number', 'E00000000');
  await page.fill('#phone', '13800000000');
  await page.fill('#address', '示例市示例路一号测试小区');
  await page.fill('#subject', subject);
  await page.fill('#content', more.content ?? `${subject}，需要全文。`);
  await page.click('button:has-text("登记")');
  await registered(page);
  assert.match(await main(page), /申请已登记/, await page.locator('.govuk-error-summary').allTextContents().then(String));
  assert.match(await page.textContent('code'), /^[2-9A-HJ-NP-Z]{8}$/);
}

async function open(page, channel, day, subject, more) {
  await register(page, channel, day, subject, more);
  await page.click('a:has-text("打开这件申请")');
  await page.waitForURL('**/office/requests/*');
  return new URL(page.url()).pathname;
}

async function step(page, path, tail, fields, button) {
  await page.goto(path + tail);
  for (const [name, value] of Object.entries(fields)) {
    const box = page.locator(`[name="${name}"]`).first();
    const kind = await box.evaluate((e) => e.type || e.tagName);
    if (kind === 'radio') await page.check(`[name="${name}"][value="${value}"]`);
    else if (kind === 'file') await box.setInputFiles(value);
    else if (kind === 'select-one') await page.selectOption(`[name="${name}"]`, value);
    else await box.fill(value);
  }
  await page.click(`main form button:has-text("${button}")`);
}

for (const javaScriptEnabled of [true, false]) {
  const name = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  const tag = javaScriptEnabled ? '甲' : '乙';

  test(`a letter is registered and corrected: ${name}`, async () => {
    const page = await enter('clerk', { javaScriptEnabled });
    if (javaScriptEnabled) {
      assert.match(await main(page), /没有在办的申请/);
      await decent(page, 'office-empty');
      await page.goto('/office/register');
      await decent(page, 'office-register-choice');
      await page.goto('/office/register?channel=registered');
      await decent(page, 'office-register');
      await page.click('button:has-text("登记")');
      assert.match(await page.title(), /^错误：/);
      assert.match(await page.textContent('.govuk-error-summary'), /请填写联系电话/);
      await decent(page, 'office-register-errors');
    }
    const path = await open(page, 'registered', '2026-09-17', `W13 补正${tag}`, { scan: true });
    assert.match(await due(page), /^2026年10月21日.*周三到期/);
    assert.match(await main(page), /来信\.pdf/);
    assert.doesNotMatch(await page.content(), /13800000000|E00000000|测试辛某/, 'masked');
    // Too late for a notice: the law refuses, and nothing typed is lost.
    await step(page, path, '/step/correction-notice', { on: '2026-09-29', reason: '写明所需文件的名称' }, '记录补正告知');
    assert.match(await page.textContent('.govuk-error-summary'), /为什么在系统外用纸质文书办理/, 'the letter is the way');
    await page.fill('#paper', onPaper.paper);
    await page.click('button:has-text("记录补正告知")');
    assert.match(await page.textContent('.govuk-error-summary'), /请上传纸质文书和送达凭证/);
    await page.setInputFiles('#file', scan);
    await page.click('button:has-text("记录补正告知")');
    assert.match(await page.textContent('.govuk-error-summary'), /7个工作日内（2026-09-28 以前）.*第三十条/);
    assert.equal(await page.inputValue('#reason'), '写明所需文件的名称');
    if (javaScriptEnabled) await decent(page, 'office-step-refused');
    await page.fill('#on', '2026-09-24');
    await page.fill('#until', '2026-10-15');
    await page.setInputFiles('#file', scan);
    await page.click('button:has-text("记录补正告知")');
    assert.match(await main(page), /已记录，期限已重新计算/);
    await step(page, path, '/step/correction-received', { on: '2026-10-12', reason: '需要备案表' }, '记录收到补正');
    assert.match(await due(page), /^2026年11月9日/, 'W13');
    // Day one is the day after, the twentieth is the due day.
    assert.equal((await page.textContent('.gk-cal .is-due b')).trim(), '20');
    assert.match(await page.textContent('.gk-quote'), /10-12 补正：需要备案表/);
    // The inbox has it, overdue, with weekday.
    await page.goto('/office?band=overdue');
    const row = page.locator(`tr:has-text("W13 补正${tag}")`);
    assert.match(await row.textContent(), /逾期 \d+ 日.*11-09 周一.*测\*+.*自然人，挂号邮寄/s);
    // A wrong day is corrected and moves the due day.
    await page.goto(path);
    await page.getByRole('link', { name: '更正 2026-10-12 收到补正', exact: false }).click();
    if (javaScriptEnabled) await decent(page, 'office-event');
    await page.fill('#on', '2026-10-13');
    await page.click('main form button:has-text("更正")');
    assert.match(await page.textContent('.govuk-error-summary'), /请写明更正理由/);
    await page.fill('#reason', '签收单上是十三日');
    await page.click('main form button:has-text("更正")');
    assert.match(await due(page), /^2026年11月10日/);
    assert.match(await page.textContent('.gk-quote'), /10-13 补正：需要备案表/, 'the text stays');
    assert.match(await page.textContent('.gk-log >> nth=-1'), /测试丁 更正事件记录/);
    // One personal field, with a reason.
    await page.goto(path);
    await page.click('dd:has-text("138****0000") a');
    await page.fill('#reason', '核对联系方式');
    await page.click('main form button:has-text("查看")');
    assert.match(await main(page), /13800000000.*已记入操作日志/s);
    await page.goto(path);
    if (javaScriptEnabled) await decent(page, 'office-case');
    // Withdrawal needs its reason and ends the case.
    await step(page, path, '/step/withdraw', {}, '记录撤回');
    assert.match(await page.textContent('.govuk-error-summary'), /请写明情况/);
    await page.fill('#reason', '书面撤回');
    await page.fill('#paper', '申请人当面递交撤回书');
    await page.setInputFiles('#file', scan);
    await page.click('button:has-text("记录撤回")');
    assert.match(await main(page), /已记录，本件办结/);
    assert.match(await main(page), /已撤回/);
    await page.context().close();
  });

  test(`consultation stops the clock: ${name}`, async () => {
    const page = await enter('clerk', { javaScriptEnabled });
    const path = await open(page, 'person', '2025-04-21', `W14 征求意见${tag}`);
    assert.match(await due(page), /^2025年5月21日/);
    await step(page, path, '/consult', { kind: 'third', party: '示例有限公司', person: 'unit', findings: '从业人员名册', sent: '2025-04-28' }, '登记');
    assert.match(await page.textContent('.govuk-error-summary'), /为什么在系统外用纸质文书办理/);
    if (javaScriptEnabled) await decent(page, 'consult-paper');
    await page.fill('#paper', onPaper.paper);
    await page.setInputFiles('#file', scan);
    await page.click('main form button:has-text("登记")');
    assert.match(await main(page), /对方收到的日期还没有登记/);
    const consultation = new URL(page.url()).pathname;
    await step(page, consultation, '/serve', { on: '2025-05-06' }, '登记');
    assert.match(await main(page), /意见的最后一日\s*2025-05-27/, 'W14');
    assert.match(await main(page), /期满 \d+ 日未答复/);
    if (javaScriptEnabled) await decent(page, 'consult-one');
    await step(page, consultation, '/remind', { on: '2025-05-13', text: '电话催办，答复本周回函' }, '记录');
    await page.goto('/office/consultations?state=expired');
    assert.match(await main(page), /示例有限公司[\s\S]*期满 \d+ 日未答复|期满 \d+ 日未答复[\s\S]*示例有限公司/);
    if (javaScriptEnabled) await decent(page, 'consult-list');
    await page.goto('/office/consultations?state=waiting&kind=maker');
    assert.match(await main(page), /没有这样的征求意见/);
    if (javaScriptEnabled) await decent(page, 'consult-list-empty');
    await step(page, consultation, '/opinion', { on: '2025-05-15', opinion: 'object' }, '登记意见');
    assert.match(await page.textContent('.govuk-error-summary'), /请写明对方的理由/);
    if (javaScriptEnabled) await decent(page, 'consult-opinion');
    await page.fill('#text', '名册含个人信息');
    await page.setInputFiles('#file', { ...scan, name: '意见.pdf' });
    await page.click('button:has-text("登记意见")');
    assert.match(await main(page), /不同意公开[\s\S]*名册含个人信息[\s\S]*已存入本件材料/);
    await step(page, consultation, '/settle', { result: 'consent', text: '可以公开' }, '记录结果');
    assert.match(await page.textContent('.govuk-error-summary'), /对方不同意公开，不能按同意处理/);
    if (javaScriptEnabled) await decent(page, 'consult-settle');
    await page.check('input[value="override"]');
    await page.fill('#text', '关系公共安全，不公开影响重大');
    await page.click('button:has-text("记录结果")');
    assert.match(await main(page), /应当把公开的内容和理由书面告知第三方/);
    await page.click('a:has-text("起草决定公开告知书")');
    assert.equal(await page.locator('#consultation option:checked').textContent(), '示例有限公司（第三方1）');
    await page.goto(path);
    assert.match(await page.textContent('section:has(#consult)'), /示例有限公司[\s\S]*05-06 收到[\s\S]*不同意公开；不公开可能对公共利益[\s\S]*10 日/);
    if (javaScriptEnabled) await decent(page, 'consult-case');
    assert.match(await due(page), /^2025年6月5日/, 'W14');
    assert.equal(await page.locator('.gk-cal .is-stop').count(), 10, 'ten working days do not count');
    await page.context().close();
  });

  test(`an extension takes two people: ${name}`, async () => {
    const page = await enter('clerk', { javaScriptEnabled });
    const path = await open(page, 'person', '2026-04-28', `W15 延期${tag}`);
    assert.match(await due(page), /^2026年5月28日/);
    await step(page, path, '/extension', { days: '20', reason: '档案数量大' }, '提交负责人');
    assert.match(await main(page), /等待负责人决定/);
    await step(page, path, '/extension', { days: '10', reason: '再来一次' }, '提交负责人');
    assert.match(await page.textContent('.govuk-error-summary'), /已有一项延期申请等待批准/);
    const head = await enter('head', { javaScriptEnabled });
    await head.goto(path);
    await head.click('a:has-text("决定是否延长")');
    if (javaScriptEnabled) await decent(head, 'office-approve');
    await head.check('input[value="agree"]');
    await head.fill('#on', '2026-05-29');
    await head.fill('#paper', onPaper.paper);
    await head.setInputFiles('#file', scan);
    await head.click('button:has-text("作出决定")');
    assert.match(await head.textContent('.govuk-error-summary'), /期限已于 2026-05-28 届满.*第三十三条第二款/);
    await head.fill('#on', '2026-05-28');
    await head.setInputFiles('#file', scan);
    await head.click('button:has-text("作出决定")');
    assert.match(await due(head), /^2026年6月26日/, 'W15');
    assert.match(await main(head), /同意延长 20 个工作日/);
    assert.equal((await head.request.get(path + '/step/withdraw')).status(), 403, 'the head does not handle');
    // Nobody approves the own proposal.
    if (javaScriptEnabled) {
      const other = await open(page, 'person', '2026-04-28', 'W15 自己批准');
      const both = await enter('both');
      await step(both, other, '/extension', { days: '5', reason: '自己提出' }, '提交负责人');
      await both.click('a:has-text("决定是否延长")');
      await both.check('input[value="agree"]');
      await both.click('button:has-text("作出决定")');
      assert.match(await both.textContent('.govuk-error-summary'), /提出人以外的负责人批准/);
      await both.context().close();
    }
    await head.context().close();
    await page.context().close();
  });

  test(`confirmation, assignment, notes, batch, export: ${name}`, async () => {
    const page = await enter('clerk', { javaScriptEnabled });
    const path = await open(page, 'ordinary', '2026-01-05', `信函${tag}`, { settled: '' });
    assert.match(await main(page), /待登记，期限未起算/);
    if (javaScriptEnabled) await decent(page, 'office-filed');
    await page.click('.gk-mainact a:has-text("确认收到并登记")');
    assert.match(await main(page), /平常信函的申请，以与申请人确认之日/);
    if (javaScriptEnabled) await decent(page, 'office-confirm');
    await page.fill('#on', '2026-01-04');
    await page.click('main form button:has-text("确认收到并登记")');
    assert.match(await page.textContent('.govuk-error-summary'), /早于/);
    await page.fill('#on', '2026-01-06');
    await page.click('main form button:has-text("确认收到并登记")');
    assert.match(await main(page), /已确认收到并登记/);
    assert.match(await page.textContent('h1'), /^2026-\d{4}/);
    await step(page, path, '/note/search', { text: '在档案系统检索，无结果' }, '保存检索记录');
    assert.match(await page.textContent('section:has(#notes)'), /检索记录[\s\S]*无结果/);
    // Two forms at once: the second is shown both versions and loses nothing.
    await page.goto(path + '/step/excess');
    const other = Object.assign(await page.context().newPage(), { errors: [] });
    await step(other, path, '/fee', { method: 'item', amount: '12' }, '计算金额');
    assert.match(await other.textContent('main'), /本件 100 元/);
    assert.match(await other.getAttribute('a:has-text("起草收费通知书")', 'href'), /form=F12&fee=item&fee_count=12$/);
    if (javaScriptEnabled) await decent(other, 'office-fee');
    if (javaScriptEnabled) await decent(page, 'office-excess');
    await other.fill('#paper', onPaper.paper);
    await other.fill('#on', '2026-01-08');
    await other.setInputFiles('#file', scan);
    await other.click('button:has-text("补登记纸质收费通知")');
    assert.match(await other.textContent('main'), /缴费01-08 起/);
    await page.fill('#reason', '一个月内三十件');
    await page.fill('#paper', onPaper.paper);
    await page.setInputFiles('#file', scan);
    await page.click('main form button:has-text("记录已要求说明理由")');
    assert.match(await main(page), /测试丁在 .* 修改过这件申请。您的内容已保留[\s\S]*两个版本的不同之处/);
    assert.equal(await page.inputValue('#reason'), '一个月内三十件');
    await step(page, path, '/step/fee-paid', { on: '2026-01-15' }, '记录缴清费用');
    assert.match(await due(page), /^2026年2月12日/, 'W16');
    // The list: search, batch, export.
    await page.goto('/office');
    await page.fill('#q', `信函${tag}`);
    await page.click('button:has-text("筛选")');
    assert.equal(await page.locator('tbody tr').count(), 1);
    if (javaScriptEnabled) await page.check('[data-gk-all]');
    else await page.check('tbody input[name="pick"]');
    await page.selectOption('#act', 'remind');
    await page.click('button:has-text("执行")');
    if (javaScriptEnabled) await decent(page, 'office-batch');
    await page.fill('#text', '请尽快办理');
    await page.click('main form button:has-text("催办")');
    assert.match(await main(page), /已催办选中的申请/);
    await page.goto(path);
    assert.match(await page.textContent('section:has(#notes)'), /催办[\s\S]*请尽快办理/);
    await page.goto('/office');
    await page.click('button:has-text("执行")');
    assert.match(await main(page), /请先选中申请/);
    // From any page, by a name: the address does not tell it, and may be gone back to.
    await page.goto('/account');
    await page.fill('#top-q', `测试${tag}`);
    await page.click('header button:has-text("查找")');
    await page.waitForURL((u) => u.pathname === '/office' && u.searchParams.has('find'));
    assert.doesNotMatch(decodeURIComponent(page.url()), /测试/);
    assert.equal(await page.inputValue('#q'), `测试${tag}`);
    if (javaScriptEnabled) await decent(page, 'office-found');
    const found = page.url();
    await page.goto(found.slice(0, -3) + 'AAA');
    assert.equal(await page.inputValue('#q'), '', 'a changed address is no search');
    await page.goto(found);
    assert.equal(await page.inputValue('#q'), `测试${tag}`);
    await page.goto('/office');
    await page.click('a:has-text("导出台账")');
    await page.fill('#reason', '每周例会');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('main form button:has-text("导出")')]);
    const csv = Buffer.concat(await (await download.createReadStream()).toArray()).toString('utf8');
    assert.match(csv, new RegExp(`信函${tag}`));
    assert.doesNotMatch(csv, /测试辛某|13800000000/);
    await page.context().close();
  });
}

test('the inbox at all widths, in both modes, by keyboard; who only looks', async () => {
  const page = await enter('clerk');
  await register(page, 'person', '2026-10-30', '<script>alert(1)</script>=1+1');
  await page.goto('/office?band=all');
  await decent(page, 'office-inbox');
  assert.equal(await page.locator('main script').count(), 0);
  for (const mode of ['contrast', 'large']) {
    await page.goto(`/mode?set=${mode}&back=/office?band=all`);
    await decent(page, `office-inbox-${mode}`);
    await page.click('tbody a >> nth=0');
    await decent(page, `office-case-${mode}`);
    await page.goto(`/mode?set=no-${mode}&back=/office`);
  }
  // From the list into a case and to its first action without a mouse.
  await page.goto('/office?band=all');
  await page.locator('#q').focus();
  await page.keyboard.type('征求意见');
  await page.keyboard.press('Enter');
  await page.waitForURL((u) => u.searchParams.has('find'), { waitUntil: 'load' });
  for (let i = 0; i < 60 && !(await page.evaluate(() => document.activeElement.matches('tbody a'))); i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/office/requests/*');
  await shot(page, 'office-case-open');
  const looker = await enter('looker');
  await looker.goto('/office?band=all');
  assert.equal(await looker.locator('input[name="pick"]').count(), 0);
  await looker.click('tbody a >> nth=0');
  assert.equal(await looker.locator('a:has-text("查看完整")').count(), 0);
  assert.equal((await looker.request.get(new URL(looker.url()).pathname + '/assign')).status(), 403);
  await decent(looker, 'office-case-look');
  await looker.context().close();
  await page.context().close();
});
