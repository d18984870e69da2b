// A server with an agency, its administrators and its people, and how they come in.
import { serve, run, visit, setUp, logIn, totp, password } from './serve.mjs';

const first = 'Erstes-Wort-1';

// Logs an administrator in; at the first time the second factor is set up, and its secret returned.
export async function enrol(page, login = 'sys') {
  await page.goto('/login');
  await logIn(page, login);
  await page.waitForURL((url) => url.pathname !== '/login');
  if (!page.url().includes('/account/factor')) return null;
  await page.click('main form button');
  const secret = /[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){7}/.exec(await page.textContent('main'))[0];
  await page.fill('#code', totp(secret));
  await page.click('main form:has(#code) button');
  await page.waitForSelector('text=恢复码');
  return secret;
}

// A person in a browser of its own, logged in.
export async function enter(browser, server, login, options = {}) {
  const page = await visit(browser, server, options);
  await page.goto('/login');
  await logIn(page, login);
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  return page;
}

/*
 * Set up, with people (login: roles, or [name, roles]) who have chosen their passwords.
 * filled(folder): runs between, while no server has the data folder.
 */
export async function staffed(browser, people, { filled, options = ['--set', 'login_per_minute=100'] } = {}) {
  const bare = await serve();
  const page = await visit(browser, bare);
  await setUp(page, bare);
  await page.context().close();
  await bare.quit();
  for (const [login, who] of Object.entries(people)) {
    const [name, roles] = Array.isArray(who) ? who : [`测试${login}`, who];
    run(`${first}\n`, 'user', 'add', login, '--name', name, '--roles', roles, '--data', bare.data);
  }
  if (filled) filled(bare.data);
  const server = await serve(bare.folder, ...options);
  for (const login of Object.keys(people)) {
    const p = await visit(browser, server);
    await p.goto('/login');
    await logIn(p, login, first);
    await p.waitForURL('**/login/password**');
    await p.fill('#current', first);
    await p.fill('#password', password);
    await p.click('button:has-text("修改密码并继续")');
    await p.waitForURL((url) => !url.pathname.startsWith('/login'));
    await p.context().close();
  }
  return server;
}

/*
 * After a registration was sent: what is like it is shown first, and who has looked registers it all
 * the same.  The journeys register many that differ in a sign or two.
 */
export async function registered(page) {
  await page.waitForSelector('main a:has-text("打开这件申请"), main button:has-text("仍然登记")');
  const anyway = page.locator('main button:has-text("仍然登记")');
  if (await anyway.count() === 0) return;
  await anyway.click();
  await page.waitForSelector('main a:has-text("打开这件申请")');
}
