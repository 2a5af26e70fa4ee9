/**
 * From a seed to a notice: the hotline as its operator starts it crawls a generated web in a process of its own, and what it sees goes
 * through the house. An exact hit of a trusted category is told without anyone viewing it; a near hit waits for a person.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { z } from 'zod';
import { assessItem, claimCase, hitStanding, listQueue, markDecided, readCase } from '../src/cases/door.ts';
import {
  hasRunningRun,
  listSightings,
  readRuns,
  startRun,
  turnOffFromCases,
  turnOnFromCases,
} from '../src/crawl/door.ts';
import { confirmActivation, importList, proposeActivation } from '../src/known/door.ts';
import { transact } from '../src/platform/db.ts';
import { isAlive } from '../src/platform/embedded-postgres.ts';
import { listDispatches } from '../src/routing/door.ts';
import { listStaff } from '../src/staff/door.ts';
import type { CaseId, StaffId } from '../src/terms/ids.ts';
import { startCrawlWeb } from '../stand-ins/crawl-web.ts';
import { startWorld } from '../stand-ins/world.ts';
import { BASELINE } from './analyst.ts';
import { freeListeners, runCli, startApp } from './app.ts';
import { addPerson, eventually, lookInside } from './inside.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-crawl-journey-'));
const dataDir = path.join(folder, 'data');
const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
after(async () => {
  for (const close of closers.reverse()) await close();
});

const world = await startWorld({ folder: path.join(folder, 'world') });
closers.push(() => world.close());
const web = await startCrawlWeb({
  ...{ seed: 'journey', hosts: 12, pages: 48, pictures: 80, known: 9, exactCopies: 18, nearCopies: 9, decoys: 4 },
  ...{ variety: 30, pictureWidth: 240, ways: false, traps: false, hostile: false },
});
closers.push(() => web.close());
await web.prepare();
const truth = await web.truth();
const env = { ...world.env, ...(await settingsFor()), ...(await freeListeners()) };
const app = await startApp({ dataDir, env });
closers.push(() => app.stop());
const inside = await lookInside(dataDir);
closers.push(() => inside.close());
const { db, serviceKey } = inside;
await addPerson(inside, 'signe');
await addPerson(inside, 'anders');
await activateList();
const crawlerPid = await eventually('the crawler’s process', findCrawler);

/** Names of both webs in one file, and a contact for whatever the generated one has. */
async function settingsFor() {
  const networkFile = path.join(folder, 'network.json');
  const contactsFile = path.join(folder, 'contacts.json');
  const others = z
    .object({ hosts: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(await readFile(world.env['FYR_TEST_NETWORK'] ?? '', 'utf8')));
  await writeFile(networkFile, JSON.stringify({ hosts: { ...others.hosts, ...web.networkFile.hosts } }));
  const contact = { name: 'Example Hosting', email: 'abuse@hosting.example.net' };
  const hosts = Object.fromEntries(truth.hosts.map(({ name }) => [name, contact]));
  await writeFile(contactsFile, JSON.stringify({ version: 1, hosts }));
  return {
    ...{ FYR_TEST_NETWORK: networkFile, FYR_NOTICE_CONTACTS: contactsFile, FYR_NOTICE_GROUP_MINUTES: '0' },
    ...{ FYR_CRAWL_DELAY_SECONDS: '0.02', FYR_RECHECK_FIRST_MINUTES: '10' },
  };
}

async function activateList(): Promise<void> {
  const rows = truth.entries.map(({ md5 = '', sha1 = '', sha256 = '', pdq = '', pdqQuality = '', category }) =>
    [md5, sha1, sha256, pdq, pdqQuality, category].join(','),
  );
  const file = path.join(folder, 'list.csv');
  await writeFile(file, ['md5,sha1,sha256,pdq,pdq_quality,category', ...rows, ''].join('\n'));
  const clock = { now: () => new Date() };
  const { listId } = await importList(
    { db, serviceKey, clock },
    {
      ...{ file, format: 'plain', name: 'generated', source: 'Example authority' },
      categoryMap: { a: 'illegal-baseline', b: 'illegal-national', c: 'to-assess' },
      trusted: ['illegal-baseline'],
    },
    () => undefined,
  );
  const [first, second] = await listStaff(db);
  assert.ok(first && second);
  await transact(db, (tx) => proposeActivation(tx, listId, first.id, clock.now()));
  await transact(db, (tx) => confirmActivation(tx, listId, second.id, clock.now()));
}

/** The process whose parent is the hotline, or a command, and whose arguments say that it is the crawler. */
function findCrawler(): Promise<number | undefined> {
  return crawlerOf(app.child.pid ?? 0);
}

async function crawlerOf(parent: number): Promise<number | undefined> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
  for (const pid of children.trim().split(' ').filter(Boolean)) {
    const args = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (args.includes('--services=crawl')) return Number(pid);
  }
  return undefined;
}

