// Signing in as the first step of other journeys. It must not know what comes after.
import assert from 'node:assert/strict';

/** Fills the sign-in form and sends it. */
export async function sendSignIn(page, login, password) {
  await page.goto('/sign-in');
  await page.fill('input[name="login"]', login);
  await page.fill('input[name="password"]', password);
  await Promise.all([page.waitForEvent('load'), page.click('form:has(input[name="password"]) [type="submit"]')]);
}

/** Signs in with a demo account and fails when the form comes back. */
export async function signIn(page, account) {
  await sendSignIn(page, account.login, account.password);
  assert.notEqual(pathOf(page), '/sign-in', `${account.login} 没有登录成功`);
}

/** The demo account with this role. */
export function accountOf(server, role) {
  const account = server.accounts.find((candidate) => candidate.role === role);
  assert.ok(account, `演示县没有角色为 ${role} 的账号`);
  return account;
}

/** The path that the page shows. */
export function pathOf(page) {
  return new URL(page.url()).pathname;
}
