// Signing in to the workbench: into it, refused, sent back from a page behind it, without script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, assertFits, picture, startBrowser, visit } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { pathOf, sendSignIn, signIn } from '../lib/sign_in.mjs';

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a demo account of every role signs in, with a cookie that scripts and other sites cannot use', async () => {
  const ofEachRole = new Map(server.accounts.map((account) => [account.role, account]));
  for (const account of ofEachRole.values()) {
    await visit(browser, { base: server.staff, name: `sign-in-${account.login}` }, async (page) => {
      await signIn(page, account);
      const cookies = await page.context().cookies();
      assert.ok(cookies.length > 0, '登录后没有会话');
      for (const cookie of cookies) {
        assert.ok(cookie.httpOnly, `${cookie.name} 能被脚本读取`);
        assert.notEqual(cookie.sameSite, 'None', `${cookie.name} 会随别的网站的请求发出`);
      }
    });
  }
});

test('a wrong password is refused without saying whether the account exists, and the name stays typed', async () => {
  const said = [];
  for (const login of [server.accounts[0].login, 'nobody-of-this-name']) {
    await visit(browser, { base: server.staff, name: 'sign-in-refused' }, async (page) => {
      await sendSignIn(page, login, 'not-the-password-1');
      assert.equal(pathOf(page), '/sign-in');
      assert.equal(await page.inputValue('input[name="login"]'), login);
      assert.equal(await page.inputValue('input[name="password"]'), '');
      said.push((await page.innerText('[role="alert"]')).trim());
      await picture(page, 'sign-in-refused');
    });
  }
  assert.ok(said[0].length > 0);
  assert.equal(said[0], said[1]);
});

test('a page behind the sign-in sends a stranger to it', async () => {
  await visit(browser, { base: server.staff, name: 'sign-in-stranger' }, async (page) => {
    await page.goto('/');
    assert.equal(pathOf(page), '/sign-in');
    await picture(page, 'sign-in');
  });
});

test('signing in works on a phone without JavaScript', async () => {
  const options = { base: server.staff, name: 'sign-in-phone', screen: PHONE, script: false };
  await visit(browser, options, async (page) => {
    await page.goto('/sign-in');
    await assertFits(page);
    await picture(page, 'sign-in-phone');
    await signIn(page, server.accounts[0]);
    await assertFits(page);
  });
});
