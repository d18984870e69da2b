// 年度报告: the number 58 opens its 58 cases; correction, freeze by three people, publication, an erratum,
// next year's carry-over; a report of an earlier year read from its document.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { launch, visit, decent } from './serve.mjs';
import { enter as comeIn, staffed } from './staff.mjs';

let browser, server;
const people = { over: ['测试辛', 'supervise'], clerk: ['测试丁', 'register,handle'], checker: ['测试戊', 'review'], head: ['测试己', 'sign'], press: ['测试庚', 'publish'] };
// Last year is over, and this year has begun; the report of last year is due in January.
const now = new Date();
const year = now.getFullYear() - 1;
const day = (y, m, d) => Date.UTC(y, m - 1, d) / 86400000;

// The year of the rule book's example (reports/000): 151 received, 3 carried in, 135 closed, 19 carried out.
const closed = [[0, 42], [5, 2], [6, 3], [7, 2], [8, 2], [10, 58], [11, 1], [13, 2], [20, 23]];
function fill(data) {
  const rows = [];
  let n = 0;
  const add = (y, received, closedOn, outcome) => {
    n += 1;
    const at = Date.UTC(y, 0, 10);
    rows.push(`INSERT INTO request (id, agency_id, number, receipt, year, query_code, stage, channel, origin, class, masked_name,
      subject, content, provide_form, provide_way, arrived_on, received_on, due_on, sort_due, provisional, clock_state, outcome,
      outcome_rule, closed_on, department_id, handler_id, parent_id, version, created_at, updated_at)
      SELECT ${1000 + n}, id, '${y}-${String(n).padStart(4, '0')}', 'W${y}${n}', ${y}, x'00', ${closedOn === null ? 3 : 9}, 2, 0, 0, '测*某',
      '小区保安备案情况第${n}号', '小区保安备案情况', 0, 0, ${received}, ${received}, NULL, 0, 0, 3, ${outcome}, '', ${closedOn === null ? 'NULL' : closedOn},
      NULL, NULL, NULL, 1, ${at}, ${at} FROM agency ORDER BY id LIMIT 1;`);
  };
  const outcomes = closed.flatMap(([o, k]) => Array(k).fill(o));
  for (let i = 0; i < 3; i++) add(year - 1, day(year - 1, 12, 20 + i), day(year, 1, 8), outcomes.pop());
  outcomes.forEach((o, i) => add(year, day(year, 1 + (i % 11), 1 + (i % 28)), day(year, 2 + (i % 11), 1 + (i % 28)), o));
  for (let i = 0; i < 19; i++) add(year, day(year, 12, 5 + i), null, -1);
  // One agency below, with two requests of its own.
  rows.push(`INSERT INTO agency (id, parent_id, name, short_name, credit_code, address, postcode, office_hours, phone, fax, email,
    index_pattern, document_pattern, site_code, icp, police_record, active, version, created_at, updated_at)
    SELECT 500, id, '示例区档案馆', '', '', '', '', '', '', '', '', '', '', '', '', '', 1, 1, 1, 1 FROM agency ORDER BY id LIMIT 1;`);
  for (const i of [1, 2])
    rows.push(`INSERT INTO request (id, agency_id, number, receipt, year, query_code, stage, channel, origin, class, masked_name,
      subject, content, provide_form, provide_way, arrived_on, received_on, due_on, sort_due, provisional, clock_state, outcome,
      outcome_rule, version, created_at, updated_at)
      SELECT ${5000 + i}, 500, '${year}-000${i}', 'W${year}b${i}', ${year}, query_code, 3, channel, origin, class, masked_name, subject, content,
      provide_form, provide_way, ${day(year, 3, i)}, ${day(year, 3, i)}, NULL, 0, 0, 3, -1, '', 1, 1, 1 FROM request WHERE id = 1001;`);
  // What the daily look writes in January (desk/notice_annual.c): kinds 27 and 29.
  for (const [n, login, kind, object, detail] of [[1, 'clerk', 27, 'annual_report', `${year}年度，剩 20 个工作日`], [2, 'over', 29, 'annual_below', `${year}年度，1 个机关中 1 个未公布`]])
    rows.push(`INSERT INTO notice (id, person_id, kind, request_id, object_kind, object, detail, at, read_at, mail)
      SELECT ${7000 + n}, id, ${kind}, NULL, '${object}', ${year}, '${detail}', ${Date.UTC(year + 1, 0, 4)}, 0, 0 FROM person WHERE login = '${login}';`);
  execFileSync('sqlite3', [path.join(data, 'gongkai.db')], { input: `BEGIN;${rows.join('\n')}COMMIT;` });
}

