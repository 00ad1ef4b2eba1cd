// One running product for one journey: the two sites on free ports, over a copy of the demo county
// that only this journey changes. It must not know any page.
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const START_SECONDS = 60;
const STOP_SECONDS = 10;

/**
 * Starts the product.
 * FANGFEI_BIN is the program; the county is copied from FANGFEI_E2E_DATA when that is set, and made
 * by FANGFEI_DEMO_BIN otherwise.
 * @returns {Promise<{staff: string, public: string, data: string, accounts: Account[], log: () => string,
 *   stop: () => Promise<void>, kill: () => Promise<void>, restart: () => Promise<void>}>}
 *   The two addresses (`http://127.0.0.1:…`), the data folder, the demo accounts; `stop` ends the
 *   program and removes the data, `kill` ends it at once and keeps them, `restart` serves them again.
 */
export async function startServer() {
  const data = await makeData();
  const [staff, open] = await freePorts(2);
  const address = { staff: `http://127.0.0.1:${staff}`, public: `http://127.0.0.1:${open}` };
  let running = await serve(data, staff, open, address.staff);
  return {
    ...address,
    data,
    accounts: await readAccounts(data),
    log: () => running.log(),
    kill: () => running.end('SIGKILL'),
    restart: async () => {
      await running.end('SIGTERM');
      running = await serve(data, staff, open, address.staff);
    },
    stop: async () => {
      await running.end('SIGTERM');
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function makeData() {
  const data = await mkdtemp(join(tmpdir(), 'fangfei-e2e-'));
  const prepared = process.env.FANGFEI_E2E_DATA;
  if (prepared) {
    await cp(prepared, data, { recursive: true, mode: constants.COPYFILE_FICLONE });
    return data;
  }
  const loader = spawnSync(required('FANGFEI_DEMO_BIN'), ['--data', data], { encoding: 'utf8' });
  if (loader.status !== 0) throw new Error(`演示县没有做成：${loader.stderr || loader.error}`);
  return data;
}

/** The accounts that the demo loader leaves in its data folder, `[{login, password, name, role, unit}]`. */
async function readAccounts(data) {
  const file = join(data, 'accounts.json');
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`演示县应当在 accounts.json 里留下账号：${error.message}`);
  }
}

async function serve(data, staff, open, address) {
  const ports = ['--staff', `127.0.0.1:${staff}`, '--public', `127.0.0.1:${open}`];
  const child = spawn(required('FANGFEI_BIN'), ['serve', '--data', data, ...ports], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  // A journey that crashes must not leave its server behind.
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  let log = '';
  child.stdout.on('data', (piece) => { log += piece; });
  child.stderr.on('data', (piece) => { log += piece; });
  child.on('error', (error) => { log += error; });
  const end = async (signal) => {
    process.removeListener('exit', killAtExit);
    child.kill(signal);
    const late = await Promise.race([ended, pause(STOP_SECONDS * 1000, 'late', { ref: false })]);
    if (late === 'late') child.kill('SIGKILL');
    await ended;
  };
  await untilServing(address, child, () => log).catch(async (error) => {
    await end('SIGKILL');
    throw error;
  });
  return { log: () => log, end };
}

async function untilServing(address, child, log) {
  for (const deadline = Date.now() + START_SECONDS * 1000; Date.now() < deadline; await pause(100)) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error(`程序没有启动：\n${log()}`);
    const answer = await fetch(`${address}/sign-in`, { redirect: 'manual' }).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error(`程序 ${START_SECONDS} 秒内没有应答 ${address}/sign-in：\n${log()}`);
}

/** Ports that are free now; held together while choosing, so that they differ. */
async function freePorts(count) {
  const holders = await Promise.all(Array.from({ length: count }, listen));
  const ports = holders.map((holder) => holder.address().port);
  await Promise.all(holders.map((holder) => new Promise((resolve) => holder.close(resolve))));
  return ports;
}

function listen() {
  return new Promise((resolve, reject) => {
    const holder = createServer();
    holder.once('error', reject);
    holder.listen(0, '127.0.0.1', () => resolve(holder));
  });
}

function required(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`环境变量 ${variable} 没有设置；请用 cargo xtask test 运行`);
  return value;
}
