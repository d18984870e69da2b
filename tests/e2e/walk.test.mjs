// Every GET route of the table, by everybody who may see it, in every mode: no accessibility violation, nothing wider
// than the window, no complaint of the browser, no style or script in the page's source.  Addresses with parameters
// are found as people find them, by following links; a route that cannot be found that way fails unless it is named
// below with the reason.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, gongkai, serve, run, launch, visit, logIn } from './serve.mjs';
import { seed, fill, today } from './seed.mjs';

// Not reached by a link, or not a page; each with the reason.
const apart = {
  '/setup': 'gone after the set-up: looked at before it',
  '/mode': 'switches a mode and goes back',
  '/feed/:token': 'for calendars, not for browsers; its address is shown once',
  '/office/remedies/:id/files/:file': 'the remedies of the demonstration have no uploaded file (remedy.test.mjs downloads one)',
  '/office/requests/:id/lead/drop': 'the demonstration has no published lead',
  '/annual/:year/evidence/:entry': 'the demonstration corrects no cell by hand (annual.test.mjs does)',
  '/office/consultations/:id/reveal': 'the consultations of the demonstration are closed (journey.test.mjs reveals a party)',
  '/office/ledger/batches/:id/undo': 'nothing is imported into the demonstration (ledger.test.mjs undoes an import)',
  '/office/ledger/decisions/:id/publish': 'the demonstration has no 双公示 rows (desk_ledger_import publishes one)',
  '/office/ledger/money/:item/:id/undo': 'only who writes money is offered it (ledger.test.mjs undoes one)',
  '/office/ledger/norms/:id': 'the five bureaus have no norm in force (ledger.test.mjs adds one)',
  '/office/ledger/sign/:sheet/:department/:month': 'all months are signed (ledger.test.mjs signs one)',
  '/office/requests/:id/delay': 'offered only after reasons were asked for (desk_letter serves the letter F06)',
};
const MODES = { office: ['', 'c', 'l'], portal: ['', 'e', 'c', 'ec'] };
const WIDTHS = [1366, 390, 320];
const PER_ROUTE = 12; // addresses of one route that are asked for, by one person
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const axe = fs.readFileSync(path.join(root, 'tests/e2e/node_modules/axe-core/axe.min.js'), 'utf8');

// Who is looked at in the demonstration: it has what takes years to come about (remedies, published reports, agencies below).
const DEMO = ['binhai.dengji', 'binhai.bianji', 'binhai.qianfa', 'jiandu'];
let browser, seeded, shown, routes;
const bad = [];
const reached = new Map(); // route -> who has seen it

before(async () => {
  browser = await launch();
  routes = [...run('', 'serve', '--routes').matchAll(/^\| GET \| `([^`]+)` \|/gm)].map((m) => m[1]);
  seeded = await seed(browser);
  shown = await demonstration();
});
after(async () => { await browser?.close(); await seeded?.server.stop(); await shown?.server.stop(); });

async function demonstration() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gongkai-walk-'));
  execFileSync(gongkai, ['demo', '--data', path.join(folder, 'data')]);
  const server = await serve(folder, '--set', 'login_per_minute=100');
  const people = {};
  for (const login of DEMO) {
    const page = people[`demo:${login}`] = await visit(browser, server);
    await page.goto('/login');
    await logIn(page, login, 'Yanshi-2024');
    await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  }
  // A part of this year's text with two versions and a remark.
  const part = `/annual/${today.slice(0, 4)}/text/1`;
  for (const body of ['本年度主动公开工作平稳。', '本年度主动公开工作平稳，无其他情况。'])
    await fill(people['demo:binhai.bianji'], part, { body }, '保存');
  await fill(people['demo:binhai.qianfa'], part, { text: '请补充平台建设情况' }, '提交意见');
  return { server, people };
}

// The route of a path: as the router does, a literal segment before a parameter.
function routeOf(pathname) {
  const parts = pathname.split('/');
  const fits = (r) => {
    const want = r.split('/');
    return (want.length === parts.length || (want.at(-1).endsWith('*') && parts.length >= want.length)) &&
      want.every((w, i) => w.startsWith(':') ? parts[i] !== '' : w === parts[i]);
  };
  return routes.filter(fits).sort((a, b) => (a.match(/:/g)?.length ?? 0) - (b.match(/:/g)?.length ?? 0))[0];
}

const decode = (s) => s.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');

function linksOf(html, base) {
  const found = new Set();
  for (const [, href] of html.matchAll(/<(?:a|link|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g)) {
    const url = new URL(decode(href), base);
    if (url.origin === new URL(base).origin) found.add(url.pathname + url.search);
  }
  return found;
}

// What may not stand in a page: the policy would make it void.
function checkSource(html, name) {
  for (const [what, sign] of [['inline style', /<[^>]*\sstyle\s*=/i], ['style element', /<style\b/i], ['inline script', /<script\b(?![^>]*\ssrc=)/i],
    ['handler in an attribute', /<[a-z][^>]*\son[a-z]+\s*=\s*["']/i], ['javascript: address', /(?:href|action|src)="javascript:/i]])
    if (sign.test(html)) bad.push(`${name}: ${what}`);
}

// Everything one person can get to, by asking for it; the first address of each route is kept for a closer look.
async function crawl(who, page, { url: base }) {
  const asked = new Set(), count = {}, first = new Map();
  // Whoever is half way through a log-in or an application has these pages alone.
  const plain = routes.filter((r) => !r.includes(':') && !apart[r]);
  const queue = plain.map((r) => ({ url: r, from: null }));
  while (queue.length) {
    const { url, from } = queue.shift();
    const pathname = url.split('?')[0];
    const route = routeOf(pathname);
    if (asked.has(url) || pathname === '/mode' || pathname === '/logout') continue;
    asked.add(url);
    count[route] = (count[route] ?? 0) + 1;
    if (count[route] > PER_ROUTE) continue;
    const answer = await page.context().request.get(base + url, { maxRedirects: 0 });
    const status = answer.status();
    if (from && (status >= 400 || !route)) {
      bad.push(`${who}: ${from} has a link to ${url}, which answers ${status}`);
      continue;
    }
    if (status >= 500) bad.push(`${who}: ${url} answers ${status}`);
    if (status >= 300 && status < 400) queue.push({ url: new URL(answer.headers().location, base + url).pathname, from: null });
    if (status !== 200) continue;
    if (!reached.has(route)) reached.set(route, []);
    if (!reached.get(route).includes(who)) reached.get(route).push(who);
    const { 'content-type': type, 'content-disposition': saved = '' } = answer.headers();
    if (!/^text\/html/.test(type) || saved.startsWith('attachment')) continue;
    const html = await answer.text();
    checkSource(html, `${who} ${url}`);
    if (!first.has(route)) first.set(route, { url, portal: /class="[^"]*gk-portal/.test(html) });
    for (const link of linksOf(html, base + url)) queue.push({ url: link, from: url });
  }
  return first;
}

async function look(page, name, inFull) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const size = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    if (size[0] > size[1] + 1) bad.push(`${name}: ${size[0]} px wide in ${size[1]}`);
  }
  if (inFull) {
    await page.evaluate(axe);
    const result = await page.evaluate((r) => axe.run(document, { runOnly: r, resultTypes: ['violations'] }), rules);
    for (const v of result.violations)
      bad.push(`${name} ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')}`);
  }
  for (const e of page.errors.splice(0)) bad.push(`${name}: ${e}`);
}