const enter = (login, options) => comeIn(browser, server, login, options);

before(async () => {
  browser = await launch();
  server = await staffed(browser, people, { filled: fill });
});
after(async () => { await browser?.close(); await server?.stop(); });

const main = (page) => page.textContent('main');
const cell = async (page, code) => (await page.textContent(`td[data-cell="${code}"]`)).replace(/\s/g, '');
const pdf = { name: '登记簿.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  test(`58 opens its 58 cases: ${how}`, async () => {
    const page = await enter('clerk', { javaScriptEnabled });
    await page.click('nav a:has-text("年度报告")');
    await page.click(`main a:has-text("${year}年度")`);
    assert.equal(await cell(page, 't3.received.total'), '151');
    assert.equal(await cell(page, 't3.carried_in.total'), '3');
    assert.equal(await cell(page, 't3.total.total'), '135');
    assert.equal(await cell(page, 't3.carried_out.total'), '19');
    assert.equal(await cell(page, 't3.unable.not_held.natural'), '58');
    if (javaScriptEnabled) await decent(page, 'annual-report');
    await page.click('td[data-cell="t3.unable.not_held.natural"] a');
    assert.match(await page.textContent('#cell'), /本机关不掌握相关政府信息.*58 件/);
    assert.match(await page.textContent('#cell'), /第三十六条第（四）、（五）项/);
    assert.equal(await page.locator('#cases table').first().locator('tbody tr').count(), 50);
    if (javaScriptEnabled) await decent(page, 'annual-cell');
    await page.click('#cases a[rel="next"]');
    assert.equal(await page.locator('#cases table').first().locator('tbody tr').count(), 8, 'the rest of 58');
    // A total is the list of its parts; 结转 that of what is open.
    await page.click('td[data-cell="t3.carried_out.total"] a');
    assert.equal(await page.locator('#cases table').first().locator('tbody tr').count(), 19);
    await page.click('#cases tbody a');
    await page.waitForURL('**/office/requests/*');
    await page.context().close();
  });
}

test('a number is corrected with reason and evidence, and marked', async () => {
  const page = await enter('clerk');
  await page.goto(`/annual/${year}?cell=t3.open.natural`);
  await page.click('text=更正这一格');
  await page.fill('#value', '43');
  await page.fill('#reason', '纸质登记簿另有一件当场提供');
  await page.click('button:has-text("保存更正")');
  assert.match(await page.textContent('.govuk-error-summary'), /请上传依据/);
  assert.equal(await page.inputValue('#value'), '43');
  await decent(page, 'annual-entry');
  await page.setInputFiles('#file', pdf);
  await page.click('button:has-text("保存更正")');
  assert.match(await cell(page, 't3.open.natural'), /^43\*/);
  assert.equal(await cell(page, 't3.open.total'), '43');
  assert.match(await main(page), /由登记簿统计的42更正为43/, 'it stands in part six');
  // One more closed than there is: the sums no longer hold, and the report cannot be frozen.
  assert.match(await page.textContent('#findings'), /第一项加第二项|一＋二|结转|不等于|之和/);
  await page.goto(`/annual/${year}/before`);
  assert.match(await page.textContent('#need0'), /表格还有错误/);
  await decent(page, 'annual-before-stops');
  await page.goto(`/annual/${year}/step/freeze`);
  await page.click('button:has-text("冻结并送审")');
  assert.match(await page.textContent('.govuk-error-summary'), /不能冻结：表格还有错误/);
  await page.goto(`/annual/${year}/entry?cell=t3.open.natural`);
  await page.fill('#reason', '重复登记，恢复');
  await page.click('button:has-text("保存更正")');
  assert.equal(await cell(page, 't3.open.natural'), '42');
  await page.context().close();
});

