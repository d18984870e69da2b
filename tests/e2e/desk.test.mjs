// One case at the desk: split into many, a merge refused, what happened to its letters.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { launch, visit, decent } from './serve.mjs';
import { registered } from './staff.mjs';
import { alike, fill, lookUp, openOffice, today } from './seed.mjs';

let browser, server;
const people = { clerk: 'register,handle', legal: 'review', secret: 'secrecy', head: 'sign' };
const main = (page) => page.textContent('main');
const path = (page) => new URL(page.url()).pathname;
const modes = [[true, '甲', 'with JavaScript'], [false, '乙', 'without JavaScript']];

before(async () => {
  browser = await launch();
  server = await openOffice(browser, people);
});
after(async () => { await browser?.close(); await server?.stop(); });

const clerk = (javaScriptEnabled) => alike(browser, server, people.clerk, { javaScriptEnabled });
async function register(page, subject, more = {}) {
  await fill(page, '/office/register?channel=person', { arrived: today, class: 'person', name: '测试辛某', id_type: 'passport', id_number: 'E00000000',
    phone: '13800000000', address: '示例市示例路一号测试小区', subject, content: `${subject}，需要全文。`, ...more }, '登记');
  await registered(page);
  await page.click('a:has-text("打开这件申请")');
  await page.waitForURL('**/office/requests/*');
  return path(page);
}

for (const [javaScriptEnabled, tag, name] of modes) {
  test(`one paper becomes seven requests, and seven never become one: ${name}`, async () => {
    const page = await clerk(javaScriptEnabled);
    const at = await register(page, `七座桥梁的检测报告${tag}`);
    await page.click('main a:has-text("拆分为几件")');
    if (javaScriptEnabled) await decent(page, 'desk-split');
    assert.equal(await page.locator('main textarea').count(), 3);
    // The boxes grow by a button; what was typed stays, and nothing is complained of yet.
    await page.fill('#part1', '第一座桥梁的检测报告');
    for (let i = 4; i <= 8; i++) {
      await page.click('button:has-text("再加一件")');
      await page.waitForSelector(`#part${i}`);
    }
    assert.equal(await page.inputValue('#part1'), '第一座桥梁的检测报告');
    assert.equal(await page.locator('.govuk-error-summary').count(), 0);
    await page.click('main form button:has-text("拆分")');
    assert.match(await page.textContent('.govuk-error-summary'), /至少写出两件/);
    if (javaScriptEnabled) await decent(page, 'desk-split-error');
    // The third box is left empty and counts for nothing.
    for (const i of [2, 4, 5, 6, 7, 8]) await page.fill(`#part${i}`, `第${i}座桥梁的检测报告`);
    await page.click('main form button:has-text("拆分")');
    await page.waitForURL('**/office/requests/*');
    assert.match(await main(page), /已拆分/);
    const parts = page.locator('section:has(#parts) li');
    assert.equal(await parts.count(), 6, 'six beside the first');
    const numbers = (await parts.allTextContents()).map((t) => /\d{4}-\d+/.exec(t)[0]);
    assert.equal(new Set(numbers).size, 6);
    if (javaScriptEnabled) await decent(page, 'desk-parts');
    await parts.last().locator('a').click();
    await page.waitForURL((u) => u.pathname !== at);
    assert.match(await page.textContent('.gk-quote'), /第8座桥梁/);
    assert.match(await main(page), /拆分自/);
    const part = path(page);

    // The applicant would rather have one answer: refused, said why, and kept with both.
    await page.click('main a:has-text("要求合并的，不予合并")');
    assert.match(await main(page), /每件申请单独登记、单独计算期限、单独答复/);
    assert.match(await main(page), /C-2\.6-26/);
    assert.equal(await page.locator('main a:has-text("并案答复不合并计数")').getAttribute('href'), part + '/letters');
    if (javaScriptEnabled) await decent(page, 'desk-merge');
    await page.fill('#numbers', `${numbers[0]}、9999-1`);
    await page.click('main form button:has-text("记录不予合并")');
    assert.match(await page.textContent('.govuk-error-summary'), /请写明情况和怎样答复/);
    await page.fill('#reason', '电话告知各件分别答复');
    await page.click('main form button:has-text("记录不予合并")');
    assert.match(await page.textContent('.govuk-error-summary'), /没有编号为 9999-1 的申请/);
    await page.fill('#numbers', numbers[0]);
    await page.click('main form button:has-text("记录不予合并")');
    await page.waitForURL(`**${part}**`);
    assert.match(await page.textContent('section:has(#notes)'), /不予合并.*申请人提出.*每件只计一行.*电话告知各件分别答复/s);
    assert.match(await page.textContent('section:has(#log)'), /不予合并/);
    await page.goto(at);
    await page.locator(`section:has(#parts) a:has-text("${numbers[0]}")`).click();
    assert.match(await page.textContent('section:has(#notes)'), /不予合并/, 'with the other as well');
    await page.context().close();
  });
}

