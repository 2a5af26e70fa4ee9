import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { open, seal } from '../../lib/seal/door.ts';
import { transact, type Db } from '../platform/db.ts';
import { newestDeskKey } from './desk-key.ts';
import { disableStaff } from './disable-staff.ts';
import { inviteAgain, inviteFirstSupervisor, inviteStaff, NotAllowedError, readInvitation } from './invite-staff.ts';
import { logIn } from './log-in.ts';
import { openSession } from './open-session.ts';
import {
  accept,
  firstSupervisor,
  invited,
  join,
  minutesLater,
  PASSWORD,
  serviceKey,
  START,
} from './staff-for-tests.ts';
import { listStaff } from './staff-store.ts';
import { freshTotpSecret, totpCode } from './totp.ts';

// The file's own server starts here, outside any test, and lives until the last one has ended.
await freshDatabase();

const clock = { now: () => START };

/** Seals a word to the newest desk key, as intake does with a tip. */
async function sealToDesk(db: Db, word: string): Promise<Buffer> {
  const key = await newestDeskKey(db);
  assert.ok(key);
  return seal(Buffer.from(word), [key.recipient]);
}

test('inviteFirstSupervisor makes one link at a time, and none once somebody is here', async () => {
  const { db } = await freshDatabase();
  assert.equal(await newestDeskKey(db), undefined);
  const older = await inviteFirstSupervisor(db, clock);
  const newer = await inviteFirstSupervisor(db, clock);
  assert.ok(older !== undefined && newer !== undefined);
  assert.deepEqual(await accept(db, older), { kind: 'no-invitation' });
  assert.equal((await accept(db, newer)).kind, 'accepted');
  assert.equal(await inviteFirstSupervisor(db, clock), undefined);
  assert.notEqual(await newestDeskKey(db), undefined);
});

test('acceptInvitation lets one person in when two use the same link at the same moment', async () => {
  const { db } = await freshDatabase();
  const token = await inviteFirstSupervisor(db, clock);
  assert.ok(token);
  const results = await Promise.all(['astrid', 'birger'].map((login) => accept(db, token, { login })));
  assert.deepEqual(results.map((result) => result.kind).sort(), ['accepted', 'no-invitation']);
  assert.equal((await listStaff(db)).length, 1);
});

test('acceptInvitation takes an invitation once when two people use it at the same moment', async () => {
  const { db } = await freshDatabase();
  const supervisor = await firstSupervisor(db);
  const token = await transact(db, (tx) => inviteStaff(tx, supervisor.session, 'analyst', START));
  const results = await Promise.all(['birger', 'cecilia'].map((login) => accept(db, token, { login })));
  assert.deepEqual(results.map((result) => result.kind).sort(), ['accepted', 'no-invitation']);
  assert.equal((await listStaff(db)).length, 2);
});

test('acceptInvitation says all that is wrong when it refuses, and leaves the invitation good', async () => {
  const { db } = await freshDatabase();
  const token = await inviteFirstSupervisor(db, clock);
  assert.ok(token);
  assert.deepEqual(await accept(db, token, { name: ' ', login: 'å', password: 'short', code: '12345' }), {
    kind: 'refused',
    problems: ['name-form', 'login-form', 'password-short', 'code-wrong'],
  });
  assert.equal((await accept(db, token)).kind, 'accepted');
  assert.deepEqual(await accept(db, token, { login: 'another' }), { kind: 'no-invitation' });
});

test('acceptInvitation refuses a login that somebody has', async () => {
  const { db } = await freshDatabase();
  const supervisor = await firstSupervisor(db, 'astrid');
  const token = await transact(db, (tx) => inviteStaff(tx, supervisor.session, 'analyst', START));
  assert.deepEqual(await accept(db, token, { login: 'ASTRID' }), { kind: 'refused', problems: ['login-taken'] });
  assert.equal((await accept(db, token, { login: 'birger' })).kind, 'accepted');
});

