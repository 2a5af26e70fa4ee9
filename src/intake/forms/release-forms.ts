/** Drafting, proposing, releasing and taking back the public forms (form-version.ts): every step is on the ledger. */
import { recordAct } from '../../ledger/door.ts';
import { isUniqueViolation, type Db, type Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import { checkFormSet } from './check-form-set.ts';
import { changesBetween } from './form-changes.ts';
import { SHIPPED_FORMS, type FormSet } from './form-set.ts';
import {
  insertDraft,
  lockForms,
  ONE_OPEN,
  readFormsInUse,
  readFormVersion,
  updateDraft,
  updateFormState,
} from './form-set-store.ts';
import {
  FormStepError,
  MOST_REASON_CHARACTERS,
  whyNotRelease,
  whyNotWithdraw,
  type FormRefusal,
  type FormVersion,
} from './form-version.ts';

/** The content of a version; 0 is what Fyr ships. Undefined when there is none of this number. */
export async function readFormSet(db: Db, version: number): Promise<FormSet | undefined> {
  return version === 0 ? SHIPPED_FORMS : (await readFormVersion(db, version))?.set;
}

/** Begins a draft from a version: the one in use, or an earlier one to go back to. @returns its number. @throws FormStepError */
export async function beginDraft(tx: Tx, staffId: StaffId, from: number | undefined, now: Date): Promise<number> {
  await lockForms(tx);
  const inUse = await readFormsInUse(tx);
  const set = await readFormSet(tx, from ?? inUse);
  if (set === undefined) throw new FormStepError('no-such-version');
  const version = await insertDraft(tx, { set, basedOn: inUse, by: staffId, at: now }).catch((error: unknown) => {
    if (isUniqueViolation(error, ONE_OPEN)) throw new FormStepError('draft-waits');
    throw error;
  });
  await record(tx, staffId, 'public-form.begun', version, { from: from ?? inUse }, now);
  return version;
}

/** One change of a draft: `revision` is the one that its editor saw. @throws FormStepError */
export async function editDraft(
  tx: Tx,
  staffId: StaffId,
  draft: { readonly version: number; readonly revision: number },
  change: (set: FormSet) => FormSet,
  now: Date,
): Promise<void> {
  await lockForms(tx);
  const found = await readOrRefuse(tx, draft.version);
  refuseIf(found.state === 'draft' ? undefined : 'wrong-state');
  refuseIf(found.revision === draft.revision ? undefined : 'edited-meanwhile');
  const set = change(found.set);
  const changes = changesBetween(found.set, set).length;
  if (changes === 0) return;
  await updateDraft(tx, { ...draft, set, by: staffId });
  await record(tx, staffId, 'public-form.edited', draft.version, { revision: draft.revision + 1, changes }, now);
}

/** Finished: from now on it can be read and released, and not changed. @throws FormStepError */
export async function proposeForms(
  tx: Tx,
  staffId: StaffId,
  proposal: { readonly version: number; readonly revision: number; readonly reason: string },
  now: Date,
): Promise<void> {
  await lockForms(tx);
  const found = await readOrRefuse(tx, proposal.version);
  refuseIf(found.state === 'draft' ? undefined : 'wrong-state');
  refuseIf(found.revision === proposal.revision ? undefined : 'edited-meanwhile');
  refuseIfFaulty(found);
  const inUse = await readFormsInUse(tx);
  refuseIf(found.basedOn === inUse ? undefined : 'changed-since');
  const before = (await readFormSet(tx, inUse)) ?? SHIPPED_FORMS;
  const changes = changesBetween(before, found.set).length;
  refuseIf(changes === 0 ? 'nothing-changed' : undefined);
  const reason = proposal.reason.replace(/\s+/g, ' ').trim().slice(0, MOST_REASON_CHARACTERS);
  refuseIf(reason === '' ? 'no-reason' : undefined);
  await updateFormState(tx, found.version, { state: 'proposed', reason, by: staffId, at: now });
  await record(tx, staffId, 'public-form.proposed', found.version, { basedOn: inUse, changes }, now);
}

/** Somebody who had no hand in it agrees: the public meets it from now on. @throws FormStepError */
export async function releaseForms(tx: Tx, staffId: StaffId, version: number, now: Date): Promise<void> {
  await lockForms(tx);
  const found = await readOrRefuse(tx, version);
  const inUse = await readFormsInUse(tx);
  refuseIf(whyNotRelease(found, staffId, inUse));
  // A newer Fyr may ask more of the forms than it did when this was proposed.
  refuseIfFaulty(found);
  await updateFormState(tx, version, { state: 'released', by: staffId, at: now });
  await record(tx, staffId, 'public-form.released', version, { before: inUse }, now);
}

/** A proposal becomes a draft again, to be changed. @throws FormStepError */
export async function reopenForms(tx: Tx, staffId: StaffId, version: number, now: Date): Promise<void> {
  await lockForms(tx);
  const found = await readOrRefuse(tx, version);
  refuseIf(found.state === 'proposed' ? undefined : 'wrong-state');
  await updateFormState(tx, version, { state: 'draft', by: staffId, at: now });
  await record(tx, staffId, 'public-form.reopened', version, {}, now);
}

/**
 * Throws a draft or a proposal away, or takes back the version in use: then the one before it is in use again.
 * @returns the version that is in use afterwards. @throws FormStepError
 */
export async function withdrawForms(tx: Tx, staffId: StaffId, version: number, now: Date): Promise<number> {
  await lockForms(tx);
  const found = await readOrRefuse(tx, version);
  refuseIf(whyNotWithdraw(found, await readFormsInUse(tx)));
  await updateFormState(tx, version, { state: 'withdrawn', by: staffId, at: now });
  const inUse = await readFormsInUse(tx);
  await record(tx, staffId, 'public-form.withdrawn', version, { was: found.state, inUse }, now);
  return inUse;
}

async function readOrRefuse(tx: Tx, version: number): Promise<FormVersion> {
  const found = await readFormVersion(tx, version);
  if (found === undefined) throw new FormStepError('no-such-version');
  return found;
}

function refuseIf(code: FormRefusal | undefined): void {
  if (code !== undefined) throw new FormStepError(code);
}

function refuseIfFaulty({ set }: FormVersion): void {
  const faults = checkFormSet(set);
  if (faults.length > 0) throw new FormStepError('not-right', faults);
}

const record = (
  tx: Tx,
  staffId: StaffId,
  action: string,
  version: number,
  payload: Readonly<Record<string, string | number>>,
  now: Date,
): Promise<void> =>
  recordAct(tx, { at: now, actor: `staff:${staffId}`, action, subject: `public-form:${version}`, payload });
