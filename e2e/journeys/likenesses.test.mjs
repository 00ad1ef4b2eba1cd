// Files that are one subject under two names: found after a township's list came in, compared beside each
// other, merged with a reason, opened as one file, taken apart again; and a pair that is two.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFits, PHONE, picture } from '../lib/browser.mjs';
import { flash, send } from '../lib/form.mjs';
import { pathOf } from '../lib/sign_in.mjs';
import { onStage } from '../lib/stage.mjs';

const as = onStage('likenesses');

async function openFirst(page) {
  await page.goto('/likenesses');
  const first = page.locator('a.row-link').first();
  await page.goto(await first.getAttribute('href'));
  return pathOf(page);
}

test('two files of one subject are merged with a reason and come apart again', async () => {
  await as('lead_clerk', 'merge', async (page) => {
    await page.goto('/likenesses');
    await assertFits(page);
    await picture(page, 'likenesses');
    const address = await openFirst(page);
    await assertFits(page);
    await picture(page, 'likeness');
    const kept = await page.locator('input[name="kept"]').first().getAttribute('value');
    await send(page, '/same', { kept, reason: '同一门店、同一负责人' });
    assert.match(await flash(page), /已合并/);
    await page.goto(`/subjects/${kept}`);
    assert.match(await page.innerText('main'), /并入的档案/);
    await assertFits(page);
    await picture(page, 'subject-merged');
    await page.goto(address);
    await send(page, '/withdraw', { reason: '两家分别经营' });
    assert.match(await flash(page), /已撤回/);
    await page.goto(`/subjects/${kept}`);
    assert.doesNotMatch(await page.innerText('main'), /并入的档案/);
    await page.goto(address);
    await send(page, '/different', { reason: '两家分别经营' });
    assert.match(await flash(page), /不再提示/);
  });
});

test('a township sees its own pairs on a phone and decides none', async () => {
  await as('township_clerk', 'township', async (page) => {
    await openFirst(page);
    await assertFits(page);
    assert.equal(await page.locator('form[action$="/same"]').count(), 0);
    await picture(page, 'phone-likeness');
  }, PHONE, false);
});
