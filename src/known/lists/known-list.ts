/**
 * A known list and its way to being used. Law 7 (DOMAIN.md): two people say so before a list is active; one is enough to end it.
 *
 * | state     | meaning                                           | ended by                                            |
 * |-----------|---------------------------------------------------|-----------------------------------------------------|
 * | draft     | entries come in; nothing is matched               | propose (one person) -> proposed; withdraw          |
 * | proposed  | one person asks that it be used                   | confirm (another person) -> active; withdraw;       |
 * |           |                                                   | import (a file's list that grew) -> draft           |
 * | active    | matched by every process; a feed's entries follow | withdraw -> withdrawn                               |
 * | withdrawn | never matched again; kept for the record          | nothing                                             |
 */
import * as z from 'zod';
import type { StaffId } from '../../terms/ids.ts';
import type { CategoryMap, ListCategory } from './list-entry.ts';

/** The states of the table above, for rows read back. */
export const listStateSchema = z.enum(['draft', 'proposed', 'active', 'withdrawn']);
export type ListState = z.infer<typeof listStateSchema>;

/** A list as people see it before they say yes to it: how many entries, of which codes, from whom. */
export interface KnownList {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  /** `file`: complete once imported. `feed`: follows its source, also while active. */
  readonly kind: 'file' | 'feed';
  readonly format: string;
  readonly state: ListState;
  readonly categoryMap: CategoryMap;
  readonly trusted: readonly ListCategory[];
  /** The source's codes, in the order of their first entry. */
  readonly codes: readonly string[];
  /** That are not withdrawn. */
  readonly entries: number;
  /** Grows with each transaction that touches the list or its entries. */
  readonly change: number;
  readonly lastNumber: number;
  /** The change that the first person saw. */
  readonly proposedChange: number | undefined;
  readonly createdAt: Date;
  readonly proposedBy: StaffId | undefined;
  readonly proposedAt: Date | undefined;
  readonly activatedBy: StaffId | undefined;
  readonly activatedAt: Date | undefined;
  readonly withdrawnAt: Date | undefined;
}

/**
 * | refusal          | meaning                                                              |
 * |------------------|----------------------------------------------------------------------|
 * | no-such-list     | nothing has this number                                              |
 * | no-such-entry    | the list has no entry of this number                                 |
 * | wrong-state      | the list is not in the state that this step begins in                |
 * | same-person      | whoever proposed a list cannot confirm it                            |
 * | empty            | a list without entries recognises nothing: there is nothing to say   |
 * | import-running   | a file of this list has not been read to its end                     |
 * | changed-since    | the list is no longer what the first person saw: propose it again    |
 */
export type StepRefusal =
  'no-such-list' | 'no-such-entry' | 'wrong-state' | 'same-person' | 'empty' | 'import-running' | 'changed-since';

/** Thrown when a step is not allowed; `code` says why. */
export class ListStepError extends Error {
  override readonly name = 'ListStepError';
  readonly code: StepRefusal;
  constructor(code: StepRefusal) {
    super(`This step is not allowed for the known list: ${code}.`);
    this.code = code;
  }
}

/** Why a list cannot be proposed now; undefined when it can. */
export function whyNotPropose(list: KnownList, hasOpenImport: boolean): StepRefusal | undefined {
  if (list.state !== 'draft') return 'wrong-state';
  if (hasOpenImport) return 'import-running';
  return list.entries === 0 ? 'empty' : undefined;
}

/** Why `staffId` cannot confirm a list now; undefined when they can. A feed may have grown: what was agreed to is the source. */
export function whyNotConfirm(list: KnownList, staffId: StaffId): StepRefusal | undefined {
  if (list.state !== 'proposed') return 'wrong-state';
  if (list.proposedBy === staffId) return 'same-person';
  if (list.kind === 'file' && list.change !== list.proposedChange) return 'changed-since';
  return list.entries === 0 ? 'empty' : undefined;
}

/** Whether entries may still be added. A file's list that people have agreed upon stays as it is. */
export const takesEntries = (list: KnownList): boolean =>
  list.kind === 'feed' ? list.state !== 'withdrawn' : list.state === 'draft' || list.state === 'proposed';

/** The state once entries were written: what people agreed upon in a file's list, or began to, was another list. */
export const stateAfterWriting = (list: KnownList): ListState =>
  list.kind === 'file' && list.state === 'proposed' ? 'draft' : list.state;
