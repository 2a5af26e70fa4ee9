import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { freshDatabase } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import type { CaseId, ItemId } from '../terms/ids.ts';
import { listCasesOfTip } from './case-store.ts';
import { noteOrigin, noteOriginLocation } from './note-origin.ts';
import { openCaseForTip } from './open-case.ts';
import { readOrigins } from './origin-store.ts';
import { keptAt, readOriginHost, standingOrigin, type OriginWord } from './origin.ts';
import { openScene, TEST_NOW } from './test-support.ts';
import { claimCase, noteLocation, readCase } from './work-case.ts';

const { db, pool } = await freshDatabase();
const scene = await openScene(db);
const { serviceKey, analystId, otherId } = scene;
const DE = countryCodeSchema.parse('DE');
const later = (minutes: number) => new Date(TEST_NOW.getTime() + minutes * 60_000);

let made = 0;
async function claimedItem(): Promise<{ caseId: CaseId; itemId: ItemId }> {
  made += 1;
  const tipId = await scene.sendTip({ addresses: [`https://hidden.example.org/album/${made}`] });
  await transact(db, (tx) => openCaseForTip(tx, serviceKey, tipId, TEST_NOW));
  const [caseId] = await listCasesOfTip(db, tipId);
  assert.ok(caseId);
  const itemId = (await readCase(db, serviceKey, caseId))?.items[0]?.id;
  assert.ok(itemId);
  await transact(db, (tx) => claimCase(tx, caseId, analystId, TEST_NOW));
  return { caseId, itemId };
}

const say = (itemId: ItemId, word: OriginWord, staffId = analystId, now = TEST_NOW) =>
  transact(db, (tx) => noteOrigin(tx, serviceKey, { itemId, staffId, word, countryOf: () => DE, now }));
const wordOf = async (itemId: ItemId) => (await readOrigins(db, serviceKey, [itemId])).get(itemId);
const found = (host: string): OriginWord => ({ said: 'found', host, way: 'registry' });

const HOSTS: readonly (readonly [string, string | undefined])[] = [
  ['origin.example.org', 'origin.example.org'],
  [' Origin.Example.ORG. ', 'origin.example.org'],
  ['https://user:pass@origin.example.org:8443/a?b#c', 'origin.example.org'],
  ['origin.example.org/path', 'origin.example.org'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['5.9.1.1', '5.9.1.1'],
  ['http://5.9.1.1:8080/', '5.9.1.1'],
  ['2A01:4F8::1', '2a01:4f8::1'],
  ['[2a01:4f8::1]', '2a01:4f8::1'],
  ['::ffff:5.9.1.1', '5.9.1.1'],
  ...['', '   ', 'no host', '10.0.0.1', '127.0.0.1', '::1', 'fe80::1%eth0', 'localhost', 'intranet'].map(
    (text) => [text, undefined] as const,
  ),
  ...['ftp://a.example.org/', 'javascript:alert(1)', `${'a.'.repeat(200)}example.org`].map(
    (text) => [text, undefined] as const,
  ),
];
for (const [text, host] of HOSTS)
  test(`readOriginHost reads ${JSON.stringify(text.slice(0, 60))} as ${host ?? 'nothing'}`, () => {
    assert.equal(readOriginHost(text), host);
  });

test('readOriginHost never throws, and reads what it gave as the same again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.ipV4(), fc.ipV6(), fc.domain()), (text) => {
      const host = readOriginHost(text);
      if (host !== undefined) assert.equal(readOriginHost(host), host);
    }),
  );
});

test('noteOrigin keeps every word, the newest counts, and an IP address has its country at once', async () => {
  const { caseId, itemId } = await claimedItem();
  await say(itemId, { said: 'not-found' });
  assert.equal((await wordOf(itemId))?.said, 'not-found');
  await say(itemId, found('5.9.1.1'));
  const word = (await readCase(db, serviceKey, caseId))?.origins.get(itemId);
  assert.partialDeepStrictEqual(word, {
    said: 'found',
    host: '5.9.1.1',
    ip: '5.9.1.1',
    country: 'DE',
    way: 'registry',
  });
  await say(itemId, { said: 'taken-back' });
  assert.equal(standingOrigin(await wordOf(itemId), undefined), undefined);
  const { rows } = await pool.query('select said from item_origin where item_id = $1 order by number', [itemId]);
  assert.deepEqual(rows, [{ said: 'not-found' }, { said: 'found' }, { said: 'taken-back' }]);
});

