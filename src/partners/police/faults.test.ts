/** Every way to the police × every misbehaviour of the mail server and of the account: nothing lost, nothing doubled, all of it seen. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, beforeEach, test } from 'node:test';
import { openAsPolice, startMailCatcher, type MailBehaviour } from '../../../stand-ins/mail-catcher.ts';
import { makePoliceKey } from '../../../stand-ins/police-key.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { openMailer } from '../../platform/mail.ts';
import { deliverDispatch, readDispatch, type PartnerDoor } from '../../routing/door.ts';
import { disableStaff } from '../../staff/door.ts';
import { caseInputOf, plantDispatch } from '../partner-for-tests.ts';
import type { Dispatch } from '../partner.ts';
import { fetchFile, openPackage } from './account/fetch-package.ts';
import { listPackages } from './account/account-store.ts';
import { listDeliveries } from './delivery/delivery-store.ts';
import { readPayload, writePayload } from './payload.ts';
import { openPoliceScene } from './police-for-tests.ts';
import { openPolice } from './police.ts';
import type { PoliceWay } from './settings.ts';

const { db, pool } = await freshDatabase();
const catcher = await startMailCatcher();
const mailer = openMailer(catcher.smtpUrl, 'desk@fyr.example.org');
const key = await makePoliceKey();
const scene = await openPoliceScene(db, pool, { smtpUrl: catcher.smtpUrl, mailer });
const olga = await scene.officer('olga');
after(async () => {
  mailer.close();
  await catcher.close();
});
const use = (way: PoliceWay) => {
  scene.settings = { mode: 'test', values: { way, email: 'desk@police.example.org', key: key.publicKeyArmored } };
};
beforeEach(() => {
  catcher.behave({ kind: 'ok' });
  catcher.clear();
});

const never: PartnerDoor = { destination: 'iccam', send: () => Promise.reject(new Error('not this one')) };
const payloads = new Map<PoliceWay, Buffer>();
for (const way of ['mail', 'account', 'both'] as const) {
  use(way);
  payloads.set(way, await scene.door.prepare(caseInputOf()));
}

/** A package of this way with a link of its own: making a whole one anew for each case takes too long. */
function payloadOf(way: PoliceWay): Buffer {
  const made = readPayload(payloads.get(way) ?? Buffer.alloc(0));
  assert.ok(made);
  return writePayload({ ...made, confirmDigest: randomBytes(32) });
}

async function deliver(dispatch: Dispatch): Promise<'failed' | 'done'> {
  const doors = { police: scene.door, iccam: never, ncmec: never, hotline: never, provider: never };
  const deps = { db, clock: scene.deps.clock, log: quietLog, doors };
  return deliverDispatch(deps, dispatch.id).then(
    () => 'done',
    () => 'failed',
  );
}

/** What the mail server does, and what it comes to where mail is the only way. */
const FAULTS: readonly {
  readonly fault: MailBehaviour;
  readonly tries: number;
  readonly ends: string;
  readonly mails: number;
}[] = [
  { fault: { kind: 'ok' }, tries: 1, ends: 'sent', mails: 1 },
  { fault: { kind: 'defer', times: 2 }, tries: 3, ends: 'sent', mails: 1 },
  { fault: { kind: 'refuse' }, tries: 1, ends: 'refused', mails: 0 },
  { fault: { kind: 'drop-after-data', when: 'before-reply', times: 2 }, tries: 3, ends: 'sent', mails: 3 },
  { fault: { kind: 'drop-after-data', when: 'after-reply', times: 1 }, tries: 1, ends: 'sent', mails: 1 },
];

