// One browser for one journey, and pages that watch themselves: a script error, a refused resource
// or a request to another site fails the journey. It must not know any page.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** The smallest screen in the offices, and a phone in the field. */
export const DESK = { width: 1366, height: 768 };
export const PHONE = { width: 360, height: 740 };

/** Starts Chromium; close it with `browser.close()`. */
export function startBrowser() {
  return chromium.launch({ executablePath: process.env.FANGFEI_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/**
 * Opens a page of its own (own cookies), lets `story` use it, and checks that nothing went wrong
 * behind it. A story that fails leaves a picture.
 * @param {import('playwright-core').Browser} browser
 * @param {{base: string, name: string, screen?: object, script?: boolean}} options `base` is the site's
 *   address, `name` names the pictures, `script: false` switches JavaScript off.
 * @param {(page: import('playwright-core').Page) => Promise<void>} story
 */
export async function visit(browser, { base, name, screen = DESK, script = true }, story) {
  const context = await browser.newContext({
    baseURL: base, viewport: screen, javaScriptEnabled: script,
    locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = watch(page, new URL(base).origin);
  try {
    await story(page);
  } catch (error) {
    await picture(page, `${name}-failed`).catch(() => {});
    error.message += `\n在 ${page.url()}；${complaints.join('；') || '页面没有报错'}`;
    throw error;
  } finally {
    await context.close();
  }
  assert.deepEqual(complaints, [], `${name}：页面背后出了错`);
}

/** Saves what the page shows, from top to bottom, to FANGFEI_E2E_SCREENSHOTS when that is set. */
export async function picture(page, name) {
  const folder = process.env.FANGFEI_E2E_SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Fails when the page is wider than the screen, so that a reader would have to scroll sideways. */
export async function assertFits(page) {
  const { wide, screen } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth,
  }));
  assert.ok(wide <= screen, `${page.url()} 宽 ${wide} 像素，屏幕只有 ${screen}`);
}

function watch(page, origin) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`脚本出错：${error.message}`));
  page.on('console', (message) => {
    // A refused form answers 4xx on purpose, and Chromium logs that as an error.
    const answered = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    if (message.type() === 'error' && !answered) complaints.push(`控制台：${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== origin) complaints.push(`请求了别的网站：${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}