test('noteOrigin lets only whoever has the case say anything', async () => {
  const { itemId } = await claimedItem();
  await assert.rejects(say(itemId, { said: 'not-found' }, otherId), { code: 'not-yours' });
  assert.equal(await wordOf(itemId), undefined);
});

test('a host name is looked up after commit, once, and a later word does not get an earlier one’s place', async () => {
  const { itemId } = await claimedItem();
  await say(itemId, found('one.example.org'));
  const one = await wordOf(itemId);
  assert.partialDeepStrictEqual(one, { said: 'found', host: 'one.example.org', locationCode: undefined });
  const { rows } = await pool.query<{ event: unknown }>(
    `select event from outbox where event ->> 'kind' = 'origin-noted' and event ->> 'itemId' = $1`,
    [itemId],
  );
  assert.deepEqual(rows, [{ event: { kind: 'origin-noted', itemId } }], 'an event says no address');
  await say(itemId, found('two.example.org'));
  const locate = (number: number, ip: string) =>
    transact(db, (tx) =>
      noteOriginLocation(tx, serviceKey, { itemId, number }, { code: 'found', ip, country: DE }, TEST_NOW),
    );
  assert.ok(one);
  await locate(one.number, '5.9.1.1');
  const two = await wordOf(itemId);
  assert.partialDeepStrictEqual(two, { host: 'two.example.org', ip: undefined, locationCode: undefined });
  assert.ok(two);
  await locate(two.number, '5.9.1.2');
  await locate(two.number, '5.9.1.3');
  assert.partialDeepStrictEqual(await wordOf(itemId), { ip: '5.9.1.2', country: 'DE', locationCode: 'found' });
});

test('the country that figures and the queue go by is that of where an item is kept, whatever is said and looked up in which order', async () => {
  const countries = ['DE', 'US', undefined].map((code) => (code === undefined ? code : countryCodeSchema.parse(code)));
  const country = fc.constantFrom(...countries);
  const word = fc.constantFrom<OriginWord>(found('5.9.1.1'), { said: 'not-found' }, { said: 'taken-back' });
  const step = fc.record({ word: fc.option(word, { nil: undefined }), country, minute: fc.nat(4) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const { caseId, itemId } = await claimedItem();
      for (const { word: said, country: at, minute } of steps) {
        const now = later(minute);
        const location = { code: 'found', ip: '104.16.1.1', country: at };
        await transact(db, (tx) =>
          said === undefined
            ? noteLocation(tx, serviceKey, itemId, location, now)
            : noteOrigin(tx, serviceKey, { itemId, staffId: analystId, word: said, countryOf: () => at, now }),
        );
      }
      const view = await readCase(db, serviceKey, caseId);
      const [item] = view?.items ?? [];
      assert.ok(view && item);
      const { rows } = await pool.query<{ kept_country: string | null }>(
        'select kept_country from item where id = $1',
        [itemId],
      );
      assert.deepEqual(rows, [{ kept_country: keptAt(item, view.origins.get(itemId)).country ?? null }]);
    }),
    { numRuns: 25 },
  );
});

test('what was said of an origin is out of date once the item’s own host has been looked up anew', async () => {
  const { caseId, itemId } = await claimedItem();
  await say(itemId, found('5.9.1.1'), analystId, later(1));
  const locate = async (minutes: number) => {
    const location = { code: 'found', ip: '104.16.1.1', country: countryCodeSchema.parse('US') };
    await transact(db, (tx) => noteLocation(tx, serviceKey, itemId, location, later(minutes)));
    const view = await readCase(db, serviceKey, caseId);
    const item = view?.items[0];
    assert.ok(view && item);
    return {
      standing: standingOrigin(view.origins.get(itemId), item.locatedAt),
      kept: keptAt(item, view.origins.get(itemId)),
    };
  };
  const before = await locate(0);
  assert.equal(before.standing?.said, 'found');
  assert.equal(before.kept.ip, '5.9.1.1');
  const after = await locate(2);
  assert.equal(after.standing, undefined);
  assert.deepEqual({ ...after.kept }, { ip: '104.16.1.1', country: 'US' });
  await say(itemId, { said: 'not-found' }, analystId, later(3));
  assert.deepEqual((await locate(2)).kept, { ip: undefined, country: undefined });
});
