import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { freshConnection, freshDatabase } from '../../test/fresh-database.ts';
import { transact, type OpenDatabase } from '../platform/db.ts';
import { readCheckpointFiles } from './checkpoint-folder.ts';
import { formatVerifierKey, ledgerSignerFrom, signCheckpoint } from './checkpoint.ts';
import { hashEntry } from './entry.ts';
import { streamEntries } from './ledger-store.ts';
import { appendLeaf, EMPTY_TREE, encodePeaks, rootOf } from './merkle.ts';
import { describeMisfit } from './misfit.ts';
import { recordAct } from './record-act.ts';
import { runLedger } from './run-ledger.ts';
import { LedgerBroken, sequenceOnce, type SequencerDeps } from './sequence-acts.ts';
import { verifyLedger } from './verify-ledger.ts';
import { processorMs } from '../platform/processor-time-for-tests.ts';

// Here, not in a test: a server that a test starts would end with that test.
await freshConnection();

const signer = ledgerSignerFrom(createHash('sha256').update('ledger tests').digest());
const START = Date.parse('2026-03-01T10:00:00Z');

interface Ledger extends OpenDatabase {
  deps: SequencerDeps;
}

/** A log of 30 entries in batches of 10, on a database of its own whose owner can do anything. */
async function openLedger(entries = 30, batchSize = 10): Promise<Ledger> {
  const database = await freshDatabase();
  const checkpointFolder = await mkdtemp(path.join(tmpdir(), 'fyr-ledger-'));
  after(() => rm(checkpointFolder, { recursive: true, force: true }));
  const ledger = {
    ...database,
    deps: { db: database.db, signer, clock: { now: () => new Date(START) }, checkpointFolder, batchSize },
  };
  for (let done = 0; done < entries; done += batchSize) {
    await record(ledger, Math.min(batchSize, entries - done));
    await sequenceOnce(ledger.deps);
  }
  return ledger;
}

async function record(ledger: Ledger, count: number): Promise<void> {
  await transact(ledger.db, async (tx) => {
    for (let n = 0; n < count; n += 1) {
      await recordAct(tx, {
        at: new Date(START + n * 1_000),
        actor: 'system',
        action: 'tip.received',
        subject: `tip:${randomUUID()}`,
        payload: { n },
      });
    }
  });
}

async function check(ledger: Ledger) {
  const checkpointFiles = await readCheckpointFiles(ledger.deps.checkpointFolder);
  return await verifyLedger({ db: ledger.db, verifier: signer, checkpointFiles });
}

/** What the database's owner can do: past the append-only triggers. */
async function tamper(ledger: Ledger, ...statements: string[]): Promise<void> {
  const client = await ledger.pool.connect();
  try {
    await client.query('begin');
    await client.query(
      'alter table ledger_entry disable trigger user; alter table ledger_checkpoint disable trigger user',
    );
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } finally {
    client.release();
  }
}

test('verifyLedger finds the ledger whole, and counts what waits, when nobody touched it', async () => {
  const ledger = await openLedger();
  await record(ledger, 4);
  const report = await check(ledger);
  assert.deepEqual(report, {
    isWhole: true,
    entries: 30,
    checkpoints: 3,
    files: 1,
    waiting: 4,
    misfits: [],
    firstMisfit: undefined,
  });
});

test('verifyLedger finds an empty ledger whole', async () => {
  const report = await check(await openLedger(0));
  assert.deepEqual([report.isWhole, report.entries, report.checkpoints], [true, 0, 0]);
});

