import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { startNcmecHashes, type NcmecEntry, type NcmecHashes } from '../../../../stand-ins/ncmec-hashes.ts';
import { freshDatabase } from '../../../../test/fresh-database.ts';
import { transact } from '../../../platform/db.ts';
import { withdrawEntry } from '../activate-list.ts';
import { readFeed } from '../feed-store.ts';
import { activate, invented, log, serviceKey, twoPeople } from '../lists-for-tests.ts';
import { readList } from '../read-list-store.ts';
import { openMatcher } from '../matcher/open-matcher.ts';
import { NcmecRefused, NcmecUnavailable, openNcmecClient, type NcmecAccess } from './ncmec-client.ts';
import { EntriesMalformed, readEntries } from './read-entries.ts';
import { openNcmecList, syncNcmec } from './sync-ncmec.ts';

const { db, pool } = await freshDatabase();
const people = await twoPeople(db);
let nowMs = Date.parse('2026-03-01T00:00:00Z');
const deps = { db, serviceKey, clock: { now: () => new Date(nowMs) } };
const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(nowMs - days * DAY_MS);

const entryOf = (n: number, days: number, more: Partial<NcmecEntry> = {}): NcmecEntry => ({
  ...{ medium: 'image', member: 42, id: `image${n}`, at: ago(days), classification: 'A1', hasFeedback: true },
  fingerprints: {
    md5: invented('md5', n).toString('hex').toUpperCase(),
    pdq: invented('pdq', n).toString('hex'),
    pdna: 'abc',
  },
  ...more,
});

const clientOf = (ncmec: NcmecHashes, more: Partial<NcmecAccess> = {}) =>
  openNcmecClient({
    ...{ url: ncmec.url, user: ncmec.user, password: () => Promise.resolve(ncmec.password), mode: 'test' },
    ...{ pause: () => Promise.resolve(), timeoutMs: 2_000 },
    ...more,
  });
const listFor = (ncmec: NcmecHashes) =>
  openNcmecList(deps, {
    ...{ account: ncmec.url, name: 'NCMEC', source: 'NCMEC', trusted: ['illegal-baseline'] },
    categoryMap: { a1: 'illegal-baseline', b2: 'skip', '*': 'to-assess' },
  });
const sync = async (ncmec: NcmecHashes, listId: number, more: Partial<NcmecAccess> = {}) => {
  const client = clientOf(ncmec, more);
  try {
    return await syncNcmec(deps, listId, client, () => undefined);
  } finally {
    await client.close();
  }
};