// A reply through the office until it is signed.
async function replied(page, at) {
  const q = Object.fromEntries([...[0, 9, 10, 11].map((n) => [`q${n}`, 'yes']), ...[2, 3, 4, 5, 6, 8, 12, 17].map((n) => [`q${n}`, 'no'])]);
  await fill(page, at + '/letters/new?form=F13', { ...q, findings: '您申请的合同属于可以公开的政府信息。', how: '随本答复书提供复印件一份，共12页。' }, '生成草稿');
  await page.waitForURL('**/office/letters/*');
  const letter = path(page);
  await page.click('main form button:has-text("提交审核")');
  for (const login of ['legal', 'secret']) await fill(people[login], letter + '/opinion', { opinion: 'agree' }, '提交意见');
  await fill(people.head, letter + '/sign', {}, '确认签发');
  return letter;
}

for (const [javaScriptEnabled, tag, name] of modes) {
  test(`a reply is sent, turns out wrong, is taken back and made anew; the case tells it all: ${name}`, async () => {
    const page = await clerk(javaScriptEnabled), { head } = people;
    const at = await register(page, `撤回重发的合同${tag}`);
    const due = await page.textContent('.gk-term');
    const letter = await replied(page, at);
    await fill(page, letter + '/serve', { way: 'direct', sent: today, served_on: today, proof: '本人签收' }, '登记');
    await page.goto(at);
    assert.match(await main(page), /已经办结/);
    const log = page.locator('section:has(#log) li');
    const lines = (await log.allTextContents()).map((t) => t.replace(/\s+/g, ' '));
    for (const step of ['起草文书', '提交文书', '对文书提出意见', '签发文书', '登记文书送达']) assert.ok(lines.some((t) => t.includes(step)), `${step}: ${lines}`);
    const served = log.filter({ hasText: '登记文书送达' });
    assert.match(await served.textContent(), new RegExp(`测试clerk.*《政府信息公开申请答复书（予以公开）》.*〔\\d{4}〕\\d+号.*${today} 发出，${today} 收到`));
    assert.equal(await served.locator('a').getAttribute('href'), letter);
    if (javaScriptEnabled) await decent(page, 'desk-timeline');
    // What the service wrote cannot be taken away by hand; the letter is taken back by the head.
    await page.locator('section:has(#clock) tr:has(a)').filter({ hasText: /答复.*发出|发出.*答复|作出答复/ }).first().locator('a').click();
    await page.check('input[name=how][value=void]');
    await page.fill('#reason', '答复有误');
    await page.click('main form button:has-text("更正")');
    assert.match(await page.textContent('.govuk-error-summary'), /请负责人打开那份文书撤回/);
    await head.goto(letter);
    await head.click('main a:has-text("撤回")');
    assert.match(await main(head), /随送达写入的法定事件一并撤去/);
    if (javaScriptEnabled) await decent(head, 'desk-revoke');
    await head.click('main form button:has-text("确认撤回")');
    assert.match(await head.textContent('.govuk-error-summary'), /撤回理由|作废理由|请填写/);
    await head.fill('#reason', '引用的条款有误，重新制发');
    await head.click('main form button:has-text("确认撤回")');
    assert.match(await main(head), /已撤回/);
    await page.goto(at);
    assert.equal(await page.textContent('.gk-term'), due, 'the clock runs as before');
    assert.match(await page.locator('section:has(#log) li').filter({ hasText: '撤回签发的文书' }).textContent(), /引用的条款有误，重新制发/);
    assert.match(await page.textContent('section:has(#letters)'), /已撤回/);
    const second = await replied(page, at);
    await fill(page, second + '/serve', { way: 'direct', sent: today, served_on: today, proof: '本人签收' }, '登记');
    await page.goto(at);
    assert.match(await main(page), /已经办结/);
    const numbers = (await page.textContent('section:has(#letters)')).match(/公复〔\d{4}〕\d+号/g);
    assert.equal(new Set(numbers).size, 2, 'two numbers');
    await page.context().close();
  });
}

