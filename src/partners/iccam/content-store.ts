/** The tables of contents and reports in ICCAM. What others wrote and every address lie shrouded in them. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import {
  dispatchIdSchema,
  iccamContentIdSchema,
  itemIdSchema,
  type CaseId,
  type DispatchId,
  type IccamContentId,
  type ItemId,
} from '../../terms/ids.ts';
import type { Standing } from './acts.ts';
import { contentSchema, type SeenContent } from './iccam-answers.ts';

const standingSchema = z.enum(['ours', 'untaken', 'elsewhere', 'ended']);

/** A content as we know it. */
export interface ContentRow {
  readonly id: IccamContentId;
  readonly contentId: number;
  readonly reportId: number;
  readonly isOurs: boolean;
  readonly itemId: ItemId | undefined;
  readonly standing: Standing;
  readonly view: SeenContent;
  readonly firstSeenAt: Date;
  readonly readAt: Date;
  readonly wakes: number;
  readonly attempts: number;
  readonly failureCode: string | undefined;
}

type Row = {
  id: string;
  content_id: number;
  report_id: number;
  is_ours: boolean;
  item_id: string | null;
  standing: string;
  shrouded_view: Buffer;
  first_seen_at: Date;
  read_at: Date;
  wakes: number;
  attempts: number;
  failure_code: string | null;
};

const toRow = (row: Row, serviceKey: ServiceKey): ContentRow => ({
  id: iccamContentIdSchema.parse(row.id),
  contentId: row.content_id,
  reportId: row.report_id,
  isOurs: row.is_ours,
  itemId: row.item_id === null ? undefined : itemIdSchema.parse(row.item_id),
  standing: standingSchema.parse(row.standing),
  view: contentSchema.parse(JSON.parse(serviceKey.unshroud('note', row.shrouded_view))),
  firstSeenAt: row.first_seen_at,
  readAt: row.read_at,
  wakes: row.wakes,
  attempts: row.attempts,
  failureCode: row.failure_code ?? undefined,
});

const shroudView = (serviceKey: ServiceKey, view: SeenContent): Buffer =>
  serviceKey.shroud('note', JSON.stringify(view));

/** Writes a content that was not known, or what is newer of a known one. Its item stays. @returns its row's id */
export async function upsertContent(
  tx: Tx,
  serviceKey: ServiceKey,
  seen: {
    readonly view: SeenContent;
    readonly standing: Standing;
    readonly isOurs: boolean;
    readonly itemId: ItemId | undefined;
    readonly dueAt: Date | undefined;
    readonly now: Date;
  },
): Promise<IccamContentId> {
  const { view, standing, isOurs, itemId, dueAt, now } = seen;
  const { rows } = await sql<{ id: string }>`
    insert into iccam_content (id, content_id, report_id, is_ours, item_id, standing, shrouded_view, first_seen_at,
      read_at, assigned_at, due_at)
    values (${randomUUID()}, ${view.contentId}, ${view.reportId}, ${isOurs}, ${itemId ?? null}, ${standing},
      ${shroudView(serviceKey, view)}, ${now}, ${now}, ${view.countryAssignmentDate}, ${dueAt ?? null})
    on conflict (content_id) do update set standing = excluded.standing, shrouded_view = excluded.shrouded_view,
      read_at = excluded.read_at, assigned_at = excluded.assigned_at, due_at = excluded.due_at,
      is_ours = iccam_content.is_ours or excluded.is_ours, wakes = iccam_content.wakes + 1,
      item_id = coalesce(iccam_content.item_id, excluded.item_id)
    returning id`.execute(tx);
  return iccamContentIdSchema.parse(rows[0]?.id);
}

/** One content by our own id; undefined when there is none. */
export async function readContent(db: Db, serviceKey: ServiceKey, id: IccamContentId): Promise<ContentRow | undefined> {
  const { rows } = await sql<Row>`select * from iccam_content where id = ${id}`.execute(db);
  return rows[0] === undefined ? undefined : toRow(rows[0], serviceKey);
}

/** One content by ICCAM's number; undefined when it is not known. */
export async function findContent(db: Db, serviceKey: ServiceKey, contentId: number): Promise<ContentRow | undefined> {
  const { rows } = await sql<Row>`select * from iccam_content where content_id = ${contentId}`.execute(db);
  return rows[0] === undefined ? undefined : toRow(rows[0], serviceKey);
}