async function step(login, word, button, note, options) {
  const page = await enter(login, options);
  await page.goto(`/annual/${year}/step/${word}`);
  if (note) await page.fill('#reason', note);
  await page.click(`main button:has-text("${button}")`);
  const text = await main(page);
  await page.context().close();
  return text;
}

const prose = {
  1: '（一）主动公开。全年主动公开政府信息12条。\n（二）依申请公开。新收申请{t3.received.total}件，办结{t3.total.total}件。\n（三）政府信息管理。落实三审三校。\n（四）政府信息公开平台建设。维护网站专栏。\n（五）监督保障。组织培训2次。',
  5: '存在的主要问题：一是主动公开不够及时。\n改进情况：下一步明确公开时限并按月检查。',
};

test('冻结前检查: an open remark stops it with a link, a part that is not written asks for a reason', async () => {
  const page = await enter('clerk', { javaScriptEnabled: false });
  for (const part of [1, 5]) {
    await page.goto(`/annual/${year}/text/${part}`);
    await page.fill('#body', prose[part]);
    await page.click('button:text-is("保存")');
  }
  const reviewer = await enter('checker');
  await reviewer.goto(`/annual/${year}/text/5`);
  await reviewer.fill('#text', '请写明去年的问题解决了没有');
  await reviewer.click('button:has-text("提交意见")');
  await reviewer.context().close();
  await page.goto(`/annual/${year}`);
  await page.click('main a:has-text("冻结前检查")');
  assert.match(await page.textContent('#need0'), /测试戊提的意见还没有答复：“请写明去年的问题解决了没有”/);
  assert.match(await page.textContent('#need1'), /“六、其他需要报告的事项”还没有写/);
  assert.equal(await page.locator('main a:has-text("冻结数据，送审")').count(), 0, 'no way on while something stops it');
  const shown = await enter('clerk');
  await shown.goto(`/annual/${year}/before`);
  await decent(shown, 'annual-before');
  await page.click('#need0 a:has-text("去答复")');
  await page.click('a:has-text("答复这条意见")');
  await page.fill('#answer', '已在改进情况中写明');
  await page.click('button:has-text("保存答复")');
  await page.goto(`/annual/${year}/before`);
  await page.click('main a:has-text("冻结数据，送审")');
  await page.click('button:has-text("冻结并送审")');
  assert.match(await page.textContent('.govuk-error-summary'), /“六、其他需要报告的事项”还没有写/);
  await shown.goto(`/annual/${year}/step/freeze`);
  await decent(shown, 'annual-freeze');
  await shown.context().close();
  await page.fill('#lacking_6', '没有其他事项');
  await page.click('button:has-text("冻结并送审")');
  assert.match(await main(page), /数据已冻结/);
  assert.match(await page.textContent('#flow'), /“六、其他需要报告的事项”没有写，理由：没有其他事项/);
  assert.match(await step('checker', 'return', '退回起草', '请补写第六部分'), /已退回起草/);
  await page.goto(`/annual/${year}/text/6`);
  assert.match(await page.inputValue('#body'), /未收取政府信息公开信息处理费/, 'what the system can write itself');
  await page.click('button:text-is("保存")');
  await page.goto(`/annual/${year}/before`);
  assert.equal(await page.locator('#need0, #need1').count(), 0);
  await page.goto(`/annual/${year}/text/6`);
  await page.click('summary:has-text("系统可以写的说明")');
  assert.match(await main(page), /“3.其他”\{t3.other.misc.total\}件，为.*\{misc\./, 'and can write again');
  await page.context().close();
});

test('frozen, reviewed, signed by three people, published; the portal keeps it', async () => {
  assert.match(await step('clerk', 'freeze', '冻结并送审'), /数据已冻结/);
  assert.match(await step('checker', 'review', '审核通过'), /待签发/);
  assert.match(await step('head', 'sign', '签发', '', { javaScriptEnabled: false }), /待公布/);
  assert.match(await step('press', 'publish', '公布'), /已公布/);
  const page = await visit(browser, server);
  await page.goto('/');
  await page.click('nav a:has-text("年度报告")');
  await decent(page, 'annual-public-list');
  await page.click(`main a:has-text("${year}年政府信息公开工作年度报告")`);
  assert.equal(await cell(page, 't3.unable.not_held.total'), '58');
  assert.equal(await page.locator('main table').count(), 3);
  assert.equal(await page.locator('#errata').count(), 0);
  await decent(page, 'annual-public');
  const address = page.url();
  for (const [format, magic] of [['docx', 'PK'], ['pdf', '%PDF'], ['ofd', 'PK'], ['xlsx', 'PK'], ['json', '{']]) {
    const answer = await page.request.get(`${address}/${format}`);
    assert.equal(answer.status(), 200, format);
    assert.equal((await answer.body()).subarray(0, magic.length).toString(), magic, format);
  }
  const json = await (await page.request.get(`${address}/json`)).json();
  assert.equal(json.cells['t3.received.total'], 151);
  await page.context().close();
});

// One letter of the last days of the year was not entered: received and carried over, one more each time.
for (const [script, received, out] of [[true, '152', '20'], [false, '153', '21']])
  test(`an erratum of two cells, and the carry-over of the next year: ${script ? 'with' : 'without'} JavaScript`, async () => {
    const page = await enter('clerk', { javaScriptEnabled: script });
    await page.goto(`/annual/${year}?cell=t3.carried_out.natural`);
    await page.click('text=登记勘误');
    await page.fill('#value', out);
    await page.fill('#reason', '一件年末来信漏登');
    await page.click('main button:has-text("登记勘误")');
    assert.match(await page.textContent('.govuk-error-summary'), /更正后表格不平/, 'alone it breaks the sum (CK1)');
    assert.equal(await page.inputValue('#value'), out);
    if (script) await decent(page, 'annual-erratum-form');
    await page.selectOption('#cell_1', 't3.received.natural');
    await page.fill('#also_1', received);
    await page.click('main button:has-text("登记勘误")');
    assert.match(await cell(page, 't3.carried_out.natural'), new RegExp(`^${out}\\*`));
    assert.equal(await cell(page, 't3.received.total'), received);
    assert.match(await page.textContent('#flow'), /更正后的 SM3 值/);
    if (script) await decent(page, 'annual-erratum');
    const visitor = await visit(browser, server, { javaScriptEnabled: script });
    await visitor.goto('/reports');
    assert.match(await main(visitor), /更正 \d{4}-\d\d-\d\d/);
    await visitor.click(`main .gk-list a:has-text("${year}年")`);
    assert.match(await main(visitor), new RegExp(`本报告公布后于 .* 更正.*19 → ${out}.*一件年末来信漏登`, 's'));
    const digests = await visitor.locator('code').allTextContents();
    assert.equal(digests.length, 2, 'both digests');
    for (const [i, version] of ['frozen', 'corrected'].entries()) {
      const bytes = await (await visitor.request.get(`${visitor.url()}/${version}`)).body();
      assert.equal(createHash('sm3').update(bytes).digest('hex'), digests[i].trim(), `anybody can compute it: ${version}`);
    }
    assert.match(await main(visitor), new RegExp(`更正（\\d{4}-\\d\\d-\\d\\d）：.*由19改为${out}`), 'part six says it, in files too');
    if (script) await decent(visitor, 'annual-public-erratum');
    const json = await (await visitor.request.get(`${visitor.url()}/json`)).json();
    assert.equal(json.cells['t3.carried_out.natural'], Number(out));
    assert.match(json.sections.find((s) => s.heading.startsWith('六')).text, /更正（/);
    await visitor.context().close();
    // This year takes over what stands published, says from where, and that the register disagrees.
    await page.goto(`/annual/${year + 1}`);
    assert.match(await cell(page, 't3.carried_in.natural'), new RegExp(`^${out}`));
    assert.match(await page.textContent('#findings'), new RegExp(`上年报告结转${out}件，登记簿中上年末未办结的是19件`));
    await page.click('td[data-cell="t3.carried_in.natural"] a');
    assert.match(await page.textContent('#cell'), /取上年报告冻结的结转数/);
    assert.match(await page.textContent('#cell'), new RegExp(`上年报告公布的结转数是 19，.* 登记勘误更正为 ${out}（一件年末来信漏登）`));
    assert.equal(await page.locator('#cases table').first().locator('tbody tr').count(), 19);
    if (script) await decent(page, 'annual-carried');
    await page.context().close();
  });

test('a difference in 上年结转 has its reason, which is printed in part six', async () => {
  const page = await enter('clerk');
  await page.goto(`/annual/${year + 1}/entry?cell=t3.carried_in.natural`);
  await page.fill('#value', '21');
  await page.fill('#reason', '两件漏登的来信已在上年报告中更正');
  await page.click('button:has-text("保存更正")');
  assert.doesNotMatch(await page.textContent('#findings'), /登记簿中上年末未办结的是/);
  await page.goto(`/annual/${year + 1}`);
  assert.match(await page.textContent('#text'), /由登记簿统计的19更正为21，理由：两件漏登的来信已在上年报告中更正/);
  await page.context().close();
});

test('a reminder leads to the report, and for who supervises to the agencies below', async () => {
  for (const [login, words, script, place] of [['clerk', '年度报告公布期限临近', true, `/annual/${year}`], ['over', '下级机关的年度报告还没有公布', false, `/annual/below?year=${year}`]]) {
    const page = await enter(login, { javaScriptEnabled: script });
    await page.goto('/office/notices');
    if (script) await decent(page, 'annual-notice');
    await page.click(`button:has-text("${words}")`);
    await page.waitForURL(`**${place}`);
    await page.context().close();
  }
});

test('charts of the year, the recount, the list', async () => {
  const page = await enter('clerk');
  await page.goto(`/annual/${year}/charts`);
  await page.waitForSelector('.gk-plot svg');
  assert.equal((await page.textContent('#outcomes tbody tr:nth-child(4) td')).trim(), '59');
  await decent(page, 'annual-charts');
  await page.goto('/annual');
  await decent(page, 'annual-list');
  await page.click('button:has-text("重新清点")');
  assert.match(await main(page), /累计数与登记簿一致/);
  await page.context().close();
});

test('a report of an earlier year is read from its document', async () => {
  const page = await enter('clerk');
  await page.goto('/annual/import');
  await decent(page, 'annual-import');
  const text = await (await page.request.get('/reports')).text();
  const id = /\/reports\/(\d+)"/.exec(text)[1];
  const docx = await (await page.request.get(`/reports/${id}/docx`)).body();
  // The document says of which year it is.
  await page.fill('#year', String(year - 1));
  await page.setInputFiles('#file', { name: '年报.docx', mimeType: 'application/octet-stream', buffer: docx });
  await page.click('button:has-text("读取")');
  assert.match(await page.textContent('.govuk-error-summary'), new RegExp(`这份报告写的是${year}年度`));
  const json = JSON.parse(await (await page.request.get(`/reports/${id}/json`)).text());
  json.year = year - 1;
  json.title = json.title.replace(String(year), String(year - 1));
  await page.fill('#year', String(year - 1));
  await page.setInputFiles('#file', { name: '年报.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(json)) });
  await page.click('button:has-text("读取")');
  assert.match(await main(page), /核对读出的报告/);
  assert.equal(await cell(page, 't3.received.total'), '153');
  await decent(page, 'annual-import-preview');
  await page.click('button:has-text("确认导入")');
  assert.match(await main(page), /往年报告已导入/);
  assert.match(await main(page), /从往年公布的文件导入/);
  await page.context().close();
});

test('the supervising office sees the agencies below, and only reads', async () => {
  const page = await enter('over');
  await page.goto('/annual/below');
  assert.match(await main(page), /示例区档案馆/);
  assert.match(await main(page), /1 个机关，0 个已公布/);
  assert.match(await main(page), /正文没有写完|错误|提示/, 'what the checks find');
  await decent(page, 'annual-below');
  // 催报: the facts, a text that is asked for, then the day in the list.
  await page.click('a:has-text("催报未公布的机关")');
  assert.match(await main(page), /1 个下级机关还没有公布：示例区档案馆/);
  await page.click('main button:has-text("催报")');
  assert.match(await main(page), /请写明催报说明/);
  await decent(page, 'annual-remind');
  await page.fill('#text', '请于1月20日前公布');
  await page.click('main button:has-text("催报")');
  await page.waitForURL('**/annual/below?*');
  assert.match(await main(page), /上次催报.*\d{4}-\d\d-\d\d/s);
  // Out as a file, with a reason.
  await page.click('main a:has-text("导出")');
  await page.check('input[name=format][value="1"]');
  await page.fill('#reason', '全市通报');
  const [sheet] = await Promise.all([page.waitForEvent('download'), page.click('main button:has-text("导出")')]);
  assert.equal(sheet.suggestedFilename(), `下级机关年度报告-${year}.xlsx`);
  // The ledgers and the register of remedies of the agency below, to look at only.
  await page.goto('/office/ledger');
  await page.selectOption('#agency', { label: '示例区档案馆' });
  await page.click('main form button:has-text("筛选")');
  assert.match(await main(page), /下级机关的台账只能查看/);
  assert.equal(await page.locator('main a[href*="/figures/"]').count(), 0, 'nothing to fill in');
  for (const word of ['规章和文件', '公开渠道', '信息处理费']) {
    await page.click(`main nav a:has-text("${word}")`);
    assert.match(await main(page), /下级机关的台账只能查看/, word);
    assert.equal(await page.locator('main a[href$="/new"]').count(), 0, word);
  }
  await decent(page, 'ledger-below');
  await page.goto('/office/remedies');
  await page.selectOption('#agency', { label: '示例区档案馆' });
  await page.click('main form button:has-text("筛选")');
  assert.match(await main(page), /只能查看；事由和当事人由办理机关保管/);
  await decent(page, 'remedies-below');
  await page.goto(`/annual/below?year=${year}`);
  await page.click('main a:has-text("示例区档案馆")');
  assert.match(await page.textContent('h1'), new RegExp(`示例区档案馆${year}年`));
  assert.equal(await cell(page, 't3.received.total'), '2');
  await page.click('td[data-cell="t3.received.natural"] a');
  assert.equal(await page.locator('#cases table').first().locator('tbody tr').count(), 2);
  assert.equal(await page.locator('#cases table').first().locator('a').count(), 0, 'the cases are not opened from here');
  assert.equal(await page.locator('a:has-text("更正这一格")').count(), 0);
  assert.equal((await page.request.get(`/annual/${year}/entry?cell=t3.open.natural`)).status(), 403);
  await decent(page, 'annual-below-report');
  await page.context().close();
  // An official of the agency above without that role does not.
  const clerk = await enter('clerk');
  const id = /agency=(\d+)/.exec(page.url())[1];
  assert.equal((await clerk.request.get(`/annual/${year}?agency=${id}`)).status(), 403);
  await clerk.context().close();
});