async function crawlToTheEnd(): Promise<void> {
  const budget = { maxDepth: 40, maxHosts: undefined, maxPages: undefined, maxMinutes: undefined, rate: undefined };
  const { runId } = await transact(db, (tx) =>
    startRun(tx, serviceKey, {
      ...{ seeds: truth.seeds.slice(0, 20), budget, isWatch: false, now: new Date() },
      ...{ askedBy: undefined, agreedBy: undefined },
      rules: { allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: 1_000 },
    }),
  );
  await eventually(
    'the end of the run',
    async () => ((await readRuns(db, { id: runId }))[0]?.state === 'done' ? true : undefined),
    120_000,
  );
}

/** Until nothing is on its way through the house. */
async function settled(): Promise<void> {
  await eventually('a quiet house', async () => {
    const { rows } = await sql<{ left: number }>`select ((select count(*) from outbox)
      + (select count(*) from graphile_worker.jobs where attempts < max_attempts))::int as left`.execute(db);
    return rows[0]?.left === 0 ? true : undefined;
  });
}

const expected = truth.planted.flatMap(({ url, hit, isReachable }) => {
  const category = truth.entries.find(({ number }) => number === hit?.entry)?.category;
  return hit === undefined || !isReachable ? [] : [{ url, kind: hit.kind, category }];
});
const exactTrusted = new Set(
  expected.flatMap(({ url, kind, category }) => (kind === 'exact' && category === 'a' ? [url] : [])),
);

test('the crawler runs as a child with a role of its own, without the secrets of the house', async () => {
  const environment = await readFile(`/proc/${crawlerPid}/environ`, 'utf8');
  for (const secret of ['FYR_SMTP_URL', 'FYR_ICCAM', 'FYR_POLICE', 'DATABASE_URL='])
    assert.ok(!environment.includes(secret));
  await eventually('a connection of its own', async () => {
    const { rows } = await sql`select from pg_stat_activity where usename = 'fyr_crawl'`.execute(db);
    return rows.length > 0 ? rows : undefined;
  });
});

test('a crawl finds what is planted, and each sighting becomes an item with what the list says of it', async () => {
  await crawlToTheEnd();
  await settled();
  const sightings = await listSightings(db, serviceKey, { limit: 1_000 });
  assert.deepEqual(
    [...new Set(sightings.map(({ url, kind }) => `${kind} ${url}`))].sort(),
    [...new Set(expected.map(({ url, kind }) => `${kind} ${url}`))].sort(),
  );
  assert.ok(exactTrusted.size > 1 && exactTrusted.size < expected.length);
  for (const { id } of await cases()) {
    const view = await readCase(db, serviceKey, id);
    assert.equal(view?.origin, 'sighting');
    for (const item of view.items) {
      const hits = view.hits.get(item.id) ?? [];
      assert.ok(hits.length > 0 && hits.every(({ source }) => source === 'Example authority'));
      assert.ok(hits.every(({ pageUrl }) => URL.canParse(pageUrl)));
    }
  }
});

