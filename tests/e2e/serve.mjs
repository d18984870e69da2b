// A running `gongkai serve` with an empty data folder, and what a person does with it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { spawn, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
export const gongkai = path.resolve(root, process.env.GONGKAI ?? 'build/src/cmd/gongkai');
export const password = 'Blaue-Berge-7';
const axe = fs.readFileSync(path.join(root, 'tests/e2e/node_modules/axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const shots = process.env.SHOTS;

// GONGKAI_TEST_PG (tests/store/with-postgres): the same journeys on PostgreSQL, in an empty schema for each server's folder.
const pg = process.env.GONGKAI_TEST_PG;
const socket = pg && /host=(\S+)/.exec(pg)[1];
const database = pg ? ['--database', `postgres://postgres@${encodeURIComponent(socket)}/postgres`] : [];
const emptied = new Set();
function emptyDatabase(folder) {
  if (!pg || emptied.has(folder)) return;
  emptied.add(folder);
  execFileSync('psql', ['-q', '-d', pg, '-c', 'SET client_min_messages=error; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public']);
}

const freePort = () => new Promise((done) => {
  const s = net.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)); });
});

// Starts a server; stop() ends it and removes its folder, quit() only ends it.
export async function serve(folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gongkai-serve-')), ...options) {
  const port = await freePort();
  const data = path.join(folder, 'data');
  emptyDatabase(folder);
  const child = spawn(gongkai, ['serve', '--data', data, ...database, '--listen', `127.0.0.1:${port}`, ...options]);
  const server = { folder, data, port, url: `http://127.0.0.1:${port}`, out: '', log: '' };
  child.stdout.on('data', (d) => { server.out += d; });
  child.stderr.on('data', (d) => { server.log += d; });
  const ended = new Promise((done) => child.on('exit', (code, signal) => done(code ?? signal)));
  for (let i = 0; !server.out.includes('已启动'); i++) {
    assert.ok(i < 600 && child.exitCode === null, 'the server did not start: ' + server.log);
    await new Promise((r) => setTimeout(r, 50));
  }
  await new Promise((r) => setTimeout(r, 100));
  server.oneTime = /一次性设置密码：([A-Z0-9-]+)/.exec(server.out)?.[1];
  server.quit = async () => { child.kill('SIGTERM'); return ended; };
  server.kill = async () => { child.kill('SIGKILL'); return ended; };
  server.stop = async () => { await server.quit(); fs.rmSync(folder, { recursive: true, force: true }); };
  return server;
}

// Runs `gongkai` with the server stopped (SQLite belongs to one process).
export const run = (input, ...args) => execFileSync(gongkai, [...args, ...database], { encoding: 'utf8', input });

export const launch = () => chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// A page with its own cookies; errors holds what the browser complained about (4xx answers apart).
export async function visit(browser, server, options = {}) {
  const { width = 1366, ...more } = options;
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN', baseURL: server.url, ...more });
  const page = await context.newPage();
  page.errors = [];
  page.on('console', (m) => m.type() === 'error' && !/status of 4\d\d/.test(m.text()) && page.errors.push(m.text()));
  page.on('pageerror', (e) => page.errors.push(String(e)));
  return page;
}

export async function shot(page, name) {
  if (!shots) return;
  fs.mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, name + '.png'), fullPage: true });
}

// axe finds nothing, nothing is wider than the window, at three widths and in the modes.
export async function decent(page, name) {
  for (const width of [1366, 390, 320]) {
    await page.setViewportSize({ width, height: 900 });
    const size = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(size[0] <= size[1] + 1, `${name}: ${size[0]} px wide in ${size[1]}`);
    await page.evaluate(axe);
    const result = await page.evaluate((r) => axe.run(document, { runOnly: r }), rules);
    assert.deepEqual(result.violations.map((v) => `${name} ${width} ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')}`), []);
    if (width !== 320) await shot(page, `${name}-${width}`);
  }
  await page.setViewportSize({ width: 1366, height: 900 });
  assert.deepEqual(page.errors, [], name);
}

export async function setUp(page, server) {
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/setup');
  await page.fill('#one_time', server.oneTime);
  await page.fill('#agency_name', '示例市档案局');
  for (const [i, login, name] of [[0, 'sys', '测试甲'], [1, 'sec', '测试乙'], [2, 'aud', '测试丙']]) {
    await page.fill(`#login${i}`, login);
    await page.fill(`#name${i}`, name);
    await page.fill(`#password${i}`, password);
  }
  await page.click('button:has-text("完成设置")');
  await page.waitForURL('**/login');
}

export async function logIn(page, login, typed = password) {
  await page.fill('#login', login);
  await page.fill('#password', typed);
  await page.click('main button:has-text("登录")');
}

// RFC 6238 with SHA-1, from the base32 text that the page shows.
export function totp(base32, at = Date.now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const c of base32.replace(/[\s=]/g, '')) bits += alphabet.indexOf(c).toString(2).padStart(5, '0');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const h = createHmac('sha1', key).update(counter).digest();
  const o = h[19] & 15;
  return String((h.readUInt32BE(o) & 0x7fffffff) % 1e6).padStart(6, '0');
}