const EDITS: Record<string, string> = {
  actor: `actor = 'operator'`,
  action: `action = 'tip.erased'`,
  subject: `subject = 'tip:other'`,
  payload_hash: `payload_hash = sha256('x')`,
  'happened_at by one microsecond': `happened_at = happened_at + interval '1 microsecond'`,
  'happened_at to infinity': `happened_at = 'infinity'`,
  id: `id = gen_random_uuid()`,
};
for (const [what, edit] of Object.entries(EDITS)) {
  test(`verifyLedger names the position when somebody edited ${what}`, async () => {
    const ledger = await openLedger();
    await tamper(ledger, `update ledger_entry set ${edit} where position = 17`);
    const report = await check(ledger);
    assert.deepEqual(report.misfits, [{ kind: 'changed', position: 17 }]);
    assert.equal(report.firstMisfit, 17);
    assert.match(describeMisfit(report.misfits[0] ?? assert.fail()), /^Position 17 /);
  });
}

test('verifyLedger names the batch when an entry was edited together with its leaf hash', async () => {
  const ledger = await openLedger();
  await tamper(ledger, `update ledger_entry set actor = 'operator' where position = 17`);
  await rehash(ledger);
  const report = await check(ledger);
  assert.deepEqual(report.misfits, [{ kind: 'rewritten', position: 10, to: 20, source: { kind: 'stored', size: 20 } }]);
});

test('verifyLedger tells when only a stored leaf hash was edited', async () => {
  const ledger = await openLedger();
  await tamper(ledger, `update ledger_entry set leaf_hash = sha256('x') where position in (3, 12)`);
  const report = await check(ledger);
  assert.deepEqual(report.misfits, [
    { kind: 'leaf-changed', position: 3 },
    { kind: 'leaf-changed', position: 12 },
  ]);
});

test('verifyLedger names the position when an entry was deleted', async () => {
  for (const position of [0, 9, 10, 23]) {
    const ledger = await openLedger();
    await tamper(ledger, `delete from ledger_entry where position = ${position}`);
    const report = await check(ledger);
    assert.deepEqual(report.misfits, [{ kind: 'missing', position }]);
    assert.equal(report.entries, 29);
  }
});

test('verifyLedger names the batch when an entry was deleted and the later ones moved up', async () => {
  const ledger = await openLedger();
  await tamper(
    ledger,
    'delete from ledger_entry where position = 14',
    'update ledger_entry set position = position + 1000 where position > 14',
    'update ledger_entry set position = position - 1001 where position > 14',
  );
  const report = await check(ledger);
  assert.equal(report.firstMisfit, 10);
  assert.deepEqual(report.misfits[0], {
    kind: 'rewritten',
    position: 10,
    to: 20,
    source: { kind: 'stored', size: 20 },
  });
});

test('verifyLedger names the first position when two entries changed places', async () => {
  const ledger = await openLedger();
  await tamper(
    ledger,
    'update ledger_entry set position = -1 where position = 12',
    'update ledger_entry set position = 12 where position = 15',
    'update ledger_entry set position = 15 where position = -1',
  );
  const moved = await check(ledger);
  // The leaf hashes moved along with their rows, so the signed root alone speaks: it covers 10 to 19.
  assert.deepEqual(moved.misfits, [{ kind: 'rewritten', position: 10, to: 20, source: { kind: 'stored', size: 20 } }]);
  await tamper(
    ledger,
    `update ledger_entry a set leaf_hash = b.leaf_hash from ledger_entry b
     where (a.position, b.position) in ((12, 15), (15, 12))`,
  );
  assert.deepEqual((await check(ledger)).misfits, [{ kind: 'changed', position: 12 }]);
});

test('verifyLedger names the position when an entry was put in', async () => {
  const copy = (position: number) =>
    `insert into ledger_entry select ${position}, gen_random_uuid(), happened_at, actor, action, subject, payload_hash, leaf_hash
     from ledger_entry where position = 5`;
  const ledger = await openLedger();
  await tamper(ledger, copy(-7));
  assert.deepEqual((await check(ledger)).misfits, [{ kind: 'stray', position: -7 }]);
  await tamper(ledger, 'delete from ledger_entry where position < 0', copy(30));
  assert.deepEqual((await check(ledger)).misfits, [{ kind: 'uncovered', position: 30 }]);
});

