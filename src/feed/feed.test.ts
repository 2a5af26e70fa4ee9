/** The feed and its reference client, against each other and against a plain model. */
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import {
  canonicalise,
  decodeSorted,
  exactExpression,
  openFeed,
  PrefixSet,
  type Feed,
} from '../../lib/feed-client/door.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { createApiKey, openCheckHttp, revokeApiKey } from '../known/door.ts';
import { transact } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { registerFeedApi } from './http.ts';
import { FeedKeeper, type FeedDeps } from './keep-feed.ts';
import { FEED_CATEGORIES, Shelf, type FeedEntry } from './shelf.ts';

const { db } = await freshDatabase();
const serviceKey = serviceKeyFrom(randomBytes(32));
const START = new Date('2026-11-24T10:20:35Z');
let now = START;
const deps: FeedDeps = { db, serviceKey, clock: { now: () => now } };

/** An item of a decided case; what a case room's whole way comes to. */
async function item(url: string, change: { outcome?: string; state?: string; isDecided?: boolean } = {}) {
  const [caseId, itemId] = [randomUUID(), randomUUID()];
  const { outcome = 'illegal-baseline', state = 'assessed', isDecided = true } = change;
  await sql`insert into case_file (id, state, category, is_urgent, opened_hour, decided_at)
    values (${caseId}, ${isDecided ? 'decided' : 'claimed'}, 'online', false, ${START}, ${isDecided ? START : null})`.execute(
    db,
  );
  await sql`insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, state, outcome, created_at)
    values (${itemId}, ${caseId}, ${serviceKey.shroud('url', url)}, ${randomBytes(32)}, ${randomBytes(32)}, ${randomBytes(32)},
      ${state}, ${outcome}, ${START})`.execute(db);
  return { caseId, itemId };
}

async function openServer(t: TestContext, quotaPerMinute = 600) {
  const keeper = new FeedKeeper(deps);
  const http = openCheckHttp();
  registerFeedApi(http, { ...deps, keeper });
  t.after(() => http.close());
  const url = `${await http.listen({ host: '127.0.0.1', port: 0 })}/feed/`;
  const key = await transact(db, (tx) => createApiKey(tx, { name: 'Provider', use: 'feed', quotaPerMinute, now }));
  return { keeper, url, key, client: () => openFeed({ url, ...key }) };
}

async function verdict(client: Feed, url: string): Promise<string> {
  await client.update();
  return (await client.lookUp(url)).kind;
}

test('an address is listed from its decision until it is gone, and never while the police ask to wait or its provider appeals', async (t) => {
  const server = await openServer(t);
  const client = server.client();
  const url = 'https://pictures.example.org/album/7?page=2';
  const { caseId, itemId } = await item(url);
  const seen = async () => {
    await server.keeper.keep();
    return verdict(client, url);
  };
  assert.equal(await verdict(client, url), 'clear');
  assert.equal(await seen(), 'listed');
  await sql`insert into police_hold (case_id, set_at) values (${caseId}, ${START})`.execute(db);
  assert.equal(await seen(), 'clear', 'held');
  await sql`update police_hold set released_at = ${START}`.execute(db);
  assert.equal(await seen(), 'listed', 'released');
  await sql`insert into takedown (id, item_id, round, case_id, state, attention, is_urgent, is_dsa16, decided_at, shrouded_facts)
    values (${randomUUID()}, ${itemId}, 1, ${caseId}, 'stopped', 'appeal', false, false, ${START}, '')`.execute(db);
  assert.equal(await seen(), 'clear', 'appealed');
  await sql`update takedown set state = 'running', attention = null`.execute(db);
  assert.equal(await seen(), 'listed', 'somebody has looked');
  await sql`update item set outcome = 'illegal-national' where id = ${itemId}`.execute(db);
  await seen();
  const other = server.client();
  await other.update();
  assert.deepEqual(await other.lookUp(url), {
    ...{ kind: 'listed', category: 'illegal-national', expression: 'pictures.example.org/album/7?page=2' },
  });
  await sql`update item set state = 'gone' where id = ${itemId}`.execute(db);
  assert.equal(await seen(), 'clear', 'gone');
});

