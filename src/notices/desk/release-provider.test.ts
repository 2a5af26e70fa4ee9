import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { transact } from '../../platform/db.ts';
import { staffIdSchema } from '../../terms/ids.ts';
import { pauseProvider } from '../takedown/approve-provider.ts';
import { foundRung, MINUTE_MS, openScene } from '../takedown/takedown-for-tests.ts';
import { decideRelease, MOST_BY_ONE, ReleaseError, releaseProvider, withdrawRelease } from './release-provider.ts';
import { countHeldItems, readOpenRelease, type ReleaseKind } from './release-store.ts';
import { setProviderWishes } from './set-wishes.ts';

const scene = await openScene({ settings: { newContacts: 'ask', groupMs: 3 * MINUTE_MS, isConfigured: true } });
const { db, pool, clock } = scene;

async function addStaff() {
  const staffId = staffIdSchema.parse(randomUUID());
  await pool.query(
    `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
     values ($1, 'B', $2, 'supervisor', '', '', '', '', '', now())`,
    [staffId, `b-${staffId}`],
  );
  return staffId;
}
const [one, two] = [scene.staffId, await addStaff()];

/** A provider that was found by itself, with so many items waiting for its approval. */
async function providerWith(items: number): Promise<string> {
  const email = `abuse@${randomUUID()}.example.net`;
  for (let count = 0; count < items; count += 1) {
    const host = `${randomUUID()}.example.org`;
    scene.ladders.set(host, { rungs: [foundRung('hosting', email, { source: 'rdap' })], silent: [] });
    await scene.start({ item: { url: `https://${host}/` } });
  }
  await scene.settle();
  const { rows } = await pool.query<{ id: string }>('select id from provider order by added_at desc, id limit 1');
  const { rows: mine } = await pool.query<{ provider_id: string }>(
    `select provider_id from takedown_rung group by 1 having count(*) = $1 and count(told_at) = 0`,
    [items],
  );
  return mine.at(-1)?.provider_id ?? rows[0]?.id ?? '';
}

const release = (providerId: string, staffId: typeof one, what: ReleaseKind = 'approve') =>
  transact(db, (tx) => releaseProvider(tx, { providerId, staffId, what }, clock.now()));
const codeIs = (code: string) => (error: unknown) => error instanceof ReleaseError && error.code === code;
const standingOf = async (id: string) =>
  (await pool.query<{ standing: string }>('select standing from provider where id = $1', [id])).rows[0]?.standing;

test('decideRelease lets one person release up to the limit, and two people any number, for any wish that stands', () => {
  const kinds = fc.constantFrom<ReleaseKind>('approve', 'resume', 'restore');
  const people = fc.constantFrom<typeof one>(one, two);
  const wish = fc.option(fc.record({ what: kinds, askedBy: people }), { nil: undefined });
  fc.assert(
    fc.property(fc.nat(200), wish, fc.record({ what: kinds, staffId: people }), (items, open, act) => {
      const decision = decideRelease(items, open, act);
      const isSecond = open !== undefined && open.what === act.what && open.askedBy !== act.staffId;
      assert.equal(decision === 'do', items <= MOST_BY_ONE || isSecond);
      assert.equal(decision === 'ask', items > MOST_BY_ONE && open === undefined);
    }),
  );
});

test('releaseProvider approves a contact by one person when few items wait for it', async () => {
  const providerId = await providerWith(2);
  assert.equal(await countHeldItems(db, providerId), 2);
  assert.equal(await release(providerId, one), 'done');
  assert.equal(await standingOf(providerId), 'approved');
  const before = scene.mailed().length;
  await scene.forward(5 * MINUTE_MS);
  assert.equal(scene.mailed().length, before + 1);
});

