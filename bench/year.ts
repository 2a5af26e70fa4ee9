/**
 * `npm run bench -- year`: does a year's tips weigh on intake? NCMEC had 18,400,000 in 2018. So many real ones as are asked for (500,000) are
 * streamed through the public site over HTTP, in batches from many clients at the rate that this machine holds, with fsync on and into
 * one database that is never emptied. Printed for each window of 50,000: time, the web processes' and the database's processor time, disk
 * and memory a tip; then what a year comes to, at the last window's cost and with the growth that was measured going on.
 * Last line: `ratio R`, time a tip of the last window over the first's.
 *
 * Options: --tips=N (500,000), --window=N (50,000, at most a quarter of the tips), --clients=N (32), --batch=N tips a client's visit (100),
 * --web=N processes (one a core), --jobs=yes also opens the cases meanwhile.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Pool } from 'undici';
import { inventTips } from '../stand-ins/tips.ts';
import { freeListeners, startApp, type App } from '../test/app.ts';
import { addPerson, lookInside } from '../test/inside.ts';
import { readForm, wholeTip } from '../test/public-form.ts';
import { cpuMsOf, parentOf, residentBytesOf, serverCpuMs } from './year/processes.ts';
import { growthOf, millisecondsUpTo, type Window } from './year/growth.ts';

const YEAR_TIPS = 18_400_000;

interface Settings {
  readonly tips: number;
  readonly window: number;
  readonly clients: number;
  readonly batch: number;
}

/** Runs the benchmark. */
export async function run(args: readonly string[]): Promise<void> {
  const given = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1];
  const option = (name: string, byDefault: number) => Number(given(name) ?? byDefault);
  const tips = option('tips', 500_000);
  const settings = {
    ...{ tips, clients: option('clients', 32), batch: option('batch', 100) },
    window: Math.min(option('window', 50_000), Math.floor(tips / 4)),
  };
  if (!Object.values(settings).every((value) => Number.isInteger(value) && value > 0))
    throw new RangeError('--tips, --window, --clients and --batch are whole numbers above 0, and --tips at least 4.');
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  const dataDir = path.join(folder, 'data');
  const env = { ...(await freeListeners()), FYR_SHARE_PORTS: 'yes' };
  const services = given('jobs') === 'yes' ? '--services=web,jobs' : '--services=web';
  const apps = [await startApp({ dataDir, env, args: [services] })];
  for (let n = 1; n < option('web', availableParallelism()); n += 1)
    apps.push(await startApp({ dataDir, env, args: ['--services=web'] }));
  const inside = await lookInside(dataDir);
  try {
    await addPerson(inside, 'supervisor');
    const [machine] = cpus();
    console.log(
      `${machine?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, load ${loadavg()[0]?.toFixed(1) ?? '?'}; ` +
        `${apps.length} processes (${services.slice(11)}), ${settings.clients} clients, batches of ${settings.batch}`,
    );
    report(await stream(apps, path.join(dataDir, 'postgres', 'run'), settings), settings);
  } finally {
    await inside.close();
    for (const app of apps.reverse()) await app.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sends all of it and measures each window. @throws Error when a tip was not taken, or is not there at the end */
async function stream(apps: readonly App[], socketFolder: string, settings: Settings): Promise<readonly Window[]> {
  const db = new pg.Pool({ host: socketFolder, user: 'fyr', database: 'postgres', max: 2 });
  db.on('error', () => undefined);
  const site = new Pool(new URL(apps[0]?.siteUrl ?? '').origin, { connections: settings.clients });
  const source = inventTips({ count: settings.tips });
  const windows: Window[] = [];
  let sent = 0;
  const warming = Math.min(2_000, Math.floor(settings.window / 5));
  const sendUpTo = async (until: number) => {
    const client = async () => {
      while (sent < until) {
        const form = await readForm(site, '/en/tip/online');
        for (let n = 0; n < settings.batch && sent < until; n += 1) {
          const tip = source.next();
          if (tip.done === true) return;
          sent += 1;
          const { narrative, contact_email: email } = tip.value;
          const addresses = `https://host${sent % 5_000}.example.org/${sent}`;
          await send(site, form.action, wholeTip(form, { addresses, narrative: `${narrative} ${sent}`, email }));
        }
      }
    };
    await Promise.all(Array.from({ length: settings.clients }, client));
  };
  const web = apps.map((app) => app.child.pid ?? 0);
  const server = await serverPid(db);
  const databaseBytes = async () =>
    Number((await db.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes')).rows[0]?.bytes);
  try {
    // What a process learns in its first seconds is no growth.
    await sendUpTo(warming);
    while (sent < settings.tips) {
      const from = sent;
      const until = Math.min(settings.tips, sent + settings.window);
      const before = {
        at: performance.now(),
        webMs: cpuMsOf(web),
        databaseMs: serverCpuMs(server),
        bytes: await databaseBytes(),
      };
      await sendUpTo(until);
      const count = until - from;
      const window: Window = {
        upTo: until,
        msPerTip: (performance.now() - before.at) / count,
        webMsPerTip: (cpuMsOf(web) - before.webMs) / count,
        databaseMsPerTip: (serverCpuMs(server) - before.databaseMs) / count,
        bytesPerTip: ((await databaseBytes()) - before.bytes) / count,
        residentBytes: residentBytesOf(web),
      };
      windows.push(window);
      console.log(lineOf(window));
    }
    const kept = Number((await db.query<{ n: string }>('select count(*) as n from tip')).rows[0]?.n);
    if (kept !== settings.tips) throw new Error(`${settings.tips} tips were acknowledged and ${kept} are there.`);
    return windows;
  } finally {
    await site.close();
    await db.end();
  }
}

async function send(site: Pool, action: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await site.request({ method: 'POST', path: action, headers, body });
  const page = await answer.body.text();
  if (answer.statusCode !== 200 || !page.includes('receipt'))
    throw new Error(`A tip was not taken: ${answer.statusCode}`);
}

/** Of the server's first process, the parent of all others. */
async function serverPid(db: pg.Pool): Promise<number> {
  const found = await db.query<{ pid: number }>(`select pid from pg_stat_activity where backend_type = 'checkpointer'`);
  return parentOf(found.rows[0]?.pid ?? 0);
}

const lineOf = (window: Window): string =>
  `up to ${window.upTo.toLocaleString('en')}: ${(1000 / window.msPerTip).toFixed(0)} tips/s, ${window.msPerTip.toFixed(3)} ms a tip; processor: web ` +
  `${window.webMsPerTip.toFixed(2)} ms, database ${window.databaseMsPerTip.toFixed(2)} ms; disk ${window.bytesPerTip.toFixed(0)} bytes; ` +
  `web processes hold ${(window.residentBytes / 2 ** 20).toFixed(0)} MiB`;

function report(windows: readonly Window[], settings: Settings): void {
  const [first] = windows;
  const last = windows.at(-1);
  if (first === undefined || last === undefined) throw new Error('Nothing was measured.');
  const over = (pick: (window: Window) => number) => (pick(last) / pick(first)).toFixed(2);
  console.log(
    `last ${settings.window.toLocaleString('en')} over first, of ${settings.tips.toLocaleString('en')} real tips:`,
  );
  console.log(
    `  disk a tip ${over((w) => w.bytesPerTip)}, memory ${over((w) => w.residentBytes)}, processor of web ${over((w) => w.webMsPerTip)} and database ${over((w) => w.databaseMsPerTip)}`,
  );
  const hours = (ms: number) => (ms / 3_600_000).toFixed(1);
  const growth = growthOf(windows);
  console.log(
    `a year's ${YEAR_TIPS.toLocaleString('en')}, not sent but reckoned: ${hours(YEAR_TIPS * last.msPerTip)} hours at the last window's cost, ` +
      `${hours(millisecondsUpTo(YEAR_TIPS, growth))} if the growth that was measured (${(growth.msMorePerMillion * 1000).toFixed(0)} µs a tip for each million) goes on; ` +
      `${((YEAR_TIPS * last.bytesPerTip) / 2 ** 30).toFixed(0)} GiB of disk`,
  );
  console.log(`ratio ${(last.msPerTip / first.msPerTip).toFixed(2)}`);
}
