import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshConnection, quietLog } from '../../test/fresh-database.ts';
import { openDatabase, transact } from '../platform/db.ts';
import { publishCheckpoint, readCheckpointFiles } from './checkpoint-folder.ts';
import { ledgerSignerFrom, openCheckpoint } from './checkpoint.ts';
import { proveConsistency, proveInclusion } from './prove.ts';
import { verifyConsistency, verifyInclusion } from './proof.ts';
import { recordAct } from './record-act.ts';
import { LedgerBroken, sequenceOnce, startSequencer } from './sequence-acts.ts';
import { verifyLedger } from './verify-ledger.ts';
import { SOURCES } from '../platform/sources.ts';

// Here, not in a test: a server that a test starts would end with that test.
await freshConnection();

const SEED = createHash('sha256').update('sequencer tests').digest();
const signer = ledgerSignerFrom(SEED);

async function openLedger() {
  const connection = await freshConnection();
  const database = openDatabase({ ...connection, max: 8 }, quietLog);
  after(() => database.close());
  const checkpointFolder = await mkdtemp(path.join(tmpdir(), 'fyr-ledger-'));
  after(() => rm(checkpointFolder, { recursive: true, force: true }));
  let today = new Date('2026-03-01T10:00:00Z');
  const deps = { db: database.db, signer, clock: { now: () => today }, checkpointFolder };
  return { ...database, connection, deps, setToday: (day: string) => (today = new Date(`${day}T10:00:00Z`)) };
}
type Ledger = Awaited<ReturnType<typeof openLedger>>;

const act = (subject: string) => ({
  at: new Date(),
  actor: 'system' as const,
  action: 'item.added',
  subject,
  payload: {},
});
const record = (ledger: Ledger, ...subjects: string[]) =>
  transact(ledger.db, async (tx) => {
    for (const subject of subjects) await recordAct(tx, act(subject));
  });
const addActs = (ledger: Ledger, count: number) =>
  ledger.pool.query(
    `insert into ledger_act (id, happened_at, actor, action, subject, payload_hash)
     select gen_random_uuid(), now(), 'system', 'item.added', 'item:' || n, sha256(n::text::bytea) from generate_series(1, $1::int) n`,
    [count],
  );
async function subjects(ledger: Ledger): Promise<string[]> {
  const { rows } = await ledger.pool.query<{ subject: string }>('select subject from ledger_entry order by position');
  return rows.map((row) => row.subject);
}
async function report(ledger: Ledger) {
  const checkpointFiles = await readCheckpointFiles(ledger.deps.checkpointFolder);
  return await verifyLedger({ db: ledger.db, verifier: signer, checkpointFiles });
}

test('sequenceOnce gives places in the order of arrival when acts wait', async () => {
  const ledger = await openLedger();
  await record(ledger, 'item:a', 'item:b');
  await record(ledger, 'item:c');
  assert.equal(await sequenceOnce({ ...ledger.deps, batchSize: 2 }), 2);
  assert.equal(await sequenceOnce({ ...ledger.deps, batchSize: 2 }), 1);
  assert.equal(await sequenceOnce({ ...ledger.deps, batchSize: 2 }), 0);
  assert.deepEqual(await subjects(ledger), ['item:a', 'item:b', 'item:c']);
  assert.deepEqual((await report(ledger)).misfits, []);
});

test('sequenceOnce loses nothing when a transaction with an earlier arrival commits later', async () => {
  const ledger = await openLedger();
  const slow = await ledger.pool.connect();
  await slow.query('begin');
  await slow.query(
    `insert into ledger_act (id, happened_at, actor, action, subject, payload_hash)
     values (gen_random_uuid(), now(), 'system', 'item.added', 'item:slow', sha256('x'))`,
  );
  await record(ledger, 'item:quick');
  assert.equal(await sequenceOnce(ledger.deps), 1);
  await slow.query('commit');
  slow.release();
  assert.equal(await sequenceOnce(ledger.deps), 1);
  assert.deepEqual(await subjects(ledger), ['item:quick', 'item:slow']);
  assert.equal((await report(ledger)).isWhole, true);
});

