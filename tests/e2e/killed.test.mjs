// The process is killed between the signature and its number, again and again: no number is missing,
// none is given twice, nothing is half done.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { serve, launch, visit, setUp, logIn, totp, password, run } from './serve.mjs';
import { registered } from './staff.mjs';

let browser, server;
const first = password + '9';
const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
const wait = [0, 40, 80, 120, 180, 260, 400, 700]; // ms between the click and the kill
const LETTERS = wait.length;

before(async () => {
  browser = await launch();
  server = await serve();
  const page = await visit(browser, server);
  await setUp(page, server);
  await page.context().close();
  await server.quit();
  for (const [login, roles] of [['clerk', 'handle,register'], ['head', 'sign']])
    run(first, 'user', 'add', login, '--name', '测试' + login, '--roles', roles, '--data', server.data);
  server = await serve(server.folder, '--set', 'login_per_minute=100');
});
after(async () => { await browser?.close(); await server?.stop(); });

async function enter(login) {
  const page = await visit(browser, server);
  await page.goto('/login');
  await logIn(page, login, first);
  await page.waitForLoadState();
  if (page.url().includes('/login/password')) {
    await page.fill('#current', first);
    await page.fill('#password', password);
    await page.click('button:has-text("修改密码并继续")');
  } else if (page.url().includes('/login')) {
    await logIn(page, login);
  }
  await page.waitForURL('**/office');
  return page;
}

async function telephone() {
  const sys = await visit(browser, server);
  await sys.goto('/login');
  await logIn(sys, 'sys');
  await sys.waitForLoadState();
  if (sys.url().includes('/account/factor')) {
    await sys.click('main form button');
    const secret = /[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){7}/.exec(await sys.textContent('main'))[0];
    await sys.fill('#code', totp(secret));
    await sys.click('main form:has(#code) button');
    await sys.waitForSelector('text=恢复码');
  }
  await sys.goto('/admin/agencies');
  await sys.click('main a:has-text("修改机关信息")');
  await sys.fill('#phone', '0000-88880000');
  await sys.click('button:has-text("保存")');
  await sys.context().close();
}

// A receipt for a request handed in at the counter, up to the head.
async function toSign(page, i) {
  await page.goto('/office/register?channel=person');
  await page.fill('#arrived', today);
  await page.check('input[name="class"][value="person"]');
  await page.fill('#name', '测试某');
  await page.selectOption('#id_type', 'passport');
  await page.fill('#id_number', 'E00000000');
  await page.fill('#phone', '13800000000');
  await page.fill('#address', '示例市示例路一号测试小区');
  await page.fill('#subject', `第${i}件`);
  await page.fill('#content', `第${i}件，需要全文。`);
  await page.click('button:has-text("登记")');
  await registered(page);
  await page.click('a:has-text("打开这件申请")');
  await page.waitForURL('**/office/requests/*');
  await page.goto(new URL(page.url()).pathname + '/letters/new?form=F02');
  await page.click('button:has-text("生成草稿")');
  await page.waitForURL('**/office/letters/*');
  await page.click('main form button');
  return new URL(page.url()).pathname;
}

const number = async (page, letter) => {
  await page.goto(letter);
  return /公登〔\d{4}〕(\d+)号/.exec(await page.textContent('main'))?.[1];
};

test('killed while signing', { timeout: 300000 }, async () => {
  await telephone();
  const clerk = await enter('clerk');
  const letters = [];
  for (let i = 0; i < LETTERS; i++) letters.push(await toSign(clerk, i));
  await clerk.context().close();
  let killed = 0;
  for (const [i, letter] of letters.entries()) {
    const head = await enter('head');
    await head.goto(letter + '/sign');
    const sent = head.click('button:has-text("确认签发")', { noWaitAfter: true, timeout: 3000 }).catch(() => {});
    await new Promise((done) => setTimeout(done, wait[i]));
    await server.kill();
    killed++;
    await sent;
    await head.context().close();
    server = await serve(server.folder, '--set', 'login_per_minute=100');
  }
  const head = await enter('head');
  const signed = [];
  for (const letter of letters) {
    const n = await number(head, letter);
    if (n) signed.push(Number(n));
  }
  signed.sort((a, b) => a - b);
  assert.deepEqual(signed, signed.map((_, i) => i + 1), `signed before a kill: ${signed}`);
  // What was not signed waits as before and takes the next number; its papers are there.
  for (const letter of letters) {
    if (await number(head, letter)) continue;
    await head.goto(letter + '/sign');
    await head.click('button:has-text("确认签发")');
    assert.match(await head.textContent('main'), /公登〔\d{4}〕\d+号/);
  }
  const all = [];
  for (const letter of letters) {
    all.push(Number(await number(head, letter)));
    const pdf = await head.request.get(letter + '/pdf');
    assert.equal((await pdf.body()).subarray(0, 4).toString(), '%PDF');
  }
  assert.deepEqual(all.sort((a, b) => a - b), Array.from({ length: LETTERS }, (_, i) => i + 1));
  assert.equal(killed, LETTERS);
  console.log(`# of ${LETTERS} kills ${signed.length} came after the commit`);
});
