// A data folder in which every page has something to show: people of every role, cases and letters at
// every stage, an application of the portal, a failed job.  All people are invented.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { serve, run, visit, setUp, logIn, password } from './serve.mjs';
import { enrol, enter, registered, staffed } from './staff.mjs';

export const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
const first = 'Erstes-Wort-1';
const staff = { clerk: 'register,handle', judge: 'review,secrecy', head: 'sign', looker: 'look', fresh: 'look' };

// Fills controls by name, whatever they are, and presses the button.
export async function fill(page, at, fields, button) {
  if (at) await page.goto(at);
  for (const [name, value] of Object.entries(fields)) {
    const box = page.locator(`main [name="${name}"]`).first();
    const kind = await box.evaluate((e) => e.type);
    if (kind === 'radio' || kind === 'checkbox') await page.check(`main [name="${name}"][value="${value}"]`);
    else if (kind === 'select-one') await page.selectOption(`main [name="${name}"]`, value);
    else if (kind === 'file') await page.setInputFiles(`main [name="${name}"]`, value);
    else await box.fill(value);
  }
  await page.click(`main button:has-text("${button}")`);
  const wrong = await page.locator('.govuk-error-summary').allTextContents();
  assert.deepEqual(wrong, [], `${at}: ${button}`);
}

