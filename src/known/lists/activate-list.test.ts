import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { staffIdSchema } from '../../terms/ids.ts';
import { confirmActivation, proposeActivation, withdrawEntry, withdrawList } from './activate-list.ts';
import { ListStepError, whyNotConfirm, type KnownList, type ListState } from './known-list.ts';
import { clock, importText, plainCsv, testFolder, twoPeople } from './lists-for-tests.ts';
import { insertList } from './list-store.ts';
import { readList } from './read-list-store.ts';

const { db } = await freshDatabase();
const folder = await testFolder();
const [anna, bo] = await twoPeople(db);
const now = clock.now();
const stateOf = async (listId: number) => (await readList(db, listId))?.state;
const refused = (code: string) => (error: unknown) => error instanceof ListStepError && error.code === code;
const actsOf = async (listId: number) => {
  const acts = await sql<{ action: string; actor: string }>`select action, actor from ledger_act
    where subject = ${`known-list:${listId}`} or subject like ${`known-entry:${listId}/%`} order by arrival`.execute(
    db,
  );
  return acts.rows.map(
    ({ action, actor }) => `${action} ${actor === 'operator' ? actor : actor === `staff:${anna}` ? 'anna' : 'bo'}`,
  );
};

test('confirmActivation makes a list active for another person than the one who proposed it, and all is on the record', async () => {
  const { listId } = await importText(db, folder, plainCsv(0, 5));
  await assert.rejects(
    transact(db, (tx) => confirmActivation(tx, listId, bo, now)),
    refused('wrong-state'),
  );
  await transact(db, (tx) => proposeActivation(tx, listId, anna, now));
  assert.equal(await stateOf(listId), 'proposed');
  await assert.rejects(
    transact(db, (tx) => confirmActivation(tx, listId, anna, now)),
    refused('same-person'),
  );
  await assert.rejects(
    transact(db, (tx) => proposeActivation(tx, listId, bo, now)),
    refused('wrong-state'),
  );
  await transact(db, (tx) => confirmActivation(tx, listId, bo, now));
  assert.equal(await stateOf(listId), 'active');
  assert.equal(await transact(db, (tx) => withdrawEntry(tx, listId, 3, anna, now)), true);
  assert.equal(await transact(db, (tx) => withdrawEntry(tx, listId, 3, bo, now)), false);
  assert.equal((await readList(db, listId))?.entries, 4);
  await assert.rejects(
    transact(db, (tx) => withdrawEntry(tx, listId, 99, bo, now)),
    refused('no-such-entry'),
  );
  await transact(db, (tx) => withdrawList(tx, listId, bo, now));
  assert.equal(await stateOf(listId), 'withdrawn');
  await assert.rejects(
    transact(db, (tx) => proposeActivation(tx, listId, anna, now)),
    refused('wrong-state'),
  );
  await assert.rejects(
    transact(db, (tx) => withdrawList(tx, listId, anna, now)),
    refused('wrong-state'),
  );
  assert.deepEqual(await actsOf(listId), [
    'known-list.import-begun operator',
    'known-list.extended operator',
    'known-list.imported operator',
    'known-list.activation-proposed anna',
    'known-list.activated bo',
    'known-entry.withdrawn anna',
    'known-entry.withdrawn bo',
    'known-list.withdrawn bo',
  ]);
});

test('the database itself refuses a list that one person alone made active', async () => {
  const { listId } = await importText(db, folder, plainCsv(10, 12));
  await assert.rejects(
    sql`update known_list set state = 'active', proposed_by = ${anna}, activated_by = ${anna} where id = ${listId}`.execute(
      db,
    ),
    /known_list_two_people/,
  );
  await assert.rejects(
    sql`update known_list set state = 'active' where id = ${listId}`.execute(db),
    /known_list_active_by_two/,
  );
});

test('confirmActivation by two people at once activates once, and proposing at once proposes once', async () => {
  const { listId } = await importText(db, folder, plainCsv(20, 22));
  const proposals = await Promise.allSettled(
    [anna, bo].map((who) => transact(db, (tx) => proposeActivation(tx, listId, who, now))),
  );
  assert.deepEqual(proposals.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const confirmations = await Promise.allSettled(
    [anna, bo].map((who) => transact(db, (tx) => confirmActivation(tx, listId, who, now))),
  );
  assert.deepEqual(confirmations.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  assert.equal(await stateOf(listId), 'active');
});

test('proposeActivation refuses an empty list, an unfinished import and a number that is none', async () => {
  const listId = await transact(db, (tx) =>
    insertList(tx, {
      name: 'empty',
      source: 's',
      kind: 'file',
      format: 'plain',
      createdAt: now,
      categoryMap: {},
      trusted: [],
    }),
  );
  await assert.rejects(
    transact(db, (tx) => proposeActivation(tx, listId, anna, now)),
    refused('empty'),
  );
  await assert.rejects(
    transact(db, (tx) => proposeActivation(tx, 12_345, anna, now)),
    refused('no-such-list'),
  );
  const { listId: broken } = await importText(db, folder, plainCsv(30, 33));
  await sql`update known_import set ended_at = null where list_id = ${broken}`.execute(db);
  await assert.rejects(
    transact(db, (tx) => proposeActivation(tx, broken, anna, now)),
    refused('import-running'),
  );
});

test('whyNotConfirm lets nobody confirm a file that changed since it was proposed, and lets a feed go on', () => {
  const [first, second] = [staffIdSchema.parse(randomUUID()), staffIdSchema.parse(randomUUID())];
  const list = (kind: 'file' | 'feed', state: ListState, change: number): KnownList => ({
    ...{
      id: 1,
      name: 'n',
      source: 's',
      kind,
      format: 'plain',
      state,
      categoryMap: {},
      trusted: [],
      codes: [],
      entries: 3,
    },
    ...{ change, lastNumber: 3, proposedChange: 5, createdAt: now, proposedBy: first, proposedAt: now },
    ...{ activatedBy: undefined, activatedAt: undefined, withdrawnAt: undefined },
  });
  assert.equal(whyNotConfirm(list('file', 'proposed', 6), second), 'changed-since');
  assert.equal(whyNotConfirm(list('feed', 'proposed', 6), second), undefined);
  assert.equal(whyNotConfirm(list('file', 'proposed', 5), second), undefined);
  assert.equal(whyNotConfirm(list('file', 'proposed', 5), first), 'same-person');
  for (const state of ['draft', 'active', 'withdrawn'] as const) {
    assert.equal(whyNotConfirm(list('file', state, 5), second), 'wrong-state');
  }
});
