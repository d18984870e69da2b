// The ledgers behind the annual report: a month filled in, corrected and signed by two people, norms,
// channels, money; each number leads to the rows it is made of.  With and without JavaScript.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { launch, decent } from './serve.mjs';
import { enter as comeIn, staffed } from './staff.mjs';

let browser, server;
const year = 2025;

const enter = (login, options) => comeIn(browser, server, login, options);

before(async () => {
  browser = await launch();
  server = await staffed(browser, { clerk: ['测试丁', 'register,edit'], head: ['测试戊', 'sign'], looker: ['测试庚', 'look'] });
});
after(async () => { await browser?.close(); await server?.stop(); });

const main = (page) => page.textContent('main');
const figures = `/office/ledger/figures/decisions/0?year=${year}`;

for (const [name, options, month] of [['with JavaScript', {}, 3], ['without JavaScript', { javaScriptEnabled: false }, 4]]) {
  test(`a month is filled in, corrected and signed ${name}`, { timeout: 180000 }, async () => {
    const clerk = await enter('clerk', options);
    await clerk.goto(`/office/ledger?year=${year}`);
    await clerk.click('main a:has-text("本级")');
    assert.match(clerk.url(), /figures\/decisions\/0/);
    await clerk.fill(`#f-6-0-${month}`, '-3');
    await clerk.click('main button:has-text("保存")');
    assert.match(await main(clerk), new RegExp(`行政许可（件） ${month} 月：请填 0 或者更大的整数`));
    assert.equal(await clerk.getAttribute(`#f-6-0-${month}`, 'aria-invalid'), 'true');
    for (const [item, value] of [[6, '521699'], [7, '1795941'], [8, '11784'], [9, '10540.05']]) await clerk.fill(`#f-${item}-0-${month}`, value);
    await clerk.fill('#source', '行政审批系统统计表');
    await clerk.click('main button:has-text("保存")');
    await clerk.waitForURL('**' + figures);
    assert.match(await clerk.textContent('body'), /每月数字已保存/);
    assert.equal(await clerk.inputValue(`#f-7-0-${month}`), '1795941');
    await clerk.fill(`#f-8-0-${month}`, '11785');
    await clerk.click('main button:has-text("保存")');
    assert.match(await main(clerk), /请写明更正理由/);
    assert.equal(await clerk.inputValue(`#f-8-0-${month}`), '11785');
    await clerk.fill('#reason', '漏报一件');
    await clerk.click('main button:has-text("保存")');
    await clerk.waitForURL('**' + figures);
    if (options.javaScriptEnabled !== false) await decent(clerk, 'ledger-grid');
    assert.equal(await clerk.locator('a:has-text("签认")').count(), 0, 'who fills in does not sign');
    await clerk.click(`a[href*="entries"][href*="month=${month}"]`);
    assert.match(await main(clerk), /漏报一件/);
    if (options.javaScriptEnabled !== false) await decent(clerk, 'ledger-entries');
    await clerk.context().close();

    const head = await enter('head', options);
    await head.goto(figures);
    await head.click(`a[href*="/sign/"][href*="/${month}?"]`);
    assert.match(await main(head), /1,795,941/);
    assert.match(await main(head), /10,540.05/);
    if (options.javaScriptEnabled !== false) await decent(head, 'ledger-sign');
    await head.click('button:has-text("数字无误，签认")');
    await head.waitForURL('**' + figures);
    assert.match(await main(head), /已签认\s*测试戊/);
    await head.context().close();

    const looker = await enter('looker', options);
    await looker.goto(figures);
    assert.equal(await looker.locator('main input').count(), 0, 'who looks has no inputs');
    await looker.goto(`/office/ledger?year=${year}`);
    if (options.javaScriptEnabled !== false) {
      await looker.waitForSelector('#chart-decisions svg', { timeout: 60000 });
      await decent(looker, 'ledger');
    }
    await looker.click('#cells ~ * tr:has-text("行政强制") a, section:has(#cells) tr:has-text("行政强制") a');
    assert.match(await main(looker), new RegExp(`本级 ${month} 月行政强制`));
    if (options.javaScriptEnabled !== false) await decent(looker, 'ledger-rows');
    await looker.context().close();
  });
}

