import type { Db } from '../../platform/db.ts';
import { tipCategorySchema } from '../../terms/categories.ts';
import { countCrawled, countUntoldPolice } from '../figures-store.ts';
import { summariseRemoval, summariseTips } from '../figures.ts';
import { monthsBetween } from '../months.ts';
import { readSpells } from '../read-figures.ts';
import { countFacts } from '../rollup/rollup-store.ts';
import { countsOf, type Board, type BoardFilter } from './board.ts';

const HOUR_MS = 3_600_000;
const BY_CODE = [
  ...(['tip', 'opened', 'closed', 'sent', 'item', 'severity', 'age', 'gender', 'site-type', 'back', 'notice'] as const),
  'sighting',
] as const;

/** All figures of a period; `count` says from where. @throws RangeError for a time zone that is not known, or a period that ends before it begins */
export async function readBoard(
  db: Db,
  now: Date,
  timeZone: string,
  filter: BoardFilter,
  count = countFacts,
): Promise<Board> {
  const months = monthsBetween(filter.fromMonth, filter.toMonth);
  const query = { zone: timeZone, ...filter };
  const isWhole = filter.category === undefined && filter.country === undefined;
  const tips = await count(db, { ...query, figures: ['tip'], by: ['month', 'category'] });
  const facts = await count(db, { ...query, figures: BY_CODE, by: ['figure', 'value', 'detail'] });
  const countries = await count(db, { ...query, figures: ['item'], by: ['country'] });
  const told = await count(db, { ...query, figures: ['police'], by: ['value', 'detail'] });
  const untold = filter.country === undefined ? await countUntoldPolice(db, query, now) : [];
  const crawled = isWhole ? await countCrawled(db, query) : { pages: 0, media: 0 };
  const known = tips.map(({ month, category, total }) => ({
    ...{ month, count: total, category: tipCategorySchema.catch('other').parse(category) },
  }));
  const police = told.filter(({ detail }) => detail === 'sent');
  return {
    ...{ filter, ...countsOf(facts, countries, crawled) },
    figures: {
      ...{ madeAt: now, timeZone, tips: summariseTips(months, known) },
      removal: summariseRemoval(await readSpells(db, query, count)),
    },
    police: summariseRemoval([
      ...police.map(({ value, total }) => ({ durationMs: Number(value) * HOUR_MS, ended: total, ongoing: 0 })),
      ...untold.map(({ durationMs, count }) => ({ durationMs, ended: 0, ongoing: count })),
    ]),
  };
}

/** The countries in which anything was judged, by code: for a filter. */
export async function listFigureCountries(db: Db, timeZone: string): Promise<readonly string[]> {
  const all = { zone: timeZone, fromMonth: '0000-01', toMonth: '9999-12' };
  const rows = await countFacts(db, { ...all, figures: ['item'], by: ['country'] });
  return rows.flatMap(({ country }) => (country === '' ? [] : [country])).sort();
}
