// The quarterly return: made from the records, its figures opened, handed up, accepted, frozen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture } from '../lib/browser.mjs';
import { send } from '../lib/form.mjs';
import { pathOf } from '../lib/sign_in.mjs';
import { onStage } from '../lib/stage.mjs';

const as = onStage('return');

test('a township makes its return, every figure opens to its records, the office above accepts it', async () => {
  let address;
  await as('township_clerk', 'make', async (page) => {
    await page.goto('/returns/new');
    await send(page, '/returns/new', { period: lastQuarter(), narrative: '按方案开展。' });
    address = pathOf(page);
    assert.match(address, /^\/returns\/[0-9a-f]{32}$/);
    await picture(page, 'return-made');
    const figure = page.locator('td.num a').first();
    const shown = Number((await figure.innerText()).replaceAll(',', ''));
    await figure.click();
    assert.match(pathOf(page), /\/rows$/);
    const listed = await page.locator('main tbody tr').count();
    assert.ok(listed >= Math.min(shown, 1), `数字是 ${shown}，列出 ${listed} 行`);
    await picture(page, 'return-rows');
    await page.goto(address);
    await send(page, '/submit');
    assert.equal(await page.locator(`form[action$="/submit"]`).count(), 0, '已经报送');
  });
  await as('lead_reviewer', 'accept', async (page) => {
    await page.goto(address);
    await send(page, '/accept');
    assert.match(await page.innerText('main'), /已接收/);
    await picture(page, 'return-accepted');
  });
  await as('township_clerk', 'frozen', async (page) => {
    await page.goto(address);
    assert.equal(await page.locator('form[action$="/make"], form[action$="/submit"]').count(), 0, '接收后不能再改');
    await page.goto(`${address}/changes`);
    await picture(page, 'return-changes');
  });
});

/** The quarter that ended last, as `2026Q3`. */
function lastQuarter() {
  const now = new Date();
  const quarter = Math.floor(now.getMonth() / 3);
  return quarter === 0 ? `${now.getFullYear() - 1}Q4` : `${now.getFullYear()}Q${quarter}`;
}
