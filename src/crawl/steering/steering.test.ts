import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { staffIdSchema } from '../../terms/ids.ts';
import { startRun, steerRun } from '../frontier/manage-runs.ts';
import { readRuns } from '../frontier/run-store.ts';
import { readFromCases } from './from-cases-store.ts';
import { dropException, listExceptions, setException } from './mandate-store.ts';
import { endProposal, insertProposal, listProposals, lockProposal } from './proposal-store.ts';
import { noteSample, readPace } from './sample-store.ts';
import { seedFromCases, turnOffFromCases, turnOnFromCases } from './steer-from-cases.ts';
import { readTroubledHosts } from './trouble-store.ts';

const { db } = await freshDatabase();
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 7));
const now = new Date('2026-11-24T10:00:00Z');
const [signe, sara] = [staffIdSchema.parse(randomUUID()), staffIdSchema.parse(randomUUID())];
for (const [id, login] of [
  [signe, 'signe'],
  [sara, 'sara'],
] as const) {
  await sql`insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity,
      shrouded_totp, created_at)
    values (${id}, ${login}, ${login}, 'supervisor', '', '', '', '', '', ${now})`.execute(db);
}

beforeEach(async () => {
  await sql`truncate crawl_proposal, crawl_mandate, crawl_from_cases, crawl_sample, crawl_url, crawl_host, crawl_tally`.execute(
    db,
  );
});

const plan = (seeds: readonly string[]) => ({
  ...{ seeds: [...seeds], isWatch: false },
  budget: { maxDepth: 2 },
  rules: { allow: ['example.org'], deny: [], keepsToAllowed: true, maxPagesPerHost: 10 },
});

async function textOf(table: string): Promise<string> {
  const { rows } = await sql<{
    text: string;
  }>`select coalesce(string_agg(t::text, ' '), '') as text from ${sql.table(table)} t`.execute(db);
  return rows[0]?.text ?? '';
}

test('a proposal waits with its plan shrouded, and the plan is erased when it is decided', async () => {
  const seeds = ['http://example.org/first', 'http://example.net/second'];
  const id = await transact(db, (tx) => insertProposal(tx, serviceKey, { plan: plan(seeds), proposedBy: signe, now }));
  assert.ok(!(await textOf('crawl_proposal')).includes(Buffer.from('example').toString('hex')));
  assert.deepEqual(await listProposals(db), [{ id, seeds: 2, proposedBy: signe, proposedAt: now }]);
  const waiting = await transact(db, (tx) => lockProposal(tx, serviceKey, id));
  assert.deepEqual(waiting?.plan, plan(seeds));
  await transact(db, (tx) => endProposal(tx, id, { state: 'withdrawn', by: signe, now }));
  assert.deepEqual(await listProposals(db), []);
  assert.equal(await transact(db, (tx) => lockProposal(tx, serviceKey, id)), undefined);
  const { rows } = await sql<{ shrouded: Buffer | null }>`select shrouded from crawl_proposal`.execute(db);
  assert.deepEqual(rows, [{ shrouded: null }]);
});

test('the database itself refuses that one person confirms what they proposed', async () => {
  const id = await transact(db, (tx) =>
    insertProposal(tx, serviceKey, { plan: plan(['http://example.org/']), proposedBy: signe, now }),
  );
  const confirm = (by: typeof signe) => transact(db, (tx) => endProposal(tx, id, { state: 'confirmed', by, now }));
  await assert.rejects(confirm(signe), /crawl_proposal_two_people/);
  await confirm(sara);
});

test('a plan that was moved to another proposal is refused', async () => {
  const add = (url: string) =>
    transact(db, (tx) => insertProposal(tx, serviceKey, { plan: plan([url]), proposedBy: signe, now }));
  const [first, second] = [await add('http://example.org/a'), await add('http://example.org/b')];
  await sql`update crawl_proposal set shrouded = (select shrouded from crawl_proposal where id = ${first}) where id = ${second}`.execute(
    db,
  );
  await assert.rejects(
    transact(db, (tx) => lockProposal(tx, serviceKey, second)),
    /another one's plan/,
  );
});

test('exceptions from robots.txt are set once a host, listed with their reasons, and taken back', async () => {
  const set = (host: string, reason: string, setAt: Date) =>
    transact(db, (tx) => setException(tx, serviceKey, { host, reason, setBy: signe, setAt }));
  await set('a.example', 'section 4 of the mandate', now);
  await set('b.example', 'court order', new Date(now.getTime() + 1));
  await set('a.example', 'section 5 of the mandate', new Date(now.getTime() + 2));
  assert.deepEqual(
    (await listExceptions(db, serviceKey)).map(({ host, reason }) => [host, reason]),
    [
      ['a.example', 'section 5 of the mandate'],
      ['b.example', 'court order'],
    ],
  );
  assert.ok(!(await textOf('crawl_mandate')).includes(Buffer.from('a.example').toString('hex')));
  const drop = () => transact(db, (tx) => dropException(tx, serviceKey, 'a.example'));
  assert.deepEqual([await drop(), await drop()], [true, false]);
  assert.equal((await listExceptions(db, serviceKey)).length, 1);
});

