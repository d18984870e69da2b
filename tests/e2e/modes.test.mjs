// Every page that GET shows, for each role that may see it, in high contrast and in large type (for the public:
// the version for elders).  The list is the program's own: a page that no role reaches here fails the test.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { gongkai, serve, launch, visit, decent, setUp, logIn, totp, password } from './serve.mjs';

let browser, server;
const secrets = {}, cookies = {};
const year = 2031;

// "/admin/people/:id" as it stands in the table of routes.
const routes = execFileSync(gongkai, ['serve', '--routes'], { encoding: 'utf8' }).split('\n')
  .map((line) => /^\| GET \| `([^`]+)`/.exec(line)?.[1]).filter(Boolean)
  .map((path) => ({ path, shape: new RegExp('^' + path.replace(/[.]/g, '\\.').replace(/:\w+\*/g, '.+').replace(/:\w+/g, '[^/]+') + '$'),
    parameters: (path.match(/:/g) ?? []).length }))
  .sort((a, b) => a.parameters - b.parameters);
const routeOf = (pathname) => routes.find((r) => r.shape.test(pathname))?.path;
// Answers that are no pages, and what a page leads away from at once.
const noPage = new Set(['/assets/:name', '/favicon.ico', '/healthz', '/metrics', '/mode', '/robots.txt', '/admin/log/head', '/log/head.json']);
// Areas whose every page has to be seen here; what is seen of the others is looked at as well.
const whole = /^\/(account|login|setup|admin)(\/|$)/;

const seen = new Map(); // route -> URL, for each mode

// What a page may not contain under the content security policy, whatever the browser says.
function cleanSource(html, name) {
  const tags = html.match(/<[a-zA-Z][^>]*>/g) ?? [];
  for (const tag of tags) {
    const bare = tag.replace(/"[^"]*"|'[^']*'/g, '""');
    assert.doesNotMatch(bare, /\sstyle\s*=/i, `${name}: ${tag}`);
    assert.doesNotMatch(bare, /\son\w+\s*=/i, `${name}: ${tag}`);
    assert.doesNotMatch(tag, /(href|src|action)\s*=\s*["']?\s*javascript:/i, `${name}: ${tag}`);
  }
  for (const [, attributes, body] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/gi)) {
    assert.match(attributes, /\ssrc=/, `${name}: a script in the page`);
    assert.equal(body.trim(), '', `${name}: a script in the page`);
  }
  assert.doesNotMatch(html, /<style[\s>]/i, `${name}: a style sheet in the page`);
}

// The page that stands there now: its source, its policy, its looks.
async function look(page, mode, answer) {
  const url = new URL(page.url()), route = routeOf(url.pathname), name = `${mode} ${url.pathname}`;
  const policy = answer.headers()['content-security-policy'] ?? '';
  assert.match(policy, /default-src 'none'|default-src 'self'/, name);
  assert.doesNotMatch(policy, /unsafe/, name);
  cleanSource(await answer.text(), name);
  if (mode !== 'plain') assert.ok(await page.evaluate((c) => document.documentElement.classList.contains(c), `gk--${mode}`), name);
  await decent(page, name.replace(/\W+/g, '-'));
  seen.set(`${mode} ${route}`, url.pathname);
}

// A page with somebody's session and one mode switched on.
async function open(login, mode) {
  const page = await visit(browser, server);
  if (login) await page.context().addCookies(cookies[login]);
  await page.goto(`/mode?set=${mode}&back=/`);
  return page;
}

// Follows every link from the start page; of each route the first URL is looked at.
async function walk(page, mode, from) {
  const queue = [...from], known = new Set(queue);
  while (queue.length) {
    const target = queue.shift();
    const route = routeOf(new URL(target, server.url).pathname);
    if (!route || noPage.has(route) || seen.has(`${mode} ${route}`)) continue;
    const answer = await page.goto(target);
    assert.ok(answer.status() < 400, `${target}: ${answer.status()}`);
    const here = routeOf(new URL(page.url()).pathname);
    if (!here || seen.has(`${mode} ${here}`)) continue;
    await look(page, mode, answer);
    const links = await page.$$eval('a[href]:not([download])', (a) => a.map((l) => l.href));
    for (const link of links) {
      const url = new URL(link);
      if (url.origin !== server.url || known.has(url.pathname)) continue;
      known.add(url.pathname);
      queue.push(url.pathname);
    }
  }
}

async function enrol(page, login) {
  await page.waitForURL('**/account/factor*');
  await page.click('main form button');
  secrets[login] = /[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){7}/.exec(await page.textContent('main'))[0];
  await page.fill('#code', totp(secrets[login]));
  await page.click('main form:has(#code) button');
  await page.waitForSelector('text=恢复码');
  cookies[login] = await page.context().cookies();
}

const modes = ['contrast', 'large'];

before(async () => {
  browser = await launch();
  server = await serve();
});
after(async () => { await browser?.close(); await server?.stop(); });

test('the way in', async () => {
  for (const mode of modes) {
    const page = await open(null, mode);
    await look(page, mode, await page.goto('/setup'));
    await page.context().close();
  }
  const page = await visit(browser, server);
  await setUp(page, server);
  await page.context().close();
  for (const mode of modes) {
    const page = await open(null, mode);
    await look(page, mode, await page.goto('/login'));
    await page.context().close();
  }
  for (const login of ['sys', 'sec', 'aud']) {
    const page = await visit(browser, server);
    await page.goto('/login');
    await logIn(page, login);
    await page.waitForURL('**/account/factor*');
    for (const mode of login === 'sys' ? modes : []) {
      await page.goto(`/mode?set=${mode}&back=/account/factor`);
      await look(page, mode, await page.goto('/account/factor'));
      await page.goto(`/mode?set=no-${mode}&back=/account/factor`);
    }
    await page.goto('/account/factor');
    await enrol(page, login);
    await page.context().close();
  }
  // The second step of a log-in.
  const half = await visit(browser, server);
  await half.goto('/login');
  await logIn(half, 'sec');
  await half.waitForURL('**/login/code*');
  for (const mode of modes) {
    await half.goto(`/mode?set=${mode}&back=/login/code`);
    for (const path of ['/login/code', '/login/recovery']) await look(half, mode, await half.goto(path));
    await half.goto(`/mode?set=no-${mode}&back=/login/code`);
  }
  await half.context().close();
});

test('what the pages are about', async () => {
  const sys = await visit(browser, server);
  await sys.context().addCookies(cookies.sys);
  await sys.goto('/admin/agencies');
  await sys.click('main >> text=新增下级机关 >> nth=0');
  await sys.fill('#name', '示例市示例区档案局');
  await sys.click('button:has-text("保存")');
  await sys.goto('/admin/agencies');
  await sys.click('main >> text=新增部门 >> nth=0');
  await sys.fill('#name', '政务公开办');
  await sys.click('button:has-text("保存")');
  await sys.goto('/admin/people/add');
  await sys.fill('#name', '测试丁');
  await sys.fill('#login', 'ceshi.ding');
  await sys.fill('#mobile', '13800000000');
  await sys.fill('#email', 'ding@example.cn');
  await sys.click('button:has-text("保存")');
  const once = (await sys.textContent('dl div:nth-child(3) code')).trim();
  await sys.click('main a:has-text("去申请权限")');
  cookies.person = new URL(sys.url()).pathname.replace(/\/rights$/, '');
  for (const role of ['register', 'handle', 'review', 'sign', 'secrecy', 'look']) await sys.check(`input[value="${role}"]`);
  await sys.fill('#reason', '测试');
  await sys.click('button:has-text("提交申请")');
  const proposal = new URL(sys.url()).pathname;
  await sys.goto('/admin/calendars/local');
  await sys.fill('#date', `${year}-05-06`);
  await sys.fill('#name', '测试节');
  await sys.fill('#reason', '测试');
  await sys.click('main button:has-text("登记")');
  await sys.waitForURL(`**/admin/calendars/${year}`);
  await sys.context().close();

  const aud = await visit(browser, server);
  await aud.context().addCookies(cookies.aud);
  await aud.goto('/admin/log/verify');
  await aud.click('main button:has-text("开始核验")');
  await aud.context().close();
  cookies.proposal = proposal;

  // A new person has to choose a password of one's own.
  const own = await visit(browser, server);
  await own.goto('/login');
  await logIn(own, 'ceshi.ding', once);
  await own.waitForURL('**/login/password**');
  for (const mode of modes) {
    await own.goto(`/mode?set=${mode}&back=/login/password`);
    await look(own, mode, await own.goto('/login/password'));
    await own.goto(`/mode?set=no-${mode}&back=/login/password`);
  }
  await own.fill('#current', once);
  await own.fill('#password', password);
  await own.click('main form:has(#password) button[type=submit]');
  await own.waitForLoadState();
  await own.goto('/account/factor');
  await enrol(own, 'ceshi.ding');
  await own.context().close();
});

for (const mode of modes) {
  test(`in mode ${mode}: the three administrators and a clerk`, async () => {
    for (const [login, from] of [['sys', [cookies.person, '/', `/admin/calendars/${year}`]], ['sec', [cookies.proposal, `${cookies.person}/password`, '/']], ['aud', ['/', '/admin/log/verify']]]) {
      const page = await open(login, mode);
      await walk(page, mode, from);
      await page.context().close();
    }
    if (mode === modes[0]) {
      const sec = await visit(browser, server);
      await sec.context().addCookies(cookies.sec);
      await sec.goto(cookies.proposal);
      await sec.check('input[value="grant"]');
      await sec.click('button:has-text("提交审批意见")');
      await sec.context().close();
    }
    // New rights want a new log-in.
    const page = await visit(browser, server);
    await page.goto('/login');
    await logIn(page, 'ceshi.ding');
    await page.waitForURL('**/login/code*');
    await page.fill('#code', totp(secrets['ceshi.ding'], Date.now() + (modes.indexOf(mode) ? 30000 : 0)));
    await page.click('main form:has(#code) button');
    await page.waitForLoadState();
    await page.goto(`/mode?set=${mode}&back=/`);
    await walk(page, mode, ['/account/factor/off', '/', '/account', ...routes.filter((r) => r.path.startsWith('/office') && !r.parameters).map((r) => r.path)
      .filter((path) => !/batch/.test(path))]);
    await page.context().close();
  });
}

test('the public pages, contrast and the version for elders', async () => {
  const list = routes.filter((r) => /^\/(guide|apply|status|access|columns?|search|report|info)?(\/|$)/.test(r.path) && !r.parameters).map((r) => r.path);
  for (const mode of ['contrast', 'elder']) {
    const page = await open(null, mode);
    await walk(page, mode, list.filter((path) => path !== '/' || routes.some((r) => r.path === '/guide')));
    await page.context().close();
  }
});

test('no page was left out', () => {
  const missing = modes.flatMap((mode) => routes.map((r) => r.path)
    .filter((path) => whole.test(path) && !noPage.has(path) && !seen.has(`${mode} ${path}`)).map((path) => `${mode} ${path}`));
  assert.deepEqual(missing, []);
});
