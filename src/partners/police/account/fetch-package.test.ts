import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../../../test/fresh-database.ts';
import { transact } from '../../../platform/db.ts';
import { inviteAgain } from '../../../staff/door.ts';
import { join } from '../../../staff/staff-for-tests.ts';
import { PartnerUnavailable } from '../../partner.ts';
import { readPayload } from '../payload.ts';
import { openPoliceScene } from '../police-for-tests.ts';
import { packageSignerOf } from '../prepare-package.ts';
import { verifyPackage } from '../verify-package.ts';
import { readZip } from '../zip.ts';
import { listPackages, listReceipts, type PackageId } from './account-store.ts';
import { fetchFile, handOnPackages, openPackage } from './fetch-package.ts';

const { db, pool } = await freshDatabase();
const scene = await openPoliceScene(db, pool);

/** Before anybody of the police has an account. */
const early = { answer: await scene.door.canTake(), failure: await scene.planned().catch((error: unknown) => error) };
const olga = await scene.officer('olga');
const analyst = await scene.analyst('astrid-2');

test('prepare refuses while no officer could open the package, and canTake says so before', () => {
  assert.deepEqual(early.answer, { takes: false, code: 'no-police-account' });
  assert.ok(early.failure instanceof PartnerUnavailable);
  assert.equal(early.failure.code, 'no-police-account');
});

async function delivered(): Promise<PackageId> {
  const dispatch = await scene.planned();
  assert.deepEqual(await scene.door.send(dispatch), { kind: 'sent', reference: 'account' });
  const [found] = await listPackages(db, 1, dispatch.caseId);
  assert.ok(found);
  return found.id;
}

test('fetchFile hands a package to an officer with a receipt on the record, and it is what the hotline signed', async () => {
  const id = await delivered();
  const zip = await fetchFile(db, olga.session, { id, file: 'zip' }, scene.now);
  assert.ok(zip.kind === 'file');
  assert.equal(zip.name, 'case-123.zip');
  assert.deepEqual(verifyPackage(packageSignerOf(scene.deps.serviceKey), readZip(zip.bytes)).problems, []);
  const json = await fetchFile(db, olga.session, { id, file: 'case-123.json' }, scene.now);
  assert.ok(json.kind === 'file' && json.bytes.includes('bilder.example.org'));
  const receipts = await listReceipts(db, [id]);
  assert.deepEqual(receipts.map(({ file, staffId }) => [file, staffId]).sort(), [
    ['case-123.json', olga.session.staffId],
    ['zip', olga.session.staffId],
  ]);
  const acts = await sql<{ actor: string }>`
    select actor from ledger_act where action = 'police.package-fetched'`.execute(db);
  assert.deepEqual(new Set(acts.rows.map(({ actor }) => actor)), new Set([`staff:${olga.session.staffId}`]));
});

test('fetchFile gives nothing, and notes nothing, when the file or the package is not there or the person is no officer', async () => {
  const id = await delivered();
  for (const file of ['../case-123.json', 'no.pdf', ''])
    assert.deepEqual(await fetchFile(db, olga.session, { id, file }, scene.now), { kind: 'no-package' });
  for (const person of [analyst, scene.supervisor])
    assert.deepEqual(await fetchFile(db, person.session, { id, file: 'zip' }, scene.now), { kind: 'no-package' });
  assert.deepEqual(await listReceipts(db, [id]), []);
});

test('send puts the same dispatch into the account once, however often it is sent', async () => {
  const dispatch = await scene.planned();
  for (let time = 0; time < 3; time += 1) await scene.door.send(dispatch);
  await Promise.all([scene.door.send(dispatch), scene.door.send(dispatch)]);
  assert.equal((await listPackages(db, 10, dispatch.caseId)).length, 1);
});

test('what waits and what lies in the account says nothing in clear, anywhere in the database', async () => {
  const dispatch = await scene.planned();
  await pool.query('update dispatch set payload = $1 where id = $2', [dispatch.payload, dispatch.id]);
  await scene.door.send(dispatch);
  const tables = ['dispatch', 'police_package', 'police_package_key', 'police_delivery', 'ledger_act'];
  for (const table of tables) {
    const { rows } = await pool.query<Record<string, unknown>>(`select * from ${table}`);
    assert.ok(rows.length > 0, table);
    for (const value of rows.flatMap((row) => Object.values(row))) {
      const text = Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
      const decoded = text.replace(/"([A-Za-z0-9+/=]{40,})"/g, (_, base64: string) =>
        Buffer.from(base64, 'base64').toString('utf8'),
      );
      assert.doesNotMatch(decoded, /bilder\.example|Jag s|album|okänd/, table);
    }
  }
  const account = readPayload(dispatch.payload ?? Buffer.alloc(0))?.account;
  assert.deepEqual(
    account?.keys.map(({ staffId }) => staffId),
    [olga.session.staffId],
  );
});

test('handOnPackages lets a colleague who came later open what came before, and one whose key was renewed again', async () => {
  const id = await delivered();
  const oskar = await scene.officer('oskar');
  assert.equal(await openPackage(db, oskar.session, id), 'not-for-you');
  assert.ok((await handOnPackages(db, olga.session, scene.now)) > 0);
  assert.equal(typeof (await openPackage(db, oskar.session, id)), 'object');
  assert.equal(await handOnPackages(db, olga.session, scene.now), 0, 'nothing is left to hand on');

  const token = await transact(db, (tx) => inviteAgain(tx, scene.supervisor.session, oskar.session.staffId, scene.now));
  assert.ok(token);
  const renewed = await join(db, token, 'oskar', scene.now);
  assert.equal(await openPackage(db, renewed.session, id), 'not-for-you', 'the old key is gone');
  assert.equal(await handOnPackages(db, renewed.session, scene.now), 0, 'who can open nothing hands nothing on');
  assert.ok((await handOnPackages(db, olga.session, scene.now)) > 0);
  assert.equal(typeof (await openPackage(db, renewed.session, id)), 'object');
});

test('an officer holds no desk key, and is given none when one is made', async () => {
  assert.equal((await olga.session.deskIdentities()).size, 0);
  const shares =
    await sql`select 1 from desk_key_share s join staff p on p.id = s.staff_id where p.role = 'police'`.execute(db);
  assert.equal(shares.rows.length, 0);
});