test('a norm, its validity and its cell', { timeout: 120000 }, async () => {
  const page = await enter('clerk');
  await page.goto('/office/ledger/norms');
  assert.match(await main(page), /没有制定过的机关不用登记/);
  await page.click('.gk-title a:has-text("登记文件"), main a:has-text("登记文件")');
  await page.fill('#title', '示例市户籍管理办法');
  await page.fill('#number', '示公规〔2025〕1号');
  await page.fill('#made', '2025-03-01');
  await page.fill('#repealed', '2026-02-01');
  await page.click('main button:has-text("保存")');
  assert.match(await main(page), /废止依据/);
  await page.fill('#repealed_by', '示公规〔2026〕2号');
  await decent(page, 'ledger-norm');
  await page.click('main button:has-text("保存")');
  await page.waitForURL('**/office/ledger/norms');
  assert.match(await main(page), /已废止/);
  await decent(page, 'ledger-norms');
  await page.goto('/office/ledger/norms?on=2025-12-31');
  assert.match(await main(page), /现行有效/);
  await page.goto(`/office/ledger?year=${year}`);
  const row = page.locator('section:has(#cells) tr', { hasText: '行政规范性文件现行有效' });
  assert.match(await row.textContent(), /1 件/);
  await page.context().close();
});

test('an account is asked for, approved, opened, closed', { timeout: 120000 }, async () => {
  const page = await enter('clerk');
  await page.goto('/office/ledger/channels/new');
  await page.check('input[name="mode"][value="apply"]');
  await page.selectOption('#platform', 'wechat');
  await page.fill('#name', '平安示例');
  await page.fill('#responsible', '测试辛');
  await decent(page, 'ledger-channel-new');
  await page.click('main button:has-text("保存")');
  await page.waitForURL(/channels\/\d+$/);
  const path = new URL(page.url()).pathname;
  assert.match(await main(page), /待批准/);
  const head = await enter('head', { javaScriptEnabled: false });
  await head.goto(path);
  await head.click('a:has-text("决定是否批准")');
  await head.click('button:has-text("提交决定")');
  assert.match(await main(head), /请选择批准或者不批准/);
  await head.check('input[name="decision"][value="yes"]');
  await head.fill('#approval', '示公宣〔2026〕3号');
  await head.click('button:has-text("提交决定")');
  assert.match(await main(head), /已批准，未开通/);
  await page.goto(path + '/open');
  await page.click('main button:has-text("保存")');
  assert.match(await main(page), /微信公众号，开通/);
  await decent(page, 'ledger-channel');
  await page.goto(path + '/close');
  await page.click('button:has-text("确认关停")');
  assert.match(await main(page), /关停公告/);
  await page.fill('#notice', 'https://www.example.gov.cn/gg/1.html');
  await page.fill('#reason', '统一信息发布出口');
  await decent(page, 'ledger-channel-close');
  await page.click('button:has-text("确认关停")');
  assert.match(await main(page), /已关停/);
  await page.goto('/office/ledger/channels');
  await decent(page, 'ledger-channels');
  await page.context().close();
  await head.context().close();
});

test('postage and receipts', { timeout: 120000 }, async () => {
  const page = await enter('clerk');
  await page.goto('/office/ledger/money/postage/new');
  await page.fill('#on', '2025-12-30');
  await page.fill('#amount', '876');
  await page.fill('#note', '邮寄答复告知书');
  await decent(page, 'ledger-money-new');
  await page.click('main button:has-text("保存")');
  await page.waitForURL('**/office/ledger/money/postage?year=2025');
  assert.match(await main(page), /合计 876 元/);
  await decent(page, 'ledger-money');
  await page.click('a:has-text("冲销")');
  await page.fill('#reason', '重复登记');
  await page.click('main button:has-text("冲销")');
  await page.goto('/office/ledger/money/postage?year=2025');
  assert.match(await main(page), /合计 0 元/);
  await page.goto('/office/ledger/money/receipts');
  assert.match(await main(page), /没有登记/);
  await page.context().close();
});

