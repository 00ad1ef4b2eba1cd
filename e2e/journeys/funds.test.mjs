// Money from the lawful ground to a refund: statements in, analysed, a finding judged, a participant opened
// down to the row, a claim registered, checked and confirmed by a second person, an objection that changes
// shares, a batch approved, its papers out; and the way of the money on its map. Pictures on the way.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { assertFits, DESK, PHONE, picture } from '../lib/browser.mjs';
import { flash, send } from '../lib/form.mjs';
import { pathOf } from '../lib/sign_in.mjs';
import { onStage } from '../lib/stage.mjs';
import { fan, ownersStatement, PEOPLE, statement } from '../lib/statement.mjs';

const as = onStage('funds');
let inquiry;

/** An inquiry on a lawful ground with these files, analysed. */
async function analysed(page, title, files) {
  await page.goto('/funds/new');
  await send(page, '/funds/new', {
    title, subject_name: title, ground: 'police', obtained_by: '县公安局调取后移交', document: '云公（经）调证字〔2024〕31号', dated: '2024-07-02',
  });
  const address = pathOf(page);
  assert.match(address, /^\/funds\/[0-9a-f]{32}$/);
  await send(page, '/statements', { files: files.map(([name, buffer]) => ({ name, mimeType: 'text/csv', buffer })) });
  await send(page, '/analyse');
  for (let turn = 0; turn < 120; turn += 1) {
    await page.goto(address);
    if (!/正在后台分析/.test(await page.innerText('main'))) return address;
    await pause(250);
  }
  return assert.fail('分析没有完成');
}

test('statements on a lawful ground become findings with rows, and a person judges', async () => {
  await as('lead_clerk', 'analyse', async (page) => {
    await page.goto('/funds/new');
    await send(page, '/funds/new', { title: '康宁养老资金核查', subject_name: '康宁养老', ground: 'police', obtained_by: '县公安局', dated: '2024-07-02' }).catch(() => {});
    assert.equal(pathOf(page), '/funds/new', '没有文书文号不能立项');
    inquiry = await analysed(page, '康宁养老资金核查', [['康宁公司流水.csv', statement()], ['贺某年流水.csv', ownersStatement()]]);
    const told = await page.innerText('main');
    assert.match(told, /成为资金往来/);
    await picture(page, 'funds-statements');
    await page.goto(`${inquiry}/findings`);
    assert.match(await page.innerText('main'), /不是认定/);
    await picture(page, 'funds-findings');
    await send(page, '/judge', { verdict: 'adopted', reason: '与收据、合同和参与人陈述相互印证' });
    assert.match(await flash(page), /判断已记录/);
    await assertFits(page);
  });
});

test('a participant is opened down to the row of the statement', async () => {
  await as('lead_clerk', 'participant', async (page) => {
    await page.goto(`${inquiry}/participants`);
    await picture(page, 'funds-participants');
    await page.goto(`${inquiry}/participants?q=${encodeURIComponent(PEOPLE[0].name)}`);
    await page.click('a.row-link');
    const told = await page.innerText('main');
    assert.match(told, /30,000\.00/);
    assert.match(told, /康宁公司流水\.csv · 第 \d+ 行/);
    assert.ok(!told.includes(PEOPLE[0].number), '账号要遮盖');
    await picture(page, 'funds-participant');
  });
  await as('lead_clerk', 'phone', async (page) => {
    for (const [name, path] of [['funds-phone-statements', ''], ['funds-phone-findings', '/findings'], ['funds-phone-participants', '/participants'], ['funds-phone-trace', '/trace?account=0']]) {
      await page.goto(`${inquiry}${path}`);
      await assertFits(page);
      await picture(page, name);
    }
  }, PHONE);
});

test('a person’s money is followed on the map, an edge opens its rows, the table goes into the file', async () => {
  await as('lead_clerk', 'trace', async (page) => {
    await page.goto(`${inquiry}/trace`);
    await page.fill('[name="who"]', '贺某年');
    await Promise.all([page.waitForEvent('load'), page.click('form.filters [type="submit"]')]);
    assert.match(await page.innerText('main'), /600,000\.00|500,000\.00/);
    await page.waitForSelector('#trace:not([hidden])');
    await page.focus('#trace-canvas');
    await page.keyboard.press('PageDown');
    await page.waitForFunction(() => /第 \d+ 行/.test(document.getElementById('trace-side').innerText));
    const side = await page.innerText('#trace-side');
    assert.match(side, /贺某年 → 云溪县某某汽车销售有限公司/);
    assert.match(side, /350,000\.00/);
    await picture(page, 'funds-trace');
    await page.keyboard.press('Escape');
    await page.fill('#trace-account', '贺某云');
    await page.waitForFunction(() => document.getElementById('trace').dataset.shown === '1');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[href*="format=csv"]')]);
    const table = await readFile(await download.path(), 'utf8');
    assert.match(table, /贺某年,6217000100001230001,贺某云,6230580000123456789/);
    assert.match(table, /贺某年流水\.csv · 第 \d+ 行/);
  });
  await as('lead_clerk', 'trace-plain', async (page) => {
    await page.goto(`${inquiry}/trace?account=0`);
    assert.ok(await page.locator('main svg[role="img"]').count(), '没有脚本也有图');
    assert.equal(await page.locator('#trace').isVisible(), false);
    await picture(page, 'funds-trace-plain');
  }, DESK, false);
});

