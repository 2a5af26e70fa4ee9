import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { changesBetween, editRows } from './edit-table.ts';
import { SHIPPED_ROWS } from './shipped-table.ts';
import type { RoutingRow } from './table.ts';

const idsOf = (rows: readonly RoutingRow[]) => rows.map(({ id }) => id);
const [a, b, c, d] = SHIPPED_ROWS;
if (a === undefined || b === undefined || c === undefined || d === undefined)
  throw new Error('There are more rows than that.');
const fresh: RoutingRow = {
  ...{ id: 'own-aaaaaa', about: 'item', when: {}, to: ['police'], why: { sv: 'Därför.', en: 'That is why.' } },
};
const brief = (before: readonly RoutingRow[], after: readonly RoutingRow[]) =>
  changesBetween(before, after).map(({ kind, row }) => `${kind} ${row.id}`);

test('editRows moves a row by one place, and leaves the first where it is when it is moved up', () => {
  assert.deepEqual(editRows([a, b, c], { kind: 'move', id: c.id, to: 'up' }), [a, c, b]);
  assert.deepEqual(editRows([a, b, c], { kind: 'move', id: a.id, to: 'up' }), [a, b, c]);
  assert.deepEqual(editRows([a, b, c], { kind: 'move', id: 'own-zzzzzz', to: 'down' }), [a, b, c]);
});

test('editRows puts a row where it is to stand, once, and at the end when its neighbour is gone', () => {
  assert.deepEqual(editRows([a, b], { kind: 'put', row: fresh, after: '' }), [fresh, a, b]);
  assert.deepEqual(editRows([a, b], { kind: 'put', row: fresh, after: a.id }), [a, fresh, b]);
  assert.deepEqual(editRows([fresh, a, b], { kind: 'put', row: fresh, after: b.id }), [a, b, fresh]);
  assert.deepEqual(editRows([a, b], { kind: 'put', row: fresh, after: 'own-zzzzzz' }), [a, b, fresh]);
});

test('editRows puts a shipped row back where it stood, as it was', () => {
  const without = editRows(SHIPPED_ROWS, { kind: 'remove', id: 'inhope' });
  assert.deepEqual(editRows(without, { kind: 'restore', id: 'inhope' }), SHIPPED_ROWS);
  const changed = SHIPPED_ROWS.map((row) => (row.id === 'inhope' ? { ...fresh, id: 'inhope' } : row));
  assert.deepEqual(editRows(changed, { kind: 'restore', id: 'inhope' }), SHIPPED_ROWS);
  assert.deepEqual(editRows(SHIPPED_ROWS, { kind: 'restore', id: 'own-aaaaaa' }), SHIPPED_ROWS);
});

test('changesBetween names what was added, removed and changed, and the fewest rows that have moved', () => {
  assert.deepEqual(brief([a, b, c], [a, b, c]), []);
  assert.deepEqual(brief([a, b, c, d], [d, a, c, fresh]), [`removed ${b.id}`, `moved ${d.id}`, `added ${fresh.id}`]);
  assert.deepEqual(brief([a, fresh], [a, { ...fresh, to: ['iccam'] }]), [`changed ${fresh.id}`]);
  const last = SHIPPED_ROWS.at(-1);
  assert.ok(last !== undefined);
  assert.deepEqual(brief(SHIPPED_ROWS, [last, ...SHIPPED_ROWS.slice(0, -1)]), [`moved ${last.id}`]);
});

test('changesBetween finds no change in order exactly when the order is the same, for any order', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...SHIPPED_ROWS], { minLength: SHIPPED_ROWS.length }), (shuffled) => {
      const isSame = idsOf(shuffled).join() === idsOf(SHIPPED_ROWS).join();
      assert.equal(changesBetween(SHIPPED_ROWS, shuffled).length === 0, isSame);
    }),
  );
});