test('what nobody has decided, and what is not illegal, is never listed', async (t) => {
  const server = await openServer(t);
  const urls = ['undecided', 'legal', 'new'].map((name) => `https://${name}.example.org/`);
  await item(urls[0] ?? '', { isDecided: false });
  await item(urls[1] ?? '', { outcome: 'not-illegal' });
  await item(urls[2] ?? '', { state: 'new' });
  await server.keeper.keep();
  for (const url of urls) assert.equal(await verdict(server.client(), url), 'clear', url);
});

test('a client that follows by steps, one that comes back late and one that begins anew have the same set', async (t) => {
  const server = await openServer(t);
  const [steady, late] = [server.client(), server.client()];
  const ids: string[] = [];
  for (let step = 0; step < 12; step += 1) {
    for (let count = 0; count < 7; count += 1) ids.push((await item(`https://h${step}.example.org/${count}`)).itemId);
    if (step > 3) await sql`update item set state = 'gone' where id = any(${ids.splice(0, 5)}::uuid[])`.execute(db);
    await server.keeper.keep();
    await steady.update();
    if (step % 5 === 0) await late.update();
  }
  await late.update();
  const anew = server.client();
  await anew.update();
  for (const client of [steady, late]) assert.deepEqual(client.snapshot(), anew.snapshot());
  assert.ok(anew.snapshot().sorted.length >= 40);
});

test('a second process has the same feed and the same state, and a state of another history gets all of it', async (t) => {
  const [one, other] = [await openServer(t), await openServer(t)];
  await item('https://shared.example.org/a');
  await one.keeper.keep();
  await other.keeper.keep();
  const client = one.client();
  await client.update();
  const { state } = client.snapshot();
  const kindOf = (answer: ReturnType<FeedKeeper['answer']>) => (typeof answer === 'string' ? 'full' : answer.kind);
  assert.equal(kindOf(other.keeper.answer(state)), 'same');
  for (const foreign of ['', 'x', '1', state.replace(/\.\w/, '.z'), '999999.0123456789abcdef', '-1.a'])
    assert.equal(kindOf(other.keeper.answer(foreign)), 'full', foreign);
});

test('a state that is older than a week gets all, and what it alone needed is forgotten', async (t) => {
  const server = await openServer(t);
  const { itemId } = await item('https://old.example.org/');
  await server.keeper.keep();
  const client = server.client();
  await client.update();
  await sql`update item set state = 'gone' where id = ${itemId}`.execute(db);
  await server.keeper.keep();
  now = new Date(now.getTime() + 8 * 24 * 3_600_000);
  await item('https://new.example.org/');
  await server.keeper.keep();
  await client.update();
  const anew = server.client();
  await anew.update();
  assert.deepEqual(client.snapshot().sorted, anew.snapshot().sorted);
  const kept = await sql`select 1 from feed_entry where item_id = ${itemId}`.execute(db);
  assert.equal(kept.rows.length, 0);
});