for (const [javaScriptEnabled, , name] of modes) {
  test(`what the law leaves open is set by the head, for cases to come: ${name}`, async () => {
    const page = await clerk(javaScriptEnabled);
    const tomorrow = new Date(Date.now() + 32 * 3600e3).toISOString().slice(0, 10);
    const item = javaScriptEnabled ? '收到上诉状副本后提出答辩状的期限' : '收到再审申请书副本后提交意见的期限';
    await page.goto('/office/remedies');
    await page.click('main a:has-text("期限和统计口径")');
    assert.match(await main(page), /法律条文写明的期限不能改/);
    if (javaScriptEnabled) await decent(page, 'desk-values');
    await page.click(`main a:has-text("${item}")`);
    assert.match(await main(page), /不计算[^]*还没有设定过/);
    assert.equal(await page.locator('main form').count(), 0, 'who handles cases only looks');
    if (javaScriptEnabled) await decent(page, 'desk-value-look');
    const at = path(page), head = await visit(browser, server, { javaScriptEnabled });
    await head.context().addCookies(await people.head.context().cookies());
    await head.goto(at);
    await head.fill('#value', '15');
    await head.fill('#from', today);
    await head.click('main form button:has-text("设定")');
    assert.match(await head.textContent('.govuk-error-summary'), /请写明理由/);
    await head.fill('#reason', '示例办发〔2026〕1号');
    await head.click('main form button:has-text("设定")');
    assert.match(await head.textContent('.govuk-error-summary'), /最早从明天起/);
    if (javaScriptEnabled) await decent(head, 'desk-value-error');
    // Somebody else sets it meanwhile: both values are shown.
    const other = await visit(browser, server, { javaScriptEnabled });
    await other.context().addCookies(await people.head.context().cookies());
    await fill(other, at, { value: '10', from: tomorrow, reason: '示例办发〔2026〕2号' }, '设定');
    await head.fill('#from', tomorrow);
    await head.click('main form button:has-text("设定")');
    assert.match(await main(head), /10 日[^]*15 日/);
    await fill(head, at, { value: '15', from: tomorrow, reason: '示例办发〔2026〕1号' }, '设定');
    assert.match(await main(head), /已设定/);
    assert.match(await head.textContent('section:has(#history)'), /15 日[^]*10 日/);
    if (javaScriptEnabled) await decent(head, 'desk-value');
    await page.goto('/office/remedies/values');
    assert.match(await page.textContent(`tr:has-text("${item}")`), new RegExp(`不计算.*${tomorrow} 起收到的：15 日`));
    for (const p of [page, head, other]) await p.context().close();
  });
}