test('releaseProvider asks a second person when many items wait, and does it once another one confirms', async () => {
  const providerId = await providerWith(MOST_BY_ONE + 1);
  assert.equal(await release(providerId, one), 'asked');
  assert.equal(await standingOf(providerId), 'new');
  await assert.rejects(release(providerId, one), codeIs('same-person'));
  await assert.rejects(release(providerId, two, 'restore'), codeIs('other-waits'));
  const wish = await readOpenRelease(db, providerId);
  assert.deepEqual([wish?.what, wish?.items, wish?.askedBy], ['approve', MOST_BY_ONE + 1, one]);
  assert.equal(await release(providerId, two), 'done');
  assert.equal(await standingOf(providerId), 'approved');
  assert.equal(await readOpenRelease(db, providerId), undefined);
  const acts = await pool.query<{ action: string; actor: string }>(
    'select action, actor from ledger_act where subject = $1 order by happened_at, action',
    [`provider:${providerId}`],
  );
  assert.deepEqual(
    acts.rows.map(({ action, actor }) => `${action} ${actor}`).toSorted(),
    [`provider.approved staff:${two}`, `provider.release-asked staff:${one}`].toSorted(),
  );
});

test('withdrawRelease takes a wish back, after which nothing has been released and another may be had', async () => {
  const providerId = await providerWith(MOST_BY_ONE + 2);
  await release(providerId, one);
  await transact(db, (tx) => withdrawRelease(tx, { providerId, staffId: two }, clock.now()));
  assert.equal(await standingOf(providerId), 'new');
  await assert.rejects(
    transact(db, (tx) => withdrawRelease(tx, { providerId, staffId: two }, clock.now())),
    codeIs('nothing-waits'),
  );
  assert.equal(await release(providerId, two), 'asked');
});

test('releaseProvider needs nobody else any more once few enough items wait, and the wish is void', async () => {
  const providerId = await providerWith(MOST_BY_ONE + 3);
  assert.equal(await release(providerId, one), 'asked');
  await pool.query(
    `update takedown set state = 'ended' where id in (select takedown_id from takedown_rung where provider_id = $1 limit 3)`,
    [providerId],
  );
  assert.equal(await release(providerId, one), 'done');
  assert.equal(await readOpenRelease(db, providerId), undefined);
  const kept = await pool.query('select is_confirmed, settled_by from provider_release where provider_id = $1', [
    providerId,
  ]);
  assert.deepEqual(kept.rows, [{ is_confirmed: false, settled_by: one }]);
});

test('releaseProvider knows no provider by another id', async () => {
  await assert.rejects(release(randomUUID(), one), codeIs('no-such-provider'));
});

test('a pause holds letters back until it is ended, and quiet hours are kept for it', async () => {
  const started = await scene.start({ item: { url: `https://${randomUUID()}.example.org/` } });
  await scene.settle();
  const { rows } = await pool.query<{ provider_id: string }>('select provider_id from notice where item_id = $1', [
    started.itemId,
  ]);
  const providerId = rows[0]?.provider_id ?? '';
  await transact(db, (tx) => pauseProvider(tx, { providerId, staffId: one }, clock.now()));
  await scene.forward(10 * MINUTE_MS);
  assert.deepEqual(await started.notices(), ['hosting first waiting']);
  assert.equal(await countHeldItems(db, providerId), 1);
  assert.equal(await release(providerId, two, 'resume'), 'done');
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(await started.notices(), ['hosting first sent']);

  const quietHours = { timeZone: 'UTC', hours: [{ days: ['Sun' as const], from: '00:00', to: '24:00' }] };
  const wishes = { providerId, staffId: one, quietHours, groupMinutes: 0 };
  await transact(db, (tx) => setProviderWishes(tx, wishes, clock.now()));
  const kept = await pool.query('select quiet_hours, group_minutes from provider where id = $1', [providerId]);
  assert.deepEqual(kept.rows, [{ quiet_hours: quietHours, group_minutes: 0 }]);
  await assert.rejects(
    transact(db, (tx) => setProviderWishes(tx, { ...wishes, providerId: randomUUID() }, clock.now())),
    RangeError,
  );
});
