import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byteAt, END, findByte, findKind, HeldBytes, isSpace, KIND } from './piece.ts';

const SPACES = [9, 10, 12, 13, 32];

test('findByte and findKind find what a look at every byte finds, and never behind the end', () => {
  const document = fc.uint8Array({ maxLength: 60 });
  fc.assert(
    fc.property(document, fc.nat(70), fc.nat(70), fc.nat(255), (all, most, from, byte) => {
      const piece = { bytes: Buffer.from(all), end: Math.min(most, all.length) };
      const first = (isMeant: (c: number) => boolean) => {
        for (let at = from; at < piece.end; at += 1) if (isMeant(byteAt(piece, at))) return at;
        return Math.max(from, piece.end);
      };
      assert.equal(
        findByte(piece, byte, from),
        first((c) => c === byte),
      );
      assert.equal(
        findKind(piece, KIND.space | KIND.greater, from),
        first((c) => SPACES.includes(c) || c === 62),
      );
      assert.equal(
        findKind(piece, KIND.slash | KIND.equals, from),
        first((c) => c === 47 || c === 61),
      );
      assert.equal(
        findKind(piece, KIND.other, from),
        first((c) => !SPACES.includes(c)),
      );
      assert.equal(byteAt(piece, piece.end), END);
    }),
  );
  assert.equal(isSpace(END), false);
});

test('HeldBytes gives what it kept with what came after it, whatever was kept of which piece', () => {
  const steps = fc.array(fc.record({ more: fc.uint8Array({ maxLength: 40 }), keeps: fc.nat(50) }), { maxLength: 20 });
  fc.assert(
    fc.property(steps, (all) => {
      const held = new HeldBytes();
      let expected: number[] = [];
      for (const { more, keeps } of all) {
        const piece = held.with(more);
        expected = [...expected, ...more];
        assert.deepEqual([...piece.bytes.subarray(0, piece.end)], expected);
        const start = Math.max(0, piece.end - keeps);
        held.keep(piece, start);
        // What came belongs to whoever brought it, and is overwritten by what comes next.
        more.fill(0);
        expected = expected.slice(start);
        assert.equal(held.length, expected.length);
      }
    }),
  );
});

test('HeldBytes holds on to what it gave when nothing of it is kept or given back yet', () => {
  const held = new HeldBytes();
  held.keep(held.with(Buffer.from('<a hre')), 0);
  held.with(Buffer.from('f=x'));
  const piece = held.with(Buffer.from('>'));
  assert.equal(piece.bytes.toString('latin1', 0, piece.end), '<a href=x>');
});
