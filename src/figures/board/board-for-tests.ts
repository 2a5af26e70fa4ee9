/** A board with something in every table. */
import { FIGURE_CODES } from '../rollup/fact-store.ts';
import type { FactCount } from '../rollup/rollup-store.ts';
import { DAY_MS, summariseRemoval, summariseTips } from '../figures.ts';
import { monthsBetween } from '../months.ts';
import { countsOf, type Board } from './board.ts';

const VALUES: Readonly<Record<string, readonly (readonly [string, string, number])[]>> = {
  tip: [
    ['form', 'anonymous', 812],
    ['form', 'named', 344],
    ['import', 'unknown', 61],
  ],
  opened: [
    ['tip', '', 903],
    ['partner', '', 2_204],
    ['sighting', '', 310],
  ],
  item: [
    ['illegal-baseline', 'known', 1_402],
    ['illegal-baseline', 'new', 611],
    ['illegal-national', 'new', 95],
    ['not-illegal', 'new', 702],
    ['not-found', 'new', 288],
  ],
  severity: [
    ['A', '', 402],
    ['B', '', 700],
    ['C', '', 911],
    ['unknown', '', 95],
  ],
  age: [
    ['3-6', '', 280],
    ['7-10', '', 1_205],
    ['unknown', '', 623],
  ],
  gender: [
    ['female', '', 1_533],
    ['unknown', '', 575],
  ],
  'site-type': [
    ['image-host', '', 1_312],
    ['forum', '', 405],
    ['unknown', '', 391],
  ],
  sent: [
    ['police', 'sent', 611],
    ['iccam', 'sent', 1_204],
    ['provider', 'rehearsed', 12],
  ],
  notice: [
    ['p1', 'illegal-baseline.A.removed.dsa.sent', 308],
    ['p1', 'illegal-baseline.B.none.dsa.sent', 41],
    ['p2', 'illegal-national.unknown.claimed.dsa.sent', 7],
    ['p2', 'illegal-baseline.C.removed.other.sent', 60],
    ['p3', 'illegal-baseline.C.appeal.dsa.sent', 2],
  ],
  closed: [
    ['removed', '', 1_805],
    ['duplicate', '', 44],
  ],
  back: [['', '', 9]],
  sighting: [
    ['exact', 'confirmed', 144],
    ['near', 'unconfirmed', 12],
  ],
};

const factOf = (figure: string, change: Partial<FactCount>): FactCount => ({
  ...{ figure, month: '', category: '', country: '', value: '', detail: '', total: 0 },
  ...change,
});

/** As `readBoard` gives it, of eighteen months. */
export function fullBoard(): Board {
  const months = monthsBetween('2025-06', '2026-11');
  const facts = FIGURE_CODES.flatMap((figure) =>
    (VALUES[figure] ?? []).map(([value, detail, total]) => factOf(figure, { value, detail, total })),
  );
  const countries = [
    ...(['SE', 'NL', 'US', ''] as const).map((country, at) => factOf('item', { country, total: 900 - at * 280 })),
  ];
  return {
    ...countsOf(facts, countries, { pages: 90_210, media: 412_000 }),
    filter: { fromMonth: '2025-06', toMonth: '2026-11' },
    figures: {
      ...{ madeAt: new Date('2026-11-24T03:00:00Z'), timeZone: 'Europe/Stockholm' },
      tips: summariseTips(
        months,
        months.flatMap((month, at) => [
          { month, category: 'online', count: 40 + ((at * 37) % 60) },
          { month, category: 'grooming', count: 9 + at },
          { month, category: 'travel', count: at % 3 },
        ]),
      ),
      removal: summariseRemoval([
        { durationMs: DAY_MS * 0.5, ended: 600, ongoing: 0 },
        { durationMs: DAY_MS * 2.5, ended: 400, ongoing: 200 },
      ]),
    },
    police: summariseRemoval([
      { durationMs: DAY_MS / 2, ended: 500, ongoing: 0 },
      { durationMs: DAY_MS * 5, ended: 100, ongoing: 11 },
    ]),
  };
}