for (const way of ['mail', 'account', 'both'] as const) {
  for (const { fault, tries, ends, mails } of FAULTS) {
    const name = `${fault.kind}${fault.kind === 'drop-after-data' ? ` ${fault.when ?? ''}` : ''}`;
    test(`by ${way}, mail server: ${name}: one effect, and its end is seen`, async () => {
      use(way);
      const isMailed = way !== 'account';
      const dispatch = await plantDispatch(pool, 'police', { payload: payloadOf(way), rule: 'danger' });
      catcher.behave(fault);
      for (let tried = 1; tried < (isMailed ? tries : 1); tried += 1) {
        assert.equal(await deliver(dispatch), 'failed', `try ${tried}`);
        const waiting = await readDispatch(db, dispatch.id);
        assert.deepEqual([waiting?.state, waiting?.attempts], ['planned', tried], 'kept, with its failure');
        assert.ok(waiting?.failureCode);
        assert.equal((await listDeliveries(db, dispatch.caseId)).length, 1, 'watched from the first try on');
      }
      assert.equal(await deliver(dispatch), 'done');
      await deliver(dispatch);
      const ended = await readDispatch(db, dispatch.id);
      const expected = way === 'mail' ? ends : 'sent';
      assert.equal(ended?.state, expected);
      assert.equal(ended.payload, undefined, 'what has left is not kept');
      if (ends === 'refused' && isMailed)
        assert.match(`${ended.failureCode ?? ''} ${ended.reference ?? ''}`, /smtp-550/, 'the operator sees why');
      const caught = catcher.messages();
      assert.equal(caught.length, isMailed ? mails : 0);
      assert.ok(new Set(caught.map(({ messageId }) => messageId)).size <= 1, 'a repeat is the same mail');
      assert.ok(new Set(caught.map(({ sha256 }) => sha256)).size <= 1 || caught.length > 1);
      for (const mail of caught) assert.equal((await openAsPolice(mail, key.privateKeyArmored)).attachments.length, 4);
      const packages = await listPackages(db, 10, dispatch.caseId);
      assert.equal(packages.length, way === 'mail' ? 0 : 1);
      const [delivery] = await listDeliveries(db, dispatch.caseId);
      assert.equal(delivery?.isWatched, true);
    });
  }
}

test('a mail server that is not there keeps the mail and leaves the account at work', async () => {
  const away = openMailer('smtp://127.0.0.1:9', 'desk@fyr.example.org');
  const door = openPolice({ ...scene.deps, mailer: away, smtpUrl: 'smtp://127.0.0.1:9' });
  for (const way of ['mail', 'both'] as const) {
    use(way);
    const dispatch = await plantDispatch(pool, 'police', { payload: payloadOf(way) });
    await assert.rejects(door.send(dispatch));
    assert.equal((await listPackages(db, 10, dispatch.caseId)).length, way === 'both' ? 1 : 0);
    assert.match((await scene.door.send(dispatch)).kind, /sent/);
    assert.equal((await listPackages(db, 10, dispatch.caseId)).length, way === 'both' ? 1 : 0);
  }
  assert.equal(catcher.messages().length, 2);
  away.close();
});

test('a package that cannot be written is not half there, and comes with the next try', async () => {
  use('account');
  const dispatch = await plantDispatch(pool, 'police', { payload: payloadOf('account') });
  await pool.query('alter table police_delivery rename to police_delivery_away');
  assert.equal(await deliver(dispatch), 'failed');
  assert.deepEqual(await listPackages(db, 10, dispatch.caseId), []);
  await pool.query('alter table police_delivery_away rename to police_delivery');
  assert.equal(await deliver(dispatch), 'done');
  assert.equal((await listPackages(db, 10, dispatch.caseId)).length, 1);
});

test('a receipt that cannot be written hands nothing over', async () => {
  use('account');
  const dispatch = await plantDispatch(pool, 'police', { payload: payloadOf('account') });
  await deliver(dispatch);
  const [found] = await listPackages(db, 1, dispatch.caseId);
  assert.ok(found);
  await pool.query('alter table police_receipt rename to police_receipt_away');
  await assert.rejects(fetchFile(db, olga.session, { id: found.id, file: 'zip' }, scene.now));
  await pool.query('alter table police_receipt_away rename to police_receipt');
  assert.equal((await fetchFile(db, olga.session, { id: found.id, file: 'zip' }, scene.now)).kind, 'file');
  await pool.query(
    `update police_package set locked_files = set_byte(locked_files, 20, get_byte(locked_files, 20) # 1)`,
  );
  await assert.rejects(openPackage(db, olga.session, found.id), { name: 'SealError', code: 'damaged' });
});

test('when the last officer has gone, a case is not prepared for nobody, and the console’s test says so', async () => {
  await transact(db, (tx) => disableStaff(tx, scene.supervisor.session, olga.session.staffId, scene.now));
  use('account');
  assert.deepEqual(await scene.door.canTake(), { takes: false, code: 'no-police-account' });
  await assert.rejects(scene.door.prepare(caseInputOf()), { code: 'no-police-account' });
  use('both');
  const payload = await scene.door.prepare(caseInputOf());
  const dispatch = await plantDispatch(pool, 'police', { payload });
  assert.equal(await deliver({ ...dispatch, payload }), 'done');
  assert.equal((await listPackages(db, 10, dispatch.caseId)).length, 0);
  assert.equal(catcher.messages().length, 1, 'by mail it goes all the same');
});
