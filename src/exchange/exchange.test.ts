/** Cases between two hotlines, and who is believed: signatures, clocks, keys, garbage. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { z } from 'zod';
import { seal } from '../../lib/seal/door.ts';
import { dispatchOf, ILLEGAL_ANSWERS } from '../partners/partner-for-tests.ts';
import { transact } from '../platform/db.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { itemIdSchema } from '../terms/ids.ts';
import { openHotlineDoor } from './hand-case.ts';
import { listHanded, readHandedFacts } from './handed-store.ts';
import { changePeer, pinNextKey, testPeer } from './manage-peers.ts';
import { bodyOf, nextKeyText, ownKeys, rotateOwnKey } from './own-keys.ts';
import { fingerprintOf } from './peer-key.ts';
import { readPeer, updatePeer } from './peer-store.ts';
import { noteStands, receiveCase } from './receive-case.ts';
import { signRequest } from './signing.ts';
import { syncPeer } from './sync-peer.ts';
import { describeExchange } from './openapi.ts';
import { handedCaseSchema, type HandedCase } from './wire.ts';
import {
  START,
  now,
  openHotline,
  sweden,
  germany,
  germanyAtSweden,
  swedenAtGermany,
  itemOf,
  handed,
  clientOf,
} from './exchange-for-tests.ts';

test('a case that is handed over twice is one case there, its state comes back, and nothing of it lies in clear', async () => {
  const door = openHotlineDoor(sweden.deps);
  const itemId = await itemOf(sweden);
  const url = 'https://album.example.org/very-particular/7';
  const countries = await door.countriesFor(sweden.db, [itemId]);
  assert.deepEqual([...(countries.get(itemId) ?? [])], ['DE']);
  const payload = await door.prepareHandover({
    ...{
      itemId,
      category: 'online',
      receivedHour: START,
      url,
      ip: '85.24.180.40',
      country: countryCodeSchema.parse('DE'),
    },
    ...{ outcome: 'illegal-baseline', answers: ILLEGAL_ANSWERS },
  });
  const dispatch = dispatchOf('hotline', { payload, itemId });
  for (let times = 0; times < 2; times += 1)
    assert.deepEqual(await door.send(dispatch), { kind: 'sent', reference: dispatch.idempotencyKey });
  const cases = await sql<{
    id: string;
    origin: string;
  }>`select c.id, c.origin from exchange_case e join item i on i.id = e.item_id
    join case_file c on c.id = i.case_id where e.reference = ${dispatch.idempotencyKey}`.execute(germany.db);
  assert.deepEqual(
    cases.rows.map(({ origin }) => origin),
    ['exchange'],
  );
  const there = (
    await sql<{
      item_id: string;
    }>`select item_id from exchange_case where reference = ${dispatch.idempotencyKey}`.execute(germany.db)
  ).rows[0];
  const theirItem = itemIdSchema.parse(there?.item_id);
  const [facts] = await readHandedFacts(germany.db, germany.serviceKey, theirItem);
  assert.equal(facts?.facts.url, url);
  for (const state of ['illegal', 'removed'] as const) {
    await sql`update item set state = ${state === 'illegal' ? 'assessed' : 'gone'}, outcome = 'illegal-baseline' where id = ${theirItem}`.execute(
      germany.db,
    );
    await transact(germany.db, (tx) => noteStands(tx, [theirItem], now));
    await syncPeer(sweden.deps, germanyAtSweden);
    assert.deepEqual(
      (await listHanded(sweden.db, itemId)).map((each) => [each.direction, each.state]),
      [['out', state]],
    );
  }
  for (const { db } of [sweden, germany]) {
    const { rows } = await sql<{
      row: string;
    }>`select exchange_case::text as row from exchange_case union all select dispatch::text from dispatch`.execute(db);
    for (const { row } of rows)
      assert.ok(!row.includes('particular') && !row.includes(Buffer.from('particular').toString('hex')));
  }
});

test('a case does not go back to who it came from, whichever side would send it', async () => {
  const client = await clientOf(sweden, germanyAtSweden);
  const url = 'https://circle.example.org/1';
  await client.hand(handed({ url }));
  const { rows } = await sql<{
    item_id: string;
  }>`select item_id from exchange_case order by change desc limit 1`.execute(germany.db);
  const itemId = itemIdSchema.parse(rows[0]?.item_id);
  const door = openHotlineDoor(germany.deps);
  assert.deepEqual([...((await door.countriesFor(germany.db, [itemId])).get(itemId) ?? [])], []);
  const circled = handed({ chain: [bodyOf(germany.serviceKey), bodyOf(sweden.serviceKey)] });
  assert.deepEqual(await client.hand(circled), { refusal: 'came-from-there' });
});

test('an address that is known there joins its item, and the sender hears at once how it stands', async () => {
  const itemId = await itemOf(germany);
  await sql`update item set state = 'assessed', outcome = 'not-illegal' where id = ${itemId}`.execute(germany.db);
  const before = await sql<{ url: Buffer }>`select shrouded_url as url from item where id = ${itemId}`.execute(
    germany.db,
  );
  const url = germany.serviceKey.unshroud('url', before.rows[0]?.url ?? Buffer.alloc(0));
  const answer = await (await clientOf(sweden, germanyAtSweden)).hand(handed({ url }));
  assert.ok('state' in answer && answer.state === 'not-illegal');
});

test('garbage is refused for good and changes nothing', async () => {
  const client = await clientOf(sweden, germanyAtSweden);
  const count = async () => (await sql`select 1 from exchange_case`.execute(germany.db)).rows.length;
  const before = await count();
  assert.deepEqual(await client.hand(handed({ url: 'not an address' })), { refusal: 'not-an-address' });
  const peer = await readPeer(sweden.db, sweden.serviceKey, germanyAtSweden);
  const [own] = await ownKeys(sweden.db, sweden.serviceKey, now);
  const [theirs] = await ownKeys(germany.db, germany.serviceKey, now);
  const post = (body: Buffer) => {
    const url = new URL(`${germany.url}cases`);
    const headers = signRequest({ method: 'POST', url, body, contentType: 'application/octet-stream' }, own, {
      nonce: randomUUID(),
      now,
    });
    return fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  };
  assert.ok(peer);
  const sealed = (text: string) => seal(Buffer.from(text), [theirs.identity.recipient]);
  const toOurselves = seal(Buffer.from(JSON.stringify(handed())), [own.identity.recipient]);
  for (const body of [Buffer.alloc(0), randomBytes(300), sealed('{'), sealed('{"reference":"x"}'), toOurselves]) {
    const response = await post(body);
    assert.deepEqual(
      [response.status, z.object({ code: z.string() }).parse(await response.json()).code],
      [400, 'malformed-case'],
    );
  }
  assert.equal(await count(), before);
});

test('a request is taken once, by the one it was signed for, unaltered, in its time, by a known key', async () => {
  const [own] = await ownKeys(sweden.db, sweden.serviceKey, now);
  const request = (change: { at?: Date; nonce?: string; url?: URL } = {}) => {
    const { at = now, nonce = randomUUID(), url = new URL(`${germany.url}entries?after=0`) } = change;
    return {
      url,
      headers: signRequest({ method: 'GET', url, body: Buffer.alloc(0), contentType: 'application/json' }, own, {
        nonce,
        now: at,
      }),
    };
  };
  const ask = async (url: URL, headers: Readonly<Record<string, string>>) => {
    const response = await fetch(url, { headers });
    const { code = 'taken' } = z.object({ code: z.string().optional() }).parse(await response.json());
    return code;
  };
  const one = request();
  assert.equal(await ask(one.url, one.headers), 'taken');
  assert.equal(await ask(one.url, one.headers), 'replayed');
  const other = request({ url: new URL(`${sweden.url}entries?after=0`) });
  assert.equal(await ask(one.url, other.headers), 'wrong', 'signed for another server');
  const moved = request();
  assert.equal(await ask(new URL(`${germany.url}entries?after=1`), moved.headers), 'wrong', 'another question');
  assert.equal(await ask(moved.url, { ...moved.headers, 'content-digest': 'sha-256=:AAAA:' }), 'wrong');
  const old = request({ at: new Date(now.getTime() - 400_000) });
  assert.equal(await ask(old.url, old.headers), 'expired');
  const ahead = request({ at: new Date(now.getTime() + 90_000) });
  assert.equal(await ask(ahead.url, ahead.headers), 'early');
  const short = request({ nonce: 'short' });
  assert.equal(await ask(short.url, short.headers), 'malformed');
  assert.equal(await ask(one.url, {}), 'missing');
  const stranger = await openHotline('Stranger', 'FR');
  const [theirs] = await ownKeys(stranger.db, stranger.serviceKey, now);
  const url = new URL(`${germany.url}hello`);
  const headers = signRequest({ method: 'GET', url, body: Buffer.alloc(0), contentType: 'application/json' }, theirs, {
    nonce: randomUUID(),
    now,
  });
  assert.equal(await ask(url, headers), 'unknown-key');
});

test('clocks may be a minute apart, and what is beyond that is said in words to both', async () => {
  for (const [ms, code] of [
    [55_000, undefined],
    [-55_000, undefined],
    [300_000, 'exchange-expired'],
    [-300_000, 'exchange-early'],
  ] as const) {
    germany.skew.ms = ms;
    if (code === undefined) await syncPeer(sweden.deps, germanyAtSweden);
    else await assert.rejects(syncPeer(sweden.deps, germanyAtSweden), { code });
    assert.equal((await readPeer(sweden.db, sweden.serviceKey, germanyAtSweden))?.failureCode, code);
  }
  germany.skew.ms = 0;
  await syncPeer(sweden.deps, germanyAtSweden);
  assert.equal((await readPeer(sweden.db, sweden.serviceKey, germanyAtSweden))?.failingSince, undefined);
});

test('a key is changed in three steps without a gap: handed out and pinned, made the one that signs, the old one dropped', async () => {
  const text = await nextKeyText(germany.db, germany.serviceKey, now);
  assert.notEqual(fingerprintOf(text), fingerprintOf(germany.keyText));
  const act = { serviceKey: sweden.serviceKey, staffId: sweden.staff[0], now };
  const peer = await readPeer(sweden.db, sweden.serviceKey, germanyAtSweden);
  assert.ok(peer);
  assert.equal(await transact(sweden.db, (tx) => pinNextKey(tx, act, peer, sweden.keyText)), 'other-body');
  assert.equal(await transact(sweden.db, (tx) => pinNextKey(tx, act, peer, 'a key')), 'not-a-key');
  assert.equal(await transact(sweden.db, (tx) => pinNextKey(tx, act, peer, text)), undefined);
  await syncPeer(sweden.deps, germanyAtSweden);
  const made = await transact(germany.db, (tx) =>
    rotateOwnKey(tx, germany.serviceKey, { staffId: germany.staff[0], now }),
  );
  assert.equal(made.public.text, text);
  assert.ok(
    'state' in (await (await clientOf(sweden, germanyAtSweden)).hand(handed())),
    'sealed to the old key, and opened',
  );
  await syncPeer(germany.deps, swedenAtGermany);
  const changed = await readPeer(sweden.db, sweden.serviceKey, germanyAtSweden);
  assert.deepEqual([changed?.keyText, changed?.nextKeyText], [text, undefined]);
  assert.ok('state' in (await (await clientOf(sweden, germanyAtSweden)).hand(handed())), 'sealed to the new key');
});

test('a peer that nobody pinned anew is heard no more once its key has changed, and says so', async () => {
  await transact(sweden.db, (tx) => rotateOwnKey(tx, sweden.serviceKey, { staffId: sweden.staff[0], now }));
  await assert.rejects(syncPeer(sweden.deps, germanyAtSweden), { code: 'exchange-unknown-key' });
  await assert.rejects(syncPeer(germany.deps, swedenAtGermany), { code: 'exchange-answer-unknown-key' });
  const [own] = await ownKeys(sweden.db, sweden.serviceKey, now);
  await transact(germany.db, (tx) => updatePeer(tx, germany.serviceKey, swedenAtGermany, { keyText: own.public.text }));
  await syncPeer(germany.deps, swedenAtGermany);
});

test('a peer that is off is neither asked nor answered, and one that is live is not looked for on this machine', async () => {
  const act = { serviceKey: germany.serviceKey, staffId: germany.staff[0], now };
  const set = (mode: 'off' | 'test' | 'live') =>
    transact(germany.db, (tx) =>
      changePeer(tx, act, swedenAtGermany, {
        name: 'Hotline Sverige',
        url: sweden.url,
        mode,
        gives: true,
        handsCases: true,
      }),
    );
  await set('off');
  await assert.rejects(syncPeer(germany.deps, swedenAtGermany), { code: 'partner-off' });
  await assert.rejects(syncPeer(sweden.deps, germanyAtSweden), { code: 'exchange-partner-off' });
  await set('live');
  await assert.rejects(syncPeer(germany.deps, swedenAtGermany), { code: 'forbidden-address' });
  await set('test');
  const peer = await readPeer(germany.db, germany.serviceKey, swedenAtGermany);
  assert.ok(peer);
  assert.deepEqual(await testPeer(germany.deps, peer), { ok: true });
});

test('receiveCase writes nothing twice when two of its requests come at once', async () => {
  const peer = await readPeer(germany.db, germany.serviceKey, swedenAtGermany);
  assert.ok(peer);
  const one = handed({ url: 'https://twice.example.org/' });
  const take = (facts: HandedCase) =>
    transact(germany.db, (tx) => receiveCase(tx, germany.serviceKey, peer, facts, now));
  const results = await Promise.allSettled([take(one), take(one), take({ ...one, reference: 'hotline.other' })]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'fulfilled'],
  );
  for (const facts of [one, { ...one, reference: 'hotline.other' }]) assert.ok('state' in (await take(facts)));
  const { rows } =
    await sql`select distinct item_id from exchange_case where reference in (${one.reference}, 'hotline.other')`.execute(
      germany.db,
    );
  assert.equal(rows.length, 1);
});

test('GET /exchange/v1/openapi.json describes every route, and its schemas take what is sent and refuse what is not', async () => {
  const text = await (await fetch(`${germany.url}openapi.json`)).text();
  assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(describeExchange())));
  const document = z
    .object({
      paths: z.record(z.string(), z.record(z.string(), z.unknown())),
      components: z.object({ schemas: z.record(z.string(), z.json()) }),
    })
    .parse(JSON.parse(text));
  for (const [path, methods] of Object.entries(document.paths))
    for (const method of Object.keys(methods))
      assert.equal(
        (await fetch(new URL(path, germany.url), { method: method.toUpperCase() })).status,
        401,
        `${method} ${path}`,
      );
  for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
    assert.ok(name !== undefined && name in document.components.schemas, name);
  const schema = z.fromJSONSchema(z.record(z.string(), z.json()).parse(document.components.schemas['HandedCase']));
  assert.ok(schema.safeParse(handed()).success && handedCaseSchema.safeParse(handed()).success);
  assert.equal(schema.safeParse({ ...handed(), chain: [] }).success, false);
});