test('sequenceOnce places no act of a transaction that rolled back', async () => {
  const ledger = await openLedger();
  await assert.rejects(
    transact(ledger.db, async (tx) => {
      await recordAct(tx, act('item:never'));
      throw new Error('no');
    }),
  );
  assert.equal(await sequenceOnce(ledger.deps), 0);
});

test('sequenceOnce places each act once when four sequencers run at once while acts arrive', async () => {
  const ledger = await openLedger();
  await addActs(ledger, 600);
  const sequencers = [0, 1, 2, 3].map(async () => {
    let placed = 0;
    for (let idle = 0; idle < 5;) {
      const count = await sequenceOnce({ ...ledger.deps, batchSize: 37 });
      placed += count;
      idle = count === 0 ? idle + 1 : 0;
      if (count === 0) await sleep(5);
    }
    return placed;
  });
  for (let n = 0; n < 50; n += 1) await record(ledger, `item:late-${n}`);
  const placed = await Promise.all(sequencers);
  const rest = await sequenceOnce(ledger.deps);
  assert.equal(
    placed.reduce((sum, count) => sum + count, rest),
    650,
  );
  assert.equal(new Set(await subjects(ledger)).size, 650);
  const { isWhole, entries, waiting } = await report(ledger);
  assert.deepEqual({ isWhole, entries, waiting }, { isWhole: true, entries: 650, waiting: 0 });
});

test('sequenceOnce goes on without loss or doubling when its process is killed between and in batches', async () => {
  const ledger = await openLedger();
  await addActs(ledger, 3_000);
  for (let round = 0; round < 4; round += 1) {
    const child = sequenceInChild(ledger);
    const before = (await report(ledger)).entries;
    while ((await ledger.pool.query('select from ledger_entry')).rowCount === before) await sleep(5);
    await sleep(10 * round);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const after = await report(ledger);
    assert.deepEqual(after.misfits, []);
    assert.equal(after.entries + after.waiting, 3_000);
    assert.ok(after.entries > before);
  }
  while ((await sequenceOnce(ledger.deps)) > 0);
  const end = await report(ledger);
  assert.deepEqual([end.isWhole, end.entries, end.waiting], [true, 3_000, 0]);
  assert.equal(new Set(await subjects(ledger)).size, 3_000);
});

/** A process that sequences ten acts at a time until it is killed. */
function sequenceInChild(ledger: Ledger) {
  const here = JSON.stringify(import.meta.dirname);
  const program = `
    const { openDatabase } = await import(${here} + '/../platform/db.ts');
    const { openLog } = await import(${here} + '/../platform/log.ts');
    const { ledgerSignerFrom } = await import(${here} + '/checkpoint.ts');
    const { sequenceOnce } = await import(${here} + '/sequence-acts.ts');
    const { db } = openDatabase(${JSON.stringify(ledger.connection)}, openLog('silent'));
    const signer = ledgerSignerFrom(Buffer.from('${SEED.toString('hex')}', 'hex'));
    const deps = { db, signer, clock: { now: () => new Date() }, checkpointFolder: ${JSON.stringify(ledger.deps.checkpointFolder)}, batchSize: 10 };
    for (;;) await sequenceOnce(deps);`;
  return spawn(process.execPath, [...SOURCES, '--input-type=module', '-e', program], { stdio: 'inherit' });
}