/** The contents that these items are. */
export async function listContentsOf(
  db: Db,
  serviceKey: ServiceKey,
  itemIds: readonly ItemId[],
): Promise<readonly ContentRow[]> {
  if (itemIds.length === 0) return [];
  const { rows } = await sql<Row>`select * from iccam_content where item_id = any(${[...itemIds]}::uuid[])
    order by content_id`.execute(db);
  return rows.map((row) => toRow(row, serviceKey));
}

/** Of these items, those that ICCAM has as content which this hotline is to act on, or has ended. */
export async function listStandingHere(db: Db, itemIds: readonly ItemId[]): Promise<ReadonlySet<ItemId>> {
  if (itemIds.length === 0) return new Set();
  const { rows } = await sql<{ item_id: string }>`select distinct item_id from iccam_content
    where item_id = any(${[...itemIds]}::uuid[]) and not is_ours and standing in ('ours', 'untaken')`.execute(db);
  return new Set(rows.map((row) => itemIdSchema.parse(row.item_id)));
}

/** The content is this item, and is to be looked at. */
export async function updateItemOf(tx: Tx, id: IccamContentId, itemId: ItemId, now: Date): Promise<void> {
  await sql`update iccam_content set item_id = ${itemId}, due_at = ${now}, wakes = wakes + 1, failure_code = null
    where id = ${id}`.execute(tx);
}

/** It cannot become an item; `code` says why, for a person. */
export async function noteUnusable(tx: Tx, id: IccamContentId, code: string): Promise<void> {
  await sql`update iccam_content set failure_code = ${code}, due_at = null where id = ${id}`.execute(tx);
}

/** Something has happened to these items or to all of these cases: what ICCAM should hear of it is looked at. */
export async function wakeContents(
  tx: Tx,
  of: { readonly caseIds: readonly CaseId[] } | { readonly itemIds: readonly ItemId[] },
  now: Date,
): Promise<void> {
  const whose =
    'itemIds' in of
      ? sql`item_id = any(${[...of.itemIds]}::uuid[])`
      : sql`item_id in (select id from item where case_id = any(${[...of.caseIds]}::uuid[]))`;
  await sql`update iccam_content set due_at = ${now}, wakes = wakes + 1 where ${whose} and standing <> 'ended'`.execute(
    tx,
  );
}