const scan = { name: '来信.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };

async function register(page, subject, more = {}) {
  await fill(page, '/office/register?channel=person', { arrived: today, class: 'person', name: '测试辛某', id_type: 'passport',
    id_number: 'E00000000', phone: '13800000000', address: '示例市示例路一号测试小区', subject, content: subject + '，需要全文。', ...more }, '登记');
  await registered(page);
  await page.click('a:has-text("打开这件申请")');
  await page.waitForURL('**/office/requests/*');
  return new URL(page.url()).pathname;
}

async function draft(page, request) {
  const q = Object.fromEntries([...[0, 9, 10, 11].map((n) => [`q${n}`, 'yes']), ...[2, 3, 4, 5, 6, 8, 12, 17].map((n) => [`q${n}`, 'no'])]);
  await fill(page, request + '/letters/new?form=F13', { ...q, findings: '您申请的合同属于可以公开的政府信息。', how: '随本答复书提供复印件一份，共12页。' }, '生成草稿');
  await page.waitForURL('**/office/letters/*');
  return new URL(page.url()).pathname;
}

// A letter up to a stage: draft, submitted, agreed, signed, served.
async function letter(people, request, stage) {
  const { clerk, judge, head } = people;
  const at = await draft(clerk, request);
  if (stage === 'draft') return at;
  await fill(clerk, at, {}, '提交审核');
  if (stage === 'submitted') return at;
  for (let i = 0; i < 2; i++) await fill(judge, at + '/opinion', { opinion: 'agree' }, '提交意见');
  if (stage === 'agreed') return at;
  await fill(head, at + '/sign', {}, '确认签发');
  if (stage === 'signed') return at;
  await fill(clerk, at + '/serve', { way: 'direct', sent: today, served_on: today, proof: '本人签收' }, '登记');
  return at;
}

// An application of the portal up to a step; sent: its number and code.
export async function apply(page, upTo) {
  await page.goto('/apply');
  const several = await page.locator('main [name=agency]').count();
  if (several) await page.selectOption('main [name=agency]', { index: 1 });
  await fill(page, null, { who: 'organisation' }, '保存并继续');
  await fill(page, null, { name: '示例有限公司', class: await page.locator('main [name=class]').first().getAttribute('value'),
    credit_code: '91110000MA0000000L'.slice(0, 17) + check('91110000MA0000000'), contact: '测试壬某', phone: '13800000000', address: '示例市示例路二号' }, '保存并继续');
  await fill(page, null, { content: '示例小区 2023年 物业保安员备案回执', file: scan }, '保存并继续');
  if (!page.url().endsWith('/how')) await page.goto('/apply/how');
  await fill(page, null, { form: '1', way: '2' }, '保存并继续');
  if (upTo === 'review') return null;
  await page.check('#sure');
  await page.click('button:has-text("提交申请")');
  await page.waitForURL('**/apply/done');
  const [number, code] = await page.locator('main dd.gk-num').allTextContents();
  return { number: number.trim(), code: code.trim() };
}

// GB 32100-2015: weights 3^i mod 31.
function check(body) {
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const sum = [...body].reduce((s, c, i) => s + signs.indexOf(c) * (3 ** i % 31), 0);
  return signs[(31 - sum % 31) % 31];
}

export async function lookUp(page, { number, code }) {
  await fill(page, '/status', { number, code }, '查询');
}

async function office(people) {
  const { clerk } = people;
  const cases = {};
  for (const stage of ['draft', 'submitted', 'agreed', 'signed', 'served']) {
    cases[stage] = await register(clerk, `合同${stage}`, { file: scan });
    cases[stage + 'Letter'] = await letter(people, cases[stage], stage);
  }
  const plain = cases.plain = await register(clerk, '保安员备案');
  await fill(clerk, '/office/register?channel=oral', { arrived: today, class: 'person', name: '测试癸某', id_type: 'passport', id_number: 'E00000001',
    phone: '13800000000', address: '示例市示例路九号', oral_reason: '右手受伤，不能书写', subject: '口头的灯杆合同', content: '口头的灯杆合同，需要全文。' }, '登记');
  await registered(clerk);
  await fill(clerk, plain + '/extension', { days: '20', reason: '档案数量大' }, '提交负责人');
  await clerk.goto(plain + '/note/assist');
  const department = await clerk.locator('main [name=department] option').nth(1).getAttribute('value');
  await fill(clerk, null, { department, text: '请查找备案表' }, '发出协办请求');
  await fill(clerk, plain + '/note/search', { text: '在档案系统检索，无结果' }, '保存检索记录');
  // Consultations on paper: just sent, received, answered.
  const third = await register(clerk, '从业人员名册');
  for (const [party, served, opinion] of [['示例一有限公司'], ['示例二有限公司', true], ['示例三有限公司', true, true]]) {
    await fill(clerk, third + '/consult', { kind: 'third', party, person: 'unit', findings: '从业人员名册', sent: today, paper: '系统停用期间手工制发', file: scan }, '登记');
    const at = new URL(clerk.url()).pathname;
    if (served) await fill(clerk, at + '/serve', { on: today }, '登记');
    if (opinion) await fill(clerk, at + '/opinion', { on: today, opinion: 'object', text: '名册含个人信息', file: scan }, '登记意见');
  }
  return cases;
}

async function administration(people) {
  const { sys } = people;
  await sys.goto('/admin/agencies');
  const agency = /\/admin\/agencies\/\d+/.exec(await sys.content())[0];
  await fill(sys, agency + '/edit', { phone: '0000-88880000', address: '示例路1号', review_body: '示例市人民政府', court: '示例市示例区人民法院' }, '保存');
  await fill(sys, agency + '/add', { name: '示例市东区分局' }, '保存');
  await fill(sys, agency + '/department', { name: '测试科' }, '保存');
  await fill(sys, '/admin/people/add', { name: '测试癸某', login: 'ceshi.gui', mobile: '13800000000', email: 'gui@example.cn' }, '保存');
  await sys.click('main a:has-text("去申请权限")');
  await fill(sys, null, { roles: 'register', reason: '调入政务公开办' }, '提交申请');
  await fill(sys, '/admin/calendars/local', { date: '2031-05-06', name: '测试日', reason: '测试通知' }, '登记');
}

// Applications of the portal, as their applicants see them: one being answered, one to be corrected.
async function applications(browser, server, people) {
  const visitor = () => visit(browser, server);
  people.visitor = await visitor();
  people['applicant:form'] = await visitor();
  await apply(people['applicant:form'], 'review');
  people['applicant:done'] = await visitor();
  people['applicant:status'] = await visitor();
  people['applicant:correct'] = await visitor();
  await apply(people['applicant:done']);
  const sent = await apply(people['applicant:status']);
  const unclear = await apply(people['applicant:correct']);
  const open = async ({ number }) => {
    await people.clerk.goto('/office?band=all&q=' + number);
    await people.clerk.click('main tbody a');
    await people.clerk.waitForURL('**/office/requests/*');
    const at = new URL(people.clerk.url()).pathname;
    await fill(people.clerk, at + '/confirm', { on: today }, '确认收到并登记');
    return at;
  };
  await letter(people, await open(sent), 'served');
  await fill(people.clerk, (await open(unclear)) + '/step/correction-notice', { on: today, reason: '写明所需文件的名称', paper: '窗口当面告知', file: scan }, '记录补正告知');
  await lookUp(people['applicant:status'], sent);
  await lookUp(people['applicant:correct'], unclear);
}

// The server and one page per person.
export async function seed(browser) {
  const bare = await serve();
  let server;
  try {
    server = await begin(browser, bare);
    return { server, people: await populate(browser, server) };
  } catch (e) {
    await (server ?? bare).stop();
    throw e;
  }
}

// Set up, with everybody's account made on the command line and a job that has failed.
async function begin(browser, bare) {
  const page = await visit(browser, bare);
  await setUp(page, bare);
  await page.context().close();
  await bare.quit();
  for (const [login, roles] of Object.entries(staff))
    run(`${first}\n`, 'user', 'add', login, '--name', '测试' + login, '--roles', roles, '--data', bare.data);
  execFileSync('python3', ['-c', 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript(sys.argv[2]); d.close()',
    path.join(bare.data, 'gongkai.db'),
    `INSERT INTO job (id, kind, key, payload, state, run_at, tries, tries_max, lease, lease_until, reason, created_at, updated_at)
     VALUES (1000, 'clean', '', x'', 2, 0, 8, 8, 0, 0, 'io', 1767574800000, 1767574800000)`]);
  return serve(bare.folder, '--set', 'login_per_minute=1000');
}

async function populate(browser, server) {
  const people = {};
  for (const login of ['sys', 'sec', 'aud']) {
    people[login] = await visit(browser, server);
    if (login !== 'sec') await enrol(people[login], login);
  }
  // One who has not enrolled yet, and then the same person enrolled.
  people['half:enrol'] = await visit(browser, server);
  for (const login of Object.keys(staff)) {
    const page = people[login] = await visit(browser, server);
    await page.goto('/login');
    await logIn(page, login, first);
    await page.waitForURL('**/login/password**');
    if (login === 'fresh') continue;
    await fill(page, null, { current: first, password }, '修改密码并继续');
    await page.waitForURL('**/office');
  }
  people['half:password'] = people.fresh;
  delete people.fresh;
  await people['half:enrol'].goto('/login');
  await logIn(people['half:enrol'], 'sec');
  await people['half:enrol'].waitForURL('**/account/factor*');
  await administration(people);
  await fill(people.aud, '/admin/log/publish', { reason: '测试公布' }, '公布');
  await office(people);
  await applications(browser, server, people);
  await enrol(people.sec, 'sec');
  people['half:code'] = await visit(browser, server);
  await people['half:code'].goto('/login');
  await logIn(people['half:code'], 'sec');
  await people['half:code'].waitForURL('**/login/code**');
  return people;
}

// An agency that can answer (its facts, review body and court are set), its people logged in: each login of
// `people` becomes that person's page.
export async function openOffice(browser, people) {
  const server = await staffed(browser, people, { options: ['--set', 'login_per_minute=20'] });
  const page = await visit(browser, server);
  await enrol(page);
  await page.goto('/admin/agencies');
  await page.click('main a:has-text("修改机关信息")');
  await fill(page, null, { phone: '0000-88880000', address: '示例路1号', review_body: '示例市人民政府', court: '示例市示例区人民法院' }, '保存');
  await page.context().close();
  for (const login of Object.keys(people)) people[login] = await enter(browser, server, login);
  return server;
}

// The same person with or without scripts, with the same log-in.
export async function alike(browser, server, person, options) {
  const page = await visit(browser, server, options);
  await page.context().addCookies(await person.context().cookies());
  return page;
}
