/**
 * How far people agree beyond chance. Pure.
 *
 * Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960): two raters.
 * Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): any number of raters, gaps allowed, and values that have an
 * order disagree less the nearer they are.
 */

/** What each rater said of one thing; undefined where one said nothing. */
export type Rated = readonly (string | undefined)[];

/**
 * Cohen's kappa of pairs: 1 agreed always, 0 as often as by chance, below 0 less often. Undefined without pairs, and where both
 * always said one and the same: then chance explains everything, and nothing is shown by it.
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): number | undefined {
  const total = pairs.length;
  if (total === 0) return undefined;
  const [first, second] = [countsOf(pairs.map(([one]) => one)), countsOf(pairs.map(([, other]) => other))];
  const observed = pairs.filter(([one, other]) => one === other).length / total;
  const byChance = [...first].reduce((sum, [value, count]) => sum + (count * (second.get(value) ?? 0)) / total ** 2, 0);
  return byChance === 1 ? undefined : (observed - byChance) / (1 - byChance);
}

/**
 * Krippendorff's alpha. `order`: the values from least to most, for an ordinal scale; values that are not in it are left out.
 * Undefined where nothing was rated twice, or all values are one.
 */
export function krippendorffAlpha(units: readonly Rated[], order?: readonly string[]): number | undefined {
  const known = units
    .map((unit) => unit.filter((value) => value !== undefined && (order?.includes(value) ?? true)))
    .map((unit) => unit.flatMap((value) => value ?? []))
    .filter((unit) => unit.length > 1);
  const totals = countsOf(known.flat());
  const total = known.flat().length;
  const distance = distanceOf(totals, order);
  const observed = known.reduce((sum, unit) => sum + pairSum(unit, distance) / (unit.length - 1), 0);
  const expected = pairSumOfCounts(totals, distance) / (total - 1);
  return total === 0 || expected === 0 ? undefined : 1 - observed / expected;
}

type Distance = (one: string, other: string) => number;

/** Over all ordered pairs of different raters. */
function pairSum(unit: readonly string[], distance: Distance): number {
  return pairSumOfCounts(countsOf(unit), distance);
}

function pairSumOfCounts(counts: ReadonlyMap<string, number>, distance: Distance): number {
  let sum = 0;
  for (const [one, many] of counts)
    for (const [other, few] of counts) if (one !== other) sum += many * few * distance(one, other);
  return sum;
}

/** Nominal: 1 for whatever differs. Ordinal: the squared number of ratings between the two, each end counted half. */
function distanceOf(totals: ReadonlyMap<string, number>, order: readonly string[] | undefined): Distance {
  if (order === undefined) return () => 1;
  const count = (value: string) => totals.get(value) ?? 0;
  return (one, other) => {
    const [from, to] = [order.indexOf(one), order.indexOf(other)].toSorted((a, b) => a - b);
    const between = order.slice(from, (to ?? 0) + 1).reduce((sum, value) => sum + count(value), 0);
    return (between - (count(one) + count(other)) / 2) ** 2;
  };
}

function countsOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