test('syncNcmec brings images and videos of all pages, follows changes and deletions, and is idempotent', async () => {
  const ncmec = await startNcmecHashes({ pageSize: 7 });
  for (let n = 0; n < 30; n++) ncmec.put(entryOf(n, 30 - n * 0.5));
  ncmec.put(
    entryOf(50, 3, {
      medium: 'video',
      id: 'video1',
      classification: undefined,
      fingerprints: { md5: invented('md5', 50).toString('hex'), 'tmk-pdqf': '' },
    }),
    entryOf(51, 3, { id: 'only-pdna', fingerprints: { pdna: 'abc' } }),
    entryOf(52, 3, { id: 'damaged', fingerprints: { md5: 'xyz' } }),
    entryOf(53, 3, { id: 'skipped', classification: 'B2' }),
  );
  const listId = await listFor(ncmec);
  assert.equal(await listFor(ncmec), listId, 'the same account is the same list');
  const first = await sync(ncmec, listId);
  assert.deepEqual([first.added, first.changed, first.bad, first.unusable, first.pages], [31, 0, 1, 1, 5]);
  assert.deepEqual(
    first.badExamples.map((bad) => bad.reference),
    ['image/42/damaged'],
  );
  assert.equal((await readList(db, listId))?.entries, 31);
  const again = await sync(ncmec, listId);
  assert.deepEqual([again.added, again.changed, again.withdrawn], [0, 0, 0]);
  await activate(db, listId, people);
  const matcher = await openMatcher({ db, pool, serviceKey, log });
  const categories = (n: number) =>
    matcher.matchExact({ md5: invented('md5', n) }).map((hit) => [hit.category, hit.isTrusted]);
  assert.deepEqual(categories(1), [['illegal-baseline', true]]);
  assert.deepEqual(categories(50), [['to-assess', false]]);
  assert.deepEqual(categories(53), []);
  assert.equal(matcher.matchNear(invented('pdq', 1)).length, 1);
  nowMs += DAY_MS;
  ncmec.put(
    entryOf(1, 0.5, { isDeleted: true }),
    entryOf(2, 0.5, { fingerprints: { md5: invented('md5', 1002).toString('hex') } }),
    entryOf(60, 0.5, { classification: 'B1' }),
    entryOf(50, 0.5, { medium: 'video', id: 'video1', isDeleted: true }),
  );
  const next = await sync(ncmec, listId);
  assert.deepEqual([next.added, next.changed, next.withdrawn], [1, 1, 2]);
  await matcher.refresh();
  assert.deepEqual([categories(1), categories(50), categories(2)], [[], [], []]);
  assert.equal(matcher.matchNear(invented('pdq', 1)).length + matcher.matchNear(invented('pdq', 2)).length, 0);
  assert.equal(categories(1002).length, 1);
  assert.deepEqual(categories(60), [['to-assess', false]]);
  assert.equal(matcher.size().entries, (await readList(db, listId))?.entries);
  await matcher.close();
  await ncmec.close();
});

test('syncNcmec survives a 503, a 429, pages that are cut, halved or no XML, and moves its checkpoint only at the end', async () => {
  const ncmec = await startNcmecHashes({ pageSize: 10 });
  for (let n = 100; n < 145; n++) ncmec.put(entryOf(n, 1));
  const listId = await listFor(ncmec);
  const begun = await readFeed(db, listId);
  ncmec.behave({ kind: 'status', status: 503, after: 2 });
  await assert.rejects(sync(ncmec, listId), NcmecUnavailable);
  const stopped = await readFeed(db, listId);
  assert.deepEqual(stopped?.checkedUntil, begun?.checkedUntil);
  assert.match(stopped?.query?.next ?? '', /start=21/);
  assert.equal((await readList(db, listId))?.entries, 20, 'what came before is durable');
  for (const behaviour of [
    { kind: 'cut', times: 2 },
    { kind: 'half', times: 2 },
    { kind: 'malformed', times: 2 },
    { kind: 'status', status: 429, times: 4 },
  ] as const) {
    ncmec.behave({ ...behaviour, after: 1 });
    await sync(ncmec, listId);
    ncmec.put(
      ...Array.from({ length: 25 }, (_, n) =>
        entryOf(200 + n, 0, { at: new Date(nowMs), classification: behaviour.kind }),
      ),
    );
    nowMs += 1_000;
  }
  ncmec.behave({ kind: 'ok' });
  await sync(ncmec, listId);
  assert.equal((await readList(db, listId))?.entries, 70);
  const done = await readFeed(db, listId);
  assert.deepEqual([done?.checkedUntil, done?.query], [new Date(nowMs), undefined]);
  await ncmec.close();
});

test('syncNcmec stops for good on a refused account, and begins a question anew whose next page is lost', async () => {
  const ncmec = await startNcmecHashes({ pageSize: 10 });
  for (let n = 300; n < 325; n++) ncmec.put(entryOf(n, 1));
  const listId = await listFor(ncmec);
  const asked = () => ncmec.requests().length;
  await assert.rejects(sync(ncmec, listId, { password: () => Promise.resolve('wrong') }), NcmecRefused);
  assert.equal(asked(), 1, 'a refused password is not tried again');
  ncmec.behave({ kind: 'lost-cursor', times: 2 });
  const result = await sync(ncmec, listId);
  assert.equal(result.added + result.ignored >= 25, true);
  assert.equal((await readList(db, listId))?.entries, 25);
  ncmec.put(...Array.from({ length: 25 }, (_, n) => entryOf(400 + n, 0)));
  ncmec.behave({ kind: 'lost-cursor' });
  await assert.rejects(sync(ncmec, listId), NcmecUnavailable);
  await ncmec.close();
});

