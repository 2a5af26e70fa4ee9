import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { changePassword } from './change-password.ts';
import { listSessions } from './end-session.ts';
import { inviteAgain } from './invite-staff.ts';
import { logIn } from './log-in.ts';
import { openSession } from './open-session.ts';
import { transact } from '../platform/db.ts';
import { accept, firstSupervisor, invited, minutesLater, PASSWORD, serviceKey, START } from './staff-for-tests.ts';
import { readAccount } from './staff-store.ts';
import { totpCode } from './totp.ts';

const { db } = await freshDatabase();
const deps = { db, serviceKey, hotlineName: 'Hotline Nord' };
const CHOSEN = 'a new kettle on the old stove';
const astrid = await firstSupervisor(db);
const birger = await invited(db, astrid, 'analyst', 'birger');

const problemOf = async (chosen: string, present = PASSWORD, of = birger, now = START) => {
  const result = await changePassword(deps, of.session, { present, chosen }, now);
  return result.kind === 'refused' ? result.problem : undefined;
};
const logInAs = (login: string, password: string, totpSecret: string, now: Date) =>
  logIn(deps, { login, password, code: totpCode(totpSecret, now) }, now);

test('changePassword refuses what may not be chosen, and costs no try for it', async () => {
  const before = (await readAccount(db, birger.session.staffId))?.passwordSalt;
  for (let count = 0; count < 6; count++) assert.equal(await problemOf('short'), 'password-short');
  assert.equal(await problemOf('Hotline Nord!'), 'password-trivial');
  assert.equal(await problemOf('birger birger'), 'password-trivial');
  assert.equal(await problemOf('1234567890123'), 'password-common');
  assert.equal(await problemOf(PASSWORD), 'password-same');
  assert.equal(await problemOf(CHOSEN, 'not the right password'), 'password-wrong', 'the first try that counts');
  assert.deepEqual((await readAccount(db, birger.session.staffId))?.passwordSalt, before);
});

test('changePassword opens the same keys by the new password alone, ends the other sessions and keeps this one', async () => {
  const now = minutesLater(1);
  const other = await logInAs('birger', PASSWORD, birger.totpSecret, now);
  assert.ok(other.kind === 'open', other.kind);
  assert.equal((await listSessions(db, birger.session, now)).length, 2);
  const result = await changePassword(deps, birger.session, { present: PASSWORD, chosen: CHOSEN }, now);
  assert.deepEqual(result, { kind: 'changed', endedSessions: 1 });
  assert.equal(await openSession(db, other.cookie, now), undefined);
  assert.ok(await openSession(db, birger.cookie, now), 'the session at hand goes on');

  const later = minutesLater(2);
  assert.equal((await logInAs('birger', PASSWORD, birger.totpSecret, later)).kind, 'wrong');
  const letIn = await logInAs('birger', CHOSEN, birger.totpSecret, minutesLater(3));
  assert.ok(letIn.kind === 'open', letIn.kind);
  const session = await openSession(db, letIn.cookie, minutesLater(3));
  assert.equal((await session?.deskIdentities())?.size, (await birger.session.deskIdentities()).size);

  const acts = await sql<{ actor: string }>`
    select actor from ledger_act where subject = ${`staff:${birger.session.staffId}`} and action = 'password.changed'
  `.execute(db);
  assert.deepEqual(acts.rows, [{ actor: `staff:${birger.session.staffId}` }]);
});

test('changePassword counts wrong present passwords with those of the log-in, and then looks at nothing for a while', async () => {
  const cecilia = await invited(db, astrid, 'analyst', 'cecilia');
  for (let count = 0; count < 5; count++)
    assert.equal(await problemOf(CHOSEN, 'not the right password', cecilia), 'password-wrong');
  assert.equal(await problemOf(CHOSEN, PASSWORD, cecilia), 'password-paused', 'not even with the right one');
  assert.equal((await logInAs('cecilia', PASSWORD, cecilia.totpSecret, START)).kind, 'paused');
  const failures = await sql<{ count: number }>`
    select count(*)::int as count from ledger_act
    where subject = ${`staff:${cecilia.session.staffId}`} and action = 'session.unlock-failed'
  `.execute(db);
  assert.equal(failures.rows[0]?.count, 5, 'each is on the record');
  assert.equal(await problemOf(CHOSEN, PASSWORD, cecilia, minutesLater(2)), undefined);
});

test('changePassword changes nothing when its person was renewed while the new password was being sealed', async () => {
  const dagny = await invited(db, astrid, 'analyst', 'dagny');
  const token = await transact(db, (tx) => inviteAgain(tx, astrid.session, dagny.session.staffId, START));
  const [changed, renewed] = await Promise.all([
    changePassword(deps, dagny.session, { present: PASSWORD, chosen: CHOSEN }, START),
    accept(db, token ?? '', { password: 'the third of the nine oars' }),
  ]);
  assert.ok(renewed.kind === 'accepted', renewed.kind);
  const account = await readAccount(db, dagny.session.staffId);
  // Whichever came last holds, and its key is the one that is written beside it.
  const session = await openSession(db, renewed.cookie, START);
  assert.ok(session && account);
  assert.deepEqual(Buffer.from(session.ownIdentity().recipient.bytes), account.recipient);
  if (changed.kind === 'refused') assert.match(changed.problem, /^password-(wrong|changed-meanwhile)$/);
});

test('two changes at once from one password leave one new password, and the other is told', async () => {
  const erik = await invited(db, astrid, 'analyst', 'erik');
  const words = ['the first oar in the boat', 'the second oar in the boat'];
  const results = await Promise.all(
    words.map((chosen) => changePassword(deps, erik.session, { present: PASSWORD, chosen }, START)),
  );
  assert.deepEqual(results.map(({ kind }) => kind).sort(), ['changed', 'refused']);
});
