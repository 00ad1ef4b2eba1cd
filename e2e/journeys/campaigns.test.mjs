// A work plan becomes a running campaign: uploaded, reviewed beside its text, started by the head.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFits, picture } from '../lib/browser.mjs';
import { send } from '../lib/form.mjs';
import { pathOf } from '../lib/sign_in.mjs';
import { onStage } from '../lib/stage.mjs';

const PLAN = `云溪县涉农领域非法集资专项整治方案

一、整治时间
整治从2026年12月1日开始，到2027年6月30日结束。

二、主要任务
（一）登记走访。各乡镇对以认养、合作名义吸收资金的经营主体逐一登记。
（二）依法查处。县市场监管局查处违法广告，县公安局对涉嫌犯罪的线索依法办理。

三、工作要求
（一）各乡镇、各成员单位于2026年12月20日前向县处非办报送联络员名单。
（二）各乡镇每季度向县处非办报送一次进展情况。
（三）县农业农村局于2027年6月20日前向县处非办报送工作总结。
`;

const as = onStage('campaign');

test('an uploaded plan is reviewed beside its text and started by the head only', async () => {
  let campaign;
  await as('lead_clerk', 'draft', async (page) => {
    await page.goto('/campaigns/new');
    await send(page, '/campaigns', { files: [{ name: '涉农整治方案.txt', mimeType: 'text/plain', buffer: Buffer.from(PLAN) }] });
    assert.match(pathOf(page), /^\/campaigns\/[0-9a-f]{32}\/review$/);
    campaign = pathOf(page).replace('/review', '');
    const marks = await page.locator('.split__source .source__mark, .split__source mark').count();
    assert.ok(marks > 5, `原文里只标出了 ${marks} 处`);
    assert.equal(await page.locator('form[action$="/start"]').count(), 0, '经办人不能启动');
    await picture(page, 'plan-reviewed');
  });
  await as('lead_head', 'start', async (page) => {
    await page.goto(`${campaign}/review`);
    const fill = page.locator('form[action$="/fill"]');
    if (await fill.count()) await send(page, '/fill');
    const open = await page.locator('#questions li').allInnerTexts();
    assert.deepEqual(open, [], '这份方案没有需要另外确定的事');
    await send(page, '/start');
    assert.equal(pathOf(page), campaign);
    assert.match(await page.innerText('main'), /进行中/);
    await picture(page, 'campaign-started');
  });
  await as('township_clerk', 'owed', async (page) => {
    await page.goto('/todo');
    assert.match(await page.innerText('main'), /联络员名单/);
    await assertFits(page);
  });
});

test('a file that is no plan is refused by name and nothing is drafted', async () => {
  await as('lead_clerk', 'refused', async (page) => {
    await page.goto('/campaigns/new');
    await send(page, '/campaigns', { files: [{ name: '照片.txt', mimeType: 'text/plain', buffer: Buffer.from('今天天气好') }] });
    assert.match(await page.innerText('main'), /照片\.txt/);
    await picture(page, 'plan-refused');
  });
});
