import { randomUUID } from 'node:crypto';
import { listTipsOfCase } from '../../../cases/door.ts';
import { askTipster, openTip, readMailbox, readTip, TipClosed, type MailboxEntry } from '../../../intake/door.ts';
import { recordAct } from '../../../ledger/door.ts';
import { transact, type Db, type Tx } from '../../../platform/db.ts';
import type { Session } from '../../../staff/door.ts';
import { hourOf } from '../../../terms/hour.ts';
import type { CaseId, StaffId, TipId } from '../../../terms/ids.ts';
import { insertMessage, listMessages, markPassed, type MessageId } from './message-store.ts';
import { sealToBoth } from './seal-text.ts';

/** Longest message, in UTF-16 units. */
export const MAX_MESSAGE_LENGTH = 10_000;

/** One side writes to the other. The same `submission` (a UUID of the form) is one message, however often it is sent. */
export async function writeMessage(
  tx: Tx,
  message: {
    readonly caseId: CaseId;
    readonly author: 'police' | 'hotline';
    readonly staffId: StaffId;
    readonly text: string;
    readonly submission: string;
  },
  now: Date,
): Promise<void> {
  const { caseId, author, staffId, text, submission } = message;
  if (text.trim() === '' || text.length > MAX_MESSAGE_LENGTH)
    throw new RangeError(`A message has 1 to ${MAX_MESSAGE_LENGTH} characters.`);
  const sealedText = await sealToBoth(tx, text);
  const row = { caseId, postedAt: now, author, staffId, kind: 'message', sealedText, answer: undefined } as const;
  if (!(await insertMessage(tx, { ...row, submission }))) return;
  await noteAct(
    tx,
    { caseId, staffId, action: `police.${author === 'police' ? 'asked' : 'answered'}`, sealedText },
    now,
  );
}

/**
 * An analyst passes a question of the police on to a tip's mailbox, in words of their own: the tipster is never told more than that.
 * `earlier`: it was passed on before; nothing is sent then. `not-here`: the tip is not of this case.
 */
export async function passToTipster(
  tx: Tx,
  passing: {
    readonly caseId: CaseId;
    readonly messageId: MessageId;
    readonly tipId: TipId;
    readonly text: string;
    readonly staffId: StaffId;
  },
  now: Date,
): Promise<'passed' | 'earlier' | 'not-here'> {
  const { caseId, messageId, tipId, text, staffId } = passing;
  if (!(await listTipsOfCase(tx, caseId)).includes(tipId)) return 'not-here';
  if (!(await markPassed(tx, caseId, messageId, tipId, now))) return 'earlier';
  await askTipster(tx, { tipId, text, staffId, now });
  await noteAct(tx, { caseId, staffId, action: 'police.question-passed', tipId }, now);
  return 'passed';
}

/** What a tipster has written since a question was passed on, for an analyst to read before it is released. */
export interface WaitingAnswer {
  readonly tipId: TipId;
  readonly number: number;
  readonly postedHour: Date;
  readonly text: string;
}

/** A case's tipsters' words that could be answers to the police and have not been released, opened with the analyst's keys. */
export async function listWaitingAnswers(db: Db, session: Session, caseId: CaseId): Promise<readonly WaitingAnswer[]> {
  const messages = await listMessages(db, caseId);
  const asked = new Map(
    messages.flatMap(({ passed }) => (passed === undefined ? [] : [[passed.tipId, passed.at] as const])),
  );
  const released = new Set(
    messages.flatMap(({ answer }) => (answer === undefined ? [] : [`${answer.tipId} ${answer.number}`])),
  );
  const waiting: WaitingAnswer[] = [];
  for (const [tipId, at] of asked) {
    for (const entry of await openMailboxOf(db, session, tipId)) {
      const isAfter = entry.postedHour >= hourOf(at);
      if (entry.kind !== 'message' || !isAfter || released.has(`${tipId} ${entry.number}`)) continue;
      waiting.push({ tipId, number: entry.number, postedHour: entry.postedHour, text: entry.text });
    }
  }
  return waiting;
}

/** An analyst releases one of them: the police read it in the thread. False when there is no such answer, or it was released before. */
export async function releaseAnswer(
  db: Db,
  session: Session,
  given: { readonly caseId: CaseId; readonly tipId: TipId; readonly number: number },
  now: Date,
): Promise<boolean> {
  const { caseId, tipId, number } = given;
  const waiting = await listWaitingAnswers(db, session, caseId);
  const found = waiting.find((each) => each.tipId === tipId && each.number === number);
  if (found === undefined) return false;
  const sealedText = await sealToBoth(db, found.text);
  const { staffId } = session;
  return transact(db, async (tx) => {
    const row = { caseId, postedAt: now, author: 'hotline', staffId, kind: 'tipster-answer', sealedText } as const;
    if (!(await insertMessage(tx, { ...row, answer: { tipId, number }, submission: randomUUID() }))) return false;
    await noteAct(tx, { caseId, staffId, action: 'police.answer-released', tipId, sealedText }, now);
    return true;
  });
}

async function openMailboxOf(db: Db, session: Session, tipId: TipId): Promise<readonly MailboxEntry[]> {
  try {
    const deskIdentities = await session.deskIdentities();
    const { tipIdentity } = openTip(await readTip(db, tipId), deskIdentities);
    return await readMailbox(db, tipId, { tipIdentity, deskIdentities });
  } catch (error) {
    // Erased, or sealed to a key that this person does not have: there is nothing to release.
    if (error instanceof TipClosed) return [];
    throw error;
  }
}

async function noteAct(
  tx: Tx,
  act: {
    readonly caseId: CaseId;
    readonly staffId: StaffId;
    readonly action: string;
    readonly tipId?: TipId;
    readonly sealedText?: Buffer;
  },
  now: Date,
): Promise<void> {
  const { caseId, staffId, action, tipId, sealedText } = act;
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${staffId}`, action, subject: `case:${caseId}` },
    payload: { ...(tipId === undefined ? {} : { tipId }), ...(sealedText === undefined ? {} : { sealedText }) },
  });
}
