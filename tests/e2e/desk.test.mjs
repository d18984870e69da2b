// One case at the desk: split into many, a merge refused, what happened to its letters.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { launch, visit, decent } from './serve.mjs';
import { enter as comeIn, enrol, staffed, registered } from './staff.mjs';
import { fill, lookUp, today } from './seed.mjs';

let browser, server;
const people = { clerk: 'register,handle', legal: 'review', secret: 'secrecy', head: 'sign' };
const main = (page) => page.textContent('main');
const path = (page) => new URL(page.url()).pathname;
const modes = [[true, '甲', 'with JavaScript'], [false, '乙', 'without JavaScript']];

before(async () => {
  browser = await launch();
  server = await staffed(browser, people, { options: ['--set', 'login_per_minute=20'] });
  const page = await visit(browser, server);
  await enrol(page);
  await page.goto('/admin/agencies');
  await page.click('main a:has-text("修改机关信息")');
  await fill(page, null, { phone: '0000-88880000', address: '示例路1号', review_body: '示例市人民政府', court: '示例市示例区人民法院' }, '保存');
  await page.context().close();
  for (const login of Object.keys(people)) people[login] = await comeIn(browser, server, login);
});
after(async () => { await browser?.close(); await server?.stop(); });

async function clerk(javaScriptEnabled) {
  const page = await visit(browser, server, { javaScriptEnabled });
  await page.context().addCookies(await people.clerk.context().cookies());
  return page;
}
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