test('verifyLedger finds a cut end when the checkpoints are still there', async () => {
  const ledger = await openLedger();
  await tamper(ledger, 'delete from ledger_entry where position >= 26');
  const report = await check(ledger);
  assert.deepEqual(report.misfits, [{ kind: 'cut', position: 26, size: 30, source: { kind: 'stored', size: 30 } }]);
});

test('verifyLedger finds a cut end through the file outside when the newest checkpoints were cut too', async () => {
  const ledger = await openLedger();
  await tamper(
    ledger,
    'delete from ledger_entry where position >= 20',
    'delete from ledger_checkpoint where size > 20',
  );
  const report = await check(ledger);
  const [file] = await readdir(ledger.deps.checkpointFolder);
  assert.deepEqual(report.misfits, [
    { kind: 'cut', position: 20, size: 30, source: { kind: 'file', name: file ?? '' } },
  ]);
  assert.match(
    describeMisfit(report.misfits[0] ?? assert.fail()),
    /^The log was cut: .* from position 20 on there are none/,
  );
  // Nor does the sequencer go on from there: that would sign a second history.
  await record(ledger, 1);
  await assert.rejects(sequenceOnce(ledger.deps), LedgerBroken);
  assert.equal((await check(ledger)).waiting, 1);
});

test('verifyLedger finds a database emptied of its ledger through the file outside', async () => {
  const ledger = await openLedger();
  await tamper(ledger, 'delete from ledger_entry', 'delete from ledger_checkpoint');
  assert.equal((await check(ledger)).firstMisfit, 0);
});

test('verifyLedger finds a removed newest checkpoint when its entries are still there', async () => {
  const ledger = await openLedger();
  await tamper(ledger, 'delete from ledger_checkpoint where size = 30');
  const [first] = (await check(ledger)).misfits;
  assert.deepEqual(first?.kind, 'unknown-file');
  await rm(ledger.deps.checkpointFolder, { recursive: true });
  assert.deepEqual((await check(ledger)).misfits, [{ kind: 'uncovered', position: 20 }]);
});

test('verifyLedger finds a rewritten history when all of the database was made to agree with itself', async () => {
  const ledger = await openLedger();
  await tamper(ledger, `update ledger_entry set actor = 'operator' where position = 4`);
  await rehash(ledger);
  await resign(ledger, ledgerSignerFrom(createHash('sha256').update('a key of their own').digest()));
  const byOthers = await check(ledger);
  assert.deepEqual(new Set(byOthers.misfits.map((misfit) => misfit.kind)), new Set(['rewritten', 'bad-checkpoint']));
  // Even with the true key: the file outside has the true root.
  await resign(ledger, signer);
  const report = await check(ledger);
  assert.equal(report.misfits[0]?.kind, 'rewritten');
  assert.equal(report.isWhole, false);
});

test('verifyLedger finds edited checkpoints and files', async () => {
  const ledger = await openLedger();
  await tamper(ledger, `update ledger_checkpoint set root = sha256('x') where size = 10`);
  assert.deepEqual((await check(ledger)).misfits, [{ kind: 'bad-checkpoint', source: { kind: 'stored', size: 10 } }]);
  await tamper(ledger, `update ledger_checkpoint set peaks = sha256('x') || sha256('y') where size = 20`);
  assert.equal((await check(ledger)).misfits.length, 2);
  const [file] = await readdir(ledger.deps.checkpointFolder);
  await writeFile(path.join(ledger.deps.checkpointFolder, file ?? ''), 'nothing\n');
  assert.deepEqual(
    (await check(ledger)).misfits.map((misfit) => misfit.kind),
    ['bad-checkpoint', 'bad-checkpoint', 'bad-checkpoint'],
  );
});

