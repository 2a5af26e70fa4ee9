/**
 * The relay's and the job queue's part, without waiting for them: events of one kind share a job, as the relay puts them together,
 * and leave the outbox once their handler has done its work, and not before.
 */
import type pg from 'pg';
import { GATHERED } from '../../src/hallway.ts';
import type { JobHandler } from '../../src/platform/jobs.ts';
import { houseEventSchema, type HouseEvent } from '../../src/terms/events.ts';

const BATCH = 500;
const AT_ONCE = 6;
/** As the relay has it. */
const GATHERED_LIMIT = 100;
/** For so long parts may fail without one that succeeds; more is no outage. */
const PATIENCE_MS = 180_000;
const PAUSE_MS = 50;

/** Delivers a batch of waiting events. @returns how many. @throws what a handler threw: its event, and those after it, stay */
export async function deliverEvents(
  pool: pg.Pool,
  handler: JobHandler,
  note: (event: HouseEvent) => void,
): Promise<number> {
  const { rows } = await pool.query<{ id: string; event: unknown }>(
    `select id, event from outbox order by is_urgent desc, id limit ${BATCH}`,
  );
  const waiting = jobsOf(rows.map((row) => ({ id: row.id, event: houseEventSchema.parse(row.event) }))).values();
  const done: string[] = [];
  const work = async () => {
    for (const job of waiting) {
      await handler.handle(
        job.map(({ event }) => event),
        1,
      );
      for (const { id, event } of job) {
        note(event);
        done.push(id);
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  if (done.length > 0) await pool.query('delete from outbox where id = any($1::bigint[])', [done]);
  const failed = ended.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return rows.length;
}

interface Waiting {
  readonly id: string;
  readonly event: HouseEvent;
}

function jobsOf(events: readonly Waiting[]): readonly (readonly Waiting[])[] {
  return [...Map.groupBy(events, ({ event }) => event.kind)].flatMap(([kind, some]) => {
    const most = GATHERED.includes(kind) ? GATHERED_LIMIT : 1;
    return Array.from({ length: Math.ceil(some.length / most) }, (_, n) => some.slice(n * most, (n + 1) * most));
  });
}

/** Runs parts that are made to be repeated: what fails is done once more, later. @throws what a part threw when that never ends */
export function openRepairs() {
  const counts = { repairs: 0 };
  let failingSince: number | undefined;
  return {
    counts,
    again: async <T>(work: () => Promise<T>, byDefault: T): Promise<T> => {
      try {
        const result = await work();
        failingSince = undefined;
        return result;
      } catch (error) {
        counts.repairs += 1;
        failingSince ??= performance.now();
        if (performance.now() - failingSince > PATIENCE_MS) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        return byDefault;
      }
    },
  };
}
