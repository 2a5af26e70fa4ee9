/** docs/threat-model.md held against the tests that it says show its claims. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const text = readFileSync('docs/threat-model.md', 'utf8');
/** `[words](../test/some.test.ts "how the test's name begins")`. */
const LINK = /\]\((\.\.\/[\w./-]+\.test\.tsx?) (?:"([^"]+)"|'([^']+)')\)/g;
const linksIn = (part: string) =>
  [...part.matchAll(LINK)].map(([, file = '', one, other = '']) => ({
    file: path.join('docs', file),
    name: one ?? other,
  }));
const partOf = (heading: string) => text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

test('each test that the threat model links to is there, by its name', () => {
  const links = linksIn(text);
  assert.ok(links.length >= 25, String(links.length));
  for (const { file, name } of links) {
    assert.ok(existsSync(file), file);
    const names = [...readFileSync(file, 'utf8').matchAll(/\btest\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g)].map(
      ([, , found = '']) => found,
    );
    assert.ok(
      names.some((found) => found.startsWith(name)),
      `${file}: ${name}`,
    );
  }
});

test('each thing that must not happen, and each row of what an attacker gets, has a test or says that none can show it', () => {
  const promises = partOf('What must not happen')
    .split('\n')
    .filter((line) => /^\d\. /.test(line));
  assert.equal(promises.length, 5);
  for (const promise of promises) assert.ok(linksIn(promise).length > 0, promise);
  const rows = partOf('What an attacker gets')
    .split('\n')
    .filter((line) => /^\| (?!who|-)/.test(line));
  assert.ok(rows.length >= 14, String(rows.length));
  for (const row of rows) assert.ok(linksIn(row).length > 0 || row.includes('by construction'), row.slice(0, 90));
});

test('every part of the threat model that promises something links to what shows it', () => {
  for (const heading of [
    'Three levels of secrecy',
    'Keys',
    'Nothing is acknowledged before it is durable',
    'What the web server sees of a tip',
    'What the sender takes back',
  ])
    assert.ok(linksIn(partOf(heading)).length > 0, heading);
});
