import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  formatVerifierKey,
  ledgerSignerFrom,
  openCheckpoint,
  openNote,
  parseVerifierKey,
  signCheckpoint,
  signNote,
} from './checkpoint.ts';

const SEED = createHash('sha256').update('a seed for tests').digest();
const signer = ledgerSignerFrom(SEED);
const root = createHash('sha256').update('some root').digest();

test("openNote opens the example note of Go's sumdb/note when its key is given", () => {
  const verifier = parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
  const note =
    'This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
  assert.equal(openNote(verifier, note), 'This is an example message.\n');
  assert.equal(openNote(verifier, note.replace('example message', 'Example message')), undefined);
});

test('ledgerSignerFrom makes RFC 8032 keys when given the seed of its first test', () => {
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  const known = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
  assert.equal(ledgerSignerFrom(seed).publicKey.toString('hex'), known);
});

test('signCheckpoint writes the lines that tlog-checkpoint asks for', () => {
  const note = signCheckpoint(signer, { size: 1234, root });
  const [origin, size, base64, empty, signature, end] = note.split('\n');
  assert.deepEqual([origin, size, base64, empty, end], [signer.origin, '1234', root.toString('base64'), '', '']);
  assert.match(signature ?? '', /^\u2014 fyr-ledger\/[0-9a-f]{16} [A-Za-z0-9+/]{91}=$/);
});

test('openCheckpoint gives back what signCheckpoint signed when only the public key line is known', () => {
  const verifier = parseVerifierKey(formatVerifierKey(signer));
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, bytes) => {
      const checkpoint = { size, root: Buffer.from(bytes) };
      assert.deepEqual(openCheckpoint(verifier, signCheckpoint(signer, checkpoint)), checkpoint);
    }),
  );
});

test('openCheckpoint refuses when any one character of the note is another', () => {
  const note = signCheckpoint(signer, { size: 77, root });
  for (const at of note.split('').keys()) {
    for (const other of ['A', '\n', ' ', '0', '\r']) {
      if (note[at] === other) continue;
      const edited = note.slice(0, at) + other + note.slice(at + 1);
      assert.equal(openCheckpoint(signer, edited), undefined, `character ${at} as ${JSON.stringify(other)}`);
    }
  }
});

test('openCheckpoint refuses when another key signed under this name', () => {
  const other = ledgerSignerFrom(createHash('sha256').update('another').digest());
  const forged = signCheckpoint({ ...other, origin: signer.origin }, { size: 5, root });
  assert.equal(openCheckpoint(signer, forged), undefined);
  assert.equal(openCheckpoint(other, signCheckpoint(signer, { size: 5, root })), undefined);
});

test('openCheckpoint refuses when the text is signed but is no checkpoint', () => {
  const texts = [
    `${signer.origin}\n007\n${root.toString('base64')}\n`,
    `${signer.origin}\n7\n${root.subarray(1).toString('base64')}\n`,
    `elsewhere\n7\n${root.toString('base64')}\n`,
    `${signer.origin}\n99999999999999999\n${root.toString('base64')}\n`,
  ];
  for (const text of texts) {
    const note = `${text}\n${signNote(signer, text)}\n`;
    assert.equal(openNote(signer, note), text);
    assert.equal(openCheckpoint(signer, note), undefined);
  }
});

test("openCheckpoint passes over a witness's signature when the ledger's own is good", () => {
  const witness = ledgerSignerFrom(createHash('sha256').update('a witness').digest());
  const note = signCheckpoint(signer, { size: 5, root });
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const witnessed = `${note}${signNote(witness, text)}\n`;
  assert.deepEqual(openCheckpoint(signer, witnessed), { size: 5, root });
  assert.equal(openCheckpoint(signer, `${text}\n${signNote(witness, text)}\n`), undefined);
});

test('openNote never throws when given any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => openNote(signer, text) === undefined));
});

test('parseVerifierKey says so when the line was mistyped', () => {
  const line = formatVerifierKey(signer);
  assert.deepEqual(parseVerifierKey(` ${line}\n`), { origin: signer.origin, publicKey: signer.publicKey });
  assert.throws(() => parseVerifierKey(line.replace('fyr-ledger', 'fyr-ledgre')), /key id/);
  assert.throws(() => parseVerifierKey(line.slice(0, -8)), SyntaxError);
  assert.throws(() => parseVerifierKey('nothing'), SyntaxError);
});