test('ledger_entry and ledger_checkpoint refuse changes when nobody took their triggers away', async () => {
  const ledger = await openLedger(3);
  for (const table of ['ledger_entry', 'ledger_checkpoint']) {
    await assert.rejects(ledger.pool.query(`delete from ${table}`), /append-only/);
    await assert.rejects(ledger.pool.query(`truncate ${table}`), /append-only/);
  }
  await assert.rejects(ledger.pool.query(`update ledger_entry set actor = 'x'`), /append-only/);
});

test('verifyLedger reads 10,000 entries in seconds, and finds the one that was edited', async () => {
  const ledger = await openLedger(0);
  await ledger.pool.query(
    `insert into ledger_act (id, happened_at, actor, action, subject, payload_hash)
     select gen_random_uuid(), now(), 'system', 'tip.received', 'tip:' || gen_random_uuid(), sha256(n::text::bytea)
     from generate_series(1, 10000) n`,
  );
  while ((await sequenceOnce({ ...ledger.deps, batchSize: 500 })) > 0);
  const startedAt = processorMs();
  const report = await check(ledger);
  const tookMs = processorMs() - startedAt;
  assert.deepEqual([report.isWhole, report.entries, report.checkpoints], [true, 10_000, 20]);
  assert.ok(tookMs < 5_000, `${tookMs} ms`);
  await tamper(ledger, `update ledger_entry set subject = subject || ' ' where position = 7321`);
  assert.equal((await check(ledger)).firstMisfit, 7321);
});

test('runLedger verifies, prints the key and the checkpoint, and returns exit codes', async () => {
  const ledger = await openLedger(12, 6);
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const deps = { db: ledger.db, verifier: signer, checkpointFolder: ledger.deps.checkpointFolder };
    const code = await runLedger(args, { ...deps, write: (line) => lines.push(line) });
    return { code, text: lines.join('\n') };
  };
  assert.deepEqual(await run('key'), { code: 0, text: formatVerifierKey(signer) });
  assert.match((await run('checkpoint')).text, /^fyr-ledger\/[0-9a-f]{16}\n12\n/);
  const whole = await run('verify', `--key=${formatVerifierKey(signer)}`);
  assert.deepEqual(whole, {
    code: 0,
    text: 'Checked 12 entries, 2 checkpoints and 1 checkpoint file.\nThe ledger is whole: every entry is where and what it was when it was signed.',
  });
  await tamper(ledger, `update ledger_entry set subject = 'x' where position = 8`);
  const edited = await run('verify');
  assert.equal(edited.code, 1);
  assert.match(edited.text, /NOT whole\.\nThe first position that does not fit is 8\.\n- Position 8 does not hold/);
  assert.match((await run('verify', '--checkpoints=/nonexistent')).text, /a cut at the end could not be seen/);
  for (const args of [[], ['prove'], ['verify', '--quick'], ['verify', '--key=x']])
    assert.equal((await run(...args)).code, 2);
});

/** Makes every stored leaf hash fit what is stored now. */
async function rehash(ledger: Ledger): Promise<void> {
  for await (const entry of streamEntries(ledger.db)) {
    await tamper(
      ledger,
      `update ledger_entry set leaf_hash = '\\x${hashEntry(entry).toString('hex')}' where position = ${entry.position}`,
    );
  }
}

/** Makes every checkpoint fit the stored entries, signed with the given key. */
async function resign(ledger: Ledger, key: typeof signer): Promise<void> {
  let tree = EMPTY_TREE;
  for await (const entry of streamEntries(ledger.db)) {
    tree = appendLeaf(tree, hashEntry(entry));
    const note = signCheckpoint({ ...key, origin: signer.origin }, { size: tree.size, root: rootOf(tree) });
    await tamper(
      ledger,
      `update ledger_checkpoint set root = '\\x${rootOf(tree).toString('hex')}', peaks = '\\x${encodePeaks(tree).toString('hex')}',
       note = '${note}' where size = ${tree.size}`,
    );
  }
}
