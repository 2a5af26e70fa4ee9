import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXCLUSION_CATEGORIES, kindOfHost, readExclusions, shippedExclusions } from './exclusions.ts';

const empty = (more: object = {}) => ({ because: 'a reason', domains: [], ...more });
const all = (more: object = {}) => ({
  ...Object.fromEntries(EXCLUSION_CATEGORIES.map((category) => [category, empty()])),
  ...more,
});

test('shippedExclusions can be read, and every kind says why and names somebody', () => {
  const { domains } = shippedExclusions();
  for (const category of EXCLUSION_CATEGORIES) assert.ok([...domains.values()].includes(category), category);
});

test('readExclusions says where a mistake is', () => {
  assert.throws(() => readExclusions(all({ proxy: { domains: [] } })), /proxy/);
  assert.throws(() => readExclusions(all({ proxy: empty({ domains: ['https://example.org'] }) })), /must be a domain/);
  assert.throws(() => readExclusions(all({ prox: empty() })), /prox/);
  assert.throws(() => readExclusions(all({ archive: empty({ names: ['a.b'] }) })), /must be one label/);
});

test('kindOfHost covers subdomains of domains, fronts of names, and first labels', () => {
  const exclusions = readExclusions(
    all({
      'search-engine': empty({ names: ['finder'], firstLabels: ['meta'] }),
      archive: empty({ domains: ['old.example.org'] }),
    }),
  );
  const cases: [string, string | undefined][] = [
    ['old.example.org', 'archive'],
    ['a.old.example.org', 'archive'],
    ['example.org', undefined],
    ['cold.example.org', undefined],
    ['finder.com', 'search-engine'],
    ['www.finder.co.uk', 'search-engine'],
    ['images.finder.se', 'search-engine'],
    ['people.finder.com', undefined],
    ['finder.example.org', undefined],
    ['meta.example.org', 'search-engine'],
    ['metal.example.org', undefined],
    ['localhost', undefined],
    ['85.1.2.3', undefined],
  ];
  for (const [host, expected] of cases) assert.equal(kindOfHost(exclusions, host), expected, host);
});
