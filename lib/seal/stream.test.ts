import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decrypter } from 'age-encryption';
import fc from 'fast-check';
import { generateIdentity, identityToText, open, openStream, seal, SealError, sealStream } from './door.ts';

/** The bytes in pieces of these sizes, over and over. */
async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Buffer> {
  await Promise.resolve();
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1;
    yield Buffer.from(bytes.subarray(at, at + size));
    at += size;
  }
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

const lengths = fc.oneof(
  fc.nat(400),
  fc.constantFrom(65_535, 65_536, 65_537, 131_072, 131_073, 196_608).chain((n) => fc.constant(n)),
);
const cuts = fc.array(fc.constantFrom(1_000, 7_777, 65_536, 65_552, 100_000), { minLength: 1, maxLength: 3 });
const identity = generateIdentity();

test('openStream gives back what sealStream took, however both are cut, and open reads the same box', async () => {
  await fc.assert(
    fc.asyncProperty(lengths, cuts, cuts, async (length, inCuts, outCuts) => {
      const bytes = Buffer.alloc(length, length % 251);
      const box = await collect(sealStream(pieces(bytes, inCuts), [identity.recipient]));
      assert.ok((await collect(openStream(pieces(box, outCuts), [identity]))).equals(bytes));
      assert.ok(open(box, [identity]).equals(bytes));
      const boxed = seal(bytes, [identity.recipient]);
      assert.ok((await collect(openStream(pieces(boxed, outCuts), [identity]))).equals(bytes));
    }),
    { numRuns: 40 },
  );
});

test('another age implementation opens what sealStream wrote', async () => {
  const bytes = Buffer.alloc(150_000, 3);
  const box = await collect(sealStream(pieces(bytes, [9_999]), [generateIdentity().recipient, identity.recipient]));
  const decrypter = new Decrypter();
  decrypter.addIdentity(identityToText(identity));
  assert.ok(Buffer.from(await decrypter.decrypt(Uint8Array.from(box))).equals(bytes));
});

test('openStream refuses a box that was altered, cut at any chunk or byte, lengthened, or is for somebody else', async () => {
  const box = await collect(sealStream(pieces(Buffer.alloc(140_000, 1), [65_536]), [identity.recipient]));
  const opened = (bytes: Buffer, who = identity) => collect(openStream(pieces(bytes, [50_000]), [who]));
  const header = box.length - 140_000 - 3 * 16;
  for (const end of [0, 10, header - 17, header - 1, header, header + 65_552, header + 131_104, box.length - 1])
    await assert.rejects(opened(box.subarray(0, end)), SealError, `cut at ${end}`);
  for (const at of [0, 30, header - 20, header, header + 70_000, box.length - 1]) {
    const altered = Buffer.from(box);
    altered[at] = (altered[at] ?? 0) ^ 1;
    await assert.rejects(opened(altered), SealError, `altered at ${at}`);
  }
  await assert.rejects(opened(Buffer.concat([box, Buffer.from('x')])), SealError);
  await assert.rejects(opened(box, generateIdentity()), { code: 'not-for-us' });
  await assert.rejects(opened(Buffer.alloc(200_000, 65)), { code: 'damaged' });
});

test('sealStream refuses an empty list of recipients', async () => {
  await assert.rejects(collect(sealStream(pieces(Buffer.from('x'), [1]), [])), RangeError);
});
