import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import { inviteAgain } from './invite-staff.ts';
import { readOidcLink, writeOidcLink } from './oidc-store.ts';
import { areCodesOff, insertPasskey, listPasskeys, markPasskeyUsed, setCodesOff, useProof } from './passkey-store.ts';
import { accept, firstSupervisor, minutesLater, START } from './staff-for-tests.ts';

const { db } = await freshDatabase();
const astrid = await firstSupervisor(db);
const { staffId } = astrid.session;
const passkey = { credentialId: Buffer.alloc(16, 1), publicKey: Buffer.alloc(70, 2), counter: 5 };
const ofAstrid = { ...passkey, staffId, name: 'Key ring', createdAt: START };
assert.equal(await transact(db, (tx) => insertPasskey(tx, ofAstrid)), true);

const use = (credentialId: Buffer, counter: number) =>
  transact(db, (tx) => markPasskeyUsed(tx, credentialId, counter, minutesLater(1)));

test('insertPasskey keeps a passkey once, whoever brings it again', async () => {
  assert.equal(await transact(db, (tx) => insertPasskey(tx, { ...ofAstrid, name: 'Again' })), false);
  assert.deepEqual(
    (await listPasskeys(db, staffId)).map(({ name }) => name),
    ['Key ring'],
  );
});

test('markPasskeyUsed takes each counter once and never an older one, also when many come at the same moment', async () => {
  const results = await Promise.all([6, 6, 6, 6].map((counter) => use(passkey.credentialId, counter)));
  assert.equal(results.filter(Boolean).length, 1);
  assert.equal(await use(passkey.credentialId, 5), false);
  assert.equal(await use(passkey.credentialId, 0), false);
  const without = { ...ofAstrid, credentialId: Buffer.alloc(16, 3), counter: 0 };
  await transact(db, (tx) => insertPasskey(tx, without));
  assert.deepEqual([await use(without.credentialId, 0), await use(without.credentialId, 0)], [true, true]);
});

test('useProof takes a proof once, and forgets it when it would be refused anyway', async () => {
  const digest = Buffer.alloc(32, 9);
  const once = (at: Date, forgetBefore: Date) => transact(db, (tx) => useProof(tx, digest, at, forgetBefore));
  assert.equal(await once(START, START), true);
  assert.equal(await once(minutesLater(1), START), false);
  assert.equal(await once(minutesLater(60), minutesLater(59)), true);
});

test('whoever is invited again begins without the second factors that they may have lost', async () => {
  await transact(db, async (tx) => {
    await setCodesOff(tx, staffId, true);
    await writeOidcLink(tx, staffId, Buffer.alloc(32, 4), START);
  });
  const token = await transact(db, (tx) => inviteAgain(tx, astrid.session, staffId, START));
  const renewed = await accept(db, token ?? '', {});
  assert.equal(renewed.kind, 'accepted');
  assert.deepEqual(await listPasskeys(db, staffId), []);
  assert.equal(await areCodesOff(db, staffId), false);
  assert.equal(await readOidcLink(db, staffId), undefined);
});
