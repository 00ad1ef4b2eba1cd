// One clue from its report to a closed risk item, by the people whose part it is, each in a browser of
// their own; pictures on the way.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DESK, assertFits, picture } from '../lib/browser.mjs';
import { send } from '../lib/form.mjs';
import { pathOf } from '../lib/sign_in.mjs';
import { onStage } from '../lib/stage.mjs';

const NAME = '清溪镇人民路900号某养老体验店';

const as = onStage('lifecycle');

test('a clue goes all the way to a closed risk item, and nobody verifies his own', async () => {
  const township = 'township01';
  let clue;
  await as(township, 'report', async (page) => {
    await page.goto('/clues/new');
    await send(page, '/clues/new', {
      subject_name: NAME, channel: 'grid_patrol', division: '149921101', facts: '发放传单，称预交床位费满一年返还', amount: '几十来万', people: '100余人',
    });
    assert.equal(pathOf(page), '/clues/new');
    assert.match(await page.inputValue('[name="facts"]'), /床位费/, '填写的内容不能丢');
    await picture(page, 'clue-refused');
    await send(page, '/clues/new', { amount: '约80' });
    clue = pathOf(page);
    assert.match(clue, /^\/clues\/[0-9a-f]{32}$/);
    await assertFits(page);
  });
  await as('clerk', 'accept', async (page) => {
    await page.goto(clue);
    await send(page, '/accept', { unit: { label: '清溪镇人民政府' } });
    await picture(page, 'clue-accepted');
  });
  await as(township, 'check', async (page) => {
    await page.goto(clue);
    await send(page, '/check', {
      manner: '现场查看，询问负责人', findings: '查明收取床位费', found_people: '160', found_amount: '120', conclusion: 'assess',
    });
  });
  let assessment;
  await as('clerk', 'assess', async (page) => {
    await page.goto(`${clue}/assess`);
    for (const unit of ['云溪县公安局', '云溪县市场监督管理局']) await page.getByLabel(unit, { exact: true }).check();
    await send(page, '/assess');
    assessment = pathOf(page);
    assert.match(assessment, /^\/assessments\//);
  });
  for (const [login, level] of [['member01', 'medium'], ['member02', 'low']]) {
    await as(login, `view-${login}`, async (page) => {
      await page.goto(assessment);
      await send(page, '/view', { crowd: 'medium', exposure: 'medium', spread: 'low', harm: 'low', level, reason: '按查明的人数和金额' });
    });
  }
  await as('head', 'conclude', async (page) => {
    await page.goto(`${assessment}/conclude`);
    const grades = { crowd: 'medium', exposure: 'medium', spread: 'low', harm: 'low', level: 'medium', reason: '超过一百五十人' };
    await send(page, '/conclude', grades);
    assert.ok(pathOf(page).endsWith('/conclude'), '没有说明不同意见时不能作出结论');
    await send(page, '/conclude', { on_dissent: '人数已达分级界线' });
    assert.equal(pathOf(page), assessment);
    await picture(page, 'assessment');
  });
  let item;
  await as('clerk', 'list', async (page) => {
    await page.goto(`${clue}/hang`);
    await send(page, '/hang', {
      unit: { label: '清溪镇人民政府' }, owner: '王某平', leader: '李某安', track: 'rectify', plan: '停止收费，登记参与人，三个月内清退', due: inDays(60),
    });
    item = pathOf(page);
    assert.match(item, /^\/risks\//);
  });
  await as(township, 'dispose', async (page) => {
    await page.goto(item);
    await send(page, '/progress', { text: '退还床位费', refunded: '1200', refunded_people: '160' });
    assert.match(await page.innerText('main'), /超过涉及金额/);
    await page.getByRole('link', { name: '更正', exact: true }).click();
    await picture(page, 'risk-correct');
    await send(page, '/progress/0', { refunded: '1200000', reason: '多写一个零，以退款凭证为准' });
    assert.match(await page.innerText('main'), /更正前[^]*清退 1,?200 万元/);
    await picture(page, 'risk-corrected');
    await send(page, '/evidence', { kind: 'closing_proof', files: [{ name: '退款凭证.txt', mimeType: 'text/plain', buffer: Buffer.from('退款凭证清单') }] });
    await page.goto(item);
    await page.locator('form[action$="/apply"]').evaluate((form) => { form.closest('details').open = true; });
    await page.locator('form[action$="/apply"] [name="evidence"]').first().check();
    await send(page, '/apply', { statement: '已停止收费，全部清退' });
    assert.equal(await page.locator('form[action$="/verify"]').count(), 0, '申请人不能核验');
  });
  await as('reviewer', 'verify', async (page) => {
    await page.goto(item);
    await send(page, '/verify', { opinion: '回访属实' });
  });
  await as('head', 'close', async (page) => {
    await page.goto(item);
    await send(page, '/close');
    assert.match(await page.innerText('main'), /已销号/);
    await picture(page, 'risk-closed');
  });
});

test('another township is told that the clue does not exist', async () => {
  const clerk = 'clerk';
  let foreign;
  await as(clerk, 'foreign', async (page) => {
    await page.goto('/clues?division=149921101');
    foreign = await page.locator('a.row-link').first().getAttribute('href');
  });
  await as('township08', 'out-of-scope', async (page) => {
    const answer = await page.goto(foreign);
    assert.equal(answer.status(), 404);
    await picture(page, 'not-found');
  });
});

test('a file too large is answered on a page with what was typed, with script and without', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fangfei-'));
  const file = join(folder, '扫描件.pdf');
  await writeFile(file, Buffer.alloc(65 * 1024 * 1024));
  const typed = { note: '清退凭证扫描件第一册', files: file };
  const open = async (page) => {
    await page.goto('/risks');
    await page.goto(await page.locator('a.row-link').first().getAttribute('href'));
  };
  await as('clerk', 'large', async (page) => {
    await open(page);
    await send(page, '/evidence', typed);
    assert.match(await page.innerText('main'), /太大|超过 64 MB/);
    assert.match(await page.innerText('main'), /清退凭证扫描件第一册/);
    await picture(page, 'too-large');
  }, DESK, false);
  await as('clerk', 'large-script', async (page) => {
    await open(page);
    const form = page.locator('form[action$="/evidence"]').first();
    await form.evaluate((node) => { node.closest('details').open = true; });
    await form.locator('[name="files"]').setInputFiles(file);
    assert.match(await form.locator('[name="files"]').evaluate((node) => node.validationMessage), /64 MB/);
  });
  await rm(folder, { recursive: true });
});

/** A day from now as a form takes it. */
function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
