import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { transact, type Db } from '../platform/db.ts';
import { createStaffMember } from './create-staff-member.ts';
import { sealUnderPassword } from './credentials.ts';
import { endSession, listSessions, logOut } from './end-session.ts';
import { logIn, type LogInResult } from './log-in.ts';
import { openSession } from './open-session.ts';
import { derivePassword, freshSalt } from './password.ts';
import { minutesLater, PASSWORD, serviceKey, START } from './staff-for-tests.ts';
import { totpCode } from './totp.ts';
import { identityFromSecret, open, seal } from '../../lib/seal/door.ts';

const { db } = await freshDatabase();
const deps = { db, serviceKey };

const someone = (login: string, role: 'analyst' | 'supervisor' = 'analyst') =>
  transact(db, (tx) => createStaffMember(tx, serviceKey, { name: login, login, password: PASSWORD, role, now: START }));

const cookieOf = (result: LogInResult): string => {
  assert.ok(result.kind === 'open', result.kind);
  return result.cookie;
};

async function actionsOn(reader: Db, subject: string): Promise<string[]> {
  const result = await sql<{
    action: string;
  }>`select action from ledger_act where subject = ${subject} order by arrival`.execute(reader);
  return result.rows.map((row) => row.action);
}

test('logIn opens a session when password and code are right, and refuses the same code a second time', async () => {
  const { totpSecret } = await someone('solveig');
  const code = totpCode(totpSecret, START);
  const cookie = cookieOf(await logIn(deps, { login: ' Solveig ', password: PASSWORD, code }, START));
  const session = await openSession(db, cookie, START);
  assert.ok(session);
  assert.equal(session.name, 'solveig');
  assert.equal((await session.deskIdentities()).size, 1);
  assert.deepEqual(await logIn(deps, { login: 'solveig', password: PASSWORD, code }, START), { kind: 'wrong' });
});

test('logIn refuses an earlier code when a later one has been used', async () => {
  const { totpSecret } = await someone('torun');
  const earlier = totpCode(totpSecret, START);
  const soon = minutesLater(0.5);
  cookieOf(await logIn(deps, { login: 'torun', password: PASSWORD, code: totpCode(totpSecret, soon) }, soon));
  assert.equal((await logIn(deps, { login: 'torun', password: PASSWORD, code: earlier }, soon)).kind, 'wrong');
});

test('logIn lets one code in once when it is sent many times at the same moment', async () => {
  const { totpSecret } = await someone('unn');
  const given = { login: 'unn', password: PASSWORD, code: totpCode(totpSecret, START) };
  const results = await Promise.all([1, 2, 3, 4].map(() => logIn(deps, given, START)));
  assert.equal(results.filter((result) => result.kind === 'open').length, 1);
});

test('logIn gives the same answer when the login, the password or the code is wrong', async () => {
  const { totpSecret } = await someone('vidar');
  const code = totpCode(totpSecret, START);
  const results = [
    await logIn(deps, { login: 'vidar', password: 'not the right password', code }, START),
    await logIn(deps, { login: 'vidar', password: PASSWORD, code: code === '000000' ? '000001' : '000000' }, START),
    await logIn(deps, { login: 'nobody.has.this', password: PASSWORD, code }, START),
    await logIn(deps, { login: '', password: '', code: '' }, START),
  ];
  for (const result of results) assert.deepEqual(result, { kind: 'wrong' });
});

test('logIn does the work of a password when nobody has the login', async () => {
  await someone('ymer');
  const timeOf = async (login: string) => {
    const begunMs = performance.now();
    await logIn(deps, { login, password: 'not the right password', code: '123456' }, START);
    return performance.now() - begunMs;
  };
  const known = Math.min(await timeOf('ymer'), await timeOf('ymer'), await timeOf('ymer'));
  const unknown = Math.min(await timeOf('nobody.1'), await timeOf('nobody.2'), await timeOf('nobody.3'));
  // Without the decoy the unknown login answers some fifty times as fast.
  assert.ok(unknown > known / 3, `known ${known.toFixed(0)} ms, unknown ${unknown.toFixed(0)} ms`);
});

test('logIn pauses a login after wrong tries, equally when nobody has it, and longer each time', async () => {
  const { totpSecret, staffId } = await someone('asgerd');
  const lateCode = () => totpCode(totpSecret, minutesLater(1));
  for (const login of ['asgerd', 'nobody.at.all']) {
    const wrong = (at: Date) => logIn(deps, { login, password: 'not the right password', code: '123456' }, at);
    for (let i = 0; i < 4; i += 1) assert.deepEqual(await wrong(START), { kind: 'wrong' });
    assert.deepEqual(await wrong(START), { kind: 'paused', until: minutesLater(0.5) });
    assert.deepEqual(await wrong(minutesLater(0.4)), { kind: 'paused', until: minutesLater(0.5) });
    assert.deepEqual(await wrong(minutesLater(0.5)), { kind: 'paused', until: minutesLater(1.5) });
  }
  const right = { login: 'asgerd', password: PASSWORD, code: lateCode() };
  assert.equal((await logIn(deps, right, minutesLater(1))).kind, 'paused');
  assert.deepEqual(await actionsOn(db, `staff:${staffId}`), [
    'staff.joined',
    ...Array.from({ length: 6 }, () => 'log-in.failed'),
  ]);
});

