/** One side's month with everything that it takes: a database, a mail server, registries, a process that sends. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { startMailCatcher, type RawMail } from '../../stand-ins/mail-catcher.ts';
import { openDatabase } from '../../src/platform/db.ts';
import { openEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { migrateJobs } from '../../src/platform/jobs.ts';
import { openLog } from '../../src/platform/log.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { serviceKeyFrom } from '../../src/platform/service-key.ts';
import { cpuMsOf, serverCpuMs } from '../year/processes.ts';
import { checkMonth, type MonthFindings } from './check-month.ts';
import { timesOf, type Times } from './figures.ts';
import { planMonth, type MonthSize } from './month.ts';
import { openRegisters } from './registers.ts';
import { runMonth, type MonthRun, type Scene } from './run-month.ts';
import { openSender } from './sender.ts';
import { sideOf, type Side } from './timetables.ts';

/** What both sides have in common. */
export interface SideOptions {
  readonly size: MonthSize;
  readonly days: number;
  /** How far the clock steps at least. */
  readonly stepMs: number;
}

/** What a side's month has come to; what is wrong has been printed. */
export interface SideResult {
  readonly times: Times;
  readonly wrong: number;
}

const log = openLog('silent');
const print = (line: string) => process.stdout.write(`${line}\n`);
const DAY_MS = 24 * 3_600_000;
const HALF_DAY_MS = DAY_MS / 2;
/** Speed of the disk is not what is measured: the month is. */
const SETTINGS = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0'],
  ...['max_wal_size=8GB', 'checkpoint_timeout=1h', 'shared_buffers=1GB', 'jit=off'],
];

/** Runs a side and prints what was found; its progress goes to the standard error. */
export async function runSide(name: Side['name'], { size, days, stepMs }: SideOptions): Promise<SideResult> {
  const startedAt = performance.now();
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  const server = await openEmbeddedPostgres({
    folder,
    settings: SETTINGS,
  });
  const receivers: { current: (mail: RawMail) => void } = { current: () => undefined };
  const catcher = await startMailCatcher({ onRaw: (mail) => receivers.current(mail) });
  const month = planMonth(size);
  const registers = await openRegisters(month, folder);
  const sender = openSender();
  try {
    await migrated(server.connection);
    const secret = randomBytes(32);
    const start = { connection: server.connection, size, side: name, secretHex: secret.toString('hex') };
    const result = await runMonth({
      ...{ month, registers, catcher, stepMs, days, onStep: progress(name) },
      // A month goes by in minutes: a connection that rests for ten seconds is wanted again.
      connection: { ...server.connection, idleTimeoutMillis: 0 },
      side: await sideOf(name),
      serviceKey: serviceKeyFrom(secret),
      listen: (receive) => void (receivers.current = receive),
      sender: ({ smtpUrl, siteUrl, registers: files, web }, now) =>
        sender.send({ ...start, smtpUrl, siteUrl: siteUrl(), registers: files }, web, now),
    });
    const processors = [cpuMsOf([process.pid]), cpuMsOf([sender.pid() ?? 0]), serverCpuMs(server.pid ?? 0)];
    await sender.kill();
    const findings = await checkMonth(result);
    printRun(result, processors, startedAt);
    printFindings(findings);
    await result.close();
    return { times: timesOf(result), wrong: [...findings.wrong.values()].reduce((sum, count) => sum + count, 0) };
  } finally {
    await sender.kill();
    await registers.rdap.close();
    await catcher.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function migrated(connection: pg.PoolConfig): Promise<void> {
  const opened = openDatabase({ ...connection, max: 2 }, log);
  await migrate(opened.pool);
  await migrateJobs(opened.pool);
  await opened.close();
}

/** A line each half day; each day the planner's figures are made anew, as autovacuum would over a real month. */
function progress(name: Side['name']): (now: Date, scene: Scene) => Promise<void> {
  const startedAt = performance.now();
  let told = -1;
  return async (now, { database, decided, gone }) => {
    const half = Math.floor(now.getTime() / HALF_DAY_MS);
    if (half === told) return;
    told = half;
    if (now.getTime() % DAY_MS < HALF_DAY_MS) await database.pool.query('analyze');
    const [hour, seconds] = [now.toISOString().slice(0, 13), ((performance.now() - startedAt) / 1000).toFixed(0)];
    process.stderr.write(`${name} ${hour}: ${decided()} decided, ${gone()} gone, ${seconds} s\n`);
  };
}

function printRun(run: MonthRun, processors: readonly number[], startedAt: number): void {
  const { month, side, counts, answers } = run;
  const [here, sender, database] = processors.map((ms) => (ms / month.items.length).toFixed(2));
  const days = ((run.end - run.start) / DAY_MS).toFixed(1);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  print(
    `\n${side.name}: ${month.items.length} items over ${month.providers.length} providers, ${days} days in ${seconds} s`,
  );
  print(
    `  events ${counts.events}, steps and searches ${counts.steps}, visits ${counts.visits} (${counts.served} of them over a socket), letters taken up ${counts.letters}; answers on the page ${answers.page}, by mail ${answers.mail}`,
  );
  print(`  seconds: ${[...run.seconds].map(([part, each]) => `${part} ${each.toFixed(1)}`).join(', ')}`);
  print(`  processor time an item: house and simulation ${here} ms, sender ${sender} ms, database ${database} ms`);
}

function printFindings(findings: MonthFindings): void {
  const { ends, wrong, letters, notices, repeats, late, noticedAgain } = findings;
  print(
    `  ${letters} letters with ${notices} notices have arrived, ${repeats} of them twice, ${findings.unsure} unknown to the sender; ${noticedAgain} items came back and were told about again; ${findings.upheld} notices were upheld after an appeal and told on`,
  );
  print(
    `  ${late.count} notices were about what had been removed and nobody had seen go yet, at most ${(late.mostMs / 3_600_000).toFixed(1)} h before`,
  );
  for (const [state, count] of [...ends].sort((a, b) => b[1] - a[1])) print(`  ${state}: ${count}`);
  for (const [state, count] of wrong)
    print(`  WRONG ${state}: ${count} (items ${(findings.examples.get(state) ?? []).join(', ')} ...)`);
  if (wrong.size === 0) print('  wrong: nothing');
}