test('the feed answers a key of its own kind, until it is revoked or its quota is used up', async (t) => {
  const server = await openServer(t, 3);
  const ask = (id: string, secret: string, path = 'update', body: unknown = { state: '' }) =>
    fetch(`${server.url}v1/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  const { id, secret } = server.key;
  const check = await transact(db, (tx) => createApiKey(tx, { name: 'Check', now }));
  assert.equal((await ask(check.id, check.secret)).status, 401, 'a key of the check API');
  assert.equal((await ask(id, check.secret)).status, 401);
  for (const prefixes of [[], ['AAAA'], Array.from({ length: 33 }, () => 'AAAAAA==')])
    assert.equal((await ask(id, secret, 'full-hashes', { prefixes })).status, 400);
  const spent = await ask(id, secret);
  assert.deepEqual([spent.status, Number(spent.headers.get('retry-after')) > 0], [429, true]);
  await transact(db, (tx) => revokeApiKey(tx, id, { now }));
  now = new Date(now.getTime() + 60_000);
  assert.equal((await ask(id, secret)).status, 401);
});

test('no hash of an address lies in the database in clear', async () => {
  const url = 'https://clear.example.org/x';
  await item(url);
  await new FeedKeeper(deps).keep();
  const address = canonicalise(url);
  assert.ok(address);
  const hash = createHash('sha256').update(exactExpression(address)).digest();
  const { rows } = await sql<{ row: string }>`select feed_entry::text as row from feed_entry`.execute(db);
  assert.ok(rows.length > 0);
  for (const { row } of rows)
    assert.ok(
      !row.includes(hash.toString('hex')) && !row.includes(Buffer.from(hash.toString('base64')).toString('hex')),
    );
});

/** Hashes whose prefixes often coincide. */
const hashArbitrary = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 }))
  .map(([prefix, rest]) => Buffer.concat([Buffer.from([0, 0, 0, prefix]), Buffer.alloc(28, rest)]));

test('Shelf answers any history as a plain model does: every old version and its delta make the newest', () => {
  const step = fc.record({
    come: fc.array(hashArbitrary, { maxLength: 4 }),
    goes: fc.array(fc.nat(40), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const entries: { hash: Buffer; since: number; until: number | undefined }[] = [];
      const sets: number[][] = [[]];
      let shelf = Shelf.EMPTY;
      for (const [at, { come, goes }] of steps.entries()) {
        const version = at + 1;
        for (const place of goes) {
          const gone = entries[place];
          if (gone !== undefined && gone.until === undefined) gone.until = version;
        }
        entries.push(...come.map((hash) => ({ hash, since: version, until: undefined })));
        const news = entries.filter(({ since, until }) => since > shelf.version || (until ?? 0) > shelf.version);
        const category: FeedEntry['category'] = FEED_CATEGORIES[0];
        shelf = shelf.after(
          version,
          news.map((entry) => ({ ...entry, category })),
        );
        const live = entries.filter(({ until }) => until === undefined);
        sets.push([...new Set(live.map(({ hash }) => hash.readUInt32BE()))].sort((a, b) => a - b));
        for (const { hash } of live)
          assert.ok(shelf.find(hash.readUInt32BE()).some((found) => found.hash.equals(hash)));
        assert.equal(shelf.size, live.length);
      }
      for (const [version, set] of sets.entries()) {
        const answer = shelf.answer(version, 's', 1);
        assert.ok(typeof answer !== 'string');
        const before = new PrefixSet(Uint32Array.from(set));
        const next = before.changed(decodeSorted(answer.additions), decodeSorted(answer.removals));
        assert.deepEqual([...next.sorted], sets.at(-1));
        assert.equal(next.checksum(), answer.checksum);
      }
    }),
  );
});

test('client and server agree on random addresses: what is listed is listed, what is not is clear', async (t) => {
  const server = await openServer(t, 100_000);
  const urls = fc.sample(fc.webUrl({ withQueryParameters: true, withFragments: true }), { numRuns: 200, seed: 7 });
  const [listed, other] = [urls.slice(0, 100), urls.slice(100)];
  const expressionOf = (url: string) => {
    const address = canonicalise(url);
    return address && exactExpression(address);
  };
  const known = new Set(listed.map(expressionOf));
  for (const url of listed) await item(url);
  await server.keeper.keep();
  const client = server.client();
  await client.update();
  for (const url of listed) assert.equal((await client.lookUp(url)).kind, 'listed', url);
  for (const url of other)
    assert.equal((await client.lookUp(url)).kind, known.has(expressionOf(url)) ? 'listed' : 'clear', url);
});
