// A server and a browser for the journeys of one file, and accounts that act on them. It must not know
// what they do.
import { after, before } from 'node:test';
import { DESK, startBrowser, visit } from './browser.mjs';
import { startServer } from './server.mjs';
import { accountOf, signIn } from './sign_in.mjs';

/**
 * Starts both before the file's first journey and ends them after its last. Answers
 * `as(who, name, story, screen, script)`, which lets an account (its login or its role) use a browser of its
 * own; pictures are named after `title` and `name`.
 */
export function onStage(title) {
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
  return function as(who, name, story, screen = DESK, script = true) {
    return visit(browser, { base: server.staff, name: `${title}-${name}`, screen, script }, async (page) => {
      await signIn(page, server.accounts.find((account) => account.login === who) ?? accountOf(server, who));
      await story(page);
    });
  };
}
