import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateIdentity, open, seal } from '../../lib/seal/door.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import { makeDeskKey, newestDeskKey } from './desk-key.ts';
import { inviteStaff } from './invite-staff.ts';
import { inviteByRecovery, trustRecoveryKey } from './recovery.ts';
import { firstSupervisor, join, START } from './staff-for-tests.ts';

test('inviteByRecovery lets somebody new read what came before and after, once two supervisors have trusted the key', async () => {
  const { db, pool } = await freshDatabase();
  const recovery = generateIdentity();
  const astrid = await firstSupervisor(db);
  const invite = (role: 'supervisor' | 'analyst') => transact(db, (tx) => inviteStaff(tx, astrid.session, role, START));
  const birger = await join(db, await invite('supervisor'), 'birger');
  const cecilia = await join(db, await invite('analyst'), 'cecilia');
  const trust = (agreed: typeof astrid, confirmed: typeof astrid) =>
    transact(db, (tx) =>
      trustRecoveryKey(tx, {
        ...{ recipient: recovery.recipient, agreed: agreed.session, confirmed: confirmed.session, now: START },
      }),
    );
  const sealToDesk = async (text: string) => {
    const desk = await newestDeskKey(db);
    assert.ok(desk);
    return { id: desk.id, box: seal(Buffer.from(text), [desk.recipient]) };
  };
  const before = await sealToDesk('before');

  assert.equal(await transact(db, (tx) => inviteByRecovery(tx, recovery, START)), undefined, 'nobody has trusted it');
  assert.equal(await trust(astrid, astrid), 'same-person');
  assert.equal(await trust(astrid, cecilia), 'not-supervisors');
  await assert.rejects(
    pool.query(`insert into recovery_trust values ('x', $1, $1, now())`, [astrid.session.staffId]),
    /recovery_trust_two_people/,
  );
  assert.equal(await trust(astrid, birger), 'trusted');
  await transact(db, (tx) => makeDeskKey(tx, 'operator', START));
  const later = await sealToDesk('after');

  assert.equal(await transact(db, (tx) => inviteByRecovery(tx, generateIdentity(), START)), undefined, 'another key');
  const token = await transact(db, (tx) => inviteByRecovery(tx, recovery, START));
  assert.ok(token);
  const dora = await join(db, token, 'dora');
  assert.equal(dora.session.role, 'supervisor');
  const keys = await dora.session.deskIdentities();
  for (const [{ id, box }, text] of [
    [before, 'before'],
    [later, 'after'],
  ] as const) {
    const identity = keys.get(id);
    assert.ok(identity, text);
    assert.equal(open(box, [identity]).toString(), text);
  }
  const { rows } = await pool.query<{ action: string }>(
    `select action from ledger_act where action like 'recovery.%' order by arrival`,
  );
  assert.deepEqual(
    rows.map((row) => row.action),
    ['recovery.trusted', 'recovery.used'],
  );
});
