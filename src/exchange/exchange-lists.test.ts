/** Entries between two hotlines: given, followed, withdrawn, and never in a circle. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { assessItem, claimCase, doubtHits, openCaseForSighting, readItemStands } from '../cases/door.ts';
import { readList } from '../known/door.ts';
import { ILLEGAL_ANSWERS } from '../partners/partner-for-tests.ts';
import { transact } from '../platform/db.ts';
import { itemIdSchema, sightingIdSchema } from '../terms/ids.ts';
import { changePeer } from './manage-peers.ts';
import { bodyOf } from './own-keys.ts';
import { syncPeer } from './sync-peer.ts';
import {
  now,
  sweden,
  germany,
  germanyAtSweden,
  swedenAtGermany,
  itemOf,
  confirm,
  activate,
} from './exchange-for-tests.ts';

test('what one hotline confirmed comes into a list of its own at the other, which two people activate, with who confirmed it and when', async () => {
  const itemId = await itemOf(sweden);
  await confirm(sweden, itemId, 7);
  await confirm(sweden, itemId, 7);
  const report = await syncPeer(germany.deps, swedenAtGermany);
  assert.deepEqual([report.entries, report.applied, report.circled], [1, 1, 0]);
  assert.deepEqual(await syncPeer(germany.deps, swedenAtGermany), { entries: 0, applied: 0, circled: 0, states: 0 });
  const listId = await activate(germany, swedenAtGermany);
  const list = await readList(germany.db, listId);
  assert.deepEqual(
    [list?.state, list?.entries, list?.source, list?.trusted],
    ['active', 1, 'Hotline Sverige', ['illegal-baseline']],
  );
  const { rows } = await sql<{ provenance: unknown }>`select provenance from exchange_received`.execute(germany.db);
  assert.deepEqual(rows[0]?.provenance, [
    { body: bodyOf(sweden.serviceKey), name: 'Hotline Sverige', confirmedAt: '2026-11-24T10:00:00.000Z' },
  ]);
});

test('what the other confirms after it has both bodies in its chain, and does not come back to where it began', async () => {
  const itemId = await itemOf(germany);
  await confirm(germany, itemId, 7);
  const { rows } = await sql<{
    provenance: { body: string }[];
  }>`select provenance from exchange_entry where reference = ${itemId}`.execute(germany.db);
  assert.deepEqual(
    rows[0]?.provenance.map(({ body }) => body),
    [bodyOf(sweden.serviceKey), bodyOf(germany.serviceKey)],
  );
  const report = await syncPeer(sweden.deps, germanyAtSweden);
  assert.deepEqual([report.entries, report.applied, report.circled], [1, 0, 1]);
});

test('a withdrawal at its origin is one at the other, and what the list had decided there goes to an analyst; what a person assessed stands', async () => {
  const itemId = await itemOf(sweden);
  await confirm(sweden, itemId, 8);
  await syncPeer(germany.deps, swedenAtGermany);
  const listId = await activate(germany, swedenAtGermany);
  const { rows } = await sql<{
    number: number;
  }>`select max(number) as number from known_entry where list_id = ${listId}`.execute(germany.db);
  const entryId = rows[0]?.number ?? 0;
  const matched = async (url: string) => {
    const hit = {
      ...{ sightingId: sightingIdSchema.parse(randomUUID()), listId, entryId, kind: 'exact' as const, distance: 0 },
      ...{ category: 'illegal-baseline', source: 'Hotline Sverige', isTrusted: true, pageUrl: url, seenAt: now },
    };
    const caseId = await transact(germany.db, (tx) => openCaseForSighting(tx, germany.serviceKey, { url, hit }, now));
    assert.ok(caseId);
    const found = await sql<{ id: string }>`select id from item where case_id = ${caseId}`.execute(germany.db);
    return { caseId, itemId: itemIdSchema.parse(found.rows.at(-1)?.id) };
  };
  const byList = await matched('https://list.example.org/a.jpg');
  await sql`update item set state = 'assessed', outcome = 'illegal-baseline' where id = ${byList.itemId}`.execute(
    germany.db,
  );
  await sql`update case_file set state = 'decided' where id = ${byList.caseId}`.execute(germany.db);
  const byPerson = await matched('https://person.example.org/a.jpg');
  await transact(germany.db, async (tx) => {
    const [staffId] = germany.staff;
    await claimCase(tx, byPerson.caseId, staffId, now);
    const act = { itemId: byPerson.itemId, staffId, questionSet: 'test@1', answers: ILLEGAL_ANSWERS, now };
    await assessItem(tx, germany.serviceKey, act);
  });

  await confirm(sweden, itemId, 8, 'none');
  await syncPeer(germany.deps, swedenAtGermany);
  const told = await sql<{
    event: { listId: number; numbers: number[] };
  }>`select event from outbox where event->>'kind' = 'entries-withdrawn'`.execute(germany.db);
  assert.deepEqual(
    told.rows.map(({ event }) => [event.listId, event.numbers]),
    [[listId, [entryId]]],
  );
  for (const expected of [[byList.itemId], []]) {
    const doubted = await transact(germany.db, (tx) => doubtHits(tx, listId, [entryId], now));
    assert.deepEqual(
      doubted.map((each) => each.itemId),
      expected,
    );
  }
  const stands = await readItemStands(germany.db, [byList.itemId, byPerson.itemId]);
  assert.deepEqual([stands.get(byList.itemId)?.state, stands.get(byPerson.itemId)?.state], ['new', 'assessed']);
  await confirm(sweden, itemId, 8);
  assert.equal((await syncPeer(germany.deps, swedenAtGermany)).applied, 1, 'confirmed again, it is there again');
});

test('a peer that gives nothing is given nothing: what it is not to have it does not get', async () => {
  const itemId = await itemOf(germany);
  await confirm(germany, itemId, 30);
  const act = { serviceKey: germany.serviceKey, staffId: germany.staff[0], now };
  const set = (gives: boolean) =>
    transact(germany.db, (tx) =>
      changePeer(tx, act, swedenAtGermany, {
        name: 'Hotline Sverige',
        url: sweden.url,
        mode: 'test',
        gives,
        handsCases: true,
      }),
    );
  await set(false);
  assert.equal((await syncPeer(sweden.deps, germanyAtSweden)).entries, 0);
  await set(true);
  assert.ok((await syncPeer(sweden.deps, germanyAtSweden)).entries > 0);
});