test('a window resized before the map has come does no harm', async () => {
  await as('lead_clerk', 'trace-resized', async (page) => {
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    const graph = (url) => url.pathname.endsWith('/trace/graph');
    await page.route(graph, async (route) => { await held; await route.continue(); });
    await page.goto(`${inquiry}/trace?account=0`);
    assert.equal(await page.locator('#trace').isVisible(), false);
    await page.setViewportSize(PHONE);
    await page.waitForTimeout(400);
    release();
    await page.waitForSelector('#trace:not([hidden])');
    const wide = await page.evaluate(() => document.getElementById('trace-canvas').width);
    assert.ok(wide > 0 && wide <= PHONE.width, `画布宽 ${wide}`);
  });
});

test('ten thousand payments open on the map and are filtered there', async () => {
  await as('lead_clerk', 'trace-large', async (page) => {
    page.setDefaultTimeout(60_000);
    const large = await analysed(page, '大额资金走向核查', [['贺某山流水.csv', fan(10_000)]]);
    await page.goto(`${large}/trace?who=${encodeURIComponent('贺某山')}`);
    await page.waitForFunction(() => document.getElementById('trace').dataset.shown === '10000');
    await page.fill('#trace-account', '收款人77');
    await page.waitForFunction(() => document.getElementById('trace').dataset.shown === '111');
    await page.click('#trace-side button >> nth=0');
    await page.waitForFunction(() => /第 \d+ 行/.test(document.getElementById('trace-side').innerText));
    await picture(page, 'funds-trace-large-edge');
  });
});

test('claims are checked, confirmed by another, shared out, objected to, approved and papers go out', async () => {
  const claims = [];
  await as('lead_clerk', 'claims', async (page) => {
    for (const person of PEOPLE.slice(0, 3)) {
      await page.goto(`${inquiry}/claims/new`);
      await send(page, '/claims/new', {
        name: person.name, paid_in: String(person.principal), paid_in_unit: 'yuan', received: String(person.principal * 0.06), received_unit: 'yuan',
        accounts: person.number, payee_number: person.number, payee_bank: '某某银行云溪支行', document_text: '合同1号',
      });
      claims.push(pathOf(page));
    }
    await page.goto(`${inquiry}/claims`);
    await send(page, '/claims/check');
    await picture(page, 'funds-claims');
    await page.goto(claims[0]);
    const told = await page.innerText('main');
    assert.match(told, /净损失/);
    assert.match(told, /与流水一致/);
    assert.ok(!told.includes(PEOPLE[0].number), '账号要遮盖');
    assert.equal(await page.locator('form[action$="/confirm"]').count(), 0, '登记人不能确认');
  });
  await as('lead_reviewer', 'confirm', async (page) => {
    for (const claim of claims) {
      await page.goto(claim);
      await send(page, '/confirm', { grade: 'full' });
      assert.match(await page.innerText('main'), /已确认/);
    }
    await picture(page, 'funds-claim');
  });
  let batch;
  await as('lead_clerk', 'batch', async (page) => {
    await page.goto(`${inquiry}/refunds/new`);
    const form = page.locator('form[action$="/refunds/new"]');
    await form.locator('[name="source_amount"]').first().fill('40000');
    await form.locator('[name="source_document"]').first().fill('专户入账凭证1号');
    await send(page, '/refunds/new', { before_fine: true, basis: 'net_loss' });
    batch = pathOf(page);
    await send(page, '/allocate');
    assert.match(await page.innerText('main'), /40,000\.00/);
    await page.goto(claims[0]);
    await send(page, '/object', { text: '另有现金一万元交给业务员，有收据' });
  });
  await as('lead_reviewer', 'answer', async (page) => {
    await page.goto(claims[0]);
    await send(page, '/answer', { paid_in: '40000', grade: 'partial', opinion: '收据与业务员陈述一致，采纳' });
  });
  await as('lead_clerk', 'again', async (page) => {
    await page.goto(batch);
    assert.match(await page.innerText('main'), /测算之后情况有变化/);
    await send(page, '/allocate');
    const told = await page.innerText('main');
    assert.match(told, /谁的金额变了/);
    assert.match(told, new RegExp(PEOPLE[0].name));
    await picture(page, 'funds-batch');
    assert.equal(await page.locator('form[action$="/approve"]').count(), 0, '拟订人不能批准');
  });
  await as('lead_head', 'approve', async (page) => {
    await page.goto(batch);
    await send(page, '/approve');
    assert.match(await page.innerText('main'), /已批准/);
    for (const [link, name] of [['payments.xlsx', /付款清单/], ['notices.docx', /通知书/], ['summary.docx', /公示/]]) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`a[href$="/${link}"]`)]);
      assert.match(download.suggestedFilename(), name);
      assert.equal((await readFile(await download.path())).subarray(0, 2).toString(), 'PK');
    }
    await picture(page, 'funds-batch-approved');
  });
});
