/**
 * Small numbers in a table with its sums are hidden, and so many others with them that none can be worked out. Pure.
 *
 * The table with its sums is one grid in which each row and each column adds up (cells - sum = 0). Hidden cells are seen as edges
 * between their row and their column: numbers can be shifted along a circle of edges, up here and down there, and along nothing else.
 * (Gusfield, A graph theoretic approach to statistical data security, SIAM J. Comput. 17, 1988.) A hidden number is known exactly when
 * no circle through it leaves every number at 0 or above. So for each small number the circle that hides least is sought, and its cells
 * are hidden; what is hidden later opens more circles and closes none.
 *
 * A 0 that is hidden may still follow where the numbers shown in its row or column make up the whole sum: it is kept from following
 * from the sums alone. To keep each 0 open would hide most of a table in which whole categories are empty, and tells of nobody.
 */

/** Numbers below this are hidden, 0 as well: that it is 0 tells which of the others are not. */
export const SMALLEST_SHOWN = 5;

/** Rows of equal length. */
export type Grid = readonly (readonly number[])[];
/** The same with hidden cells. */
export type ShownGrid = readonly (readonly (number | null)[])[];

/** A table with a column and a row of sums added: the last of each. */
export function withSums(cells: Grid): number[][] {
  const rows = cells.map((row) => [...row, sum(row)]);
  const width = (cells[0]?.length ?? 0) + 1;
  return [...rows, Array.from({ length: width }, (_, column) => sum(rows.map((row) => row[column] ?? 0)))];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** A number of the grid. Its sign is -1 for the sum of a row or of a column, so that each row and each column adds up to 0. */
interface Cell {
  readonly row: number;
  readonly column: number;
  readonly count: number;
  readonly sign: 1 | -1;
  isHidden: boolean;
}

/** The grid with its sums, what must not be known being null. */
export function suppress(cells: Grid): ShownGrid {
  const grid = withSums(cells);
  const all = grid.flatMap((line, row) =>
    line.map((count, column): Cell => {
      const isSum = (row === grid.length - 1) !== (column === line.length - 1);
      return { row, column, count, sign: isSum ? -1 : 1, isHidden: count < SMALLEST_SHOWN };
    }),
  );
  const small = all.filter(({ isHidden }) => isHidden);
  for (const cell of small) for (const each of cheapestCircle(all, cell)) each.isHidden = true;
  const hidden = new Set(all.filter(({ isHidden }) => isHidden).map(({ row, column }) => `${row} ${column}`));
  return grid.map((line, row) => line.map((count, column) => (hidden.has(`${row} ${column}`) ? null : count)));
}

/** The other cells of the circle through a cell that hides the least; none when there is no circle. */
function cheapestCircle(all: readonly Cell[], cell: Cell): readonly Cell[] {
  const others = all.filter((each) => each !== cell);
  const isFree = cell.count === 0;
  const row = `row ${cell.row}`;
  const column = `column ${cell.column}`;
  // Around one way its number goes up and around the other down, or for a sum the other way about; a number above 0 can do both.
  const ways = [
    cheapestWay(others, { from: column, to: row, isFree }),
    cheapestWay(others, { from: row, to: column, isFree }),
  ];
  const [best] = ways.flatMap((way) => way ?? []).toSorted((a, b) => a.cost - b.cost);
  return best?.cells ?? [];
}

interface Way {
  readonly cost: number;
  readonly cells: readonly Cell[];
}

/**
 * From a row or column to another by Dijkstra's method: a shown cell costs its number, a hidden one nothing. Row to column adds to a cell
 * (takes from a sum), column to row the reverse; a 0 cannot be taken from, unless `isFree`.
 */
function cheapestWay(
  cells: readonly Cell[],
  { from, to, isFree }: { readonly from: string; readonly to: string; readonly isFree: boolean },
): Way | undefined {
  const steps = cells.flatMap((cell) => {
    const [row, column] = [`row ${cell.row}`, `column ${cell.column}`];
    const canFall = isFree || cell.count > 0;
    return [
      ...(cell.sign === 1 || canFall ? [{ start: row, end: column, cell }] : []),
      ...(cell.sign === -1 || canFall ? [{ start: column, end: row, cell }] : []),
    ];
  });
  const open = new Map<string, Way>([[from, { cost: 0, cells: [] }]]);
  const done = new Set<string>();
  for (;;) {
    const [nearest] = [...open].toSorted(([, a], [, b]) => a.cost - b.cost || a.cells.length - b.cells.length);
    if (nearest === undefined) return undefined;
    const [place, way] = nearest;
    if (place === to) return way;
    open.delete(place);
    done.add(place);
    for (const { start, end, cell } of steps) {
      if (start !== place || done.has(end)) continue;
      const cost = way.cost + (cell.isHidden ? 0 : cell.count);
      if (cost < (open.get(end)?.cost ?? Infinity)) open.set(end, { cost, cells: [...way.cells, cell] });
    }
  }
}

/**
 * The same for one list whose sum is shown: numbers above 0, and who reads it knows that they are. One hidden number alone, or some
 * that are all 1, would follow from the sum: the least of the others is hidden with them. Where every number is 1 there is none
 * left to hide, and their sum tells it.
 */
export function suppressList(counts: readonly number[]): readonly (number | null)[] {
  const small = counts.filter((count) => count < SMALLEST_SHOWN);
  const isTold = small.length === 1 || (small.length > 0 && sum(small) === small.length);
  const least = Math.min(...counts.filter((count) => count >= SMALLEST_SHOWN));
  const coverAt = isTold ? counts.indexOf(least) : -1;
  return counts.map((count, at) => (count < SMALLEST_SHOWN || at === coverAt ? null : count));
}
