// Takes the pictures of the README from a demo county: `node e2e/screenshots.mjs docs/screenshots`, with
// the variables of the journeys. It must not check anything.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DESK, PHONE, startBrowser } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { accountOf, signIn } from './lib/sign_in.mjs';

const CLERK = [
  ['home', '/'],
  ['clues', '/clues'],
  ['clue', '/clues?state=listed', 'a.row-link'],
  ['risk', '/risks?state=closed', 'a.row-link'],
  ['subject', '/subjects?class=A', 'a.row-link'],
  ['campaign', '/campaigns?state=running', 'main a[href^="/campaigns/"]:not([href$="/new"])'],
  ['campaign-review', '/campaigns?state=draft', 'main a[href^="/campaigns/"]:not([href$="/new"])'],
  ['ledger', '/ledgers/risk-list'],
  ['return', '/returns', 'main table a[href^="/returns/"]'],
  ['import', '/imports', 'a.row-link'],
  ['likeness', '/likenesses', 'a.row-link'],
  ['monitor', '/monitor'],
  ['subject-index', '/monitor', 'main a.row-link'],
  ['search', '/search?q=%E5%85%BB%E8%80%81'],
];
const FIELD = [['phone-todo', '/todo'], ['phone-clue', '/clues', 'a.row-link']];

const folder = resolve(process.argv[2] ?? 'docs/screenshots');
await mkdir(folder, { recursive: true });
const server = await startServer();
const browser = await startBrowser();
try {
  await shoot('lead_clerk', DESK, CLERK);
  await shoot('township_clerk', PHONE, FIELD);
} finally {
  await browser.close();
  await server.stop();
}

/** Pictures of what the screen shows, as one account sees it. */
async function shoot(role, viewport, pages) {
  const context = await browser.newContext({ baseURL: server.staff, viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  await signIn(page, accountOf(server, role));
  for (const [name, address, link] of pages) {
    await page.goto(address);
    if (link) await page.goto(await page.locator(link).first().getAttribute('href'));
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
  await context.close();
}
