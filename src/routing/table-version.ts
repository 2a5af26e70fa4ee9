/**
 * A version of the routing table and its way to being used: administrators draft it together and try it over past cases, and somebody
 * who had no hand in it releases it. One person is enough to take it back: then the version before it is in use again, at once.
 *
 * | state     | meaning                                        | ended by                                                    |
 * |-----------|------------------------------------------------|-------------------------------------------------------------|
 * | draft     | being worked on; nothing uses it               | release (another person, after a trial of exactly this) -> released; withdraw |
 * | released  | the newest of these decides                    | a newer release; withdraw (when it is the newest)           |
 * | withdrawn | decides nothing any more; can still be read    | nothing                                                     |
 *
 * Version 0, the shipped table, is in use while no version is released.
 */
import { z } from 'zod';
import type { StaffId } from '../terms/ids.ts';
import type { TableFault } from './check-table.ts';
import { changesBetween } from './edit-table.ts';
import type { RoutingTable } from './table.ts';
import type { Trial } from './trial.ts';

/** The states of the table above, for rows read back. */
export const tableStateSchema = z.enum(['draft', 'released', 'withdrawn']);

/** A step that somebody took. */
export interface TableStep {
  readonly by: StaffId;
  readonly at: Date;
}

/** A version as people see it. */
export interface TableVersion extends RoutingTable {
  readonly state: z.infer<typeof tableStateSchema>;
  readonly basedOn: number;
  readonly revision: number;
  /** SHA-256 of the rows, in hexadecimal; it stands in the ledger's entries too. */
  readonly hash: string;
  readonly reason: string;
  readonly editors: readonly StaffId[];
  readonly begunAt: Date;
  /** The newest trial; `isOfThis` is false when the draft has changed since. */
  readonly tried: (TableStep & { readonly isOfThis: boolean }) | undefined;
  readonly released: TableStep | undefined;
  readonly withdrawn: TableStep | undefined;
}

/** A version with the trial's result, which can be large. */
export interface TriedVersion extends TableVersion {
  readonly trial: Trial | undefined;
}

/** In characters; one line on the ledger's page. */
export const MOST_TABLE_REASON = 200;

/**
 * | refusal          | meaning                                                        |
 * |------------------|----------------------------------------------------------------|
 * | no-such-version  | nothing has this number                                        |
 * | wrong-state      | the version is not in the state that this step begins in       |
 * | same-person      | whoever worked on a version cannot release it                  |
 * | changed-since    | another version is in use than when this one was begun         |
 * | draft-waits      | one draft at a time                                            |
 * | edited-meanwhile | somebody else has changed the draft since the page was opened  |
 * | nothing-changed  | the table is the one that is in use                            |
 * | not-newest       | a version that is not in use has nothing to be taken back from |
 * | not-right        | `faults` says what is wrong                                    |
 * | no-reason        | nobody can judge a change whose reason is not given            |
 * | not-tried        | no trial was made of the draft as it is now                    |
 */
export type TableRefusal =
  | 'no-such-version'
  | 'wrong-state'
  | 'same-person'
  | 'changed-since'
  | 'draft-waits'
  | 'edited-meanwhile'
  | 'nothing-changed'
  | 'not-newest'
  | 'not-right'
  | 'no-reason'
  | 'not-tried';

/** Thrown when a step is not allowed; `code` says why. */
export class TableStepError extends Error {
  override readonly name = 'TableStepError';
  readonly code: TableRefusal;
  readonly faults: readonly TableFault[];
  constructor(code: TableRefusal, faults: readonly TableFault[] = []) {
    super(`This step is not allowed for the routing table: ${code}.`);
    this.code = code;
    this.faults = faults;
  }
}

/** Why nobody can release a version yet; undefined when somebody who had no hand in it can. */
export function whyNotReady(found: TableVersion, inUse: RoutingTable): TableRefusal | undefined {
  if (found.state !== 'draft') return 'wrong-state';
  if (found.basedOn !== inUse.version) return 'changed-since';
  if (changesBetween(inUse.rows, found.rows).length === 0) return 'nothing-changed';
  if (found.reason === '') return 'no-reason';
  return found.tried?.isOfThis === true ? undefined : 'not-tried';
}

/** Why `staffId` cannot release a version now; undefined when they can. */
export function whyNotRelease(found: TableVersion, staffId: StaffId, inUse: RoutingTable): TableRefusal | undefined {
  if (found.state === 'draft' && found.editors.includes(staffId)) return 'same-person';
  return whyNotReady(found, inUse);
}

/** Why a version cannot be taken back now; undefined when it can. */
export function whyNotWithdraw(found: TableVersion, inUse: number): TableRefusal | undefined {
  if (found.state === 'withdrawn') return 'wrong-state';
  return found.state === 'released' && found.version !== inUse ? 'not-newest' : undefined;
}
