/** What waits to be written, and robots.txt files that are kept, on the real PostgreSQL. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { doneWith, joinFrontier, pageOffer, seedRun, takeAll, testKey } from '../frontier/frontier-for-tests.ts';
import { readRuns } from '../frontier/run-store.ts';
import { forgetRobots, readRobots, saveRobots } from './robots-store.ts';
import { SettleQueue } from './settle-queue.ts';

const SEEDS = Array.from({ length: 5 }, (_, n) => `https://h${n}.example.org/`);

test('flush writes the others when one visit cannot be written, and counts that one', async () => {
  const { db } = await freshDatabase();
  const runId = await seedRun(db, SEEDS);
  const frontier = await joinFrontier(db);
  const tasks = await takeAll(frontier);
  assert.equal(tasks.length, SEEDS.length);
  const queue = new SettleQueue(frontier, () => performance.now());
  tasks.forEach((task, n) => {
    const offers = [pageOffer(`${task.url}next`)];
    const save = () => (n === 2 ? Promise.reject(new TypeError('not to be written')) : Promise.resolve());
    queue.add(doneWith(task, offers, { save }));
  });
  let failures = 0;
  for (let round = 0; round < 20 && queue.hasWork; round += 1) await queue.flush().catch(() => (failures += 1));
  assert.equal(queue.size, 0);
  assert.equal(failures, 2, 'the whole batch, and the visit at fault alone');
  const [run] = await readRuns(db, { id: runId });
  assert.deepEqual(run?.reasons, { 'not-written': 1 });
  assert.deepEqual([run.totals.over, run.totals.offered, run.totals.pages], [5, 9, 4]);
});

test('flush keeps everything while the database says no, and writes it afterwards', async () => {
  const { db } = await freshDatabase();
  const runId = await seedRun(db, SEEDS);
  const frontier = await joinFrontier(db);
  const queue = new SettleQueue(frontier, () => performance.now());
  for (const task of await takeAll(frontier)) queue.add(doneWith(task, []));
  let isAway = true;
  queue.save(() => (isAway ? Promise.reject(Object.assign(new Error('away'), { code: '57P01' })) : Promise.resolve()));
  await assert.rejects(queue.flush());
  assert.equal(queue.size, SEEDS.length);
  isAway = false;
  await queue.flush();
  assert.equal(queue.hasWork, false);
  assert.equal((await readRuns(db, { id: runId }))[0]?.totals.pages, SEEDS.length);
});

test('robots.txt files are kept shrouded for the host, as long as they hold', async () => {
  const { db } = await freshDatabase();
  const file = Buffer.from('User-agent: *\nDisallow: /secret-å\n', 'latin1');
  const keep = (origin: string, forMs: number) =>
    transact(db, (tx) => saveRobots(tx, testKey, 7, { origin, file, forMs }));
  await keep('https://secret.example.org', 60_000);
  await keep('https://secret.example.org', 90_000);
  await keep('http://secret.example.org:8080', 50);
  await sleep(100);
  const [kept, ...others] = await readRobots(db, testKey, [7, 8]);
  assert.ok(kept);
  assert.deepEqual(others, []);
  assert.deepEqual([kept.origin, Buffer.from(kept.file).equals(file)], ['https://secret.example.org', true]);
  assert.ok(kept.forMs > 80_000 && kept.forMs <= 90_000);
  assert.deepEqual(await readRobots(db, testKey, [8]), []);
  await transact(db, forgetRobots);
  const { rows } = await sql<{ dump: string }>`
    select string_agg(encode(box, 'escape') || encode(origin, 'escape'), ' ') as dump from crawl_robots`.execute(db);
  assert.doesNotMatch(rows[0]?.dump ?? '', /secret|isallow/);
  assert.equal((await sql<{ n: number }>`select count(*)::int as n from crawl_robots`.execute(db)).rows[0]?.n, 1);
});
