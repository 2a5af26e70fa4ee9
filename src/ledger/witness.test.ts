import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { formatVerifierKey, ledgerSignerFrom, openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosign, formatWitnessKey, parseWitnessKey, readCosignature, witnessSignerFrom } from './cosignature.ts';
import { appendLeaf, EMPTY_TREE, hashLeaf, rootOf, type TreeHead } from './merkle.ts';
import { collectRoots, consistencyRanges } from './proof.ts';
import { runWitness } from './run-witness.ts';
import { formatWitnessRequest, judgeCheckpoint, parseWitnessRequest, type WitnessRequest } from './witness.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-witness-'));
after(() => rm(folder, { recursive: true, force: true }));
const log = ledgerSignerFrom(Buffer.alloc(32, 4));
const leavesOf = (size: number, history = '') =>
  Array.from({ length: size }, (_, n) => hashLeaf(Buffer.from(`${history}${n}`)));
const treeOf = (leaves: readonly Buffer[]): TreeHead => leaves.reduce(appendLeaf, EMPTY_TREE);
const seenOf = (size: number, history = '') => ({ size, root: rootOf(treeOf(leavesOf(size, history))) });

/** What an honest log of this history says to somebody who saw `oldSize`. */
function requestOf(oldSize: number, newSize: number, history = ''): WitnessRequest {
  const leaves = leavesOf(newSize, history);
  const collector = collectRoots(consistencyRanges(oldSize, newSize));
  leaves.forEach((leaf, position) => collector.add(position, leaf));
  return {
    oldSize,
    proof: collector.roots(),
    note: signCheckpoint(log, { size: newSize, root: rootOf(treeOf(leaves)) }),
  };
}

test('judgeCheckpoint takes any log that only grew, and refuses one of another history, a cut one and another start', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(20), (oldSize, more) => {
      const request = requestOf(oldSize, oldSize + more);
      assert.ok('checkpoint' in judgeCheckpoint(request, log, seenOf(oldSize)));
      const kindOf = (seen: ReturnType<typeof seenOf>) => {
        const judged = judgeCheckpoint(request, log, seen);
        return 'refusal' in judged ? judged.refusal.kind : 'signed';
      };
      assert.equal(kindOf(seenOf(oldSize, 'other ')), 'rewritten');
      assert.equal(kindOf(seenOf(oldSize + 1)), 'another-start');
    }),
    { numRuns: 60 },
  );
  const smaller = { ...requestOf(3, 3), oldSize: 5 };
  assert.deepEqual(judgeCheckpoint(smaller, log, seenOf(5)), { refusal: { kind: 'smaller', seen: 5 } });
  const foreign = judgeCheckpoint(requestOf(0, 4), ledgerSignerFrom(Buffer.alloc(32, 5)));
  assert.deepEqual(foreign, { refusal: { kind: 'not-signed' } });
});

test('parseWitnessRequest reads what formatWitnessRequest wrote, and refuses anything else with a SyntaxError', () => {
  for (const [oldSize, newSize] of [
    [0, 5],
    [3, 3],
    [3, 17],
  ] as const) {
    const request = requestOf(oldSize, newSize);
    assert.deepEqual(parseWitnessRequest(formatWitnessRequest(request)), request);
  }
  for (const text of ['', 'old 1', 'old x\n\n', `old 1\nabc\n\nnote`, `old 1\n${'AAAA\n'.repeat(99)}\n`])
    assert.throws(() => parseWitnessRequest(text), SyntaxError, text);
});

test('a cosignature is what c2sp.org/tlog-cosignature describes, and any changed byte ends it', () => {
  const witness = witnessSignerFrom('example.org/witness', Buffer.alloc(32, 7));
  const { note } = requestOf(0, 3);
  const signed = cosign(witness, note, new Date('2026-11-26T12:00:00.700Z'));
  assert.ok(signed.startsWith(note) && openCheckpoint(log, signed)?.size === 3, "the log's own signature still stands");
  assert.equal(readCosignature(witness, signed)?.toISOString(), '2026-11-26T12:00:00.000Z');
  const line = signed.slice(note.length).trimEnd();
  const bytes = Buffer.from(line.split(' ')[2] ?? '', 'base64');
  const keyId = createHash('sha256')
    .update('example.org/witness\n\x04')
    .update(witness.publicKey)
    .digest()
    .subarray(0, 4);
  assert.ok(bytes.subarray(0, 4).equals(keyId) && bytes.length === 4 + 8 + 64);
  assert.equal(bytes.readBigUInt64BE(4), 1_795_694_400n);
  for (let at = 0; at < bytes.length; at += 1) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    assert.equal(readCosignature(witness, `${note}\u2014 ${witness.name} ${altered.toString('base64')}\n`), undefined);
  }
  assert.equal(readCosignature(witness, signed.replace('\n3\n', '\n4\n')), undefined);
  assert.deepEqual(parseWitnessKey(formatWitnessKey(witness)).publicKey, witness.publicKey);
  assert.throws(() => parseWitnessKey(formatVerifierKey(log)), SyntaxError, "a log's key is no witness's");
});

test('the witness command signs a growing log, remembers it across runs, and refuses a rewritten one', async () => {
  const lines: string[] = [];
  const at = path.join(folder, 'second-body');
  const run = async (...args: string[]) => {
    lines.length = 0;
    return runWitness(args, { write: (line) => lines.push(line), now: () => new Date('2026-11-26T12:00:00Z') });
  };
  assert.equal(await run('make', at, '--name=example.org/witness'), 0);
  const [witnessKey = ''] = lines;
  assert.equal((await stat(path.join(at, 'witness.key'))).mode & 0o777, 0o600);
  const logKey = `--log=${formatVerifierKey(log)}`;
  const request = async (given: WitnessRequest) => {
    const file = path.join(folder, `${randomBytes(4).toString('hex')}.txt`);
    await writeFile(file, formatWitnessRequest(given));
    return run('sign', at, file, logKey);
  };
  assert.equal(await request(requestOf(0, 4)), 0);
  assert.equal(await request(requestOf(4, 9)), 0);
  const note = path.join(folder, 'note.txt');
  await writeFile(note, `${lines.join('\n')}\n`);
  assert.equal(await run('check', note, logKey, `--witness=${witnessKey}`), 0);
  assert.match(lines[0] ?? '', /^9 entries, signed by the log; example\.org\/witness saw it at 2026-11-26T12:00/);
  assert.equal(await request(requestOf(4, 12)), 1);
  assert.match(lines[0] ?? '', /saw 9 entries last/);
  assert.equal(await request(requestOf(9, 12, 'another past ')), 1);
  assert.match(lines[0] ?? '', /was rewritten/);
  assert.equal(await request({ ...requestOf(9, 9), note: signCheckpoint(log, seenOf(5)) }), 1);
  assert.match(lines[0] ?? '', /smaller than the 9 entries/);
  assert.equal(
    await run(
      'check',
      note,
      logKey,
      `--witness=${formatWitnessKey(witnessSignerFrom('x.example', Buffer.alloc(32, 1)))}`,
    ),
    1,
  );
  for (const args of [
    [],
    ['make', at],
    ['sign', at, '/no/such/file', logKey],
    ['check', note, '--log=x', '--witness=y'],
  ])
    assert.equal(await run(...args), 2);
});
