/**
 * Small numbers in a table with its sums are hidden, and so many others with them that none can be worked out. Pure.
 *
 * The table with its sums is one grid in which each row and each column adds up (cells - sum = 0). A hidden number can be worked out
 * from the rest exactly when no other grid of the same shown numbers has another number there. Hidden cells are seen as edges between
 * their row and their column: numbers can be shifted along a circle of edges, up here and down there, and along nothing else; an edge
 * on no circle is a bridge, and its number is known. (Gusfield, A graph theoretic approach to statistical data security, SIAM J.
 * Comput. 17, 1988.) So cells are hidden until no small number is a bridge.
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

/** The grid with its sums, what must not be known being null. */
export function suppress(cells: Grid): ShownGrid {
  const grid = withSums(cells);
  const hidden = grid.map((row) => row.map((count) => count < SMALLEST_SHOWN));
  for (;;) {
    const bridge = findBridge(hidden);
    if (bridge === undefined || !hideOneMore(grid, hidden, bridge)) break;
  }
  return grid.map((row, at) => row.map((count, column) => (hidden[at]?.[column] === true ? null : count)));
}

type Cell = readonly [row: number, column: number];

/** A hidden cell on no circle of hidden cells; undefined when there is none. */
function findBridge(hidden: readonly (readonly boolean[])[]): Cell | undefined {
  const edges = hidden.flatMap((row, at) =>
    row.flatMap((isHidden, column): Cell[] => (isHidden ? [[at, column]] : [])),
  );
  return edges.find((edge) => !isConnected(edges, edge));
}

/** Whether the two ends of an edge are joined by the other edges. */
function isConnected(edges: readonly Cell[], [row, column]: Cell): boolean {
  const rows = new Set([row]);
  const columns = new Set<number>();
  for (let size = 0; size !== rows.size + columns.size;) {
    size = rows.size + columns.size;
    for (const [r, c] of edges) {
      if (r === row && c === column) continue;
      if (rows.has(r)) columns.add(c);
      if (columns.has(c)) rows.add(r);
    }
  }
  return columns.has(column);
}

/**
 * Hides the smallest number that is still shown in the bridge's row or column: then another tree of cells hangs on it, and in the end
 * a circle closes. False when nothing is left to hide.
 */
function hideOneMore(grid: readonly (readonly number[])[], hidden: boolean[][], [row, column]: Cell): boolean {
  const near = grid.flatMap((line, r) =>
    line.flatMap((count, c) => ((r === row || c === column) && hidden[r]?.[c] === false ? [{ r, c, count }] : [])),
  );
  const all = grid.flatMap((line, r) =>
    line.flatMap((count, c) => (hidden[r]?.[c] === false ? [{ r, c, count }] : [])),
  );
  const [next] = (near.length > 0 ? near : all).toSorted((a, b) => a.count - b.count);
  const line = next === undefined ? undefined : hidden[next.r];
  if (next === undefined || line === undefined) return false;
  line[next.c] = true;
  return true;
}
