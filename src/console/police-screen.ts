/** What the pages for and about the police are made of, read and opened for one request. */
import { randomUUID } from 'node:crypto';
import { readCaseSummary } from '../cases/door.ts';
import { listMessages, openText, type ThreadMessage } from '../partners/door.ts';
import { readStaffNames } from '../staff/door.ts';
import { z } from 'zod';
import type { CaseId } from '../terms/ids.ts';
import { formatsOf } from './format.ts';
import type { StaffVisit } from './screens.ts';
import { policeTextsIn } from './texts/police.ts';
import type { ShownMessage } from './views/police-thread.tsx';
import type { Problem } from './views/shell.tsx';
import { MAX_MESSAGE_LENGTH } from '../partners/door.ts';

/** A case's number as it is said; `–` where there is none. */
export async function caseNumber(visit: StaffVisit, caseId: CaseId): Promise<string> {
  return (await readCaseSummary(visit.deps.db, caseId))?.number.toString() ?? '–';
}

/**
 * A case's thread with its texts opened by this session. The police are not told which analyst wrote, nor where a question was
 * passed on to: `tipWord` gives that to analysts alone.
 */
export async function readThread(
  visit: StaffVisit,
  caseId: CaseId,
  tipWord?: (message: ThreadMessage) => string | undefined,
): Promise<readonly ShownMessage[]> {
  const names = await readStaffNames(visit.deps.db);
  const messages = await listMessages(visit.deps.db, caseId);
  return Promise.all(
    messages.map(async (message) => ({
      id: message.id,
      at: message.postedAt,
      author: message.author,
      isTipster: message.kind === 'tipster-answer',
      who: message.author === 'police' || tipWord !== undefined ? names.get(message.staffId) : undefined,
      text: await openText(visit.session, message.sealedText),
      passed: tipWord?.(message),
    })),
  );
}

/** What was typed as a message, with what is wrong with it. */
export function readMessage(visit: StaffVisit): { readonly text: string; readonly problems: readonly Problem[] } {
  const { thread } = policeTextsIn(visit.language);
  const text = visit.form.get('message').trim();
  const most = formatsOf(visit.language).count(MAX_MESSAGE_LENGTH);
  if (text === '') return { text, problems: [{ field: 'message', text: thread.missing }] };
  return text.length > MAX_MESSAGE_LENGTH
    ? { text, problems: [{ field: 'message', text: thread.long(most) }] }
    : { text, problems: [] };
}

/** The form's own id, so that a form that is sent twice is one message. */
export const submissionOf = (visit: StaffVisit): string =>
  z.uuid().safeParse(visit.form.get('submission')).data ?? randomUUID();
