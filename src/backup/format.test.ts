import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { freshDatabase } from '../../test/fresh-database.ts';
import { listTables, withSnapshot } from './copy-store.ts';
import { divide, ERASABLE, firstDifference, LEFT_OUT, partName, tableOfPart, TableTally } from './format.ts';

/** Sealed too, but to keys that erasing a tip takes away, or nothing that a person told. */
const NEED_THE_TIPS_KEY_OR_TELL_NOTHING = new Set([
  'public.staff.sealed_identity', // a person's own key, under their password
  'public.desk_key_recovery.sealed_identity', // the same, for the recovery key
  'public.desk_key_share.sealed_identity', // opens tips' keys, which are not in this file
  'public.invitation.sealed_desk_keys', // the same, for a week
  'public.tip.sealed_report', // under the tip's key
  'public.mailbox_entry.sealed_text', // to the tip's key
]);

const database = await freshDatabase();
const tables = await withSnapshot(database.pool, (client) => listTables(client));

test('ERASABLE names every column that opens what people told; a new sealed column has to be decided about', () => {
  const sealed = tables.flatMap(({ name, columns }) =>
    columns
      .filter(
        (column) => /^sealed_|^urgent_package$|^payload$|^shrouded_address$/.test(column) && name.startsWith('public.'),
      )
      .map((column) => `${name}.${column}`),
  );
  const decided = sealed.filter((full) => {
    const [, table = '', column = ''] = /^(.*)\.(\w+)$/.exec(full) ?? [];
    return ERASABLE[table]?.columns.includes(column) === true || NEED_THE_TIPS_KEY_OR_TELL_NOTHING.has(full);
  });
  assert.deepEqual(decided, sealed);
  assert.ok(sealed.length > 10, sealed.join());
});

test('ERASABLE and LEFT_OUT name tables and columns that exist', () => {
  const columnsOf = new Map(tables.map(({ name, columns }) => [name, columns]));
  for (const [name, { key, columns }] of Object.entries(ERASABLE))
    for (const column of [...key, ...columns]) assert.ok(columnsOf.get(name)?.includes(column), `${name}.${column}`);
  for (const name of LEFT_OUT) assert.ok(columnsOf.has(name), name);
});

test('divide puts every column of every table that is kept into exactly one file, keys into both', () => {
  const { data, keys } = divide(tables);
  for (const { name, columns } of tables.filter((table) => !LEFT_OUT.includes(table.name))) {
    const own = data.find((table) => table.name === name)?.columns ?? [];
    const others = keys.find((table) => table.name === name)?.columns ?? [];
    const twice = own.filter((column) => others.includes(column));
    assert.deepEqual([...new Set([...own, ...others])].sort(), [...columns].sort(), name);
    assert.deepEqual(twice, ERASABLE[name]?.key ?? []);
  }
});

test('TableTally counts lines and bytes alike, however the text is cut', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.nat(20)), (text, cuts) => {
      const bytes = Buffer.from(`${text}\n`);
      const whole = new TableTally();
      whole.add(bytes);
      const pieces = new TableTally();
      let at = 0;
      for (const cut of cuts) {
        pieces.add(bytes.subarray(at, at + cut));
        at = Math.min(bytes.length, at + cut);
      }
      pieces.add(bytes.subarray(at));
      assert.deepEqual(pieces.total(), whole.total());
      assert.equal(whole.total().rows, text.split('\n').length);
    }),
  );
});

test('firstDifference finds another table, a missing one and one too many', () => {
  const total = (sha256: string) => ({ rows: 1, sizeBytes: 1, sha256 });
  const written = { a: total('1'), b: total('2') };
  assert.equal(firstDifference(written, { ...written }), undefined);
  assert.equal(firstDifference(written, { ...written, b: total('3') }), 'b');
  assert.equal(firstDifference(written, { a: total('1') }), 'b');
  assert.equal(firstDifference(written, { ...written, c: total('3') }), 'c');
});

test('tableOfPart reads partName, and nothing else', () => {
  assert.equal(tableOfPart(partName('public.tip', 12)), 'public.tip');
  assert.equal(tableOfPart('summary.json'), undefined);
  assert.equal(tableOfPart('tables/../../etc/000000.copy'), undefined);
});
