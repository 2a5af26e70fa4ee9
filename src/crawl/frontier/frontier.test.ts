/** The frontier on the real PostgreSQL: nothing is lost, doubled or told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { freshDatabase } from '../../../test/fresh-database.ts';
import type { Db } from '../../platform/db.ts';
import { OwnershipLost } from './frontier.ts';
import { doneWith, joinFrontier, pageOffer, seedRun, takeAll } from './frontier-for-tests.ts';
import { PARTITIONS } from './frontier-keys.ts';
import { steerRun } from './manage-runs.ts';
import { readQueue, readRuns } from './run-store.ts';

const SEED = 'https://a.example.org/';
const runOf = async (db: Parameters<typeof readRuns>[0], id: number) => {
  const [run] = await readRuns(db, { id });
  assert.ok(run);
  return run;
};
const count = async (db: Db, query: string) =>
  (await sql<{ n: number }>`select (${sql.raw(query)})::int as n`.execute(db)).rows[0]?.n;

test('settle makes links durable with the visit and erases what is over when a run is not watched', async () => {
  const { db } = await freshDatabase();
  const runId = await seedRun(db, [SEED]);
  const frontier = await joinFrontier(db);
  const [seed] = await takeAll(frontier);
  assert.ok(seed);
  assert.deepEqual([seed.url, seed.kind, seed.depth, seed.runId], [SEED, 'page', 0, runId]);
  const picture = {
    ...({ url: 'https://b.example.net/p.png', kind: 'media', depth: 1, closeness: 3, fromUrl: SEED } as const),
  };
  const links = [pageOffer('https://a.example.org/1'), pageOffer('https://a.example.org/1'), picture, pageOffer(SEED)];
  const added = await frontier.settle({ settlements: [doneWith(seed, links)], hosts: [] });
  assert.equal(
    added.reduce((sum, each) => sum + each.count, 0),
    2,
    'a double and the page itself are nothing new',
  );
  const tasks = await takeAll(frontier);
  assert.deepEqual(
    tasks.map(({ url, kind, depth, closeness, fromUrl }) => [url, kind, depth, closeness, fromUrl]).sort(),
    [
      ['https://a.example.org/1', 'page', 1, 15, undefined],
      ['https://b.example.net/p.png', 'media', 1, 3, SEED],
    ],
  );
  assert.equal(await count(db, 'select count(*) from crawl_url where state = 2 and box is null'), 1);
  await frontier.settle({ settlements: tasks.map((task) => doneWith(task, [])), hosts: [] });
  assert.equal((await runOf(db, runId)).totals.offered, 3);
  await frontier.watch(() => false);
  const run = await runOf(db, runId);
  assert.deepEqual(
    [run.state, run.reason, run.totals.over, run.totals.pages, run.totals.media],
    ['done', 'complete', 3, 2, 1],
  );
  await frontier.sweep();
  assert.equal(await count(db, 'select count(*) from crawl_url'), 0, 'an ended run leaves no address');
});

test('the database holds no address in clear', async () => {
  const { db } = await freshDatabase();
  await seedRun(db, ['https://secret-host.example.org/secret-path'], { rules: { deny: ['secret-rule.example.org'] } });
  const { rows } = await sql<{ dump: string }>`
    select string_agg(t::text, ' ') || (select string_agg(encode(box, 'escape'), ' ') from crawl_url)
      || (select string_agg(encode(scope, 'escape'), ' ') from crawl_run) as dump
    from (select to_jsonb(u) as t from crawl_url u union all select to_jsonb(h) from crawl_host h
      union all select to_jsonb(r) from crawl_run r) all_rows`.execute(db);
  const dump = rows[0]?.dump ?? '';
  assert.ok(dump.length > 200);
  assert.doesNotMatch(dump, /secret|example/);
});

test('takeTasks gives what is close to a sighting first, then what is near the seeds, then what is tried again', async () => {
  const { db } = await freshDatabase();
  await seedRun(db, [SEED]);
  const frontier = await joinFrontier(db);
  const [seed] = await takeAll(frontier);
  assert.ok(seed);
  await frontier.settle({
    settlements: [
      doneWith(seed, [
        pageOffer('https://a.example.org/deep', 7),
        pageOffer('https://a.example.org/near', 9, 1),
        pageOffer('https://a.example.org/flat', 1),
      ]),
    ],
    hosts: [],
  });
  const tasks = await takeAll(frontier);
  assert.deepEqual(
    tasks.map(({ url }) => new URL(url).pathname),
    ['/near', '/flat', '/deep'],
  );
  const [near] = tasks;
  assert.ok(near);
  await frontier.settle({ settlements: [doneWith(near, [], { result: 'retry', reason: 'timeout' })], hosts: [] });
  const again = await takeAll(frontier);
  assert.deepEqual(
    again.map(({ url, attempts, closeness }) => [new URL(url).pathname, attempts, closeness]),
    [
      ['/flat', 0, 15],
      ['/deep', 0, 15],
      ['/near', 1, 1],
    ],
  );
});

test('two workers share the partitions, and each gives what is the share of a newcomer', async () => {
  const { db } = await freshDatabase();
  const owned = () => count(db, 'select count(distinct id) from crawl_partition where owner is not null');
  const one = await joinFrontier(db);
  assert.equal(await owned(), PARTITIONS);
  const other = await joinFrontier(db);
  let isBusy = true;
  await one.watch(() => isBusy);
  await one.watch(() => isBusy);
  await other.watch(() => false);
  assert.equal(
    await count(db, 'select count(distinct owner) from crawl_partition'),
    1,
    'nothing leaves while it is busy',
  );
  isBusy = false;
  await one.watch(() => isBusy);
  await other.watch(() => false);
  assert.equal(await count(db, 'select count(distinct owner) from crawl_partition'), 2);
  assert.equal(await owned(), PARTITIONS);
  await other.leave();
  await one.watch(() => false);
  assert.equal(await count(db, 'select count(distinct owner) from crawl_partition'), 1);
  assert.equal(await owned(), PARTITIONS);
});

test('a worker that was silent for its lease is fenced, and what it settles afterwards is refused', async () => {
  const { db } = await freshDatabase();
  await seedRun(db, [SEED]);
  const frozen = await joinFrontier(db, 500);
  const [task] = await takeAll(frozen);
  assert.ok(task);
  await sleep(600);
  const heir = await joinFrontier(db, 3_000);
  assert.equal(await count(db, 'select count(distinct owner) from crawl_partition'), 1);
  await assert.rejects(
    frozen.settle({ settlements: [doneWith(task, [pageOffer('https://a.example.org/late')])], hosts: [] }),
    OwnershipLost,
  );
  const [again] = await takeAll(heir);
  assert.equal(again?.url, SEED);
  assert.notEqual(again.epoch, task.epoch);
  assert.equal(frozen.maySend({ steadyMs: performance.now(), wallMs: Date.now() }), false);
  await frozen.rejoin();
  await frozen.watch(() => false);
  assert.deepEqual(await takeAll(frozen), [], 'it begins a new life and owns nothing yet');
  // A settlement of the old life in the new one: the partition is not its own, so the visit does not count.
  await frozen.settle({ settlements: [doneWith(task, [pageOffer('https://a.example.org/late')])], hosts: [] });
  assert.equal(await count(db, 'select count(*) from crawl_url'), 1);
});

test('a new owner waits the full delay at a host that the dead one may have asked, and only there', async () => {
  const { db } = await freshDatabase();
  await seedRun(db, [SEED, 'https://x.example.net/']);
  const dead = await joinFrontier(db, 500);
  const hosts = await dead.takeHosts([], 10);
  assert.equal(hosts.length, 2);
  const [first, second] = hosts;
  assert.ok(first && second);
  const state = { delayMs: 4_000, failures: 0 };
  await dead.settle({
    settlements: [],
    hosts: [
      { ...state, hostId: first.hostId, partition: first.partition, nextInMs: 0 },
      { ...state, hostId: second.hostId, partition: second.partition, nextInMs: 2_000 },
    ],
  });
  await sleep(600);
  const heir = await joinFrontier(db);
  const waits = new Map((await heir.takeHosts([], 10)).map(({ hostId, waitMs }) => [hostId, waitMs]));
  const unsure = waits.get(first.hostId) ?? 0;
  assert.ok(unsure > 3_200 && unsure <= 3_750, `from a quarter of a second after the last beat: ${unsure}`);
  const sure = waits.get(second.hostId) ?? 0;
  assert.ok(sure > 900 && sure < 1_450, `as it was settled: ${sure}`);
});

test('a run takes no more hosts than its limit, whoever offers them', async () => {
  const { db } = await freshDatabase();
  const runId = await seedRun(db, [SEED], { budget: { maxHosts: 3 } });
  const frontier = await joinFrontier(db);
  const [seed] = await takeAll(frontier);
  assert.ok(seed);
  const offers = Array.from({ length: 10 }, (_, n) => pageOffer(`https://h${n}.example.net/`));
  await frontier.settle({ settlements: [doneWith(seed, offers)], hosts: [] });
  assert.equal((await runOf(db, runId)).hosts, 3);
  assert.equal((await takeAll(frontier)).length, 2);
});

test('letSleep leaves a host awake that was offered something meanwhile', async () => {
  const { db } = await freshDatabase();
  await seedRun(db, [SEED]);
  const frontier = await joinFrontier(db);
  const [seed] = await takeAll(frontier);
  assert.ok(seed);
  await frontier.letSleep([seed.hostId]);
  assert.equal((await readQueue(db)).awakeHosts, 1, 'something is ready');
  await frontier.settle({ settlements: [doneWith(seed, [])], hosts: [] });
  await frontier.letSleep([seed.hostId]);
  assert.equal((await readQueue(db)).awakeHosts, 0);
  await seedRun(db, ['https://a.example.org/2']);
  assert.equal((await readQueue(db)).awakeHosts, 1);
});

test('a watched address waits and is ready again with its validators when its time has come', async () => {
  const { db } = await freshDatabase();
  await seedRun(db, [SEED], { isWatch: true });
  const frontier = await joinFrontier(db);
  const [seed] = await takeAll(frontier);
  assert.ok(seed);
  const validators = { etag: '"1"', lastModified: 'yesterday' };
  await frontier.settle({
    settlements: [doneWith(seed, [], { nextInMs: 1_000, validators, contentMark: 'm1' })],
    hosts: [],
  });
  await frontier.letSleep([seed.hostId]);
  await frontier.sweep();
  assert.deepEqual(await takeAll(frontier), []);
  await sleep(1_050);
  await frontier.watch(() => false);
  await frontier.sweep();
  const [again] = await takeAll(frontier);
  assert.ok(again);
  assert.deepEqual([again.url, again.validators, again.contentMark, again.intervalMs], [SEED, validators, 'm1', 1_000]);
});

test('a run that is paused gives nothing, and everything again when it is resumed', async () => {
  const { db } = await freshDatabase();
  const runId = await seedRun(db, [SEED]);
  const frontier = await joinFrontier(db);
  assert.equal(await steerRun(db, runId, 'paused'), true);
  await frontier.watch(() => false);
  const [host] = await frontier.takeHosts([], 1);
  assert.ok(host);
  await frontier.letSleep([host.hostId]);
  assert.deepEqual(await takeAll(frontier), []);
  assert.equal(await steerRun(db, runId, 'running'), true);
  await frontier.watch(() => false);
  assert.equal((await takeAll(frontier)).length, 1);
  assert.equal(await steerRun(db, runId, 'stopped'), true);
  assert.equal(await steerRun(db, runId, 'running'), false, 'what has been stopped stays so');
  await frontier.watch(() => false);
  await frontier.sweep();
  assert.equal(await count(db, 'select count(*) from crawl_url'), 0);
});

test('drop gives up what a host has in a run and counts it', async () => {
  const { db } = await freshDatabase();
  const runId = await seedRun(db, [SEED, 'https://a.example.org/2']);
  const frontier = await joinFrontier(db);
  const [task] = await takeAll(frontier);
  assert.ok(task);
  await frontier.drop({ runId, hostId: task.hostId, isMediaSpared: false }, 'host-gone');
  const run = await runOf(db, runId);
  assert.deepEqual([run.totals.over, run.reasons], [2, { 'host-gone': 2 }]);
});