for (const [name, options] of [['with JavaScript', {}], ['without JavaScript', { javaScriptEnabled: false }]]) {
  test(`a file is looked at, imported and taken back ${name}`, { timeout: 180000 }, async () => {
    const page = await enter('clerk', options);
    const js = options.javaScriptEnabled !== false;
    const send = async (kind, file, text) => {
      await page.goto('/office/ledger/import');
      await page.check(`input[name="kind"][value="${kind}"]`);
      await page.fill('#year', String(year));
      await page.setInputFiles('#file', { name: file, mimeType: 'text/csv', buffer: Buffer.from(text) });
      if (js && kind === 'figures') await decent(page, 'ledger-import');
      await page.click('button:has-text("查看改动")');
    };
    const month = js ? 6 : 7;
    await send('figures', '坏.csv', `月份,行政许可\n${month},-5\n`);
    assert.match(await main(page), /坏\.csv B2/);
    assert.match(await main(page), /应为 0 或者更大的整数/);
    assert.equal(await page.locator('form[action$="/confirm"]').count(), 0, 'nothing to confirm');
    if (js) await decent(page, 'ledger-import-errors');
    await send('figures', '六月.csv', `月份,行政许可,处罚\n${month},5,6\n`);
    assert.match(await main(page), new RegExp(`本级 ${month} 月行政许可`));
    if (js) await decent(page, 'ledger-import-preview');
    await page.click('button:has-text("导入")');
    await page.waitForURL('**/office/ledger/batches');
    assert.match(await main(page), /六月\.csv/);
    if (js) await decent(page, 'ledger-batches');
    await page.goto(figures);
    assert.equal(await page.inputValue(`#f-7-0-${month}`), '6');
    await send('figures', '七月.csv', `月份,行政许可,处罚\n${month},5,9\n`);
    await page.click('button:has-text("导入")');
    assert.match(await main(page), /请写明更正理由/);
    await page.fill('#reason', '复核后更正');
    await page.click('button:has-text("导入")');
    await page.waitForURL('**/office/ledger/batches');
    await page.click('a:has-text("撤销") >> nth=0');
    await page.fill('#reason', '导错了文件');
    await page.click('main button:has-text("撤销导入")');
    await page.waitForURL('**/office/ledger/batches');
    await page.goto(figures);
    assert.equal(await page.inputValue(`#f-7-0-${month}`), '6');
    const heads = 'CF_XDR_MC,CF_XDR_LB,CF_XDR_ZJHM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_JDRQ,CF_CFJG\n';
    await send('penalties', '处罚.csv', heads + `测试癸,自然人,TESTID000000000001,示罚〔2025〕${month}号,未备案,未备案,示例条例第一条,罚款,罚款一千元,2025-0${month}-02,示例市公安局\n`);
    await page.click('button:has-text("导入")');
    await page.waitForURL('**/office/ledger/batches');
    await page.goto(`/office/ledger/decisions?year=${year}&kind=penalties`);
    const text = await main(page);
    assert.match(text, /测\*癸/);
    assert.doesNotMatch(text, /TESTID|测试癸/);
    assert.match(text, /已过公示期限/);
    assert.match(text, /与每月数字不一致/);
    if (js) await decent(page, 'ledger-decisions');
    await page.goto(`/office/ledger/export?year=${year}`);
    await page.fill('#reason', '编写年度报告');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('main button:has-text("导出")')]);
    assert.equal(download.suggestedFilename(), `每月数字-${year}.csv`);
    // The decisions as a spreadsheet: the button of the list leads to the form with the list chosen.
    await page.goto(`/office/ledger/decisions?year=${year}&kind=penalties`);
    await page.click('main a:has-text("导出")');
    assert.equal(await page.inputValue('#list'), 'penalties');
    await page.check('input[name=format][value="1"]');
    await page.click('main button:has-text("导出")');
    await page.waitForSelector('.govuk-error-summary');
    assert.match(await main(page), /请写明导出理由/);
    if (js) await decent(page, 'ledger-export');
    await page.fill('#reason', '报送双公示情况');
    const [sheet] = await Promise.all([page.waitForEvent('download'), page.click('main button:has-text("导出")')]);
    assert.equal(sheet.suggestedFilename(), `行政处罚决定-${year}.xlsx`);
    const bytes = await fs.promises.readFile(await sheet.path());
    assert.equal(bytes.subarray(0, 2).toString(), 'PK', 'a zip');
    await page.context().close();
  });
}
