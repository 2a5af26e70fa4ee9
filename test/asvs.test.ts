/** docs/security/asvs.md held against the standard's numbers and against the files that it names. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** OWASP ASVS 5.0.0: each section's requirements by their levels, in order (`V1.1.1` and `V1.1.2` are of level 2). */
const SECTIONS: Readonly<Record<string, string>> = {
  '1.1': '22',
  '1.2': '1111122223',
  '1.3': '112222222223',
  '1.4': '222',
  '1.5': '123',
  '2.1': '122',
  '2.2': '112',
  '2.3': '12223',
  '2.4': '23',
  '3.1': '3',
  '3.2': '113',
  '3.3': '12223',
  '3.4': '11222233',
  '3.5': '11122333',
  '3.6': '3',
  '3.7': '22333',
  '4.1': '12233',
  '4.2': '23333',
  '4.3': '22',
  '4.4': '1222',
  '5.1': '2',
  '5.2': '112333',
  '5.3': '113',
  '5.4': '222',
  '6.1': '122',
  '6.2': '111111112222',
  '6.3': '11223333',
  '6.4': '112233',
  '6.5': '22222333',
  '6.6': '2223',
  '6.7': '33',
  '6.8': '2222',
  '7.1': '222',
  '7.2': '1111',
  '7.3': '22',
  '7.4': '11222',
  '7.5': '223',
  '7.6': '22',
  '8.1': '1233',
  '8.2': '1123',
  '8.3': '133',
  '8.4': '23',
  '9.1': '111',
  '9.2': '1222',
  '10.1': '22',
  '10.2': '223',
  '10.3': '22223',
  '10.4': '1111122222233333',
  '10.5': '22222',
  '10.6': '22',
  '10.7': '222',
  '11.1': '2233',
  '11.2': '22233',
  '11.3': '11233',
  '11.4': '1222',
  '11.5': '23',
  '11.6': '23',
  '11.7': '33',
  '12.1': '12233',
  '12.2': '11',
  '12.3': '22223',
  '13.1': '2333',
  '13.2': '222223',
  '13.3': '2233',
  '13.4': '1222233',
  '14.1': '22',
  '14.2': '12223333',
  '14.3': '122',
  '15.1': '12233',
  '15.2': '12233',
  '15.3': '1222222',
  '15.4': '3333',
  '16.1': '2',
  '16.2': '22222',
  '16.3': '2222',
  '16.4': '222',
  '16.5': '2223',
  '17.1': '23',
  '17.2': '22223333',
  '17.3': '22',
};
const LEVELS = new Map(
  Object.entries(SECTIONS).flatMap(([section, levels]) =>
    Array.from(levels).map((level, at): [string, string] => [`V${section}.${at + 1}`, level]),
  ),
);

const text = readFileSync('docs/security/asvs.md', 'utf8');
const ROWS = text
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, id = '', level = '', verdict = '', where = '', shown = '']) => ({ id, level, verdict, where, shown }));

test('every requirement of levels 1 and 2 stands in the table once, with its level', () => {
  const ids = ROWS.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, 'none twice');
  const wanted = [...LEVELS].filter(([, level]) => level !== '3').map(([id]) => id);
  assert.deepEqual(
    wanted.filter((id) => !ids.includes(id)),
    [],
  );
  for (const { id, level } of ROWS) assert.equal(level, LEVELS.get(id), id);
});

test('each row says what is so and why, and names only files that there are', () => {
  for (const { id, verdict, where, shown } of ROWS) {
    assert.ok(['met', 'partly', 'not met', 'operator', 'n/a'].includes(verdict), `${id}: ${verdict}`);
    assert.ok(where.length >= 5, id);
    const named = [...`${where} ${shown}`.matchAll(/`([\w.-]+(?:\/[\w.-]+)+)`/g)].map(([, file = '']) => file);
    for (const file of named) assert.ok(existsSync(file), `${id}: ${file}`);
    assert.ok(shown === '' || /^`[^`]+\.test\.tsx?`(?:, `[^`]+\.test\.tsx?`)*$/.test(shown), `${id}: ${shown}`);
  }
});

test('what it counts at its top is what stands below', () => {
  const counted = new Map<string, number>();
  for (const { level, verdict } of ROWS) if (level !== '3') counted.set(verdict, (counted.get(verdict) ?? 0) + 1);
  const said = ['met', 'partly', 'not met', 'operator', 'n/a']
    .map((verdict) => `${counted.get(verdict) ?? 0} ${verdict}`)
    .join(', ');
  assert.ok(text.includes(`Of levels 1 and 2: ${said}.`), said);
});
