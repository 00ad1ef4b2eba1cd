// An office's own table: uploaded, its columns checked, rows with errors returned in a file like the one
// that came; the same file again changes nothing.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { picture, startBrowser, visit } from '../lib/browser.mjs';
import { send } from '../lib/form.mjs';
import { startServer } from '../lib/server.mjs';
import { accountOf, pathOf, signIn } from '../lib/sign_in.mjs';

const TABLE = [
  '清溪镇重点场所排查登记表,,,,',
  '企业名称,统一社会信用代码,法定代表人,所属乡镇,经营范围',
  '清溪镇测试甲养老服务部,,王某平,清溪镇,养老服务',
  '清溪镇测试乙信息咨询部,,李某安,清溪镇,信息咨询服务',
  '清溪镇测试丙商店,91149921MAD99999,赵某青,清溪镇,日用百货销售',
  '合计,,,,',
].join('\r\n');

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

test('two rows go in, one comes back with its reason, and again nothing changes', async () => {
  await visit(browser, { base: server.staff, name: 'import' }, async (page) => {
    await signIn(page, accountOf(server, 'township_clerk'));
    await upload(page);
    await picture(page, 'import-checked');
    await run(page);
    const told = await page.innerText('main');
    assert.match(told, /信用代码/);
    await picture(page, 'import-result');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[href$="/rejected"]')]);
    const returned = await readFile(await download.path(), 'utf8');
    assert.match(returned, /测试丙商店/);
    assert.match(returned, /18位|校验/);
    await upload(page);
    await run(page);
    assert.match(await page.innerText('.stats'), /没有变化\s*2行/);
  });
});

async function upload(page) {
  await page.goto('/imports');
  await send(page, '/imports', { kind: 'subject', file: [{ name: '排查登记表.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) }] });
  assert.match(pathOf(page), /^\/imports\/[0-9a-f]{32}$/);
}

/** Starts the import and waits until the page shows its end. */
async function run(page) {
  await send(page, '/start');
  const address = pathOf(page);
  for (let tries = 0; tries < 60; tries += 1) {
    await page.goto(address);
    if (await page.locator('meta[http-equiv="refresh"]').count() === 0) return;
    await pause(500);
  }
  assert.fail('导入半分钟没有结束');
}
