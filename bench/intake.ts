/**
 * `npm run bench -- intake`: durable tips a second over HTTP (form posted, sealed, committed, receipt answered), beside the
 * raw rate of the very same rows inserted and committed by as many connections, in the same run, on the same server with
 * fsync on. Rounds alternate. Last line: `ratio R`, HTTP over raw.
 *
 * The web service runs in as many processes as there are cores (--web=N), sharing one port. Options: --connections=N (16),
 * --seconds=S a round (5), --rounds=R (3).
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Pool } from 'undici';
import { inventTips } from '../stand-ins/tips.ts';
import { freeListeners, startApp } from '../test/app.ts';
import { readForm, wholeTip } from '../test/public-form.ts';
import { addPerson, lookInside } from '../test/inside.ts';

interface Settings {
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
}

/** Runs the benchmark. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, byDefault: number) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? byDefault);
  const settings = {
    connections: option('connections', 16),
    seconds: option('seconds', 5),
    rounds: option('rounds', 3),
  };
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  const dataDir = path.join(folder, 'data');
  const env = { ...(await freeListeners()), FYR_SHARE_PORTS: 'yes' };
  const app = await startApp({ dataDir, env, args: ['--services=web'] });
  const others = [];
  for (let n = 1; n < option('web', availableParallelism()); n += 1) {
    others.push(await startApp({ dataDir, env, args: ['--services=web'] }));
  }
  const inside = await lookInside(dataDir);
  try {
    await addPerson(inside, 'supervisor');
    const pids = [app, ...others].map((each) => each.child.pid ?? 0);
    await compare({ url: app.siteUrl, pids }, path.join(dataDir, 'postgres', 'run'), settings);
  } finally {
    await inside.close();
    for (const other of others) await other.stop();
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  web: { url: string; pids: readonly number[] },
  socketFolder: string,
  settings: Settings,
): Promise<void> {
  const db = new pg.Pool({ host: socketFolder, user: 'fyr', database: 'postgres', max: settings.connections });
  // Its connections may still be closing when the server stops.
  db.on('error', () => undefined);
  const site = new Pool(new URL(web.url).origin, { connections: settings.connections });
  await postTips(site, { ...settings, seconds: 2 });
  const rates: { http: number; raw: number; p50: number; p99: number }[] = [];
  for (let round = 1; round <= settings.rounds; round += 1) {
    await emptyTables(db);
    const cpuBefore = cpuMsOf(web.pids);
    const http = await postTips(site, settings);
    const cpuUs = ((cpuMsOf(web.pids) - cpuBefore) * 1000) / http.latenciesMs.length;
    const raw = await insertRows(db, settings);
    const sorted = http.latenciesMs.sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
    rates.push({ http: http.perSecond, raw, p50: at(0.5), p99: at(0.99) });
    console.log(
      `round ${round}: HTTP ${http.perSecond.toFixed(0)} tips/s (p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms, ${cpuUs.toFixed(0)} µs of the web processes' CPU each), raw ${raw.toFixed(0)} tips/s`,
    );
  }
  await site.close();
  await db.end();
  const mean = (pick: (rate: (typeof rates)[number]) => number) =>
    rates.reduce((sum, rate) => sum + pick(rate), 0) / rates.length;
  console.log(
    `${settings.connections} connections, ${settings.seconds} s a round, mean of ${settings.rounds}: HTTP ${mean((r) => r.http).toFixed(0)}/s, raw ${mean((r) => r.raw).toFixed(0)}/s`,
  );
  console.log(`ratio ${(mean((r) => r.http) / mean((r) => r.raw)).toFixed(2)}`);
}

async function postTips(
  site: Pool,
  { connections, seconds }: Settings,
): Promise<{ perSecond: number; latenciesMs: number[] }> {
  const form = await readForm(site, '/en/tip/online');
  const tips = inventTips({ count: 1_000_000, seed: Date.now() });
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1000;
  let n = 0;
  const client = async () => {
    while (performance.now() < endAt) {
      const tip = tips.next();
      if (tip.done === true) return;
      n += 1;
      const sentAt = performance.now();
      const answer = await site.request({
        method: 'POST',
        path: form.action,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: wholeTip(form, {
          addresses: `https://host.example.org/${n}`,
          narrative: `${tip.value.narrative} ${n}`,
          email: tip.value.contact_email,
        }),
      });
      const page = await answer.body.text();
      if (answer.statusCode !== 200 || !page.includes('receipt'))
        throw new Error(`A tip was not taken: ${answer.statusCode}`);
      latenciesMs.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return { perSecond: latenciesMs.length / ((performance.now() - startedAt) / 1000), latenciesMs };
}

const TABLES = ['tip', 'mailbox_entry', 'ledger_act', 'outbox'] as const;

async function emptyTables(db: pg.Pool): Promise<void> {
  await db.query(`truncate ${TABLES.join(', ')} cascade`);
}

/** The rows that HTTP just wrote, written again into copies of their tables with all indexes: one statement and one commit a tip. */
async function insertRows(db: pg.Pool, { connections }: Settings): Promise<number> {
  for (const table of TABLES) {
    await db.query(`drop table if exists ${copyOf(table)}`);
    await db.query(`create table ${copyOf(table)} (like ${table} including all)`);
  }
  const rows = (
    await db.query<{ tip: string; entry: string; act: string; job: string }>(`
      select t as tip, m as entry, a as act, j as job from tip t
      join mailbox_entry m on m.tip_id = t.id
      join ledger_act a on a.subject = 'tip:' || t.id
      join outbox j on j.event ->> 'tipId' = t.id::text`)
  ).rows.map(({ tip, entry, act, job }) => [tip, entry, act, job]);
  const insert = await Promise.all(
    TABLES.map(async (table, n) => {
      const columns = await storedColumns(db, table);
      const values = columns.map((column) => `($${n + 1}::${table}).${column}`);
      return `insert into ${copyOf(table)} (${columns.join(', ')}) overriding system value select ${values.join(', ')}`;
    }),
  );
  const [last = '', ...others] = insert.reverse();
  const text = `with ${others.map((each, n) => `w${n} as (${each})`).join(', ')} ${last}`;
  let next = 0;
  const startedAt = performance.now();
  const writer = async () => {
    const client = await db.connect();
    while (next < rows.length) {
      const row = rows[next] ?? [];
      next += 1;
      await client.query({ name: 'raw', text, values: row });
    }
    client.release();
  };
  await Promise.all(Array.from({ length: connections }, writer));
  return rows.length / ((performance.now() - startedAt) / 1000);
}

async function storedColumns(db: pg.Pool, table: string): Promise<readonly string[]> {
  const found = await db.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  return found.rows.map((row) => row.name);
}

/** User and system time of processes so far (proc_pid_stat(5), fields 14 and 15, in ticks of 10 ms). */
function cpuMsOf(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * 10;
}

const copyOf = (table: string): string => `raw_${table.replace(/\W/g, '_')}`;
