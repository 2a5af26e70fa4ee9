/** The single changes that an editor makes to a draft's rows, and what differs between two tables. Pure. */
import { SHIPPED_ROWS } from './shipped-table.ts';
import { isSameRow, type RoutingRow } from './table.ts';

type Rows = readonly RoutingRow[];

/** A change. One that makes no sense for the draft, such as moving the first row up, leaves it as it was. */
export type TableEdit =
  | { readonly kind: 'move'; readonly id: string; readonly to: 'up' | 'down' }
  | { readonly kind: 'remove'; readonly id: string }
  /** One of Fyr's rows, as Fyr ships it: put back where it was taken out, or made what it was. */
  | { readonly kind: 'restore'; readonly id: string }
  /** A new row, or what one of the same id becomes; `after`: the row that it stands below, '' for the top. */
  | { readonly kind: 'put'; readonly row: RoutingRow; readonly after: string };

/** The rows after a change. */
export function editRows(rows: Rows, edit: TableEdit): Rows {
  switch (edit.kind) {
    case 'move':
      return moved(rows, edit.id, edit.to);
    case 'remove':
      return rows.filter(({ id }) => id !== edit.id);
    case 'restore':
      return restored(rows, edit.id);
    case 'put':
      return put(rows, edit.row, edit.after);
  }
}

function moved(rows: Rows, id: string, to: 'up' | 'down'): Rows {
  const from = rows.findIndex((row) => row.id === id);
  const target = to === 'up' ? from - 1 : from + 1;
  const [one, other] = [rows[from], rows[target]];
  if (one === undefined || other === undefined) return rows;
  return rows.map((each, index) => (index === from ? other : index === target ? one : each));
}

function put(rows: Rows, row: RoutingRow, after: string): Rows {
  const others = rows.filter(({ id }) => id !== row.id);
  const place = others.findIndex(({ id }) => id === after) + 1;
  // Below a row that somebody has taken out meanwhile is the end.
  const at = place === 0 && after !== '' ? others.length : place;
  return [...others.slice(0, at), row, ...others.slice(at)];
}

function restored(rows: Rows, id: string): Rows {
  const shipped = SHIPPED_ROWS.find((row) => row.id === id);
  if (shipped === undefined) return rows;
  if (rows.some((row) => row.id === id)) return rows.map((row) => (row.id === id ? shipped : row));
  const before = SHIPPED_ROWS.slice(0, SHIPPED_ROWS.indexOf(shipped)).map((row) => row.id);
  return put(rows, shipped, rows.findLast((row) => before.includes(row.id))?.id ?? '');
}

/** One difference, by row. `changed` and `moved` can both be true of one. */
export type RowChange =
  | { readonly kind: 'added' | 'removed' | 'moved'; readonly row: RoutingRow }
  | { readonly kind: 'changed'; readonly row: RoutingRow; readonly before: RoutingRow };

/** What makes `after` out of `before`: rows taken out, new ones, changed ones, and the fewest that stand elsewhere among the others. */
export function changesBetween(before: Rows, after: Rows): readonly RowChange[] {
  const old = new Map(before.map((row, index) => [row.id, { row, index }]));
  const kept = after.filter(({ id }) => old.has(id));
  const inPlace = longestInOrder(kept.map(({ id }) => old.get(id)?.index ?? 0));
  const isKept = new Set(kept.map(({ id }) => id));
  return [
    ...before.filter(({ id }) => !isKept.has(id)).map((row) => ({ kind: 'removed' as const, row })),
    ...after.flatMap((row): readonly RowChange[] => {
      const was = old.get(row.id);
      if (was === undefined) return [{ kind: 'added', row }];
      return [
        ...(isSameRow(was.row, row) ? [] : [{ kind: 'changed' as const, row, before: was.row }]),
        ...(inPlace.has(was.index) ? [] : [{ kind: 'moved' as const, row }]),
      ];
    }),
  ];
}

/** The numbers of a longest rising run within `numbers` (not side by side): whoever is in it has not moved. */
function longestInOrder(numbers: readonly number[]): ReadonlySet<number> {
  const ending: (readonly number[])[] = [];
  for (const number of numbers) {
    const before = ending.filter((run) => (run.at(-1) ?? -1) < number);
    const longest = before.reduce<readonly number[]>((best, run) => (run.length > best.length ? run : best), []);
    ending.push([...longest, number]);
  }
  return new Set(ending.reduce<readonly number[]>((best, run) => (run.length > best.length ? run : best), []));
}
