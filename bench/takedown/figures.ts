/** Time to removal as a table: by temper, ours beside the field's. */
import type { MonthRun } from './run-month.ts';
import { TEMPERS, type Temper } from './tempers.ts';

const HOUR_MS = 3_600_000;

/** Hours from the decision to the first removal; Infinity: not within the month. Those judged anew are left out on both sides. */
export interface Times {
  readonly all: readonly number[];
  readonly byTemper: ReadonlyMap<Temper, readonly number[]>;
}

/** Times with all of them together. */
export const timesBy = (byTemper: ReadonlyMap<Temper, readonly number[]>): Times => ({
  all: [...byTemper.values()].flat(),
  byTemper,
});

/** The times of a run. */
export function timesOf({ month, web, end }: MonthRun): Times {
  const byTemper = new Map<Temper, number[]>(TEMPERS.map((temper) => [temper, []]));
  for (const item of month.items) {
    if (item.fate === 'rejudged') continue;
    const { removedAtMs } = web.truthOf(item.n);
    const hours = removedAtMs < end ? (removedAtMs - item.decidedAt.getTime()) / HOUR_MS : Infinity;
    const temper = month.providers[month.sites[item.site]?.provider ?? 0]?.temper;
    if (temper !== undefined) byTemper.get(temper)?.push(hours);
  }
  return timesBy(byTemper);
}

/** The value below which this part of the times lies. @throws RangeError for none */
export function quantile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  if (found === undefined) throw new RangeError('There are no times to take a quantile of.');
  return found;
}

const hours = (value: number): string => (value === Infinity ? 'never' : value.toFixed(1));
const percent = (times: readonly number[], within: number): string =>
  ((100 * times.filter((time) => time <= within).length) / times.length).toFixed(0);

const cells = (times: readonly number[]): readonly string[] => [
  hours(quantile(times, 0.5)),
  hours(quantile(times, 0.9)),
  ...[24, 48, 72].map((within) => percent(times, within)),
  percent(times, Number.MAX_VALUE),
];

/** The table, in Markdown: hours, and shares in per cent. */
export function tableOf(ours: Times, field: Times): string {
  const head = ['median', 'p90', '1 d', '2 d', '3 d', 'at all'];
  const line = (name: string, count: number, a: readonly number[], b: readonly number[]) =>
    `| ${[name, String(count), ...cells(a), ...cells(b)].join(' | ')} |`;
  const rows = TEMPERS.flatMap((temper) => {
    const [a = [], b = []] = [ours.byTemper.get(temper), field.byTemper.get(temper)];
    return a.length === 0 ? [] : [line(temper, a.length, a, b)];
  });
  return [
    `| temper | items | ${head.map((each) => `ours ${each}`).join(' | ')} | ${head.map((each) => `field ${each}`).join(' | ')} |`,
    `| --- | ${Array.from({ length: 13 }, () => '---').join(' | ')} |`,
    ...rows,
    line('**all**', ours.all.length, ours.all, field.all),
  ].join('\n');
}
