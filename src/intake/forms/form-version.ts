/**
 * A version of the forms and its way to being used: supervisors draft it together, one proposes it, and somebody who had no hand in
 * it releases it. One person is enough to take it back: then the version before it is in use again, at once.
 *
 * | state     | meaning                                             | ended by                                                     |
 * |-----------|-----------------------------------------------------|--------------------------------------------------------------|
 * | draft     | being worked on; nothing uses it                    | propose -> proposed; withdraw                                |
 * | proposed  | finished and checked; cannot be changed             | release (another person) -> released; reopen -> draft; withdraw |
 * | released  | the newest of these is what the public meets        | a newer release; withdraw (when it is the newest)            |
 * | withdrawn | not used again; pages that were opened under it still complete | nothing                                           |
 *
 * Version 0, the shipped forms, is in use while no version is released.
 */
import { z } from 'zod';
import type { StaffId } from '../../terms/ids.ts';
import type { FormFault } from './check-form-set.ts';
import type { FormSet } from './form-set.ts';

/** The states of the table above, for rows read back. */
export const formStateSchema = z.enum(['draft', 'proposed', 'released', 'withdrawn']);
export type FormVersionState = z.infer<typeof formStateSchema>;

/** A step that somebody took. */
export interface FormStep {
  readonly by: StaffId;
  readonly at: Date;
}

/** A version as people see it. */
export interface FormVersion {
  readonly version: number;
  readonly state: FormVersionState;
  readonly basedOn: number;
  readonly revision: number;
  readonly set: FormSet;
  readonly reason: string;
  readonly editors: readonly StaffId[];
  readonly begunAt: Date;
  readonly proposed: FormStep | undefined;
  readonly released: FormStep | undefined;
  readonly withdrawn: FormStep | undefined;
}

/** In characters; one line on the ledger's page. */
export const MOST_REASON_CHARACTERS = 200;

/**
 * | refusal         | meaning                                                              |
 * |-----------------|----------------------------------------------------------------------|
 * | no-such-version | nothing has this number                                              |
 * | wrong-state     | the version is not in the state that this step begins in             |
 * | same-person     | whoever worked on a version cannot release it                        |
 * | changed-since   | another version is in use than when this one was begun               |
 * | draft-waits     | one draft or proposal at a time                                      |
 * | edited-meanwhile | somebody else has changed the draft since the page was opened       |
 * | nothing-changed | the forms are those that are in use                                  |
 * | not-newest      | a version that is not in use has nothing to be taken back from       |
 * | not-right       | `faults` says what is wrong                                          |
 * | no-reason       | nobody can judge a change whose reason is not given                  |
 */
export type FormRefusal =
  | 'no-such-version'
  | 'wrong-state'
  | 'same-person'
  | 'changed-since'
  | 'draft-waits'
  | 'edited-meanwhile'
  | 'nothing-changed'
  | 'not-newest'
  | 'not-right'
  | 'no-reason';

/** Thrown when a step is not allowed; `code` says why. */
export class FormStepError extends Error {
  override readonly name = 'FormStepError';
  readonly code: FormRefusal;
  readonly faults: readonly FormFault[];
  constructor(code: FormRefusal, faults: readonly FormFault[] = []) {
    super(`This step is not allowed for the public forms: ${code}.`);
    this.code = code;
    this.faults = faults;
  }
}

/** Why `staffId` cannot release a version now; undefined when they can. */
export function whyNotRelease(found: FormVersion, staffId: StaffId, inUse: number): FormRefusal | undefined {
  if (found.state !== 'proposed') return 'wrong-state';
  if (found.editors.includes(staffId)) return 'same-person';
  return found.basedOn === inUse ? undefined : 'changed-since';
}

/** Why a version cannot be taken back now; undefined when it can. */
export function whyNotWithdraw(found: FormVersion, inUse: number): FormRefusal | undefined {
  if (found.state === 'withdrawn') return 'wrong-state';
  return found.state === 'released' && found.version !== inUse ? 'not-newest' : undefined;
}