test('syncNcmec gives up on a page that takes too long', async () => {
  const ncmec = await startNcmecHashes();
  ncmec.put(entryOf(1, 1));
  const listId = await listFor(ncmec);
  ncmec.behave({ kind: 'slow', delayMs: 60_000 });
  await assert.rejects(sync(ncmec, listId, { timeoutMs: 50 }), NcmecUnavailable);
  await ncmec.close();
});

test('syncNcmec does not bring back what a person has taken out of use', async () => {
  const ncmec = await startNcmecHashes();
  ncmec.put(entryOf(500, 1));
  const listId = await listFor(ncmec);
  await sync(ncmec, listId);
  await transact(db, (tx) => withdrawEntry(tx, listId, 1, people[0], new Date(nowMs)));
  nowMs += DAY_MS;
  ncmec.put(entryOf(500, 0.1));
  await sync(ncmec, listId);
  assert.equal((await readList(db, listId))?.entries, 0);
  await ncmec.close();
});

test('openNcmecClient reaches nothing but this machine in test mode, and nothing without TLS in live mode', () => {
  const access = { user: 'u', password: () => Promise.resolve('p'), pause: () => Promise.resolve() };
  for (const url of ['https://hashsharing.example.org/npo', 'http://localhost.example.org/', 'http://10.0.0.1/']) {
    assert.throws(() => openNcmecClient({ ...access, url, mode: 'test' }), /test mode/);
  }
  for (const url of ['http://127.0.0.1:1/', 'http://[::1]:1/', 'http://localhost:1/']) {
    void openNcmecClient({ ...access, url, mode: 'test' }).close();
  }
  assert.throws(() => openNcmecClient({ ...access, url: 'http://hashsharing.example.org/', mode: 'live' }), /https/);
});

const bytesOf = async function* (text: string, size = 50) {
  await Promise.resolve();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<queryResult xmlns="https://example.org/v2">';

test('readEntries takes no entry apart from whole pages, however they are cut or damaged', async () => {
  const page = `${HEAD}<images count="1" maxTimestamp="2026-01-01T00:00:00Z"><image><member id="42">å &amp; b</member><timestamp>2026-01-01T00:00:00Z</timestamp><id>a</id><classification><![CDATA[A1]]></classification><fingerprints><md5>${invented('md5', 1).toString('hex')}</md5></fingerprints></image></images></queryResult>`;
  const whole = await readEntries(bytesOf(page, 3));
  assert.deepEqual(
    whole.updates.map(({ reference, entry }) => [reference, entry?.code]),
    [['image/42/a', 'a1']],
  );
  const size = Buffer.byteLength(page);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: size - 1 }), async (cut) => {
      await assert.rejects(
        readEntries(bytesOf(Buffer.from(page).subarray(0, cut).toString('latin1'))),
        EntriesMalformed,
      );
    }),
    { numRuns: 150 },
  );
});

test('readEntries refuses entities, other documents, depth without end and bytes that are not UTF-8', async () => {
  const deep = `${HEAD}${'<a>'.repeat(200)}`;
  for (const text of [
    '<!DOCTYPE queryResult [<!ENTITY a "b">]><queryResult/>',
    '<html/>',
    deep,
    `${HEAD}<images><image>${'x'.repeat(100_000)}</image></images></queryResult>`,
    '',
  ]) {
    await assert.rejects(readEntries(bytesOf(text, 1_000)), EntriesMalformed, text.slice(0, 60));
  }
  const invalid = (async function* () {
    await Promise.resolve();
    yield Buffer.concat([Buffer.from(HEAD), Buffer.of(0xff, 0xfe), Buffer.from('</queryResult>')]);
  })();
  await assert.rejects(readEntries(invalid), EntriesMalformed);
});
