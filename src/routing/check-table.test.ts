import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRows, readRow } from './check-table.ts';
import { SHIPPED_ROWS } from './shipped-table.ts';
import { tableHash, TABLE_LIMITS } from './table.ts';

const row = (change: Readonly<Record<string, unknown>>) => ({
  ...{ id: 'own-aaaaaa', about: 'item', when: {}, to: ['police'], why: { sv: 'Därför.', en: 'That is why.' } },
  ...change,
});
const shipped = (id: string, change: Readonly<Record<string, unknown>>) => ({
  ...SHIPPED_ROWS.find((each) => each.id === id),
  ...change,
});
/** `column code [value or what is allowed]` of every fault. */
const faultsOf = (value: unknown) =>
  checkRows([value]).map(({ column, code, allowed, value: of }) =>
    [column, code, of ?? allowed.slice(0, 3).join('|')].filter((part) => part !== '').join(' '),
  );

test('checkRows finds nothing in the shipped table and in a row that may be', () => {
  assert.deepEqual(checkRows(SHIPPED_ROWS), []);
  const when = { host: 'abroad', countries: ['US', 'CA'], hits: ['near'], categories: ['grooming'] };
  assert.deepEqual(checkRows([row({ when, to: ['iccam', 'provider-host'] })]), []);
  assert.deepEqual(checkRows([row({ about: 'case', when: { origins: ['partner'] }, to: ['police-at-once'] })]), []);
});

test('checkRows says row, column and what is allowed when a row may not be', () => {
  const rows: readonly (readonly [unknown, readonly string[]])[] = [
    [row({ to: ['nobody'] }), ['to not-allowed police-at-once|police|police-onward']],
    [row({ to: [] }), ['to missing']],
    [row({ to: ['police', 'police'] }), ['to not-allowed']],
    [row({ about: 'tip' }), ['about not-allowed item|case']],
    [row({ about: 'case', to: ['iccam'] }), ['to not-allowed police-at-once|police']],
    [row({ about: 'case', when: { host: 'home' } }), ['host not-allowed']],
    [row({ when: { host: 'mars' } }), ['host not-allowed home|abroad|unknown']],
    [row({ when: { countries: ['Sverige'] } }), ['countries not-a-country']],
    [row({ when: { countries: ['XQ'] } }), ['countries not-a-country']],
    [row({ when: { outcomes: ['not-illegal'] } }), ['outcomes not-allowed illegal-baseline|illegal-national']],
    [row({ when: { hold: 'no' } }), ['hold not-allowed']],
    [row({ why: { sv: '', en: 'Because of this.' } }), ['sv length']],
    [row({ why: { sv: 'En\nrad', en: 'x'.repeat(TABLE_LIMITS.wordsMost + 1) } }), ['sv length', 'en length']],
    [row({ why: { key: 'inhope' } }), ['sv shipped-words']],
    [shipped('inhope', { to: ['police'] }), ['sv shipped-words']],
    [row({ id: 'danger' }), ['id not-allowed home-crime-case|find-origin|home-crime']],
    [row({ to: ['person', 'police'] }), ['to person-alone']],
    [row({ to: ['person'] }), ['to person-forever']],
    [row({ to: ['person'], when: { proxies: ['none', 'origin-unknown'] } }), ['to person-forever']],
    [row({ to: ['iccam'], when: { inhope: 'no' } }), ['to nowhere iccam']],
    [row({ to: ['hotline', 'police'], when: { host: 'home' } }), ['to nowhere hotline']],
    [row({ to: ['provider-proxy'], when: { proxies: ['none'] } }), ['to nowhere provider-proxy']],
    [row({ to: ['provider-host'], when: { proxies: ['origin-not-found'] } }), ['to nowhere provider-host']],
    [row({ to: ['person'], when: { proxies: ['origin-not-found'] } }), ['to person-forever']],
    [row({ when: { host: 'unknown', eu: 'yes' } }), ['eu never']],
    [row({ when: { host: 'home', inhope: 'yes' } }), ['inhope never']],
    [row({ when: { countries: ['US'], exceptCountries: ['US', 'CA'] } }), ['exceptCountries never']],
    [row({ when: { judgedBy: 'list', hits: ['near'] } }), ['hits never']],
    ['nothing', ['id missing']],
  ];
  for (const [value, expected] of rows) assert.deepEqual(faultsOf(value), expected, JSON.stringify(value));
});

test('checkRows names the row by its id, or by its number where it has none', () => {
  assert.deepEqual(
    checkRows([row({}), row({ to: [] }), { about: 'item' }]).map((each) => each.row),
    ['own-aaaaaa', '3', '3', '3', '3'],
  );
  assert.deepEqual(
    checkRows([row({}), row({})]).map(({ row: id, code }) => [id, code]),
    [['own-aaaaaa', 'id-twice']],
  );
  const many = Array.from({ length: TABLE_LIMITS.rows + 1 }, (_, n) =>
    row({ id: `own-${String(n).padStart(6, '0')}` }),
  );
  assert.deepEqual(
    checkRows(many).map(({ code }) => code),
    ['too-many-rows'],
  );
});

test('readRow takes a form’s words without the spaces around them', () => {
  const read = readRow(row({ why: { sv: '  Därför. ', en: 'That is why.' } }), 'new');
  assert.ok('row' in read);
  assert.deepEqual(read.row.why, { sv: 'Därför.', en: 'That is why.' });
});

test('tableHash is the same for the same rows in whatever order their keys stand, and another for another order of rows', () => {
  const [first, second] = SHIPPED_ROWS;
  assert.ok(first !== undefined && second !== undefined);
  const { id, to, why, when } = second;
  const turned = second.about === 'item' ? { why, to: second.to, when: second.when, about: second.about, id } : second;
  assert.equal(tableHash([first, turned]), tableHash([first, second]));
  assert.notEqual(tableHash([second, first]), tableHash([first, second]));
  assert.ok(to.length > 0 && 'key' in why && Object.keys(when).length > 0);
});
