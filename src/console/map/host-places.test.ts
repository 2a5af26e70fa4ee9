import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countryCodeSchema } from '../../terms/countries.ts';
import { hostPlacesOf, rangesOf } from './host-places.ts';

const country = (code: string) => countryCodeSchema.parse(code);
const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 60 })).map((list) => list.toSorted((a, b) => a - b));

test('hostPlacesOf puts the country of most items first and what nobody knows last, and loses no item', () => {
  const items = ['NL', undefined, 'SE', 'NL', undefined, undefined, 'DE'].map((code, index) => ({
    number: index + 1,
    country: code === undefined ? undefined : country(code),
    network: index < 4 && code !== undefined ? `AS${64_500 + (index % 3)}` : undefined,
  }));
  assert.deepEqual(hostPlacesOf(items), [
    { country: 'NL', items: [1, 4], networks: ['AS64500'] },
    { country: 'DE', items: [7], networks: [] },
    { country: 'SE', items: [3], networks: ['AS64502'] },
    { country: undefined, items: [2, 5, 6], networks: [] },
  ]);
  assert.deepEqual(hostPlacesOf([]), []);
});

test('rangesOf says each number once, and can be read back', () => {
  assert.equal(rangesOf([1, 2, 3, 7]), '1–3, 7');
  assert.equal(rangesOf([4, 5]), '4, 5');
  assert.equal(rangesOf([]), '');
  fc.assert(
    fc.property(numbers, (list) => {
      const back = rangesOf(list)
        .split(', ')
        .filter((part) => part !== '')
        .flatMap((part) => {
          const [from = 0, to = from] = part.split('–').map(Number);
          return Array.from({ length: to - from + 1 }, (_, index) => from + index);
        });
      assert.deepEqual(back, list);
    }),
  );
});
