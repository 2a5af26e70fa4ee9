import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { ledgerSignerFrom, openCheckpoint } from './checkpoint.ts';
import { hashEntry } from './entry.ts';
import { verifyInclusion } from './proof.ts';
import { proveSubjects } from './prove-subjects.ts';
import { sequenceOnce } from './sequence-acts.ts';

const { db, pool } = await freshDatabase();
const signer = ledgerSignerFrom(createHash('sha256').update('subjects').digest());
const checkpointFolder = await mkdtemp(path.join(tmpdir(), 'fyr-subjects-'));
after(() => rm(checkpointFolder, { recursive: true }));

async function addActs(from: number, to: number): Promise<void> {
  await pool.query(
    `insert into ledger_act (id, happened_at, actor, action, subject, payload_hash)
     select gen_random_uuid(), now(), 'system', 'item.added', 'item:' || n % 1000, sha256(n::text::bytea)
     from generate_series($1::int, $2::int - 1) n`,
    [from, to],
  );
  while ((await sequenceOnce({ db, signer, clock: { now: () => new Date() }, checkpointFolder })) > 0);
}

async function check(subjects: readonly string[]): Promise<number> {
  const proofs = await proveSubjects(db, subjects);
  assert.ok(proofs);
  const signed = openCheckpoint(signer, proofs.checkpoint);
  assert.ok(signed);
  for (const { entry, proof } of proofs.entries) {
    assert.ok(subjects.includes(entry.subject));
    const claim = { leafHash: hashEntry(entry), position: entry.position, ...signed };
    assert.ok(verifyInclusion(claim, proof), `position ${entry.position}`);
  }
  return proofs.entries.length;
}

test('proveSubjects proves each entry about a thing when the log has any size', async () => {
  assert.equal(await proveSubjects(db, ['item:7']), undefined);
  let size = 0;
  for (const next of [1, 2, 3, 8, 1_000, 4_096, 4_097, 8_191, 8_192, 9_500]) {
    await addActs(size, next);
    size = next;
    const expected = [...Array(size).keys()].filter((n) => n % 1000 === 7 || n % 1000 === 0).length;
    assert.equal(await check(['item:7', 'item:0']), expected, `of ${size}`);
  }
  assert.equal(await check(['item:none']), 0);
});

test('proveSubjects refuses when a stored hash was altered', async () => {
  await pool.query('alter table ledger_entry disable trigger all');
  await pool.query(`update ledger_entry set leaf_hash = sha256('other') where position = 9400`);
  await assert.rejects(proveSubjects(db, ['item:401']), /signed root/);
});