const signed = { name: '记录.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };
for (const [javaScriptEnabled, tag, name] of modes) {
  test(`an oral request: recorded, signed, put away, received on the day of the signature: ${name}`, async () => {
    const page = await clerk(javaScriptEnabled);
    await fill(page, '/office/register?channel=oral', { arrived: '2026-09-16', class: 'person', name: '测试子某', id_type: 'passport', id_number: 'E00000009',
      phone: '13900000000', address: '示例市示例路三号', oral_reason: '右手骨折，不能书写', subject: `口头的道路养护合同${tag}`, content: `口头的道路养护合同${tag}，需要全文。` }, '登记');
    await registered(page);
    await page.click('a:has-text("打开这件申请")');
    await page.waitForURL('**/office/requests/*');
    const at = path(page);
    assert.match(await main(page), /宣读后请申请人签字；签字之日为收到之日/);
    await page.click('main .gk-mainact a:has-text("口头申请记录")');
    if (javaScriptEnabled) await decent(page, 'desk-oral');
    for (const [kind, magic] of [['pdf', '%PDF-'], ['docx', 'PK']]) {
      const answer = await page.request.get(await page.locator(`main a[href$="/oral/${kind}"]`).getAttribute('href'));
      assert.equal(answer.status(), 200);
      assert.ok((await answer.body()).subarray(0, magic.length).toString() === magic, kind);
    }
    await page.click('main form button:has-text("存入本件")');
    assert.match(await page.textContent('.govuk-error-summary'), /请选择签字的记录的扫描件/);
    await page.setInputFiles('#file', signed);
    await page.click('main form button:has-text("存入本件")');
    assert.match(await page.textContent('section:has(#files)'), /口头申请记录（已签字） 记录\.pdf/);
    // W12: signed on 2026-09-17, the twentieth working day is 10-21.
    await fill(page, at + '/confirm', { on: '2026-09-17' }, '确认收到并登记');
    await page.goto(at);
    assert.match((await page.textContent('.gk-term')).trim(), /^2026年10月21日/);
    assert.match(await page.textContent('section:has(#log)'), /打印口头申请记录/);
    assert.doesNotMatch(await page.content(), /13900000000|E00000009/, 'masked');
    await page.context().close();
  });
}

const paper = { name: '凭证.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };
for (const [javaScriptEnabled, tag, name] of modes) {
  test(`two clerks on one case: every form of it shows both versions and keeps what was typed; back is safe: ${name}`, async () => {
    const page = await clerk(javaScriptEnabled), other = await clerk(javaScriptEnabled);
    const at = await register(page, `两人同时办理的合同${tag}`);
    // Somebody else does something to the case: the receipt is corrected to the same day with a reason.
    const disturb = async () => {
      await other.goto(at);
      await other.locator('section:has(#clock) tr:has(a)').filter({ hasText: '收到申请' }).first().locator('a').click();
      await other.check('input[name=how][value=date]');
      await other.fill('#reason', '同事先改了一步');
      await other.click('main form button:has-text("更正")');
      assert.match(await main(other), /记录已更正/);
    };
    const event = async () => {
      await page.goto(at);
      return new URL(await page.locator('section:has(#clock) tr:has(a)').filter({ hasText: '收到申请' }).first().locator('a').getAttribute('href'), server.url).pathname;
    };
    const forms = [
      ['/split', { part1: '甲的合同', part2: '乙的合同' }, '拆分', 'part2', '乙的合同'],
      ['/step/close', { on: today, reason: '申请人已死亡，没有承继人' }, '结束办理', 'reason', '申请人已死亡，没有承继人'],
      ['/step/withdraw', { on: today, paper: '当面交来撤回书', file: paper, reason: '申请人书面撤回' }, '记录', 'reason', '申请人书面撤回'],
      ['/step/transfer', { on: today, paper: '当面交接', file: paper, reason: '由上级转回' }, '记录', 'reason', '由上级转回'],
      ['/step/correction-notice', { on: today, until: '2027-01-15', paper: '系统停用', file: paper, reason: '写明文件名称' }, '记录', 'reason', '写明文件名称'],
    ];
    for (const [tail, fields, button, kept, value] of forms) {
      await page.goto(at + tail);
      await disturb();
      for (const [k, v] of Object.entries(fields)) {
        const box = page.locator(`main [name="${k}"]`).first();
        if (await box.count() === 0) continue;
        if (k === 'file') await box.setInputFiles(v);
        else await box.fill(v);
      }
      const answer = page.waitForResponse((r) => r.request().method() === 'POST');
      await page.locator(`main form button:has-text("${button}")`).first().click();
      assert.equal((await answer).status(), 409, tail);
      const text = await main(page);
      assert.match(text, /测试clerk在 .* 修改过这件申请。您的内容已保留，请核对后再提交/, tail);
      assert.ok(text.includes('更正事件记录') && text.includes(value), `${tail}: both versions`);
      assert.equal(await page.inputValue(`main [name="${kept}"]`), value, `${tail}: nothing typed is lost`);
    }
    if (javaScriptEnabled) await decent(page, 'desk-stale');
    // The entry itself was replaced meanwhile.
    const entry = await event();
    await page.goto(entry);
    await disturb();
    await page.fill('#on', today);
    await page.fill('#reason', '我也看错了');
    await page.click('main form button:has-text("更正")');
    assert.match(await main(page), /这项记录已被更正为 .*同事先改了一步/);
    // The back button: what was sent once is not sent again, and says so.
    await page.goto(at + '/note/remark');
    await page.fill('#text', '只写一次的备注');
    const sending = page.waitForRequest((r) => r.method() === 'POST');
    await page.click('main form button:has-text("保存备注")');
    const first = await sending;
    await page.waitForURL(`**${at}**`);
    await page.goBack();
    await page.goForward();
    const again = await page.request.post(at + '/note/remark', { data: first.postData(), headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url }, maxRedirects: 0 });
    assert.equal(again.status(), 303, 'answered as the first time');
    await page.goto(at);
    assert.equal(await page.locator('section:has(#notes) .gk-log > li').filter({ hasText: '只写一次的备注' }).count(), 1, 'one note');
    for (const p of [page, other]) await p.context().close();
  });
}

test('formulas and markup in what people write: text on every page, no formula in a table', async () => {
  const page = await clerk(true);
  page.on('dialog', () => page.errors.push('a dialog'));
  const bad = '=HYPERLINK("http://example.org")<script>alert(1)</script>';
  const at = await register(page, bad);
  await fill(page, at + '/note/remark', { text: bad }, '保存备注');
  await fill(page, at + '/extension', { days: '5', reason: '@SUM(1)' + bad }, '提交负责人');
  for (const where of [at, '/office?band=all', '/office/leads', at + '/split', at + '/merge']) {
    await page.goto(where);
    assert.equal(await page.locator('script:not([src])').count(), 0, where);
  }
  await page.goto(at);
  assert.ok((await main(page)).includes(bad));
  await page.goto('/office/export');
  await page.fill('#reason', '核对台账');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('main form button:has-text("导出")')]);
  const fs = await import('node:fs');
  const csv = fs.readFileSync(await download.path(), 'utf8');
  assert.ok(csv.includes('HYPERLINK'), 'it is there');
  for (const line of csv.split('\n')) assert.doesNotMatch(line, /(^|,)"?[=+@-]/, line);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

// The whole way of a reply without a mouse: registered, assigned, drafted, reviewed, signed, served, put away.
async function tabTo(page, selector, text) {
  const there = () => page.evaluate(([s, t]) => { const e = document.activeElement; return e?.matches(s) && (!t || e.textContent.includes(t)); }, [selector, text]);
  for (let i = 0; i < 400; i++) {
    if (await there()) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not lead to ${selector} ${text ?? ''} on ${page.url()}`);
}
async function press(page, selector, text) {
  await tabTo(page, selector, text);
  await page.evaluate(() => { window.before = true; });
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !window.before && document.readyState === 'complete');
}
async function type(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}
// A group of radios is one stop; the arrows choose in it.
async function choose(page, name, value) {
  await tabTo(page, `input[name="${name}"]`);
  await page.keyboard.press('Space');
  for (let i = 0; i < 20 && await page.evaluate(() => document.activeElement.value) !== value; i++) await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.value), value, name);
}

test('the keyboard alone, from the counter to the archive', async () => {
  const page = await clerk(true), { legal, secret, head } = people;
  await page.goto('/office/register?channel=person');
  await type(page, '#arrived', today);
  await choose(page, 'class', 'person');
  await type(page, '#name', '测试丑某');
  await tabTo(page, '#id_type');
  await page.keyboard.press('ArrowDown');
  while (await page.inputValue('#id_type') !== 'passport') await page.keyboard.press('ArrowDown');
  await type(page, '#id_number', 'E00000007');
  await type(page, '#phone', '13800000000');
  await type(page, '#address', '示例市示例路七号');
  await type(page, '#subject', '只用键盘办理的灯杆合同');
  await type(page, '#content', '只用键盘办理的灯杆合同，需要全文。');
  await press(page, 'main form button', '登记');
  if (await page.locator('main button:has-text("仍然登记")').count()) await press(page, 'main form button', '仍然登记');
  await press(page, 'main a', '打开这件申请');
  const at = path(page);
  await press(page, 'main a', '起草文书');
  if (!page.url().includes('/letters/new')) await press(page, 'main a', '起草');
  if (!page.url().includes('form=F13')) await press(page, 'main a', '予以公开');
  for (const n of [0, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 17]) {
    if (await page.locator(`input[name=q${n}]`).count() === 0) continue;
    await choose(page, `q${n}`, [0, 9, 10, 11].includes(n) ? 'yes' : 'no');
  }
  await type(page, '#findings', '您申请的合同属于可以公开的政府信息。');
  await type(page, '#how', '随本答复书提供复印件一份。');
  await press(page, 'main form button', '生成草稿');
  await page.waitForURL('**/office/letters/*');
  const letter = path(page);
  await press(page, 'main form button', '提交审核');
  for (const p of [legal, secret]) {
    await p.goto(letter);
    await press(p, 'main a', '填写意见');
    await choose(p, 'opinion', 'agree');
    await press(p, 'main form button', '提交意见');
  }
  await head.goto(letter);
  await press(head, 'main a', '签发');
  await press(head, 'main form button', '确认签发');
  await page.goto(letter);
  await press(page, 'main a', '登记送达');
  await choose(page, 'way', 'direct');
  await type(page, '#sent', today);
  await type(page, '#served_on', today);
  await type(page, '#proof', '本人签收');
  await press(page, 'main form button', '登记');
  await page.goto(at);
  await press(page, 'main a', '归档');
  await tabTo(page, 'main form button', '归档包');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.match(download.suggestedFilename(), /\.zip$/);
  await page.goto(at);
  assert.match(await main(page), /再次下载归档包/);
  await page.context().close();
});

for (const [javaScriptEnabled, tag, name] of modes) {
  test(`handed over by the government, answered, served, put away: ${name}`, async () => {
    const page = await clerk(javaScriptEnabled);
    const at = await register(page, `政府转来的路灯合同${tag}`, { origin: 'government', origin_body: '示例市人民政府办公室', origin_number: `示例转〔2026〕${javaScriptEnabled ? 8 : 9}号` });
    assert.match(await main(page), /转来的机关[^]*示例市人民政府办公室/);
    const letter = await replied(page, at);
    await fill(page, letter + '/serve', { way: 'post', sent: today, proof: 'EM000000001CN' }, '登记');
    await page.goto(at);
    assert.match(await page.textContent('section:has(#log)'), /还没有收到的记录/);
    await fill(page, letter + '/serve', { way: 'post', sent: today, served_on: today, proof: 'EM000000001CN' }, '登记');
    await page.goto(at + '/archive');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('button:has-text("生成并下载归档包")')]);
    assert.match(download.suggestedFilename(), /\.zip$/);
    await page.goto(at);
    assert.match(await page.textContent('.gk-track'), /归档/);
    assert.match(await main(page), /再次下载归档包/);
    await page.context().close();
  });
}
