import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import { createStaffMember } from './create-staff-member.ts';
import { listSessions, logOut } from './end-session.ts';
import { logIn } from './log-in.ts';
import { lockIdle, openSession, readLockedSession } from './open-session.ts';
import { LOCK_AFTER_MS } from './session.ts';
import { minutesLater, PASSWORD, serviceKey, START } from './staff-for-tests.ts';
import { totpCode } from './totp.ts';
import { lockByHand, startLocking, unlockSession } from './unlock-session.ts';

const { db } = await freshDatabase();
const deps = { db, serviceKey };

async function logInAs(login: string): Promise<{ cookie: string; staffId: string }> {
  const person = { name: login, login, password: PASSWORD, role: 'analyst', now: START } as const;
  const { staffId, totpSecret } = await transact(db, (tx) => createStaffMember(tx, serviceKey, person));
  const result = await logIn(deps, { login, password: PASSWORD, code: totpCode(totpSecret, START) }, START);
  assert.ok(result.kind === 'open');
  return { cookie: result.cookie, staffId };
}

async function wrappedKeyOf(staffId: string): Promise<Buffer | null | undefined> {
  const result = await sql<{ wrapped_identity: Buffer | null }>`
    select wrapped_identity from session where staff_id = ${staffId}`.execute(db);
  return result.rows[0]?.wrapped_identity;
}

async function actsOn(subject: string): Promise<string[]> {
  const result = await sql<{ action: string }>`
    select action from ledger_act where subject = ${subject} order by arrival`.execute(db);
  return result.rows.map((row) => row.action);
}

test('openSession locks a session that was left alone: its wrapped key is gone from the database, and the cookie opens nothing', async () => {
  const { cookie, staffId } = await logInAs('astrid');
  const session = await openSession(db, cookie, minutesLater(14));
  assert.ok(session);
  assert.ok((await wrappedKeyOf(staffId)) instanceof Buffer);
  assert.equal(await readLockedSession(db, cookie, minutesLater(14)), undefined);
  assert.equal(await openSession(db, cookie, minutesLater(29)), undefined);
  assert.equal(await wrappedKeyOf(staffId), null);
  const locked = await readLockedSession(db, cookie, minutesLater(30));
  assert.deepEqual(
    [locked?.id, locked?.name, locked?.login, locked?.formToken],
    [session.id, 'astrid', 'astrid', session.formToken],
  );
  assert.deepEqual(await actsOn(`session:${session.id}`), ['session.begun', 'session.locked']);
});

test('lockIdle takes the keys of sessions whose browser never comes back, and of no other', async () => {
  const [gone, here] = [await logInAs('birger'), await logInAs('cecilia')];
  assert.ok(await openSession(db, here.cookie, minutesLater(10)));
  assert.equal(await lockIdle(db, minutesLater(16), LOCK_AFTER_MS), 1);
  assert.equal(await wrappedKeyOf(gone.staffId), null);
  assert.ok((await wrappedKeyOf(here.staffId)) instanceof Buffer);
  assert.equal(await lockIdle(db, minutesLater(16), LOCK_AFTER_MS), 0);
});

test('unlockSession opens the same session with the password, and every key it had opens again', async () => {
  const { cookie } = await logInAs('dagny');
  const before = await openSession(db, cookie, START);
  assert.equal(await openSession(db, cookie, minutesLater(15)), undefined);
  assert.deepEqual(await unlockSession(deps, cookie, 'not the right password', minutesLater(20)), { kind: 'wrong' });
  assert.equal(await openSession(db, cookie, minutesLater(20)), undefined);
  assert.deepEqual(await unlockSession(deps, cookie, PASSWORD, minutesLater(300)), { kind: 'open' });
  const after = await openSession(db, cookie, minutesLater(300));
  assert.equal(after?.id, before?.id);
  assert.deepEqual(after?.ownIdentity().secret, before?.ownIdentity().secret);
  assert.ok(((await after?.deskIdentities())?.size ?? 0) > 0);
  assert.deepEqual(await actsOn(`session:${after?.id ?? ''}`), ['session.begun', 'session.locked', 'session.unlocked']);
  assert.deepEqual(await unlockSession(deps, cookie, PASSWORD, minutesLater(721)), { kind: 'over' });
  assert.deepEqual(await unlockSession(deps, 'nothing', PASSWORD, START), { kind: 'over' });
});

test('unlockSession shares its tries with the log-in, so that guessing at a locked screen pauses both', async () => {
  const { cookie, staffId } = await logInAs('eir');
  await openSession(db, cookie, minutesLater(15));
  const at = minutesLater(16);
  for (let i = 0; i < 4; i += 1)
    assert.equal((await unlockSession(deps, cookie, 'not the right password', at)).kind, 'wrong');
  assert.equal((await unlockSession(deps, cookie, 'not the right password', at)).kind, 'paused');
  assert.equal((await unlockSession(deps, cookie, PASSWORD, at)).kind, 'paused');
  assert.equal((await logIn(deps, { login: 'eir', password: PASSWORD, code: '000000' }, at)).kind, 'paused');
  assert.deepEqual(await unlockSession(deps, cookie, PASSWORD, minutesLater(17)), { kind: 'open' });
  assert.equal((await actsOn(`staff:${staffId}`)).filter((act) => act === 'session.unlock-failed').length, 5);
});

test('what was sent to a locked session is sealed to it: nothing reads it before the password, and no other session after', async () => {
  const [mine, other] = [await logInAs('frida'), await logInAs('gerd')];
  const otherSession = await openSession(db, other.cookie, START);
  await openSession(db, mine.cookie, minutesLater(15));
  const sealed = (await readLockedSession(db, mine.cookie, minutesLater(15)))?.keepDraft('words to keep') ?? '';
  assert.ok(!Buffer.from(sealed, 'base64url').includes('words'));
  await unlockSession(deps, mine.cookie, PASSWORD, minutesLater(16));
  const session = await openSession(db, mine.cookie, minutesLater(16));
  assert.equal(session?.readDraft(sealed), 'words to keep');
  assert.equal(session.readDraft('anything'), undefined);
  assert.equal(otherSession?.readDraft(sealed), undefined);
});

test('lockByHand locks at once, and a locked session can be seen in the list and ended', async () => {
  const { cookie, staffId } = await logInAs('hild');
  const session = await openSession(db, cookie, START);
  assert.ok(session);
  await transact(db, (tx) => lockByHand(tx, session, cookie, START));
  assert.equal(await openSession(db, cookie, START), undefined);
  assert.deepEqual(
    (await listSessions(db, session, START)).map(({ isLocked }) => isLocked),
    [true],
  );
  await transact(db, (tx) => logOut(tx, session, START));
  assert.equal(await wrappedKeyOf(staffId), undefined);
  assert.deepEqual(await unlockSession(deps, cookie, PASSWORD, START), { kind: 'over' });
});

test('startLocking locks what is idle as soon as it starts', async () => {
  const { staffId } = await logInAs('inga');
  const clock = { now: () => minutesLater(15) };
  const loop = startLocking({ db, clock, log: quietLog, lockAfterMs: LOCK_AFTER_MS });
  await loop.stop();
  assert.equal(await wrappedKeyOf(staffId), null);
});