test('seeds from cases go nowhere while the switch is off, and once each to the standing run while it is on', async () => {
  const seed = (...urls: string[]) => transact(db, (tx) => seedFromCases(tx, serviceKey, urls));
  assert.equal(await seed('http://example.org/'), 0);
  const on = () => transact(db, (tx) => turnOnFromCases(tx, serviceKey, { by: signe, now }));
  const runId = await on();
  assert.equal(await on(), runId, 'turning it on twice begins no second run');
  const [run] = await readRuns(db, { id: runId });
  assert.ok(run?.isWatch === true && run.state === 'running' && run.budget.maxDepth === 2);
  assert.equal(await seed('http://example.org/', 'http://example.org/', 'http://example.net/'), 2);
  assert.equal(await seed('http://example.org/'), 0);
  const off = await transact(db, (tx) => turnOffFromCases(tx, { by: sara, now }));
  assert.equal(off, runId);
  assert.equal((await readRuns(db, { id: runId }))[0]?.state, 'stopped');
  assert.deepEqual(await readFromCases(db), { runId: undefined, changedBy: sara, changedAt: now });
  assert.equal(await seed('http://example.com/'), 0);
});

test('a standing run that somebody stopped by hand means off', async () => {
  const runId = await transact(db, (tx) => turnOnFromCases(tx, serviceKey, { by: signe, now }));
  assert.ok(await steerRun(db, runId, 'stopped'));
  assert.equal((await readFromCases(db)).runId, undefined);
  assert.equal(await transact(db, (tx) => seedFromCases(tx, serviceKey, ['http://example.org/'])), 0);
});

test('readPace turns totals into rates, and noteSample notes each moment once', async () => {
  await sql`insert into crawl_tally (run_id, lane, visits, media, sightings) values (1, 0, 300, 50, 2)`.execute(db);
  await transact(db, noteSample);
  await transact(db, noteSample);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from crawl_sample`.execute(db);
  assert.ok((rows[0]?.n ?? 0) <= 2);
  await sql`delete from crawl_sample`.execute(db);
  await sql`insert into crawl_sample (at, visits, media, sightings) values
    (now() - interval '30 seconds', 100, 10, 0), (now() - interval '20 seconds', 150, 20, 1),
    (now() - interval '2 days', 1, 1, 1)`.execute(db);
  const [only, ...others] = await readPace(db, 3_600_000);
  assert.deepEqual([only?.visits, only?.media, only?.sightings, others.length], [5, 1, 0.1, 0]);
  await transact(db, noteSample);
  assert.equal(
    (
      await sql<{ n: number }>`select count(*)::int as n from crawl_sample where at < now() - interval '1 day'`.execute(
        db,
      )
    ).rows[0]?.n,
    0,
  );
});

test('readTroubledHosts names the hosts that fail first, then the slow ones, and none whose delay is the plain one', async () => {
  await transact(db, (tx) =>
    startRun(tx, serviceKey, {
      ...{ seeds: ['http://fails.example/', 'http://slow.example/', 'http://well.example/'], isWatch: false, now },
      ...{ askedBy: signe, agreedBy: undefined },
      budget: { maxDepth: 1, maxHosts: undefined, maxPages: undefined, maxMinutes: undefined, rate: undefined },
      rules: { allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: 10 },
    }),
  );
  assert.deepEqual(await readTroubledHosts(db, serviceKey, { limit: 10, plainDelayMs: 1000 }), []);
  const { rows } = await sql<{ id: number }>`select id from crawl_host order by id`.execute(db);
  const [first, second, third] = rows;
  assert.ok(first && second && third);
  await sql`update crawl_host set failures = 3, delay_ms = 2000 where id = ${first.id}`.execute(db);
  await sql`update crawl_host set delay_ms = 9000 where id = ${second.id}`.execute(db);
  await sql`update crawl_host set delay_ms = 1000 where id = ${third.id}`.execute(db);
  const troubled = await readTroubledHosts(db, serviceKey, { limit: 10, plainDelayMs: 1000 });
  assert.deepEqual(
    troubled.map(({ failures, delayMs, nextAt }) => [failures, delayMs, nextAt]),
    [
      [3, 2000, undefined],
      [0, 9000, undefined],
    ],
  );
  assert.ok(troubled.every(({ host }) => ['fails.example', 'slow.example', 'well.example'].includes(host ?? '')));
  assert.equal((await readTroubledHosts(db, serviceKey, { limit: 1, plainDelayMs: 1000 })).length, 1);
});
