import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonElements, JsonShapeError, readJsonElements, type ArrayPath } from './json-elements.ts';

const PATHS: readonly ArrayPath[] = [[], ['value'], ['value', '*', 'Media']];
const MIB = 1 << 20;

/** Texts of all elements, the file cut into pieces of the given sizes. */
function elementsOf(text: string, sizes: readonly number[] = [7], paths = PATHS, limit = MIB) {
  const bytes = Buffer.from(text);
  const elements = new JsonElements(paths, limit);
  const found = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    found.push(...elements.push(Uint8Array.from(bytes.subarray(at, at + size))));
    at += size;
  }
  elements.end();
  return found;
}
const parse = (text: string | undefined): unknown => JSON.parse(text ?? 'undefined');
const sizesOf = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
/** What JSON.stringify writes comes back as it was. */
const json = (value: unknown, space = 0): string => JSON.stringify(value, undefined, space);

test('JsonElements equals JSON.parse on any array, in any chunks and spacing', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), sizesOf, fc.nat(2), (array, sizes, space) => {
      const text = json(array, space);
      assert.deepEqual(
        elementsOf(text, sizes, [[]]).map((element) => parse(element.text)),
        JSON.parse(text),
      );
    }),
    { numRuns: 400 },
  );
});

test('JsonElements finds the array among any other fields, and inside its elements', () => {
  const others = fc.dictionary(
    fc.string().filter((name) => name !== 'value' && name !== 'Media' && name !== '__proto__'),
    fc.jsonValue(),
  );
  const media = fc.array(others);
  fc.assert(
    fc.property(others, others, media, sizesOf, fc.boolean(), (before, after, rows, sizes, isNested) => {
      const value = isNested ? [{ ...before, Media: rows, ...after }] : rows;
      const text = `${json({ ...before }).slice(0, -1)}${Object.keys(before).length > 0 ? ',' : ''}"value":${json(value)}}`;
      assert.deepEqual(
        elementsOf(text, sizes).map((element) => parse(element.text)),
        JSON.parse(json(rows)),
      );
    }),
    { numRuns: 400 },
  );
});

test('JsonElements accepts a damaged file only where JSON.parse does, or gives the damage as an element', () => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom('"', '[', ']', '{', '}', ',', ':', '1', ' ', '\\', '')), {
        minLength: 1,
        maxLength: 3,
      }),
      sizesOf,
      (array, edits, sizes) => {
        let text = json({ a: { b: 'x' }, value: array });
        for (const [place, character] of edits) {
          const at = place % text.length;
          text = text.slice(0, at) + character + text.slice(at + 1);
        }
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        let areElementsJson = true;
        try {
          for (const element of elementsOf(text, sizes, [['value']])) {
            try {
              parse(element.text);
            } catch {
              areElementsJson = false;
            }
          }
          if (areElementsJson) accepted += 1;
          assert.equal(areElementsJson, isJson, text);
        } catch (error) {
          if (!(error instanceof JsonShapeError)) throw error;
          refused += 1;
          assert.equal(isJson, false, text);
        }
      },
    ),
    { numRuns: 3_000 },
  );
  assert.ok(accepted > 20 && refused > 100, `${accepted} accepted, ${refused} refused`);
});

test('JsonElements says at which line and byte an element begins', () => {
  const text = '\uFEFF{\n "x": "\\n",\n "value": [\n  {"a":\n1},\n  2\n,\n "three"\n ]\n}\n';
  const found = elementsOf(text, [3], [['value']]);
  assert.deepEqual(
    found.map(({ line, text: element }) => [line, element]),
    [
      [4, '{"a":\n1}'],
      [6, '2'],
      [8, '"three"'],
    ],
  );
  for (const { offset, text: element = '' } of found) {
    assert.equal(Buffer.from(text).subarray(offset).toString().startsWith(element), true);
  }
});

test('JsonElements keeps nothing of an element past the limit, and goes on after it', () => {
  const text = json({ value: [{ a: 1 }, { long: 'x'.repeat(5_000) }, { b: 2 }] });
  const found = elementsOf(text, [64], PATHS, 1_000);
  assert.deepEqual(
    found.map((element) => element.text),
    ['{"a":1}', undefined, '{"b":2}'],
  );
});

test('JsonElements refuses a file that ends early, goes on after its end, or nests without end', () => {
  for (const text of [
    '',
    '{"value":[{"a":1}',
    '{"value":[1]',
    '{"value":[]} 1',
    '[1,]',
    '[,1]',
    '{"a" 1}',
    '{"a":tru}',
    '[1}',
  ]) {
    assert.throws(() => elementsOf(text), JsonShapeError, text);
  }
  assert.throws(() => elementsOf(`{"a":${'['.repeat(100_000)}`), /nested too deeply/);
  assert.throws(() => elementsOf(`{"${'k'.repeat(2_000)}":1}`), /too long/);
});

test('JsonElements checks the escapes of long texts between the elements', () => {
  const long = `${'x'.repeat(1_020)}\\u00e5\\\\${'y'.repeat(3_000)}\\"`;
  assert.equal(elementsOf(`{"a":"${long}","value":[1]}`).length, 1);
  assert.throws(() => elementsOf(`{"a":"${'x'.repeat(700)}\\q${'y'.repeat(3_000)}","value":[1]}`), JsonShapeError);
});

test('readJsonElements gives elements before the file has ended', async () => {
  async function* endless() {
    yield Buffer.from('{"value":[');
    for (;;) {
      await Promise.resolve();
      yield Buffer.from('{"a":1},');
    }
  }
  let count = 0;
  for await (const element of readJsonElements(endless(), PATHS, MIB)) {
    assert.equal(element.text, '{"a":1}');
    if (++count === 5) break;
  }
  assert.equal(count, 5);
});