test('inviteStaff makes an invitation that ends after 72 hours', async () => {
  const { db } = await freshDatabase();
  const supervisor = await firstSupervisor(db);
  const token = await transact(db, (tx) => inviteStaff(tx, supervisor.session, 'analyst', START));
  const lastMoment = new Date(START.getTime() + 72 * 3_600_000 - 1);
  assert.equal((await readInvitation(db, token, lastMoment))?.role, 'analyst');
  assert.equal(await readInvitation(db, token, new Date(lastMoment.getTime() + 1)), undefined);
  const late = new Date(lastMoment.getTime() + 1);
  assert.deepEqual(await accept(db, token, { login: 'late' }, late), { kind: 'no-invitation' });
});

test('inviteStaff hands on the desk keys, so that a newcomer opens what was sealed before they came', async () => {
  const { db } = await freshDatabase();
  const supervisor = await firstSupervisor(db);
  const box = await sealToDesk(db, 'sealed before');
  const analyst = await invited(db, supervisor, 'analyst', 'birger');
  const keys = await analyst.session.deskIdentities();
  assert.equal(open(box, [...keys.values()]).toString(), 'sealed before');
});

test('inviteStaff and disableStaff refuse when an analyst asks', async () => {
  const { db } = await freshDatabase();
  const supervisor = await firstSupervisor(db);
  const analyst = await invited(db, supervisor, 'analyst', 'birger');
  await assert.rejects(
    transact(db, (tx) => inviteStaff(tx, analyst.session, 'supervisor', START)),
    NotAllowedError,
  );
  await assert.rejects(
    transact(db, (tx) => inviteAgain(tx, analyst.session, supervisor.session.staffId, START)),
    NotAllowedError,
  );
  await assert.rejects(
    transact(db, (tx) => disableStaff(tx, analyst.session, supervisor.session.staffId, START)),
    NotAllowedError,
  );
});

test('disableStaff ends sessions, takes the keys and makes a desk key that the person never held', async () => {
  const { db } = await freshDatabase();
  const supervisor = await firstSupervisor(db);
  const analyst = await invited(db, supervisor, 'analyst', 'birger');
  const waiting = await transact(db, (tx) => inviteStaff(tx, supervisor.session, 'analyst', START));
  const keptKeys = await analyst.session.deskIdentities();
  const keyBefore = await newestDeskKey(db);
  const result = await transact(db, (tx) => disableStaff(tx, supervisor.session, analyst.session.staffId, START));
  assert.equal(result, 'disabled');
  assert.equal(await openSession(db, analyst.cookie, START), undefined);
  const soon = minutesLater(1);
  const given = { login: 'birger', password: PASSWORD, code: totpCode(analyst.totpSecret, soon) };
  assert.deepEqual(await logIn({ db, serviceKey }, given, soon), { kind: 'wrong' });
  assert.notEqual((await newestDeskKey(db))?.id, keyBefore?.id);
  const box = await sealToDesk(db, 'sealed after');
  assert.throws(() => open(box, [...keptKeys.values()]), /None of the keys/);
  const again = await openSession(db, supervisor.cookie, START);
  assert.ok(again);
  assert.equal(open(box, [...(await again.deskIdentities()).values()]).toString(), 'sealed after');
  assert.equal(await readInvitation(db, waiting, START), undefined);
  assert.equal(
    await transact(db, (tx) => disableStaff(tx, supervisor.session, analyst.session.staffId, START)),
    'not-found',
  );
});

test('disableStaff keeps the last supervisor, also when two disable each other at the same moment', async () => {
  const { db } = await freshDatabase();
  const astrid = await firstSupervisor(db);
  const disable = (by: typeof astrid, whom: typeof astrid) =>
    transact(db, (tx) => disableStaff(tx, by.session, whom.session.staffId, START));
  assert.equal(await disable(astrid, astrid), 'last-supervisor');
  const birger = await invited(db, astrid, 'supervisor', 'birger');
  const results = await Promise.all([disable(astrid, birger), disable(birger, astrid)]);
  assert.deepEqual([...results].sort(), ['disabled', 'not-found']);
  const left = (await listStaff(db)).filter((person) => person.disabledAt === undefined);
  assert.equal(left.length, 1);
});

