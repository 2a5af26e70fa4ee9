/**
 * What somebody can read who has the database, the disk, or the disk and the administrator's rights (docs/keys.md): every key-like
 * thing that they find is tried on every box that they find.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityFromSecret, open, SealError, unlock } from '../lib/seal/door.ts';
import { openCaseForTip } from '../src/cases/door.ts';
import { openScene, TEST_PASSWORD } from '../src/cases/test-support.ts';
import { openTip, readReportedAddresses, readTip } from '../src/intake/door.ts';
import { partKey } from '../src/intake/tip.ts';
import { openWithPassword } from '../src/staff/credentials.ts';
import { openShares } from '../src/staff/desk-key.ts';
import { readAccountByLogin } from '../src/staff/staff-store.ts';
import { transact } from '../src/platform/db.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { findIn, needlesOf } from './canary.ts';
import { freshDatabase } from './fresh-database.ts';

const words = {
  narrative: 'A boat at the quay.',
  name: 'Karin Kanarie',
  address: 'http://who-reads.example.org/album',
};
const { db, pool } = await freshDatabase();
const scene = await openScene(db);
const tipId = await scene.sendTip({
  addresses: [words.address],
  report: { narrative: words.narrative },
  contact: { name: words.name },
});
await transact(db, (tx) => openCaseForTip(tx, scene.serviceKey, tipId, new Date()));

/** Everything that lies in the database as bytes. */
async function everyBox(): Promise<readonly Buffer[]> {
  const { rows: columns } = await pool.query<{ tableName: string; name: string }>(
    `select table_name as "tableName", column_name as name from information_schema.columns
     where table_schema = 'public' and data_type = 'bytea'`,
  );
  const boxes: Buffer[] = [];
  for (const { tableName, name } of columns) {
    const { rows } = await pool.query<{ box: Buffer }>(
      `select ${name} as box from ${tableName} where ${name} is not null`,
    );
    boxes.push(...rows.map((row) => row.box));
  }
  return boxes;
}

const tried = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/** Tries each secret in each way that this house knows on each box, and on what comes out of it, until nothing new does. */
function everythingReadable(boxes: readonly Buffer[], secrets: readonly Buffer[]): readonly Buffer[] {
  const read: Buffer[] = [];
  const known = new Set(secrets.map((secret) => secret.toString('hex')));
  const waiting = secrets.filter((secret) => secret.length === 32);
  for (let secret = waiting.pop(); secret !== undefined; secret = waiting.pop()) {
    const key = secret;
    const ways = [
      (box: Buffer) => open(box, [identityFromSecret(key)]),
      (box: Buffer) => unlock(key, box),
      ...(['report', 'contact'] as const).map((part) => (box: Buffer) => unlock(partKey(key, part), box)),
    ];
    for (const text of boxes.flatMap((box) => ways.map((way) => tried(() => way(box))))) {
      if (text === undefined) continue;
      read.push(text);
      if (text.length !== 32 || known.has(text.toString('hex'))) continue;
      known.add(text.toString('hex'));
      waiting.push(text);
    }
  }
  return read;
}

const boxes = await everyBox();
const found = (read: readonly Buffer[]) => [
  ...new Set(findIn('', Buffer.concat(read), needlesOf(words)).map((line) => /: (\w+)/.exec(line)?.[1])),
];

test('a thief of the database reads nothing: no key in it opens a box in it', () => {
  assert.ok(boxes.length > 20, `${boxes.length}`);
  assert.deepEqual(found(boxes), []);
  assert.deepEqual(everythingReadable(boxes, boxes), []);
});

test('a thief of the whole disk reads addresses, and neither what was told nor who told it', async () => {
  assert.deepEqual(await readReportedAddresses(db, scene.serviceKey, tipId), [words.address]);
  await assert.rejects(readReportedAddresses(db, serviceKeyFrom(Buffer.alloc(32, 1)), tipId), SealError);
  const { ledgerSeed, packageSeed } = scene.serviceKey;
  const derived = [ledgerSeed, packageSeed, Buffer.alloc(32, 9)];
  assert.deepEqual(found(everythingReadable(boxes, [...boxes, ...derived])), []);
});

test('a password opens what the desk holds: the same search finds the words then, so that it can find', async () => {
  const credentials = await readAccountByLogin(db, 'first');
  const opened = await openWithPassword(credentials, TEST_PASSWORD);
  assert.ok(opened);
  const read = found(everythingReadable(boxes, [Buffer.from(opened.identity.secret)]));
  assert.deepEqual(read.sort(), ['name', 'narrative']);
  const desk = await openShares(db, scene.analystId, opened.identity);
  assert.equal(openTip(await readTip(db, tipId), desk).contact?.name, words.name);
});

test('an administrator who removes both copies of the key leaves nobody who reads the tip, the desk included', async () => {
  const opened = await openWithPassword(await readAccountByLogin(db, 'first'), TEST_PASSWORD);
  assert.ok(opened);
  await pool.query('update tip set sealed_key_desk = null, sealed_key_mailbox = null');
  assert.deepEqual(found(everythingReadable(await everyBox(), [Buffer.from(opened.identity.secret)])), []);
});
