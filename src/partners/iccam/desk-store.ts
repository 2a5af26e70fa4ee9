/** What the console shows of ICCAM: how much stands where, and what is in trouble. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import { caseIdSchema, iccamContentIdSchema, type CaseId, type IccamContentId } from '../../terms/ids.ts';
import { compareCatalogue, type CatalogueDifference } from './catalogues.ts';
import { listStates, readCatalogues, type ListRowState } from './list-store.ts';

/** A content or a change that does not go through. */
export interface Trouble {
  readonly id: IccamContentId;
  readonly contentId: number;
  /** Undefined while it is no item. */
  readonly caseId: CaseId | undefined;
  readonly caseNumber: number | undefined;
  /** `read`: it could not be read or taken in; else the change, as `action.3`. */
  readonly what: string;
  readonly code: string;
  readonly attempts: number;
  /** ICCAM has refused it for good: nothing happens until a person says so. */
  readonly isFinal: boolean;
  readonly nextAt: Date | undefined;
}

/** All of the page. */
export interface IccamDeskView {
  readonly lists: readonly ListRowState[];
  /** Contents by where they stand; `filed`: reported by this hotline and with others now. */
  readonly counts: {
    readonly waiting: number;
    readonly open: number;
    readonly untaken: number;
    readonly filed: number;
    readonly ended: number;
    readonly due: number;
  };
  readonly troubles: readonly Trouble[];
  readonly differences: readonly CatalogueDifference[];
  /** When the value lists were read last; undefined: never. */
  readonly cataloguesReadAt: Date | undefined;
}

const countsSchema = z.object({
  waiting: z.number(),
  open: z.number(),
  untaken: z.number(),
  filed: z.number(),
  ended: z.number(),
  due: z.number(),
});

/** Reads the page's facts; at most `limit` troubles. */
export async function readIccamDesk(db: Db, now: Date, limit: number): Promise<IccamDeskView> {
  const [lists, catalogues, counts, troubles] = await Promise.all([
    listStates(db),
    readCatalogues(db),
    readCounts(db, now),
    listTroubles(db, limit),
  ]);
  const times = catalogues.map(({ readAt }) => readAt.getTime());
  return {
    ...{ lists, counts, troubles },
    differences: catalogues.flatMap(({ name, rows }) => compareCatalogue(name, rows)),
    cataloguesReadAt: times.length === 0 ? undefined : new Date(Math.max(...times)),
  };
}

async function readCounts(db: Db, now: Date): Promise<IccamDeskView['counts']> {
  const { rows } = await sql`select
      count(*) filter (where c.standing = 'ours' and i.state = 'new') as waiting,
      count(*) filter (where c.standing = 'ours' and i.state <> 'new') as open,
      count(*) filter (where c.standing = 'untaken') as untaken,
      count(*) filter (where c.standing = 'elsewhere' and c.is_ours) as filed,
      count(*) filter (where c.standing = 'ended') as ended,
      count(*) filter (where c.due_at <= ${now}) as due
    from iccam_content c left join item i on i.id = c.item_id`.execute(db);
  return countsSchema.parse(rows[0]);
}

type TroubleRow = {
  id: string;
  content_id: number;
  case_id: string | null;
  number: number | null;
  what: string;
  code: string;
  attempts: number;
  is_final: boolean;
  due_at: Date | null;
};

async function listTroubles(db: Db, limit: number): Promise<readonly Trouble[]> {
  const { rows } = await sql<TroubleRow>`
    select c.id, c.content_id, f.id as case_id, f.number, t.what, t.code, c.attempts, t.is_final, c.due_at
    from (
      select id, 'read' as what, failure_code as code, due_at is null as is_final, read_at as at
      from iccam_content where failure_code is not null
      union all
      select c.id, a.act, a.failure_code, true, a.at from iccam_act a join iccam_content c
        on a.target = 'content:' || c.content_id or (a.target = 'report:' || c.report_id and c.standing = 'ours')
      where a.state = 'refused'
    ) t join iccam_content c on c.id = t.id left join item i on i.id = c.item_id left join case_file f on f.id = i.case_id
    order by t.is_final desc, t.at desc limit ${limit}`.execute(db);
  return rows.map((row) => ({
    id: iccamContentIdSchema.parse(row.id),
    contentId: row.content_id,
    caseId: row.case_id === null ? undefined : caseIdSchema.parse(row.case_id),
    caseNumber: row.number ?? undefined,
    ...{ what: row.what, code: row.code, attempts: row.attempts, isFinal: row.is_final },
    nextAt: row.due_at ?? undefined,
  }));
}