test('inviteAgain gives a new password, code and key when somebody has lost theirs, and lets a disabled person in again', async () => {
  const { db } = await freshDatabase();
  const supervisor = await firstSupervisor(db);
  const analyst = await invited(db, supervisor, 'analyst', 'birger');
  const { staffId } = analyst.session;
  await transact(db, (tx) => disableStaff(tx, supervisor.session, staffId, START));
  const box = await sealToDesk(db, 'sealed while away');
  const session = await openSession(db, supervisor.cookie, START);
  assert.ok(session);
  const token = await transact(db, (tx) => inviteAgain(tx, session, staffId, START));
  assert.ok(token);
  const totpSecret = freshTotpSecret();
  const password = 'another eleven grey stones';
  const at = minutesLater(2);
  const accepted = await accept(db, token, { totpSecret, password, name: 'x', login: 'supervisor' }, at);
  assert.equal(accepted.kind === 'accepted' && accepted.staffId, staffId);
  const later = minutesLater(4);
  const old = { login: 'birger', password: PASSWORD, code: totpCode(analyst.totpSecret, later) };
  assert.equal((await logIn({ db, serviceKey }, old, later)).kind, 'wrong');
  const result = await logIn(
    { db, serviceKey },
    { login: 'birger', password, code: totpCode(totpSecret, later) },
    later,
  );
  assert.ok(result.kind === 'open');
  const renewed = await openSession(db, result.cookie, later);
  assert.ok(renewed);
  assert.equal(renewed.role, 'analyst');
  assert.equal(open(box, [...(await renewed.deskIdentities()).values()]).toString(), 'sealed while away');
});

test('a dump of the database opens nothing: every key in it is wrapped, and no token or secret stands in it', async () => {
  const { db } = await freshDatabase();
  const supervisor = await firstSupervisor(db);
  const token = await transact(db, (tx) => inviteStaff(tx, supervisor.session, 'analyst', START));
  const waiting = await transact(db, (tx) => inviteStaff(tx, supervisor.session, 'supervisor', START));
  const analyst = await join(db, token, 'birger');
  const keys = await supervisor.session.deskIdentities();
  const dump = await dumpOf(db);
  const secrets = [...keys.values()].map((identity) => Buffer.from(identity.secret));
  for (const person of [supervisor, analyst]) {
    secrets.push(Buffer.from(person.cookie, 'base64url'), Buffer.from(person.cookie));
    secrets.push(Buffer.from(person.totpSecret), Buffer.from(person.session.formToken, 'base64url'));
  }
  secrets.push(Buffer.from(waiting, 'base64url'), Buffer.from(token, 'base64url'), Buffer.from(PASSWORD));
  for (const secret of secrets) {
    for (const spelling of [secret.toString('hex'), secret.toString('base64'), secret.toString('utf8')]) {
      assert.ok(!dump.includes(spelling), 'a secret stands in the dump');
    }
  }
  // The dump is not empty, and is searched as it is spelled.
  assert.ok(dump.includes(Buffer.from([...keys.values()][0]?.recipient.bytes ?? []).toString('hex')));
});

test('the ledger holds neither names nor logins when people come and go', async () => {
  const { db } = await freshDatabase();
  const supervisor = await firstSupervisor(db, 'astrid.berg');
  await transact(db, (tx) => inviteStaff(tx, supervisor.session, 'analyst', START));
  const acts = await sql<{ action: string }>`select * from ledger_act order by arrival`.execute(db);
  assert.deepEqual(
    acts.rows.map((row) => row.action),
    ['invitation.made', 'staff.joined', 'desk-key.made', 'session.begun', 'invitation.made'],
  );
  assert.ok(!/astrid/i.test(JSON.stringify(acts.rows)));
});

/** Every row of every table of this room, bytes in hexadecimal. */
async function dumpOf(db: Db): Promise<string> {
  const names = ['staff', 'desk_key', 'desk_key_share', 'invitation', 'session', 'login_try', 'ledger_act'];
  const parts = await Promise.all(
    names.map((name) => sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(db)),
  );
  return parts.flatMap((part) => part.rows.map((row) => row.row)).join('\n');
}