// One route as one person sees it.  Seen by somebody before: its width and its errors alone.
async function walk({ page, who, server }, route, { url, portal }, inFull) {
  for (const mode of inFull ? MODES[portal ? 'portal' : 'office'] : ['']) {
    await page.context().addCookies([{ name: 'gk_mode', value: mode || '-', url: server.url }]);
    const answer = await page.goto(url);
    if (answer.status() !== 200) bad.push(`${who} ${route} ${url}: ${answer.status()}`);
    await look(page, `${who} ${url} ${mode}`, inFull);
  }
}

test('the first set-up, before anybody is there', async () => {
  const server = await serve();
  const page = await visit(browser, server);
  for (const mode of ['', 'c', 'l']) {
    await page.context().addCookies([{ name: 'gk_mode', value: mode || '-', url: server.url }]);
    await page.goto('/setup');
    await look(page, `setup ${mode}`, true);
  }
  await page.context().close();
  await server.stop();
  assert.deepEqual(bad.splice(0), []);
});

test('every page, by everybody, in every mode', async (t) => {
  const work = [];
  const began = Date.now();
  for (const [who, page] of Object.entries(seeded.people)) {
    const first = await crawl(who, page, seeded.server);
    work.push({ who, page, first, server: seeded.server });
  }
  // Of the demonstration, only what nobody has shown yet is looked at closely; every link is followed all the same.
  for (const [who, page] of Object.entries(shown.people)) {
    const before = new Set(reached.keys());
    const first = new Map([...await crawl(who, page, shown.server)].filter(([route]) => !before.has(route)));
    work.push({ who, page, first, server: shown.server });
  }
  t.diagnostic(`crawled in ${Date.now() - began} ms`);
  const taken = new Set();
  for (const w of work)
    w.todo = [...w.first].map(([route, at]) => [route, at, !taken.has(route) && Boolean(taken.add(route))]);
  // Two at a time: the browser and the server have a processor each.
  const lane = async (list) => {
    for (const w of list) for (const [route, at, inFull] of w.todo) await walk(w, route, at, inFull);
  };
  const size = (w) => w.todo.reduce((n, x) => n + (x[2] ? 10 : 1), 0);
  const lanes = [[], []], load = [0, 0];
  for (const w of work.sort((a, b) => size(b) - size(a))) {
    const k = load[0] <= load[1] ? 0 : 1;
    lanes[k].push(w);
    load[k] += size(w);
  }
  await Promise.all(lanes.map(lane));
  t.diagnostic(`${taken.size} pages of ${routes.length} routes, ${work.reduce((n, w) => n + w.todo.length, 0)} views, ${Date.now() - began} ms`);
  const missing = routes.filter((r) => !reached.has(r) && !apart[r]);
  bad.push(...missing.map((r) => `${r}: reached by nobody`));
  bad.push(...Object.keys(apart).filter((r) => !routes.includes(r)).map((r) => `${r}: named apart and not there`));
  assert.deepEqual([...new Set(bad)], []);
});
