// Filling and sending a form as a person does, found by where it goes. It must not know any page.
import assert from 'node:assert/strict';

/**
 * Fills the form that posts to an address ending in `action` and sends it. Folded forms are opened first.
 * A value is a text, `true` for a tick, or an array of file paths or `{name, mimeType, buffer}`.
 */
export async function send(page, action, values = {}) {
  const form = page.locator(`form[action$="${action}"]`).first();
  await unfold(page, form);
  for (const [name, value] of Object.entries(values)) await fill(form, name, value);
  await Promise.all([page.waitForEvent('load'), form.locator('[type="submit"]').first().click()]);
}

async function unfold(page, form) {
  const folded = await form.evaluate((node) => {
    const details = node.closest('details');
    return details !== null && !details.open;
  });
  if (folded) await page.locator('details').filter({ has: form }).first().locator('summary').first().click();
}

async function fill(form, name, value) {
  const field = form.locator(`[name="${name}"]`);
  assert.ok(await field.count(), `表单里没有 ${name}`);
  const { tag, type } = await field.first().evaluate((node) => ({ tag: node.tagName, type: node.type }));
  if (type === 'file') return field.first().setInputFiles(value);
  if (type === 'radio' || type === 'checkbox') {
    const chosen = value === true ? field.first() : form.locator(`[name="${name}"][value="${value}"]`);
    return chosen.check();
  }
  if (tag === 'SELECT') return field.first().selectOption(value);
  return field.first().fill(value);
}

/** The message that a finished move leaves on the next page. */
export async function flash(page) {
  return (await page.locator('.flash, [role="status"]').first().innerText()).trim();
}
