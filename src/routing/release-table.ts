/** Drafting, trying, releasing and taking back the routing table (table-version.ts): every step is on the ledger, with the table's hash. */
import { recordAct } from '../ledger/door.ts';
import { isUniqueViolation, type Db, type Tx } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { checkRows } from './check-table.ts';
import {
  insertTableDraft,
  lockTables,
  ONE_DRAFT,
  readTableInUse,
  readTables,
  readTableVersion,
  updateTableDraft,
  updateTableState,
  updateTrial,
} from './table-store.ts';
import { tableHash, type RoutingRow, type RoutingTable } from './table.ts';
import {
  MOST_TABLE_REASON,
  TableStepError,
  whyNotRelease,
  whyNotWithdraw,
  type TableRefusal,
  type TableVersion,
} from './table-version.ts';
import type { Trial } from './trial.ts';

/** A draft as somebody saw it. */
export interface SeenDraft {
  readonly version: number;
  readonly revision: number;
}

/** The table of a version; 0 is what Fyr ships. Undefined when there is none of this number. */
export const readTable = async (db: Db, version: number): Promise<RoutingTable | undefined> =>
  (await readTables(db, [version])).get(version);

/** Begins a draft from a version: the one in use, or an earlier one to go back to. @returns its number. @throws TableStepError */
export async function beginTable(tx: Tx, staffId: StaffId, from: number | undefined, now: Date): Promise<number> {
  await lockTables(tx);
  const inUse = await readTableInUse(tx);
  const start = from === undefined ? inUse : await readTable(tx, from);
  if (start === undefined) throw new TableStepError('no-such-version');
  const draft = { rows: start.rows, basedOn: inUse.version, by: staffId, at: now };
  const version = await insertTableDraft(tx, draft).catch((error: unknown) => {
    if (isUniqueViolation(error, ONE_DRAFT)) throw new TableStepError('draft-waits');
    throw error;
  });
  await record(tx, staffId, 'begun', version, { from: start.version, hash: tableHash(start.rows) }, now);
  return version;
}

/** What an editor can change of a draft. */
export interface TableDraft {
  readonly rows: readonly RoutingRow[];
  /** Why the table is to change, as the second person and later readers see it. */
  readonly reason: string;
}

/** One change of a draft; what it becomes must be a table that may be used. @throws TableStepError */
export async function changeTable(
  tx: Tx,
  staffId: StaffId,
  draft: SeenDraft,
  change: (before: TableDraft) => TableDraft,
  now: Date,
): Promise<void> {
  await lockTables(tx);
  const found = await readSeen(tx, draft);
  const { rows, reason } = change(found);
  const tidied = reason.replace(/\s+/g, ' ').trim().slice(0, MOST_TABLE_REASON);
  const hash = tableHash(rows);
  if (hash === found.hash && tidied === found.reason) return;
  refuseIfFaulty(rows);
  await updateTableDraft(tx, { version: draft.version, rows, reason: tidied, by: staffId });
  await record(tx, staffId, 'edited', draft.version, { revision: draft.revision + 1, hash }, now);
}

/** Notes the trial of a draft, which was made of the rows that it still has. @throws TableStepError */
export async function noteTrial(tx: Tx, staffId: StaffId, draft: SeenDraft, result: Trial, now: Date): Promise<void> {
  await lockTables(tx);
  const found = await readSeen(tx, draft);
  await updateTrial(tx, { version: draft.version, by: staffId, at: now, result });
  const { cases, unchanged, comparedTo } = result;
  await record(tx, staffId, 'tried', draft.version, { hash: found.hash, cases, unchanged, comparedTo }, now);
}

/** Somebody who had no hand in the draft agrees to it as they saw it: it decides from the commit on. @throws TableStepError */
export async function releaseTable(tx: Tx, staffId: StaffId, draft: SeenDraft, now: Date): Promise<void> {
  await lockTables(tx);
  const found = await readSeen(tx, draft);
  const inUse = await readTableInUse(tx);
  refuseIf(whyNotRelease(found, staffId, inUse));
  // A newer Fyr may ask more of a table than it did when this was written.
  if (found.isUnreadable === true) throw new TableStepError('not-right');
  refuseIfFaulty(found.rows);
  await updateTableState(tx, draft.version, { state: 'released', by: staffId, at: now });
  await record(tx, staffId, 'released', draft.version, { before: inUse.version, hash: found.hash }, now);
}

/**
 * Throws a draft away, or takes back the version in use: then the one before it is in use again.
 * @returns the version that is in use afterwards. @throws TableStepError
 */
export async function withdrawTable(tx: Tx, staffId: StaffId, version: number, now: Date): Promise<number> {
  await lockTables(tx);
  const found = await readOrRefuse(tx, version);
  refuseIf(whyNotWithdraw(found, (await readTableInUse(tx)).version));
  await updateTableState(tx, version, { state: 'withdrawn', by: staffId, at: now });
  const inUse = (await readTableInUse(tx)).version;
  await record(tx, staffId, 'withdrawn', version, { was: found.state, inUse, hash: found.hash }, now);
  return inUse;
}

async function readOrRefuse(tx: Tx, version: number): Promise<TableVersion> {
  const found = await readTableVersion(tx, version);
  if (found === undefined) throw new TableStepError('no-such-version');
  return found;
}

async function readSeen(tx: Tx, { version, revision }: SeenDraft): Promise<TableVersion> {
  const found = await readOrRefuse(tx, version);
  refuseIf(found.state === 'draft' ? undefined : 'wrong-state');
  refuseIf(found.revision === revision ? undefined : 'edited-meanwhile');
  return found;
}

function refuseIf(code: TableRefusal | undefined): void {
  if (code !== undefined) throw new TableStepError(code);
}

function refuseIfFaulty(rows: readonly RoutingRow[]): void {
  const faults = checkRows(rows);
  if (faults.length > 0) throw new TableStepError('not-right', faults);
}

const record = (
  tx: Tx,
  staffId: StaffId,
  step: 'begun' | 'edited' | 'tried' | 'released' | 'withdrawn',
  version: number,
  payload: Readonly<Record<string, string | number>>,
  now: Date,
): Promise<void> =>
  recordAct(tx, {
    ...{ at: now, actor: `staff:${staffId}`, payload },
    ...{ action: `routing-table.${step}`, subject: `routing-table:${version}` },
  });
