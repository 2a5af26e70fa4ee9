/** Totals of all runs together, for metrics: they only grow. */
import * as z from 'zod';
import { sql } from '../../platform/statement.ts';
import type { Db } from '../../platform/transact.ts';

const totalsSchema = z.object({
  visits: z.number(),
  pages: z.number(),
  media: z.number(),
  sightings: z.number(),
  bytes: z.number(),
  reasons: z.record(z.string(), z.number()),
});
/** Since the first run; `reasons` counts visits that brought nothing, by code. */
export type CrawlTotals = z.infer<typeof totalsSchema>;

/** Reads them. */
export async function readCrawlTotals(db: Db): Promise<CrawlTotals> {
  const { rows } = await sql<CrawlTotals>`
    select coalesce(sum(visits), 0)::float8 as visits, coalesce(sum(pages), 0)::float8 as pages,
      coalesce(sum(media), 0)::float8 as media, coalesce(sum(sightings), 0)::float8 as sightings,
      coalesce(sum(bytes), 0)::float8 as bytes,
      (select coalesce(jsonb_object_agg(reason, count), '{}') from (
        select reason, sum(count)::float8 as count from crawl_reason group by reason) r) as reasons
    from crawl_tally`.execute(db);
  return totalsSchema.parse(rows[0]);
}
