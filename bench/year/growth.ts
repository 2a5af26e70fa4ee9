/** What was measured, window by window, and the line through it. */

export interface Window {
  /** Tips in the database at its end. */
  readonly upTo: number;
  readonly msPerTip: number;
  readonly webMsPerTip: number;
  readonly databaseMsPerTip: number;
  readonly bytesPerTip: number;
  readonly residentBytes: number;
}

/** Time a tip as a straight line over the number of tips that are there. */
export interface Growth {
  readonly msAtFirst: number;
  readonly msMorePerMillion: number;
}

/** Least squares over the windows' middles. A line that falls is taken as flat: nobody gets faster by being fuller. */
export function growthOf(windows: readonly Pick<Window, 'upTo' | 'msPerTip'>[]): Growth {
  const points = windows.map(({ upTo, msPerTip }, at) => ({
    x: (upTo + (windows[at - 1]?.upTo ?? 0)) / 2e6,
    y: msPerTip,
  }));
  const mean = (pick: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = mean((point) => (point.x - x) ** 2);
  const slope = spread === 0 ? 0 : Math.max(0, mean((point) => (point.x - x) * (point.y - y)) / spread);
  return { msAtFirst: y - slope * x, msMorePerMillion: slope };
}

/** The area under the line. */
export function millisecondsUpTo(tips: number, { msAtFirst, msMorePerMillion }: Growth): number {
  return tips * (msAtFirst + (msMorePerMillion * tips) / 2e6);
}
