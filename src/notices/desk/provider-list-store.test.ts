import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { foundRung, HOUR_MS, MINUTE_MS, openScene } from '../takedown/takedown-for-tests.ts';
import { listLettersTo, listOpenCasesOf } from './provider-history-store.ts';
import {
  countProviders,
  listProviders,
  readListedProvider,
  readProviderNames,
  type ProviderLane,
} from './provider-list-store.ts';

const scene = await openScene();
const { db, pool, clock, deps } = scene;
const { serviceKey } = deps;

const list = (lane: ProviderLane = 'all', offset = 0, limit = 50) =>
  listProviders(db, serviceKey, { lane, offset, limit, since: new Date(clock.now().getTime() - 720 * HOUR_MS) });
const emails = (found: Awaited<ReturnType<typeof list>>) =>
  found.map(({ contact }) => (contact.channel === 'mail' ? contact.email : contact.account));

test('listProviders puts those with the most open items first and counts what has left lately, page by page', async () => {
  const [many, one] = [`${randomUUID()}.example.org`, `${randomUUID()}.example.org`];
  scene.ladders.set(many, { rungs: [foundRung('hosting', 'abuse@many.example.org')], silent: [] });
  scene.ladders.set(one, { rungs: [foundRung('hosting', 'abuse@one.example.org')], silent: [] });
  for (const host of [many, many, many, one]) await scene.start({ item: { url: `https://${host}/${randomUUID()}` } });
  await scene.forward(5 * MINUTE_MS);
  const found = await list();
  assert.deepEqual(emails(found), ['abuse@many.example.org', 'abuse@one.example.org']);
  assert.deepEqual(
    found.map(({ letters, items, openItems, source, standing }) => [letters, items, openItems, source, standing]),
    [
      [1, 3, 3, 'rule', 'approved'],
      [1, 1, 1, 'rule', 'approved'],
    ],
  );
  assert.deepEqual(emails(await list('all', 1, 1)), ['abuse@one.example.org']);
  assert.deepEqual(await list('all', 2), []);
  await pool.query(
    `update takedown set state = 'ended' where item_id in (select item_id from notice where provider_id = $1)`,
    [found[0]?.id],
  );
  assert.deepEqual(emails(await list()), ['abuse@one.example.org', 'abuse@many.example.org']);
  await scene.forward(800 * HOUR_MS);
  assert.equal((await list()).find(({ id }) => id === found[0]?.id)?.items, 0);
});

test('each lane holds what its count says', async () => {
  const [first, second] = await list();
  assert.ok(first && second);
  await pool.query(`update provider set is_paused = true, quiet_hours = $2, standing = 'new' where id = $1`, [
    first.id,
    { timeZone: 'UTC', hours: [{ days: ['Sat'], from: '00:00', to: '24:00' }] },
  ]);
  await pool.query(`update provider set delivery = 'bouncing', bounced_at = $2, standing = 'refused' where id = $1`, [
    second.id,
    clock.now(),
  ]);
  assert.deepEqual(await countProviders(db), { all: 2, approval: 1, bouncing: 1, paused: 1, refused: 1 });
  for (const [lane, id] of [
    ...([
      ['approval', first.id],
      ['paused', first.id],
    ] as const),
    ...([
      ['bouncing', second.id],
      ['refused', second.id],
    ] as const),
  ])
    assert.deepEqual(
      (await list(lane)).map((each) => each.id),
      [id],
      lane,
    );
  const paused = await readListedProvider(db, serviceKey, first.id, clock.now());
  assert.deepEqual([paused?.isPaused, paused?.quietHours?.hours.length], [true, 1]);
  const bouncing = await readListedProvider(db, serviceKey, second.id, clock.now());
  assert.deepEqual(bouncing?.bouncedAt, clock.now());
  assert.equal(await readListedProvider(db, serviceKey, randomUUID(), clock.now()), undefined);
  assert.deepEqual([...(await readProviderNames(db, serviceKey, [first.id])).values()], ['Abuse hosting']);
});

test('a provider’s letters come newest first with answers and ticket, its open cases longest waiting first', async () => {
  const host = `${randomUUID()}.example.org`;
  scene.ladders.set(host, { rungs: [foundRung('hosting', 'abuse@busy.example.org')], silent: [] });
  const started = [];
  for (let count = 0; count < 3; count += 1) {
    started.push(await scene.start({ item: { url: `https://${host}/${count}` } }));
    await scene.forward(10 * MINUTE_MS);
  }
  const [provider] = (await list()).filter(({ openItems }) => openItems === 3);
  assert.ok(provider);
  const [newest, middle, oldest] = await listLettersTo(db, provider.id, 10);
  assert.ok(newest && middle && oldest && newest.at > middle.at && middle.at > oldest.at);
  await pool.query(`update letter set ticket = 'T-9' where id = $1`, [middle.id]);
  for (const kind of ['auto-reply', 'handling', 'handling'])
    await pool.query(
      `insert into provider_answer (id, letter_id, kind, via, received_at) values ($1, $2, $3, 'mail', $4)`,
      [randomUUID(), middle.id, kind, clock.now()],
    );
  const again = (await listLettersTo(db, provider.id, 10))[1];
  assert.deepEqual(
    new Set(again?.answers),
    new Set([
      { kind: 'auto-reply', count: 1 },
      { kind: 'handling', count: 2 },
    ]),
  );
  assert.deepEqual([again?.ticket, again?.items, again?.state], ['T-9', 1, 'sent']);
  assert.equal((await listLettersTo(db, provider.id, 1)).length, 1);
  const { cases, more } = await listOpenCasesOf(db, provider.id, 2);
  assert.deepEqual([cases.map(({ caseId }) => caseId), more], [started.slice(0, 2).map(({ caseId }) => caseId), 1]);
  assert.deepEqual(cases[0]?.rungs, ['hosting']);
});