test('sequenceOnce publishes the newest checkpoint and keeps the last of each day', async () => {
  const ledger = await openLedger();
  const days = ['2026-03-01', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-03'];
  for (const [n, day] of days.entries()) {
    ledger.setToday(day);
    await record(ledger, `item:${n}`);
    await sequenceOnce(ledger.deps);
  }
  assert.deepEqual(await readdir(ledger.deps.checkpointFolder), [
    '2026-03-01.000000000002.txt',
    '2026-03-02.000000000003.txt',
    '2026-03-03.000000000005.txt',
  ]);
  assert.deepEqual([(await report(ledger)).isWhole, (await report(ledger)).files], [true, 3]);
});

test('sequenceOnce makes up for a file that a crash left out when nothing waits', async () => {
  const ledger = await openLedger();
  await record(ledger, 'item:a');
  await sequenceOnce(ledger.deps);
  await rm(ledger.deps.checkpointFolder, { recursive: true });
  assert.equal(await sequenceOnce(ledger.deps), 0);
  const [file] = await readCheckpointFiles(ledger.deps.checkpointFolder);
  assert.equal(openCheckpoint(signer, file?.note ?? '')?.size, 1);
});

test('sequenceOnce refuses to sign on when the log or its newest checkpoint is not what was signed', async () => {
  const edits = [
    'delete from ledger_entry where position = 1',
    `update ledger_checkpoint set peaks = sha256('x')`,
    `update ledger_checkpoint set note = note || 'x'`,
    `update ledger_checkpoint set size = 3`,
    'delete from ledger_checkpoint',
  ];
  for (const edit of edits) {
    const ledger = await openLedger();
    await record(ledger, 'item:a', 'item:b');
    await sequenceOnce(ledger.deps);
    await ledger.pool.query(
      'alter table ledger_entry disable trigger user; alter table ledger_checkpoint disable trigger user',
    );
    await ledger.pool.query(edit);
    await record(ledger, 'item:c');
    await assert.rejects(sequenceOnce(ledger.deps), LedgerBroken, edit);
    assert.equal((await report(ledger)).waiting, 1);
  }
});

test('sequenceOnce refuses to sign on when another history of that size was published', async () => {
  const [one, two] = [await openLedger(), await openLedger()];
  for (const ledger of [one, two]) {
    await record(ledger, 'item:a');
    await sequenceOnce(ledger.deps);
  }
  await record(one, 'item:b');
  await assert.rejects(
    sequenceOnce({ ...one.deps, checkpointFolder: two.deps.checkpointFolder }),
    /published checkpoint of 1 entries has another root/,
  );
});

test('publishCheckpoint leaves no half-written file, not even one of a process that was killed', async () => {
  const ledger = await openLedger();
  const folder = path.join(ledger.deps.checkpointFolder, 'new', 'folder');
  await publishCheckpoint(folder, { size: 7, note: 'a note\n' }, new Date());
  await writeFile(path.join(folder, '.2026-01-02.000000000006.txt.of-a-killed-one.new'), 'a no');
  await publishCheckpoint(folder, { size: 7, note: 'a note\n' }, new Date());
  assert.equal((await readdir(folder)).length, 2);
  const tomorrow = new Date(Date.now() + 24 * 3_600_000);
  await publishCheckpoint(folder, { size: 8, note: 'a later note\n' }, tomorrow);
  assert.deepEqual(
    (await readCheckpointFiles(folder)).map((file) => file.note),
    ['a note\n', 'a later note\n'],
  );
  assert.equal((await readdir(folder)).length, 2);
});

test('startSequencer places acts by itself, and none any more when it was stopped', async () => {
  const ledger = await openLedger();
  const sequencer = startSequencer({ ...ledger.deps, log: quietLog, pauseMs: 10 });
  await record(ledger, 'item:a');
  const until = Date.now() + 30_000;
  while ((await subjects(ledger)).length < 1 && Date.now() < until) await sleep(10);
  await sequencer.stop();
  await record(ledger, 'item:b');
  await sleep(50);
  assert.deepEqual(await subjects(ledger), ['item:a']);
});

test('proveInclusion and proveConsistency give proofs that hold against the signed checkpoints', async () => {
  const ledger = await openLedger();
  await addActs(ledger, 23);
  while ((await sequenceOnce({ ...ledger.deps, batchSize: 9 })) > 0);
  const { rows } = await ledger.pool.query<{ size: number; root: Buffer }>(
    'select size, root from ledger_checkpoint order by size',
  );
  const [first, , last] = rows;
  assert.ok(first !== undefined && last !== undefined);
  assert.deepEqual([first.size, last.size], [9, 23]);
  for (const position of [0, 8, 9, 22]) {
    const { entry, size, proof } = await proveInclusion(ledger.db, position, last.size);
    assert.ok(verifyInclusion({ leafHash: entry.leafHash, position, size, root: last.root }, proof));
    assert.ok(!verifyInclusion({ leafHash: entry.leafHash, position, size, root: first.root }, proof));
  }
  assert.ok(verifyConsistency(first, last, await proveConsistency(ledger.db, first.size, last.size)));
  await assert.rejects(proveInclusion(ledger.db, 23, 24), RangeError);
  await assert.rejects(proveConsistency(ledger.db, 9, 99), RangeError);
});
