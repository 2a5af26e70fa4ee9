/** Two people change what letters say; one is enough to take a change back (template.ts). */
import { recordAct } from '../../ledger/door.ts';
import { isUniqueViolation, type Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import { oneLine } from './one-line.ts';
import { checkTexts, PARAGRAPH_CODES, tidyText, type LetterTexts, type LetterWords } from './paragraphs.ts';
import {
  changedTexts,
  MOST_REASON_CHARACTERS,
  TemplateStepError,
  whyNotRelease,
  whyNotWithdraw,
  type TemplateRefusal,
  type TemplateVersion,
} from './template.ts';
import {
  insertProposal,
  lockTemplates,
  ONE_PROPOSAL,
  readCurrentTemplates,
  readTemplate,
  updateTemplateState,
} from './template-store.ts';

/** Texts as they would be kept: what a form sent, tidied. */
export const tidyTexts = (texts: LetterTexts): LetterTexts => ({ sv: tidyWords(texts.sv), en: tidyWords(texts.en) });

function tidyWords(words: LetterWords): LetterWords {
  const tidied = { ...words };
  for (const code of PARAGRAPH_CODES) tidied[code] = tidyText(words[code]);
  return tidied;
}

/**
 * The first person asks that letters say this from now on. `basedOn` is the version in use that they began from.
 * @returns the new version's number. @throws TemplateStepError
 */
export async function proposeTemplate(
  tx: Tx,
  staffId: StaffId,
  proposal: { readonly texts: LetterTexts; readonly reason: string; readonly basedOn: number },
  now: Date,
): Promise<number> {
  await lockTemplates(tx);
  const texts = tidyTexts(proposal.texts);
  const reason = oneLine(proposal.reason).slice(0, MOST_REASON_CHARACTERS);
  const problems = checkTexts(texts);
  if (problems.length > 0) throw new TemplateStepError('not-right', problems);
  const current = await readCurrentTemplates(tx);
  refuseIf(current.version === proposal.basedOn ? undefined : 'changed-since');
  const changes = changedTexts(current.texts, texts).length;
  refuseIf(changes === 0 ? 'nothing-changed' : undefined);
  refuseIf(reason === '' ? 'no-reason' : undefined);
  const version = await insertProposal(tx, { texts, reason, basedOn: current.version, by: staffId, at: now }).catch(
    (error: unknown) => {
      if (isUniqueViolation(error, ONE_PROPOSAL)) throw new TemplateStepError('proposal-waits');
      throw error;
    },
  );
  await record(tx, staffId, 'letter-template.proposed', version, { basedOn: current.version, changes }, now);
  return version;
}

/** Another person agrees: letters that leave from the commit on are made from it. @throws TemplateStepError */
export async function releaseTemplate(tx: Tx, staffId: StaffId, version: number, now: Date): Promise<void> {
  await lockTemplates(tx);
  const found = await readOrRefuse(tx, version);
  const current = await readCurrentTemplates(tx);
  refuseIf(whyNotRelease(found, staffId, current.version));
  // A newer Fyr may ask more of a text than it did when this was proposed.
  const problems = checkTexts(found.texts);
  if (problems.length > 0) throw new TemplateStepError('not-right', problems);
  await updateTemplateState(tx, version, { state: 'released', by: staffId, at: now });
  await record(tx, staffId, 'letter-template.released', version, { before: current.version }, now);
}

/**
 * Takes a proposal back, or the version in use: then the texts before it are in use again.
 * @returns the version that is in use afterwards. @throws TemplateStepError
 */
export async function withdrawTemplate(tx: Tx, staffId: StaffId, version: number, now: Date): Promise<number> {
  await lockTemplates(tx);
  const found = await readOrRefuse(tx, version);
  refuseIf(whyNotWithdraw(found, (await readCurrentTemplates(tx)).version));
  await updateTemplateState(tx, version, { state: 'withdrawn', by: staffId, at: now });
  const inUse = (await readCurrentTemplates(tx)).version;
  await record(tx, staffId, 'letter-template.withdrawn', version, { was: found.state, inUse }, now);
  return inUse;
}

async function readOrRefuse(tx: Tx, version: number): Promise<TemplateVersion> {
  const found = await readTemplate(tx, version);
  if (found === undefined) throw new TemplateStepError('no-such-version');
  return found;
}

function refuseIf(code: TemplateRefusal | undefined): void {
  if (code !== undefined) throw new TemplateStepError(code);
}

const record = (
  tx: Tx,
  staffId: StaffId,
  action: string,
  version: number,
  payload: Readonly<Record<string, string | number>>,
  now: Date,
): Promise<void> =>
  recordAct(tx, { at: now, actor: `staff:${staffId}`, action, subject: `letter-template:${version}`, payload });
