// The main pages as people find them: on the office's smallest screen, on a phone, by keyboard alone,
// without script. Pictures of them are those of the README.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, assertFits, picture, startBrowser, visit } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { accountOf, pathOf, signIn } from '../lib/sign_in.mjs';

const PAGES = {
  home: '/', clues: '/clues', risks: '/risks', subjects: '/subjects', campaigns: '/campaigns', todo: '/todo', imports: '/imports',
  ledgers: '/ledgers', 'ledger-risks': '/ledgers/risk-list', returns: '/returns', screening: '/screening', monitor: '/monitor', 'monitor-data': '/monitor/data',
  alerts: '/alerts', 'rule-sets': '/rule-sets', texts: '/texts', search: '/search?q=养老',
};

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

test('every main page fits the smallest office screen', async () => {
  await visit(browser, { base: server.staff, name: 'desk' }, async (page) => {
    await signIn(page, accountOf(server, 'lead_clerk'));
    for (const [name, address] of Object.entries(PAGES)) {
      const answer = await page.goto(address);
      assert.equal(answer.status(), 200, address);
      await assertFits(page);
      await picture(page, name);
    }
    for (const [name, list, wanted] of RECORDS) {
      await page.goto(list);
      await page.goto(await page.locator(wanted).first().getAttribute('href'));
      await assertFits(page);
      await picture(page, name);
    }
  });
});

const RECORDS = [
  ['clue', '/clues?state=listed', 'a.row-link'],
  ['risk', '/risks?state=closed', 'a.row-link'],
  ['subject', '/subjects?class=A', 'a.row-link'],
  ['campaign', '/campaigns?state=running', 'main a[href^="/campaigns/"]:not([href$="/new"])'],
  ['campaign-review', '/campaigns?state=draft', 'main a[href^="/campaigns/"]:not([href$="/new"])'],
  ['return', '/returns', 'main table a[href^="/returns/"]'],
  ['alert', '/alerts?state=all', 'a.row-link'],
  ['subject-index', '/monitor', 'main a.row-link'],
  ['rule-set', '/rule-sets', 'main a.row-link'],
];

test('the pages of office, auditor and administrator open for them', async () => {
  for (const [role, addresses] of [['administrator', ['/users', '/units']], ['auditor', ['/audit', '/clues']], ['grid_worker', ['/clues', '/todo']]]) {
    await visit(browser, { base: server.staff, name: `role-${role}` }, async (page) => {
      await signIn(page, accountOf(server, role));
      for (const address of addresses) {
        const answer = await page.goto(address);
        assert.equal(answer.status(), 200, `${role} ${address}`);
        await picture(page, `${role}${address.replaceAll('/', '-')}`);
      }
    });
  }
});

test('a phone without script shows every main page without scrolling sideways', async () => {
  await visit(browser, { base: server.staff, name: 'phone', screen: PHONE, script: false }, async (page) => {
    await signIn(page, accountOf(server, 'township_clerk'));
    for (const [name, address] of Object.entries(PAGES)) {
      const answer = await page.goto(address);
      assert.equal(answer.status(), 200, address);
      await assertFits(page);
      if (['home', 'clues', 'todo'].includes(name)) await picture(page, `phone-${name}`);
    }
  });
});

test('by keyboard alone: skip to the text, search, open a clue', async () => {
  await visit(browser, { base: server.staff, name: 'keyboard' }, async (page) => {
    await signIn(page, accountOf(server, 'lead_clerk'));
    await page.goto('/clues');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), '跳到正文');
    await page.keyboard.press('Enter');
    for (let tries = 0; tries < 60 && !(await page.evaluate(() => document.activeElement.classList.contains('row-link'))); tries += 1) {
      await page.keyboard.press('Tab');
    }
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none', '看不出焦点在哪里');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    assert.match(pathOf(page), /^\/clues\/[0-9a-f]{32}$/);
  });
});

test('the public site opens without cookies and without script', async () => {
  await visit(browser, { base: server.public, name: 'public', screen: PHONE, script: false }, async (page) => {
    for (const address of ['/', '/licensed?q=云溪']) {
      const answer = await page.goto(address);
      assert.equal(answer.status(), 200, address);
      await assertFits(page);
      await picture(page, address === '/' ? 'public-home' : 'public-licensed');
    }
    assert.deepEqual(await page.context().cookies(), []);
  });
});

function focused(page) {
  return page.evaluate(() => document.activeElement.innerText.trim());
}
