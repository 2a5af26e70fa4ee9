/**
 * `npm run bench -- takedown`: a simulated month of decided items over 500 providers of different tempers, through the real
 * code: dispatches, hallway, takedowns, letters over SMTP, contacts by RDAP, rechecks, answers on the page and by mail. Once by
 * our timetable and once by the field's; the same items, providers and draws. Only the clock, the web and the providers are
 * simulated (bench/takedown/). Last line: `ratio R`, the field's median time to removal over ours.
 *
 * Options: --items=N (100000), --seed=S (1), --days=D (30), --step-minutes=M (5), --side=ours|field (both).
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startMailCatcher, type RawMail } from '../stand-ins/mail-catcher.ts';
import { openDatabase } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { migrateJobs } from '../src/platform/jobs.ts';
import { openLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { checkMonth, type MonthFindings } from './takedown/check-month.ts';
import { quantile, tableOf, timesOf, type Times } from './takedown/figures.ts';
import { planMonth } from './takedown/month.ts';
import { openRegisters } from './takedown/registers.ts';
import { runMonth } from './takedown/run-month.ts';
import { openSender } from './takedown/sender.ts';
import { fieldSide, ourSide, type Side } from './takedown/timetables.ts';

const log = openLog('silent');
const print = (line: string) => process.stdout.write(`${line}\n`);

/** Runs the benchmark. @throws Error when an item ended wrongly or a notice was wrong */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1];
  const size = { items: Number(option('items') ?? 100_000), seed: Number(option('seed') ?? 1) };
  const stepMs = Number(option('step-minutes') ?? 5) * 60_000;
  const days = Number(option('days') ?? 30);
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  // Speed is not what is measured: the month is.
  const server = await openEmbeddedPostgres({
    folder,
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=512MB', 'jit=off'],
  });
  const receivers: { current: (mail: RawMail) => void } = { current: () => undefined };
  const catcher = await startMailCatcher({ onRaw: (mail) => receivers.current(mail) });
  const registers = await openRegisters(planMonth(size), folder);
  try {
    const results = new Map<Side['name'], { times: Times; wrong: number }>();
    for (const side of [await ourSide(), fieldSide()]) {
      if ((option('side') ?? side.name) !== side.name) continue;
      const connection = await migrated(server.connection, `month_${side.name}`);
      const startedAt = performance.now();
      const month = planMonth(size);
      const listen = (receive: (mail: RawMail) => void) => void (receivers.current = receive);
      const secret = randomBytes(32);
      const serviceKey = serviceKeyFrom(secret);
      const sender = openSender();
      const start = { connection, size, side: side.name, secretHex: secret.toString('hex') };
      const result = await runMonth({
        ...{ month, side, connection, serviceKey, registers, catcher, listen, stepMs, days, onStep: progress() },
        sender: ({ smtpUrl, siteUrl, registers: files, web }, now) =>
          sender.send({ ...start, smtpUrl, siteUrl: siteUrl(), registers: files }, web, now),
      });
      await sender.kill();
      const findings = await checkMonth(result);
      const { counts, answers } = result;
      print(
        `\n${side.name}: ${month.items.length} items over ${month.providers.length} providers, ${days} days in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
      );
      print(
        `  events ${counts.events}, steps and searches ${counts.steps}, visits ${counts.visits} (${counts.served} of them over a socket), letters taken up ${counts.letters}; answers on the page ${answers.page}, by mail ${answers.mail}`,
      );
      print(`  seconds: ${[...result.seconds].map(([part, each]) => `${part} ${each.toFixed(1)}`).join(', ')}`);
      printFindings(findings);
      const wrong = [...findings.wrong.values()].reduce((sum, count) => sum + count, 0);
      results.set(side.name, { times: timesOf(result), wrong });
      await result.close();
    }
    report(results);
  } finally {
    await registers.rdap.close();
    await catcher.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function migrated(connection: { host: string; user: string; database: string }, database: string) {
  const admin = openDatabase({ ...connection, max: 1 }, log);
  await admin.pool.query(`create database ${database}`);
  await admin.close();
  const opened = openDatabase({ ...connection, database, max: 2 }, log);
  await migrate(opened.pool);
  await migrateJobs(opened.pool);
  await opened.close();
  return { ...connection, database };
}

/** A day at a time; the planner's figures are kept fresh, as autovacuum would over a real month. */
function progress() {
  let day = '';
  return async (
    now: Date,
    { database }: { readonly database: { readonly pool: { query(text: string): Promise<unknown> } } },
  ) => {
    const today = now.toISOString().slice(0, 10);
    if (today === day) return;
    day = today;
    await database.pool.query('analyze');
    process.stderr.write(`${today} `);
  };
}

function printFindings(findings: MonthFindings): void {
  const { ends, wrong, letters, notices, repeats, noticedAgain } = findings;
  print(
    `  ${letters} letters with ${notices} notices have arrived, ${repeats} of them twice, ${findings.unsure} unknown to the sender; ${noticedAgain} items came back and were told about again; ${findings.upheld} notices were upheld after an appeal and told on`,
  );
  for (const [state, count] of [...ends].sort((a, b) => b[1] - a[1])) print(`  ${state}: ${count}`);
  for (const [state, count] of wrong)
    print(`  WRONG ${state}: ${count} (items ${(findings.examples.get(state) ?? []).join(', ')} ...)`);
  if (wrong.size === 0) print('  wrong: nothing');
}

function report(results: ReadonlyMap<Side['name'], { times: Times; wrong: number }>): void {
  const [ours, field] = [results.get('ours'), results.get('field')];
  const wrong = [...results.values()].reduce((sum, result) => sum + result.wrong, 0);
  if (ours !== undefined && field !== undefined) {
    print(`\n${tableOf(ours.times, field.times)}\n`);
    if (wrong === 0) print(`ratio ${(quantile(field.times.all, 0.5) / quantile(ours.times.all, 0.5)).toFixed(2)}`);
  }
  if (wrong > 0) throw new Error(`${wrong} findings are wrong.`);
}