/** Makes the content due now, whatever it waits for. */
export async function wakeContent(tx: Tx, id: IccamContentId, now: Date): Promise<boolean> {
  const result =
    await sql`update iccam_content set due_at = ${now}, wakes = wakes + 1, attempts = 0, failure_code = null
    where id = ${id}`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Contents that are due, for one worker until `until`; the longest waiting first. */
export async function claimContents(
  db: Db,
  serviceKey: ServiceKey,
  claim: { readonly now: Date; readonly until: Date; readonly limit: number },
): Promise<readonly ContentRow[]> {
  const { now, until, limit } = claim;
  const { rows } = await sql<Row>`
    update iccam_content set claimed_until = ${until} where id in (
      select id from iccam_content where due_at <= ${now} and (claimed_until is null or claimed_until <= ${now})
      order by due_at limit ${limit} for update skip locked)
    returning *`.execute(db);
  return rows.map((row) => toRow(row, serviceKey));
}

/** Writes what looking came to. A reason to look that came meanwhile stands: then it stays due. */
export async function settleContent(
  tx: Tx,
  serviceKey: ServiceKey,
  row: ContentRow,
  end: {
    readonly view?: SeenContent;
    readonly standing: Standing;
    readonly dueAt: Date | undefined;
    readonly failureCode: string | undefined;
    readonly attempts: number;
    readonly now: Date;
  },
): Promise<void> {
  const { view, standing, dueAt, failureCode, attempts, now } = end;
  await sql`update iccam_content set claimed_until = null, standing = ${standing}, attempts = ${attempts},
      failure_code = ${failureCode ?? null}, read_at = ${view === undefined ? row.readAt : now},
      shrouded_view = ${shroudView(serviceKey, view ?? row.view)},
      assigned_at = ${(view ?? row.view).countryAssignmentDate},
      due_at = case when wakes = ${row.wakes} then ${dueAt ?? null}::timestamptz else due_at end
    where id = ${row.id}`.execute(tx);
}

/** A report as we know it. */
export interface ReportRow {
  readonly reportId: number;
  /** Undefined: another hotline's. */
  readonly dispatchId: DispatchId | undefined;
  readonly firstSeenAt: Date;
  readonly hotlineId: number | undefined;
  readonly memo: string | undefined;
  readonly referrer: string | undefined;
}

type ReportTableRow = {
  report_id: number;
  dispatch_id: string | null;
  first_seen_at: Date;
  hotline_id: number | null;
  shrouded: Buffer | null;
};
const writtenSchema = z.object({ memo: z.string().optional(), referrer: z.string().optional() });

const toReport = (row: ReportTableRow, serviceKey: ServiceKey): ReportRow => {
  const written =
    row.shrouded === null ? {} : writtenSchema.parse(JSON.parse(serviceKey.unshroud('note', row.shrouded)));
  return {
    reportId: row.report_id,
    dispatchId: row.dispatch_id === null ? undefined : dispatchIdSchema.parse(row.dispatch_id),
    firstSeenAt: row.first_seen_at,
    hotlineId: row.hotline_id ?? undefined,
    memo: written.memo,
    referrer: written.referrer,
  };
};

/** Notes a report of another hotline, with what it wrote. */
export async function upsertReport(
  tx: Tx,
  serviceKey: ServiceKey,
  report: { readonly reportId: number; readonly hotlineId: number; readonly memo?: string; readonly referrer?: string },
  now: Date,
): Promise<void> {
  const { reportId, hotlineId, memo, referrer } = report;
  const box = serviceKey.shroud('note', JSON.stringify({ memo, referrer }));
  await sql`insert into iccam_report (report_id, first_seen_at, hotline_id, shrouded)
    values (${reportId}, ${now}, ${hotlineId}, ${box})
    on conflict (report_id) do update set hotline_id = excluded.hotline_id, shrouded = excluded.shrouded`.execute(tx);
}

/** Notes that a dispatch became this report; its contents are to be read. A second telling changes nothing. */
export async function insertOwnReport(tx: Tx, reportId: number, dispatchId: DispatchId, now: Date): Promise<void> {
  await sql`insert into iccam_report (report_id, dispatch_id, first_seen_at, due_at)
    values (${reportId}, ${dispatchId}, ${now}, ${now})
    on conflict (report_id) do update set dispatch_id = excluded.dispatch_id,
      due_at = coalesce(iccam_report.due_at, excluded.due_at) where iccam_report.dispatch_id is null`.execute(tx);
}

/** One report; undefined when it is not known. */
export async function readReport(db: Db, serviceKey: ServiceKey, reportId: number): Promise<ReportRow | undefined> {
  const { rows } = await sql<ReportTableRow>`select * from iccam_report where report_id = ${reportId}`.execute(db);
  return rows[0] === undefined ? undefined : toReport(rows[0], serviceKey);
}

/** Our own reports whose contents are to be read, for one worker until `until`. */
export async function claimReports(
  db: Db,
  serviceKey: ServiceKey,
  claim: { readonly now: Date; readonly until: Date; readonly limit: number },
): Promise<readonly ReportRow[]> {
  const { now, until, limit } = claim;
  const { rows } = await sql<ReportTableRow>`
    update iccam_report set claimed_until = ${until} where report_id in (
      select report_id from iccam_report where due_at <= ${now} and (claimed_until is null or claimed_until <= ${now})
      order by due_at limit ${limit} for update skip locked)
    returning *`.execute(db);
  return rows.map((row) => toReport(row, serviceKey));
}

/** A report of ours was read (`dueAt` undefined), or is to be read later. */
export async function settleReport(
  tx: Tx,
  reportId: number,
  end: { readonly dueAt: Date | undefined; readonly hotlineId?: number; readonly failureCode?: string },
): Promise<void> {
  await sql`update iccam_report set claimed_until = null, due_at = ${end.dueAt ?? null},
      hotline_id = coalesce(${end.hotlineId ?? null}::bigint, hotline_id), failure_code = ${end.failureCode ?? null}
    where report_id = ${reportId}`.execute(tx);
}
