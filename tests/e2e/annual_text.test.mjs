// The written parts of the annual report: written, tried, bound to the tables, discussed, brought back.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { launch, decent } from './serve.mjs';
import { enter as comeIn, staffed } from './staff.mjs';

let browser, server;
const year = new Date(Date.now() + 8 * 3600e3).getUTCFullYear();

before(async () => {
  browser = await launch();
  server = await staffed(browser, { bianji: 'edit', chayue: 'look' });
});
after(async () => { await browser.close(); await server.stop(); });

const enter = (login, options) => comeIn(browser, server, login, options);

for (const script of [true, false]) test(`a part from the first words to an answered remark: ${script ? 'with' : 'without'} JavaScript`, async () => {
  const part = script ? 1 : 5;
  const editor = await enter('bianji', { javaScriptEnabled: script });
  await editor.goto(`/annual/${year}/text`);
  if (script) await decent(editor, 'annual-text-list');
  await editor.click(`main a[href="/annual/${year}/text/${part}"]`);
  assert.match(await editor.inputValue('#body'), part === 1 ? /\{t3\.received\.total\}/ : /存在的主要问题/, 'it begins with what the format asks for');
  const typed = `${year}年，本机关收到政府信息公开申请7件。\n<script>alert(1)</script>其他情况不变。`;
  await editor.fill('#body', typed);
  await editor.click('button:has-text("预览，不保存")');
  assert.match(await editor.textContent('#preview-h, h2:has-text("预览")'), /还没有保存/);
  assert.equal(await editor.inputValue('#body'), typed, 'nothing is lost by a look');
  await editor.click('button:text-is("保存")');
  assert.match(await editor.textContent('main'), /正文写7件，应为0/, 'a number that differs is told');
  assert.match(await editor.textContent('.gk-prosecheck'), /<script>alert\(1\)<\/script>/, 'markup is text');
  if (script) await decent(editor, 'annual-text-differs');
  await editor.click('button:has-text("全部改用字段（1 处）")');
  assert.match(await editor.inputValue('#body'), /申请\{t3\.received\.total\}件/);
  assert.match(await editor.textContent('.gk-prosecheck'), /申请0件/);
  await editor.fill('#body', '共{no.such.number}件');
  await editor.click('button:text-is("保存")');
  assert.match(await editor.textContent('.govuk-error-summary'), /no\.such\.number/);
  assert.equal(await editor.inputValue('#body'), '共{no.such.number}件');

  const reader = await enter('chayue', { javaScriptEnabled: script });
  await reader.goto(`/annual/${year}/text/${part}`);
  assert.equal(await reader.locator('#body').count(), 0, 'who may only look gets no editor');
  await reader.fill('#text', '请补充平台建设情况');
  await reader.click('button:has-text("提交意见")');
  assert.match(await reader.textContent('#remarks, main'), /请补充平台建设情况/);
  if (script) await decent(reader, 'annual-text-reader');

  await editor.goto(`/annual/${year}/text/${part}`);
  await editor.click('a:has-text("答复这条意见")');
  if (script) await decent(editor, 'annual-text-answer');
  await editor.fill('#answer', '已补写');
  await editor.click('button:has-text("保存答复")');
  assert.match(await editor.textContent('main'), /答复：已补写/);

  await editor.click('a:has-text("看改动") >> nth=0');
  assert.match(await editor.textContent('main del'), /7/);
  if (script) await decent(editor, 'annual-text-changes');
  await editor.goBack();
  await editor.click('button:has-text("恢复这一版") >> nth=-1');
  assert.match(await editor.textContent('main'), /已恢复/);
  assert.match(await editor.inputValue('#body'), /申请7件/);
  assert.match(await editor.textContent('main'), /第 3 版（现行）/);
  assert.deepEqual(editor.errors, []);
  await editor.context().close();
  await reader.context().close();
});

test('two people on one part: the second sees both and loses nothing', async () => {
  const one = await enter('bianji'), two = await enter('bianji');
  await one.goto(`/annual/${year}/text/0`);
  await two.goto(`/annual/${year}/text/0`);
  await one.fill('#body', '第一个人写的导言。');
  await one.click('button:text-is("保存")');
  await two.fill('#body', '第二个人写的导言。');
  await two.click('button:text-is("保存")');
  assert.match(await two.textContent('main'), /有人修改过/);
  assert.equal(await two.inputValue('#body'), '第二个人写的导言。');
  assert.match(await two.textContent('.gk-prosecheck'), /第一个人写的导言。/);
});
