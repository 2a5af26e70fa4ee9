import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES } from '../../terms/categories.ts';
import { fullBoard } from './board-for-tests.ts';
import { tablesOf, type BoardTable, type BoardWords } from './board-tables.ts';
import { countsOf, type Board } from './board.ts';

const words: BoardWords = {
  ...({ language: 'en', timeZone: 'Europe/Stockholm' } as const),
  nameOfProvider: (id: string) => (id === 'p3' ? undefined : `Host ${id}`),
};
const tableOf = (code: string, board: Board = fullBoard()): BoardTable => {
  const found = tablesOf(board, words).find((each) => each.code === code);
  assert.ok(found !== undefined, code);
  return found;
};
const lines = (table: BoardTable) => table.rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)]);

test('tablesOf says what facts come to, in words, with shares of the whole', () => {
  assert.deepEqual(lines(tableOf('contact')), [
    ['Anonymous', '812', '67%'],
    ['With contact details', '344', '28%'],
    ['Erased before it was counted', '61', '5%'],
  ]);
  assert.deepEqual(lines(tableOf('known')), [
    ['Known', '1,402', '67%'],
    ['New', '706', '33%'],
  ]);
  assert.deepEqual(lines(tableOf('country'))[3], ['Not known', '60', '3%']);
  assert.deepEqual(lines(tableOf('police')).slice(0, 2), [
    ['Half had left after', '12 hours'],
    ['Nine of ten had left after', '5 days'],
  ]);
});

test('tablesOf counts notices by provider, type and action alike, and none of the test mode', () => {
  assert.deepEqual(
    lines(tableOf('notice-provider')).map(([name, count]) => [name, count]),
    [
      ['Host p1', '349'],
      ['Host p2', '67'],
      ['A provider without a name', '2'],
    ],
  );
  assert.deepEqual(lines(tableOf('notice-type'))[0], ['Illegal, baseline, severity A', '308', '74%']);
  assert.deepEqual(lines(tableOf('notice-action'))[0], ['Removed, seen by us', '368', '88%']);
  const { counts, rehearsed } = fullBoard();
  assert.equal(rehearsed, 12);
  for (const code of ['notice-provider', 'notice-type', 'notice-action'] as const)
    assert.equal(
      counts[code].reduce((sum, { count }) => sum + count, 0),
      418,
    );
  assert.ok(!counts.sent.some(({ key }) => key === 'provider'));
});

test('tablesOf leaves out what knows no country when one is chosen', () => {
  const board = fullBoard();
  const chosen = tablesOf({ ...board, filter: { ...board.filter, country: 'SE' } }, words).map(({ code }) => code);
  for (const code of ['tips', 'source', 'contact', 'origin', 'sent', 'police', 'closed'] as const)
    assert.ok(!chosen.includes(code), code);
  assert.ok(chosen.includes('outcome') && chosen.includes('notice-provider') && chosen.includes('removal'));
});

test('tablesOf has words for every code, in each language', () => {
  for (const language of LANGUAGES)
    for (const { code, rows, columns, heading } of tablesOf(fullBoard(), { ...words, language })) {
      assert.ok(rows.length > 0, code);
      assert.equal(rows[0]?.cells.length, columns.length - 1, heading);
      if (code === 'severity' || code === 'age' || code === 'notice-provider') continue;
      for (const { key, label } of rows) assert.notEqual(label, key, `${language} ${code}`);
    }
});

test('countsOf adds up what is beyond twenty-five bars', () => {
  const facts = Array.from({ length: 30 }, (_, n) => ({
    ...{ figure: 'notice', month: '', category: '', country: '', value: `p${n}`, total: 30 - n },
    detail: 'illegal-baseline.A.none.dsa.sent',
  }));
  const providers = countsOf(facts, [], { pages: 0, media: 0 }).counts['notice-provider'];
  assert.equal(providers.length, 26);
  assert.deepEqual(providers.at(-1), { key: 'rest', count: 15 });
});