test('logIn counts tries that come all at once when somebody guesses in parallel', async () => {
  await someone('borghild');
  const wrong = () => logIn(deps, { login: 'borghild', password: 'not the right password', code: '123456' }, START);
  const results = await Promise.all(Array.from({ length: 12 }, wrong));
  assert.equal(results.filter((result) => result.kind === 'wrong').length, 4);
});

test('logIn forgets wrong tries when the right password follows, and after a day', async () => {
  const { totpSecret } = await someone('dagny');
  const wrong = (at: Date) => logIn(deps, { login: 'dagny', password: 'not the right password', code: '123456' }, at);
  for (let i = 0; i < 4; i += 1) await wrong(START);
  cookieOf(await logIn(deps, { login: 'dagny', password: PASSWORD, code: totpCode(totpSecret, START) }, START));
  for (let i = 0; i < 4; i += 1) assert.equal((await wrong(START)).kind, 'wrong');
  assert.equal((await wrong(minutesLater(24 * 60))).kind, 'wrong');
});

test('logIn takes on the cost of today when a password was derived at another', async () => {
  const { totpSecret, staffId } = await someone('eir');
  const salt = freshSalt({ memoryKib: 64, passes: 1, parallelism: 1 });
  const derived = await derivePassword(PASSWORD, salt);
  const row = await sql<{
    sealed_identity: Buffer;
    password_salt: Buffer;
  }>`select sealed_identity, password_salt from staff where id = ${staffId}`.execute(db);
  const before = row.rows[0];
  assert.ok(before);
  const { key } = await derivePassword(PASSWORD, before.password_salt);
  const secret = open(before.sealed_identity, [identityFromSecret(key)]);
  const cheap = seal(secret, [identityFromSecret(derived.key).recipient]);
  await sql`update staff set password_salt = ${salt}, password_check = ${derived.check}, sealed_identity = ${cheap}
            where id = ${staffId}`.execute(db);
  const cookie = cookieOf(
    await logIn(deps, { login: 'eir', password: PASSWORD, code: totpCode(totpSecret, START) }, START),
  );
  assert.equal(
    (await (await openSession(db, cookie, START))?.deskIdentities())?.size,
    1 + (await keysMadeSince(staffId)),
  );
  const after = await sql<{ password_salt: Buffer }>`select password_salt from staff where id = ${staffId}`.execute(db);
  assert.notDeepEqual(after.rows[0]?.password_salt.subarray(0, 10), salt.subarray(0, 10));
  const soon = minutesLater(1);
  cookieOf(await logIn(deps, { login: 'eir', password: PASSWORD, code: totpCode(totpSecret, soon) }, soon));
});

/** Desk keys that were made after the one that this person's coming made. */
async function keysMadeSince(staffId: string): Promise<number> {
  const result = await sql<{
    count: number;
  }>`select count(*) as count from desk_key_share where staff_id = ${staffId}`.execute(db);
  return (result.rows[0]?.count ?? 0) - 1;
}

test('openSession opens nothing when the cookie is cut, altered or over', async () => {
  const { totpSecret } = await someone('frida');
  const code = totpCode(totpSecret, START);
  const cookie = cookieOf(await logIn(deps, { login: 'frida', password: PASSWORD, code }, START));
  assert.equal(await openSession(db, '', START), undefined);
  assert.equal(await openSession(db, cookie.slice(1), START), undefined);
  assert.equal(await openSession(db, `${cookie.startsWith('A') ? 'B' : 'A'}${cookie.slice(1)}`, START), undefined);
  for (let minutes = 0; minutes < 720; minutes += 14) {
    assert.notEqual(await openSession(db, cookie, minutesLater(minutes)), undefined, `${minutes} minutes`);
  }
  assert.equal(await openSession(db, cookie, minutesLater(720)), undefined);
});

test('endSession ends one of a person’s own sessions, never somebody else’s', async () => {
  const gro = await someone('gro');
  const hild = await someone('hild');
  const openFor = async (login: string, secret: string, at: Date) => {
    const cookie = cookieOf(await logIn(deps, { login, password: PASSWORD, code: totpCode(secret, at) }, at));
    const session = await openSession(db, cookie, at);
    assert.ok(session);
    return { cookie, session };
  };
  const at = minutesLater(2);
  const first = await openFor('gro', gro.totpSecret, START);
  const second = await openFor('gro', gro.totpSecret, at);
  const others = await openFor('hild', hild.totpSecret, at);
  assert.deepEqual(
    (await listSessions(db, second.session, at)).map((row) => row.id),
    [second.session.id, first.session.id],
  );
  assert.equal(await transact(db, (tx) => endSession(tx, second.session, others.session.id, at)), false);
  assert.equal(await transact(db, (tx) => endSession(tx, second.session, first.session.id, at)), true);
  assert.equal(await openSession(db, first.cookie, at), undefined);
  await transact(db, (tx) => logOut(tx, second.session, at));
  assert.equal(await openSession(db, second.cookie, at), undefined);
  assert.notEqual(await openSession(db, others.cookie, at), undefined);
  assert.deepEqual(await actionsOn(db, `session:${first.session.id}`), ['session.begun', 'session.ended']);
});

test('sealUnderPassword seals to a key that the wrong password does not yield', async () => {
  const identity = identityFromSecret(Buffer.alloc(32, 7));
  const sealed = await sealUnderPassword(identity, PASSWORD);
  const wrong = await derivePassword(`${PASSWORD} `, sealed.passwordSalt);
  assert.throws(() => open(sealed.sealedIdentity, [identityFromSecret(wrong.key)]), /None of the keys/);
});
