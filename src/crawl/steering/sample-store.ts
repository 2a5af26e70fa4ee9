/** The crawler's pace over time: totals of all runs together, every ten seconds while one runs. */
import { sql } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';

/** What happened a second, between one sample and the next. */
export interface PaceSample {
  readonly at: Date;
  readonly visits: number;
  readonly media: number;
  readonly sightings: number;
}

/** Between two samples. */
export const SAMPLE_MS = 10_000;
const KEPT_MS = 24 * 3_600_000;

/** Notes the totals of this moment, unless another worker has; old ones are forgotten. */
export async function noteSample(tx: Tx): Promise<void> {
  await sql`insert into crawl_sample (at, visits, media, sightings)
    select date_bin(${SAMPLE_MS}::float8 * interval '1 ms', clock_timestamp(), '2000-01-01Z'),
      coalesce(sum(visits), 0), coalesce(sum(media), 0), coalesce(sum(sightings), 0) from crawl_tally
    on conflict (at) do nothing`.execute(tx);
  await sql`delete from crawl_sample where at < clock_timestamp() - ${KEPT_MS}::float8 * interval '1 ms'`.execute(tx);
}

/** The newest samples of the last `forMs`, in order of time, as rates. A gap is one long interval. */
export async function readPace(db: Db, forMs: number): Promise<readonly PaceSample[]> {
  const { rows } = await sql<PaceSample & { seconds: number | null }>`
    select at, extract(epoch from at - lag(at) over w)::float8 as seconds,
      (visits - lag(visits) over w)::float8 as visits, (media - lag(media) over w)::float8 as media,
      (sightings - lag(sightings) over w)::float8 as sightings
    from crawl_sample where at > clock_timestamp() - ${forMs}::float8 * interval '1 ms' window w as (order by at) order by at`.execute(
    db,
  );
  return rows.flatMap(({ at, seconds, visits, media, sightings }) =>
    seconds === null || seconds <= 0
      ? []
      : [{ at, visits: visits / seconds, media: media / seconds, sightings: sightings / seconds }],
  );
}