test('an exact hit of a trusted category is told to its provider without anyone viewing it', async () => {
  const told = new Set<string>();
  for (const { id } of await cases()) {
    const view = await readCase(db, serviceKey, id);
    const dispatches = await listDispatches(db, id);
    for (const item of view?.items ?? []) {
      if (hitStanding(view?.hits.get(item.id) ?? []) !== 'exact-trusted') continue;
      assert.equal(item.outcome, 'illegal-baseline');
      const own = dispatches.filter(({ itemId }) => itemId === item.id).map(({ destination }) => destination);
      assert.ok(own.includes('provider') || own.includes('iccam'), own.join());
      told.add(item.url);
    }
  }
  assert.deepEqual([...told].sort(), [...exactTrusted].sort());
  await eventually('a letter', () =>
    world.mail.messages().some(({ to }) => to.join().includes('abuse@hosting.example.net')) ? true : undefined,
  );
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from assessment`.execute(db);
  assert.deepEqual(rows, [{ count: 0 }], 'nobody assessed anything');
});

test('a near hit waits in the queue for a person, and nothing is sent for it', async () => {
  const near = new Set(expected.flatMap(({ url, kind }) => (kind === 'near' && !exactTrusted.has(url) ? [url] : [])));
  const waiting = new Set<string>();
  for (const { id, state } of await listQueue(db, { states: ['new'], limit: 1_000 })) {
    const view = await readCase(db, serviceKey, id);
    for (const item of view?.items ?? []) waiting.add(item.url);
    assert.equal(state, 'new');
    assert.deepEqual(await listDispatches(db, id), []);
  }
  for (const url of near) assert.ok(waiting.has(url));
  for (const url of exactTrusted) assert.ok(!waiting.has(url));
});

test('a crawler that is killed is started again, and another crawl sees nothing new', async () => {
  const before = (await cases()).length;
  process.kill(crawlerPid, 'SIGKILL');
  const again = await eventually('another process', async () => {
    const pid = await findCrawler().catch(() => undefined);
    return pid === undefined || pid === crawlerPid ? undefined : pid;
  });
  assert.ok(again > 0);
  await crawlToTheEnd();
  await settled();
  assert.equal((await cases()).length, before);
  assert.equal(await hasRunningRun(db), false);
});

test('a crawl begun at the terminal is worked on by a process of its own, which is gone when the command has ended', async () => {
  const [seed = ''] = truth.seeds;
  let crawler: number | undefined;
  const { code, output } = await runCli({
    ...{ dataDir, env, args: ['crawl', seed, '--depth', '1'] },
    onSpawn: ({ pid = 0 }) =>
      void eventually('the crawler of the command', () => crawlerOf(pid)).then((found) => (crawler = found)),
  });
  assert.equal(code, 0, output);
  assert.match(output, /done: everything within reach was visited/);
  assert.match(output, /pages read +[1-9]/);
  assert.ok(crawler !== undefined && crawler !== app.child.pid);
  assert.equal(isAlive(crawler), false);
  await settled();
});

test('what a person decides is a seed of the standing crawl, which looks around there until it is turned off', async () => {
  const [signe, anders] = await listStaff(db);
  const waiting = await listQueue(db, { states: ['new'], limit: 2 });
  const [near, later] = waiting;
  assert.ok(signe && anders && near && later);
  const runId = await transact(db, (tx) => turnOnFromCases(tx, serviceKey, { by: signe.id, now: new Date() }));
  await decideIllegal(near.id, anders.id);
  const run = await eventually(
    'the page that it stood on, what it links to, and pictures',
    async () => {
      const [found] = await readRuns(db, { id: runId });
      return found !== undefined && found.totals.media > 1 && found.totals.pages > 3 ? found : undefined;
    },
    60_000,
  );
  assert.deepEqual([run.state, run.isWatch], ['running', true]);
  await transact(db, (tx) => turnOffFromCases(tx, { by: signe.id, now: new Date() }));
  await decideIllegal(later.id, anders.id);
  await settled();
  assert.deepEqual((await readRuns(db, { id: runId }))[0]?.state, 'stopped');
  assert.equal(await hasRunningRun(db), false);
});

async function decideIllegal(caseId: CaseId, staffId: StaffId): Promise<void> {
  const now = new Date();
  const view = await readCase(db, serviceKey, caseId);
  await transact(db, async (tx) => {
    await claimCase(tx, caseId, staffId, now);
    for (const { id: itemId } of view?.items ?? []) {
      await assessItem(tx, serviceKey, { itemId, staffId, questionSet: 'journey', answers: BASELINE, now });
    }
    await markDecided(tx, caseId, staffId, now);
  });
}

const cases = () => listQueue(db, { states: ['new', 'claimed', 'decided', 'closed'], limit: 1_000 });
